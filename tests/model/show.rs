//! The view: what is shown of the member, field by field.

use std::collections::BTreeMap;

use jiff::Span;
use serde_json::{Value, json};

use super::calendar::{instant_text, next_day};
use super::condition::Scene;
use super::ladder::dropped_to;
use super::metric;
use super::points::{NEVER, number};
use super::state::{Lot, Purse, State};
use super::verdict::{verdict, worth};

/// The whole view in English, with at most so many entries of each history and so many lots.
pub fn view(state: &State, now: i64, (entries, lots): (usize, usize), stock: &Value) -> Value {
    let book = state.book;
    json!({
        "program": { "id": book.program["id"], "version": book.program["version"], "name": name(book.program) },
        "member": { "id": book.profile["id"] },
        "now": instant_text(now),
        "today": book.zone.date_of(now).to_string(),
        "points": (0..state.purses.len()).map(|place| points(state, place, now, (entries, lots))).collect::<Vec<Value>>(),
        "tiers": (0..state.standings.len()).map(|place| ladder(state, place, now, entries)).collect::<Vec<Value>>(),
        "rewards": super::rewards::showcase::shown(state, now, stock),
        "signals": super::signals::shown(state, now, entries),
        "plans": super::plan_shown::shown(state, now),
        "coupons": super::pocket::shown(state, now),
        "segments": book.list("segments").map(|segment| segment_shown(state, segment, now)).collect::<Vec<Value>>(),
    })
}

fn segment_shown(state: &State, segment: &Value, now: i64) -> Value {
    let scene = Scene::now(state, state.book.zone.date_of(now)).at(now);
    let id = segment["id"].as_str().unwrap();
    let verdict = verdict(&segment["when"], &scene);
    json!({ "id": id, "name": name(segment), "met": scene.is_in(id), "verdict": verdict })
}

pub(super) fn name(named: &Value) -> Value {
    if named["names"]["en"].is_string() { named["names"]["en"].clone() } else { named["id"].clone() }
}

fn history(all: &[Value], entries: usize) -> Value {
    json!({ "total": all.len(), "entries": all.iter().rev().take(entries).collect::<Vec<&Value>>() })
}

fn points(state: &State, place: usize, now: i64, (entries, lots): (usize, usize)) -> Value {
    let purse = &state.purses[place];
    let rules = &state.book.program["points"][place];
    let zone = &state.book.zone;
    let usable: Vec<&Lot> = purse.spending_order().into_iter().map(|place| &purse.lots[place]).collect();
    let mut pending: Vec<&Lot> = purse.lots.iter().filter(|lot| !lot.usable && lot.left > 0).collect();
    pending.sort_by_key(|lot| (lot.usable_at, lot.earned_at, lot.id.clone()));
    let mut waiting: BTreeMap<i64, i128> = BTreeMap::new();
    for lot in &pending {
        *waiting.entry(lot.usable_at).or_default() += lot.left;
    }
    let waiting = waiting.into_iter().map(|(at, points)| {
        if at == NEVER {
            return json!({ "points": number(points) });
        }
        json!({ "day": zone.date_of(at).to_string(), "usableAt": instant_text(at), "points": number(points) })
    });
    let mut result = json!({
        "id": rules["id"], "name": name(rules),
        "balance": number(purse.usable()), "pending": number(purse.pending()), "debt": number(purse.debt),
        "pendingBy": waiting.collect::<Vec<Value>>(),
        "expiring": expiring(state, &usable, now),
        "lotCount": usable.len() + pending.len(),
        "lots": usable.iter().chain(&pending).take(lots).map(|lot| lot_shown(lot)).collect::<Vec<Value>>(),
        "totals": totals(purse),
        "history": history(&purse.history, entries),
    });
    if let Some(value) = rules.get("worth") {
        result["worth"] = worth(state.book, value, purse.usable());
        if purse.total("charged") > 0 {
            result["charged"] = worth(state.book, value, purse.total("charged"));
        }
    }
    result
}

fn totals(purse: &Purse) -> Value {
    let names = [
        "earned",
        "opening",
        "received",
        "adjusted",
        "spent",
        "givenAway",
        "expired",
        "clawedBack",
        "waived",
        "charged",
    ];
    names
        .into_iter()
        .map(|name| (name.to_owned(), number(purse.total(name))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn lot_shown(lot: &Lot) -> Value {
    let mut result = json!({
        "id": lot.id, "amount": number(lot.amount), "left": number(lot.left), "usable": lot.usable,
        "earnedAt": instant_text(lot.earned_at),
    });
    if lot.usable_at != NEVER {
        result["usableAt"] = instant_text(lot.usable_at).into();
    }
    put_end(&mut result, lot);
    result
}

fn put_end(shown: &mut Value, lot: &Lot) {
    if let Some(end) = lot.expires_at {
        shown["expiresAt"] = instant_text(end).into();
    }
    if let Some(last) = lot.last_day {
        shown["lastDay"] = last.to_string().into();
    }
}

/// What lapses within so many days, and the dates of the next 90 days on which the balance lapses.
fn expiring(state: &State, usable: &[&Lot], now: i64) -> Value {
    let zone = &state.book.zone;
    let within = |days: i64| {
        let horizon = zone.first_instant(zone.date_of(now).checked_add(Span::new().days(days)).unwrap());
        let due = usable.iter().filter(|lot| lot.expires_at.is_some_and(|end| end <= horizon));
        number(due.map(|lot| lot.left).sum())
    };
    let mut dates: Vec<Value> = Vec::new();
    let far = zone.first_instant(zone.date_of(now).checked_add(Span::new().days(90)).unwrap());
    let mut ends: Vec<i64> =
        usable.iter().filter_map(|lot| lot.expires_at).filter(|end| *end <= far).collect();
    ends.dedup();
    for end in ends {
        let same: Vec<&&Lot> = usable.iter().filter(|lot| lot.expires_at == Some(end)).collect();
        let mut date = json!({ "points": number(same.iter().map(|lot| lot.left).sum()) });
        put_end(&mut date, same[0]);
        dates.push(date);
    }
    json!({ "in7Days": within(7), "in30Days": within(30), "in90Days": within(90), "dates": dates })
}

pub(super) fn ladder(state: &State, place: usize, now: i64, entries: usize) -> Value {
    let standing = &state.standings[place];
    let tiers = state.book.tiers(place);
    let today = state.book.zone.date_of(now);
    let shown = |rank: usize| json!({ "id": tiers[rank]["id"], "name": name(&tiers[rank]), "rank": rank });
    let above = standing.tier.map_or(0, |rank| rank + 1);
    let open = (above..tiers.len()).find(|rank| tiers[*rank]["invite"] != true);
    let next = open.and_then(|rank| Some((rank, tiers[rank].get("enter")?))).map(|(rank, enter)| {
        let mut shown = shown(rank);
        shown["enter"] = verdict(enter, &Scene::now(state, today).at(now));
        shown
    });
    json!({
        "id": state.book.program["ladders"][place]["id"],
        "name": name(&state.book.program["ladders"][place]),
        "tier": standing.tier.map_or(Value::Null, shown),
        "since": standing.since.map_or(Value::Null, |(at, day)| json!({ "at": instant_text(at), "day": day.to_string() })),
        "until": standing.last_day.map_or(Value::Null, |last| {
            json!({ "expiresAt": instant_text(standing.expires_at.unwrap()), "lastDay": last.to_string() })
        }),
        "coming": standing.coming.map_or(Value::Null, |(rank, day)| {
            let mut shown = shown(rank);
            shown["startsOn"] = day.to_string().into();
            shown
        }),
        "next": next.unwrap_or(Value::Null),
        "above": (above..tiers.len()).map(|rank| {
            let mut shown = shown(rank);
            if tiers[rank]["invite"] == true {
                shown["invite"] = true.into();
            }
            if let Some(enter) = tiers[rank].get("enter") {
                shown["enter"] = verdict(enter, &Scene::now(state, today).at(now));
            }
            shown
        }).collect::<Vec<Value>>(),
        "keep": keep(state, place),
        "ifNothingHappens": ahead(state, place),
        "history": history(&standing.history, entries),
    })
}

/// The first five steps that come as periods end one after another, by what is known.
fn ahead(state: &State, place: usize) -> Vec<Value> {
    let mut state = state.clone();
    let before = state.standings[place].history.len();
    for _ in 0..60 {
        let ends = state.standings.iter().map(|standing| standing.last_day.map(next_day));
        let begins = state.standings.iter().map(|standing| standing.coming.map(|(_, day)| day));
        let Some(day) = ends.chain(begins).flatten().min() else { break };
        let mut anew = Vec::new();
        while state.day < day {
            state.frozen.extend(anew);
            let over = state.day;
            let known = state.extras.len();
            metric::accrue(&mut state, over);
            metric::merge(&mut state, known);
            state.day = next_day(over);
            anew = metric::set_anew(&state, state.day);
        }
        state.at = state.book.zone.first_instant(day).max(state.at);
        state.day = state.book.zone.date_of(state.at);
        let from = state.steps.len();
        super::ladder::end_periods(&mut state);
        state.frozen.extend(anew);
        super::ladder::climb(&mut state, None);
        let purses = state.purses.clone();
        super::gifts::give(&mut state, from, None);
        state.purses = purses;
        if state.standings[place].history.len() >= before + 5 {
            break;
        }
    }
    state.standings[place].history.iter().skip(before).take(5).cloned().collect()
}

/// How the present tier's `keep` stands at its last day, with what is known now.
fn keep(state: &State, place: usize) -> Value {
    let standing = &state.standings[place];
    let (Some(rank), Some(last)) = (standing.tier, standing.last_day) else { return Value::Null };
    let tiers = state.book.tiers(place);
    let otherwise = dropped_to(state, place, last).map_or(Value::Null, |rank| tiers[rank]["id"].clone());
    let mut shown = json!({ "lastDay": last.to_string(), "otherwise": otherwise });
    if let Some(condition) = tiers[rank].get("keep") {
        shown["verdict"] = verdict(condition, &Scene::now(state, last));
    }
    shown
}
