//! A model's file from what was bought before a cut.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use memberview::estimate::{
    Fact, Factors, LEAF, Model, NONE, Near, Question, Shares, candidates, features, file,
};
use rayon::prelude::*;
use serde::Serialize;

use crate::split::Split;
use crate::trees::{Rows, Tree};
use crate::{factors, linear};

/// How the parts are fitted that need no trees.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Settings {
    /// What follows from what.
    pub linear: linear::Settings,
    /// Latent factors.
    pub factors: factors::Settings,
}

/// The sections of a model but its trees.
#[derive(Clone, Debug)]
pub struct Parts {
    items: Vec<u8>,
    facts: Vec<u8>,
    near: Vec<u8>,
    factors: Vec<u8>,
}

/// Days of which `recent` counts buyers.
const RECENT: i32 = 28;

impl Parts {
    /// Fits them.
    pub fn fit(split: &Split, settings: &Settings) -> Result<Self> {
        let ids: Vec<&str> = split.items.names.iter().map(String::as_str).collect();
        let mut weights = [0.0_f32; 16];
        for (days, of) in (1..).zip(&mut weights) {
            *of = factors::weight(days, &settings.factors) as f32;
        }
        let hold = settings.factors.hold as f32;
        Ok(Self {
            items: Model::items(&ids),
            facts: facts(split).iter().flat_map(|fact| fact.bytes()).collect(),
            near: Near::bytes(&linear::fit(split, &settings.linear)?),
            factors: Factors::bytes(hold, &weights, &factors::fit(split, &settings.factors)),
        })
    }

    /// The file of a model with these parts.
    pub fn file(&self, about: &str, kinds: &[(Vec<Tree>, f64)]) -> Vec<u8> {
        file(&[
            (b"ABOU", about.as_bytes().to_vec()),
            (b"ITEM", self.items.clone()),
            (b"FACT", self.facts.clone()),
            (b"NEAR", self.near.clone()),
            (b"FACS", self.factors.clone()),
            (b"TREE", trees(kinds)),
        ])
    }

    /// The model with these parts.
    pub fn model(&self, about: &str, kinds: &[(Vec<Tree>, f64)]) -> Result<Model> {
        Model::read(self.file(about, kinds)).map_err(|problem| anyhow!("{problem}"))
    }
}

/// What the trees learn from: the candidates of members at a cut, and whether each was bought after it.
pub fn rows(split: &Split, model: &Model, unseen: bool) -> Rows {
    let asked: Vec<usize> =
        (0..split.members.len()).filter(|member| !split.targets[*member].is_empty()).collect();
    let of_members: Vec<Rows> = asked
        .par_iter()
        .map(|member| {
            let history = split.seen(*member);
            let shares = Shares::of(model, &history);
            let mut rows = Rows::default();
            for candidate in candidates(model, &Question { history: &history, unseen }) {
                rows.features.push(features(model, &history, &shares, &candidate));
                rows.bought.push(split.targets[*member].contains(&candidate.item));
            }
            rows
        })
        .collect();
    let mut all = Rows::default();
    for rows in of_members {
        all.features.extend(rows.features);
        all.bought.extend(rows.bought);
    }
    all
}

fn facts(split: &Split) -> Vec<Fact> {
    let small = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
    let (all, recent) = (split.buyers_since(0), split.buyers_since(split.cut - RECENT));
    let mut gaps = vec![Vec::new(); split.items.len()];
    let mut again = vec![0_u32; split.items.len()];
    for member in 0..split.members.len() {
        for days in split.history(member).chunk_by(|a, b| a.item == b.item) {
            let item = days[0].item as usize;
            again[item] += u32::from(days.len() > 1);
            gaps[item].extend(days.windows(2).map(|two| two[1].day - two[0].day));
        }
    }
    let number = |texts: fn(&crate::log::Product) -> Option<&String>| {
        let mut numbers = BTreeMap::new();
        split.products.iter().filter_map(texts).for_each(|text| {
            let next = numbers.len() as u32;
            numbers.entry(text.clone()).or_insert(next);
        });
        let of =
            |product| texts(product).and_then(|text| numbers.get(text)).map_or(NONE, |number| small(*number));
        split.products.iter().map(of).collect::<Vec<u16>>()
    };
    let kinds = number(|product| product.kind.as_ref());
    let categories = number(|product| product.category.as_ref());
    let brands = number(|product| product.brand.as_ref());
    (0..split.items.len())
        .map(|item| {
            gaps[item].sort_unstable();
            let gap = gaps[item].get(gaps[item].len() / 2).copied().unwrap_or(0);
            Fact {
                buyers: small(all[item]),
                recent: small(recent[item]),
                launched: u16::try_from(split.launched[item]).unwrap_or(u16::MAX),
                kind: kinds[item],
                category: categories[item],
                brand: brands[item],
                gap: u8::try_from(gap).unwrap_or(u8::MAX),
                again: (f64::from(again[item]) / f64::from(all[item].max(1)) * 255.0).round() as u8,
            }
        })
        .collect()
}

/// A section of trees. The base of a kind goes into the values of its first tree.
fn trees(kinds: &[(Vec<Tree>, f64)]) -> Vec<u8> {
    let word = |number: usize| (number as u32).to_le_bytes();
    let mut bytes = word(kinds.len()).to_vec();
    kinds.iter().for_each(|(trees, _)| bytes.extend_from_slice(&word(trees.len())));
    let all = || kinds.iter().flat_map(|(trees, _)| trees);
    let mut start = 0;
    for tree in all() {
        bytes.extend_from_slice(&word(start));
        start += tree.len();
    }
    bytes.extend_from_slice(&word(start));
    for (trees, base) in kinds {
        for (nth, tree) in trees.iter().enumerate() {
            let base = if nth == 0 { *base } else { 0.0 };
            for (place, node) in tree.iter().enumerate() {
                bytes.extend_from_slice(&[node.feature.unwrap_or(LEAF), 0]);
                bytes.extend_from_slice(&((node.right.saturating_sub(place)) as u16).to_le_bytes());
                bytes.extend_from_slice(&node.threshold.to_le_bytes());
                let millionths = ((node.value + base) * 1e6).round() as i32;
                bytes.extend_from_slice(&millionths.to_le_bytes());
            }
        }
    }
    bytes
}
