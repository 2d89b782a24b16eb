//! Makes wasm-bindgen's glue run where only plain JavaScript is: no text codecs, no detached buffers, no registries, no `BigInt`.

use anyhow::{Result, ensure};

/// The glue that ships.
///
/// # Errors
/// When wasm-bindgen writes other code than these patches know, or the glue would still need what a host may lack.
pub fn portable(js: &str) -> Result<String> {
    let mut lines: Vec<String> = vec![
        "// Written by cargo xtask wasm from wasm-bindgen's bundler glue.".to_owned(),
        "import { TextDecoder, TextEncoder } from \"./entry/codec.ts\";".to_owned(),
    ];
    let mut views = 0;
    for line in js.lines().filter(|line| !is_comment(line)) {
        let patched = view_check(line);
        views += usize::from(patched.is_some());
        lines.extend(patched.or_else(|| unregistered(line)));
    }
    let glue = lines.join("\n") + "\n";
    ensure!(views >= 2, "gate: the glue has {views} memory views; the patch knows at least 2");
    refuse(&glue)?;
    Ok(glue)
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with(['*', '/'])
}

/// A cached view of the memory is stale when the memory has another buffer. wasm-bindgen asks whether the old buffer
/// was detached, which wasm2js never does, nor an instance that follows one that trapped.
fn view_check(line: &str) -> Option<String> {
    let (head, rest) = line.split_once("if (cached")?;
    let (name, _) = rest.split_once(" === null || ")?;
    Some(format!("{head}if (cached{name} === null || cached{name}.buffer !== wasm.memory.buffer) {{"))
}

/// The facade frees what nobody holds, and knows which instance it was of. The glue's own registries do not: they
/// would free in an instance that followed one that trapped what was allocated in that one.
fn unregistered(line: &str) -> Option<String> {
    if let Some(head) = line.strip_suffix(" (typeof FinalizationRegistry === 'undefined')") {
        return Some(format!("{head} {{ register() {{}}, unregister() {{}} }};"));
    }
    let rest = ["? { register: () => {}, unregister: () => {} }", ": new FinalizationRegistry("];
    (!rest.iter().any(|start| line.trim_start().starts_with(start))).then(|| line.to_owned())
}

fn refuse(glue: &str) -> Result<()> {
    for word in FORBIDDEN {
        ensure!(!has_word(glue, word), "gate: the glue says `{word}`, which some host lacks");
    }
    Ok(())
}

/// Whether `word` stands in `text` by itself.
fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    text.match_indices(word).any(|(at, found)| {
        let before = text[..at].chars().next_back().is_some_and(part);
        let after = text[at + found.len()..].chars().next().is_some_and(part);
        !before && !after
    })
}

const FORBIDDEN: &[&str] = &[
    "WebAssembly",
    "globalThis",
    "window",
    "self",
    "import.meta",
    "fetch",
    "URL",
    "BigInt",
    "BigInt64Array",
    "BigUint64Array",
    "eval",
    "new Function",
    "require",
    "await",
    "__instance_terminated",
    "__abort_handler",
    "FinalizationRegistry",
    "detached",
    "byteLength === 0",
];

#[cfg(test)]
mod tests {
    use super::portable;

    const VIEWS: &str = "\
    if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer.detached === true || (x)) {
    if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.byteLength === 0) {";

    #[test]
    fn both_view_checks_compare_buffers() {
        let glue = portable(VIEWS).unwrap_or_default();
        assert!(glue.contains(
            "if (cachedDataViewMemory0 === null || cachedDataViewMemory0.buffer !== wasm.memory.buffer) {"
        ));
        assert!(glue.contains(
            "if (cachedUint8ArrayMemory0 === null || cachedUint8ArrayMemory0.buffer !== wasm.memory.buffer) {"
        ));
    }

    #[test]
    fn a_glue_without_known_views_is_refused() {
        let error = portable("let x;").map_or_else(|error| error.to_string(), |_| String::new());
        assert_eq!(error, "gate: the glue has 0 memory views; the patch knows at least 2");
    }

    #[test]
    fn what_a_host_lacks_is_refused() {
        for word in super::FORBIDDEN {
            let error = portable(&format!("{VIEWS}\n{word} x"))
                .map_or_else(|error| error.to_string(), |_| String::new());
            assert!(error.contains(word), "{word}: {error}");
        }
        assert!(portable(&format!("{VIEWS}\nprefetch, myself, url\n/** await */")).is_ok());
    }
}
