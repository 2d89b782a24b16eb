//! When points can be used that were earned.

use super::{Standpoint, holds};
use crate::program::{Pending, PendingTerm, Program};
use crate::state::{Person, State};
use crate::unit::Instant;

/// When points of a currency become usable that were earned at an instant; of an order, `order` says when it is final, never while
/// that is open.
#[must_use]
pub fn usable_at(
    program: &Program,
    state: &State,
    currency: usize,
    (earned, order): (Instant, Option<Instant>),
) -> Instant {
    let Some(rules) = program.points.get(currency) else { return earned };
    match (&rules.pending, order) {
        (Pending::Never, _) | (Pending::UntilConfirmed(_), None) => earned,
        (Pending::For(period), _) => period.end(earned, &program.zone),
        (Pending::UntilConfirmed(_), Some(Instant::NEVER)) => Instant::NEVER,
        (Pending::UntilConfirmed(then), Some(confirmed)) => {
            then.as_ref().map_or(confirmed, |then| then.end(confirmed, &program.zone))
        }
        (Pending::Term(term), _) => near_end(program, state, term, earned),
    }
}

/// So long before the end of the term in which an instant lies, if that is still to come, else before the end of the next one by the
/// plan's period; where neither is, with the end itself. Without a term at once.
fn near_end(program: &Program, state: &State, rules: &PendingTerm, earned: Instant) -> Instant {
    let day = program.zone.day(earned);
    let Some(plan) = program.plans.get(rules.plan) else { return earned };
    for by in &plan.covered_by {
        let Some(term) = state.plans.get(*by).and_then(|own| own.on(day)) else { continue };
        let period = program.plans.get(*by).and_then(|plan| plan.period.as_ref());
        let next = period.map(|period| period.after(term.until, 1));
        let before = [Some(term.until), next].into_iter().flatten().map(|end| rules.before.after(end, -1));
        let point = before.into_iter().find(|point| *point > day);
        return program.zone.start_of(point.unwrap_or(term.until));
    }
    earned
}

/// Whether points of a currency that have waited long enough become usable at an instant; else they lapse.
#[must_use]
pub fn is_granted(
    program: &Program,
    person: &Person,
    state: &State,
    (currency, at): (usize, Instant),
) -> bool {
    let Some(Pending::Term(term)) = program.points.get(currency).map(|rules| &rules.pending) else {
        return true;
    };
    let now = Standpoint::of_state(program, person, state, program.zone.day(at)).at(at);
    term.when.as_ref().is_none_or(|when| holds(when, &now))
}
