//! Members and what they did: events at ordinary instants, at the same instant, around midnights and clock changes.

mod brought;

use serde_json::{Map, Value, json};

use super::calendar::{Zone, instant_text, next_day};
use super::coupons;
use super::dice::Dice;
use super::facts::each;
use super::memberships;
use super::number::{decimals_of, money_text};
use super::plans::has_terms;
use super::programs::KINDS;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// A history in the making: the last instant, and the orders that refunds may name.
struct Draft<'a> {
    program: &'a Value,
    zone: Zone,
    decimals: u32,
    clock: i64,
    orders: Vec<Value>,
    /// Ids that revocations may name.
    acts: Vec<Value>,
    /// What was issued, as far as it is known or guessed.
    issues: coupons::Issues,
    opened: bool,
}

/// A member, `{"profile", "events"}`, each event from a tape of its own.
pub fn member(program: &Value, profile: &[u16], events: &[Vec<u16>]) -> Value {
    let zone = Zone::named(program["timeZone"].as_str().unwrap());
    let mut dice = Dice::new(profile);
    let joined =
        jiff::civil::date(2017, 6, 15).checked_add(jiff::Span::new().days(dice.between(0, 700))).unwrap();
    let clock = zone.first_instant(joined) + dice.pick(&[0, 0, 5, 9, 23]) * HOUR;
    let joined_at =
        if dice.once_in(2) { Value::from(joined.to_string()) } else { instant_text(clock).into() };
    let mut profile = json!({ "id": "m", "joinedAt": joined_at });
    if !dice.once_in(4) {
        let month = dice.between(1, 12);
        let common = format!("19{}-{month:02}-{:02}", dice.between(50, 99), dice.between(1, 28));
        let birthday = match dice.below(5) {
            0 => "--02-29",
            1 => "1996-02-29",
            2 => "--12-31",
            _ => common.as_str(),
        };
        profile["birthday"] = birthday.into();
    }
    for (key, value) in said(&mut dice, "").as_object().unwrap() {
        if key != "type" {
            profile[key] = value.clone();
        }
    }
    let decimals = decimals_of(program["currency"].as_str().unwrap());
    let (orders, acts, issues) = (Vec::new(), Vec::new(), Vec::new());
    let mut draft = Draft { program, zone, decimals, clock, orders, acts, issues, opened: false };
    let events: Vec<Value> = events
        .iter()
        .enumerate()
        .map(|(place, tape)| event(&mut draft, place, &mut Dice::new(tape)))
        .collect();
    json!({ "profile": profile, "events": events })
}

/// An instant to look at: after the last event, at one of them, or at a midnight, in a choice of its own.
pub fn now(program: &Value, member: &Value, dice: &mut Dice) -> i64 {
    let zone = Zone::named(program["timeZone"].as_str().unwrap());
    let at = |event: &Value| super::calendar::instant(&event["at"], &zone);
    let joined = super::calendar::instant(&member["profile"]["joinedAt"], &zone);
    let instants: Vec<i64> = each(&member["events"]).map(at).chain([joined]).collect();
    let last = *instants.iter().max().unwrap();
    let one = *dice.pick(&instants);
    let midnight = |instant: i64, days: i64| {
        zone.first_instant(zone.date_of(instant).checked_add(jiff::Span::new().days(days)).unwrap())
    };
    match dice.below(8) {
        0 => last,
        1 => last + dice.between(0, 400) * DAY,
        2 => midnight(last, dice.between(1, 400)),
        3 => midnight(last, dice.between(1, 40)) - 1,
        4 => one,
        5 => midnight(one, dice.between(0, 60)),
        6 => joined - dice.between(0, 3) * DAY,
        _ => one + dice.between(0, 60) * DAY,
    }
}

fn event(draft: &mut Draft, place: usize, dice: &mut Dice) -> Value {
    draft.clock = later(draft, dice);
    let id = format!("{}{place}", dice.pick(&["e", "a", "x", "B", "é"]));
    let at: Value = if dice.once_in(5) { draft.clock.into() } else { instant_text(draft.clock).into() };
    let mut event = json!({ "id": id, "at": at });
    let today = draft.zone.date_of(draft.clock);
    let about_coupons = draft.program["id"] == coupons::COUPONS && !dice.once_in(3);
    let fields = match if about_coupons { 26 } else { dice.below(32) } {
        // Terms are many and follow each other, so that limits in them are met.
        0..=4 if has_terms(draft.program) => memberships::event(draft.program, today, dice),
        26..=31 if !has(draft, "coupons") => order(draft, dice),
        26..=31 => coupons::event(draft.program, &mut draft.issues, (&id, today), &draft.orders, dice)
            .unwrap_or_else(|| order(draft, dice)),
        24 if dice.once_in(3) && has(draft, "rewards") => {
            let day = draft.zone.date_of(draft.clock - dice.pick(&[0, 0, DAY, 7 * DAY]));
            let nth = *dice.pick(&["", "", "#2"]);
            json!({ "type": "revoke", "event": format!("reward{}@{day}{nth}", dice.below(3)) })
        }
        24 | 25 if !draft.acts.is_empty() => json!({ "type": "revoke", "event": dice.pick(&draft.acts) }),
        22 | 23 if !draft.orders.is_empty() => {
            if dice.once_in(3) && !draft.acts.is_empty() {
                json!({ "type": "confirm", "event": dice.pick(&draft.acts) })
            } else {
                let by = *dice.pick(&["order", "event"]);
                json!({ "type": "confirm", by: dice.pick(&draft.orders)["id"] })
            }
        }
        20 if has(draft, "points") => given_away(draft, dice),
        21 if has(draft, "points") => received(draft, dice),
        8..=11 if !draft.orders.is_empty() => refund(draft, dice),
        12 if has(draft, "plans") => memberships::event(draft.program, today, dice),
        5 | 13 if has(draft, "plans") && dice.once_in(2) => memberships::event(draft.program, today, dice),
        12 | 13 => activity(dice),
        14 | 15 if has(draft, "points") => redeem(draft, dice),
        16 | 17 if has(draft, "points") => {
            let points = *dice.pick(&[30, 100, -20, -100, 1, -500]);
            with_currency(draft, dice, json!({ "type": "adjust", "points": points, "reason": "sorry" }))
        }
        7 if dice.once_in(2) && has(draft, "ladders") => tier_set(draft, dice),
        18 if has(draft, "metrics") => brought::adjust_metric(draft, dice),
        19 if !draft.opened => brought::opening(draft, dice),
        7 => said(dice, "profile"),
        _ => order(draft, dice),
    };
    event.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    if ["activity", "redeem", "couponIssued", "subscribe"].iter().any(|kind| event["type"] == *kind)
        || dice.once_in(20)
    {
        draft.acts.push(event["id"].clone());
    }
    coupons::guess(draft.program, &mut draft.issues, &event, today);
    if event["type"] == "order" {
        draft.orders.push(event.clone());
    }
    event
}

fn has(draft: &Draft, list: &str) -> bool {
    each(&draft.program[list]).next().is_some()
}

/// The next instant: the same one, soon, at or beside a midnight or a change of the clock, or after days or months.
fn later(draft: &Draft, dice: &mut Dice) -> i64 {
    let (clock, zone) = (draft.clock, &draft.zone);
    let midnight = zone.first_instant(next_day(zone.date_of(clock)));
    let beside = |dice: &mut Dice, instant: i64| clock.max(instant + dice.pick(&[0, -1, 1, HOUR, -HOUR]));
    match dice.below(10) {
        0 | 1 => clock + dice.between(1, 20) * DAY,
        2 => clock,
        3 => clock + dice.between(1, 100) * 60_000,
        4 => beside(dice, midnight),
        5 => match zone.next_change(clock).filter(|change| change - clock < 250 * DAY) {
            Some(change) => beside(dice, change),
            None => clock + DAY,
        },
        6 => beside(dice, zone.first_instant(zone.date_of(clock).last_of_month().tomorrow().unwrap())),
        7 => clock + dice.between(1, 90) * DAY,
        _ => clock + dice.between(0, 72) * HOUR,
    }
}

fn money(draft: &Draft, minor: i64) -> Value {
    money_text(i128::from(minor), draft.decimals).into()
}

fn order(draft: &Draft, dice: &mut Dice) -> Value {
    let scale = 10_i64.pow(draft.decimals);
    let lines = dice.list(1, 3, |dice, place| {
        let price = *dice.pick(&[10, 1, 25, 100, 199, 0]) * scale + dice.between(0, 99).min(scale - 1);
        let mut line = json!({
            "id": place.to_string(), "sku": format!("s{}", dice.below(3)),
            "quantity": dice.pick(&[1, 1, 2, 3, 7]), "unitPrice": money(draft, price),
        });
        if dice.once_in(4) {
            line["paid"] = money(draft, *dice.pick(&[scale, 0, 7, 100 * scale + 1]));
        }
        let fields = line.as_object_mut().unwrap();
        mark(fields, dice, "categories", |id| json!([id]), &["c0", "c1", "c2"]);
        mark(fields, dice, "tags", |id| json!(["t9", id]), &["t0", "t1"]);
        mark(fields, dice, "brand", |id| json!(id), &["b0", "b1", "b2"]);
        line
    });
    let mut order = json!({ "type": "order", "lines": lines });
    if dice.once_in(4) {
        order["confirmAfter"] = (*dice.pick(&["P15D", "PT36H", "P1M"])).into();
    }
    if dice.once_in(3) {
        order["channel"] = (*dice.pick(&["app", "store"])).into();
    }
    if dice.once_in(4) {
        order["shipping"] = money(draft, *dice.pick(&[scale, 12 * scale, 0, 1]));
    }
    for (key, words) in
        [("store", ["store", "north"]), ("payment", ["card", "cash"]), ("shippingMethod", ["pickup", "air"])]
    {
        if dice.once_in(4) {
            order[key] = (*dice.pick(&words)).into();
        }
    }
    if has(draft, "coupons") && dice.once_in(2) {
        order["coupons"] = coupons::on_order(draft.program, &draft.issues, dice);
    }
    if dice.once_in(5) && has(draft, "points") {
        order["pointsUsed"] = (*dice.pick(&[1, 10, 50, 200])).into();
    }
    order
}

fn mark(line: &mut Map<String, Value>, dice: &mut Dice, key: &str, make: fn(&str) -> Value, ids: &[&str]) {
    if dice.once_in(2) {
        line.insert(key.to_owned(), make(dice.pick::<&str>(ids)));
    }
}

fn refund(draft: &Draft, dice: &mut Dice) -> Value {
    let newest_first: Vec<&Value> = draft.orders.iter().rev().collect();
    let order =
        if dice.once_in(30) { &json!({ "id": "never", "lines": [] }) } else { *dice.pick(&newest_first) };
    let mut refund = json!({ "type": "refund", "order": order["id"] });
    if dice.once_in(3) || order["lines"] == json!([]) {
        return refund;
    }
    let lines: Vec<Value> = each(&order["lines"])
        .filter_map(|line| {
            let bought = line["quantity"].as_i64().unwrap();
            match dice.below(4) {
                0 | 1 => Some(json!({ "id": line["id"], "quantity": dice.between(1, bought) })),
                2 => Some(
                    json!({ "id": line["id"], "amount": money(draft, *dice.pick(&[1, 99, 1000, 2500, 0])) }),
                ),
                _ => None,
            }
        })
        .collect();
    if !lines.is_empty() {
        refund["lines"] = lines.into();
    }
    refund
}

/// What is said of the member.
fn said(dice: &mut Dice, kind: &str) -> Value {
    let mut said = json!({ "type": kind });
    if dice.once_in(2) {
        let city = dice.pick(&[json!("north"), json!("south"), Value::Null]).clone();
        said["attributes"] = json!({ "city": city });
    }
    if dice.once_in(2) {
        let ranks = [json!(1), json!(2.5), json!(-0.25), json!(3), json!("1"), json!(true), Value::Null];
        said["attributes"]["rank"] = dice.pick(&ranks).clone();
    }
    if dice.once_in(2) {
        said["tags"] = dice.pick(&[json!(["a"]), json!(["b", "c"]), json!([])]).clone();
    }
    said
}

fn activity(dice: &mut Dice) -> Value {
    let mut activity = json!({ "type": "activity", "kind": dice.pick(&KINDS) });
    if dice.once_in(3) {
        activity["subject"] = (*dice.pick(&["mug", "tea"])).into();
    }
    if dice.once_in(2) {
        activity["subject"] = (*dice.pick(&["s0", "s1"])).into();
    }
    if dice.once_in(2) {
        activity["value"] = dice.between(-3, 9).into();
    }
    if dice.once_in(2) {
        activity["subject"] = (*dice.pick(&["s0", "s1", "s2", "north"])).into();
    }
    activity
}

fn redeem(draft: &Draft, dice: &mut Dice) -> Value {
    let rewards: Vec<&Value> = each(&draft.program["rewards"]).collect();
    if !rewards.is_empty() && !dice.once_in(4) {
        let reward = *dice.pick(&rewards);
        let mut redeem = json!({ "type": "redeem", "reward": reward["id"] });
        if reward.get("tier").is_none() && dice.once_in(2) {
            redeem["quantity"] = dice.between(1, 3).into();
        }
        return redeem;
    }
    let mut redeem = json!({ "type": "redeem", "points": dice.pick(&[5, 1, 20, 60, 300]) });
    if dice.once_in(4) {
        redeem["reward"] = "mug".into();
    }
    if dice.once_in(5) && !draft.orders.is_empty() {
        redeem["order"] = dice.pick(&draft.orders)["id"].clone();
    }
    with_currency(draft, dice, redeem)
}

fn given_away(draft: &Draft, dice: &mut Dice) -> Value {
    let kind = *dice.pick(&["donate", "transfer"]);
    let event = json!({ "type": kind, "points": dice.pick(&[5, 20, 1, 60]), "to": "friend" });
    with_currency(draft, dice, event)
}

fn received(draft: &Draft, dice: &mut Dice) -> Value {
    let event = json!({ "type": "received", "points": 30, "from": "friend" });
    let mut event = with_currency(draft, dice, event);
    let named = |points: &&Value| points["id"] == event["currency"];
    let currency = each(&draft.program["points"]).find(named).unwrap_or(&draft.program["points"][0]);
    if currency["transfer"]["expiry"] == "keep" {
        let today = draft.zone.date_of(draft.clock);
        let last_day = today.checked_add(jiff::Span::new().days(dice.between(-2, 90))).unwrap().to_string();
        event["lots"] = json!([{ "points": 20, "lastDay": last_day }, { "points": 10 }]);
        // Lots of one event that come to end together have no order among them.
        if currency["expiry"].get("activity").is_some() {
            event["lots"] = json!([{ "points": 30, "lastDay": last_day }]);
        }
    }
    event
}

fn with_currency(draft: &Draft, dice: &mut Dice, mut event: Value) -> Value {
    let currencies: Vec<&Value> = each(&draft.program["points"]).collect();
    if dice.once_in(2) {
        event["currency"] = dice.pick(&currencies)["id"].clone();
    }
    event
}

fn tier_set(draft: &Draft, dice: &mut Dice) -> Value {
    let tiers: Vec<&Value> =
        each(&draft.program["ladders"]).flat_map(|ladder| each(&ladder["tiers"])).collect();
    let mut set = json!({ "type": "tierSet", "tier": dice.pick(&tiers)["id"] });
    if dice.once_in(2) {
        let days = jiff::Span::new().days(dice.between(0, 100));
        set["until"] = draft.zone.date_of(draft.clock).checked_add(days).unwrap().to_string().into();
    }
    if dice.once_in(3) {
        set["reason"] = "a gift".into();
    }
    set
}
