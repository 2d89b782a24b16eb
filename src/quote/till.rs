//! The search for the best coupons of a cart.

use super::join::together;
use super::offer::Offer;
use super::search::{Choice, Leaves, Must, Shop, With, Within, search};
use super::short::may_hold;
use super::trial::{Asked, Trial};
use super::{Due, Occasion, points};
use crate::config::{Allocation, Target};
use crate::ledger::{Objective, PointsAsked};
use crate::price::{Use, upper};
use crate::program::{Condition, Cut, Does, Joins, WHOLE};
use crate::rule::Purchase;
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
    /// All of them.
    offers: &'o [Offer<'a>],
    /// Those among which the search chooses, by their places, each with the most that it takes off.
    live: Vec<(usize, i64)>,
    asked: &'o Asked,
    objective: Objective,
}

/// The best of some offers, in the order in which they apply; those that are pinned are among it. `None` where they cannot be.
///
/// # Errors
/// When a sum or a product leaves its range.
pub fn best(now: &Occasion<'_>, offers: &[Offer<'_>], asked: &Asked) -> Result<Option<Best>, Overflow> {
    let objective = now.basket.objective;
    let start = Trial::begin(now);
    let mut till = Till { now, offers, live: Vec::new(), asked, objective };
    till.live = till.alive(&start);
    let checkout = &now.program.checkout;
    let choices = till.choices();
    let most = checkout.most.and_then(|most| usize::try_from(most).ok()).unwrap_or(offers.len());
    let within = Within { offers: most, work: usize::try_from(checkout.work).unwrap_or(usize::MAX) };
    let found = search(&till, &choices, &start, within)?;
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

/// Whether a coupon may give points, or change how many an order earns.
fn gives_points(offer: &Offer<'_>) -> bool {
    let mut discounts = offer.coupon.discounts.iter();
    discounts.any(|discount| matches!(discount.does, Does::PointsTimes { .. } | Does::BonusPoints { .. }))
}

/// Whether a coupon swaps units for others.
fn swaps(offer: &Offer<'_>) -> bool {
    offer.coupon.discounts.iter().any(|discount| matches!(discount.does, Does::Replace { .. }))
}

/// Which coupons may be chosen with one.
fn with(offer: &Offer<'_>) -> With {
    let coupon = offer.coupon;
    if coupon.joins == Joins::All {
        With::All
    } else if (coupon.exclusive || coupon.joins == Joins::None) && offer.most() < 2 {
        With::Few
    } else {
        With::Others
    }
}

impl<'a> Till<'a, '_> {
    /// The offer at a place among those that are chosen from.
    fn offer(&self, place: usize) -> Option<&Offer<'a>> {
        self.live.get(place).and_then(|(offer, _)| self.offers.get(*offer))
    }

    /// The offers that come into question: those that must be chosen, and those that can be used on the cart as it came and may take
    /// something off it. What fails there fails on whatever others leave of it, unless too much is there.
    fn alive(&self, start: &Trial) -> Vec<(usize, i64)> {
        let mut live = Vec::with_capacity(self.offers.len());
        let items = &self.now.basket.items;
        let purchase = Purchase { items, before: &start.bill, after: &start.bill };
        let at = self.asked.standpoint(self.now, purchase);
        // Points of the order itself may pay for it.
        let spend = self.now.program.points.first().and_then(|rules| rules.spend.as_ref());
        let own = spend.is_some_and(|spend| spend.own);
        for (place, offer) in self.offers.iter().enumerate() {
            let used = Use { coupon: offer.coupon, balance: offer.balance, room: &offer.room };
            let never = |when: &Condition| !may_hold(when, &at);
            let most = if offer.coupon.when.as_ref().is_some_and(never) {
                None
            } else {
                upper(items, used, &start.bill)
            };
            let points = self.objective == Objective::MostPoints || (own && gives_points(offer));
            // What is swapped takes nothing off, but others may take more off what it leaves.
            let counts = |most: &i64| *most > 0 || points || swaps(offer);
            if offer.is_always() || offer.pinned || most.as_ref().is_some_and(counts) {
                live.push((place, most.unwrap_or(0).max(0)));
            }
        }
        live
    }

    /// What the search knows of each.
    fn choices(&self) -> Vec<Choice> {
        let checkout = &self.now.program.checkout;
        let by_end = sorted_places(self.live.len(), &|a, b| {
            let key = |place: usize| self.offer(place).map(|offer| (offer.lapses, &offer.id));
            key(a).cmp(&key(b))
        });
        let mut choices = Vec::with_capacity(self.live.len());
        for (place, (_, most)) in self.live.iter().enumerate() {
            let Some(offer) = self.offer(place) else { continue };
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
                rank: 0,
                most: *most,
                alike: self.alike(place),
                with: with(offer),
                group,
                part: part(offer),
            });
        }
        for (rank, place) in by_end.into_iter().enumerate() {
            if let Some(choice) = choices.get_mut(place) {
                choice.rank = rank;
            }
        }
        choices
    }

    /// The offer before another of the same coupon that differs in when it lapses and in its id alone.
    fn alike(&self, place: usize) -> Option<usize> {
        // What nobody needs to be issued is there once.
        let offer = self.offer(place).filter(|offer| offer.issued && !offer.pinned && !offer.is_always())?;
        let same = |known: &Offer<'_>| {
            known.is_same(offer)
                && known.balance == offer.balance
                && known.room == offer.room
                && !known.pinned
        };
        (0..place).rev().find(|place| self.offer(*place).is_some_and(same))
    }

    /// A cart to which all steps were applied.
    fn ended(&self, trial: &Trial) -> Result<Trial, Overflow> {
        let mut trial = trial.clone();
        trial.up_to(self.now, self.now.program.checkout.steps.len())?;
        Ok(trial)
    }

    /// Whether a coupon that was applied last takes off too little of its worth to be spent.
    fn is_wasted(&self, trial: &Trial) -> bool {
        let Some((place, used)) = trial.applied.last().filter(|_| self.objective == Objective::KeepCoupons)
        else {
            return false;
        };
        let Some(offer) = self.offers.get(*place).filter(|offer| !offer.is_always()) else { return false };
        let Some(worth) = offer.worth() else { return false };
        let keep = i128::from(worth).saturating_mul(i128::from(self.now.program.checkout.keep_below));
        i128::from(used.applied.saves()).saturating_mul(i128::from(WHOLE)) < keep
    }
}

impl Shop for Till<'_, '_> {
    type Trial = Trial;

    fn payable(&self, trial: &Trial) -> i64 {
        trial.left
    }

    fn value(&self, trial: &Trial) -> Result<i64, Overflow> {
        let pays = !matches!(self.now.basket.asked, PointsAsked::Number(0));
        if self.objective != Objective::MostPoints && !pays {
            return Ok(trial.left);
        }
        let trial = self.ended(trial)?;
        if self.objective != Objective::MostPoints {
            return Ok(trial.left);
        }
        let due = Due::of(self.now.basket, &trial.bill);
        let used = trial.spending.as_ref().map_or(0, |spending| spending.used);
        let mut points = 0_i64;
        for line in &self.now.using(&trial.coupons()).forecast(&due, used)?.posted.points {
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
        let (Some(of), Some((place, _))) = (self.offer(offer), self.live.get(offer)) else { return Ok(None) };
        let next = trial.and(self.now, (self.offers, *place), (of, self.asked))?;
        Ok(next.filter(|next| !self.is_wasted(next)))
    }

    fn leaves(&self, offer: usize, trial: &Trial) -> Leaves {
        let Some(of) = self.offer(offer) else { return Leaves::Not };
        let steps = self.now.program.checkout.steps.get(trial.at..of.coupon.step).unwrap_or_default();
        if steps.iter().any(|step| step.points) {
            return Leaves::Unknown;
        }
        let used = Use { coupon: of.coupon, balance: of.balance, room: &of.room };
        match upper(&self.now.basket.items, used, &trial.bill) {
            Some(most) => Leaves::Least(trial.left.saturating_sub(most)),
            None => Leaves::Not,
        }
    }

    fn joins(&self, offer: usize, chosen: &[usize]) -> bool {
        let Some(offer) = self.offer(offer) else { return false };
        let mut same = 1_i64;
        for known in chosen.iter().filter_map(|place| self.offer(*place)) {
            if known.is_same(offer) {
                same = same.saturating_add(1);
            } else if !together(known, offer) {
                return false;
            }
        }
        offer.is_always() || same <= offer.most()
    }

    fn base(&self, scope: usize, trial: &Trial) -> i64 {
        trial.bill.sum(&self.now.basket.items, scope.checked_sub(1)).amount
    }

    fn part(&self, amount: i64, part: i64) -> i64 {
        let exact = i128::from(amount).saturating_mul(i128::from(part));
        i64::try_from(divide(exact, WHOLE.into(), self.now.program.money)).unwrap_or(i64::MAX)
    }
}
