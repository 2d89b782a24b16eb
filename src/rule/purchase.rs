//! What is to be bought, as conditions on a cart see it.

use super::condition::within;
use crate::config::ThresholdOn;
use crate::price::Sum;
use crate::program::CartMarks;

/// What is to be bought at three moments: as it came, before the coupon at hand, and after it. Of each, first all lines, then those of each
/// of the program's scopes.
#[derive(Clone, Copy, Debug)]
pub struct Purchase<'a> {
    /// As it came.
    pub initial: &'a [Sum],
    /// Before the coupon.
    pub before: &'a [Sum],
    /// After the coupon.
    pub after: &'a [Sum],
}

impl Purchase<'_> {
    /// What the lines of a scope come to, or all of them.
    #[must_use]
    pub fn sum(&self, scope: Option<usize>, of: ThresholdOn) -> Sum {
        let sums = match of {
            ThresholdOn::Initial => self.initial,
            ThresholdOn::Before => self.before,
            ThresholdOn::After => self.after,
        };
        sums.get(scope.map_or(0, |scope| scope.saturating_add(1))).copied().unwrap_or_default()
    }

    /// Whether it holds what a condition asks for.
    pub(super) fn holds(&self, marks: &CartMarks) -> bool {
        let sum = self.sum(marks.scope, marks.of);
        within(&marks.amount, sum.amount) && within(&marks.quantity, sum.quantity)
    }
}
