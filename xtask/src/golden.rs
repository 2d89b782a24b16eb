//! The native answers to all cases: the text that every host must give again, to the byte.

use crate::npm;
use crate::say::step;
use crate::shell::{read, run, target, write};
use anyhow::{Context, Error, Result, anyhow};
use memberview::api::{HostLimits, Member, Program, QuoteRequest, Request, instant};
use memberview::problem::Problems;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Writes `cases.json` and `golden.json`; gives their folder.
pub fn write_answers() -> Result<PathBuf> {
    let folder = target().join("hosts");
    step("hosts: native answers", |s| {
        let cases = folder.join("cases.json");
        let said = run("expand", npm::script("tests/js/expand.mjs").arg(&cases))?;
        let cases: Vec<Value> = serde_json::from_slice(&read(&cases)?)?;
        let texts = cases.iter().map(answers).collect::<Result<Vec<_>>>()?;
        write(&folder.join("golden.json"), json!(texts).to_string().as_bytes())?;
        s.note(said.trim());
        Ok(folder.clone())
    })
}

/// As `tests/js/runner.mjs`, line for line.
fn answers(case: &Value) -> Result<String> {
    let mut lines = vec![text(case, "file")?.to_owned()];
    lines.extend(answers_of(case)?);
    Ok(lines.join("\n") + "\n")
}

fn answers_of(case: &Value) -> Result<Vec<String>> {
    let limit = |field: &str| count(&case["limits"], field);
    let limits = HostLimits {
        program_bytes: limit("programBytes")?,
        nesting: limit("nesting")?,
        events: limit("events")?,
        cart_lines: limit("cartLines")?,
        wallet: limit("wallet")?,
    };
    let program = match Program::load_within(text(case, "program")?, &limits) {
        Ok(program) => program,
        Err(refusal) => return Ok(vec![refused(&refusal)]),
    };
    let Some(member) = case.get("member").and_then(Value::as_str) else {
        return Ok(vec!["loads".to_owned()]);
    };
    let collecting =
        format!("{},\"onRejected\":\"collect\"}}", member.strip_suffix('}').context("no object")?);
    let mut member = match program.member(&collecting) {
        Ok(member) => member,
        Err(refusal) => return Ok(vec![format!("member {}", refused(&refusal))]),
    };
    let mut lines = vec![format!("rejected {}", member.rejected())];
    for check in list(case, "checks")? {
        lines.push(format!("- {}", text(check, "it")?));
        for event in list(check, "record")? {
            let event = event.as_str().context("an event is text")?;
            lines.push(format!(
                "recorded {}",
                member.record(event).unwrap_or_else(|refusal| refused(&refusal))
            ));
        }
        if check.get("restored") == Some(&Value::Bool(true)) {
            let bytes = member.snapshot().map_err(|refusal| told(&refusal))?;
            member = program.restore(&bytes).map_err(|refusal| told(&refusal))?;
        }
        if let Some(given) = check.get("snapshot") {
            let restored = program.restore(&snapshot(given)?);
            lines.push(format!(
                "restores {}",
                restored.map_or_else(|refusal| refused(&refusal), |_| "true".into())
            ));
        }
        if check.get("now").is_some() {
            lines.push(format!("view {}", view(&member, check)?.unwrap_or_else(|refusal| refused(&refusal))));
            if let Some(cart) = check.get("cart").and_then(Value::as_str) {
                lines.extend(quoted(&program, &member, cart, check)?);
            }
        }
    }
    Ok(lines)
}

/// What is said of a check's cart.
fn quoted(program: &Program, member: &Member, cart: &str, check: &Value) -> Result<Vec<String>> {
    let said = |answer: Result<String, Problems>| answer.unwrap_or_else(|refusal| refused(&refusal));
    let mut lines = Vec::new();
    let mut held = match program.cart(cart) {
        Ok(held) => held,
        Err(refusal) => return Ok(vec![format!("cart {}", refused(&refusal))]),
    };
    for edit in list(check, "setQuantity")? {
        let quantity = edit["quantity"].as_i64().context("no quantity")?;
        let edited = held.set_quantity(text(edit, "line")?, quantity);
        lines.push(format!("set {}", said(edited.map(|()| "true".to_owned()))));
    }
    let (locale, now) = (text(check, "locale")?, moment(check)?);
    let (coupons, unlocks) = (check["coupons"] == Value::Bool(true), count(check, "unlocks")?);
    let plans = check["plans"] == Value::Bool(true);
    let quote = now
        .clone()
        .and_then(|now| member.quote(&held, &QuoteRequest { now, locale, coupons, unlocks, plans }));
    lines.push(format!("quote {}", said(quote)));
    if let Some(asked) = check.get("whatIf").filter(|asked| !asked.is_null()) {
        let quantity = asked["quantity"].as_i64().context("no quantity")?;
        let sku = text(asked, "sku")?;
        lines.push(format!("costs {}", said(now.and_then(|now| member.what_if(&held, sku, quantity, now)))));
    }
    Ok(lines)
}

/// A check's snapshot: from hexadecimal digits, or of another program's member.
fn snapshot(given: &Value) -> Result<Vec<u8>> {
    if let Some(digits) = given.as_str() {
        let pairs = digits.as_bytes().chunks(2).map(str::from_utf8);
        return pairs.map(|pair| Ok(u8::from_str_radix(pair?, 16)?)).collect();
    }
    let program = Program::load(text(given, "program")?).map_err(|refusal| told(&refusal))?;
    let member = program.member(text(given, "member")?).map_err(|refusal| told(&refusal))?;
    member.snapshot().map_err(|refusal| told(&refusal))
}

fn view(member: &Member, check: &Value) -> Result<Result<String, Problems>> {
    let (history, lots) = (count(check, "history")?, count(check, "lots")?);
    let locale = text(check, "locale")?;
    let stock = check.get("stock").map(ToString::to_string).unwrap_or_default();
    Ok(moment(check)?
        .and_then(|now| member.view(&Request { now, locale, history, lots, stock: &stock }))
        .map(|text| joined(&text)))
}

fn moment(check: &Value) -> Result<Result<i64, Problems>> {
    Ok(match check.get("now").and_then(Value::as_i64) {
        Some(millis) => Ok(millis),
        None => instant(text(check, "now")?),
    })
}

fn count(of: &Value, field: &str) -> Result<usize> {
    Ok(usize::try_from(of.get(field).and_then(Value::as_u64).context("no count")?)?)
}

/// One object of the view's lines: head, points, tiers, and the rest.
pub fn joined(view: &str) -> String {
    let mut lines = view.lines().map(str::to_owned);
    let [head, points, tiers, extras] = [(); 4].map(|()| lines.next().unwrap_or_default());
    let head = head.strip_suffix('}').unwrap_or(&head);
    let extras = extras.strip_prefix('{').unwrap_or(&extras);
    format!("{head},\"points\":{points},\"tiers\":{tiers},{extras}")
}

fn refused(refusal: &Problems) -> String {
    let json = refusal.to_json();
    let list = json.strip_prefix("{\"problems\":").and_then(|rest| rest.strip_suffix('}'));
    format!("refused {}", list.unwrap_or(&json))
}

/// A refusal where none may be.
pub fn told(refusal: &Problems) -> Error {
    anyhow!("the engine refuses it: {}", refusal.to_json())
}

fn text<'a>(value: &'a Value, key: &str) -> Result<&'a str> {
    value.get(key).and_then(Value::as_str).with_context(|| format!("a case without {key}"))
}

fn list<'a>(value: &'a Value, key: &str) -> Result<&'a [Value]> {
    value
        .get(key)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .with_context(|| format!("a case without {key}"))
}
