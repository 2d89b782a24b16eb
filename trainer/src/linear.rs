//! A sparse linear model of what follows from what: EASE, solved exactly and then cut to its strongest weights.
//!
//! Source: Steck: Embarrassingly shallow autoencoders for sparse data, 2019. Where there are fewer members than items, the inverse is
//! taken of the members' products (Woodbury), which is the same and smaller.

use anyhow::{Context, Result};
use faer::linalg::solvers::DenseSolveCore;
use faer::{Mat, Side};
use rayon::prelude::*;

use memberview::estimate::weight;

use crate::split::Split;

/// How it is fitted.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Settings {
    /// What holds weights small.
    pub hold: f64,
    /// Weights are kept for so many items that most members bought.
    pub items: usize,
    /// And of each of them the strongest so many.
    pub weights: usize,
}

/// For each item what follows from it, with weights.
pub type Rows = Vec<Vec<(u32, f32)>>;

/// Fits the model.
pub fn fit(split: &Split, settings: &Settings) -> Result<Rows> {
    let members = split.members.len();
    let bought = bought(split);
    let mut products = Mat::<f64>::zeros(members, members);
    for buyers in &bought {
        for (a, x) in buyers {
            for (b, y) in buyers {
                products[(*a as usize, *b as usize)] += f64::from(*x) * f64::from(*y);
            }
        }
    }
    for member in 0..members {
        products[(member, member)] += settings.hold;
    }
    let inverse = products.llt(Side::Lower).ok().context("the members' products have no inverse")?.inverse();
    let mut popular: Vec<usize> = (0..bought.len()).collect();
    popular.sort_by_key(|item| (std::cmp::Reverse(bought[*item].len()), *item));
    popular.truncate(settings.items);
    let incoming: Vec<(usize, Vec<(u32, f32)>)> =
        popular.par_iter().map(|target| (*target, sources(*target, &bought, &inverse, settings))).collect();
    let mut rows: Rows = vec![Vec::new(); bought.len()];
    for (target, sources) in incoming {
        for (source, weight) in sources {
            rows[source as usize].push((target as u32, weight));
        }
    }
    for row in &mut rows {
        row.sort_by_key(|(item, _)| *item);
    }
    Ok(rows)
}

/// For each item who bought it, and how much that counts.
fn bought(split: &Split) -> Vec<Vec<(u32, f32)>> {
    let mut bought = vec![Vec::new(); split.items.len()];
    for member in 0..split.members.len() {
        for days in split.history(member).chunk_by(|a, b| a.item == b.item) {
            bought[days[0].item as usize].push((member as u32, weight(days.len() as i32)));
        }
    }
    bought
}

/// The strongest items that a target follows from.
fn sources(
    target: usize,
    bought: &[Vec<(u32, f32)>],
    inverse: &Mat<f64>,
    settings: &Settings,
) -> Vec<(u32, f32)> {
    let mut column = vec![0.0_f64; inverse.nrows()];
    for (member, x) in &bought[target] {
        for (sum, of) in column.iter_mut().zip(inverse.col(*member as usize).iter()) {
            *sum += f64::from(*x) * of;
        }
    }
    let dot = |item: usize| -> f64 {
        bought[item].iter().map(|(member, x)| f64::from(*x) * column[*member as usize]).sum()
    };
    let scale = 1.0 / (1.0 - dot(target)).max(1e-9);
    let mut strongest: Vec<(u32, f32)> = (0..bought.len())
        .filter(|source| *source != target)
        .map(|source| (source as u32, (dot(source) * scale) as f32))
        .filter(|(_, weight)| *weight > 0.0)
        .collect();
    let by = |a: &(u32, f32), b: &(u32, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if strongest.len() > settings.weights {
        strongest.select_nth_unstable_by(settings.weights, by);
        strongest.truncate(settings.weights);
    }
    strongest
}
