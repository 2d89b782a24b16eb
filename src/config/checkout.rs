//! How coupons join at checkout, as people write it.

use crate::json::Json;
use crate::ledger::Objective;
use crate::shape::{Blank, Id, List, Place, Reader, Shape, Share, Some1, record, words};
use crate::unit::Quantity;

record! {
    /// How coupons join at checkout.
    pub struct Checkout {
        /// Whether a cart's prices hold the tax; `gross` unless said.
        prices: Option<Prices> = "prices",
        /// The steps in their order; the step `points` is where points are used. Without them all coupons are one step, before points.
        steps: Option<Some1<Step>> = "steps",
        /// Groups of coupons, by id.
        groups: List<CouponGroup> = "groups",
        /// So many coupons in an order at most; those that always apply do not count.
        max_per_order: Option<Quantity> = "maxPerOrder",
        /// How coupons are chosen; `best` unless said.
        choose: Option<ChooseCoupons> = "choose",
        /// What the best combination is; `lowestPayable` unless said.
        objective: Option<Objective> = "objective",
        /// With `keepCoupons`: no coupon is spent for less than so many per cent of its worth.
        keep_below: Option<Share> = "keepBelow",
        /// How much the search for the best may do: looking at a coupon counts 1, trying it on the cart 100; 10000 unless said.
        work: Option<Quantity> = "work",
    }
}

record! {
    /// A step of the price.
    pub struct Step {
        /// The step's id; `points` is the one in which points are used.
        id: Id = "id",
        /// In which order coupons of the step apply; by `priority` unless said.
        order: Option<StepOrder> = "order",
    }
}

words! {
    /// In which order the coupons of a step apply.
    pub enum StepOrder {
        /// The higher priority first, then those that lapse sooner, then by id.
        Priority = "priority",
        /// As it is best.
        Best = "best",
    }
}

record! {
    /// Coupons of which only some are used together.
    pub struct CouponGroup {
        /// The group's id.
        id: Id = "id",
        /// So many in an order at most.
        max: Option<Quantity> = "max",
        /// So many on one line at most.
        per_line: Option<Quantity> = "perLine",
    }
}

words! {
    /// Whether prices hold the tax.
    pub enum Prices {
        /// They do.
        Gross = "gross",
        /// They do not.
        Net = "net",
    }
}

words! {
    /// How coupons are chosen.
    pub enum ChooseCoupons {
        /// The best combination.
        Best = "best",
        /// The exclusive one of the highest priority, else all that join, one after the other.
        Priority = "priority",
    }
}

/// Which coupons a coupon joins.
#[derive(Clone, Debug)]
pub enum Stacks {
    /// All, or none.
    Word(StacksWord),
    /// Those of these groups.
    Groups(List<Id>),
}

words! {
    /// Which coupons a coupon joins, by a word.
    pub enum StacksWord {
        /// All, even one that is exclusive.
        All = "all",
        /// None.
        None = "none",
    }
}

impl Blank for Stacks {
    fn blank() -> Self {
        Self::Word(StacksWord::None)
    }
}

impl Shape for Stacks {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::List(_) = json {
            return Some1::<Id>::read(reader, json, place).map(|groups| Self::Groups(groups.0));
        }
        StacksWord::read(reader, json, place).map(Self::Word)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [StacksWord::schema(schema), Some1::<Id>::schema(schema)] })
    }
}
