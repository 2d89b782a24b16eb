//! Periods have neither gap nor overlap at a change of the clock: the last day is followed by the next start, and both
//! ends of a date are its first instants, in every zone that jiff knows.

use jiff::civil::date;
use memberview::api::{Program, Request};
use serde_json::{Value, json};

use crate::model::calendar::{Zone, instant_text, next_day};
use crate::model::facts::each;
use crate::model::programs::ZONES;

fn program(zone: &str, period: &str) -> Result<Program, String> {
    let program = json!({
        "format": 1, "id": "shop", "version": "1", "currency": "EUR", "timeZone": zone,
        "points": [{ "id": "points", "earn": [], "expiry": { "after": period } }],
        "ladders": [{ "id": "l", "tiers": [{ "id": "only", "validFor": period, "keep": { "tenure": { "atLeast": "P1D" } }, "otherwise": "relevel" }] }],
    });
    super::ask::program(&program)
}

/// The dates on both sides of every change of the clock from 2016 on, and some more after it.
fn dates_around_changes(zone: &Zone) -> Vec<jiff::civil::Date> {
    let mut dates = Vec::new();
    let end = zone.first_instant(date(2035, 1, 1));
    let mut change = zone.next_change(zone.first_instant(date(2016, 1, 1)));
    while let Some(at) = change.filter(|at| *at < end) {
        dates.extend(
            [-2, -1, 0, 1].map(|days| zone.date_of(at).checked_add(jiff::Span::new().days(days)).unwrap()),
        );
        change = zone.next_change(at);
    }
    dates.sort();
    dates.dedup();
    dates
}

#[test]
fn a_last_day_ends_at_the_first_instant_of_the_next_in_every_zone() {
    let mut known = 0;
    for name in jiff::tz::db().available() {
        let Ok(program) = program(name.as_str(), "P1D") else { continue };
        known += 1;
        let zone = Zone::named(name.as_str());
        let dates = dates_around_changes(&zone);
        let lots: Vec<Value> =
            dates.iter().map(|day| json!({ "points": 1, "lastDay": day.to_string() })).collect();
        let at = zone.first_instant(date(2016, 1, 1)) - 86_400_000;
        let opening = json!({ "id": "o", "at": at, "type": "opening", "lots": lots });
        let member = json!({ "profile": { "id": "m", "joinedAt": at }, "events": [opening] });
        let member =
            program.member(&member.to_string()).unwrap_or_else(|p| panic!("{name}: {}", p.to_json()));
        let text = member
            .view(&Request { lots: 10_000, ..Request::at(at) })
            .unwrap_or_else(|problems| panic!("{}", problems.to_json()));
        let view = super::ask::parts(&text).unwrap();
        let ends: Vec<&Value> = each(&view["points"][0]["lots"]).collect();
        assert_eq!(ends.len(), dates.len(), "{name}");
        for (end, day) in ends.into_iter().zip(dates) {
            assert_eq!(end["lastDay"], day.to_string(), "{name}");
            assert_eq!(end["expiresAt"], instant_text(zone.first_instant(next_day(day))), "{name} {day}");
        }
    }
    assert!(known > 400, "only {known} zones of jiff are known");
}

#[test]
fn repeated_periods_follow_each_other_without_gap_or_overlap() {
    for zone_name in ZONES {
        let zone = Zone::named(zone_name);
        for period in ["P1D", "P7D", "P1M", "P6M1D"] {
            let program = program(zone_name, period).unwrap();
            let joined = date(2016, 1, 31);
            let member = json!({ "profile": { "id": "m", "joinedAt": joined.to_string() }, "events": [] });
            let member = program
                .member(&member.to_string())
                .unwrap_or_else(|problems| panic!("{}", problems.to_json()));
            let now = zone.first_instant(date(2020, 1, 1));
            let text = member
                .view(&Request { history: 10_000, ..Request::at(now) })
                .unwrap_or_else(|problems| panic!("{}", problems.to_json()));
            let ladder = &super::ask::parts(&text).unwrap()["tiers"][0];
            let mut start = joined;
            for entry in each(&ladder["history"]["entries"]).rev() {
                assert_eq!(entry["day"], start.to_string(), "{zone_name} {period} {entry}");
                assert_eq!(
                    entry["at"],
                    instant_text(zone.first_instant(start)),
                    "{zone_name} {period} {entry}"
                );
                start = next_day(entry["lastDay"].as_str().unwrap().parse().unwrap());
            }
            assert_eq!(
                ladder["until"]["expiresAt"],
                instant_text(zone.first_instant(start)),
                "{zone_name} {period}"
            );
            assert!(zone.first_instant(start) > now, "{zone_name} {period} is over");
        }
    }
}
