//! What is left to pay, and what a step takes off it.

use super::Basket;
use crate::unit::{Overflow, plus};

/// What is left to pay: of each line, of each delivery, and what nothing is ever taken off.
#[derive(Clone, Debug)]
pub struct Due {
    /// Of each line.
    pub goods: Vec<i64>,
    /// Of each delivery.
    pub shipping: Vec<i64>,
    /// Of all charges.
    charges: i64,
}

/// What a step takes off: of each line and of each delivery.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Of each line.
    pub goods: Vec<i64>,
    /// Of each delivery.
    pub shipping: Vec<i64>,
}

impl Due {
    /// What a cart costs before anything is taken off.
    ///
    /// # Errors
    /// When a sum leaves 2^53 − 1.
    pub fn of(basket: &Basket) -> Result<Self, Overflow> {
        let (mut goods, mut shipping, mut charges) = (Vec::new(), Vec::new(), 0);
        for line in &basket.goods {
            goods.push(line.amount);
        }
        for delivery in &basket.shipping {
            shipping.push(delivery.amount);
        }
        for charge in &basket.charges {
            charges = plus(charges, charge.amount)?;
        }
        Ok(Self { goods, shipping, charges })
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
        plus(plus(self.goods_left()?, self.shipping_left()?)?, self.charges)
    }

    /// Takes off what a step takes.
    pub fn take(&mut self, taken: &Taken) {
        for (left, off) in self.goods.iter_mut().zip(&taken.goods) {
            *left = left.saturating_sub(*off);
        }
        for (left, off) in self.shipping.iter_mut().zip(&taken.shipping) {
            *left = left.saturating_sub(*off);
        }
    }
}

impl Taken {
    /// All of it.
    ///
    /// # Errors
    /// When the sum leaves 2^53 − 1.
    pub fn total(&self) -> Result<i64, Overflow> {
        plus(sum(&self.goods)?, sum(&self.shipping)?)
    }
}

fn sum(amounts: &[i64]) -> Result<i64, Overflow> {
    amounts.iter().try_fold(0, |sum, amount| plus(sum, *amount))
}
