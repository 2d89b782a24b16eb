//! The cheapest addition that makes a coupon usable, and what a little more would unlock.

use super::alone::only;
use super::more::More;
use super::offer::Offers;
use super::offered::Offered;
use super::short::{Short, shorts};
use super::trial::Asked;
use super::{Basket, Chosen, Occasion, settled};
use crate::price::Item;
use crate::program::{Coupon, Does, Least};
use crate::unit::{Overflow, Rounding, divide, sorted};

/// What is added to a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// What.
    pub more: More,
    /// How many units.
    pub units: i64,
    /// What they cost.
    pub amount: i64,
}

/// What a little more would unlock.
#[derive(Clone, Copy, Debug)]
pub struct Unlock {
    /// The coupon, by its place among the offers.
    pub offer: usize,
    /// What would be added.
    pub added: Added,
    /// What would be to pay then.
    pub payable: i64,
    /// How much less that is.
    pub less: i64,
}

/// What an addition leads to.
enum Then {
    /// The coupon can be used.
    Usable,
    /// More is lacking.
    Lacks(Vec<Short>),
    /// Something else keeps it from being used.
    Closed,
}

/// How often an addition is tried on a cart before it is given up.
const TRIES: usize = 64;

/// The cheapest addition of one product, of the cart or its catalogue, that makes a coupon usable.
///
/// # Errors
/// When a sum or a product leaves its range.
pub fn nearest(
    now: &Occasion<'_>,
    offers: &Offers<'_>,
    place: usize,
    lacks: &[Short],
) -> Result<Option<Added>, Overflow> {
    let Some(offer) = offers.list.get(place) else { return Ok(None) };
    let mut tries = Vec::new();
    for (more, item) in now.basket.wares() {
        if let Some(units) = units(now.basket, offer.coupon, item, lacks) {
            tries.push((Added { more, units, amount: units.saturating_mul(item.price) }, item));
        }
    }
    for _ in 0..TRIES {
        // Fewer units make nothing usable, so the first that is cheapest and does is the cheapest.
        let amount = |place: usize| tries.get(place).map(|(added, _)| added.amount);
        let Some(cheapest) = (0..tries.len()).min_by_key(|place| amount(*place)) else { break };
        let Some((added, item)) = tries.get_mut(cheapest) else { break };
        let more = match now.basket.with(added.more, added.units) {
            Some(basket) => match then(&Occasion { basket: &basket, ..*now }, offers, place)? {
                Then::Usable => return Ok(Some(*added)),
                Then::Lacks(lacks) => units(&basket, offer.coupon, item, &lacks),
                Then::Closed => None,
            },
            None => None,
        };
        match more {
            Some(more) => {
                added.units = added.units.saturating_add(more);
                added.amount = added.units.saturating_mul(item.price);
            }
            None => {
                tries.remove(cheapest);
            }
        }
    }
    Ok(None)
}

/// Whether a coupon can be used alone on a cart.
fn then(now: &Occasion<'_>, offers: &Offers<'_>, place: usize) -> Result<Then, Overflow> {
    let asked = Asked::of(now);
    let verdict = only(now, offers, &asked, place)?;
    let Some(offer) = offers.list.get(place) else { return Ok(Then::Closed) };
    Ok(match verdict {
        Ok(_) => Then::Usable,
        Err(reasons) => shorts(now, offer, &reasons, &asked).map_or(Then::Closed, Then::Lacks),
    })
}

/// How many units of a product a cart lacks at least; none where the product is not what is lacking. Of a coupon that swaps units it is
/// one: what is added may go in place of what is dearer.
fn units(basket: &Basket, coupon: &Coupon, item: &Item, lacks: &[Short]) -> Option<i64> {
    let swaps = coupon.discounts.iter().any(|discount| matches!(discount.does, Does::Replace { .. }));
    let mut most = 1;
    for short in lacks {
        let is_in = item.is_in(short.scope) || short.or.iter().any(|scope| item.is_in(Some(*scope)));
        if !is_in || short.sku.as_ref().is_some_and(|sku| *sku != item.sku) {
            return None;
        }
        let units = match short.missing {
            Least::Quantity(units) => units,
            Least::Amount(_) if item.price == 0 => return None,
            Least::Amount(amount) => {
                let price = if coupon.converts {
                    basket.items.converted(item.price, item.tax, Rounding::Up)
                } else {
                    item.price
                };
                i64::try_from(divide(amount.into(), price.into(), Rounding::Up)).ok()?
            }
        };
        most = units.max(most);
    }
    Some(if swaps { 1 } else { most })
}

/// What a little more would unlock: coupons with which less is to be paid than without what is added, those that save most first.
///
/// # Errors
/// When a sum or a product leaves its range.
pub fn unlocks(
    now: &Occasion<'_>,
    (chosen, payable): (&Chosen<'_>, i64),
    all: &[Offered],
) -> Result<Vec<Unlock>, Overflow> {
    let offers = &chosen.offers;
    let mut found = Vec::new();
    for Offered { offer: place, lacks, nearest, .. } in all {
        let (Some(offer), Some(lacks)) = (offers.list.get(*place), lacks) else { continue };
        let added = match &**lacks {
            [Short { scope, missing: Least::Amount(amount), .. }] => {
                amount_of(now, offers, *place, (*scope, *amount))?
            }
            _ => *nearest,
        };
        let Some(added) = added else { continue };
        let Some(basket) = now.basket.with(added.more, added.units) else { continue };
        let then = settled(&Occasion { basket: &basket, ..*now })?;
        let used =
            then.chosen.trial.used(&then.chosen.offers.list).iter().any(|(used, _)| used.id == offer.id);
        let less = payable.saturating_sub(then.payable);
        if used && less > 0 {
            found.push(Unlock { offer: *place, added, payable: then.payable, less });
        }
    }
    Ok(sorted(&found, &|a, b| {
        b.less.cmp(&a.less).then(a.added.amount.cmp(&b.added.amount)).then(a.offer.cmp(&b.offer))
    }))
}

/// How much must be added to a scope so that a coupon can be used, where that is all that is lacking.
fn amount_of(
    now: &Occasion<'_>,
    offers: &Offers<'_>,
    place: usize,
    (scope, missing): (Option<usize>, i64),
) -> Result<Option<Added>, Overflow> {
    let mut amount = missing;
    for _ in 0..TRIES {
        let more = More::Amount(scope, amount);
        let Some(basket) = now.basket.with(more, 1) else { return Ok(None) };
        match then(&Occasion { basket: &basket, ..*now }, offers, place)? {
            Then::Usable => return Ok(Some(Added { more, units: 1, amount })),
            Then::Lacks(lacks) => match &*lacks {
                [Short { missing: Least::Amount(more), .. }] => amount = amount.saturating_add(*more),
                _ => return Ok(None),
            },
            Then::Closed => return Ok(None),
        }
    }
    Ok(None)
}
