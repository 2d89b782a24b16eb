//! Everything CI runs, in one order, with a table of minutes and one closing line.

use crate::say::step;
use crate::shell::{command, root, run};
use crate::{fuel, hosts, npm, page, readme, size, toolchain, wasm};
use anyhow::{Result, bail};
use std::process::{Command, ExitCode};
use std::time::Instant;

/// Tests that ran.
#[derive(Clone, Copy, Default)]
pub struct Count {
    /// Those that passed.
    pub passed: u32,
    /// Those that failed.
    pub failed: u32,
}

impl Count {
    /// From what `cargo test` printed.
    pub fn of_cargo(text: &str) -> Self {
        let mut sum = Self::default();
        for line in text.lines().filter(|line| line.starts_with("test result:")) {
            sum.passed += before(line, " passed");
            sum.failed += before(line, " failed");
        }
        sum
    }

    /// From what Node's test runner printed in TAP.
    pub fn of_tap(text: &str) -> Self {
        let after = |word: &str| {
            let lines = text.lines().filter_map(|line| line.strip_prefix(word)?.trim().parse::<u32>().ok());
            lines.sum::<u32>()
        };
        Self { passed: after("# pass "), failed: after("# fail ") + after("# cancelled ") }
    }
}

/// The number that stands before `word`.
fn before(line: &str, word: &str) -> u32 {
    let head = line.split(word).next().unwrap_or_default();
    head.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// Steps that have run, whatever came of them.
#[derive(Default)]
struct Report {
    rows: Vec<(String, f64, bool)>,
    count: Count,
}

impl Report {
    /// Runs a step and goes on even if it fails: one run shows everything that is wrong.
    fn step(&mut self, name: &str, work: impl FnOnce() -> Result<Count>) {
        let started = Instant::now();
        let result = work();
        self.rows.push((name.to_owned(), started.elapsed().as_secs_f64() / 60.0, result.is_ok()));
        match result {
            Ok(count) => self.add(count),
            Err(error) => {
                println!("\n--- {name} ---\n{error:#}\n");
                let counted = error.downcast_ref::<Failed>().map_or(Count::default(), |failed| failed.0);
                self.add(Count { passed: counted.passed, failed: counted.failed.max(1) });
            }
        }
    }

    fn add(&mut self, count: Count) {
        self.count.passed += count.passed;
        self.count.failed += count.failed;
    }

    fn close(&self) -> ExitCode {
        let total: f64 = self.rows.iter().map(|(_, minutes, _)| minutes).sum();
        println!("\n{:<28} minutes", "step");
        for (name, minutes, ok) in &self.rows {
            println!("{name:<28} {minutes:>7.2}{}", if *ok { "" } else { "  FAILED" });
        }
        println!("{:<28} {total:>7.2}\n", "all");
        println!("{} passed, {} failed", self.count.passed, self.count.failed);
        if self.count.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// A step whose tests ran and did not all pass.
#[derive(Debug)]
pub struct Failed(pub Count, pub String);

impl std::fmt::Debug for Count {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n{:?}", self.1, self.0)
    }
}

impl std::error::Error for Failed {}

/// Runs a command whose output is counted by `count`.
pub fn counted(log: &str, command: &mut Command, count: fn(&str) -> Count) -> Result<Count> {
    match run(log, command) {
        Ok(text) => {
            let found = count(&text);
            if found.failed > 0 || found.passed == 0 {
                bail!(Failed(found, format!("{log}: no test ran, or one failed")));
            }
            Ok(found)
        }
        Err(error) => {
            let text = std::fs::read_to_string(crate::shell::log(log)).unwrap_or_default();
            let failures = tap_failures(&text);
            let shown = if failures.is_empty() { format!("{error:#}") } else { failures };
            bail!(Failed(count(&text), shown))
        }
    }
}

/// The blocks of TAP that say what failed.
fn tap_failures(text: &str) -> String {
    let mut inside = false;
    let mut blocks = 0;
    let mut shown = Vec::new();
    for line in text.lines() {
        let first = line.trim_start().starts_with("not ok ");
        inside |= first;
        blocks += usize::from(first);
        if inside && blocks <= SHOWN {
            shown.push(line);
        }
        inside &= line.trim() != "...";
    }
    shown.join("\n")
}

/// Failures that are shown whole; the log has all.
const SHOWN: usize = 5;

/// All of it.
pub fn test() -> Result<ExitCode> {
    std::env::set_current_dir(root())?;
    let mut report = Report::default();
    report.step("set up", || {
        step("set up: npm packages, lints", |s| npm::install(s).and_then(|()| toolchain::lints())).map(none)
    });
    report.step("rustfmt", || quiet("cargo fmt", cargo(&["fmt", "--all", "--check"])));
    report.step("rustfmt, fuel", || {
        quiet("cargo fmt, fuel", cargo(&["fmt", "--check", "--manifest-path", "benches/fuel/Cargo.toml"]))
    });
    report.step("clippy", || {
        quiet(
            "cargo clippy",
            cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]),
        )
    });
    report.step("clippy, wasm", || step("cargo clippy, wasm32", |_| wasm::clippy()).map(none));
    report.step("cargo doc", || {
        let mut doc = cargo(&["doc", "--workspace", "--no-deps", "--locked"]);
        doc.env("RUSTDOCFLAGS", "-D warnings");
        quiet("cargo doc", doc)
    });
    report.step("cargo test", || {
        let mut test = cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]);
        step("cargo test", |s| {
            counted("cargo-test", &mut test, Count::of_cargo).inspect(|c| s.note(format!("{c:?}")))
        })
    });
    report.step("schemas", || step("schemas are fresh", |_| crate::schema::check()).map(none));
    report.step("tables", || step("zones are fresh", |_| crate::zones::check()).map(none));
    report.step("wasm, package", || hosts::prepare().map(none));
    report.step("sizes", || size::size().map(none));
    report.step("instructions", fuel::fuel);
    report.step("types", || step("tsc --strict", crate::types::check).map(none));
    for name in hosts::suites() {
        report.step(&format!("package: {name}"), || hosts::suite(&name));
    }
    report.step("page", page::test);
    report.step("README", readme::test);
    Ok(report.close())
}

fn cargo(args: &[&str]) -> Command {
    let mut cargo = command("cargo");
    cargo.args(args);
    cargo
}

fn quiet(name: &'static str, mut command: Command) -> Result<Count> {
    step(name, |_| run(&name.replace(' ', "-"), &mut command)).map(none)
}

/// A step that runs no tests.
fn none<T>(_: T) -> Count {
    Count::default()
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn cargo_counts_add_up() {
        let text = "test result: ok. 12 passed; 0 failed; 1 ignored\nx\ntest result: FAILED. 3 passed; 2 failed; 0 ignored";
        assert_eq!(format!("{:?}", Count::of_cargo(text)), "15 passed, 2 failed");
    }

    #[test]
    fn node_counts_add_up() {
        assert_eq!(
            format!("{:?}", Count::of_tap("# tests 9\n# pass 7\n# fail 1\n# cancelled 1\n")),
            "7 passed, 2 failed"
        );
    }
}
