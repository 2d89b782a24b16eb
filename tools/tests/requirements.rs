//! The map of requirements is what its data say, and names only what there is.

use memberview_tools::requirements::{DATA, PAGE, awaited, page, shown};
use std::path::Path;

#[test]
fn the_page_is_what_the_data_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let data = std::fs::read_to_string(root.join(DATA)).unwrap();
    let stale = std::fs::read_to_string(root.join(PAGE)).unwrap_or_default() != page(&data).unwrap();
    assert!(!stale, "{PAGE} is stale: run `cargo xtask requirements`");
    let there = |name: &str| {
        let folder = if name.starts_with("presets/") { "" } else { "tests/cases/" };
        root.join(format!("{folder}{name}.json")).is_file()
    };
    let awaited = awaited(&data).unwrap();
    let wrong: Vec<String> = shown(&data)
        .unwrap()
        .into_iter()
        .filter(|(_, name)| there(name) == awaited.contains(name))
        .map(|(id, name)| format!("{id}: {name}"))
        .collect();
    assert!(wrong.is_empty(), "named and not there, or there and in `awaited` still:\n{}", wrong.join("\n"));
}
