//! Units that cost so much together.

use super::across::Spreading;
use super::pick::{Pick, Stock};
use super::work::{Plan, Work};
use super::{Item, Lack, Piece};
use crate::program::Discount;

impl Work<'_> {
    /// What a bundle takes off: of its units, what they come to above its price. For each part, units that no later part could take come
    /// first, then the cheapest or dearest.
    pub(super) fn bundle(&mut self, discount: &Discount, parts: &[(Option<usize>, i64)], price: i64) -> Plan {
        let mut orders = Vec::new();
        for (place, (scope, _)) in parts.iter().enumerate() {
            let rest = parts.get(place.saturating_add(1)..).unwrap_or_default();
            let later = |item: &Item| rest.iter().any(|(other, _)| item.is_in(*other));
            orders.push(self.order(&|item| item.is_in(*scope), &later, discount.take));
        }
        let (mut stock, mut plan) = (Stock::of(self, false), Plan::default());
        let mut left = discount.repeat.unwrap_or(i64::MAX);
        let mut applied = false;
        while left > 0 {
            let picks = match self.parts(parts, &orders, &mut stock) {
                Ok(picks) => picks,
                Err(lack) => {
                    if !applied {
                        self.lacks.push(lack);
                    }
                    break;
                }
            };
            applied = true;
            let times = stock.times(&picks).min(left).min(self.lets(&plan.pieces, &picks));
            let off = self.worth(&picks).0.saturating_sub(price);
            if times <= 0 || off <= 0 {
                break;
            }
            stock.take(&picks, times);
            left = left.saturating_sub(times);
            let one = self.spread(&picks, off, Spreading::of(discount));
            plan.dropped = plan.dropped.saturating_add(one.dropped.saturating_mul(times));
            for piece in one.pieces {
                let units = piece.units.saturating_mul(times);
                plan.pieces.push(Piece { units, marks: Some(false), ..piece });
            }
        }
        plan
    }

    /// The units of one bundle, in the order of the bill, each run once; the stock stays as it is.
    fn parts(
        &self,
        parts: &[(Option<usize>, i64)],
        orders: &[Vec<usize>],
        stock: &mut Stock,
    ) -> Result<Vec<Pick>, Lack> {
        let (mut taken, mut lack) = (Vec::new(), None);
        for ((scope, many), order) in parts.iter().zip(orders) {
            let Some(picks) = stock.first(order, *many) else {
                lack = Some(Lack::Units { scope: *scope, target: *many, value: stock.count(self, *scope) });
                break;
            };
            stock.take(&picks, 1);
            taken.extend(picks);
        }
        stock.give_back(&taken);
        if let Some(lack) = lack {
            return Err(lack);
        }
        let mut units = vec![0_i64; self.bill.runs().len()];
        for pick in &taken {
            if let Some(units) = units.get_mut(pick.run) {
                *units = units.saturating_add(pick.units);
            }
        }
        let mut picks = Vec::new();
        for (run, units) in units.into_iter().enumerate().filter(|(_, units)| *units > 0) {
            picks.push(Pick { run, units });
        }
        Ok(picks)
    }
}
