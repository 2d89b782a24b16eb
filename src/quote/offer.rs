//! Coupons that may apply to a cart, and what keeps others from it.

use core::cmp::Ordering;

use super::Occasion;
use crate::config::{Automatic, CouponLimitOf};
use crate::price::{Lack, Sum};
use crate::program::{Coupon, CouponLimit, CouponPer};
use crate::rule::{is_on, turn};
use crate::shape::Id;
use crate::unit::{Instant, sorted};

/// A coupon that may apply to a cart: an issue of the wallet, or one that nobody needs to be issued.
#[derive(Clone, Debug)]
pub struct Offer<'a> {
    /// The id by which it is named: that of the issue, or of the coupon.
    pub id: Id,
    /// The coupon.
    pub coupon: &'a Coupon,
    /// The first instant at which it can be used no more.
    pub lapses: Instant,
    /// What its balance has, where it was issued with one of its own.
    pub balance: Option<i64>,
}

/// What keeps a coupon from being used on a cart.
#[derive(Clone, Debug)]
pub enum Reason {
    /// There is none of this name for this member and cart.
    Unknown,
    /// It cannot be used at this time; the next at which it can be, if there is one.
    Time(Option<Instant>),
    /// Its condition does not hold; what was bought before and after it.
    Condition(Vec<Sum>, Vec<Sum>),
    /// Something is lacking in the cart.
    Lack(Lack),
    /// It does not join this one.
    With(Id),
    /// There are as many already: of the coupon itself.
    OfCoupon(i64),
    /// There are as many already: in the order.
    InOrder(i64),
    /// There are as many of a group in the order already.
    OfGroup(usize, i64),
    /// There are as many of a group on a line already.
    OnLine(usize, i64),
}

impl<'a> Offer<'a> {
    /// A coupon that nobody needs to be issued.
    #[must_use]
    pub fn of_all(now: &Occasion<'a>, coupon: &'a Coupon) -> Self {
        let to = coupon.validity.timing.as_ref().and_then(|timing| timing.to);
        let lapses = to.map_or(Instant::NEVER, |to| now.program.zone.start_of(to.plus_days(1)));
        Self { id: coupon.id.clone(), coupon, lapses, balance: None }
    }

    /// In which order coupons of one step apply: the higher priority, then those that lapse sooner, then by id.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let priority = other.coupon.priority.cmp(&self.coupon.priority);
        priority.then(self.lapses.cmp(&other.lapses)).then_with(|| self.id.cmp(&other.id))
    }

    /// What keeps it from being used at the moment, whatever the cart.
    #[must_use]
    pub fn closed(&self, now: &Occasion<'_>) -> Option<Reason> {
        let timing = self.coupon.validity.timing.as_ref()?;
        let zone = &now.program.zone;
        (!is_on(timing, zone, now.at)).then(|| Reason::Time(turn(timing, zone, now.at)))
    }

    /// Whether it applies wherever it can.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.coupon.automatic == Automatic::Always
    }

    /// How many of it may be in one order.
    #[must_use]
    pub fn most(&self) -> i64 {
        let uses =
            |limit: &&CouponLimit| limit.of == CouponLimitOf::Uses && matches!(limit.per, CouponPer::Cart);
        self.coupon.limits.iter().filter(uses).fold(self.coupon.most, |most, limit| most.min(limit.max))
    }
}

/// The coupons that always apply, then those that are named, in the order in which they apply in a step; and those that cannot be used
/// at all.
pub fn offers<'a>(now: &Occasion<'a>) -> (Vec<Offer<'a>>, Vec<(Id, Vec<Reason>)>) {
    let (mut offers, mut refused) = (Vec::new(), Vec::new());
    for coupon in &now.program.coupons {
        let offer = Offer::of_all(now, coupon);
        if offer.is_always() && offer.closed(now).is_none() {
            offers.push(offer);
        }
    }
    let mut named: Vec<&Id> = Vec::new();
    for id in now.basket.apply.iter().flatten().filter(|id| !id.is_empty()) {
        if named.contains(&id) {
            continue;
        }
        named.push(id);
        let found = now.program.coupons.iter().find(|coupon| coupon.id == *id && is_offered(now, coupon));
        let Some(coupon) = found else {
            refused.push((id.clone(), vec![Reason::Unknown]));
            continue;
        };
        let offer = Offer::of_all(now, coupon);
        if let Some(reason) = offer.closed(now) {
            refused.push((id.clone(), vec![reason]));
        } else if !offer.is_always() {
            offers.push(offer);
        }
    }
    (sorted(&offers, &Offer::order), refused)
}

/// Whether nobody needs to be issued a coupon, or one of its codes was entered.
fn is_offered(now: &Occasion<'_>, coupon: &Coupon) -> bool {
    coupon.automatic != Automatic::Issued || coupon.codes.iter().any(|code| now.basket.codes.contains(code))
}
