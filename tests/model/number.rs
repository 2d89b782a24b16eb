//! Exact fractions, the five ways to round, and money text.

use serde_json::Value;

/// A fraction in lowest terms, its denominator above zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    pub above: i128,
    pub below: i128,
}

impl Fraction {
    pub fn new(above: i128, below: i128) -> Self {
        assert!(below != 0, "a fraction of nothing");
        let sign = below.signum();
        let shared = common_divisor(above.abs(), below.abs()).max(1);
        Self { above: sign * above / shared, below: below.abs() / shared }
    }

    pub fn whole(number: i128) -> Self {
        Self { above: number, below: 1 }
    }

    /// Reads "1.25" as 5/4.
    pub fn decimal(text: &str) -> Self {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let digits: i128 = format!("{whole}{rest}").parse().unwrap();
        Self::new(digits, 10_i128.pow(u32::try_from(rest.len()).unwrap()))
    }

    pub fn plus(self, other: Self) -> Self {
        Self::new(self.above * other.below + other.above * self.below, self.below * other.below)
    }

    pub fn minus(self, other: Self) -> Self {
        self.plus(Self::new(-other.above, other.below))
    }

    pub fn times(self, other: Self) -> Self {
        Self::new(self.above * other.above, self.below * other.below)
    }

    pub fn more_than(self, other: Self) -> bool {
        self.minus(other).above > 0
    }

    pub fn floor(self) -> i128 {
        self.above.div_euclid(self.below)
    }

    /// Rounds by one of the program's words, the same on both sides of zero.
    pub fn round(self, mode: &str) -> i128 {
        let sign = self.above.signum();
        let size = Self { above: self.above.abs(), below: self.below };
        let down = size.floor();
        let twice_rest = 2 * (size.above - down * size.below);
        let goes_up = match mode {
            "down" => false,
            "up" => twice_rest > 0,
            "halfUp" => twice_rest >= size.below,
            "halfDown" => twice_rest > size.below,
            "halfEven" => twice_rest > size.below || (twice_rest == size.below && down % 2 == 1),
            other => panic!("no such rounding: {other}"),
        };
        sign * (down + i128::from(goes_up))
    }
}

impl std::iter::Sum for Fraction {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::whole(0), Self::plus)
    }
}

/// A fraction from JSON: decimal text or a number, read by its text.
pub fn fraction(value: &Value) -> Fraction {
    Fraction::decimal(&number_text(value))
}

/// Minor units from JSON money: "19.90", 19.9 or 20.
pub fn money(value: &Value, decimals: u32) -> i128 {
    let exact = fraction(value).times(Fraction::whole(10_i128.pow(decimals)));
    assert_eq!(exact.below, 1, "too many decimals: {value}");
    exact.above
}

/// Minor units as text with exactly the currency's decimals.
pub fn money_text(minor: i128, decimals: u32) -> String {
    let unit = 10_i128.pow(decimals);
    let sign = if minor < 0 { "-" } else { "" };
    let whole = minor.abs() / unit;
    if decimals == 0 {
        return format!("{sign}{whole}");
    }
    let rest = minor.abs() % unit;
    format!("{sign}{whole}.{rest:0width$}", width = usize::try_from(decimals).unwrap())
}

/// How many decimals a currency has, by ISO 4217.
pub fn decimals_of(currency: &str) -> u32 {
    match currency {
        "JPY" | "KRW" | "CLP" | "VND" | "ISK" | "XAF" | "XOF" | "PYG" | "UGX" => 0,
        "KWD" | "BHD" | "OMR" | "JOD" | "TND" | "IQD" | "LYD" => 3,
        _ => 2,
    }
}

/// A whole number from JSON, written as a number or (for amounts without decimals) as text.
pub fn whole(value: &Value) -> i128 {
    let exact = fraction(value);
    assert_eq!(exact.below, 1, "not whole: {value}");
    exact.above
}

fn number_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        other => panic!("not a number: {other}"),
    }
}

fn common_divisor(one: i128, other: i128) -> i128 {
    if other == 0 { one } else { common_divisor(other, one % other) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_as_their_names_say() {
        let table = [("down", 2, 3), ("up", 3, 4), ("halfUp", 3, 4), ("halfDown", 2, 3), ("halfEven", 2, 4)];
        for (mode, two_and_a_half, three_and_a_half) in table {
            assert_eq!(Fraction::new(5, 2).round(mode), two_and_a_half, "{mode} of 2.5");
            assert_eq!(Fraction::new(7, 2).round(mode), three_and_a_half, "{mode} of 3.5");
            assert_eq!(Fraction::new(-5, 2).round(mode), -two_and_a_half, "{mode} of -2.5");
        }
    }

    #[test]
    fn money_is_read_and_written_with_the_currencys_decimals() {
        assert_eq!(money(&Value::from("19.90"), 2), 1990);
        assert_eq!(money(&Value::from("10.0000"), 2), 1000);
        assert_eq!(money(&Value::from(19.9), 2), 1990);
        assert_eq!(money_text(-5, 2), "-0.05");
        assert_eq!(money_text(1234, 3), "1.234");
        assert_eq!(money_text(7, 0), "7");
    }
}
