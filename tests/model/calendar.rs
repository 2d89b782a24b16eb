//! Local dates, first instants, periods and windows, by the jiff crate and its own zone data.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use serde_json::Value;

/// A time zone: instants in, local dates out, and back.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

impl Zone {
    pub fn named(name: &str) -> Self {
        Self(TimeZone::get(name).unwrap())
    }

    pub fn date_of(&self, instant: i64) -> Date {
        self.0.to_datetime(stamp(instant)).date()
    }

    /// What the local clock reads, in minutes since it read 00:00.
    pub fn minute_of(&self, instant: i64) -> i64 {
        let time = self.0.to_datetime(stamp(instant)).time();
        i64::from(time.hour()) * 60 + i64::from(time.minute())
    }

    /// Every instant of a date at which a quarter of an hour begins, and its first one. Clocks change at none but these.
    pub fn quarters(&self, date: Date) -> Vec<i64> {
        const QUARTER: i64 = 15 * 60_000;
        let (first, end) = (self.first_instant(date), self.first_instant(next_day(date)));
        let next = first - first.rem_euclid(QUARTER) + QUARTER;
        std::iter::once(first).chain((next..end).step_by(usize::try_from(QUARTER).unwrap())).collect()
    }

    /// The next change of the clock after an instant.
    pub fn next_change(&self, instant: i64) -> Option<i64> {
        self.0.following(stamp(instant)).next().map(|change| change.timestamp().as_millisecond())
    }

    /// The earliest instant whose local date is `date` or later: midnight by one of the offsets in use around it, or,
    /// where midnight is skipped, the change of the clock itself.
    pub fn first_instant(&self, date: Date) -> i64 {
        let midnight = date.at(0, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
        let from = midnight - Span::new().hours(48);
        let to = midnight + Span::new().hours(48);
        let changes: Vec<Timestamp> = self
            .0
            .following(from)
            .take_while(|change| change.timestamp() <= to)
            .map(|c| c.timestamp())
            .collect();
        let offsets = std::iter::once(from).chain(changes.iter().copied()).map(|at| self.0.to_offset(at));
        let midnights: Vec<Timestamp> =
            offsets.map(|offset| midnight - Span::new().seconds(offset.seconds())).collect();
        let reached = |at: &Timestamp| self.0.to_datetime(*at).date() >= date;
        midnights.into_iter().chain(changes).filter(reached).min().unwrap().as_millisecond()
    }
}

/// Epoch milliseconds from RFC 3339 text, a date's first instant, or a number.
pub fn instant(value: &Value, zone: &Zone) -> i64 {
    match value {
        Value::Number(number) => number.as_i64().unwrap(),
        Value::String(text) if text.len() == 10 => zone.first_instant(text.parse().unwrap()),
        Value::String(text) => text.parse::<Timestamp>().unwrap().as_millisecond(),
        other => panic!("not an instant: {other}"),
    }
}

/// `2026-05-01T16:00:00.000Z`.
pub fn instant_text(instant: i64) -> String {
    stamp(instant).strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

fn stamp(instant: i64) -> Timestamp {
    Timestamp::from_millisecond(instant).unwrap()
}

/// An ISO 8601 period: months and days on the calendar, or milliseconds on the clock.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    months: i64,
    days: i64,
    pub clock: Option<i64>,
}

impl Period {
    pub fn read(text: &str) -> Self {
        let span: Span = text.parse().unwrap();
        let months = i64::from(span.get_years()) * 12 + i64::from(span.get_months());
        let days = i64::from(span.get_weeks()) * 7 + i64::from(span.get_days());
        let seconds = i64::from(span.get_hours()) * 3600 + span.get_minutes() * 60 + span.get_seconds();
        Self { months, days, clock: text.contains('T').then_some(seconds * 1000) }
    }

    /// The local date this many times the period after `date`: months first, clamped once, then days.
    pub fn after(self, date: Date, times: i64) -> Date {
        let by_months = date.checked_add(Span::new().months(self.months * times)).unwrap();
        by_months.checked_add(Span::new().days(self.days * times)).unwrap()
    }

    pub fn longer_by_a_day(self) -> Self {
        Self { days: self.days + 1, ..self }
    }
}

pub fn next_day(date: Date) -> Date {
    date.tomorrow().unwrap()
}

pub fn day_before(date: Date) -> Date {
    date.yesterday().unwrap()
}

/// Whole days from one date to another.
pub fn days_between(from: Date, to: Date) -> i128 {
    i128::from(from.until(to).unwrap().get_days())
}

/// The last day of the unit that holds `date`.
pub fn end_of(unit: &str, date: Date) -> Date {
    let month = match unit {
        "month" => date.month(),
        "quarter" => (date.month() + 2) / 3 * 3,
        "halfYear" => (date.month() + 5) / 6 * 6,
        "year" => 12,
        other => panic!("no such unit: {other}"),
    };
    Date::new(date.year(), month, 1).unwrap().last_of_month()
}

/// The first day of the membership year that holds `date`.
pub fn membership_year(joined: Date, date: Date) -> Date {
    let year = Period { months: 12, days: 0, clock: None };
    let mut turn = i64::from(date.year()) - i64::from(joined.year()) + 1;
    while year.after(joined, turn) > date {
        turn -= 1;
    }
    year.after(joined, turn)
}

/// What the windows need to know of a member.
#[derive(Clone, Copy, Debug)]
pub struct Anchors {
    pub joined: Date,
    pub tier_period: Option<Date>,
}

/// Whether the window, looked at on `today`, holds something of the date `day`.
pub fn holds(window: &Value, day: Date, today: Date, anchors: Anchors) -> bool {
    if let Some(last) = window.get("last") {
        return day <= today && today < Period::read(last.as_str().unwrap()).after(day, 1);
    }
    if let Some(between) = window.get("between") {
        let edge = |at: usize| between[at].as_str().unwrap().parse::<Date>().unwrap();
        return edge(0) <= day && day < edge(1) && day <= today;
    }
    if let Some(complete) = window.get("complete") {
        let mut first = Date::new(today.year(), today.month(), 1).unwrap();
        let end = first;
        for _ in 0..complete["months"].as_i64().unwrap() {
            first = day_before(first).first_of_month();
        }
        return first <= day && day < end;
    }
    let same_month = |unit: &str| end_of(unit, day) == end_of(unit, today);
    day <= today
        && match window.as_str().unwrap_or("lifetime") {
            "lifetime" => true,
            "day" => day == today,
            "calendarMonth" => same_month("month"),
            "calendarQuarter" => same_month("quarter"),
            "calendarYear" => same_month("year"),
            "membershipYear" => {
                membership_year(anchors.joined, day) == membership_year(anchors.joined, today)
            }
            "tierPeriod" => anchors.tier_period.unwrap_or(anchors.joined) <= day,
            other => panic!("no such window: {other}"),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_begins_at_its_first_instant_even_where_midnight_is_skipped() {
        let table = [
            ("Asia/Shanghai", "2026-05-02", "2026-05-01T16:00:00.000Z"),
            ("America/New_York", "2026-03-09", "2026-03-09T04:00:00.000Z"),
            ("America/New_York", "2026-11-02", "2026-11-02T05:00:00.000Z"),
            ("America/Sao_Paulo", "2018-11-04", "2018-11-04T03:00:00.000Z"),
            ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00.000Z"),
            ("America/Havana", "2026-11-01", "2026-11-01T04:00:00.000Z"),
        ];
        for (zone, date, first) in table {
            assert_eq!(instant_text(Zone::named(zone).first_instant(day(date))), first, "{zone} {date}");
        }
    }

    #[test]
    fn months_clamp_once_and_days_come_after() {
        assert_eq!(Period::read("P6M").after(day("2025-08-31"), 1), day("2026-02-28"));
        assert_eq!(Period::read("P6M1D").after(day("2025-08-31"), 1), day("2026-03-01"));
        assert_eq!(Period::read("P1M").after(day("2026-01-31"), 2), day("2026-03-31"));
    }

    #[test]
    fn windows_hold_their_edges() {
        let anchors = Anchors { joined: day("2024-02-29"), tier_period: None };
        let rolling = serde_json::json!({ "last": "P12M" });
        assert!(holds(&rolling, day("2025-03-01"), day("2026-02-28"), anchors));
        assert!(!holds(&rolling, day("2025-03-01"), day("2026-03-01"), anchors));
        assert_eq!(membership_year(anchors.joined, day("2025-02-27")), day("2024-02-29"));
        assert_eq!(membership_year(anchors.joined, day("2025-02-28")), day("2025-02-28"));
        assert_eq!(end_of("halfYear", day("2026-02-03")), day("2026-06-30"));
    }
}
