//! Every warning: programs that it is raised for, and programs that it is not.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use memberview_tools::check::{CODES, warnings};
use memberview_tools::words::{Locale, Words};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A file for each code: programs with the places at which it is raised; at some it is, at some it is not.
#[test]
fn every_warning_is_shown_where_it_is_meant_and_nowhere_else() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for file in files(&root().join("tests/warnings")) {
        let case: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
        let code = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let mut shows = (false, false);
        for check in case["checks"].as_array().unwrap() {
            let it = format!("{code}: {}", check["it"].as_str().unwrap());
            let text = program(&check["program"]);
            if let Err(problems) = memberview::api::Program::load(&text) {
                wrong.push(format!("{it}: the program is refused\n{problems}"));
                continue;
            }
            let got: Vec<String> =
                warnings(&text).iter().map(|warning| format!("{} {}", warning.code, warning.path)).collect();
            let expected: Vec<String> = serde_json::from_value(check["warnings"].clone()).unwrap();
            if got != expected {
                wrong.push(format!("{it}: expected {expected:?}, got {got:?}"));
            }
            let raised = expected.iter().any(|line| line.starts_with(&format!("{code} ")));
            shows = (shows.0 || raised, shows.1 || !raised);
        }
        if shows != (true, true) {
            wrong.push(format!("{code}: shown {}, and where it is not meant {}", shows.0, shows.1));
        }
        seen.insert(code);
    }
    let codes: BTreeSet<String> = CODES.iter().map(|code| (*code).to_owned()).collect();
    assert_eq!(seen, codes, "a file for each code");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_warning_has_a_sentence_in_each_language() {
    for locale in Locale::ALL {
        let known: BTreeSet<String> = Words::of(locale).keys("warnings").into_iter().collect();
        assert_eq!(known, CODES.iter().map(|code| (*code).to_owned()).collect());
    }
}

/// What is said of each preset is what `tests/presets.json` explains, where it says anything.
#[test]
fn presets_give_no_warning_that_is_not_explained() {
    let presets = root().join("../presets");
    let explained: Value =
        serde_json::from_str(&std::fs::read_to_string(root().join("tests/presets.json")).unwrap()).unwrap();
    for file in files(&presets) {
        let id = file.file_stem().unwrap().to_str().unwrap();
        let got: BTreeSet<String> = warnings(&std::fs::read_to_string(&file).unwrap())
            .iter()
            .map(|warning| format!("{} {}", warning.code, warning.path))
            .collect();
        let known: BTreeSet<String> = explained[id]
            .as_array()
            .into_iter()
            .flatten()
            .map(|entry| {
                assert!(!entry["because"].as_str().unwrap().is_empty());
                format!("{} {}", entry["code"].as_str().unwrap(), entry["path"].as_str().unwrap())
            })
            .collect();
        assert_eq!(got, known, "{id}: what is warned of, and what tools/tests/presets.json explains");
    }
}

/// A whole program from the parts that a check is about.
fn program(parts: &Value) -> String {
    let mut whole =
        json!({ "format": 1, "id": "shop", "version": "1", "currency": "CNY", "timeZone": "Asia/Shanghai" });
    for (key, value) in parts.as_object().unwrap() {
        whole[key] = value.clone();
    }
    whole.to_string()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    files.sort();
    files
}
