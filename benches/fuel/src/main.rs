//! Counts the instructions of the engine's wasm by wasmtime's fuel, which is the same on every machine.
//!
//! `fuel <wasm> <folder>…`: each folder holds a program, a member's facts, carts, one a line, and the moment. Prints a line for each
//! thing that was counted: the folder's name, what it was, the instructions; of quotes the median and the most, and how many of them
//! proved their coupons the best.
//! `fuel --profile <wasm> <folder>` says which functions the instructions of the first cart's quote are in.

mod engine;
mod profile;

use engine::{Guest, Wasm};
use std::path::Path;
use std::process::ExitCode;
use wasmtime::{Error, Result, bail};

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["--profile", wasm, folder] => profile::print(wasm, folder),
        [wasm, folders @ ..] => count(wasm, folders),
        [] => Err(Error::msg("usage: fuel [--profile] <wasm> <folder>…")),
    };
    if let Err(error) = done {
        eprintln!("fuel: {error:#}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// What is in a folder.
struct Case {
    program: String,
    facts: String,
    carts: Vec<String>,
    now: f64,
}

impl Case {
    fn read(folder: &Path) -> Result<Self> {
        let read = |name: &str| std::fs::read_to_string(folder.join(name));
        Ok(Self {
            program: read("program.json")?,
            facts: read("facts.json")?,
            carts: read("carts.jsonl")?.lines().map(str::to_owned).collect(),
            now: read("now")?.trim().parse()?,
        })
    }
}

fn count(wasm: &str, folders: &[&str]) -> Result<()> {
    let wasm = Wasm::new(&std::fs::read(wasm)?)?;
    for folder in folders.iter().map(Path::new) {
        let name = folder.file_name().unwrap_or_default().display();
        for (what, counted) in counted(&mut wasm.guest()?, &Case::read(folder)?)? {
            println!("{name} {what} {counted}");
        }
    }
    Ok(())
}

/// What each thing took.
fn counted(guest: &mut Guest, case: &Case) -> Result<Vec<(&'static str, String)>> {
    let program = guest.program(&case.program)?;
    let member = guest.member(program.given, &case.facts)?;
    let (mut quotes, mut held, mut verdicts) = (Vec::new(), Vec::new(), Vec::new());
    let (mut proven, mut searched) = (0, 0);
    for cart in &case.carts {
        // The first warms up what is made once and kept.
        guest.quote(member.given, cart, case.now)?;
        let quote = guest.quote(member.given, cart, case.now)?;
        proven += u32::from(quote.given.contains("\"optimal\":true"));
        searched += u32::from(quote.given.contains("\"optimal\":"));
        quotes.push(quote.fuel);
        let cart = guest.cart(member.given, cart)?;
        held.push(guest.quote_of(member.given, cart.given, case.now, false)?.fuel);
        verdicts.push(guest.quote_of(member.given, cart.given, case.now, true)?.fuel);
    }
    guest.view(member.given, case.now)?;
    let view = guest.view(member.given, case.now)?;
    for all in [&mut quotes, &mut held, &mut verdicts] {
        all.sort_unstable();
    }
    let (Some(median), Some(most)) = (quotes.get(quotes.len() / 2), quotes.last()) else { bail!("no carts") };
    let middle = |all: &[u64]| all.get(all.len() / 2).map_or_else(String::new, u64::to_string);
    let of = |fuel: &u64| {
        if searched == 0 { fuel.to_string() } else { format!("{fuel} {proven}/{searched}") }
    };
    Ok(vec![
        ("program", program.fuel.to_string()),
        ("member", member.fuel.to_string()),
        ("view", view.fuel.to_string()),
        ("quote", of(median)),
        ("dearest", of(most)),
        ("held", middle(&held)),
        ("coupons", middle(&verdicts)),
    ])
}
