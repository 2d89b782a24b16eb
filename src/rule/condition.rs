//! Whether a condition holds.

use super::Standpoint;
use super::event::{matches, says};
use super::timing::is_on;
use crate::ledger::Value;
use crate::program::{AttributeIs, Birthday, Bound, Condition, DECIMALS, Edge, PlanIs};
use crate::state::Running;
use crate::unit::{Day, Decimal, Period};

/// Whether a condition holds; what is absent meets no comparison.
#[must_use]
pub fn holds(condition: &Condition, at: &Standpoint<'_>) -> bool {
    match condition {
        Condition::All(all) => all.iter().all(|condition| holds(condition, at)),
        Condition::Any(any) => any.iter().any(|condition| holds(condition, at)),
        Condition::Not(not) => !holds(not, at),
        Condition::Metric { metric, bounds } => at.metric(*metric).is_some_and(|value| within(bounds, value)),
        Condition::Tier { ladder, tiers } => at.tier(*ladder).is_some_and(|tier| tiers.contains(&tier)),
        Condition::Tenure(bounds) => {
            bounds.iter().all(|(edge, period)| tenure(*edge, period, at.person.joined, at.today))
        }
        Condition::Birthday(birthday) => is_birthday(*birthday, at),
        Condition::Event(marks) => at.event.is_some_and(|event| matches(marks, &event, at.traits())),
        Condition::First(first) => at.is_first(*first),
        Condition::Said(mark, words) => at.event.is_some_and(|event| says(*mark, words, &event)),
        Condition::Attribute(is) => attribute(is, at.traits().attribute(&is.name)),
        Condition::Tag(tags) => at.traits().tags.iter().any(|tag| tags.contains(tag)),
        Condition::Segment(segment) => at.is_in(*segment),
        Condition::Time(timing) => is_on(timing, &at.program.zone, at.instant()),
        Condition::Plan(is) => is.plans.iter().any(|plan| at.plan(*plan).is_some_and(|runs| fits(is, runs))),
        Condition::Cart(marks) => at.purchase.is_some_and(|purchase| purchase.holds(marks)),
        Condition::InactiveFor(acts, bounds) => {
            let since = at.inactive_since(*acts);
            bounds.iter().all(|(edge, period)| tenure(*edge, period, since, at.today))
        }
    }
}

/// Whether a plan that runs is as it must be.
fn fits(is: &PlanIs, runs: Running) -> bool {
    is.bought_until.is_none_or(|until| runs.bought <= until)
        && is.since.is_none_or(|since| runs.since <= since)
}

/// Whether a value is within all bounds.
#[must_use]
pub fn within(bounds: &[Bound], value: i64) -> bool {
    bounds.iter().all(|bound| bound.edge.holds(&value, &bound.value))
}

/// Whether the time since a date is within a bound.
#[must_use]
pub fn tenure(edge: Edge, period: &Period, since: Day, today: Day) -> bool {
    edge.holds(&today, &period.after(since, 1))
}

fn attribute(is: &AttributeIs, value: Option<&Value>) -> bool {
    is.exists.is_none_or(|exists| exists == value.is_some())
        && (is.one_of.is_empty() || value.is_some_and(|value| is.one_of.contains(value)))
        && is.bounds.iter().all(|bound| attribute_within(*bound, value))
}

/// Whether an attribute is a number within a bound.
#[must_use]
pub fn attribute_within(bound: Bound, value: Option<&Value>) -> bool {
    value
        .and_then(Value::number)
        .is_some_and(|number| bound.edge.holds(&number, &Decimal::of_units(bound.value, DECIMALS)))
}

fn is_birthday(birthday: Birthday, at: &Standpoint<'_>) -> bool {
    let Some(born) = at.person.birthday else { return false };
    match birthday {
        Birthday::Month => at.today.civil().1 == born.month(),
        Birthday::Around { before, after } => {
            around(born, before, after, at.today).any(|(from, to)| from <= at.today && at.today <= to)
        }
    }
}

/// The days around the birthdays near a date, as first and last days.
pub fn around(
    born: crate::ledger::Birthday,
    before: i32,
    after: i32,
    today: Day,
) -> impl Iterator<Item = (Day, Day)> {
    let year = today.civil().0;
    [-1_i64, 0, 1].into_iter().map(move |offset| {
        let day = born.in_year(year.saturating_add(offset));
        (day.plus_days(before.saturating_neg()), day.plus_days(after))
    })
}
