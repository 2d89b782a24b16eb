//! From what was written to what it means, collecting every problem.

use core::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

use super::points::Limit;
use super::scope::Scope;
use super::{Measure, Program};
use crate::config::{self, RoundAt, RoundingMode};
use crate::json::{Json, shortened};
use crate::ledger::Source;
use crate::problem::{Code, Problem, Problems};
use crate::shape::{Id, Place, Reader, Shape, tree};
use crate::unit::{Currency, Rounding};

/// The most bytes a program may have.
const MAX_BYTES: usize = 1 << 20;
/// The version of the format's meaning.
const FORMAT: i64 = 1;

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
    if let Some(format) = json.field("format").and_then(Json::whole).filter(|format| *format != FORMAT) {
        let problem = root.field("format").problem(Code::FormatVersion).number("value", format);
        return Err(problem.number("expected", FORMAT).into());
    }
    let mut reader = Reader::default();
    reader.currency = json.field("currency").and_then(Json::text).and_then(Currency::named);
    let Some(config) = config::Program::read(&mut reader, &json, &root) else { return Err(in_order(reader.into_problems())) };
    let currency = reader.currency.unwrap_or(Currency::UNKNOWN);
    let mut compiler = Compiler { reader, json: &json, config: &config, currency, limits: Vec::new(), firsts: Vec::new() };
    let program = compiler.program(fingerprint(text));
    compiler.reader.finish(program).map_err(|problems| in_order(problems.problems))
}

/// Every field of the format, in the order in which an object's fields are looked at.
const FIELDS: &[&str] = &[
    "format", "kind", "id", "version", "names", "of", "currency", "timeZone", "rounding", "scopes", "metrics", "money", "times",
    "points", "amount", "at", "per", "ladders", "include", "exclude", "skus", "categories", "brands", "tags", "on", "when", "channel",
    "store", "payment", "scope", "paid", "value", "window", "ladder", "worth", "earn", "perAmount", "fixed", "multiply", "by", "group",
    "limits", "pending", "expiry", "negative", "tiers", "enter", "validFor", "keep", "otherwise", "period", "after", "from", "endOf",
    "through", "all", "any", "not", "metric", "tier", "tenure", "birthday", "event", "first", "activity", "last", "atLeast", "moreThan",
    "upTo", "lessThan", "between", "daysBefore", "daysAfter",
];

/// Problems in the order of the format: of each object first itself, then fields that it does not have, then its fields.
fn in_order(mut problems: Vec<Problem>) -> Problems {
    let rank = |step: &str| {
        let field = FIELDS.iter().position(|field| *field == step);
        field.map_or_else(|| step.parse().unwrap_or(0), |field| field.saturating_add(1))
    };
    problems.sort_by_cached_key(|problem| {
        let steps = problem.path.split(['.', '[', ']']).filter(|step| !step.is_empty());
        let mut ranks: Vec<usize> = steps.map(rank).collect();
        if let (Code::UnknownField, Some(last)) = (problem.code, ranks.last_mut()) {
            *last = 0;
        }
        ranks
    });
    Problems { problems }
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
    pub(super) currency: Currency,
    json: &'a Json<'a>,
    pub(super) limits: Vec<Limit>,
    firsts: Vec<Source>,
}

impl Compiler<'_> {
    fn program(&mut self, fingerprint: u128) -> Option<Program> {
        let root = Place::ROOT;
        let config = self.config;
        let scopes_place = root.field("scopes");
        let mut scopes = Vec::new();
        for (index, scope) in config.scopes.placed() {
            self.unique(scopes.iter(), &scope.id, "scope", &scopes_place.index(index));
            scopes.push(scope.id.clone());
        }
        let metrics = self.metrics(&root.field("metrics"));
        let points = self.currencies(&root.field("points"));
        let ladders = self.ladders(&root.field("ladders"));
        let rounding = config.rounding.as_ref();
        let mode = |mode: Option<RoundingMode>, otherwise| mode.map_or(otherwise, Rounding::from);
        Some(Program {
            id: config.id.0.clone()?,
            version: config.version.0.clone()?,
            names: config.names.clone(),
            currency: config.currency.0?,
            zone: config.time_zone.0.clone()?,
            money: mode(rounding.and_then(|rounding| rounding.money), Rounding::HalfUp),
            points_rounding: mode(rounding.and_then(|rounding| rounding.points), Rounding::Down),
            round_at: rounding.and_then(|rounding| rounding.at).unwrap_or(RoundAt::Rule),
            scopes: config.scopes.iter().map(Scope::new).collect(),
            metrics: metrics?,
            points: points?,
            limits: core::mem::take(&mut self.limits),
            ladders: ladders?,
            firsts: core::mem::take(&mut self.firsts),
            fingerprint,
        })
    }

    fn metrics(&mut self, place: &Place<'_>) -> Option<Vec<super::Metric>> {
        let config = self.config;
        let mut metrics = Vec::new();
        for (nth, (index, metric)) in config.metrics.placed().enumerate() {
            let at = place.index(index);
            self.unique(config.metrics.iter().take(nth).map(config::Metric::id), metric.id(), "metric", &at);
            metrics.push((index, self.metric(metric, &at)));
        }
        let sound: Vec<_> = metrics.into_iter().map(|(index, metric)| Some((index, metric?))).collect::<Option<_>>()?;
        self.acyclic(&sound, place);
        Some(sound.into_iter().map(|(_, metric)| metric).collect())
    }

    fn currencies(&mut self, place: &Place<'_>) -> Option<Vec<super::PointsRules>> {
        let config = self.config;
        let mut points = Vec::new();
        for (nth, (index, rules)) in config.points.placed().enumerate() {
            let at = place.index(index);
            self.unique(config.points.iter().take(nth).map(|rules| &rules.id), &rules.id, "points", &at);
            points.push(self.points(nth, rules, &at));
        }
        points.into_iter().collect()
    }

    fn ladders(&mut self, place: &Place<'_>) -> Option<Vec<super::Ladder>> {
        let config = self.config;
        let mut tiers: Vec<&Id> = Vec::new();
        let mut ladders = Vec::new();
        for (nth, (index, ladder)) in config.ladders.placed().enumerate() {
            let at = place.index(index);
            self.unique(config.ladders.iter().take(nth).map(|ladder| &ladder.id), &ladder.id, "ladder", &at);
            for (index, tier) in ladder.tiers.0.placed() {
                self.unique(tiers.iter().copied(), &tier.id, "tier", &at.field("tiers").index(index));
                tiers.push(&tier.id);
            }
            ladders.push(self.ladder_of(ladder, &at));
        }
        ladders.into_iter().collect()
    }

    /// Notes an id that something before it has.
    pub(super) fn unique<'i>(&mut self, mut before: impl Iterator<Item = &'i Id>, id: &Id, kind: &'static str, place: &Place<'_>) {
        if before.any(|known| known == id) {
            self.reader.note(place.field("id").problem(Code::DuplicateId).text("kind", kind).text("value", &**id));
        }
    }

    /// Whether the text has something of this id that could not be read; then what names it is not wrong.
    fn unread(&self, kind: &str, id: &str) -> bool {
        let of = |json: &Json<'_>| json.field("id").and_then(Json::text) == Some(id);
        let list = |key: &str| self.json.field(key).map_or(&[] as &[Json<'_>], Json::items);
        let within = |outer: &str, inner: &str| list(outer).iter().filter_map(|item| item.field(inner)).flat_map(Json::items).any(of);
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
    pub(super) fn unknown<'i>(&mut self, kind: &'static str, id: &str, known: impl Iterator<Item = &'i str>, place: &Place<'_>) {
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

#[cfg(test)]
mod tests {
    use super::FIELDS;

    #[test]
    fn every_field_has_its_place() {
        let schema = crate::api::program_schema();
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            for field in definition["properties"].as_object().into_iter().flatten().map(|(field, _)| field) {
                assert!(FIELDS.contains(&field.as_str()), "{name}.{field}");
            }
        }
    }
}
