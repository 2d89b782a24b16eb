//! The packed package in every host, against the native answers.

use crate::ci::{Count, counted};
use crate::say::step;
use crate::shell::{command, read, root, run, target, write};
use crate::{golden, npm, pack, setup, wasm};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The test files, but for the page's own: their names without the ending.
pub fn suites() -> Vec<String> {
    let files = crate::stamp::files(&root().join("tests/js")).into_iter();
    let names =
        files.filter_map(|file| Some(file.file_name()?.to_str()?.strip_suffix(".test.mjs")?.to_owned()));
    names.filter(|name| name != "www").collect()
}

/// Prepares everything and runs them all, or the named ones.
pub fn test(names: &[&str]) -> Result<()> {
    prepare()?;
    let asked = |name: &String| names.is_empty() || names.contains(&name.as_str());
    suites().iter().filter(|name| asked(name)).try_for_each(|name| suite(name).map(drop))
}

/// The package, packed and unpacked as npm would, and the native answers.
pub fn prepare() -> Result<PathBuf> {
    let pkg = pack::pack()?;
    let folder = golden::write_answers()?;
    step("package: tarball", |s| unpack(&pkg, &folder).map(|size| s.note(format!("{size} bytes"))))?;
    step("package: apps", |_| {
        let mut node = npm::script("tests/js/apps.mjs");
        run("apps", node.env("MEMBERVIEW_HOSTS", &folder)).map(drop)
    })?;
    step("wasm: service in Rust", |s| {
        let service = read(&wasm::service()?)?;
        s.note(format!("{} bytes", service.len()));
        write(&folder.join("service.wasm"), &service)
    })?;
    Ok(folder)
}

/// Runs the tests of one file.
pub fn suite(name: &str) -> Result<Count> {
    step(&format!("through the package: {name}"), |s| {
        let mut node = node()?;
        node.args(["--test", "--test-reporter=tap", PATIENCE]).arg(format!("tests/js/{name}.test.mjs"));
        let log = format!("suite-{name}");
        let count = counted(&log, &mut node, Count::of_tap)?;
        let said = String::from_utf8(read(&crate::shell::log(&log))?)?;
        let times = said.lines().filter_map(|line| line.strip_prefix("# time of "));
        s.note(times.fold(format!("{count:?}"), |note, time| format!("{note}; {time}")));
        Ok(count)
    })
}

/// A suite that waits for ever fails after a quarter of an hour, in milliseconds.
const PATIENCE: &str = "--test-timeout=900000";

/// Node with what the tests of hosts want to know.
pub fn node() -> Result<Command> {
    let mut node = command("node");
    node.env("CHROMIUM", setup::chromium()?)
        .env("FIREFOX", setup::firefox()?)
        .env("MINIBROWSER", setup::minibrowser()?)
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
    Ok(std::fs::metadata(&tarball)?.len())
}
