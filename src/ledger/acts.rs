//! Which of the things that a member does a condition speaks of.

use super::What;
use crate::json::Json;
use crate::shape::{Blank, Id, Place, Reader, Shape};

use super::source::ActivityOf;

/// Things that a member does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acts {
    /// Whatever the member does: orders, activities, and points spent. What the shop does, goods that come back, and coupons, which
    /// are used on orders, are none.
    Any,
    /// Orders.
    Order,
    /// Activities of whatever kind.
    Activity,
    /// Activities of this kind.
    OfKind(Id),
}

const WORDS: [&str; 3] = ["order", "activity", "event"];

impl Acts {
    /// Whether an event is one of them.
    #[must_use]
    pub fn hold(&self, what: &What) -> bool {
        match what {
            What::Order(_) => self.holds_orders(),
            What::Activity { kind, .. } => self.holds_kind(kind),
            What::Redeem { .. } | What::Reward { .. } => *self == Self::Any,
            What::Refund { .. }
            | What::AdjustPoints { .. }
            | What::AdjustMetric { .. }
            | What::Opening { .. }
            | What::TierSet { .. }
            | What::Give { .. }
            | What::Receive { .. }
            | What::Confirm { .. }
            | What::Release { .. }
            | What::Revoke { .. }
            | What::Plan { .. }
            | What::UseBenefit { .. }
            | What::Issue(_)
            | What::UseCoupon(_)
            | What::ReturnCoupon { .. }
            | What::Profile(_) => false,
        }
    }

    /// Whether orders are among them.
    #[must_use]
    pub fn holds_orders(&self) -> bool {
        matches!(self, Self::Any | Self::Order)
    }

    /// Whether activities of a kind are among them.
    #[must_use]
    pub fn holds_kind(&self, kind: &str) -> bool {
        match self {
            Self::Any | Self::Activity => true,
            Self::OfKind(of) => **of == *kind,
            Self::Order => false,
        }
    }

    /// The word, or the kind of activities.
    #[must_use]
    pub fn name(&self) -> (&str, Option<&str>) {
        match self {
            Self::Order => ("order", None),
            Self::Activity => ("activity", None),
            Self::Any => ("event", None),
            Self::OfKind(kind) => ("activity", Some(kind)),
        }
    }
}

impl Blank for Acts {
    fn blank() -> Self {
        Self::Any
    }
}

impl Shape for Acts {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return ActivityOf::read(reader, json, place).map(|of| Self::OfKind(of.activity));
        }
        reader.word(json, place, &WORDS).map(|word| match word {
            0 => Self::Order,
            1 => Self::Activity,
            _ => Self::Any,
        })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [{ "enum": WORDS }, ActivityOf::schema(schema)] })
    }
}
