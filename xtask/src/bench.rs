//! Times the package and the native build beside the JavaScript that a shop would write instead. Nothing but equality is asserted.

use crate::say::step;
use crate::shell::{command, run};
use crate::{npm, pack};
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::path::PathBuf;

/// Builds what is timed, checks that all give the same answers, prints the tables. More rounds make quieter medians.
pub fn bench(rounds: u32) -> Result<()> {
    let package = pack::pack()?;
    let native = step("bench: native build", |_| native())?;
    for script in ["benches/bench.mjs", "benches/coupons/bench.mjs"] {
        let mut node = npm::script(script);
        node.arg(package.join("dist/index.mjs")).arg(&native).arg(rounds.to_string());
        let status = node.status().context("cannot start node")?;
        ensure!(status.success(), "{script} ended with {status}");
    }
    Ok(())
}

/// The executable of benches/native.rs.
fn native() -> Result<PathBuf> {
    let mut cargo = command("cargo");
    cargo.args([
        "build",
        "--release",
        "--locked",
        "--bench",
        "native",
        "--message-format",
        "json-render-diagnostics",
    ]);
    let said = run("bench-native", &mut cargo)?;
    let executable =
        said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).find_map(|message| {
            let named = message.pointer("/target/name")? == "native";
            message.get("executable")?.as_str().filter(|_| named).map(PathBuf::from)
        });
    executable.context("cargo names no executable")
}
