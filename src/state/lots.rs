//! Lots in the order of spending, in runs that states share: a copy of a state costs its runs, not its lots.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::Arc;

use super::Lot;
use super::packed::{Expiry, Packed};
use crate::unit::{Bytes, Input, Instant, Output};

/// How many lots a run holds at most.
const RUN: usize = 64;
/// So many of the runs that are spent first stay open.
const OPEN: usize = 4;

/// Lots in the order of spending.
#[derive(Clone, Debug, Default)]
pub struct Lots {
    /// None of them is empty.
    runs: VecDeque<Run>,
}

/// Lots side by side: open, or as bytes.
#[derive(Clone, Debug, Default)]
struct Run {
    open: Option<Arc<Vec<Lot>>>,
    packed: Option<Arc<Packed>>,
}

impl Run {
    fn of(lots: Vec<Lot>) -> Self {
        Self { open: Some(Arc::new(lots)), packed: None }
    }

    fn len(&self) -> usize {
        let open = self.open.as_ref().map_or(0, |lots| lots.len());
        self.packed.as_ref().map_or(open, |packed| packed.len())
    }

    /// The key of its first lot.
    fn first(&self) -> Option<(Instant, Instant, &str)> {
        match &self.packed {
            Some(packed) => Some(packed.first()),
            None => self.open.as_ref()?.first().map(Lot::key),
        }
    }

    fn lots(&self) -> Cow<'_, [Lot]> {
        match (&self.packed, &self.open) {
            (Some(packed), _) => Cow::Owned(packed.lots()),
            (None, open) => Cow::Borrowed(open.as_ref().map_or(&[], |lots| lots.as_slice())),
        }
    }

    /// Its lots, to change them.
    fn open(&mut self) -> &mut Vec<Lot> {
        if let Some(packed) = self.packed.take() {
            self.open = Some(Arc::new(packed.lots()));
        }
        Arc::make_mut(self.open.get_or_insert_default())
    }

    /// Keeps its lots as bytes.
    fn pack(&mut self) {
        if let Some(packed) = self.open.as_ref().and_then(|lots| Packed::new(lots)) {
            (self.open, self.packed) = (None, Some(Arc::new(packed)));
        }
    }
}

impl Lots {
    /// Shows the lots, the first to be spent first, for as long as more are wanted.
    pub fn visit(&self, wants_more: &mut dyn FnMut(&Lot) -> bool) {
        for run in &self.runs {
            for lot in run.lots().iter() {
                if !wants_more(lot) {
                    return;
                }
            }
        }
    }

    /// Shows when lots lapse and how many points are left that do, in the order of spending, for as long as more are wanted.
    pub fn visit_ends(&self, wants_more: &mut dyn FnMut(Expiry, i64) -> bool) {
        for run in &self.runs {
            let packed = run.packed.as_ref().map_or(&[][..], |packed| packed.ends());
            let open = run.open.as_ref().map_or(&[][..], |lots| lots.as_slice());
            let ends = packed.iter().copied().chain(open.iter().map(|lot| (lot.expires, lot.left)));
            for (expires, left) in ends {
                if !wants_more(expires, left) {
                    return;
                }
            }
        }
    }

    /// Keeps as bytes all but the runs that are spent first, and the one that grows.
    pub fn pack(&mut self) {
        let grows = self.runs.len().saturating_sub(1);
        self.runs.iter_mut().take(grows).skip(OPEN).for_each(Run::pack);
    }

    /// Keeps all as bytes. Lots are to be readied then before they change.
    pub fn pack_all(&mut self) {
        self.runs.iter_mut().for_each(Run::pack);
    }

    /// Opens the runs that are spent first.
    pub fn ready(&mut self) {
        for run in self.runs.iter_mut().take(OPEN).filter(|run| run.packed.is_some()) {
            run.open();
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
        self.runs.front()?.open.as_ref()?.first()
    }

    /// The first to be spent, to take from it.
    pub fn front_mut(&mut self) -> Option<&mut Lot> {
        self.runs.front_mut()?.open().first_mut()
    }

    /// Takes the first lot out.
    pub fn pop_front(&mut self) -> Option<Lot> {
        let run = self.runs.front_mut()?.open();
        let lot = (!run.is_empty()).then(|| run.remove(0));
        if run.is_empty() {
            self.runs.pop_front();
            self.ready();
        }
        lot
    }

    /// The last of the lots that are spent together with one, and of which something holds.
    pub fn kin_mut(&mut self, lot: &Lot, holds: impl Fn(&Lot) -> bool) -> Option<&mut Lot> {
        let key = lot.key();
        let runs = self.runs.partition_point(|run| run.first().is_some_and(|first| first <= key));
        for run in self.runs.range_mut(..runs).rev() {
            let is_kin = |known: &Lot| known.key() == key && holds(known);
            let place = run.lots().iter().rposition(is_kin);
            if let Some(place) = place {
                return run.open().get_mut(place);
            }
            if run.first().is_some_and(|first| first < key) {
                break;
            }
        }
        None
    }

    /// Puts a lot into its place, after those that are spent together with it.
    pub fn insert(&mut self, lot: Lot) {
        let runs = self.runs.partition_point(|run| run.first().is_some_and(|first| first <= lot.key()));
        let at = runs.saturating_sub(1);
        let place = |run: &Run| run.lots().partition_point(|known| known.key() <= lot.key());
        let (place, len) = self.runs.get(at).map_or((0, 0), |run| (place(run), run.len()));
        // Lots come at the end as a rule: a full run stays full, and what follows begins another.
        if runs == self.runs.len() && place == len {
            self.push_back(lot);
            return;
        }
        let Some(run) = self.runs.get_mut(at).map(Run::open) else { return };
        run.insert(place, lot);
        if run.len() > RUN {
            let rest = run.split_off(RUN >> 1);
            self.runs.insert(at.saturating_add(1), Run::of(rest));
        }
    }

    fn push_back(&mut self, lot: Lot) {
        match self.runs.back_mut().filter(|run| run.len() < RUN) {
            Some(run) => run.open().push(lot),
            None => self.runs.push_back(Run::of(vec![lot])),
        }
    }

    /// Changes the lots of one event; those that have nothing left are gone.
    pub fn change(&mut self, id: &str, mut change: impl FnMut(&mut Lot)) {
        for run in &mut self.runs {
            if run.packed.as_ref().is_none_or(|packed| packed.may_be_of(id))
                && run.lots().iter().any(|lot| *lot.id == *id)
            {
                let run = run.open();
                for lot in run.iter_mut().filter(|lot| *lot.id == *id) {
                    change(lot);
                }
                run.retain(|lot| lot.left > 0);
            }
        }
        self.runs.retain(|run| run.len() > 0);
        self.ready();
    }
}

impl Bytes for Lots {
    fn write(&self, out: &mut Output) {
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
            // Whatever is packed in between, and opened again.
            match nth.rem_euclid(50) {
                7 => lots.pack(),
                33 => {
                    lots.pack_all();
                    lots.ready();
                }
                _ => {}
            }
            let at = expected.partition_point(|(known, _)| *known <= end);
            expected.insert(at, (end, nth));
        }
        assert_eq!(ends(&lots), expected);
        assert_eq!(lots.len(), 1000);
        assert!(lots.runs.iter().all(|run| (1..=RUN).contains(&run.len())));
        lots.pack();
        assert!(lots.runs.iter().any(|run| run.packed.is_some()));
        let mut sums = Vec::new();
        lots.visit_ends(&mut |expires, left| {
            sums.push((expires.map_or(0, |(at, _)| at.millis()), left));
            true
        });
        let whole: (i64, i64) =
            (sums.iter().map(|(_, left)| left).sum(), expected.iter().map(|(_, left)| left).sum());
        assert_eq!(whole.0, whole.1);
        assert!(sums.is_sorted_by_key(|(end, _)| *end));
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
        for nth in 0..400 {
            lots.insert(lot(5, nth));
        }
        lots.pack_all();
        lots.insert(lot(4, 900));
        lots.insert(lot(6, 900));
        assert_eq!(lots.kin_mut(&lot(5, 0), |_| true).map(|lot| lot.amount), Some(399));
        assert_eq!(lots.kin_mut(&lot(5, 0), |known| known.amount == 3).map(|lot| lot.amount), Some(3));
        assert_eq!(lots.kin_mut(&lot(5, 0), |known| known.amount == 900).map(|lot| lot.amount), None);
        assert_eq!(lots.kin_mut(&lot(3, 0), |_| true).map(|lot| lot.amount), None);
    }
}
