//! The map from what the project was asked for to what shows it: `tests/requirements.md`, made of `tests/requirements.json`.

use crate::node::Node;
use memberview::json::{DEPTH, parse};

/// Where the data lie.
pub const DATA: &str = "tests/requirements.json";

/// Where the page lies.
pub const PAGE: &str = "tests/requirements.md";

/// The page of the data.
///
/// # Errors
/// What is wrong with the data.
pub fn page(data: &str) -> Result<String, String> {
    let json = parse(data, DEPTH).map_err(|_| format!("{DATA} is not JSON"))?;
    let mut out = String::from(HEAD);
    for area in Node::root(&json).list("areas") {
        let items = area.list("items");
        out.push_str(&format!(
            "\n## {}\n\n{} items.\n\n",
            area.text("area").unwrap_or_default(),
            items.len()
        ));
        out.push_str("| id | what must be sayable | as it was put | shown by |\n| --- | --- | --- | --- |\n");
        for item in items {
            let texts = ["id", "en", "phrase"].map(|key| item.text(key).unwrap_or_default());
            let [id, en, phrase] = texts;
            let shown: Vec<String> = item.words("shown").iter().map(|name| format!("`{name}`")).collect();
            let note = item.text("note").map(|note| format!("; {note}")).unwrap_or_default();
            if texts.iter().any(|text| text.is_empty()) || (shown.is_empty() && note.is_empty()) {
                return Err(format!(
                    "{}: every item has id, en, phrase, and a case, a preset or a note",
                    item.path
                ));
            }
            out.push_str(&format!("| {id} | {en} | {phrase} | {}{note} |\n", shown.join(", ")));
        }
    }
    Ok(out)
}

/// Every case and preset that the data name, with the item that does.
///
/// # Errors
/// Where the data are no JSON.
pub fn shown(data: &str) -> Result<Vec<(String, String)>, String> {
    let json = parse(data, DEPTH).map_err(|_| format!("{DATA} is not JSON"))?;
    let items = Node::root(&json).list("areas").into_iter().flat_map(|area| area.list("items"));
    Ok(items
        .flat_map(|item| item.words("shown").into_iter().map(move |name| (item.id().to_owned(), name)))
        .collect())
}

/// Cases and presets that are named before they are there.
///
/// # Errors
/// Where the data are no JSON.
pub fn awaited(data: &str) -> Result<Vec<String>, String> {
    let json = parse(data, DEPTH).map_err(|_| format!("{DATA} is not JSON"))?;
    Ok(Node::root(&json).words("awaited"))
}

const HEAD: &str = "\
# What was asked for, and what shows it

Each requirement that a program must be able to say, with the case files (`area/name`, for `tests/cases/area/name.json`) or
presets (`presets/name`, for `presets/name.json`) that show it. `cargo xtask requirements` writes this page from
`tests/requirements.json`; `cargo test -p memberview-tools` fails where the page is stale, a file is gone, or an item is shown by
nothing.
";
