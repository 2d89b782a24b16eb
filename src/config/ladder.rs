//! Ladders of tiers, as people write them.

use super::Condition;
use crate::json::Json;
use crate::shape::{Blank, Id, List, Names, Number, Place, Reader, Shape, Some1, record, words};
use crate::unit::{Period, Points};

record! {
    /// A ladder of tiers.
    pub struct Ladder {
        /// The ladder's id.
        id: Id = "id",
        /// Its name in each locale.
        names: Names = "names",
        /// Its tiers, the lowest first.
        tiers: Some1<Tier> = "tiers",
        /// When upgrades are looked at; at every event unless said.
        evaluate: Option<Evaluate> = "evaluate",
        /// Whether tiers follow their conditions at once, up and down, without periods.
        follow: Option<Follow> = "follow",
        /// What a refund does to a tier that was reached; it is kept unless said.
        on_refund: Option<OnRefund> = "onRefund",
    }
}

record! {
    /// A tier.
    pub struct Tier {
        /// The tier's id, unique among all ladders.
        id: Id = "id",
        /// Its name in each locale.
        names: Names = "names",
        /// What brings a member here; without it the first tier is everybody's, and no other is reached.
        enter: Option<Condition> = "enter",
        /// How long it lasts; always unless said.
        valid_for: Option<ValidFor> = "validFor",
        /// What keeps it, checked at the end of the period's last day.
        keep: Option<Condition> = "keep",
        /// What follows when it is not kept; one tier down unless said.
        otherwise: Option<Otherwise> = "otherwise",
        /// Whether only a `tierSet` brings a member here.
        invite: Option<bool> = "invite",
        /// When a tier that was reached begins; now unless said.
        starts: Option<Starts> = "starts",
        /// By how much a metric falls at the end of each period, before it is looked at.
        deduct: Option<Deduct> = "deduct",
        /// What happens when a member comes up to it, or is given it.
        on_enter: Option<Gift> = "onEnter",
        /// What happens when its period ends and it goes on.
        on_renew: Option<Gift> = "onRenew",
    }
}

record! {
    /// By how much a metric falls.
    pub struct Deduct {
        /// The metric: a sum or count over all days.
        metric: Id = "metric",
        /// So much, but never below nothing: an amount for a metric of money, else a whole number.
        by: Number = "by",
    }
}

record! {
    /// What a tier brings with it.
    pub struct Gift {
        /// Points, with the dates of their currency.
        points: List<GiftPoints> = "points",
        /// Metrics that start anew: what they counted so far counts no more.
        reset: List<Id> = "reset",
        /// Coupons that are issued; one that is named twice is issued twice.
        coupons: List<Id> = "coupons",
    }
}

record! {
    /// Points that a tier brings with it.
    pub struct GiftPoints {
        /// How many.
        points: Points = "points",
        /// Their currency; the first unless said.
        currency: Option<Id> = "currency",
    }
}

/// How long a tier lasts.
#[derive(Clone, Debug)]
pub enum ValidFor {
    /// Without end.
    Always,
    /// A period from the local date on which it was reached.
    For(Validity),
}

record! {
    /// A period from a local date on.
    pub struct Validity {
        /// Its length, in months and days.
        period: Period = "period",
        /// The last day moves to the end of this unit.
        end_of: Option<Unit> = "endOf",
        /// Whether the day after the period is the last day.
        through: Option<bool> = "through",
        /// So much longer after the unit's end.
        plus: Option<Period> = "plus",
    }
}

impl Shape for ValidFor {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return Validity::read(reader, json, place).map(Self::For);
        }
        if *json == Json::Text("always".into()) {
            return Some(Self::Always);
        }
        Period::read(reader, json, place)
            .map(|period| Self::For(Validity { period, end_of: None, through: None, plus: None }))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [{ "const": "always" }, Period::schema(schema), Validity::schema(schema)] })
    }
}

words! {
    /// How tiers follow their conditions.
    pub enum Follow {
        /// To the highest tier whose `enter` holds, up and down.
        Both = "both",
        /// Up to the highest, down by one at each look.
        OneDown = "oneDown",
    }
}

words! {
    /// What a refund does to a tier that was reached.
    pub enum OnRefund {
        /// It is kept until its period ends.
        Keep = "keep",
        /// It is taken back where what is left would not have reached it.
        Reevaluate = "reevaluate",
    }
}

/// When upgrades are looked at.
#[derive(Clone, Debug)]
pub enum Evaluate {
    /// By a word.
    Word(EvaluateWord),
    /// On a day of each month.
    On(OnDay),
}

impl Shape for Evaluate {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return OnDay::read(reader, json, place).map(Self::On);
        }
        EvaluateWord::read(reader, json, place).map(Self::Word)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [EvaluateWord::schema(schema), OnDay::schema(schema)] })
    }
}

words! {
    /// When upgrades are looked at, by a word.
    pub enum EvaluateWord {
        /// At every event, and when a date alone brings one.
        Event = "event",
        /// When each local day begins.
        Daily = "daily",
    }
}

record! {
    /// A day of each month.
    pub struct OnDay {
        /// When this day begins; the last day of a month that does not have it.
        day_of_month: DayOfMonth = "dayOfMonth",
    }
}

/// A day of a month, 1 to 31.
#[derive(Clone, Copy, Debug)]
pub struct DayOfMonth(pub i32);

impl Blank for DayOfMonth {
    fn blank() -> Self {
        Self(1)
    }
}

impl Shape for DayOfMonth {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        reader.whole(json, place, 1, 31).and_then(|day| i32::try_from(day).ok()).map(Self)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(_: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "type": "integer", "minimum": 1, "maximum": 31 })
    }
}

words! {
    /// A unit of the calendar.
    pub enum Unit {
        /// A calendar month.
        Month = "month",
        /// A calendar quarter.
        Quarter = "quarter",
        /// Half a calendar year.
        HalfYear = "halfYear",
        /// A calendar year.
        Year = "year",
    }
}

words! {
    /// What follows when a tier is not kept.
    pub enum Otherwise {
        /// The tier below.
        OneDown = "oneDown",
        /// The highest tier, up to the present one, whose `enter` holds.
        Relevel = "relevel",
        /// The lowest tier.
        Base = "base",
    }
}

words! {
    /// When a tier that was reached begins.
    pub enum Starts {
        /// At once.
        Now = "now",
        /// When the present period is over; where there is none, with the next unit of the tier's own `endOf`; else at once.
        NextPeriod = "nextPeriod",
    }
}
