//! The rules: conditions, metrics, earning and tier steps, and the one order in which they run.

mod ahead;
mod apply;
mod automatic;
mod base;
mod clock;
mod condition;
mod confirm;
mod count;
mod coupon;
mod dates;
mod earn;
mod event;
mod gift;
mod grant;
mod grounds;
mod ledger;
mod look;
mod opening;
mod own;
mod pending;
mod plan;
mod purchase;
mod reconsider;
mod redeem;
mod refund;
mod revoke;
mod schedule;
mod segment;
mod signal;
mod spend;
mod standpoint;
mod tier;
mod time;
mod timing;
mod value;
mod wake;
mod window;

use crate::program::Program;
use crate::shape::Id;
use crate::state::{Change, Moved};
use crate::unit::{Instant, push_digits};

pub use ahead::ahead;
pub use apply::{Step, apply};
pub use base::taken_off;
pub use condition::{around, attribute_within, holds, tenure};
pub use coupon::{CouponObstacle, Held, Terms, held, issued, open};
pub use earn::base_points;
pub use grounds::bounds;
pub use look::{Way, look};
pub use own::{is_own, own_points};
pub use plan::{Deal, applies, price as plan_price, prices as plan_prices, terms_of};
pub use purchase::Purchase;
pub use redeem::{Obstacle, at_once, frees, most, obstacles, price};
pub use refund::left_after;
pub use segment::segments;
pub use standpoint::{Happening, Standpoint};
pub use tier::below;
pub use time::{advance, begin, is_due};
pub use timing::{is_on, turn};

/// An id of the engine's own making; the second under it and those after have their number.
fn numbered(mut id: String, nth: u64) -> String {
    if nth > 1 {
        id.push('#');
        push_digits(nth, 1, &mut id);
    }
    id
}

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
