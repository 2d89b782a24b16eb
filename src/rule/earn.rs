//! What rules give for an event.

use super::base::{Piece, pieces, reaches};
use super::{Happening, Standpoint, holds};
use crate::config::RoundAt;
use crate::ledger::{Basis, Line, Source};
use crate::program::{Base, Grant, Limit, Multiplier, PointsRules, Program, Rate, Rule};
use crate::unit::{Overflow, Rounding, divide, minus, plus, product, split};

/// Ten-thousandths, the unit of factors.
const ONE: i64 = 10_000;

/// What each rule of a currency gives for the event at hand, by its place; a rule that gives nothing, and of which nothing was cut, is
/// left out.
///
/// Base rules come first; multipliers act on their exact results, the highest of each group, and what they add is shared among
/// them; then limits cut. `used` says how much of each limit of the program was used before. All that a coupon gives is one.
///
/// # Errors
/// When a product or a sum leaves its range.
pub fn earn(rules: &PointsRules, at: &Standpoint<'_>, used: &[i64]) -> Result<Vec<Earned>, Overflow> {
    let Some(event) = at.event else { return Ok(Vec::new()) };
    let fires = |rule: &Rule| {
        event.comes_from(&rule.source)
            && uses(rule, event) > 0
            && reaches(rule.scope, event)
            && rule.when.as_ref().is_none_or(|when| holds(when, at))
            && has_room(&rule.limits, at.program, used)
    };
    let live = in_turn(rules, &fires);
    let mut given = vec![0_i128; rules.earn.len()];
    let mut bases = vec![None; rules.earn.len()];
    for (index, rule) in rules.earn.iter().enumerate().filter(|(index, _)| live.get(*index) == Some(&true)) {
        let Grant::Rate { base, step, .. } = &rule.grant else { continue };
        let pieces = pieces(at, *base, rule.scope, event)?;
        if let Some(known) = bases.get_mut(index) {
            *known = basis(*base, &pieces)?;
        }
        let mut rate = rate(&rule.grant, at);
        rate.points = product(rate.points, uses(rule, event).into())?;
        let mut goods = Goods { pieces: &pieces, rate, round_at: at.program.round_at };
        if *step {
            goods = goods.in_steps()?;
        }
        by_rate(at.program, &acting(rules, &live, index, event), index, &goods, &mut given)?;
    }
    let mut earned = Vec::new();
    let (mut total, mut same) = (0, 0);
    for (index, (rule, uncut)) in rules.earn.iter().zip(given).enumerate() {
        add_to(&mut same, uncut)?;
        if rules.earn.get(index.saturating_add(1)).is_some_and(|next| next.id == rule.id) {
            continue;
        }
        let uncut = i64::try_from(core::mem::take(&mut same)).map_err(|_| Overflow)?;
        let mut points = within(&rule.limits, at.program, used, (uncut, 0));
        points = plus(within(&rules.limits, at.program, used, (points, total)), 0)?;
        total = plus(total, points)?;
        if uncut > 0 {
            let base = bases.get(index).copied().flatten();
            earned.push(Earned { rule: index, points, base, cut: minus(uncut, points)? });
        }
    }
    Ok(earned)
}

/// What a rule gives.
#[derive(Clone, Copy, Debug)]
pub struct Earned {
    /// The rule, by its place.
    pub rule: usize,
    /// How many points.
    pub points: i64,
    /// On what they were counted.
    pub base: Option<Basis>,
    /// How many more they would be without limits.
    pub cut: i64,
}

/// On what a rate was counted, as a receipt shows it.
fn basis(base: Base, pieces: &[Piece<'_>]) -> Result<Option<Basis>, Overflow> {
    let sum = pieces.iter().try_fold(0, |sum, piece| plus(sum, piece.amount))?;
    Ok(match base {
        Base::Event | Base::Streak(_) => None,
        Base::Units { .. } => Some(Basis::Units(sum)),
        Base::Paid { .. } => Some(Basis::Money(sum)),
    })
}

/// How often a rule gives for an event: what a coupon gives, as often as the order names the coupon.
fn uses(rule: &Rule, event: Happening<'_>) -> i64 {
    let Some(coupon) = rule.coupon else { return 1 };
    let Happening::Order(order, _) = event else { return 0 };
    let mut uses = 0_i64;
    for taken in order.coupons.iter() {
        uses = uses.saturating_add(i64::from(taken.coupon == coupon));
    }
    uses
}

/// Which rules of those that fire give: of a group that chooses, the first; after one that stops the list, none but coupons.
fn in_turn(rules: &PointsRules, fires: &dyn Fn(&Rule) -> bool) -> Vec<bool> {
    let mut live = vec![false; rules.earn.len()];
    let (mut chosen, mut stopped) = (None, false);
    for (rule, live) in rules.earn.iter().zip(&mut live) {
        if (stopped && rule.coupon.is_none())
            || (rule.choice.is_some() && rule.choice == chosen)
            || !fires(rule)
        {
            continue;
        }
        *live = true;
        chosen = rule.choice.or(chosen);
        stopped |= rule.stop;
    }
    live
}

/// The rate of a rule: of the first band that holds, else its own.
fn rate(grant: &Grant, at: &Standpoint<'_>) -> Rate {
    match grant {
        Grant::Rate { rate, bands, .. } => {
            bands.iter().find(|(when, _)| holds(when, at)).map_or(*rate, |(_, rate)| *rate)
        }
        Grant::Multiply(_) => Rate { points: 0, amount: 1 },
    }
}

/// Whether limits leave room to give anything.
fn has_room(limits: &[usize], program: &Program, used: &[i64]) -> bool {
    limited(limits, program, used).all(|(limit, used)| limit.has_room(used))
}

/// What limits let of points, when so many more than was used before were given already.
fn within(limits: &[usize], program: &Program, used: &[i64], (points, given): (i64, i64)) -> i64 {
    limited(limits, program, used).fold(points, |points, (limit, used)| {
        limit.lets(points, used.saturating_add(given), program.points_rounding)
    })
}

/// Limits, each with how much of it was used.
fn limited<'a>(
    limits: &'a [usize],
    program: &'a Program,
    used: &'a [i64],
) -> impl Iterator<Item = (&'a Limit, i64)> {
    limits
        .iter()
        .filter_map(move |index| Some((program.limits.get(*index)?, used.get(*index).copied().unwrap_or(0))))
}

/// The pieces on which a rule counts, its rate, and where it rounds.
struct Goods<'a> {
    pieces: &'a [Piece<'a>],
    rate: Rate,
    round_at: RoundAt,
}

impl Goods<'_> {
    /// The same where only full amounts of the whole count: what they give is spread over all pieces.
    fn in_steps(self) -> Result<Self, Overflow> {
        let mut whole = 0_i128;
        for piece in self.pieces {
            whole = whole.checked_add(i128::from(piece.amount)).ok_or(Overflow)?;
        }
        let steps = divide(whole, self.rate.amount, Rounding::Down);
        let rate = Rate { points: product(steps, self.rate.points)?, amount: whole.max(1) };
        Ok(Self { rate, round_at: RoundAt::Rule, ..self })
    }
}

fn by_rate(
    program: &Program,
    acting: &[Acting],
    base: usize,
    goods: &Goods<'_>,
    given: &mut [i128],
) -> Result<(), Overflow> {
    // Each group that multiplies has its own ten-thousandths, on every line.
    let products = product_groups(acting);
    let mut den = product(goods.rate.amount, i128::from(ONE))?;
    for _ in 0..products {
        den = product(den, i128::from(ONE))?;
    }
    let round = |number: i128, units: i64| -> Result<i128, Overflow> {
        let units = i128::from(units.max(1));
        product(divide(number, product(den, units)?, program.points_rounding), units)
    };
    let (mut plain, mut full) = (Sum::default(), Sum::default());
    let mut weights = vec![0_i128; given.len()];
    for piece in goods.pieces {
        let exact = product(i128::from(piece.amount), goods.rate.points)?;
        let (mut sum, mut factor, mut without) = (ONE, 1_i128, products);
        for multiplier in winners(acting, piece.line) {
            let more = multiplier.by.saturating_sub(ONE);
            add(&mut weights, multiplier.rule, product(exact, i128::from(more))?)?;
            if multiplier.product {
                factor = product(factor, i128::from(multiplier.by))?;
                without = without.saturating_sub(1);
            } else {
                sum = sum.saturating_add(more);
            }
        }
        for _ in 0..without {
            factor = product(factor, i128::from(ONE))?;
        }
        let all = product(exact, product(factor, i128::from(sum))?)?;
        let alone = product(divide(den, goods.rate.amount, Rounding::Down), exact)?;
        for (sum, number) in [(&mut plain, alone), (&mut full, all)] {
            match goods.round_at {
                RoundAt::Rule => add_to(&mut sum.exact, number)?,
                RoundAt::Line => add_to(&mut sum.rounded, round(number, 1)?)?,
                RoundAt::Unit => add_to(&mut sum.rounded, round(number, piece.units)?)?,
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

/// A multiplier that acts on a rule.
#[derive(Clone, Copy)]
struct Acting {
    /// The rule that multiplies, by its place.
    rule: usize,
    scope: Option<usize>,
    /// The factor, in ten-thousandths.
    by: i64,
    group: usize,
    product: bool,
}

/// The multipliers that act on a rule. A coupon that an order names twice adds twice what it adds.
fn acting(rules: &PointsRules, live: &[bool], base: usize, event: Happening<'_>) -> Vec<Acting> {
    let mut acting = Vec::new();
    for (index, rule) in rules.earn.iter().enumerate() {
        if let Grant::Multiply(multiplier) = &rule.grant
            && live.get(index) == Some(&true)
            && multiplier.of.contains(&base)
        {
            let more = multiplier.by.saturating_sub(ONE).saturating_mul(uses(rule, event));
            let Multiplier { group, product, .. } = *multiplier;
            acting.push(Acting {
                rule: index,
                scope: rule.scope,
                by: more.saturating_add(ONE),
                group,
                product,
            });
        }
    }
    acting
}

/// How many groups have a multiplier that multiplies.
fn product_groups(acting: &[Acting]) -> usize {
    let mut groups = Vec::new();
    for multiplier in acting {
        if multiplier.product && !groups.contains(&multiplier.group) {
            groups.push(multiplier.group);
        }
    }
    groups.len()
}

/// The multipliers that count on a line, the highest of each group, the earlier of equals. What belongs to no line is in no scope.
fn winners(acting: &[Acting], line: Option<&Line>) -> Vec<Acting> {
    let mut best: Vec<Acting> = Vec::new();
    for multiplier in acting {
        if multiplier.scope.is_some_and(|scope| line.is_none_or(|line| !line.scopes.contains(&scope))) {
            continue;
        }
        match best.iter_mut().find(|known| known.group == multiplier.group) {
            Some(known) if known.by >= multiplier.by => {}
            Some(known) => *known = *multiplier,
            None => best.push(*multiplier),
        }
    }
    best
}

fn add(list: &mut [i128], index: usize, amount: i128) -> Result<(), Overflow> {
    list.get_mut(index).map_or(Ok(()), |number| add_to(number, amount))
}

fn add_to(number: &mut i128, amount: i128) -> Result<(), Overflow> {
    *number = number.checked_add(amount).ok_or(Overflow)?;
    Ok(())
}

/// What one order of so much money, of goods in no scope, would give by the rates on money that hold now, without multipliers.
///
/// # Errors
/// When a product or a sum leaves its range.
pub fn base_points(rules: &PointsRules, at: &Standpoint<'_>, paid: i64) -> Result<i64, Overflow> {
    let fires = |rule: &Rule| {
        rule.source == Source::Order
            && rule.scope.is_none()
            && rule.when.as_ref().is_none_or(|when| holds(when, at))
    };
    let live = in_turn(rules, &fires);
    let mut total = 0;
    for (rule, _) in rules.earn.iter().zip(live).filter(|(_, live)| *live) {
        let Grant::Rate { base: Base::Paid { .. }, step, .. } = rule.grant else { continue };
        let piece = [Piece { line: None, amount: paid, units: 1 }];
        let mut goods = Goods { pieces: &piece, rate: rate(&rule.grant, at), round_at: at.program.round_at };
        if step {
            goods = goods.in_steps()?;
        }
        let exact = product(i128::from(paid), goods.rate.points)?;
        let given = divide(exact, goods.rate.amount, at.program.points_rounding);
        total = plus(total, i64::try_from(given).map_err(|_| Overflow)?)?;
    }
    Ok(total)
}
