//! `cargo xtask`: sets the machine up, builds, gates, measures, tests and shows memberview.

mod gate;
mod glue;
mod npm;
mod nowasm;
mod pack;
mod say;
mod schema_types;
mod setup;
mod shell;
mod stamp;
mod toolchain;
mod wasm;

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
        ["setup"] => setup::everything()?,
        ["wasm"] => drop(wasm::build()?),
        ["pack"] => drop(pack::pack()?),
        _ => bail!("no such command: {}\n\n{HELP}", words.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}

const HELP: &str = "";
