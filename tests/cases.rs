//! Every case file, natively: what the shop owner wrote is what the engine says.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod texts;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use memberview::api::{HostLimits, Member, Program, QuoteRequest, Request};
use memberview::problem::{Problem, Problems};
use serde_json::{Value, json};

#[test]
fn every_case_holds() {
    let mut files = Vec::new();
    collect(&root().join("tests/cases"), &mut files);
    assert!(!files.is_empty());
    let mut wrong = Vec::new();
    let mut checks = 0;
    for file in &files {
        let case: Value = serde_json::from_str(&fs::read_to_string(file).unwrap())
            .unwrap_or_else(|problem| panic!("{file:?}: {problem}"));
        let name = file.strip_prefix(root()).unwrap().display().to_string();
        let mut report = |problem: String| wrong.push(format!("{name}: {problem}"));
        checks += run(&case, &mut report);
    }
    println!("{} case files, {checks} checks", files.len());
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The map of what the cases show names files that there are, and every file of the areas that it maps.
#[test]
fn the_map_names_every_case() {
    let folder = root().join("tests/cases");
    let map = fs::read_to_string(folder.join("README.md")).unwrap();
    let rows = map.lines().filter(|line| line.starts_with("| ")).filter_map(|row| row.split('|').nth(2));
    let named: BTreeSet<&str> = rows.flat_map(|cases| cases.split('`').skip(1).step_by(2)).collect();
    let mut wrong = Vec::new();
    for name in &named {
        let there =
            [format!("{name}.json"), format!("../{name}")].iter().any(|path| folder.join(path).exists());
        if !there {
            wrong.push(format!("`{name}` is named, and there is no such file"));
        }
    }
    for area in MAPPED {
        let mut files = Vec::new();
        collect(&folder.join(area), &mut files);
        for file in files {
            let name = format!("{area}/{}", file.file_stem().unwrap().to_str().unwrap());
            if !named.contains(name.as_str()) {
                wrong.push(format!("`{name}` is not named"));
            }
        }
    }
    assert!(wrong.is_empty(), "tests/cases/README.md, {} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The areas of which every case stands in the map.
const MAPPED: [&str; 13] = [
    "condition",
    "metric",
    "plan",
    "points",
    "tier",
    "segment",
    "refund",
    "reward",
    "quote",
    "coupon",
    "decimals",
    "signal",
    "wallet",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "json") {
            files.push(path);
        }
    }
}

fn named(folder: &str, name: &str) -> Value {
    let path = root().join(folder).join(format!("{name}.json"));
    serde_json::from_str(
        &fs::read_to_string(&path).unwrap_or_else(|problem| panic!("{}: {problem}", path.display())),
    )
    .unwrap()
}

/// Runs a case; gives how many checks it made.
fn run(case: &Value, report: &mut impl FnMut(String)) -> usize {
    misspelt(case, OF_A_CASE, report);
    let loaded = Program::load_within(&program(case), &limits(case));
    if let Some(refused) = case.get("refused") {
        match loaded {
            Ok(_) => report("the program is not refused".into()),
            Err(problems) => compare_problems("refused", refused, &problems.problems, report),
        }
        return 1;
    }
    let program = match loaded {
        Ok(program) => program,
        Err(problems) => {
            report(format!("the program is refused:\n{problems}"));
            return 1;
        }
    };
    let Some(member) = case.get("member") else { return 1 };
    let mut facts = member.as_str().map_or_else(|| member.clone(), |name| named("tests/members", name));
    facts["onRejected"] = json!("collect");
    let mut member = match program.member(&facts.to_string()) {
        Ok(member) => member,
        Err(problems) => {
            match case.get("memberRefused") {
                Some(refused) => compare_problems("memberRefused", refused, &problems.problems, report),
                None => report(format!("the member is refused:\n{problems}")),
            }
            return 1;
        }
    };
    compare_rejected(case.get("rejected").unwrap_or(&json!([])), &member, report);
    let checks = case["checks"].as_array().cloned().unwrap_or_default();
    for check in &checks {
        misspelt(check, OF_A_CHECK, report);
        let it = check["it"].as_str().unwrap_or("?").to_owned();
        ask(&program, &mut member, check, &mut |problem| report(format!("{it}: {problem}")));
    }
    checks.len().max(1)
}

/// The keys of a case.
const OF_A_CASE: &[&str] = &[
    "about",
    "source",
    "program",
    "programText",
    "programPatch",
    "limits",
    "refused",
    "member",
    "memberRefused",
    "rejected",
    "checks",
];

/// The keys of a check.
const OF_A_CHECK: &[&str] = &[
    "it",
    "now",
    "locale",
    "history",
    "lots",
    "stock",
    "record",
    "recordRefused",
    "recorded",
    "restored",
    "snapshot",
    "restoreRefused",
    "expect",
    "viewRefused",
    "cart",
    "setQuantity",
    "coupons",
    "unlocks",
    "plans",
    "quote",
    "quoteRefused",
    "whatIf",
];

/// Reports every key that nothing looks at.
fn misspelt(object: &Value, known: &[&str], report: &mut impl FnMut(String)) {
    for key in object.as_object().into_iter().flat_map(|object| object.keys()) {
        if !known.contains(&key.as_str()) {
            report(format!("nothing looks at `{key}`"));
        }
    }
}

/// What the case's host allows.
fn limits(case: &Value) -> HostLimits {
    let limit = |field: &str, otherwise: usize| {
        case["limits"][field].as_u64().map_or(otherwise, |limit| usize::try_from(limit).unwrap())
    };
    let usual = HostLimits::default();
    HostLimits {
        program_bytes: limit("programBytes", usual.program_bytes),
        nesting: limit("nesting", usual.nesting),
        events: limit("events", usual.events),
        cart_lines: limit("cartLines", usual.cart_lines),
        wallet: limit("wallet", usual.wallet),
    }
}

/// The program's text: raw, of a preset, or inline, with what the case puts over it.
fn program(case: &Value) -> String {
    if let Some(text) = case.get("programText").and_then(Value::as_str) {
        return text.to_owned();
    }
    let mut program =
        case["program"].as_str().map_or_else(|| case["program"].clone(), |name| named("presets", name));
    if let Some(patch) = case.get("programPatch") {
        merge(&mut program, patch);
    }
    program.to_string()
}

fn merge(into: &mut Value, patch: &Value) {
    match (into, patch) {
        (Value::Object(into), Value::Object(patch)) => {
            for (key, value) in patch {
                merge(into.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (into, patch) => *into = patch.clone(),
    }
}

fn ask(program: &Program, member: &mut Member, check: &Value, report: &mut impl FnMut(String)) {
    let events = check["record"].as_array().cloned().unwrap_or_default();
    let mut last = None;
    for event in &events {
        match (member.record(&event.to_string()), check.get("recordRefused")) {
            (Ok(answer), None) => last = Some(answer),
            (Ok(_), Some(_)) => report("the event is not refused".into()),
            (Err(Problems { problems }), Some(refused)) => {
                compare_problems("recordRefused", refused, &problems, report);
            }
            (Err(problems), None) => report(format!("the event is refused: {problems}")),
        }
    }
    if let Some(expected) = check.get("recorded") {
        let got = last.map(|answer| serde_json::from_str(&answer).unwrap()).unwrap_or_default();
        compare("recorded", expected, &got, report);
    }
    if check.get("restored") == Some(&json!(true)) {
        *member = program.restore(&member.snapshot().unwrap()).unwrap();
    }
    if let Some(refused) = check.get("restoreRefused") {
        match program.restore(&snapshot(check)) {
            Ok(_) => report("the snapshot is not refused".into()),
            Err(Problems { problems }) => compare_problems("restoreRefused", refused, &problems, report),
        }
        return;
    }
    let now = &check["now"];
    let now = now.as_i64().unwrap_or_else(|| memberview::api::instant(now.as_str().unwrap()).unwrap());
    let history = usize::try_from(check["history"].as_u64().unwrap_or(50)).unwrap();
    let lots = usize::try_from(check["lots"].as_u64().unwrap_or(50)).unwrap();
    let locale = check["locale"].as_str().unwrap_or("en");
    let stock = check.get("stock").map(ToString::to_string).unwrap_or_default();
    match (member.view(&Request { now, locale, history, lots, stock: &stock }), check.get("viewRefused")) {
        (Ok(text), None) => {
            let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            let mut view = lines[0].clone();
            view["points"] = lines[1].clone();
            view["tiers"] = lines[2].clone();
            view["segments"] = lines[3]["segments"].clone();
            view["rewards"] = lines[3]["rewards"].clone();
            view["signals"] = lines[3]["signals"].clone();
            view["coupons"] = lines[3]["coupons"].clone();
            view["plans"] = lines[3]["plans"].clone();
            compare("view", check.get("expect").unwrap_or(&json!({})), &view, report);
        }
        (Ok(_), Some(_)) => report("the view is not refused".into()),
        (Err(Problems { problems }), Some(refused)) => {
            compare_problems("viewRefused", refused, &problems, report);
        }
        (Err(problems), None) => report(format!("the view is refused: {problems}")),
    }
    if let Some(cart) = check.get("cart") {
        quote((program, member), (cart, now, locale), check, report);
    }
}

/// Asks for the quote of a check's cart, which leaves the member as it is.
fn quote(
    (program, member): (&Program, &Member),
    (cart, now, locale): (&Value, i64, &str),
    check: &Value,
    report: &mut impl FnMut(String),
) {
    let before = member.snapshot().unwrap();
    let mut held = program.cart(&cart.to_string());
    for edit in check["setQuantity"].as_array().into_iter().flatten() {
        let edited = held.as_mut().map_err(|problems| problems.clone()).and_then(|held| {
            held.set_quantity(edit["line"].as_str().unwrap(), edit["quantity"].as_i64().unwrap())
        });
        answered("setQuantity", edited.map(|()| "{}".into()), (None, edit.get("refused")), report);
    }
    let unlocks = usize::try_from(check["unlocks"].as_u64().unwrap_or(0)).unwrap();
    let request = QuoteRequest {
        now,
        locale,
        coupons: check["coupons"] == json!(true),
        unlocks,
        plans: check["plans"] == json!(true),
    };
    let quoted = held.as_ref().map_err(Clone::clone).and_then(|cart| member.quote(cart, &request));
    answered("quote", quoted, (check.get("quote"), check.get("quoteRefused")), report);
    if let Some(asked) = check.get("whatIf") {
        let (sku, quantity) = (asked["sku"].as_str().unwrap(), asked["quantity"].as_i64().unwrap());
        let costs = held.and_then(|cart| member.what_if(&cart, sku, quantity, now));
        answered("whatIf", costs, (asked.get("costs"), asked.get("refused")), report);
    }
    if member.snapshot().unwrap() != before {
        report("the quote changes the member".into());
    }
}

/// Compares an answer, or the problems of a refusal, with what was expected.
fn answered(
    what: &str,
    answer: Result<String, Problems>,
    (expected, refused): (Option<&Value>, Option<&Value>),
    report: &mut impl FnMut(String),
) {
    match (answer, refused) {
        (Ok(text), None) => {
            let expected = expected.unwrap_or(&Value::Null);
            if !expected.is_null() {
                compare(what, expected, &serde_json::from_str(&text).unwrap(), report);
            }
        }
        (Ok(_), Some(_)) => report(format!("{what} is not refused")),
        (Err(Problems { problems }), Some(refused)) => {
            compare_problems(&format!("{what} refused"), refused, &problems, report);
        }
        (Err(problems), None) => report(format!("{what} is refused: {problems}")),
    }
}

/// The bytes of a check's snapshot: as hexadecimal digits, or of another program's member.
fn snapshot(check: &Value) -> Vec<u8> {
    if let Some(digits) = check["snapshot"].as_str() {
        let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        return pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
    }
    let of = &check["snapshot"];
    let program = Program::load(&of["program"].to_string()).unwrap();
    program.member(&of["member"].to_string()).unwrap().snapshot().unwrap()
}

/// Objects compare the keys that are expected, lists their length and each item, all else exactly.
fn compare(path: &str, expected: &Value, got: &Value, report: &mut impl FnMut(String)) {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            for (key, value) in expected {
                compare(&format!("{path}.{key}"), value, got.get(key).unwrap_or(&Value::Null), report);
            }
        }
        (Value::Array(expected), Value::Array(got)) if expected.len() == got.len() => {
            for (index, (value, got)) in expected.iter().zip(got).enumerate() {
                compare(&format!("{path}[{index}]"), value, got, report);
            }
        }
        _ if expected == got => {}
        _ => report(format!("{path}: expected {expected}, got {got}")),
    }
}

fn compare_problems(path: &str, expected: &Value, got: &[Problem], report: &mut impl FnMut(String)) {
    let shown: Vec<Value> = got.iter().map(texts::shown).collect();
    compare(path, expected, &Value::Array(shown), report);
}

fn compare_rejected(expected: &Value, member: &Member, report: &mut impl FnMut(String)) {
    let rejected: Vec<Value> = serde_json::from_str(&member.rejected()).unwrap();
    let mut got = Vec::new();
    for event in &rejected {
        for problem in event["problems"].as_array().unwrap() {
            let mut shown = texts::shown_json(problem);
            shown["id"] = event["id"].clone();
            got.push(shown);
        }
    }
    compare("rejected", expected, &Value::Array(got), report);
}
