//! TypeScript types of programs and facts, from the committed JSON Schemas.

use crate::npm::tool;
use crate::shell::{root, run};
use crate::stamp::Inputs;
use anyhow::Result;
use std::path::Path;

/// Writes `program.types.ts`, `facts.types.ts` and `cart.types.ts` for the schemas that exist.
pub fn write(src: &Path) -> Result<()> {
    for name in ["program", "facts", "cart"] {
        let schema = root().join(format!("schema/{name}.schema.json"));
        let types = src.join(format!("{name}.types.ts"));
        let inputs = Inputs::default().path(&schema).bytes(include_bytes!("schema_types.rs"));
        let stamp = format!("types-{name}");
        if !schema.is_file() || inputs.fresh(&stamp, &types) {
            continue;
        }
        let mut generator = tool("json-schema-to-typescript/dist/src/cli.js");
        generator.arg("--input").arg(&schema).arg("--output").arg(&types);
        generator.args(["--additionalProperties=false", "--unreachableDefinitions", "--bannerComment"]);
        run("schema-types", generator.arg("/** Written by cargo xtask pack from schema/; do not edit. */"))?;
        inputs.stamp(&stamp, &types)?;
    }
    Ok(())
}
