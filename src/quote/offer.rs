//! Coupons that may apply to a cart, and what keeps others from it.

use core::cmp::Ordering;

use super::Occasion;
use crate::config::{Automatic, CouponLimitOf};
use crate::price::{Bill, Lack};
use crate::program::{Coupon, CouponPer, Cut, Does};
use crate::rule::{CouponObstacle, Held, Standpoint, held, is_on, open, turn};
use crate::shape::Id;
use crate::unit::{Day, Instant, sorted_places};

/// A coupon that may apply to a cart: an issue of the wallet, or one that nobody needs to be issued.
#[derive(Clone, Debug)]
pub struct Offer<'a> {
    /// The id by which it is named: that of the issue, or of the coupon.
    pub id: Id,
    /// The coupon.
    pub coupon: &'a Coupon,
    /// Its place in the program.
    pub place: usize,
    /// Whether it was issued to the member.
    pub issued: bool,
    /// The first instant at which it can be used no more.
    pub lapses: Instant,
    /// Its last day, where dates decide.
    pub last_day: Option<Day>,
    /// What its balance has, where it was issued with one of its own.
    pub balance: Option<i64>,
    /// What limits of the member and of all still let, by the limit's place.
    pub room: Vec<(usize, i64)>,
    /// Whether it must be used.
    pub pinned: bool,
    /// What keeps it from being used, whatever the cart.
    pub closed: Vec<Reason>,
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
    /// A limit of the member or of all, by its place, lets no more; it lets some again on a date, if that is known.
    Limit(usize, Option<Day>),
    /// Its condition does not hold; what was left to pay before and after it.
    Condition(Bill, Bill),
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

    /// In which order coupons apply: by their steps, then as in a step.
    #[must_use]
    pub fn turn(&self, other: &Self) -> Ordering {
        self.coupon.step.cmp(&other.coupon.step).then_with(|| self.order(other))
    }

    /// Whether another is of the same coupon.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        core::ptr::eq(self.coupon, other.coupon)
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

/// A coupon that was named and cannot be used.
#[derive(Clone, Debug)]
pub struct Refusal<'a> {
    /// As it was named.
    pub id: Id,
    /// The coupon, where there is one.
    pub coupon: Option<&'a Coupon>,
    /// All that keeps it from being used.
    pub reasons: Vec<Reason>,
}

/// All coupons that a member could use now or later: what was issued, what is offered and what a code opens.
#[derive(Debug)]
pub struct Offers<'a> {
    /// Those that may apply, in the order in which they do; then the others.
    pub list: Vec<Offer<'a>>,
    /// How many may apply.
    pub open: usize,
    /// Coupons that were named and cannot be used.
    pub refused: Vec<Refusal<'a>>,
}

impl<'a> Offers<'a> {
    /// Those that may apply.
    #[must_use]
    pub fn open(&self) -> &[Offer<'a>] {
        self.list.get(..self.open).unwrap_or_default()
    }
}

/// All coupons of a member and a cart. Those may apply that always do, and those that are named or, where none are, all that nothing
/// closes.
pub fn offers<'a>(now: &Occasion<'a>) -> Offers<'a> {
    let (mut found, mut others, mut refused, mut known) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
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
        let pinned = named(&basket.pin);
        let chosen = basket.apply.as_ref().is_none_or(|apply| named(apply)) && !named(&basket.forbid);
        let wanted = always || pinned || chosen;
        let (room, closed) = closed(now, held, coupon);
        if wanted && !closed.is_empty() && (pinned || basket.apply.as_ref().is_some_and(|apply| named(apply)))
        {
            refused.push(Refusal { id: id.clone(), coupon: Some(coupon), reasons: closed.clone() });
        }
        let offer = Offer {
            id: id.clone(),
            coupon,
            place: held.coupon,
            issued: held.issue.is_some(),
            lapses: held.end(),
            last_day: held.expires.and_then(|(_, last)| last),
            balance: held.issue.and(held.balance),
            room,
            pinned,
            closed,
        };
        if wanted && offer.closed.is_empty() {
            found.push(offer);
        } else if held.is_alive() {
            others.push(offer);
        }
    }
    let mut unknown: Vec<&Id> = Vec::new();
    for id in basket.apply.iter().flatten().chain(&basket.pin) {
        if !known.contains(id) && !unknown.contains(&id) {
            unknown.push(id);
            refused.push(Refusal { id: id.clone(), coupon: None, reasons: vec![Reason::Unknown] });
        }
    }
    let mut list = in_turn(found);
    let open = list.len();
    list.extend(others);
    Offers { list, open, refused }
}

/// Offers in the order in which they apply.
fn in_turn(offers: Vec<Offer<'_>>) -> Vec<Offer<'_>> {
    let order = sorted_places(offers.len(), &|a, b| match (offers.get(a), offers.get(b)) {
        (Some(a), Some(b)) => a.turn(b),
        _ => Ordering::Equal,
    });
    let mut offers: Vec<Option<Offer<'_>>> = offers.into_iter().map(Some).collect();
    order.into_iter().filter_map(|place| offers.get_mut(place)?.take()).collect()
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
            CouponObstacle::Limit(place, frees) => reasons.push(Reason::Limit(*place, *frees)),
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
            reasons.push(Reason::Limit(place, None));
        }
    }
    (room, reasons)
}
