//! Signals of fraud as people write them.

use super::Condition;
use crate::ledger::{Action, Watched};
use crate::shape::{Id, Names, record};
use crate::unit::{Period, Points};

record! {
    /// A named condition that marks an event, or the member, for review.
    pub struct Signal {
        /// The signal's id.
        id: Id = "id",
        /// Its name in each locale.
        names: Names = "names",
        /// The events that raise it; unless said it is about the member, and raised by none.
        on: Option<Watched> = "on",
        /// Only when this holds; an event that earns sees what earn rules see, any other what is so after it.
        when: Option<Condition> = "when",
        /// Only when so many of the events came within a stretch of time.
        rate: Option<Rate> = "rate",
        /// What it does.
        action: Action = "action",
        /// Of `cap`, so many points at most.
        points: Option<Points> = "points",
        /// Of `cap`, their currency; the first unless said.
        currency: Option<Id> = "currency",
        /// Of `hold`, for so long; unless said until a `confirm` of the event.
        held_for: Option<Period> = "for",
    }
}

record! {
    /// Many events in a short time.
    pub struct Rate {
        /// So many at least, the event at hand among them: 2 to 100.
        at_least: i64 = "atLeast",
        /// Each of them less than this before the event at hand.
        within: Period = "within",
    }
}
