//! A choice of coupons tried on a cart: the steps in their order, and points at their place.

use std::rc::Rc;

use super::join::joins;
use super::offer::{Offer, Reason};
use super::points::{self, Spending};
use super::{Basket, Due, Occasion, Taken};
use crate::config::CouponLimitOf;
use crate::ledger::{self, Line, Order};
use crate::price::{Applied, Bill, Use, apply};
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
    /// All that is left.
    pub left: i64,
    /// The step that is next, by its place in the program.
    pub at: usize,
    /// The coupons that were applied, by their places among the offers, with what each did.
    pub applied: Vec<(usize, Rc<Used>)>,
    /// What points took off, and in which step.
    pub points: Option<(usize, Taken)>,
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
    pub applied: Vec<(usize, Rc<Used>)>,
}

/// A coupon that was applied.
#[derive(Debug)]
pub struct Used {
    /// What it did.
    pub applied: Applied,
    /// As an order names it.
    taken: ledger::Taken,
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
        Self {
            left: bill.total(),
            bill,
            at: 0,
            applied: Vec::new(),
            points: None,
            spending: None,
            refused: Vec::new(),
        }
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
        let (bill, applied) = match self.tried(now, (offers, offer), asked)? {
            Ok(done) => done,
            Err(reasons) => return Ok(Err(reasons)),
        };
        self.left = bill.total();
        self.bill = bill;
        self.note((place, offer), applied);
        Ok(Ok(()))
    }

    /// The same with one more coupon at its step; `None` where it cannot be used.
    ///
    /// # Errors
    /// When a sum or a product leaves its range.
    pub fn and(
        &self,
        now: &Occasion<'_>,
        (offers, place): (&[Offer<'_>], usize),
        (offer, asked): (&Offer<'_>, &Asked),
    ) -> Result<Option<Self>, Overflow> {
        let mut before = None;
        if self.at < offer.coupon.step {
            let mut own = self.clone();
            own.up_to(now, offer.coupon.step)?;
            before = Some(own);
        }
        let before = before.as_ref().unwrap_or(self);
        let Ok((bill, applied)) = before.tried(now, (offers, offer), asked)? else { return Ok(None) };
        let mut applied_before = Vec::with_capacity(before.applied.len().saturating_add(1));
        applied_before.extend_from_slice(&before.applied);
        let mut next = Self {
            left: bill.total(),
            bill,
            at: before.at,
            applied: applied_before,
            points: before.points.clone(),
            spending: before.spending.clone(),
            refused: Vec::new(),
        };
        next.note((place, offer), applied);
        Ok(Some(next))
    }

    /// Notes what a coupon did.
    fn note(&mut self, (place, offer): (usize, &Offer<'_>), applied: Applied) {
        let mut units = 0_i64;
        for part in &applied.units {
            units = units.saturating_add(*part);
        }
        let issue = offer.issued.then(|| offer.id.clone());
        let taken = ledger::Taken { coupon: offer.place, issue, amount: applied.total, units };
        self.applied.push((place, Rc::new(Used { applied, taken })));
    }

    /// What one more coupon would leave of the bill, and what it would do; or all that keeps it from being used.
    ///
    /// # Errors
    /// When a sum or a product leaves its range.
    pub fn tried(
        &self,
        now: &Occasion<'_>,
        (offers, offer): (&[Offer<'_>], &Offer<'_>),
        asked: &Asked,
    ) -> Result<Result<(Bill, Applied), Vec<Reason>>, Overflow> {
        let items = &now.basket.items;
        let room = self.room(offers, offer);
        let used = Use { coupon: offer.coupon, balance: offer.balance, room: &room };
        let done = apply(items, used, &self.bill)?;
        let mut reasons = Vec::new();
        if let Some(when) = &offer.coupon.when {
            let (before, after) = (&self.bill, done.as_ref().map_or(&self.bill, |(left, _)| left));
            if !holds(when, &asked.standpoint(now, Purchase { items, before, after })) {
                reasons.push(Reason::Condition(before.clone(), after.clone()));
            }
        }
        let own = done.as_ref().ok().map(|(_, applied)| applied);
        reasons.extend(joins(now.program, (offer, own), &self.used(offers)));
        Ok(match done {
            Ok(done) if reasons.is_empty() => Ok(done),
            Ok(_) => Err(reasons),
            Err(refused) => {
                reasons.extend(refused.0.into_iter().map(Reason::Lack));
                Err(reasons)
            }
        })
    }

    /// The coupons that were applied, with what each did.
    #[must_use]
    pub fn used<'t, 'a>(&'t self, offers: &'t [Offer<'a>]) -> Vec<(&'t Offer<'a>, &'t Applied)> {
        let mut used = Vec::new();
        for (known, one) in &self.applied {
            used.extend(offers.get(*known).map(|known| (known, &one.applied)));
        }
        used
    }

    /// The same as an order names them.
    #[must_use]
    pub fn coupons(&self) -> Vec<ledger::Taken> {
        self.applied.iter().map(|(_, used)| used.taken.clone()).collect()
    }

    /// What each step did that did anything.
    ///
    /// # Errors
    /// When a sum leaves its range.
    pub fn steps(&self, basket: &Basket, offers: &[Offer<'_>]) -> Result<Vec<StepTaken>, Overflow> {
        let mut steps: Vec<StepTaken> = Vec::new();
        for (place, used) in &self.applied {
            let Some(step) = offers.get(*place).map(|offer| offer.coupon.step) else { continue };
            if steps.last().is_none_or(|last| last.step != step) {
                let taken = Taken::of(basket, vec![0; basket.items.list.len()]);
                steps.push(StepTaken { step, taken, applied: Vec::new() });
            }
            if let Some(last) = steps.last_mut() {
                last.taken.add(&used.applied.off)?;
                last.applied.push((*place, Rc::clone(used)));
            }
        }
        if let Some((step, taken)) = &self.points {
            let place = steps.iter().position(|known| known.step > *step).unwrap_or(steps.len());
            steps.insert(place, StepTaken { step: *step, taken: taken.clone(), applied: Vec::new() });
        }
        Ok(steps)
    }

    /// What limits of members and programs still let of a coupon, beside those of it that were applied.
    fn room(&self, offers: &[Offer<'_>], offer: &Offer<'_>) -> Vec<(usize, i64)> {
        let mut room = offer.room.clone();
        for (known, Used { applied, .. }) in self.applied.iter().map(|(known, used)| (known, &**used)) {
            if offers.get(*known).is_none_or(|known| !known.is_same(offer)) {
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
        self.spending = points::spending(&now.using(&self.coupons()), &due)?;
        let used = self.spending.as_ref().map_or(0, |spending| spending.used);
        if used > 0 {
            let taken = points::taken(now, &due, used)?;
            for (item, off) in taken.items().enumerate() {
                self.bill.pay(item, *off);
            }
            self.left = self.bill.total();
            self.points = Some((step, taken));
        }
        Ok(())
    }
}
