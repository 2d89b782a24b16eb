//! What a machine with rustup's cargo, Node and apt still lacks, each thing fetched by the step that needs it.

use crate::say::step;
use crate::shell::{command, on_path, run};
use crate::{npm, toolchain};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

/// All of it at once.
pub fn everything() -> Result<()> {
    step("set up: std's sources", |s| toolchain::find().map(|found| s.note(found.way)))?;
    step("set up: npm packages", npm::install)?;
    for (name, find) in BROWSERS {
        step(&format!("set up: {name}"), |s| find().map(|path| s.note(path.display().to_string())))?;
    }
    step("set up: jsc", |s| jsc().map(|path| s.note(path.display().to_string())))
}

/// A Chromium: `CHROMIUM` when it is set, one that is installed, else Debian's.
pub fn chromium() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return Ok(path.into());
    }
    program(&["chromium", "chromium-browser", "google-chrome"], "chromium")
}

type Find = fn() -> Result<PathBuf>;

/// The browsers, each with what finds it or installs it.
const BROWSERS: [(&str, Find); 3] =
    [("Chromium", chromium), ("Firefox", firefox), ("WebKitGTK", minibrowser)];

/// Debian's Firefox.
pub fn firefox() -> Result<PathBuf> {
    program(&["firefox-esr", "firefox"], "firefox-esr")
}

/// `WebKitGTK`'s small browser, which lies beside its library, and a screen for it.
pub fn minibrowser() -> Result<PathBuf> {
    let find = || {
        let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
        folders.map(|folder| folder.path().join("webkit2gtk-4.1/MiniBrowser")).find(|file| file.is_file())
    };
    if let (Some(path), Some(_), Some(_)) = (find(), on_path("xvfb-run"), on_path("xauth")) {
        return Ok(path);
    }
    let packages = ["libwebkit2gtk-4.1-0", "xauth", "xvfb"];
    apt(&packages)?;
    find().with_context(|| format!("{} are installed, but there is no MiniBrowser", packages.join(", ")))
}

/// The shell of `JavaScriptCore`.
pub fn jsc() -> Result<PathBuf> {
    program(&["jsc"], "libjavascriptcoregtk-4.0-bin")
}

fn program(names: &[&str], package: &str) -> Result<PathBuf> {
    let find = || names.iter().find_map(|name| on_path(name));
    if let Some(path) = find() {
        return Ok(path);
    }
    apt(&[package])?;
    find().with_context(|| format!("{package} is installed, but {} is not on PATH", names.join(" or ")))
}

/// Installs Debian packages, as root or through sudo.
pub fn apt(packages: &[&str]) -> Result<()> {
    let by_hand = || format!("by hand, as root: apt-get update && apt-get install {}", packages.join(" "));
    if on_path("apt-get").is_none() {
        bail!("there is no apt-get here to install {}", packages.join(" "));
    }
    let apt_get = || {
        let mut apt_get = if is_root() { command("apt-get") } else { command("sudo") };
        if !is_root() {
            apt_get.arg("apt-get");
        }
        apt_get.env("DEBIAN_FRONTEND", "noninteractive");
        apt_get
    };
    run("apt-update", apt_get().arg("update")).with_context(by_hand)?;
    let mut install = apt_get();
    install.args(["install", "-y", "--no-install-recommends"]).args(packages);
    run("apt-install", &mut install).with_context(by_hand).map(drop)
}

fn is_root() -> bool {
    command("id").arg("-u").output().is_ok_and(|out| out.stdout.starts_with(b"0\n"))
}
