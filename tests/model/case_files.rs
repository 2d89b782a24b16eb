//! The model against the case files: it must say what they expect, too.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::calendar::{Zone, instant};
use super::facts::each;
use super::{IMPOSSIBLE, answer, plan_shown, till};

#[test]
fn the_model_says_what_the_case_files_expect() {
    let mut wrong = Vec::new();
    for path in files(&root().join("tests/cases")) {
        let case = read(&path);
        if case.get("refused").is_none() && case.get("limits").is_none() {
            wrong.extend(check(&case).into_iter().map(|what| format!("{}: {what}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The differences between a case and the model.
fn check(case: &Value) -> Vec<String> {
    let mut program = match &case["program"] {
        Value::String(name) => read(&root().join(format!("presets/{name}.json"))),
        inline => inline.clone(),
    };
    if let Some(patch) = case.get("programPatch") {
        merge(&mut program, patch);
    }
    let member = match &case["member"] {
        Value::String(name) => read(&root().join(format!("tests/members/{name}.json"))),
        inline => inline.clone(),
    };
    let refused: Vec<&Value> = each(&case["rejected"]).collect();
    let written_wrong = |event: &&Value| {
        refused.iter().any(|r| r["id"] == event["id"] && !IMPOSSIBLE.iter().any(|code| r["code"] == *code))
    };
    let mut events: Vec<Value> =
        each(&member["events"]).filter(|event| !written_wrong(event)).cloned().collect();
    let mut wrong = Vec::new();
    let mut accepted = Vec::new();
    for check in each(&case["checks"]) {
        let it = check["it"].as_str().unwrap();
        for event in each(&check["record"]).filter(|_| check.get("recordRefused").is_none()) {
            accept(&program, &member["profile"], &events, &mut accepted);
            events.push(event.clone());
        }
        accept(&program, &member["profile"], &events, &mut accepted);
        if check.get("expect").is_none() && check.get("quote").is_none() {
            continue;
        }
        let listed = |list: &str| check[list].as_u64().map_or(50, |n| usize::try_from(n).unwrap());
        let facts = json!({ "profile": member["profile"], "events": events });
        let zone = Zone::named(program["timeZone"].as_str().unwrap());
        let now = instant(&check["now"], &zone);
        if now > FAR {
            continue;
        }
        let english = check.get("locale").is_none_or(|locale| locale == "en");
        let cart = &check["cart"];
        let priced = program.get("coupons").is_none() || till::speaks_of(&program, cart);
        if let Some(expected) = check.get("quote").filter(|_| priced) {
            let mut quote = super::quote(&program, &facts, (cart, now), None);
            if program.get("coupons").is_some() {
                merge(&mut quote, &till::quote(&program, cart));
            }
            differences(&with_base(expected), &quote, "quote", english, &mut |what| {
                wrong.push(format!("{it}: {what}"));
            });
        }
        let Some(expected) = check.get("expect") else { continue };
        let view =
            answer(&program, &facts, now, (listed("history"), listed("lots")), &check["stock"], &accepted)
                .view;
        let mut expected = expected.clone();
        if let Some(plans) = expected.get_mut("plans") {
            plan_shown::told(plans);
        }
        differences(&expected, &view, "", english, &mut |what| wrong.push(format!("{it}: {what}")));
    }
    wrong
}

/// The beginning of 2035: the model goes day by day, so what lies farther ahead is not asked of it.
const FAR: i64 = 2_051_222_400_000;

/// What is expected of a quote, without what the model does not say of its earnings.
fn with_base(expected: &Value) -> Value {
    let mut expected = expected.clone();
    expected.as_object_mut().unwrap().retain(|key, _| key != "unlocks" && key != "coupons");
    for line in expected["earn"].as_array_mut().into_iter().flatten() {
        line.as_object_mut().unwrap().retain(|key, _| key != "base" && key != "cut");
    }
    if expected["earn"].is_null() {
        expected.as_object_mut().unwrap().remove("earn");
    }
    expected
}

/// Notes which events are accepted by now.
fn accept(program: &Value, profile: &Value, events: &[Value], accepted: &mut Vec<String>) {
    let zone = Zone::named(program["timeZone"].as_str().unwrap());
    let facts = json!({ "profile": profile, "events": events });
    let last =
        events.iter().map(|event| instant(&event["at"], &zone)).filter(|at| *at <= FAR).max().unwrap_or(0);
    let rejected = answer(program, &facts, last, (0, 0), &Value::Null, accepted).rejected;
    let id = |event: &Value| event["id"].as_str().unwrap().to_owned();
    accepted.extend(events.iter().map(id).filter(|id| !rejected.iter().any(|(other, _)| other == id)));
}

/// Objects compare the keys named, lists their length and elements, all else exactly.
fn differences(expected: &Value, got: &Value, path: &str, names: bool, note: &mut dyn FnMut(String)) {
    match (expected, got) {
        (Value::Object(fields), Value::Object(_)) => {
            for (key, value) in fields.iter().filter(|(key, _)| names || *key != "name") {
                differences(
                    value,
                    got.get(key).unwrap_or(&Value::Null),
                    &format!("{path}.{key}"),
                    names,
                    note,
                );
            }
        }
        (Value::Array(list), Value::Array(other)) if list.len() == other.len() => {
            for (place, (one, two)) in list.iter().zip(other).enumerate() {
                differences(one, two, &format!("{path}[{place}]"), names, note);
            }
        }
        _ if expected == got => {}
        _ => note(format!("{path} is expected to be {expected}, the model says {got}")),
    }
}

fn merge(base: &mut Value, patch: &Value) {
    match (base, patch) {
        (Value::Object(base), Value::Object(patch)) => {
            for (key, value) in patch {
                merge(base.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (base, patch) => *base = patch.clone(),
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "json") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
