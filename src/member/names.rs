//! From the ids that an event names to their places in the program.

use super::resolve::Resolver;
use crate::problem::Code;
use crate::program::{Measure, Metric, no_number, whole};
use crate::shape::{Number, Place};

impl Resolver<'_, '_> {
    /// The place of a point currency; the first when none is named.
    pub(super) fn currency(&mut self, id: Option<&str>, place: &Place<'_>) -> Option<usize> {
        let mut known = Vec::new();
        for points in &self.program.points {
            known.push(&*points.id);
        }
        match id {
            None if !known.is_empty() => Some(0),
            _ => self.find("points", id.unwrap_or_default(), &known, place),
        }
    }

    /// The place of a plan.
    pub(super) fn plan(&mut self, id: &str, place: &Place<'_>) -> Option<usize> {
        let mut known = Vec::new();
        for plan in &self.program.plans {
            known.push(&*plan.id);
        }
        self.find("plan", id, &known, place)
    }

    /// The place of a ladder.
    pub(super) fn ladder(&mut self, id: &str, place: &Place<'_>) -> Option<usize> {
        let mut known = Vec::new();
        for ladder in &self.program.ladders {
            known.push(&*ladder.id);
        }
        self.find("ladder", id, &known, place)
    }

    /// The place of a metric.
    pub(super) fn any_metric(&mut self, id: &str, place: &Place<'_>) -> Option<usize> {
        let mut known = Vec::new();
        for metric in &self.program.metrics {
            known.push(&*metric.id);
        }
        self.find("metric", id, &known, place)
    }

    /// The place of a metric that can be corrected.
    pub(super) fn metric(&mut self, id: &str, place: &Place<'_>) -> Option<usize> {
        let found = self.any_metric(id, place)?;
        if !self.program.metrics.get(found).is_some_and(Metric::adds_up) {
            self.reader.note(place.problem(Code::NotAllowedHere).text("value", id));
            return None;
        }
        Some(found)
    }

    /// The ladder and the tier of an id.
    pub(super) fn tier(&mut self, id: &str, place: &Place<'_>) -> Option<(usize, usize)> {
        let (mut known, mut places) = (Vec::new(), Vec::new());
        for (index, ladder) in self.program.ladders.iter().enumerate() {
            for (rank, tier) in ladder.tiers.iter().enumerate() {
                known.push(&*tier.id);
                places.push((index, rank));
            }
        }
        places.get(self.find("tier", id, &known, place)?).copied()
    }

    /// The place of an id among those that are known, or a note that it is none of them.
    pub(super) fn find(
        &mut self,
        kind: &'static str,
        id: &str,
        known: &[&str],
        place: &Place<'_>,
    ) -> Option<usize> {
        let found = known.iter().position(|known| *known == id);
        if found.is_none() {
            self.reader.note(place.unknown(kind, id, known));
        }
        found
    }

    /// A number in the unit of a metric.
    pub(super) fn number(&mut self, number: &Number, metric: usize, place: &Place<'_>) -> Option<i64> {
        let measure = self.program.metrics.get(metric).map_or(Measure::Count, Metric::measure);
        match whole(number, measure, self.program.currency) {
            Ok(value) => Some(value),
            Err(code) => {
                self.reader.note(no_number(code, number, measure, self.program.currency, place));
                None
            }
        }
    }
}
