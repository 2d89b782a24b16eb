//! Trains memberview's recommendation models from a log of orders, and evaluates them.

mod columns;
mod dice;
mod factors;
mod fit;
mod journey;
mod linear;
mod log;
mod measure;
mod split;
mod trees;

use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;

use journey::Level;
use measure::{Asked, Measures};
use split::{Least, Split};

/// Trains recommendation models.
#[derive(Debug, Parser)]
struct Arguments {
    /// The folder of the data set's Parquet files.
    folder: PathBuf,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let log = journey::read(&arguments.folder, Level::Product)?;
    let split = Split::of(&log, 292, 365, Least { members: 5, days: 3 });
    println!(
        "{} members, {} items, {} events, {} pairs, {} of {} asked, {} members, {} with new",
        split.members.len(),
        split.items.len(),
        split.before.len(),
        split.bought_pairs(),
        split.targets.iter().map(BTreeSet::len).sum::<usize>(),
        split.pairs,
        split.targets.iter().filter(|targets| !targets.is_empty()).count(),
        split.new.iter().filter(|targets| !targets.is_empty()).count(),
    );
    let pop = split.buyers_since(0);
    let histories: Vec<BTreeSet<u32>> = (0..split.members.len())
        .map(|member| split.history(member).iter().map(|one| one.item).collect())
        .collect();
    let mut popular: Vec<u32> = (0..split.items.len() as u32).collect();
    popular.sort_by_key(|item| std::cmp::Reverse(pop[*item as usize]));
    let lists = vec![popular.get(..20).unwrap_or_default().to_vec(); split.members.len()];
    let personal: Vec<Vec<u32>> = (0..split.members.len())
        .map(|member| {
            let mut counted: Vec<(u32, u32, u32)> = split
                .history(member)
                .chunk_by(|a, b| a.item == b.item)
                .map(|days| (days.len() as u32, pop[days[0].item as usize], days[0].item))
                .collect();
            counted
                .sort_by_key(|(days, pop, item)| std::cmp::Reverse((*days, *pop, std::cmp::Reverse(*item))));
            let mut list: Vec<u32> = counted.iter().map(|(_, _, item)| *item).take(20).collect();
            for item in &popular {
                if list.len() < 20 && !list.contains(item) {
                    list.push(*item);
                }
            }
            list
        })
        .collect();
    for (name, lists) in [("popularity", &lists), ("personal", &personal)] {
        let asked = Asked { lists, targets: &split.targets, histories: &histories, items: split.items.len() };
        println!("{name} {:?}", Measures::of(&asked, 10));
    }
    let settings = fit::Settings {
        linear: linear::Settings { hold: 100.0, items: 6000, weights: 20 },
        factors: factors::Settings { factors: 32, hold: 10.0, sure: 1.0, rounds: 12, seed: 42 },
    };
    let clock = std::time::Instant::now();
    let told = |what: &str| println!("{:6.1} s {what}", clock.elapsed().as_secs_f64());
    let grown = trees::Settings { trees: 100, leaves: 31, rate: 0.1, rows: 100, hold: 1.0 };
    let mut learned = [trees::Rows::default(), trees::Rows::default()];
    for cut in [176, 205, 234] {
        let tune = Split::of(&log, cut, cut + 58, Least { members: 5, days: 3 });
        let model = fit::Parts::fit(&tune, &settings)?.model("{}", &[])?;
        for (unseen, all) in [false, true].into_iter().zip(&mut learned) {
            let rows = fit::rows(&tune, &model, unseen);
            all.features.extend(rows.features);
            all.bought.extend(rows.bought);
        }
        told(&format!("cut {cut}"));
    }
    let mut kinds = Vec::new();
    for rows in &learned {
        kinds.push(trees::grow(rows, &grown, &|_| ()));
        told("trees");
    }
    let parts = fit::Parts::fit(&split, &settings)?;
    told("parts of the later cut");
    let bytes = parts.file("{}", &kinds);
    println!("{} bytes", bytes.len());
    let model = parts.model("{}", &kinds)?;
    for (unseen, name, targets) in
        [(false, "all", &split.targets), (true, "new", &split.new), (false, "next", &split.next)]
    {
        use rayon::prelude::*;
        let lists: Vec<Vec<u32>> = (0..split.members.len())
            .into_par_iter()
            .map(|member| {
                let history = split.seen(member);
                let scored = memberview::estimate::score(
                    &model,
                    &memberview::estimate::Question { history: &history, unseen },
                );
                scored.iter().take(20).map(|one| one.item).collect()
            })
            .collect();
        let asked = Asked { lists: &lists, targets, histories: &histories, items: split.items.len() };
        let m = Measures::of(&asked, 10);
        told(&format!(
            "{name}: P@10 {:.4} R@10 {:.4} NDCG@10 {:.4} ±{:.4} cov {:.3} new {:.3}",
            m.precision.mean, m.recall.mean, m.ndcg.mean, m.ndcg.error, m.coverage, m.new
        ));
    }
    Ok(())
}
