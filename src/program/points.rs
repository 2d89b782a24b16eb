//! Point currencies and how they are earned.

use super::Window;
use super::compile::{Compiler, keep};
use super::condition::{Condition, Spot};
use crate::config;
use crate::ledger::Source;
use crate::problem::Code;
use crate::shape::{Id, Names, Place};
use crate::unit::{Day, Instant, Period, Unit, Zone};

/// A point currency.
#[derive(Clone, Debug)]
pub struct PointsRules {
    /// Its id.
    pub id: Id,
    /// Its names.
    pub names: Names,
    /// So many points are worth so many minor units.
    pub worth: Option<(i64, i64)>,
    /// How points are earned, in this order.
    pub earn: Vec<Rule>,
    /// How long they wait before they can be used.
    pub pending: Option<Period>,
    /// When they lapse; `None` is never.
    pub expiry: Option<Expiry>,
    /// What happens to points owed.
    pub negative: config::Negative,
}

/// When points lapse.
#[derive(Clone, Debug)]
pub struct Expiry {
    /// After this period.
    pub after: Period,
    /// Counted from the day they were earned, not the day they become usable.
    pub from_earned: bool,
    /// The last day moves to the end of this unit.
    pub end_of: Option<Unit>,
    /// The day after the period is the last day.
    pub through: bool,
}

impl PointsRules {
    /// When points earned at an instant become usable.
    #[must_use]
    pub fn usable_at(&self, earned: Instant, zone: &Zone) -> Instant {
        self.pending.as_ref().map_or(earned, |pending| pending.end(earned, zone))
    }

    /// When points lapse, with their last day unless the period is counted in hours.
    #[must_use]
    pub fn expires(&self, earned: Instant, usable: Instant, zone: &Zone) -> Option<(Instant, Option<Day>)> {
        let expiry = self.expiry.as_ref()?;
        let from = if expiry.from_earned { earned } else { usable };
        if expiry.after.is_clock() {
            return Some((expiry.after.end(from, zone), None));
        }
        let last = last_day(zone.day(from), &expiry.after, 1, expiry.through, expiry.end_of);
        Some((zone.start_of(last.plus_days(1)), Some(last)))
    }
}

/// The last day of `times` periods from a day: the day before `D + times·P`, or with `through` that day itself, which makes each period a day longer, moved to the end of
/// its unit.
#[must_use]
pub fn last_day(from: Day, period: &Period, times: i32, through: bool, end_of: Option<Unit>) -> Day {
    let end = period.after(from, times);
    let last = end.plus_days(if through { times.saturating_sub(1) } else { -1 });
    end_of.map_or(last, |unit| last.end_of(unit))
}

/// How points are earned.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id.
    pub id: Id,
    /// The events that earn.
    pub source: Source,
    /// Only when this holds.
    pub when: Option<Condition>,
    /// Only for products of this scope.
    pub scope: Option<usize>,
    /// What it gives.
    pub grant: Grant,
    /// Its limits, by their places among the program's.
    pub limits: Vec<usize>,
}

/// What a rule gives.
#[derive(Clone, Debug)]
pub enum Grant {
    /// Points for money, in proportion.
    PerAmount {
        /// So many points
        points: i64,
        /// for each so many minor units.
        amount: i64,
    },
    /// So many points.
    Fixed(i64),
    /// More of what other rules gave.
    Multiply {
        /// The factor, in ten-thousandths.
        by: i64,
        /// The rules of the same currency that it acts on.
        of: Vec<usize>,
        /// The group of which only the highest counts.
        group: usize,
    },
}

/// How often, or how much, a rule gives at most.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The rule's currency.
    pub currency: usize,
    /// The rule's id.
    pub rule: Id,
    /// Of times or of points.
    pub of: LimitOf,
    /// At most so many.
    pub max: i64,
    /// In this window; `None` is one event.
    pub window: Option<Window>,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitOf {
    /// How often.
    Times,
    /// How many points.
    Points,
}

impl Compiler<'_> {
    /// The point currency at a place.
    pub(super) fn points(
        &mut self,
        index: usize,
        rules: &config::PointsRules,
        place: &Place<'_>,
    ) -> Option<PointsRules> {
        self.earning(index, rules, ("earn", place))
    }

    /// A point currency, whose rules stand in a field of the place.
    pub(super) fn earning(
        &mut self,
        index: usize,
        rules: &config::PointsRules,
        (field, place): (&str, &Place<'_>),
    ) -> Option<PointsRules> {
        if rules.worth.as_ref().is_some_and(|worth| worth.amount.get() == 0) {
            self.zero_amount(&place.field("worth").field("amount"));
        }
        let earn_place = place.field(field);
        let mut groups = Vec::new();
        let (mut seen, mut earn) = (Vec::new(), Vec::new());
        let mut sound = true;
        for (place, rule) in rules.earn.placed() {
            let at = earn_place.index(place);
            self.unique(&mut seen, &rule.id, "rule", &at);
            sound &= keep(&mut earn, self.rule(index, rules, rule, &mut groups, &at));
        }
        let expiry = rules.expiry.as_ref().map(|expiry| self.expiry(expiry, &place.field("expiry")));
        sound.then(|| PointsRules {
            id: rules.id.clone(),
            names: rules.names.clone(),
            worth: rules.worth.as_ref().map(|worth| (worth.points.get(), worth.amount.get())),
            earn,
            pending: rules.pending.clone(),
            expiry,
            negative: rules.negative.unwrap_or(config::Negative::Debt),
        })
    }

    pub(super) fn zero_amount(&mut self, place: &Place<'_>) {
        let currency = self.currency;
        let problem =
            place.problem(Code::OutOfRange).text("value", currency.text(0)).text("min", currency.text(1));
        self.reader.note(problem.text("max", currency.text(crate::unit::SAFE)));
    }

    fn expiry(&mut self, expiry: &config::Expiry, place: &Place<'_>) -> Expiry {
        if expiry.after.is_clock() {
            for (given, field) in
                [(expiry.end_of.is_some(), "endOf"), (expiry.through == Some(true), "through")]
            {
                if given {
                    self.reader.not_allowed(&place.field(field), field);
                }
            }
        }
        Expiry {
            after: expiry.after.clone(),
            from_earned: expiry.from == Some(config::ExpiryFrom::Earned),
            end_of: expiry.end_of.map(Unit::from),
            through: expiry.through == Some(true),
        }
    }

    fn rule(
        &mut self,
        currency: usize,
        all: &config::PointsRules,
        rule: &config::EarnRule,
        groups: &mut Vec<Id>,
        place: &Place<'_>,
    ) -> Option<Rule> {
        let when = self.optional(rule.when.as_ref(), &place.field("when"), Spot::Event);
        let scope = self.maybe_scope(rule.scope.as_deref(), &place.field("scope"));
        let grant = self.grant(all, rule, groups, place);
        let mut limits = Vec::new();
        let mut sound = true;
        for (index, limit) in rule.limits.placed() {
            let place = place.field("limits");
            sound &= keep(&mut limits, self.limit(currency, rule, limit, &place.index(index)));
        }
        let (Some(when), Some(scope), Some(grant), true) = (when, scope, grant, sound) else { return None };
        Some(Rule { id: rule.id.clone(), source: rule.on.clone(), when, scope, grant, limits })
    }

    fn grant(
        &mut self,
        all: &config::PointsRules,
        rule: &config::EarnRule,
        groups: &mut Vec<Id>,
        place: &Place<'_>,
    ) -> Option<Grant> {
        let grant = match (&rule.per_amount, rule.fixed, &rule.multiply) {
            (Some(per), None, None) => {
                self.only_orders(rule, "perAmount", place);
                if per.amount.get() == 0 {
                    self.zero_amount(&place.field("perAmount").field("amount"));
                }
                Grant::PerAmount { points: per.points.get(), amount: per.amount.get() }
            }
            (None, Some(points), None) => {
                if rule.scope.is_some() {
                    self.reader.not_allowed(&place.field("scope"), "scope");
                }
                Grant::Fixed(points.get())
            }
            (None, None, Some(multiply)) => {
                self.only_orders(rule, "multiply", place);
                let of = self.multiplied(all, multiply, &place.field("multiply").field("of"))?;
                let group = multiply.group.clone().unwrap_or_else(|| ["\u{0}", &rule.id].concat().into());
                let known = groups.iter().position(|known| *known == group);
                let group = known.unwrap_or_else(|| {
                    groups.push(group);
                    groups.len().saturating_sub(1)
                });
                Grant::Multiply { by: multiply.by.0, of, group }
            }
            _ => {
                self.exactly_one(&["perAmount", "fixed", "multiply"], place);
                return None;
            }
        };
        Some(grant)
    }

    /// Notes that not exactly one of several fields stands, unless something else is wrong there.
    pub(super) fn exactly_one(&mut self, fields: &[&str], place: &Place<'_>) {
        if !self.reader.is_wrong_within(place) {
            self.reader.note(place.problem(Code::ExactlyOne).list("expected", fields));
        }
    }

    fn only_orders(&mut self, rule: &config::EarnRule, field: &'static str, place: &Place<'_>) {
        if rule.on != Source::Order {
            self.reader.not_allowed(&place.field(field), field);
        }
    }

    /// The rules that a multiplier acts on.
    fn multiplied(
        &mut self,
        all: &config::PointsRules,
        multiply: &config::Multiply,
        place: &Place<'_>,
    ) -> Option<Vec<usize>> {
        let per_amount = |rule: &config::EarnRule| rule.per_amount.is_some();
        let (mut of, mut known) = (Vec::new(), Vec::new());
        for (index, rule) in all.earn.iter().enumerate() {
            if multiply.of.is_none() && per_amount(rule) {
                of.push(index);
            }
            known.push(&*rule.id);
        }
        let Some(ids) = &multiply.of else { return Some(of) };
        for (nth, id) in ids.0.placed() {
            let at = place.index(nth);
            let index = self.known(("rule", Some(&all.id)), &known, id, &at)?;
            if !all.earn.get(index).is_some_and(per_amount) {
                self.reader.not_allowed(&at, id);
            }
            of.push(index);
        }
        Some(of)
    }

    fn limit(
        &mut self,
        currency: usize,
        rule: &config::EarnRule,
        limit: &config::Limit,
        place: &Place<'_>,
    ) -> Option<usize> {
        let (of, max) = match (limit.times, limit.points) {
            (Some(times), None) => (LimitOf::Times, times.get()),
            (None, Some(points)) => (LimitOf::Points, points.get()),
            _ => {
                self.exactly_one(&["times", "points"], place);
                return None;
            }
        };
        let window = match &limit.per {
            config::LimitWindow::Event => None,
            config::LimitWindow::Day => Some(Window::Day),
            config::LimitWindow::Window(window) => Some(self.days(window, &place.field("per"))?),
        };
        self.limits.push(Limit { currency, rule: rule.id.clone(), of, max, window });
        Some(self.limits.len().saturating_sub(1))
    }
}
