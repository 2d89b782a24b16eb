//! Sorting by places: one sort for everything, however its items are compared.

use core::cmp::Ordering;

/// The places from 0 to `count` in an order; places that compare equal stay as they are.
#[must_use]
pub fn sorted_places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}
