//! Trains memberview's recommendation models from a log of orders, and evaluates them.

mod baseline;
mod beside;
mod columns;
mod dice;
mod evaluate;
mod factors;
mod fit;
mod journey;
mod linear;
mod log;
mod measure;
mod orders;
mod page;
mod report;
mod say;
mod settings;
mod split;
mod trees;
mod tune;

use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};

use log::Log;
use report::Report;
use say::Say;
use settings::{Cuts, Settings};
use split::{Least, Split};

/// Trains recommendation models from a log of orders, and says how good they are.
#[derive(Debug, Parser)]
struct Arguments {
    #[command(subcommand)]
    from: From,
}

#[derive(Debug, Subcommand)]
enum From {
    /// From files of order lines.
    Orders {
        #[command(flatten)]
        files: orders::Files,
        #[command(flatten)]
        how: How,
    },
    /// From the data set Complete Journey.
    Journey {
        /// The folder of its Parquet files.
        folder: PathBuf,
        /// What an item is.
        #[arg(long, value_enum, default_value_t = journey::Level::Product)]
        level: journey::Level,
        #[command(flatten)]
        how: How,
    },
}

#[derive(Debug, Args)]
struct How {
    /// Where the model goes.
    #[arg(long, default_value = "model.bin")]
    out: PathBuf,
    /// Where the report goes: this name with `.json` and `.html`.
    #[arg(long, default_value = "report")]
    report: PathBuf,
    /// How many bytes the model may have.
    #[arg(long, default_value_t = 2_000_000)]
    bytes: usize,
    /// Items that fewer members bought are left out.
    #[arg(long, default_value_t = 5)]
    members: usize,
    /// Members who bought on fewer days are left out.
    #[arg(long, default_value_t = 3)]
    days: usize,
    /// A command that gives lists of another program, for the report.
    #[arg(long)]
    beside: Option<String>,
}

fn main() -> Result<()> {
    let say = Say::new();
    say.begin("reading");
    let (log, how) = match Arguments::parse().from {
        From::Orders { files, how } => (orders::read(&files)?, how),
        From::Journey { folder, level, how } => (journey::read(&folder, level)?, how),
    };
    say.done(&format!(
        "{} purchases of {} items by {} members on {} days",
        log.purchases.len(),
        log.items.len(),
        log.members.len(),
        log.days
    ));
    let report = train(&log, &how, &say)?;
    report.write(&how.report)?;
    println!("\n{}", report.text());
    Ok(())
}

/// Chooses settings, evaluates a model of what came before the last fifth of the days, and writes one of all days.
fn train(log: &Log, how: &How, say: &Say) -> Result<Report> {
    let (least, cuts) = (Least { members: how.members, days: how.days }, Cuts::of(log));
    say.begin("choosing settings");
    let (settings, trials) = tune::tune(log, &cuts, least, how.bytes, say)?;
    say.begin("fitting what came before the cut");
    let split = Split::of(log, cuts.test, cuts.end, least);
    let bytes = fitted(log, &cuts, &split, &settings, least)?;
    say.done(&format!("a model of {} bytes", bytes.len()));
    let model =
        memberview::estimate::Model::read(bytes.clone()).map_err(|problem| anyhow::anyhow!("{problem}"))?;
    let mut methods = evaluate::baselines(&split);
    if let Some(command) = &how.beside {
        let folder = how.report.parent().context("a folder for the report")?;
        methods.extend(beside::lists(&split, command, folder)?);
        say.done(command);
    }
    methods.push(evaluate::of_model(&split, &model));
    let rows = evaluate::measured(&split, &methods)?;
    say.done("evaluated");

    say.begin("fitting all days");
    let all = Cuts::at(cuts.end, cuts.end);
    let whole = Split::of(log, all.test, all.end, least);
    let of_all = fitted(log, &all, &whole, &settings, least)?;
    std::fs::write(&how.out, &of_all).with_context(|| format!("cannot write {}", how.out.display()))?;
    say.done(&format!("{}: {} bytes", how.out.display(), of_all.len()));
    Ok(Report::new(&split, &cuts, settings, trials, bytes.len(), rows))
}

/// A model's file: parts of what came before a cut, trees of what was learned at earlier ones.
fn fitted(log: &Log, cuts: &Cuts, split: &Split, settings: &Settings, least: Least) -> Result<Vec<u8>> {
    let [all, new] = tune::learned(log, cuts, &cuts.learned, settings, least)?;
    let kinds = [trees::grow(&all, &settings.all, &|_| ()), trees::grow(&new, &settings.new, &|_| ())];
    let about = serde_json::json!({
        "firstDay": log.first_day,
        "days": split.cut,
        "members": split.members.len(),
        "items": split.items.len(),
        "settings": settings,
    });
    Ok(fit::Parts::fit(split, &settings.parts)?.file(&about.to_string(), &kinds))
}
