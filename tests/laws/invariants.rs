//! What holds for every member: conservation, and that arrival, batches, duplicates, snapshots and later events change
//! nothing.

use memberview::api::{Member, Program};
use proptest::collection::vec;
use proptest::prelude::any;
use serde_json::{Value, json};

use super::ask::{
    Question, Verdict, all_questions, bytes, law, member, program, questions, rejected, same, view,
};
use crate::model::calendar::{Zone, instant};
use crate::model::decimals::units;
use crate::model::dice::Dice;
use crate::model::facts::each;

/// An event with its instant.
type Happened = (i64, Value);

/// The events of a question that can be, as the engine sees them in order, each with its instant.
fn accepted(question: &Question) -> Result<Vec<Happened>, String> {
    let program = program(&question.program)?;
    let left_out: Vec<String> =
        rejected(&member(&program, &question.member)?).into_iter().map(|(id, _)| id).collect();
    let zone = Zone::named(question.program["timeZone"].as_str().unwrap());
    let events =
        each(&question.member["events"]).filter(|event| !left_out.iter().any(|id| event["id"] == **id));
    Ok(events.map(|event| (instant(&event["at"], &zone), event.clone())).collect())
}

/// Events by their instants; those of one instant after the order that they name, then by id.
fn in_order(events: &[Happened]) -> Vec<Happened> {
    let mut ordered = events.to_owned();
    ordered.sort_by_key(|(at, event)| {
        (*at, depth(events, *at, event), event["id"].as_str().unwrap().to_owned())
    });
    ordered
}

/// How many events of the same instant come before an event, each named by the next.
fn depth(events: &[Happened], at: i64, event: &Value) -> usize {
    let is_it = |other: &Value| other["id"] == event["order"] || other["id"] == event["event"];
    let named = events.iter().find(|(of, other)| *of == at && is_it(other));
    named.map_or(0, |(_, named)| 1 + depth(events, at, named))
}

fn with_events(question: &Question, events: &[Happened]) -> Value {
    let events: Vec<&Value> = events.iter().map(|(_, event)| event).collect();
    json!({ "profile": question.member["profile"], "events": events })
}

fn record(member: &mut Member, events: &Value) -> Result<Value, String> {
    let answer = member.record(&events.to_string()).map_err(|problems| problems.to_json())?;
    Ok(serde_json::from_str(&answer).unwrap())
}

#[test]
fn points_are_neither_made_nor_lost() {
    law(300, &questions(30), |question| {
        let program = program(&question.program)?;
        let member = member(&program, &question.member)?;
        let instants = accepted(&question)?.into_iter().map(|(at, _)| at).chain(question.nows.clone());
        for now in instants {
            let view = view(&member, now)?;
            // A view lists the first 50 lots.
            for purse in each(&view["points"]).filter(|purse| purse["lotCount"].as_i64() <= Some(50)) {
                let rules =
                    each(&question.program["points"]).find(|rules| rules["id"] == purse["id"]).unwrap();
                conserved(purse, rules).map_err(|wrong| format!("at {now}: {wrong} in {purse}"))?;
            }
        }
        Ok(())
    });
}

fn conserved(purse: &Value, rules: &Value) -> Verdict {
    // Where usable points are not taken back, a debt may stand beside them.
    let takes_usable =
        rules["reversal"].get("from").is_none_or(|from| each(from).any(|place| place == "usable"));
    let number = |value: &Value| units(value);
    let total = |name: &str| number(&purse["totals"][name]);
    let came = total("earned")
        + total("opening")
        + total("received")
        + total("adjusted")
        + total("waived")
        + total("charged");
    let went = total("spent") + total("givenAway") + total("expired") + total("clawedBack");
    let there = number(&purse["balance"]) + number(&purse["pending"]) - number(&purse["debt"]);
    let lots = |usable: bool| {
        each(&purse["lots"])
            .filter(|lot| lot["usable"] == usable)
            .map(|lot| number(&lot["left"]))
            .sum::<i128>()
    };
    let all_of = |list: &Value| each(list).map(|part| number(&part["points"])).sum::<i128>();
    let facts = [
        ("what came is there or went", came == there + went),
        ("usable lots make the balance", lots(true) == number(&purse["balance"])),
        ("pending lots make what is pending", lots(false) == number(&purse["pending"])),
        ("pending dates make what is pending", all_of(&purse["pendingBy"]) == number(&purse["pending"])),
        ("no more lapses than there is", all_of(&purse["expiring"]["dates"]) <= number(&purse["balance"])),
        (
            "nobody owes points while having some",
            number(&purse["debt"]) == 0 || number(&purse["balance"]) == 0 || !takes_usable,
        ),
        ("lots are not empty", each(&purse["lots"]).all(|lot| number(&lot["left"]) > 0)),
        ("the parts of an earning make it", each(&purse["history"]["entries"]).all(parts_make_the_whole)),
    ];
    facts.iter().find(|(_, holds)| !holds).map_or(Ok(()), |(law, _)| Err(format!("not true: {law}")))
}

fn parts_make_the_whole(entry: &Value) -> bool {
    let parts: i128 = each(&entry["parts"]).map(|part| units(&part["points"])).sum();
    entry.get("parts").is_none() || units(&entry["points"]) == parts
}

#[test]
fn neither_order_of_arrival_nor_batches_matter() {
    law(300, &(all_questions(20), vec(any::<u16>(), 80)), |(question, tape)| {
        let program = program(&question.program)?;
        let events = accepted(&question)?;
        let at_once = member(&program, &with_events(&question, &events))?;
        let mut late = member(&program, &with_events(&question, &[]))?;
        let mut dice = Dice::new(&tape);
        let mut waiting: Vec<Value> = events.into_iter().map(|(_, event)| event).collect();
        let mut rounds = 0;
        while !waiting.is_empty() {
            let first = dice.below(waiting.len());
            let second = dice.below(waiting.len());
            let pair = first != second && dice.once_in(3);
            let batch = if pair { json!([waiting[first], waiting[second]]) } else { waiting[first].clone() };
            if record(&mut late, &batch).is_ok() {
                let mut done = if pair { vec![first, second] } else { vec![first] };
                done.sort_unstable();
                done.into_iter().rev().for_each(|place| drop(waiting.remove(place)));
            }
            rounds += 1;
            if rounds > 2000 {
                return Err(format!("never accepted: {}", json!(waiting)));
            }
        }
        for now in &question.nows {
            same(&view(&at_once, *now)?, &view(&late, *now)?, "at once, and as they arrived")?;
        }
        same_bytes(&bytes(&at_once), &bytes(&late), "the snapshots of both")
    });
}

fn same_bytes(one: &[u8], two: &[u8], what: &str) -> Verdict {
    if one == two { Ok(()) } else { Err(format!("{what} differ: {} and {} bytes", one.len(), two.len())) }
}

#[test]
fn an_event_seen_before_changes_nothing() {
    law(200, &(all_questions(20), vec(any::<u16>(), 20)), |(question, tape)| {
        let program = program(&question.program)?;
        let events = accepted(&question)?;
        let facts = with_events(&question, &events);
        let mut once = member(&program, &facts)?;
        let before = bytes(&once);
        let mut dice = Dice::new(&tape);
        for _ in 0..events.len().min(5) {
            let again = &dice.pick(&events).1;
            let answer = record(&mut once, again)?;
            if answer["events"][0]["duplicate"] != true {
                return Err(format!("not known to be a duplicate: {again}, {answer}"));
            }
        }
        same_bytes(&before, &bytes(&once), "before and after duplicates, snapshots")?;
        let twice: Vec<Happened> = events.iter().chain(&events).cloned().collect();
        let twice = member(&program, &with_events(&question, &twice))?;
        same_bytes(&before, &bytes(&twice), "of each event once and twice, snapshots")
    });
}

#[test]
fn a_restored_member_is_the_same_member() {
    law(300, &all_questions(20), |question| {
        let program = program(&question.program)?;
        let events = in_order(&accepted(&question)?);
        let half = events.len().div_ceil(2);
        let mut kept = member(&program, &with_events(&question, &events[..half]))?;
        let snapshot = bytes(&kept);
        let mut restored = program.restore(&snapshot).map_err(|problems| problems.to_json())?;
        same_bytes(&snapshot, &bytes(&restored), "a snapshot and that of the restored member")?;
        let horizon = events[..half].last().map_or(i64::MIN, |(last, _)| last - 90 * 86_400_000);
        for (_, event) in &events[half..] {
            let one = record(&mut kept, event)?;
            match record(&mut restored, event) {
                Ok(two) => same(&one, &two, "what is recorded, kept and restored")?,
                Err(problems) => return names_something_before(&problems, event, &events, horizon),
            }
        }
        for now in &question.nows {
            let wanted = view(&kept, *now)?;
            match view(&restored, *now) {
                Ok(got) => same(&wanted, &got, "kept and restored")?,
                Err(problems) if problems.contains("needsHistory") && *now < horizon => {}
                Err(problems) => return Err(problems),
            }
        }
        Ok(())
    });
}

/// Only what needs events from before the horizon may be refused, and says so.
fn names_something_before(problems: &str, event: &Value, events: &[Happened], horizon: i64) -> Verdict {
    let is_it = |other: &Value| other["id"] == event["order"] || other["id"] == event["event"];
    let named = events.iter().find(|(_, other)| is_it(other));
    if problems.contains("needsHistory") && named.is_some_and(|(at, _)| *at < horizon) {
        return Ok(());
    }
    Err(format!("refused after restoring: {event}, {problems}"))
}

#[test]
fn what_happens_later_does_not_change_what_was() {
    law(300, &all_questions(25), |question| {
        let program = program(&question.program)?;
        let whole = member(&program, &question.member)?;
        let events = accepted(&question)?;
        for now in &question.nows {
            let until: Vec<Happened> = events.iter().filter(|(at, _)| at <= now).cloned().collect();
            let truncated = member(&program, &with_events(&question, &until))?;
            same(&view(&truncated, *now)?, &view(&whole, *now)?, "with and without what came later")?;
            let again = view(&whole, *now)?;
            view(&whole, now + 1_000_000_000)?;
            same(&again, &view(&whole, *now)?, "now may go back and forth")?;
        }
        Ok(())
    });
}

#[test]
fn what_was_posted_gives_the_same_member_again() {
    law(200, &all_questions(20), |question| {
        let program = program(&question.program)?;
        let Some((first, kept)) = recorded(&program, &question, &accepted(&question)?)? else {
            return Ok(());
        };
        let again = member(&program, &with_events(&question, &kept))?;
        if !rejected(&again).is_empty() {
            return Err(format!("rejected with what was posted: {:?}", rejected(&again)));
        }
        for now in &question.nows {
            same(&view(&first, *now)?, &view(&again, *now)?, "recorded, and loaded with what was posted")?;
        }
        Ok(())
    });
}

/// A member with these events recorded in order, and the events with what was posted; nothing where one is refused or changes
/// what an earlier one was told.
fn recorded(
    program: &Program,
    question: &Question,
    events: &[Happened],
) -> Result<Option<(Member, Vec<Happened>)>, String> {
    let mut first = member(program, &with_events(question, &[]))?;
    let mut kept = Vec::new();
    for (at, mut event) in in_order(events) {
        let Ok(answer) = record(&mut first, &event) else { return Ok(None) };
        if each(&answer["changed"]).next().is_some() {
            return Ok(None);
        }
        if answer["events"][0].get("posted").is_some() {
            event["posted"] = answer["events"][0]["posted"].clone();
        }
        kept.push((at, event));
    }
    Ok(Some((first, kept)))
}

#[test]
fn each_step_of_a_ladder_begins_where_the_one_before_ended() {
    law(300, &all_questions(25), |question| {
        let program = program(&question.program)?;
        let member = member(&program, &question.member)?;
        for now in &question.nows {
            for ladder in each(&view(&member, *now)?["tiers"]) {
                let mut after = &ladder["tier"]["id"];
                // A tier that was reached for later is a step on the day on which it begins.
                let steps = each(&ladder["history"]["entries"]).filter(|entry| entry["kind"] != "promised");
                for entry in steps {
                    if entry["to"] != *after {
                        return Err(format!("at {now}: a step to {after} is missing after {entry}"));
                    }
                    after = &entry["from"];
                }
            }
        }
        Ok(())
    });
}

#[test]
fn a_batch_with_an_event_that_cannot_be_changes_nothing() {
    law(300, &(all_questions(20), vec(any::<u16>(), 60)), |(question, tape)| {
        let program = program(&question.program)?;
        let mut dice = Dice::new(&tape);
        let (known, others): (Vec<_>, Vec<_>) =
            accepted(&question)?.into_iter().partition(|_| dice.once_in(2));
        let Some((_, known)) = recorded(&program, &question, &known)? else { return Ok(()) };
        let mut tried = member(&program, &with_events(&question, &known))?;
        let mut untouched = member(&program, &with_events(&question, &known))?;
        let before = bytes(&tried);
        let mut batch: Vec<Value> = others.iter().map(|(_, event)| event.clone()).collect();
        let at = others.iter().chain(&known).map(|(at, _)| *at).max().unwrap_or(question.nows[0]);
        let impossible = json!({ "id": "impossible", "at": at, "type": "refund", "order": "never made" });
        batch.insert(dice.below(batch.len() + 1), impossible);
        if record(&mut tried, &json!(batch)).is_ok() {
            return Err("a refund of an order that never was is accepted".to_owned());
        }
        same_bytes(&before, &bytes(&tried), "before and after a refused batch, snapshots")?;
        for (_, event) in &others {
            let answers =
                [&mut untouched, &mut tried].map(|member| record(member, event).unwrap_or_else(Into::into));
            same(&answers[0], &answers[1], "recorded without and with a refused batch before")?;
        }
        for now in &question.nows {
            same(&view(&untouched, *now)?, &view(&tried, *now)?, "without and with a refused batch")?;
        }
        Ok(())
    });
}
