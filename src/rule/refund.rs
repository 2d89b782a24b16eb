//! Refunds: the order counts as smaller from here on, and what it no longer deserves is taken back.

use super::apply::Step;
use super::count::counted;
use super::earn::earn;
use super::{Standpoint, grant, line, spend};
use crate::ledger::{Entry, Order, PostedPoints, Returned};
use crate::program::{Counted, Program};
use crate::state::{Captured, Change, Left, Moved, PointsMoved, Remains, State, Trace, lapsed};
use crate::unit::{Overflow, Rounding, divide, minus, plus, product};

/// A refund at hand.
pub struct Refunded<'a> {
    /// Where the order stands in the log.
    pub position: usize,
    /// The order.
    pub order: &'a Order,
    /// Its trace.
    pub trace: &'a Trace,
    /// What rules saw when it came.
    pub captured: &'a Captured,
}

/// What is left of an order's lines after something came back: units take their share of the line's money, the last unit the rest.
#[must_use]
pub fn left_after(program: &Program, lines: &[Left], returned: Option<&[(usize, Returned)]>) -> Vec<Left> {
    let Some(returned) = returned else {
        return lines.iter().map(|_| Left { quantity: 0, paid: 0 }).collect();
    };
    let mut left = lines.to_vec();
    for (index, what) in returned {
        let Some(line) = left.get_mut(*index) else { continue };
        match *what {
            Returned::Amount(amount) => line.paid = line.paid.saturating_sub(amount).max(0),
            Returned::Quantity(quantity) => {
                let paid = i128::from(line.paid).saturating_mul(i128::from(quantity));
                let share = divide(paid, i128::from(line.quantity), program.money);
                line.paid = line.paid.saturating_sub(i64::try_from(share).unwrap_or(line.paid)).max(0);
                line.quantity = line.quantity.saturating_sub(quantity).max(0);
                if line.quantity == 0 {
                    line.paid = 0;
                }
            }
        }
    }
    left
}

/// Runs a refund; gives what is left of the order, and what was taken back as it is posted.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn refund(
    step: &Step<'_>,
    state: &mut State,
    entry: &Entry,
    of: &Refunded<'_>,
    returned: Option<&[(usize, Returned)]>,
    changes: &mut Vec<Change>,
) -> Result<(Trace, Vec<PostedPoints>), Overflow> {
    let program = step.program;
    let before = &of.trace.remains;
    let lines = left_after(program, &before.lines, returned);
    let counts = counted(program, step.person, of.captured, of.order, &lines)?;
    let mut remains = Remains { lines, counted: counts, ..before.clone() };
    let grants = match &entry.posted {
        Some(posted) => keep_posted(&before.grants, &posted.points),
        None => still_given(step, of, &remains)?,
    };
    let mut taken = Vec::with_capacity(grants.len());
    for (old, new) in before.grants.iter().zip(&grants) {
        taken.push((old.0, old.1.clone(), old.2.saturating_sub(new.2)));
    }
    if remains.is_nothing(of.order) && !remains.spent.is_empty() {
        spend::give_back(program, state, 0, core::mem::take(&mut remains.spent), entry, changes)?;
    }
    for currency in 0..program.points.len() {
        let mut parts = Vec::new();
        for (of, rule, points) in &taken {
            if *of == currency && *points > 0 {
                parts.push((rule.clone(), points.saturating_neg()));
            }
        }
        if !parts.is_empty() {
            take_back(step, state, entry, (of, currency), parts, &mut remains, changes)?;
        }
    }
    for (index, metric) in program.metrics.iter().enumerate() {
        let change = minus(value(&remains.counted, index), value(&before.counted, index))?;
        if let Some(tally) = state.metrics.get_mut(index)
            && !matches!(metric.counted, Counted::Points(_))
        {
            tally.add(of.captured.day, change)?;
        }
    }
    for ((currency, rule, points), (_, _, kept)) in taken.iter().zip(&grants) {
        let fired = if *points > 0 && *kept == 0 { -1 } else { 0 };
        grant::count(program, state, (*currency, rule), points.saturating_neg(), fired, of.captured.day)?;
    }
    remains.grants = grants;
    let mut posted = Vec::new();
    for (currency, rule, points) in taken {
        if points > 0 {
            let points = points.saturating_neg();
            posted.push(PostedPoints {
                currency,
                rule,
                points,
                usable_at: None,
                expires_at: None,
                last_day: None,
            });
        }
    }
    Ok((Trace { captured: None, remains, by_rule: of.trace.by_rule }, posted))
}

fn value(list: &[i64], index: usize) -> i64 {
    list.get(index).copied().unwrap_or(0)
}

/// What an order keeps when the refund's own posting says what was taken.
fn keep_posted(
    grants: &[(usize, crate::shape::Id, i64)],
    posted: &[PostedPoints],
) -> Vec<(usize, crate::shape::Id, i64)> {
    let mut kept = Vec::with_capacity(grants.len());
    for (currency, rule, points) in grants {
        let mut left = *points;
        for line in posted {
            if line.currency == *currency && line.rule == *rule && line.points < 0 {
                left = left.saturating_add(line.points);
            }
        }
        kept.push((*currency, rule.clone(), left.max(0)));
    }
    kept
}

/// What the same rules, state and room give for the order as it remains; never more than it had. Where other rules posted the
/// points, the share of the money that is left.
fn still_given(
    step: &Step<'_>,
    of: &Refunded<'_>,
    remains: &Remains,
) -> Result<Vec<(usize, crate::shape::Id, i64)>, Overflow> {
    let had = &of.trace.remains;
    let mut kept = Vec::with_capacity(had.grants.len());
    if !of.trace.by_rule {
        let (mut left, mut full) = (0, 0);
        for (remaining, before) in remains.lines.iter().zip(&had.lines) {
            left = plus(left, remaining.paid)?;
            full = plus(full, before.paid)?;
        }
        for (currency, rule, points) in &had.grants {
            let exact = product(i128::from(*points), i128::from(left))?;
            let share = i64::try_from(divide(exact, i128::from(full), Rounding::Down));
            kept.push((*currency, rule.clone(), share.map_err(|_| Overflow)?));
        }
        return Ok(kept);
    }
    if remains.is_nothing(of.order) {
        for (currency, rule, _) in &had.grants {
            kept.push((*currency, rule.clone(), 0));
        }
        return Ok(kept);
    }
    let at = Standpoint::of_order(
        step.program,
        step.person,
        of.captured,
        &remains.counted,
        (of.order, &remains.lines),
    );
    for (currency, rule, points) in &had.grants {
        let rules = step.program.points.get(*currency);
        let given = match rules {
            Some(rules) => earn(rules, &at, &of.captured.used)?,
            None => Vec::new(),
        };
        let same = |(index, _): &&(usize, i64)| {
            rules.and_then(|rules| rules.earn.get(*index)).is_some_and(|known| known.id == *rule)
        };
        let still = given.iter().find(same).map_or(0, |(_, points)| *points);
        kept.push((*currency, rule.clone(), still.min(*points)));
    }
    Ok(kept)
}

/// Takes points back: from the order's own lots, from other waiting lots, from usable lots in the order of spending. Points of the
/// order that lapsed are not taken again; what is missing is owed or waived.
fn take_back(
    step: &Step<'_>,
    state: &mut State,
    entry: &Entry,
    (of, currency): (&Refunded<'_>, usize),
    mut parts: Vec<(crate::shape::Id, i64)>,
    remains: &mut Remains,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let Some(order) = step.log.logged.get(of.position).map(|logged| &logged.entry.id) else { return Ok(()) };
    let claim = parts.iter().try_fold(0, |sum, (_, points)| minus(sum, *points))?;
    let earlier = step.log.lapsed(order, currency, of.position, step.before);
    let gone = earlier.saturating_add(lapsed(changes.iter(), order, currency));
    let Some(purse) = state.purses.get_mut(currency) else { return Ok(()) };
    let mut missing = purse.take_own(order, claim)?;
    let mut forgiven = 0;
    if let Some(used) = remains.lapsed.get_mut(currency) {
        let let_go = missing.min(gone.saturating_sub(*used)).max(0);
        *used = plus(*used, let_go)?;
        missing = minus(missing, let_go)?;
        forgiven = let_go;
        purse.totals.clawed_back = plus(purse.totals.clawed_back, minus(claim, let_go)?)?;
    }
    missing = purse.take_waiting(missing)?;
    missing = purse.spend(missing)?.1;
    spend::owe(step.program, state, currency, missing)?;
    let balance = state.purses.get(currency).map_or(0, |purse| purse.balance);
    if forgiven == claim {
        return Ok(());
    }
    let points = minus(forgiven, claim)?;
    for (_, points) in &mut parts {
        let part = forgiven.min(points.saturating_neg());
        *points = plus(*points, part)?;
        forgiven = minus(forgiven, part)?;
    }
    parts.retain(|(_, points)| *points != 0);
    let moved = Moved::Points { currency, kind: PointsMoved::Reversed, points, balance, parts, reason: None };
    line(step.program, (entry.at, Some(&entry.id)), false, moved, changes);
    Ok(())
}
