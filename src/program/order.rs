//! What is sound piece by piece and wrong as a whole: metrics and segments that ask for each other, tiers in the wrong order.

use super::compile::Compiler;
use super::condition::{Condition, Edge};
use super::ladder::Tier;
use super::measure::Measure;
use super::metric::{Counted, Metric};
use super::segment::Segment;
use crate::json::text;
use crate::problem::Code;
use crate::shape::Place;

impl Compiler<'_> {
    /// Notes each ring of metrics and segments that ask for each other, at the first metric of the ring, or else its first segment.
    pub(super) fn acyclic(&mut self, metrics: &[Metric], segments: &[Segment]) {
        let config = self.config;
        let (mut named, mut places) = (Vec::new(), Vec::new());
        let when = metrics.iter().map(|metric| (metric.when.as_ref(), Some(metric)));
        let segments_when = segments.iter().map(|segment| (Some(&segment.when), None));
        for (when, metric) in when.chain(segments_when) {
            let (mut within, mut others) = (Vec::new(), Vec::new());
            if let Some(metric) = metric {
                within = metric.made_of();
                if let Counted::Ledger(ledger) = metric.counted {
                    let rules = self.ledgers.get(ledger).map_or(&[][..], |ledger| &ledger.rules.earn);
                    for when in rules.iter().filter_map(|rule| rule.when.as_ref()) {
                        named_in(when, &mut within, &mut others);
                    }
                }
            }
            if let Some(when) = when {
                named_in(when, &mut within, &mut others);
            }
            within.extend(others.into_iter().map(|segment| metrics.len().saturating_add(segment)));
            named.push(within);
        }
        for (index, metric) in config.metrics.placed() {
            places.push(("metrics", index, metric.id()));
        }
        for (index, segment) in config.segments.placed() {
            places.push(("segments", index, &segment.id));
        }
        for (start, (list, index, first)) in places.iter().enumerate() {
            let Some(ring) = ring(&named, start) else { continue };
            if ring.iter().any(|place| *place < start) {
                continue;
            }
            let mut ids = String::new();
            for place in ring {
                ids.push_str(places.get(place).map_or("", |(_, _, id)| id));
                ids.push_str(" → ");
            }
            ids.push_str(first);
            let code = if start < metrics.len() { Code::MetricCycle } else { Code::SegmentCycle };
            let field = match metrics.get(start).map(|metric| &metric.counted) {
                Some(Counted::Ratio(..)) => "of",
                Some(Counted::Score(..)) => "parts",
                Some(Counted::Ledger(_)) => "credit",
                _ => "when",
            };
            let (root, list) = (Place::ROOT, *list);
            let list = root.field(list);
            self.reader.note(list.index(*index).field(field).problem(code).text("value", ids));
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

/// Adds every segment that a condition names.
pub(super) fn segments_in(condition: &Condition, segments: &mut Vec<usize>) {
    named_in(condition, &mut Vec::new(), segments);
}

/// Adds every metric and every segment that a condition names.
fn named_in(condition: &Condition, metrics: &mut Vec<usize>, segments: &mut Vec<usize>) {
    match condition {
        Condition::Metric { metric, .. } => metrics.push(*metric),
        Condition::Segment(segment) => segments.push(*segment),
        Condition::All(list) | Condition::Any(list) => {
            for condition in list {
                named_in(condition, metrics, segments);
            }
        }
        Condition::Not(not) => named_in(not, metrics, segments),
        Condition::Tier { .. }
        | Condition::Tenure(_)
        | Condition::Birthday(_)
        | Condition::Event(_)
        | Condition::First(_)
        | Condition::Said(..)
        | Condition::Attribute(_)
        | Condition::Tag(_)
        | Condition::InactiveFor(..)
        | Condition::Time(_)
        | Condition::Cart(_) => {}
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
        | Condition::First(_)
        | Condition::Said(..)
        | Condition::Attribute(_)
        | Condition::Tag(_)
        | Condition::InactiveFor(..)
        | Condition::Time(_)
        | Condition::Segment(_)
        | Condition::Cart(_) => {}
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
