//! Numbers with a unit, dates, periods and zones: everything that knows nothing of loyalty.

mod bounded;
mod bytes;
mod currency;
mod day;
mod decimal;
mod digits;
mod hour;
mod instant;
mod order;
mod period;
mod ratio;
mod recent;
mod split;
mod times;
mod zone;

pub use bounded::{Amount, Count, Overflow, Points, Quantity, SAFE, minus, plus};
pub use bytes::{Bytes, Input, Output};
pub(crate) use bytes::{bytes, variant_bytes};
pub use currency::{Currency, NoAmount};
pub use day::{Day, Unit};
pub use decimal::Decimal;
pub use digits::push_digits;
pub use hour::Hour;
pub use instant::Instant;
pub use order::sorted_places;
pub use period::Period;
pub use ratio::{Rounding, divide, product};
pub use split::split;
pub use zone::Zone;
