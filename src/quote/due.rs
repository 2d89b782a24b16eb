//! What is left to pay, and what a step takes off it.

use super::Basket;
use crate::price::Bill;
use crate::unit::{Overflow, plus};

/// What is left to pay: of each line and brought product, of each delivery and each charge.
#[derive(Clone, Debug)]
pub struct Due {
    /// Of all goods.
    pub goods: Vec<i64>,
    /// How many units of them.
    pub units: Vec<i64>,
    /// Of each delivery.
    pub shipping: Vec<i64>,
    /// Of each charge.
    pub charges: Vec<i64>,
}

/// What a step takes off: of all goods, of each delivery and each charge.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Of all goods.
    pub goods: Vec<i64>,
    /// Of each delivery.
    pub shipping: Vec<i64>,
    /// Of each charge.
    pub charges: Vec<i64>,
}

impl Due {
    /// What is left on a bill.
    #[must_use]
    pub fn of(basket: &Basket, bill: &Bill) -> Self {
        let items = basket.items.list.len();
        let (mut all, mut units) = (Vec::with_capacity(items), Vec::with_capacity(items));
        for left in bill.lefts(items) {
            all.push(left.amount);
            units.push(left.quantity);
        }
        units.truncate(basket.goods.len());
        let Taken { goods, shipping, charges } = Taken::of(basket, all);
        Self { goods, units, shipping, charges }
    }

    /// What is left of the goods.
    ///
    /// # Errors
    /// When the sum leaves 2^53 − 1.
    pub fn goods_left(&self) -> Result<i64, Overflow> {
        sum(&self.goods)
    }

    /// What is left of shipping.
    ///
    /// # Errors
    /// When the sum leaves 2^53 − 1.
    pub fn shipping_left(&self) -> Result<i64, Overflow> {
        sum(&self.shipping)
    }

    /// All that is left.
    ///
    /// # Errors
    /// When the sum leaves 2^53 − 1.
    pub fn total(&self) -> Result<i64, Overflow> {
        plus(plus(self.goods_left()?, self.shipping_left()?)?, sum(&self.charges)?)
    }

    /// Takes off what a step takes.
    pub fn take(&mut self, taken: &Taken) {
        let lists = [
            (&mut self.goods, &taken.goods),
            (&mut self.shipping, &taken.shipping),
            (&mut self.charges, &taken.charges),
        ];
        for (left, off) in lists {
            for (left, off) in left.iter_mut().zip(off) {
                *left = left.saturating_sub(*off);
            }
        }
    }
}

impl Taken {
    /// What is said of each item.
    #[must_use]
    pub fn of(basket: &Basket, mut items: Vec<i64>) -> Self {
        let mut shipping = items.split_off(basket.goods.len().min(items.len()));
        let charges = shipping.split_off(basket.shipping.len().min(shipping.len()));
        Self { goods: items, shipping, charges }
    }

    /// Of each item.
    pub fn items(&self) -> impl Iterator<Item = &i64> {
        self.goods.iter().chain(&self.shipping).chain(&self.charges)
    }

    /// Adds what more is taken off each item.
    ///
    /// # Errors
    /// When a sum leaves 2^53 − 1.
    pub fn add(&mut self, items: &[i64]) -> Result<(), Overflow> {
        let all = self.goods.iter_mut().chain(&mut self.shipping).chain(&mut self.charges);
        for (sum, more) in all.zip(items) {
            *sum = plus(*sum, *more)?;
        }
        Ok(())
    }

    /// All of it.
    ///
    /// # Errors
    /// When the sum leaves 2^53 − 1.
    pub fn total(&self) -> Result<i64, Overflow> {
        plus(plus(sum(&self.goods)?, sum(&self.shipping)?)?, sum(&self.charges)?)
    }
}

fn sum(amounts: &[i64]) -> Result<i64, Overflow> {
    amounts.iter().try_fold(0, |sum, amount| plus(sum, *amount))
}
