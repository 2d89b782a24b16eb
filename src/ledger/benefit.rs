//! A benefit that a member uses, and what is owed where the order beneath it became smaller.

use super::Given;
use crate::shape::{Id, record};
use crate::unit::{Amount, Instant, Quantity, bytes};

record! {
    /// A benefit that a member uses.
    pub struct BenefitUsed {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// The benefit.
        benefit: Id = "benefit",
        /// The order on which it is used.
        order: Option<Id> = "order",
        /// How often; once unless said.
        quantity: Option<Quantity> = "quantity",
        /// What that saved; the value of the benefit for each unless said.
        value: Option<Amount> = "value",
        /// Where.
        channel: Option<Id> = "channel",
    }
}

record! {
    /// A benefit that was used.
    pub struct GivenBenefit {
        /// The benefit.
        benefit: Id = "benefit",
        /// How often.
        times: Quantity = "times",
        /// What it saved.
        value: Option<Amount> = "value",
    }
}

record! {
    /// What is owed since a refund broke what a benefit asks of an order.
    pub struct GivenOwed {
        /// The benefit.
        benefit: Id = "benefit",
        /// The order.
        order: Id = "order",
        /// How much.
        amount: Amount = "amount",
    }
}

/// A benefit that was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedBenefit {
    /// The benefit.
    pub benefit: usize,
    /// How often.
    pub times: i64,
    /// What it saved.
    pub value: i64,
}

/// What is owed since a refund broke what a benefit asks of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// The benefit.
    pub benefit: usize,
    /// The order.
    pub order: Id,
    /// How much.
    pub amount: i64,
}

bytes! {
    PostedBenefit { benefit, times, value }
    Owed { benefit, order, amount }
}
