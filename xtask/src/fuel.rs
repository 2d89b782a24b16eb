//! How many instructions of the wasm quotes, views and loading take: wasmtime's fuel, the same on every machine, each within a budget.

use crate::ci::{Count, Failed};
use crate::say::step;
use crate::shell::{command, root, run, target};
use crate::{npm, wasm};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

/// What may take how many instructions, of the cases that benches/coupons/texts.mjs writes. A quote goes from text to text, with program
/// and member held; of several carts it is the median, and `dearest` the most; `held` is that of a cart that
/// is held, `coupons` the same with a verdict on every coupon. The quote of the workload is to come down to 400 000,
/// every other to 8 000 000.
const BUDGETS: &[(&str, &str, u64)] = &[
    ("workload", "program", 14_600_000),
    ("workload", "member", 302_000_000),
    ("workload", "view", 613_000),
    ("workload", "quote", 7_450_000),
    ("workload", "dearest", 9_700_000),
    ("workload", "held", 5_450_000),
    ("workload", "coupons", 13_500_000),
    ("workload-no-coupons", "quote", 4_270_000),
    ("thousand", "program", 141_000_000),
    ("issued", "member", 9_450_000),
    ("identical", "quote", 7_000_000),
    ("identical-any-number", "quote", 33_300_000),
    ("issued", "quote", 6_400_000),
    ("near-equal", "quote", 4_400_000),
    ("near-equal-all-lines", "quote", 6_800_000),
    ("near-equal-any-number", "quote", 30_500_000),
    ("thousand", "quote", 27_500_000),
];

/// Counts, prints the table, and says how many counts are within their budgets.
pub fn fuel() -> Result<Count> {
    let built = wasm::build()?;
    let mut count = Command::new(tool()?);
    count.arg(&built.wasm).args(texts()?);
    let counted = step("fuel: counting", |_| run("fuel", &mut count))?;
    println!("\n{:<24} {:<8} {:>14} {:>14} {:>14}", "case", "what", "instructions", "budget", "proven best");
    let (mut over, mut passed) = (Vec::new(), 0);
    for &(case, what, budget) in BUDGETS {
        let line = format!("{case} {what} ");
        let said = counted.lines().find_map(|said| said.strip_prefix(&line));
        let said = said.with_context(|| format!("{case}: {what} was not counted"))?;
        let (fuel, proven) = said.split_once(' ').unwrap_or((said, ""));
        println!(
            "{case:<24} {what:<8} {:>14} {:>14} {proven:>14}",
            grouped(fuel),
            grouped(&budget.to_string())
        );
        if fuel.parse::<u64>()? > budget {
            over.push(format!("{case}: {what} takes {fuel} instructions, above the budget of {budget}"));
        } else {
            passed += 1;
        }
    }
    println!();
    if over.is_empty() {
        return Ok(Count { passed, failed: 0 });
    }
    let failed = u32::try_from(over.len()).unwrap_or(u32::MAX);
    bail!(Failed(Count { passed, failed }, over.join("\n")))
}

/// Prints in which functions the instructions of a case's first quote are, after so many stops.
pub fn profile(case: &str) -> Result<()> {
    let named = wasm::named()?;
    let tool = tool()?;
    let cases = texts()?;
    let folder =
        cases.iter().find(|folder| folder.ends_with(case)).with_context(|| format!("no case {case}"))?;
    let status = Command::new(tool).arg("--profile").arg(named).arg(folder).status()?;
    if !status.success() {
        bail!("the profile ended with {status}");
    }
    Ok(())
}

/// The folders of the cases.
fn texts() -> Result<Vec<PathBuf>> {
    let folder = target().join("fuel/texts");
    step("fuel: cases", |s| {
        drop(std::fs::remove_dir_all(&folder));
        run("fuel-texts", npm::script("benches/coupons/texts.mjs").arg(&folder))?;
        let mut cases = Vec::new();
        for entry in std::fs::read_dir(&folder)? {
            cases.push(entry?.path());
        }
        cases.sort();
        s.note(format!("{} cases", cases.len()));
        Ok(cases)
    })
}

/// The executable of benches/fuel, which is no member of the workspace.
fn tool() -> Result<PathBuf> {
    step("fuel: wasmtime", |_| {
        let mut cargo = command("cargo");
        cargo.current_dir(root().join("benches/fuel"));
        cargo.args(["build", "--locked", "--message-format", "json-render-diagnostics", "--target-dir"]);
        let said = run("fuel-build", cargo.arg(target().join("fuel")))?;
        let messages = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let mut made = messages.filter_map(|message| Some(message.get("executable")?.as_str()?.into()));
        made.next().context("cargo names no executable")
    })
}

/// A number by thousands.
fn grouped(number: &str) -> String {
    let mut text = String::new();
    for (place, digit) in number.chars().enumerate() {
        if place > 0 && (number.len() - place).is_multiple_of(3) {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}
