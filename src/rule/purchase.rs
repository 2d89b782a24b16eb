//! What is to be bought, as conditions on a cart see it.

use super::condition::within;
use crate::config::ThresholdOn;
use crate::price::{Bill, Items, Sum};
use crate::program::CartMarks;

/// What is to be bought at three moments: as it came, before the coupon at hand, and after it.
#[derive(Clone, Copy, Debug)]
pub struct Purchase<'a> {
    /// As it came.
    pub items: &'a Items,
    /// Before the coupon.
    pub before: &'a Bill,
    /// After the coupon.
    pub after: &'a Bill,
}

impl Purchase<'_> {
    /// What the lines of a scope come to, or all of them.
    #[must_use]
    pub fn sum(&self, scope: Option<usize>, of: ThresholdOn) -> Sum {
        match of {
            ThresholdOn::Initial => self.items.sum(scope),
            ThresholdOn::Before => self.before.sum(self.items, scope),
            ThresholdOn::After => self.after.sum(self.items, scope),
        }
    }

    /// Whether it holds what a condition asks for.
    pub(super) fn holds(&self, marks: &CartMarks) -> bool {
        let sum = self.sum(marks.scope, marks.of);
        within(&marks.amount, sum.amount) && within(&marks.quantity, sum.quantity)
    }
}
