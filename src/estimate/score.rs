//! The score of an item for a member, with what each part adds to it.

use super::candidate::{Question, candidates};
use super::feature::{PARTS, Shares, features};
use super::model::Model;

/// An item with its score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scored {
    /// The item.
    pub item: u32,
    /// Its score: the logarithm of the odds that it is bought, in millionths.
    pub score: i64,
    /// What each part adds to it.
    pub parts: [i64; PARTS],
    /// What it is without any: the score is the sum of this and the parts.
    pub base: i64,
}

/// Every candidate with its score, the best first; then what more members bought lately, then what stands first in the model.
#[must_use]
pub fn score(model: &Model, question: &Question<'_>) -> Vec<Scored> {
    let Some(trees) = model.trees() else { return Vec::new() };
    let shares = Shares::of(model, question.history);
    let kind = usize::from(question.unseen);
    let mut scored = Vec::new();
    for candidate in candidates(model, question) {
        let (parts, base) = trees.parts(kind, &features(model, question.history, &shares, &candidate));
        let score = parts.iter().fold(base, |sum, part| sum.saturating_add(*part));
        scored.push(Scored { item: candidate.item, score, parts, base });
    }
    scored.sort_by(|a, b| {
        let popular = |one: &Scored| model.fact(one.item).recent;
        b.score.cmp(&a.score).then_with(|| popular(b).cmp(&popular(a))).then(a.item.cmp(&b.item))
    });
    scored
}
