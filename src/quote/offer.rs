//! Coupons that may apply to a cart, and what keeps others from it.

use core::cmp::Ordering;

use super::Occasion;
use crate::config::{Automatic, CouponLimitOf};
use crate::price::{Lack, Sum};
use crate::program::{Coupon, CouponPer, Cut, Does};
use crate::rule::{CouponObstacle, Held, Standpoint, held, is_on, open, turn};
use crate::shape::Id;
use crate::unit::{Instant, sorted};

/// A coupon that may apply to a cart: an issue of the wallet, or one that nobody needs to be issued.
#[derive(Clone, Debug)]
pub struct Offer<'a> {
    /// The id by which it is named: that of the issue, or of the coupon.
    pub id: Id,
    /// The coupon.
    pub coupon: &'a Coupon,
    /// Its place in the program.
    pub place: usize,
    /// Whether it is an issue of the wallet.
    pub is_issue: bool,
    /// The first instant at which it can be used no more.
    pub lapses: Instant,
    /// What its balance has, where it was issued with one of its own.
    pub balance: Option<i64>,
    /// What limits of the member and of all still let, by the limit's place.
    pub room: Vec<(usize, i64)>,
    /// Whether it must be used.
    pub pinned: bool,
}

/// What keeps a coupon from being used on a cart.
#[derive(Clone, Debug)]
pub enum Reason {
    /// There is none of this name for this member and cart.
    Unknown,
    /// It cannot be used at this time; the next at which it can be, if there is one.
    Time(Option<Instant>),
    /// It was used.
    UsedUp,
    /// A limit of the member or of all, by its place, lets no more.
    Limit(usize),
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

impl Offer<'_> {
    /// In which order coupons of one step apply: the higher priority, then those that lapse sooner, then by id.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let priority = other.coupon.priority.cmp(&self.coupon.priority);
        priority.then(self.lapses.cmp(&other.lapses)).then_with(|| self.id.cmp(&other.id))
    }

    /// Whether it applies wherever it can.
    #[must_use]
    pub fn is_always(&self) -> bool {
        self.coupon.automatic == Automatic::Always
    }

    /// How many of it may be in one order.
    #[must_use]
    pub fn most(&self) -> i64 {
        let mut most = self.coupon.most;
        for (place, limit) in self.coupon.limits.iter().enumerate() {
            if limit.of == CouponLimitOf::Uses {
                let room = self.room.iter().find(|(of, _)| *of == place).map(|(_, room)| *room);
                let max = if matches!(limit.per, CouponPer::Cart) { Some(limit.max) } else { room };
                most = max.map_or(most, |max| most.min(max));
            }
        }
        most
    }

    /// What it is worth, as far as that is known: what was written, or what it takes off, or its cap.
    #[must_use]
    pub fn worth(&self) -> Option<i64> {
        self.coupon.worth.or_else(|| {
            self.coupon.discounts.iter().find_map(|discount| {
                let Does::Cut(cut) = discount.does else { return None };
                match cut {
                    Cut::Amount(off) => Some(off),
                    Cut::Percent(_, cap) => cap,
                    Cut::Price(_) => None,
                }
            })
        })
    }
}

/// Coupons by name, with what keeps each from being used.
pub type Refused = Vec<(Id, Vec<Reason>)>;

/// The coupons that may apply, in the order in which they apply in a step: those that always do, those that are named or else all that
/// the member has, that are offered or that a code opens; and those that were named and cannot be used.
pub fn offers<'a>(now: &Occasion<'a>) -> (Vec<Offer<'a>>, Refused) {
    let (mut found, mut refused, mut known) = (Vec::new(), Vec::new(), Vec::new());
    let (basket, program) = (now.basket, now.program);
    let today = program.zone.day(now.at);
    let at = Standpoint::of_state(program, now.person, now.state, today).at(now.at);
    let mut all = held(now.state, &at);
    for (place, coupon) in program.coupons.iter().enumerate() {
        if coupon.automatic != Automatic::Issued || basket.opened.contains(&place) {
            all.push(open(place, now.state, &at));
        }
    }
    for held in &all {
        let Some(coupon) = program.coupons.get(held.coupon) else { continue };
        let id = held.issue.map_or(&coupon.id, |issue| &issue.issued.issue);
        let named = |names: &[Id]| names.iter().any(|name| name == id);
        let always = coupon.automatic == Automatic::Always;
        known.push(id.clone());
        let wanted = basket.apply.as_ref().is_none_or(|apply| named(apply)) && !named(&basket.forbid);
        if !always && !wanted && !named(&basket.pin) {
            continue;
        }
        let (room, reasons) = closed(now, held, coupon);
        if reasons.is_empty() {
            let (balance, pinned) = (held.issue.and(held.balance), named(&basket.pin));
            let (place, is_issue) = (held.coupon, held.issue.is_some());
            let (id, lapses) = (id.clone(), held.end());
            found.push(Offer { id, coupon, place, is_issue, lapses, balance, room, pinned });
        } else if named(&basket.pin) || basket.apply.as_ref().is_some_and(|apply| named(apply)) {
            refused.push((id.clone(), reasons));
        }
    }
    let mut unknown: Vec<&Id> = Vec::new();
    for id in basket.apply.iter().flatten().chain(&basket.pin) {
        if !known.contains(id) && !unknown.contains(&id) {
            unknown.push(id);
            refused.push((id.clone(), vec![Reason::Unknown]));
        }
    }
    (sorted(&found, &|a, b| a.coupon.step.cmp(&b.coupon.step).then_with(|| a.order(b))), refused)
}

/// What limits of the member and of all let of a coupon, and what keeps it from being used at the moment, whatever the cart.
fn closed(now: &Occasion<'_>, held: &Held<'_>, coupon: &Coupon) -> (Vec<(usize, i64)>, Vec<Reason>) {
    let (mut room, mut reasons) = (held.room.clone(), Vec::new());
    let timing = coupon.validity.timing.as_ref().filter(|_| held.issue.is_none());
    if let Some(timing) = timing.filter(|timing| !is_on(timing, &now.program.zone, now.at)) {
        reasons.push(Reason::Time(turn(timing, &now.program.zone, now.at)));
    }
    for obstacle in &held.obstacles {
        match obstacle {
            CouponObstacle::UsedUp => reasons.push(Reason::UsedUp),
            CouponObstacle::Limit(place, _) => reasons.push(Reason::Limit(*place)),
            _ if held.issue.is_none() => {}
            CouponObstacle::NotBegun(at) => reasons.push(Reason::Time(Some(*at))),
            CouponObstacle::Lapsed(_) => reasons.push(Reason::Time(None)),
            CouponObstacle::Hours(at) => reasons.push(Reason::Time(*at)),
        }
    }
    for (place, limit) in coupon.limits.iter().enumerate() {
        let CouponPer::Others(attribute) = &limit.per else { continue };
        let used = now.basket.used_of(held.coupon, attribute.as_ref(), limit.of);
        let left = limit.max.saturating_sub(used).max(0);
        room.push((place, left));
        if left == 0 {
            reasons.push(Reason::Limit(place));
        }
    }
    (room, reasons)
}
