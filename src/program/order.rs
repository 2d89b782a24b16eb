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

/// A metric may be made of others in so many levels,
const LEVELS: usize = 32;

/// and of so many, each counted as often as it is read.
const READS: i64 = 1000;

impl Compiler<'_> {
    /// Notes each metric that is made of others in too many levels, or of too many: reading it would take too long.
    pub(super) fn readable(&mut self, metrics: &[Metric]) {
        let mut reads = vec![1_i64; metrics.len()];
        let mut wrong = vec![None; metrics.len()];
        for level in 0..=LEVELS {
            let before = reads.clone();
            for ((metric, reads), wrong) in metrics.iter().zip(&mut reads).zip(&mut wrong) {
                let of = |sum: i64, part: &usize| sum.saturating_add(before.get(*part).copied().unwrap_or(1));
                let sum = metric.made_of().iter().fold(1, of);
                if sum != *reads && level == LEVELS {
                    *wrong = Some((Code::TooDeep, i64::try_from(LEVELS).unwrap_or(0)));
                } else if sum > READS {
                    *wrong = Some((Code::TooManyParts, READS));
                }
                *reads = sum;
            }
            if reads == before {
                break;
            }
        }
        // What is made of something that is told is not told itself.
        let is_told = |part: &usize| wrong.get(*part).is_some_and(Option::is_some);
        for ((metric, told), (index, _)) in metrics.iter().zip(&wrong).zip(self.config.metrics.placed()) {
            if let Some((code, max)) = told
                && !metric.made_of().iter().any(is_told)
            {
                let root = Place::ROOT;
                let list = root.field("metrics");
                let problem = list.index(index).field(field(Some(metric))).problem(*code);
                self.reader.note(problem.number("max", *max));
            }
        }
    }

    /// Notes each ring of metrics and segments that ask for each other, at the first metric of the ring, or else its first segment;
    /// whether there is none.
    pub(super) fn acyclic(&mut self, metrics: &[Metric], segments: &[Segment]) -> bool {
        let config = self.config;
        let mut sound = true;
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
            let field = field(metrics.get(start));
            let (root, list) = (Place::ROOT, *list);
            let list = root.field(list);
            self.reader.note(list.index(*index).field(field).problem(code).text("value", ids));
            sound = false;
        }
        sound
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

/// The field in which a metric names others.
fn field(metric: Option<&Metric>) -> &'static str {
    match metric.map(|metric| &metric.counted) {
        Some(Counted::Ratio(..)) => "of",
        Some(Counted::Score(..)) => "parts",
        Some(Counted::Ledger(_)) => "credit",
        _ => "when",
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
        | Condition::Plan(_)
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
        | Condition::Plan(_)
        | Condition::Cart(_) => {}
    }
}

/// The shortest way from a metric back to itself.
fn ring(named: &[Vec<usize>], start: usize) -> Option<Vec<usize>> {
    let mut from = vec![None; named.len()];
    let mut reached = vec![start];
    let mut next = 0;
    while let Some(place) = reached.get(next).copied() {
        for to in named.get(place).into_iter().flatten() {
            if *to == start {
                let mut way = vec![place];
                while let Some(before) = way.last().and_then(|last| from.get(*last).copied().flatten()) {
                    way.push(before);
                }
                way.reverse();
                return Some(way);
            }
            if let Some(known) = from.get_mut(*to).filter(|known| known.is_none()) {
                *known = Some(place);
                reached.push(*to);
            }
        }
        next = next.saturating_add(1);
    }
    None
}
