//! The engine as one wasm file for every host, and the JavaScript glue that goes with it.

use crate::say::step;
use crate::shell::{read, root, run, target, write};
use crate::stamp::Inputs;
use crate::{gate, glue, npm, toolchain};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;
use wasm_bindgen_cli_support::Bindgen;

/// What a build of the engine gives.
pub struct Built {
    /// The wasm that ships.
    pub wasm: PathBuf,
    /// The same, with what it says of alignment: nothing to an engine, much to wasm2js, and bytes.
    pub aligned: PathBuf,
    /// Bytes of the wasm as rustc and wasm-bindgen left it.
    pub raw: usize,
    /// The glue that ships.
    pub glue: PathBuf,
}

/// Builds, binds, optimises and gates the engine.
pub fn build() -> Result<Built> {
    let module = step("wasm: std and engine", |s| compile(Level::Profile).inspect(|(_, way)| s.note(way)))?.0;
    step("npm packages", npm::install)?;
    let out = target().join("pkg");
    let bound = out.join("bound.wasm");
    let built = Built {
        wasm: out.join("memberview.wasm"),
        aligned: out.join("aligned.wasm"),
        raw: read(&module)?.len(),
        glue: out.join("glue.js"),
    };
    let inputs =
        Inputs::default().path(&module).bytes(RECIPE.as_bytes()).path(&root().join("package-lock.json"));
    step("wasm: glue, wasm-opt, gates", |s| {
        if inputs.fresh("wasm", &built.wasm) {
            s.note("nothing has changed");
            return Ok(());
        }
        let (js, wasm) = bind(&module, Names::Away)?;
        write(&built.glue, glue::portable(&js)?.as_bytes())?;
        write(&bound, &wasm)?;
        optimise(&bound, &built.aligned, &["-Os"], Names::Away)?;
        optimise(&bound, &built.wasm, &["-Os", "--dealign"], Names::Away)?;
        let wasm = read(&built.wasm)?;
        gate::check(&wasm)?;
        s.note(format!("{} → {} bytes, MVP + mutable-globals", built.raw, wasm.len()));
        inputs.stamp("wasm", &built.wasm)
    })?;
    Ok(built)
}

/// The service of `examples/rust-edge` as wasm that imports nothing: the engine without the skin for JavaScript.
pub fn service() -> Result<PathBuf> {
    let dir = target().join("wasm-service");
    let toolchain = toolchain::find()?;
    // A directory of its own: in the engine's its library would lie where the engine with the skin does.
    run("wasm-service", &mut cargo_build(&toolchain, SERVICE, &dir))
        .context("the service does not build for wasm")?;
    let best = target().join("pkg/service.wasm");
    optimise(&at(&dir, "memberview_rust_edge"), &best, &["-Os"], Names::Away)?;
    Ok(best)
}

/// The same instructions as the wasm that ships, with the names of its functions, for a profile.
pub fn named() -> Result<PathBuf> {
    let module = step("wasm: std and engine", |_| compile(Level::Profile))?.0;
    step("npm packages", npm::install)?;
    let out = target().join("pkg");
    let (bound, named) = (out.join("bound.named.wasm"), out.join("named.wasm"));
    step("wasm: names, wasm-opt", |_| {
        write(&bound, &bind(&module, Names::Kept)?.1)?;
        optimise(&bound, &named, &["-Os", "--dealign"], Names::Kept)
    })?;
    Ok(named)
}

/// Whether a wasm tells the names of its functions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// They are bytes that nobody needs.
    Away,
    /// To look into it.
    Kept,
}

/// How hard rustc is to optimise.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// As Cargo.toml says, which is what ships.
    Profile,
    /// Another opt-level, in a target directory of its own, to compare.
    Other(&'static str),
}

/// The module as rustc leaves it, and the way std was built.
pub fn compile(level: Level) -> Result<(PathBuf, String)> {
    let toolchain = toolchain::find()?;
    let dir = match level {
        Level::Profile => target().join("wasm"),
        Level::Other(level) => target().join(format!("wasm-{level}")),
    };
    let mut cargo = cargo_build(&toolchain, ENGINE, &dir);
    if let Level::Other(level) = level {
        cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", level);
    }
    run("wasm-build", &mut cargo).context("the engine does not build for wasm")?;
    Ok((at(&dir, ENGINE), toolchain.way))
}

/// A cargo that builds the library of a package, with std, for wasm.
fn cargo_build(toolchain: &toolchain::Toolchain, package: &str, dir: &Path) -> Command {
    let mut cargo = toolchain.cargo();
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", RUSTFLAGS);
    cargo.args(["build", "--locked", "--release", "--package", package, "--lib"]);
    cargo.args(["--target", TARGET, "-Zbuild-std=std,panic_abort", SMALL_STD, "--target-dir"]).arg(dir);
    cargo
}

/// The module that ships, as rustc leaves it.
pub fn module() -> PathBuf {
    at(&target().join("wasm"), ENGINE)
}

fn at(dir: &Path, library: &str) -> PathBuf {
    dir.join(TARGET).join(format!("release/{library}.wasm"))
}

/// Lints what only the wasm has: the skin.
pub fn clippy() -> Result<()> {
    let mut cargo = toolchain::find()?.clippy()?;
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", RUSTFLAGS);
    cargo.args(["--locked", "--package", "memberview", "--lib", "--target", TARGET]);
    cargo.args(["-Zbuild-std=std,panic_abort", SMALL_STD, "--target-dir"]).arg(target().join("wasm"));
    run("wasm-clippy", cargo.args(["--", "-D", "warnings"])).map(drop)
}

/// wasm-bindgen's glue for bundlers, and the module without what only other hosts would want.
pub fn bind(module: &Path, names: Names) -> Result<(String, Vec<u8>)> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(module).bundler(true)?.typescript(false).out_name("memberview");
    bindgen.remove_name_section(names == Names::Away).remove_producers_section(true);
    let dir = target().join("pkg/bindgen");
    let mut output = bindgen.generate_output()?;
    let exports = &mut output.wasm_mut().exports;
    let globals: Vec<_> = exports
        .iter()
        .filter(|export| matches!(export.item, walrus::ExportItem::Global(_)))
        .map(walrus::Export::id)
        .collect();
    // iOS in WeChat has no exported globals.
    for global in globals {
        exports.delete(global);
    }
    walrus::passes::gc::run(output.wasm_mut());
    output.emit(&dir)?;
    let js = String::from_utf8(read(&dir.join("memberview_bg.js"))?)?;
    Ok((js, read(&dir.join("memberview_bg.wasm"))?))
}

/// Runs npm's wasm-opt, for bytes after compression; no feature newer than the gate allows may come in.
pub fn optimise(from: &Path, to: &Path, passes: &[&str], names: Names) -> Result<()> {
    let mut tool = npm::tool("binaryen/bin/wasm-opt");
    tool.arg(from).arg("-o").arg(to).args(passes);
    tool.args(["--mvp-features", "--enable-mutable-globals"]);
    tool.arg(if names == Names::Kept { "--debuginfo" } else { "--strip-debug" });
    tool.args(["--strip-producers", "--strip-target-features"]);
    // Addresses below 1024 are the end of the stack, where nothing is to be found.
    tool.arg("--low-memory-unused");
    // What is tiny goes into its callers, which is fast; what has one caller stays apart, which compresses better. What the
    // skipped pass saves before compression it costs after it: code that is alike comes out different.
    tool.args(["--always-inline-max-function-size", "10", "--one-caller-inline-max-function-size", "0"]);
    tool.arg("--skip-pass=local-cse");
    run("wasm-opt", &mut tool).map(drop)
}

const ENGINE: &str = "memberview";
const SERVICE: &str = "memberview-rust-edge";
const TARGET: &str = "wasm32-unknown-unknown";
/// Only what is tiny is made part of its callers: copies of the rest would cost more bytes than the calls cost time.
const RUSTFLAGS: &str =
    "-C target-cpu=mvp -Zunstable-options -Cpanic=immediate-abort -C llvm-args=-inline-threshold=12";
/// std's own code as small as it can be; its sorts alone would weigh more than the speed is worth.
const SMALL_STD: &str = "-Zbuild-std-features=optimize_for_size";
const RECIPE: &str = concat!(include_str!("wasm.rs"), include_str!("glue.rs"), include_str!("gate.rs"));
