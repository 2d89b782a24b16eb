//! What is known of an item: section `FACT`, fourteen bytes each.

use super::number::u16_at;

/// How many bytes an item takes.
pub const FACT: usize = 14;

/// What is known of an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fact {
    /// How many members have bought it; bytes 0–1, at most 65 535.
    pub buyers: u16,
    /// How many have in the last 28 days before the model was trained; bytes 2–3.
    pub recent: u16,
    /// The day on which it was first bought, counted from the log's first one; bytes 4–5.
    pub launched: u16,
    /// The narrowest kind, what can stand for it; bytes 6–7, 65 535 for none.
    pub kind: u16,
    /// A wider category; bytes 8–9, 65 535 for none.
    pub category: u16,
    /// Its brand; bytes 10–11, 65 535 for none.
    pub brand: u16,
    /// How many days lie between two purchases of a member, the median; byte 12, 0 for unknown.
    pub gap: u8,
    /// The share of buyers that bought it again, in 255ths; byte 13.
    pub again: u8,
}

/// No kind, category or brand.
pub const NONE: u16 = u16::MAX;

impl Fact {
    /// As bytes.
    #[must_use]
    pub fn bytes(&self) -> [u8; FACT] {
        let mut bytes = [0; FACT];
        let words = [self.buyers, self.recent, self.launched, self.kind, self.category, self.brand];
        for (place, word) in bytes.chunks_exact_mut(2).zip(words) {
            place.copy_from_slice(&word.to_le_bytes());
        }
        bytes[12] = self.gap;
        bytes[13] = self.again;
        bytes
    }

    /// From bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        Some(Self {
            buyers: u16_at(bytes, 0)?,
            recent: u16_at(bytes, 2)?,
            launched: u16_at(bytes, 4)?,
            kind: u16_at(bytes, 6)?,
            category: u16_at(bytes, 8)?,
            brand: u16_at(bytes, 10)?,
            gap: *bytes.get(12)?,
            again: *bytes.get(13)?,
        })
    }
}
