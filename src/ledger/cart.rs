//! A cart as it is given.

use crate::json::Json;
use crate::shape::{Blank, Id, List, Percent, Place, Reader, Shape, record, words};
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
        /// Codes that were entered, as they were typed.
        codes: List<String> = "codes",
        /// Only these coupons: issues of the wallet, or coupons of the program that nobody needs to be issued.
        apply: Option<Vec<Id>> = "apply",
        /// With `apply`: whether those that can be used are, or all of them or none; `partial` unless said.
        policy: Option<ApplyPolicy> = "policy",
        /// Coupons that the best combination must hold.
        pin: Vec<Id> = "pin",
        /// Coupons that it must not hold.
        forbid: Vec<Id> = "forbid",
        /// What the best combination is; as the program says unless said.
        objective: Option<Objective> = "objective",
        /// Products that offers may add to the cart.
        catalogue: List<CatalogueLine> = "catalogue",
        /// How much of coupons all members used, where their limits count that.
        used: List<CouponUse> = "used",
    }
}

words! {
    /// What happens where a coupon that is to be applied cannot be used.
    pub enum ApplyPolicy {
        /// The others are applied.
        Partial = "partial",
        /// None is.
        All = "all",
    }
}

words! {
    /// What the best combination is.
    pub enum Objective {
        /// The one with which the least is to be paid.
        LowestPayable = "lowestPayable",
        /// The one that earns the most points.
        MostPoints = "mostPoints",
        /// The one with which the least is to be paid, without coupons that take off too little of their worth.
        KeepCoupons = "keepCoupons",
    }
}

record! {
    /// A product that offers may add to a cart.
    pub struct CatalogueLine {
        /// The product.
        sku: Id = "sku",
        /// The price of one unit.
        unit_price: Amount = "unitPrice",
        /// What one unit costs where nothing is taken off.
        list_price: Option<Amount> = "listPrice",
        /// The tax in per cent.
        tax_rate: Option<Percent> = "taxRate",
        /// The product's categories.
        categories: Vec<Id> = "categories",
        /// The product's brand.
        brand: Option<Id> = "brand",
        /// The product's tags.
        tags: Vec<Id> = "tags",
    }
}

record! {
    /// How much of a coupon all members used, or all who have an attribute in common with the member.
    pub struct CouponUse {
        /// The coupon.
        coupon: Id = "coupon",
        /// The attribute.
        attribute: Option<Id> = "attribute",
        /// How often; not at all unless said.
        uses: Option<Count> = "uses",
        /// For how many units; none unless said.
        units: Option<Count> = "units",
        /// How much it took off; nothing unless said.
        money: Option<Amount> = "money",
    }
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
        /// What one unit costs where nothing is taken off.
        list_price: Option<Amount> = "listPrice",
        /// No discount makes one unit cost less than this.
        floor_price: Option<Amount> = "floorPrice",
        /// What one unit costs for whom: prices by name, for coupons of member prices.
        prices: Prices = "prices",
        /// The tax in per cent, by which discounts are told apart and prices with and without it are reckoned.
        tax_rate: Option<Percent> = "taxRate",
        /// The product's categories.
        categories: Vec<Id> = "categories",
        /// The product's brand.
        brand: Option<Id> = "brand",
        /// The product's tags.
        tags: Vec<Id> = "tags",
    }
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

/// Amounts by name.
#[derive(Clone, Debug, Default)]
pub struct Prices(pub Vec<(Id, i64)>);

impl Blank for Prices {
    fn blank() -> Self {
        Self::default()
    }
}

impl Shape for Prices {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        let Json::Object(fields) = json else {
            reader.wrong_type(json, place, "object");
            return None;
        };
        reader.duplicates(fields, place);
        let mut prices = Vec::new();
        for (name, price) in fields {
            prices.push((name.as_ref().into(), Amount::read(reader, price, &place.field(name))?.get()));
        }
        Some(Self(prices))
    }

    fn absent(_: &mut Reader, _: &Place<'_>) -> bool {
        true
    }

    #[cfg(not(target_arch = "wasm32"))]
    const OPTIONAL: bool = true;

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "type": "object", "additionalProperties": Amount::schema(schema) })
    }
}
