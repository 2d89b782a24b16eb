//! How good lists are: precision, recall, NDCG, coverage and new items, with standard errors.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::split::Split;

/// The lists of members that were asked, and what they bought.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// For each member the items of its list, best first.
    pub lists: &'a [Vec<u32>],
    /// What each bought; who bought nothing is not asked.
    pub targets: &'a [BTreeSet<u32>],
    /// What was before.
    pub split: &'a Split,
}

/// How good the first items of lists are.
#[derive(Clone, Debug, Serialize)]
pub struct Measures {
    /// How many items of each list.
    pub at: usize,
    /// How many members were asked.
    pub members: usize,
    /// The share of the list that was bought, on average.
    pub precision: Mean,
    /// The share of what was bought that the list had, on average.
    pub recall: Mean,
    /// The share of all that was bought that all lists had.
    pub recall_pooled: f64,
    /// Discounted gain over that of the best list.
    pub ndcg: Mean,
    /// The share of members of whose list something was bought.
    pub hit_rate: f64,
    /// The share of all items that stand in some list.
    pub coverage: f64,
    /// The share of the list that the member had never bought, on average.
    pub new: f64,
    /// The NDCG of each member that was asked.
    #[serde(skip)]
    pub each: Vec<f64>,
}

/// A mean over members with its standard error.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Mean {
    /// The mean.
    pub mean: f64,
    /// Its standard error.
    pub error: f64,
}

impl Mean {
    /// Of some values.
    pub fn of(values: &[f64]) -> Self {
        let n = values.len().max(1) as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0).max(1.0);
        Self { mean, error: (variance / n).sqrt() }
    }
}

impl Measures {
    /// Of the first `at` items of lists.
    pub fn of(asked: &Asked<'_>, at: usize) -> Self {
        let discount: Vec<f64> = (0..at).map(|place| 1.0 / (place as f64 + 2.0).log2()).collect();
        let (mut precision, mut recall, mut ndcg, mut new) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut seen, mut all_hits, mut all_bought, mut any) = (BTreeSet::new(), 0_usize, 0_usize, 0_usize);
        for (member, (list, bought)) in asked.lists.iter().zip(asked.targets).enumerate() {
            if bought.is_empty() {
                continue;
            }
            let list = list.get(..at).unwrap_or(list);
            let gains = list.iter().zip(&discount).filter(|(item, _)| bought.contains(item));
            let gain: f64 = gains.map(|(_, gain)| gain).sum();
            let hits = list.iter().filter(|item| bought.contains(item)).count();
            let best: f64 = discount.iter().take(bought.len()).sum();
            precision.push(hits as f64 / at as f64);
            recall.push(hits as f64 / bought.len() as f64);
            ndcg.push(gain / best);
            let unknown = list.iter().filter(|item| !asked.split.has(member, **item)).count();
            new.push(unknown as f64 / list.len().max(1) as f64);
            seen.extend(list.iter().copied());
            (all_hits, all_bought, any) =
                (all_hits + hits, all_bought + bought.len(), any + usize::from(hits > 0));
        }
        let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
        Self {
            at,
            members: precision.len(),
            hit_rate: share(any, precision.len()),
            precision: Mean::of(&precision),
            recall: Mean::of(&recall),
            recall_pooled: share(all_hits, all_bought),
            ndcg: Mean::of(&ndcg),
            coverage: share(seen.len(), asked.split.items.len()),
            new: Mean::of(&new).mean,
            each: ndcg,
        }
    }
}
