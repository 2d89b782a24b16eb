//! Refunds: the order counts as smaller from here on, and what it no longer deserves is taken back.

use super::apply::Step;
use super::count::{count_all, count_keys, counted, is_of_now, keys};
use super::earn::earn;
use super::value::came_back;
use super::{Standpoint, grant, ledger, line, redeem, spend};
use crate::config::ReversalFrom;
use crate::ledger::{Entry, PostedPoints, Returned};
use crate::program::{PointsRules, Program};
use crate::shape::Id;
use crate::state::{
    Change, Left, Moved, Ordered, PointsMoved, Remains, State, Trace, came_back_whole, lapsed,
};
use crate::unit::{Overflow, Rounding, divide, minus, plus, product, sorted_places};

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
    of: &Ordered,
    returned: Option<&[(usize, Returned)]>,
    changes: &mut Vec<Change>,
) -> Result<(Trace, Vec<PostedPoints>), Overflow> {
    let program = step.program;
    let before = &of.trace.remains;
    let mut lines = left_after(program, &before.lines, returned);
    let whole = came_back_whole(&of.order, &lines);
    if whole {
        // Units whose money came back without them count no more.
        lines.fill(Left { quantity: 0, paid: 0 });
    }
    let counts = counted(program, step.person, &of.captured, &of.order, &lines)?;
    let mut remains = Remains { lines, counted: counts, ..before.clone() };
    let has = match &entry.posted {
        Some(posted) => with_posted(&before.grants, &super::apply::of_rules(&posted.points))?,
        None => still_given(step, of, &remains)?,
    };
    if whole
        && !came_back_whole(&of.order, &before.lines)
        && program.points.first().is_some_and(|rules| rules.redeem.checkout)
        && of.order.points_used > 0
    {
        redeem::count_points(program, state, (0, of.order.points_used), -1, of.captured.day)?;
    }
    if whole && !remains.spent.is_empty() {
        spend::give_back(program, state, 0, core::mem::take(&mut remains.spent), entry, changes)?;
    }
    let mut posted = Vec::new();
    for (currency, rules) in program.earning() {
        let (claim, parts) = difference(rules, currency, &before.grants, &has)?;
        // Where the order as it remains deserves as much, nothing was undeserved.
        if claim <= 0 {
            continue;
        }
        remains.grants.retain(|(of, _, _)| *of != currency);
        remains.grants.extend(has.iter().filter(|(of, _, _)| *of == currency).cloned());
        for (rule, points) in &parts {
            let fired = fired(&remains.grants, currency, rule, *points);
            grant::count(program, state, (currency, rule, None), *points, fired, &of.captured)?;
            posted.push(taken(currency, rule, *points));
        }
        if let Some(metric) = program.credited(currency) {
            let days = (entry.day, of.captured.day);
            ledger::book(program, step.person, state, metric, claim.saturating_neg(), days)?;
            continue;
        }
        take_back(step, state, entry, (&of.id, of.place, currency), (claim, parts), &mut remains, changes)?;
    }
    recount(step, state, of, (before, &remains))?;
    came_back(program, step.person, state, (entry.day, of.captured.day))?;
    Ok((Trace { captured: None, remains, by_rule: of.trace.by_rule }, posted))
}

/// Lets an order count in metrics as it is now, in place of as it was; not in those that started anew since it came.
fn recount(
    step: &Step<'_>,
    state: &mut State,
    of: &Ordered,
    (was, is): (&Remains, &Remains),
) -> Result<(), Overflow> {
    let (program, captured) = (step.program, &of.captured);
    let mut counts = Vec::with_capacity(program.metrics.len());
    for (metric, (now, before)) in is.counted.iter().zip(&was.counted).enumerate() {
        counts.push(if is_of_now(state, captured, metric) { minus(*now, *before)? } else { 0 });
    }
    count_all(program, state, counts, captured.day)?;
    let keys_of = |lines: &[Left]| keys(program, step.person, captured, &of.order, lines);
    let (mut gone, mut new) = (keys_of(&was.lines), keys_of(&is.lines));
    let stay = new.clone();
    new.retain(|key| !gone.contains(key) && is_of_now(state, captured, key.0));
    gone.retain(|key| !stay.contains(key) && is_of_now(state, captured, key.0));
    count_keys(state, &gone, -1, captured.day)?;
    count_keys(state, &new, 1, captured.day)
}

/// Points taken back of a rule, or given more, as they are posted.
#[must_use]
pub fn taken(currency: usize, rule: &Id, points: i64) -> PostedPoints {
    PostedPoints {
        currency,
        rule: rule.clone(),
        points,
        usable_at: None,
        expires_at: None,
        last_day: None,
        base: None,
        cut: 0,
        gift: false,
    }
}

/// By how many times more a rule gave points to an order whose part of a rule changes by so many, and is now what is granted.
fn fired(granted: &[(usize, Id, i64)], currency: usize, rule: &str, change: i64) -> i64 {
    let now = points_of(granted, currency, rule);
    match (now == change, now == 0) {
        (false, true) => -1,
        (true, false) => 1,
        (true, true) | (false, false) => 0,
    }
}

/// The points of one rule among those of an order.
fn points_of(granted: &[(usize, Id, i64)], currency: usize, rule: &str) -> i64 {
    let same = |(of, known, _): &&(usize, Id, i64)| *of == currency && **known == *rule;
    granted.iter().find(same).map_or(0, |(_, _, points)| *points)
}

/// How many points of a currency an order has too many, and by how many each rule gives more or less, in the order of the program.
fn difference(
    rules: &PointsRules,
    currency: usize,
    had: &[(usize, Id, i64)],
    has: &[(usize, Id, i64)],
) -> Result<(i64, Vec<(Id, i64)>), Overflow> {
    let mut claim = 0;
    let mut parts: Vec<(Id, i64)> = Vec::new();
    for (of, rule, _) in had.iter().chain(has) {
        if *of != currency || parts.iter().any(|(known, _)| known == rule) {
            continue;
        }
        let change = minus(points_of(has, currency, rule), points_of(had, currency, rule))?;
        claim = minus(claim, change)?;
        if change != 0 {
            parts.push((rule.clone(), change));
        }
    }
    let rank = |place: usize| {
        rules.earn.iter().position(|known| parts.get(place).is_some_and(|(id, _)| known.id == *id))
    };
    let order = sorted_places(parts.len(), &|a, b| rank(a).cmp(&rank(b)));
    Ok((claim, order.into_iter().filter_map(|place| parts.get(place).cloned()).collect()))
}

/// What an order keeps when the refund's own posting says what was taken, and given.
fn with_posted(
    grants: &[(usize, Id, i64)],
    posted: &[PostedPoints],
) -> Result<Vec<(usize, Id, i64)>, Overflow> {
    let mut has = grants.to_vec();
    for line in posted {
        let same =
            |(currency, rule, _): &&mut (usize, Id, i64)| *currency == line.currency && *rule == line.rule;
        match has.iter_mut().find(same) {
            Some((_, _, points)) => *points = plus(*points, line.points)?,
            None => has.push((line.currency, line.rule.clone(), line.points)),
        }
    }
    has.retain(|(_, _, points)| *points > 0);
    Ok(has)
}

/// What the same rules, state and room give for the order as it remains. Where other rules posted the points, the share of the money
/// that is left.
fn still_given(step: &Step<'_>, of: &Ordered, remains: &Remains) -> Result<Vec<(usize, Id, i64)>, Overflow> {
    let had = &of.trace.remains;
    let mut has = Vec::new();
    if came_back_whole(&of.order, &remains.lines) {
        return Ok(has);
    }
    if !of.trace.by_rule {
        let paid = |lines: &[Left]| lines.iter().try_fold(0, |sum, line| plus(sum, line.paid));
        let (left, full) = (paid(&remains.lines)?, paid(&had.lines)?);
        if full == 0 {
            return Ok(had.grants.clone());
        }
        for (currency, rule, points) in &had.grants {
            let exact = product(i128::from(*points), i128::from(left))?;
            let share = i64::try_from(divide(exact, i128::from(full), Rounding::Down));
            has.push((*currency, rule.clone(), share.map_err(|_| Overflow)?));
        }
        return Ok(has);
    }
    let at = Standpoint::of_order(
        step.program,
        step.person,
        &of.captured,
        &remains.counted,
        (&of.order, &remains.lines),
    );
    for (currency, rules) in step.program.earning() {
        for given in earn(rules, &at, &of.captured.used)? {
            if let Some(rule) = rules.earn.get(given.rule).filter(|_| given.points > 0) {
                has.push((currency, rule.id.clone(), given.points));
            }
        }
    }
    Ok(has)
}

/// Takes points back: from the order's own lots, from other waiting lots, from usable lots in the order of spending. Points of the
/// order that lapsed are not taken again; what is missing is owed or waived.
pub fn take_back(
    step: &Step<'_>,
    state: &mut State,
    entry: &Entry,
    (order, position, currency): (&str, usize, usize),
    (claim, mut parts): (i64, Vec<(Id, i64)>),
    remains: &mut Remains,
    changes: &mut Vec<Change>,
) -> Result<(), Overflow> {
    let earlier = step.log.lapsed(order, currency, position, step.before);
    let gone = earlier.saturating_add(lapsed(changes.iter(), order, currency));
    let Some(purse) = state.purses.get_mut(currency) else { return Ok(()) };
    let (mut missing, mut forgiven) = (claim, 0);
    let places = step.program.points.get(currency).map_or(&[][..], |rules| &rules.taken_from);
    let own = places.iter().position(|place| *place == ReversalFrom::Own);
    for index in 0..=places.len() {
        let place = places.get(index);
        missing = match place {
            Some(ReversalFrom::Own) => purse.take_own(order, missing)?.1,
            Some(ReversalFrom::Pending) => purse.take_waiting(missing)?,
            Some(ReversalFrom::Usable) => purse.spend(missing)?.1,
            None => missing,
        };
        // What lapsed is let go once the event's own points were asked for, else when all were.
        if (place == Some(&ReversalFrom::Own) || (place.is_none() && own.is_none()))
            && let Some(used) = remains.lapsed.get_mut(currency)
        {
            forgiven = missing.min(gone.saturating_sub(*used)).max(0);
            *used = plus(*used, forgiven)?;
            missing = minus(missing, forgiven)?;
        }
    }
    purse.totals.clawed_back = plus(purse.totals.clawed_back, minus(claim, forgiven)?)?;
    spend::owe(step.program, state, currency, missing)?;
    let balance = state.purses.get(currency).map_or(0, |purse| purse.balance);
    if forgiven == claim {
        return Ok(());
    }
    let points = minus(forgiven, claim)?;
    for (_, points) in &mut parts {
        let part = forgiven.min(points.saturating_neg().max(0));
        *points = plus(*points, part)?;
        forgiven = minus(forgiven, part)?;
    }
    parts.retain(|(_, points)| *points != 0);
    let moved = Moved::Points { currency, kind: PointsMoved::Reversed, points, balance, parts, reason: None };
    line(step.program, (entry.at, Some(&entry.id)), false, moved, changes);
    Ok(())
}
