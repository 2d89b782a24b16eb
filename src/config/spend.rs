//! How points are spent at checkout, as people write it.

use crate::shape::{Blank, Id, List, Percent, Some1, record, words};
use crate::unit::{Amount, Points};

record! {
    /// How points are spent at checkout.
    pub struct Spend {
        /// Only in multiples of so many points; of one unless said.
        unit: Option<Points> = "unit",
        /// Only from so many usable points on.
        minimum: Option<Points> = "minimum",
        /// They take off at most so many per cent of what is to be paid: up to 100.
        max_share: Option<Percent> = "maxShare",
        /// They take off at most this amount.
        max_amount: Option<Amount> = "maxAmount",
        /// Scopes of products that they do not pay for.
        exclude: List<Id> = "exclude",
        /// What they pay for; the goods unless said.
        covers: Option<Some1<Covered>> = "covers",
        /// Whether points that an order earns may be used on it.
        include_this_order: Option<bool> = "includeThisOrder",
    }
}

words! {
    /// What points pay for.
    pub enum Covered {
        /// The goods.
        Goods = "goods",
        /// Shipping.
        Shipping = "shipping",
    }
}

impl Blank for Covered {
    fn blank() -> Self {
        Self::Goods
    }
}
