//! `tsc --strict` over the package's sources, the examples, and every case that is no refusal.

use crate::npm::tool;
use crate::say::Step;
use crate::shell::{read, root, run, target, write};
use anyhow::{Context, Result};
use serde_json::Value;
use std::fmt::Write;

/// Checks them all.
pub fn check(step: &Step) -> Result<()> {
    let mut projects = vec!["tsconfig.json".to_owned()];
    let others = OTHERS.iter().filter(|project| root().join(project).is_file());
    projects.extend(others.map(|project| (*project).to_owned()));
    projects.push(cases()?);
    for project in &projects {
        run("tsc", tool("typescript/bin/tsc").args(["--project", project, "--noEmit"]))?;
    }
    step.note(format!("{} projects, the cases among them", projects.len()));
    Ok(())
}

/// Writes the cases and presets as TypeScript, where the package's types judge every literal; gives the project.
fn cases() -> Result<String> {
    let all: Vec<Value> = serde_json::from_slice(&read(&target().join("hosts/cases.json"))?)?;
    let text = |case: &Value, key: &str| case.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut code =
        "import type { CartJson, Facts, MemberEvent, ProgramJson } from \"memberview\";\n".to_owned();
    for case in all.iter().filter(|case| case.get("typed") == Some(&Value::Bool(true))) {
        let file = text(case, "file").context("a case without file")?;
        let program = text(case, "program").context("a case without program")?;
        writeln!(code, "// {file}\n{{ const program: ProgramJson = {program}; void program; }}")?;
        if let Some(member) = text(case, "member") {
            writeln!(code, "{{ const facts: Facts = {member}; void facts; }}")?;
        }
        let checks = case.get("checks").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let events = checks.iter().filter_map(|check| check.get("record")?.as_array()).flatten();
        for event in events.filter_map(Value::as_str) {
            writeln!(code, "{{ const event: MemberEvent = {event}; void event; }}")?;
        }
        let taken = checks.iter().filter(|check| check.get("cartTyped") == Some(&Value::Bool(true)));
        for cart in taken.filter_map(|check| check.get("cart")?.as_str()) {
            writeln!(code, "{{ const cart: CartJson = {cart}; void cart; }}")?;
        }
    }
    let folder = target().join("hosts/app");
    write(&folder.join("cases.ts"), code.as_bytes())?;
    write(&folder.join("tsconfig.json"), PROJECT.as_bytes())?;
    Ok(folder.join("tsconfig.json").display().to_string())
}

const OTHERS: &[&str] = &["tests/js/tsconfig.json", "examples/tsconfig.json"];

const PROJECT: &str = r#"{
  "compilerOptions": {
    "target": "ES2022", "lib": ["ES2022", "DOM"], "module": "NodeNext", "moduleResolution": "NodeNext",
    "strict": true, "exactOptionalPropertyTypes": true, "noEmit": true, "skipLibCheck": false, "types": []
  },
  "include": ["cases.ts"]
}
"#;
