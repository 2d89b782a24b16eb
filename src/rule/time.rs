//! What time alone causes, in order.

use super::ahead::next_end;
use super::dates::{earlier, next_date, next_moment};
use super::ledger::accrue;
use super::pending::is_granted;
use super::schedule::{give_scheduled, next_scheduled};
use super::tier::Occasion;
use super::value::{frozen, next_refresh_of_any, set_anew};
use super::wake::{next_opening, next_turn};
use super::{automatic, gift, line, tier};
use crate::program::Program;
use crate::state::{Change, Lot, Moved, Person, PointsMoved, Purse, State, TierMoved};
use crate::unit::{Instant, Overflow, minus, plus};

/// A member's state at the beginning: the first instant of the local date of joining, on the tier that holds then.
#[must_use]
pub fn begin(program: &Program, person: &Person, changes: &mut Vec<Change>) -> State {
    let at = program.zone.start_of(person.joined);
    let mut state = State::new(program, person, at);
    state.set(frozen(program, person, &state, person.joined, &|metric| metric.refresh.is_some()));
    let now = Occasion { program, person, at, event: None };
    for ladder in 0..program.ladders.len() {
        if let Some(tier) = tier::first(program, person, &state, ladder) {
            tier::step(&now, &mut state, (ladder, tier), (TierMoved::Joined, person.joined, None), changes);
        }
    }
    tier::climb(&now, &mut state, changes);
    state.count_lines(changes);
    state
}

/// Lets time pass up to an instant, included: at each instant at which something is due, waiting points become usable, rewards
/// are redeemed by themselves, tier periods end, points lapse, tiers are reached by the date or after a period, what is
/// scheduled is given, and rewards are redeemed that were closed until then, in this order.
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
    let asks_balance = program.asks_balance();
    let balances = |state: &State| -> Vec<i64> { state.purses.iter().map(|purse| purse.balance).collect() };
    while let Some(at) = next(program, person, state, to) {
        let today = program.zone.day(at);
        let midnight = program.zone.start_of(today) == at;
        let turns = next_moment(program, state) == Some(at);
        let opens = midnight || turns || next_turn(program, state) == Some(at);
        accrue(program, person, state, today)?;
        // Periods that end at this instant still see what was set before.
        let anew = if midnight { set_anew(program, person, state, today) } else { Vec::new() };
        let had = asks_balance.then(|| balances(state));
        let came = changes.len();
        for currency in 0..program.points.len() {
            usable(program, person, state, (currency, at), changes)?;
        }
        if changes.len() > came {
            automatic::automatic(program, person, state, (at, true), changes)?;
        }
        let now = Occasion { program, person, at, event: None };
        let passed = changes.len();
        let ended = tier::end_periods(&now, state, changes)?;
        state.set(anew);
        for currency in 0..program.points.len() {
            lapse(program, state, currency, at, changes)?;
        }
        if ended || midnight || turns || had.is_some_and(|had| had != balances(state)) {
            tier::climb(&now, state, changes);
        }
        let gave = midnight && give_scheduled(program, person, state, (at, today), changes)?;
        let redeemed = (opens || changes.len() > came)
            && !automatic::automatic(program, person, state, (at, true), changes)?.is_empty();
        if gave || (asks_balance && redeemed) {
            tier::climb(&now, state, changes);
        }
        gift::give(&now, state, (passed, None), changes)?;
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
    (program.accrues() && state.accrued < program.zone.day(to)) || next(program, person, state, to).is_some()
}

/// The next instant, up to `to`, at which something is due; never before the present one.
fn next(program: &Program, person: &Person, state: &State, to: Instant) -> Option<Instant> {
    let zone = &program.zone;
    let mut soonest = Instant::NEVER;
    for purse in &state.purses {
        let ends = |lot: &Lot| purse.end_of(lot).map_or(Instant::NEVER, |(end, _)| end);
        let usable = purse.usable.front().map(ends);
        let waiting = purse.pending.iter().map(|lot| lot.usable_at.min(ends(lot)));
        soonest = waiting.chain(usable).fold(soonest, Instant::min);
    }
    if let Some(day) = next_end(state) {
        soonest = soonest.min(zone.start_of(day));
    }
    for at in [next_moment(program, state), next_turn(program, state)].into_iter().flatten() {
        soonest = soonest.min(at);
    }
    let (today, last) = (zone.day(state.at), zone.day(to));
    let date = earlier(next_date(program, person, state, (today, last)), next_scheduled(program, today));
    let date = earlier(date, next_refresh_of_any(program, today));
    let date = earlier(date, next_opening(program, person, state, today));
    if today < last
        && let Some(date) = date.filter(|date| *date <= last)
    {
        let start = zone.start_of(date);
        if start > state.at {
            soonest = soonest.min(start);
        }
    }
    Some(soonest.max(state.at)).filter(|at| *at <= to && soonest <= to)
}

/// Waiting points that have waited long enough become usable, or lapse where what must hold then does not.
fn usable(
    program: &Program,
    person: &Person,
    state: &mut State,
    (currency, at): (usize, Instant),
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let waited = |purse: &Purse| purse.pending.first().is_some_and(|lot| lot.usable_at <= at);
    if !state.purses.get(currency).is_some_and(waited) {
        return Ok(());
    }
    let granted = is_granted(program, person, state, (currency, at));
    let Some(purse) = state.purses.get_mut(currency) else { return Ok(()) };
    while waited(purse) {
        let lot = purse.pending.remove(0);
        if !granted {
            expired(program, purse, (currency, at), &lot, changes)?;
            continue;
        }
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
    while purse.usable.front().is_some_and(|lot| purse.is_over(lot, at)) {
        over.extend(purse.usable.pop_front());
    }
    gone(program, state, currency, (at, over), changes)?;
    let Some(purse) = state.purses.get_mut(currency) else { return Ok(()) };
    while let Some(index) = purse.pending.iter().position(|lot| purse.is_over(lot, at)) {
        let lot = purse.pending.remove(index);
        expired(program, purse, (currency, at), &lot, changes)?;
    }
    Ok(())
}

/// Usable points lapse that are in no lot of the purse any more.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn gone(
    program: &Program,
    state: &mut State,
    currency: usize,
    (at, over): (Instant, Vec<Lot>),
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let Some(purse) = state.purses.get_mut(currency) else { return Ok(()) };
    for lot in over {
        purse.balance = minus(purse.balance, lot.left)?;
        expired(program, purse, (currency, at), &lot, changes)?;
    }
    Ok(())
}

/// What is left of a lot that the purse has no more lapses.
fn expired(
    program: &Program,
    purse: &mut Purse,
    (currency, at): (usize, Instant),
    lot: &Lot,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    purse.totals.expired = plus(purse.totals.expired, lot.left)?;
    let points = lot.left.saturating_neg();
    note(program, purse, currency, (PointsMoved::Expired, points), at, &lot.id, changes);
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
