//! Benefits: who can use them, what was used of them, and what is owed since orders became smaller.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::calendar::{holds as window_holds, next_day};
use super::condition::{Scene, holds};
use super::event::enter;
use super::facts::{Fact, each};
use super::number::{money, money_text, whole};
use super::plans;
use super::show::name;
use super::state::State;
use super::verdict::verdict;

/// A use of a benefit.
#[derive(Clone, Debug)]
pub struct Used {
    event: String,
    benefit: String,
    order: Option<String>,
    day: Date,
    times: i128,
    value: i128,
}

/// What is owed for an order.
#[derive(Clone, Debug)]
pub struct Owed {
    benefit: String,
    order: String,
    amount: i128,
}

#[derive(Clone, Debug, Default)]
pub struct Enjoyed {
    used: Vec<Used>,
    owed: Vec<Owed>,
}

/// A benefit as it is for a member: its fields with those of the version that holds, and since when.
fn as_it_is(benefit: &Value, scene: &Scene) -> (Value, Option<Value>) {
    let mut named = Vec::new();
    plans_named(&benefit["grantedBy"], &mut named);
    let bought = named.iter().flat_map(|plan| {
        plans::running(scene.book, scene.plans(), plan, scene.day).into_iter().map(|term| term.bought)
    });
    let day = bought.min().unwrap_or(scene.day);
    let (mut is, mut since) = (benefit.clone(), None);
    for version in each(&benefit["versions"]) {
        if version["from"].as_str().unwrap().parse::<Date>().unwrap() <= day {
            is["withdrawn"] = Value::Null;
            for (key, value) in version.as_object().unwrap().iter().filter(|(key, _)| *key != "from") {
                is[key.as_str()] = value.clone();
            }
            since = Some(version["from"].clone());
        }
    }
    (is, since)
}

fn plans_named(condition: &Value, named: &mut Vec<String>) {
    for part in each(&condition["all"]).chain(each(&condition["any"])) {
        plans_named(part, named);
    }
    match &condition["plan"] {
        Value::String(plan) => named.push(plan.clone()),
        several => named.extend(each(several).map(|plan| plan.as_str().unwrap().to_owned())),
    }
}

fn is_there(is: &Value, today: Date) -> bool {
    let date = |key: &str| is[key].as_str().map(|text| text.parse::<Date>().unwrap());
    is["withdrawn"] != true
        && date("from").is_none_or(|from| from <= today)
        && date("until").is_none_or(|until| today <= until)
}

/// How much of a quota was used, and whether its window is open.
fn used(state: &State, is: &Value, today: Date) -> (i128, bool) {
    let per = &is["quota"]["per"];
    let by_money = is["quota"].get("amount").is_some();
    let uses = state.enjoyed.used.iter().filter(|used| used.benefit == is["id"]);
    let sum = uses
        .filter(|used| match per.get("planTerm") {
            Some(_) => plans::holds(state, per, used.day, today),
            None => window_holds(per, used.day, today, state.anchors(0)),
        })
        .map(|used| if by_money { used.value } else { used.times })
        .sum();
    (sum, !plans::is_closed(state, per, today))
}

fn most(state: &State, is: &Value) -> i128 {
    let quota = &is["quota"];
    quota.get("amount").map_or_else(|| whole(&quota["times"]), |amount| money(amount, state.book.decimals))
}

/// Why a benefit cannot be used so often, for so much.
fn closed(
    state: &State,
    is: &Value,
    scene: &Scene,
    (times, value): (i128, i128),
    channel: &Value,
) -> Option<&'static str> {
    if !is_there(is, scene.day) {
        return Some("gone");
    }
    if !holds(&is["grantedBy"], scene) {
        return Some("notGranted");
    }
    if is.get("when").is_some_and(|when| !holds(when, scene)) {
        return Some("when");
    }
    let elsewhere = |list: &Value| each(list).all(|known| known != channel);
    if is.get("channel").is_some_and(elsewhere) && channel.is_string() {
        return Some("channel");
    }
    let quota = is.get("quota")?;
    let (so_far, open) = used(state, is, scene.day);
    let more = if quota.get("amount").is_some() { value } else { times };
    (!open || so_far + more > most(state, is)).then_some("quota")
}

fn worth(state: &State, is: &Value, times: i128) -> i128 {
    is["value"].get("amount").map_or(0, |amount| money(amount, state.book.decimals) * times)
}

/// A benefit that is used, or why it cannot be.
pub fn apply(state: &mut State, fact: &Fact) -> Result<(), &'static str> {
    let source = &fact.source;
    let id = source["benefit"].as_str().unwrap();
    let benefit = state.book.list("benefits").find(|benefit| benefit["id"] == id).unwrap();
    let scene = Scene::now(state, fact.day).at(fact.at);
    let (is, _) = as_it_is(benefit, &scene);
    let times = source.get("quantity").map_or(1, whole);
    let value = source.get("value").map(|value| money(value, state.book.decimals));
    let value = value.unwrap_or_else(|| worth(state, &is, times));
    let order = source["order"].as_str().map(str::to_owned);
    if !state.forced.contains(&fact.id) {
        if order.as_ref().is_some_and(|order| state.order(order).is_none()) {
            return Err("unknownOrder");
        }
        if closed(state, &is, &scene, (times, value), &source["channel"]).is_some() {
            return Err("benefitClosed");
        }
    }
    let posted = &source["posted"]["benefit"];
    let (times, value) = if posted.is_object() {
        (whole(&posted["times"]), posted.get("value").map_or(0, |of| money(of, state.book.decimals)))
    } else {
        (times, value)
    };
    enter(state, fact, Vec::new());
    let (event, benefit) = (fact.id.clone(), id.to_owned());
    state.enjoyed.used.push(Used { event, benefit, order, day: fact.day, times, value });
    Ok(())
}

/// A use is undone, with what is owed for it.
pub fn undo(state: &mut State, event: &str) {
    let place = state.enjoyed.used.iter().position(|used| used.event == event).unwrap();
    let gone = state.enjoyed.used.remove(place);
    let again = |used: &Used| used.benefit == gone.benefit && used.order == gone.order;
    if let Some(order) = gone.order.as_ref().filter(|_| !state.enjoyed.used.iter().any(again)) {
        state.enjoyed.owed.retain(|owed| owed.benefit != gone.benefit || owed.order != *order);
    }
}

/// An order says how much of what was owed was paid with it.
pub fn settle(state: &mut State, fact: &Fact) {
    let mut paid = fact.source.get("owed").map_or(0, |amount| money(amount, state.book.decimals));
    for owed in &mut state.enjoyed.owed {
        let part = paid.min(owed.amount);
        owed.amount -= part;
        paid -= part;
    }
    state.enjoyed.owed.retain(|owed| owed.amount > 0);
}

/// What is owed since a refund made an order smaller.
pub fn owe(state: &mut State, fact: &Fact, order: usize, had: i128) {
    let entry = &state.entries[order];
    let id = entry.fact.id.clone();
    if entry.wholly_refunded {
        state.enjoyed.owed.retain(|owed| owed.order != id);
    }
    let has: i128 = entry.left.iter().map(|line| line.paid).sum();
    let mut owed = Vec::new();
    if let Some(posted) = fact.source.get("posted") {
        for line in each(&posted["owed"]) {
            let text = |key: &str| line[key].as_str().unwrap().to_owned();
            let amount = money(&line["amount"], state.book.decimals);
            owed.push(Owed { benefit: text("benefit"), order: text("order"), amount });
        }
    } else if !entry.wholly_refunded {
        let scene = Scene::now(state, fact.day).at(fact.at);
        for benefit in state.book.list("benefits") {
            let (is, _) = as_it_is(benefit, &scene);
            let on_it = |used: &Used| used.benefit == benefit["id"] && used.order.as_ref() == Some(&id);
            if is["delivery"].get("fee").is_none() || !state.enjoyed.used.iter().any(on_it) {
                continue;
            }
            let amount = |key: &str| is["delivery"].get(key).map_or(0, |of| money(of, state.book.decimals));
            if had >= amount("threshold") && has < amount("threshold") && amount("fee") > 0 {
                let benefit = benefit["id"].as_str().unwrap().to_owned();
                owed.push(Owed { benefit, order: id.clone(), amount: amount("fee") });
            }
        }
    }
    state.enjoyed.owed.extend(owed);
}

/// What is owed.
pub fn owed(state: &State) -> Value {
    let text = |amount: i128| Value::from(money_text(amount, state.book.decimals));
    let line =
        |owed: &Owed| json!({ "benefit": owed.benefit, "order": owed.order, "amount": text(owed.amount) });
    let all = &state.enjoyed.owed;
    json!({ "amount": text(all.iter().map(|owed| owed.amount).sum()), "of": all.iter().map(line).collect::<Vec<_>>() })
}

/// What a benefit that is not used is worth, and the date on which it is whole again.
type Reminder = (i128, Option<Date>);

/// The benefits of the program: those that can be used first, then those that the member has.
pub fn shown(state: &State, now: i64) -> Vec<Value> {
    let scene = Scene::now(state, state.book.zone.date_of(now)).at(now);
    let mut all: Vec<(Value, Option<Reminder>)> =
        state.book.list("benefits").map(|benefit| one_shown(state, benefit, &scene)).collect();
    let mut ranked: Vec<usize> = (0..all.len()).filter(|place| all[*place].1.is_some()).collect();
    ranked.sort_by_key(|place| {
        let (worth, resets) = all[*place].1.unwrap();
        (-worth, resets.is_none(), resets, *place)
    });
    for (rank, place) in ranked.into_iter().enumerate() {
        all[place].0["remind"] = (rank + 1).into();
    }
    let mut shown: Vec<Value> = all.into_iter().map(|(shown, _)| shown).collect();
    shown.sort_by_key(|shown| (shown["usable"] != true, shown["granted"] != true));
    shown
}

fn one_shown(state: &State, benefit: &Value, scene: &Scene) -> (Value, Option<Reminder>) {
    let (is, since) = as_it_is(benefit, scene);
    let text = |amount: i128| Value::from(money_text(amount, state.book.decimals));
    let granted = is_there(&is, scene.day) && holds(&is["grantedBy"], scene);
    let by_money = is["quota"].get("amount").is_some();
    let why = closed(state, &is, scene, (1, i128::from(by_money)), &Value::Null);
    let mine = || state.enjoyed.used.iter().filter(|used| used.benefit == is["id"]);
    let mut reasons: Vec<Value> = why
        .filter(|why| matches!(*why, "gone" | "notGranted"))
        .iter()
        .map(|why| json!({ "is": why }))
        .collect();
    if let Some(when) = is.get("when").filter(|when| why.is_some() && !holds(when, scene)) {
        reasons.push(json!({ "is": "when", "verdict": verdict(when, scene) }));
    }
    let (mut left, mut taken) = (1, mine().map(|used| used.times).sum());
    let mut shown = json!({
        "id": is["id"], "name": name(&is), "kind": is["kind"], "granted": granted, "usable": why.is_none(),
        "verdict": verdict(&is["grantedBy"], scene), "saved": text(mine().map(|used| used.value).sum()),
        "channel": each(&is["channel"]).collect::<Vec<_>>(),
    });
    if is.get("quota").is_some() {
        let max = most(state, &is);
        taken = used(state, &is, scene.day).0.max(0);
        left = (max - taken).max(0);
        let figure = |number: i128| if by_money { text(number) } else { super::points::number(number) };
        let of = if by_money { "amount" } else { "times" };
        shown["quota"] = json!({ "of": of, "max": figure(max), "used": figure(taken), "left": figure(left) });
        if taken >= max && why.is_some() {
            reasons.push(json!({ "is": "quota" }));
        }
    }
    shown["reasons"] = reasons.into();
    if let Some(amount) = is["value"].get("amount") {
        shown["value"] = json!({ "amount": text(money(amount, state.book.decimals)) });
    } else if is["value"].is_object() {
        shown["value"] = json!({ "percent": format!("{}.0000", is["value"]["percent"]) });
    }
    if let Some(since) = since {
        shown["version"] = since;
    }
    let each_use = is["value"].get("amount").map(|amount| money(amount, state.book.decimals));
    let worth = if by_money { Some(left) } else { each_use.map(|each| each * left) };
    if let Some(worth) = worth.filter(|_| granted) {
        shown["worth"] = text(worth);
    }
    let reminds = worth.filter(|worth| *worth > 0 && why.is_none() && taken == 0);
    (shown, reminds.map(|worth| (worth, resets(state, &is["quota"]["per"], scene.day))))
}

/// The first date on which the window of a quota holds other dates.
fn resets(state: &State, per: &Value, today: Date) -> Option<Date> {
    if let Some(plan) = per["planTerm"].as_str() {
        return state.plans.get(plan)?.terms.iter().map(|term| term.from).find(|from| *from > today);
    }
    if per.is_null() || per == "lifetime" || per == "tierPeriod" {
        return None;
    }
    let mut day = next_day(today);
    while window_holds(per, today, day, state.anchors(0)) {
        day = next_day(day);
    }
    Some(day)
}

/// Takes out of the benefits of a view what the model says nothing of: the dates on which quotas are whole again, last days, and what
/// coupons carry out.
pub fn told(benefits: &mut Value) {
    for benefit in benefits.as_array_mut().into_iter().flatten() {
        let benefit = benefit.as_object_mut().unwrap();
        benefit.retain(|key, _| key != "lastDay" && key != "coupon");
        if let Some(quota) = benefit.get_mut("quota").and_then(Value::as_object_mut) {
            quota.retain(|key, _| key != "resets");
        }
        for reason in benefit.get_mut("reasons").and_then(Value::as_array_mut).into_iter().flatten() {
            reason.as_object_mut().unwrap().retain(|key, _| key != "frees");
        }
    }
}

/// Whether a program lets coupons carry benefits out, of which the model says nothing.
pub fn by_coupons(program: &Value) -> bool {
    each(&program["benefits"]).any(|benefit| benefit.get("coupon").is_some())
}
