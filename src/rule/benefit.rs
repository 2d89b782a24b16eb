//! Who can use a benefit, how much of it is left, and what using it brings about.

use super::apply::Step;
use super::window::{is_open, next_turn, span};
use super::{Standpoint, holds, plan};
use crate::ledger::{Entry, Owed, PostedBenefit, Taken, What};
use crate::program::{Benefit, Program, Version, Worth};
use crate::state::{Left, Logged, Ordered, Person, State, came_back_whole};
use crate::unit::{Day, Overflow, SAFE, plus};

/// Why a benefit cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Nobody has it, not yet or no more.
    Gone,
    /// The member does not have it.
    NotGranted,
    /// Not now.
    When,
    /// Not there.
    Channel,
    /// So much of it is not left.
    Quota,
}

impl Closed {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Gone => "gone",
            Self::NotGranted => "notGranted",
            Self::When => "when",
            Self::Channel => "channel",
            Self::Quota => "quota",
        }
    }
}

/// The date that decides what a benefit is for a member: on which the present term was paid of a plan that grants it, else today.
#[must_use]
pub fn dates_from(benefit: &Benefit, at: &Standpoint<'_>) -> Day {
    let bought = benefit.plans.iter().filter_map(|plan| at.plan(*plan)).map(|runs| runs.bought);
    bought.min().unwrap_or(at.today)
}

/// What a benefit is for a member.
#[must_use]
pub fn version_of<'a>(benefit: &'a Benefit, at: &Standpoint<'_>) -> Option<&'a Version> {
    benefit.version(dates_from(benefit, at))
}

/// How much of a quota was used.
#[must_use]
pub fn used(place: usize, version: &Version, state: &State, at: &Standpoint<'_>) -> i64 {
    let (Some(quota), Some(enjoyed)) = (&version.quota, state.benefits.get(place)) else { return 0 };
    let day = at.today;
    let (from, to) = span(&quota.per, at.person, state, day);
    let tally = if quota.money { &enjoyed.money } else { &enjoyed.times };
    if is_open(&quota.per, state, day) { tally.sum(from, to).max(0) } else { 0 }
}

/// The first date on which more of a quota is left than today, when nothing more is used.
#[must_use]
pub fn resets(place: usize, version: &Version, state: &State, at: &Standpoint<'_>) -> Option<Day> {
    let quota = version.quota.as_ref()?;
    let tally =
        state.benefits.get(place).map(|enjoyed| if quota.money { &enjoyed.money } else { &enjoyed.times })?;
    let (from, _) = span(&quota.per, at.person, state, at.today);
    next_turn(&quota.per, at.person, state, tally.next(from), at.today)
}

/// Why a benefit cannot be used so often, saving so much, if it cannot.
#[must_use]
pub fn closed(
    (place, benefit): (usize, &Benefit),
    state: &State,
    at: &Standpoint<'_>,
    (times, value): (i64, i64),
    channel: Option<&str>,
) -> Option<Closed> {
    let version = version_of(benefit, at).filter(|version| !version.withdrawn && benefit.is_there(at.today));
    let Some(version) = version else { return Some(Closed::Gone) };
    if !holds(&benefit.granted_by, at) {
        return Some(Closed::NotGranted);
    }
    if version.when.as_ref().is_some_and(|when| !holds(when, at)) {
        return Some(Closed::When);
    }
    if !benefit.channel.is_empty()
        && channel.is_some_and(|channel| benefit.channel.iter().all(|of| **of != *channel))
    {
        return Some(Closed::Channel);
    }
    let quota = version.quota.as_ref()?;
    let more = if quota.money { value } else { times };
    let fits = is_open(&quota.per, state, at.today)
        && used(place, version, state, at).saturating_add(more) <= quota.max;
    (!fits).then_some(Closed::Quota)
}

/// What so many uses are worth; nothing where only the host knows.
#[must_use]
pub fn worth(version: &Version, times: i64) -> i64 {
    match version.value {
        Some(Worth::Money(amount)) => amount.saturating_mul(times).min(SAFE),
        Some(Worth::Percent(_)) | None => 0,
    }
}

/// Runs the use of a benefit: as it was posted, else by the program.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn run(
    program: &Program,
    person: &Person,
    state: &mut State,
    entry: &Entry,
) -> Result<Option<PostedBenefit>, Overflow> {
    let What::UseBenefit { benefit: place, order, times, value } = &entry.what else { return Ok(None) };
    let Some(benefit) = program.benefits.get(*place) else { return Ok(None) };
    let at = Standpoint::of_state(program, person, state, entry.day).at(entry.at);
    let own = || version_of(benefit, &at).map_or(0, |version| worth(version, *times));
    let given = entry.posted.as_ref().and_then(|posted| posted.benefits.first().cloned());
    let posted = given.unwrap_or_else(|| PostedBenefit {
        benefit: *place,
        times: *times,
        value: value.unwrap_or_else(own),
    });
    if let Some(order) = order {
        state.debts.use_on(order, *place);
    }
    count(program, state, &posted, entry.day, 1)?;
    Ok(Some(posted))
}

/// Counts a use, or with −1 that it is undone, for the benefit and for the plans that grant it.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn count(
    program: &Program,
    state: &mut State,
    posted: &PostedBenefit,
    day: Day,
    sign: i64,
) -> Result<(), Overflow> {
    let money = posted.value.saturating_mul(sign);
    if let Some(enjoyed) = state.benefits.get_mut(posted.benefit) {
        enjoyed.count(day, posted.times.saturating_mul(sign), money)?;
    }
    let plans = program.benefits.get(posted.benefit).map_or(&[][..], |benefit| &benefit.plans);
    state.book_to_terms(program, plans, day, &mut |saved| {
        saved.benefits = saved.benefits.saturating_add(money).clamp(-SAFE, SAFE);
    });
    Ok(())
}

/// A coupon is used on a date, or with −1 its use is undone: it counts for the benefits that it carries out, and what it takes off is
/// booked to the terms of the plans for which it asks, else to those that grant these benefits.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn by_coupon(
    program: &Program,
    state: &mut State,
    taken: &Taken,
    (day, sign): (Day, i64),
) -> Result<(), Overflow> {
    let money = taken.amount.saturating_mul(sign);
    let asks = plan::saved_by_coupon(program, state, taken, (day, sign));
    let mut plans = Vec::new();
    for (benefit, enjoyed) in program.benefits.iter().zip(&mut state.benefits) {
        if benefit.coupon == Some(taken.coupon) {
            enjoyed.count(day, sign, money)?;
            plans.extend(&benefit.plans);
        }
    }
    if !asks {
        state.book_to_terms(program, &plans, day, &mut |saved| {
            saved.benefits = saved.benefits.saturating_add(money).clamp(-SAFE, SAFE);
        });
    }
    Ok(())
}

/// A refund of an order: what is owed from it on, as it was posted, else by the program.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn owe(
    step: &Step<'_>,
    state: &mut State,
    entry: &Entry,
    of: &Ordered,
    after: &[Left],
) -> Result<Vec<Owed>, Overflow> {
    let at = Standpoint::of_state(step.program, step.person, state, entry.day).at(entry.at);
    let owed = match &entry.posted {
        Some(posted) => posted.owed.iter().cloned().collect(),
        None => broken(&at, state, of, (&of.trace.remains.lines, after))?,
    };
    if came_back_whole(&of.order, after) {
        state.debts.owed.retain(|owed| owed.order != of.id);
    }
    state.debts.owed.extend(owed.iter().cloned());
    Ok(owed)
}

/// A use is undone.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn undo(
    program: &Program,
    state: &mut State,
    (benefit, order): (usize, Option<&str>),
    logged: &Logged,
) -> Result<(), Overflow> {
    if let Some(order) = order {
        state.debts.undo(order, benefit);
    }
    match logged.outcome.posted.benefits.first() {
        Some(posted) => count(program, state, posted, logged.entry.day, -1),
        None => Ok(()),
    }
}

/// What is owed since an order became smaller than what its free delivery asks for; an order that came back whole owes nothing.
fn broken(
    at: &Standpoint<'_>,
    state: &State,
    of: &Ordered,
    (before, after): (&[Left], &[Left]),
) -> Result<Vec<Owed>, Overflow> {
    let mut broken = Vec::new();
    if came_back_whole(&of.order, after) {
        return Ok(broken);
    }
    let sum = |lines: &[Left]| lines.iter().try_fold(0_i64, |sum, line| plus(sum, line.paid));
    let (had, has) = (sum(before)?, sum(after)?);
    let used = state.debts.of(&of.id);
    for (place, benefit) in at.program.benefits.iter().enumerate() {
        let by_coupon = of.order.coupons.iter().any(|taken| benefit.coupon == Some(taken.coupon));
        if !by_coupon && !used.contains(&place) {
            continue;
        }
        let delivery = version_of(benefit, at).and_then(|version| version.delivery.as_ref());
        let fee = delivery.filter(|delivery| had >= delivery.threshold && has < delivery.threshold);
        if let Some(amount) = fee.and_then(|delivery| delivery.fee).filter(|fee| *fee > 0) {
            broken.push(Owed { benefit: place, order: of.id.clone(), amount });
        }
    }
    Ok(broken)
}
