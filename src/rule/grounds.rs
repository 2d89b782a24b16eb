//! What met a condition.

use super::{Standpoint, holds};
use crate::program::{Bound, Condition};

/// The bounds of metrics that a condition has outside of `not`, in their order.
#[must_use]
pub fn bounds(condition: &Condition) -> Vec<(usize, Bound)> {
    let mut all = Vec::new();
    walk(condition, true, &mut |metric, bound, _| all.push((metric, bound)), &|_| true);
    all
}

/// The bounds of metrics by which a condition holds, by their place among all of them, with the values that meet them.
#[must_use]
pub fn grounds(condition: &Condition, at: &Standpoint<'_>) -> Vec<(usize, i64)> {
    let mut met = Vec::new();
    let mut place = 0_usize;
    let mut note = |metric: usize, bound: Bound, counts: bool| {
        if let Some(value) = at.metric(metric).filter(|value| counts && bound.edge.holds(value, &bound.value))
        {
            met.push((place, value));
        }
        place = place.saturating_add(1);
    };
    walk(condition, true, &mut note, &|condition| holds(condition, at));
    met
}

/// Shows each bound of a metric, and whether everything around it counts.
fn walk(
    condition: &Condition,
    counts: bool,
    note: &mut dyn FnMut(usize, Bound, bool),
    holds: &dyn Fn(&Condition) -> bool,
) {
    let counts = counts && holds(condition);
    match condition {
        Condition::All(list) | Condition::Any(list) => {
            for condition in list {
                walk(condition, counts, note, holds);
            }
        }
        Condition::Metric { metric, bounds } => {
            for bound in bounds {
                note(*metric, *bound, counts);
            }
        }
        Condition::Not(_)
        | Condition::Tier { .. }
        | Condition::Tenure(_)
        | Condition::Birthday(_)
        | Condition::Event(_)
        | Condition::First(_)
        | Condition::Said(..)
        | Condition::Attribute(_)
        | Condition::Tag(_)
        | Condition::InactiveFor(..)
        | Condition::Time(_)
        | Condition::Segment(_)
        | Condition::Plan(_)
        | Condition::Cart(_) => {}
    }
}
