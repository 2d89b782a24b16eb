//! Valid coupons for random programs, and events that issue, use and return them.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::dice::Dice;
use super::facts::each;
use super::number::money_text;
use super::programs::PERIODS;

/// A program that is about coupons above all; its histories are too.
pub fn program(dice: &mut Dice) -> Value {
    let currency = *dice.pick(&["CNY", "JPY", "KWD"]);
    let decimals = super::number::decimals_of(currency);
    let currencies = ["points".to_owned()];
    let coupons = dice.list(1, 3, |dice, place| giving(coupon(dice, place, decimals), dice, &currencies, 0));
    let mut program = json!({
        "format": 1, "id": COUPONS, "version": "1", "currency": currency, "timeZone": dice.pick(&super::programs::ZONES),
        "metrics": [{ "id": "orders", "kind": "count", "on": "order", "window": "lifetime" }],
        "segments": [], "scopes": [],
        "points": [{ "id": "points", "earn": [
            { "id": "fixed", "on": "order", "fixed": 20 },
            { "id": "paid", "on": "order", "perAmount": { "points": 1, "amount": "7" } },
        ] }],
        "ladders": [{ "id": "ladder", "tiers": [{ "id": "base" }, { "id": "top", "enter": { "metric": "orders", "atLeast": 2 } }] }],
        "coupons": coupons, "rewards": [],
    });
    let ids: Vec<Value> = issuable(&coupons).into_iter().cloned().collect();
    if !ids.is_empty() {
        let gift = |dice: &mut Dice| json!({ "coupons": dice.list(1, 3, |dice, _| dice.pick(&ids).clone()) });
        let top = &mut program["ladders"][0]["tiers"][1];
        (top["onEnter"], top["onRenew"]) = (gift(dice), gift(dice));
        top["validFor"] = (*dice.pick(&["P1M", "P7D"])).into();
        top["keep"] = json!({ "metric": "orders", "atLeast": 1 });
        let mut reward =
            json!({ "id": "reward0", "kind": "coupon", "points": 15, "coupon": dice.pick(&ids) });
        if dice.once_in(2) {
            reward["auto"] = json!({ "at": 30, "repeat": true });
        }
        program["rewards"] = json!([reward]);
    }
    program
}

/// The id of a program that is about coupons above all.
pub const COUPONS: &str = "coupons";

/// The program's coupons.
pub fn coupons(dice: &mut Dice, decimals: u32, (currencies, scopes): (usize, usize)) -> Vec<Value> {
    if dice.once_in(2) {
        return Vec::new();
    }
    let ids: Vec<String> = (0..currencies).map(|place| format!("points{place}")).collect();
    dice.list(1, 4, |dice, place| giving(coupon(dice, place, decimals), dice, &ids, scopes))
}

/// A coupon, perhaps one that gives points of currencies.
fn giving(mut coupon: Value, dice: &mut Dice, currencies: &[String], scopes: usize) -> Value {
    if !currencies.is_empty() && dice.once_in(2) {
        let points = dice.list(1, 2, |dice, _| points(dice, currencies, scopes));
        let discounts = coupon["discounts"].as_array_mut().unwrap();
        // A balance may stand beside points.
        discounts.retain(|discount| discount.get("voucher").is_some());
        discounts.extend(points);
    }
    coupon
}

/// Points that a coupon gives.
fn points(dice: &mut Dice, currencies: &[String], scopes: usize) -> Value {
    let mut discount = if dice.once_in(3) {
        json!({ "bonusPoints": dice.between(1, 40) })
    } else {
        json!({ "pointsTimes": dice.pick(&["2", "1.5", "3", "1.25", "1"]) })
    };
    if dice.once_in(2) {
        discount["currency"] = dice.pick(currencies).clone().into();
    }
    if scopes > 0 && dice.once_in(2) {
        discount["scope"] = format!("scope{}", dice.below(scopes)).into();
    }
    discount
}

fn coupon(dice: &mut Dice, place: usize, decimals: u32) -> Value {
    let amount = |units: i64| Value::from(money_text(i128::from(units * 10_i64.pow(decimals)), decimals));
    let mut coupon = json!({ "id": format!("coupon{place}"), "discounts": [{ "amountOff": amount(1) }] });
    let issued = !dice.once_in(5);
    if !issued {
        coupon["automatic"] = dice.pick(&[json!(true), json!("always")]).clone();
    } else if dice.once_in(4) {
        coupon["discounts"] = json!([{ "voucher": { "balance": amount(dice.between(1, 9)) } }]);
    } else if dice.once_in(5) {
        coupon["codes"] = json!([format!("code {place}")]);
    }
    if dice.once_in(2) {
        coupon["validity"] = validity(dice, issued);
    }
    if dice.once_in(2) {
        coupon["limits"] = dice.list(1, 2, |dice, _| limit(dice, &amount)).into();
    }
    if coupon["validity"] == json!({}) {
        coupon.as_object_mut().unwrap().remove("validity");
    }
    coupon
}

fn validity(dice: &mut Dice, issued: bool) -> Value {
    let mut validity = json!({});
    if issued && dice.once_in(2) {
        validity["after"] = (*dice.pick(&PERIODS)).into();
        match dice.below(4) {
            0 => validity["through"] = true.into(),
            1 => validity["after"] = "PT36H".into(),
            _ => {}
        }
    }
    if issued && dice.once_in(3) {
        validity["delay"] = (*dice.pick(&["P1D", "PT5H", "P1M"])).into();
    }
    if dice.once_in(4) {
        validity["from"] = super::programs::date(dice, 2018);
    }
    if dice.once_in(4) {
        validity["to"] = super::programs::date(dice, 2019);
    }
    if dice.once_in(3) {
        validity["weekdays"] = dice.pick(&[json!(["mon"]), json!(["fri", "sat", "sun"])]).clone();
    }
    if dice.once_in(3) {
        validity["between"] = dice.pick(&[json!(["09:00", "18:30"]), json!(["20:00", "02:00"])]).clone();
    }
    validity
}

fn limit(dice: &mut Dice, amount: &dyn Fn(i64) -> Value) -> Value {
    let of = *dice.pick(&["uses", "uses", "units", "money"]);
    let most = dice.between(1, 4);
    let max = if of == "money" { amount(most) } else { most.into() };
    let mut limit =
        json!({ "of": of, "per": dice.pick(&["member", "member", "member", "cart"]), "max": max });
    if limit["per"] == "member" && !dice.once_in(3) {
        let windows = [
            json!("calendarMonth"),
            json!("calendarYear"),
            json!("membershipYear"),
            json!({ "last": dice.pick(&PERIODS) }),
        ];
        limit["window"] = dice.pick(&windows).clone();
    }
    limit
}

/// The coupons that tiers and rewards may issue.
pub fn issuable(coupons: &[Value]) -> Vec<&Value> {
    coupons.iter().filter(|coupon| coupon.get("automatic").is_none()).map(|coupon| &coupon["id"]).collect()
}

/// What was issued, as far as it is known or guessed: the id and the coupon.
pub type Issues = Vec<(Value, Value)>;

/// An event that issues a coupon, uses one or returns one, when there is one.
pub fn event(
    program: &Value,
    issues: &mut Issues,
    (id, today): (&str, Date),
    orders: &[Value],
    dice: &mut Dice,
) -> Option<Value> {
    if dice.once_in(2) {
        issued(program, issues, id, today, dice)
    } else {
        used(program, issues, orders, dice)
    }
}

fn issued(program: &Value, issues: &mut Issues, id: &str, today: Date, dice: &mut Dice) -> Option<Value> {
    let coupons: Vec<Value> = each(&program["coupons"]).cloned().collect();
    let ids = issuable(&coupons);
    if ids.is_empty() {
        return None;
    }
    let mut event = json!({ "type": "couponIssued", "coupon": dice.pick(&ids) });
    if dice.once_in(3) {
        event["issue"] = format!("issue{}", dice.below(4)).into();
    }
    let voucher = is_voucher(program, &event["coupon"]);
    if !voucher && dice.once_in(4) {
        event["uses"] = dice.between(1, 3).into();
    }
    if voucher && dice.once_in(3) {
        event["balance"] = "7".into();
    }
    let date = |days: i64| today.checked_add(jiff::Span::new().days(days)).unwrap().to_string();
    if dice.once_in(5) {
        event["begins"] = date(dice.between(-5, 5)).into();
    }
    if dice.once_in(5) {
        event["lastDay"] = date(dice.between(6, 60)).into();
    }
    // One that begins after its last day is refused.
    let begins_late = each(&program["coupons"]).any(|coupon| {
        coupon["id"] == event["coupon"]
            && coupon["validity"]
                .as_object()
                .is_some_and(|validity| validity.contains_key("delay") || validity.contains_key("from"))
    });
    if begins_late && event.get("begins").is_none() {
        event.as_object_mut().unwrap().remove("lastDay");
    }
    issues.push((event.get("issue").cloned().unwrap_or_else(|| id.into()), event["coupon"].clone()));
    Some(event)
}

fn is_voucher(program: &Value, id: &Value) -> bool {
    each(&program["coupons"])
        .any(|coupon| coupon["id"] == *id && coupon["discounts"][0].get("voucher").is_some())
}

/// Something to use: what was issued, or a coupon of the program.
fn one(program: &Value, issues: &Issues, dice: &mut Dice) -> (Value, Value, bool) {
    let coupons: Vec<&Value> = each(&program["coupons"]).map(|coupon| &coupon["id"]).collect();
    let latest: Vec<&(Value, Value)> = issues.iter().rev().take(5).collect();
    if !latest.is_empty() && !dice.once_in(4) {
        let (issue, coupon) = *dice.pick(&latest);
        return (issue.clone(), coupon.clone(), true);
    }
    let coupon = (*dice.pick(&coupons)).clone();
    (coupon.clone(), coupon, false)
}

/// The ids under which coupons are issued by what an event may bring about.
pub fn guess(program: &Value, issues: &mut Issues, event: &Value, today: Date) {
    for reward in each(&program["rewards"]) {
        if let Some(coupon) = reward["coupon"].as_str() {
            let cause = if event["reward"] == reward["id"] {
                event["id"].as_str().unwrap().to_owned()
            } else {
                format!("{}@{today}", reward["id"].as_str().unwrap())
            };
            issues.push((format!("{cause}/{coupon}").into(), coupon.into()));
        }
    }
    if event["type"] != "order" {
        return;
    }
    for tier in each(&program["ladders"]).flat_map(|ladder| each(&ladder["tiers"])) {
        for coupon in each(&tier["onEnter"]["coupons"]).filter_map(Value::as_str) {
            let issue = format!("{}@{today}/{coupon}", tier["id"].as_str().unwrap());
            issues.push((issue.into(), coupon.into()));
        }
    }
}

/// Says how much was used.
fn say(program: &Value, coupon: &Value, dice: &mut Dice, into: &mut Value) {
    if is_voucher(program, coupon) || dice.once_in(2) {
        into["amount"] = (*dice.pick(&["1", "2", "4", "0"])).into();
    }
    if dice.once_in(2) {
        into["units"] = dice.between(1, 3).into();
    }
}

/// The coupons of an order.
pub fn on_order(program: &Value, issues: &Issues, dice: &mut Dice) -> Value {
    let coupons = dice.list(1, 2, |dice, _| {
        let (id, coupon, _) = one(program, issues, dice);
        let mut used = json!({ "id": id });
        say(program, &coupon, dice, &mut used);
        if used.as_object().unwrap().len() == 1 { id } else { used }
    });
    coupons.into()
}

/// A use by an event, or one that comes back.
fn used(program: &Value, issues: &Issues, orders: &[Value], dice: &mut Dice) -> Option<Value> {
    let (id, coupon, is_issue) = one(program, issues, dice);
    let open = |coupon: &Value| coupon.get("automatic").is_some() || coupon.get("codes").is_some();
    let is_open = each(&program["coupons"]).any(|of| of["id"] == coupon && open(of));
    let mut event = json!({ "type": dice.pick(&["couponUsed", "couponReturned"]) });
    event[if is_issue { "issue" } else { "coupon" }] = id;
    say(program, &coupon, dice, &mut event);
    let newest: Vec<&Value> = orders.iter().rev().collect();
    if !newest.is_empty() && (dice.once_in(2) || !is_issue) {
        event["order"] = dice.pick(&newest)["id"].clone();
    }
    let written = is_issue || (is_open && (event["type"] == "couponUsed" || event.get("order").is_some()));
    written.then_some(event)
}
