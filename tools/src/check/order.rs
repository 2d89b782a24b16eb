//! What stands behind something that always comes first, and multipliers that have nothing to act on.

use super::Warning;
use super::condition::{listens, text};
use super::facts::Facts;
use super::formula::Formula;
use crate::node::Node;

pub(super) fn warnings(facts: &Facts<'_>) -> Vec<Warning> {
    let mut found = Vec::new();
    let program = &facts.program;
    let points = program.list("points").into_iter().map(|points| points.list("earn"));
    let credits = program.list("metrics").into_iter().map(|metric| metric.list("credit"));
    for list in points.chain(credits) {
        earning(facts, &list, &mut found);
    }
    for reward in program.list("rewards") {
        entries(facts, "price", &reward.list("prices"), &mut found);
    }
    for plan in program.list("plans") {
        entries(facts, "price", &plan.list("price"), &mut found);
        let renewal = plan.field("autoRenewal").map_or_else(Vec::new, |renewal| renewal.list("price"));
        entries(facts, "price", &renewal, &mut found);
    }
    found
}

/// Rules behind one that ends the list, and those of a group behind one that fires whenever they do.
fn earning(facts: &Facts<'_>, list: &[Node<'_>], found: &mut Vec<Warning>) {
    let mut before: Vec<Node<'_>> = Vec::new();
    let mut all: Vec<Node<'_>> = Vec::new();
    for entry in list {
        let group = entry.list("rules");
        let rules = if group.is_empty() { vec![entry.clone()] } else { group.clone() };
        for (place, rule) in rules.iter().enumerate() {
            let earlier = if group.is_empty() { &[] } else { rules.get(..place).unwrap_or_default() };
            let shadow = before.iter().chain(earlier).find(|first| always_before(facts, first, rule));
            if let Some(first) = shadow {
                let params = [("kind", "rule"), ("id", rule.id()), ("by", first.id())];
                found.push(Warning::at("shadowed", rule, &params));
            }
            entries(facts, "band", &rule.list("bands"), found);
        }
        before.extend(rules.iter().filter(|rule| rule.is_true("stop")).cloned());
        all.extend(rules);
    }
    for rule in &all {
        let Some(multiply) = rule.field("multiply") else { continue };
        let named = multiply.words("of");
        let acts = all.iter().any(|base| {
            let amount = base.field("perAmount").is_some() || base.field("percentValue").is_some();
            let meant = if named.is_empty() { amount } else { named.iter().any(|id| id == base.id()) };
            meant && on(base) == on(rule)
        });
        if !acts {
            found.push(Warning::at("multipliesNothing", rule, &[("id", rule.id())]));
        }
    }
}

/// Whether a rule fires whenever another does: on the same events, without limits, for no narrower scope.
fn always_before(facts: &Facts<'_>, first: &Node<'_>, then: &Node<'_>) -> bool {
    let scope = first.text("scope");
    if on(first) != on(then) || !first.list("limits").is_empty() || first.field("schedule").is_some() {
        return false;
    }
    if scope.is_some() && scope != then.text("scope") {
        return false;
    }
    let event = then.field("on").map_or_else(Vec::new, |on| listens(&on, true));
    implied(facts, first, then, Formula::All(event))
}

/// Entries of which the first that holds counts, behind one that holds whenever they do.
fn entries(facts: &Facts<'_>, kind: &'static str, list: &[Node<'_>], found: &mut Vec<Warning>) {
    for (place, entry) in list.iter().enumerate() {
        let mut earlier = list.iter().take(place).filter(|first| first.field("terms").is_none());
        if let Some(first) = earlier.find(|first| implied(facts, first, entry, Formula::always())) {
            let params = [("kind", kind), ("id", entry.path.as_str()), ("by", first.path.as_str())];
            found.push(Warning::at("shadowed", entry, &params));
        }
    }
}

/// Whether the `when` of one holds whenever that of another does.
fn implied(facts: &Facts<'_>, first: &Node<'_>, then: &Node<'_>, around: Formula) -> bool {
    let Some(when) = first.field("when") else { return true };
    Formula::All(vec![around, facts.when(then, "when"), facts.formula(&when, false)]).never()
}

fn on(rule: &Node<'_>) -> String {
    rule.field("on").map_or_else(String::new, |on| text(on.json))
}
