//! Conditions that can never hold, and what therefore never happens.

use super::Warning;
use super::condition::{listens, main_key, of_type};
use super::facts::Facts;
use super::formula::{Fact, Formula};
use crate::node::{Node, ONE};
use memberview::unit::Day;

/// A condition of a program: where it stands, whose it is, and what holds anyway where it is asked.
struct Asked<'p> {
    condition: Node<'p>,
    kind: &'static str,
    id: String,
    around: Formula,
}

pub(super) fn warnings(facts: &Facts<'_>) -> Vec<Warning> {
    let mut found = Vec::new();
    for asked in asked(&facts.program) {
        let whole = Formula::All(vec![asked.around.clone(), facts.formula(&asked.condition, true)]);
        if whole.never() {
            let part = guilty(facts, &asked.condition, &asked.around);
            let params = [("kind", asked.kind), ("id", asked.id.as_str())];
            found.push(Warning::at("neverHolds", &part, &params));
        } else {
            branches(facts, &asked.condition, &asked.around, &mut found);
        }
    }
    for tier in facts.program.list("ladders").iter().flat_map(|ladder| ladder.list("tiers")) {
        for key in ["enter", "keep"] {
            if let Some(condition) =
                tier.field(key).filter(|condition| !facts.formula(condition, true).never())
            {
                branches(facts, &condition, &Formula::always(), &mut found);
            }
        }
    }
    found
}

/// The conditions of a program but those of tiers, which are looked at by themselves.
fn asked<'p>(program: &Node<'p>) -> Vec<Asked<'p>> {
    let mut all = Vec::new();
    let mut ask = |of: &Node<'p>, key: &str, kind, id: &str, around: &[Formula]| {
        if let Some(condition) = of.field(key) {
            all.push(Asked { condition, kind, id: id.to_owned(), around: Formula::All(around.to_vec()) });
        }
    };
    let on = |of: &Node<'p>| of.field("on").map_or_else(Vec::new, |on| listens(&on, true));
    for metric in program.list("metrics") {
        ask(&metric, "when", "metric", metric.id(), &on(&metric));
    }
    for rule in rules(program) {
        ask(&rule, "when", "rule", rule.id(), &on(&rule));
        for band in rule.list("bands") {
            ask(&band, "when", "band", rule.id(), &on(&rule));
        }
    }
    for (list, kind) in
        [("segments", "segment"), ("rewards", "reward"), ("signals", "signal"), ("benefits", "benefit")]
    {
        for of in program.list(list) {
            ask(&of, "when", kind, of.id(), &[]);
            ask(&of, "grantedBy", kind, of.id(), &[]);
            for price in of.list("prices") {
                ask(&price, "when", "price", of.id(), &[]);
            }
        }
    }
    for coupon in program.list("coupons") {
        let mut around = vec![of_type("order", true)];
        around.extend(coupon.field("validity").map(|validity| dates(&validity)));
        ask(&coupon, "when", "coupon", coupon.id(), &around);
    }
    for plan in program.list("plans") {
        let renewal = plan.field("autoRenewal").map_or_else(Vec::new, |renewal| renewal.list("price"));
        for price in plan.list("price").into_iter().chain(renewal) {
            ask(&price, "when", "price", plan.id(), &[]);
        }
    }
    all
}

/// Every earn rule: of points, of ledgers and of what accrues, those of groups among them.
pub(super) fn rules<'p>(program: &Node<'p>) -> Vec<Node<'p>> {
    let lists = program.list("points").into_iter().map(|points| points.list("earn"));
    let credits = program.list("metrics").into_iter().map(|metric| metric.list("credit"));
    let mut all = Vec::new();
    for entry in lists.chain(credits).flatten() {
        let group = entry.list("rules");
        all.extend(if group.is_empty() { vec![entry] } else { group });
    }
    all
}

/// The dates on which a coupon can be used.
fn dates(validity: &Node<'_>) -> Formula {
    let bound = |key: &str, above: bool, holds: bool| {
        let day = validity.text(key).and_then(Day::parse)?;
        let value = i128::from(day.number()) * ONE;
        Some(Formula::Is(Fact::From { of: "date".to_owned(), value, above, step: ONE }, holds))
    };
    Formula::All([bound("from", false, true), bound("to", true, false)].into_iter().flatten().collect())
}

/// The smallest part of a condition that can never hold where it stands.
fn guilty<'p>(facts: &Facts<'_>, condition: &Node<'p>, around: &Formula) -> Node<'p> {
    if main_key(condition) == "all" {
        for part in condition.list("all") {
            if Formula::All(vec![around.clone(), facts.formula(&part, true)]).never() {
                return guilty(facts, &part, around);
            }
        }
    }
    condition.clone()
}

/// Notes each way of an `any` that can never be gone where it stands.
fn branches(facts: &Facts<'_>, condition: &Node<'_>, around: &Formula, found: &mut Vec<Warning>) {
    let key = main_key(condition);
    if key != "all" && key != "any" {
        return;
    }
    let parts = condition.list(key);
    for (place, part) in parts.iter().enumerate() {
        let mut context = vec![around.clone()];
        if key == "all" {
            let others = parts.iter().enumerate().filter(|(other, _)| *other != place);
            context.extend(others.map(|(_, other)| facts.formula(other, true)));
        }
        let context = Formula::All(context);
        if key == "any" && Formula::All(vec![context.clone(), facts.formula(part, true)]).never() {
            found.push(Warning::at("partNeverHolds", part, &[]));
        } else {
            branches(facts, part, &context, found);
        }
    }
}
