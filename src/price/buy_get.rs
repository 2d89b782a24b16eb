//! Units that are got for units that are bought.

use super::pick::{Pick, Stock};
use super::work::{Plan, Work};
use super::{Item, Lack, Run};
use crate::config::{Take, ThresholdOn};
use crate::program::{BuyGet, Discount, Least};

impl Work<'_> {
    /// What a `buyGet` takes off. One application reserves what must be bought first: units that cannot be got, then the dearest, then
    /// those of the earlier line. Then it takes what is got from the rest, all of it or nothing. Units that were reserved or taken serve
    /// no other application.
    pub(super) fn buy_get(&mut self, discount: &Discount, offer: &BuyGet) -> Plan {
        let gets = |item: &Item| item.is_in(offer.gets);
        let to_buy = self.order(&|item| item.is_in(offer.buys), &gets, Take::Dearest);
        let to_get = self.order(&gets, &|_| false, discount.take);
        let (mut stock, mut plan) = (Stock::of(self, true), Plan::default());
        let mut left = discount.repeat.unwrap_or(i64::MAX);
        let mut applied = false;
        while left > 0 {
            let (bought, got) = match self.pair(offer, (&to_buy, &to_get), &mut stock) {
                Ok(pair) => pair,
                Err(lack) => {
                    if !applied {
                        self.lacks.push(lack);
                    }
                    break;
                }
            };
            let mut both = bought.clone();
            both.extend_from_slice(&got);
            let times = stock.times(&both).min(left).min(self.lets(&plan.pieces, &got));
            if times <= 0 {
                break;
            }
            applied = true;
            stock.take(&both, times);
            left = left.saturating_sub(times);
            for (picks, pays) in [(bought, true), (got, false)] {
                for pick in picks {
                    let Some(run) = self.bill.runs().get(pick.run) else { continue };
                    let off = if pays { 0 } else { self.unit_off(run, offer.cut, false) };
                    let units = pick.units.saturating_mul(times);
                    plan.take(Pick { run: pick.run, units }, off, self.room(run), Some(true));
                }
            }
        }
        plan
    }

    /// What one application buys and gets; the stock stays as it is.
    fn pair(
        &self,
        offer: &BuyGet,
        (to_buy, to_get): (&[usize], &[usize]),
        stock: &mut Stock,
    ) -> Result<(Vec<Pick>, Vec<Pick>), Lack> {
        let scope = offer.buys;
        let bought = match offer.least {
            Least::Quantity(target) => stock.first(to_buy, target).ok_or_else(|| {
                let value = stock.count(self, scope);
                Lack::Units { scope, target, value }
            }),
            Least::Amount(amount) => stock.worth(to_buy, amount, &self.bill).ok_or_else(|| {
                let value = stock.amount(self, scope);
                Lack::Threshold { scope, of: ThresholdOn::Before, least: offer.least, value }
            }),
        }?;
        stock.take(&bought, 1);
        let got = stock.first(to_get, offer.quantity);
        let value = stock.count(self, offer.gets);
        stock.give_back(&bought);
        let got = got.ok_or(Lack::Units { scope: offer.gets, target: offer.quantity, value })?;
        Ok((bought, got))
    }
}

impl Stock {
    /// What units of a scope come to.
    fn amount(&self, work: &Work<'_>, scope: Option<usize>) -> i64 {
        let mut amount = 0_i64;
        for (place, run) in work.bill.runs().iter().enumerate() {
            if work.items.get(run.item).is_some_and(|item| item.is_in(scope)) {
                amount = amount.saturating_add(Run { units: self.there(place), ..*run }.amount());
            }
        }
        amount
    }
}
