//! A coupon at work on a bill.

use std::borrow::Cow;

use super::limit::Limits;
use super::pick::Pick;
use super::{Applied, Bill, Item, Items, Kind, Lack, Piece, Sum, Use, taxed};
use crate::config::{Take, ThresholdOn};
use crate::program::{Coupon, Cut, Discount, Least, Target, WHOLE};
use crate::unit::{Rounding, divide, plus};

/// A coupon at work on a bill.
#[derive(Debug)]
pub(super) struct Work<'a> {
    pub(super) items: &'a Items,
    pub(super) used: Use<'a>,
    pub(super) coupon: &'a Coupon,
    /// What is left, before the coupon and then of each of its discounts.
    pub(super) bill: Cow<'a, Bill>,
    /// Whether amounts are reckoned with the tax where prices are without it, or the other way round.
    pub(super) converts: bool,
    /// What was left before the coupon.
    before: &'a Bill,
    pub(super) limits: Limits,
    pub(super) applied: Applied,
    pub(super) lacks: Vec<Lack>,
}

/// What a discount is to take off.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) pieces: Vec<Piece>,
    /// What floors keep it from.
    pub(super) dropped: i64,
}

impl<'a> Work<'a> {
    /// A coupon that did nothing yet, and is not to do anything: what it does would be noted for no item.
    pub(super) fn new(items: &'a Items, used: Use<'a>, bill: &'a Bill) -> Self {
        let coupon = used.coupon;
        Self {
            items,
            used,
            coupon,
            bill: Cow::Borrowed(bill),
            converts: coupon.converts,
            before: bill,
            limits: Limits::of(&used),
            applied: Applied::default(),
            lacks: Vec::new(),
        }
    }

    /// What the lines of a scope come to on a bill, as the coupon reckons.
    pub(super) fn sum_of(&self, bill: &Bill, scope: Option<usize>) -> Sum {
        let mut sum = bill.sum(self.items, scope);
        if self.converts {
            sum.amount = 0;
            for (place, item) in self.items.list.iter().enumerate().filter(|(_, item)| item.is_in(scope)) {
                sum.amount = sum.amount.saturating_add(self.base(bill.left(place).amount, item));
            }
        }
        sum
    }

    /// An amount of an item, as the coupon reckons.
    pub(super) fn base(&self, amount: i64, item: &Item) -> i64 {
        if self.converts { self.items.converted(amount, item.tax, self.items.rounding) } else { amount }
    }

    /// What is taken off an item, as the cart reckons: of all that it comes to all that is left.
    pub(super) fn back(&self, off: i64, item: &Item, (worth, left): (i64, i64)) -> i64 {
        if !self.converts {
            return off.min(left);
        }
        if off == 0 {
            return 0;
        }
        if off >= worth { left } else { taxed(off, item.tax, !self.items.net, self.items.rounding).min(left) }
    }

    /// What a cut takes off so much; of a percentage, of what it is.
    pub(super) fn cut(&self, cut: Cut, worth: i64, of: i64) -> i64 {
        let off = match cut {
            Cut::Amount(amount) => amount,
            Cut::Percent(share, cap) => {
                let exact = i128::from(of).saturating_mul(share.into());
                let off = divide(exact, WHOLE.into(), self.items.rounding);
                let off = i64::try_from(off).unwrap_or(i64::MAX);
                cap.map_or(off, |cap| off.min(cap))
            }
            Cut::Price(price) => worth.saturating_sub(price),
        };
        off.clamp(0, worth)
    }

    /// What the lines of a scope come to at a moment. After the coupon is only known at its end.
    pub(super) fn sum(&self, scope: Option<usize>, on: ThresholdOn) -> Sum {
        match on {
            ThresholdOn::Initial if self.converts => self.sum_of(&Bill::of(self.items), scope),
            ThresholdOn::Initial => self.items.sum(scope),
            ThresholdOn::Before | ThresholdOn::After => self.sum_of(self.before, scope),
        }
    }

    /// Notes that a threshold is not reached, where it is not.
    pub(super) fn reach(&mut self, discount: &Discount, least: Least, sum: Sum) {
        let value = value(least, sum);
        if value < least.number() {
            let (scope, of) = (discount.scope, discount.on);
            self.lacks.push(Lack::Threshold { scope, of, least, value });
        }
    }

    /// The units that a discount may take something off, within limits of units.
    pub(super) fn pool(&self, discount: &Discount) -> Vec<Pick> {
        let mut picks = self.all_of(discount);
        self.limit_units(&mut picks, discount.take);
        picks
    }

    /// The units that a discount is about.
    pub(super) fn all_of(&self, discount: &Discount) -> Vec<Pick> {
        self.all(&|item| Self::may(discount, item))
    }

    /// Whether a discount is about an item.
    pub(super) fn may(discount: &Discount, item: &Item) -> bool {
        (discount.target != Target::Shipping && item.is_in(discount.scope))
            || (discount.target != Target::Lines && item.kind == Kind::Delivery)
    }

    /// All units of such items of which something is left.
    pub(super) fn all(&self, holds: &dyn Fn(&Item) -> bool) -> Vec<Pick> {
        let mut picks = Vec::new();
        for (place, run) in self.bill.runs().iter().enumerate().filter(|(_, run)| run.left > 0) {
            if self.items.get(run.item).is_some_and(holds) {
                picks.push(Pick { run: place, units: run.units });
            }
        }
        picks
    }

    /// Keeps the first so many by price: of all, and of each item. What `is_free` says of a unit's run does not count.
    pub(super) fn keep_first(
        &self,
        picks: &mut Vec<Pick>,
        take: Take,
        (mut all, mut each): (i64, Vec<i64>),
        counts: &dyn Fn(&super::Run, &Item) -> bool,
    ) {
        let mut kept = vec![0; self.bill.runs().len()];
        for place in self.order_of(picks, take) {
            let Some(run) = self.bill.runs().get(place) else { continue };
            let Some(item) = self.items.get(run.item) else { continue };
            let mut units = 0_i64;
            for pick in picks.iter().filter(|pick| pick.run == place) {
                units = units.saturating_add(pick.units);
            }
            if counts(run, item) {
                let own = each.get(run.item).copied().unwrap_or(0);
                units = units.min(all).min(own).max(0);
                all = all.saturating_sub(units);
                if let Some(own) = each.get_mut(run.item) {
                    *own = own.saturating_sub(units);
                }
            }
            if let Some(kept) = kept.get_mut(place) {
                *kept = units;
            }
        }
        for pick in picks.iter_mut() {
            pick.units = pick.units.min(kept.get(pick.run).copied().unwrap_or(0));
        }
        picks.retain(|pick| pick.units > 0);
    }

    /// Takes off what a plan says.
    pub(super) fn settle(&mut self, plan: &Plan) {
        for piece in &plan.pieces {
            let Some(run) = self.bill.runs().get(piece.run) else { continue };
            let off = piece.units.saturating_mul(piece.off);
            self.applied.total = self.applied.total.saturating_add(off);
            if let Some(known) = self.applied.off.get_mut(run.item) {
                *known = known.saturating_add(off);
            }
        }
        self.applied.dropped = self.applied.dropped.saturating_add(plan.dropped);
        self.bill.to_mut().commit(&plan.pieces);
    }

    /// How much can be taken off each unit of a run.
    pub(super) fn room(&self, run: &super::Run) -> i64 {
        let floor = self.items.get(run.item).map_or(0, |item| item.floor);
        run.left.saturating_sub(floor).max(0)
    }
}

impl Plan {
    /// All that it takes off.
    pub(super) fn total(&self) -> i64 {
        let mut total = 0_i64;
        for piece in &self.pieces {
            total = total.saturating_add(piece.units.saturating_mul(piece.off));
        }
        total
    }

    /// Takes so much off each of so many units, as far as a floor lets.
    pub(super) fn take(&mut self, pick: Pick, off: i64, room: i64, marks: Option<bool>) {
        let fits = off.min(room);
        let cut = off.saturating_sub(fits).saturating_mul(pick.units);
        self.dropped = self.dropped.saturating_add(cut);
        self.pieces.push(Piece { run: pick.run, units: pick.units, off: fits, marks });
    }
}

/// What a sum has of what a threshold asks for.
pub(super) fn value(least: Least, sum: Sum) -> i64 {
    match least {
        Least::Amount(_) => sum.amount,
        Least::Quantity(_) => sum.quantity,
    }
}

/// How often so much is there in full; of nothing never.
pub(super) fn times(there: i64, size: i64) -> i64 {
    i64::try_from(divide(there.max(0).into(), size.into(), Rounding::Down)).unwrap_or(0)
}

/// Units times a price, within the range of amounts.
pub(super) fn price(units: i64, price: i64) -> Result<i64, crate::unit::Overflow> {
    plus(units.checked_mul(price).ok_or(crate::unit::Overflow)?, 0)
}
