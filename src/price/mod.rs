//! What coupons take off: pure arithmetic on what is left to pay.

mod across;
mod applied;
mod apply;
mod bill;
mod bundle;
mod buy_get;
mod gift;
mod items;
mod limit;
mod pick;
mod schedule;
mod spread;
mod upper;
mod work;

pub use applied::{Applied, Gives, Lack, Refused};
pub use apply::{Use, apply};
pub use bill::{Bill, Run, Sum};
pub use items::{Item, Items, Kind};
pub use upper::upper;

use bill::{Piece, taxed};
use spread::{Slot, even, spread};
