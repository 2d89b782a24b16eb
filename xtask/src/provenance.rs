//! Where a package comes from, which `build()` tells: the commit of its sources and the digest of its wasm. Nothing of the
//! machine or the time goes in, so the same sources and compilers give the same bytes.

use crate::shell::{command, root, run};
use anyhow::Result;
use std::path::Path;

/// Definitions for the bundler, each a name with JSON text.
pub fn defines(wasm: &Path) -> Result<[String; 2]> {
    Ok([format!("MEMBERVIEW_COMMIT=\"{}\"", commit()), format!("MEMBERVIEW_SHA256=\"{}\"", sha256(wasm)?)])
}

/// The commit that is checked out, `-dirty` where what goes into the package has changed since; empty without a repository.
fn commit() -> String {
    let git = |args: &[&str]| {
        let out =
            command("git").current_dir(root()).args(args).output().ok().filter(|out| out.status.success())?;
        Some(String::from_utf8_lossy(&out.stdout).trim().to_owned())
    };
    let Some(commit) = git(&["rev-parse", "HEAD"]) else {
        return String::new();
    };
    let mut status = vec!["status", "--porcelain", "--untracked-files=no", "--"];
    status.extend(SOURCES);
    let clean = git(&status).is_some_and(|changed| changed.is_empty());
    if clean { commit } else { format!("{commit}-dirty") }
}

fn sha256(file: &Path) -> Result<String> {
    let script = "const { createHash } = require('crypto'); \
        console.log(createHash('sha256').update(require('fs').readFileSync(process.argv[1])).digest('hex'));";
    Ok(run("sha256", command("node").args(["-e", script]).arg(file))?.trim().to_owned())
}

const SOURCES: [&str; 7] =
    ["src", "pkg", "messages", "schema", "Cargo.toml", "Cargo.lock", "package-lock.json"];
