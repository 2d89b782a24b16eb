//! The one condition language, as people write it.

use super::{
    AttributeIs, CartIs, ChannelIs, EventIs, FirstOf, InactiveForIs, PaymentIs, PlanIs, SegmentIs,
    ShippingMethodIs, StoreIs, TagIs, TimeIs,
};
use crate::json::Json;
use crate::shape::{Blank, Id, Number, Place, Reader, Shape, Some1, keyed, record, words};
use crate::unit::Period;

keyed! {
    /// A condition, known by its one key.
    pub enum Condition {
        /// All of several.
        All(All) = "all",
        /// At least one of several.
        Any(Any) = "any",
        /// The opposite.
        Not(Not) = "not",
        /// A metric within bounds.
        Metric(MetricIs) = "metric",
        /// The member's tier.
        Tier(TierIs) = "tier",
        /// How long the member has been one.
        Tenure(TenureIs) = "tenure",
        /// The member's birthday.
        Birthday(BirthdayIs) = "birthday",
        /// The event being processed.
        Event(Box<EventIs>) = "event",
        /// No earlier event of the type.
        First(FirstOf) = "first",
        /// The channel of the order at hand.
        Channel(ChannelIs) = "channel",
        /// Its store.
        Store(StoreIs) = "store",
        /// Its payment.
        Payment(PaymentIs) = "payment",
        /// How it is delivered.
        ShippingMethod(ShippingMethodIs) = "shippingMethod",
        /// An attribute of the member.
        Attribute(AttributeIs) = "attribute",
        /// A tag of the member.
        Tag(TagIs) = "tag",
        /// How long the member did nothing.
        InactiveFor(InactiveForIs) = "inactiveFor",
        /// The time.
        Time(TimeIs) = "time",
        /// A segment of the member.
        Segment(SegmentIs) = "segment",
        /// A plan that runs.
        Plan(PlanIs) = "plan",
        /// The cart at hand.
        Cart(Box<CartIs>) = "cart",
    }
    later []
}

impl Blank for Condition {
    fn blank() -> Self {
        Self::All(All::blank())
    }
}

record! {
    /// All of several conditions.
    pub struct All {
        /// The conditions.
        all: Some1<Condition> = "all",
    }
}

record! {
    /// At least one of several conditions.
    pub struct Any {
        /// The conditions.
        any: Some1<Condition> = "any",
    }
}

record! {
    /// The opposite of a condition; what is absent meets no comparison, but its opposite.
    pub struct Not {
        /// The condition.
        not: Box<Condition> = "not",
    }
}

record! {
    /// A metric within bounds; every bound given holds. Amounts bound metrics of money, whole numbers all others.
    pub struct MetricIs {
        /// The metric.
        metric: Id = "metric",
        /// At least this.
        at_least: Option<Number> = "atLeast",
        /// More than this.
        more_than: Option<Number> = "moreThan",
        /// At most this.
        up_to: Option<Number> = "upTo",
        /// Less than this.
        less_than: Option<Number> = "lessThan",
        /// From the first to the second, both included.
        between: Option<Vec<Number>> = "between",
    }
}

record! {
    /// Bounds of a number; every bound given holds.
    pub struct Bounds {
        /// At least this.
        at_least: Option<Number> = "atLeast",
        /// More than this.
        more_than: Option<Number> = "moreThan",
        /// At most this.
        up_to: Option<Number> = "upTo",
        /// Less than this.
        less_than: Option<Number> = "lessThan",
        /// From the first to the second, both included.
        between: Option<Vec<Number>> = "between",
    }
}

record! {
    /// The member's tier.
    pub struct TierIs {
        /// A least tier of its ladder, or the tiers themselves.
        tier: Tiers = "tier",
    }
}

/// Tiers, by the least one or one by one.
#[derive(Clone, Debug)]
pub enum Tiers {
    /// This tier or a higher one of its ladder.
    AtLeast(Id),
    /// One of these.
    OneOf(Vec<Id>),
}

record! {
    /// A tier or a higher one.
    pub struct TierAtLeast {
        /// The least tier.
        at_least: Id = "atLeast",
    }
}

impl Blank for Tiers {
    fn blank() -> Self {
        Self::OneOf(Vec::new())
    }
}

impl Shape for Tiers {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return TierAtLeast::read(reader, json, place).map(|tier| Self::AtLeast(tier.at_least));
        }
        Some1::<Id>::read(reader, json, place).map(|tiers| Self::OneOf(tiers.0.iter().cloned().collect()))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [TierAtLeast::schema(schema), Some1::<Id>::schema(schema)] })
    }
}

record! {
    /// How long the member has been one, from the local date of joining.
    pub struct TenureIs {
        /// Bounds, as periods.
        tenure: PeriodBounds = "tenure",
    }
}

record! {
    /// Bounds of a stretch of time; every bound given holds.
    pub struct PeriodBounds {
        /// At least so long.
        at_least: Option<Period> = "atLeast",
        /// Longer than this.
        more_than: Option<Period> = "moreThan",
        /// At most so long.
        up_to: Option<Period> = "upTo",
        /// Shorter than this.
        less_than: Option<Period> = "lessThan",
        /// From the first to the second, both included.
        between: Option<Vec<Period>> = "between",
    }
}

record! {
    /// The member's birthday; 29 February counts as 28 February in common years.
    pub struct BirthdayIs {
        /// The day, the month, or days around it.
        birthday: Birthday = "birthday",
    }
}

/// When it counts as the birthday.
#[derive(Clone, Debug)]
pub enum Birthday {
    /// The day or its month.
    Word(BirthdayWord),
    /// Days around it.
    Around(DaysAround),
}

words! {
    /// The birthday's day or month.
    pub enum BirthdayWord {
        /// The day itself.
        Day = "day",
        /// Its calendar month.
        Month = "month",
    }
}

record! {
    /// Days around the birthday, which is one of them.
    pub struct DaysAround {
        /// How many days before it.
        days_before: i64 = "daysBefore",
        /// How many days after it.
        days_after: i64 = "daysAfter",
    }
}

impl Blank for Birthday {
    fn blank() -> Self {
        Self::Word(BirthdayWord::Day)
    }
}

impl Shape for Birthday {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return DaysAround::read(reader, json, place).map(Self::Around);
        }
        BirthdayWord::read(reader, json, place).map(Self::Word)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [BirthdayWord::schema(schema), DaysAround::schema(schema)] })
    }
}
