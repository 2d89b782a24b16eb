//! How the laws ask: random questions for the engine, its answers as JSON, and a failing one as a case file.

use std::fmt;

use memberview::api;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::prop_oneof;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use serde_json::{Value, json};

use crate::model::calendar::instant_text;
use crate::model::decimals::with_decimals;
use crate::model::dice::Dice;
use crate::model::{coupons, histories, plan_shown, programs, shelf};

/// What a test says of one example: all is well, or what is wrong.
pub type Verdict = Result<(), String>;

/// A program, a member and instants to look at.
#[derive(Clone)]
pub struct Question {
    pub program: Value,
    pub member: Value,
    pub nows: Vec<i64>,
    /// How many of which reward there are.
    pub stock: Value,
}

impl fmt::Debug for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "program {}\nmember {}\nnows {:?}\nstock {}",
            self.program, self.member, self.nows, self.stock
        )
    }
}

/// Random questions of up to so many events.
pub fn questions(events: usize) -> impl Strategy<Value = Question> {
    (plain_questions(events), decimals()).prop_map(|(mut question, decimals)| {
        with_decimals(&decimals, &mut question.program, &mut question.member, &mut Value::Null);
        question
    })
}

/// The decimals of the first currency and of the second.
pub fn decimals() -> impl Strategy<Value = [u32; 2]> {
    (0..5_usize, 0..4_usize).prop_map(|(first, second)| [[0, 0, 2, 1, 4][first], [0, 1, 2, 0][second]])
}

/// Random questions in which points have no decimals.
pub fn plain_questions(events: usize) -> impl Strategy<Value = Question> {
    let tape = |length| vec(any::<u16>(), length);
    (tape(340), tape(12), vec(tape(30), 0..=events), tape(9), tape(4)).prop_map(
        |(program, profile, events, nows, stock)| {
            let program = programs::program(&mut Dice::new(&program));
            let member = histories::member(&program, &profile, &events);
            let nows =
                nows.chunks(3).map(|tape| histories::now(&program, &member, &mut Dice::new(tape))).collect();
            let stock = shelf::stock(&mut Dice::new(&stock), &program);
            Question { program, member, nows, stock }
        },
    )
}

/// Random questions of up to so many events about coupons above all.
pub fn wallets(events: usize) -> impl Strategy<Value = Question> {
    let tape = |length| vec(any::<u16>(), length);
    (tape(80), tape(12), vec(tape(30), 0..=events), tape(12)).prop_map(|(program, profile, events, nows)| {
        let program = coupons::program(&mut Dice::new(&program));
        let member = histories::member(&program, &profile, &events);
        let nows =
            nows.chunks(3).map(|tape| histories::now(&program, &member, &mut Dice::new(tape))).collect();
        let stock = shelf::stock(&mut Dice::new(&[]), &program);
        Question { program, member, nows, stock }
    })
}

/// Random questions of either sort.
pub fn all_questions(events: usize) -> impl Strategy<Value = Question> {
    prop_oneof![3 => questions(events), 1 => wallets(events)]
}

/// Asks so many random questions; the environment may ask for a multiple of them and for other ones.
#[track_caller]
pub fn law<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value) -> Verdict) {
    if let Some((wrong, question)) = broken(cases, strategy, test) {
        panic!("{wrong}\n{question:?}");
    }
}

/// The first question for which a law does not hold, made smaller, and what is wrong.
pub fn broken<S: Strategy>(
    cases: u32,
    strategy: &S,
    test: impl Fn(S::Value) -> Verdict,
) -> Option<(String, S::Value)> {
    let cases = cases * from_environment("MEMBERVIEW_CASES", 1);
    let config = Config { cases, max_shrink_iters: 500, failure_persistence: None, ..Config::default() };
    let mut seed = [7; 32];
    seed[..4].copy_from_slice(&from_environment("MEMBERVIEW_SEED", 0).to_le_bytes());
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    match runner.run(strategy, |question| test(question).map_err(TestCaseError::fail)) {
        Ok(()) => None,
        Err(TestError::Fail(reason, question)) => Some((reason.to_string(), question)),
        Err(TestError::Abort(reason)) => panic!("no questions: {reason}"),
    }
}

#[expect(clippy::disallowed_methods, reason = "how many cases a long run takes is asked of the environment")]
fn from_environment(name: &str, otherwise: u32) -> u32 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// A program that must load.
pub fn program(json: &Value) -> Result<api::Program, String> {
    api::Program::load(&json.to_string())
        .map_err(|problems| format!("the program is refused: {}", problems.to_json()))
}

/// A member of whom impossible events are left out.
pub fn member(program: &api::Program, facts: &Value) -> Result<api::Member, String> {
    let mut facts = facts.clone();
    facts["onRejected"] = "collect".into();
    program
        .member(&facts.to_string())
        .map_err(|problems| format!("the member is refused: {}", problems.to_json()))
}

/// The id and code of every event left out.
pub fn rejected(member: &api::Member) -> Vec<(String, String)> {
    let list: Value = serde_json::from_str(&member.rejected()).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    list.as_array().unwrap().iter().map(|it| (text(&it["id"]), text(&it["problems"][0]["code"]))).collect()
}

/// The view as one JSON value.
pub fn view(member: &api::Member, now: i64) -> Result<Value, String> {
    view_of(member, now, &Value::Null)
}

/// The view where so many of the rewards are there.
pub fn view_of(member: &api::Member, now: i64, stock: &Value) -> Result<Value, String> {
    let text = member
        .view(&api::Request {
            stock: &if stock.is_null() { String::new() } else { stock.to_string() },
            ..api::Request::at(now)
        })
        .map_err(|problems| format!("the view is refused: {}", problems.to_json()))?;
    parts(&text)
}

/// The four lines of a view, put together.
pub fn parts(text: &str) -> Result<Value, String> {
    let lines: Vec<&str> = text.lines().collect();
    let [head, points, tiers, extras] = lines[..] else {
        return Err(format!("{} lines of view", lines.len()));
    };
    let read =
        |line: &str| serde_json::from_str::<Value>(line).map_err(|problem| format!("{problem}: {line}"));
    let mut whole = read(head)?;
    whole["points"] = read(points)?;
    whole["tiers"] = read(tiers)?;
    let extras = read(extras)?;
    whole["segments"] = extras["segments"].clone();
    whole["rewards"] = extras["rewards"].clone();
    whole["signals"] = extras["signals"].clone();
    whole["coupons"] = extras["coupons"].clone();
    whole["plans"] = extras["plans"].clone();
    plan_shown::told(&mut whole["plans"]);
    Ok(whole)
}

/// Where two values differ: the path, and both.
pub fn difference(expected: &Value, got: &Value, path: &str) -> Option<String> {
    match (expected, got) {
        (Value::Object(one), Value::Object(two)) => {
            let keys = one.keys().chain(two.keys().filter(|key| !one.contains_key(*key)));
            keys.into_iter().find_map(|key| {
                let absent = Value::from("(absent)");
                let side =
                    |fields: &serde_json::Map<String, Value>| fields.get(key).unwrap_or(&absent).clone();
                difference(&side(one), &side(two), &format!("{path}.{key}"))
            })
        }
        (Value::Array(one), Value::Array(two)) if one.len() == two.len() => one
            .iter()
            .zip(two)
            .enumerate()
            .find_map(|(place, (one, two))| difference(one, two, &format!("{path}[{place}]"))),
        _ if expected == got => None,
        _ => Some(format!("{path}: expected {expected}, got {got}")),
    }
}

/// `Ok` when both are the same.
pub fn same(expected: &Value, got: &Value, what: &str) -> Verdict {
    difference(expected, got, "").map_or(Ok(()), |difference| Err(format!("{what}: {difference}")))
}

/// A failing question as a case file.
pub fn case_file(question: &Question, wrong: &str, expected: &Value) -> String {
    let case = json!({
        "about": wrong,
        "program": question.program,
        "member": question.member,
        "checks": [{
            "it": "is as the model says", "now": instant_text(question.nows[0]), "stock": question.stock,
            "expect": expected,
        }],
    });
    serde_json::to_string_pretty(&case).unwrap()
}

/// A member's snapshot.
pub fn bytes(member: &api::Member) -> Vec<u8> {
    member.snapshot().unwrap_or_else(|problems| panic!("no snapshot: {}", problems.to_json()))
}
