//! Which coupons are used together.

use super::offer::{Offer, Reason};
use crate::config::CouponLimitOf;
use crate::price::Applied;
use crate::program::{Coupon, CouponPer, Joins, Program};

/// Whether two coupons are used together. Those that always apply join all.
#[must_use]
pub fn together(a: &Offer<'_>, b: &Offer<'_>) -> bool {
    a.is_always() || b.is_always() || (lets(a.coupon, b.coupon) && lets(b.coupon, a.coupon))
}

/// Whether a coupon lets another be used beside it: one that joins all is let by all.
fn lets(own: &Coupon, other: &Coupon) -> bool {
    if own.joins == Joins::All || other.joins == Joins::All {
        return true;
    }
    match &own.joins {
        _ if own.exclusive || other.exclusive => false,
        Joins::Others => true,
        Joins::All | Joins::None => false,
        Joins::Groups(groups) => groups.iter().any(|group| other.groups.contains(group)),
    }
}

/// What keeps one more coupon from joining those that were applied.
#[must_use]
pub fn joins(
    program: &Program,
    (offer, own): (&Offer<'_>, Option<&Applied>),
    before: &[(&Offer<'_>, &Applied)],
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    if offer.is_always() {
        return reasons;
    }
    let (mut same, mut all) = (Vec::new(), 0_i64);
    for (known, applied) in before.iter().filter(|(known, _)| !known.is_always()) {
        all = all.saturating_add(1);
        if known.is_same(offer) {
            same.push(*applied);
        } else if !together(known, offer) {
            reasons.push(Reason::With(known.id.clone()));
        }
    }
    if i64::try_from(same.len()).unwrap_or(i64::MAX) >= offer.most() {
        reasons.push(Reason::OfCoupon(offer.most()));
    }
    for limit in offer.coupon.limits.iter().filter(|limit| limit.of == CouponLimitOf::Uses) {
        if matches!(limit.per, CouponPer::Line) && own.is_some_and(|own| crowds(own, &same, limit.max)) {
            reasons.push(Reason::OfCoupon(limit.max));
        }
    }
    if let Some(most) = program.checkout.most.filter(|most| all >= *most) {
        reasons.push(Reason::InOrder(most));
    }
    for place in &offer.coupon.groups {
        let Some(group) = program.checkout.groups.get(*place) else { continue };
        let mut of_group = Vec::new();
        for (known, applied) in before.iter().filter(|(known, _)| known.coupon.groups.contains(place)) {
            if !known.is_always() {
                of_group.push(*applied);
            }
        }
        let count = i64::try_from(of_group.len()).unwrap_or(i64::MAX);
        if let Some(most) = group.most.filter(|most| count >= *most) {
            reasons.push(Reason::OfGroup(*place, most));
        }
        if let Some(most) = group.per_line.filter(|most| own.is_some_and(|own| crowds(own, &of_group, *most)))
        {
            reasons.push(Reason::OnLine(*place, most));
        }
    }
    reasons
}

/// Whether with a coupon more than so many take something off units of one item.
fn crowds(own: &Applied, before: &[&Applied], most: i64) -> bool {
    own.units.iter().enumerate().any(|(item, units)| {
        let mut count = i64::from(*units > 0);
        for applied in before {
            count = count.saturating_add(i64::from(applied.units.get(item).is_some_and(|units| *units > 0)));
        }
        *units > 0 && count > most
    })
}
