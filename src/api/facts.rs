//! A member's facts as they are given.

use crate::json::Json;
#[cfg(not(target_arch = "wasm32"))]
use crate::ledger::Event;
use crate::ledger::Profile;
use crate::shape::{Place, Reader, Shape, record, words};

words! {
    /// What happens to events that cannot be.
    pub enum OnRejected {
        /// All of the batch is refused.
        Throw = "throw",
        /// They are left out and reported.
        Collect = "collect",
    }
}

record! {
    /// A member's facts.
    pub struct Facts {
        /// Who the member is.
        profile: Profile = "profile",
        /// What happens to events that cannot be.
        on_rejected: Option<OnRejected> = "onRejected",
        /// The events.
        events: Option<Listed> = "events",
    }
}

/// Events, which are read one by one.
#[derive(Clone, Debug)]
pub struct Listed;

impl Shape for Listed {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::List(_) = json {
            return Some(Self);
        }
        reader.wrong_type(json, place, "list");
        None
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        Vec::<Event>::schema(schema)
    }
}
