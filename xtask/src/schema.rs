//! Writes `schema/*.schema.json` from the types that read programs and facts, or says that they are stale.

use crate::shell::{read, root, write};
use anyhow::{Result, ensure};
use memberview::api;
use serde_json::Value;

/// Writes the schemas.
pub fn generate() -> Result<()> {
    schemas().into_iter().try_for_each(|(path, schema)| write(&root().join(path), text(&schema)?.as_bytes()))
}

/// Compares the schemas with the types.
///
/// # Errors
/// When they differ.
pub fn check() -> Result<()> {
    for (path, schema) in schemas() {
        let same =
            read(&root().join(path)).is_ok_and(|old| text(&schema).is_ok_and(|text| old == text.as_bytes()));
        ensure!(same, "{path} is stale: run `cargo xtask schema`");
    }
    Ok(())
}

fn schemas() -> [(&'static str, Value); 3] {
    [
        ("schema/program.schema.json", api::program_schema()),
        ("schema/facts.schema.json", api::facts_schema()),
        ("schema/cart.schema.json", api::cart_schema()),
    ]
}

fn text(schema: &Value) -> Result<String> {
    Ok(serde_json::to_string_pretty(schema)? + "\n")
}
