//! Points that rules give, as lots, and what they count.

use super::pending::usable_at;
use super::{clock, line, plan};
use crate::ledger::PostedPoints;
use crate::program::{Counted, LimitOf, Per, PointsRules, Program};
use crate::shape::Id;
use crate::state::{Captured, Change, Lot, Moved, PointsMoved, State};
use crate::unit::{Day, Instant, Overflow, plus};

/// What a rule gives at an instant as it is posted, no points yet: usable and lapsing by the currency's rules. Of an order, `order`
/// says when it is final by itself, never if it is not; `held` until when a signal holds it.
#[must_use]
pub fn dated(
    program: &Program,
    state: &State,
    currency: usize,
    rule: &Id,
    at: Instant,
    (order, held): (Option<Instant>, Option<Instant>),
) -> PostedPoints {
    let is_points = currency < program.points.len();
    let usable = usable_at(program, state, currency, (at, order)).max(held.unwrap_or(at));
    let expires = clock::shown_end(program, state, currency, (at, usable));
    PostedPoints {
        currency,
        rule: rule.clone(),
        points: 0,
        base: None,
        cut: 0,
        usable_at: Some(usable).filter(|usable| is_points && *usable < Instant::NEVER),
        expires_at: expires.map(|(at, _)| at),
        last_day: expires.and_then(|(_, day)| day),
        gift: false,
    }
}

/// A lot of a currency, with what each rule gave to it.
type Given = (usize, Lot, Vec<(Id, i64)>);

/// Puts posted points into the purses: one lot for all that an event gives at the same dates.
///
/// # Errors
/// When a sum leaves 2^53 − 1.
pub fn give(
    program: &Program,
    state: &mut State,
    (id, at, event): (&Id, Instant, Option<&Id>),
    (posted, held): (&[PostedPoints], bool),
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let mut lots: Vec<Given> = Vec::new();
    for points in posted.iter().filter(|points| points.points > 0) {
        // What was posted without that instant waits for a confirmation, of the order or because a signal holds it.
        let waits = held || program.points.get(points.currency).is_some_and(PointsRules::until_confirmed);
        let usable_at = points.usable_at.unwrap_or(if waits { Instant::NEVER } else { at });
        let own = points.expires_at.map(|end| (end, points.last_day));
        let expires = clock::end_for(program, state, points.currency, (at, own));
        let part = (points.rule.clone(), points.points);
        let same = |known: &&mut Given| {
            known.0 == points.currency && known.1.usable_at == usable_at && known.1.expires == expires
        };
        if let Some((_, lot, parts)) = lots.iter_mut().find(same) {
            lot.amount = plus(lot.amount, points.points)?;
            lot.left = lot.amount;
            parts.push(part);
            continue;
        }
        let lot = Lot {
            id: id.clone(),
            amount: points.points,
            left: points.points,
            earned_at: at,
            usable_at,
            expires,
        };
        lots.push((points.currency, lot, vec![part]));
    }
    for (currency, lot, parts) in lots {
        let Some(purse) = state.purses.get_mut(currency) else { continue };
        let points = lot.amount;
        purse.totals.earned = plus(purse.totals.earned, points)?;
        if lot.usable_at > at {
            purse.wait(lot);
        } else {
            purse.credit(lot)?;
        }
        let moved = Moved::Points {
            currency,
            kind: PointsMoved::Earned,
            points,
            balance: purse.balance,
            parts,
            reason: None,
        };
        line(program, (at, event), event.is_none(), moved, changes);
    }
    Ok(())
}

/// Counts points that a rule gave, or that were taken back of it, in the metrics of points and in the rule's limits, on the day of
/// what was captured; metrics that started anew since then do not count them. `fired` says by how much the number of times
/// changes.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn count(
    program: &Program,
    state: &mut State,
    (currency, rule, subject): (usize, &str, Option<&str>),
    points: i64,
    fired: i64,
    captured: &Captured,
) -> Result<(), Overflow> {
    count_points(program, state, currency, points, (captured.day, Some(&captured.resets)))?;
    plan::saved_by_rule(program, state, (currency, rule), (captured.day, points));
    for (index, (limit, tally)) in program.limits.iter().zip(&mut state.limits).enumerate() {
        let amount = if limit.of == LimitOf::Times { fired } else { points };
        let counts = limit.currency == currency && limit.rule.as_ref().is_none_or(|of| **of == *rule);
        if !counts || !matches!(limit.per, Per::Window(_)) {
            continue;
        }
        if limit.subject {
            state.subjects.add(index, subject, captured.day, amount)?;
        } else {
            tally.add(captured.day, amount)?;
        }
    }
    Ok(())
}

/// Counts points in the metrics of points, unless they started anew since.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn count_points(
    program: &Program,
    state: &mut State,
    currency: usize,
    points: i64,
    (day, resets): (Day, Option<&[u32]>),
) -> Result<(), Overflow> {
    let counters = state.metrics.iter_mut().zip(&state.resets).enumerate();
    for (metric, (index, (counter, now))) in program.metrics.iter().zip(counters) {
        if metric.counted == Counted::Points(currency)
            && resets.is_none_or(|resets| resets.get(index) == Some(now))
        {
            counter.add(metric, day, points)?;
        }
    }
    Ok(())
}
