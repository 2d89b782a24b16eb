//! The answer: what a member should see, as it is written in JSON. Absent means there is none.

mod points;
mod recorded;
mod tier;
mod verdict;

use serde::Serialize;

pub use points::{Dated, Entries, Expiring, LotView, Part, PointsLine, PointsView, Totals, Waiting};
pub use recorded::{
    ChangeView, ChangedView, PostedPointsView, PostedTierView, PostedView, RecordedEvent, RecordedView,
};
pub use tier::{KeepView, NextView, Since, TierLine, TierName, TierView, Until};
pub use verdict::{Figure, Verdict};

/// What a view is about.
#[derive(Debug, Serialize)]
pub struct Head<'a> {
    /// The program.
    pub program: ProgramName<'a>,
    /// The member.
    pub member: MemberName<'a>,
    /// The moment.
    pub now: String,
    /// Its local date.
    pub today: String,
}

/// A program by its names.
#[derive(Debug, Serialize)]
pub struct ProgramName<'a> {
    /// The id.
    pub id: &'a str,
    /// The version.
    pub version: &'a str,
    /// The name in the locale.
    pub name: &'a str,
}

/// A member by its id.
#[derive(Debug, Serialize)]
pub struct MemberName<'a> {
    /// The id.
    pub id: &'a str,
}

/// Whether an option is left out.
#[expect(clippy::ref_option, reason = "serde calls it so")]
pub(crate) fn none<T>(option: &Option<T>) -> bool {
    option.is_none()
}
