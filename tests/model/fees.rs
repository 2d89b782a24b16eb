//! What plans cost: the term that an event begins and its price, and what comes back on leaving.

use jiff::Span;
use jiff::civil::Date;
use serde_json::Value;

use super::calendar::{Period, days_between, next_day};
use super::condition::{Scene, holds as condition_holds};
use super::facts::each;
use super::number::{Fraction, money, whole};
use super::plans::{Runs, Term, rules};
use super::state::State;

/// What is asked of a plan on a date.
pub struct Asked<'a> {
    pub kind: &'a str,
    pub plan: &'a str,
    pub old: &'a str,
    pub trial: bool,
    pub day: Date,
    pub source: &'a Value,
}

pub fn renews(state: &State, asked: &Asked) -> bool {
    let before = asked.kind != "subscribe" && state.plans.get(asked.old).is_some_and(|runs| runs.renews);
    asked.source["autoRenew"].as_bool().unwrap_or(before)
}

/// The term that an event begins.
pub fn began(state: &State, asked: &Asked, at: i64) -> Option<Term> {
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
        // Who pays on the very day on which it ended goes on without a gap.
        if end == asked.day || (at_end && (end > asked.day || until > asked.day)) {
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

/// What terms cost that renew by themselves, or not.
pub fn prices(rules: &Value, renews: bool) -> &Value {
    match rules.get("autoRenewal") {
        Some(auto) if renews => &auto["price"],
        _ => &rules["price"],
    }
}

/// How many terms in a row were paid up to a date.
pub fn ran(runs: &Runs, until: Date) -> u64 {
    let run = runs.run_before(until);
    u64::try_from(run.iter().filter(|term| !term.trial).count()).unwrap()
}

/// What a whole term costs that begins on a date.
pub fn price_of(state: &State, plan: &str, renews: bool, from: Date, (day, at): (Date, i64)) -> Option<i128> {
    let rules = rules(state.book, plan);
    let ran = state.plans.get(plan).map_or(0, |runs| ran(runs, from));
    let scene = Scene::now(state, day).at(at);
    let entry = each(prices(rules, renews)).find(|entry| {
        entry.get("terms").is_none_or(|terms| ran < terms.as_u64().unwrap())
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
    let total = (0..=i64::from(u16::MAX)).find(|nth| month(*nth) >= term.until).unwrap();
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
pub fn leaving(state: &State, plan: &str, day: Date) -> (i128, i128) {
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
