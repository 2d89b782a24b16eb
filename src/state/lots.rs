//! Lots in the order of spending, in runs that states share: a copy of a state costs its runs, not its lots.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Lot;
use crate::unit::{Bytes, Input, Instant};

/// How many lots a run holds at most.
const RUN: usize = 64;

/// Lots in the order of spending.
#[derive(Clone, Debug, Default)]
pub struct Lots {
    /// None of them is empty.
    runs: VecDeque<Arc<Vec<Lot>>>,
}

impl Lots {
    /// Shows the lots, the first to be spent first, for as long as more are wanted.
    pub fn visit<'a>(&'a self, wants_more: &mut dyn FnMut(&'a Lot) -> bool) {
        for run in &self.runs {
            for lot in run.iter() {
                if !wants_more(lot) {
                    return;
                }
            }
        }
    }

    /// How many lots there are.
    #[must_use]
    pub fn len(&self) -> usize {
        let mut count = 0_usize;
        for run in &self.runs {
            count = count.saturating_add(run.len());
        }
        count
    }

    /// The first to be spent.
    #[must_use]
    pub fn front(&self) -> Option<&Lot> {
        self.runs.front()?.first()
    }

    /// The first to be spent, to take from it.
    pub fn front_mut(&mut self) -> Option<&mut Lot> {
        Arc::make_mut(self.runs.front_mut()?).first_mut()
    }

    /// Takes the first lot out.
    pub fn pop_front(&mut self) -> Option<Lot> {
        let run = Arc::make_mut(self.runs.front_mut()?);
        let lot = (!run.is_empty()).then(|| run.remove(0));
        if run.is_empty() {
            self.runs.pop_front();
        }
        lot
    }

    /// The last of the lots that are spent together with one, and of which something holds.
    pub fn kin_mut(&mut self, lot: &Lot, holds: impl Fn(&Lot) -> bool) -> Option<&mut Lot> {
        let key = lot.key();
        let runs = self.runs.partition_point(|run| run.first().is_some_and(|first| first.key() <= key));
        for run in self.runs.range_mut(..runs).rev() {
            let is_kin = |known: &Lot| known.key() == key && holds(known);
            if let Some(place) = run.iter().rposition(is_kin) {
                return Arc::make_mut(run).get_mut(place);
            }
            if run.first().is_some_and(|first| first.key() < key) {
                break;
            }
        }
        None
    }

    /// Puts a lot into its place, after those that are spent together with it.
    pub fn insert(&mut self, lot: Lot) {
        let runs = self.runs.partition_point(|run| run.first().is_some_and(|first| first.key() <= lot.key()));
        let at = runs.saturating_sub(1);
        let place = self.runs.get(at).map_or(0, |run| run.partition_point(|known| known.key() <= lot.key()));
        // Lots come at the end as a rule: a full run stays full, and what follows begins another.
        if runs == self.runs.len() && self.runs.get(at).is_none_or(|run| place == run.len()) {
            self.push_back(lot);
            return;
        }
        let Some(run) = self.runs.get_mut(at) else { return };
        let run = Arc::make_mut(run);
        run.insert(place, lot);
        if run.len() > RUN {
            let rest = run.split_off(RUN >> 1);
            self.runs.insert(at.saturating_add(1), Arc::new(rest));
        }
    }

    fn push_back(&mut self, lot: Lot) {
        match self.runs.back_mut().filter(|run| run.len() < RUN) {
            Some(run) => Arc::make_mut(run).push(lot),
            None => self.runs.push_back(Arc::new(vec![lot])),
        }
    }

    /// Takes out the lots that lapse on dates of their own, up to an instant.
    pub fn take_until(&mut self, until: Instant) -> Vec<Lot> {
        let mut taken = Vec::new();
        let first =
            self.runs.partition_point(|run| run.last().is_some_and(|lot| lot.end() <= Instant::BEFORE));
        for run in self.runs.range_mut(first..) {
            if run.first().is_some_and(|lot| lot.end() > until) {
                break;
            }
            Arc::make_mut(run).retain(|lot| {
                let stays = lot.end() <= Instant::BEFORE || lot.end() > until;
                taken.extend((!stays).then(|| lot.clone()));
                stays
            });
        }
        if !taken.is_empty() {
            self.runs.retain(|run| !run.is_empty());
        }
        taken
    }

    /// Changes the lots of one event; those that have nothing left are gone.
    pub fn change(&mut self, id: &str, mut change: impl FnMut(&mut Lot)) {
        for run in &mut self.runs {
            if run.iter().any(|lot| *lot.id == *id) {
                let run = Arc::make_mut(run);
                for lot in run.iter_mut().filter(|lot| *lot.id == *id) {
                    change(lot);
                }
                run.retain(|lot| lot.left > 0);
            }
        }
        self.runs.retain(|run| !run.is_empty());
    }
}

impl Bytes for Lots {
    fn write(&self, out: &mut Vec<u8>) {
        self.len().write(out);
        self.visit(&mut |lot| {
            lot.write(out);
            true
        });
    }

    fn read(input: &mut Input<'_>) -> Self {
        let mut lots = Self::default();
        for lot in Vec::<Lot>::read(input) {
            lots.push_back(lot);
        }
        lots
    }
}

#[cfg(test)]
mod tests {
    use super::{Lot, Lots, RUN};
    use crate::unit::Instant;

    fn lot(end: i64, amount: i64) -> Lot {
        let at = Instant::from_millis(0);
        let expires = Some((Instant::from_millis(end), None));
        Lot { id: "e".into(), amount, left: amount, earned_at: at, usable_at: at, expires }
    }

    #[test]
    fn lots_stand_in_their_order_however_they_come() {
        let ends = |lots: &Lots| {
            let mut ends = Vec::new();
            lots.visit(&mut |lot| {
                ends.push((lot.end().millis(), lot.amount));
                true
            });
            ends
        };
        let (mut lots, mut expected) = (Lots::default(), Vec::new());
        for nth in 0..1000_i64 {
            let end = (nth * 7919).rem_euclid(331);
            lots.insert(lot(end, nth));
            let at = expected.partition_point(|(known, _)| *known <= end);
            expected.insert(at, (end, nth));
        }
        assert_eq!(ends(&lots), expected);
        assert_eq!(lots.len(), 1000);
        assert!(lots.runs.iter().all(|run| (1..=RUN).contains(&run.len())));
        let kept = lots.clone();
        for (end, amount) in expected.drain(..500) {
            assert_eq!(lots.pop_front().map(|lot| (lot.end().millis(), lot.amount)), Some((end, amount)));
        }
        assert_eq!(ends(&lots), expected);
        assert_eq!(kept.len(), 1000);
    }

    #[test]
    fn kin_are_found_across_runs_and_the_last_first() {
        let mut lots = Lots::default();
        for nth in 0..200 {
            lots.insert(lot(5, nth));
        }
        lots.insert(lot(4, 900));
        lots.insert(lot(6, 900));
        assert_eq!(lots.kin_mut(&lot(5, 0), |_| true).map(|lot| lot.amount), Some(199));
        assert_eq!(lots.kin_mut(&lot(5, 0), |known| known.amount == 3).map(|lot| lot.amount), Some(3));
        assert_eq!(lots.kin_mut(&lot(5, 0), |known| known.amount == 900).map(|lot| lot.amount), None);
        assert_eq!(lots.kin_mut(&lot(3, 0), |_| true).map(|lot| lot.amount), None);
    }
}
