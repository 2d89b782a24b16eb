//! What time alone causes, in order.

use super::dates::next_date;
use super::ledger::accrue;
use super::value::{frozen, next_refresh, set_anew};
use super::{line, tier};
use crate::program::{Counted, Program};
use crate::state::{Change, Moved, Person, PointsMoved, Purse, State, TierMoved};
use crate::unit::{Instant, Overflow, minus, plus};

/// A member's state at the beginning: the first instant of the local date of joining, on the tier that holds then.
#[must_use]
pub fn begin(program: &Program, person: &Person, changes: &mut Vec<Change>) -> State {
    let at = program.zone.start_of(person.joined);
    let mut state = State::new(program, at);
    state.set(frozen(program, person, &state, person.joined, &|metric| metric.refresh.is_some()));
    for ladder in 0..program.ladders.len() {
        if let Some(tier) = tier::first(program, person, &state, ladder) {
            tier::step(
                program,
                &mut state,
                (ladder, tier),
                TierMoved::Joined,
                (at, person.joined),
                None,
                changes,
            );
        }
    }
    tier::climb(program, person, &mut state, at, None, changes);
    state.count_lines(changes);
    state
}

/// Lets time pass up to an instant, included: at each instant at which something is due, waiting points become usable, tier
/// periods end, points lapse, and tiers are reached by the date or after a period, in this order.
///
/// # Errors
/// When a balance leaves 2^53 − 1.
pub fn advance(
    program: &Program,
    person: &Person,
    state: &mut State,
    to: Instant,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let before = changes.len();
    let asks_balance = program.metrics.iter().any(|metric| matches!(metric.counted, Counted::Balance(_)));
    while let Some(at) = next(program, person, state, to) {
        let today = program.zone.day(at);
        let midnight = program.zone.start_of(today) == at;
        accrue(program, person, state, today)?;
        // Periods that end at this instant still see what was set before.
        let mut anew = Vec::new();
        let lines = changes.len();
        if midnight && state.refreshed < today {
            anew = set_anew(program, person, state, today);
            state.refreshed = today;
        }
        for currency in 0..program.points.len() {
            usable(program, state, currency, at, changes)?;
        }
        let ended = tier::end_periods(program, person, state, at, changes);
        state.set(anew);
        for currency in 0..program.points.len() {
            lapse(program, state, currency, at, changes)?;
        }
        if ended || midnight || (asks_balance && changes.len() > lines) {
            tier::climb(program, person, state, at, None, changes);
        }
        state.at = at;
    }
    accrue(program, person, state, program.zone.day(to))?;
    state.at = state.at.max(to);
    state.count_lines(changes.get(before..).unwrap_or_default());
    Ok(())
}

/// Whether time alone causes something up to an instant.
#[must_use]
pub fn is_due(program: &Program, person: &Person, state: &State, to: Instant) -> bool {
    let accrues = program.ledgers.iter().any(|ledger| !ledger.per_day.is_empty());
    (accrues && state.accrued < program.zone.day(to)) || next(program, person, state, to).is_some()
}

/// The next instant, up to `to`, at which something is due; never before the present one.
fn next(program: &Program, person: &Person, state: &State, to: Instant) -> Option<Instant> {
    let zone = &program.zone;
    let mut soonest = Instant::NEVER;
    for purse in &state.purses {
        let usable = purse.usable.front().map(crate::state::Lot::end);
        let waiting = purse.pending.iter().map(|lot| lot.usable_at.min(lot.end()));
        soonest = waiting.chain(usable).fold(soonest, Instant::min);
    }
    for last in state.ladders.iter().filter_map(|standing| standing.tier.and(standing.last_day)) {
        soonest = soonest.min(zone.start_of(last.plus_days(1)));
    }
    let (today, last) = (zone.day(state.at), zone.day(to));
    let dates = program.metrics.iter().filter_map(|metric| next_refresh(metric, today));
    if today < last
        && let Some(date) = next_date(program, person, state, today).into_iter().chain(dates).min()
        && date <= last
    {
        let start = zone.start_of(date);
        if start > state.at {
            soonest = soonest.min(start);
        }
    }
    Some(soonest.max(state.at)).filter(|at| *at <= to && soonest <= to)
}

/// Waiting points that have waited long enough become usable.
fn usable(
    program: &Program,
    state: &mut State,
    currency: usize,
    at: Instant,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let Some(purse) = state.purses.get_mut(currency) else { return Ok(()) };
    while purse.pending.first().is_some_and(|lot| lot.usable_at <= at) {
        let lot = purse.pending.remove(0);
        let (id, points) = (lot.id.clone(), lot.left);
        purse.credit(lot)?;
        note(program, purse, currency, (PointsMoved::Usable, points), at, &id, changes);
    }
    Ok(())
}

/// Points whose time is over lapse.
pub fn lapse(
    program: &Program,
    state: &mut State,
    currency: usize,
    at: Instant,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let Some(purse) = state.purses.get_mut(currency) else { return Ok(()) };
    let mut over = Vec::new();
    while let Some(lot) = purse.usable.pop_front_if(|lot| lot.end() <= at) {
        over.push(lot);
    }
    let were_usable = over.len();
    while let Some(index) = purse.pending.iter().position(|lot| lot.end() <= at) {
        over.push(purse.pending.remove(index));
    }
    for (index, lot) in over.into_iter().enumerate() {
        if index < were_usable {
            purse.balance = minus(purse.balance, lot.left)?;
        }
        purse.totals.expired = plus(purse.totals.expired, lot.left)?;
        let points = lot.left.saturating_neg();
        note(program, purse, currency, (PointsMoved::Expired, points), at, &lot.id, changes);
    }
    Ok(())
}

fn note(
    program: &Program,
    purse: &Purse,
    currency: usize,
    (kind, points): (PointsMoved, i64),
    at: Instant,
    id: &crate::shape::Id,
    changes: &mut Vec<Change>,
) {
    let moved =
        Moved::Points { currency, kind, points, balance: purse.balance, parts: Vec::new(), reason: None };
    line(program, (at, Some(id)), true, moved, changes);
}
