//! What is paid for, as it came: what never changes while coupons apply.

use super::{Bill, Sum, taxed};
use crate::shape::Id;
use crate::unit::Rounding;

/// What is paid for: the cart's lines, products that offers may bring, deliveries, charges. "Earlier" is earlier in this list.
#[derive(Clone, Debug)]
pub struct Items {
    /// Each of them.
    pub list: Vec<Item>,
    /// How amounts are rounded.
    pub rounding: Rounding,
    /// Whether prices leave out the tax.
    pub net: bool,
    /// What the lines come to: all of them, then those of each scope.
    pub initial: Vec<Sum>,
}

/// Something that is paid for.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is.
    pub kind: Kind,
    /// The product; of deliveries and charges nothing.
    pub sku: Id,
    /// How many units came with the cart.
    pub units: i64,
    /// What one unit costs.
    pub price: i64,
    /// No discount makes a unit cost less.
    pub floor: i64,
    /// What one unit costs for whom.
    pub prices: Vec<(Id, i64)>,
    /// The tax, in ten-thousandths of a per cent.
    pub tax: i64,
    /// Of each of the program's scopes, whether it holds it.
    pub scopes: Vec<bool>,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of the cart.
    Line,
    /// A product that offers may bring. Its units are in no scope, count for no threshold and serve no other offer.
    Brought,
    /// A delivery.
    Delivery,
    /// What the host adds; only balances pay it.
    Charge,
}

impl Items {
    /// What is paid for.
    #[must_use]
    pub fn new(list: Vec<Item>, scopes: usize, (rounding, net): (Rounding, bool)) -> Self {
        let mut items = Self { list, rounding, net, initial: Vec::new() };
        items.begin(scopes);
        items
    }

    /// What the lines of a scope came to at first, or all of them.
    #[must_use]
    pub fn sum(&self, scope: Option<usize>) -> Sum {
        self.initial.get(scope.map_or(0, |scope| scope.saturating_add(1))).copied().unwrap_or_default()
    }

    /// Adds up anew what the lines come to, of so many scopes.
    pub fn begin(&mut self, scopes: usize) {
        self.initial = Bill::of(self).sums_of(self, scopes);
    }

    /// An amount, as a coupon reckons that counts with the tax where prices are without it, or the other way round.
    #[must_use]
    pub fn converted(&self, amount: i64, tax: i64, rounding: Rounding) -> i64 {
        taxed(amount, tax, self.net, rounding)
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, item: usize) -> Option<&Item> {
        self.list.get(item)
    }
}

impl Item {
    /// A line without units.
    #[must_use]
    pub fn line(sku: Id, price: i64, scopes: Vec<bool>) -> Self {
        Self { kind: Kind::Line, sku, units: 0, price, floor: 0, prices: Vec::new(), tax: 0, scopes }
    }

    /// Whether it is a line of a scope, or any line.
    #[must_use]
    pub fn is_in(&self, scope: Option<usize>) -> bool {
        self.kind == Kind::Line && scope.is_none_or(|scope| self.scopes.get(scope) == Some(&true))
    }

    /// Whether it is goods.
    #[must_use]
    pub fn is_goods(&self) -> bool {
        matches!(self.kind, Kind::Line | Kind::Brought)
    }
}
