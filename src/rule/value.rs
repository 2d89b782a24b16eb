//! A metric's value on a date, and when it is set anew.

use super::dates::earlier;
use super::window::span;
use crate::program::{Counted, Gives, Metric, Program, ScorePart, Stretch};
use crate::state::{Frozen, Person, State, Tally};
use crate::unit::{Day, Overflow, Rounding, SAFE, Unit, divide};

/// A metric's value on a date; absent where there is nothing to count from. One that is set anew on a day of the month is what it
/// was then.
#[must_use]
pub fn value(program: &Program, index: usize, person: &Person, state: &State, today: Day) -> Option<i64> {
    if program.metrics.get(index)?.refresh.is_some() {
        return state.metrics.get(index)?.frozen.0;
    }
    let of = |of: usize| value(program, of, person, state, today);
    present(program, index, person, state, today, &of)
}

/// A metric's value whatever it was set to, made of the values of other metrics.
fn present(
    program: &Program,
    index: usize,
    person: &Person,
    state: &State,
    today: Day,
    of: &dyn Fn(usize) -> Option<i64>,
) -> Option<i64> {
    let metric = program.metrics.get(index)?;
    let counter = state.metrics.get(index)?;
    let (from, to) = span(&metric.window, person, state, today);
    match &metric.counted {
        Counted::Tenure => Some(person.joined.days_until(today)),
        Counted::Since(_) => counter.tally.latest(today).map(|latest| latest.days_until(today)),
        Counted::Paid(_)
        | Counted::Quantity(_)
        | Counted::Points(_)
        | Counted::Value(_)
        | Counted::Events(_)
        | Counted::Placed { .. }
        | Counted::Ledger(_)
        | Counted::Distinct(_, Stretch::Day) => Some(counter.tally.sum(from, to)),
        Counted::Distinct(_, Stretch::Month) => Some(months(&counter.tally, from, to)),
        Counted::Categories(_) | Counted::Subjects(_) => Some(counter.distinct(from, to)),
        Counted::Streak(_, Stretch::Day) => Some(days_in_a_row(&counter.tally, today)),
        Counted::Streak(_, Stretch::Month) => Some(months_in_a_row(&counter.tally, today)),
        Counted::Balance(currency) => state.purses.get(*currency).map(|purse| purse.balance),
        Counted::Ratio(..) | Counted::Score(..) => made_of(program, &metric.counted, of),
    }
}

/// The value of a metric that is made of others: a share, an average, or a sum of parts. Absent where there is nothing to take a
/// share of.
#[must_use]
pub fn made_of(program: &Program, counted: &Counted, of: &dyn Fn(usize) -> Option<i64>) -> Option<i64> {
    match counted {
        Counted::Ratio(ratio) => {
            let (part, per) = (of(ratio.of)?, of(ratio.per)?);
            let exact = i128::from(part).saturating_mul(i128::from(ratio.times));
            (per > 0).then(|| within(divide(exact, i128::from(per), ratio.rounding), SAFE))
        }
        Counted::Score(list, most) => {
            let sum = parts(program, list, of)
                .iter()
                .fold(0_i128, |sum, part| sum.saturating_add(i128::from(*part)));
            Some(within(sum, *most))
        }
        Counted::Paid(_)
        | Counted::Quantity(_)
        | Counted::Points(_)
        | Counted::Value(_)
        | Counted::Events(_)
        | Counted::Placed { .. }
        | Counted::Since(_)
        | Counted::Tenure
        | Counted::Distinct(..)
        | Counted::Categories(_)
        | Counted::Subjects(_)
        | Counted::Streak(..)
        | Counted::Ledger(_)
        | Counted::Balance(_) => None,
    }
}

/// What each part gives to a score; what is absent gives nothing.
#[must_use]
pub fn parts(program: &Program, parts: &[ScorePart], of: &dyn Fn(usize) -> Option<i64>) -> Vec<i64> {
    let mut gives = Vec::new();
    for part in parts {
        gives.push(of(part.of).map_or(0, |value| {
            let points = match &part.gives {
                Gives::Linear(points, each) => {
                    let exact = i128::from(value).saturating_mul(i128::from(*points));
                    divide(exact, i128::from(*each), program.points_rounding)
                }
                Gives::Bands(bands) => bands
                    .iter()
                    .rfind(|(from, _)| *from <= value)
                    .map_or(0, |(_, points)| i128::from(*points)),
            };
            within(points, part.most)
        }));
    }
    gives
}

/// A number up to the most that there may be, and no less than a number may be.
fn within(number: i128, most: i64) -> i64 {
    i64::try_from(number.clamp(i128::from(-SAFE), i128::from(most))).unwrap_or(most)
}

/// In how many months there was something from a date to a date, both included.
fn months(tally: &Tally, from: Day, to: Day) -> i64 {
    let (mut months, mut from) = (0_i64, from);
    while let Some(first) = tally.next(from).filter(|first| *first <= to) {
        let last = first.end_of(Unit::Month).min(to);
        months = months.saturating_add(i64::from(tally.sum(first, last) > 0));
        if last == to {
            break;
        }
        from = last.plus_days(1);
    }
    months
}

/// How many dates in a row there was something, up to a date or the one before: found by halving, as every row that ends there is
/// full up to its length.
fn days_in_a_row(tally: &Tally, today: Day) -> i64 {
    let Some(last) = tally.latest(today).filter(|last| *last >= today.plus_days(-1)) else { return 0 };
    let (mut full, mut broken) = (1_i32, last.number().saturating_sub(Day::FIRST.number()).saturating_add(2));
    while broken.saturating_sub(full) > 1 {
        let middle = divide(i128::from(full).saturating_add(i128::from(broken)), 2, Rounding::Down);
        let middle = i32::try_from(middle).unwrap_or(full);
        let first = last.plus_days(1_i32.saturating_sub(middle));
        if tally.sum(first, last) == i64::from(middle) {
            full = middle;
        } else {
            broken = middle;
        }
    }
    i64::from(full)
}

/// In how many months in a row there was something, up to that of a date or the one before.
fn months_in_a_row(tally: &Tally, today: Day) -> i64 {
    let this = today.start_of(Unit::Month);
    let has = |first: Day| tally.sum(first, first.end_of(Unit::Month)) > 0;
    let mut first = if has(this) { this } else { this.plus_months(-1) };
    let mut months = 0_i64;
    while has(first) {
        months = months.saturating_add(1);
        if first == Day::FIRST {
            break;
        }
        first = first.plus_months(-1);
    }
    months
}

/// By how much an order of today can raise a metric at most.
#[must_use]
pub fn room_of(program: &Program, index: usize, person: &Person, state: &State, today: Day) -> i64 {
    let (Some(metric), Some(counter)) = (program.metrics.get(index), state.metrics.get(index)) else {
        return 0;
    };
    if metric.refresh.is_some() || !metric.window.holds_today(today) {
        return 0;
    }
    let (Counted::Distinct(_, stretch) | Counted::Streak(_, stretch)) = &metric.counted else {
        return counter.room(metric, today);
    };
    let (from, _) = span(&metric.window, person, state, today);
    let first = match stretch {
        Stretch::Day => today,
        Stretch::Month => today.start_of(Unit::Month).max(from),
    };
    i64::from(counter.tally.sum(first, today) == 0)
}

/// The first date after a date on which a metric's value is set anew.
#[must_use]
pub fn next_refresh(metric: &Metric, today: Day) -> Option<Day> {
    let day = metric.refresh?;
    let (year, month, _) = today.civil();
    let next = today.start_of(Unit::Month).plus_months(1).civil();
    let dates = [Day::clamped(year, month, day), Day::clamped(next.0, next.1, day)];
    dates.into_iter().find(|date| *date > today)
}

/// The first date after a date on which some metric's value is set anew.
#[must_use]
pub fn next_refresh_of_any(program: &Program, today: Day) -> Option<Day> {
    let mut next = None;
    for metric in &program.metrics {
        next = earlier(next, next_refresh(metric, today));
    }
    next
}

/// The values, with those of their parts, of the metrics that are set anew on a date, once: as they are at the end of the day before,
/// by their places. They are to be set.
#[must_use]
pub fn set_anew(program: &Program, person: &Person, state: &mut State, today: Day) -> Vec<(usize, Frozen)> {
    if state.refreshed >= today {
        return Vec::new();
    }
    state.refreshed = today;
    let day = today.plus_days(-1);
    let due = |metric: &Metric| next_refresh(metric, day) == Some(today);
    frozen(program, person, state, day, &due)
}

/// After something of a date came back: what a correction took of it is not taken again, and values that were set since, of metrics
/// that count what came back as if it had never been there, are corrected.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn came_back(
    program: &Program,
    person: &Person,
    state: &mut State,
    (today, since): (Day, Day),
) -> Result<(), Overflow> {
    for (metric, counter) in program.metrics.iter().zip(&mut state.metrics) {
        let short = counter.tally.sum(since, since).min(0);
        if metric.drops {
            counter.correct(since, short.saturating_neg())?;
        }
    }
    for metric in program.metrics.iter().filter(|metric| metric.at_order) {
        if let Some(set) = last_refresh(metric, today).filter(|set| *set > since && *set > person.joined) {
            let of_it = |due: &Metric| due.id == metric.id;
            let values = frozen(program, person, state, set.plus_days(-1), &of_it);
            state.set(values);
        }
    }
    Ok(())
}

/// The latest date, up to a date, on which a metric's value was set anew.
fn last_refresh(metric: &Metric, today: Day) -> Option<Day> {
    let day = metric.refresh?;
    let (year, month, _) = today.civil();
    let last = today.start_of(Unit::Month).plus_months(-1).civil();
    let dates = [Day::clamped(year, month, day), Day::clamped(last.0, last.1, day)];
    dates.into_iter().find(|date| *date <= today)
}

/// The present values, with those of their parts, of the metrics that are due; one that is due sees others that are due as they are
/// set.
#[must_use]
pub fn frozen(
    program: &Program,
    person: &Person,
    state: &State,
    day: Day,
    due: &dyn Fn(&Metric) -> bool,
) -> Vec<(usize, Frozen)> {
    let mut set = Vec::new();
    for (index, metric) in program.metrics.iter().enumerate() {
        if due(metric) {
            let of = |of: usize| anew(program, of, person, state, day, due);
            let mut values = Vec::new();
            if let Counted::Score(list, _) = &metric.counted {
                values = parts(program, list, &of);
            }
            set.push((index, (anew(program, index, person, state, day, due), values)));
        }
    }
    set
}

fn anew(
    program: &Program,
    index: usize,
    person: &Person,
    state: &State,
    day: Day,
    due: &dyn Fn(&Metric) -> bool,
) -> Option<i64> {
    let metric = program.metrics.get(index)?;
    if metric.refresh.is_some() && !due(metric) {
        return state.metrics.get(index)?.frozen.0;
    }
    present(program, index, person, state, day, &|of| anew(program, of, person, state, day, due))
}
