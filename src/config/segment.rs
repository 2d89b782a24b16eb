//! Segments as people write them.

use super::Condition;
use crate::shape::{Id, Names, record};

record! {
    /// A named condition that labels a member.
    pub struct Segment {
        /// The segment's id.
        id: Id = "id",
        /// Its name in each locale.
        names: Names = "names",
        /// What makes a member one of it.
        when: Condition = "when",
    }
}

record! {
    /// A segment of the member.
    pub struct SegmentIs {
        /// The segment.
        segment: Id = "segment",
    }
}
