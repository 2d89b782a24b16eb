//! What was counted for each subject by itself.

use crate::program::fingerprint;
use crate::unit::{Day, Overflow, bytes, plus};

/// What was counted for each subject, by limit, subject and date.
#[derive(Clone, Debug, Default)]
pub struct Subjects {
    counted: Vec<Counted>,
}

/// What was counted on a date.
#[derive(Clone, Copy, Debug)]
struct Counted {
    limit: usize,
    /// A hash of the subject.
    subject: (u64, u64),
    day: Day,
    amount: i64,
}

impl Counted {
    fn key(&self) -> (usize, (u64, u64), Day) {
        (self.limit, self.subject, self.day)
    }
}

impl Subjects {
    /// Adds to a date of a subject. What says no subject shares one.
    ///
    /// # Errors
    /// When a sum leaves ±(2^53 − 1).
    pub fn add(
        &mut self,
        limit: usize,
        subject: Option<&str>,
        day: Day,
        amount: i64,
    ) -> Result<(), Overflow> {
        let counted = Counted { limit, subject: hash(subject), day, amount };
        let at = self.counted.partition_point(|known| known.key() < counted.key());
        match self.counted.get_mut(at).filter(|known| known.key() == counted.key()) {
            Some(known) => known.amount = plus(known.amount, amount)?,
            None => self.counted.insert(at, counted),
        }
        Ok(())
    }

    /// The sum over the dates of a subject from `from` to `to`, both included.
    #[must_use]
    pub fn sum(&self, limit: usize, subject: Option<&str>, (from, to): (Day, Day)) -> i64 {
        let hash = hash(subject);
        let at = self.counted.partition_point(|known| known.key() < (limit, hash, from));
        let dates = self.counted.iter().skip(at);
        let dates = dates.take_while(|known| known.key() <= (limit, hash, to));
        dates.fold(0_i64, |sum, known| sum.saturating_add(known.amount))
    }
}

fn hash(subject: Option<&str>) -> (u64, u64) {
    let hash = fingerprint(subject.unwrap_or_default().as_bytes());
    let half = |part: u128| u64::try_from(part & u128::from(u64::MAX)).unwrap_or(0);
    (half(hash >> 64), half(hash))
}

bytes! {
    Subjects { counted }
    Counted { limit, subject, day, amount }
}
