//! What tiers bring with them, and what the end of their periods takes.

use super::facts::{Fact, each};
use super::grants::posted;
use super::metric;
use super::number::whole;
use super::points::{Dates, Note, dates};
use super::state::{Extra, Posting, State};
use super::wallet;

/// Gives what the steps bring that were taken from a place of all steps on; for an event, what was posted with it.
pub fn give(state: &mut State, from: usize, event: Option<&Fact>) {
    let steps: Vec<_> = state.steps.iter().skip(from).cloned().collect();
    for (ladder, entry) in steps {
        let tiers = state.book.tiers(ladder);
        let Some(tier) = tiers.iter().find(|tier| tier["id"] == entry["to"]) else { continue };
        let gift = match entry["kind"].as_str().unwrap() {
            "entered" => &tier["onEnter"],
            "set" if entry["from"] != entry["to"] => &tier["onEnter"],
            "renewed" => &tier["onRenew"],
            _ => continue,
        };
        for id in each(&gift["reset"]) {
            let from = (state.entries.len(), state.extras.len());
            state.resets.insert(id.as_str().unwrap().to_owned(), from);
        }
        let id = tier["id"].as_str().unwrap();
        let given: Vec<(Posting, Dates)> = match event.filter(|fact| fact.source.get("posted").is_some()) {
            Some(fact) => posted(state, fact, true).into_iter().filter(|(part, _)| part.rule == id).collect(),
            None => each(&gift["points"])
                .map(|points| {
                    let currency = state.book.currency(points["currency"].as_str());
                    let part = Posting { currency, rule: id.to_owned(), points: whole(&points["points"]) };
                    (part, dates(state.book, &state.plans, currency, state.at, false))
                })
                .collect(),
        };
        put(state, id, &given, event.map(|fact| fact.id.as_str()));
        if event.is_none_or(|fact| fact.source.get("posted").is_none()) {
            let coupons: Vec<String> =
                each(&gift["coupons"]).map(|coupon| coupon.as_str().unwrap().to_owned()).collect();
            wallet::give(state, &format!("{id}@{}", state.day), id, &coupons);
        }
    }
}

/// One lot for each currency and pair of dates; metrics of points count them.
fn put(state: &mut State, tier: &str, given: &[(Posting, Dates)], event: Option<&str>) {
    let mut lots: Vec<(usize, Dates)> = Vec::new();
    for (part, dates) in given {
        if !lots.contains(&(part.currency, *dates)) {
            lots.push((part.currency, *dates));
        }
    }
    for (currency, dates) in lots {
        let same = given.iter().filter(|(part, other)| part.currency == currency && *other == dates);
        let parts: Vec<Posting> = same.map(|(part, _)| part.clone()).collect();
        let points = parts.iter().map(|part| part.points).sum();
        let purse = &mut state.purses[currency];
        purse.add("earned", points);
        purse.put(state.book, &format!("{tier}@{}", state.day), points, state.at, state.at, dates);
        let note = Note { kind: "earned", points, event, parts: &parts, reason: None };
        purse.note(&state.book.zone, state.at, &note);
    }
    for (part, _) in given {
        for metric in state.book.list("metrics").filter(|metric| metric["of"] == "points") {
            if state.book.currency(metric["currency"].as_str()) == part.currency {
                let metric = metric["id"].as_str().unwrap().to_owned();
                state.extras.push(Extra { metric, day: state.day, amount: part.points, by_rule: true });
            }
        }
    }
}

/// What the present tier deducts falls from its metric on the last day of the period, but not below nothing.
pub fn deduct(state: &mut State, ladder: usize) {
    let standing = &state.standings[ladder];
    let (rank, day) = (standing.tier.unwrap(), standing.last_day.unwrap());
    let deduct = &state.book.tiers(ladder)[rank]["deduct"];
    let Some(id) = deduct["metric"].as_str() else { return };
    let by = metric::amount(state.book, id, &deduct["by"]);
    let value = metric::value(state, id, day).unwrap();
    metric::book(state, id, -by.min(value.max(0)), (day, day));
}
