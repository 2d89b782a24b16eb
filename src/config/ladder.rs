//! Ladders of tiers, as people write them.

use super::Condition;
use crate::json::Json;
use crate::shape::{Id, Names, Place, Reader, Shape, Some1, record, words};
use crate::unit::Period;

record! {
    /// A ladder of tiers.
    pub struct Ladder {
        /// The ladder's id.
        id: Id = "id",
        /// Its name in each locale.
        names: Names = "names",
        /// Its tiers, the lowest first.
        tiers: Some1<Tier> = "tiers",
    }
    later ["evaluate", "follow", "onRefund"]
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
    }
    later ["deduct", "onEnter", "onRenew", "starts", "plus", "invite"]
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
            .map(|period| Self::For(Validity { period, end_of: None, through: None }))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [{ "const": "always" }, Period::schema(schema), Validity::schema(schema)] })
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
