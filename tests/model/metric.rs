//! The value of a metric, found by looking at every event again.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use super::calendar::{Anchors, day_before, days_between, end_of, holds};
use super::condition::{Scene, holds as condition_holds};
use super::facts::{Act, Fact, Line, each, in_scope};
use super::number::{Fraction, money, whole};
use super::plans;
use super::state::{Book, Entry, Extra, Frozen, Mark, Moment, State};

/// The largest number that there may be.
pub const MOST: i128 = (1 << 53) - 1;

/// The value on a local date; money in minor units; none where nothing has happened yet.
pub fn value(state: &State, id: &str, today: Date) -> Option<i128> {
    if state.book.metric(id).get("refresh").is_some() {
        return state.frozen.get(id).and_then(|(value, _)| *value);
    }
    present(state, id, today, &|of| value(state, of, today))
}

/// The value whatever it was set to.
fn present(state: &State, id: &str, today: Date, of: &dyn Fn(&str) -> Option<i128>) -> Option<i128> {
    let metric = state.book.metric(id);
    match metric["kind"].as_str().unwrap() {
        "ratio" | "average" | "score" => made_of(state.book, metric, of),
        "balance" => Some(state.purses[state.book.currency(metric["currency"].as_str())].usable()),
        _ => counted(state.book, metric, &marks(state, id), today, state.anchors(ladder(state.book, metric))),
    }
}

/// What every metric with a `refresh` is set to on a date: the value at the end of the day before, of those whose day it is.
pub fn set_anew(state: &State, today: Date) -> Vec<(String, Frozen)> {
    let yesterday = day_before(today);
    frozen(state, yesterday, &|metric| refresh_day(metric, today) == Some(i128::from(today.day())))
}

fn refresh_day(metric: &Value, today: Date) -> Option<i128> {
    let day = whole(metric.get("refresh")?.get("dayOfMonth")?);
    Some(day.min(i128::from(today.days_in_month())))
}

/// The present values, and those of parts, of the metrics that are due, which see each other as they are set.
pub fn frozen(state: &State, day: Date, due: &dyn Fn(&Value) -> bool) -> Vec<(String, Frozen)> {
    fn anew(state: &State, id: &str, day: Date, due: &dyn Fn(&Value) -> bool) -> Option<i128> {
        let metric = state.book.metric(id);
        if metric.get("refresh").is_some() && !due(metric) {
            return state.frozen.get(id).and_then(|(value, _)| *value);
        }
        present(state, id, day, &|of| anew(state, of, day, due))
    }
    let metrics = state.book.list("metrics").filter(|metric| metric.get("refresh").is_some() && due(metric));
    let set = metrics.map(|metric| {
        let id = metric["id"].as_str().unwrap();
        let parts = parts(state.book, metric, &|of| anew(state, of, day, due));
        (id.to_owned(), (anew(state, id, day, due), parts))
    });
    set.collect()
}

/// What the parts of a score give; of another metric nothing.
pub fn parts(book: &Book, metric: &Value, of: &dyn Fn(&str) -> Option<i128>) -> Vec<i128> {
    let gives = |part: &Value| {
        let id = part["of"].as_str().unwrap();
        let Some(value) = of(id) else { return 0 };
        let number = |number: &Value| {
            if is_money(book, book.metric(id)) { money(number, book.decimals) } else { whole(number) }
        };
        let points = if let Some(per) = part.get("perAmount") {
            let rate = Fraction::new(whole(&per["points"]), money(&per["amount"], book.decimals));
            rate.times(Fraction::whole(value)).round(book.rounding("points", "down"))
        } else if let Some(each) = part.get("each") {
            let per = part.get("per").map_or(1, whole);
            Fraction::new(whole(each) * value, per).round(book.rounding("points", "down"))
        } else {
            let mut reached = each(&part["bands"]).filter(|band| number(&band["from"]) <= value);
            reached.next_back().map_or(0, |band| whole(&band["gives"]))
        };
        points.min(part.get("most").map_or(MOST, whole))
    };
    each(&metric["parts"]).map(gives).collect()
}

fn made_of(book: &Book, metric: &Value, of: &dyn Fn(&str) -> Option<i128>) -> Option<i128> {
    if metric["kind"] == "score" {
        let sum: i128 = parts(book, metric, of).iter().sum();
        return Some(sum.min(metric.get("most").map_or(MOST, whole)));
    }
    let part = of(metric["of"].as_str().unwrap())?;
    if metric["kind"] == "average" {
        let each = of(metric["per"].as_str().unwrap()).filter(|each| *each > 0)?;
        let money = is_money(book, book.metric(metric["per"].as_str().unwrap()));
        let one = if money { 10_i128.pow(book.decimals) } else { metric.get("times").map_or(1, whole) };
        let mode = if is_money(book, metric) { ("money", "halfUp") } else { ("points", "down") };
        let mode = book.rounding(mode.0, mode.1);
        return Some(Fraction::new(part * one, each).round(mode).clamp(-MOST, MOST));
    }
    let all = of(metric["in"].as_str().unwrap())?;
    (all > 0).then(|| (part * 1000).div_euclid(all))
}

/// Metric amounts of events and adjustments: minor units where the metric is money.
pub fn amount(book: &Book, metric: &str, amount: &Value) -> i128 {
    if is_money(book, book.metric(metric)) { money(amount, book.decimals) } else { whole(amount) }
}

pub fn is_money(book: &Book, metric: &Value) -> bool {
    let of = counted_in(book.list("metrics"), metric);
    of["kind"] == "sum" && of["of"] == "paid"
}

/// The metric in whose unit another is counted: of an average what is shared out, else itself.
pub fn counted_in<'v>(mut metrics: impl Iterator<Item = &'v Value>, metric: &'v Value) -> &'v Value {
    metrics.find(|of| metric["kind"] == "average" && of["id"] == metric["of"]).unwrap_or(metric)
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
    match (metric["kind"].as_str().unwrap(), metric.get("on"), metric["of"].as_str()) {
        ("ratio" | "average" | "score" | "balance" | "tenure" | "ledger" | "accrual", _, _) => false,
        (_, Some(on), _) => fact.is(on),
        (_, None, Some("value" | "subjects")) => is_activity,
        (_, None, Some("points")) => is_order || is_activity,
        (_, None, _) => is_order,
    }
}

/// The values of all metrics with an event, of which so much is left; its points are not known yet when this is asked.
pub fn with_event(book: &Book, before: &Moment, entry: &Entry) -> BTreeMap<String, Option<i128>> {
    fn with(book: &Book, before: &Moment, entry: &Entry, id: &str) -> Option<i128> {
        let metric = book.metric(id);
        if metric.get("refresh").is_some() || metric["kind"] == "balance" {
            return before.metrics[id];
        }
        if ["ratio", "average", "score"].iter().any(|kind| metric["kind"] == *kind) {
            return made_of(book, metric, &|of| with(book, before, entry, of));
        }
        let mut marks = before.marks[id].clone();
        if entry.counted_by.contains(id) && metric["of"] != "points" {
            marks.extend(mark(book, metric, entry));
        }
        counted(book, metric, &marks, entry.fact.day, before.anchors(book, ladder(book, metric)))
    }
    before.metrics.keys().map(|id| (id.clone(), with(book, before, entry, id))).collect()
}

fn ladder(book: &Book, metric: &Value) -> usize {
    let ladder = metric["ladder"].as_str();
    book.list("ladders").position(|l| Some(l["id"].as_str().unwrap()) == ladder).unwrap_or(0)
}

/// The value of a metric that looks at events alone, by what each of them marks.
fn counted(book: &Book, metric: &Value, marks: &[Mark], today: Date, anchors: Anchors) -> Option<i128> {
    let within = |day: Date| holds(&metric["window"], day, today, anchors);
    // What fixed dates leave out is not there for anything.
    let may_count = |mark: &&Mark| {
        !metric["window"]["between"].is_array() || holds(&metric["window"], mark.day, mark.day, anchors)
    };
    let marks: Vec<&Mark> = marks.iter().filter(|mark| !mark.by_rule || may_count(mark)).collect();
    let there = || marks.iter().filter(|mark| mark.amount > 0 && mark.day <= today);
    let days: BTreeSet<Date> = there().map(|mark| mark.day).collect();
    let months: BTreeSet<Date> = there().map(|mark| end_of("month", mark.day)).collect();
    let in_window = || days.iter().filter(|day| within(**day));
    let number = |count: usize| i128::from(u32::try_from(count).unwrap());
    Some(match (metric["kind"].as_str().unwrap(), metric["of"].as_str()) {
        ("tenure", _) => days_between(book.joined, today),
        ("since", _) => return days.last().map(|day| days_between(*day, today)),
        ("streak", Some("months")) => {
            let before = |end: Date| day_before(end.first_of_month());
            in_a_row(&months, end_of("month", today), &before)
        }
        ("streak", _) => in_a_row(&days, today, &day_before),
        ("distinct", Some("days")) => number(in_window().count()),
        ("distinct", Some("months")) => {
            number(in_window().map(|day| end_of("month", *day)).collect::<BTreeSet<Date>>().len())
        }
        ("distinct", Some("categories" | "subjects")) => {
            let keys = there().filter(|mark| within(mark.day)).flat_map(|mark| &mark.keys);
            number(keys.collect::<BTreeSet<&String>>().len())
        }
        _ => {
            let corrections = marks.iter().filter(|mark| !mark.by_rule && within(mark.day));
            let capped = capped(book, metric, &marks).into_iter().filter(|(day, _)| within(*day));
            corrections.map(|mark| mark.amount).sum::<i128>() + capped.map(|(_, amount)| amount).sum::<i128>()
        }
    })
}

/// How many in a row up to the last one, or the one before it.
fn in_a_row(there: &BTreeSet<Date>, last: Date, before: &dyn Fn(Date) -> Date) -> i128 {
    let mut at = if there.contains(&last) { last } else { before(last) };
    let mut row = 0;
    while there.contains(&at) {
        row += 1;
        at = before(at);
    }
    row
}

/// What counts on each date: of a date no more than its cap, and then of a month, day by day, until its cap is reached.
fn capped(book: &Book, metric: &Value, marks: &[&Mark]) -> Vec<(Date, i128)> {
    let (of_day, of_month) = (cap(book, metric, "day"), cap(book, metric, "calendarMonth"));
    let mut days: BTreeMap<Date, i128> = BTreeMap::new();
    for mark in marks.iter().filter(|mark| mark.by_rule) {
        *days.entry(mark.day).or_default() += mark.amount;
    }
    let mut found: Vec<(Date, i128)> = Vec::new();
    for (day, amount) in &days {
        let same_month = |other: &Date| end_of("month", *other) == end_of("month", *day);
        let earlier = days.iter().filter(|(other, _)| same_month(other) && *other < day);
        let before: i128 = earlier.map(|(_, amount)| *amount.min(&of_day)).sum();
        let with = before + amount.min(&of_day);
        found.push((*day, with.min(of_month) - before.min(of_month)));
    }
    found
}

fn cap(book: &Book, metric: &Value, per: &str) -> i128 {
    let cap = each(&metric["caps"]).find(|cap| cap["per"] == per);
    cap.map_or(MOST, |cap| amount(book, metric["id"].as_str().unwrap(), &cap["most"]))
}

/// Adds to a metric. What is taken from one that is credited goes no lower than zero, unless its shortage is carried; within the
/// period of a tier it is taken from the date of its cause and then from the latest dates that have something.
pub fn book(state: &mut State, id: &str, amount: i128, (day, cause): (Date, Date)) {
    let metric = state.book.metric(id);
    let add = |state: &mut State, day: Date, amount: i128| {
        state.extras.push(Extra { metric: id.to_owned(), day, amount, by_rule: false });
    };
    let credited = metric["kind"] == "ledger" || metric["kind"] == "accrual";
    let drops = !credited && metric["shortage"] == "dropped";
    if (!credited && !drops) || amount >= 0 {
        return add(state, day, amount);
    }
    let anchors = state.anchors(ladder(state.book, metric));
    let of = |state: &State, date: Date| of_date(state, id, date);
    let mut missing = -amount;
    if drops || metric["window"] == "tierPeriod" {
        let dates: BTreeSet<Date> = marks(state, id).iter().map(|mark| mark.day).collect();
        let latest_first = dates.into_iter().rev();
        for date in [cause].into_iter().chain(latest_first) {
            if holds(&metric["window"], date, day, anchors) {
                let taken = of(state, date).clamp(0, missing);
                add(state, date, -taken);
                missing -= taken;
            }
        }
    }
    if drops {
        return;
    }
    if metric["shortage"] != "carried" {
        let present = counted(state.book, metric, &marks(state, id), day, anchors).unwrap();
        missing = missing.min(present.max(0));
    }
    add(state, day, -missing);
}

/// Adds what was added from a place on to what was added to the same metrics before: only sums over all days are asked for.
pub fn merge(state: &mut State, from: usize) {
    for extra in state.extras.split_off(from) {
        let (_, first) = state.resets.get(&extra.metric).copied().unwrap_or_default();
        let known = state.extras.iter_mut().skip(first).rfind(|known| known.metric == extra.metric);
        match known {
            Some(known) => known.amount += extra.amount,
            None => state.extras.push(extra),
        }
    }
}

/// What a metric holds of one date, whatever its window.
fn of_date(state: &State, id: &str, date: Date) -> i128 {
    let metric = state.book.metric(id);
    let marks = marks(state, id);
    let marks: Vec<&Mark> = marks.iter().collect();
    let corrections = marks.iter().filter(|mark| !mark.by_rule && mark.day == date).map(|mark| mark.amount);
    let counted = capped(state.book, metric, &marks).into_iter().filter(|(day, _)| *day == date);
    corrections.sum::<i128>() + counted.map(|(_, amount)| amount).sum::<i128>()
}

/// After something of a date came back: what a correction took of it is not taken again, and values that were set since are set
/// as if it had not been there.
pub fn came_back(state: &mut State, date: Date) {
    for metric in state.book.list("metrics") {
        let id = metric["id"].as_str().unwrap();
        let credited = metric["kind"] == "ledger" || metric["kind"] == "accrual";
        if !credited && metric["shortage"] == "dropped" {
            let short = of_date(state, id, date).min(0);
            state.extras.push(Extra { metric: id.to_owned(), day: date, amount: -short, by_rule: false });
        }
        if metric["countsAt"] == "order" && metric.get("refresh").is_some() {
            let is_due = |day: &Date| refresh_day(metric, *day) == Some(i128::from(day.day()));
            let mut set = state.day;
            while !is_due(&set) {
                set = day_before(set);
            }
            if set > date && set > state.book.joined {
                let values = frozen(state, day_before(set), &|due| due["id"] == *id);
                state.frozen.extend(values);
            }
        }
    }
}

/// Lets a date raise metrics by the plans that run on it, and lower them where none does.
pub fn accrue(state: &mut State, date: Date) {
    for metric in state.book.list("metrics").filter(|metric| metric["kind"] == "accrual") {
        let runs = |rate: &&Value| plans::runs_by_itself(state, rate["plan"].as_str().unwrap(), date);
        let rates: Vec<i128> = each(&metric["perDay"]).filter(runs).map(|rate| whole(&rate["by"])).collect();
        let fall = metric.get("fall").map_or(0, whole);
        let amount = if rates.is_empty() { -fall } else { rates.iter().sum() };
        book(state, metric["id"].as_str().unwrap(), amount, (date, date));
    }
}

/// What events and corrections mark in a metric.
pub fn marks(state: &State, id: &str) -> Vec<Mark> {
    let metric = state.book.metric(id);
    let (entry, extra) = state.resets.get(id).copied().unwrap_or_default();
    let entries = state.entries.iter().skip(entry).filter(|entry| entry.counted_by.contains(id));
    let extras = state.extras.iter().skip(extra).filter(|extra| extra.metric == id);
    let corrections = extras.map(|extra| Mark {
        day: extra.day,
        amount: extra.amount,
        keys: Vec::new(),
        by_rule: extra.by_rule,
    });
    entries.filter_map(|entry| mark(state.book, metric, entry)).chain(corrections).collect()
}

/// What one event marks in a metric that counts it, as it remains.
fn mark(book: &Book, metric: &Value, entry: &Entry) -> Option<Mark> {
    let placed = metric["kind"] == "count" && (metric["of"] == "all" || metric["of"] == "returned");
    if entry.wholly_refunded && !placed {
        return None;
    }
    let scope = metric["scope"].as_str().map(|id| book.scope(id));
    let lines = || entry.left.iter().filter(|line| scope.is_none_or(|scope| in_scope(scope, line)));
    let mut keys = Vec::new();
    let amount = match (metric["kind"].as_str().unwrap(), metric["of"].as_str()) {
        ("sum", Some("paid")) => lines().map(|line| line.paid).sum(),
        ("sum", Some("quantity")) => lines().map(|line| line.quantity).sum(),
        ("sum", Some("value")) => match entry.fact.act {
            Act::Activity { value } => value.unwrap_or(0),
            _ => 0,
        },
        ("sum", _) => {
            let currency = book.currency(metric["currency"].as_str());
            let postings = entry.postings.iter().filter(|posting| posting.currency == currency);
            postings.map(|posting| posting.points).sum()
        }
        ("distinct", Some("categories")) => {
            let there = lines().filter(|line| line.quantity > 0);
            keys = there.flat_map(|line| line.categories.clone()).collect();
            1
        }
        ("distinct", Some("subjects")) => {
            keys.extend(entry.fact.source["subject"].as_str().map(str::to_owned));
            1
        }
        ("count", Some("returned")) => {
            let mut lines = entry.left.iter().zip(&entry.bought);
            i128::from(lines.any(|(left, bought)| left.quantity < bought.quantity || left.paid < bought.paid))
        }
        _ => 1,
    };
    Some(Mark { day: entry.fact.day, amount: amount.min(cap(book, metric, "event")), keys, by_rule: true })
}
