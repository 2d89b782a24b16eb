//! The one table of numbers, with their ranges, and the sums that never leave them.

/// The largest whole number that is exact as a JavaScript number, 2^53 − 1.
pub const SAFE: i64 = 9_007_199_254_740_991;

/// A sum or product that left ±(2^53 − 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overflow;

/// The sum of two numbers.
///
/// # Errors
/// When it leaves ±(2^53 − 1).
pub fn plus(a: i64, b: i64) -> Result<i64, Overflow> {
    a.checked_add(b).filter(|sum| (-SAFE..=SAFE).contains(sum)).ok_or(Overflow)
}

/// The difference of two numbers.
///
/// # Errors
/// When it leaves ±(2^53 − 1).
pub fn minus(a: i64, b: i64) -> Result<i64, Overflow> {
    b.checked_neg().map_or(Err(Overflow), |b| plus(a, b))
}

macro_rules! bounded {
    ($($(#[doc = $doc:literal])* $name:ident: $min:expr, $max:expr;)*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(i64);

        impl $name {
            /// The least value.
            pub const MIN: i64 = $min;
            /// The greatest value.
            pub const MAX: i64 = $max;
            /// The least number.
            pub(crate) const LEAST: Self = Self($min);

            /// The number, if it is in range.
            #[must_use]
            pub fn new(value: i64) -> Option<Self> {
                (Self::MIN..=Self::MAX).contains(&value).then_some(Self(value))
            }

            /// The number itself.
            #[must_use]
            pub fn get(self) -> i64 {
                self.0
            }
        }
    )*};
}

bounded! {
    /// An amount of money that is not negative, in minor units of the program's currency (cents, fen, yen).
    Amount: 0, SAFE;
    /// Points given by a rule or spent by a member: whole, at least one.
    Points: 1, SAFE;
    /// How many of something: whole, at least one.
    Quantity: 1, SAFE;
    /// How many of something, perhaps none.
    Count: 0, SAFE;
}

#[cfg(test)]
mod tests {
    use super::{Amount, Overflow, SAFE, minus, plus};

    #[test]
    fn sums_stay_exact_in_javascript() {
        assert_eq!(plus(SAFE, 0), Ok(SAFE));
        assert_eq!(plus(SAFE, 1), Err(Overflow));
        assert_eq!(plus(i64::MAX, i64::MAX), Err(Overflow));
        assert_eq!(minus(-SAFE, 1), Err(Overflow));
        assert_eq!(minus(0, i64::MIN), Err(Overflow));
        assert_eq!(Amount::new(-1), None);
    }
}
