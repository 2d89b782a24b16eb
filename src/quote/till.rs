//! The search for the best coupons of a cart.

use super::join::together;
use super::offer::Offer;
use super::search::{Choice, Must, Shop, Within, search};
use super::trial::{Asked, Trial};
use super::{Due, Occasion, points};
use crate::config::{Allocation, Target};
use crate::ledger::Objective;
use crate::price::{Use, upper};
use crate::program::{Cut, Does, WHOLE};
use crate::unit::{Overflow, divide, sorted_places};

/// What was found.
#[derive(Debug)]
pub struct Best {
    /// The cart after it.
    pub trial: Trial,
    /// Whether nothing is better: all coupons were tried, or shown to be no better.
    pub optimal: bool,
    /// Where not: how much less might be to pay at most; of points it is not known.
    pub missed: Option<i64>,
}

/// Coupons tried on a cart.
struct Till<'a, 'o> {
    now: &'o Occasion<'a>,
    offers: &'o [Offer<'a>],
    asked: &'o Asked,
    objective: Objective,
}

/// The best of some offers, in the order in which they apply; those that are pinned are among it. `None` where they cannot be.
///
/// # Errors
/// When a sum or a product leaves its range.
pub fn best(now: &Occasion<'_>, offers: &[Offer<'_>], asked: &Asked) -> Result<Option<Best>, Overflow> {
    let till = Till { now, offers, asked, objective: now.basket.objective };
    let checkout = &now.program.checkout;
    let by_end = sorted_places(offers.len(), &|a, b| {
        let key = |place: usize| offers.get(place).map(|offer| (offer.lapses, &offer.id));
        key(a).cmp(&key(b))
    });
    let mut choices = Vec::with_capacity(offers.len());
    for (place, offer) in offers.iter().enumerate() {
        let coupon = offer.coupon;
        let mut group = None;
        for of in &coupon.groups {
            let most = checkout.groups.get(*of).and_then(|group| group.most);
            group = group.or_else(|| Some((*of, usize::try_from(most?).ok()?)));
        }
        choices.push(Choice {
            step: coupon.step,
            any_order: checkout.steps.get(coupon.step).is_some_and(|step| step.best),
            must: match (offer.is_always(), offer.pinned) {
                (true, _) => Must::Wherever,
                (false, true) => Must::Be,
                (false, false) => Must::Can,
            },
            rank: by_end.iter().position(|known| *known == place).unwrap_or(place),
            alike: till.alike(place),
            group,
            part: part(offer),
        });
    }
    let offers_most = checkout.most.and_then(|most| usize::try_from(most).ok()).unwrap_or(offers.len());
    let within = Within { offers: offers_most, work: usize::try_from(checkout.work).unwrap_or(usize::MAX) };
    let found = search(&till, &choices, &Trial::begin(now), within)?;
    let Some(found) = found else { return Ok(None) };
    let missed = found.missed.filter(|_| till.objective != Objective::MostPoints);
    Ok(Some(Best {
        trial: till.ended(&found.trial)?,
        optimal: found.missed.is_none(),
        missed: missed.map(|missed| found.value.saturating_sub(missed)),
    }))
}

/// The scope of which a coupon takes a part across what is left, where it does nothing else: 0 for all lines, then the scopes.
fn part(offer: &Offer<'_>) -> Option<(usize, i64)> {
    let [discount] = offer.coupon.discounts.as_slice() else { return None };
    let Does::Cut(Cut::Percent(part, None)) = discount.does else { return None };
    let plain = matches!(discount.target, Target::Lines)
        && matches!(discount.over, Allocation::Across)
        && !discount.of_initial
        && !offer.coupon.converts
        && offer.coupon.limits.is_empty();
    plain.then(|| (discount.scope.map_or(0, |scope| scope.saturating_add(1)), part))
}

impl Till<'_, '_> {
    /// The offer before another of the same coupon that differs in when it lapses and in its id alone.
    fn alike(&self, place: usize) -> Option<usize> {
        let offer = self.offers.get(place).filter(|offer| !offer.pinned && !offer.is_always())?;
        let same = |known: &&Offer<'_>| {
            known.coupon.id == offer.coupon.id
                && known.balance == offer.balance
                && known.room == offer.room
                && !known.pinned
        };
        let before = self.offers.get(..place)?;
        before.iter().rposition(|known| same(&known))
    }

    /// A cart to which all steps were applied.
    fn ended(&self, trial: &Trial) -> Result<Trial, Overflow> {
        let mut trial = trial.clone();
        trial.up_to(self.now, self.now.program.checkout.steps.len())?;
        Ok(trial)
    }

    /// Whether a coupon that was applied last takes off too little of its worth to be spent.
    fn is_wasted(&self, trial: &Trial) -> bool {
        let last = trial.steps.last().and_then(|step| step.applied.last());
        let Some((place, applied)) = last.filter(|_| self.objective == Objective::KeepCoupons) else {
            return false;
        };
        let Some(offer) = self.offers.get(*place).filter(|offer| !offer.is_always()) else { return false };
        let Some(worth) = offer.worth() else { return false };
        let keep = i128::from(worth).saturating_mul(i128::from(self.now.program.checkout.keep_below));
        i128::from(applied.saves()).saturating_mul(i128::from(WHOLE)) < keep
    }
}

impl Shop for Till<'_, '_> {
    type Trial = Trial;

    fn payable(&self, trial: &Trial) -> i64 {
        trial.bill.total()
    }

    fn value(&self, trial: &Trial) -> Result<i64, Overflow> {
        let trial = self.ended(trial)?;
        if self.objective != Objective::MostPoints {
            return Ok(trial.bill.total());
        }
        let due = Due::of(self.now.basket, &trial.bill);
        let used = trial.spending.as_ref().map_or(0, |spending| spending.used);
        let mut points = 0_i64;
        for line in &self.now.using(&trial.coupons).forecast(&due, used)?.posted.points {
            points = points.saturating_add(if line.currency == 0 { line.points } else { 0 });
        }
        Ok(points.saturating_neg())
    }

    fn least(&self, payable: i64) -> i64 {
        if self.objective == Objective::MostPoints {
            return i64::MIN;
        }
        // Points that are still to come take off no more than they pay for.
        payable.saturating_sub(points::at_most(self.now, payable)).max(0)
    }

    fn apply(&self, offer: usize, trial: &Trial) -> Result<Option<Trial>, Overflow> {
        let Some(step) = self.offers.get(offer).map(|offer| offer.coupon.step) else { return Ok(None) };
        let mut next = trial.clone();
        next.up_to(self.now, step)?;
        let added = next.add(self.now, (self.offers, offer), self.asked)?.is_ok();
        Ok((added && !self.is_wasted(&next)).then_some(next))
    }

    fn most(&self, offer: usize, trial: &Trial) -> i64 {
        let Some(offer) = self.offers.get(offer) else { return 0 };
        upper(
            &self.now.basket.items,
            Use { coupon: offer.coupon, balance: offer.balance, room: &offer.room },
            &trial.bill,
        )
    }

    fn joins(&self, offer: usize, chosen: &[usize]) -> bool {
        let Some(offer) = self.offers.get(offer) else { return false };
        let mut same = 1_i64;
        for known in chosen.iter().filter_map(|place| self.offers.get(*place)) {
            if known.coupon.id == offer.coupon.id {
                same = same.saturating_add(1);
            } else if !together(known, offer) {
                return false;
            }
        }
        offer.is_always() || same <= offer.most()
    }

    fn base(&self, scope: usize, trial: &Trial) -> i64 {
        let sums = trial.bill.sums(&self.now.basket.items);
        sums.get(scope).map_or(0, |sum| sum.amount)
    }

    fn part(&self, amount: i64, part: i64) -> i64 {
        let exact = i128::from(amount).saturating_mul(i128::from(part));
        i64::try_from(divide(exact, WHOLE.into(), self.now.program.money)).unwrap_or(i64::MAX)
    }
}
