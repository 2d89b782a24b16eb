//! What an event counts in each metric.

use std::sync::Arc;

use super::{Standpoint, holds, plan, segments};
use crate::ledger::{Order, Source};
use crate::program::{Counted, Metric, Per, Program};
use crate::shape::Id;
use crate::state::{Captured, Left, Person, State, came_back_whole};
use crate::unit::{Day, Instant, Overflow, SAFE};

use super::value::{room_of, value};
use super::window::{is_open, span};

/// What rules see of the member before an order changes anything.
#[must_use]
pub fn capture(
    program: &Program,
    person: &Person,
    state: &State,
    (at, today): (Instant, Day),
    subject: Option<&str>,
) -> Captured {
    let used = program.limits.iter().zip(&state.limits).enumerate();
    let used = used.map(|(index, (limit, tally))| match &limit.per {
        Per::Event => 0,
        // Until it is known which signals the event raises, none of them cuts.
        Per::Signal(_) => -SAFE,
        Per::Balance => {
            state.purses.get(limit.currency).map_or(0, |purse| purse.balance.saturating_add(purse.waiting()))
        }
        Per::Window(window) if !is_open(window, state, today) => SAFE,
        Per::Window(window) => {
            let (from, to) = span(window, person, state, today);
            if limit.subject { state.subjects.sum(index, subject, (from, to)) } else { tally.sum(from, to) }
        }
    });
    let mut room = Vec::with_capacity(program.metrics.len());
    for index in 0..program.metrics.len() {
        room.push(Some(room_of(program, index, person, state, today)).filter(|room| *room < SAFE));
    }
    if room.iter().all(Option::is_none) {
        room = Vec::new();
    }
    Captured {
        at,
        day: today,
        room,
        fresh: Vec::new(),
        metrics: (0..program.metrics.len())
            .map(|index| value(program, index, person, state, today))
            .collect(),
        segments: if program.segment_named {
            segments(&Standpoint::of_state(program, person, state, today).at(at))
        } else {
            Vec::new()
        },
        plans: plan::running(program, state, today),
        tiers: state.ladders.iter().map(|standing| standing.tier).collect(),
        latest: state.latest.clone(),
        traits: Arc::clone(&state.traits),
        used: used.collect(),
        resets: state.resets.clone(),
    }
}

/// What an order, as much of it as is left, counts in each metric: its conditions see the member as before the order.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn counted(
    program: &Program,
    person: &Person,
    captured: &Captured,
    order: &Order,
    left: &[Left],
) -> Result<Vec<i64>, Overflow> {
    let at = Standpoint::of_order(program, person, captured, &[], (order, left));
    let gone = came_back_whole(order, left);
    let mut counts = Vec::with_capacity(program.metrics.len());
    for metric in &program.metrics {
        let sum = |scope: Option<usize>, part: fn(&Left) -> i64| {
            let lines = order
                .lines
                .iter()
                .zip(left)
                .filter(|(line, _)| scope.is_none_or(|scope| line.scopes.contains(&scope)));
            lines.map(|(_, left)| part(left)).try_fold(0, crate::unit::plus)
        };
        let count = match &metric.counted {
            _ if !takes(metric, &at) => 0,
            Counted::Paid(scope) => sum(*scope, |left| left.paid)?,
            Counted::Quantity(scope) => sum(*scope, |left| left.quantity)?,
            Counted::Placed { returned } => i64::from(!returned || came_back(order, left)),
            Counted::Events(source)
            | Counted::Since(source)
            | Counted::Distinct(source, _)
            | Counted::Streak(source, _) => i64::from(*source == Source::Order && !gone),
            Counted::Categories(scope) => {
                let there = categories(order, left, *scope);
                let fresh = |(of, key): &&(usize, Id)| *of == counts.len() && there.contains(&key);
                i64::try_from(captured.fresh.iter().filter(fresh).count()).unwrap_or(0)
            }
            Counted::Points(_)
            | Counted::Value(_)
            | Counted::Tenure
            | Counted::Subjects(_)
            | Counted::Ratio(..)
            | Counted::Balance(_)
            | Counted::Score(..)
            | Counted::Ledger(_) => 0,
        };
        counts.push(count.min(metric.caps.event));
    }
    Ok(counts)
}

/// Whether something of an order came back.
fn came_back(order: &Order, left: &[Left]) -> bool {
    order.lines.iter().zip(left).any(|(line, left)| left.quantity < line.quantity || left.paid < line.paid)
}

/// What an activity counts in each metric.
#[must_use]
pub fn counted_activity(program: &Program, at: &Standpoint<'_>, kind: &str, value: Option<i64>) -> Vec<i64> {
    let of = |metric: &Metric| {
        if !takes(metric, at) {
            return 0;
        }
        let count = match &metric.counted {
            Counted::Value(of) if of.as_ref().is_none_or(|of| **of == *kind) => value.unwrap_or(0),
            Counted::Subjects(of) => i64::from(of.as_ref().is_none_or(|of| **of == *kind)),
            Counted::Events(source)
            | Counted::Since(source)
            | Counted::Distinct(source, _)
            | Counted::Streak(source, _) => i64::from(at.event.is_some_and(|event| event.comes_from(source))),
            Counted::Paid(_)
            | Counted::Placed { .. }
            | Counted::Quantity(_)
            | Counted::Points(_)
            | Counted::Value(_)
            | Counted::Tenure
            | Counted::Categories(_)
            | Counted::Ratio(..)
            | Counted::Balance(_)
            | Counted::Score(..)
            | Counted::Ledger(_) => 0,
        };
        count.min(metric.caps.event)
    };
    program.metrics.iter().map(of).collect()
}

/// Whether a metric counts an event of such a date, for which its condition holds.
fn takes(metric: &Metric, at: &Standpoint<'_>) -> bool {
    !metric.window.leaves_out(at.today) && metric.when.as_ref().is_none_or(|when| holds(when, at))
}

/// The different categories of the goods of an order that are left, in a scope.
fn categories<'a>(order: &'a Order, left: &[Left], scope: Option<usize>) -> Vec<&'a Id> {
    let mut categories = Vec::new();
    for (line, left) in order.lines.iter().zip(left) {
        if left.quantity > 0 && scope.is_none_or(|scope| line.scopes.contains(&scope)) {
            for category in &line.categories {
                if !categories.contains(&category) {
                    categories.push(category);
                }
            }
        }
    }
    categories
}

/// The categories that an order, as much of it as is left, counts in each metric of categories.
#[must_use]
pub fn keys(
    program: &Program,
    person: &Person,
    captured: &Captured,
    order: &Order,
    left: &[Left],
) -> Vec<(usize, Id)> {
    let at = Standpoint::of_order(program, person, captured, &[], (order, left));
    let gone = came_back_whole(order, left);
    let mut keys = Vec::new();
    for (index, metric) in program.metrics.iter().enumerate() {
        if let Counted::Categories(scope) = metric.counted
            && !gone
            && takes(metric, &at)
        {
            for category in categories(order, left, scope) {
                keys.push((index, category.clone()));
            }
        }
    }
    keys
}

/// Which of the things that an order counts a metric did not hold before.
#[must_use]
pub fn fresh(
    program: &Program,
    person: &Person,
    state: &State,
    keys: &[(usize, Id)],
    today: Day,
) -> Vec<(usize, Id)> {
    let mut fresh = Vec::new();
    for (index, key) in keys {
        let (Some(metric), Some(counter)) = (program.metrics.get(*index), state.metrics.get(*index)) else {
            continue;
        };
        let (from, to) = span(&metric.window, person, state, today);
        if !counter.has_key(key, from, to) {
            fresh.push((*index, key.clone()));
        }
    }
    fresh
}

/// Adds to each metric what an event counts; things are counted by themselves.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn count_all(
    program: &Program,
    state: &mut State,
    counts: impl IntoIterator<Item = i64>,
    day: Day,
) -> Result<(), Overflow> {
    for ((metric, counter), count) in program.metrics.iter().zip(&mut state.metrics).zip(counts) {
        if !matches!(metric.counted, Counted::Categories(_) | Counted::Subjects(_)) {
            counter.add(metric, day, count)?;
        }
    }
    Ok(())
}

/// Counts things in their metrics, or takes them out again.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn count_keys(state: &mut State, keys: &[(usize, Id)], amount: i64, day: Day) -> Result<(), Overflow> {
    for (metric, key) in keys {
        if let Some(counter) = state.metrics.get_mut(*metric) {
            counter.add_key(key, day, amount)?;
        }
    }
    Ok(())
}

/// The subject of an activity in each metric of subjects that counts it.
#[must_use]
pub fn subjects(program: &Program, counts: &[i64], subject: Option<&Id>) -> Vec<(usize, Id)> {
    let mut keys = Vec::new();
    for (index, (metric, count)) in program.metrics.iter().zip(counts).enumerate() {
        if let Some(subject) = subject
            && matches!(metric.counted, Counted::Subjects(_))
            && *count > 0
        {
            keys.push((index, subject.clone()));
        }
    }
    keys
}

/// Whether a metric did not start anew since rules saw so of it.
#[must_use]
pub fn is_of_now(state: &State, captured: &Captured, metric: usize) -> bool {
    state.resets.get(metric) == captured.resets.get(metric)
}
