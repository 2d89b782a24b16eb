//! What a coupon does, as people write it.

use crate::json::Json;
use crate::shape::{Blank, Factor, Id, Place, Reader, Shape, Share, Some1, record, words};
use crate::unit::{Amount, Points, Quantity};

record! {
    /// One thing that a coupon does: exactly one of `amountOff`, `percentOff`, `fixedPrice`, `steps`, `everyFull`, `schedule`,
    /// `bundle`, `memberPrice`, `buyGet`, `gift`, `replace`, `voucher`, `pointsTimes`, `bonusPoints` and `service`.
    pub struct Discount {
        /// So much money off.
        amount_off: Option<Amount> = "amountOff",
        /// So many per cent off.
        percent_off: Option<Share> = "percentOff",
        /// With `percentOff`: never more than this.
        cap: Option<Amount> = "cap",
        /// Each unit, or each delivery, costs so much, where it cost more.
        fixed_price: Option<Amount> = "fixedPrice",
        /// The highest step that is reached counts.
        steps: Option<Some1<DiscountStep>> = "steps",
        /// So much off for every full amount or number.
        every_full: Option<EveryFull> = "everyFull",
        /// So many per cent off each unit, by its place among them; units beyond the list are as the last of it.
        schedule: Option<Some1<Share>> = "schedule",
        /// Units that cost so much together.
        bundle: Option<Bundle> = "bundle",
        /// Each unit costs what the line's `prices` say under this name, where it cost more.
        member_price: Option<Id> = "memberPrice",
        /// Units that are bought, and units that are got for less.
        buy_get: Option<BuyGet> = "buyGet",
        /// Units that are given.
        gift: Option<GiftUnits> = "gift",
        /// Units that are swapped for others.
        replace: Option<Replace> = "replace",
        /// A balance that pays.
        voucher: Option<Voucher> = "voucher",
        /// Points times so many, for what was paid.
        points_times: Option<Factor> = "pointsTimes",
        /// So many points more.
        bonus_points: Option<Points> = "bonusPoints",
        /// With points: their currency; the first unless said.
        currency: Option<Id> = "currency",
        /// Something that is given beside the order.
        service: Option<Id> = "service",
        /// What it is taken off; the lines unless said.
        target: Option<Target> = "target",
        /// Only lines of this scope.
        scope: Option<Id> = "scope",
        /// Only from so much on.
        threshold: Option<Least> = "threshold",
        /// Of what the threshold is tested; before the coupon unless said.
        threshold_on: Option<ThresholdOn> = "thresholdOn",
        /// Of what a percentage is; of what is left unless said.
        percent_of: Option<PercentOf> = "percentOf",
        /// Over what it is worked out: a fixed price for each unit, all else across what it is taken off unless said.
        allocation: Option<Allocation> = "allocation",
        /// So many units at most.
        max_quantity: Option<Quantity> = "maxQuantity",
        /// With a schedule: so many units at most.
        max_units: Option<Quantity> = "maxUnits",
        /// With a schedule: units count in groups of so many, and those that fill no group cost what they did.
        every: Option<Quantity> = "every",
        /// Which units come first where not all are taken.
        take: Option<Take> = "take",
        /// How often; `everyFull` as often as it can be, all else once unless said.
        repeat: Option<Repeat> = "repeat",
        /// How it is spread over lines and units.
        split: Option<SplitHow> = "split",
    }
}

record! {
    /// A least amount, or a least number of units: exactly one.
    pub struct Least {
        /// So much money.
        amount: Option<Amount> = "amount",
        /// So many units.
        quantity: Option<Quantity> = "quantity",
    }
}

record! {
    /// A step: from so much on, exactly one of `amountOff`, `percentOff` and `fixedPrice`.
    pub struct DiscountStep {
        /// From so much money on.
        amount: Option<Amount> = "amount",
        /// From so many units on.
        quantity: Option<Quantity> = "quantity",
        /// So much money off.
        amount_off: Option<Amount> = "amountOff",
        /// So many per cent off.
        percent_off: Option<Share> = "percentOff",
        /// With `percentOff`: never more than this.
        cap: Option<Amount> = "cap",
        /// Each unit, or each delivery, costs so much, where it cost more.
        fixed_price: Option<Amount> = "fixedPrice",
    }
}

record! {
    /// So much off for every full amount or number of units: exactly one of `amount` and `quantity`.
    pub struct EveryFull {
        /// For every so much money.
        amount: Option<Amount> = "amount",
        /// For every so many units.
        quantity: Option<Quantity> = "quantity",
        /// So much money off.
        amount_off: Amount = "amountOff",
    }
}

record! {
    /// Units that cost so much together.
    pub struct Bundle {
        /// Of which there must be how many.
        parts: Some1<UnitsOf> = "parts",
        /// What they cost together.
        price: Amount = "price",
    }
}

record! {
    /// So many units of a scope.
    pub struct UnitsOf {
        /// The scope; all lines unless said.
        scope: Option<Id> = "scope",
        /// How many.
        quantity: Quantity = "quantity",
    }
}

record! {
    /// Units that are bought, and units that are got for less.
    pub struct BuyGet {
        /// What must be bought.
        buy: Buy = "buy",
        /// What is got.
        get: Get = "get",
    }
}

record! {
    /// What must be bought: exactly one of `quantity` and `amount`.
    pub struct Buy {
        /// The scope; all lines unless said.
        scope: Option<Id> = "scope",
        /// So many units.
        quantity: Option<Quantity> = "quantity",
        /// Units for so much money.
        amount: Option<Amount> = "amount",
    }
}

record! {
    /// What is got: for nothing, or for less by exactly one of `amountOff`, `percentOff` and `fixedPrice`.
    pub struct Get {
        /// The scope; all lines unless said.
        scope: Option<Id> = "scope",
        /// How many units.
        quantity: Quantity = "quantity",
        /// So much money off each.
        amount_off: Option<Amount> = "amountOff",
        /// So many per cent off each.
        percent_off: Option<Share> = "percentOff",
        /// Each costs so much, where it cost more.
        fixed_price: Option<Amount> = "fixedPrice",
    }
}

record! {
    /// Units that are given.
    pub struct GiftUnits {
        /// The product.
        sku: Id = "sku",
        /// How many.
        quantity: Quantity = "quantity",
        /// Which are added to the cart; those that it does not have unless said.
        add: Option<Add> = "add",
    }
}

words! {
    /// Which given units are added to a cart.
    pub enum Add {
        /// Those that it does not have.
        Missing = "missing",
        /// All.
        Always = "always",
        /// None.
        Never = "never",
    }
}

record! {
    /// Units that are swapped for others.
    pub struct Replace {
        /// Which.
        take: UnitsOf = "take",
        /// For what.
        by: Product = "by",
    }
}

record! {
    /// Units of a product.
    pub struct Product {
        /// The product.
        sku: Id = "sku",
        /// How many.
        quantity: Quantity = "quantity",
    }
}

record! {
    /// A balance that pays.
    pub struct Voucher {
        /// The balance, of those that are issued without one.
        balance: Option<Amount> = "balance",
        /// What it pays; all unless said.
        covers: Option<Some1<Pays>> = "covers",
    }
}

words! {
    /// What a balance pays.
    pub enum Pays {
        /// The goods.
        Goods = "goods",
        /// Shipping.
        Shipping = "shipping",
        /// What the host adds.
        Charges = "charges",
    }
}

words! {
    /// What a discount is taken off.
    pub enum Target {
        /// The lines.
        Lines = "lines",
        /// The deliveries.
        Shipping = "shipping",
        /// Both, in proportion to what is left.
        Both = "both",
    }
}

words! {
    /// Of what a threshold is tested.
    pub enum ThresholdOn {
        /// Of the cart as it came.
        Initial = "initial",
        /// Of what is left before the coupon.
        Before = "before",
        /// Of what is left after it.
        After = "after",
    }
}

words! {
    /// Of what a percentage is.
    pub enum PercentOf {
        /// Of the cart as it came.
        Initial = "initial",
        /// Of what is left.
        Left = "left",
    }
}

words! {
    /// Over what a discount is worked out.
    pub enum Allocation {
        /// Once over all, and then spread.
        Across = "across",
        /// For each unit.
        EachUnit = "eachUnit",
        /// For each line.
        EachLine = "eachLine",
        /// For each of so many units over all lines.
        Once = "once",
    }
}

words! {
    /// Which units come first.
    pub enum Take {
        /// The cheapest.
        Cheapest = "cheapest",
        /// The dearest.
        Dearest = "dearest",
    }
}

record! {
    /// How a discount is spread.
    pub struct SplitHow {
        /// By what; by what is left unless said.
        by: Option<SplitBy> = "by",
        /// Who gets the odd minor units; the largest remainders unless said.
        rounding: Option<SplitRounding> = "rounding",
    }
}

words! {
    /// By what a discount is spread.
    pub enum SplitBy {
        /// By what is left.
        Amount = "amount",
        /// By units.
        Quantity = "quantity",
        /// To each as much.
        Equal = "equal",
    }
}

words! {
    /// Who gets the odd minor units.
    pub enum SplitRounding {
        /// Those with the largest remainders.
        LargestRemainder = "largestRemainder",
        /// The first ones.
        FirstLine = "firstLine",
        /// The last one.
        LastLine = "lastLine",
    }
}

/// How often.
#[derive(Clone, Copy, Debug)]
pub enum Repeat {
    /// So many times.
    Times(i64),
    /// As often as it can be.
    All,
}

impl Blank for Repeat {
    fn blank() -> Self {
        Self::Times(1)
    }
}

impl Shape for Repeat {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Text(_) = json {
            let word = reader.word(json, place, &["once", "all"])?;
            return Some(if word == 0 { Self::Times(1) } else { Self::All });
        }
        Quantity::read(reader, json, place).map(|times| Self::Times(times.get()))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [{ "enum": ["once", "all"] }, Quantity::schema(schema)] })
    }
}
