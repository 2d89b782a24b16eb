//! Which benefits a member used, and what is owed for them.

use std::sync::Arc;

use super::Tally;
use crate::ledger::Owed;
use crate::program::Program;
use crate::shape::Id;
use crate::unit::{Bytes, Day, Input, Output, Overflow, bytes};

/// How much of a benefit was used.
#[derive(Clone, Debug, Default)]
pub struct Enjoyed {
    /// How often.
    pub times: Tally,
    /// What that saved.
    pub money: Tally,
}

impl Enjoyed {
    /// Counts uses on a date, or with less than nothing that they are undone.
    ///
    /// # Errors
    /// When a sum leaves ±(2^53 − 1).
    pub fn count(&mut self, day: Day, times: i64, money: i64) -> Result<(), Overflow> {
        self.times.add(day, times)?;
        self.money.add(day, money)
    }
}

/// On which orders benefits were used, and what is owed for them.
#[derive(Clone, Debug, Default)]
pub struct Debts {
    /// By order and benefit; states share them until one adds to them.
    on: Arc<Vec<(Id, usize)>>,
    /// What is owed, the oldest first.
    pub owed: Vec<Owed>,
}

impl Debts {
    /// A benefit is used on an order.
    pub fn use_on(&mut self, order: &Id, benefit: usize) {
        let is_before = |known: &(Id, usize)| (&*known.0, known.1) < (&**order, benefit);
        let at = self.on.partition_point(is_before);
        if self.on.get(at).is_none_or(|(of, known)| (of, *known) != (order, benefit)) {
            Arc::make_mut(&mut self.on).insert(at, (order.clone(), benefit));
        }
    }

    /// It is not, after all; what is owed for it is owed no more.
    pub fn undo(&mut self, order: &str, benefit: usize) {
        let is_it = |known: &(Id, usize)| *known.0 == *order && known.1 == benefit;
        if self.on.iter().any(is_it) {
            Arc::make_mut(&mut self.on).retain(|known| !is_it(known));
        }
        self.owed.retain(|owed| *owed.order != *order || owed.benefit != benefit);
    }

    /// The benefits that were used on an order.
    #[must_use]
    pub fn of(&self, order: &str) -> Vec<usize> {
        let from = self.on.partition_point(|(of, _)| **of < *order);
        let all = self.on.iter().skip(from).take_while(|(of, _)| **of == *order);
        all.map(|(_, benefit)| *benefit).collect()
    }

    /// So much of what is owed is paid, the oldest first.
    pub fn settle(&mut self, mut paid: i64) {
        for owed in &mut self.owed {
            let part = paid.min(owed.amount);
            (owed.amount, paid) = (owed.amount.saturating_sub(part), paid.saturating_sub(part));
        }
        self.owed.retain(|owed| owed.amount > 0);
    }

    /// Whether it speaks of the program's benefits alone.
    #[must_use]
    pub fn fits(&self, program: &Program) -> bool {
        let known = |benefit: usize| benefit < program.benefits.len();
        self.on.iter().all(|(_, benefit)| known(*benefit))
            && self.owed.iter().all(|owed| known(owed.benefit))
            && self.on.is_sorted_by(|a, b| a < b)
    }
}

impl Bytes for Debts {
    fn write(&self, out: &mut Output) {
        self.on.write(out);
        self.owed.write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        let on: Vec<(Id, usize)> = Bytes::read(input);
        Self { on: Arc::new(on), owed: Bytes::read(input) }
    }
}

bytes! {
    Enjoyed { times, money }
}
