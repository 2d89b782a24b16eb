//! Metrics that events are credited with, as people write them.

use super::{Earning, Refresh, Window};
use crate::shape::{Id, List, Some1, record, words};
use crate::unit::Points;

record! {
    /// What events are credited with, such as growth value: taken back with its cause, and corrected by the back office.
    pub struct Ledger {
        /// The metric's id.
        id: Id = "id",
        /// How it is credited, in this order, rounded as points are.
        credit: Some1<Earning> = "credit",
        /// What happens to what is taken beyond zero; dropped unless said.
        shortage: Option<Shortage> = "shortage",
        /// The days that count: `lifetime` or `tierPeriod`; all unless said.
        window: Option<Window> = "window",
        /// The ladder of a `tierPeriod` window; the first unless said.
        ladder: Option<Id> = "ladder",
        /// When the value is set anew; at all times unless said.
        refresh: Option<Refresh> = "refresh",
    }
}

record! {
    /// What rises on each local date on which a plan runs, and falls on each other one, never below zero. A date counts when it is over.
    pub struct Accrual {
        /// The metric's id.
        id: Id = "id",
        /// By how much it rises, of each plan; plans that run together add up.
        per_day: Some1<PerDay> = "perDay",
        /// By how much it falls on a date on which none of the plans runs; not at all unless said.
        fall: Option<Points> = "fall",
        /// How events credit it besides.
        credit: List<Earning> = "credit",
        /// When the value is set anew; at all times unless said.
        refresh: Option<Refresh> = "refresh",
    }
}

record! {
    /// By how much a plan raises a metric.
    pub struct PerDay {
        /// The plan, as subscriptions name it.
        plan: Id = "plan",
        /// So much on each date.
        by: Points = "by",
    }
}

words! {
    /// What happens to what is taken beyond zero.
    pub enum Shortage {
        /// It is dropped.
        Dropped = "dropped",
        /// It is carried: the value is below zero until more comes.
        Carried = "carried",
    }
}
