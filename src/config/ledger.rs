//! Metrics that events are credited with, as people write them.

use super::{EarnRule, Refresh, Window};
use crate::shape::{Id, Some1, record, words};

record! {
    /// What events are credited with, such as growth value: taken back with its cause, and corrected by the back office.
    pub struct Ledger {
        /// The metric's id.
        id: Id = "id",
        /// How it is credited, in this order, rounded as points are.
        credit: Some1<EarnRule> = "credit",
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

words! {
    /// What happens to what is taken beyond zero.
    pub enum Shortage {
        /// It is dropped.
        Dropped = "dropped",
        /// It is carried: the value is below zero until more comes.
        Carried = "carried",
    }
}
