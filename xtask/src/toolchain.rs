//! The compiler that can build std from source: rustup's when it has or gets the sources, else Debian's.

use crate::setup;
use crate::shell::{command, on_path, run};
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A cargo and a rustc whose std can be built from source.
pub struct Toolchain {
    cargo: PathBuf,
    rustc: PathBuf,
    /// Which way was taken, for people.
    pub way: String,
}

impl Toolchain {
    /// This cargo, told to use this rustc and nothing of another toolchain.
    pub fn cargo(&self) -> Command {
        self.told(&self.cargo)
    }

    /// This toolchain's own clippy: `cargo clippy` would run the first that it finds, which may be of another compiler.
    pub fn clippy(&self) -> Result<Command> {
        let clippy = self.cargo.with_file_name("cargo-clippy");
        if !clippy.is_file() {
            setup::apt(&["rust-web-clippy"])?;
        }
        let mut clippy = self.told(&clippy);
        clippy.env("CARGO", &self.cargo).arg("clippy");
        Ok(clippy)
    }

    fn told(&self, tool: &Path) -> Command {
        let mut cargo = command(tool);
        cargo.env("RUSTC", &self.rustc).env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO_ENCODED_RUSTFLAGS");
        for name in
            ["RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "CARGO_BUILD_TARGET", "CARGO_BUILD_RUSTFLAGS"]
        {
            cargo.env_remove(name);
        }
        cargo
    }
}

/// The first way that works.
///
/// # Errors
/// When neither does; says what to install by hand.
pub fn find() -> Result<Toolchain> {
    let here = sysroot(Path::new("rustc")).filter(|root| root != Path::new("/usr"));
    if let Some(root) = here.as_deref().filter(|root| has_std(root)) {
        return Ok(of(root, "std's sources are there"));
    }
    let added = || run("rust-src", command("rustup").args(["component", "add", "rust-src"]));
    if on_path("rustup").is_some()
        && added().is_ok()
        && let Some(root) = here.as_deref().filter(|root| has_std(root))
    {
        return Ok(of(root, "rustup component add rust-src"));
    }
    debian()
}

fn of(root: &Path, how: &str) -> Toolchain {
    let bin = root.join("bin");
    Toolchain { cargo: bin.join("cargo"), rustc: bin.join("rustc"), way: format!("way 1: {how}") }
}

fn debian() -> Result<Toolchain> {
    let rustc = Path::new("/usr/bin/rustc");
    let there = || sysroot(rustc).is_some_and(|root| has_std(&root));
    if !there() {
        setup::apt(&["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"])
            .context("by hand: rustup component add rust-src")?;
    }
    let linker = format!("lld-{}", llvm().context("which llvm does rust-web-llvm ask for?")?);
    if on_path(&linker).is_none() {
        setup::apt(&[&linker])?;
    }
    ensure!(there(), "rust-web-src is installed, but std's sources are not where rustc looks");
    Ok(Toolchain {
        cargo: "/usr/bin/cargo".into(),
        rustc: rustc.into(),
        way: "way 2: Debian's rustc-web".into(),
    })
}

/// The release of LLVM that Debian's rustc is built with; its linker must be of the same.
fn llvm() -> Option<String> {
    let out = command("apt-cache").env("LC_ALL", "C").args(["depends", "rust-web-llvm"]).output().ok()?;
    let text = String::from_utf8(out.stdout).ok()?;
    text.lines().find_map(|line| Some(line.trim().strip_prefix("Depends: llvm-")?.to_owned()))
}

fn sysroot(rustc: &Path) -> Option<PathBuf> {
    let mut ask = command(rustc);
    let out = ask.args(["--print", "sysroot"]).output().ok().filter(|out| out.status.success())?;
    Some(PathBuf::from(String::from_utf8(out.stdout).ok()?.trim()))
}

fn has_std(root: &Path) -> bool {
    root.join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file() && root.join("bin/cargo").is_file()
}

/// rustfmt and clippy, which a minimal rustup leaves out.
pub fn lints() -> Result<()> {
    for (tool, component, package) in
        [("cargo-fmt", "rustfmt", "rustfmt-web"), ("cargo-clippy", "clippy", "rust-web-clippy")]
    {
        if run(tool, command(tool).arg("--version")).is_ok() {
            continue;
        }
        if on_path("rustup").is_some() {
            run(component, command("rustup").args(["component", "add", component]))
                .with_context(|| format!("by hand: rustup component add {component}"))?;
        } else {
            setup::apt(&[package])?;
        }
    }
    Ok(())
}
