//! Metrics that events are credited with: what comes, and what is taken.

use super::window::span;
use crate::program::{Counted, Metric, Program, Window};
use crate::state::{self, Person, State};
use crate::unit::{Day, Overflow, Unit, minus, plus, product};

/// Adds to a metric on a date, or takes from it. What is taken from a ledger beyond zero is dropped, unless it is carried. Within the
/// period of a tier, and where a sum drops it too, it is taken from the date of its cause, then from the latest dates that have
/// something: so no later window holds less than nothing.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn book(
    program: &Program,
    person: &Person,
    state: &mut State,
    metric: usize,
    amount: i64,
    (day, cause): (Day, Day),
) -> Result<(), Overflow> {
    let Some(of) = program.metrics.get(metric) else { return Ok(()) };
    let (from, to) = span(&of.window, person, state, day);
    let Some(counter) = state.metrics.get_mut(metric) else { return Ok(()) };
    let ledger = if let Counted::Ledger(ledger) = of.counted { program.ledgers.get(ledger) } else { None };
    if amount >= 0 || (ledger.is_none() && !of.drops) {
        return counter.correct(day, amount);
    }
    let by_dates = of.drops || matches!(of.window, Window::TierPeriod(_));
    let mut missing = amount.saturating_neg();
    let mut at = Some(cause).filter(|cause| from <= *cause && *cause <= to);
    let mut latest = to;
    while by_dates && missing > 0 {
        let next = counter.tally.last(latest).filter(|next| *next >= from);
        let Some(date) = at.take().or(next) else { break };
        if Some(date) == next {
            latest = date.plus_days(-1);
        }
        let taken = counter.tally.sum(date, date).clamp(0, missing);
        counter.correct(date, taken.saturating_neg())?;
        missing = minus(missing, taken)?;
    }
    if of.drops {
        return Ok(());
    }
    if !ledger.is_some_and(|ledger| ledger.carried) {
        missing = missing.min(counter.tally.sum(from, to).max(0));
    }
    counter.correct(day, missing.saturating_neg())
}

/// Lets dates up to a date, not included, raise metrics by the plans that run on them, and lower them by those without.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn accrue(program: &Program, person: &Person, state: &mut State, today: Day) -> Result<(), Overflow> {
    if today <= state.accrued {
        return Ok(());
    }
    for (nth, ledger) in program.ledgers.iter().enumerate().filter(|(_, ledger)| !ledger.per_day.is_empty()) {
        let Some((metric, _)) = program.ledger_metric(nth) else { continue };
        let mut day = state.accrued;
        while day < today {
            // What is scheduled looks back at the ends of months.
            let (mut rise, mut end, mut runs) = (0, today.min(day.end_of(Unit::Month).plus_days(1)), false);
            for (plan, by) in &ledger.per_day {
                let Some(plan) = state.plans.get(*plan) else { continue };
                end = end.min(plan.next_turn(day).unwrap_or(end));
                if plan.on(day).is_some() {
                    rise = plus(rise, *by)?;
                    runs = true;
                }
            }
            let days = day.days_until(end);
            let each = if runs { rise } else { ledger.fall.saturating_neg() };
            let amount = i64::try_from(product(i128::from(each), i128::from(days))?).map_err(|_| Overflow)?;
            // The last of the dates is no earlier than any entry there is.
            let last = end.plus_days(-1);
            book(program, person, state, metric, amount, (last, last))?;
            day = end;
        }
    }
    state.accrued = today;
    Ok(())
}

/// Whether a ledger rises or falls on a date by itself.
#[must_use]
pub fn moves(program: &Program, ledger: usize, state: &State, today: Day) -> bool {
    let Some(of) = program.ledgers.get(ledger).filter(|of| !of.per_day.is_empty()) else { return false };
    let last = |plan: &state::Plan| plan.until() > Some(today);
    let runs = |(plan, _): &(usize, i64)| state.plans.get(*plan).is_some_and(last);
    let has = |(metric, _): (usize, &Metric)| {
        state.metrics.get(metric).is_some_and(|counter| counter.tally.sum(Day::FIRST, today) > 0)
    };
    let falls = of.fall > 0 && program.ledger_metric(ledger).is_some_and(has);
    falls || of.per_day.iter().any(runs)
}
