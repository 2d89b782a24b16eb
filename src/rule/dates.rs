//! When a date alone may change a condition.

use super::condition::around;
use super::ledger;
use super::look::look;
use super::standpoint::Standpoint;
use super::timing;
use super::value::{next_refresh, value};
use super::window::{next_turn, span};
use crate::program::{Birthday, Condition, Counted, Edge, Looks, Program, Stretch};
use crate::state::{Person, State};
use crate::unit::{Day, Instant, Period, Unit};

/// The first date after `today`, up to `last`, on which a look at a ladder may bring the member to another tier, with no
/// further event.
#[must_use]
pub fn next_date(
    program: &Program,
    person: &Person,
    state: &State,
    (today, last): (Day, Day),
) -> Option<Day> {
    let mut next = None;
    for (ladder, standing) in program.ladders.iter().zip(&state.ladders) {
        let sight = |day: Day| Standpoint::of_state(program, person, state, day);
        let moves = |sight: Standpoint<'_>| look(ladder, standing, &sight).moves();
        if let Looks::Monthly(of_month) = ladder.looks {
            let mut day = of_month.after(today);
            // A look that moves nothing does no harm: an event far ahead shall not cost a look at each month before it.
            // What days change by themselves is not seen from here.
            let months = if changes_by_itself(program) { 0 } else { MONTHS };
            for _ in 0..months {
                if day > last || moves(sight(day).at(program.zone.start_of(day))) {
                    break;
                }
                day = of_month.after(day);
            }
            next = earlier(next, Some(day));
            continue;
        }
        // What an event brought about after the ladder was looked at waits for the next day.
        if moves(sight(today)) {
            next = earlier(next, Some(today.plus_days(1)));
            continue;
        }
        let above =
            standing.tier.filter(|_| ladder.follow.is_none()).map_or(0, |tier| tier.saturating_add(1));
        for enter in ladder.tiers.iter().skip(above).filter_map(|tier| tier.enter.as_ref()) {
            next = earlier(next, turn(enter, program, person, state, today));
        }
    }
    if program.segment_enters {
        for segment in &program.segments {
            next = earlier(next, turn(&segment.when, program, person, state, today));
        }
    }
    next
}

/// Whether some metric rises, falls or is set anew as days pass.
fn changes_by_itself(program: &Program) -> bool {
    program.accrues() || program.metrics.iter().any(|metric| metric.refresh.is_some())
}

/// The first instant after the state's at which a time that tiers ask for comes or goes.
#[must_use]
pub fn next_moment(program: &Program, state: &State) -> Option<Instant> {
    if !program.timed {
        return None;
    }
    enters(program).map(|enter| moment(enter, program, state.at)).fold(None, earlier)
}

/// What tiers ask for, and the segments, where tiers ask for them.
fn enters(program: &Program) -> impl Iterator<Item = &Condition> {
    let tiers = program.ladders.iter().flat_map(|ladder| &ladder.tiers);
    let enters = tiers.filter_map(|tier| tier.enter.as_ref());
    let segments = program.segments.iter().filter(|_| program.segment_enters);
    enters.chain(segments.map(|segment| &segment.when))
}

/// The first instant after another at which a time that a condition asks for comes or goes.
pub fn moment(condition: &Condition, program: &Program, at: Instant) -> Option<Instant> {
    match condition {
        Condition::All(list) | Condition::Any(list) => {
            list.iter().map(|condition| moment(condition, program, at)).fold(None, earlier)
        }
        Condition::Not(not) => moment(not, program, at),
        Condition::Time(time) => timing::turn(time, &program.zone, at),
        Condition::Metric { .. }
        | Condition::Tier { .. }
        | Condition::Tenure(_)
        | Condition::Birthday(_)
        | Condition::Event(_)
        | Condition::First(_)
        | Condition::Said(..)
        | Condition::Attribute(_)
        | Condition::Tag(_)
        | Condition::InactiveFor(..)
        | Condition::Segment(_)
        | Condition::Plan(_)
        | Condition::Cart(_) => None,
    }
}

/// So many months are looked at for one that moves the member.
const MONTHS: i32 = 24;

/// The earlier of two that may be absent.
pub fn earlier<T: Ord>(a: Option<T>, b: Option<T>) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, None) | (None, one) => one,
    }
}

/// The first date after `today` on which a condition may begin to hold or to fail.
pub fn turn(
    condition: &Condition,
    program: &Program,
    person: &Person,
    state: &State,
    today: Day,
) -> Option<Day> {
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
        Condition::Tenure(bounds) => period_turn(bounds, person.joined, today),
        Condition::Birthday(Birthday::Month) => Some(today.end_of(Unit::Month).plus_days(1)),
        Condition::Birthday(Birthday::Around { before, after }) => {
            let edges = around(person.birthday?, *before, *after, today)
                .flat_map(|(from, to)| [from, to.plus_days(1)]);
            edges.filter(|day| *day > today).min()
        }
        Condition::InactiveFor(acts, bounds) => {
            let latest = state.latest.get(*acts).copied().flatten();
            period_turn(bounds, latest.unwrap_or(person.joined), today)
        }
        Condition::Plan(is) => is
            .plans
            .iter()
            .fold(None, |next, plan| earlier(next, super::plan::next_turn(program, state, *plan, today))),
        Condition::Tier { .. }
        | Condition::Event(_)
        | Condition::First(_)
        | Condition::Said(..)
        | Condition::Attribute(_)
        | Condition::Tag(_)
        | Condition::Time(_)
        | Condition::Segment(_)
        | Condition::Cart(_) => None,
    }
}

/// The first date after `today` on which the time since a date passes a bound.
fn period_turn(bounds: &[(Edge, Period)], since: Day, today: Day) -> Option<Day> {
    let edges = bounds.iter().map(|(edge, period)| {
        let end = period.after(since, 1);
        if matches!(edge, Edge::AtLeast | Edge::LessThan) { end } else { end.plus_days(1) }
    });
    edges.filter(|day| *day > today).min()
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
        | Counted::Placed { .. }
        | Counted::Ledger(_)
        | Counted::Distinct(..)
        | Counted::Categories(_)
        | Counted::Subjects(_) => {
            let (from, _) = span(&metric.window, person, state, today);
            let dated = tally.next(today.plus_days(1));
            earlier(
                next_turn(&metric.window, person, state, tally.next(from).filter(|day| *day <= today), today),
                dated,
            )
        }
    }
}
