//! From ids to places: what a program's parts name.

use super::Measure;
use super::compile::Compiler;
use crate::config;
use crate::json::{Json, shortened};
use crate::ledger::Source;
use crate::problem::Code;
use crate::shape::{Id, Place};

impl Compiler<'_> {
    /// Notes an id that something before it has.
    pub(super) fn unique<'i>(
        &mut self,
        mut before: impl Iterator<Item = &'i Id>,
        id: &Id,
        kind: &'static str,
        place: &Place<'_>,
    ) {
        if before.any(|known| known == id) {
            self.reader
                .note(place.field("id").problem(Code::DuplicateId).text("kind", kind).text("value", &**id));
        }
    }

    /// Whether the text has something of this id that could not be read; then what names it is not wrong.
    fn unread(&self, kind: &str, id: &str) -> bool {
        let of = |json: &Json<'_>| json.field("id").and_then(Json::text) == Some(id);
        let list = |key: &str| self.json.field(key).map(Json::items).unwrap_or_default();
        let within = |outer: &str, inner: &str| {
            list(outer).iter().filter_map(|item| item.field(inner)).flat_map(Json::items).any(of)
        };
        match kind {
            "scope" => list("scopes").iter().any(of),
            "metric" => list("metrics").iter().any(of),
            "points" => list("points").iter().any(of),
            "rule" => within("points", "earn"),
            "ladder" => list("ladders").iter().any(of),
            _ => within("ladders", "tiers"),
        }
    }

    /// Notes an id that nothing has.
    pub(super) fn unknown<'i>(
        &mut self,
        kind: &'static str,
        id: &str,
        known: impl Iterator<Item = &'i str>,
        place: &Place<'_>,
    ) {
        if self.unread(kind, id) {
            return;
        }
        let problem = place.problem(Code::UnknownReference).text("kind", kind).text("value", shortened(id));
        self.reader.note(problem.nearest(id, known));
    }

    /// The place of a metric.
    pub(super) fn metric_id(&mut self, id: &str, place: &Place<'_>) -> Option<usize> {
        let config = self.config;
        let found = config.metrics.iter().position(|metric| **metric.id() == *id);
        if found.is_none() {
            self.unknown("metric", id, config.metrics.iter().map(|metric| &**metric.id()), place);
        }
        found
    }

    /// The unit of a metric.
    pub(super) fn measure(&self, metric: usize) -> Measure {
        match self.config.metrics.get(metric) {
            Some(config::Metric::Sum(sum)) => match sum.of {
                config::SumOf::Paid => Measure::Money,
                config::SumOf::Points => Measure::Points,
                config::SumOf::Quantity => Measure::Quantity,
                config::SumOf::Value => Measure::Value,
            },
            Some(config::Metric::Count(_)) => Measure::Count,
            Some(config::Metric::Since(_) | config::Metric::Tenure(_)) | None => Measure::Days,
        }
    }

    /// The place of a scope, when one is named.
    #[expect(
        clippy::option_option,
        reason = "the outer is whether it could be read, the inner whether it was written"
    )]
    pub(super) fn maybe_scope(&mut self, id: Option<&str>, place: &Place<'_>) -> Option<Option<usize>> {
        let config = self.config;
        let Some(id) = id else { return Some(None) };
        let found = config.scopes.iter().position(|scope| *scope.id == *id);
        if found.is_none() {
            self.unknown("scope", id, config.scopes.iter().map(|scope| &*scope.id), place);
        }
        found.map(Some)
    }

    /// The place of a point currency; the first when none is named.
    pub(super) fn currency(&mut self, id: Option<&str>, place: &Place<'_>) -> Option<usize> {
        let config = self.config;
        let found = config.points.iter().position(|points| id.is_none_or(|id| *points.id == *id));
        if found.is_none() {
            self.unknown(
                "points",
                id.unwrap_or_default(),
                config.points.iter().map(|points| &*points.id),
                place,
            );
        }
        found
    }

    /// The place of a ladder; the first when none is named.
    pub(super) fn ladder(&mut self, id: Option<&str>, place: &Place<'_>) -> Option<usize> {
        let config = self.config;
        let found = config.ladders.iter().position(|ladder| id.is_none_or(|id| *ladder.id == *id));
        if found.is_none() {
            self.unknown(
                "ladder",
                id.unwrap_or_default(),
                config.ladders.iter().map(|ladder| &*ladder.id),
                place,
            );
        }
        found
    }

    /// The ladder and place of a tier.
    pub(super) fn tier_id(&mut self, id: &str, place: &Place<'_>) -> Option<(usize, usize)> {
        let config = self.config;
        let found = config.ladders.iter().enumerate().find_map(|(ladder, of)| {
            of.tiers.0.iter().position(|tier| *tier.id == *id).map(|tier| (ladder, tier))
        });
        if found.is_none() {
            let known = config.ladders.iter().flat_map(|ladder| ladder.tiers.0.iter()).map(|tier| &*tier.id);
            self.unknown("tier", id, known, place);
        }
        found
    }

    /// The place of what a `first` condition asks for.
    pub(super) fn first(&mut self, source: &Source) -> usize {
        self.firsts.iter().position(|known| known == source).unwrap_or_else(|| {
            self.firsts.push(source.clone());
            self.firsts.len().saturating_sub(1)
        })
    }
}

impl config::Metric {
    /// Its id.
    pub(super) fn id(&self) -> &Id {
        match self {
            Self::Sum(metric) => &metric.id,
            Self::Count(metric) => &metric.id,
            Self::Since(metric) => &metric.id,
            Self::Tenure(metric) => &metric.id,
        }
    }
}
