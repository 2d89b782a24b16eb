//! Numbers in the unit of what they are compared with or added to.

use super::compile::Compiler;
use super::measure::Measure;
use super::person::DECIMALS;
use crate::problem::{Code, Problem};
use crate::shape::{Number, Place, amount};
use crate::unit::{Currency, Decimal, Fixed, SAFE};

/// Nearly the largest number of which millionths still have 64 bits.
const DECIMAL_MOST: i64 = 9_000_000_000_000;

impl Compiler<'_> {
    /// A number in a unit: minor units of money, or a whole number.
    pub(super) fn number(&mut self, number: &Number, measure: Measure, place: &Place<'_>) -> Option<i64> {
        match whole(number, measure, self.currency) {
            Ok(value) => Some(value),
            Err(code) => {
                self.reader.note(no_number(code, number, measure, self.currency, place));
                None
            }
        }
    }
}

/// The decimals of a unit's numbers.
pub(super) fn decimals(measure: Measure, currency: Currency) -> u32 {
    if let Measure::Points(decimals) = measure {
        return decimals;
    }
    if measure == Measure::Money {
        return currency.decimals();
    }
    if measure == Measure::Decimal { DECIMALS } else { 0 }
}

/// A number in a unit.
///
/// # Errors
/// The code of what is wrong.
pub(crate) fn whole(number: &Number, measure: Measure, currency: Currency) -> Result<i64, Code> {
    if measure == Measure::Money || matches!(measure, Measure::Points(1..)) {
        return amount(decimals(measure, currency), &number.0, -SAFE).map_err(|(code, _)| code);
    }
    let value = Decimal::parse(&number.0).ok_or(Code::BadNumber)?;
    if measure == Measure::Decimal {
        let few = value.scale <= DECIMALS;
        return value.units(DECIMALS).ok_or(if few { Code::OutOfRange } else { Code::TooManyDecimals });
    }
    if value.scale > 0 {
        return Err(Code::WrongUnit);
    }
    Some(value.number).filter(|whole| (-SAFE..=SAFE).contains(whole)).ok_or(Code::OutOfRange)
}

/// What a message says of a number that [`whole`] refused.
pub(crate) fn no_number(
    code: Code,
    number: &Number,
    measure: Measure,
    currency: Currency,
    place: &Place<'_>,
) -> Problem {
    let problem = place.problem(code).text("value", &number.0);
    if code == Code::TooManyDecimals {
        return problem.number("decimals", i64::from(decimals(measure, currency)));
    }
    if code == Code::OutOfRange {
        let most = if measure == Measure::Decimal { DECIMAL_MOST } else { SAFE };
        let decimals = if let Measure::Points(decimals) = measure { decimals } else { 0 };
        let fixed = |units: i64| Fixed { units, decimals };
        return problem.fixed("min", fixed(most.saturating_neg())).fixed("max", fixed(most));
    }
    problem.text("unit", measure.as_str())
}
