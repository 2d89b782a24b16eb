//! Time zones: the local dates of instants, by a table of the IANA zones since 2015.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "seconds of the years 1 to 9999 and offsets of hours stay far inside the range of i64"
)]

mod reader;
mod rule;

use self::reader::Reader;
use self::rule::Rule;
use super::{Day, Hour, Instant};

/// A zone of the IANA database: its offsets from UTC, known from the beginning of a year on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    name: &'static str,
    since: Instant,
    first: Offsets,
    later: Vec<(Second, Offsets)>,
}

/// What holds from one start to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Offsets {
    One(i32),
    Yearly(Rule),
}

/// Seconds since 1970-01-01T00:00Z.
type Second = i64;

impl Zone {
    /// The zone of exactly this name, links among them: `Asia/Shanghai`, `PRC`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (table, name_bytes) = (TABLE.as_bytes(), name.as_bytes());
        // A letter that the name does not have lets the search step over a whole name's length.
        let bit = |byte: u8| 1_u64 << (byte & 63);
        let letters = name_bytes.iter().fold(0, |letters, byte| letters | bit(*byte));
        let mut at = 0;
        loop {
            let end = at + name_bytes.len();
            let found = table.get(at..end)?;
            let last = *found.last()?;
            if letters & bit(last) == 0 {
                at = end;
                continue;
            }
            if Some(&last) == name_bytes.last()
                && found == name_bytes
                && let Some((history, names)) = line_at(at)
                && let Some(name) = names.split(' ').find(|known| *known == name)
            {
                return Self::read(name, history);
            }
            at += 1;
        }
    }

    /// Every name.
    pub fn names() -> impl Iterator<Item = &'static str> {
        // As a list, so that what searches them need not be made of the table's iterators.
        let mut all = Vec::new();
        for (_, names) in lines() {
            all.extend(names.split(' '));
        }
        all.into_iter()
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The first instant whose offset is known: a first of January, local.
    #[must_use]
    pub fn since(&self) -> Instant {
        self.since
    }

    /// Seconds east of UTC; before [`Zone::since`] those that hold then.
    #[must_use]
    pub fn offset_seconds(&self, at: Instant) -> i32 {
        let second = at.max(self.since).min(Instant::LAST).millis().div_euclid(1000);
        let started = self.later.partition_point(|(start, _)| *start <= second);
        let offsets = started
            .checked_sub(1)
            .and_then(|last| self.later.get(last))
            .map_or(&self.first, |(_, offsets)| offsets);
        offsets.at(second)
    }

    /// The local date.
    #[must_use]
    pub fn day(&self, at: Instant) -> Day {
        self.local(at).utc_day()
    }

    /// The first instant whose local date is `day` or later; where the clock skips midnight, the instant at which it does.
    #[must_use]
    pub fn start_of(&self, day: Day) -> Instant {
        let midnight = Instant::of_utc_day(day);
        let with = |offset: i32| midnight.later(i64::from(offset) * -1000);
        let before = self.offset_seconds(midnight.later(-REACH));
        let old = with(before);
        if self.offset_seconds(old) == before {
            return old;
        }
        let after = self.offset_seconds(midnight.later(REACH));
        let (mut early, mut late) = (with(after), old);
        if self.offset_seconds(early) == after {
            return early;
        }
        // The clock skips midnight: the change lies after `early`, which has the old offset, and not after `late`.
        while late.millis() - early.millis() > 1 {
            let middle = Instant::from_millis(early.millis().midpoint(late.millis()));
            if self.offset_seconds(middle) == after { late = middle } else { early = middle }
        }
        late
    }

    /// What the local clock reads, in whole minutes.
    #[must_use]
    pub fn hour(&self, at: Instant) -> Hour {
        let local = self.local(at);
        let since_midnight = local.millis() - Instant::of_utc_day(local.utc_day()).millis();
        Hour::from_minutes(since_midnight.div_euclid(60_000))
    }

    /// Instants of a date, ascending, among them all at which the local clock begins to read one of the times, or was changed; a
    /// change may make it read a time twice, or never.
    #[must_use]
    pub fn readings(&self, day: Day, hours: &[Hour]) -> Vec<Instant> {
        let (start, end) = (self.start_of(day), self.start_of(day.plus_days(1)));
        let (before, after) = (self.offset_seconds(start), self.offset_seconds(end.later(-1)));
        let mut found = vec![start];
        for hour in hours {
            let reading = Instant::of_utc_day(day).later(hour.minutes() * 60_000);
            found.extend([before, after].map(|offset| reading.later(i64::from(offset) * -1000)));
        }
        if before != after {
            let (mut early, mut late) = (start, end);
            while late.millis() - early.millis() > 1 {
                let middle = Instant::from_millis(early.millis().midpoint(late.millis()));
                if self.offset_seconds(middle) == after { late = middle } else { early = middle }
            }
            found.push(late);
        }
        found.retain(|at| start <= *at && *at < end);
        found.sort_unstable();
        found
    }

    /// The local clock's reading, as if it were UTC.
    fn local(&self, at: Instant) -> Instant {
        at.later(i64::from(self.offset_seconds(at)) * 1000)
    }

    /// Reads `[<year> ]<offsets>[ <start> <offsets>]…`.
    fn read(name: &'static str, history: &str) -> Option<Self> {
        let mut text = Reader::new(history);
        let mut year = 2015;
        if text.at_digit() {
            year = text.number()?;
            text.eat(b' ')?;
        }
        let midnight = Instant::of_utc_day(Day::clamped(i64::from(year), 1, 1));
        let first = Offsets::read(&mut text)?;
        let since = midnight.later(i64::from(first.at(midnight.millis().div_euclid(1000))) * -1000);
        let mut later = Vec::new();
        while text.eat(b' ').is_some() {
            let start = start(&mut text, &mut year)?;
            text.eat(b' ')?;
            later.push((start, Offsets::read(&mut text)?));
        }
        text.is_empty().then_some(Self { name, since, first, later })
    }
}

impl Offsets {
    fn at(&self, second: Second) -> i32 {
        match self {
            Self::One(offset) => *offset,
            Self::Yearly(rule) => rule.at(second),
        }
    }

    /// Reads `+8` or `+1+2,M3.5.0,M10.5.0/3`.
    fn read(text: &mut Reader) -> Option<Self> {
        let offset = text.clock()?;
        if text.at_sign() { Rule::read(offset, text).map(Self::Yearly) } else { Some(Self::One(offset)) }
    }
}

/// Reads a start, `2016-10-30T01` or `10-30T01:30` in the year of the one before.
fn start(text: &mut Reader, year: &mut i32) -> Option<Second> {
    let mut month = text.number()?;
    text.eat(b'-')?;
    let mut day = text.number()?;
    if text.eat(b'-').is_some() {
        (*year, month, day) = (month, day, text.number()?);
    }
    text.eat(b'T')?;
    let day = Day::clamped(i64::from(*year), i64::from(month), i64::from(day));
    Some(i64::from(day.number()) * 86_400 + i64::from(text.clock()?))
}

/// The lines of the table: history and names.
fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.split('\n').filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('='))
}

/// The line of the table around a byte of it.
fn line_at(at: usize) -> Option<(&'static str, &'static str)> {
    let before = TABLE.as_bytes().get(..at)?.iter().rev().take_while(|byte| **byte != b'\n').count();
    TABLE.get(at - before..)?.split('\n').next()?.split_once('=')
}

/// Milliseconds: more than any offset, and no zone changes its offset twice within two of them.
const REACH: i64 = 15 * 3_600_000;

/// One line for all zones of one history, `[<year> ]<offsets>[ <start> <offsets>]…=<names>`, and comments after `#`.
///
/// The history is known from the year's first of January on, local time, 2015 where none is written. Offsets hold until the
/// next start: `+8` is 8 hours ahead of UTC, `+1+2,M3.5.0,M10.5.0/3` is POSIX TZ without letters and with east positive (winter,
/// summer, turn to summer, turn back). A start is UTC, `2016-10-30T01`, or `10-30T01` in the year of the start before.
const TABLE: &str = include_str!("table.txt");

#[cfg(test)]
mod tests {
    use super::{Day, Hour, Instant, Zone};

    #[track_caller]
    fn zone(name: &str) -> Zone {
        Zone::named(name).unwrap()
    }

    #[test]
    fn names_are_exact() {
        assert_eq!(zone("Asia/Shanghai").name(), "Asia/Shanghai");
        for name in ["", "asia/shanghai", "Asia/Shanghai ", "Asia", "#", "+8", "Asia/Shanghai PRC"] {
            assert_eq!(Zone::named(name), None, "{name}");
        }
    }

    #[test]
    fn every_zone_can_be_read() {
        assert!(Zone::names().count() > 590);
        for name in Zone::names() {
            assert_eq!(Zone::named(name).map(|zone| zone.name()), Some(name));
        }
    }

    #[test]
    fn known_since_its_last_change_or_2015() {
        for (name, since) in [
            ("Asia/Shanghai", "1991-12-31T16:00:00.000Z"),
            ("Europe/Berlin", "2014-12-31T23:00:00.000Z"),
            ("America/Caracas", "2015-01-01T04:30:00.000Z"),
            ("UTC", "0001-01-01T00:00:00.000Z"),
        ] {
            assert_eq!(zone(name).since().to_string(), since, "{name}");
        }
        let earlier = zone("America/Caracas").since().later(-1_000_000_000_000);
        assert_eq!(zone("America/Caracas").offset_seconds(earlier), -16_200);
    }

    #[test]
    fn the_instants_around_a_change() {
        for (name, at, before, after) in [
            ("Europe/Berlin", "2026-03-29T01:00:00Z", 3600, 7200),
            ("Europe/Berlin", "2026-10-25T01:00:00Z", 7200, 3600),
            ("America/New_York", "2015-03-08T07:00:00Z", -18_000, -14_400),
            ("America/Santiago", "2026-09-06T04:00:00Z", -14_400, -10_800),
            ("Australia/Lord_Howe", "2026-04-04T15:00:00Z", 39_600, 37_800),
            ("Asia/Pyongyang", "2018-05-04T15:00:00Z", 30_600, 32_400),
            ("Africa/Casablanca", "2024-04-14T02:00:00Z", 0, 3600),
        ] {
            let at = Instant::parse(at).unwrap();
            assert_eq!(zone(name).offset_seconds(at.later(-1)), before, "{name}");
            assert_eq!(zone(name).offset_seconds(at), after, "{name}");
        }
    }

    #[test]
    fn what_the_clock_reads() {
        let berlin = zone("Europe/Berlin");
        let half_past_two = Hour::parse("02:30").unwrap();
        for (day, all) in [
            // The clock goes from 02:00 to 03:00.
            ("2026-03-29", &["2026-03-29T01:00:00.000Z"][..]),
            // And from 03:00 back to 02:00.
            (
                "2026-10-25",
                &["2026-10-25T00:30:00.000Z", "2026-10-25T01:00:00.000Z", "2026-10-25T01:30:00.000Z"],
            ),
            ("2026-05-01", &["2026-05-01T00:30:00.000Z"]),
        ] {
            let found = berlin.readings(Day::parse(day).unwrap(), &[half_past_two]);
            assert!(found.is_sorted(), "{day}");
            let found: Vec<String> = found.into_iter().map(Instant::text).collect();
            assert!(all.iter().all(|at| found.iter().any(|found| found == at)), "{day} {found:?}");
        }
        for (at, reads) in [("2026-03-29T00:59:59.999Z", "01:59"), ("2026-03-29T01:00:00Z", "03:00")] {
            assert_eq!(berlin.hour(Instant::parse(at).unwrap()).text(), reads);
        }
    }

    #[test]
    fn the_first_instant_of_a_date() {
        for (name, day, start) in [
            ("Asia/Shanghai", "2026-05-01", "2026-04-30T16:00:00.000Z"),
            ("America/Los_Angeles", "2026-03-08", "2026-03-08T08:00:00.000Z"),
            ("America/Los_Angeles", "2026-03-09", "2026-03-09T07:00:00.000Z"),
            // The clock goes from 23:59:59 to 01:00.
            ("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00.000Z"),
            // Midnight comes twice: first in summer time, then an hour later.
            ("America/Havana", "2026-11-01", "2026-11-01T04:00:00.000Z"),
            // At midnight the clock goes back to 23:00 of the day before.
            ("Asia/Beirut", "2026-10-25", "2026-10-24T22:00:00.000Z"),
        ] {
            let day = Day::parse(day).unwrap();
            let found = zone(name).start_of(day);
            assert_eq!(found.to_string(), start, "{name} {day}");
            assert_eq!(zone(name).day(found), day);
            assert_eq!(zone(name).day(found.later(-1)), day.plus_days(-1));
        }
    }
}
