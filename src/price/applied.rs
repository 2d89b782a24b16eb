//! What a coupon did, or why it cannot be used.

use crate::config::{CouponLimitOf, ThresholdOn};
use crate::program::Least;
use crate::shape::Id;

/// What a coupon did.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// What it took off each item.
    pub off: Vec<i64>,
    /// Of how many units of each item it took something off.
    pub units: Vec<i64>,
    /// How many units of each item it brought (above zero) or took away (below).
    pub moved: Vec<i64>,
    /// All that it took off.
    pub total: i64,
    /// What the units cost that it brought, before it took anything off.
    pub added: i64,
    /// What floors kept it from taking off.
    pub dropped: i64,
    /// What it gives beside money.
    pub gives: Vec<Gives>,
}

/// What a coupon gives beside money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gives {
    /// Points, which the order earns that names it.
    Points,
    /// A service.
    Service(Id),
}

impl Applied {
    /// How much less is to be paid.
    #[must_use]
    pub fn saves(&self) -> i64 {
        self.total.saturating_sub(self.added)
    }
}

/// All that keeps a coupon from being used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub Vec<Lack>);

/// What keeps a coupon from being used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lack {
    /// A threshold is not reached.
    Threshold {
        /// Of which lines.
        scope: Option<usize>,
        /// At which moment.
        of: ThresholdOn,
        /// The threshold.
        least: Least,
        /// What there is of it.
        value: i64,
    },
    /// There are too few units that could serve.
    Units {
        /// Of which lines.
        scope: Option<usize>,
        /// How many there must be.
        target: i64,
        /// How many there are.
        value: i64,
    },
    /// What it brings is neither in the catalogue nor in the cart.
    Product(Id),
    /// What it gives is not in the cart, and is not to be added.
    Missing(Id),
    /// It does more than a limit lets it.
    Limit {
        /// What the limit counts.
        of: CouponLimitOf,
        /// Whether of each line.
        per_line: bool,
        /// The limit.
        most: i64,
        /// What the coupon would do.
        value: i64,
    },
    /// There is nothing that it could take off.
    Nothing,
}
