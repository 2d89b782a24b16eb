//! Which events are watched for fraud, and what one granted beside points: the signals that it raised.

use super::source::ActivityOf;
use super::{Acts, What};
use crate::json::Json;
use crate::shape::{Blank, Id, Number, Place, Reader, Shape, record, words};
use crate::unit::{Instant, bytes, variant_bytes};

/// Events that a signal watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watched {
    /// What a member does.
    Acts(Acts),
    /// Goods or money that came back.
    Refund,
    /// Points redeemed.
    Redeem,
}

const WORDS: [&str; 5] = ["order", "activity", "event", "refund", "redeem"];

impl Watched {
    /// Whether an event is one of them.
    #[must_use]
    pub fn hold(&self, what: &What) -> bool {
        match self {
            Self::Acts(acts) => acts.hold(what),
            Self::Refund => matches!(what, What::Refund { .. }),
            Self::Redeem => matches!(what, What::Redeem { .. } | What::Reward { .. }),
        }
    }
}

impl Blank for Watched {
    fn blank() -> Self {
        Self::Refund
    }
}

impl Shape for Watched {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return ActivityOf::read(reader, json, place).map(|of| Self::Acts(Acts::OfKind(of.activity)));
        }
        reader.word(json, place, &WORDS).map(|word| match word {
            0 => Self::Acts(Acts::Order),
            1 => Self::Acts(Acts::Activity),
            2 => Self::Acts(Acts::Any),
            3 => Self::Refund,
            _ => Self::Redeem,
        })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [{ "enum": WORDS }, ActivityOf::schema(schema)] })
    }
}

words! {
    /// What a signal does.
    pub enum Action {
        /// It is shown, for review.
        Flag = "flag",
        /// The event earns at most so many points.
        Cap = "cap",
        /// The points that the event earns wait.
        Hold = "hold",
    }
}

impl Blank for Action {
    fn blank() -> Self {
        Self::Flag
    }
}

impl Action {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Cap => "cap",
            Self::Hold => "hold",
        }
    }
}

record! {
    /// A signal that an event raised.
    pub struct GivenSignal {
        /// The signal.
        signal: Id = "signal",
        /// What it did.
        action: Action = "action",
        /// Of a rate, the instant of the first of the events.
        since: Option<Instant> = "since",
        /// The metrics that met its condition, with their values.
        because: Vec<GivenValue> = "because",
    }
}

record! {
    /// A metric's value.
    pub struct GivenValue {
        /// The metric.
        metric: Id = "metric",
        /// The value: an amount of a metric of money, else a whole number.
        value: Number = "value",
    }
}

/// A signal that an event raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// The signal's id.
    pub signal: Id,
    /// What it did.
    pub action: Action,
    /// Of a rate, the instant of the first of the events.
    pub since: Option<Instant>,
    /// The metrics that met its condition, by their places, with their values.
    pub because: Vec<(usize, i64)>,
}

bytes! {
    Raised { signal, action, since, because }
}

variant_bytes! {
    Action {
        0 => Flag,
        1 => Cap,
        2 => Hold,
    }
}
