//! What signals say of an event and of the member, and the points that wait because of one.

use serde_json::{Value, json};

use super::calendar::{Period, instant_text};
use super::condition::{Scene, holds};
use super::dice::Dice;
use super::event::enter;
use super::facts::{Act, Fact, each};
use super::number::whole;
use super::plans::Plans;
use super::points::{Dates, NEVER, Note, after, confirmed, dates_of, expiry};
use super::programs::{Draft, Place};
use super::show::name;
use super::state::{Book, Entry, State, is_asked};
use super::verdict::{grounds, verdict};

/// The signals that an event raises, as they are posted: those that it says it raised, or those that hold.
pub fn raised(state: &State, fact: &Fact, scene: &Scene) -> Vec<Value> {
    if let Some(posted) = fact.source.get("posted") {
        return each(&posted["signals"]).cloned().collect();
    }
    let mut raised = Vec::new();
    for signal in state.book.list("signals").filter(|signal| watches(signal, fact)) {
        let mut line = json!({ "signal": signal["id"], "action": signal["action"] });
        if let Some(rate) = signal.get("rate") {
            let before =
                state.entries.iter().filter(|entry| entry.fact.id != fact.id && watches(signal, &entry.fact));
            let mut before: Vec<i64> = before.map(|entry| entry.fact.at).collect();
            let others = usize::try_from(whole(&rate["atLeast"]) - 1).unwrap();
            if before.len() < others {
                continue;
            }
            let first = before.split_off(before.len() - others)[0];
            let within = Period::read(rate["within"].as_str().unwrap());
            if after(&state.book.zone, Some(within), first) <= fact.at {
                continue;
            }
            line["since"] = instant_text(first).into();
        }
        if let Some(when) = signal.get("when") {
            if !holds(when, scene) {
                continue;
            }
            let mut because: Vec<Value> = Vec::new();
            for met in grounds(when, scene) {
                if because.iter().all(|known| known["metric"] != met["metric"]) {
                    because.push(json!({ "metric": met["metric"], "value": met["value"] }));
                }
            }
            if !because.is_empty() {
                line["because"] = because.into();
            }
        }
        raised.push(line);
    }
    raised
}

fn watches(signal: &Value, fact: &Fact) -> bool {
    let (act, kind) = (fact.source["type"].as_str().unwrap(), fact.source["kind"].as_str());
    signal.get("on").is_some_and(|on| is_asked(on, act, kind))
}

/// What events that earn nothing by rules raise, after them; the member did them only then.
pub fn after_event(state: &mut State, fact: &Fact) {
    if !matches!(fact.act, Act::Order { .. } | Act::Activity { .. }) {
        let mut seen = state.clone();
        seen.entries.last_mut().unwrap().fact.source["type"] = "none".into();
        let raised = raised(state, fact, &Scene::now(&seen, fact.day).at(fact.at));
        state.entries.last_mut().unwrap().signals = raised;
    }
    let entry = state.entries.last().unwrap();
    for line in &entry.signals {
        let mut shown = json!({
            "at": instant_text(fact.at), "day": fact.day.to_string(), "event": fact.id,
            "id": line["signal"], "name": line["signal"], "action": line["action"],
        });
        if let Some(signal) = state.book.list("signals").find(|signal| signal["id"] == line["signal"]) {
            shown["name"] = name(signal);
        }
        for key in ["since", "because"] {
            if let Some(value) = line.get(key) {
                shown[key] = value.clone();
            }
        }
        if let Some(since) = line["since"].as_str() {
            shown["since"] = instant_text(super::calendar::instant(&since.into(), &state.book.zone)).into();
        }
        state.signals.push(shown);
    }
}

/// The most points that signals let an event earn, of a currency each.
pub fn caps(book: &Book, raised: &[Value]) -> Vec<(usize, i128)> {
    let is_one = |signal: &&Value| raised.iter().any(|line| line["signal"] == signal["id"]);
    let of =
        |signal: &Value| Some((book.currency(signal["currency"].as_str()), whole(signal.get("points")?)));
    book.list("signals").filter(is_one).filter_map(of).collect()
}

/// Until when signals hold the points of an event, if any does.
pub fn held_until(book: &Book, entry: &Entry) -> Option<i64> {
    let holds = entry.signals.iter().filter(|line| line["action"] == "hold");
    let until = |line: &Value| {
        let signal = book.list("signals").find(|signal| signal["id"] == line["signal"]);
        let period = signal.and_then(|signal| signal["for"].as_str()).map(Period::read);
        period.map_or(NEVER, |period| after(&book.zone, Some(period), entry.fact.at))
    };
    holds.map(until).max()
}

/// When what an event earns is usable and lapses, as far as signals let.
pub fn dates(book: &Book, plans: &Plans, entry: &Entry, currency: usize) -> Dates {
    let dates = dates_of(book, plans, currency, &entry.fact);
    let is_points = book.ledger(currency).is_none();
    match held_until(book, entry).filter(|until| is_points && *until > dates.usable_at) {
        Some(until) => expiry(book, currency, entry.fact.at, until),
        None => dates,
    }
}

/// An event was looked at: its points wait for nothing else than what all points wait for.
pub fn release(state: &mut State, fact: &Fact, event: &str) -> Result<(), &'static str> {
    let place = state.entry(event).ok_or("unknownEvent")?;
    if held_until(state.book, &state.entries[place]).is_some() && state.entries[place].released.is_none() {
        state.entries[place].released = Some(fact.at);
        nearer(state, fact, place, fact.at);
    }
    enter(state, fact, Vec::new());
    Ok(())
}

/// What an order's confirmation brings nearer where a signal holds its points; whether one does.
pub fn confirmed_while_held(state: &mut State, fact: &Fact, place: usize) -> bool {
    let until =
        held_until(state.book, &state.entries[place]).filter(|_| state.entries[place].released.is_none());
    if let Some(until) = until {
        state.entries[place].final_at.get_or_insert(fact.at);
        nearer(state, fact, place, until);
    }
    until.is_some()
}

fn nearer(state: &mut State, fact: &Fact, place: usize, until: i64) {
    let (book, entry) = (state.book, &state.entries[place]);
    for (currency, purse) in state.purses.iter_mut().enumerate() {
        let mut usable_at = dates_of(book, &entry.moment.plans, currency, &entry.fact).usable_at;
        if let Some(at) = entry.final_at
            && book.program["points"][currency]["pending"]["until"] == "confirm"
        {
            usable_at = usable_at.min(confirmed(book, currency, entry.fact.at, at).usable_at);
        }
        let usable_at = usable_at.max(until);
        for place in 0..purse.lots.len() {
            let lot = &mut purse.lots[place];
            if lot.id != entry.fact.id || lot.usable || lot.lapsed || lot.usable_at <= usable_at {
                continue;
            }
            lot.usable_at = usable_at;
            if purse.clock.is_none() {
                let dates = expiry(book, currency, lot.earned_at, usable_at);
                (lot.expires_at, lot.last_day) = (dates.expires_at, dates.last_day);
            }
            lot.usable = usable_at <= fact.at;
            let points = lot.left;
            if lot.usable && points > 0 {
                purse.fill_debt(place);
                let note = Note { kind: "usable", points, event: Some(&fact.id), parts: &[], reason: None };
                purse.note(&book.zone, fact.at, &note);
            }
        }
    }
}

/// What the view shows of signals.
pub fn shown(state: &State, now: i64, entries: usize) -> Value {
    let scene = Scene::now(state, state.book.zone.date_of(now)).at(now);
    let about = state.book.list("signals").filter(|signal| signal.get("on").is_none());
    let member = about.filter(|signal| holds(&signal["when"], &scene)).map(|signal| {
        json!({
            "id": signal["id"], "name": name(signal), "action": signal["action"],
            "verdict": verdict(&signal["when"], &scene),
        })
    });
    let latest = state.signals.iter().rev().take(entries).map(|line| {
        let mut line = line.clone();
        let entry = &state.entries[state.entry(line["event"].as_str().unwrap()).unwrap()];
        let mut lots = state.purses.iter().flat_map(|purse| &purse.lots);
        let waits = lots.any(|lot| lot.id == entry.fact.id && !lot.usable && lot.left > 0);
        let holds = held_until(state.book, entry).is_some_and(|until| until > now);
        if line["action"] == "hold" && holds && waits && entry.released.is_none() {
            line["held"] = true.into();
        }
        line
    });
    let latest: Vec<Value> = latest.collect();
    json!({
        "member": member.collect::<Vec<Value>>(),
        "events": { "total": state.signals.len(), "entries": latest },
    })
}

/// Signals of every kind.
pub fn signals(dice: &mut Dice, draft: &Draft) -> Vec<Value> {
    if dice.once_in(2) {
        return Vec::new();
    }
    dice.list(1, 4, |dice, place| {
        let id = format!("signal{place}");
        let on = match dice.below(8) {
            0 => "activity".into(),
            1 => "event".into(),
            2 => "refund".into(),
            3 => "redeem".into(),
            4 => Value::Null,
            _ => super::programs::source(dice),
        };
        if on.is_null() {
            let when = super::conditions::condition(dice, draft, Place::Tier, 1, 0);
            return json!({ "id": id, "when": when, "action": "flag" });
        }
        let earns = on != "refund" && on != "redeem";
        let mut signal = json!({ "id": id, "on": on, "action": "flag" });
        if dice.once_in(3) {
            let within = *dice.pick(&["PT1M", "PT36H", "P1D", "P30D"]);
            signal["rate"] = json!({ "atLeast": dice.between(2, 4), "within": within });
        }
        if signal.get("rate").is_none() || dice.once_in(2) {
            let place = if earns { Place::Event } else { Place::Tier };
            signal["when"] = super::conditions::condition(dice, draft, place, 1, 0);
        }
        match dice.below(3) {
            0 if earns => {
                signal["action"] = "hold".into();
                if dice.once_in(2) {
                    signal["for"] = (*dice.pick(&["P7D", "PT24H", "P1M"])).into();
                }
            }
            1 if earns && draft.currencies > 0 => {
                signal["action"] = "cap".into();
                signal["points"] = dice.between(1, 60).into();
                if draft.currencies > 1 && dice.once_in(2) {
                    signal["currency"] = format!("points{}", dice.below(draft.currencies)).into();
                }
            }
            _ => {}
        }
        signal
    })
}
