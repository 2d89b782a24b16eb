//! Streaks of days, and points that are given on a date.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Span;
use jiff::civil::Date;
use serde_json::Value;

use super::calendar::{day_before, end_of};
use super::condition::{Scene, holds};
use super::earning::rules;
use super::facts::{Fact, each};
use super::metric;
use super::number::whole;
use super::points::{Note, dates};
use super::state::{Extra, Posting, State};

/// For each rule with a streak, which day of it an event would be: 0 where its date has one already.
pub fn streaks(state: &State, fact: &Fact) -> BTreeMap<String, i128> {
    let mut streaks = BTreeMap::new();
    for (currency, of) in state.book.earning().into_iter().enumerate() {
        for rule in rules(of).into_iter().filter(|rule| rule.get("streak").is_some()) {
            let others = state.entries.iter().map(|entry| &entry.fact).filter(|other| other.id != fact.id);
            let dates: BTreeSet<Date> =
                others.filter(|other| other.is(&rule["on"])).map(|other| other.day).collect();
            let mut days = i128::from(!dates.contains(&fact.day));
            let mut date = day_before(fact.day);
            while days > 0 && dates.contains(&date) {
                days += 1;
                date = day_before(date);
            }
            streaks.insert(format!("{currency}/{}", rule["id"].as_str().unwrap()), days);
        }
    }
    streaks
}

/// The points of a day of a streak, counted from 1; of day 0 none.
pub fn points_of_day(streak: &Value, day: i128) -> i128 {
    let table: Vec<i128> = each(&streak["points"]).map(whole).collect();
    let length = i128::try_from(table.len()).unwrap();
    let row = if streak["repeat"] == true { (day - 1).rem_euclid(length) } else { (day - 1).min(length - 1) };
    if day == 0 { 0 } else { table[usize::try_from(row).unwrap()] }
}

/// Gives what is due on the state's date, once, at its first instant, and says whether anything was; the day of joining gives nothing.
pub fn give(state: &mut State) -> bool {
    let (book, today) = (state.book, state.day);
    let first_instant = state.at == book.zone.first_instant(today);
    if !first_instant || today <= book.joined || !state.scheduled.insert(today) {
        return false;
    }
    let mut given = false;
    for (currency, (_, rules)) in book.earning().into_iter().enumerate() {
        for rule in each(rules) {
            let Some(schedule) = rule.get("schedule") else { continue };
            let last = today.checked_sub(Span::new().days(schedule["day"].as_i64().unwrap())).unwrap();
            let due = last == end_of(schedule["after"].as_str().unwrap(), last) && last >= book.joined;
            if !due || !rule.get("when").is_none_or(|when| holds(when, &Scene::now(state, last))) {
                continue;
            }
            given = true;
            let id = rule["id"].as_str().unwrap();
            let points = whole(&rule["fixed"]);
            if let Some(metric) = book.ledger(currency) {
                metric::book(state, metric, points, (today, today));
                continue;
            }
            let parts = [Posting { currency, rule: id.to_owned(), points }];
            let purse = &mut state.purses[currency];
            purse.add("earned", points);
            purse.put(
                book,
                &format!("{id}@{today}"),
                points,
                state.at,
                state.at,
                dates(book, &state.plans, currency, state.at, false),
            );
            purse.note(
                &book.zone,
                state.at,
                &Note { kind: "earned", points, event: None, parts: &parts, reason: None },
            );
            let counts = |metric: &&Value| {
                metric["of"] == "points" && book.currency(metric["currency"].as_str()) == currency
            };
            for metric in book.list("metrics").filter(counts) {
                let metric = metric["id"].as_str().unwrap().to_owned();
                state.extras.push(Extra { metric, day: today, amount: points, by_rule: true });
            }
        }
    }
    given
}
