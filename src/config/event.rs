//! Conditions on the event being processed, as people write them.

use super::{Bounds, ThresholdOn};
use crate::json::Json;
use crate::ledger::Acts;
use crate::shape::{Blank, Id, Place, Reader, Shape, Some1, record, words};

record! {
    /// The event being processed.
    pub struct EventIs {
        /// What it must be; everything given must hold.
        event: EventMarks = "event",
    }
}

record! {
    /// The cart at hand.
    pub struct CartIs {
        /// What it must hold; everything given must hold.
        cart: CartMarks = "cart",
    }
}

record! {
    /// What a cart must hold; everything given must hold.
    pub struct CartMarks {
        /// The scope of lines that count; all unless said.
        scope: Option<Id> = "scope",
        /// What they cost.
        amount: Option<Bounds> = "amount",
        /// How many units they are.
        quantity: Option<Bounds> = "quantity",
        /// Of what it is tested; before the coupon unless said.
        of: Option<ThresholdOn> = "of",
    }
}

record! {
    /// Marks of an event; every one given must hold.
    pub struct EventMarks {
        /// Its type.
        event_type: Option<EventType> = "type",
        /// The kind of an activity.
        kind: Option<Words> = "kind",
        /// What an activity is about.
        subject: Option<Words> = "subject",
        /// The attribute of the member that what an activity is about is equal to.
        subject_attribute: Option<Id> = "subjectAttribute",
        /// The channel of an order.
        channel: Option<Words> = "channel",
        /// The store of an order.
        store: Option<Words> = "store",
        /// The payment of an order.
        payment: Option<Words> = "payment",
        /// How an order is delivered.
        shipping_method: Option<Words> = "shippingMethod",
        /// The scope to which `paid` and `quantity` look.
        scope: Option<Id> = "scope",
        /// What was paid for the order's goods, in the scope if there is one.
        paid: Option<Bounds> = "paid",
        /// The units of the order's goods, in the scope if there is one.
        quantity: Option<Bounds> = "quantity",
        /// The value of an activity.
        value: Option<Bounds> = "value",
    }
}

words! {
    /// The types of events for which rules run.
    pub enum EventType {
        /// A purchase.
        Order = "order",
        /// Something else the member did.
        Activity = "activity",
    }
}

/// One word or several.
#[derive(Clone, Debug)]
pub struct Words(pub Vec<Id>);

impl Shape for Words {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::List(_) = json {
            return Some1::<Id>::read(reader, json, place)
                .map(|words| Self(words.0.iter().cloned().collect()));
        }
        Id::read(reader, json, place).map(|word| Self(vec![word]))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [Id::schema(schema), Some1::<Id>::schema(schema)] })
    }
}

record! {
    /// No earlier event of the type, and the event at hand is of it.
    pub struct FirstOf {
        /// The type, or the kind of activities.
        first: Acts = "first",
    }
}

impl Blank for Words {
    fn blank() -> Self {
        Self(Vec::new())
    }
}

record! {
    /// The channel of the order at hand.
    pub struct ChannelIs {
        /// One of these.
        channel: Words = "channel",
    }
}

record! {
    /// The store of the order at hand.
    pub struct StoreIs {
        /// One of these.
        store: Words = "store",
    }
}

record! {
    /// The payment of the order at hand.
    pub struct PaymentIs {
        /// One of these.
        payment: Words = "payment",
    }
}

record! {
    /// How the order at hand is delivered.
    pub struct ShippingMethodIs {
        /// One of these.
        shipping_method: Words = "shippingMethod",
    }
}
