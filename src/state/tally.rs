//! A number by local dates, whose sum over any stretch of dates is two look-ups.

use std::sync::Arc;

use crate::unit::{Bytes, Day, Input, Output, Overflow, minus, plus};

/// A number by local dates.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// The dates on which something was added, ascending, each with the sum up to and including it; states share them until one
    /// adds to them.
    sums: Arc<Vec<(Day, i64)>>,
}

impl Tally {
    /// Adds to a date; on the latest date, as usual, in constant time.
    ///
    /// # Errors
    /// When a sum leaves ±(2^53 − 1).
    pub fn add(&mut self, day: Day, amount: i64) -> Result<(), Overflow> {
        if amount == 0 {
            return Ok(());
        }
        let at = self.sums.partition_point(|(known, _)| *known < day);
        if self.sums.get(at).is_none_or(|(known, _)| *known != day) {
            let before = self.before(at);
            Arc::make_mut(&mut self.sums).insert(at, (day, before));
        }
        for (_, sum) in Arc::make_mut(&mut self.sums).iter_mut().skip(at) {
            *sum = plus(*sum, amount)?;
        }
        Ok(())
    }

    /// The sum over the dates from `from` to `to`, both included.
    #[must_use]
    pub fn sum(&self, from: Day, to: Day) -> i64 {
        let start = self.sums.partition_point(|(day, _)| *day < from);
        let end = self.sums.partition_point(|(day, _)| *day <= to);
        if end <= start {
            return 0;
        }
        minus(self.before(end), self.before(start)).unwrap_or(0)
    }

    /// The latest date up to `to` on which something stands.
    #[must_use]
    pub fn latest(&self, to: Day) -> Option<Day> {
        let end = self.sums.partition_point(|(day, _)| *day <= to);
        let index =
            (0..end).rev().find(|index| self.before(index.saturating_add(1)) > self.before(*index))?;
        self.sums.get(index).map(|(day, _)| *day)
    }

    /// The first date from `from` on with an entry.
    #[must_use]
    pub fn next(&self, from: Day) -> Option<Day> {
        let at = self.sums.partition_point(|(day, _)| *day < from);
        self.sums.get(at).map(|(day, _)| *day)
    }

    /// The latest date up to `to` with an entry.
    #[must_use]
    pub fn last(&self, to: Day) -> Option<Day> {
        let end = self.sums.partition_point(|(day, _)| *day <= to);
        self.sums.get(end.checked_sub(1)?).map(|(day, _)| *day)
    }

    /// The sum of the first `count` dates.
    fn before(&self, count: usize) -> i64 {
        count.checked_sub(1).and_then(|last| self.sums.get(last)).map_or(0, |(_, sum)| *sum)
    }
}

impl Bytes for Tally {
    /// Each date with what was added on it.
    fn write(&self, out: &mut Output) {
        self.sums.len().write(out);
        let mut before = 0;
        for (day, sum) in &*self.sums {
            day.write(out);
            sum.wrapping_sub(before).write(out);
            before = *sum;
        }
    }

    fn read(input: &mut Input<'_>) -> Self {
        let mut sums: Vec<(Day, i64)> = Vec::read(input);
        let mut before = 0_i64;
        for (_, sum) in &mut sums {
            *sum = before.wrapping_add(*sum);
            before = *sum;
        }
        Self { sums: Arc::new(sums) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Day, Overflow, Tally};
    use crate::unit::SAFE;

    #[test]
    fn sums_over_stretches() -> Result<(), Overflow> {
        let mut tally = Tally::default();
        for (day, amount) in [(10, 5), (12, 7), (12, 1), (11, 2), (10, -5)] {
            tally.add(Day::from_number(day), amount)?;
        }
        let sum = |from, to| tally.sum(Day::from_number(from), Day::from_number(to));
        assert_eq!(
            [sum(0, 99), sum(10, 10), sum(11, 11), sum(11, 12), sum(13, 20), sum(12, 11)],
            [10, 0, 2, 10, 0, 0]
        );
        assert_eq!(tally.latest(Day::from_number(99)), Some(Day::from_number(12)));
        assert_eq!(tally.latest(Day::from_number(10)), None);
        assert_eq!(tally.add(Day::from_number(1), SAFE), Err(Overflow));
        Ok(())
    }
}
