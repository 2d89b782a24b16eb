//! Which events there are, by hashes of their ids.

use crate::unit::Instant;

/// Where each event stands, by a hash of its id: a table with room to spare, probed from the hash on.
#[derive(Clone, Debug, Default)]
pub struct Known {
    slots: Vec<Option<(u128, (Instant, u32))>>,
    count: usize,
}

impl Known {
    /// Where an event stands.
    #[must_use]
    pub fn get(&self, hash: u128) -> Option<(Instant, u32)> {
        self.slots.get(self.slot(hash)?)?.map(|(_, stands)| stands)
    }

    /// Remembers where an event stands.
    pub fn insert(&mut self, hash: u128, stands: (Instant, u32)) {
        if self.count.saturating_mul(2) >= self.slots.len() {
            let room = self.slots.len().saturating_mul(2).max(16);
            let old = core::mem::replace(&mut self.slots, vec![None; room]);
            self.count = 0;
            for (hash, stands) in old.into_iter().flatten() {
                self.insert(hash, stands);
            }
        }
        if let Some(slot) = self.slot(hash).and_then(|slot| self.slots.get_mut(slot)) {
            self.count = self.count.saturating_add(usize::from(slot.is_none()));
            *slot = Some((hash, stands));
        }
    }

    /// The slot of a hash: its own, or the free one where it would stand.
    fn slot(&self, hash: u128) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let start = usize::try_from(hash & 0xffff_ffff).unwrap_or(0);
        (0..=mask).map(|step| start.wrapping_add(step) & mask).find(|slot| match self.slots.get(*slot) {
            Some(Some((known, _))) => *known == hash,
            Some(None) | None => true,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::unit::Instant;

    #[test]
    fn finds_what_it_was_given() {
        let mut known = Known::default();
        let at = |number: i64| (Instant::from_millis(number), 0);
        assert_eq!(known.get(7), None);
        for number in 0..1000_i64 {
            known.insert(u128::from(number.unsigned_abs()) << 16, at(number));
        }
        for number in 0..1000_i64 {
            assert_eq!(known.get(u128::from(number.unsigned_abs()) << 16), Some(at(number)));
        }
        assert_eq!(known.get(1), None);
    }
}
