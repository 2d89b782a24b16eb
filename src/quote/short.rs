//! What a cart lacks for a coupon that nothing else keeps from being used.

use super::trial::Asked;
use super::{Occasion, Offer, Reason};
use crate::config::Target;
use crate::price::Lack;
use crate::program::{Bound, CartMarks, Condition, Edge, Least};
use crate::rule::{Purchase, Standpoint, holds};
use crate::shape::Id;

/// What a cart lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    /// Of which lines, if not of all.
    pub scope: Option<usize>,
    /// Lines of these will do as well.
    pub or: Vec<usize>,
    /// Of which product, if not of any.
    pub sku: Option<Id>,
    /// How much money or how many units.
    pub missing: Least,
}

/// All that is lacking in a cart, if nothing else keeps a coupon from being used.
pub fn shorts(
    now: &Occasion<'_>,
    offer: &Offer<'_>,
    reasons: &[Reason],
    asked: &Asked,
) -> Option<Vec<Short>> {
    let mut all = Vec::new();
    for reason in reasons {
        match reason {
            Reason::Lack(Lack::Threshold { scope, least, value, .. }) => {
                let missing = least.with(least.number().saturating_sub(*value));
                all.push(Short { scope: *scope, or: Vec::new(), sku: None, missing });
            }
            Reason::Lack(Lack::Units { scope, target, value }) => {
                let missing = Least::Quantity(target.saturating_sub(*value));
                all.push(Short { scope: *scope, or: Vec::new(), sku: None, missing });
            }
            Reason::Lack(Lack::Nothing) => {
                all.push(anything(offer)?);
            }
            Reason::Lack(Lack::Missing(sku)) => {
                let missing = Least::Quantity(1);
                all.push(Short { scope: None, or: Vec::new(), sku: Some(sku.clone()), missing });
            }
            Reason::Condition(before, after) => {
                let purchase = Purchase { items: &now.basket.items, before, after };
                let at = asked.standpoint(now, purchase);
                all.extend(lacking(offer.coupon.when.as_ref()?, &at)?);
            }
            Reason::Unknown
            | Reason::Time(_)
            | Reason::UsedUp
            | Reason::Limit(..)
            | Reason::Lack(Lack::Product(_) | Lack::Limit { .. })
            | Reason::With(_)
            | Reason::OfCoupon(_)
            | Reason::InOrder(_)
            | Reason::OfGroup(..)
            | Reason::OnLine(..) => return None,
        }
    }
    Some(all)
}

/// One unit of what any of a coupon's discounts is about.
fn anything(offer: &Offer<'_>) -> Option<Short> {
    let about = offer.coupon.discounts.iter().filter(|discount| discount.target != Target::Shipping);
    let mut scopes = Vec::new();
    for discount in about {
        scopes.push(discount.scope);
    }
    let first = *scopes.first()?;
    let all = scopes.contains(&None);
    let or = if all { Vec::new() } else { scopes.into_iter().skip(1).flatten().collect() };
    Some(Short { scope: first.filter(|_| !all), or, sku: None, missing: Least::Quantity(1) })
}

/// What a cart lacks for a condition; `None` where something else is lacking.
fn lacking(condition: &Condition, at: &Standpoint<'_>) -> Option<Vec<Short>> {
    if holds(condition, at) {
        return Some(Vec::new());
    }
    match condition {
        Condition::All(all) => {
            let mut lacks = Vec::new();
            for part in all {
                lacks.extend(lacking(part, at)?);
            }
            Some(lacks)
        }
        Condition::Any(any) => any.iter().find_map(|part| lacking(part, at)),
        Condition::Cart(marks) => bounds(marks, at),
        Condition::Not(_)
        | Condition::Metric { .. }
        | Condition::Tier { .. }
        | Condition::Tenure(_)
        | Condition::Birthday(_)
        | Condition::Event(_)
        | Condition::First(_)
        | Condition::Said(..)
        | Condition::Attribute(_)
        | Condition::Tag(_)
        | Condition::InactiveFor(..)
        | Condition::Time(_)
        | Condition::Plan(_)
        | Condition::Segment(_) => None,
    }
}

/// What a cart holds of what a condition asks for, and how much there must be.
fn sides<'a>(marks: &'a CartMarks, at: &Standpoint<'_>) -> [(Least, &'a [Bound]); 2] {
    let sum = at.purchase.map(|purchase| purchase.sum(marks.scope, marks.of)).unwrap_or_default();
    [(Least::Amount(sum.amount), &marks.amount), (Least::Quantity(sum.quantity), &marks.quantity)]
}

fn bounds(marks: &CartMarks, at: &Standpoint<'_>) -> Option<Vec<Short>> {
    let mut lacks = Vec::new();
    for (there, bounds) in sides(marks, at) {
        let value = there.number();
        for bound in bounds {
            if bound.edge.holds(&value, &bound.value) {
                continue;
            }
            let more = match bound.edge {
                Edge::AtLeast => 0,
                Edge::MoreThan => 1,
                // There is too much already.
                Edge::UpTo | Edge::LessThan => return None,
            };
            let missing = bound.value.saturating_sub(value).saturating_add(more);
            lacks.push(Short { scope: marks.scope, or: Vec::new(), sku: None, missing: there.with(missing) });
        }
    }
    Some(lacks)
}

/// Whether a condition holds, or may once less is left to pay.
pub fn may_hold(condition: &Condition, at: &Standpoint<'_>) -> bool {
    match condition {
        Condition::All(all) => all.iter().all(|part| may_hold(part, at)),
        Condition::Any(any) => any.iter().any(|part| may_hold(part, at)),
        // What it says of the cart may turn.
        Condition::Not(_) => true,
        Condition::Cart(marks) => {
            let may = |there: Least, bound: &Bound| match bound.edge {
                Edge::AtLeast | Edge::MoreThan => bound.edge.holds(&there.number(), &bound.value),
                Edge::UpTo | Edge::LessThan => true,
            };
            sides(marks, at).into_iter().all(|(there, bounds)| bounds.iter().all(|bound| may(there, bound)))
        }
        Condition::Metric { .. }
        | Condition::Tier { .. }
        | Condition::Tenure(_)
        | Condition::Birthday(_)
        | Condition::Event(_)
        | Condition::First(_)
        | Condition::Said(..)
        | Condition::Attribute(_)
        | Condition::Tag(_)
        | Condition::InactiveFor(..)
        | Condition::Time(_)
        | Condition::Plan(_)
        | Condition::Segment(_) => holds(condition, at),
    }
}
