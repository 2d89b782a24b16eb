//! What the trees ask about an item for a member.

use super::candidate::Candidate;
use super::fact::{Fact, NONE};
use super::history::{History, Taste};
use super::model::Model;
use super::number::real;

/// How many features there are.
pub const FEATURES: usize = 30;

/// The features of an item for a member.
pub type Features = [f32; FEATURES];

/// What a feature is about, for saying why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What the member bought of the item itself.
    Again,
    /// Which items follow from what the member bought.
    Near,
    /// What members who are alike bought.
    Alike,
    /// How many buy it.
    Popular,
    /// What the member bought of its kind, category and brand.
    Kind,
    /// How much and how often the member buys at all.
    Member,
}

/// How many parts there are.
pub const PARTS: usize = 6;

impl Part {
    /// All, in order.
    pub const ALL: [Self; PARTS] =
        [Self::Again, Self::Near, Self::Alike, Self::Popular, Self::Kind, Self::Member];
}

/// A feature: its name, and what it is about.
pub type Feature = (&'static str, Part);

/// The features, in their order.
pub const NAMES: [Feature; FEATURES] = [
    ("days on which it was bought", Part::Again),
    ("days, faded by 14", Part::Again),
    ("days, faded by 42", Part::Again),
    ("days, faded by 168", Part::Again),
    ("share of shopping days", Part::Again),
    ("days since it was last bought", Part::Again),
    ("days between purchases", Part::Again),
    ("since over between", Part::Again),
    ("days since it was first bought", Part::Again),
    ("since over the item's gap", Part::Again),
    ("share of buyers that buy again", Part::Again),
    ("what follows from what was bought", Part::Near),
    ("rank of that", Part::Near),
    ("what members alike bought", Part::Alike),
    ("rank of that", Part::Alike),
    ("buyers", Part::Popular),
    ("buyers in the last 28 days", Part::Popular),
    ("recent share of buyers", Part::Popular),
    ("days since it was launched", Part::Popular),
    ("share of its kind", Part::Kind),
    ("days since its kind was bought", Part::Kind),
    ("items of its kind", Part::Kind),
    ("its share of its kind", Part::Kind),
    ("share of its category", Part::Kind),
    ("share of its brand", Part::Kind),
    ("days between purchases of its kind over since", Part::Kind),
    ("shopping days", Part::Member),
    ("shopping days in the last 28 days", Part::Member),
    ("days since shopping", Part::Member),
    ("items for each shopping day", Part::Member),
];

/// The place of what a feature is about.
pub fn part(feature: u8) -> usize {
    let of = NAMES.get(usize::from(feature)).map(|(_, part)| *part);
    Part::ALL.iter().position(|part| Some(*part) == of).unwrap_or(0)
}

/// What a member bought, summed by kind, category and brand.
#[derive(Debug)]
pub struct Shares {
    kinds: Vec<(u16, Share)>,
    categories: Vec<(u16, Share)>,
    brands: Vec<(u16, Share)>,
    all: f32,
}

/// What was bought of a kind.
#[derive(Clone, Copy, Debug)]
struct Share {
    faded: f32,
    days: i32,
    first: i32,
    last: i32,
    items: i32,
}

impl Shares {
    /// Of a history.
    pub fn of(model: &Model, history: &History) -> Self {
        let facts: Vec<(&Taste, Fact)> =
            history.tastes.iter().map(|taste| (taste, model.fact(taste.item))).collect();
        Self {
            kinds: sums(&facts, |fact| fact.kind),
            categories: sums(&facts, |fact| fact.category),
            brands: sums(&facts, |fact| fact.brand),
            all: history.tastes.iter().map(|taste| taste.faded[2]).sum::<f32>().max(f32::MIN_POSITIVE),
        }
    }

    fn share(&self, sums: &[(u16, Share)], key: u16) -> f32 {
        find(sums, key).map_or(0.0, |share| share.faded / self.all)
    }
}

fn sums(facts: &[(&Taste, Fact)], key: fn(&Fact) -> u16) -> Vec<(u16, Share)> {
    let mut sorted: Vec<(u16, &Taste)> = facts.iter().map(|(taste, fact)| (key(fact), *taste)).collect();
    sorted.sort_by_key(|(key, taste)| (*key, taste.item));
    let mut sums: Vec<(u16, Share)> = Vec::new();
    for (key, taste) in sorted.into_iter().filter(|(key, _)| *key != NONE) {
        if sums.last().is_none_or(|(of, _)| *of != key) {
            sums.push((key, Share { faded: 0.0, days: 0, first: taste.first, last: taste.last, items: 0 }));
        }
        if let Some((_, share)) = sums.last_mut() {
            share.faded += taste.faded[2];
            share.days = share.days.saturating_add(taste.days);
            share.first = share.first.min(taste.first);
            share.last = share.last.max(taste.last);
            share.items = share.items.saturating_add(1);
        }
    }
    sums
}

fn find(sums: &[(u16, Share)], key: u16) -> Option<Share> {
    let place = sums.binary_search_by_key(&key, |(of, _)| *of).ok()?;
    sums.get(place).map(|(_, share)| *share)
}

/// What stands for days that never were.
const NEVER: f32 = 9999.0;

/// The features of a candidate.
pub fn features(model: &Model, history: &History, shares: &Shares, candidate: &Candidate) -> Features {
    let fact = model.fact(candidate.item);
    let taste = history.taste(candidate.item);
    let since = |day: i32| real(history.today.saturating_sub(day));
    let kind = find(&shares.kinds, fact.kind);
    let days = real(history.days.max(1));
    let (last, gap) = (taste.map(|taste| since(taste.last)), taste.and_then(Taste::gap));
    let ratio = |a: f32, b: f32| if b > 0.0 { a / b } else { 0.0 };
    let of = |taste: &Taste| real(taste.days);
    let faded = taste.map_or([0.0; 3], |taste| taste.faded);
    let kind_gap = kind
        .filter(|kind| kind.days > 1)
        .map_or(0.0, |kind| real(kind.last.saturating_sub(kind.first)) / real(kind.days.saturating_sub(1)));
    [
        taste.map_or(0.0, of),
        faded[0],
        faded[1],
        faded[2],
        taste.map_or(0.0, |taste| of(taste) / days),
        last.unwrap_or(NEVER),
        gap.unwrap_or(-1.0),
        last.zip(gap).map_or(-1.0, |(last, gap)| last / gap.max(1.0)),
        taste.map_or(NEVER, |taste| since(taste.first)),
        last.filter(|_| fact.gap > 0).map_or(-1.0, |last| last / f32::from(fact.gap)),
        f32::from(fact.again) / 255.0,
        candidate.near,
        real(candidate.near_rank),
        candidate.alike,
        real(candidate.alike_rank),
        f32::from(fact.buyers),
        f32::from(fact.recent),
        ratio(f32::from(fact.recent), f32::from(fact.buyers)),
        since(i32::from(fact.launched)),
        shares.share(&shares.kinds, fact.kind),
        kind.map_or(NEVER, |kind| since(kind.last)),
        kind.map_or(0.0, |kind| real(kind.items)),
        taste.zip(kind).map_or(0.0, |(taste, kind)| ratio(taste.faded[2], kind.faded)),
        shares.share(&shares.categories, fact.category),
        shares.share(&shares.brands, fact.brand),
        kind.map_or(-1.0, |kind| ratio(since(kind.last), kind_gap)),
        real(history.days),
        real(history.recent),
        since(history.last),
        real(i32::try_from(history.tastes.len()).unwrap_or(i32::MAX)) / days,
    ]
}
