//! Every zone, against jiff: offsets around each change and at random instants, and the first instants of the dates around each change.
#![expect(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may panic")]

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use memberview::unit::{Day, Instant, Zone};

/// The zones of the table and jiff's.
fn zones() -> impl Iterator<Item = (Zone, TimeZone)> {
    Zone::names().map(|name| (Zone::named(name).unwrap(), TimeZoneDatabase::bundled().get(name).unwrap()))
}

/// The seconds of a zone's changes from what it knows on to 2100.
fn changes(zone: &Zone, theirs: &TimeZone) -> Vec<i64> {
    let since = Timestamp::from_millisecond(zone.since().millis().max(Instant::FIRST.millis())).unwrap();
    let end: Timestamp = "2101-01-01T00:00:00Z".parse().unwrap();
    theirs
        .following(since)
        .map(|change| change.timestamp())
        .take_while(|at| *at < end)
        .map(Timestamp::as_second)
        .collect()
}

#[track_caller]
fn same_offset(zone: &Zone, theirs: &TimeZone, second: i64) {
    let expected = theirs.to_offset(Timestamp::from_second(second).unwrap()).seconds();
    let found = zone.offset_seconds(Instant::from_millis(second * 1000));
    assert_eq!(found, expected, "{} at {}", zone.name(), Instant::from_millis(second * 1000));
}

#[test]
fn the_names_are_the_database_s() {
    let theirs: BTreeSet<String> =
        TimeZoneDatabase::bundled().available().map(|name| name.to_string()).collect();
    let ours: BTreeSet<String> = Zone::names().map(String::from).collect();
    assert!(ours == theirs, "{:?}", ours.symmetric_difference(&theirs));
}

#[test]
fn offsets_a_second_around_every_change() {
    let mut count = 0;
    for (zone, theirs) in zones() {
        for second in changes(&zone, &theirs) {
            count += 1;
            for second in [second - 1, second, second + 1] {
                same_offset(&zone, &theirs, second);
            }
        }
    }
    assert!(count > 30_000, "{count} changes");
}

#[test]
fn offsets_at_random_instants() {
    let mut random = 20_260_315_u64;
    for (zone, theirs) in zones() {
        let since = zone.since().millis().max(Instant::FIRST.millis()).div_euclid(1000);
        same_offset(&zone, &theirs, since);
        let years = 4_133_980_800 - since;
        for _ in 0..2000 {
            // xorshift64
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let second = since + i64::try_from(random >> 16).unwrap().rem_euclid(years);
            same_offset(&zone, &theirs, second);
        }
    }
}

#[test]
fn the_first_instants_of_the_dates_around_every_change() {
    for (zone, theirs) in zones() {
        for second in changes(&zone, &theirs) {
            let around = zone.day(Instant::from_millis(second * 1000));
            for days in -2..=2 {
                let day = around.plus_days(days);
                let start = zone.start_of(day);
                assert_eq!(start, start_by_jiff(&theirs, day), "{} {day}", zone.name());
                assert_eq!(zone.day(start), day, "{} {day}", zone.name());
            }
        }
    }
}

/// jiff takes the first of two midnights and the first instant after a gap, as we do.
fn start_by_jiff(theirs: &TimeZone, day: Day) -> Instant {
    let (year, month, of_month) = day.civil();
    let date =
        Date::new(year.try_into().unwrap(), month.try_into().unwrap(), of_month.try_into().unwrap()).unwrap();
    let start = date.to_zoned(theirs.clone()).unwrap().start_of_day().unwrap();
    Instant::from_millis(start.timestamp().as_millisecond())
}
