//! What tiers bring with them, and what the end of their periods takes.

use super::tier::Occasion;
use super::value::value;
use super::{coupon, grant, ledger};
use crate::ledger::PostedPoints;
use crate::program::Gift;
use crate::state::{Change, Moved, State, TierMoved};
use crate::unit::{Day, Overflow};

/// Gives what the steps among the changes from a place on bring with them; what was posted in place of what the program says.
/// Gives the points as they are posted. They are not looked at again at the same instant.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn give(
    now: &Occasion<'_>,
    state: &mut State,
    (from, posted): (usize, Option<&[PostedPoints]>),
    changes: &mut Vec<Change>,
) -> Result<Vec<PostedPoints>, Overflow> {
    let (mut all, mut lines) = (Vec::new(), Vec::new());
    for change in changes.get(from..).unwrap_or_default() {
        let Moved::Tier { ladder, kind, from, to: Some(to), .. } = change.moved else { continue };
        let Some(tier) = now.program.ladders.get(ladder).and_then(|ladder| ladder.tiers.get(to)) else {
            continue;
        };
        let gift = match kind {
            TierMoved::Entered => &tier.on_enter,
            TierMoved::Set if from != Some(to) => &tier.on_enter,
            TierMoved::Renewed => &tier.on_renew,
            TierMoved::Set
            | TierMoved::Joined
            | TierMoved::Dropped
            | TierMoved::Opening
            | TierMoved::Promised
            | TierMoved::Reversed => continue,
        };
        for metric in &gift.resets {
            lower(now, state, *metric, None, now.today())?;
        }
        let of_tier = |line: &&PostedPoints| line.gift && line.rule == tier.id;
        let given: Vec<PostedPoints> = match posted {
            Some(posted) => posted.iter().filter(of_tier).cloned().collect(),
            None => dated(now, state, gift, &tier.id),
        };
        let day = now.today();
        let lot: crate::shape::Id = (String::from(&*tier.id) + "@" + &day.text()).into();
        grant::give(now.program, state, (&lot, now.at, now.event), (&given, false), &mut lines)?;
        for line in &given {
            grant::count_points(now.program, state, line.currency, line.points, (day, None))?;
        }
        if posted.is_none() {
            coupon::issue(now, state, (&lot, &tier.id), &gift.coupons, &mut lines);
        }
        all.extend(given);
    }
    changes.append(&mut lines);
    Ok(all)
}

/// The points of a gift, with the dates of their currencies.
fn dated(now: &Occasion<'_>, state: &State, gift: &Gift, tier: &crate::shape::Id) -> Vec<PostedPoints> {
    let mut given = Vec::new();
    for (currency, points) in &gift.points {
        let line = grant::dated(now.program, state, *currency, tier, now.at, (None, None));
        given.push(PostedPoints { points: *points, gift: true, ..line });
    }
    given
}

/// A metric starts anew, or falls on a date by so much, but not below nothing.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn lower(
    now: &Occasion<'_>,
    state: &mut State,
    metric: usize,
    by: Option<i64>,
    day: Day,
) -> Result<(), Overflow> {
    let Some(by) = by else {
        if let (Some(counter), Some(resets)) = (state.metrics.get_mut(metric), state.resets.get_mut(metric)) {
            counter.clear();
            *resets = resets.saturating_add(1);
        }
        return Ok(());
    };
    let value = value(now.program, metric, now.person, state, day).unwrap_or(0);
    let by = by.min(value.max(0)).saturating_neg();
    ledger::book(now.program, now.person, state, metric, by, (day, day))
}
