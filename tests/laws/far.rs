//! Moments far ahead: an answer after so many steps and no more, or a typed refusal.

use memberview::api::{Request, instant};
use serde_json::json;

use super::ask::{Question, Verdict, law, member, program, questions, view};

/// The most lines that time adds to a history between two events; what each of them weighs is said in `program/leap.rs`.
const LINES: u64 = 375_000;

#[test]
fn the_last_moment_is_answered_in_so_many_steps_or_refused() {
    law(8, &questions(6), |question| last_moment(&question));
}

#[test]
fn what_lies_beyond_is_refused_and_changes_nothing() {
    law(60, &questions(6), |question| beyond(&question));
}

fn last_moment(question: &Question) -> Verdict {
    let program = program(&question.program)?;
    let member = member(&program, &question.member)?;
    let lines = |now: i64| -> Result<u64, String> {
        let view = view(&member, now)?;
        let counts = [&view["points"], &view["tiers"]].into_iter().flat_map(|list| list.as_array().unwrap());
        Ok(counts.map(|it| it["history"]["total"].as_u64().unwrap()).sum())
    };
    let now = instant("2199-12-31T23:59:59Z").unwrap();
    let Err(problems) = member.view(&Request::at(now)) else {
        let most = LINES + lines(instant("2035-01-01T00:00:00Z").unwrap())?;
        let count = lines(now)?;
        return if count <= most { Ok(()) } else { Err(format!("{count} lines")) };
    };
    let codes: Vec<&str> = problems.problems.iter().map(|problem| problem.code.as_str()).collect();
    if codes == ["dateTooLate"] || codes == ["overflow"] { Ok(()) } else { Err(format!("{codes:?}")) }
}

fn beyond(question: &Question) -> Verdict {
    let program = program(&question.program)?;
    let mut member = member(&program, &question.member)?;
    let before = view(&member, question.nows[0])?;
    for at in ["2200-01-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
        let event = json!({ "id": "far", "at": at, "type": "activity", "kind": "signup" });
        let codes = |problems: memberview::problem::Problems| -> Vec<&'static str> {
            problems.problems.iter().map(|problem| problem.code.as_str()).collect()
        };
        let recorded = member.record(&event.to_string()).map_err(codes);
        let viewed = member.view(&Request::at(instant(at).unwrap())).map_err(codes);
        if recorded != Err(vec!["dateTooLate"]) || viewed != Err(vec!["dateTooLate"]) {
            return Err(format!("{at}: {recorded:?}, {viewed:?}"));
        }
    }
    super::ask::same(&before, &view(&member, question.nows[0])?, "after what was refused")
}
