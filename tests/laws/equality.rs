//! The engine says what the model says.

use serde_json::{Value, json};

use super::ask::{
    Question, Verdict, broken, case_file, difference, member, program, questions, rejected, view_of, wallets,
};
use crate::model;
use crate::model::calendar::{Zone, instant};
use crate::model::facts::each;

#[test]
fn the_engine_says_what_the_model_says() {
    if let Some((wrong, question)) = broken(1500, &questions(30), |question| agree(&question)) {
        panic!("{}", explained(&question, &wrong));
    }
}

#[test]
fn wallets_are_what_the_model_says() {
    if let Some((wrong, question)) = broken(800, &wallets(30), |question| agree(&question)) {
        panic!("{}", explained(&question, &wrong));
    }
}

/// Whether engine and model give the same views and leave out the same events.
fn agree(question: &Question) -> Verdict {
    let program = program(&question.program)?;
    let member = member(&program, &question.member)?;
    let expected: Vec<(String, String)> =
        model::answer(&question.program, &question.member, last(question), (0, 0), &Value::Null, &[])
            .rejected
            .into_iter()
            .map(|(id, code)| (id, code.to_owned()))
            .collect();
    let mut got = rejected(&member);
    let mut wanted = expected.clone();
    got.sort();
    wanted.sort();
    if got != wanted {
        return Err(format!("rejected: expected {wanted:?}, got {got:?}"));
    }
    for now in &question.nows {
        let expected = ties_by_text(model::view(&question.program, &question.member, *now, &question.stock));
        if let Some(difference) =
            difference(&expected, &ties_by_text(view_of(&member, *now, &question.stock)?), "")
        {
            return Err(format!("at {}: {difference}", model::calendar::instant_text(*now)));
        }
    }
    Ok(())
}

/// The view with lots that have no order among them (of one event, earned and lapsing at the same instants) by their text.
fn ties_by_text(mut view: Value) -> Value {
    for purse in view["points"].as_array_mut().unwrap() {
        let lots = purse["lots"].as_array_mut().unwrap();
        let key = |lot: &Value| ["usable", "expiresAt", "earnedAt", "id"].map(|field| lot[field].clone());
        for run in lots.chunk_by_mut(|one, other| key(one) == key(other)) {
            run.sort_by_key(Value::to_string);
        }
    }
    view
}

/// The instant of the last event.
fn last(question: &Question) -> i64 {
    let zone = Zone::named(question.program["timeZone"].as_str().unwrap());
    each(&question.member["events"]).map(|event| instant(&event["at"], &zone)).max().unwrap_or(0)
}

/// The failure with the smallest case file that shows one.
fn explained(question: &Question, wrong: &str) -> String {
    let Some(now) = question.nows.iter().find(|now| differs(&at(question, **now))) else {
        return format!("{wrong}\n{}", case_file(question, wrong, &Value::Null));
    };
    let one = at(question, *now);
    let whole = json!({ "program": one.program, "member": one.member, "now": now, "stock": one.stock });
    let smallest =
        model::reduce::smallest(&whole, &mut |example| example["now"].is_i64() && differs(&read(example)));
    let small = read(&smallest);
    let wrong = agree(&small).expect_err("a smaller failure fails");
    let expected = model::view(&small.program, &small.member, small.nows[0], &small.stock);
    case_file(
        &small,
        &wrong,
        &json!({ "points": expected["points"], "tiers": expected["tiers"], "rewards": expected["rewards"], "coupons": expected["coupons"] }),
    )
}

fn at(question: &Question, now: i64) -> Question {
    Question { nows: vec![now], ..question.clone() }
}

fn read(example: &Value) -> Question {
    let now = example["now"].as_i64().unwrap();
    let part = |name: &str| example[name].clone();
    Question { program: part("program"), member: part("member"), nows: vec![now], stock: part("stock") }
}

/// Whether the engine takes the question as it is written and answers it differently from the model.
fn differs(question: &Question) -> bool {
    let Ok(program) = program(&question.program) else { return false };
    let Ok(member) = member(&program, &question.member) else { return false };
    let well_written = rejected(&member).iter().all(|(_, code)| model::IMPOSSIBLE.contains(&code.as_str()));
    let seen = well_written && view_of(&member, question.nows[0], &question.stock).is_ok();
    seen && std::panic::catch_unwind(|| agree(question).is_err()).unwrap_or(false)
}
