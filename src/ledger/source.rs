//! Which events a rule listens to.

use crate::json::Json;
use crate::shape::{Blank, Id, Place, Reader, Shape, record};

/// Which events: orders, or activities of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Orders.
    Order,
    /// Activities of this kind.
    Activity(Id),
}

record! {
    /// Activities of a kind.
    pub struct ActivityOf {
        /// The kind: `checkIn`, `login`, `review`, … or the merchant's own.
        activity: Id = "activity",
    }
}

impl Blank for Source {
    fn blank() -> Self {
        Self::Order
    }
}

impl Shape for Source {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return ActivityOf::read(reader, json, place).map(|of| Self::Activity(of.activity));
        }
        reader.word(json, place, &["order"]).map(|_| Self::Order)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [{ "const": "order" }, ActivityOf::schema(schema)] })
    }
}
