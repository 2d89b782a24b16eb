//! The items that are worth looking at for a member: what was bought, what follows from it, what members alike bought, and what sells.

use super::factor::{alike, fold};
use super::history::History;
use super::model::Model;
use super::number::{place, real};

/// How many items that were never bought are taken by what follows, by members alike, and by how many buy them.
const TAKEN: [usize; 3] = [200, 100, 100];

/// An item that is worth looking at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The item.
    pub item: u32,
    /// How much it follows from what was bought.
    pub near: f32,
    /// Its place by that among all candidates, from 0.
    pub near_rank: i32,
    /// How much members alike bought it.
    pub alike: f32,
    /// Its place by that.
    pub alike_rank: i32,
}

/// What is asked of a model.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// What the member bought, as seen today.
    pub history: &'a History,
    /// Whether only items are wanted that the member never bought.
    pub unseen: bool,
}

/// The items that are worth looking at, by their numbers.
#[must_use]
pub fn candidates(model: &Model, question: &Question<'_>) -> Vec<Candidate> {
    let history = question.history;
    let near = follows(model, history);
    let alike = likes(model, history);
    let mut chosen = vec![false; model.count];
    let mut unseen: Vec<u32> = (0..u32::try_from(model.count).unwrap_or(u32::MAX)).collect();
    for taste in &history.tastes {
        if let Some(chosen) = chosen.get_mut(place(taste.item)) {
            *chosen = true;
        }
    }
    unseen.retain(|item| !chosen.get(place(*item)).copied().unwrap_or(true));
    if question.unseen {
        chosen.fill(false);
    }
    let by = |scores: &[f32], item: u32| scores.get(place(item)).copied().unwrap_or(0.0);
    let popular: Vec<f32> = unseen_popular(model);
    for (scores, most) in [&near, &alike, &popular].into_iter().zip(TAKEN) {
        let mut best: Vec<(f32, u32)> = Vec::new();
        for item in &unseen {
            let score = by(scores, *item);
            if score > 0.0 {
                keep(&mut best, (score, *item), most);
            }
        }
        for (_, item) in best {
            if let Some(chosen) = chosen.get_mut(place(item)) {
                *chosen = true;
            }
        }
    }
    let mut list: Vec<Candidate> = Vec::new();
    for (item, _) in (0..).zip(&chosen).filter(|(_, chosen)| **chosen) {
        list.push(Candidate {
            item,
            near: by(&near, item),
            near_rank: 0,
            alike: by(&alike, item),
            alike_rank: 0,
        });
    }
    rank(&mut list, |one| one.near, |one, rank| one.near_rank = rank);
    rank(&mut list, |one| one.alike, |one, rank| one.alike_rank = rank);
    list
}

/// Keeps the best so many, the better first, then the one with the smaller number.
pub fn keep<S: PartialOrd + Copy>(best: &mut Vec<(S, u32)>, one: (S, u32), most: usize) {
    if best.len() >= most && best.last().is_some_and(|last| last.0 >= one.0) {
        return;
    }
    let at = best.partition_point(|other| other.0 >= one.0);
    best.insert(at, one);
    best.truncate(most);
}

fn rank(list: &mut [Candidate], by: fn(&Candidate) -> f32, set: fn(&mut Candidate, i32)) {
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by(|a, b| {
        let score = |at: &usize| list.get(*at).map_or(0.0, by);
        score(b).total_cmp(&score(a)).then(a.cmp(b))
    });
    for (rank, at) in (0..).zip(order) {
        if let Some(one) = list.get_mut(at) {
            set(one, rank);
        }
    }
}

/// How much each item follows from what was bought.
fn follows(model: &Model, history: &History) -> Vec<f32> {
    let mut scores = vec![0.0; model.count];
    let Some(near) = model.near() else { return scores };
    for taste in &history.tastes {
        let much = weight(taste.days);
        for (item, size) in near.from(taste.item) {
            if let Some(score) = scores.get_mut(place(item)) {
                *score += much * size;
            }
        }
    }
    scores
}

/// What so many days count as, where one counts 1: the logarithm of one more, to the base of 2.
pub fn weight(days: i32) -> f32 {
    const STEPS: [f32; 16] =
        [1.0, 1.58, 2.0, 2.32, 2.58, 2.81, 3.0, 3.17, 3.322, 3.46, 3.58, 3.7, 3.81, 3.91, 4.0, 4.09];
    let at = place(u32::try_from(days).unwrap_or(0)).clamp(1, STEPS.len()).saturating_sub(1);
    STEPS.get(at).copied().unwrap_or(1.0)
}

/// How much members alike bought each item.
fn likes(model: &Model, history: &History) -> Vec<f32> {
    let Some(factors) = model.factors().filter(|_| !history.tastes.is_empty()) else {
        return vec![0.0; model.count];
    };
    let member = fold(&factors, history);
    let items = 0..u32::try_from(model.count).unwrap_or(u32::MAX);
    items.map(|item| real(alike(&member, factors.item(item)) >> 8)).collect()
}

fn unseen_popular(model: &Model) -> Vec<f32> {
    let items = 0..u32::try_from(model.count).unwrap_or(u32::MAX);
    items.map(|item| f32::from(model.fact(item).recent)).collect()
}
