//! What an event counts in each metric.

use super::{Happening, Standpoint, holds};
use crate::ledger::{Order, Source};
use crate::program::{Counted, Program};
use crate::shape::Id;
use crate::state::{Captured, Left, Person, State, came_back_whole};
use crate::unit::Overflow;

use super::value::{room, value};
use super::window::span;

/// What rules see of the member before an order changes anything.
#[must_use]
pub fn capture(program: &Program, person: &Person, state: &State, today: crate::unit::Day) -> Captured {
    let used = program.limits.iter().zip(&state.limits).map(|(limit, tally)| {
        limit.window.as_ref().map_or(0, |window| {
            let (from, to) = span(window, person, state, today);
            tally.sum(from, to)
        })
    });
    let places = 0..program.metrics.len();
    Captured {
        day: today,
        room: places.map(|index| room(program, index, person, state, today)).collect(),
        fresh: Vec::new(),
        metrics: (0..program.metrics.len())
            .map(|index| value(program, index, person, state, today))
            .collect(),
        tiers: state.ladders.iter().map(|standing| standing.tier).collect(),
        seen: state.seen.clone(),
        used: used.collect(),
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
        let counts_here = !metric.window.leaves_out(captured.day)
            && metric.when.as_ref().is_none_or(|when| holds(when, &at));
        let sum = |scope: Option<usize>, part: fn(&Left) -> i64| {
            let lines = order
                .lines
                .iter()
                .zip(left)
                .filter(|(line, _)| scope.is_none_or(|scope| line.scopes.contains(&scope)));
            lines.map(|(_, left)| part(left)).try_fold(0, crate::unit::plus)
        };
        let count = match &metric.counted {
            _ if !counts_here => 0,
            Counted::Paid(scope) => sum(*scope, |left| left.paid)?,
            Counted::Quantity(scope) => sum(*scope, |left| left.quantity)?,
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

/// What an activity counts in each metric.
#[must_use]
pub fn counted_activity(program: &Program, at: &Standpoint<'_>, kind: &str, value: Option<i64>) -> Vec<i64> {
    let event = Happening::Activity(kind, value);
    let at = at.with(event);
    let of = |metric: &crate::program::Metric| {
        if metric.window.leaves_out(at.today) || !metric.when.as_ref().is_none_or(|when| holds(when, &at)) {
            return 0;
        }
        let count = match &metric.counted {
            Counted::Value(of) if of.as_ref().is_none_or(|of| **of == *kind) => value.unwrap_or(0),
            Counted::Subjects(of) => i64::from(of.as_ref().is_none_or(|of| **of == *kind)),
            Counted::Events(source)
            | Counted::Since(source)
            | Counted::Distinct(source, _)
            | Counted::Streak(source, _) => i64::from(event.comes_from(source)),
            Counted::Paid(_)
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
            && !metric.window.leaves_out(captured.day)
            && metric.when.as_ref().is_none_or(|when| holds(when, &at))
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
    today: crate::unit::Day,
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
