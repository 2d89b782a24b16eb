//! A choice of coupons tried on a cart: the steps in their order, and points at their place.

use super::join::joins;
use super::offer::{Offer, Reason};
use super::points::{self, Spending};
use super::{Due, Occasion, Taken};
use crate::config::CouponLimitOf;
use crate::ledger::{self, Line, Order};
use crate::price::{Applied, Bill, Sum, Use, apply};
use crate::rule::{Happening, Purchase, Standpoint, holds};
use crate::state::Left;
use crate::unit::Overflow;

/// The order that a cart would be at its own prices, and the segments of the member: what conditions of coupons see beside the cart.
#[derive(Debug)]
pub struct Asked {
    order: Order,
    lines: Vec<Left>,
    segments: Vec<bool>,
}

/// What a choice of coupons leaves to pay.
#[derive(Clone, Debug)]
pub struct Trial {
    /// What is left.
    pub bill: Bill,
    /// The step that is next, by its place in the program.
    pub at: usize,
    /// What each step did that did anything.
    pub steps: Vec<StepTaken>,
    /// The coupons that were applied, as an order names them.
    pub coupons: Vec<ledger::Taken>,
    /// Points that are used and could be.
    pub spending: Option<Spending>,
    /// Coupons that cannot be used, by their places among the offers, with all reasons. The others apply as if these were not chosen.
    pub refused: Vec<(usize, Vec<Reason>)>,
}

/// What a step took off.
#[derive(Clone, Debug)]
pub struct StepTaken {
    /// The step, by its place in the program.
    pub step: usize,
    /// All that it took off.
    pub taken: Taken,
    /// Its coupons, by their places among the offers, with what each did; none in the step of the points.
    pub applied: Vec<(usize, Applied)>,
}

impl Asked {
    /// What conditions see.
    #[must_use]
    pub fn of(now: &Occasion<'_>) -> Self {
        let (mut goods, mut lines, mut shipping) = (Vec::new(), Vec::new(), 0_i64);
        for line in now.basket.goods.iter().filter(|line| line.quantity > 0) {
            goods.push(Line {
                id: line.id.clone(),
                quantity: line.quantity,
                paid: line.amount,
                scopes: line.scopes.clone(),
                categories: line.categories.clone(),
            });
            lines.push(Left { quantity: line.quantity, paid: line.amount });
        }
        for delivery in &now.basket.shipping {
            shipping = shipping.saturating_add(delivery.amount);
        }
        let order = now.order(goods, shipping, 0);
        let standpoint =
            Standpoint::of_state(now.program, now.person, now.state, now.program.zone.day(now.at));
        let event = Happening::Order(&order, &lines);
        let segments = crate::rule::segments(&standpoint.at(now.at).with(event));
        Self { order, lines, segments }
    }

    /// What a condition of a coupon sees.
    #[must_use]
    pub fn standpoint<'a>(&'a self, now: &Occasion<'a>, purchase: Purchase<'a>) -> Standpoint<'a> {
        let today = now.program.zone.day(now.at);
        Standpoint::of_state(now.program, now.person, now.state, today)
            .at(now.at)
            .knowing(&self.segments)
            .with(Happening::Order(&self.order, &self.lines))
            .buying(purchase)
    }
}

impl Trial {
    /// A cart of which nothing was taken off yet.
    #[must_use]
    pub fn begin(now: &Occasion<'_>) -> Self {
        let bill = Bill::of(&now.basket.items);
        Self { bill, at: 0, steps: Vec::new(), coupons: Vec::new(), spending: None, refused: Vec::new() }
    }

    /// Tries coupons, chosen by their places among the offers, on a cart. In a step those apply first that stand first among the chosen.
    ///
    /// # Errors
    /// When a sum or a product leaves its range.
    pub fn of(
        now: &Occasion<'_>,
        (offers, chosen): (&[Offer<'_>], &[usize]),
        asked: &Asked,
    ) -> Result<Self, Overflow> {
        let mut trial = Self::begin(now);
        let steps = now.program.checkout.steps.len();
        for step in 0..steps {
            trial.up_to(now, step)?;
            for chosen in chosen {
                if offers.get(*chosen).is_some_and(|offer| offer.coupon.step == step)
                    && let Err(reasons) = trial.add(now, (offers, *chosen), asked)?
                {
                    trial.refused.push((*chosen, reasons));
                }
            }
        }
        trial.up_to(now, steps)?;
        Ok(trial)
    }

    /// Applies one more coupon, by its place among the offers, or says all that keeps it from being used; then nothing changes. Coupons
    /// come in the order of their steps, and at the end of each the bill's step ends.
    ///
    /// # Errors
    /// When a sum or a product leaves its range.
    pub fn add(
        &mut self,
        now: &Occasion<'_>,
        (offers, place): (&[Offer<'_>], usize),
        asked: &Asked,
    ) -> Result<Result<(), Vec<Reason>>, Overflow> {
        let Some(offer) = offers.get(place) else { return Ok(Err(vec![Reason::Unknown])) };
        let items = &now.basket.items;
        let mut bill = self.bill.clone();
        let room = self.room(offers, offer);
        let used = Use { coupon: offer.coupon, balance: offer.balance, room: &room };
        let done = apply(items, used, &mut bill)?;
        let mut reasons = Vec::new();
        if let Some(when) = &offer.coupon.when {
            let (before, after): (Vec<Sum>, Vec<Sum>) = (self.bill.sums(items), bill.sums(items));
            let purchase = Purchase { initial: &items.initial, before: &before, after: &after };
            if !holds(when, &asked.standpoint(now, purchase)) {
                reasons.push(Reason::Condition(before, after));
            }
        }
        let mut others = Vec::new();
        for (known, applied) in self.steps.iter().flat_map(|step| &step.applied) {
            others.extend(offers.get(*known).map(|known| (known, applied)));
        }
        reasons.extend(joins(now.program, (offer, done.as_ref().ok()), &others));
        let applied = match done {
            Ok(applied) => applied,
            Err(refused) => {
                reasons.extend(refused.0.into_iter().map(Reason::Lack));
                return Ok(Err(reasons));
            }
        };
        if !reasons.is_empty() {
            return Ok(Err(reasons));
        }
        self.bill = bill;
        let mut units = 0_i64;
        for part in &applied.units {
            units = units.saturating_add(*part);
        }
        self.coupons.push(ledger::Taken {
            coupon: offer.place,
            issue: offer.is_issue.then(|| offer.id.clone()),
            amount: applied.total,
            units,
        });
        let step = offer.coupon.step;
        if self.steps.last().is_none_or(|last| last.step != step) {
            let taken = Taken::of(now.basket, vec![0; items.list.len()]);
            self.steps.push(StepTaken { step, taken, applied: Vec::new() });
        }
        if let Some(last) = self.steps.last_mut() {
            last.taken.add(&applied.off)?;
            last.applied.push((place, applied));
        }
        Ok(Ok(()))
    }

    /// What limits of members and programs still let of a coupon, beside those of it that were applied.
    fn room(&self, offers: &[Offer<'_>], offer: &Offer<'_>) -> Vec<(usize, i64)> {
        let mut room = offer.room.clone();
        for (known, applied) in self.steps.iter().flat_map(|step| &step.applied) {
            if offers.get(*known).is_none_or(|known| known.coupon.id != offer.coupon.id) {
                continue;
            }
            for (place, room) in &mut room {
                let parts = match offer.coupon.limits.get(*place).map(|limit| limit.of) {
                    Some(CouponLimitOf::Units) => &applied.units,
                    Some(CouponLimitOf::Money) => &applied.off,
                    Some(CouponLimitOf::Uses) | None => continue,
                };
                for part in parts {
                    *room = room.saturating_sub(*part).max(0);
                }
            }
        }
        room
    }

    /// Applies what comes before a step, as far as it was not: ends of steps, and points.
    ///
    /// # Errors
    /// When a sum or a product leaves its range.
    pub fn up_to(&mut self, now: &Occasion<'_>, step: usize) -> Result<(), Overflow> {
        while self.at < step {
            if now.program.checkout.steps.get(self.at).is_some_and(|step| step.points) {
                self.points(now, self.at)?;
            } else {
                self.bill.end_step();
            }
            self.at = self.at.saturating_add(1);
        }
        Ok(())
    }

    /// Uses points, at the place of their step.
    ///
    /// # Errors
    /// When a sum or a product leaves its range.
    fn points(&mut self, now: &Occasion<'_>, step: usize) -> Result<(), Overflow> {
        let due = Due::of(now.basket, &self.bill);
        self.spending = points::spending(&now.using(&self.coupons), &due)?;
        let used = self.spending.as_ref().map_or(0, |spending| spending.used);
        if used > 0 {
            let taken = points::taken(now, &due, used)?;
            for (item, off) in taken.items().enumerate() {
                self.bill.pay(item, *off);
            }
            self.steps.push(StepTaken { step, taken, applied: Vec::new() });
        }
        Ok(())
    }
}
