//! Which events there are: by short hashes of their ids, each with the instant at which the log is to be looked at.

use core::hash::Hasher;

use siphasher::sip::SipHasher13;

use crate::unit::Instant;

/// The instants of events by hashes of their ids: a table with room to spare, probed from the hash on.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Each the instant and a part of the hash, or one of the two below.
    slots: Box<[u64]>,
    /// How many are not free.
    used: usize,
    /// The sum of the hashes of all that are here, in whatever order they came.
    sum: u64,
}

/// Nothing was ever here.
const FREE: u64 = 0;
/// What was here is gone.
const GONE: u64 = 1;
/// So many bits of the hash are kept beside the instant.
const TAG: u32 = 19;

impl Known {
    /// Shows the instants of events whose ids may have a hash, until one is found.
    pub(super) fn find(&self, hash: u64, is_it: &mut dyn FnMut(Instant) -> bool) {
        self.visit(hash, &mut |slot| {
            slot == FREE || (slot > GONE && part(slot) == part(hash) && is_it(instant(slot)))
        });
    }

    /// Whether there is no room for one more.
    pub(super) fn is_full(&self) -> bool {
        self.used.saturating_mul(8) >= self.slots.len().saturating_mul(7)
    }

    /// A table for so many events, and as many more.
    pub(super) fn with_room(events: usize) -> Self {
        let room = events.max(8).saturating_mul(2).next_power_of_two();
        Self { slots: vec![FREE; room].into(), used: 0, sum: 0 }
    }

    /// Another number for every other set of events.
    pub(super) fn sum(&self) -> u64 {
        self.sum
    }

    /// Remembers the instant of an event.
    pub(super) fn insert(&mut self, hash: u64, at: Instant) {
        if let Some(place) = self.visit(hash, &mut |slot| slot <= GONE)
            && let Some(slot) = self.slots.get_mut(place)
        {
            self.used = self.used.saturating_add(usize::from(*slot == FREE));
            *slot = packed(hash, at);
            self.sum = self.sum.wrapping_add(hash);
        }
    }

    /// Forgets an event.
    pub(super) fn remove(&mut self, hash: u64, at: Instant) {
        if let Some(place) = self.visit(hash, &mut |slot| slot == FREE || slot == packed(hash, at))
            && let Some(slot) = self.slots.get_mut(place).filter(|slot| **slot != FREE)
        {
            *slot = GONE;
            self.sum = self.sum.wrapping_sub(hash);
        }
    }

    /// The first slot from the hash on that is wanted.
    fn visit(&self, hash: u64, wanted: &mut dyn FnMut(u64) -> bool) -> Option<usize> {
        let mask = self.slots.len().checked_sub(1)?;
        let start = usize::try_from((hash >> 32) & 0xffff_ffff).unwrap_or(0);
        (0..=mask)
            .map(|step| start.wrapping_add(step) & mask)
            .find(|place| wanted(self.slots.get(*place).copied().unwrap_or(FREE)))
    }
}

/// The hash of an id.
pub(super) fn hash(id: &str) -> u64 {
    let mut hasher = SipHasher13::new();
    hasher.write(id.as_bytes());
    hasher.finish()
}

/// A short hash of an id.
pub(super) fn tag(id: &str) -> u16 {
    u16::try_from(hash(id) & 0xffff).unwrap_or(0)
}

/// An instant at which something can happen takes 45 bits; with it a part of the hash.
fn packed(hash: u64, at: Instant) -> u64 {
    let since = at.millis().saturating_sub(Instant::FIRST.millis()).saturating_add(1);
    since.unsigned_abs().wrapping_shl(TAG) | part(hash)
}

fn part(hash: u64) -> u64 {
    hash & 0x7_ffff
}

fn instant(slot: u64) -> Instant {
    let since = i64::try_from(slot.wrapping_shr(TAG)).unwrap_or(0);
    Instant::from_millis(since.saturating_sub(1).saturating_add(Instant::FIRST.millis()))
}

#[cfg(test)]
mod tests {
    use super::{Known, hash};
    use crate::unit::Instant;

    #[test]
    fn finds_what_it_was_given() {
        let found = |known: &Known, id: &str| {
            let mut instants = Vec::new();
            known.find(hash(id), &mut |at| {
                instants.push(at.millis());
                false
            });
            instants
        };
        assert!(found(&Known::default(), "1").is_empty());
        let mut known = Known::with_room(500);
        for number in 0..800_i64 {
            assert!(!known.is_full());
            known.insert(hash(&number.to_string()), Instant::from_millis(number * 7919 - 2_208_988_800_000));
        }
        for number in 0..800_i64 {
            assert!(
                found(&known, &number.to_string()).contains(&(number * 7919 - 2_208_988_800_000)),
                "{number}"
            );
        }
        known.insert(hash("last"), Instant::HORIZON);
        assert_eq!(found(&known, "last"), [Instant::HORIZON.millis()]);
        known.remove(hash("last"), Instant::HORIZON);
        assert!(found(&known, "last").is_empty());
        assert!(found(&known, "800").is_empty());
    }
}
