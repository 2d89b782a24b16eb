//! Conditions on the member, as people write them: what is said of it, and how long it did nothing.

use super::Words;
use crate::ledger::{Acts, Value};
use crate::shape::{Id, Number, Some1, record};
use crate::unit::Period;

record! {
    /// An attribute of the member; everything given must hold, and an absent attribute meets no comparison.
    pub struct AttributeIs {
        /// Its name.
        attribute: Id = "attribute",
        /// Whether there is one.
        exists: Option<bool> = "exists",
        /// One of these.
        one_of: Option<Some1<Value>> = "in",
        /// At least this; it and the other bounds are met by numbers alone.
        at_least: Option<Number> = "atLeast",
        /// More than this.
        more_than: Option<Number> = "moreThan",
        /// At most this.
        up_to: Option<Number> = "upTo",
        /// Less than this.
        less_than: Option<Number> = "lessThan",
        /// From the first to the second, both included.
        between: Option<Vec<Number>> = "between",
    }
}

record! {
    /// A tag of the member.
    pub struct TagIs {
        /// One of these.
        tag: Words = "tag",
    }
}

record! {
    /// How long the member did nothing.
    pub struct InactiveForIs {
        /// What was not done, and for how long.
        inactive_for: InactiveFor = "inactiveFor",
    }
}

record! {
    /// Bounds of the time since the member last did something, or else joined; every bound given holds.
    pub struct InactiveFor {
        /// What: orders, activities, activities of a kind, or whatever members do.
        of: Acts = "of",
        /// At least so long.
        at_least: Option<Period> = "atLeast",
        /// Longer than this.
        more_than: Option<Period> = "moreThan",
        /// At most so long.
        up_to: Option<Period> = "upTo",
        /// Shorter than this.
        less_than: Option<Period> = "lessThan",
        /// From the first to the second, both included.
        between: Option<Vec<Period>> = "between",
    }
}
