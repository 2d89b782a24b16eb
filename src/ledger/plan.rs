//! A plan that begins, goes on and ends, as events say it.

use super::Given;
use crate::shape::{Id, record};
use crate::unit::{Day, Instant};

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
        /// The last day on which it runs.
        last_day: Day = "lastDay",
    }
    later ["price", "trial", "autoRenew"]
}

record! {
    /// A plan that ends: the event's local date is the first without it.
    pub struct Cancel {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// The plan.
        plan: Id = "plan",
    }
}
