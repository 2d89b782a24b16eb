//! Decimal numbers as they are written, exactly.

use core::cmp::Ordering;

use super::bytes::bytes;
use super::digits::{digits, push_digits};

/// A decimal number: `number / 10^scale`, without zeros at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// Its digits as a whole number; a number beyond the range of 64 bits is the end of that range.
    pub number: i64,
    /// How many of them are decimals.
    pub scale: u32,
}

impl Decimal {
    /// Reads a JSON number: `-19.90`, `1e2`. Nothing before the point, or nothing after it, is no number.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (negative, body) = text.strip_prefix('-').map_or((false, text), |body| (true, body));
        let (digits, power) = match body.split_once(['e', 'E']) {
            Some((digits, power)) => (digits, exponent(power)?),
            None => (body, 0),
        };
        let (whole, decimals) = match digits.split_once('.') {
            Some((_, "")) => return None,
            Some((whole, decimals)) => (whole, decimals.trim_end_matches('0')),
            None => (digits, ""),
        };
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(decimals) {
            return None;
        }
        let mut number = 0_i64;
        for byte in whole.bytes().chain(decimals.bytes()) {
            number = number.saturating_mul(10).saturating_add(i64::from(byte.saturating_sub(b'0')));
        }
        let mut scale = i64::try_from(decimals.len()).unwrap_or(i64::MAX).saturating_sub(power);
        while scale < 0 && number != 0 && number < i64::MAX {
            number = number.saturating_mul(10);
            scale = scale.saturating_add(1);
        }
        while scale > 0 && number.checked_rem(10) == Some(0) {
            number = number.checked_div(10).unwrap_or(0);
            scale = if number == 0 { 0 } else { scale.saturating_sub(1) };
        }
        let number = if negative { number.saturating_neg() } else { number };
        Some(Self { number, scale: u32::try_from(scale.max(0)).unwrap_or(u32::MAX) })
    }

    /// So many units of `10^-decimals`.
    #[must_use]
    pub fn of_units(units: i64, decimals: u32) -> Self {
        let (mut number, mut scale) = (units, decimals);
        while scale > 0 && number.checked_rem(10) == Some(0) {
            number = number.checked_div(10).unwrap_or(0);
            scale = scale.saturating_sub(1);
        }
        Self { number, scale }
    }

    /// Whether all of its digits are known: those of a number within 64 bits are.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.number.saturating_abs() < i64::MAX && self.scale < 32
    }

    /// Adds its digits to a text.
    pub fn push(self, out: &mut String) {
        if self.number < 0 {
            out.push('-');
        }
        let mut digits = String::new();
        push_digits(self.number.unsigned_abs(), self.scale.saturating_add(1), &mut digits);
        let decimals = usize::try_from(self.scale).unwrap_or(0);
        for (place, digit) in digits.chars().enumerate() {
            if decimals > 0 && place.saturating_add(decimals) == digits.len() {
                out.push('.');
            }
            out.push(digit);
        }
    }

    /// The number in units of `10^-decimals`; `None` when it has more decimals, or leaves the range of 64 bits.
    #[must_use]
    pub fn units(self, decimals: u32) -> Option<i64> {
        let shift = decimals.checked_sub(self.scale)?;
        self.number.checked_mul(10_i64.checked_pow(shift)?)
    }
}

/// The power of ten of `e+2`.
fn exponent(text: &str) -> Option<i64> {
    let written = text.strip_prefix(['+', '-']).unwrap_or(text);
    (1..=3).contains(&written.len()).then_some(())?;
    let power = digits(written, written.len())?;
    Some(if text.starts_with('-') { power.saturating_neg() } else { power })
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        // A factor that ends at the range of 128 bits is still larger than every number without it.
        let units = |of: &Self| {
            let shift = self.scale.max(other.scale).saturating_sub(of.scale);
            i128::from(of.number).saturating_mul(10_i128.saturating_pow(shift))
        };
        units(self).cmp(&units(other))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

bytes! {
    Decimal { number, scale }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn exactly_as_written() {
        for (text, number, scale) in [
            ("0", 0, 0),
            ("-0", 0, 0),
            ("0.0", 0, 0),
            ("10", 10, 0),
            ("19.90", 199, 1),
            ("-0.001", -1, 3),
            ("1e2", 100, 0),
            ("1.5e-3", 15, 4),
            ("100e-2", 1, 0),
            ("0e999", 0, 0),
            ("99999999999999999999", i64::MAX, 0),
            ("1e400", i64::MAX, 0),
        ] {
            assert_eq!(Decimal::parse(text), Some(Decimal { number, scale }), "{text}");
        }
        for text in [
            "", "-", ".5", "1.", "+1", "1,0", "NaN", "0x1", "1_0", " 1", "1e", "1e+", "1e99999", "--1",
            "1.2.3", "1e2.5",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn in_smaller_units() {
        assert_eq!(Decimal::parse("19.9").and_then(|it| it.units(2)), Some(1990));
        assert_eq!(Decimal::parse("19.999").and_then(|it| it.units(2)), None);
        assert_eq!(Decimal::parse("99999999999999999999").and_then(|it| it.units(1)), None);
    }

    #[test]
    fn written_and_in_order() {
        let ascending = ["-2", "-1.5", "-0.000001", "0", "1e-30", "0.5", "1", "1.05", "20"];
        let numbers: Vec<Decimal> = ascending.iter().filter_map(|text| Decimal::parse(text)).collect();
        assert!(numbers.is_sorted() && numbers.len() == ascending.len());
        for text in ["-2", "-1.5", "-0.000001", "0", "0.5", "1.05", "20"] {
            let mut out = String::new();
            if let Some(number) = Decimal::parse(text) {
                number.push(&mut out);
            }
            assert_eq!(out, text);
        }
    }
}
