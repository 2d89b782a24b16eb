//! Values before they are read, so that a reader fills the fields of a record in place.

use std::sync::Arc;

use super::{Factor, Held, Id, List, Moment, Names, Number, Percent, PointsFrom, Share, Some1};
use crate::unit::{Amount, Count, Day, Instant, MonthDay, Period, Points, Quantity};

/// What stands in a field until it is read. What an optional field holds blank is what its absence means; any other blank
/// means nothing, and never leaves a reader.
pub trait Blank {
    /// The value.
    fn blank() -> Self;
}

macro_rules! blank {
    ($([$($of:ident)?] $type:ty: $blank:expr;)+) => {$(
        impl$(<$of>)? Blank for $type {
            fn blank() -> Self {
                $blank
            }
        }
    )+};
}

blank! {
    [] i64: 0;
    [] Points: Self::LEAST;
    [] Quantity: Self::LEAST;
    [] Count: Self::LEAST;
    [] Amount: Self::LEAST;
    [] Number: Self(String::new());
    [] Factor: Self(0);
    [] Percent: Self(0);
    [] Share: Self(0);
    [] Day: Self::FIRST;
    [] MonthDay: Self::of(Day::FIRST);
    [] Instant: Self::FIRST;
    [] Moment: Self::At(Instant::FIRST);
    [] Period: Self::NONE;
    [] Names: Self::default();
    [T] Option<T>: None;
    [T] Held<T>: Self(None);
    [T] Vec<T>: Self::new();
    [T] List<T>: Self::default();
    [T] Some1<T>: Self(List::default());
}

impl Blank for Id {
    // Most records hold several ids.
    #[inline(never)]
    fn blank() -> Self {
        Arc::default()
    }
}

impl<const LEAST: i64> Blank for PointsFrom<LEAST> {
    fn blank() -> Self {
        Self(0)
    }
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
}
