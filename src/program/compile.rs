//! From what was written to what it means, collecting every problem.

use core::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

use super::points::Limit;
use super::scope::Scope;
use super::{Measure, Program};
use crate::config::{self, RoundAt, RoundingMode};
use crate::json::{Json, shortened};
use crate::ledger::Source;
use crate::problem::{Code, Problems};
use crate::shape::{Id, Place, Reader, Shape, tree};
use crate::unit::{Currency, Rounding};

/// The most bytes a program may have.
const MAX_BYTES: usize = 1 << 20;

/// A program from its JSON text.
///
/// # Errors
/// Every problem of it, in the order of the format.
pub fn compile(text: &str) -> Result<Program, Problems> {
    let root = Place::ROOT;
    if text.len() > MAX_BYTES {
        let number = |bytes: usize| i64::try_from(bytes).unwrap_or(i64::MAX);
        return Err(root.problem(Code::TooLarge).number("max", number(MAX_BYTES)).number("value", number(text.len())).into());
    }
    let json = tree(text, &root)?;
    let mut reader = Reader::default();
    reader.currency = currency(&json);
    let config = config::Program::read(&mut reader, &json, &root);
    let config = reader.finish(config)?;
    if config.format != 1 {
        let problem = root.field("format").problem(Code::FormatVersion).number("value", config.format);
        return Err(problem.number("expected", 1).into());
    }
    let mut compiler = Compiler { reader: Reader::default(), config: &config, limits: Vec::new(), firsts: Vec::new() };
    let program = compiler.program(fingerprint(text));
    compiler.reader.finish(program)
}

/// The currency, which must be known before amounts can be read.
fn currency(json: &Json<'_>) -> Option<Currency> {
    let Json::Object(fields) = json else { return None };
    fields.iter().find_map(|(key, value)| match value {
        Json::Text(code) if key == "currency" => Currency::named(code),
        _ => None,
    })
}

/// A hash of 128 bits, the same on every platform.
#[must_use]
pub(crate) fn fingerprint(text: &str) -> u128 {
    let mut hasher = SipHasher13::new();
    hasher.write(text.as_bytes());
    hasher.finish128().as_u128()
}

/// What compiling needs at hand.
pub(super) struct Compiler<'a> {
    pub(super) reader: Reader,
    pub(super) config: &'a config::Program,
    pub(super) limits: Vec<Limit>,
    firsts: Vec<Source>,
}

impl Compiler<'_> {
    fn program(&mut self, fingerprint: u128) -> Option<Program> {
        let root = Place::ROOT;
        let config = self.config;
        self.unique(config.scopes.iter().map(|scope| &scope.id), "scope", &root.field("scopes"));
        let metrics = self.metrics(&root.field("metrics"));
        let points_place = root.field("points");
        self.unique(config.points.iter().map(|points| &points.id), "points", &points_place);
        let mut points = Vec::new();
        for (index, rules) in config.points.iter().enumerate() {
            points.push(self.points(index, rules, &points_place.index(index)));
        }
        let ladders = self.ladders(&root.field("ladders"));
        let rounding = config.rounding.as_ref();
        let mode = |mode: Option<RoundingMode>, otherwise| mode.map_or(otherwise, Rounding::from);
        Some(Program {
            id: config.id.clone(),
            version: config.version.clone(),
            names: config.names.clone(),
            currency: config.currency,
            zone: config.time_zone.clone(),
            money: mode(rounding.and_then(|rounding| rounding.money), Rounding::HalfUp),
            points_rounding: mode(rounding.and_then(|rounding| rounding.points), Rounding::Down),
            round_at: rounding.and_then(|rounding| rounding.at).unwrap_or(RoundAt::Rule),
            scopes: config.scopes.iter().map(Scope::new).collect(),
            metrics: metrics?,
            points: points.into_iter().collect::<Option<_>>()?,
            limits: core::mem::take(&mut self.limits),
            ladders: ladders?,
            firsts: core::mem::take(&mut self.firsts),
            fingerprint,
        })
    }

    fn metrics(&mut self, place: &Place<'_>) -> Option<Vec<super::Metric>> {
        let config = self.config;
        self.unique(config.metrics.iter().map(config::Metric::id), "metric", place);
        let mut metrics = Vec::new();
        for (index, metric) in config.metrics.iter().enumerate() {
            metrics.push(self.metric(metric, &place.index(index)));
        }
        let metrics: Vec<_> = metrics.into_iter().collect::<Option<_>>()?;
        self.acyclic(&metrics, place);
        Some(metrics)
    }

    fn ladders(&mut self, place: &Place<'_>) -> Option<Vec<super::Ladder>> {
        let config = self.config;
        self.unique(config.ladders.iter().map(|ladder| &ladder.id), "ladder", place);
        let mut seen: Vec<&Id> = Vec::new();
        let mut ladders = Vec::new();
        for (index, ladder) in config.ladders.iter().enumerate() {
            let at = place.index(index);
            for (nth, tier) in ladder.tiers.0.iter().enumerate() {
                if seen.contains(&&tier.id) {
                    self.duplicate("tier", &tier.id, &at.field("tiers").index(nth));
                }
                seen.push(&tier.id);
            }
            ladders.push(self.ladder_of(ladder, &at));
        }
        ladders.into_iter().collect()
    }

    /// Notes every id that something before it has.
    pub(super) fn unique<'i>(&mut self, ids: impl Iterator<Item = &'i Id>, kind: &'static str, place: &Place<'_>) {
        let mut seen: Vec<&Id> = Vec::new();
        for (index, id) in ids.enumerate() {
            if seen.contains(&id) {
                self.duplicate(kind, id, &place.index(index));
            }
            seen.push(id);
        }
    }

    fn duplicate(&mut self, kind: &'static str, id: &str, place: &Place<'_>) {
        self.reader.note(place.field("id").problem(Code::DuplicateId).text("kind", kind).text("value", id));
    }

    /// Notes an id that nothing has.
    pub(super) fn unknown<'i>(&mut self, kind: &'static str, id: &str, known: impl Iterator<Item = &'i str>, place: &Place<'_>) {
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
    #[expect(clippy::option_option, reason = "the outer is whether it could be read, the inner whether it was written")]
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
            self.unknown("points", id.unwrap_or_default(), config.points.iter().map(|points| &*points.id), place);
        }
        found
    }

    /// The place of a ladder; the first when none is named.
    pub(super) fn ladder(&mut self, id: Option<&str>, place: &Place<'_>) -> Option<usize> {
        let config = self.config;
        let found = config.ladders.iter().position(|ladder| id.is_none_or(|id| *ladder.id == *id));
        if found.is_none() {
            self.unknown("ladder", id.unwrap_or_default(), config.ladders.iter().map(|ladder| &*ladder.id), place);
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
            let known = config.ladders.iter().flat_map(|ladder| &ladder.tiers.0).map(|tier| &*tier.id);
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

impl From<RoundingMode> for Rounding {
    fn from(mode: RoundingMode) -> Self {
        match mode {
            RoundingMode::Down => Self::Down,
            RoundingMode::Up => Self::Up,
            RoundingMode::HalfUp => Self::HalfUp,
            RoundingMode::HalfEven => Self::HalfEven,
            RoundingMode::HalfDown => Self::HalfDown,
        }
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
