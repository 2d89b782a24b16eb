//! Numbers with a unit, dates, periods and zones: everything that knows nothing of loyalty.

mod bounded;
mod currency;
mod day;
mod instant;
mod period;
mod ratio;
mod split;
mod zone;

pub use bounded::{Amount, Overflow, Points, Quantity, SAFE, minus, plus};
pub(crate) use currency::decimal;
pub use currency::{Currency, NoAmount};
pub use day::{Day, Unit};
pub use instant::Instant;
pub use period::Period;
pub use ratio::{Rounding, divide, product};
pub use split::split;
pub use zone::Zone;
