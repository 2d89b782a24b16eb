//! The map of requirements is what its data say, and names only what there is.

use memberview_tools::requirements::{DATA, PAGE, page, shown};
use std::path::Path;

#[test]
fn the_page_is_what_the_data_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let data = std::fs::read_to_string(root.join(DATA)).unwrap();
    let stale = std::fs::read_to_string(root.join(PAGE)).unwrap_or_default() != page(&data).unwrap();
    assert!(!stale, "{PAGE} is stale: run `cargo xtask requirements`");
    let gone: Vec<String> = shown(&data)
        .unwrap()
        .into_iter()
        .filter(|(_, name)| {
            let path = if name.starts_with("presets/") {
                format!("{name}.json")
            } else {
                format!("tests/cases/{name}.json")
            };
            !root.join(path).is_file()
        })
        .map(|(id, name)| format!("{id}: {name}"))
        .collect();
    assert!(gone.is_empty(), "{} named and not there:\n{}", gone.len(), gone.join("\n"));
}
