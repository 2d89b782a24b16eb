//! Points with decimals. The model counts in smallest units: what it is given is put into them, what it says is written in points.

use serde_json::{Value, json};

use super::facts::each;
use super::metric::counted_in;
use super::number::{money, money_text};

/// What is made of a number of points in a currency of so many decimals.
type Turn<'t> = &'t dyn Fn(&Value, u32) -> Value;

const BOUNDS: [&str; 6] = ["atLeast", "moreThan", "upTo", "lessThan", "between", "by"];
const FIGURES: [&str; 5] = ["value", "target", "gap", "before", "after"];

/// Points in smallest units.
fn smallest(points: &Value, decimals: u32) -> Value {
    i64::try_from(money(points, decimals)).unwrap().into()
}

/// Smallest units as an answer shows them.
fn shown(units: &Value, decimals: u32) -> Value {
    money_text(i128::from(units.as_i64().unwrap()), decimals).into()
}

/// Smallest units as people write them: as text or as a number.
fn written(units: &Value, decimals: u32) -> Value {
    let text = shown(units, decimals);
    if units.as_i64().unwrap() % 3 == 0 {
        serde_json::from_str(text.as_str().unwrap()).unwrap()
    } else {
        text
    }
}

/// Shown points in smallest units, whatever their decimals.
pub fn units(points: &Value) -> i128 {
    let text = points.as_str().map_or_else(|| points.to_string(), str::to_owned);
    text.replace('.', "").parse().unwrap()
}

/// A program without decimals that counts what this one counts.
pub fn plain(program: &Value) -> Value {
    let mut plain = program.clone();
    in_program(program, &mut plain, &smallest);
    // What a score gives for each point, it gives for so many units.
    for part in plain["metrics"].as_array_mut().into_iter().flatten().flat_map(|metric| list(metric, "parts"))
    {
        let decimals = of_metric(program, &part["of"]);
        if part.get("each").is_some() && decimals > 0 {
            part["per"] = 10_i64.pow(decimals).into();
        }
    }
    for metric in list(&mut plain, "metrics").filter(|metric| metric["kind"] == "average") {
        let decimals = of_metric(program, &metric["per"]);
        if decimals > 0 {
            metric["times"] = 10_i64.pow(decimals).into();
        }
    }
    for rules in list(&mut plain, "points") {
        rules.as_object_mut().unwrap().remove("decimals");
    }
    plain
}

/// An event in smallest units.
pub fn plain_event(program: &Value, event: &Value) -> Value {
    let mut plain = event.clone();
    in_event(program, &mut plain, &smallest);
    plain
}

/// A cart in smallest units.
pub fn plain_cart(program: &Value, cart: &Value) -> Value {
    let mut plain = cart.clone();
    if cart["points"] != "max" {
        fields(&mut plain, &["points"], first(program), &smallest);
    }
    plain
}

/// A program, facts and a cart of which the numbers of points become smallest units of currencies with decimals.
pub fn with_decimals(decimals: &[u32], program: &mut Value, facts: &mut Value, cart: &mut Value) {
    let ratio = each(&program["metrics"]).any(|metric| metric["kind"] == "ratio");
    let mut finer = program.clone();
    for (place, rules) in list(&mut finer, "points").enumerate() {
        // A ratio is of points with the same decimals.
        let of = decimals[if ratio { 0 } else { place }];
        if of > 0 {
            rules["decimals"] = of.into();
        }
    }
    let whole = finer.clone();
    in_program(&whole, &mut finer, &written);
    *program = finer;
    for event in list(facts, "events") {
        in_event(program, event, &written);
    }
    if cart["points"] != "max" {
        fields(cart, &["points"], first(program), &written);
    }
}

/// A view, or a quote, as it is shown.
pub fn dressed(program: &Value, mut answer: Value) -> Value {
    if answer["points"].is_array() {
        for (purse, rules) in
            answer["points"].as_array_mut().unwrap().iter_mut().zip(each(&program["points"]))
        {
            in_purse(purse, decimals(rules));
        }
    } else {
        in_points_of_quote(&mut answer["points"], first(program));
    }
    for reward in list(&mut answer, "rewards") {
        in_reward_shown(program, reward);
    }
    for line in list(&mut answer, "earn") {
        let of = named(program, &line["currency"]);
        fields(line, &["points"], of, &shown);
    }
    for line in list(&mut answer, "balances") {
        let of = named(program, &line["currency"]);
        fields(line, &["balance", "pending", "debt", "fills"], of, &shown);
    }
    let raised = answer.pointer_mut("/signals/events/entries").and_then(Value::as_array_mut);
    raised.into_iter().flatten().for_each(|line| in_evidence(program, line, &shown));
    for part in ["tiers", "segments", "rewards", "signals", "plans", "changes"] {
        in_figures(program, &mut answer[part]);
        if answer[part].is_null() {
            answer.as_object_mut().unwrap().remove(part);
        }
    }
    answer
}

fn in_purse(purse: &mut Value, decimals: u32) {
    fields(purse, &["balance", "pending", "debt"], decimals, &shown);
    fields(&mut purse["expiring"], &["in7Days", "in30Days", "in90Days"], decimals, &shown);
    for part in purse["totals"].as_object_mut().unwrap().values_mut().filter(|_| decimals > 0) {
        *part = shown(part, decimals);
    }
    let [waiting, dates, lots, entries] = ["/pendingBy", "/expiring/dates", "/lots", "/history/entries"];
    for path in [waiting, dates, lots, entries] {
        for line in purse.pointer_mut(path).unwrap().as_array_mut().unwrap() {
            fields(line, &["points", "balance", "amount", "left"], decimals, &shown);
            for part in list(line, "parts") {
                fields(part, &["points"], decimals, &shown);
            }
        }
    }
}

fn in_points_of_quote(points: &mut Value, decimals: u32) {
    if points.is_null() {
        return;
    }
    fields(points, &["balance", "usable", "used"], decimals, &shown);
    for reason in list(points, "reasons") {
        fields(reason, &["balance", "minimum", "asked", "unit", "usable"], decimals, &shown);
    }
}

fn in_reward_shown(program: &Value, reward: &mut Value) {
    let of = named(program, &reward["currency"]);
    for price in ["price", "regular", "auto"] {
        if let Some(price) = reward.get_mut(price) {
            fields(price, &["points", "at", "missing"], of, &shown);
        }
    }
    for reason in list(reward, "reasons") {
        if reason["of"] != "times" && reason["is"] != "stock" {
            fields(reason, &["max", "left", "needed", "missing"], of, &shown);
        }
    }
}

/// The figures of metrics of points, wherever they stand.
fn in_figures(program: &Value, part: &mut Value) {
    match part {
        Value::Array(parts) => parts.iter_mut().for_each(|part| in_figures(program, part)),
        Value::Object(parts) => {
            let points = parts.get("unit").is_some_and(|unit| unit == "points");
            let metric = parts.get("metric").cloned().filter(|_| points);
            parts.values_mut().for_each(|part| in_figures(program, part));
            if let Some(metric) = metric {
                fields(part, &FIGURES, of_metric(program, &metric), &shown);
            }
        }
        _ => {}
    }
}

/// Turns the points of a program; `named` is the same program with its decimals.
fn in_program(named_in: &Value, program: &mut Value, turn: Turn<'_>) {
    for rules in list(program, "points") {
        let of = named(named_in, &rules["id"]);
        if let Some(worth) = rules.get_mut("worth") {
            fields(worth, &["points"], of, turn);
        }
        if let Some(spend) = rules.get_mut("spend") {
            fields(spend, &["unit", "minimum"], of, turn);
        }
        if let Some(redeem) = rules.get_mut("redeem") {
            in_limits(redeem, of, turn);
        }
        in_limits(rules, of, turn);
        for rule in list(rules, "earn") {
            in_rule(rule, of, turn);
            for rule in list(rule, "rules") {
                in_rule(rule, of, turn);
            }
        }
    }
    for reward in list(program, "rewards") {
        let of = reward.get("currency").map_or(first(named_in), |id| named(named_in, id));
        in_limits(reward, of, turn);
        fields(reward, &["points"], of, turn);
        for price in list(reward, "prices") {
            fields(price, &["points"], of, turn);
        }
        if let Some(auto) = reward.get_mut("auto") {
            fields(auto, &["at"], of, turn);
        }
    }
    for signal in list(program, "signals") {
        let of = signal.get("currency").map_or(first(named_in), |id| named(named_in, id));
        fields(signal, &["points"], of, turn);
    }
    for discount in list(program, "coupons").flat_map(|coupon| list(coupon, "discounts")) {
        let of = discount.get("currency").map_or(first(named_in), |id| named(named_in, id));
        fields(discount, &["bonusPoints"], of, turn);
    }
    for tier in list(program, "ladders").flat_map(|ladder| list(ladder, "tiers")) {
        for gift in ["onEnter", "onRenew"] {
            for points in tier.get_mut(gift).into_iter().flat_map(|gift| list(gift, "points")) {
                let of = points.get("currency").map_or(first(named_in), |id| named(named_in, id));
                fields(points, &["points"], of, turn);
            }
        }
    }
    for metric in list(program, "metrics") {
        let of = of_metric(named_in, &metric["id"]);
        for cap in list(metric, "caps") {
            fields(cap, &["most"], of, turn);
        }
        for part in list(metric, "parts") {
            let of = of_metric(named_in, &part["of"]);
            for band in list(part, "bands") {
                fields(band, &["from"], of, turn);
            }
        }
    }
    in_bounds(named_in, program, turn);
}

fn in_rule(rule: &mut Value, decimals: u32, turn: Turn<'_>) {
    in_limits(rule, decimals, turn);
    fields(rule, &["each", "fixed"], decimals, turn);
    if let Some(per) = rule.get_mut("perAmount") {
        fields(per, &["points"], decimals, turn);
    }
    if let Some(streak) = rule.get_mut("streak") {
        fields(streak, &["points"], decimals, turn);
    }
    for band in list(rule, "bands") {
        fields(band, &["points"], decimals, turn);
    }
}

fn in_limits(of: &mut Value, decimals: u32, turn: Turn<'_>) {
    fields(of, &["minimumBalance"], decimals, turn);
    for limit in list(of, "limits") {
        fields(limit, &["points"], decimals, turn);
    }
}

/// The bounds of metrics of points, wherever they stand.
fn in_bounds(program: &Value, part: &mut Value, turn: Turn<'_>) {
    match part {
        Value::Array(parts) => parts.iter_mut().for_each(|part| in_bounds(program, part, turn)),
        Value::Object(parts) => {
            let metric = parts.get("metric").cloned();
            parts.values_mut().for_each(|part| in_bounds(program, part, turn));
            if let Some(metric) = metric {
                fields(part, &BOUNDS, of_metric(program, &metric), turn);
            }
        }
        _ => {}
    }
}

fn in_event(program: &Value, event: &mut Value, turn: Turn<'_>) {
    let of = event.get("currency").map_or(first(program), |id| named(program, id));
    fields(event, &["points"], of, turn);
    fields(event, &["pointsUsed"], first(program), turn);
    let metric = of_metric(program, &event["metric"]);
    fields(event, &["amount"], metric, turn);
    let received = event["type"] == "received";
    for lot in list(event, "lots") {
        let of =
            if received { of } else { lot.get("currency").map_or(first(program), |id| named(program, id)) };
        fields(lot, &["points"], of, turn);
    }
    for brought in list(event, "metrics") {
        let of = of_metric(program, &brought["metric"]);
        fields(brought, &["amount"], of, turn);
    }
    for part in ["points", "redeemed"] {
        for line in event.get_mut("posted").into_iter().flat_map(|posted| list(posted, part)) {
            let of = named(program, &line["currency"]);
            fields(line, &["points", "cut"], of, turn);
        }
    }
    for raised in event.get_mut("posted").into_iter().flat_map(|posted| list(posted, "signals")) {
        in_evidence(program, raised, turn);
    }
}

/// The values of metrics of points that met a signal's condition.
fn in_evidence(program: &Value, raised: &mut Value, turn: Turn<'_>) {
    for met in list(raised, "because") {
        let of = of_metric(program, &met["metric"]);
        fields(met, &["value"], of, turn);
    }
}

/// Turns some fields, those that are there: numbers, or lists of them.
fn fields(of: &mut Value, keys: &[&str], decimals: u32, turn: Turn<'_>) {
    for key in keys.iter().filter(|_| decimals > 0) {
        match of.get_mut(*key) {
            Some(Value::Array(list)) => list.iter_mut().for_each(|one| *one = turn(one, decimals)),
            Some(Value::Null | Value::Object(_)) | None => {}
            Some(one) => *one = turn(one, decimals),
        }
    }
}

fn list<'v>(of: &'v mut Value, key: &str) -> std::slice::IterMut<'v, Value> {
    of.get_mut(key).and_then(Value::as_array_mut).map_or([].iter_mut(), |list| list.iter_mut())
}

fn decimals(rules: &Value) -> u32 {
    rules.get("decimals").map_or(0, |decimals| u32::try_from(decimals.as_u64().unwrap()).unwrap())
}

/// The decimals of the first currency.
fn first(program: &Value) -> u32 {
    each(&program["points"]).next().map_or(0, decimals)
}

/// The decimals of the currency of an id.
fn named(program: &Value, id: &Value) -> u32 {
    each(&program["points"]).find(|rules| rules["id"] == *id).map_or(0, decimals)
}

/// The decimals of a metric of points; of any other none.
fn of_metric(program: &Value, id: &Value) -> u32 {
    let metric = each(&program["metrics"]).find(|metric| metric["id"] == *id).cloned().unwrap_or(json!({}));
    let metric = counted_in(each(&program["metrics"]), &metric);
    let of_points = metric["kind"] == "balance" || metric["kind"] == "sum" && metric["of"] == "points";
    if of_points { metric.get("currency").map_or(first(program), |id| named(program, id)) } else { 0 }
}
