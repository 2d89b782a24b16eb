//! From what was written to what it means, collecting every problem.

use core::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher13};

use super::bonus::add_rules;
use super::fields::in_order;
use super::ladder::Ladder;
use super::leap::{LEAST, leap};
use super::lookup::Ids;
use super::measure::Measure;
use super::scope::{Marked, Scope};
use super::segment::in_order as in_order_of_names;
use super::{HostLimits, Limit, Program};
use crate::config::{self, RoundAt, RoundingMode};
use crate::json::Json;
use crate::ledger::Acts;
use crate::problem::{Code, Problems};
use crate::shape::{Place, Reader, Shape, tree};
use crate::unit::{Currency, Rounding};

/// The version of the format's meaning.
const FORMAT: i64 = 1;

/// A program from its JSON text, within limits.
///
/// # Errors
/// Every problem of it, in the order of the format.
pub fn compile(text: &str, within: &HostLimits) -> Result<Program, Problems> {
    let root = Place::ROOT;
    if text.len() > within.program_bytes {
        let number = |bytes: usize| i64::try_from(bytes).unwrap_or(i64::MAX);
        return Err(root
            .problem(Code::TooLarge)
            .number("max", number(within.program_bytes))
            .number("value", number(text.len()))
            .into());
    }
    let json = tree(text, &root, within.nesting)?;
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
    let mut compiler = Compiler {
        reader,
        json: &json,
        config: &config,
        ids: &Ids::of(&config),
        currency,
        limits: Vec::new(),
        ledgers: Vec::new(),
        redeem_limits: Vec::new(),
        streaks: Vec::new(),
        acts: Vec::new(),
        timed: false,
        segment_named: false,
        plans_asked: Vec::new(),
    };
    let mut program = compiler.program(fingerprint(text.as_bytes()), within);
    if let Some(program) = program.as_mut().filter(|_| compiler.reader.count() == 0) {
        program.leap = leap(program);
        if program.leap < LEAST {
            let problem = root.problem(Code::TooCostly).number("value", program.leap.into());
            compiler.reader.note(problem.number("min", LEAST.into()));
        }
    }
    compiler.reader.finish(program).map_err(|problems| in_order(&problems.problems))
}

/// A hash of 128 bits, the same on every platform.
#[must_use]
pub(crate) fn fingerprint(bytes: &[u8]) -> u128 {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    hasher.finish128().as_u128()
}

/// What compiling needs at hand.
pub(super) struct Compiler<'a> {
    pub(super) reader: Reader,
    pub(super) config: &'a config::Program,
    pub(super) ids: &'a Ids<'a>,
    pub(super) currency: Currency,
    pub(super) json: &'a Json<'a>,
    pub(super) limits: Vec<Limit>,
    pub(super) ledgers: Vec<super::Ledger>,
    pub(super) redeem_limits: Vec<super::RedeemLimit>,
    pub(super) streaks: Vec<super::Streak>,
    pub(super) acts: Vec<Acts>,
    pub(super) timed: bool,
    pub(super) segment_named: bool,
    pub(super) plans_asked: Vec<usize>,
}

impl Compiler<'_> {
    fn program(&mut self, fingerprint: u128, within: &HostLimits) -> Option<Program> {
        let root = Place::ROOT;
        let config = self.config;
        let scopes = self.scopes(&root.field("scopes"));
        let metrics = self.metrics(&root.field("metrics"));
        let segments = self.segments(&root.field("segments"));
        if let (Some(metrics), Some(segments)) = (&metrics, &segments)
            && self.acyclic(metrics, segments)
        {
            self.readable(metrics);
        }
        let mut points = self.currencies(&root.field("points"));
        let ladders = self.ladders(&root.field("ladders"));
        let plans = self.plans(&root.field("plans"));
        let rewards = self.rewards(points.as_deref(), &root.field("rewards"));
        let checkout = self.checkout(&root.field("checkout"));
        let coupons = self.coupons(&checkout, &root.field("coupons"));
        if let (Some(points), Some(coupons)) = (&mut points, &coupons) {
            add_rules(points, coupons);
        }
        let signals = self.signals(points.as_mut(), &root.field("signals"));
        let (Some(metrics), Some(segments), Some(points), Some(ladders)) =
            (metrics, segments, points, ladders)
        else {
            return None;
        };
        let (money, points_rounding) = self.rounding();
        Some(Program {
            id: config.id.0.clone()?,
            version: config.version.0.clone()?,
            names: config.names.clone(),
            currency: config.currency.0?,
            zone: config.time_zone.0.clone()?,
            money,
            points_rounding,
            round_at: config.rounding.as_ref().and_then(|rounding| rounding.at).unwrap_or(RoundAt::Rule),
            marked: Marked::of(&scopes),
            scopes,
            metrics,
            segment_order: in_order_of_names(&segments),
            segments,
            segment_named: self.segment_named,
            segment_enters: ladders.iter().any(Ladder::asks_for_segments),
            points,
            plans: plans?,
            plans_asked: core::mem::take(&mut self.plans_asked),
            ledgers: core::mem::take(&mut self.ledgers),
            limits: core::mem::take(&mut self.limits),
            ladders,
            rewards: rewards?,
            coupons: coupons?,
            checkout,
            signals: signals?,
            redeem_limits: core::mem::take(&mut self.redeem_limits),
            streaks: core::mem::take(&mut self.streaks),
            acts: core::mem::take(&mut self.acts),
            timed: self.timed,
            leap: 0,
            events: within.events,
            cart_lines: within.cart_lines,
            wallet: within.wallet,
            fingerprint,
        })
    }

    /// How money and how points are rounded.
    pub(super) fn rounding(&self) -> (Rounding, Rounding) {
        let mode = |mode: Option<RoundingMode>, otherwise| mode.map_or(otherwise, Rounding::from);
        let rounding = self.config.rounding.as_ref();
        (
            mode(rounding.and_then(|rounding| rounding.money), Rounding::HalfUp),
            mode(rounding.and_then(|rounding| rounding.points), Rounding::Down),
        )
    }

    fn scopes(&mut self, place: &Place<'_>) -> Vec<Scope> {
        let config = self.config;
        let (mut seen, mut scopes) = (Vec::new(), Vec::new());
        for (index, scope) in config.scopes.placed() {
            self.unique(&mut seen, &scope.id, "scope", &place.index(index));
            let at = place.index(index);
            let price = self.bounds_of(scope.price.as_ref(), Measure::Money, &at.field("price"));
            scopes.push(Scope::new(scope, price.unwrap_or_default()));
        }
        scopes
    }

    fn metrics(&mut self, place: &Place<'_>) -> Option<Vec<super::Metric>> {
        let config = self.config;
        let (mut seen, mut metrics) = (Vec::new(), Vec::new());
        let mut sound = true;
        for (index, metric) in config.metrics.placed() {
            let at = place.index(index);
            self.unique(&mut seen, metric.id(), "metric", &at);
            sound &= keep(&mut metrics, self.metric(metric, &at));
        }
        sound.then_some(metrics)
    }

    fn currencies(&mut self, place: &Place<'_>) -> Option<Vec<super::PointsRules>> {
        let config = self.config;
        let (mut seen, mut points) = (Vec::new(), Vec::new());
        let mut sound = true;
        for (nth, (index, rules)) in config.points.placed().enumerate() {
            let at = place.index(index);
            self.unique(&mut seen, &rules.id, "points", &at);
            sound &= keep(&mut points, self.points(nth, rules, ("earn", &at)));
        }
        sound.then_some(points)
    }

    fn ladders(&mut self, place: &Place<'_>) -> Option<Vec<Ladder>> {
        let config = self.config;
        let (mut seen, mut tiers, mut ladders) = (Vec::new(), Vec::new(), Vec::new());
        let mut sound = true;
        for (index, ladder) in config.ladders.placed() {
            let at = place.index(index);
            self.unique(&mut seen, &ladder.id, "ladder", &at);
            for (index, tier) in ladder.tiers.0.placed() {
                self.unique(&mut tiers, &tier.id, "tier", &at.field("tiers").index(index));
            }
            sound &= keep(&mut ladders, self.ladder_of(ladder, &at));
        }
        sound.then_some(ladders)
    }
}

/// Adds what could be compiled; whether it could.
pub(super) fn keep<T>(list: &mut Vec<T>, compiled: Option<T>) -> bool {
    let sound = compiled.is_some();
    list.extend(compiled);
    sound
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
