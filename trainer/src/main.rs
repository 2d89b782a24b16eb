//! Trains memberview's recommendation models from a log of orders, and evaluates them.

mod columns;
mod journey;
mod log;
mod measure;
mod split;

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
    let histories: Vec<BTreeSet<u32>> =
        (0..split.members.len()).map(|member| split.history(member).iter().map(|one| one.item).collect()).collect();
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
            counted.sort_by_key(|(days, pop, item)| std::cmp::Reverse((*days, *pop, std::cmp::Reverse(*item))));
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
    Ok(())
}
