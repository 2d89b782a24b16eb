//! Every preset loads, its member's year comes to what is written down, and its page of sources says each number.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use memberview::api::{Member, Program, QuoteRequest, Request};
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

/// Each number, date and length of time of a preset stands in a row of its page, which says it; each row is of something
/// that there is, has a mark and a reason, and what is public has an address and the month in which it was read.
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
            rows.push((path, *value));
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
        for (place, number) in numbers {
            let covers = |row: &str| {
                place.strip_prefix(row).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            match rows.iter().filter(|(row, _)| covers(row)).max_by_key(|(row, _)| row.len()) {
                None => wrong.push(format!("{id}: `{place}` has no row")),
                Some((row, value)) if !says(value, &number) => {
                    wrong.push(format!("{id}: `{place}` is {number}, the row `{row}` says “{value}”"));
                }
                Some(_) => {}
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
    let at = |time: &Value| memberview::api::instant(time.as_str().unwrap()).unwrap();
    let now = at(&facts["now"]);
    let first = facts["events"].as_array().unwrap().iter().map(|event| at(&event["at"])).min().unwrap();
    for month in (first..now).step_by(30 * 86_400_000) {
        look(&member, month, id);
    }
    ask(&program, &member, (&facts, now), id);
    let view = look(&member, now, id);
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

/// What the member sees at a moment.
fn look(member: &Member, now: i64, id: &str) -> String {
    let request = Request { now, locale: "zh-CN", history: 5, lots: 5, stock: "" };
    member.view(&request).unwrap_or_else(|problems| panic!("{id} at {now}: {problems}"))
}

/// Asks what the goods of the last order cost today; there is a price to pay.
fn ask(program: &Program, member: &Member, (facts, now): (&Value, i64), id: &str) {
    let Some(order) = facts["events"].as_array().unwrap().iter().rfind(|event| event["type"] == "order")
    else {
        return;
    };
    let mut lines = order["lines"].clone();
    for line in lines.as_array_mut().unwrap() {
        line.as_object_mut().unwrap().remove("paid");
    }
    let cart = program
        .cart(&json!({ "lines": lines }).to_string())
        .unwrap_or_else(|problems| panic!("{id}, a cart: {problems}"));
    let request = QuoteRequest { now, locale: "en", coupons: true, unlocks: 3, plans: true };
    let quote = member.quote(&cart, &request).unwrap_or_else(|problems| panic!("{id}, a quote: {problems}"));
    let quote: Value = serde_json::from_str(&quote).unwrap();
    assert!(quote["payable"].is_string(), "{id}: a quote without a price");
}

/// All paths of a program, and those of its numbers; a part of a list is named by its id, or by its place.
fn walk(value: &Value, path: String, all: &mut Vec<String>, numbers: &mut Vec<(String, String)>) {
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
        Value::Number(number) => numbers.push((path.clone(), number.to_string())),
        Value::String(text) if is_number(text) => numbers.push((path.clone(), text.clone())),
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

/// Whether what a row says holds all figures of a number: in digits, within “5 to 20”, or in words.
fn says(row: &str, number: &str) -> bool {
    let said = figures(row);
    let words: Vec<&str> = row.split(|letter: char| !letter.is_alphanumeric() && letter != '%').collect();
    let sides: Vec<Vec<String>> = row.split(" to ").map(figures).collect();
    let whole = |figure: Option<&String>| figure.and_then(|figure| figure.parse::<u64>().ok());
    figures(number).iter().all(|figure| {
        let within = || {
            sides.windows(2).any(|pair| {
                match (whole(pair[0].last()), whole(pair[1].first()), whole(Some(figure))) {
                    (Some(low), Some(high), Some(figure)) => low <= figure && figure <= high,
                    (_, _, _) => false,
                }
            })
        };
        let worded = || WORDS.iter().any(|(word, of)| of == figure && words.contains(word));
        said.contains(figure) || worded() || within()
    })
}

/// Figures that rows say in words: “once a year”, “whole hundreds”, “2 %” of each hundred.
const WORDS: [(&str, &str); 16] = [
    ("no", "0"),
    ("a", "1"),
    ("an", "1"),
    ("one", "1"),
    ("once", "1"),
    ("first", "1"),
    ("two", "2"),
    ("twice", "2"),
    ("second", "2"),
    ("three", "3"),
    ("five", "5"),
    ("ten", "10"),
    ("tenth", "10"),
    ("half", "50"),
    ("hundreds", "100"),
    ("%", "100"),
];

/// The figures of a text: runs of digits, with a point among them. A space before three digits stands within a run.
fn figures(text: &str) -> Vec<String> {
    let mut joined = String::new();
    for word in text.split(' ') {
        let digits = word.chars().take_while(char::is_ascii_digit).count();
        let follows = joined.ends_with(|last: char| last.is_ascii_digit());
        if !(digits == 3 && follows) {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    let runs = joined.split(|letter: char| !letter.is_ascii_digit() && letter != '.');
    let runs = runs.map(|run| run.trim_matches('.')).filter(|run| !run.is_empty());
    runs.map(without_zeros).collect()
}

/// A figure without zeros that say nothing: “05.50” is 5.5.
fn without_zeros(run: &str) -> String {
    let whole = run.trim_start_matches('0');
    let short = if run.contains('.') { whole.trim_end_matches('0').trim_end_matches('.') } else { whole };
    if short.is_empty() || short.starts_with('.') { format!("0{short}") } else { short.to_owned() }
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
