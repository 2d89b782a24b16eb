//! The storefront page: its build and its tests in a browser.

use crate::ci::{Count, counted};
use crate::say::step;
use crate::shell::{command, root, run};
use crate::{hosts, npm};
use anyhow::Result;

/// Builds the page and runs `tests/js/www.test.mjs`, when the page is there.
pub fn test() -> Result<Count> {
    if !root().join("www/index.html").is_file() {
        return Ok(Count::default());
    }
    build()?;
    step("page: tests", |s| {
        let mut node = hosts::node()?;
        node.args(["--test", "--test-reporter=tap", "tests/js/www.test.mjs"]);
        counted("page-test", &mut node, Count::of_tap).inspect(|count| s.note(format!("{count:?}")))
    })
}

/// Vite's build of the page, into `www/dist`.
pub fn build() -> Result<()> {
    step("npm packages", npm::install)?;
    step("page: build", |_| {
        let mut npm = command("npm");
        run("page-build", npm.args(["run", "--silent", "--workspace", "www", "build"])).map(drop)
    })
}
