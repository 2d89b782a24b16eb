//! `cargo xtask`: sets the machine up, builds, gates, measures, tests and shows memberview.

mod bench;
mod ci;
mod demo;
mod fuel;
mod gate;
mod glue;
mod golden;
mod hosts;
mod merchant;
mod nowasm;
mod npm;
mod pack;
mod page;
mod provenance;
mod readme;
mod say;
mod schema;
mod schema_types;
mod serve;
mod setup;
mod shell;
mod show;
mod size;
mod stamp;
mod toolchain;
mod types;
mod wasm;
mod zones;

use anyhow::{Result, bail};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<ExitCode> {
    match words {
        ["test"] => return ci::test(),
        ["demo"] => demo::demo(demo::Then::Serve)?,
        ["demo", "--once"] => demo::demo(demo::Then::Stop)?,
        ["setup"] => setup::everything()?,
        ["wasm"] => drop(wasm::build()?),
        ["pack"] => drop(pack::pack()?),
        ["size"] => size::size()?,
        ["size", "--levels"] => size::levels()?,
        ["golden"] => drop(golden::write_answers()?),
        ["types"] => say::step("tsc --strict", types::check)?,
        ["hosts", suites @ ..] => hosts::test(suites)?,
        ["bench"] => bench::bench(15)?,
        ["bench", rounds] => bench::bench(rounds.parse()?)?,
        ["fuel"] => drop(fuel::fuel()?),
        ["fuel", "--profile", case] => fuel::profile(case)?,
        ["new", rest @ ..] => merchant::new(rest)?,
        ["check", rest @ ..] => return merchant::check(rest),
        ["show", rest @ ..] => merchant::show(rest)?,
        ["requirements"] => merchant::requirements()?,
        ["schema"] => schema::generate()?,
        ["schema", "--check"] => schema::check()?,
        ["zones"] => zones::generate()?,
        ["zones", "--check"] => zones::check()?,
        [] | ["help" | "--help" | "-h"] => println!("{HELP}"),
        _ => bail!("no such command: {}\n\n{HELP}", words.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}

const HELP: &str = "\
cargo xtask demo [--once]   the sample member's view in the terminal, then the storefront on loopback
cargo xtask new --from <preset> [--id <id>] [file]  a program of your own from a preset, never over another file
cargo xtask check <file> [--locale zh-CN]  what is wrong with a program, and what in it is hardly meant; fails with problems
cargo xtask show <file> [--locale zh-CN]   a program in plain words
cargo xtask test            everything CI runs
cargo xtask setup           what the others set up when they need it: std's sources, npm packages, browsers, jsc
cargo xtask wasm            the engine as wasm, optimised and gated, and its glue
cargo xtask pack            the npm package in pkg/dist
cargo xtask size            bytes of the wasm and of each JavaScript entry, against the budgets
cargo xtask size --levels   the wasm at each opt-level of rustc and of wasm-opt
cargo xtask golden          the native answers to all cases, which every host must repeat to the byte
cargo xtask hosts [suite …] the packed package against those answers in every host, or in those of some suites
cargo xtask bench [rounds]  how long the engine takes, beside plain and expert JavaScript
cargo xtask fuel            how many instructions quotes, views and loading take, against the budgets
cargo xtask fuel --profile <case>  in which functions those of a quote are
cargo xtask types           tsc --strict over package, examples and cases, after hosts
cargo xtask requirements    tests/requirements.md, from tests/requirements.json
cargo xtask schema [--check] the JSON Schemas, from the types
cargo xtask zones [--check]  the table of time zones, from the database";
