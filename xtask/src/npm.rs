//! Node and the npm packages of the root, installed once for each lock file.

use crate::say::Step;
use crate::shell::{command, root, run};
use crate::stamp::Inputs;
use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use std::process::Command;

/// Installs what package-lock.json names, unless that is done.
pub fn install(step: &Step) -> Result<()> {
    let version = command("node").arg("--version").output().context("by hand: install Node 20 or newer")?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    let major = version.trim_start_matches('v').split('.').next().and_then(|text| text.parse::<u32>().ok());
    ensure!(major.is_some_and(|major| major >= 20), "Node is {version}; by hand: install Node 20 or newer");
    let inputs = Inputs::default().path(&root().join("package-lock.json")).bytes(version.as_bytes());
    let made = root().join("node_modules/.package-lock.json");
    if inputs.fresh("npm", &made) {
        step.note(format!("Node {version}, packages are there"));
        return Ok(());
    }
    let mut npm = command("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    run("npm-ci", &mut npm).context("by hand: npm ci --ignore-scripts")?;
    inputs.stamp("npm", &made)?;
    step.note(format!("Node {version}, npm ci"));
    Ok(())
}

/// A tool of an npm package, by its script, to be run by node.
pub fn tool(script: &str) -> Command {
    let mut node = command("node");
    node.arg(path(script));
    node
}

/// A script of ours, to be run by node.
pub fn script(file: &str) -> Command {
    let mut node = command("node");
    node.arg(root().join(file));
    node
}

/// A file of an installed npm package.
pub fn path(file: &str) -> PathBuf {
    root().join("node_modules").join(file)
}
