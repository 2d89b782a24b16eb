//! Coupons, as people write them.

use super::{Condition, Discount, Prices, Stacks, Weekday, Window};
use crate::json::Json;
use crate::shape::{
    Blank, CodeText, Digest, Id, List, Names, Number, Place, Reader, Shape, Some1, record, words,
};
use crate::unit::{Amount, Day, Hour, Period, Quantity};

record! {
    /// A coupon: one condition, one use, one or several discounts. It is issued to members, entered as a code, or offered to all.
    pub struct Coupon {
        /// The coupon's id.
        id: Id = "id",
        /// Its name in each locale.
        names: Names = "names",
        /// The step in which it applies; the first one unless said.
        step: Option<Id> = "step",
        /// Within a step the higher applies first; 0 unless said.
        priority: Option<i64> = "priority",
        /// Whether nobody needs to be issued it: it is offered, or it always applies.
        automatic: Option<Automatic> = "automatic",
        /// Codes by which it is known.
        codes: List<CodeText> = "codes",
        /// Digests of such codes: SHA-256 of the program's id, a line feed and the code in its normal form, in hexadecimal.
        digests: List<Digest> = "digests",
        /// When it can be used, and by whom.
        when: Option<Condition> = "when",
        /// On which dates and at which hours; always unless said.
        validity: Option<CouponValidity> = "validity",
        /// What it does, one after the other.
        discounts: Some1<Discount> = "discounts",
        /// Whether it reckons with prices that hold the tax; the checkout's unless said.
        base: Option<Prices> = "base",
        /// How often, for how many units, or how much at most; every limit holds.
        limits: List<CouponLimit> = "limits",
        /// The groups of which it is one.
        groups: List<Id> = "groups",
        /// Whether it is used alone.
        exclusive: Option<bool> = "exclusive",
        /// Which others it joins; all that are not exclusive unless said.
        stacks: Option<Stacks> = "stacks",
        /// How many of it in an order at most; one unless said.
        max_per_order: Option<Quantity> = "maxPerOrder",
        /// Whether units that another offer of the step counted serve it too.
        shares_units: Option<bool> = "sharesUnits",
        /// What it is worth, for those who keep coupons for better carts.
        worth: Option<Amount> = "worth",
    }
}

/// Whether nobody needs to be issued a coupon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Automatic {
    /// It is issued or entered.
    Issued,
    /// It is offered to all.
    Offered,
    /// It applies wherever it can.
    Always,
}

impl Blank for Automatic {
    fn blank() -> Self {
        Self::Issued
    }
}

impl Shape for Automatic {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Text(_) = json {
            return reader.word(json, place, &["always"]).map(|_| Self::Always);
        }
        bool::read(reader, json, place).map(|offered| if offered { Self::Offered } else { Self::Issued })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [bool::schema(schema), { "const": "always" }] })
    }
}

record! {
    /// When a coupon can be used; everything given must hold.
    pub struct CouponValidity {
        /// The first date.
        from: Option<Day> = "from",
        /// The last date.
        to: Option<Day> = "to",
        /// How long, from the date of issue or the end of `delay` on.
        after: Option<Period> = "after",
        /// Whether the day of the same name at the end of `after` is one more.
        through: Option<bool> = "through",
        /// How long after the date of issue it begins.
        delay: Option<Period> = "delay",
        /// Days of the week.
        weekdays: Option<Some1<Weekday>> = "weekdays",
        /// From the first time of day until the second, over midnight when the second is earlier.
        between: Option<Vec<Hour>> = "between",
    }
}

record! {
    /// How much of a coupon at most.
    pub struct CouponLimit {
        /// What is counted.
        of: CouponLimitOf = "of",
        /// Over what.
        per: CouponLimitPer = "per",
        /// In which days, of what members and programs use; all unless said.
        window: Option<Window> = "window",
        /// At most so many, or so much money.
        max: Number = "max",
        /// What happens beyond it: units are cut and all else refused unless said.
        over: Option<super::Over> = "over",
    }
}

words! {
    /// What a limit of a coupon counts.
    pub enum CouponLimitOf {
        /// How often it is used.
        Uses = "uses",
        /// How many units it takes something off.
        Units = "units",
        /// How much it takes off.
        Money = "money",
    }
}

impl Blank for CouponLimitOf {
    fn blank() -> Self {
        Self::Uses
    }
}

/// Over what a limit of a coupon counts.
#[derive(Clone, Debug)]
pub enum CouponLimitPer {
    /// One cart.
    Cart,
    /// One line.
    Line,
    /// One member.
    Member,
    /// All members; the host says how much was used.
    Program,
    /// All members who have an attribute in common, such as a phone; the host says how much was used.
    Attribute(Id),
}

impl Blank for CouponLimitPer {
    fn blank() -> Self {
        Self::Cart
    }
}

record! {
    /// All members who have an attribute in common.
    pub struct PerAttribute {
        /// The attribute.
        attribute: Id = "attribute",
    }
}

words! {
    /// Over what a limit of a coupon counts, by a word.
    pub enum CouponLimitWord {
        /// One cart.
        Cart = "cart",
        /// One line.
        Line = "line",
        /// One member.
        Member = "member",
        /// All members; the host says how much was used.
        Program = "program",
    }
}

impl Shape for CouponLimitPer {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return PerAttribute::read(reader, json, place).map(|of| Self::Attribute(of.attribute));
        }
        CouponLimitWord::read(reader, json, place).map(|word| match word {
            CouponLimitWord::Cart => Self::Cart,
            CouponLimitWord::Line => Self::Line,
            CouponLimitWord::Member => Self::Member,
            CouponLimitWord::Program => Self::Program,
        })
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [CouponLimitWord::schema(schema), PerAttribute::schema(schema)] })
    }
}
