//! Choices read from a tape of numbers, so that a shorter tape and smaller numbers make a simpler thing.

use serde_json::Value;

/// Choices in a row; when the tape is at its end, every choice is the first.
pub struct Dice<'a> {
    tape: std::slice::Iter<'a, u16>,
}

impl<'a> Dice<'a> {
    pub fn new(tape: &'a [u16]) -> Self {
        Self { tape: tape.iter() }
    }

    /// A number from 0 to `count` − 1.
    pub fn below(&mut self, count: usize) -> usize {
        usize::from(self.tape.next().copied().unwrap_or(0)) % count
    }

    /// A number from one to the other, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let count = usize::try_from(most - least + 1).unwrap();
        least + i64::try_from(self.below(count)).unwrap()
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) + 1 == times
    }

    pub fn pick<'b, T>(&mut self, from: &'b [T]) -> &'b T {
        &from[self.below(from.len())]
    }

    /// A list of so many at most of what `make` makes.
    pub fn list(
        &mut self,
        least: usize,
        most: usize,
        mut make: impl FnMut(&mut Self, usize) -> Value,
    ) -> Vec<Value> {
        let count = least + self.below(most - least + 1);
        (0..count).map(|place| make(self, place)).collect()
    }
}
