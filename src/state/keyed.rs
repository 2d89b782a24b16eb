//! On which dates each of several things was counted, and of how many there was something in a stretch of dates.

use super::Tally;
use crate::shape::Id;
use crate::unit::{Day, Overflow, bytes, plus};

/// How often each thing was counted by local dates, ascending by thing and date, without zeros.
#[derive(Clone, Debug, Default)]
pub struct Keyed {
    counts: Vec<(Id, Day, i64)>,
}

impl Keyed {
    /// Counts a thing on a date. `latest` tallies the latest date of each thing.
    ///
    /// # Errors
    /// When a sum leaves ±(2^53 − 1).
    pub fn add(&mut self, key: &Id, day: Day, amount: i64, latest: &mut Tally) -> Result<(), Overflow> {
        let before = self.latest(key, Day::LAST);
        let at = self.counts.partition_point(|(known, on, _)| (&**known, *on) < (&**key, day));
        match self.counts.get_mut(at) {
            Some((known, on, count)) if known == key && *on == day => {
                *count = plus(*count, amount)?;
                if *count == 0 {
                    self.counts.remove(at);
                }
            }
            _ => self.counts.insert(at, (key.clone(), day, amount)),
        }
        let after = self.latest(key, Day::LAST);
        if before != after {
            for (day, amount) in [(before, -1), (after, 1)] {
                if let Some(day) = day {
                    latest.add(day, amount)?;
                }
            }
        }
        Ok(())
    }

    /// The latest date up to `to` on which a thing was counted.
    #[must_use]
    pub fn latest(&self, key: &str, to: Day) -> Option<Day> {
        let end = self.counts.partition_point(|(known, on, _)| (&**known, *on) <= (key, to));
        let (known, day, _) = self.counts.get(end.checked_sub(1)?)?;
        (**known == *key).then_some(*day)
    }

    /// Of how many things there was something from a date to a date, both included.
    #[must_use]
    pub fn distinct(&self, from: Day, to: Day, latest: &Tally) -> i64 {
        if latest.next(to.plus_days(1)).is_none() {
            return latest.sum(from, to);
        }
        let (mut distinct, mut last) = (0_i64, None);
        for (key, day, _) in &self.counts {
            if from <= *day && *day <= to && last != Some(key) {
                distinct = distinct.saturating_add(1);
                last = Some(key);
            }
        }
        distinct
    }

    /// Whether things and dates ascend.
    #[must_use]
    pub fn is_in_order(&self) -> bool {
        self.counts.is_sorted_by(|a, b| (&a.0, a.1) < (&b.0, b.1))
    }
}

bytes! {
    Keyed { counts }
}
