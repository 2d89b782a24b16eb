//! Civil dates of the proleptic Gregorian calendar, years 1 to 9999.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "dates of the years 1 to 9999 stay far inside the range of i64"
)]

use core::fmt;

use super::digits::{digits, push_two};

/// A civil date, as days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(i32);

/// A stretch of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A calendar month.
    Month,
    /// Three months from January, April, July or October.
    Quarter,
    /// Six months from January or July.
    HalfYear,
    /// A calendar year.
    Year,
}

impl Unit {
    /// Its length in months.
    #[must_use]
    pub fn months(self) -> i64 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

impl Day {
    /// 0001-01-01.
    pub const FIRST: Self = Self(-719_162);
    /// 9999-12-31.
    pub const LAST: Self = Self(2_932_896);

    /// The date so many days after 1970-01-01, kept within the years 1 to 9999.
    #[must_use]
    pub fn from_number(number: i32) -> Self {
        Self(number.clamp(Self::FIRST.0, Self::LAST.0))
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn number(self) -> i32 {
        self.0
    }

    /// The date of a year, month (1–12) and day of month; a day beyond the month's last is its last.
    #[must_use]
    pub fn clamped(year: i64, month: i64, day: i64) -> Self {
        let year = small(year.clamp(1, 9999));
        let month = small(month.clamp(1, 12));
        let day = small(day.clamp(1, 31)).min(length(year, month));
        // Neri and Schneider, "Euclidean affine functions and their application to calendar algorithms" (2022): years begin
        // in March, so that the leap day is the last.
        let late = u32::from(month <= 2);
        let year = year - late;
        let century = year.div_euclid(100);
        let before_year = (1461 * year).div_euclid(4) - century + century.div_euclid(4);
        let before_month = (979 * (month + 12 * late) - 2919) >> 5;
        let number = before_year + before_month + day - 1;
        Self::from_number(i32::try_from(number).unwrap_or(i32::MAX) - MARCH_OF_0)
    }

    /// Year, month and day of month.
    #[must_use]
    pub fn civil(self) -> (i64, i64, i64) {
        // As in `clamped`, the other way round.
        let number = 4 * (self.0 + MARCH_OF_0).unsigned_abs() + 3;
        let century = number.div_euclid(146_097);
        let scaled = u64::from(number.rem_euclid(146_097) | 3) * 2_939_745;
        let year_of_century = scaled >> 32;
        let day_of_year = (scaled & 0xffff_ffff).div_euclid(4 * 2_939_745);
        let scaled = 2141 * day_of_year + 197_913;
        let (month, day) = (scaled >> 16, (scaled & 0xffff).div_euclid(2141) + 1);
        let late = u64::from(day_of_year >= 306);
        let year = 100 * u64::from(century) + year_of_century + late;
        (year.cast_signed(), (month - 12 * late).cast_signed(), day.cast_signed())
    }

    /// Reads `2026-05-01`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = digits(parts.next()?, 2)?;
        let day = digits(parts.next()?, 2)?;
        let real = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=i64::from(length(small(year), small(month)))).contains(&day);
        (real && parts.next().is_none()).then(|| Self::clamped(year, month, day))
    }

    /// As text, `2026-05-01`.
    #[must_use]
    pub fn text(self) -> String {
        let mut text = String::new();
        self.push(&mut text);
        text
    }

    /// Adds it to a text.
    pub fn push(self, out: &mut String) {
        let (year, month, day) = self.civil();
        push_two(year.div_euclid(100), out);
        push_two(year.rem_euclid(100), out);
        for part in [month, day] {
            out.push('-');
            push_two(part, out);
        }
    }

    /// The date so many days later (earlier when negative).
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self::from_number(self.0.saturating_add(days))
    }

    /// How many days later another date is; below zero where it is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        i64::from(other.0).saturating_sub(i64::from(self.0))
    }

    /// How many whole months later another date is, counted from this one.
    #[must_use]
    pub fn months_until(self, other: Self) -> i64 {
        let ((year, month, _), (to_year, to_month, _)) = (self.civil(), other.civil());
        let months = (to_year - year) * 12 + to_month - month;
        months - i64::from(self.plus_months(months) > other)
    }

    /// The day of the week, 0 for Monday.
    #[must_use]
    pub fn weekday(self) -> i64 {
        // 1970-01-01 was a Thursday.
        (i64::from(self.0) + 3).rem_euclid(7)
    }

    /// The date so many months later, at the month's last day where the day is missing.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Self {
        let (year, month, day) = self.civil();
        let months = year * 12 + month - 1 + months.clamp(-1_000_000, 1_000_000);
        Self::clamped(months.div_euclid(12), months.rem_euclid(12) + 1, day)
    }

    /// The first day of the calendar unit that holds this date.
    #[must_use]
    pub fn start_of(self, unit: Unit) -> Self {
        let (year, month, _) = self.civil();
        let first = (month - 1).div_euclid(unit.months()) * unit.months() + 1;
        Self::clamped(year, first, 1)
    }

    /// The last day of the calendar unit that holds this date.
    #[must_use]
    pub fn end_of(self, unit: Unit) -> Self {
        self.start_of(unit).plus_months(unit.months()).plus_days(-1)
    }
}

/// Days from 1 March of the year 0 to 1970-01-01.
const MARCH_OF_0: i32 = 719_468;

/// A number of a date.
fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

/// The days of a month.
fn length(year: u32, month: u32) -> u32 {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, Unit};

    #[track_caller]
    fn day(text: &str) -> Day {
        Day::parse(text).unwrap_or(Day::FIRST)
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let (mut year, mut month, mut date) = (1, 1, 1);
        for number in Day::FIRST.number()..=Day::LAST.number() {
            let it = Day::from_number(number);
            assert_eq!(it.civil(), (year, month, date));
            assert_eq!(Day::clamped(year, month, date), it);
            date += 1;
            if Day::clamped(year, month, date) == it {
                date = 1;
                month = if month == 12 { 1 } else { month + 1 };
                year += i64::from(month == 1);
            }
        }
        assert_eq!(Day::FIRST.to_string(), "0001-01-01");
        assert_eq!(Day::LAST.to_string(), "9999-12-31");
        assert_eq!(day("1970-01-01").number(), 0);
    }

    #[test]
    fn months_clamp() {
        for (from, months, to) in [
            ("2025-08-31", 6, "2026-02-28"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2026-03-15", -3, "2025-12-15"),
        ] {
            assert_eq!(day(from).plus_months(months), day(to), "{from} {months}");
        }
    }

    #[test]
    fn units_hold_their_days() {
        for (unit, first, last) in [
            (Unit::Month, "2026-05-01", "2026-05-31"),
            (Unit::Quarter, "2026-04-01", "2026-06-30"),
            (Unit::HalfYear, "2026-01-01", "2026-06-30"),
            (Unit::Year, "2026-01-01", "2026-12-31"),
        ] {
            assert_eq!(day("2026-05-17").start_of(unit), day(first));
            assert_eq!(day("2026-05-17").end_of(unit), day(last));
        }
    }

    #[test]
    fn what_is_not_a_date() {
        for text in [
            "",
            "2026-5-01",
            "2026-02-29",
            "2026-13-01",
            "2026-00-01",
            "2026-01-00",
            "0000-01-01",
            "2026-01-01-",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}
