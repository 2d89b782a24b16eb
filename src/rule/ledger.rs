//! Metrics that events are credited with: what comes, and what is taken.

use super::window::span;
use crate::program::{Counted, Program};
use crate::state::{Person, State};
use crate::unit::{Day, Overflow};

/// Adds to a metric on a date, or takes from it. What is taken from a ledger beyond zero is dropped, unless it is carried.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn book(
    program: &Program,
    person: &Person,
    state: &mut State,
    metric: usize,
    amount: i64,
    day: Day,
) -> Result<(), Overflow> {
    let Some(of) = program.metrics.get(metric) else { return Ok(()) };
    let (from, to) = span(&of.window, person, state, day);
    let Some(counter) = state.metrics.get_mut(metric) else { return Ok(()) };
    let mut amount = amount;
    if let Counted::Ledger(ledger) = of.counted
        && program.ledgers.get(ledger).is_some_and(|ledger| !ledger.carried)
        && amount < 0
    {
        amount = amount.max(counter.tally.sum(from, to).max(0).saturating_neg());
    }
    counter.correct(day, amount)
}

/// Takes an amount from a metric on a date; all that it is unless an amount is said.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
#[expect(
    dead_code,
    reason = "what tiers do at the ends of their periods and on entering; they have no words for it yet"
)]
pub fn take(
    program: &Program,
    person: &Person,
    state: &mut State,
    metric: usize,
    amount: Option<i64>,
    day: Day,
) -> Result<(), Overflow> {
    let (Some(of), Some(counter)) = (program.metrics.get(metric), state.metrics.get(metric)) else {
        return Ok(());
    };
    let (from, to) = span(&of.window, person, state, day);
    let amount = amount.unwrap_or_else(|| counter.tally.sum(from, to));
    book(program, person, state, metric, amount.saturating_neg(), day)
}
