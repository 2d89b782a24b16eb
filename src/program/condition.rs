//! Conditions: a closed set, references resolved, bounds in whole units.

use super::compile::{Compiler, keep};
use super::metric::Measure;
use super::window::length;
use crate::config;
use crate::problem::Code;
use crate::shape::{Id, List, Number, Place};
use crate::unit::Period;

/// A condition.
#[derive(Clone, Debug)]
pub enum Condition {
    /// All of these.
    All(Vec<Self>),
    /// At least one of these.
    Any(Vec<Self>),
    /// The opposite.
    Not(Box<Self>),
    /// A metric within bounds.
    Metric {
        /// The metric.
        metric: usize,
        /// Its bounds; at least one.
        bounds: Vec<Bound>,
    },
    /// The member's tier.
    Tier {
        /// The ladder.
        ladder: usize,
        /// The tiers, ascending.
        tiers: Vec<usize>,
    },
    /// How long the member has been one; at least one bound.
    Tenure(Vec<(Edge, Period)>),
    /// The member's birthday.
    Birthday(Birthday),
    /// The event being processed.
    Event(Box<Marks>),
    /// No earlier event of a type, by its place among the program's.
    First(usize),
}

/// Where a bound lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// ≥
    AtLeast,
    /// >
    MoreThan,
    /// ≤
    UpTo,
    /// <
    LessThan,
}

impl Edge {
    /// The word for it in a view.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AtLeast => "atLeast",
            Self::MoreThan => "moreThan",
            Self::UpTo => "upTo",
            Self::LessThan => "lessThan",
        }
    }

    /// Whether a value lies within it.
    #[must_use]
    pub fn holds<T: Ord>(self, value: &T, bound: &T) -> bool {
        match self {
            Self::AtLeast => value >= bound,
            Self::MoreThan => value > bound,
            Self::UpTo => value <= bound,
            Self::LessThan => value < bound,
        }
    }
}

/// A bound of a number, in the unit of what it bounds.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// Where it lies.
    pub edge: Edge,
    /// At which value.
    pub value: i64,
}

/// When it counts as the birthday.
#[derive(Clone, Copy, Debug)]
pub enum Birthday {
    /// Its calendar month.
    Month,
    /// The day, and so many days before and after it.
    Around {
        /// Days before it.
        before: i32,
        /// Days after it.
        after: i32,
    },
}

/// Marks of an event; every one given must hold.
#[derive(Clone, Debug)]
pub struct Marks {
    /// Kinds of an activity.
    pub kind: Option<Vec<Id>>,
    /// Channels of an order.
    pub channel: Option<Vec<Id>>,
    /// Stores of an order.
    pub store: Option<Vec<Id>>,
    /// Payments of an order.
    pub payment: Option<Vec<Id>>,
    /// The scope to which `paid` looks.
    pub scope: Option<usize>,
    /// What was paid for goods.
    pub paid: Vec<Bound>,
    /// The value of an activity.
    pub value: Vec<Bound>,
}

/// Where a condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// With an event at hand.
    Event,
    /// About the member alone.
    Member,
}

impl Compiler<'_> {
    /// A condition that may be absent.
    #[expect(
        clippy::option_option,
        reason = "the outer is whether it could be read, the inner whether it was written"
    )]
    pub(super) fn optional(
        &mut self,
        condition: Option<&config::Condition>,
        place: &Place<'_>,
        spot: Spot,
    ) -> Option<Option<Condition>> {
        match condition {
            Some(condition) => self.condition(condition, place, spot).map(Some),
            None => Some(None),
        }
    }

    /// The condition at a place.
    fn condition(
        &mut self,
        condition: &config::Condition,
        place: &Place<'_>,
        spot: Spot,
    ) -> Option<Condition> {
        match condition {
            config::Condition::All(all) => {
                self.conditions(&all.all.0, &place.field("all"), spot).map(Condition::All)
            }
            config::Condition::Any(any) => {
                self.conditions(&any.any.0, &place.field("any"), spot).map(Condition::Any)
            }
            config::Condition::Not(not) => {
                self.condition(&not.not, &place.field("not"), spot).map(|not| Condition::Not(Box::new(not)))
            }
            config::Condition::Metric(metric) => self.metric_is(metric, place),
            config::Condition::Tier(tier) => self.tier_is(&tier.tier, &place.field("tier")),
            config::Condition::Tenure(tenure) => {
                self.tenure(&tenure.tenure, &place.field("tenure")).map(Condition::Tenure)
            }
            config::Condition::Birthday(birthday) => {
                self.birthday(&birthday.birthday, &place.field("birthday"))
            }
            config::Condition::Event(event) => {
                self.here(spot, "event", place)?;
                self.marks(&event.event, &place.field("event")).map(|marks| Condition::Event(Box::new(marks)))
            }
            config::Condition::First(first) => {
                self.here(spot, "first", place)?;
                Some(Condition::First(self.first(&first.first)))
            }
        }
    }

    fn conditions(
        &mut self,
        list: &List<config::Condition>,
        place: &Place<'_>,
        spot: Spot,
    ) -> Option<Vec<Condition>> {
        let mut compiled = Vec::new();
        let mut sound = true;
        for (index, condition) in list.placed() {
            sound &= keep(&mut compiled, self.condition(condition, &place.index(index), spot));
        }
        sound.then_some(compiled)
    }

    /// Notes a condition that needs an event where there is none.
    fn here(&mut self, spot: Spot, key: &'static str, place: &Place<'_>) -> Option<()> {
        if spot == Spot::Event {
            return Some(());
        }
        self.reader.not_allowed(&place.field(key), key);
        None
    }

    fn metric_is(&mut self, is: &config::MetricIs, place: &Place<'_>) -> Option<Condition> {
        let metric = self.metric_id(&is.metric, &place.field("metric"))?;
        let measure = self.measure(metric);
        let given = [&is.at_least, &is.more_than, &is.up_to, &is.less_than].map(Option::as_ref);
        let bounds = self.bounds(given, is.between.as_deref(), measure, place)?;
        if bounds.is_empty() {
            self.no_bounds(place);
            return None;
        }
        Some(Condition::Metric { metric, bounds })
    }

    fn no_bounds(&mut self, place: &Place<'_>) {
        if !self.reader.is_wrong_within(place) {
            self.reader.note(place.field("atLeast").problem(Code::Missing).text("field", "atLeast"));
        }
    }

    /// Bounds in a unit, in the order of the format.
    fn bounds(
        &mut self,
        given: [Option<&Number>; 4],
        between: Option<&[Number]>,
        measure: Measure,
        place: &Place<'_>,
    ) -> Option<Vec<Bound>> {
        let edges = [Edge::AtLeast, Edge::MoreThan, Edge::UpTo, Edge::LessThan];
        let mut bounds = Vec::new();
        for (edge, number) in edges.into_iter().zip(given) {
            if let Some(number) = number {
                let value = self.number(number, measure, &place.field(edge.as_str()))?;
                bounds.push(Bound { edge, value });
            }
        }
        if let Some(between) = between {
            let at = place.field("between");
            let [low, high] = between else {
                if self.reader.is_wrong_within(&at) {
                    return None;
                }
                let problem = at.problem(Code::OutOfRange).number("value", length(between));
                self.reader.note(problem.number("min", 2).number("max", 2));
                return None;
            };
            let ends = (self.number(low, measure, &at.index(0)), self.number(high, measure, &at.index(1)));
            let (Some(from), Some(to)) = ends else { return None };
            if from > to {
                self.reader.note(
                    at.problem(Code::BoundsOutOfOrder).text("value", [&*low.0, ", ", &high.0].concat()),
                );
                return None;
            }
            bounds.push(Bound { edge: Edge::AtLeast, value: from });
            bounds.push(Bound { edge: Edge::UpTo, value: to });
        }
        Some(bounds)
    }

    fn tier_is(&mut self, tiers: &config::Tiers, place: &Place<'_>) -> Option<Condition> {
        match tiers {
            config::Tiers::AtLeast(id) => {
                let (ladder, least) = self.tier_id(id, &place.field("atLeast"))?;
                Some(Condition::Tier { ladder, tiers: (least..self.tiers_of(ladder)?).collect() })
            }
            config::Tiers::OneOf(ids) => {
                let mut found = Vec::new();
                let mut sound = true;
                for (index, id) in ids.iter().enumerate() {
                    sound &= keep(&mut found, self.tier_id(id, &place.index(index)));
                }
                let ladder = found.first().filter(|_| sound)?.0;
                if let Some(other) = found.iter().position(|(of, _)| *of != ladder) {
                    let at = place.index(other);
                    self.reader.not_allowed(&at, ids.get(other).map_or("", |id| id));
                    return None;
                }
                let tiers = (0..self.tiers_of(ladder)?)
                    .filter(|tier| found.iter().any(|(_, of)| of == tier))
                    .collect();
                Some(Condition::Tier { ladder, tiers })
            }
        }
    }

    fn tenure(&mut self, bounds: &config::PeriodBounds, place: &Place<'_>) -> Option<Vec<(Edge, Period)>> {
        let mut compiled = Vec::new();
        for (edge, period) in [
            (Edge::AtLeast, &bounds.at_least),
            (Edge::MoreThan, &bounds.more_than),
            (Edge::UpTo, &bounds.up_to),
            (Edge::LessThan, &bounds.less_than),
        ] {
            if let Some(period) = period {
                compiled.push((edge, self.civil(period, &place.field(edge.as_str()))?));
            }
        }
        if compiled.is_empty() {
            self.no_bounds(place);
            return None;
        }
        Some(compiled)
    }

    fn birthday(&mut self, birthday: &config::Birthday, place: &Place<'_>) -> Option<Condition> {
        let around = match birthday {
            config::Birthday::Word(config::BirthdayWord::Month) => {
                return Some(Condition::Birthday(Birthday::Month));
            }
            config::Birthday::Word(config::BirthdayWord::Day) => (0, 0),
            config::Birthday::Around(around) => (around.days_before, around.days_after),
        };
        let mut days = |value: i64, field: &'static str| {
            let days = i32::try_from(value).ok().filter(|days| (0..=180).contains(days));
            if days.is_none() {
                let problem = place.field(field).problem(Code::OutOfRange).number("value", value);
                self.reader.note(problem.number("min", 0).number("max", 180));
            }
            days
        };
        let (before, after) = (days(around.0, "daysBefore"), days(around.1, "daysAfter"));
        Some(Condition::Birthday(Birthday::Around { before: before?, after: after? }))
    }

    fn marks(&mut self, marks: &config::EventMarks, place: &Place<'_>) -> Option<Marks> {
        let words = |words: &Option<config::Words>| words.as_ref().map(|words| words.0.clone());
        let scope = self.maybe_scope(marks.scope.as_deref(), &place.field("scope"));
        let mut bounds = |bounds: &Option<config::Bounds>, measure: Measure, field: &'static str| {
            let at = place.field(field);
            let Some(bounds) = bounds else { return Some(Vec::new()) };
            let given =
                [&bounds.at_least, &bounds.more_than, &bounds.up_to, &bounds.less_than].map(Option::as_ref);
            let compiled = self.bounds(given, bounds.between.as_deref(), measure, &at)?;
            if compiled.is_empty() {
                self.no_bounds(&at);
                return None;
            }
            Some(compiled)
        };
        let paid = bounds(&marks.paid, Measure::Money, "paid");
        let value = bounds(&marks.value, Measure::Value, "value");
        Some(Marks {
            kind: words(&marks.kind),
            channel: words(&marks.channel),
            store: words(&marks.store),
            payment: words(&marks.payment),
            scope: scope?,
            paid: paid?,
            value: value?,
        })
    }
}
