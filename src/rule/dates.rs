//! When a date alone may change a condition.

use super::condition::around;
use super::ledger;
use super::value::{next_refresh, value};
use super::window::{next_turn, span};
use crate::program::{Birthday, Condition, Counted, Edge, Program, Stretch};
use crate::state::{Person, State};
use crate::unit::{Day, Unit};

/// The first date after `today` on which some tier above the present one may begin to hold, with no further event.
#[must_use]
pub fn next_date(program: &Program, person: &Person, state: &State, today: Day) -> Option<Day> {
    let mut next = None;
    for (ladder, standing) in program.ladders.iter().zip(&state.ladders) {
        let above = standing.tier.map_or(0, |tier| tier.saturating_add(1));
        for enter in ladder.tiers.iter().skip(above).filter_map(|tier| tier.enter.as_ref()) {
            next = earlier(next, turn(enter, program, person, state, today));
        }
    }
    next
}

fn earlier(a: Option<Day>, b: Option<Day>) -> Option<Day> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, None) | (None, one) => one,
    }
}

/// The first date after `today` on which a condition may begin to hold or to fail.
fn turn(condition: &Condition, program: &Program, person: &Person, state: &State, today: Day) -> Option<Day> {
    match condition {
        Condition::All(list) | Condition::Any(list) => list
            .iter()
            .fold(None, |next, condition| earlier(next, turn(condition, program, person, state, today))),
        Condition::Not(not) => turn(not, program, person, state, today),
        Condition::Metric { metric, bounds } => {
            let days = [0_i64, 1]
                .into_iter()
                .flat_map(|more| bounds.iter().map(move |bound| bound.value.saturating_add(more)));
            metric_turn(*metric, days, program, person, state, today)
        }
        Condition::Tenure(bounds) => {
            let edges = bounds.iter().map(|(edge, period)| {
                let end = period.after(person.joined, 1);
                if matches!(edge, Edge::AtLeast | Edge::LessThan) { end } else { end.plus_days(1) }
            });
            edges.filter(|day| *day > today).min()
        }
        Condition::Birthday(Birthday::Month) => Some(today.end_of(Unit::Month).plus_days(1)),
        Condition::Birthday(Birthday::Around { before, after }) => {
            let edges = around(person.birthday?, *before, *after, today)
                .flat_map(|(from, to)| [from, to.plus_days(1)]);
            edges.filter(|day| *day > today).min()
        }
        Condition::Tier { .. } | Condition::Event(_) | Condition::First(_) => None,
    }
}

/// The first date after `today` on which a metric may pass one of the values, or its window moves.
fn metric_turn(
    index: usize,
    values: impl Iterator<Item = i64>,
    program: &Program,
    person: &Person,
    state: &State,
    today: Day,
) -> Option<Day> {
    let metric = program.metrics.get(index)?;
    if metric.refresh.is_none() && matches!(metric.counted, Counted::Tenure | Counted::Since(_)) {
        let present = value(program, index, person, state, today)?;
        let ahead = values
            .filter_map(|value| i32::try_from(value.saturating_sub(present)).ok())
            .filter(|days| *days > 0);
        return ahead.min().map(|days| today.plus_days(days));
    }
    moves(index, program, person, state, today)
}

/// The first date after `today` on which a metric's value may change with no further event.
fn moves(index: usize, program: &Program, person: &Person, state: &State, today: Day) -> Option<Day> {
    let metric = program.metrics.get(index)?;
    if metric.refresh.is_some() {
        return next_refresh(metric, today);
    }
    let tally = &state.metrics.get(index)?.tally;
    match &metric.counted {
        Counted::Tenure | Counted::Since(_) => Some(today.plus_days(1)),
        Counted::Ratio(..) | Counted::Score(..) => metric
            .made_of()
            .into_iter()
            .fold(None, |next, of| earlier(next, moves(of, program, person, state, today))),
        Counted::Streak(_, stretch) => {
            let latest = tally.latest(today)?;
            let end = match stretch {
                Stretch::Day => latest.plus_days(2),
                Stretch::Month => latest.start_of(Unit::Month).plus_months(2),
            };
            Some(end).filter(|end| *end > today)
        }
        // Points come and go at instants of their own, at which tiers are asked as well.
        Counted::Balance(_) => None,
        Counted::Ledger(ledger) if ledger::moves(program, *ledger, state, today) => Some(today.plus_days(1)),
        Counted::Paid(_)
        | Counted::Quantity(_)
        | Counted::Points(_)
        | Counted::Value(_)
        | Counted::Events(_)
        | Counted::Ledger(_)
        | Counted::Distinct(..)
        | Counted::Categories(_)
        | Counted::Subjects(_) => {
            let (from, _) = span(&metric.window, person, state, today);
            let dated = tally.next(today.plus_days(1));
            earlier(
                next_turn(&metric.window, person, tally.next(from).filter(|day| *day <= today), today),
                dated,
            )
        }
    }
}
