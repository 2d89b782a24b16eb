//! The npm package: thin entries over one facade, one wasm, and the same engine as plain JavaScript.

use crate::npm::tool;
use crate::say::step;
use crate::shell::{read, root, run, target, write};
use crate::stamp::Inputs;
use crate::wasm::{self, Built};
use crate::{nowasm, provenance, schema_types};
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds the engine and the package; gives the folder of the package.
pub fn pack() -> Result<PathBuf> {
    let built = wasm::build()?;
    let pkg = root().join("pkg");
    schema_types::write(&pkg.join("src"))?;
    nowasm::build(&built, &pkg.join("src/nowasm.js"))?;
    copy(&built.glue, &pkg.join("src/glue.js"))?;
    copy(&built.wasm, &pkg.join("src/memberview.wasm"))?;
    let defines = provenance::defines(&built.wasm)?;
    let inputs = inputs(&pkg).bytes(defines.concat().as_bytes());
    let made = pkg.join("dist/index.mjs");
    step("package: entries, types", |s| {
        if inputs.fresh("pack", &made) {
            s.note("nothing has changed");
            return Ok(());
        }
        drop(std::fs::remove_dir_all(pkg.join("dist")));
        bundle(&pkg, &built, &defines)?;
        mini(&pkg.join("miniprogram_dist"), &built, &defines)?;
        types(&pkg)?;
        inputs.stamp("pack", &made)
    })?;
    Ok(pkg)
}

fn inputs(pkg: &Path) -> Inputs {
    Inputs::default()
        .bytes(include_bytes!("pack.rs"))
        .path(&pkg.join("src"))
        .path(&pkg.join("package.json"))
        .path(&root().join("messages"))
        .path(&root().join("tsconfig.json"))
        .path(&root().join("package-lock.json"))
}

fn bundle(pkg: &Path, built: &Built, defines: &[String]) -> Result<()> {
    let dist = pkg.join("dist");
    let entries =
        ["index=inline", "workerd=workerd", "web=web", "slim=slim", "nowasm=nowasm", "signed=signed"];
    let mut esm = esbuild(&entries, "es2020", defines);
    esm.args([
        "--format=esm",
        "--splitting",
        "--out-extension:.js=.mjs",
        "--chunk-names=shared/[name]-[hash]",
    ]);
    run("esbuild-esm", esm.arg(format!("--outdir={}", dist.display())))?;
    let mut cjs =
        esbuild(&["index=inline", "slim=slim", "nowasm=nowasm", "signed=signed"], "es2017", defines);
    cjs.args(["--format=cjs", "--out-extension:.js=.cjs"]);
    run("esbuild-cjs", cjs.arg(format!("--outdir={}", dist.display())))?;

    let worker = String::from_utf8(read(&dist.join("workerd.mjs"))?)?;
    ensure!(worker.matches(MODULE).count() == 1, "workerd.mjs must import {MODULE} once");
    write(&dist.join("edge.mjs"), worker.replace(MODULE, "\"./memberview.wasm?module\"").as_bytes())?;
    write(&dist.join("workerd.mjs"), worker.replace(MODULE, "\"./memberview.wasm\"").as_bytes())?;

    copy(&built.wasm, &dist.join("memberview.wasm"))?;
    for file in ["LICENSE-MIT", "LICENSE-APACHE"] {
        copy(&root().join(file), &pkg.join(file))?;
    }
    Ok(())
}

/// The folder that the tools of mini-programs copy into a mini-program's package, whole.
fn mini(folder: &Path, built: &Built, defines: &[String]) -> Result<()> {
    drop(std::fs::remove_dir_all(folder));
    let mut mini = esbuild(&["index=mini"], "es2017", defines);
    for name in NOT_IN_MINI {
        mini.arg(format!("--define:{name}=undefined"));
    }
    // esbuild puts the mark where a name is really used, not where it stands in a text or is the name of a field.
    for name in REFUSED_IN_MINI {
        mini.arg(format!("--define:{name}={MARK}{name}"));
    }
    run("esbuild-mini", mini.arg("--format=cjs").arg(format!("--outdir={}", folder.display())))?;
    let js = String::from_utf8(read(&folder.join("index.js"))?)?;
    ensure!(!js.contains(MARK), "gate: miniprogram_dist/index.js uses what some mini-program lacks: {MARK}…");
    write(&folder.join("package.json"), b"{ \"type\": \"commonjs\" }\n")?;
    copy(&built.wasm, &folder.join("memberview.wasm"))?;
    brotli(&built.wasm, &folder.join("memberview.wasm.br"))
}

/// esbuild over entries named `out=in`.
fn esbuild(entries: &[&str], language: &str, defines: &[String]) -> Command {
    let mut esbuild = tool("esbuild/bin/esbuild");
    for (out, name) in entries.iter().filter_map(|entry| entry.split_once('=')) {
        esbuild.arg(format!("{out}={}", root().join(format!("pkg/src/entry/{name}.ts")).display()));
    }
    esbuild.args(["--bundle", "--minify", "--charset=utf8", "--platform=neutral", "--legal-comments=none"]);
    esbuild.args(["--loader:.wasm=base64", "--external:memberview-module", "--log-level=warning"]);
    esbuild.arg(format!("--target={language}"));
    esbuild.args(defines.iter().map(|define| format!("--define:{define}")));
    esbuild
}

fn types(pkg: &Path) -> Result<()> {
    let dist = pkg.join("dist");
    let out = dist.join("types");
    let emitted = target().join("pkg/types");
    drop(std::fs::remove_dir_all(&emitted));
    let mut tsc = tool("typescript/bin/tsc");
    run("tsc-declarations", tsc.args(["--project", "tsconfig.json", "--outDir"]).arg(&emitted))?;
    let emitted = emitted.join("pkg/src");
    for file in crate::stamp::files(&emitted) {
        copy(&file, &out.join(file.strip_prefix(&emitted)?))?;
    }
    for file in ["glue.d.ts", "nowasm.d.ts"] {
        copy(&pkg.join("src").join(file), &out.join(file))?;
    }
    // The same declarations once more where TypeScript reads them as CommonJS.
    for file in crate::stamp::files(&out) {
        copy(&file, &dist.join("cjs-types").join(file.strip_prefix(&out)?))?;
    }
    write(&dist.join("cjs-types/package.json"), b"{ \"type\": \"commonjs\" }\n")
}

/// Compresses by Node's own brotli, at its best.
pub fn brotli(from: &Path, to: &Path) -> Result<()> {
    let script = "const [from, to] = process.argv.slice(1); const { readFileSync, writeFileSync } = require('fs'); \
        writeFileSync(to, require('zlib').brotliCompressSync(readFileSync(from)));";
    run("brotli", crate::shell::command("node").args(["-e", script]).arg(from).arg(to)).map(drop)
}

/// A copy that leaves an equal file alone, so that its time stays.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    let bytes = read(from)?;
    if std::fs::read(to).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    write(to, &bytes).with_context(|| format!("from {}", target().join(from).display()))
}

/// What the package uses where it is there, and mini-programs lack, or have in their simulators alone.
const NOT_IN_MINI: &[&str] = &["TextDecoder", "TextEncoder", "FinalizationRegistry", "WebAssembly"];

/// What it must not use: mini-programs lack it, or refuse it when they are looked through.
const REFUSED_IN_MINI: &[&str] = &[
    "AggregateError",
    "Atomics",
    "BigInt",
    "BigInt64Array",
    "BigUint64Array",
    "Function",
    "Proxy",
    "SharedArrayBuffer",
    "URL",
    "URLSearchParams",
    "WeakRef",
    "XMLHttpRequest",
    "atob",
    "btoa",
    "crypto",
    "document",
    "eval",
    "fetch",
    "globalThis",
    "localStorage",
    "navigator",
    "performance",
    "process",
    "queueMicrotask",
    "require",
    "self",
    "structuredClone",
    "window",
];

/// What stands in the code where such a name was used.
const MARK: &str = "refused_in_mini_";

const MODULE: &str = "\"memberview-module\"";
