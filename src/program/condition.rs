//! Conditions: a closed set, references resolved, bounds in whole units.

use super::compile::{Compiler, keep};
use super::event::{CartMarks, Mark, Marks};
use super::measure::Measure;
use super::person::AttributeIs;
use super::plan::PlanIs;
use super::timing::Timing;
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
    /// The event at hand is the first of such acts.
    First(usize),
    /// What the event at hand says is one of these.
    Said(Mark, Vec<Id>),
    /// An attribute of the member.
    Attribute(Box<AttributeIs>),
    /// One of the member's tags is one of these.
    Tag(Vec<Id>),
    /// How long ago the latest of such acts was; at least one bound.
    InactiveFor(usize, Vec<(Edge, Period)>),
    /// The time.
    Time(Box<Timing>),
    /// A segment of the member.
    Segment(usize),
    /// A plan that runs.
    Plan(Box<PlanIs>),
    /// The cart at hand.
    Cart(Box<CartMarks>),
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

/// Where a condition stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// With an event at hand.
    Event,
    /// With a cart at hand, as the order that it would be.
    Cart,
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
    pub(super) fn condition(
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
                let of = &tenure.tenure;
                let given = [&of.at_least, &of.more_than, &of.up_to, &of.less_than];
                let bounds = self.periods(given, of.between.as_deref(), &place.field("tenure"));
                bounds.map(Condition::Tenure)
            }
            config::Condition::Birthday(birthday) => {
                self.birthday(&birthday.birthday, &place.field("birthday"))
            }
            config::Condition::Event(event) => {
                if spot == Spot::Cart {
                    self.reader.not_allowed(&place.field("event"), "event");
                    return None;
                }
                self.here(spot, "event", place)?;
                self.marks(&event.event, &place.field("event")).map(|marks| Condition::Event(Box::new(marks)))
            }
            config::Condition::First(first) => {
                self.here(spot, "first", place)?;
                Some(Condition::First(self.acts(&first.first)))
            }
            config::Condition::Channel(of) => self.said(Mark::Channel, &of.channel, place, spot),
            config::Condition::Store(of) => self.said(Mark::Store, &of.store, place, spot),
            config::Condition::Payment(of) => self.said(Mark::Payment, &of.payment, place, spot),
            config::Condition::ShippingMethod(of) => {
                self.said(Mark::ShippingMethod, &of.shipping_method, place, spot)
            }
            config::Condition::Cart(cart) => {
                let at = place.field("cart");
                if spot != Spot::Cart {
                    self.reader.not_allowed(&at, "cart");
                    return None;
                }
                self.cart_marks(&cart.cart, &at).map(|marks| Condition::Cart(Box::new(marks)))
            }
            config::Condition::Time(time) => self.time(&time.time, &place.field("time")),
            config::Condition::Segment(of) => {
                self.segment_named = true;
                let ids = self.ids;
                let segment =
                    self.known(("segment", None), &ids.segments, &of.segment, &place.field("segment"));
                segment.map(Condition::Segment)
            }
            config::Condition::Plan(is) => self.plan_is(is, place),
            config::Condition::Attribute(attribute) => self.attribute(attribute, place),
            config::Condition::Tag(tag) => Some(Condition::Tag(tag.tag.0.clone())),
            config::Condition::InactiveFor(inactive) => {
                self.inactive_for(&inactive.inactive_for, &place.field("inactiveFor"))
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
    pub(super) fn here(&mut self, spot: Spot, key: &'static str, place: &Place<'_>) -> Option<()> {
        if spot != Spot::Member {
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

    pub(super) fn no_bounds(&mut self, place: &Place<'_>) {
        if !self.reader.is_wrong_within(place) {
            self.reader.note(place.field("atLeast").problem(Code::Missing).text("field", "atLeast"));
        }
    }

    /// Bounds in a unit, in the order of the format.
    pub(super) fn bounds(
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
            let [low, high] = self.two(between, &at)?;
            let ends = (self.number(low, measure, &at.index(0)), self.number(high, measure, &at.index(1)));
            let (Some(from), Some(to)) = ends else { return None };
            if from > to {
                self.out_of_order(&low.0, &high.0, &at);
                return None;
            }
            bounds.push(Bound { edge: Edge::AtLeast, value: from });
            bounds.push(Bound { edge: Edge::UpTo, value: to });
        }
        Some(bounds)
    }

    /// The two ends of a range.
    pub(super) fn two<'v, T>(&mut self, between: &'v [T], place: &Place<'_>) -> Option<[&'v T; 2]> {
        if let [low, high] = between {
            return Some([low, high]);
        }
        if !self.reader.is_wrong_within(place) {
            let problem = place.problem(Code::OutOfRange).number("value", length(between));
            self.reader.note(problem.number("min", 2).number("max", 2));
        }
        None
    }

    /// Notes that the first of two bounds, or of two in a row, is not the smaller one.
    pub(super) fn out_of_order(&mut self, low: &str, high: &str, place: &Place<'_>) {
        let value = String::from(low) + ", " + high;
        self.reader.note(place.problem(Code::BoundsOutOfOrder).text("value", value));
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
}
