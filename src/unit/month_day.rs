//! Days of the year.

use super::Day;

/// A day that every year has: month and day of month. 29 February is 28 February in common years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthDay {
    /// The month, 1 to 12.
    pub month: i64,
    /// The day of the month.
    day: i64,
}

impl MonthDay {
    /// Reads `--05-18`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // A leap year, so that 29 February can be said.
        Day::parse(&(String::from("2024-") + text.strip_prefix("--")?)).map(Self::of)
    }

    /// The day of the year of a date.
    #[must_use]
    pub fn of(date: Day) -> Self {
        let (_, month, day) = date.civil();
        Self { month, day }
    }

    /// The date in a year.
    #[must_use]
    pub fn in_year(self, year: i64) -> Day {
        Day::clamped(year, self.month, self.day)
    }
}
