//! The value of a metric, found by looking at every event again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use super::calendar::{Anchors, days_between, holds};
use super::condition::{Scene, holds as condition_holds};
use super::facts::{Act, Fact, Line, in_scope};
use super::number::{money, whole};
use super::state::{Book, Entry, Moment, State};

/// The value on a local date; money in minor units; none where nothing has happened yet.
pub fn value(state: &State, id: &str, today: Date) -> Option<i128> {
    let metric = state.book.metric(id);
    match metric["kind"].as_str().unwrap() {
        "tenure" => Some(days_between(state.book.joined, today)),
        "since" => {
            let days = counted(state, id).filter(|entry| !entry.wholly_refunded).map(|entry| entry.fact.day);
            days.filter(|day| *day <= today).max().map(|day| days_between(day, today))
        }
        _ => Some(total(state, metric, today)),
    }
}

/// Metric amounts of events and adjustments: minor units where the metric is money.
pub fn amount(book: &Book, metric: &str, amount: &Value) -> i128 {
    if is_money(book.metric(metric)) { money(amount, book.decimals) } else { whole(amount) }
}

pub fn is_money(metric: &Value) -> bool {
    metric["kind"] == "sum" && metric["of"] == "paid"
}

/// The metrics that count an event, of which so much is left: those it is of the right type for and whose `when` holds, as
/// the member was before it.
pub fn counting(book: &Book, before: &Moment, fact: &Fact, left: &[Line]) -> BTreeSet<String> {
    let scene = Scene::then(book, before, fact.day).during(fact, left);
    let holds = |metric: &&Value| metric.get("when").is_none_or(|when| condition_holds(when, &scene));
    let metrics = book.list("metrics").filter(|metric| is_of_its_type(metric, fact)).filter(holds);
    metrics.map(|metric| metric["id"].as_str().unwrap().to_owned()).collect()
}

fn is_of_its_type(metric: &Value, fact: &Fact) -> bool {
    let is_order = matches!(fact.act, Act::Order { .. });
    let is_activity = matches!(fact.act, Act::Activity { .. });
    match (metric.get("on"), metric["of"].as_str()) {
        (Some(on), _) => fact.is(on),
        (None, Some("value")) => is_activity,
        (None, Some("points")) => is_order || is_activity,
        (None, Some(_)) => is_order,
        (None, None) => false,
    }
}

/// The values of all metrics as they were before an event, and with the event, of which so much is left; its points are not
/// known yet when this is asked.
pub fn with_event(book: &Book, before: &Moment, entry: &Entry) -> BTreeMap<String, Option<i128>> {
    let mut values = before.metrics.clone();
    for id in entry.counted_by.iter().filter(|id| book.metric(id)["of"] != "points") {
        let metric = book.metric(id);
        let anchors = Anchors { joined: book.joined, tier_period: None };
        if metric["kind"] == "since" && !entry.wholly_refunded {
            values.insert(id.clone(), Some(0));
        } else if metric["kind"] != "since"
            && holds(&metric["window"], entry.fact.day, entry.fact.day, anchors)
        {
            values
                .entry(id.clone())
                .and_modify(|value| *value = value.map(|value| value + share(book, metric, entry)));
        }
    }
    values
}

fn total(state: &State, metric: &Value, today: Date) -> i128 {
    let id = metric["id"].as_str().unwrap();
    let ladder = metric["ladder"].as_str();
    let ladder =
        state.book.list("ladders").position(|l| Some(l["id"].as_str().unwrap()) == ladder).unwrap_or(0);
    let anchors = state.anchors(ladder);
    let within = |day: Date| holds(&metric["window"], day, today, anchors);
    let events: i128 = counted(state, id)
        .filter(|entry| within(entry.fact.day))
        .map(|entry| share(state.book, metric, entry))
        .sum();
    let (_, from) = state.resets.get(id).copied().unwrap_or_default();
    let extras = state.extras.iter().skip(from).filter(|extra| extra.metric == id && within(extra.day));
    events + extras.map(|extra| extra.amount).sum::<i128>()
}

fn counted<'a>(state: &'a State, metric: &'a str) -> impl Iterator<Item = &'a Entry> {
    let (from, _) = state.resets.get(metric).copied().unwrap_or_default();
    state.entries.iter().skip(from).filter(move |entry| entry.counted_by.contains(metric))
}

/// What one event gives to a sum or a count, as it remains.
fn share(book: &Book, metric: &Value, entry: &Entry) -> i128 {
    let scope = metric["scope"].as_str().map(|id| book.scope(id));
    let lines = entry.left.iter().filter(|line| scope.is_none_or(|scope| in_scope(scope, line)));
    match metric["of"].as_str() {
        None => i128::from(!entry.wholly_refunded),
        Some("paid") => lines.map(|line| line.paid).sum(),
        Some("quantity") => lines.map(|line| line.quantity).sum(),
        Some("value") => match entry.fact.act {
            Act::Activity { value } => value.unwrap_or(0),
            _ => 0,
        },
        Some("points") => {
            let currency = book.currency(metric["currency"].as_str());
            entry
                .postings
                .iter()
                .filter(|posting| posting.currency == currency)
                .map(|posting| posting.points)
                .sum()
        }
        Some(other) => panic!("no such sum: {other}"),
    }
}
