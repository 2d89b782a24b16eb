//! Points that rules give, as lots, and what they count.

use super::line;
use crate::ledger::{Entry, PostedPoints};
use crate::program::{Counted, LimitOf, Program};
use crate::shape::Id;
use crate::state::{Change, Lot, Moved, PointsMoved, State};
use crate::unit::{Day, Overflow, plus};

/// What a rule gives as it is posted: usable and lapsing by the currency's rules.
#[must_use]
pub fn dated(program: &Program, currency: usize, rule: &Id, points: i64, entry: &Entry) -> PostedPoints {
    let rules = program.points.get(currency);
    let is_points = rules.is_some();
    let usable = rules.map_or(entry.at, |rules| rules.usable_at(entry.at, &program.zone));
    let expires = rules.and_then(|rules| rules.expires(entry.at, usable, &program.zone));
    PostedPoints {
        currency,
        rule: rule.clone(),
        points,
        usable_at: is_points.then_some(usable),
        expires_at: expires.map(|(at, _)| at),
        last_day: expires.and_then(|(_, day)| day),
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
    entry: &Entry,
    posted: &[PostedPoints],
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let mut lots: Vec<Given> = Vec::new();
    for points in posted.iter().filter(|points| points.points > 0) {
        let usable_at = points.usable_at.unwrap_or(entry.at);
        let expires = points.expires_at.map(|at| (at, points.last_day));
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
            id: entry.id.clone(),
            amount: points.points,
            left: points.points,
            earned_at: entry.at,
            usable_at,
            expires,
        };
        lots.push((points.currency, lot, vec![part]));
    }
    for (currency, lot, parts) in lots {
        let Some(purse) = state.purses.get_mut(currency) else { continue };
        let points = lot.amount;
        purse.totals.earned = plus(purse.totals.earned, points)?;
        if lot.usable_at > entry.at {
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
        line(program, (entry.at, Some(&entry.id)), false, moved, changes);
    }
    Ok(())
}

/// Counts points that a rule gave, or that were taken back of it, in the metrics of points and in the rule's limits, on a date.
/// `fired` says by how much the number of times changes.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn count(
    program: &Program,
    state: &mut State,
    (currency, rule): (usize, &str),
    points: i64,
    fired: i64,
    day: Day,
) -> Result<(), Overflow> {
    for (metric, counter) in program.metrics.iter().zip(&mut state.metrics) {
        if metric.counted == Counted::Points(currency) {
            counter.add(metric, day, points)?;
        }
    }
    for (limit, tally) in program.limits.iter().zip(&mut state.limits) {
        if limit.currency == currency && *limit.rule == *rule {
            tally.add(day, if limit.of == LimitOf::Times { fired } else { points })?;
        }
    }
    Ok(())
}
