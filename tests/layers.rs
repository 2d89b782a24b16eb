//! Who may name whom, how long a file may be, and how it opens.
//!
//! A module names only modules that stand before it in `LAYERS`, so the flow has one direction: what is written becomes a
//! program, events become a member, both and a moment become a view.
#![expect(clippy::arithmetic_side_effects, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each module of `src/` with those it may name. `DESIGN.md` shows the same table.
const LAYERS: &[(&str, &[&str])] = &[
    ("unit", &[]),
    ("json", &["unit"]),
    ("problem", &["unit", "json"]),
    ("view", &["unit", "json"]),
    ("shape", &["unit", "json", "problem"]),
    ("ledger", &["unit", "json", "problem", "shape"]),
    ("config", &["unit", "json", "shape", "ledger"]),
    ("program", &["unit", "json", "problem", "shape", "ledger", "config"]),
    ("price", &["unit", "shape", "config", "program"]),
    ("state", &["unit", "shape", "ledger", "program"]),
    ("rule", &["unit", "shape", "ledger", "config", "program", "price", "state"]),
    ("quote", &["unit", "problem", "shape", "ledger", "config", "program", "price", "state", "rule"]),
    ("member", &["unit", "json", "problem", "shape", "ledger", "program", "state", "rule"]),
    (
        "evaluate",
        &["unit", "json", "view", "ledger", "config", "program", "price", "state", "rule", "quote", "member"],
    ),
    (
        "api",
        &[
            "unit", "json", "problem", "shape", "ledger", "config", "program", "state", "quote", "member",
            "evaluate",
        ],
    ),
    ("js", &["problem", "api"]),
];

/// Crates that only the skin may name.
const WASM_CRATES: &[&str] = &["wasm_bindgen", "js_sys", "web_sys"];

/// Folders whose files are written by hand, with the ends of their names.
const SOURCES: &[(&str, &[&str])] = &[
    ("src", &[".rs"]),
    ("xtask/src", &[".rs"]),
    ("tools/src", &[".rs"]),
    ("tests", &[".rs"]),
    ("pkg/src", &[".ts"]),
    ("www/src", &[".ts", ".css"]),
];

/// What `cargo xtask pack` writes from the schemas.
const GENERATED: &str = ".types.ts";

/// Lines of a file.
const LINES_MAX: usize = 400;

#[test]
fn modules_name_only_what_stands_above_them() {
    let found: Vec<String> = engine().iter().flat_map(|(path, text)| misnamed(path, text)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_table_has_every_module_once_and_no_way_back() {
    let mut above: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    for (module, may_name) in LAYERS {
        let below = may_name.iter().filter(|named| !above.contains(named));
        found.extend(below.map(|named| format!("`{module}` names `{named}`, which does not stand above it")));
        if above.contains(module) {
            found.push(format!("`{module}` stands twice"));
        }
        above.push(module);
    }
    let files: BTreeSet<String> =
        engine().iter().filter_map(|(path, _)| Some(module(path)?.into())).collect();
    let gone = above.iter().filter(|module| !files.contains(**module));
    found.extend(gone.map(|module| format!("`{module}` is in the table, not in src/")));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn design_shows_the_same_table() {
    let design = fs::read_to_string(root().join("DESIGN.md")).unwrap_or_default();
    let shown: Vec<&str> = design.lines().filter(|line| line.starts_with("| `")).collect();
    let missing: Vec<String> = LAYERS.iter().map(row).filter(|row| !shown.contains(&row.as_str())).collect();
    assert!(missing.is_empty(), "DESIGN.md lacks\n{}", missing.join("\n"));
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut found = Vec::new();
    for (folder, ends) in SOURCES {
        let files = files(folder, ends);
        assert!(!files.is_empty(), "no files in {folder}");
        found.extend(files.iter().filter_map(|(path, text)| too_long(path, text)));
    }
    found.extend(engine().iter().filter_map(|(path, text)| untitled(path, text)));
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_checks_see_what_they_look_for() {
    let upwards = "//! A.\n\n// crate::view\nuse crate::program::Program;\n";
    assert_eq!(misnamed("src/ledger/x.rs", upwards), ["src/ledger/x.rs:4: `ledger` may not name `program`"]);
    let braces = "//! A.\nuse crate::{\n    json::{Json, api},\n    rule::Rule,\n};\n";
    assert_eq!(misnamed("src/shape/x.rs", braces), ["src/shape/x.rs:4: `shape` may not name `rule`"]);
    let macros = "//! A.\nmacro_rules! a { () => { $crate::state::State } }\n";
    assert_eq!(misnamed("src/unit/x.rs", macros), ["src/unit/x.rs:2: `unit` may not name `state`"]);
    let skin = "//! A.\nuse crate::unit::Day;\n";
    assert_eq!(misnamed("src/js/mod.rs", skin), ["src/js/mod.rs:2: `js` may not name `unit`"]);
    let star = "//! A.\nuse crate::*;\n";
    assert_eq!(misnamed("src/unit/mod.rs", star), ["src/unit/mod.rs:2: `unit` may not name `*`"]);
    let over = "//! A.\nuse super::rule::Rule;\nuse super::super::view;\n";
    assert_eq!(misnamed("src/json/mod.rs", over).len(), 2);
    assert_eq!(
        misnamed("src/json/parse.rs", over),
        ["src/json/parse.rs:3: `super` leaves `json`; write `crate`"]
    );
    assert_eq!(
        misnamed("src/coupon/mod.rs", "//! A.\n"),
        ["src/coupon/mod.rs:1: `coupon` is not in the table"]
    );
    let wasm = "//! A.\nuse wasm_bindgen::JsValue;\n";
    assert_eq!(misnamed("src/api.rs", wasm), ["src/api.rs:2: only `js` may name `wasm_bindgen`"]);
    assert_eq!(misnamed("src/js/mod.rs", wasm), [""; 0]);
    let tests = "//! A.\n#[cfg(test)]\nmod tests { use crate::api; }\n";
    assert_eq!(misnamed("src/unit/day.rs", tests), [""; 0]);
    assert_eq!(too_long("a.ts", &"x\n".repeat(LINES_MAX)), None);
    assert_eq!(too_long("a.ts", &"x\n".repeat(LINES_MAX + 1)), Some("a.ts: 401 lines, at most 400".into()));
    assert_eq!(untitled("src/a.rs", "use std::fmt;\n"), Some("src/a.rs: opens without `//!`".into()));
}

/// What a file names that it may not.
fn misnamed(path: &str, text: &str) -> Vec<String> {
    let Some(module) = module(path) else {
        return Vec::new();
    };
    let Some((_, may_name)) = LAYERS.iter().find(|(layer, _)| *layer == module) else {
        return vec![format!("{path}:1: `{module}` is not in the table")];
    };
    let code = without_comments_and_tests(text);
    let mut found = Vec::new();
    for (named, line) in named_modules(&code) {
        if named != module && !may_name.contains(&named) {
            found.push(format!("{path}:{line}: `{module}` may not name `{named}`"));
        }
    }
    for (index, line) in code.lines().enumerate() {
        let line_number = index + 1;
        if line.contains(&"super::".repeat(depth(path))) {
            found.push(format!("{path}:{line_number}: `super` leaves `{module}`; write `crate`"));
        }
        let wasm = WASM_CRATES.iter().filter(|name| module != "js" && words(line).any(|word| word == **name));
        found.extend(wasm.map(|name| format!("{path}:{line_number}: only `js` may name `{name}`")));
    }
    found
}

/// The top-level module of a file; none for `lib.rs`.
fn module(path: &str) -> Option<&str> {
    let within = path.strip_prefix("src/")?;
    let module = within.split('/').next()?;
    let module = module.strip_suffix(".rs").unwrap_or(module);
    (module != "lib").then_some(module)
}

/// How many modules a file is below the crate.
fn depth(path: &str) -> usize {
    let steps = path.split('/').count() - 1;
    if path.ends_with("/mod.rs") { steps - 1 } else { steps }
}

/// The code alone, on the lines where it stood. Tests stand last.
fn without_comments_and_tests(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = code.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// What follows `crate::`, with its line; each name of a list in braces.
fn named_modules(code: &str) -> Vec<(&str, usize)> {
    let line_of = |rest: &str| code.lines().count() + 1 - rest.lines().count();
    let mut found = Vec::new();
    let mut rest = code;
    while let Some((_, after)) = rest.split_once("crate::") {
        rest = after;
        let Some(list) = after.strip_prefix('{') else {
            found.push((first_name(after), line_of(after)));
            continue;
        };
        let mut depth = 1_usize;
        let mut starts = true;
        for (at, letter) in list.char_indices() {
            let tail = list.get(at..).unwrap_or_default();
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => starts = true,
                _ if starts && !letter.is_whitespace() => {
                    starts = false;
                    found.push((first_name(tail), line_of(tail)));
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

/// The name that a text begins with, or its first letter.
fn first_name(text: &str) -> &str {
    let end = text.find(|letter: char| !is_name(letter)).unwrap_or(text.len());
    let letter = text.chars().next().map_or(0, char::len_utf8);
    text.get(..end.max(letter)).unwrap_or_default()
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|letter: char| !is_name(letter))
}

fn is_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// A layer as `DESIGN.md` shows it.
fn row((module, may_name): &(&str, &[&str])) -> String {
    let names: Vec<String> = may_name.iter().map(|named| format!("`{named}`")).collect();
    let names = if names.is_empty() { "nothing".into() } else { names.join(", ") };
    format!("| `{module}` | {names} |")
}

fn too_long(path: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > LINES_MAX).then(|| format!("{path}: {lines} lines, at most {LINES_MAX}"))
}

fn untitled(path: &str, text: &str) -> Option<String> {
    (!text.starts_with("//! ")).then(|| format!("{path}: opens without `//!`"))
}

/// The engine's files with their text.
fn engine() -> Vec<(String, String)> {
    files("src", &[".rs"])
}

/// The files of a folder whose names end so, with their text, by path.
fn files(folder: &str, ends: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string().replace('\\', "/");
            if path.is_dir() {
                folders.push(path);
            } else if ends.iter().any(|end| name.ends_with(end)) && !name.ends_with(GENERATED) {
                found.push((name, fs::read_to_string(&path).unwrap_or_default()));
            }
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
