//! A coupon applied to a bill: its discounts one after the other, and what it asks for.

use super::across::Spreading;
use super::pick::Pick;
use super::work::{Plan, Work, times, value};
use super::{Applied, Bill, Gives, Item, Items, Kind, Lack, Refused};
use crate::config::{Allocation, ThresholdOn};
use crate::program::{Coupon, CouponLimit, CouponPer, Cut, Discount, Does, Least};
use crate::unit::Overflow;

/// A coupon that is used.
#[derive(Clone, Copy, Debug)]
pub struct Use<'a> {
    /// The coupon.
    pub coupon: &'a Coupon,
    /// What its balance has, where it was issued with one of its own.
    pub balance: Option<i64>,
    /// What limits of members and programs still let, by the limit's place.
    pub room: &'a [(usize, i64)],
}

impl Use<'_> {
    /// The most that a limit of the cart lets, or of its lines: with the place of the limit, and whether it is of lines.
    pub(super) fn lets(&self, place: usize, limit: &CouponLimit) -> Option<(bool, i64)> {
        match limit.per {
            CouponPer::Cart => Some((false, limit.max)),
            CouponPer::Line => Some((true, limit.max)),
            CouponPer::Member(_) | CouponPer::Others(_) => {
                self.room.iter().find(|(of, _)| *of == place).map(|(_, room)| (false, *room))
            }
        }
    }
}

/// Applies a coupon: what it leaves of a bill, and what it did. All that its discounts ask for must be there, thresholds, units and
/// products, and something must come of it; or all that is lacking is said.
///
/// # Errors
/// When what is brought leaves the range of amounts.
pub fn apply(
    items: &Items,
    used: Use<'_>,
    bill: &Bill,
) -> Result<Result<(Bill, Applied), Refused>, Overflow> {
    let mut work = Work::new(items, used, bill);
    for list in [&mut work.applied.off, &mut work.applied.units, &mut work.applied.moved] {
        list.resize(items.list.len(), 0);
    }
    for discount in &used.coupon.discounts {
        if let Some(least) = discount.threshold.filter(|_| discount.on != ThresholdOn::After) {
            work.reach(discount, least, work.sum(discount.scope, discount.on));
        }
        work.discount(discount, used.balance)?;
    }
    work.finish();
    for run in work.bill.runs().iter().filter(|run| run.marks.touched) {
        let is_goods = items.get(run.item).is_some_and(Item::is_goods);
        if let Some(units) = work.applied.units.get_mut(run.item).filter(|_| is_goods) {
            *units = units.saturating_add(run.units);
        }
    }
    work.test_limits();
    if work.lacks.is_empty()
        && work.applied.total == 0
        && work.applied.added == 0
        && work.applied.gives.is_empty()
    {
        work.lacks.push(Lack::Nothing);
    }
    if !work.lacks.is_empty() {
        return Ok(Err(Refused(work.lacks)));
    }
    let mut left = work.bill.into_owned();
    left.forget(|marks| marks.touched = false);
    Ok(Ok((left, work.applied)))
}

impl Work<'_> {
    /// Applies one discount.
    fn discount(&mut self, discount: &Discount, balance: Option<i64>) -> Result<(), Overflow> {
        let mut plan = match &discount.does {
            Does::Cut(cut) => self.cut_plan(discount, *cut, discount.over),
            Does::Steps(steps) => self.steps(discount, steps),
            Does::EveryFull(least, off) => self.every_full(discount, *least, *off),
            Does::Schedule { parts, every } => self.schedule(discount, parts, *every),
            Does::Bundle { parts, price } => self.bundle(discount, parts, *price),
            Does::MemberPrice(name) => self.member_price(discount, name),
            Does::BuyGet(offer) => self.buy_get(discount, offer),
            Does::Voucher { balance: own, goods, shipping, charges } => {
                self.voucher(balance.unwrap_or(*own), [*goods, *shipping, *charges])
            }
            Does::Gift { sku, quantity, add } => {
                self.is_there(discount);
                let times = self.times(discount);
                return self.gift((sku, quantity.saturating_mul(times), *add));
            }
            Does::Replace { scope, quantity, sku, by } => {
                return self.replace((*scope, *quantity), (sku, *by));
            }
            Does::PointsTimes { .. } | Does::BonusPoints { .. } => {
                self.is_there(discount);
                self.applied.gives.push(Gives::Points);
                return Ok(());
            }
            Does::Service(service) => {
                self.is_there(discount);
                self.applied.gives.push(Gives::Service(service.clone()));
                return Ok(());
            }
        };
        self.limit_money(&mut plan.pieces);
        self.settle(&plan);
        Ok(())
    }

    /// Tests the thresholds on what is left after the coupon.
    fn finish(&mut self) {
        if !self.coupon.discounts.iter().any(|discount| discount.on == ThresholdOn::After) {
            return;
        }
        for discount in &self.coupon.discounts {
            if let Some(least) = discount.threshold.filter(|_| discount.on == ThresholdOn::After) {
                self.reach(discount, least, self.sum_of(&self.bill, discount.scope));
            }
        }
    }

    /// Notes that there are no units of a scope, where what is given asks for nothing else.
    fn is_there(&mut self, discount: &Discount) {
        let value = self.sum(discount.scope, ThresholdOn::Before).quantity;
        if discount.threshold.is_none() && value == 0 {
            self.lacks.push(Lack::Units { scope: discount.scope, target: 1, value });
        }
    }

    /// How often a threshold is there, as often as it may count; without one once.
    pub(super) fn times(&self, discount: &Discount) -> i64 {
        let Some(least) = discount.threshold else { return 1 };
        let there = value(least, self.sum(discount.scope, discount.on));
        times(there, least.number()).min(discount.repeat.unwrap_or(i64::MAX)).max(1)
    }

    fn steps(&mut self, discount: &Discount, steps: &[(Least, Cut)]) -> Plan {
        let sum = self.sum(discount.scope, discount.on);
        let reached = steps.iter().rev().find(|(least, _)| value(*least, sum) >= least.number());
        if let Some((_, cut)) = reached {
            let each = matches!(cut, Cut::Price(_));
            return self.cut_plan(
                discount,
                *cut,
                if each { Allocation::EachUnit } else { Allocation::Across },
            );
        }
        if let Some((least, _)) = steps.first() {
            self.reach(discount, *least, sum);
        }
        Plan::default()
    }

    fn every_full(&mut self, discount: &Discount, least: Least, off: i64) -> Plan {
        let sum = self.sum(discount.scope, discount.on);
        self.reach(discount, least, sum);
        let times = times(value(least, sum), least.number()).min(discount.repeat.unwrap_or(i64::MAX));
        self.cut_plan(discount, Cut::Amount(off.saturating_mul(times)), Allocation::Across)
    }

    pub(super) fn member_price(&self, discount: &Discount, name: &str) -> Plan {
        let mut plan = Plan::default();
        for pick in self.pool(discount) {
            let Some(run) = self.bill.runs().get(pick.run) else { continue };
            let prices = self.items.get(run.item).map_or(&[][..], |item| &item.prices);
            let Some((_, price)) = prices.iter().find(|(known, _)| **known == *name) else { continue };
            let off = run.left.saturating_sub(*price).max(0);
            plan.take(pick, off, self.room(run), None);
        }
        plan
    }

    /// A balance pays; no floor holds for what is paid.
    pub(super) fn voucher(&mut self, balance: i64, [goods, shipping, charges]: [bool; 3]) -> Plan {
        let pays = |item: &Item| match item.kind {
            Kind::Line | Kind::Brought => goods,
            Kind::Delivery => shipping,
            Kind::Charge => charges,
        };
        let converts = core::mem::take(&mut self.converts);
        let picks: Vec<Pick> = self.all(&pays);
        let most = self.worth(&picks).0;
        let plan = self.spread(&picks, balance.min(most), Spreading { floors: false, ..Spreading::EVEN });
        self.converts = converts;
        plan
    }
}
