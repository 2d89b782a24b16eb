//! What the rules give for an event, put into lots, and what a refund takes back of it.

use super::bonus;
use super::calendar::{instant, next_day};
use super::condition::Scene;
use super::earning;
use super::facts::{Fact, each};
use super::metric;
use super::number::{Fraction, whole};
use super::points::{Dates, NEVER, Note};
use super::schedule;
use super::signals;
use super::state::{Book, Moment, Posting, State};
use super::wallet;

/// The member before an event.
pub fn moment(state: &State, fact: &Fact) -> Moment {
    let ids = || state.book.list("metrics").map(|metric| metric["id"].as_str().unwrap());
    let segments = state.book.list("segments").map(|segment| segment["id"].as_str().unwrap());
    let scene = Scene::now(state, fact.day).at(fact.at);
    Moment {
        metrics: ids().map(|id| (id.to_owned(), metric::value(state, id, fact.day))).collect(),
        marks: ids().map(|id| (id.to_owned(), metric::marks(state, id))).collect(),
        periods: state.standings.iter().map(|standing| standing.period_start).collect(),
        tiers: state.tiers(),
        streaks: schedule::streaks(state, fact),
        used: earning::used(state, fact),
        person: state.person(),
        segments: segments.map(|id| (id.to_owned(), scene.is_in(id))).collect(),
        plans: state.plans.clone(),
        caps: Vec::new(),
        coupons: wallet::named_on(state, fact),
        at: fact.at,
    }
}

/// Counts the newest event, runs the earn rules or takes what was posted, and makes the lots.
pub fn earn(state: &mut State, mut before: Moment) {
    let newest = state.entries.last_mut().unwrap();
    let fact = newest.fact.clone();
    newest.counted_by = metric::counting(state.book, &before, &fact, &newest.left);
    let seen = Moment { metrics: metric::with_event(state.book, &before, newest), ..before.clone() };
    let left = newest.left.clone();
    let scene = Scene::then(state.book, &seen, fact.day).during(&fact, &left);
    let raised = signals::raised(state, &fact, &scene);
    before.caps = signals::caps(state.book, &raised);
    let seen = Moment { caps: before.caps.clone(), ..seen };
    let newest = state.entries.last_mut().unwrap();
    newest.signals = raised;
    let by_rules = earning::postings(state.book, &seen, &fact, &newest.left);
    let given: Vec<(Posting, Dates)> = match fact.source.get("posted") {
        None => {
            let dates = |part: &Posting| {
                (part.clone(), signals::dates(state.book, &state.plans, newest, part.currency))
            };
            by_rules.iter().map(dates).collect()
        }
        Some(_) => posted(state, &fact, false).into_iter().filter(|(part, _)| part.points > 0).collect(),
    };
    let kept = |(part, dates): (Posting, Dates)| {
        let purse = state.purses.get(part.currency);
        let dates = purse.map_or(dates, |purse| purse.kept(state.book, fact.at, dates));
        (part, dates)
    };
    let given: Vec<(Posting, Dates)> = given.into_iter().map(kept).collect();
    let postings: Vec<Posting> = given.iter().map(|(part, _)| part.clone()).collect();
    let newest = state.entries.last_mut().unwrap();
    newest.given_by_rules = postings == by_rules;
    newest.postings = postings;
    newest.moment = before;
    let mut lots: Vec<(usize, Dates)> = Vec::new();
    for (part, dates) in &given {
        if let Some(id) = state.book.ledger(part.currency) {
            metric::book(state, id, part.points, (fact.day, fact.day));
        } else if !lots.contains(&(part.currency, *dates)) {
            lots.push((part.currency, *dates));
        }
    }
    for (currency, dates) in lots {
        let same = given.iter().filter(|(part, other)| part.currency == currency && *other == dates);
        let parts: Vec<Posting> = same.map(|(part, _)| part.clone()).collect();
        let points = sum(&parts);
        let purse = &mut state.purses[currency];
        purse.add("earned", points);
        purse.put(state.book, &fact.id, points, state.at, fact.at, dates);
        let note = Note { kind: "earned", points, event: Some(&fact.id), parts: &parts, reason: None };
        purse.note(&state.book.zone, state.at, &note);
    }
}

fn sum(parts: &[Posting]) -> i128 {
    parts.iter().map(|part| part.points).sum()
}

/// What an event says it was given, or taken: by rules, or by tiers.
pub fn posted(state: &State, fact: &Fact, gift: bool) -> Vec<(Posting, Dates)> {
    let zone = &state.book.zone;
    let read = |given: &serde_json::Value| {
        let part = Posting {
            currency: state.book.currency(given["currency"].as_str()),
            rule: given["rule"].as_str().unwrap().to_owned(),
            points: whole(&given["points"]),
        };
        let last_day = given["lastDay"].as_str().map(|day| day.parse().unwrap());
        let end = given.get("expiresAt").map(|at| instant(at, zone));
        let held = each(&fact.source["posted"]["signals"]).any(|signal| signal["action"] == "hold");
        let waits = held || state.book.program["points"][part.currency]["pending"]["until"] == "confirm";
        let otherwise = if waits { NEVER } else { fact.at };
        let usable_at = given.get("usableAt").map_or(otherwise, |at| instant(at, zone));
        (
            part,
            Dates {
                usable_at,
                expires_at: end.or(last_day.map(|day| zone.first_instant(next_day(day)))),
                last_day,
            },
        )
    };
    let ledger = |given: &serde_json::Value| {
        let currency = state.book.earning().iter().rposition(|(of, _)| of["id"] == given["metric"]).unwrap();
        let rule = given["rule"].as_str().unwrap().to_owned();
        let part = Posting { currency, rule, points: whole(&given["amount"]) };
        (part, Dates { usable_at: fact.at, expires_at: None, last_day: None })
    };
    let credits = each(&fact.source["posted"]["ledger"]).filter(|_| !gift).map(ledger);
    let lines = each(&fact.source["posted"]["points"]);
    lines.filter(|line| (line["gift"] == true) == gift).map(read).chain(credits).collect()
}

/// Takes back what an order was given less what the same rules give for it as it remains.
pub fn take_back(state: &mut State, fact: &Fact, order: usize, left_before: i128) {
    let entry = &mut state.entries[order];
    entry.counted_by = metric::counting(state.book, &entry.moment, &entry.fact, &entry.left);
    let kept = still_given(state, fact, order, left_before);
    let entry = &state.entries[order];
    let id = entry.fact.id.clone();
    for currency in 0..state.book.earning().len() {
        let of = |parts: &[Posting]| -> Vec<Posting> {
            parts.iter().filter(|part| part.currency == currency).cloned().collect()
        };
        let (had, has) = (of(&state.entries[order].postings), of(&kept));
        let claim = sum(&had) - sum(&has);
        if claim <= 0 {
            continue;
        }
        let entry = &mut state.entries[order];
        entry.postings.retain(|part| part.currency != currency);
        entry.postings.extend(has.iter().cloned());
        if let Some(id) = state.book.ledger(currency) {
            let bought = state.entries[order].fact.day;
            metric::book(state, id, -claim, (fact.day, bought));
            continue;
        }
        let mut excused = state.purses[currency].take_back(state.book, currency, &id, claim);
        let points = excused - claim;
        let mut parts = differences(state.book, &had, &has);
        for part in &mut parts {
            let forgiven = excused.min((-part.points).max(0));
            excused -= forgiven;
            part.points += forgiven;
        }
        parts.retain(|part| part.points != 0);
        if points != 0 {
            let note = Note { kind: "reversed", points, event: Some(&fact.id), parts: &parts, reason: None };
            state.purses[currency].note(&state.book.zone, state.at, &note);
        }
    }
}

/// By how much each rule gives more or less than it had given, in the order of the program.
fn differences(book: &Book, had: &[Posting], has: &[Posting]) -> Vec<Posting> {
    let of = |parts: &[Posting], rule: &str| {
        parts.iter().filter(|part| part.rule == rule).map(|part| part.points).sum::<i128>()
    };
    let unlisted = has.iter().filter(|part| had.iter().all(|old| old.rule != part.rule));
    let change = |part: &Posting| of(has, &part.rule) - of(had, &part.rule);
    let changed = |part: &Posting| Posting { points: change(part), ..part.clone() };
    let mut parts: Vec<Posting> = had.iter().chain(unlisted).map(changed).collect();
    let rules = |part: &Posting| earning::rules(book.earning()[part.currency]);
    let of_rule = |part: &Posting| rules(part).iter().position(|rule| rule["id"] == *part.rule);
    let after = |part: &Posting| bonus::rank(book, &part.rule).map(|place| rules(part).len() + place);
    parts.sort_by_key(|part| of_rule(part).or_else(|| after(part)));
    parts
}

/// What the rules give for an order as it remains; where other rules posted it, the share of the money that is left.
fn still_given(state: &State, refund: &Fact, order: usize, left_before: i128) -> Vec<Posting> {
    let entry = &state.entries[order];
    let with = |part: &Posting, points: i128| Posting { points, ..part.clone() };
    if refund.source.get("posted").is_some() {
        return with_changes(&entry.postings, posted(state, refund, false));
    }
    if entry.wholly_refunded {
        return Vec::new();
    }
    if !entry.given_by_rules {
        let left = entry.left.iter().map(|line| line.paid).sum::<i128>();
        let share = |points: i128| Fraction::new(points * left, left_before).round("down");
        let of = |part: &Posting| if left_before == 0 { part.points } else { share(part.points) };
        return entry.postings.iter().map(|part| with(part, of(part))).collect();
    }
    let seen =
        Moment { metrics: metric::with_event(state.book, &entry.moment, entry), ..entry.moment.clone() };
    earning::postings(state.book, &seen, &entry.fact, &entry.left)
}

/// What is left of postings after what a refund says it took, and gave.
fn with_changes(had: &[Posting], changes: Vec<(Posting, Dates)>) -> Vec<Posting> {
    let mut has = had.to_vec();
    for (change, _) in changes {
        match has.iter_mut().find(|part| part.currency == change.currency && part.rule == change.rule) {
            Some(part) => part.points += change.points,
            None => has.push(change),
        }
    }
    has.retain(|part| part.points > 0);
    has
}
