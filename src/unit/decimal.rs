//! Decimal numbers as they are written, exactly.

use super::digits::digits;

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
}
