//! What a member brings.

use jiff::civil::Date;
use serde_json::Value;

use super::enter;
use crate::model::calendar::{instant, next_day};
use crate::model::facts::{Act, Fact, each};
use crate::model::ladder;
use crate::model::metric;
use crate::model::number::whole;
use crate::model::points::{Dates, Note, expiry};
use crate::model::state::{Book, State};

pub fn opening(state: &mut State, fact: &Fact) -> Result<(), &'static str> {
    if state.entries.iter().any(|entry| matches!(entry.fact.act, Act::Opening)) {
        return Err("secondOpening");
    }
    enter(state, fact, Vec::new());
    let zone = &state.book.zone;
    for lot in each(&fact.source["lots"]) {
        let currency = state.book.currency(lot["currency"].as_str());
        let purse = &mut state.purses[currency];
        let points = whole(&lot["points"]);
        let earned_at = lot.get("earnedAt").map_or(fact.at, |at| instant(at, zone));
        purse.add("opening", points);
        purse.put(
            state.book,
            &fact.id,
            points,
            state.at,
            earned_at,
            opening_dates(state.book, currency, lot, fact.at),
        );
        let note = Note { kind: "opening", points, event: Some(&fact.id), parts: &[], reason: None };
        purse.note(zone, state.at, &note);
    }
    for extra in each(&fact.source["metrics"]) {
        let metric = extra["metric"].as_str().unwrap().to_owned();
        let amount = metric::amount(state.book, &metric, &extra["amount"]);
        let day = extra["day"].as_str().map_or(fact.day, |day| day.parse().unwrap());
        metric::book(state, &metric, amount, (day, day));
    }
    if let Some(tier) = fact.source.get("tier") {
        ladder::open(state, tier, &fact.id);
    }
    Ok(())
}

fn opening_dates(book: &Book, currency: usize, lot: &Value, at: i64) -> Dates {
    let given = |key: &str| lot.get(key).map_or(at, |at| instant(at, &book.zone));
    match lot["lastDay"].as_str().map(|day| day.parse::<Date>().unwrap()) {
        None => expiry(book, currency, given("earnedAt"), given("usableAt")),
        Some(last_day) => Dates {
            usable_at: given("usableAt"),
            expires_at: Some(book.zone.first_instant(next_day(last_day))),
            last_day: Some(last_day),
        },
    }
}
