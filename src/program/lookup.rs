//! From ids to places: what a program's parts name.

use super::Measure;
use super::compile::Compiler;
use crate::config;
use crate::json::Json;
use crate::ledger::Acts;
use crate::problem::Code;
use crate::shape::{Id, Place};

/// The ids of what a program has, in its order.
pub(super) struct Ids<'a> {
    scopes: Vec<&'a str>,
    metrics: Vec<&'a str>,
    pub(super) segments: Vec<&'a str>,
    points: Vec<&'a str>,
    ladders: Vec<&'a str>,
    pub(super) plans: Vec<&'a str>,
    /// Of every ladder, one ladder after the other.
    tiers: Vec<&'a str>,
}

impl<'a> Ids<'a> {
    /// The ids of a program.
    pub(super) fn of(config: &'a config::Program) -> Self {
        let mut ids = Self {
            scopes: Vec::new(),
            metrics: Vec::new(),
            segments: Vec::new(),
            points: Vec::new(),
            ladders: Vec::new(),
            plans: Vec::new(),
            tiers: Vec::new(),
        };
        for scope in config.scopes.iter() {
            ids.scopes.push(&scope.id);
        }
        for metric in config.metrics.iter() {
            ids.metrics.push(metric.id());
        }
        for segment in config.segments.iter() {
            ids.segments.push(&segment.id);
        }
        for points in config.points.iter() {
            ids.points.push(&points.id);
        }
        for plan in config.plans.iter() {
            ids.plans.push(&plan.id);
        }
        for ladder in config.ladders.iter() {
            ids.ladders.push(&ladder.id);
            for tier in ladder.tiers.0.iter() {
                ids.tiers.push(&tier.id);
            }
        }
        ids
    }
}

impl Compiler<'_> {
    /// Notes an id that something before it has, and remembers it.
    pub(super) fn unique<'i>(
        &mut self,
        before: &mut Vec<&'i str>,
        id: &'i str,
        kind: &'static str,
        place: &Place<'_>,
    ) {
        if before.contains(&id) {
            self.reader
                .note(place.field("id").problem(Code::DuplicateId).text("kind", kind).text("value", id));
        }
        before.push(id);
    }

    /// Whether the text has something of this id that could not be read; then what names it is not wrong. Rules are looked for in
    /// the currency `within`.
    fn unread(&self, kind: &str, within: Option<&str>, id: &str) -> bool {
        let (outer, inner) = match kind {
            "scope" => ("scopes", None),
            "metric" => ("metrics", None),
            "segment" => ("segments", None),
            "points" => ("points", None),
            "rule" => ("points", Some("earn")),
            "ladder" => ("ladders", None),
            "coupon" => ("coupons", None),
            "plan" => ("plans", None),
            "group" => ("checkout", Some("groups")),
            "step" => ("checkout", Some("steps")),
            _ => ("ladders", Some("tiers")),
        };
        let named = |item: &Json<'_>| item.field("id").and_then(Json::text) == Some(id);
        if outer == "checkout" {
            let list = self.json.field(outer).and_then(|checkout| checkout.field(inner.unwrap_or_default()));
            return list.map(Json::items).unwrap_or_default().iter().any(named);
        }
        let items = self.json.field(outer).map(Json::items).unwrap_or_default();
        let Some(inner) = inner else { return items.iter().any(named) };
        items
            .iter()
            .filter(|item| within.is_none() || item.field("id").and_then(Json::text) == within)
            .flat_map(|item| item.field(inner).map(Json::items).unwrap_or_default())
            .any(|item| {
                named(item) || item.field("rules").is_some_and(|rules| rules.items().iter().any(named))
            })
    }

    /// The place of an id among those known of a kind, within something of that id.
    pub(super) fn known(
        &mut self,
        (kind, within): (&'static str, Option<&str>),
        known: &[&str],
        id: &str,
        place: &Place<'_>,
    ) -> Option<usize> {
        let found = known.iter().position(|known| *known == id);
        if found.is_none() && !self.unread(kind, within, id) {
            self.reader.note(place.unknown(kind, id, known));
        }
        found
    }

    /// The place of an id among those known of a kind; the first when none is named.
    fn known_or_first(
        &mut self,
        kind: &'static str,
        known: &[&str],
        id: Option<&str>,
        place: &Place<'_>,
    ) -> Option<usize> {
        match id {
            None if !known.is_empty() => Some(0),
            _ => self.known((kind, None), known, id.unwrap_or_default(), place),
        }
    }

    /// The place of a metric.
    pub(super) fn metric_id(&mut self, id: &str, place: &Place<'_>) -> Option<usize> {
        let ids = self.ids;
        self.known(("metric", None), &ids.metrics, id, place)
    }

    /// The unit of a metric; any number where it cannot be known.
    pub(super) fn measure(&self, metric: usize) -> Measure {
        let metrics = &self.config.metrics;
        let mut metric = metrics.get(metric);
        // An average has the unit of what is shared out, which is none itself.
        if let Some(config::Metric::Average(average)) = metric {
            metric = metrics.iter().find(|metric| *metric.id() == average.of);
        }
        match metric {
            Some(config::Metric::Sum(sum)) => match sum.of {
                config::SumOf::Paid => Measure::Money,
                config::SumOf::Points => self.points_measure(sum.currency.as_deref()),
                config::SumOf::Quantity => Measure::Quantity,
                config::SumOf::Value => Measure::Value,
            },
            Some(config::Metric::Count(_)) => Measure::Count,
            Some(config::Metric::Since(_) | config::Metric::Tenure(_)) => Measure::Days,
            Some(config::Metric::Distinct(distinct)) => match distinct.of {
                config::DistinctOf::Orders => Measure::Count,
                config::DistinctOf::Days => Measure::Days,
                config::DistinctOf::Months => Measure::Months,
                config::DistinctOf::Categories => Measure::Categories,
                config::DistinctOf::Subjects => Measure::Subjects,
            },
            Some(config::Metric::Streak(streak)) => match streak.of {
                Some(config::StreakOf::Months) => Measure::Months,
                Some(config::StreakOf::Days) | None => Measure::Days,
            },
            Some(config::Metric::Ratio(_)) => Measure::PerMille,
            Some(config::Metric::Balance(balance)) => self.points_measure(balance.currency.as_deref()),
            Some(config::Metric::Score(_)) => Measure::Score,
            Some(config::Metric::Ledger(_) | config::Metric::Accrual(_)) => Measure::Growth,
            Some(config::Metric::Average(_)) | None => Measure::Decimal,
        }
    }

    /// The unit of points of a currency.
    pub(super) fn points_measure(&self, currency: Option<&str>) -> Measure {
        Measure::Points(self.reader.decimals_of(currency))
    }

    /// The place of a scope, when one is named.
    #[expect(
        clippy::option_option,
        reason = "the outer is whether it could be read, the inner whether it was written"
    )]
    pub(super) fn maybe_scope(&mut self, id: Option<&str>, place: &Place<'_>) -> Option<Option<usize>> {
        let ids = self.ids;
        let Some(id) = id else { return Some(None) };
        self.known(("scope", None), &ids.scopes, id, place).map(Some)
    }

    /// The place of a point currency; the first when none is named.
    pub(super) fn currency(&mut self, id: Option<&str>, place: &Place<'_>) -> Option<usize> {
        let ids = self.ids;
        self.known_or_first("points", &ids.points, id, place)
    }

    /// The place of a ladder; the first when none is named.
    pub(super) fn ladder(&mut self, id: Option<&str>, place: &Place<'_>) -> Option<usize> {
        let ids = self.ids;
        self.known_or_first("ladder", &ids.ladders, id, place)
    }

    /// The ladder and place of a tier.
    pub(super) fn tier_id(&mut self, id: &str, place: &Place<'_>) -> Option<(usize, usize)> {
        let ids = self.ids;
        let mut tier = self.known(("tier", None), &ids.tiers, id, place)?;
        let mut ladder = 0_usize;
        loop {
            let count = self.tiers_of(ladder)?;
            if tier < count {
                return Some((ladder, tier));
            }
            tier = tier.saturating_sub(count);
            ladder = ladder.saturating_add(1);
        }
    }

    /// How many tiers a ladder has.
    pub(super) fn tiers_of(&self, ladder: usize) -> Option<usize> {
        Some(self.config.ladders.get(ladder)?.tiers.0.iter().len())
    }

    /// The place of acts for which a condition asks.
    pub(super) fn acts(&mut self, acts: &Acts) -> usize {
        self.acts.iter().position(|known| known == acts).unwrap_or_else(|| {
            self.acts.push(acts.clone());
            self.acts.len().saturating_sub(1)
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
            Self::Distinct(metric) => &metric.id,
            Self::Streak(metric) => &metric.id,
            Self::Ratio(metric) => &metric.id,
            Self::Average(metric) => &metric.id,
            Self::Balance(metric) => &metric.id,
            Self::Score(metric) => &metric.id,
            Self::Ledger(metric) => &metric.id,
            Self::Accrual(metric) => &metric.id,
        }
    }
}
