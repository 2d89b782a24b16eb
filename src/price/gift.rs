//! Units that are given, and units that are swapped for others.

use super::across::Spreading;
use super::bill::Marks;
use super::pick::{Pick, Stock};
use super::work::{Plan, Work, price};
use super::{Item, Kind, Lack, Piece, Run};
use crate::config::{Add, Take};
use crate::shape::Id;
use crate::unit::{Overflow, plus};

impl Work<'_> {
    /// Gives units of a product: those that the cart has, and those that are added, for nothing.
    pub(super) fn gift(&mut self, (sku, many, add): (&Id, i64, Add)) -> Result<(), Overflow> {
        let own = |item: &Item| item.is_in(None) && item.sku == *sku;
        let (mut plan, mut missing) = (Plan::default(), many);
        if add != Add::Always {
            let stock = Stock::of(self, false);
            let mut picks = Vec::new();
            for run in self.order(&own, &|_| false, Take::Cheapest) {
                let units = stock.there(run).min(missing);
                missing = missing.saturating_sub(units);
                picks.push(Pick { run, units });
            }
            self.limit_units(&mut picks, Take::Cheapest);
            for pick in picks {
                if let Some(run) = self.bill.runs().get(pick.run) {
                    plan.take(pick, run.left, self.room(run), Some(false));
                }
            }
        }
        self.limit_money(&mut plan.pieces);
        self.settle(&plan);
        if add == Add::Never {
            if missing == many {
                self.lacks.push(Lack::Missing(sku.clone()));
            }
        } else if missing > 0
            && let Some(brought) = self.brought(sku)
        {
            self.bring(brought, missing.min(self.lets_units(brought)), 0)?;
        }
        Ok(())
    }

    /// Swaps units: those that go are no longer bought, and those that come cost no more than what was left of these.
    pub(super) fn replace(
        &mut self,
        (scope, many): (Option<usize>, i64),
        (sku, by): (&Id, i64),
    ) -> Result<(), Overflow> {
        let order = self.order(&|item| item.is_in(scope), &|_| false, Take::Cheapest);
        let stock = Stock::of(self, false);
        let Some(picks) = stock.first(&order, many) else {
            let value = stock.count(self, scope);
            self.lacks.push(Lack::Units { scope, target: many, value });
            return Ok(());
        };
        let Some(brought) = self.brought(sku) else { return Ok(()) };
        let (mut gone, mut left) = (Vec::new(), 0_i64);
        for Pick { run, units } in picks {
            let Some(known) = self.bill.runs().get(run) else { continue };
            let off = units.saturating_mul(known.left);
            left = left.saturating_add(off);
            self.applied.total = self.applied.total.saturating_add(off);
            for (list, more) in
                [(&mut self.applied.off, off), (&mut self.applied.moved, units.saturating_neg())]
            {
                if let Some(known_more) = list.get_mut(known.item) {
                    *known_more = known_more.saturating_add(more);
                }
            }
            gone.push(Piece { run, units, off: 0, marks: None });
        }
        self.bill.to_mut().remove(&gone);
        self.bring(brought, by, left)
    }

    /// The item of a product that is brought, if it is known.
    fn brought(&mut self, sku: &Id) -> Option<usize> {
        let found = self.items.list.iter().position(|item| item.kind == Kind::Brought && item.sku == *sku);
        if found.is_none() {
            self.lacks.push(Lack::Product(sku.clone()));
        }
        found
    }

    /// Adds units for which so much is paid at most. No limit makes anyone pay for what is given: it refuses the coupon.
    fn bring(&mut self, item: usize, units: i64, paid: i64) -> Result<(), Overflow> {
        let left = self.items.get(item).map_or(0, |item| item.price);
        let cost = price(units, left)?;
        if units <= 0 {
            return Ok(());
        }
        self.applied.added = plus(self.applied.added, cost)?;
        if let Some(moved) = self.applied.moved.get_mut(item) {
            *moved = moved.saturating_add(units);
        }
        let marks = Marks { served: true, ..Marks::default() };
        let run = self.bill.to_mut().bring(Run { item, units, left, marks });
        let off = cost.saturating_sub(paid).max(0);
        let converts = core::mem::take(&mut self.converts);
        let plan = self.spread(&[Pick { run, units }], off, Spreading::EVEN);
        self.converts = converts;
        self.settle(&plan);
        Ok(())
    }
}
