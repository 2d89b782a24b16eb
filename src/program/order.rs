//! What is sound piece by piece and wrong as a whole: metrics that count by each other, tiers in the wrong order.

use super::compile::Compiler;
use super::condition::{Condition, Edge};
use super::ladder::Tier;
use super::metric::{Counted, Measure, Metric};
use crate::json::text;
use crate::problem::Code;
use crate::shape::Place;

impl Compiler<'_> {
    /// Notes each ring of metrics that count by each other, at the first metric of the ring.
    pub(super) fn acyclic(&mut self, metrics: &[Metric], places: &[usize], place: &Place<'_>) {
        let mut named: Vec<Vec<usize>> = Vec::new();
        for metric in metrics {
            let mut within = metric.made_of();
            if let Counted::Ledger(ledger) = metric.counted {
                let rules = self.ledgers.get(ledger).map_or(&[][..], |ledger| &ledger.rules.earn);
                for when in rules.iter().filter_map(|rule| rule.when.as_ref()) {
                    named_in(when, &mut within);
                }
            }
            if let Some(when) = &metric.when {
                named_in(when, &mut within);
            }
            named.push(within);
        }
        for start in 0..metrics.len() {
            let Some(ring) = ring(&named, start) else { continue };
            if ring.iter().any(|metric| *metric < start) {
                continue;
            }
            let mut ids = String::new();
            for metric in ring {
                ids.push_str(metrics.get(metric).map_or("", |metric| &metric.id));
                ids.push_str(" → ");
            }
            let (Some(first), Some(index)) = (metrics.get(start), places.get(start)) else { continue };
            ids.push_str(&first.id);
            let field = match &first.counted {
                Counted::Ratio(..) => "of",
                Counted::Score(..) => "parts",
                Counted::Ledger(_) => "credit",
                Counted::Paid(_)
                | Counted::Quantity(_)
                | Counted::Points(_)
                | Counted::Value(_)
                | Counted::Events(_)
                | Counted::Since(_)
                | Counted::Tenure
                | Counted::Distinct(..)
                | Counted::Categories(_)
                | Counted::Subjects(_)
                | Counted::Streak(..)
                | Counted::Balance(_) => "when",
            };
            self.reader.note(place.index(*index).field(field).problem(Code::MetricCycle).text("value", ids));
        }
    }

    /// Notes each tier that asks less of a metric than the nearest tier below that asks for it.
    pub(super) fn ascending(&mut self, tiers: &[Tier], places: &[usize], place: &Place<'_>) {
        let mut below: Vec<(usize, i64, &str)> = Vec::new();
        for (tier, index) in tiers.iter().zip(places) {
            let Some(enter) = &tier.enter else { continue };
            let mut asked = Vec::new();
            thresholds(enter, &mut asked);
            for (metric, threshold) in &asked {
                let lower = below.iter().find(|(known, least, _)| known == metric && least > threshold);
                if let Some((_, _, id)) = lower {
                    let problem = place.index(*index).field("enter").problem(Code::ThresholdsOutOfOrder);
                    let name = self.config.metrics.get(*metric).map_or("", |metric| metric.id());
                    let is_money = self.measure(*metric) == Measure::Money;
                    let value = if is_money { self.currency.text(*threshold) } else { text(threshold) };
                    self.reader.note(problem.text("metric", name).text("value", value).text("below", *id));
                }
            }
            for (metric, threshold) in asked {
                below.retain(|(known, _, _)| *known != metric);
                below.push((metric, threshold, &tier.id));
            }
        }
    }
}

/// Adds every metric that a condition names.
fn named_in(condition: &Condition, named: &mut Vec<usize>) {
    match condition {
        Condition::Metric { metric, .. } => named.push(*metric),
        Condition::All(list) | Condition::Any(list) => {
            for condition in list {
                named_in(condition, named);
            }
        }
        Condition::Not(not) => named_in(not, named),
        Condition::Tier { .. }
        | Condition::Tenure(_)
        | Condition::Birthday(_)
        | Condition::Event(_)
        | Condition::First(_) => {}
    }
}

/// What a condition asks of metrics at least, without a `not` around it; of one metric the least.
fn thresholds(condition: &Condition, asked: &mut Vec<(usize, i64)>) {
    match condition {
        Condition::All(list) | Condition::Any(list) => {
            for condition in list {
                thresholds(condition, asked);
            }
        }
        Condition::Metric { metric, bounds } => {
            let least = bounds
                .iter()
                .filter(|bound| matches!(bound.edge, Edge::AtLeast | Edge::MoreThan))
                .map(|bound| bound.value)
                .min();
            let Some(least) = least else { return };
            match asked.iter_mut().find(|(known, _)| known == metric) {
                Some((_, known)) => *known = least.min(*known),
                None => asked.push((*metric, least)),
            }
        }
        Condition::Not(_)
        | Condition::Tier { .. }
        | Condition::Tenure(_)
        | Condition::Birthday(_)
        | Condition::Event(_)
        | Condition::First(_) => {}
    }
}

/// The shortest way from a metric back to itself.
fn ring(named: &[Vec<usize>], start: usize) -> Option<Vec<usize>> {
    let mut ways = vec![vec![start]];
    let mut seen = Vec::new();
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in way.last().and_then(|last| named.get(*last)).into_iter().flatten() {
                if *next == start {
                    return Some(way);
                }
                if !seen.contains(next) {
                    seen.push(*next);
                    longer.push(way.iter().copied().chain([*next]).collect());
                }
            }
        }
        ways = longer;
    }
    None
}
