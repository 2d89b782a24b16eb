//! Joining, climbing, and the ends of tier periods.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::calendar::{Period, day_before, end_of, instant_text, next_day};
use super::condition::{Scene, holds, tiers_named};
use super::facts::each;
use super::points::last_day;
use super::reversal::go_back;
use super::state::{Standing, State};
use super::verdict::grounds;

/// Sets the tiers of the joining day.
pub fn join(state: &mut State) {
    for ladder in 0..state.standings.len() {
        if let Some(rank) = held(state, ladder, state.day) {
            step(state, ladder, "joined", rank, state.day, None);
        }
    }
    climb(state, None);
}

/// Moves up to the highest tier above the present one whose `enter` holds, on every ladder, until none is left that does: a
/// condition may ask for a tier of any ladder.
pub fn climb(state: &mut State, event: Option<&str>) {
    climb_further(state, event, &mut BTreeSet::new());
}

/// Ladders that have followed at this look already do not move again.
fn climb_further(state: &mut State, event: Option<&str>, followed: &mut BTreeSet<usize>) {
    let before = state.tiers();
    for ladder in 0..state.standings.len() {
        if !is_looked_at(state, ladder, event) {
            continue;
        }
        if state.book.program["ladders"][ladder]["follow"].is_string() {
            if !followed.contains(&ladder) && follow(state, ladder, event) {
                followed.insert(ladder);
            }
            continue;
        }
        let above = state.standings[ladder].tier.map_or(0, |rank| rank + 1);
        let tiers = state.book.tiers(ladder).len();
        let held: Vec<usize> =
            (above..tiers).rev().filter(|rank| enters(state, ladder, *rank, state.day)).collect();
        let later = |rank: &usize| starts_on(state, ladder, *rank).map(|day| (*rank, day));
        let now = held.iter().copied().find(|rank| later(rank).is_none());
        let coming = held.iter().take_while(|rank| Some(**rank) != now).find_map(later);
        let because = |state: &State, rank: usize| {
            grounds(&state.book.tiers(ladder)[rank]["enter"], &Scene::now(state, state.day).at(state.at))
        };
        if let Some(coming) = coming
            && state.standings[ladder].coming.is_none_or(|(known, _)| known < coming.0)
        {
            state.standings[ladder].coming = Some(coming);
            state.standings[ladder].promised = Some(state.day);
            let from = state.standings[ladder].tier;
            let met = because(state, coming.0);
            note(state, ladder, "promised", from, event);
            explain(state, ladder, met);
        }
        if let Some(rank) = now {
            let met = because(state, rank);
            rise(state, ladder, rank, (state.day, state.day), event);
            explain(state, ladder, met);
        }
    }
    if state.tiers() != before {
        climb_further(state, event, followed);
    }
}

/// Says what met the conditions of the latest step.
fn explain(state: &mut State, ladder: usize, met: Vec<Value>) {
    if !met.is_empty() {
        state.standings[ladder].history.last_mut().unwrap()["because"] = met.into();
    }
}

/// Moves to where the conditions are, or one step towards it when that is down; whether that is elsewhere.
fn follow(state: &mut State, ladder: usize, event: Option<&str>) -> bool {
    let present = state.standings[ladder].tier;
    let held = held(state, ladder, state.day);
    if held > present {
        let enter = state.book.tiers(ladder)[held.unwrap()].get("enter");
        let met =
            enter.map_or(Vec::new(), |enter| grounds(enter, &Scene::now(state, state.day).at(state.at)));
        step(state, ladder, "entered", held.unwrap(), state.day, event);
        explain(state, ladder, met);
    } else if held < present && !state.standings[ladder].given {
        let both = state.book.program["ladders"][ladder]["follow"] == "both";
        match if both { held } else { one_down(state, ladder, present.unwrap()) } {
            Some(rank) => step(state, ladder, "dropped", rank, state.day, event),
            None => leave(state, ladder, event),
        }
    } else {
        return false;
    }
    true
}

/// The highest tier whose `enter` holds; the first where it is everybody's.
pub fn held(state: &State, ladder: usize, day: Date) -> Option<usize> {
    let tiers = state.book.tiers(ladder);
    let entered = (0..tiers.len()).rev().find(|rank| enters(state, ladder, *rank, day));
    entered.or((tiers[0].get("enter").is_none() && !is_invite(&tiers[0])).then_some(0))
}

pub fn one_down(state: &State, ladder: usize, rank: usize) -> Option<usize> {
    (0..rank).rev().find(|rank| !is_invite(&state.book.tiers(ladder)[*rank]))
}

/// Whether the ladder's upgrades are looked at: at events and midnights, at midnights, or at those of one day of each month.
fn is_looked_at(state: &State, ladder: usize, event: Option<&str>) -> bool {
    let evaluate = &state.book.program["ladders"][ladder]["evaluate"];
    let midnight = event.is_none() && state.at == state.book.zone.first_instant(state.day);
    match evaluate.as_str() {
        Some("daily") => midnight,
        None if evaluate.is_object() => {
            let last = i64::from(state.day.last_of_month().day());
            let day = evaluate["dayOfMonth"].as_i64().unwrap();
            midnight && i64::from(state.day.day()) == day.min(last)
        }
        _ => true,
    }
}

/// The day on which a tier begins that is reached now, when that is later.
fn starts_on(state: &State, ladder: usize, rank: usize) -> Option<Date> {
    let tier = &state.book.tiers(ladder)[rank];
    if tier["starts"] != "nextPeriod" {
        return None;
    }
    let unit = tier["validFor"]["endOf"].as_str().map(|unit| end_of(unit, state.day));
    state.standings[ladder].last_day.or(unit).map(next_day)
}

fn is_invite(tier: &Value) -> bool {
    tier["invite"] == true
}

/// Ends the periods whose last day is over: kept, or what `otherwise` says. Gives whether there were any.
pub fn end_periods(state: &mut State) -> bool {
    let mut ended = false;
    for ladder in 0..state.standings.len() {
        loop {
            let over = state.standings[ladder].last_day.map(next_day);
            let coming =
                state.standings[ladder].coming.filter(|(_, day)| over.is_none_or(|over| *day <= over));
            if let Some((rank, day)) = coming
                && state.book.zone.first_instant(day) <= state.at
            {
                ended = true;
                state.standings[ladder].coming = None;
                rise(state, ladder, rank, (day, state.standings[ladder].promised.unwrap()), None);
                continue;
            }
            if state.standings[ladder].expires_at.is_none_or(|end| end > state.at) {
                break;
            }
            ended = true;
            let rank = state.standings[ladder].tier.unwrap();
            let last = state.standings[ladder].last_day.unwrap();
            super::gifts::deduct(state, ladder);
            let keeps = kept(state, ladder, last);
            match if keeps { Some(rank) } else { dropped_to(state, ladder, last) } {
                Some(next) if next == rank => renew(state, ladder),
                Some(next) => fall(state, ladder, next, next_day(last)),
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
    match state.book.program["ladders"][ladder]["follow"].as_str() {
        Some("both") => return held(state, ladder, last),
        Some(_) if held(state, ladder, last) >= Some(rank) => return Some(rank),
        Some(_) => return one_down(state, ladder, rank),
        None => {}
    }
    let usual = if tiers[rank].get("deduct").is_some() { "relevel" } else { "oneDown" };
    match tiers[rank]["otherwise"].as_str().unwrap_or(usual) {
        "oneDown" if rank == 0 => (!is_invite(&tiers[0])).then_some(0),
        "oneDown" => one_down(state, ladder, rank),
        "base" => (0..=rank).find(|rank| !is_invite(&tiers[*rank])),
        "relevel" => (0..=rank).rev().filter(|rank| !is_invite(&tiers[*rank])).find(|rank| {
            tiers[*rank].get("enter").is_none_or(|enter| holds(enter, &Scene::now(state, last)))
        }),
        other => panic!("no such way down: {other}"),
    }
}

pub fn enters(state: &State, ladder: usize, rank: usize, day: Date) -> bool {
    state.book.tiers(ladder)[rank].get("enter").is_some_and(|enter| {
        let scene = Scene::now(state, day);
        let scene = if day == state.day { scene.at(state.at) } else { scene };
        holds(enter, &scene)
    })
}

/// A step up that a refund may take back: begun on one date, reached on another.
fn rise(state: &mut State, ladder: usize, to: usize, (start, reached): (Date, Date), event: Option<&str>) {
    let stood = Standing { history: Vec::new(), ..state.standings[ladder].clone() };
    step(state, ladder, "entered", to, start, event);
    state.standings[ladder].reached = Some(reached);
    state.standings[ladder].stood = Some(Box::new(stood));
}

/// A new tier with a new period from a local date on.
fn step(state: &mut State, ladder: usize, kind: &str, to: usize, start: Date, event: Option<&str>) {
    let from = state.standings[ladder].tier;
    let at = if start < state.day { state.book.zone.first_instant(start) } else { state.at };
    begin(state, ladder, to, (at, start), None);
    note(state, ladder, kind, from, event);
}

/// Falls to a tier when a period is over. One with `plus` is counted as when it is renewed: from the day after the unit with which the
/// period before ended.
fn fall(state: &mut State, ladder: usize, to: usize, start: Date) {
    let (from, unit_end) = (state.standings[ladder].tier, state.standings[ladder].unit_end);
    let at = if start < state.day { state.book.zone.first_instant(start) } else { state.at };
    begin(state, ladder, to, (at, start), None);
    if unit_end.is_some() && state.book.tiers(ladder)[to]["validFor"]["plus"].is_string() {
        let fresh = state.standings[ladder].clone();
        state.standings[ladder].unit_end = unit_end;
        begin_period(state, ladder, start);
        if state.standings[ladder].last_day < Some(start) {
            state.standings[ladder] = fresh;
        }
    }
    note(state, ladder, "dropped", from, None);
}

fn renew(state: &mut State, ladder: usize) {
    let standing = &mut state.standings[ladder];
    let start = next_day(standing.last_day.unwrap());
    standing.renewed += 1;
    (standing.given, standing.stood) = (false, None);
    let from = standing.tier;
    begin_period(state, ladder, start);
    note(state, ladder, "renewed", from, None);
}

/// No tier holds: the member has none.
fn leave(state: &mut State, ladder: usize, event: Option<&str>) {
    let from = state.standings[ladder].tier;
    let standing = &mut state.standings[ladder];
    (standing.tier, standing.since, standing.period_start) = (None, None, None);
    (standing.given, standing.stood) = (false, None);
    (standing.expires_at, standing.last_day, standing.unit_end) = (None, None, None);
    note(state, ladder, "dropped", from, event);
}

/// Sets start and end of a period. Repeated periods are counted from the first start, so that clamping does not
/// accumulate; with `endOf` each is counted from the day after the unit with which the one before ended, before `plus`.
fn begin_period(state: &mut State, ladder: usize, start: Date) {
    let standing = &state.standings[ladder];
    let valid_for = &state.book.tiers(ladder)[standing.tier.unwrap()]["validFor"];
    let period = valid_for.get("period").unwrap_or(valid_for).as_str().filter(|text| *text != "always");
    let from = standing.unit_end.map_or(start, next_day);
    let mut unit_end = None;
    let last = period.map(|period| {
        let period = Period::read(period);
        if valid_for["endOf"].is_string() {
            let last = last_day(period, valid_for, from, 1);
            unit_end = Some(last);
            let plus = valid_for["plus"].as_str().map(Period::read);
            plus.map_or(last, |plus| day_before(plus.after(next_day(last), 1)))
        } else {
            last_day(period, valid_for, standing.first_start.unwrap(), standing.renewed + 1)
        }
    });
    set_period(state, ladder, start, last);
    state.standings[ladder].unit_end = unit_end;
}

fn set_period(state: &mut State, ladder: usize, start: Date, last: Option<Date>) {
    let zone = &state.book.zone;
    let standing = &mut state.standings[ladder];
    standing.period_start = Some(start);
    standing.last_day = last;
    standing.expires_at = last.map(|last| zone.first_instant(next_day(last)));
}

pub fn note(state: &mut State, ladder: usize, kind: &str, from: Option<usize>, event: Option<&str>) {
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
    if let Some((rank, day)) = standing.coming.filter(|_| kind == "promised") {
        entry["to"] = tiers[rank]["id"].clone();
        entry["startsOn"] = day.to_string().into();
    }
    if let Some(last) = standing.last_day.filter(|_| kind != "promised") {
        entry["lastDay"] = last.to_string().into();
    }
    standing.history.push(entry.clone());
    state.steps.push((ladder, entry));
}

/// The tier, period and history of an `opening`.
pub fn open(state: &mut State, tier: &Value, event: &str) {
    let (ladder, rank) = tiers_named(&json!([tier["tier"]]), state.book)[0];
    let start = tier["since"].as_str().map_or(state.day, |text| text.parse().unwrap());
    let from = state.standings[ladder].tier;
    let since = (state.book.zone.first_instant(start), start);
    begin(state, ladder, rank, since, tier["lastDay"].as_str());
    state.standings[ladder].given = tier["lastDay"].is_string();
    note(state, ladder, "opening", from, Some(event));
}

/// The tier, period and reason of a `tierSet`; since when is as before, where the member has the tier.
pub fn set(state: &mut State, set: &Value, event: &str) {
    let (ladder, rank) = tiers_named(&json!([set["tier"]]), state.book)[0];
    let from = state.standings[ladder].tier;
    let since = state.standings[ladder].since.filter(|_| from == Some(rank));
    begin(state, ladder, rank, (state.at, state.day), set["until"].as_str());
    state.standings[ladder].given = true;
    state.standings[ladder].since = since.or(Some((state.at, state.day)));
    note(state, ladder, "set", from, Some(event));
    if set["reason"].is_string() {
        state.standings[ladder].history.last_mut().unwrap()["reason"] = set["reason"].clone();
    }
}

/// The steps that an event says it caused.
pub fn posted(state: &mut State, posted: &Value, event: &str) {
    for step in each(&posted["tiers"]) {
        let ladder = state.book.list("ladders").position(|ladder| ladder["id"] == step["ladder"]).unwrap();
        let from = state.standings[ladder].tier;
        if state.book.program["ladders"][ladder]["onRefund"] == "reevaluate" && go_back(state, ladder, step) {
            note(state, ladder, "reversed", from, Some(event));
            continue;
        }
        if step.get("to").is_none() {
            leave(state, ladder, Some(event));
            continue;
        }
        let (_, to) = tiers_named(&json!([step["to"]]), state.book)[0];
        let enter = state.book.tiers(ladder)[to].get("enter");
        let met =
            enter.map_or(Vec::new(), |enter| grounds(enter, &Scene::now(state, state.day).at(state.at)));
        if let Some(day) = step["startsOn"].as_str() {
            state.standings[ladder].coming = Some((to, day.parse().unwrap()));
            state.standings[ladder].promised = Some(state.day);
            note(state, ladder, "promised", from, Some(event));
            explain(state, ladder, met);
            continue;
        }
        begin(state, ladder, to, (state.at, state.day), step["lastDay"].as_str());
        let kind = if from.is_some_and(|from| to < from) { "dropped" } else { "entered" };
        note(state, ladder, kind, from, Some(event));
        explain(state, ladder, if kind == "entered" { met } else { Vec::new() });
    }
}

/// Begins a tier; when its last day is given and not the tier's own, later periods are counted from the day after.
fn begin(state: &mut State, ladder: usize, tier: usize, since: (i64, Date), last_day: Option<&str>) {
    let standing = &mut state.standings[ladder];
    (standing.tier, standing.since) = (Some(tier), Some(since));
    (standing.first_start, standing.renewed, standing.unit_end) = (Some(since.1), 0, None);
    standing.coming = standing.coming.filter(|(coming, _)| *coming > tier);
    (standing.given, standing.stood) = (false, None);
    begin_period(state, ladder, since.1);
    let given = last_day.map(|text| text.parse().unwrap());
    if given.is_some() && given != state.standings[ladder].last_day {
        set_period(state, ladder, since.1, given);
        state.standings[ladder].first_start = given.map(next_day);
        state.standings[ladder].renewed = -1;
        state.standings[ladder].unit_end = None;
    }
}
