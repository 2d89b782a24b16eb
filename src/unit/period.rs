//! ISO 8601 periods of months, days and hours.

use super::digits::digits;
use super::{Day, Instant, Zone};

/// A stretch of time: months first, then days, or hours of the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    text: String,
    months: i64,
    days: i32,
    millis: i64,
}

impl Period {
    /// No time at all, which no text says.
    pub(crate) const NONE: Self = Self { text: String::new(), months: 0, days: 0, millis: 0 };

    /// Reads `P1Y`, `P12M`, `P30D`, `P2W`, `P6M1D` or `PT24H`; it is longer than nothing and at most 1000 years. Dates and hours
    /// do not mix.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let body = text.strip_prefix('P')?;
        let (date, time) = body.split_once('T').map_or((body, None), |(date, time)| (date, Some(time)));
        let [years, months, weeks, days] = parts(date, ['Y', 'M', 'W', 'D'])?;
        let [hours, minutes, seconds, _] =
            time.map_or(Some([0; 4]), |time| parts(time, ['H', 'M', 'S', ' ']))?;
        let months = years.checked_mul(12)?.checked_add(months)?;
        let days = weeks.checked_mul(7)?.checked_add(days)?;
        let seconds = hours.checked_mul(3600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(seconds)?;
        let dated = months > 0 || days > 0;
        let timed = seconds > 0;
        let fits = months <= 12_000 && days <= 366_000 && seconds <= 31_622_400_000;
        (fits && dated != timed && time.is_none_or(|time| !time.is_empty())).then_some(())?;
        Some(Self {
            text: text.into(),
            months,
            days: i32::try_from(days).ok()?,
            millis: seconds.checked_mul(1000)?,
        })
    }

    /// As it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is counted by the clock (`PT24H`), not by dates.
    #[must_use]
    pub fn is_clock(&self) -> bool {
        self.millis > 0
    }

    /// Whether it has days, not months alone.
    #[must_use]
    pub fn has_days(&self) -> bool {
        self.days > 0
    }

    /// The date `times` periods after `day`: months first, clamped to the month's last day, then days.
    #[must_use]
    pub fn after(&self, day: Day, times: i32) -> Day {
        day.plus_months(self.months.saturating_mul(i64::from(times)))
            .plus_days(self.days.saturating_mul(times))
    }

    /// The earliest date whose period still covers `day`: the least `d` with `d + P > day`.
    #[must_use]
    pub fn earliest_covering(&self, day: Day) -> Day {
        let mut first = day.plus_days(self.days.saturating_neg()).plus_months(self.months.saturating_neg());
        while first > Day::FIRST && self.after(first.plus_days(-1), 1) > day {
            first = first.plus_days(-1);
        }
        while first < day && self.after(first, 1) <= day {
            first = first.plus_days(1);
        }
        first
    }

    /// The instant at which a period that starts at `at` is over: the first instant of local date `D + P`, or `at` plus the hours.
    #[must_use]
    pub fn end(&self, at: Instant, zone: &Zone) -> Instant {
        if self.is_clock() {
            return at.later(self.millis);
        }
        zone.start_of(self.after(zone.day(at), 1))
    }
}

/// The numbers before each of the letters, which come in this order.
fn parts(mut text: &str, letters: [char; 4]) -> Option<[i64; 4]> {
    let mut numbers = [0; 4];
    for (number, letter) in numbers.iter_mut().zip(letters) {
        let Some((written, rest)) = text.split_once(letter) else { continue };
        (1..=9).contains(&written.len()).then_some(())?;
        *number = digits(written, written.len())?;
        text = rest;
    }
    text.is_empty().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::{Day, Period};

    #[track_caller]
    fn day(text: &str) -> Day {
        Day::parse(text).unwrap_or(Day::FIRST)
    }

    #[test]
    fn what_is_a_period() {
        for text in ["P1Y", "P12M", "P30D", "P2W", "P6M1D", "PT24H", "PT90M"] {
            assert!(Period::parse(text).is_some_and(|period| period.text() == text), "{text}");
        }
        for text in
            ["", "P", "1Y", "PT", "P1", "P1D1M", "P0D", "P-1D", "P1.5D", "P1YT1H", "P1DT", "P9999Y", "P+1D"]
        {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn months_before_days() {
        for (period, from, to) in [
            ("P6M", "2025-08-31", "2026-02-28"),
            ("P6M1D", "2025-08-31", "2026-03-01"),
            ("P1Y", "2024-02-29", "2025-02-28"),
        ] {
            let period = Period::parse(period);
            assert_eq!(period.map(|period| period.after(day(from), 1)), Some(day(to)));
        }
    }

    #[test]
    fn the_window_opens_with_the_first_day_that_still_covers() {
        for text in ["P1M", "P12M", "P30D", "P1M1D", "P1Y"] {
            let Some(period) = Period::parse(text) else { continue };
            for number in 19_000..20_500 {
                let today = Day::from_number(number);
                let first = period.earliest_covering(today);
                assert!(period.after(first, 1) > today);
                assert!(period.after(first.plus_days(-1), 1) <= today);
            }
        }
    }
}
