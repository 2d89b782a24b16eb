//! Numbers with a unit, dates, periods and zones: everything that knows nothing of loyalty.

mod bounded;
mod bytes;
mod currency;
mod day;
mod decimal;
mod digits;
mod few;
mod fixed;
mod hour;
mod instant;
mod month_day;
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
pub use currency::Currency;
pub use day::{Day, Unit};
pub use decimal::Decimal;
pub use digits::push_digits;
pub use few::Few;
pub use fixed::{Fixed, NoAmount};
pub use hour::Hour;
pub use instant::Instant;
pub use month_day::MonthDay;
pub use order::sorted_places;
pub use period::Period;
pub use ratio::{Rounding, divide, product};
pub use split::split;
pub use zone::Zone;
