//! The rules: conditions, metrics, earning and tier steps, and the one order in which they run.

mod apply;
mod condition;
mod count;
mod dates;
mod earn;
mod grant;
mod refund;
mod spend;
mod standpoint;
mod tier;
mod time;
mod window;

pub use apply::{Step, apply, is_tallied};
pub use condition::{around, holds, tenure};
pub use earn::base_points;
pub use refund::left_after;
pub use standpoint::{Happening, Standpoint};
pub use tier::below;
pub use time::{advance, begin};
