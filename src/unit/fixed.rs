//! Numbers of a smallest unit, as they are written.

use super::bounded::SAFE;
use super::decimal::Decimal;
use super::digits::push_digits;

/// So many smallest units, of which a whole has `10^decimals`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// How many.
    pub units: i64,
    /// The decimals of one.
    pub decimals: u32,
}

/// Why a text is no number of smallest units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAmount {
    /// Not a decimal number.
    NotANumber,
    /// More decimals than there are.
    TooManyDecimals,
    /// Beyond ±(2^53 − 1) smallest units.
    TooLarge,
}

impl Fixed {
    /// Reads decimal text as smallest units; zeros beyond the decimals are ignored.
    ///
    /// # Errors
    /// When it is no number, has more decimals, or leaves ±(2^53 − 1).
    pub fn parse(text: &str, decimals: u32) -> Result<i64, NoAmount> {
        let decimal = Decimal::parse(text).ok_or(NoAmount::NotANumber)?;
        if decimal.scale > decimals {
            return Err(NoAmount::TooManyDecimals);
        }
        decimal.units(decimals).filter(|units| (-SAFE..=SAFE).contains(units)).ok_or(NoAmount::TooLarge)
    }

    /// Adds it to a text, with exactly its decimals.
    pub fn push(self, out: &mut String) {
        if self.units < 0 {
            out.push('-');
        }
        let unit = 10_u64.saturating_pow(self.decimals);
        let units = self.units.unsigned_abs();
        push_digits(units.checked_div(unit).unwrap_or(0), 1, out);
        if self.decimals > 0 {
            out.push('.');
            push_digits(units.checked_rem(unit).unwrap_or(0), self.decimals, out);
        }
    }

    /// The text, with exactly its decimals.
    #[must_use]
    pub fn text(self) -> String {
        let mut text = String::new();
        self.push(&mut text);
        text
    }
}
