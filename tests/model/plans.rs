//! The terms of plans, and events of plans for random histories.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::calendar::holds as window_holds;
use super::dice::Dice;
use super::facts::{Act, each};
use super::state::State;

/// The first date of the term of a plan that runs on a date: every term that ever was is found anew.
fn term(state: &State, plan: &Value, today: Date) -> Option<Date> {
    let mut terms: Vec<(Date, Date)> = Vec::new();
    for entry in state.entries.iter().filter(|entry| entry.fact.source["plan"] == *plan) {
        let (day, Act::Plan { end, .. }) = (entry.fact.day, &entry.fact.act) else { continue };
        let last = terms.iter().map(|(_, until)| *until).max().filter(|last| *last > day);
        let begins = last.filter(|_| entry.fact.source["type"] == "renew").unwrap_or(day);
        for (_, until) in &mut terms {
            *until = begins.min(*end).min(*until);
        }
        terms.push((begins, *end));
    }
    terms.iter().find(|(from, until)| *from <= today && today < *until).map(|(from, _)| *from)
}

/// Whether the window of a limit is the term of a plan of which none runs on a date.
pub fn is_closed(state: &State, per: &Value, today: Date) -> bool {
    per.get("planTerm").is_some_and(|plan| term(state, plan, today).is_none())
}

/// Whether the window of a limit, looked at on `today`, holds something of the date `day`.
pub fn holds(state: &State, per: &Value, day: Date, today: Date) -> bool {
    match per.get("planTerm") {
        Some(plan) => term(state, plan, today).is_some_and(|from| from <= day && day <= today),
        None => per != "event" && window_holds(per, day, today, state.anchors(0)),
    }
}

/// The plans that some metric rises by, or some limit names.
fn plans(program: &Value) -> Vec<Value> {
    let rates = each(&program["metrics"]).flat_map(|metric| each(&metric["perDay"]));
    let mut plans: Vec<Value> = rates.map(|rate| rate["plan"].clone()).collect();
    named(program, &mut plans);
    plans
}

fn named(part: &Value, plans: &mut Vec<Value>) {
    plans.extend(part.get("planTerm").cloned());
    match part {
        Value::Array(parts) => parts.iter().for_each(|part| named(part, plans)),
        Value::Object(parts) => parts.values().for_each(|part| named(part, plans)),
        _ => {}
    }
}

/// Whether some limit counts in the term of a plan.
pub fn has_terms(program: &Value) -> bool {
    let mut terms = Vec::new();
    named(program, &mut terms);
    !terms.is_empty()
}

pub fn has_plans(program: &Value) -> bool {
    !plans(program).is_empty()
}

/// A plan that begins, goes on or ends on a date. Where limits count in terms they last longer, and are renewed ahead.
pub fn plan(program: &Value, today: Date, dice: &mut Dice) -> Value {
    let plan = dice.pick(&plans(program)).clone();
    let terms = has_terms(program);
    if dice.once_in(if terms { 10 } else { 4 }) {
        return json!({ "type": "cancel", "plan": plan });
    }
    let days = if terms { [6, 30, 100, 200, 400] } else { [0, 1, 6, 30, 100] };
    let last = today.checked_add(jiff::Span::new().days(*dice.pick(&days))).unwrap();
    json!({ "type": dice.pick(&["subscribe", "renew", "renew"]), "plan": plan, "lastDay": last.to_string() })
}
