//! How many points can be used on a cart, and what they take off.

use super::{Due, Occasion, Taken};
use crate::ledger::PointsAsked;
use crate::program::{Spend, WHOLE};
use crate::rule::{own_points, taken_off};
use crate::unit::{Overflow, Rounding, SAFE, divide, product, split};

/// Points that are used on a cart and could be.
#[derive(Clone, Debug)]
pub struct Spending {
    /// The usable balance.
    pub balance: i64,
    /// The fewest points that take the most off.
    pub usable: i64,
    /// What they take off.
    pub takes_off: i64,
    /// What one unit more would break.
    pub bound: Bound,
    /// Points that are used.
    pub used: i64,
    /// Why those that were asked for are not.
    pub reasons: Vec<NotUsed>,
}

/// What keeps more points from being used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The program does not let points be spent at checkout.
    NotSpendable,
    /// The balance is below the least.
    Minimum,
    /// There are no more.
    Balance,
    /// They pay for no more of the cart.
    Covered,
    /// Their share of what is to be paid.
    MaxShare,
    /// The most that they take off.
    MaxAmount,
}

impl Bound {
    /// The word for it in a quote.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotSpendable => "notSpendable",
            Self::Minimum => "minimum",
            Self::Balance => "balance",
            Self::Covered => "covered",
            Self::MaxShare => "maxShare",
            Self::MaxAmount => "maxAmount",
        }
    }
}

/// Why points that were asked for are not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotUsed {
    /// The program does not let points be spent at checkout.
    NotSpendable,
    /// The balance is below the least.
    Minimum(i64),
    /// They are no multiple of so many.
    WholeUnits(i64),
    /// They are more than can be used.
    MoreThanUsable,
}

/// The points of the first currency on a cart of which so much is left to pay; `None` where the program has none.
///
/// # Errors
/// When a product or a sum leaves its range.
pub fn spending(now: &Occasion<'_>, due: &Due) -> Result<Option<Spending>, Overflow> {
    let (Some(rules), Some(purse)) = (now.program.points.first(), now.state.purses.first()) else {
        return Ok(None);
    };
    let balance = purse.balance;
    let nothing = |bound| Spending { balance, usable: 0, takes_off: 0, bound, used: 0, reasons: Vec::new() };
    let asked = now.basket.asked;
    let wants = !matches!(asked, PointsAsked::Number(0));
    let Some(spend) = &rules.spend else {
        let reasons = if wants { vec![NotUsed::NotSpendable] } else { Vec::new() };
        return Ok(Some(Spending { reasons, ..nothing(Bound::NotSpendable) }));
    };
    let least = balance < spend.minimum;
    let mut found =
        if least { nothing(Bound::Minimum) } else { most(now, due, spend, nothing(Bound::Balance))? };
    if least && wants {
        found.reasons.push(NotUsed::Minimum(spend.minimum));
    }
    match asked {
        PointsAsked::Max => found.used = found.usable,
        PointsAsked::Number(asked) => {
            if asked.checked_rem(spend.unit) != Some(0) {
                found.reasons.push(NotUsed::WholeUnits(spend.unit));
            }
            if !least && (asked > found.usable || !are_there(now, due, spend, asked)?) {
                found.reasons.push(NotUsed::MoreThanUsable);
            }
            if found.reasons.is_empty() {
                found.used = asked;
            }
        }
    }
    Ok(Some(found))
}

/// What points take off at most of so much, or of more; of more it leaves no less.
#[must_use]
pub fn at_most(now: &Occasion<'_>, payable: i64) -> i64 {
    let (Some(rules), Some(purse)) = (now.program.points.first(), now.state.purses.first()) else { return 0 };
    let Some(spend) = &rules.spend else { return 0 };
    let points = match now.basket.asked {
        PointsAsked::Number(number) => number,
        PointsAsked::Max if spend.own => SAFE,
        PointsAsked::Max => purse.balance,
    };
    let worth = taken_off(now.program, points).ok().and_then(|worth| i64::try_from(worth).ok());
    let bounds = [worth, share(spend, payable), spend.most];
    bounds.into_iter().flatten().fold(payable, i64::min)
}

/// The fewest points that take the most off.
fn most(now: &Occasion<'_>, due: &Due, spend: &Spend, found: Spending) -> Result<Spending, Overflow> {
    let (cap, mut bound) = cap(now, due, spend)?;
    let unit = spend.unit;
    let worth = |units: i64| taken_off(now.program, units.saturating_mul(unit));
    let within = worth_at_most(now, cap, unit)?;
    let beyond = worth_at_most(now, cap.saturating_add(1), unit)?.saturating_add(1);
    let by_money = last((within, beyond), &mut |units| Ok(worth(units)? <= i128::from(cap)))?;
    let there = whole(divide(found.balance.into(), unit.into(), Rounding::Down))?;
    let mut units = by_money;
    if by_money > there {
        let mut fits = |units: i64| are_there(now, due, spend, units.saturating_mul(unit));
        units = if spend.own { last((there, by_money.saturating_add(1)), &mut fits)? } else { there };
        if units < by_money {
            bound = Bound::Balance;
        }
    }
    let takes_off = worth(units)?;
    let mut short = |units: i64| Ok(worth(units)? < takes_off);
    let fewest = if takes_off == 0 {
        0
    } else {
        let less = worth_at_most(now, whole(takes_off)?.saturating_sub(1), unit)?;
        last((less, units), &mut short)?.saturating_add(1)
    };
    let fewest = fewest.saturating_mul(unit);
    let usable = if are_there(now, due, spend, fewest)? { fewest } else { units.saturating_mul(unit) };
    Ok(Spending { usable, takes_off: whole(takes_off)?, bound, ..found })
}

/// The last number from the first on, and before the second, up to which something holds; it holds for the first.
fn last(
    (mut holds, mut fails): (i64, i64),
    test: &mut dyn FnMut(i64) -> Result<bool, Overflow>,
) -> Result<i64, Overflow> {
    while fails.saturating_sub(holds) > 1 {
        let middle = holds.saturating_add(fails.saturating_sub(holds) >> 1);
        if test(middle)? {
            holds = middle;
        } else {
            fails = middle;
        }
    }
    Ok(holds)
}

/// The most units that are worth no more than so much, before rounding.
fn worth_at_most(now: &Occasion<'_>, money: i64, unit: i64) -> Result<i64, Overflow> {
    let Some((points, amount)) = now.program.points.first().and_then(|rules| rules.worth) else {
        return Ok(0);
    };
    let exact = product(money.into(), points.into())?;
    whole(divide(exact, product(amount.into(), unit.into())?, Rounding::Down).min(SAFE.into()))
}

/// How much points may take off at most, and which rule says so.
fn cap(now: &Occasion<'_>, due: &Due, spend: &Spend) -> Result<(i64, Bound), Overflow> {
    let weights = weights(now, due, spend);
    let mut covered = 0_i128;
    for weight in &weights {
        covered = covered.saturating_add(*weight);
    }
    let mut cap = (whole(covered)?, Bound::Covered);
    if !now.basket.buys() {
        cap.0 = 0;
    }
    let share = share(spend, due.total()?);
    for (most, bound) in [(share, Bound::MaxShare), (spend.most, Bound::MaxAmount)] {
        if let Some(most) = most.filter(|most| *most < cap.0) {
            cap = (most, bound);
        }
    }
    Ok(cap)
}

/// The most that points take off of so much, by their share of it.
fn share(spend: &Spend, payable: i64) -> Option<i64> {
    let exact = i128::from(payable).saturating_mul(i128::from(spend.share?));
    i64::try_from(divide(exact, WHOLE.into(), Rounding::Down)).ok()
}

/// What points pay for: of each line and of each delivery all that is left, or nothing.
fn weights(now: &Occasion<'_>, due: &Due, spend: &Spend) -> Vec<i128> {
    let mut weights = Vec::new();
    for (goods, left) in now.basket.goods.iter().zip(&due.goods) {
        weights.push(if spend.pays_for(&goods.scopes) { i128::from(*left) } else { 0 });
    }
    for left in &due.shipping {
        weights.push(if spend.shipping { i128::from(*left) } else { 0 });
    }
    weights
}

/// Whether the member has so many points; with those that the order itself earns when so many are used, where they count.
fn are_there(now: &Occasion<'_>, due: &Due, spend: &Spend, points: i64) -> Result<bool, Overflow> {
    let Some(purse) = now.state.purses.first() else { return Ok(false) };
    if points <= purse.balance || !spend.own {
        return Ok(points <= purse.balance);
    }
    let mut due = due.clone();
    due.take(&taken(now, &due, points)?);
    let posted = now.forecast(&due, points)?.posted;
    Ok(points <= purse.balance.saturating_add(own_points(&posted, purse.debt)))
}

/// What so many points take off each line and each delivery: in proportion to what is left.
///
/// # Errors
/// When a product or a sum leaves its range.
pub fn taken(now: &Occasion<'_>, due: &Due, points: i64) -> Result<Taken, Overflow> {
    let spend = now.program.points.first().and_then(|rules| rules.spend.as_ref());
    let weights = spend.map(|spend| weights(now, due, spend)).unwrap_or_default();
    let shares = split(taken_off(now.program, points)?, &weights)?.unwrap_or_default();
    let mut all = Vec::new();
    for share in shares {
        all.push(whole(share)?);
    }
    Ok(Taken::of(now.basket, all))
}

fn whole(number: i128) -> Result<i64, Overflow> {
    i64::try_from(number).map_err(|_| Overflow)
}
