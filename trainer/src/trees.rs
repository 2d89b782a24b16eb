//! Boosted trees that learn which candidates were bought.
//!
//! Each tree is grown leaf by leaf, the leaf first whose best split lowers the logistic loss most, over features cut into at most 255
//! steps. Nothing is drawn by chance.

use memberview::estimate::{FEATURES, Features};
use rayon::prelude::*;

/// How they are grown.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct Settings {
    /// How many trees.
    pub trees: usize,
    /// How many leaves each has.
    pub leaves: usize,
    /// How much of what a tree says is taken.
    pub rate: f64,
    /// How many rows a leaf has at least.
    pub rows: usize,
    /// What holds leaves small.
    pub hold: f64,
}

/// What trees learn from: features, and whether it was bought.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The features of each row.
    pub features: Vec<Features>,
    /// Whether each was bought.
    pub bought: Vec<bool>,
}

/// A node of a tree.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// The feature; none for a leaf.
    pub feature: Option<u8>,
    /// The left branch is taken up to this.
    pub threshold: f32,
    /// The right branch, counted from the tree's first node; the left one follows.
    pub right: usize,
    /// What it says, on average of the leaves below it.
    pub value: f64,
}

/// A tree, its nodes in the order of a walk, left first.
pub type Tree = Vec<Node>;

const BINS: usize = 255;

/// Features cut into steps.
struct Binned {
    /// For each feature the upper end of each step but the last.
    ends: Vec<Vec<f32>>,
    /// For each feature the step of each row.
    bins: Vec<Vec<u8>>,
}

impl Binned {
    fn of(rows: &Rows) -> Self {
        let (ends, bins) = (0..FEATURES)
            .into_par_iter()
            .map(|feature| {
                let ends = ends(&rows.features, feature);
                let step = |row: &Features| ends.partition_point(|end| *end < row[feature]) as u8;
                let bins = rows.features.iter().map(step).collect();
                (ends, bins)
            })
            .unzip();
        Self { ends, bins }
    }
}

/// Steps that hold about as many rows each, between values that differ.
fn ends(rows: &[Features], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|row| row[feature]).collect();
    values.sort_unstable_by(f32::total_cmp);
    let mut ends: Vec<f32> = Vec::new();
    for step in 1..BINS {
        let at = values.len() * step / BINS;
        let (Some(value), Some(next)) = (values.get(at), values.last()) else { continue };
        if value < next && ends.last().is_none_or(|last| last < value) {
            ends.push(*value);
        }
    }
    ends
}

/// Sums over rows: of slopes, of curvatures, and how many.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    slope: f64,
    curve: f64,
    rows: usize,
}

impl Sums {
    fn add(&mut self, slope: f32, curve: f32) {
        self.slope += f64::from(slope);
        self.curve += f64::from(curve);
        self.rows += 1;
    }

    fn plus(self, other: Self) -> Self {
        Self {
            slope: self.slope + other.slope,
            curve: self.curve + other.curve,
            rows: self.rows + other.rows,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            slope: self.slope - other.slope,
            curve: self.curve - other.curve,
            rows: self.rows - other.rows,
        }
    }

    fn gain(self, hold: f64) -> f64 {
        self.slope * self.slope / (self.curve + hold)
    }

    fn value(self, hold: f64) -> f64 {
        -self.slope / (self.curve + hold)
    }
}

/// A leaf that may still be split.
struct Leaf {
    node: usize,
    rows: Vec<u32>,
    sums: Sums,
    histogram: Vec<Vec<Sums>>,
    best: Option<Cut>,
}

/// A split of a leaf.
#[derive(Clone, Copy, Debug)]
struct Cut {
    gain: f64,
    feature: usize,
    bin: usize,
}

/// Grows trees on rows; what they say together is the logarithm of the odds, less its mean in `Trees::base`.
pub fn grow(rows: &Rows, settings: &Settings, told: &dyn Fn(usize)) -> (Vec<Tree>, f64) {
    let binned = Binned::of(rows);
    let bought = rows.bought.iter().filter(|bought| **bought).count() as f64;
    let base = (bought / (rows.bought.len() as f64 - bought).max(1.0)).max(1e-9).ln();
    let mut said = vec![base as f32; rows.bought.len()];
    let mut trees = Vec::new();
    for nth in 0..settings.trees {
        let slopes: Vec<(f32, f32)> = said
            .par_iter()
            .zip(&rows.bought)
            .map(|(said, bought)| {
                let chance = 1.0 / (1.0 + (-said).exp());
                (chance - f32::from(u8::from(*bought)), (chance * (1.0 - chance)).max(1e-9))
            })
            .collect();
        let (tree, leaves) = tree(&binned, &slopes, settings);
        for (value, rows) in leaves {
            for row in rows {
                said[row as usize] += value as f32;
            }
        }
        trees.push(tree);
        told(nth + 1);
    }
    (trees, base)
}

/// The leaves' values, each with its rows.
type Leaves = Vec<(f64, Vec<u32>)>;

fn tree(binned: &Binned, slopes: &[(f32, f32)], settings: &Settings) -> (Tree, Leaves) {
    let rows: Vec<u32> = (0..slopes.len() as u32).collect();
    let mut branches: Vec<(Option<Cut>, usize, usize)> = vec![(None, 0, 0)];
    let histogram = histogram(binned, slopes, &rows);
    let mut open = vec![leaf(0, rows, histogram, settings)];
    while open.len() < settings.leaves {
        let gain = |leaf: &Leaf| leaf.best.map_or(0.0, |cut| cut.gain);
        let best = (0..open.len()).max_by(|a, b| gain(&open[*a]).total_cmp(&gain(&open[*b])).then(b.cmp(a)));
        let Some((best, cut)) = best.and_then(|best| open[best].best.map(|cut| (best, cut))) else { break };
        let parent = open.swap_remove(best);
        let bins = &binned.bins[cut.feature];
        let (left, right): (Vec<u32>, Vec<u32>) =
            parent.rows.iter().partition(|row| usize::from(bins[**row as usize]) <= cut.bin);
        let (small, is_left) = if left.len() < right.len() { (&left, true) } else { (&right, false) };
        let counted = histogram_of(binned, slopes, small);
        let rest = less(&parent.histogram, &counted);
        let (of_left, of_right) = if is_left { (counted, rest) } else { (rest, counted) };
        let nodes = (branches.len(), branches.len() + 1);
        branches[parent.node] = (Some(cut), nodes.0, nodes.1);
        branches.extend([(None, 0, 0), (None, 0, 0)]);
        open.push(leaf(nodes.0, left, of_left, settings));
        open.push(leaf(nodes.1, right, of_right, settings));
    }
    let value = |leaf: &Leaf| leaf.sums.value(settings.hold) * settings.rate;
    let mut values = vec![(0.0, 0_usize); branches.len()];
    for leaf in &open {
        values[leaf.node] = (value(leaf), leaf.rows.len());
    }
    let mut nodes = Vec::new();
    walk(&branches, binned, &mut values, 0, &mut nodes);
    (nodes, open.into_iter().map(|leaf| (value(&leaf), leaf.rows)).collect())
}

/// Writes a branch, left first, and gives the mean of its leaves with how many rows they have.
fn walk(
    branches: &[(Option<Cut>, usize, usize)],
    binned: &Binned,
    values: &mut [(f64, usize)],
    at: usize,
    nodes: &mut Tree,
) -> (f64, usize) {
    let (cut, left, right) = branches[at];
    let place = nodes.len();
    nodes.push(Node { feature: None, threshold: 0.0, right: 0, value: values[at].0 });
    let Some(cut) = cut else { return values[at] };
    let (a, n) = walk(branches, binned, values, left, nodes);
    let next = nodes.len();
    let (b, m) = walk(branches, binned, values, right, nodes);
    let value = (a * n as f64 + b * m as f64) / ((n + m) as f64).max(1.0);
    let threshold = binned.ends[cut.feature][cut.bin];
    nodes[place] = Node { feature: Some(cut.feature as u8), threshold, right: next, value };
    (value, n + m)
}

fn leaf(node: usize, rows: Vec<u32>, histogram: Vec<Vec<Sums>>, settings: &Settings) -> Leaf {
    let sums = histogram[0].iter().fold(Sums::default(), |sum, bin| sum.plus(*bin));
    let best = best(&histogram, sums, settings);
    Leaf { node, rows, sums, histogram, best }
}

fn histogram(binned: &Binned, slopes: &[(f32, f32)], rows: &[u32]) -> Vec<Vec<Sums>> {
    histogram_of(binned, slopes, rows)
}

fn histogram_of(binned: &Binned, slopes: &[(f32, f32)], rows: &[u32]) -> Vec<Vec<Sums>> {
    (0..FEATURES)
        .into_par_iter()
        .map(|feature| {
            let bins = &binned.bins[feature];
            let mut sums = vec![Sums::default(); binned.ends[feature].len() + 1];
            for row in rows {
                let (slope, curve) = slopes[*row as usize];
                sums[usize::from(bins[*row as usize])].add(slope, curve);
            }
            sums
        })
        .collect()
}

fn less(all: &[Vec<Sums>], part: &[Vec<Sums>]) -> Vec<Vec<Sums>> {
    all.iter().zip(part).map(|(all, part)| all.iter().zip(part).map(|(a, b)| a.minus(*b)).collect()).collect()
}

fn best(histogram: &[Vec<Sums>], all: Sums, settings: &Settings) -> Option<Cut> {
    let mut best: Option<Cut> = None;
    for (feature, bins) in histogram.iter().enumerate() {
        let mut left = Sums::default();
        for (bin, sums) in bins.iter().enumerate().take(bins.len().saturating_sub(1)) {
            left = left.plus(*sums);
            let right = all.minus(left);
            if left.rows < settings.rows || right.rows < settings.rows {
                continue;
            }
            let gain = left.gain(settings.hold) + right.gain(settings.hold) - all.gain(settings.hold);
            if gain > best.map_or(1e-6, |best| best.gain) {
                best = Some(Cut { gain, feature, bin });
            }
        }
    }
    best
}
