//! What the wasm may be: WebAssembly 1.0 and mutable globals, nothing that an old phone cannot read.

use anyhow::{Context, Result, bail, ensure};
use wasmparser::{ExternalKind, FuncType, Parser, Payload, TypeRef, ValType, Validator, WasmFeatures};

/// Refuses a module that some host could not load.
///
/// # Errors
/// For newer features, exported globals, 64-bit integers at the border, and sections that only debuggers read.
#[expect(clippy::wildcard_enum_match_arm, reason = "only these kinds of section can break the rules")]
pub fn check(wasm: &[u8]) -> Result<()> {
    let mvp = WasmFeatures::FLOATS | WasmFeatures::MUTABLE_GLOBAL | WasmFeatures::GC_TYPES;
    Validator::new_with_features(mvp).validate_all(wasm).context("gate: newer than MVP + mutable-globals")?;
    let mut types: Vec<FuncType> = Vec::new();
    let mut functions: Vec<u32> = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::TypeSection(section) => {
                types = section.into_iter_err_on_gc_types().collect::<Result<_, _>>()?;
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    let TypeRef::Func(kind) = import.ty else {
                        bail!("gate: imports {}, which is no function", import.name)
                    };
                    functions.push(kind);
                    no_i64(&types, kind, import.name)?;
                }
            }
            Payload::FunctionSection(section) => {
                functions.extend(section.into_iter().collect::<Result<Vec<_>, _>>()?);
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    ensure!(export.kind != ExternalKind::Global, "gate: exports the global {}", export.name);
                    if export.kind == ExternalKind::Func {
                        let kind = functions
                            .get(usize::try_from(export.index)?)
                            .context("gate: no such function")?;
                        no_i64(&types, *kind, export.name)?;
                    }
                }
            }
            Payload::CustomSection(section) => bail!("gate: has the section {}", section.name()),
            _ => {}
        }
    }
    Ok(())
}

fn no_i64(types: &[FuncType], kind: u32, name: &str) -> Result<()> {
    let kind = types.get(usize::try_from(kind)?).context("gate: no such type")?;
    let crosses = kind.params().iter().chain(kind.results()).any(|value| *value == ValType::I64);
    ensure!(!crosses, "gate: a 64-bit integer crosses the border in {name}; old phones have no BigInt");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    const HEADER: &[u8] = b"\0asm\x01\0\0\0";

    fn refusal(sections: &[&[u8]]) -> String {
        check(&[HEADER, &sections.concat()].concat())
            .map_or_else(|error| format!("{error:#}"), |()| String::new())
    }

    #[test]
    fn an_empty_module_passes() {
        assert_eq!(refusal(&[]), "");
    }

    #[test]
    fn newer_features_are_refused() {
        // One function of type () -> i32, whose body is: i32.const 0, i32.extend8_s.
        let body: &[&[u8]] =
            &[b"\x01\x05\x01\x60\0\x01\x7f", b"\x03\x02\x01\0", b"\x0a\x07\x01\x05\0\x41\0\xc0\x0b"];
        assert!(refusal(body).contains("sign extension"), "{}", refusal(body));
    }

    #[test]
    fn exported_globals_are_refused() {
        let global: &[&[u8]] = &[b"\x06\x06\x01\x7f\x01\x41\0\x0b", b"\x07\x05\x01\x01g\x03\0"];
        assert_eq!(refusal(global), "gate: exports the global g");
    }

    #[test]
    fn integers_of_64_bits_at_the_border_are_refused() {
        let import: &[&[u8]] = &[b"\x01\x05\x01\x60\x01\x7e\0", b"\x02\x07\x01\x01m\x01f\0\0"];
        assert!(refusal(import).contains("crosses the border in f"), "{}", refusal(import));
        let export: &[&[u8]] = &[
            b"\x01\x05\x01\x60\x01\x7e\0",
            b"\x03\x02\x01\0",
            b"\x07\x05\x01\x01f\0\0",
            b"\x0a\x04\x01\x02\0\x0b",
        ];
        assert!(refusal(export).contains("crosses the border in f"), "{}", refusal(export));
    }

    #[test]
    fn names_are_refused() {
        assert_eq!(refusal(&[b"\0\x05\x04name"]), "gate: has the section name");
    }
}
