//! The engine as JavaScript, for hosts without WebAssembly: binaryen's wasm2js, made to start when it is told.

use crate::npm;
use crate::say::step;
use crate::shell::{read, run, target, write};
use crate::stamp::Inputs;
use crate::wasm::Built;
use anyhow::{Context, Result, ensure};
use std::path::Path;

/// Writes the module that `pkg/src/nowasm.d.ts` describes to `to`.
pub fn build(built: &Built, to: &Path) -> Result<()> {
    let inputs = Inputs::default().path(&built.aligned).bytes(include_bytes!("nowasm.rs"));
    if inputs.fresh("nowasm", to) {
        return Ok(());
    }
    step("package: wasm2js", |s| {
        let out = target().join("pkg/wasm2js.js");
        let mut tool = npm::tool("binaryen/bin/wasm2js");
        tool.arg(&built.aligned).args(["-Oz", "--mvp-features", "--enable-mutable-globals", "-o"]).arg(&out);
        run("wasm2js", &mut tool)?;
        let js = lazy(&String::from_utf8(read(&out)?)?)?;
        write(to, js.as_bytes())?;
        s.note(format!("{} bytes", js.len()));
        inputs.stamp("nowasm", to)
    })
}

/// wasm2js instantiates on import; ours must not.
fn lazy(js: &str) -> Result<String> {
    let (body, tail) = js.split_once("var retasmFunc = asmFunc(").context("wasm2js writes another tail")?;
    ensure!(tail.contains("export var memory"), "wasm2js exports no memory");
    let body: Vec<&str> = body.lines().filter(|line| !line.starts_with("import ")).collect();
    let body = body.join("\n");
    ensure!(body.contains("function asmFunc(imports)"), "wasm2js takes its imports another way");
    Ok(format!(
        "// Written by cargo xtask pack.\n{body}\nexport function instantiate(imports) {{\n  return asmFunc(imports);\n}}\n"
    ))
}
