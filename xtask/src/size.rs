//! Bytes of everything that a page downloads, and the budget of each.

use crate::say::step;
use crate::shell::{command, read, root, run, target};
use crate::wasm::{self, Level, Names};
use crate::{npm, pack};
use anyhow::{Result, bail, ensure};
use std::path::Path;

/// What a file of `pkg/dist` may weigh, in bytes after brotli at its best. Raised only with a reason in DESIGN.md.
const BUDGETS: &[(&str, usize)] = &[
    (WASM, 292_000),
    ("index.mjs", 365_000),
    ("index.cjs", 382_000),
    ("nowasm.mjs", 425_000),
    ("workerd.mjs", 600),
    ("web.mjs", 600),
    ("slim.cjs", 17_700),
    ("signed.cjs", 9_500),
    ("../miniprogram_dist/index.js", 17_600),
];

const WASM: &str = "memberview.wasm";

/// One file's bytes: as it is, after gzip 9, after brotli 11.
struct Bytes {
    plain: usize,
    gzip: usize,
    brotli: usize,
}

/// Prints the table and refuses what is above its budget.
pub fn size() -> Result<()> {
    let dist = pack::pack()?.join("dist");
    let raw = read(&wasm::module())?.len();
    let mut over = Vec::new();
    println!(
        "\n{:<26} {:>9} {:>10} {:>9} {:>9} {:>9}",
        "bytes", "raw", "optimised", "gzip -9", "brotli 11", "budget"
    );
    for &(name, budget) in BUDGETS {
        let size = weigh(&dist.join(name))?;
        let before = if name == WASM { raw.to_string() } else { String::new() };
        println!("{name:<26} {before:>9} {:>10} {:>9} {:>9} {budget:>9}", size.plain, size.gzip, size.brotli);
        if size.brotli > budget {
            over.push(format!("{name}: {} bytes of brotli are above the budget of {budget}", size.brotli));
        }
    }
    let shared: Vec<_> = crate::stamp::files(&dist.join("shared"));
    for file in shared {
        let size = weigh(&file)?;
        let name = file.strip_prefix(&dist).unwrap_or(&file).display().to_string();
        println!("{name:<26} {:>9} {:>10} {:>9} {:>9} {:>9}", "", size.plain, size.gzip, size.brotli, "");
    }
    println!();
    ensure!(over.is_empty(), "{}", over.join("\n"));
    Ok(())
}

/// The wasm at each opt-level of rustc and of wasm-opt.
pub fn levels() -> Result<()> {
    step("npm packages", npm::install)?;
    let mut rows = Vec::new();
    for level in ["3", "2", "s", "z"] {
        let module = step(&format!("rustc opt-level {level}"), |_| wasm::compile(Level::Other(level)))?.0;
        let bound = target().join("pkg/level.wasm");
        let best = target().join("pkg/level.opt.wasm");
        std::fs::write(&bound, wasm::bind(&module, Names::Away)?.1)?;
        for pass in ["-O3", "-Os", "-Oz"] {
            wasm::optimise(&bound, &best, &[pass], Names::Away)?;
            rows.push((level, pass, read(&bound)?.len(), weigh(&best)?));
        }
    }
    println!("\nrustc  wasm-opt  before   after    gzip  brotli");
    for (level, pass, before, size) in rows {
        println!("{level:<6} {pass:<8} {before:>7} {:>7} {:>7} {:>7}", size.plain, size.gzip, size.brotli);
    }
    Ok(())
}

fn weigh(file: &Path) -> Result<Bytes> {
    let script = "const z = require('zlib'), bytes = require('fs').readFileSync(process.argv[1]); \
        console.log(bytes.length, z.gzipSync(bytes, { level: 9 }).length, z.brotliCompressSync(bytes).length);";
    let text = run("weigh", command("node").current_dir(root()).args(["-e", script]).arg(file))?;
    let numbers: Vec<usize> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [plain, gzip, brotli] = numbers[..] else { bail!("cannot weigh {}", file.display()) };
    Ok(Bytes { plain, gzip, brotli })
}
