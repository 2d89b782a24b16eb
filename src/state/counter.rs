//! What a metric counts by local dates, and what is kept to know it.

use super::{Keyed, Tally};
use crate::program::{Caps, Counted, Metric};
use crate::shape::Id;
use crate::unit::{Day, Overflow, Unit, bytes, minus};

/// A value that was set, and those of its parts.
pub type Frozen = (Option<i64>, Vec<i64>);

/// What a metric counts by local dates.
#[derive(Clone, Debug, Default)]
pub struct Counter {
    /// What is looked up: amounts as far as caps let them count, 1 for each date with an event, or the latest dates of things.
    pub tally: Tally,
    /// Amounts before caps, and how many events a date has.
    raw: Tally,
    /// The things counted.
    keyed: Keyed,
    /// The value since it was last set anew, and those of its parts.
    pub frozen: Frozen,
}

impl Counter {
    /// Counts an amount, or a number of events, on a date.
    ///
    /// # Errors
    /// When a sum leaves ±(2^53 − 1).
    pub fn add(&mut self, metric: &Metric, day: Day, amount: i64) -> Result<(), Overflow> {
        if amount == 0 {
            return Ok(());
        }
        if is_by_dates(metric) {
            let before = self.raw.sum(day, day);
            self.raw.add(day, amount)?;
            let after = self.raw.sum(day, day);
            return self.tally.add(day, minus(i64::from(after > 0), i64::from(before > 0))?);
        }
        let caps = metric.caps;
        if caps == (Caps { event: caps.event, ..Caps::NONE }) {
            return self.tally.add(day, amount);
        }
        let before = self.counted(day, caps);
        self.raw.add(day, amount)?;
        for (day, now) in self.counted(day, caps) {
            let was = before.iter().find(|(known, _)| *known == day).map_or(0, |(_, was)| *was);
            self.tally.add(day, minus(now, was)?)?;
        }
        Ok(())
    }

    /// Counts an amount on a date whatever the caps.
    ///
    /// # Errors
    /// When a sum leaves ±(2^53 − 1).
    pub fn correct(&mut self, day: Day, amount: i64) -> Result<(), Overflow> {
        self.tally.add(day, amount)
    }

    /// Counts a thing on a date.
    ///
    /// # Errors
    /// When a sum leaves ±(2^53 − 1).
    pub fn add_key(&mut self, key: &Id, day: Day, amount: i64) -> Result<(), Overflow> {
        self.keyed.add(key, day, amount, &mut self.tally)
    }

    /// Whether a thing was counted from a date to a date, both included.
    #[must_use]
    pub fn has_key(&self, key: &str, from: Day, to: Day) -> bool {
        self.keyed.latest(key, to).is_some_and(|day| from <= day)
    }

    /// How many things were counted from a date to a date, both included.
    #[must_use]
    pub fn distinct(&self, from: Day, to: Day) -> i64 {
        self.keyed.distinct(from, to, &self.tally)
    }

    /// By how much an event on a date can raise it at most.
    #[must_use]
    pub fn room(&self, metric: &Metric, today: Day) -> i64 {
        let first = today.start_of(Unit::Month);
        let counted = self.counted(first, metric.caps);
        let month = counted.iter().fold(0_i64, |sum, (_, amount)| sum.saturating_add(*amount));
        let day = metric.caps.day.saturating_sub(self.raw.sum(today, today));
        day.min(metric.caps.month.saturating_sub(month)).max(0)
    }

    /// What caps let count on each date of a month from a date on; of dates without anything, nothing.
    fn counted(&self, from: Day, caps: Caps) -> Vec<(Day, i64)> {
        let mut counted = Vec::new();
        let last = from.end_of(Unit::Month);
        let (mut day, mut sum) = (from.start_of(Unit::Month), 0_i64);
        while let Some(next) = self.raw.next(day).filter(|next| *next <= last) {
            let before = sum.min(caps.month);
            sum = sum.saturating_add(self.raw.sum(next, next).min(caps.day));
            if next >= from {
                counted.push((next, sum.min(caps.month).saturating_sub(before)));
            }
            if next == last {
                break;
            }
            day = next.plus_days(1);
        }
        counted
    }

    /// Forgets what was counted; a value that was set stays until it is set anew.
    pub fn clear(&mut self) {
        *self = Self { frozen: core::mem::take(&mut self.frozen), ..Self::default() };
    }

    /// Whether it is in order.
    #[must_use]
    pub fn is_in_order(&self) -> bool {
        self.keyed.is_in_order()
    }
}

/// Whether a metric asks which dates have an event, not how many.
fn is_by_dates(metric: &Metric) -> bool {
    matches!(metric.counted, Counted::Distinct(..) | Counted::Streak(..))
}

bytes! {
    Counter { tally, raw, keyed, frozen }
}
