//! The terms of plans: what events make of them, what they cost, and whether a plan runs.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Value, json};

use super::calendar::{day_before, holds as window_holds, next_day};
use super::condition::{Scene, words};
use super::event::enter;
use super::facts::{Fact, each};
use super::fees::{Asked, began, renews};
use super::state::{Book, State};

/// A term of a plan: the first date with it, the first without it.
#[derive(Clone, Debug)]
pub struct Term {
    pub event: String,
    pub from: Date,
    pub until: Date,
    /// The day from which its periods are counted, and how many end with it.
    pub counted: Option<(Date, i64)>,
    pub bought: Date,
    pub paid: i128,
    pub trial: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Runs {
    pub terms: Vec<Term>,
    pub renews: bool,
    pub tried: bool,
}

/// What is known of each plan that ever ran.
pub type Plans = BTreeMap<String, Runs>;

impl Runs {
    pub fn on(&self, day: Date) -> Option<&Term> {
        self.terms.iter().find(|term| term.from <= day && day < term.until)
    }

    fn end(&mut self, day: Date) {
        for term in &mut self.terms {
            term.until = term.until.min(day);
        }
        self.terms.retain(|term| term.from < term.until);
    }

    /// The terms that follow each other up to a date.
    pub fn run_before(&self, until: Date) -> Vec<&Term> {
        let mut run: Vec<&Term> = Vec::new();
        for term in self.terms.iter().rev().filter(|term| term.from < until) {
            let begins = run.last().map_or(until, |next| next.from);
            if term.until < begins {
                break;
            }
            run.push(term);
        }
        run
    }
}

/// The plans that count as running one of them: itself, and all that include it.
pub fn covers(book: &Book, plan: &str) -> Vec<String> {
    let mut all = vec![plan.to_owned()];
    let mut next = 0;
    while next < all.len() {
        let inner = all[next].clone();
        for other in book.list("plans") {
            let id = other["id"].as_str().unwrap().to_owned();
            if each(&other["includes"]).any(|named| *named == *inner) && !all.contains(&id) {
                all.push(id);
            }
        }
        next += 1;
    }
    all
}

/// The terms that run on a date, of a plan and those that include it.
pub fn running<'p>(book: &Book, plans: &'p Plans, plan: &str, day: Date) -> Vec<&'p Term> {
    covers(book, plan).iter().filter_map(|id| plans.get(id)?.on(day)).collect()
}

pub fn runs(book: &Book, plans: &Plans, asked: &Value, condition: &Value, day: Date) -> bool {
    words(asked).any(|plan| {
        let plan = plan.as_str().unwrap();
        let terms = running(book, plans, plan, day);
        let date = |key: &str| condition[key].as_str().map(|text| text.parse::<Date>().unwrap());
        let bought = date("boughtUntil").is_none_or(|until| terms.iter().any(|term| term.bought <= until));
        let since = date("since").is_none_or(|since| stretch(book, plans, plan, day).0 <= since);
        !terms.is_empty() && bought && since
    })
}

/// The first and the last date on which a plan runs without a gap around a date.
pub fn stretch(book: &Book, plans: &Plans, plan: &str, day: Date) -> (Date, Date) {
    let (mut first, mut last) = (day, day);
    while !running(book, plans, plan, day_before(first)).is_empty() {
        first = day_before(first);
    }
    while !running(book, plans, plan, next_day(last)).is_empty() {
        last = next_day(last);
    }
    (first, last)
}

pub fn verdict(asked: &Value, condition: &Value, met: bool, scene: &Scene) -> Value {
    let mut result = json!({ "is": "plan", "met": met, "plans": words(asked).collect::<Vec<_>>() });
    let lasts = words(asked).filter_map(|plan| {
        let plan = plan.as_str().unwrap();
        let runs = !running(scene.book, scene.plans(), plan, scene.day).is_empty();
        runs.then(|| stretch(scene.book, scene.plans(), plan, scene.day).1)
    });
    if let Some(last) = lasts.max() {
        result["until"] = last.to_string().into();
    }
    for key in ["boughtUntil", "since"] {
        if let Some(day) = condition.get(key) {
            result[key] = day.clone();
        }
    }
    result
}

/// Whether a plan runs by itself on a date.
pub fn runs_by_itself(state: &State, plan: &str, day: Date) -> bool {
    state.plans.get(plan).is_some_and(|runs| runs.on(day).is_some())
}

/// The first date of the term of a plan that runs on a date.
fn term(state: &State, plan: &Value, today: Date) -> Option<Date> {
    state.plans.get(plan.as_str().unwrap())?.on(today).map(|term| term.from)
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

pub fn rules<'a>(book: &Book<'a>, plan: &str) -> &'a Value {
    book.list("plans").find(|rules| rules["id"] == plan).unwrap()
}

/// An event of a plan, or why it cannot be.
pub fn apply(state: &mut State, fact: &Fact) -> Result<(), &'static str> {
    let source = &fact.source;
    let plan = source["plan"].as_str().unwrap();
    let old = source["from"].as_str().unwrap_or(plan);
    let known = |id: &str| state.plans.get(id).cloned().unwrap_or_default();
    let forced = state.forced.contains(&fact.id);
    let trial = source["trial"] == true;
    let kind = source["type"].as_str().unwrap();
    if trial && !forced && (known(plan).tried || !known(plan).terms.is_empty()) {
        return Err("trialTaken");
    }
    if (kind == "cancel" || kind == "planChanged") && !forced && known(old).on(fact.day).is_none() {
        return Err("planNotRunning");
    }
    if kind == "cancel" {
        let mut runs = known(plan);
        runs.renews = false;
        if source["ends"] != "termEnd" {
            runs.end(fact.day);
        }
        state.plans.insert(plan.to_owned(), runs);
        enter(state, fact, Vec::new());
        return Ok(());
    }
    let asked = Asked { kind, plan, old, trial, day: fact.day, source };
    let began = began(state, &asked, fact.at);
    let renews = renews(state, &asked);
    enter(state, fact, Vec::new());
    if old != plan {
        let from = state.plans.entry(old.to_owned()).or_default();
        from.end(fact.day);
        from.renews = false;
    }
    let runs = state.plans.entry(plan.to_owned()).or_default();
    runs.renews = renews;
    runs.tried |= trial;
    if let Some(mut term) = began {
        term.event.clone_from(&fact.id);
        runs.end(term.from.min(term.until));
        if term.from < term.until {
            runs.terms.push(term);
        }
    }
    Ok(())
}

/// A term counts no more from a date on.
pub fn withdraw(state: &mut State, fact: &Fact, plan: &str, event: &str) {
    let runs = state.plans.entry(plan.to_owned()).or_default();
    for term in runs.terms.iter_mut().filter(|term| term.event == event) {
        term.until = term.until.min(fact.day.max(term.from));
    }
    runs.terms.retain(|term| term.from < term.until);
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
