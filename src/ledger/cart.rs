//! A cart as it is given.

use crate::json::Json;
use crate::shape::{Blank, Id, List, Place, Reader, Shape, record};
use crate::unit::{Amount, Count};

record! {
    /// A cart: what an order would be made of.
    pub struct Cart {
        /// What is to be bought.
        lines: List<CartLine> = "lines",
        /// What shipping costs; the order is delivered by the first method that is named.
        shipping: List<CartShipping> = "shipping",
        /// What the host adds to the price, such as an import tax; nothing is ever taken off it.
        charges: List<CartCharge> = "charges",
        /// Points of the first currency to use; none unless said.
        points: Option<PointsAsked> = "points",
        /// Where: `app`, `store`, …
        channel: Option<Id> = "channel",
        /// The store.
        store: Option<Id> = "store",
        /// How it is paid.
        payment: Option<Id> = "payment",
    }
    later ["codes", "apply", "policy"]
}

record! {
    /// One line of a cart.
    pub struct CartLine {
        /// The line's id, unique in the cart.
        id: Id = "id",
        /// The product.
        sku: Id = "sku",
        /// How many units; a line of none counts for nothing.
        quantity: Count = "quantity",
        /// The price of one unit.
        unit_price: Amount = "unitPrice",
        /// The product's categories.
        categories: Vec<Id> = "categories",
        /// The product's brand.
        brand: Option<Id> = "brand",
        /// The product's tags.
        tags: Vec<Id> = "tags",
    }
    later ["listPrice", "floorPrice", "taxRate"]
}

record! {
    /// What one delivery costs.
    pub struct CartShipping {
        /// Its id, unique among them.
        id: Id = "id",
        /// How it is delivered.
        method: Option<Id> = "method",
        /// What it costs.
        amount: Amount = "amount",
    }
}

record! {
    /// What the host adds to the price.
    pub struct CartCharge {
        /// Its id, unique among them.
        id: Id = "id",
        /// How much.
        amount: Amount = "amount",
    }
}

/// How many points are to be used.
#[derive(Clone, Copy, Debug)]
pub enum PointsAsked {
    /// So many.
    Number(i64),
    /// As many as take off the most.
    Max,
}

impl Blank for PointsAsked {
    fn blank() -> Self {
        Self::Number(0)
    }
}

impl Shape for PointsAsked {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Text(text) = json
            && (reader.decimals == 0 || text == "max")
        {
            return reader.word(json, place, &["max"]).map(|_| Self::Max);
        }
        reader.points(json, place, 0).map(Self::Number)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [crate::shape::PointsFrom::<0>::schema(schema), { "const": "max" }] })
    }
}
