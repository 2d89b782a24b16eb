//! Which items follow from an item: section `NEAR`, sparse weights of a linear model, by what they follow from.
//!
//! | bytes | what |
//! | --- | --- |
//! | 0–3 | how many weights there are |
//! | 4–7 | what a weight of 1 is, a float of 32 bits |
//! | 8– | for each item, and once more at the end, the place of its first weight |
//! | … | for each weight the item that follows: 16 bits where there are at most 65 536 items, else 32 |
//! | … | for each weight its size, one byte, more than 0 |

use super::number::{f32_at, place, u16_at, u32_at};

/// The weights of a model.
#[derive(Clone, Copy, Debug)]
pub struct Near<'a> {
    bytes: &'a [u8],
    count: usize,
    unit: f32,
    items: usize,
}

const STARTS: usize = 8;

impl<'a> Near<'a> {
    /// From a section, for so many items.
    #[must_use]
    pub fn of(bytes: &'a [u8], items: usize) -> Option<Self> {
        let near = Self { bytes, count: place(u32_at(bytes, 0)?), unit: f32_at(bytes, 4)?, items };
        let needed = near.sizes().checked_add(near.count)?;
        (bytes.len() >= needed && bytes.len() < needed.checked_add(4)?).then_some(near)
    }

    /// The items that follow from one, with their weights.
    pub fn from(&self, item: u32) -> impl Iterator<Item = (u32, f32)> {
        let start = |item: usize| {
            u32_at(self.bytes, item.saturating_mul(4).saturating_add(STARTS)).map_or(0, place).min(self.count)
        };
        let (from, to) = (start(place(item)), start(place(item).saturating_add(1)));
        let near = *self;
        (from..to).filter_map(move |weight| {
            let at = weight.saturating_mul(width(near.items)).saturating_add(near.targets());
            let target = match width(near.items) {
                NARROW => u16_at(near.bytes, at)?.into(),
                _ => u32_at(near.bytes, at)?,
            };
            let size = *near.bytes.get(weight.saturating_add(near.sizes()))?;
            (place(target) < near.items).then_some((target, f32::from(size) * near.unit))
        })
    }

    fn targets(&self) -> usize {
        self.items.saturating_add(1).saturating_mul(4).saturating_add(STARTS)
    }

    fn sizes(&self) -> usize {
        self.count.saturating_mul(width(self.items)).saturating_add(self.targets())
    }

    /// A section of weights by item: what follows, and how much.
    #[must_use]
    pub fn bytes(rows: &[Vec<(u32, f32)>]) -> Vec<u8> {
        let most = rows.iter().flatten().map(|(_, weight)| *weight).fold(0.0, f32::max);
        let unit = most / 255.0;
        let kept = |row: &Vec<(u32, f32)>| {
            let sized = row.iter().map(|(item, weight)| (*item, size(weight / unit)));
            sized.filter(|(_, size)| *size > 0).collect::<Vec<_>>()
        };
        let rows: Vec<Vec<(u32, u8)>> = rows.iter().map(kept).collect();
        let count = rows.iter().map(Vec::len).fold(0_usize, usize::saturating_add);
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes();
        let mut bytes = number(count).to_vec();
        bytes.extend_from_slice(&unit.to_le_bytes());
        let mut start = 0_usize;
        for row in &rows {
            bytes.extend_from_slice(&number(start));
            start = start.saturating_add(row.len());
        }
        bytes.extend_from_slice(&number(start));
        for (item, _) in rows.iter().flatten() {
            bytes.extend_from_slice(item.to_le_bytes().get(..width(rows.len())).unwrap_or_default());
        }
        bytes.extend(rows.iter().flatten().map(|(_, size)| *size));
        bytes
    }
}

/// How many bytes the place of an item takes where there are few.
const NARROW: usize = 2;

/// How many bytes the place of an item takes.
fn width(items: usize) -> usize {
    if items <= 65536 { NARROW } else { 4 }
}

/// A number from 0 to 255 as a byte, to the nearest.
fn size(number: f32) -> u8 {
    let mut low = 0_u8;
    let mut step = 128_u8;
    while step > 0 {
        let next = low.saturating_add(step);
        if f32::from(next) - 0.5 <= number {
            low = next;
        }
        step >>= 1;
    }
    low
}
