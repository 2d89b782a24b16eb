//! Whatever is done to a program, an event or a snapshot: typed problems or a valid answer, and the next call works.

use memberview::api::{Member, Program, QuoteRequest, Request};
use memberview::problem::Problems;
use proptest::collection::vec;
use proptest::prelude::any;
use serde_json::{Value, json};

use super::ask::{Question, Verdict, bytes, law, member, parts, program, questions, view};
use crate::model::carts;
use crate::model::dice::Dice;
use crate::model::facts::each;
use crate::model::reduce::{paths, pointer};

#[test]
fn an_edited_program_has_problems_or_works() {
    law(1500, &(questions(6), vec(any::<u16>(), 40)), |(question, tape)| {
        let mut dice = Dice::new(&tape);
        let text = edited_text(&question.program, &mut dice);
        match Program::load(&text) {
            Err(problems) => typed(&problems),
            Ok(program) => match program.member(&collecting(&question.member)) {
                Err(problems) => typed(&problems),
                Ok(member) => shown(&member, &question),
            },
        }
    });
}

#[test]
fn an_edited_event_has_problems_or_works() {
    law(1500, &(questions(6), vec(any::<u16>(), 40)), |(question, tape)| {
        let mut dice = Dice::new(&tape);
        let program = program(&question.program)?;
        let edited = edited_text(&collected(&question.member), &mut dice);
        match program.member(&edited) {
            Err(problems) => typed(&problems)?,
            Ok(member) => shown(&member, &question)?,
        }
        let mut member = member(&program, &question.member)?;
        let before = bytes(&member);
        let events: Vec<&Value> = each(&question.member["events"]).collect();
        let event = if events.is_empty() { json!({ "id": "x" }) } else { (*dice.pick(&events)).clone() };
        if let Err(problems) = member.record(&edited_text(&event, &mut dice)) {
            typed(&problems)?;
            if bytes(&member) != before {
                return Err("a refused event changed the member".to_owned());
            }
        }
        shown(&member, &question)
    });
}

#[test]
fn an_edited_cart_has_problems_or_a_quote() {
    law(1500, &(questions(6), vec(any::<u16>(), 80)), |(question, tape)| {
        let mut dice = Dice::new(&tape);
        let program = program(&question.program)?;
        let member = member(&program, &question.member)?;
        let cart = carts::cart(&question.program, &mut dice);
        let before = bytes(&member);
        for now in question.nows.iter().copied().chain([i64::MAX]) {
            let held = program.cart(&edited_text(&cart, &mut dice));
            match held.and_then(|cart| member.quote(&cart, &QuoteRequest::at(now))) {
                Ok(quote) => drop(serde_json::from_str::<Value>(&quote).map_err(|wrong| wrong.to_string())?),
                Err(problems) => typed(&problems)?,
            }
        }
        if bytes(&member) != before {
            return Err("a cart changed the member".to_owned());
        }
        shown(&member, &question)
    });
}

#[test]
fn an_edited_snapshot_has_problems_or_works() {
    law(1500, &(questions(10), vec(any::<u16>(), 40)), |(question, tape)| {
        let mut dice = Dice::new(&tape);
        let program = program(&question.program)?;
        let member = member(&program, &question.member)?;
        let mut bytes = bytes(&member);
        edit_bytes(&mut bytes, &mut dice);
        match program.restore(&bytes) {
            Err(problems) => typed(&problems)?,
            Ok(mut restored) => {
                shown(&restored, &question)?;
                let event =
                    json!({ "id": "later", "at": question.nows[0], "type": "activity", "kind": "visit" });
                if let Err(problems) = restored.record(&event.to_string()) {
                    typed(&problems)?;
                }
                shown(&restored, &question)?;
            }
        }
        shown(&member, &question)
    });
}

#[test]
fn a_snapshot_cut_short_or_changed_in_one_byte_is_refused() {
    law(100, &questions(10), |question| {
        let program = program(&question.program)?;
        let bytes = bytes(&member(&program, &question.member)?);
        for place in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            let refused = [program.restore(&changed).err(), program.restore(&bytes[..place]).err()];
            for problems in refused {
                typed(&problems.ok_or(format!("accepted, although byte {place} is wrong or missing"))?)?;
            }
        }
        Ok(())
    });
}

fn collected(member: &Value) -> Value {
    let mut member = member.clone();
    member["onRejected"] = "collect".into();
    member
}

fn collecting(member: &Value) -> String {
    collected(member).to_string()
}

/// Every problem has a code and a path, and there is at least one.
fn typed(problems: &Problems) -> Verdict {
    let json: Value = serde_json::from_str(&problems.to_json()).map_err(|problem| problem.to_string())?;
    let list: Vec<&Value> = each(&json["problems"]).collect();
    let said = |problem: &&Value| problem["code"].is_string() && problem["path"].is_string();
    if list.is_empty() || !list.iter().all(said) {
        return Err(format!("a refusal that does not say why: {json}"));
    }
    Ok(())
}

/// The views of a member are whole, or refused with a reason.
fn shown(member: &Member, question: &Question) -> Verdict {
    for now in question.nows.iter().copied().chain([0, i64::MAX, i64::MIN]) {
        match member.view(&Request { history: 3, lots: 3, ..Request::at(now) }) {
            Ok(text) => drop(parts(&text)?),
            Err(problems) => typed(&problems)?,
        }
    }
    let _ = view(member, question.nows[0]);
    Ok(())
}

/// The JSON with some edits, and sometimes its text with some more.
fn edited_text(json: &Value, dice: &mut Dice) -> String {
    let mut json = json.clone();
    for _ in 0..=dice.below(3) {
        edit(&mut json, dice);
    }
    let mut text = json.to_string();
    if dice.once_in(5) {
        let mut bytes = text.into_bytes();
        edit_bytes(&mut bytes, dice);
        text = String::from_utf8_lossy(&bytes).into_owned();
    }
    if dice.once_in(20) {
        let depth = 1 << (3 * dice.below(6));
        text = format!("{}{text}{}", "[".repeat(depth), "]".repeat(depth));
    }
    text
}

fn edit(json: &mut Value, dice: &mut Dice) {
    let paths = paths(json);
    if paths.is_empty() {
        return;
    }
    let path: &Vec<String> = dice.pick(&paths);
    let (key, parent) = path.split_last().unwrap();
    let other = json.pointer(&pointer(dice.pick(&paths).as_slice())).unwrap().clone();
    let odd = [
        json!(null),
        json!(true),
        json!(-1),
        json!(0),
        json!(1.5),
        json!(9_007_199_254_740_991_i64),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("P1000Y"),
        json!("__proto__"),
        json!([]),
        json!({}),
        json!("2024-02-30"),
        json!("9999999999999999.99"),
        json!("P1M"),
        json!("x".repeat(200)),
        json!("\u{0}\u{10ffff}"),
        json!("9999-12-31"),
        json!(32_503_679_999_999_i64),
        json!("2999-12-31T23:59:59Z"),
        json!("0001-01-01"),
        json!(i64::MIN),
    ];
    match dice.below(6) {
        0 => match json.pointer_mut(&pointer(parent)).unwrap() {
            Value::Object(fields) => drop(fields.remove(key)),
            Value::Array(list) => drop(list.remove(key.parse().unwrap())),
            _ => {}
        },
        1 => match json.pointer_mut(&pointer(parent)).unwrap() {
            Value::Object(fields) => drop(fields.insert(format!("{key}s"), other)),
            Value::Array(list) => list.push(other),
            _ => {}
        },
        2 => *json.pointer_mut(&pointer(path)).unwrap() = other,
        _ => *json.pointer_mut(&pointer(path)).unwrap() = dice.pick(&odd).clone(),
    }
}

fn edit_bytes(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(4) {
        if bytes.is_empty() {
            return;
        }
        let place = dice.below(bytes.len());
        match dice.below(5) {
            0 => bytes[place] ^= 1 << dice.below(8),
            1 => bytes.truncate(place),
            2 => drop(bytes.remove(place)),
            3 => bytes.insert(place, *dice.pick(&[0, 255, b'{', b'"', b'9', b',', b'\\', b'-', b'e'])),
            _ => bytes[place] = *dice.pick(&[0, 255, 127, 128, b'0', b'}', b'[']),
        }
    }
}
