//! What was written or read last, so that what follows is told by how it differs: ids count up, and times go on.

use std::sync::Arc;

use super::{Day, Instant};

/// How many of the latest different texts are remembered.
pub(super) const TEXTS: usize = 8;
/// Longer texts are not remembered.
const LONGEST: usize = 128;
/// How many of the latest different instants, and dates, are remembered.
pub(super) const TIMES: usize = 3;

/// The latest different texts, instants and dates, the latest first.
#[derive(Debug, Default)]
pub(super) struct Recent {
    texts: Vec<Arc<str>>,
    instants: Vec<i64>,
    days: Vec<i64>,
}

impl Recent {
    /// A text that is remembered.
    pub(super) fn text(&self, place: usize) -> Option<&Arc<str>> {
        self.texts.get(place)
    }

    /// The text that has the longest beginning in common with another, and how many bytes that is.
    pub(super) fn nearest_text(&self, text: &str) -> (usize, usize) {
        let whole = self.texts.iter().position(|known| **known == *text);
        if let Some(place) = whole {
            return (place, text.len());
        }
        let mut best = (0, 0);
        for (place, known) in self.texts.iter().enumerate() {
            // One that has more in common has the next byte too.
            if known.as_bytes().get(best.1) != text.as_bytes().get(best.1) {
                continue;
            }
            let pairs = known.bytes().zip(text.bytes());
            let mut shared = pairs.take_while(|(a, b)| a == b).count();
            while !text.is_char_boundary(shared) {
                shared = shared.saturating_sub(1);
            }
            if shared > best.1 {
                best = (place, shared);
            }
        }
        best
    }

    /// Remembers a text, which stands at a place where it is known.
    pub(super) fn note_text(&mut self, known: Option<usize>, text: &mut dyn FnMut() -> Arc<str>) {
        if let Some(place) = known {
            if let Some(part) = self.texts.get_mut(..=place) {
                part.rotate_right(1);
            }
            return;
        }
        let text = text();
        if text.len() <= LONGEST {
            self.texts.truncate(TEXTS.saturating_sub(1));
            self.texts.insert(0, text);
        }
    }

    /// The nearest of the latest instants, and how many milliseconds later another is.
    pub(super) fn nearest_instant(&self, at: Instant) -> (usize, i64) {
        nearest(&self.instants, at.millis())
    }

    /// The instant so many milliseconds after one of the latest.
    pub(super) fn instant(&mut self, place: usize, later: i64) -> Instant {
        Instant::from_millis(told(&mut self.instants, place, later))
    }

    /// The nearest of the latest dates, and how many days later another is.
    pub(super) fn nearest_day(&self, day: Day) -> (usize, i64) {
        nearest(&self.days, i64::from(day.number()))
    }

    /// The date so many days after one of the latest, if there is one.
    pub(super) fn day(&mut self, place: usize, later: i64) -> Option<Day> {
        i32::try_from(told(&mut self.days, place, later)).ok().map(Day::from_number)
    }
}

/// The place of the nearest of the latest numbers, and how much more a number is; what is not remembered yet is zero.
fn nearest(latest: &[i64], number: i64) -> (usize, i64) {
    let mut best = (0, number.wrapping_sub(latest.first().copied().unwrap_or(0)));
    for (place, known) in latest.iter().enumerate() {
        let more = number.wrapping_sub(*known);
        if more.unsigned_abs() < best.1.unsigned_abs() {
            best = (place, more);
        }
    }
    best
}

/// The number that is so much more than one of the latest; it is the latest then.
fn told(latest: &mut Vec<i64>, place: usize, more: i64) -> i64 {
    let number = latest.get(place).copied().unwrap_or(0).wrapping_add(more);
    match latest.iter().position(|known| *known == number) {
        Some(place) => {
            latest.remove(place);
        }
        None => latest.truncate(TIMES.saturating_sub(1)),
    }
    latest.insert(0, number);
    number
}
