//! What the rules of earning mean: rates on a base, and multipliers of them.

use super::Scheduled;
use super::compile::{Compiler, keep};
use super::condition::{Condition, Spot};
use super::plan::plans_in;
use crate::config;
use crate::ledger::Source;
use crate::problem::Code;
use crate::shape::{Id, Place};

/// How points are earned.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id.
    pub id: Id,
    /// The events that earn.
    pub source: Source,
    /// The coupon, by its place, which the order must name; as often as it does, so often the rule gives.
    pub coupon: Option<usize>,
    /// Only when this holds.
    pub when: Option<Condition>,
    /// The plans for which that asks.
    pub plans: Vec<usize>,
    /// Only for products of this scope.
    pub scope: Option<usize>,
    /// What it gives.
    pub grant: Grant,
    /// Whether no later rule gives anything where this one fires.
    pub stop: bool,
    /// The group of rules of which only the first that fires gives.
    pub choice: Option<usize>,
    /// Its limits, by their places among the program's.
    pub limits: Vec<usize>,
}

/// What a rule gives.
#[derive(Clone, Debug)]
pub enum Grant {
    /// Points by a rate on a base.
    Rate {
        /// What the rate is on.
        base: Base,
        /// Whether only full amounts of the whole order count.
        step: bool,
        /// The rate.
        rate: Rate,
        /// Other rates; the first that holds takes its place.
        bands: Vec<(Condition, Rate)>,
    },
    /// More of what other rules gave.
    Multiply(Multiplier),
}

/// So many points for so much of a base.
#[derive(Clone, Copy, Debug)]
pub struct Rate {
    /// So many points
    pub points: i128,
    /// for so much, in the base's own units; not zero.
    pub amount: i128,
}

/// What a rate is on.
#[derive(Clone, Copy, Debug)]
pub enum Base {
    /// The event: one.
    Event,
    /// A day of a streak, by its place among the program's: its points.
    Streak(usize),
    /// Units bought.
    Units {
        /// Those for which nothing was paid too.
        free: bool,
    },
    /// What was paid for goods, in minor units.
    Paid {
        /// And for shipping.
        shipping: bool,
        /// And what points used took off.
        before_points: bool,
    },
}

/// More of what other rules gave.
#[derive(Clone, Debug)]
pub struct Multiplier {
    /// The factor, in ten-thousandths.
    pub by: i64,
    /// The rules of the same currency that it acts on.
    pub of: Vec<usize>,
    /// The group of which only the highest counts.
    pub group: usize,
    /// Whether it multiplies what the other groups give together; else it adds to it.
    pub product: bool,
}

/// The groups that rules of one currency name.
#[derive(Default)]
struct Groups {
    multipliers: Vec<Id>,
    choices: usize,
}

impl Compiler<'_> {
    /// The rules of the currency at a place, those of groups among them.
    pub(super) fn earning(
        &mut self,
        currency: usize,
        all: &config::PointsRules,
        (field, place): (&str, &Place<'_>),
    ) -> Option<(Vec<Rule>, Vec<Scheduled>)> {
        let earn_place = place.field(field);
        let mut groups = Groups::default();
        let (mut seen, mut earn, mut scheduled) = (Vec::new(), Vec::new(), Vec::new());
        let mut sound = true;
        for (index, earning) in all.earn.placed() {
            let at = earn_place.index(index);
            let (of, group) = match earning {
                config::Earning::Rule(rule) => {
                    self.unique(&mut seen, &rule.id, "rule", &at);
                    if let Some(schedule) = &rule.schedule {
                        sound &= keep(&mut scheduled, self.scheduled(rule, schedule, &at));
                        continue;
                    }
                    sound &= keep(&mut earn, self.rule(currency, (all, place), rule, &mut groups, &at));
                    continue;
                }
                config::Earning::Group(group) => (at.field("rules"), group),
            };
            for (index, rule) in group.rules.0.placed() {
                let at = of.index(index);
                self.unique(&mut seen, &rule.id, "rule", &at);
                let rule = self.rule(currency, (all, place), rule, &mut groups, &at);
                let choice = Some(groups.choices);
                sound &= keep(&mut earn, rule.map(|rule| Rule { choice, ..rule }));
            }
            groups.choices = groups.choices.saturating_add(1);
        }
        sound.then_some((earn, scheduled))
    }

    fn rule(
        &mut self,
        currency: usize,
        all: (&config::PointsRules, &Place<'_>),
        rule: &config::EarnRule,
        groups: &mut Groups,
        place: &Place<'_>,
    ) -> Option<Rule> {
        if rule.schedule.is_some() {
            self.reader.not_allowed(&place.field("schedule"), "schedule");
        }
        let when = self.optional(rule.when.as_ref(), &place.field("when"), Spot::Event);
        let scope = self.maybe_scope(rule.scope.as_deref(), &place.field("scope"));
        let grant = self.grant(all, rule, groups, place);
        if rule.include_free == Some(true) && rule.each.is_none() {
            self.reader.not_allowed(&place.field("includeFree"), "includeFree");
        }
        let limits = self.limits(currency, Some(rule), &rule.limits, place);
        let (Some(when), Some(scope), Some(grant), Some(limits)) = (when, scope, grant, limits) else {
            return None;
        };
        let stop = rule.stop == Some(true);
        Some(Rule {
            id: rule.id.clone(),
            source: rule.on.clone()?,
            coupon: None,
            plans: plans_in(when.as_ref()),
            when,
            scope,
            grant,
            stop,
            choice: None,
            limits,
        })
    }

    fn grant(
        &mut self,
        all: (&config::PointsRules, &Place<'_>),
        rule: &config::EarnRule,
        groups: &mut Groups,
        place: &Place<'_>,
    ) -> Option<Grant> {
        let days = &rule.streak;
        let given = (&rule.per_amount, &rule.percent_value, rule.each, rule.fixed, &rule.multiply, days);
        let (base, step, rate) = match given {
            (Some(per), None, None, None, None, None) => {
                let at = place.field("perAmount");
                self.only_orders(rule, "perAmount", place);
                if per.amount.get() == 0 {
                    self.zero_amount(&at.field("amount"));
                }
                let base = self.paid(per.base.as_ref(), rule, &at);
                (base, per.step == Some(true), rate(per.points.get(), per.amount.get()))
            }
            (None, Some(part), None, None, None, None) => {
                self.only_orders(rule, "percentValue", place);
                let base = self.paid(part.base.as_ref(), rule, &place.field("percentValue"));
                (base, false, self.percent(part.percent.0, all)?)
            }
            (None, None, Some(points), None, None, None) => {
                self.only_orders(rule, "each", place);
                (Base::Units { free: rule.include_free == Some(true) }, false, rate(points.get(), 1))
            }
            (None, None, None, Some(points), None, None) => {
                self.unscoped(rule, place);
                (Base::Event, false, rate(points.get(), 1))
            }
            (None, None, None, None, None, Some(streak)) => {
                self.plain(rule, place);
                self.unscoped(rule, place);
                (Base::Streak(self.streak(rule, streak, place)?), false, rate(1, 1))
            }
            (None, None, None, None, Some(multiply), None) => {
                self.plain(rule, place);
                return self.multiplier(all.0, (rule, multiply), groups, place).map(Grant::Multiply);
            }
            _ => {
                self.exactly_one(
                    &["perAmount", "percentValue", "each", "fixed", "streak", "multiply"],
                    place,
                );
                return None;
            }
        };
        let mut bands = Vec::new();
        let mut sound = true;
        for (index, band) in rule.bands.placed() {
            let list = place.field("bands");
            sound &= keep(&mut bands, self.band(all, rule, band, &list.index(index)));
        }
        sound.then_some(Grant::Rate { base, step, rate, bands })
    }

    /// What counts as paid. Shipping is in no scope, and what points took off is known by what the first currency is worth.
    fn paid(&mut self, base: Option<&config::PaidBase>, rule: &config::EarnRule, place: &Place<'_>) -> Base {
        let shipping = base.is_some_and(|base| base.shipping == Some(true));
        let before_points = base.is_some_and(|base| base.before_points == Some(true));
        if shipping && rule.scope.is_some() {
            let base = place.field("base");
            self.reader.not_allowed(&base.field("shipping"), "shipping");
        }
        if before_points && self.config.points.get(0).is_some_and(|first| first.worth.is_none()) {
            let points = Place::ROOT;
            let points = points.field("points");
            self.missing(&points.index(0), "worth");
        }
        Base::Paid { shipping, before_points }
    }

    /// Notes a field without which something else means nothing, once.
    pub(super) fn missing(&mut self, place: &Place<'_>, field: &'static str) {
        let at = place.field(field);
        if !self.reader.is_wrong_within(&at) {
            self.reader.note(at.problem(Code::Missing).text("field", field));
        }
    }

    /// The rate that pays so many ten-thousandths of a per cent of an amount in points.
    fn percent(&mut self, percent: i64, all: (&config::PointsRules, &Place<'_>)) -> Option<Rate> {
        let Some(worth) = &all.0.worth else {
            self.missing(all.1, "worth");
            return None;
        };
        let points = i128::from(percent).saturating_mul(i128::from(worth.points.get()));
        Some(Rate { points, amount: i128::from(worth.amount.get().max(1)).saturating_mul(WHOLE) })
    }

    /// Another rate, of the kind that the rule has.
    fn band(
        &mut self,
        all: (&config::PointsRules, &Place<'_>),
        rule: &config::EarnRule,
        band: &config::Band,
        place: &Place<'_>,
    ) -> Option<(Condition, Rate)> {
        let when = self.condition(&band.when, &place.field("when"), Spot::Event);
        let takes = if rule.percent_value.is_some() { "percent" } else { "points" };
        for (given, field, fits) in [
            (band.points.is_some(), "points", takes == "points"),
            (band.amount.is_some(), "amount", rule.per_amount.is_some()),
            (band.percent.is_some(), "percent", takes == "percent"),
        ] {
            if given && !fits {
                self.reader.not_allowed(&place.field(field), field);
            }
            if !given && fits && field != "amount" {
                self.missing(place, field);
                return None;
            }
        }
        if band.amount.is_some_and(|amount| amount.get() == 0) {
            self.zero_amount(&place.field("amount"));
        }
        let own = rule.per_amount.as_ref().map_or(1, |per| per.amount.get());
        let rate = match band.percent {
            Some(percent) => self.percent(percent.0, all)?,
            None => rate(band.points?.get(), band.amount.map_or(own, crate::unit::Amount::get)),
        };
        Some((when?, rate))
    }

    /// Notes that not exactly one of several fields stands, unless something else is wrong there.
    pub(super) fn exactly_one(&mut self, fields: &[&str], place: &Place<'_>) {
        if !self.reader.is_wrong_within(place) {
            self.reader.note(place.problem(Code::ExactlyOne).list("expected", fields));
        }
    }

    /// Notes a scope where no goods count.
    fn unscoped(&mut self, rule: &config::EarnRule, place: &Place<'_>) {
        if rule.scope.is_some() {
            self.reader.not_allowed(&place.field("scope"), "scope");
        }
    }

    /// Notes bands where there is no rate.
    fn plain(&mut self, rule: &config::EarnRule, place: &Place<'_>) {
        if !rule.bands.is_empty() {
            self.reader.not_allowed(&place.field("bands"), "bands");
        }
    }

    fn only_orders(&mut self, rule: &config::EarnRule, field: &'static str, place: &Place<'_>) {
        if rule.on.as_ref().is_some_and(|on| *on != Source::Order) {
            self.reader.not_allowed(&place.field(field), field);
        }
    }

    fn multiplier(
        &mut self,
        all: &config::PointsRules,
        (rule, multiply): (&config::EarnRule, &config::Multiply),
        groups: &mut Groups,
        place: &Place<'_>,
    ) -> Option<Multiplier> {
        if multiply.of.is_none() || rule.scope.is_some() {
            self.only_orders(rule, "multiply", place);
        }
        let of = self.multiplied(all, multiply, &place.field("multiply").field("of"))?;
        let group = multiply.group.clone().unwrap_or_else(|| (String::from("\u{0}") + &*rule.id).into());
        let known = groups.multipliers.iter().position(|known| *known == group);
        let group = known.unwrap_or_else(|| {
            groups.multipliers.push(group);
            groups.multipliers.len().saturating_sub(1)
        });
        let product = multiply.combine == Some(config::Combine::Product);
        Some(Multiplier { by: multiply.by.0, of, group, product })
    }

    /// The rules that a multiplier acts on.
    fn multiplied(
        &mut self,
        all: &config::PointsRules,
        multiply: &config::Multiply,
        place: &Place<'_>,
    ) -> Option<Vec<usize>> {
        let (mut of, mut known, mut places) = (Vec::new(), Vec::new(), Vec::new());
        let mut place_of_rule = 0_usize;
        for rule in all.rules() {
            known.push(&*rule.id);
            places.push(Some(place_of_rule).filter(|_| rule.multiply.is_none() && rule.schedule.is_none()));
            if multiply.of.is_none() && (rule.per_amount.is_some() || rule.percent_value.is_some()) {
                of.push(place_of_rule);
            }
            // What a schedule gives is no rule of an event.
            place_of_rule = place_of_rule.saturating_add(usize::from(rule.schedule.is_none()));
        }
        let Some(ids) = &multiply.of else { return Some(of) };
        for (nth, id) in ids.0.placed() {
            let at = place.index(nth);
            let index = self.known(("rule", Some(&all.id)), &known, id, &at)?;
            match places.get(index).copied().flatten() {
                Some(place) => of.push(place),
                None => self.reader.not_allowed(&at, id),
            }
        }
        Some(of)
    }
}

/// A hundred per cent, in ten-thousandths of a per cent.
pub(super) const WHOLE: i128 = 1_000_000;

fn rate(points: i64, amount: i64) -> Rate {
    Rate { points: i128::from(points), amount: i128::from(amount.max(1)) }
}
