//! Latent factors of items by alternating least squares.
//!
//! Source: Hu, Koren, Volinsky: Collaborative filtering for implicit feedback datasets, 2008.

use faer::linalg::solvers::Solve;
use faer::{Mat, Side};
use rayon::prelude::*;

use crate::dice::Dice;
use crate::split::Split;

/// How they are fitted.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Settings {
    /// How many factors.
    pub factors: usize,
    /// What holds them small.
    pub hold: f64,
    /// How much more a purchase counts than none.
    pub sure: f64,
    /// How often members and items take turns.
    pub rounds: usize,
    /// What the first factors are drawn by.
    pub seed: u64,
}

/// What an item bought on so many days counts more than one that was not.
pub fn weight(days: usize, settings: &Settings) -> f64 {
    settings.sure * (days as f64).ln_1p()
}

/// The factors of each item.
pub fn fit(split: &Split, settings: &Settings) -> Vec<Vec<f32>> {
    let (members, items) = (split.members.len(), split.items.len());
    let mut by_member = vec![Vec::new(); members];
    let mut by_item = vec![Vec::new(); items];
    for (member, bought) in by_member.iter_mut().enumerate() {
        for days in split.history(member).chunk_by(|a, b| a.item == b.item) {
            let (item, much) = (days[0].item as usize, weight(days.len(), settings));
            bought.push((item, much));
            by_item[item].push((member, much));
        }
    }
    let mut dice = Dice::new(settings.seed);
    let mut item_factors: Vec<Vec<f64>> =
        (0..items).map(|_| (0..settings.factors).map(|_| (dice.share() - 0.5) * 0.02).collect()).collect();
    for _ in 0..settings.rounds {
        let member_factors = solved(&by_member, &item_factors, settings);
        item_factors = solved(&by_item, &member_factors, settings);
    }
    item_factors.iter().map(|item| item.iter().map(|number| *number as f32).collect()).collect()
}

/// The factors of one side, given those of the other.
fn solved(rows: &[Vec<(usize, f64)>], others: &[Vec<f64>], settings: &Settings) -> Vec<Vec<f64>> {
    let n = settings.factors;
    let mut all = Mat::<f64>::zeros(n, n);
    for other in others {
        for a in 0..n {
            for b in 0..n {
                all[(a, b)] += other[a] * other[b];
            }
        }
    }
    for a in 0..n {
        all[(a, a)] += settings.hold;
    }
    rows.par_iter()
        .map(|row| {
            let (mut own, mut side) = (all.clone(), Mat::<f64>::zeros(n, 1));
            for (place, much) in row {
                let other = &others[*place];
                for a in 0..n {
                    for b in 0..n {
                        own[(a, b)] += much * other[a] * other[b];
                    }
                    side[(a, 0)] += (1.0 + much) * other[a];
                }
            }
            own.llt(Side::Lower).map_or_else(
                |_| vec![0.0; n],
                |factor| {
                    let solved = factor.solve(&side);
                    (0..n).map(|a| solved[(a, 0)]).collect()
                },
            )
        })
        .collect()
}
