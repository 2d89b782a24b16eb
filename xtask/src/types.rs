//! `tsc --strict` over the package's sources, its tests, the examples and every case.

use crate::npm::tool;
use crate::say::Step;
use crate::shell::{root, run};
use anyhow::Result;

/// Checks them all.
pub fn check(step: &Step) -> Result<()> {
    let mut projects = vec!["tsconfig.json"];
    projects.extend(OTHERS.iter().filter(|project| root().join(project).is_file()));
    for project in &projects {
        run("tsc", tool("typescript/bin/tsc").args(["--project", project, "--noEmit"]))?;
    }
    step.note(projects.join(", "));
    Ok(())
}

const OTHERS: &[&str] = &["tests/js/tsconfig.json", "www/tsconfig.json", "examples/tsconfig.json"];
