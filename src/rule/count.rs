//! What an event counts in each metric.

use std::sync::Arc;

use super::{Standpoint, holds, segments};
use crate::ledger::Order;
use crate::program::{Counted, Per, Program};
use crate::state::{Captured, Left, Person, State, came_back_whole};
use crate::unit::{Day, Instant, Overflow};

use super::window::{span, value};

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
        Per::Balance => {
            state.purses.get(limit.currency).map_or(0, |purse| purse.balance.saturating_add(purse.waiting()))
        }
        Per::Window(window) => {
            let (from, to) = span(window, person, state, today);
            if limit.subject { state.subjects.sum(index, subject, (from, to)) } else { tally.sum(from, to) }
        }
    });
    Captured {
        at,
        day: today,
        metrics: program
            .metrics
            .iter()
            .enumerate()
            .map(|(index, metric)| value(metric, index, person, state, today))
            .collect(),
        segments: if program.segment_named {
            segments(&Standpoint::of_state(program, person, state, today).at(at))
        } else {
            Vec::new()
        },
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
            Counted::Events(crate::ledger::Source::Order) | Counted::Since(crate::ledger::Source::Order) => {
                i64::from(!gone)
            }
            Counted::Points(_)
            | Counted::Value(_)
            | Counted::Tenure
            | Counted::Events(_)
            | Counted::Since(_) => 0,
        };
        counts.push(count);
    }
    Ok(counts)
}

/// What an activity counts in each metric.
#[must_use]
pub fn counted_activity(program: &Program, at: &Standpoint<'_>, kind: &str, value: Option<i64>) -> Vec<i64> {
    let of = |metric: &crate::program::Metric| {
        if !metric.when.as_ref().is_none_or(|when| holds(when, at)) {
            return 0;
        }
        match &metric.counted {
            Counted::Value(of) if of.as_ref().is_none_or(|of| **of == *kind) => value.unwrap_or(0),
            Counted::Events(source) | Counted::Since(source) => {
                i64::from(at.event.is_some_and(|event| event.comes_from(source)))
            }
            Counted::Paid(_)
            | Counted::Quantity(_)
            | Counted::Points(_)
            | Counted::Value(_)
            | Counted::Tenure => 0,
        }
    };
    program.metrics.iter().map(of).collect()
}
