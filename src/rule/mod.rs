//! The rules: conditions, metrics, earning and tier steps, and the one order in which they run.

mod apply;
mod condition;
mod count;
mod dates;
mod earn;
mod grant;
mod ledger;
mod refund;
mod spend;
mod standpoint;
mod tier;
mod time;
mod value;
mod window;

use crate::program::Program;
use crate::shape::Id;
use crate::state::{Change, Moved};
use crate::unit::Instant;

pub use apply::{Step, apply};
pub use condition::{around, holds, tenure};
pub use earn::base_points;
pub use refund::left_after;
pub use standpoint::{Happening, Standpoint};
pub use tier::below;
pub use time::{advance, begin, is_due};

/// Adds a line to the history: what changed at an instant, and the event it belongs to.
fn line(
    program: &Program,
    (at, event): (Instant, Option<&Id>),
    by_time: bool,
    moved: Moved,
    changes: &mut Vec<Change>,
) {
    changes.push(Change { at, day: program.zone.day(at), event: event.cloned(), by_time, moved });
}
