//! Units that offers choose.

use super::work::{Work, times};
use super::{Bill, Item, Run};
use crate::config::Take;
use crate::unit::{Rounding, by_number, divide};

/// So many units of a run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pick {
    /// The run, by its place.
    pub(super) run: usize,
    /// How many.
    pub(super) units: i64,
}

/// Units of each run of a bill that can still be chosen.
#[derive(Debug)]
pub(super) struct Stock(Vec<i64>);

impl Stock {
    /// The units of lines that may serve an offer.
    pub(super) fn of(work: &Work<'_>, buys: bool) -> Self {
        let serves = |run: &Run| {
            work.items.get(run.item).is_some_and(|item| item.is_in(None))
                && run.left > 0
                && !(buys && run.marks.bought)
                && (work.coupon.shares_units || !run.marks.served)
        };
        let units = |run: &Run| if serves(run) { run.units } else { 0 };
        Self(work.bill.runs().iter().map(units).collect())
    }

    /// How many of a run there are.
    pub(super) fn there(&self, run: usize) -> i64 {
        self.0.get(run).copied().unwrap_or(0)
    }

    /// How many of a scope there are.
    pub(super) fn count(&self, work: &Work<'_>, scope: Option<usize>) -> i64 {
        let mut count = 0_i64;
        for (place, run) in work.bill.runs().iter().enumerate() {
            if work.items.get(run.item).is_some_and(|item| item.is_in(scope)) {
                count = count.saturating_add(self.there(place));
            }
        }
        count
    }

    /// The first so many in an order, if there are so many.
    pub(super) fn first(&self, order: &[usize], many: i64) -> Option<Vec<Pick>> {
        let (mut missing, mut picks) = (many, Vec::new());
        for run in order {
            let units = self.there(*run).min(missing);
            if units > 0 {
                picks.push(Pick { run: *run, units });
                missing = missing.saturating_sub(units);
            }
        }
        (missing == 0).then_some(picks)
    }

    /// The first in an order that come to so much, if they do.
    pub(super) fn worth(&self, order: &[usize], amount: i64, bill: &Bill) -> Option<Vec<Pick>> {
        let (mut missing, mut picks) = (amount, Vec::new());
        for place in order {
            let Some(run) = bill.runs().get(*place).filter(|_| missing > 0) else { continue };
            let needed = divide(missing.into(), run.left.into(), Rounding::Up);
            let units = self.there(*place).min(i64::try_from(needed).unwrap_or(i64::MAX));
            if units > 0 {
                picks.push(Pick { run: *place, units });
                missing = missing.saturating_sub(units.saturating_mul(run.left));
            }
        }
        (missing <= 0).then_some(picks)
    }

    /// How often the same can be taken again; a run may stand among them several times.
    pub(super) fn times(&self, picks: &[Pick]) -> i64 {
        let mut most = i64::MAX;
        for pick in picks {
            let mut units = 0_i64;
            for same in picks.iter().filter(|same| same.run == pick.run) {
                units = units.saturating_add(same.units);
            }
            most = most.min(times(self.there(pick.run), units));
        }
        most
    }

    /// Takes them so often.
    pub(super) fn take(&mut self, picks: &[Pick], times: i64) {
        for pick in picks {
            if let Some(there) = self.0.get_mut(pick.run) {
                *there = there.saturating_sub(pick.units.saturating_mul(times));
            }
        }
    }

    /// Gives back what was taken once.
    pub(super) fn give_back(&mut self, picks: &[Pick]) {
        for pick in picks {
            if let Some(there) = self.0.get_mut(pick.run) {
                *there = there.saturating_add(pick.units);
            }
        }
    }
}

impl Work<'_> {
    /// The runs of such items, with what `later` says of an item last, then by price, then the earlier.
    pub(super) fn order(
        &self,
        holds: &dyn Fn(&Item) -> bool,
        later: &dyn Fn(&Item) -> bool,
        take: Take,
    ) -> Vec<usize> {
        let mut found = Vec::with_capacity(self.bill.runs().len());
        for (place, run) in self.bill.runs().iter().enumerate() {
            let Some(item) = self.items.get(run.item).filter(|item| holds(item)) else { continue };
            let last = if later(item) { LATER } else { 0 };
            found.push((last.saturating_add(by_price(run, take)), place));
        }
        in_turn(found)
    }

    /// The runs of picks by price, then the earlier.
    pub(super) fn order_of(&self, picks: &[Pick], take: Take) -> Vec<usize> {
        let mut found = Vec::with_capacity(picks.len());
        for pick in picks {
            let Some(run) = self.bill.runs().get(pick.run) else { continue };
            found.push((by_price(run, take), pick.run));
        }
        in_turn(found)
    }
}

/// Prices lie within 2^53; what comes later stands beyond them.
const LATER: i64 = 1 << 60;

fn by_price(run: &Run, take: Take) -> i64 {
    if take == Take::Cheapest { run.left } else { run.left.saturating_neg() }
}

/// The places of such numbers, each once.
fn in_turn(mut found: Vec<(i64, usize)>) -> Vec<usize> {
    by_number(&mut found);
    let mut places = Vec::with_capacity(found.len());
    for (_, place) in found {
        if places.last() != Some(&place) {
            places.push(place);
        }
    }
    places
}
