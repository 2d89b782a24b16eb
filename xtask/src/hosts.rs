//! The packed package in every host, against the native answers.

use crate::ci::{Count, counted};
use crate::say::{Step, step};
use crate::shell::{command, root, run, target, write};
use crate::{golden, pack, setup};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The hosts, each with its test file.
pub const HOSTS: &[(&str, &str)] = &[
    ("codec", "codec.test.mjs"),
    ("facade", "facade.test.mjs"),
    ("Node", "node.test.mjs"),
    ("WeChat realm", "realm.test.mjs"),
    ("jsc", "jsc.test.mjs"),
    ("Chromium", "chromium.test.mjs"),
];

/// Prepares everything and runs them all.
pub fn test() -> Result<()> {
    prepare()?;
    HOSTS.iter().try_for_each(|(name, file)| step(&format!("host: {name}"), |s| one(s, file)).map(drop))
}

/// The package, packed and unpacked as npm would, and the native answers.
pub fn prepare() -> Result<PathBuf> {
    let pkg = pack::pack()?;
    let folder = golden::write_answers()?;
    step("package: tarball", |s| unpack(&pkg, &folder).map(|size| s.note(format!("{size} bytes"))))?;
    Ok(folder)
}

/// Runs the tests of one file.
pub fn one(step: &Step, file: &str) -> Result<Count> {
    let mut node = node()?;
    node.args(["--test", "--test-reporter=tap"]).arg(root().join("tests/js").join(file));
    counted(&format!("host-{file}"), &mut node, Count::of_tap)
        .inspect(|count| step.note(format!("{count:?}")))
}

/// Node with what the tests of hosts want to know.
pub fn node() -> Result<Command> {
    let mut node = command("node");
    node.env("CHROMIUM", setup::chromium()?)
        .env("JSC", setup::jsc()?)
        .env("MEMBERVIEW_HOSTS", target().join("hosts"));
    Ok(node)
}

/// `npm pack`, then the tarball into `app/node_modules`, and modules that import it as an app would.
fn unpack(pkg: &Path, folder: &Path) -> Result<u64> {
    let app = folder.join("app");
    drop(std::fs::remove_dir_all(&app));
    let modules = app.join("node_modules");
    std::fs::create_dir_all(&modules)?;
    let mut npm = command("npm");
    npm.current_dir(pkg).args(["pack", "--silent", "--ignore-scripts", "--pack-destination"]).arg(&app);
    let said = run("npm-pack", &mut npm)?;
    let tarball = app.join(said.lines().last().context("npm pack names no file")?.trim());
    run("tar", command("tar").arg("-xzf").arg(&tarball).arg("-C").arg(&modules))?;
    std::fs::rename(modules.join("package"), modules.join("memberview"))?;
    write(&app.join("package.json"), b"{ \"type\": \"module\", \"private\": true }\n")?;
    write(&app.join("inline.mjs"), b"export * from \"memberview\";\n")?;
    write(&app.join("nowasm.mjs"), b"export * from \"memberview/nowasm\";\n")?;
    Ok(std::fs::metadata(&tarball)?.len())
}
