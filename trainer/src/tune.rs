//! Chooses settings on what came after an earlier cut; what is asked in the end is not looked at.

use anyhow::{Context, Result};
use memberview::estimate::{Question, candidates, score};
use rayon::prelude::*;
use serde::Serialize;

use crate::fit::{Parts, rows};
use crate::log::Log;
use crate::measure::{Asked, Measures};
use crate::say::Say;
use crate::settings::{Cuts, Settings};
use crate::split::{Least, Split};
use crate::trees::{self, Rows, Tree};

/// What was tried, and how good it was.
#[derive(Clone, Debug, Serialize)]
pub struct Trial {
    /// What was set.
    pub setting: String,
    /// The NDCG of the first ten, of what is new where parts are chosen and new items are scored, else of all.
    pub ndcg: f64,
}

/// What holds weights and factors small, as it is tried.
const HOLDS: [f64; 4] = [30.0, 100.0, 300.0, 1000.0];
const FACTOR_HOLDS: [f64; 4] = [1.0, 3.0, 10.0, 30.0];
const SURE: [f64; 2] = [1.0, 4.0];
const LEAVES: [usize; 2] = [15, 31];

/// The settings for a log, and all that was tried.
pub fn tune(log: &Log, cuts: &Cuts, least: Least, bytes: usize, say: &Say) -> Result<(Settings, Vec<Trial>)> {
    let mut settings = Settings::default();
    let mut trials = Vec::new();
    let latest = *cuts.learned.first().context("the log is too short to learn from")?;
    let split = cuts.earlier(log, latest, least);
    settings.parts.linear.items = affordable(&split, &settings, bytes);

    let mut best = f64::MIN;
    for hold in HOLDS {
        let mut tried = settings.parts;
        tried.linear.hold = hold;
        tried.factors.rounds = 0;
        let ndcg = of_part(&split, &Parts::fit(&split, &tried)?, |one| one.near)?;
        trials.push(say.trial(format!("linear, held by {hold}"), ndcg));
        if ndcg > best {
            (best, settings.parts.linear.hold) = (ndcg, hold);
        }
    }
    best = f64::MIN;
    for (hold, sure) in FACTOR_HOLDS.into_iter().flat_map(|hold| SURE.map(|sure| (hold, sure))) {
        let mut tried = settings.parts;
        (tried.factors.hold, tried.factors.sure, tried.linear.items) = (hold, sure, 0);
        let ndcg = of_part(&split, &Parts::fit(&split, &tried)?, |one| one.alike)?;
        trials.push(say.trial(format!("factors, held by {hold}, sure by {sure}"), ndcg));
        if ndcg > best {
            best = ndcg;
            (settings.parts.factors.hold, settings.parts.factors.sure) = (hold, sure);
        }
    }
    let [all, new] = learned(log, cuts, &cuts.learned[1..], &settings, least)?;
    if !all.bought.is_empty() {
        let parts = Parts::fit(&split, &settings.parts)?;
        for (unseen, rows) in [(false, &all), (true, &new)] {
            choose(&split, &parts, (unseen, rows), &mut settings, &mut trials, say)?;
        }
    }
    Ok((settings, trials))
}

/// Tries how many trees of how many leaves.
fn choose(
    split: &Split,
    parts: &Parts,
    (unseen, rows): (bool, &Rows),
    settings: &mut Settings,
    trials: &mut Vec<Trial>,
    say: &Say,
) -> Result<()> {
    let mut best = f64::MIN;
    for leaves in LEAVES {
        let tried = trees::Settings { leaves, ..settings.all };
        let (grown, base) = trees::grow(rows, &tried, &|_| ());
        for count in [grown.len() / 2, grown.len()] {
            let kind = (grown[..count].to_vec(), base);
            let none: (Vec<Tree>, f64) = (Vec::new(), 0.0);
            let model = parts.model("{}", &if unseen { [none, kind] } else { [kind, none] })?;
            let lists = by_members(split, |history| {
                score(&model, &Question { history, unseen }).iter().map(|one| one.item).take(10).collect()
            });
            let ndcg = ndcg(split, &lists, unseen);
            let what = if unseen { "new" } else { "all" };
            trials.push(say.trial(format!("{what}: {count} trees of {leaves} leaves"), ndcg));
            if ndcg > best {
                best = ndcg;
                let of = if unseen { &mut settings.new } else { &mut settings.all };
                (of.leaves, of.trees) = (leaves, count);
            }
        }
    }
    Ok(())
}

/// What trees learn from at some cuts: of all items, and of those that a member never bought.
pub fn learned(log: &Log, cuts: &Cuts, at: &[i32], settings: &Settings, least: Least) -> Result<[Rows; 2]> {
    let mut learned = [Rows::default(), Rows::default()];
    for cut in at {
        let split = cuts.earlier(log, *cut, least);
        let model = Parts::fit(&split, &settings.parts)?.model("{}", &[])?;
        for (unseen, all) in [false, true].into_iter().zip(&mut learned) {
            let rows = rows(&split, &model, unseen);
            all.features.extend(rows.features);
            all.bought.extend(rows.bought);
        }
    }
    Ok(learned)
}

/// How many items weights can be kept for within so many bytes.
fn affordable(split: &Split, settings: &Settings, bytes: usize) -> usize {
    let items = split.items.len();
    let ids: usize = split.items.names.iter().map(String::len).sum();
    let each = 4 + 14 + 4 + settings.parts.factors.factors;
    let nodes = 2 * settings.all.trees * (2 * settings.all.leaves - 1) * 12;
    // Later cuts know more items than this one.
    let rest = bytes.saturating_sub(ids + items * each + nodes).saturating_sub(bytes / 16);
    (rest / (settings.parts.linear.weights * if items <= 60_000 { 3 } else { 5 })).min(items)
}

/// How good a part alone is at what is new.
fn of_part(split: &Split, parts: &Parts, by: fn(&memberview::estimate::Candidate) -> f32) -> Result<f64> {
    let model = parts.model("{}", &[])?;
    let lists = by_members(split, |history| {
        let mut all = candidates(&model, &Question { history, unseen: true });
        all.sort_by(|a, b| by(b).total_cmp(&by(a)).then(a.item.cmp(&b.item)));
        all.iter().map(|one| one.item).take(10).collect()
    });
    Ok(ndcg(split, &lists, true))
}

/// A list for each member.
pub fn by_members(
    split: &Split,
    list: impl Fn(&memberview::estimate::History) -> Vec<u32> + Sync,
) -> Vec<Vec<u32>> {
    (0..split.members.len()).into_par_iter().map(|member| list(&split.seen(member))).collect()
}

fn ndcg(split: &Split, lists: &[Vec<u32>], unseen: bool) -> f64 {
    let targets = if unseen { &split.new } else { &split.targets };
    Measures::of(&Asked { lists, targets, split }, 10).ndcg.mean
}
