//! Events that arrive late: what is accepted stays accepted, and the host's records give the same member again.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::any;
use serde_json::{Value, json};

use super::ask::{Question, Verdict, bytes, law, member, program, questions, rejected, same, view};
use super::invariants::{accepted, in_order, record, same_bytes, with_events};
use crate::model;
use crate::model::dice::Dice;
use crate::model::facts::each;

/// The events of a question in a random order of arrival.
fn shuffled(question: &Question, tape: &[u16]) -> Vec<Value> {
    let mut dice = Dice::new(tape);
    let mut waiting: Vec<Value> = each(&question.member["events"]).cloned().collect();
    let mut shuffled = Vec::new();
    while !waiting.is_empty() {
        // Mostly in order, so that most can be.
        let reach = if dice.once_in(3) { waiting.len() } else { 1 };
        shuffled.push(waiting.remove(dice.below(reach)));
    }
    shuffled
}

fn id(event: &Value) -> String {
    event["id"].as_str().unwrap().to_owned()
}

#[test]
fn what_was_accepted_stays_accepted() {
    law(300, &(questions(16), vec(any::<u16>(), 40)), |(question, tape)| {
        let program = program(&question.program)?;
        let mut member = member(&program, &with_events(&question, &[]))?;
        let mut events: Vec<Value> = Vec::new();
        let mut taken: Vec<String> = Vec::new();
        for event in shuffled(&question, &tape) {
            let with: Vec<&Value> = events.iter().chain([&event]).collect();
            let facts = json!({ "profile": question.member["profile"], "events": with });
            let told = model::answer(&question.program, &facts, i64::from(i32::MAX) * 1000, 0, &taken).rejected;
            let expected = told.first().map_or("accepted", |(_, code)| code);
            let got = record(&mut member, &event).err().map_or("accepted".to_owned(), |problems| code(&problems));
            if expected != got {
                return Err(format!("{event} after {taken:?}: expected {expected}, got {got}"));
            }
            if got == "accepted" {
                taken.push(id(&event));
                events.push(event);
            }
        }
        let facts = json!({ "profile": question.member["profile"], "events": events });
        for now in &question.nows {
            let expected = model::answer(&question.program, &facts, *now, 50, &taken).view;
            same(&expected, &view(&member, *now)?, &format!("at {now} after {taken:?}"))?;
        }
        Ok(())
    });
}

fn code(problems: &str) -> String {
    let problems: Value = serde_json::from_str(problems).unwrap();
    problems["problems"][0]["code"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn what_the_host_keeps_gives_the_same_member_again() {
    law(300, &(questions(16), vec(any::<u16>(), 40)), |(question, tape)| {
        let program = program(&question.program)?;
        let can_be = accepted(&question)?;
        let mut live = member(&program, &with_events(&question, &[]))?;
        let mut kept: BTreeMap<String, Value> = BTreeMap::new();
        let mut again = Vec::new();
        let mut arriving = shuffled(&question, &tape);
        arriving.retain(|event| can_be.iter().any(|(_, other)| other == event));
        // What is refused at first is sent again in order.
        for event in arriving.into_iter().chain(in_order(can_be).into_iter().map(|(_, event)| event)) {
            let Ok(answer) = record(&mut live, &event) else {
                again.push(id(&event));
                continue;
            };
            for recorded in each(&answer["events"]).filter(|recorded| recorded["duplicate"] == false) {
                let mut event = event.clone();
                event["posted"] = recorded["posted"].clone();
                kept.insert(id(recorded), event);
            }
            for changed in each(&answer["changed"]) {
                kept.get_mut(&id(changed)).unwrap()["posted"] = changed["posted"].clone();
            }
        }
        let stored: Vec<&Value> = kept.values().collect();
        let loaded = member(&program, &json!({ "profile": question.member["profile"], "events": stored }))?;
        if !rejected(&loaded).is_empty() {
            return Err(format!("rejected with what was posted: {:?}", rejected(&loaded)));
        }
        for now in &question.nows {
            same(&view(&live, *now)?, &view(&loaded, *now)?, "live, and loaded with what was posted")?;
        }
        let plain = member(&program, &with_events(&question, &accepted(&question)?))?;
        for now in &question.nows {
            same(&view(&plain, *now)?, &view(&live, *now)?, "loaded at once, and live")?;
        }
        Ok(())
    });
}

#[test]
fn a_batch_of_which_one_cannot_be_changes_nothing() {
    law(200, &(questions(14), vec(any::<u16>(), 10)), |(question, tape)| {
        let program = program(&question.program)?;
        let events = in_order(accepted(&question)?);
        let mut dice = Dice::new(&tape);
        let (mut early, mut late) = (Vec::new(), Vec::new());
        for event in events {
            if dice.once_in(4) { late.push(event) } else { early.push(event) }
        }
        let whole = member(&program, &with_events(&question, &early))?;
        let known: Vec<(i64, Value)> = left_in(early, &rejected(&whole));
        let mut member = posted(member(&program, &with_events(&question, &[]))?, &known, &program, &question)?;
        let before = bytes(&member);
        let impossible = json!({ "id": "no", "at": question.nows[0].max(0), "type": "refund", "order": "never" });
        let batch: Vec<&Value> = late.iter().map(|(_, event)| event).chain([&impossible]).collect();
        if record(&mut member, &json!(batch)).is_ok() {
            return Err("an impossible event was accepted".to_owned());
        }
        same_bytes(&before, &bytes(&member), "before and after a batch that was refused, snapshots")?;
        check_views(&question, &whole, &member)
    });
}

fn left_in(events: Vec<(i64, Value)>, out: &[(String, String)]) -> Vec<(i64, Value)> {
    events.into_iter().filter(|(_, event)| !out.iter().any(|(id, _)| event["id"] == **id)).collect()
}

/// The member loaded with what was posted for each event.
fn posted(
    mut first: memberview::api::Member,
    events: &[(i64, Value)],
    program: &memberview::api::Program,
    question: &Question,
) -> Result<memberview::api::Member, String> {
    let mut kept = Vec::new();
    for (at, event) in events {
        let answer = record(&mut first, event)?;
        let mut event = event.clone();
        event["posted"] = answer["events"][0]["posted"].clone();
        kept.push((*at, event));
    }
    member(program, &with_events(question, &kept))
}

fn check_views(question: &Question, one: &memberview::api::Member, two: &memberview::api::Member) -> Verdict {
    for now in &question.nows {
        same(&view(one, *now)?, &view(two, *now)?, "before and after a batch that was refused")?;
    }
    Ok(())
}
