//! Tiers that nobody comes up to.
//!
//! A `tierSet` or an opening can bring a member to any tier; what is said here is that nothing else does.

use super::Warning;
use super::facts::Facts;
use super::formula::Formula;
use crate::node::Node;

pub(super) fn warnings(facts: &Facts<'_>) -> Vec<Warning> {
    let mut found = Vec::new();
    let rewards = facts.program.list("rewards");
    for ladder in facts.program.list("ladders") {
        let tiers = ladder.list("tiers");
        for (place, tier) in tiers.iter().enumerate() {
            let given = rewards.iter().any(|reward| reward.text("tier") == Some(tier.id()));
            found.extend(reached(facts, &ladder, &tiers, place).filter(|_| !given));
            if let Some(keep) = tier.field("keep")
                && facts.formula(&keep, true).never()
            {
                found.push(Warning::at("neverKept", &keep, &[("tier", tier.id())]));
            }
        }
    }
    found
}

/// What keeps members from coming up to a tier.
fn reached(facts: &Facts<'_>, ladder: &Node<'_>, tiers: &[Node<'_>], place: usize) -> Option<Warning> {
    let tier = tiers.get(place)?;
    if tier.is_true("invite") {
        return None;
    }
    let Some(enter) = tier.field("enter") else {
        return (place > 0).then(|| Warning::at("withoutEnter", tier, &[("tier", tier.id())]));
    };
    // Who comes up to it stands below it, or on no tier.
    let ids = tiers.iter().take(place).map(|tier| tier.id().to_owned()).chain([String::new()]);
    let below = Formula::word(format!("tier:{}", ladder.id()), ids, true);
    let met = Formula::All(vec![below, facts.formula(&enter, true)]);
    if met.never() {
        return Some(Warning::at("neverEntered", &enter, &[("tier", tier.id())]));
    }
    for above in tiers.iter().skip(place + 1).filter(|above| !above.is_true("invite")) {
        let Some(higher) = above.field("enter") else { continue };
        let not_higher = facts.formula(&higher, false);
        if Formula::All(vec![met.clone(), not_higher]).never() {
            return Some(Warning::at("skipped", &enter, &[("tier", tier.id()), ("above", above.id())]));
        }
    }
    None
}
