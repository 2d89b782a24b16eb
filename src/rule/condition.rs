//! Whether a condition holds.

use super::{Happening, Standpoint};
use crate::program::{Birthday, Bound, Condition, Edge, Marks};
use crate::unit::{Day, Period};

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
        Condition::Event(marks) => at.event.is_some_and(|event| matches(marks, &event)),
        Condition::First(first) => at.is_first(*first),
    }
}

/// Whether a value is within all bounds.
#[must_use]
pub fn within(bounds: &[Bound], value: i64) -> bool {
    bounds.iter().all(|bound| bound.edge.holds(&value, &bound.value))
}

/// Whether the time since joining is within a bound.
#[must_use]
pub fn tenure(edge: Edge, period: &Period, joined: Day, today: Day) -> bool {
    edge.holds(&today, &period.after(joined, 1))
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

fn matches(marks: &Marks, event: &Happening<'_>) -> bool {
    let one_of = |words: &Option<Vec<crate::shape::Id>>, word: Option<&str>| {
        words.as_ref().is_none_or(|words| words.iter().any(|known| Some(&**known) == word))
    };
    match event {
        Happening::Order(order, left) => {
            let in_scope = || {
                let lines = order.lines.iter().zip(*left).filter(|(_, left)| left.quantity > 0);
                lines.filter(|(line, _)| marks.scope.is_none_or(|scope| line.scopes.contains(&scope)))
            };
            let paid = || in_scope().fold(0_i64, |sum, (_, left)| sum.saturating_add(left.paid));
            marks.kind.is_none()
                && marks.value.is_empty()
                && one_of(&marks.channel, order.channel.as_deref())
                && one_of(&marks.store, order.store.as_deref())
                && one_of(&marks.payment, order.payment.as_deref())
                && (marks.scope.is_none() || in_scope().next().is_some())
                && (marks.paid.is_empty() || within(&marks.paid, paid()))
        }
        Happening::Activity(kind, value) => {
            one_of(&marks.kind, Some(kind))
                && [&marks.channel, &marks.store, &marks.payment].into_iter().all(Option::is_none)
                && marks.paid.is_empty()
                && marks.scope.is_none()
                && (marks.value.is_empty() || value.is_some_and(|value| within(&marks.value, value)))
        }
    }
}
