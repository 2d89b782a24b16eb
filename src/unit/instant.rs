//! Instants: milliseconds since 1970-01-01T00:00Z, and their RFC 3339 text.

use core::fmt;

use super::digits::{digits, push_digits, push_two};
use super::{Day, Rounding, divide};

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Instant(i64);

const DAY: i64 = 86_400_000;

impl Instant {
    /// Later than every instant that can be read.
    pub const NEVER: Self = Self(i64::MAX);
    /// Earlier than every instant that can be read.
    pub const BEFORE: Self = Self(-(1 << 45));
    /// The first instant that can be read: 1900-01-01T00:00Z.
    pub const FIRST: Self = Self(-2_208_988_800_000);
    /// The last instant that can be read: the end of the year 9999, UTC.
    pub const LAST: Self = Self(253_402_300_799_999);
    /// The last instant at which something can happen or be asked: the end of the year 2199, UTC. What happens then can give
    /// nothing that ends after the last one that can be read.
    pub const HORIZON: Self = Self(7_258_118_399_999);

    /// The instant of so many milliseconds since 1970.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.0
    }

    /// The instant, if it lies in the years 1900 to 9999.
    #[must_use]
    pub fn checked(millis: i64) -> Option<Self> {
        Some(Self(millis)).filter(|at| (Self::FIRST..=Self::LAST).contains(at))
    }

    /// The instant so many milliseconds later, at most [`Instant::NEVER`].
    #[must_use]
    pub fn later(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// The first instant of a UTC date.
    #[must_use]
    pub fn of_utc_day(day: Day) -> Self {
        Self(i64::from(day.number()).saturating_mul(DAY))
    }

    /// The UTC date.
    #[must_use]
    pub fn utc_day(self) -> Day {
        let days = divide(i128::from(self.0), i128::from(DAY), Rounding::Floor);
        Day::from_number(i32::try_from(days).unwrap_or(i32::MAX))
    }

    /// As JavaScript's `toISOString` writes it: `2026-05-01T16:00:00.000Z`.
    #[must_use]
    pub fn text(self) -> String {
        let mut text = String::new();
        self.push(&mut text);
        text
    }

    /// Adds it to a text.
    pub fn push(self, out: &mut String) {
        let day = self.utc_day();
        day.push(out);
        let mut rest = self.0.saturating_sub(Self::of_utc_day(day).0);
        for (mark, unit) in [('T', 3_600_000), (':', 60_000), (':', 1000)] {
            out.push(mark);
            push_two(rest.div_euclid(unit), out);
            rest = rest.rem_euclid(unit);
        }
        out.push('.');
        push_digits(rest.div_euclid(100).unsigned_abs(), 1, out);
        push_two(rest.rem_euclid(100), out);
        out.push('Z');
    }

    /// Reads RFC 3339 text with an offset; what is finer than a millisecond is cut off.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let day = Day::parse(date)?;
        let rest = rest.strip_prefix(['T', 't'])?;
        let (clock, rest) = rest.split_at_checked(8)?;
        let seconds = clock_seconds(clock)?;
        let (millis, rest) = fraction(rest)?;
        let offset = offset_seconds(rest)?;
        let seconds = seconds.checked_sub(offset)?;
        Self::checked(Self::of_utc_day(day).0.checked_add(seconds.checked_mul(1000)?)?.checked_add(millis)?)
    }
}

/// `23:59:59` in seconds.
fn clock_seconds(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let hour = digits(parts.next()?, 2).filter(|hour| *hour < 24)?;
    let minute = digits(parts.next()?, 2).filter(|minute| *minute < 60)?;
    let second = digits(parts.next()?, 2).filter(|second| *second < 60)?;
    parts.next().is_none().then_some(())?;
    hour.checked_mul(3600)?.checked_add(minute.checked_mul(60)?)?.checked_add(second)
}

/// The milliseconds of `.123456…`, and what follows.
fn fraction(text: &str) -> Option<(i64, &str)> {
    let Some(text) = text.strip_prefix('.') else { return Some((0, text)) };
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, rest) = text.split_at_checked(end)?;
    (1..=9).contains(&number.len()).then_some(())?;
    let mut millis = 0_i64;
    for place in 0..3 {
        let digit = number.as_bytes().get(place).map_or(0, |byte| i64::from(byte.saturating_sub(b'0')));
        millis = millis.checked_mul(10)?.checked_add(digit)?;
    }
    Some((millis, rest))
}

/// `Z` or `+08:00` in seconds.
fn offset_seconds(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let hours = digits(hours, 2).filter(|hours| *hours < 24)?;
    let minutes = digits(minutes, 2).filter(|minutes| *minutes < 60)?;
    let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?;
    match sign {
        "+" => Some(seconds),
        "-" => seconds.checked_neg(),
        _ => None,
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::Instant;

    #[test]
    fn text_and_back() {
        for (text, shown) in [
            ("2026-05-01T00:00:00+08:00", "2026-04-30T16:00:00.000Z"),
            ("2026-05-01T00:00:00.5-00:30", "2026-05-01T00:30:00.500Z"),
            ("1969-12-31T23:59:59.9999999Z", "1969-12-31T23:59:59.999Z"),
            ("2024-02-29t12:34:56z", "2024-02-29T12:34:56.000Z"),
        ] {
            assert_eq!(Instant::parse(text).map(|at| at.to_string()).as_deref(), Some(shown), "{text}");
        }
    }

    #[test]
    fn what_is_not_an_instant() {
        for text in [
            "",
            "2026-05-01",
            "2026-05-01T00:00:00",
            "2026-05-01T24:00:00Z",
            "2026-05-01T00:00:60Z",
            "2025-02-29T00:00:00Z",
            "2026-05-01T00:00:00.Z",
            "2026-05-01 00:00:00Z",
            "2026-05-01T00:00:00+0800",
            "2026-05-01T00:00:00Zx",
            "１026-05-01T00:00:00Z",
            "1899-12-31T00:00:00Z",
            "9999-12-31T23:59:59-00:01",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }
}
