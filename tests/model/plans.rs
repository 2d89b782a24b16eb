//! The terms of plans: what events make of them, what they cost, and whether a plan runs.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::calendar::{Period, day_before, days_between, holds as window_holds, next_day};
use super::condition::{Scene, holds as condition_holds, words};
use super::event::enter;
use super::facts::{Fact, each};
use super::number::{Fraction, money, money_text, whole};
use super::state::{Book, State};

/// A term of a plan: the first date with it, the first without it.
#[derive(Clone, Debug)]
pub struct Term {
    pub event: String,
    pub from: Date,
    pub until: Date,
    /// The day from which its periods are counted, and how many end with it.
    counted: Option<(Date, i64)>,
    pub bought: Date,
    pub paid: i128,
    trial: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Runs {
    pub terms: Vec<Term>,
    renews: bool,
    tried: bool,
}

/// What is known of each plan that ever ran.
pub type Plans = BTreeMap<String, Runs>;

impl Runs {
    fn on(&self, day: Date) -> Option<&Term> {
        self.terms.iter().find(|term| term.from <= day && day < term.until)
    }

    fn end(&mut self, day: Date) {
        for term in &mut self.terms {
            term.until = term.until.min(day);
        }
        self.terms.retain(|term| term.from < term.until);
    }

    /// The terms that follow each other up to a date.
    fn run_before(&self, until: Date) -> Vec<&Term> {
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
fn covers(book: &Book, plan: &str) -> Vec<String> {
    let mut all = vec![plan.to_owned()];
    while let Some(more) = book.list("plans").find(|other| {
        let id = other["id"].as_str().unwrap();
        !all.iter().any(|known| known == id)
            && each(&other["includes"]).any(|inner| all.iter().any(|known| inner == known))
    }) {
        all.push(more["id"].as_str().unwrap().to_owned());
    }
    all
}

/// The terms that run on a date, of a plan and those that include it.
fn running<'p>(book: &Book, plans: &'p Plans, plan: &str, day: Date) -> Vec<&'p Term> {
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
fn stretch(book: &Book, plans: &Plans, plan: &str, day: Date) -> (Date, Date) {
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

fn rules<'a>(book: &Book<'a>, plan: &str) -> &'a Value {
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

/// What is asked of a plan on a date.
struct Asked<'a> {
    kind: &'a str,
    plan: &'a str,
    old: &'a str,
    trial: bool,
    day: Date,
    source: &'a Value,
}

fn renews(state: &State, asked: &Asked) -> bool {
    let before = asked.kind != "subscribe" && state.plans.get(asked.old).is_some_and(|runs| runs.renews);
    asked.source["autoRenew"].as_bool().unwrap_or(before)
}

/// The term that an event begins.
fn began(state: &State, asked: &Asked, at: i64) -> Option<Term> {
    let book = state.book;
    let rules = rules(book, asked.plan);
    let own = state.plans.get(asked.plan).cloned().unwrap_or_default();
    let said = asked.source["lastDay"].as_str().map(|text| next_day(text.parse().unwrap()));
    let price = asked.source.get("price").map(|price| money(price, book.decimals));
    let period = rules["period"].as_str().map(Period::read);
    let made = |from: Date, until: Date, paid: i128| Term {
        event: String::new(),
        from,
        until,
        counted: None,
        bought: asked.day,
        paid,
        trial: asked.trial,
    };
    if let Some(posted) = asked.source["posted"].get("plan") {
        let date = |key: &str| posted[key].as_str().map(|text| text.parse::<Date>().unwrap());
        let paid = posted.get("price").map_or(0, |price| money(price, book.decimals));
        return Some(made(date("from")?, next_day(date("lastDay")?), paid));
    }
    if asked.trial {
        let trial = &rules["trial"];
        let until =
            said.unwrap_or_else(|| Period::read(trial["period"].as_str().unwrap()).after(asked.day, 1));
        let free = trial.get("amount").map_or(0, |amount| money(amount, book.decimals));
        return Some(made(asked.day, until, price.unwrap_or(free)));
    }
    let upgrade =
        each(&rules["upgradeFrom"]).find(|upgrade| asked.old != asked.plan && upgrade["plan"] == asked.old);
    let (mut from, mut counted) =
        (asked.day, period.map(|period| (asked.day, 1, period.after(asked.day, 1))));
    let old_end = own.terms.last().map(|term| term.until).filter(|_| asked.kind == "renew");
    if let Some(end) = old_end {
        let grace = rules["renewal"]["grace"].as_str().map(Period::read);
        let at_end = if end > asked.day {
            rules["renewal"]["early"] != "payment"
        } else {
            rules["renewal"]["late"] == "oldEnd" && grace.is_none_or(|grace| asked.day < grace.after(end, 1))
        };
        let last = own.terms.last().unwrap();
        let goes_on = period.map(|period| match last.counted {
            Some((first, nth)) if period.after(first, nth) == end => {
                (first, nth + 1, period.after(first, nth + 1))
            }
            _ => (end, 1, period.after(end, 1)),
        });
        let until = said.or(goes_on.map(|(.., until)| until)).unwrap();
        if at_end && (end > asked.day || until > asked.day) {
            (from, counted) = (end, goes_on);
        }
    }
    let kept = upgrade.filter(|upgrade| upgrade["term"] != "new" || period.is_none());
    let end_of_old = kept.and_then(|_| state.plans.get(asked.old)?.terms.last().map(|term| term.until));
    let until = match kept {
        Some(_) => said.or(end_of_old)?,
        None => said.or(counted.map(|(.., until)| until)).unwrap(),
    };
    let whole = price_of(state, asked.plan, renews(state, asked), from, (asked.day, at)).unwrap_or(0);
    let worked_out = || upgrade.map_or(whole, |upgrade| difference(state, upgrade, whole, asked.day));
    let mut term = made(from, until, price.unwrap_or_else(worked_out));
    term.counted = counted.filter(|(.., end)| *end == until).map(|(first, nth, _)| (first, nth));
    Some(term)
}

/// What a whole term costs that begins on a date.
fn price_of(state: &State, plan: &str, renews: bool, from: Date, (day, at): (Date, i64)) -> Option<i128> {
    let rules = rules(state.book, plan);
    let list = match rules.get("autoRenewal") {
        Some(auto) if renews => &auto["price"],
        _ => &rules["price"],
    };
    let ran = state
        .plans
        .get(plan)
        .map_or(0, |runs| runs.run_before(from).iter().filter(|term| !term.trial).count());
    let scene = Scene::now(state, day).at(at);
    let entry = each(list).find(|entry| {
        entry.get("terms").is_none_or(|terms| i128::try_from(ran).unwrap() < whole(terms))
            && entry.get("when").is_none_or(|when| condition_holds(when, &scene))
    });
    entry.map(|entry| money(&entry["amount"], state.book.decimals))
}

/// How many units of a term are left on a date, and how many it has.
fn units(by: &Value, term: &Term, day: Date) -> (i128, i128) {
    if by == "days" {
        return (days_between(day.max(term.from), term.until), days_between(term.from, term.until));
    }
    let month = |nth: i64| term.from.checked_add(Span::new().months(nth)).unwrap();
    let total = (0..).find(|nth| month(*nth) >= term.until).unwrap();
    let begun = (0..total).filter(|nth| month(*nth) <= day).count();
    (i128::from(total) - i128::try_from(begun).unwrap(), i128::from(total))
}

fn difference(state: &State, upgrade: &Value, whole: i128, day: Date) -> i128 {
    let Some(old) = state.plans.get(upgrade["plan"].as_str().unwrap()) else { return whole };
    let keeps = upgrade["term"] != "new";
    let of = |term: &Term| if keeps { whole - term.paid } else { -term.paid };
    let mut sum = Fraction::whole(if keeps { 0 } else { whole });
    for term in old.terms.iter().filter(|term| term.until > day) {
        let (left, total) = if term.from <= day { units(&upgrade["by"], term, day) } else { (1, 1) };
        sum = sum.plus(Fraction::new(of(term) * left, total));
    }
    if sum.above < 0 { 0 } else { sum.round(state.book.rounding("money", "halfUp")) }
}

/// What comes back to who leaves, and what is repaid.
fn leaving(state: &State, plan: &str, day: Date) -> (i128, i128) {
    let rules = rules(state.book, plan);
    let runs = &state.plans[plan];
    let mut refund = 0;
    if let Some(back) = rules.get("refundOnCancel") {
        for term in runs.terms.iter().filter(|term| term.until > day) {
            let (left, total) =
                if term.from > day || back["by"] == "whole" { (1, 1) } else { units(&back["by"], term, day) };
            let left = total.min(left + back.get("extra").map_or(0, whole));
            refund += Fraction::new(term.paid * left, total).round(state.book.rounding("money", "halfUp"));
        }
    }
    let mut repay = 0;
    if let Some(exit) = rules.get("earlyExit") {
        let begun: Vec<&Term> =
            runs.run_before(next_day(day)).into_iter().filter(|term| !term.trial).collect();
        if i128::try_from(begun.len()).unwrap() < whole(&exit["terms"]) {
            let regular = money(&exit["regular"], state.book.decimals);
            repay = begun.iter().map(|term| (regular - term.paid).max(0)).sum();
        }
    }
    (refund, repay)
}

/// What the view says of plans, as far as the model knows it.
pub fn shown(state: &State, now: i64) -> Vec<Value> {
    let today = state.book.zone.date_of(now);
    state
        .book
        .list("plans")
        .map(|plan| one_shown(state, plan["id"].as_str().unwrap(), (today, now)))
        .collect()
}

fn one_shown(state: &State, plan: &str, (today, now): (Date, i64)) -> Value {
    let text = |amount: i128| Value::from(money_text(amount, state.book.decimals));
    let runs = state.plans.get(plan).cloned().unwrap_or_default();
    let terms = running(state.book, &state.plans, plan, today);
    let own = runs.on(today);
    let state_of = match own {
        Some(term) if term.trial => "trial",
        _ if !terms.is_empty() => "active",
        _ if runs.terms.is_empty() => "none",
        _ => "lapsed",
    };
    let mut shown = json!({ "id": plan, "state": state_of, "autoRenew": runs.renews });
    if !terms.is_empty() {
        let (first, last) = stretch(state.book, &state.plans, plan, today);
        shown["since"] = first.to_string().into();
        shown["lastDay"] = last.to_string().into();
    } else if let Some(last) = runs.terms.last() {
        shown["lastDay"] = day_before(last.until).to_string().into();
    }
    if let Some(term) = own {
        shown["term"] = json!({
            "from": term.from.to_string(), "lastDay": day_before(term.until).to_string(), "paid": text(term.paid),
        });
        let (refund, repay) = leaving(state, plan, today);
        shown["cancel"] = json!({ "refund": text(refund), "repay": text(repay) });
    }
    let source = json!({});
    let asked = |kind: &'static str, old: &'static str| Asked {
        kind,
        plan,
        old,
        trial: false,
        day: today,
        source: &source,
    };
    let period = rules(state.book, plan).get("period").is_some();
    if period && !runs.terms.is_empty() {
        let renewed = began(state, &Asked { old: plan, ..asked("renew", "") }, now).unwrap();
        shown["renew"] = json!({
            "amount": text(renewed.paid), "from": renewed.from.to_string(),
            "lastDay": day_before(renewed.until).to_string(),
        });
    }
    if own.is_none() {
        let mut ways = Vec::new();
        for upgrade in each(&rules(state.book, plan)["upgradeFrom"]) {
            let old = upgrade["plan"].as_str().unwrap();
            if runs_by_itself(state, old, today) {
                let term = began(
                    state,
                    &Asked { kind: "planChanged", plan, old, trial: false, day: today, source: &source },
                    now,
                )
                .unwrap();
                ways.push(json!({ "from": old, "amount": text(term.paid), "lastDay": day_before(term.until).to_string() }));
            }
        }
        shown["upgrade"] = ways.into();
    }
    shown
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
