//! Trees that join what is known of an item into one score: section `TREE`.
//!
//! | bytes | what |
//! | --- | --- |
//! | 0–3 | how many kinds of score there are: one for all items, one for items that the member never bought |
//! | 4– | for each kind how many trees it has |
//! | … | for each tree, and once more at the end, the place of its first node |
//! | … | the nodes, twelve bytes each: the feature (255 for a leaf), a zero, the place of the right branch counted from the node (16 bits), the threshold (a float), the value in millionths (32 bits, signed) |
//!
//! The left branch follows its node; it is taken where the feature is at most the threshold. A node's value is the mean of the leaves
//! below it, so each step on the way says what its feature adds.

use super::feature::{FEATURES, Features, PARTS, part};
use super::number::{f32_at, i32_at, place, u16_at, u32_at};

/// How many bytes a node takes.
pub const NODE: usize = 12;
/// The feature of a leaf.
pub const LEAF: u8 = 255;
/// How many steps a way may have.
const STEPS: usize = 64;

/// The trees of a model.
#[derive(Clone, Copy, Debug)]
pub struct Trees<'a> {
    bytes: &'a [u8],
    kinds: usize,
}

impl<'a> Trees<'a> {
    /// From a section.
    #[must_use]
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let trees = Self { bytes, kinds: place(u32_at(bytes, 0)?).min(8) };
        let last = trees.starts().checked_add(trees.count(trees.kinds).checked_mul(4)?)?;
        let nodes = place(u32_at(bytes, last)?);
        let needed = trees.nodes().checked_add(nodes.checked_mul(NODE)?)?;
        (bytes.len() == needed).then_some(trees)
    }

    /// How many trees stand before those of a kind.
    fn count(&self, kind: usize) -> usize {
        let of = |kind: usize| u32_at(self.bytes, kind.saturating_mul(4).saturating_add(4)).map_or(0, place);
        (0..kind).map(of).fold(0, usize::saturating_add).min(100_000)
    }

    fn starts(&self) -> usize {
        self.kinds.saturating_mul(4).saturating_add(4)
    }

    fn nodes(&self) -> usize {
        let starts = self.count(self.kinds).saturating_add(1).saturating_mul(4);
        self.starts().saturating_add(starts)
    }

    /// What the trees of a kind say of features: what each part adds, in millionths, and what there is without any.
    #[must_use]
    pub fn parts(&self, kind: usize, features: &Features) -> ([i64; PARTS], i64) {
        let (mut parts, mut base) = ([0_i64; PARTS], 0_i64);
        for tree in self.count(kind)..self.count(kind.saturating_add(1)) {
            let start =
                u32_at(self.bytes, tree.saturating_mul(4).saturating_add(self.starts())).map_or(0, place);
            let mut at = start.saturating_mul(NODE).saturating_add(self.nodes());
            let mut value = i64::from(i32_at(self.bytes, at.saturating_add(8)).unwrap_or(0));
            base = base.saturating_add(value);
            for _ in 0..STEPS {
                let feature = self.bytes.get(at).copied().unwrap_or(LEAF);
                let Some(of) = features.get(usize::from(feature)).filter(|_| usize::from(feature) < FEATURES)
                else {
                    break;
                };
                let left = f32_at(self.bytes, at.saturating_add(4)).is_none_or(|threshold| *of <= threshold);
                let right = usize::from(u16_at(self.bytes, at.saturating_add(2)).unwrap_or(1)).max(1);
                at = at.saturating_add(if left { NODE } else { right.saturating_mul(NODE) });
                let next = i64::from(i32_at(self.bytes, at.saturating_add(8)).unwrap_or(0));
                if let Some(part) = parts.get_mut(part(feature)) {
                    *part = part.saturating_add(next.saturating_sub(value));
                }
                value = next;
            }
        }
        (parts, base)
    }
}
