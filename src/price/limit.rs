//! Limits of a coupon on one cart and on each line of it.

use super::pick::Pick;
use super::work::{Work, times};
use super::{Item, Lack, Piece, Run, Slot, Use, spread};
use crate::config::{CouponLimitOf, SplitRounding, Take};
use crate::unit::sorted_places;

/// How much of a coupon is left out beyond it: on a cart, and on each line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    units: [i64; 2],
    money: [i64; 2],
}

impl Limits {
    /// Those that cut.
    pub(super) fn of(used: &Use<'_>) -> Self {
        let mut limits = Self { units: [i64::MAX; 2], money: [i64::MAX; 2] };
        for (place, limit) in used.coupon.limits.iter().enumerate().filter(|(_, limit)| limit.cuts) {
            let [cart, line] = match limit.of {
                CouponLimitOf::Units => &mut limits.units,
                CouponLimitOf::Money => &mut limits.money,
                CouponLimitOf::Uses => continue,
            };
            match used.lets(place, limit) {
                Some((false, most)) => *cart = most.min(*cart),
                Some((true, most)) => *line = most.min(*line),
                None => {}
            }
        }
        limits
    }
}

impl Work<'_> {
    /// Of how many more units of the cart, and of each item, it may take something off.
    fn units_left(&self, plan: &[Piece]) -> (i64, Vec<i64>) {
        let [mut all, line] = self.limits.units;
        let mut each = vec![line; self.items.list.len()];
        let mut count = |item: usize, units: i64| {
            if self.items.get(item).is_some_and(Item::is_goods) {
                all = all.saturating_sub(units);
                if let Some(own) = each.get_mut(item) {
                    *own = own.saturating_sub(units);
                }
            }
        };
        for run in self.bill.runs().iter().filter(|run| run.marks.touched) {
            count(run.item, run.units);
        }
        for piece in plan.iter().filter(|piece| piece.off > 0) {
            if let Some(run) = self.bill.runs().get(piece.run) {
                count(run.item, piece.units);
            }
        }
        (all, each)
    }

    /// Leaves out units beyond a limit; those of which it took something before are among them.
    pub(super) fn limit_units(&self, picks: &mut Vec<Pick>, take: Take) {
        if self.limits.units == [i64::MAX; 2] {
            return;
        }
        let counts = |run: &Run, item: &Item| item.is_goods() && !run.marks.touched;
        self.keep_first(picks, take, self.units_left(&[]), &counts);
    }

    /// How often units of a kind can be added to a plan within limits.
    pub(super) fn lets(&self, plan: &[Piece], picks: &[Pick]) -> i64 {
        if self.limits.units == [i64::MAX; 2] {
            return i64::MAX;
        }
        let (all, each) = self.units_left(plan);
        let mut own = vec![0_i64; each.len()];
        let mut sum = 0_i64;
        for pick in picks {
            let Some(run) = self.bill.runs().get(pick.run) else { continue };
            sum = sum.saturating_add(pick.units);
            if let Some(own) = own.get_mut(run.item) {
                *own = own.saturating_add(pick.units);
            }
        }
        let mut most = times(all, sum);
        for (room, units) in each.into_iter().zip(own).filter(|(_, units)| *units > 0) {
            most = most.min(times(room, units));
        }
        most
    }

    /// How many units of an item can be added within limits.
    pub(super) fn lets_units(&self, item: usize) -> i64 {
        let (all, each) = self.units_left(&[]);
        all.min(each.get(item).copied().unwrap_or(0)).max(0)
    }

    /// Takes off no more than limits let: what is cut is cut in proportion.
    pub(super) fn limit_money(&self, pieces: &mut Vec<Piece>) {
        let [all, line] = self.limits.money;
        if line < i64::MAX {
            for (item, off) in self.applied.off.iter().enumerate() {
                let own = |piece: &Piece| self.bill.runs().get(piece.run).is_some_and(|run| run.item == item);
                shrink(pieces, line.saturating_sub(*off).max(0), &own);
            }
        }
        if all < i64::MAX {
            shrink(pieces, all.saturating_sub(self.applied.total).max(0), &|_| true);
        }
    }

    /// Notes the limits that it goes beyond: those that do not cut, and those that cannot, of what is given or swapped.
    pub(super) fn test_limits(&mut self) {
        for (place, limit) in self.coupon.limits.iter().enumerate() {
            let Some((per_line, most)) = self.used.lets(place, limit) else { continue };
            let parts = match limit.of {
                CouponLimitOf::Units => &self.applied.units,
                CouponLimitOf::Money => &self.applied.off,
                CouponLimitOf::Uses => continue,
            };
            let mut value = 0_i64;
            for part in parts {
                value = if per_line { value.max(*part) } else { value.saturating_add(*part) };
            }
            if value > most {
                self.lacks.push(Lack::Limit { of: limit.of, per_line, most, value });
            }
        }
    }
}

/// Cuts those pieces that are meant to so much together, in proportion to what they take off; the odd minor units as the bill stands.
fn shrink(pieces: &mut Vec<Piece>, most: i64, own: &dyn Fn(&Piece) -> bool) {
    let (mut slots, mut total) = (Vec::new(), 0_i64);
    let key = |place: usize| pieces.get(place).map(|piece| (piece.run, piece.off.saturating_neg()));
    for place in sorted_places(pieces.len(), &|a, b| key(a).cmp(&key(b))) {
        let Some(piece) = pieces.get(place).filter(|piece| own(piece)) else { continue };
        total = total.saturating_add(piece.units.saturating_mul(piece.off));
        slots.push(Slot::new(place, piece.units, piece.off, piece.off));
    }
    if total <= most {
        return;
    }
    spread(most, &mut slots, SplitRounding::LargestRemainder);
    let mut cut = Vec::with_capacity(slots.len());
    for piece in pieces.iter().filter(|piece| !own(piece)) {
        cut.push(*piece);
    }
    for slot in slots {
        if let Some(piece) = pieces.get(slot.of) {
            cut.push(Piece { units: slot.count, off: slot.got, ..*piece });
        }
    }
    *pieces = cut;
}
