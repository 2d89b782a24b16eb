//! From what was written to what it means, collecting every problem.

use core::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

use super::Program;
use super::points::Limit;
use super::scope::Scope;
use crate::config::{self, RoundAt, RoundingMode};
use crate::json::Json;
use crate::ledger::Source;
use crate::problem::{Code, Problem, Problems};
use crate::shape::{Id, Place, Reader, Shape, tree};
use crate::unit::{Currency, Rounding, sorted_places};

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
        return Err(root
            .problem(Code::TooLarge)
            .number("max", number(MAX_BYTES))
            .number("value", number(text.len()))
            .into());
    }
    let json = tree(text, &root)?;
    if let Some(format) = json.field("format").and_then(Json::whole).filter(|format| *format != FORMAT) {
        let problem = root.field("format").problem(Code::FormatVersion).number("value", format);
        return Err(problem.number("expected", FORMAT).into());
    }
    let mut reader = Reader::default();
    reader.currency = json.field("currency").and_then(Json::text).and_then(Currency::named);
    let Some(config) = config::Program::read(&mut reader, &json, &root) else {
        return Err(in_order(&reader.into_problems()));
    };
    let currency = reader.currency.unwrap_or(Currency::UNKNOWN);
    let mut compiler =
        Compiler { reader, json: &json, config: &config, currency, limits: Vec::new(), firsts: Vec::new() };
    let program = compiler.program(fingerprint(text));
    compiler.reader.finish(program).map_err(|problems| in_order(&problems.problems))
}

/// Every field of the format, in the order in which an object's fields are looked at.
const FIELDS: &[&str] = &[
    "format",
    "kind",
    "id",
    "version",
    "names",
    "of",
    "currency",
    "timeZone",
    "rounding",
    "scopes",
    "metrics",
    "money",
    "times",
    "points",
    "amount",
    "at",
    "per",
    "ladders",
    "include",
    "exclude",
    "skus",
    "categories",
    "brands",
    "tags",
    "on",
    "when",
    "channel",
    "store",
    "payment",
    "scope",
    "paid",
    "value",
    "window",
    "ladder",
    "worth",
    "earn",
    "perAmount",
    "fixed",
    "multiply",
    "by",
    "group",
    "limits",
    "pending",
    "expiry",
    "negative",
    "tiers",
    "enter",
    "validFor",
    "keep",
    "otherwise",
    "period",
    "after",
    "from",
    "endOf",
    "through",
    "all",
    "any",
    "not",
    "metric",
    "tier",
    "tenure",
    "birthday",
    "event",
    "first",
    "activity",
    "last",
    "atLeast",
    "moreThan",
    "upTo",
    "lessThan",
    "between",
    "daysBefore",
    "daysAfter",
];

/// Problems in the order of the format: of each object first itself, then fields that it does not have, then its fields.
fn in_order(problems: &[Problem]) -> Problems {
    let rank = |step: &str| {
        let field = FIELDS.iter().position(|field| *field == step);
        field.map_or_else(|| step.parse().unwrap_or(0), |field| field.saturating_add(1))
    };
    let ranks = |problem: &Problem| {
        let steps = problem.path.split(['.', '[', ']']).filter(|step| !step.is_empty());
        let mut ranks: Vec<usize> = steps.map(rank).collect();
        if let (Code::UnknownField, Some(last)) = (problem.code, ranks.last_mut()) {
            *last = 0;
        }
        ranks
    };
    let ranks: Vec<_> = problems.iter().map(ranks).collect();
    let places = sorted_places(problems.len(), &|a, b| ranks.get(a).cmp(&ranks.get(b)));
    Problems { problems: places.into_iter().filter_map(|place| problems.get(place).cloned()).collect() }
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
    pub(super) json: &'a Json<'a>,
    pub(super) limits: Vec<Limit>,
    pub(super) firsts: Vec<Source>,
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
        let sound: Vec<_> =
            metrics.into_iter().map(|(index, metric)| Some((index, metric?))).collect::<Option<_>>()?;
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
