//! Points given away, and points that another member sent.

use super::calendar::{instant, next_day};
use super::event::enter;
use super::facts::{Fact, each};
use super::number::whole;
use super::points::{Dates, Note, dates};
use super::state::State;

/// Takes points for a good cause or another member.
pub fn give(
    state: &mut State,
    fact: &Fact,
    (points, currency): (i128, Option<&str>),
    to: Option<&str>,
    kind: &'static str,
) -> Result<(), &'static str> {
    let currency = state.book.currency(currency);
    let purse = &mut state.purses[currency];
    if purse.usable() < points && !state.forced.contains(&fact.id) {
        return Err("insufficientPoints");
    }
    let (_, missing) = purse.take(purse.spending_order(), points);
    purse.add("givenAway", points);
    purse.owe(state.book, currency, missing);
    let note = Note { kind, points: -points, event: Some(&fact.id), parts: &[], reason: to };
    purse.note(&state.book.zone, state.at, &note);
    enter(state, fact, Vec::new());
    Ok(())
}

/// Puts points that were sent into a lot of their own, or into those that were sent.
pub fn receive(state: &mut State, fact: &Fact, (points, currency): (i128, Option<&str>), from: &str) {
    let currency = state.book.currency(currency);
    let book = state.book;
    let mut lots = vec![(points, dates(book, &state.plans, currency, fact.at, true))];
    if book.program["points"][currency]["transfer"]["expiry"] == "keep" {
        let read = |lot: &serde_json::Value| {
            let last_day = lot["lastDay"].as_str().map(|day| day.parse().unwrap());
            let end = lot.get("expiresAt").map(|at| instant(at, &book.zone));
            let end = end.or(last_day.map(|day| book.zone.first_instant(next_day(day))));
            (whole(&lot["points"]), Dates { usable_at: fact.at, expires_at: end, last_day })
        };
        lots = each(&fact.source["lots"]).map(read).collect();
    }
    for (points, dates) in lots {
        let purse = &mut state.purses[currency];
        purse.add("received", points);
        purse.put(state.book, &fact.id, points, state.at, fact.at, dates);
        let note = Note { kind: "received", points, event: Some(&fact.id), parts: &[], reason: Some(from) };
        purse.note(&book.zone, state.at, &note);
    }
    enter(state, fact, Vec::new());
}
