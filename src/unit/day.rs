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
        let year = year.clamp(1, 9999);
        let day = day.clamp(1, length(year, month));
        // Days from civil, Howard Hinnant: years begin in March, so that the leap day is the last.
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2).div_euclid(5) + day - 1;
        let day_of_era =
            year_of_era * 365 + year_of_era.div_euclid(4) - year_of_era.div_euclid(100) + day_of_year;
        Self::from_number(i32::try_from(era * 146_097 + day_of_era - 719_468).unwrap_or(i32::MAX))
    }

    /// Year, month and day of month.
    #[must_use]
    pub fn civil(self) -> (i64, i64, i64) {
        let z = i64::from(self.0) + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era.div_euclid(1460) + day_of_era.div_euclid(36_524)
            - day_of_era.div_euclid(146_096))
        .div_euclid(365);
        let day_of_year =
            day_of_era - (365 * year_of_era + year_of_era.div_euclid(4) - year_of_era.div_euclid(100));
        let m = (5 * day_of_year + 2).div_euclid(153);
        let day = day_of_year - (153 * m + 2).div_euclid(5) + 1;
        let month = if m < 10 { m + 3 } else { m - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, month, day)
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
            && (1..=length(year, month)).contains(&day);
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

/// The days of a month.
fn length(year: i64, month: i64) -> i64 {
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
    fn numbers_and_texts_agree_on_every_day() {
        let mut number = Day::FIRST.number();
        while number <= Day::LAST.number() {
            let it = Day::from_number(number);
            let (year, month, date) = it.civil();
            assert_eq!(Day::clamped(year, month, date), it);
            number += 1;
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
