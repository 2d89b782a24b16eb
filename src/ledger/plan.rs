//! A plan that begins, goes on, is changed and ends, as events say it.

use super::Given;
use crate::shape::{Id, record, words};
use crate::unit::{Amount, Day, Instant, bytes, variant_bytes};

record! {
    /// A plan that begins, or goes on.
    pub struct Subscription {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// The plan.
        plan: Id = "plan",
        /// The last day on which it runs; by the plan's period unless said.
        last_day: Option<Day> = "lastDay",
        /// What was paid; the plan's price for this member unless said.
        price: Option<Amount> = "price",
        /// Whether it is the trial that begins.
        trial: Option<bool> = "trial",
        /// Whether it renews by itself from now on; of a plan that goes on as before unless said, else not.
        auto_renew: Option<bool> = "autoRenew",
    }
}

record! {
    /// A plan that takes the place of another: the event's local date is the first with it, and without the other.
    pub struct PlanChange {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// The plan.
        plan: Id = "plan",
        /// The plan before.
        from: Id = "from",
        /// The last day on which it runs; as the plan says of members who come from the other unless said.
        last_day: Option<Day> = "lastDay",
        /// What was paid for it; as the plan says unless said.
        price: Option<Amount> = "price",
        /// Whether it renews by itself; as the plan before unless said.
        auto_renew: Option<bool> = "autoRenew",
    }
}

record! {
    /// A plan that ends, or will not renew by itself.
    pub struct Cancel {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// The plan.
        plan: Id = "plan",
        /// When it ends; now unless said.
        ends: Option<Ends> = "ends",
    }
}

words! {
    /// When a plan ends.
    pub enum Ends {
        /// The event's local date is the first without it.
        Now = "now",
        /// With what is paid for; it only renews no more by itself.
        TermEnd = "termEnd",
    }
}

/// What an event does to a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanStep {
    /// It begins.
    Subscribe,
    /// Its trial begins.
    Trial,
    /// It goes on.
    Renew,
    /// It takes the place of the plan at a place.
    Change(usize),
    /// It ends.
    Cancel,
    /// It renews no more by itself.
    Stop,
}

impl PlanStep {
    /// Whether a term begins by it alone, so that it can be revoked.
    #[must_use]
    pub fn begins(self) -> bool {
        matches!(self, Self::Subscribe | Self::Trial | Self::Renew)
    }
}

/// What an event did to a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostedPlan {
    /// The plan.
    pub plan: usize,
    /// The term that it began: its first date, and the first without it.
    pub term: Option<(Day, Day)>,
    /// What was paid.
    pub price: i64,
    /// What came back.
    pub refund: i64,
    /// What is repaid.
    pub repay: i64,
}

record! {
    /// What an event did to a plan.
    pub struct GivenPlan {
        /// The plan.
        plan: Id = "plan",
        /// The first day of the term that it began.
        from: Option<Day> = "from",
        /// Its last day.
        last_day: Option<Day> = "lastDay",
        /// What was paid.
        price: Option<Amount> = "price",
        /// What came back.
        refund: Option<Amount> = "refund",
        /// What is repaid.
        repay: Option<Amount> = "repay",
    }
}

bytes! {
    PostedPlan { plan, term, price, refund, repay }
}

variant_bytes! {
    PlanStep {
        0 => Subscribe,
        1 => Trial,
        2 => Renew,
        3 => Change(plan),
        4 => Cancel,
        5 => Stop,
    }
}
