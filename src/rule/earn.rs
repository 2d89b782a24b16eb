//! What rules give for an event.

use super::{Happening, Standpoint, holds};
use crate::config::RoundAt;
use crate::ledger::Line;
use crate::program::{Grant, LimitOf, PointsRules, Program, Rule};
use crate::state::Left;
use crate::unit::{Overflow, divide, product, split};

/// Ten-thousandths, the unit of factors.
const ONE: i64 = 10_000;

/// What each rule of a currency gives for the event at hand, by its place; a rule that gives nothing is left out.
///
/// Base rules come first; multipliers act on their exact results, the highest of each group, and what they add is shared among
/// them; then limits cut. `used` says how much of each limit of the program was used before.
///
/// # Errors
/// When a product or a sum leaves its range.
pub fn earn(rules: &PointsRules, at: &Standpoint<'_>, used: &[i64]) -> Result<Vec<(usize, i64)>, Overflow> {
    let Some(event) = at.event else { return Ok(Vec::new()) };
    let live = |rule: &Rule| {
        event.comes_from(&rule.source)
            && rule.when.as_ref().is_none_or(|when| holds(when, at))
            && has_room(rule, at.program, used)
    };
    let live: Vec<bool> = rules.earn.iter().map(live).collect();
    let mut given = vec![0_i128; rules.earn.len()];
    for (index, rule) in rules.earn.iter().enumerate().filter(|(index, _)| live.get(*index) == Some(&true)) {
        match &rule.grant {
            Grant::Fixed(points) => add(&mut given, index, i128::from(*points))?,
            Grant::PerAmount { points, amount } => {
                let Happening::Order(order, left) = event else { continue };
                let goods =
                    Goods { lines: &order.lines, left, scope: rule.scope, points: *points, amount: *amount };
                per_amount(rules, at.program, &live, index, &goods, &mut given)?;
            }
            Grant::Multiply { .. } => {}
        }
    }
    let mut parts = Vec::new();
    for (index, (rule, points)) in rules.earn.iter().zip(given).enumerate() {
        let points = i64::try_from(points).map_err(|_| Overflow)?;
        let points = crate::unit::plus(cut(rule, at.program, used, points), 0)?;
        if points > 0 {
            parts.push((index, points));
        }
    }
    Ok(parts)
}

/// Whether a rule may fire once more.
fn has_room(rule: &Rule, program: &Program, used: &[i64]) -> bool {
    limits(rule, program, used).all(|(_, max, used)| used < max)
}

/// What is left of a rule's points after its limits.
fn cut(rule: &Rule, program: &Program, used: &[i64], points: i64) -> i64 {
    limits(rule, program, used)
        .filter(|(of, _, _)| *of == LimitOf::Points)
        .fold(points, |points, (_, max, used)| points.min(max.saturating_sub(used)))
}

fn limits<'a>(
    rule: &'a Rule,
    program: &'a Program,
    used: &'a [i64],
) -> impl Iterator<Item = (LimitOf, i64, i64)> + 'a {
    rule.limits.iter().filter_map(move |index| {
        let limit = program.limits.get(*index)?;
        Some((limit.of, limit.max, used.get(*index).copied().unwrap_or(0)))
    })
}

/// The goods on which a rule counts, and its rate.
struct Goods<'a> {
    lines: &'a [Line],
    left: &'a [Left],
    scope: Option<usize>,
    points: i64,
    amount: i64,
}

fn per_amount(
    rules: &PointsRules,
    program: &Program,
    live: &[bool],
    base: usize,
    goods: &Goods<'_>,
    given: &mut [i128],
) -> Result<(), Overflow> {
    let den = product(i128::from(goods.amount), i128::from(ONE))?;
    let round = |number: i128, units: i64| -> Result<i128, Overflow> {
        let units = i128::from(units.max(1));
        product(divide(number, product(den, units)?, program.points_rounding), units)
    };
    let (mut plain, mut full) = (Sum::default(), Sum::default());
    let mut weights = vec![0_i128; rules.earn.len()];
    for (line, remaining) in goods.lines.iter().zip(goods.left) {
        let in_scope = goods.scope.is_none_or(|scope| line.scopes.contains(&scope));
        if !in_scope || remaining.paid == 0 || remaining.quantity == 0 {
            continue;
        }
        let exact = product(i128::from(remaining.paid), i128::from(goods.points))?;
        let mut factor = ONE;
        for (index, more) in factors(rules, live, base, line) {
            factor = factor.saturating_add(more);
            add(&mut weights, index, product(exact, i128::from(more))?)?;
        }
        for (sum, by) in [(&mut plain, ONE), (&mut full, factor)] {
            let number = product(exact, i128::from(by))?;
            match program.round_at {
                RoundAt::Rule => sum.exact = sum.exact.checked_add(number).ok_or(Overflow)?,
                RoundAt::Line => sum.rounded = sum.rounded.checked_add(round(number, 1)?).ok_or(Overflow)?,
                RoundAt::Unit => {
                    sum.rounded =
                        sum.rounded.checked_add(round(number, remaining.quantity)?).ok_or(Overflow)?;
                }
            }
        }
    }
    let plain = plain.rounded.saturating_add(round(plain.exact, 1)?);
    let full = full.rounded.saturating_add(round(full.exact, 1)?);
    add(given, base, plain)?;
    if let Some(shares) = split(full.saturating_sub(plain), &weights)? {
        for (index, share) in shares.into_iter().enumerate() {
            add(given, index, share)?;
        }
    }
    Ok(())
}

/// A sum of what is rounded at the end and of what was rounded before.
#[derive(Default)]
struct Sum {
    exact: i128,
    rounded: i128,
}

/// The multipliers that count on a line, the highest of each group, with what each adds in ten-thousandths.
fn factors(rules: &PointsRules, live: &[bool], base: usize, bought: &Line) -> Vec<(usize, i64)> {
    let mut best: Vec<(usize, usize, i64)> = Vec::new();
    for (index, rule) in rules.earn.iter().enumerate() {
        let Grant::Multiply { by, of, group } = &rule.grant else { continue };
        let in_scope = rule.scope.is_none_or(|scope| bought.scopes.contains(&scope));
        if live.get(index) != Some(&true) || !of.contains(&base) || !in_scope {
            continue;
        }
        let more = by.saturating_sub(ONE);
        match best.iter_mut().find(|(known, _, _)| known == group) {
            Some((_, _, least)) if *least >= more => {}
            Some(known) => *known = (*group, index, more),
            None => best.push((*group, index, more)),
        }
    }
    best.into_iter().map(|(_, index, more)| (index, more)).collect()
}

fn add(list: &mut [i128], index: usize, amount: i128) -> Result<(), Overflow> {
    if let Some(number) = list.get_mut(index) {
        *number = number.checked_add(amount).ok_or(Overflow)?;
    }
    Ok(())
}

/// What one order of so much money, of goods in no scope, would give by the base rules that hold now, without multipliers.
///
/// # Errors
/// When a product or a sum leaves its range.
pub fn base_points(rules: &PointsRules, at: &Standpoint<'_>, paid: i64) -> Result<i64, Overflow> {
    let mut total = 0;
    for rule in &rules.earn {
        let Grant::PerAmount { points, amount } = rule.grant else { continue };
        let holds = rule.when.as_ref().is_none_or(|when| holds(when, at));
        if rule.scope.is_none() && holds {
            let exact = product(i128::from(paid), i128::from(points))?;
            let given = divide(exact, i128::from(amount), at.program.points_rounding);
            total = crate::unit::plus(total, i64::try_from(given).map_err(|_| Overflow)?)?;
        }
    }
    Ok(total)
}
