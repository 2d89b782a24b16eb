//! The only division of amounts and points in the engine: every call says how it rounds.

use super::Overflow;

/// How a quotient becomes whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
    /// To the nearest, halves away from zero.
    HalfUp,
    /// To the nearest, halves to the even neighbour.
    HalfEven,
    /// To the nearest, halves towards zero.
    HalfDown,
    /// Towards minus infinity.
    Floor,
}

/// The quotient, rounded; `by` is not zero, or the quotient is zero.
#[must_use]
pub fn divide(number: i128, by: i128, rounding: Rounding) -> i128 {
    let Some((quotient, rest)) = parted(number, by) else { return 0 };
    if rest == 0 {
        return quotient;
    }
    let negative = (number < 0) != (by < 0);
    let twice = rest.unsigned_abs().checked_mul(2);
    let half = twice.map_or(core::cmp::Ordering::Greater, |twice| twice.cmp(&by.unsigned_abs()));
    let away = match rounding {
        Rounding::Down => false,
        Rounding::Up => true,
        Rounding::HalfUp => half.is_ge(),
        Rounding::HalfEven => half.is_gt() || (half.is_eq() && quotient.rem_euclid(2) == 1),
        Rounding::HalfDown => half.is_gt(),
        Rounding::Floor => negative,
    };
    match (away, negative) {
        (false, _) => quotient,
        (true, false) => quotient.saturating_add(1),
        (true, true) => quotient.saturating_sub(1),
    }
}

/// The quotient towards zero, and the rest. Of numbers of 64 bits, as nearly all are, a wasm has an instruction for it.
fn parted(number: i128, by: i128) -> Option<(i128, i128)> {
    if let (Ok(number), Ok(by)) = (i64::try_from(number), i64::try_from(by))
        && let (Some(quotient), Some(rest)) = (number.checked_div(by), number.checked_rem(by))
    {
        return Some((quotient.into(), rest.into()));
    }
    Some((number.checked_div(by)?, number.checked_rem(by)?))
}

/// The product of two numbers.
///
/// # Errors
/// When it leaves the range of 128 bits.
pub fn product(a: i128, b: i128) -> Result<i128, Overflow> {
    a.checked_mul(b).ok_or(Overflow)
}

#[cfg(test)]
mod tests {
    use super::{Rounding, divide};

    #[test]
    fn every_way_to_round() {
        for (number, down, up, half_up, half_even, half_down, floor) in [
            (25, 2, 3, 3, 2, 2, 2),
            (35, 3, 4, 4, 4, 3, 3),
            (26, 2, 3, 3, 3, 3, 2),
            (24, 2, 3, 2, 2, 2, 2),
            (-25, -2, -3, -3, -2, -2, -3),
            (-20, -2, -2, -2, -2, -2, -2),
        ] {
            assert_eq!(divide(number, 10, Rounding::Down), down);
            assert_eq!(divide(number, 10, Rounding::Up), up);
            assert_eq!(divide(number, 10, Rounding::HalfUp), half_up);
            assert_eq!(divide(number, 10, Rounding::HalfEven), half_even);
            assert_eq!(divide(number, 10, Rounding::HalfDown), half_down);
            assert_eq!(divide(number, 10, Rounding::Floor), floor);
        }
        assert_eq!(divide(1, 0, Rounding::Up), 0);
        assert_eq!(divide(i128::MIN, -1, Rounding::Up), 0);
    }
}
