//! What a cut takes off: of each unit, of each line, of so many units, or across all of them.

use super::pick::Pick;
use super::work::{Plan, Work};
use super::{Piece, Run, Slot, even, spread};
use crate::config::{Allocation, SplitBy, SplitRounding};
use crate::program::{Cut, Discount};

/// How something is spread.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spreading {
    /// By what.
    pub(super) by: SplitBy,
    /// Who gets the odd minor units.
    pub(super) odd: SplitRounding,
    /// Whether floors hold.
    pub(super) floors: bool,
}

impl Spreading {
    /// In proportion to what is left.
    pub(super) const EVEN: Self =
        Self { by: SplitBy::Amount, odd: SplitRounding::LargestRemainder, floors: true };

    /// As a discount says.
    pub(super) fn of(discount: &Discount) -> Self {
        Self { by: discount.by, odd: discount.odd, floors: true }
    }
}

impl Work<'_> {
    /// What a cut takes off, worked out as said.
    pub(super) fn cut_plan(&self, discount: &Discount, cut: Cut, over: Allocation) -> Plan {
        let mut picks = self.pool(discount);
        if let Some(most) = discount.most {
            let items = self.items.list.len();
            let bounds = if over == Allocation::Once {
                (most, vec![most; items])
            } else {
                (i64::MAX, vec![most; items])
            };
            self.keep_first(&mut picks, discount.take, bounds, &|_, _| true);
        }
        match over {
            Allocation::Across => {
                let (worth, first) = self.worth(&picks);
                let off = self.cut(cut, worth, if discount.of_initial { first } else { worth });
                self.spread(&picks, off, Spreading::of(discount))
            }
            Allocation::EachLine => self.each_line(&picks, discount, cut),
            Allocation::EachUnit | Allocation::Once => self.each_unit(&picks, discount, cut),
        }
    }

    /// What units come to, as the coupon reckons, and what they came to at first.
    pub(super) fn worth(&self, picks: &[Pick]) -> (i64, i64) {
        let (mut worth, mut first) = (0_i64, 0_i64);
        if !self.converts {
            for pick in picks {
                let Some(run) = self.bill.runs().get(pick.run) else { continue };
                let price = self.items.get(run.item).map_or(0, |item| item.price);
                worth = worth.saturating_add(pick.units.saturating_mul(run.left));
                first = first.saturating_add(pick.units.saturating_mul(price));
            }
            return (worth, first);
        }
        for group in self.by_item(picks) {
            worth = worth.saturating_add(group.worth);
            first = first.saturating_add(group.first);
        }
        (worth, first)
    }

    fn each_unit(&self, picks: &[Pick], discount: &Discount, cut: Cut) -> Plan {
        let mut plan = Plan::default();
        for pick in picks {
            let Some(run) = self.bill.runs().get(pick.run) else { continue };
            plan.take(*pick, self.unit_off(run, cut, discount.of_initial), self.room(run), None);
        }
        plan
    }

    /// What a cut takes off one unit, whatever its floor.
    pub(super) fn unit_off(&self, run: &Run, cut: Cut, of_initial: bool) -> i64 {
        let Some(item) = self.items.get(run.item) else { return 0 };
        let worth = self.base(run.left, item);
        let of = if of_initial { self.base(item.price, item) } else { worth };
        self.back(self.cut(cut, worth, of), item, (worth, run.left))
    }

    fn each_line(&self, picks: &[Pick], discount: &Discount, cut: Cut) -> Plan {
        let mut plan = Plan::default();
        for group in self.by_item(picks) {
            let Some(item) = self.items.get(group.item) else { continue };
            let of = if discount.of_initial { group.first } else { group.worth };
            let off = self.cut(cut, group.worth, of);
            let off = self.back(off, item, (group.worth, group.left));
            plan.dropped =
                plan.dropped.saturating_add(self.over_units(&group, off, Spreading::EVEN, &mut plan.pieces));
        }
        plan
    }

    /// Spreads an amount over items, and what an item gets over its units.
    pub(super) fn spread(&self, picks: &[Pick], total: i64, how: Spreading) -> Plan {
        let (groups, mut plan) = (self.by_item(picks), Plan::default());
        let mut slots = Vec::with_capacity(groups.len().saturating_add(1));
        plan.pieces.reserve(picks.len().saturating_add(1));
        for (place, group) in groups.iter().enumerate() {
            let weight = match how.by {
                SplitBy::Amount => group.worth,
                SplitBy::Quantity => group.units,
                SplitBy::Equal => 1,
            };
            let room = if how.floors {
                self.items.get(group.item).map_or(0, |item| self.base(group.room, item)).min(group.worth)
            } else {
                group.worth
            };
            slots.push(Slot::new(place, 1, weight, room));
        }
        plan.dropped = spread(total, &mut slots, how.odd);
        for (group, slot) in groups.iter().zip(&slots) {
            let Some(item) = self.items.get(group.item) else { continue };
            let most = if how.floors { group.room } else { group.left };
            let off = self.back(slot.got, item, (slot.room, most));
            self.over_units(group, off, how, &mut plan.pieces);
        }
        plan
    }

    /// Spreads what an item gets over its units; gives what there is no room for.
    fn over_units(&self, group: &Group<'_>, off: i64, how: Spreading, pieces: &mut Vec<Piece>) -> i64 {
        let lets = |run: &Run| if how.floors { self.room(run) } else { run.left };
        if let [pick] = group.picks
            && how.odd != SplitRounding::LastLine
            && let Some(run) = self.bill.runs().get(pick.run)
        {
            let (parts, rest) = even(off, pick.units, lets(run));
            for (units, off) in parts {
                if units > 0 {
                    pieces.push(Piece { run: pick.run, units, off, marks: None });
                }
            }
            return rest;
        }
        let mut slots = Vec::with_capacity(group.picks.len());
        for pick in group.picks {
            let Some(run) = self.bill.runs().get(pick.run) else { continue };
            let weight = if how.by == SplitBy::Amount { run.left } else { 1 };
            let room = lets(run);
            slots.push(Slot::new(pick.run, pick.units, weight, room));
        }
        let dropped = spread(off, &mut slots, how.odd);
        for slot in slots {
            pieces.push(Piece { run: slot.of, units: slot.count, off: slot.got, marks: None });
        }
        dropped
    }

    /// Units by item; they stand in the order of the bill.
    fn by_item<'p>(&self, picks: &'p [Pick]) -> Vec<Group<'p>> {
        let item = |pick: &Pick| self.bill.runs().get(pick.run).map_or(usize::MAX, |run| run.item);
        let mut groups = Vec::with_capacity(picks.len());
        for own in picks.chunk_by(|a, b| item(a) == item(b)) {
            let mut group = Group { picks: own, item: own.first().map_or(0, item), ..Group::default() };
            let Some(of) = self.items.get(group.item) else { continue };
            for pick in own {
                let Some(run) = self.bill.runs().get(pick.run) else { continue };
                group.units = group.units.saturating_add(pick.units);
                group.left = group.left.saturating_add(pick.units.saturating_mul(run.left));
                group.room = group.room.saturating_add(pick.units.saturating_mul(self.room(run)));
            }
            group.worth = self.base(group.left, of);
            group.first = self.base(group.units.saturating_mul(of.price), of);
            groups.push(group);
        }
        groups
    }
}

/// Units of one item.
#[derive(Debug, Default)]
struct Group<'p> {
    item: usize,
    picks: &'p [Pick],
    units: i64,
    /// What is left of them.
    left: i64,
    /// How much of it may be taken off.
    room: i64,
    /// What is left of them, as the coupon reckons.
    worth: i64,
    /// What they cost at first, as the coupon reckons.
    first: i64,
}
