//! Every preset loads, its member's year comes to what is written down, and its page of sources covers each number.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use memberview::api::{Program, Request};
use serde_json::{Map, Value, json};

/// Where the hand-written part of the README ends.
const JOINED: &str = "<!-- The pages of sources/, joined. -->\n\n";

/// The rows of programmes, and the shapes of rules.
const ROWS: usize = 33;
const SHAPES: usize = 16;

#[test]
fn a_years_figures_are_as_written() {
    let mut got = Map::new();
    for id in ids("presets", "json") {
        got.insert(id.clone(), year(&id));
    }
    let path = root().join("tests/presets.json");
    if std::env::var_os("MEMBERVIEW_WRITE").is_some() {
        let rows: Vec<String> =
            got.iter().map(|(id, figures)| format!("  {}: {figures}", Value::from(id.as_str()))).collect();
        fs::write(&path, format!("{{\n{}\n}}\n", rows.join(",\n"))).unwrap();
    }
    let expected: Map<String, Value> = serde_json::from_str(&text(&path)).unwrap();
    let wrong: Vec<String> = got
        .iter()
        .filter(|(id, figures)| expected.get(*id) != Some(figures))
        .map(|(id, figures)| format!("{id}: {figures}"))
        .collect();
    assert!(
        wrong.is_empty(),
        "tests/presets.json says otherwise (MEMBERVIEW_WRITE=1 writes it):\n{}",
        wrong.join("\n")
    );
    assert_eq!(expected.len(), got.len(), "tests/presets.json names presets that there are not");
}

/// A preset stands in a row, has a member's year, a page of sources and a case of its own.
#[test]
fn each_preset_is_whole() {
    let presets = ids("presets", "json");
    assert_eq!(ids("presets/members", "json"), presets, "members' years");
    assert_eq!(ids("presets/sources", "md"), presets, "pages of sources");
    let cases = ids("tests/cases/preset", "json");
    for id in &presets {
        let program: Value = serde_json::from_str(&text(&root().join(format!("presets/{id}.json")))).unwrap();
        assert_eq!(program["id"], **id);
        let own = cases.iter().any(|case| {
            let case: Value =
                serde_json::from_str(&text(&root().join(format!("tests/cases/preset/{case}.json")))).unwrap();
            case["program"] == **id
        });
        assert!(own, "{id} has no case of its own");
    }
}

#[test]
fn the_readme_has_every_row_and_shape_and_joins_the_sources() {
    let readme = text(&root().join("presets/README.md"));
    let (head, joined) = readme.split_once(JOINED).unwrap();
    let presets = ids("presets", "json");
    let (rows, shapes) = head.split_once("## The shapes of rules").unwrap();
    let (mut named, mut order) = (BTreeSet::new(), Vec::new());
    for (table, count) in [(rows, ROWS), (shapes, SHAPES)] {
        let mut numbers = Vec::new();
        for row in table.lines().filter(|line| line.starts_with("| ")) {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let Some(number) = cells.get(1).and_then(|cell| cell.parse::<usize>().ok()) else { continue };
            numbers.push(number);
            let of: Vec<&str> = cells.get(3).unwrap().split('`').skip(1).step_by(2).collect();
            assert!(!of.is_empty(), "row {number} names no preset");
            for id in of {
                assert!(presets.contains(id), "row {number} names `{id}`, and there is no such preset");
                if count == ROWS {
                    assert!(cells.get(4).is_some_and(|cell| !cell.is_empty()), "row {number}: journeys");
                    assert!(named.insert(id.to_owned()), "`{id}` stands in two rows");
                    order.push(id);
                }
            }
        }
        assert_eq!(numbers, (1..=count).collect::<Vec<_>>());
    }
    assert_eq!(named, presets, "presets that stand in a row");
    let pages: Vec<String> =
        order.iter().map(|id| text(&root().join(format!("presets/sources/{id}.md")))).collect();
    let pages = pages.join("\n");
    if std::env::var_os("MEMBERVIEW_WRITE").is_some() {
        fs::write(root().join("presets/README.md"), format!("{head}{JOINED}{pages}")).unwrap();
        return;
    }
    assert!(
        joined == pages,
        "presets/README.md is not its pages of sources, joined (MEMBERVIEW_WRITE=1 joins them)"
    );
}

/// Each number, date and length of time of a preset stands in a row of its page, each row is of something that there
/// is, has a mark and a reason, and what is public has an address and the month in which it was read.
#[test]
fn sources_cover_every_number() {
    let mut wrong = Vec::new();
    for id in ids("presets", "json") {
        let program: Value = serde_json::from_str(&text(&root().join(format!("presets/{id}.json")))).unwrap();
        let page = text(&root().join(format!("presets/sources/{id}.md")));
        let (mut all, mut numbers) = (Vec::new(), Vec::new());
        walk(&program, String::new(), &mut all, &mut numbers);
        let mut rows = Vec::new();
        for row in page.lines().filter(|line| line.starts_with("| `")) {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let [_, path, value, mark, why, _] = cells.as_slice() else {
                wrong.push(format!("{id}: {row}: not four cells"));
                continue;
            };
            let path = path.trim_matches('`');
            rows.push(path);
            if !all.iter().any(|one| one == path) {
                wrong.push(format!("{id}: `{path}` is not in the preset"));
            }
            let marks: Vec<&str> = mark.split(", ").collect();
            if value.is_empty() || why.is_empty() || !marks.iter().all(|one| MARKS.contains(one)) {
                wrong.push(format!("{id}: `{path}` lacks a value, a mark or a reason"));
            }
            let from = why.contains("<http") || why.contains("stored page without address");
            if marks.contains(&"public") && !(from && why.contains("(read 20")) {
                wrong.push(format!(
                    "{id}: `{path}` is public without an address, or without when it was read"
                ));
            }
        }
        for number in numbers {
            let covered = rows.iter().any(|row| {
                number.strip_prefix(row).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            });
            if !covered {
                wrong.push(format!("{id}: `{number}` has no row"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

const MARKS: [&str; 3] = ["seed", "public", "assumed"];

/// What a member's year comes to: points, tiers, plans, benefits, what is owed and what may be wrong of it.
fn year(id: &str) -> Value {
    let program = Program::load(&text(&root().join(format!("presets/{id}.json"))))
        .unwrap_or_else(|problems| panic!("{id}: {problems}"));
    let facts: Value =
        serde_json::from_str(&text(&root().join(format!("presets/members/{id}.json")))).unwrap();
    let member = json!({ "profile": facts["profile"], "events": facts["events"] });
    let member = program.member(&member.to_string()).unwrap_or_else(|problems| panic!("{id}: {problems}"));
    let now = memberview::api::instant(facts["now"].as_str().unwrap()).unwrap();
    let view = member
        .view(&Request { now, locale: "zh-CN", history: 5, lots: 5, stock: "" })
        .unwrap_or_else(|problems| panic!("{id}: {problems}"));
    let lines: Vec<Value> = view.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [_, points, tiers, rest, ..] = lines.as_slice() else {
        panic!("{id}: a view of {} lines", lines.len())
    };
    let list = |value: &Value, say: &dyn Fn(&Value) -> Value| {
        Value::Array(value.as_array().into_iter().flatten().map(say).collect())
    };
    json!({
        "points": list(points, &|of| json!([of["id"], of["balance"]])),
        "tiers": list(tiers, &|of| of["tier"]["id"].clone()),
        "plans": list(&rest["plans"], &|of| json!([of["id"], of["state"], of["lastDay"]])),
        "benefits": rest["benefits"].as_array().into_iter().flatten().filter(|of| of["granted"] == true)
            .map(|of| of["id"].clone()).collect::<Vec<_>>(),
        "owed": rest["owed"]["amount"],
    })
}

/// All paths of a program, and those of its numbers; a part of a list is named by its id, or by its place.
fn walk(value: &Value, path: String, all: &mut Vec<String>, numbers: &mut Vec<String>) {
    let under = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(fields) => {
            for (name, field) in fields.iter().filter(|(name, _)| *name != "id" && *name != "names") {
                walk(field, under(name), all, numbers);
            }
        }
        Value::Array(parts) => {
            for (place, part) in parts.iter().enumerate() {
                let name = part["id"].as_str().map_or_else(|| place.to_string(), str::to_owned);
                walk(part, under(&name), all, numbers);
            }
        }
        Value::Number(_) => numbers.push(path.clone()),
        Value::String(text) if is_number(text) => numbers.push(path.clone()),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
    all.push(path);
}

/// Whether a text says a number, a date or a length of time.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    let only = |text: &str, marks: &str| text.chars().all(|one| one.is_ascii_digit() || marks.contains(one));
    let bare = text.trim_start_matches('-');
    (digits(bare) && only(bare, ".-:"))
        || text
            .strip_prefix('P')
            .is_some_and(|rest| digits(rest) || rest.strip_prefix('T').is_some_and(digits))
}

/// The names of the files of a folder, without their end; a README is none of them.
fn ids(folder: &str, end: &str) -> BTreeSet<String> {
    let files = fs::read_dir(root().join(folder)).unwrap().map(|file| file.unwrap().path());
    files
        .filter(|file| file.extension().is_some_and(|of| of == end))
        .map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|name| name != "README")
        .collect()
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
