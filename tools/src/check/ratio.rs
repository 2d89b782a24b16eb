//! Shares of whole numbers, exactly.

use crate::node::ONE;

/// A share that is not below zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ratio {
    number: i128,
    by: i128,
}

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self { number: 0, by: 1 };
    /// One.
    pub const ONE: Self = Self { number: 1, by: 1 };

    /// One number over another; `None` over nothing.
    pub fn new(number: i128, by: i128) -> Option<Self> {
        if by <= 0 || number < 0 {
            return None;
        }
        let common = common(number, by);
        Some(Self { number: number / common, by: by / common })
    }

    /// A number in billionths.
    pub fn of(billionths: i128) -> Self {
        Self::new(billionths, ONE).unwrap_or(Self::ZERO)
    }

    /// Both together; a sum that leaves its range stays what it was.
    pub fn plus(self, other: Self) -> Self {
        let sum = || {
            let number =
                self.number.checked_mul(other.by)?.checked_add(other.number.checked_mul(self.by)?)?;
            Self::new(number, self.by.checked_mul(other.by)?)
        };
        sum().unwrap_or(self)
    }

    /// So many times it; a product that leaves its range stays what it was.
    pub fn times(self, other: Self) -> Self {
        let product = || Self::new(self.number.checked_mul(other.number)?, self.by.checked_mul(other.by)?);
        product().unwrap_or(self)
    }

    /// Whether it is at least another.
    pub fn at_least(self, other: Self) -> bool {
        let sides = self.number.checked_mul(other.by).zip(other.number.checked_mul(self.by));
        sides.is_some_and(|(left, right)| left >= right)
    }

    /// The greater of both.
    pub fn or_more(self, other: Self) -> Self {
        if self.at_least(other) { self } else { other }
    }

    /// In per cent, cut off.
    pub fn percent(self) -> String {
        (self.number.saturating_mul(100) / self.by).to_string()
    }

    /// In billionths, rounded up.
    pub fn billionths(self) -> i128 {
        let scaled = self.number.saturating_mul(ONE);
        (scaled + self.by - 1) / self.by
    }
}

fn common(a: i128, b: i128) -> i128 {
    if a == 0 { b } else { common(b % a, a) }
}
