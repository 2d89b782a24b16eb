//! Joining, climbing, and the ends of tier periods.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::calendar::{Period, instant_text, next_day};
use super::condition::{Scene, holds, tiers_named};
use super::facts::each;
use super::points::last_day;
use super::state::State;

/// Sets the tiers of the joining day.
pub fn join(state: &mut State) {
    for ladder in 0..state.standings.len() {
        let tiers = state.book.tiers(ladder);
        let entered = (0..tiers.len()).rev().find(|rank| enters(state, ladder, *rank, state.day));
        let base = tiers[0].get("enter").is_none().then_some(0);
        if let Some(rank) = entered.or(base) {
            step(state, ladder, "joined", rank, state.day, None);
        }
    }
    climb(state, None);
}

/// Moves up to the highest tier above the present one whose `enter` holds, on every ladder, until none is left that does: a
/// condition may ask for a tier of any ladder.
pub fn climb(state: &mut State, event: Option<&str>) {
    let before = state.tiers();
    for ladder in 0..state.standings.len() {
        let above = state.standings[ladder].tier.map_or(0, |rank| rank + 1);
        let tiers = state.book.tiers(ladder).len();
        if let Some(rank) = (above..tiers).rev().find(|rank| enters(state, ladder, *rank, state.day)) {
            step(state, ladder, "entered", rank, state.day, event);
        }
    }
    if state.tiers() != before {
        climb(state, event);
    }
}

/// Ends the periods whose last day is over: kept, or what `otherwise` says. Gives whether there were any.
pub fn end_periods(state: &mut State) -> bool {
    let mut ended = false;
    for ladder in 0..state.standings.len() {
        while state.standings[ladder].expires_at.is_some_and(|end| end <= state.at) {
            ended = true;
            let rank = state.standings[ladder].tier.unwrap();
            let last = state.standings[ladder].last_day.unwrap();
            let keeps = kept(state, ladder, last);
            match if keeps { Some(rank) } else { dropped_to(state, ladder, last) } {
                Some(next) if next == rank => renew(state, ladder),
                Some(next) => step(state, ladder, "dropped", next, next_day(last), None),
                None => leave(state, ladder, None),
            }
        }
    }
    ended
}

/// Whether `keep` of the present tier holds at a period's last day.
fn kept(state: &State, ladder: usize, last: Date) -> bool {
    let tier = &state.book.tiers(ladder)[state.standings[ladder].tier.unwrap()];
    tier.get("keep").is_some_and(|keep| holds(keep, &Scene::now(state, last)))
}

/// The tier that follows when the present one is not kept.
pub fn dropped_to(state: &State, ladder: usize, last: Date) -> Option<usize> {
    let rank = state.standings[ladder].tier.unwrap();
    let tiers = state.book.tiers(ladder);
    match tiers[rank]["otherwise"].as_str().unwrap_or("oneDown") {
        "oneDown" => Some(rank.saturating_sub(1)),
        "base" => Some(0),
        "relevel" => (0..=rank).rev().find(|rank| {
            tiers[*rank].get("enter").is_none_or(|enter| holds(enter, &Scene::now(state, last)))
        }),
        other => panic!("no such way down: {other}"),
    }
}

fn enters(state: &State, ladder: usize, rank: usize, day: Date) -> bool {
    state.book.tiers(ladder)[rank].get("enter").is_some_and(|enter| {
        let scene = Scene::now(state, day);
        let scene = if day == state.day { scene.at(state.at) } else { scene };
        holds(enter, &scene)
    })
}

/// A new tier with a new period from a local date on.
fn step(state: &mut State, ladder: usize, kind: &str, to: usize, start: Date, event: Option<&str>) {
    let from = state.standings[ladder].tier;
    let at = if start < state.day { state.book.zone.first_instant(start) } else { state.at };
    begin(state, ladder, to, (at, start), None);
    note(state, ladder, kind, from, event);
}

fn renew(state: &mut State, ladder: usize) {
    let standing = &mut state.standings[ladder];
    let start = next_day(standing.last_day.unwrap());
    standing.renewed += 1;
    let from = standing.tier;
    begin_period(state, ladder, start);
    note(state, ladder, "renewed", from, None);
}

/// No tier holds: the member has none.
fn leave(state: &mut State, ladder: usize, event: Option<&str>) {
    let from = state.standings[ladder].tier;
    let standing = &mut state.standings[ladder];
    (standing.tier, standing.since, standing.period_start) = (None, None, None);
    (standing.expires_at, standing.last_day) = (None, None);
    note(state, ladder, "dropped", from, event);
}

/// Sets start and end of a period. Repeated periods are counted from the first start, so that clamping does not
/// accumulate; with `endOf` each begins a calendar unit, and is counted from there.
fn begin_period(state: &mut State, ladder: usize, start: Date) {
    let standing = &state.standings[ladder];
    let valid_for = &state.book.tiers(ladder)[standing.tier.unwrap()]["validFor"];
    let period = valid_for.get("period").unwrap_or(valid_for).as_str().filter(|text| *text != "always");
    let last = period.map(|period| {
        let period = Period::read(period);
        if valid_for["endOf"].is_string() {
            last_day(period, valid_for, start, 1)
        } else {
            last_day(period, valid_for, standing.first_start.unwrap(), standing.renewed + 1)
        }
    });
    set_period(state, ladder, start, last);
}

fn set_period(state: &mut State, ladder: usize, start: Date, last: Option<Date>) {
    let zone = &state.book.zone;
    let standing = &mut state.standings[ladder];
    standing.period_start = Some(start);
    standing.last_day = last;
    standing.expires_at = last.map(|last| zone.first_instant(next_day(last)));
}

fn note(state: &mut State, ladder: usize, kind: &str, from: Option<usize>, event: Option<&str>) {
    let tiers = state.book.tiers(ladder);
    let id = |rank: Option<usize>| rank.map_or(Value::Null, |rank| tiers[rank]["id"].clone());
    let standing = &mut state.standings[ladder];
    let mut entry = json!({
        "at": instant_text(state.at), "day": state.day.to_string(), "kind": kind,
        "from": id(from), "to": id(standing.tier),
    });
    if let Some(event) = event {
        entry["event"] = event.into();
    }
    if let Some(last) = standing.last_day {
        entry["lastDay"] = last.to_string().into();
    }
    standing.history.push(entry);
}

/// The tier, period and history of an `opening`.
pub fn open(state: &mut State, tier: &Value, event: &str) {
    let (ladder, rank) = tiers_named(&json!([tier["tier"]]), state.book)[0];
    let start = tier["since"].as_str().map_or(state.day, |text| text.parse().unwrap());
    let from = state.standings[ladder].tier;
    let since = (state.book.zone.first_instant(start), start);
    begin(state, ladder, rank, since, tier["lastDay"].as_str());
    note(state, ladder, "opening", from, Some(event));
}

/// The steps that an event says it caused.
pub fn posted(state: &mut State, posted: &Value, event: &str) {
    for step in each(&posted["tiers"]) {
        let ladder = state.book.list("ladders").position(|ladder| ladder["id"] == step["ladder"]).unwrap();
        let from = state.standings[ladder].tier;
        if step.get("to").is_none() {
            leave(state, ladder, Some(event));
            continue;
        }
        let (_, to) = tiers_named(&json!([step["to"]]), state.book)[0];
        begin(state, ladder, to, (state.at, state.day), step["lastDay"].as_str());
        let kind = if from.is_some_and(|from| to < from) { "dropped" } else { "entered" };
        note(state, ladder, kind, from, Some(event));
    }
}

/// Begins a tier; when its last day is given and not the tier's own, later periods are counted from the day after.
fn begin(state: &mut State, ladder: usize, tier: usize, since: (i64, Date), last_day: Option<&str>) {
    let standing = &mut state.standings[ladder];
    (standing.tier, standing.since) = (Some(tier), Some(since));
    (standing.first_start, standing.renewed) = (Some(since.1), 0);
    begin_period(state, ladder, since.1);
    let given = last_day.map(|text| text.parse().unwrap());
    if given.is_some() && given != state.standings[ladder].last_day {
        set_period(state, ladder, since.1, given);
        state.standings[ladder].first_start = given.map(next_day);
        state.standings[ladder].renewed = -1;
    }
}
