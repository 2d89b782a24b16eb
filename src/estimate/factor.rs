//! Latent factors of items: section `FACS`. A member's own are solved from what was bought, here and now.
//!
//! | bytes | what |
//! | --- | --- |
//! | 0–3 | how many factors there are, at most 128 |
//! | 4–7 | what holds a member's factors small, a float |
//! | 8–71 | the weight of an item bought on 1, 2, … 16 days or more, floats |
//! | 72– | for each factor what a size of 1 is, a float |
//! | … | the products of each factor with each over all items, floats: only those with a factor that does not stand before it |
//! | … | for each item the sizes of its factors, one signed byte each |

use super::history::History;
use super::number::{f32_at, i8_at, place, u32_at};

/// The factors of a model.
#[derive(Clone, Copy, Debug)]
pub struct Factors<'a> {
    bytes: &'a [u8],
    /// How many there are.
    pub count: usize,
}

/// Weights by the number of days.
const WEIGHTS: usize = 16;
const UNITS: usize = 72;

impl<'a> Factors<'a> {
    /// From a section, for so many items.
    #[must_use]
    pub fn of(bytes: &'a [u8], items: usize) -> Option<Self> {
        let count = place(u32_at(bytes, 0)?);
        if count > 128 {
            return None;
        }
        let factors = Self { bytes, count };
        let needed = factors.sizes().checked_add(items.checked_mul(count)?)?;
        (bytes.len() >= needed && bytes.len() < needed.checked_add(4)?).then_some(factors)
    }

    /// The sizes of an item's factors.
    #[must_use]
    pub fn item(&self, item: u32) -> &'a [u8] {
        let at = place(item).saturating_mul(self.count).saturating_add(self.sizes());
        self.bytes.get(at..at.saturating_add(self.count)).unwrap_or_default()
    }

    /// The weight of an item bought on so many days.
    fn weight(&self, days: i32) -> f64 {
        let days = usize::try_from(days).unwrap_or(0).clamp(1, WEIGHTS);
        f32_at(self.bytes, days.saturating_sub(1).saturating_mul(4).saturating_add(8)).map_or(0.0, f64::from)
    }

    fn unit(&self, factor: usize) -> f64 {
        f32_at(self.bytes, factor.saturating_mul(4).saturating_add(UNITS)).map_or(0.0, f64::from)
    }

    fn products(&self) -> usize {
        self.count.saturating_mul(4).saturating_add(UNITS)
    }

    fn sizes(&self) -> usize {
        let pairs = self.count.saturating_mul(self.count.saturating_add(1)) >> 1;
        pairs.saturating_mul(4).saturating_add(self.products())
    }

    /// The real factors of an item.
    fn real(&self, item: u32, units: &[f64]) -> Vec<f64> {
        let sizes = self.item(item);
        (0..self.count)
            .map(|factor| {
                f64::from(i8_at(sizes, factor).unwrap_or(0)) * units.get(factor).copied().unwrap_or(0.0)
            })
            .collect()
    }

    /// A section: what holds factors small, weights by days, and for each item its factors.
    #[must_use]
    pub fn bytes(hold: f32, weights: &[f32; WEIGHTS], items: &[Vec<f32>]) -> Vec<u8> {
        let count = items.first().map_or(0, Vec::len);
        let mut bytes = u32::try_from(count).unwrap_or(0).to_le_bytes().to_vec();
        bytes.extend_from_slice(&hold.to_le_bytes());
        for number in weights {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        let most = |factor: usize| {
            items.iter().filter_map(|item| item.get(factor)).fold(0.0_f32, |most, size| most.max(size.abs()))
        };
        let units: Vec<f32> =
            (0..count).map(|factor| most(factor).max(f32::MIN_POSITIVE * 127.0) / 127.0).collect();
        for unit in &units {
            bytes.extend_from_slice(&unit.to_le_bytes());
        }
        let sizes: Vec<Vec<i8>> = items
            .iter()
            .map(|item| item.iter().zip(&units).map(|(number, unit)| signed(number / unit)).collect())
            .collect();
        for a in 0..count {
            for b in a..count {
                let unit = |factor: usize| f64::from(units.get(factor).copied().unwrap_or(0.0));
                let size = |item: &Vec<i8>, factor: usize| i64::from(item.get(factor).copied().unwrap_or(0));
                let sum = sizes.iter().map(|item| size(item, a).saturating_mul(size(item, b))).sum::<i64>();
                let product = super::number::whole(sum) * unit(a) * unit(b);
                bytes.extend_from_slice(&super::history::narrow(product).to_le_bytes());
            }
        }
        for item in &sizes {
            bytes.extend(item.iter().map(|size| size.to_le_bytes()[0]));
        }
        bytes
    }
}

/// A number from −127 to 127 as a signed byte, to the nearest.
fn signed(number: f32) -> i8 {
    let mut size = 0_i8;
    let mut step = 64_i8;
    while step > 0 {
        let next = size.saturating_add(step);
        if f32::from(next) - 0.5 <= number.abs() {
            size = next;
        }
        step >>= 1;
    }
    if number < 0.0 { size.saturating_neg() } else { size }
}

/// A member's factors, ready to be multiplied with sizes: each in 32 767ths of the largest.
///
/// They solve `(G + h + Σ w y yᵀ) x = Σ (1 + w) y` over what was bought, where `G` is the products of all items and `h` what holds
/// factors small. Source: Hu, Koren, Volinsky: Collaborative filtering for implicit feedback datasets, 2008.
#[must_use]
pub fn fold(factors: &Factors<'_>, history: &History) -> Vec<i16> {
    let n = factors.count;
    let units: Vec<f64> = (0..n).map(|factor| factors.unit(factor)).collect();
    let hold = f32_at(factors.bytes, 4).map_or(0.0, f64::from);
    let mut sides = vec![0.0; n];
    let mut rows: Vec<Vec<f64>> = Vec::with_capacity(n);
    let mut at = factors.products();
    for a in 0..n {
        let mut row = vec![0.0; n];
        for b in row.iter_mut().skip(a) {
            *b = f32_at(factors.bytes, at).map_or(0.0, f64::from);
            at = at.saturating_add(4);
        }
        if let Some(own) = row.get_mut(a) {
            *own += hold;
        }
        rows.push(row);
    }
    for taste in &history.tastes {
        let weight = factors.weight(taste.days);
        let item = factors.real(taste.item, &units);
        for (a, row) in rows.iter_mut().enumerate() {
            let of = item.get(a).copied().unwrap_or(0.0);
            for (sum, other) in row.iter_mut().zip(&item).skip(a) {
                *sum += weight * of * other;
            }
        }
        for (side, of) in sides.iter_mut().zip(&item) {
            *side += (1.0 + weight) * of;
        }
    }
    let solved = solve(rows, sides);
    let scaled: Vec<f64> = solved.iter().zip(&units).map(|(own, unit)| own * unit).collect();
    let most = scaled.iter().fold(0.0_f64, |most, number| most.max(number.abs()));
    scaled.iter().map(|number| if most > 0.0 { sixteen(number / most * 32767.0) } else { 0 }).collect()
}

/// Solves a symmetric system whose upper half is given, by elimination without exchange of rows.
fn solve(mut rows: Vec<Vec<f64>>, mut sides: Vec<f64>) -> Vec<f64> {
    let n = rows.len();
    for a in 0..n {
        let (head, below) = rows.split_at_mut(a.saturating_add(1));
        let Some(row) = head.last() else { break };
        let own = row.get(a).copied().unwrap_or(0.0);
        if own <= 0.0 {
            return vec![0.0; n];
        }
        let side = sides.get(a).copied().unwrap_or(0.0);
        for (offset, other) in below.iter_mut().enumerate() {
            let b = offset.saturating_add(a).saturating_add(1);
            let share = row.get(b).copied().unwrap_or(0.0) / own;
            for (sum, number) in other.iter_mut().zip(row).skip(b) {
                *sum -= share * number;
            }
            if let Some(of) = sides.get_mut(b) {
                *of -= share * side;
            }
        }
    }
    for a in (0..n).rev() {
        let Some(row) = rows.get(a) else { break };
        let known: f64 =
            row.iter().zip(&sides).skip(a.saturating_add(1)).map(|(number, own)| number * own).sum();
        let own = row.get(a).copied().unwrap_or(1.0);
        if let Some(side) = sides.get_mut(a) {
            *side = (*side - known) / own;
        }
    }
    sides
}

/// To 16 bits, to the nearest.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "a float becomes the nearest end where it is beyond"
)]
fn sixteen(number: f64) -> i16 {
    (if number < 0.0 { number - 0.5 } else { number + 0.5 }) as i16
}

/// The product of a member's factors with an item's: whole, so the same in whatever order it is summed.
#[must_use]
pub fn alike(member: &[i16], sizes: &[u8]) -> i32 {
    member.iter().zip(sizes).fold(0, |sum, (own, size)| {
        sum.wrapping_add(i32::from(*own).wrapping_mul(i32::from(i8::from_le_bytes([*size]))))
    })
}
