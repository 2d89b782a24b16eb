//! The days of a window.

use crate::program::Window;
use crate::state::{Person, State};
use crate::unit::{Day, Unit};

/// The dates that a window holds on a date, the first and the last; nothing when the last is before the first.
#[must_use]
pub fn span(window: &Window, person: &Person, state: &State, today: Day) -> (Day, Day) {
    match window {
        Window::Lifetime => (Day::FIRST, today),
        Window::Day => (today, today),
        Window::Calendar(unit) => (today.start_of(*unit), today),
        Window::MembershipYear => (anniversary(person.joined, today), today),
        Window::TierPeriod(ladder) => {
            let began = state.ladders.get(*ladder).and_then(|standing| standing.period_from);
            (began.unwrap_or(person.joined), today)
        }
        Window::PlanTerm(plan) => {
            let began = state.plans.get(*plan).and_then(|plan| plan.term_on(today));
            (began.unwrap_or(today), today)
        }
        Window::Last(period) => (period.earliest_covering(today), today),
        Window::Between(from, to) => (*from, today.min(to.plus_days(-1))),
        Window::Complete(months) => {
            let first = today.start_of(Unit::Month);
            (first.plus_months(months.saturating_neg()), first.plus_days(-1))
        }
    }
}

/// Whether a window is open on a date: the term of a plan only while one runs.
#[must_use]
pub fn is_open(window: &Window, state: &State, today: Day) -> bool {
    let Window::PlanTerm(plan) = window else { return true };
    state.plans.get(*plan).is_some_and(|plan| plan.term_on(today).is_some())
}

/// The latest anniversary of joining up to a date.
fn anniversary(joined: Day, today: Day) -> Day {
    let years = today.civil().0.saturating_sub(joined.civil().0);
    let this = joined.plus_months(years.saturating_mul(12));
    if this <= today { this } else { joined.plus_months(years.saturating_sub(1).saturating_mul(12)) }
}

/// The first date after a date on which a window may hold other dates, as far as the calendar alone decides it.
#[must_use]
pub fn next_turn(
    window: &Window,
    person: &Person,
    state: &State,
    first: Option<Day>,
    today: Day,
) -> Option<Day> {
    match window {
        Window::Lifetime | Window::TierPeriod(_) => None,
        Window::PlanTerm(plan) => state.plans.get(*plan)?.next_term(today),
        Window::Day => Some(today.plus_days(1)),
        Window::Calendar(unit) => Some(today.end_of(*unit).plus_days(1)),
        Window::Complete(_) => Some(today.end_of(Unit::Month).plus_days(1)),
        Window::MembershipYear => {
            let year = today.civil().0.saturating_sub(person.joined.civil().0).saturating_mul(12);
            let this = person.joined.plus_months(year);
            Some(if this > today {
                this
            } else {
                person.joined.plus_months(year.saturating_add(Unit::Year.months()))
            })
        }
        Window::Last(period) => first.map(|first| period.after(first, 1)),
        Window::Between(from, to) => [*from, *to].into_iter().find(|date| *date > today),
    }
}
