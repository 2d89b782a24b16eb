//! Why a condition holds or not, with what is missing.

use serde_json::{Value, json};

use super::base::of_money;
use super::calendar::{Anchors, days_between, holds as window_holds, instant_text, next_day};
use super::condition::{
    Scene, attribute_leaves, birthday_holds, bound_holds, bounds, holds, main_key, period_bounds, tiers_named,
};
use super::earning;
use super::facts::each;
use super::metric::{counted_in, is_money};
use super::number::{Fraction, money, money_text, whole};
use super::points::number;
use super::state::Book;
use super::timing::begins;
use jiff::civil::Date;

/// The verdict on a condition.
pub fn verdict(condition: &Value, scene: &Scene) -> Value {
    let (key, asked) = main_key(condition);
    let met = holds(condition, scene);
    match key {
        "all" | "any" => {
            let of: Vec<Value> = each(asked).map(|part| verdict(part, scene)).collect();
            let mut result = json!({ "is": key, "met": met, "of": of });
            if let Some(place) = cheapest(asked, scene).filter(|_| key == "any" && !met) {
                result["cheapest"] = place.into();
            }
            result
        }
        "not" => json!({ "is": "not", "met": met, "of": verdict(asked, scene) }),
        "metric" => metric_verdict(condition, scene),
        "tier" => {
            let tier = |(ladder, rank): (usize, usize)| scene.book.tiers(ladder)[rank]["id"].clone();
            let tiers: Vec<Value> = tiers_named(asked, scene.book).into_iter().map(tier).collect();
            json!({ "is": "tier", "met": met, "tiers": tiers })
        }
        "tenure" => periods_verdict(&json!({ "is": "tenure" }), asked, scene.book.joined, scene),
        "inactiveFor" => {
            let of = &asked["of"];
            let since = scene.person().latest(of).map(|day| day.to_string());
            let always = json!({ "is": "inactiveFor", "acts": of, "since": since });
            periods_verdict(&always, asked, scene.inactive_since(of), scene)
        }
        "time" => {
            let mut result = json!({ "is": "time", "met": met });
            if let Some(at) = begins(asked, &scene.book.zone, scene.at).filter(|_| !met) {
                result["at"] = instant_text(at).into();
                result["from"] = scene.book.zone.date_of(at).to_string().into();
                if asked.get("between").is_some() {
                    let minutes = scene.book.zone.minute_of(at);
                    result["hour"] = format!("{:02}:{:02}", minutes / 60, minutes % 60).into();
                }
            }
            result
        }
        "plan" => super::plans::verdict(asked, condition, met, scene),
        "segment" => json!({ "is": "segment", "met": met, "segment": asked }),
        "attribute" => attribute_verdict(condition, scene),
        "tag" | "channel" | "store" | "payment" | "shippingMethod" => {
            let list = if asked.is_array() { asked.clone() } else { json!([asked]) };
            json!({ "is": key, "met": met, "in": list })
        }
        "birthday" => {
            let mut result = json!({ "is": "birthday", "met": met });
            if let Some(day) = next_birthday(asked, scene).filter(|_| !met) {
                result["from"] = day.to_string().into();
            }
            result
        }
        other => json!({ "is": other, "met": met }),
    }
}

/// The verdicts on the bounds of metrics, outside of `not`, by which a condition holds.
pub fn grounds(condition: &Value, scene: &Scene) -> Vec<Value> {
    let (key, asked) = main_key(condition);
    if !holds(condition, scene) {
        return Vec::new();
    }
    match key {
        "all" | "any" => each(asked).flat_map(|part| grounds(part, scene)).collect(),
        "metric" => {
            let id = asked.as_str().unwrap();
            let parts = bounds(condition, scene.book, is_money(scene.book, scene.book.metric(id)));
            // What the parts of a score gave then is not told later.
            let met = |(bound, target): &(&'static str, i128)| {
                let mut met = leaf(scene, id, bound, *target);
                met.as_object_mut().unwrap().remove("parts");
                met
            };
            parts.iter().map(met).collect()
        }
        _ => Vec::new(),
    }
}

fn metric_verdict(condition: &Value, scene: &Scene) -> Value {
    let id = condition["metric"].as_str().unwrap();
    let metric = scene.book.metric(id);
    let parts = bounds(condition, scene.book, is_money(scene.book, metric));
    together(parts.iter().map(|(bound, target)| leaf(scene, id, bound, *target)).collect())
}

fn leaf(scene: &Scene, id: &str, bound: &str, target: i128) -> Value {
    let book = scene.book;
    let metric = book.metric(id);
    let value = scene.metric(id);
    let shown = |amount: i128| {
        if is_money(book, metric) { Value::from(money_text(amount, book.decimals)) } else { number(amount) }
    };
    let met = value.is_some_and(|value| bound_holds(bound, value, target));
    let mut result = json!({
        "is": "metric", "metric": id, "unit": unit(counted_in(book.list("metrics"), metric)), "met": met,
        "value": value.map_or(Value::Null, shown), "bound": bound, "target": shown(target),
    });
    if metric["kind"] == "score" {
        let parts = each(&metric["parts"]).zip(scene.parts(id));
        result["parts"] =
            parts.map(|(part, value)| json!({ "id": part["id"], "value": number(value) })).collect();
    }
    if metric["kind"] == "average" {
        result["per"] = metric["per"].clone();
    }
    let Some((value, need)) = value.zip(need(bound, target)) else { return result };
    result["percent"] = if met { 100 } else { percent(value, need) }.into();
    if !met {
        result["gap"] = shown(need - value);
        if let Some(amount) = money_gap(scene, metric, need - value) {
            result["money"] = money_text(amount, book.decimals).into();
        }
    }
    result
}

/// What a metric is counted in that is no average.
pub(super) fn unit(metric: &Value) -> &str {
    match (metric["kind"].as_str().unwrap(), metric["of"].as_str()) {
        ("sum", Some("paid")) => "money",
        ("count", _) | ("distinct", Some("orders")) => "count",
        ("sum" | "distinct" | "streak", Some(of)) => of,
        ("balance", _) => "points",
        ("ratio", _) => "perMille",
        ("score", _) => "score",
        ("ledger" | "accrual", _) => "growth",
        _ => "days",
    }
}

/// The least value that a lower bound lets pass.
fn need(bound: &str, target: i128) -> Option<i128> {
    match bound {
        "atLeast" => Some(target),
        "moreThan" => Some(target + 1),
        _ => None,
    }
}

fn percent(value: i128, need: i128) -> i64 {
    if need <= 0 {
        return 0;
    }
    i64::try_from((value * 100).div_euclid(need).clamp(0, 100)).unwrap()
}

/// The smallest single order, at the base rates that hold, that closes the gap: found by trying ever larger amounts.
fn money_gap(scene: &Scene, metric: &Value, gap: i128) -> Option<i128> {
    let set = metric.get("refresh").is_some() || each(&metric["caps"]).next().is_some();
    let anchors = Anchors { joined: scene.book.joined, tier_period: None };
    let of_dates = metric["window"].is_object();
    if set || (of_dates && !window_holds(&metric["window"], scene.day, scene.day, anchors)) {
        return None;
    }
    if metric["kind"] == "sum"
        && is_money(scene.book, metric)
        && metric.get("scope").is_none()
        && metric.get("when").is_none()
    {
        return Some(gap);
    }
    let book = scene.book;
    let currency = &book.program["points"][book.currency(metric["currency"].as_str())];
    let comes_at_once = metric["kind"] == "balance" && currency.get("pending").is_none();
    let (points, list) = match metric.get("credit") {
        Some(rules) => (metric, rules),
        None if metric["kind"] == "accrual" => return None,
        None if metric["of"] == "points" || comes_at_once => (currency, &currency["earn"]),
        None => return None,
    };
    let applies = |rule: &Value| {
        rule["on"] == "order"
            && rule.get("scope").is_none()
            && rule.get("when").is_none_or(|when| holds(when, scene))
    };
    let mut giving = earning::in_turn((points, list), &applies);
    giving.retain(|rule| rule.get("perAmount").or(rule.get("percentValue")).is_some());
    let mode = book.rounding("points", "down");
    let exact = |rule: &Value, amount: i128| of_money(scene, points, rule, amount, amount);
    let earned = |amount: i128| giving.iter().map(|rule| exact(rule, amount).round(mode)).sum::<i128>();
    // At a whole number of steps of every rule, nothing is lost to a step.
    let many = 10_i128.pow(9);
    let sum = giving.iter().map(|rule| of_money(scene, points, rule, 1, many)).sum::<Fraction>();
    if sum.above == 0 {
        return None;
    }
    let enough = |amount: &i128| earned(*amount) >= gap;
    // Each rule's rounding is worth less than a point, and its step less than one step's points, so the amount lies between these.
    let rules =
        giving.iter().map(|rule| if rule["perAmount"]["step"] == true { 20 } else { 1 }).sum::<i128>();
    let amount_for = |points: i128| Fraction::new(points.max(0) * sum.below, sum.above).floor();
    (amount_for(gap - rules).max(1)..=amount_for(gap + rules) + 1).find(enough)
}

/// How far the condition is, as a fraction of what it asks: all add up, any takes the least.
fn distance(condition: &Value, scene: &Scene) -> Option<Fraction> {
    let (key, asked) = main_key(condition);
    if holds(condition, scene) {
        return Some(Fraction::whole(0));
    }
    match key {
        "all" => each(asked).map(|part| distance(part, scene)).sum(),
        "any" => each(asked)
            .filter_map(|part| distance(part, scene))
            .reduce(|a, b| if a.more_than(b) { b } else { a }),
        "metric" => {
            let id = asked.as_str().unwrap();
            let bounds = bounds(condition, scene.book, is_money(scene.book, scene.book.metric(id)));
            let value = scene.metric(id)?;
            let failed = bounds.iter().filter(|(bound, target)| !bound_holds(bound, value, *target));
            failed
                .map(|(bound, target)| {
                    need(bound, *target).map(|need| Fraction::new(need - value, need.max(1)))
                })
                .sum()
        }
        "tenure" => time_left(asked, scene.book.joined, scene),
        "inactiveFor" => time_left(asked, scene.inactive_since(&asked["of"]), scene),
        "segment" => distance(&scene.book.segment(asked.as_str().unwrap())["when"], scene),
        "time" => begins(asked, &scene.book.zone, scene.at)
            .map(|at| Fraction::new(days_between(scene.day, scene.book.zone.date_of(at)), 365)),
        "birthday" => next_birthday(asked, scene).map(|day| Fraction::new(days_between(scene.day, day), 365)),
        _ => None,
    }
}

/// How far bounds of the time since a date are, the days left over the days needed.
fn time_left(asked: &Value, since: Date, scene: &Scene) -> Option<Fraction> {
    let failed = period_bounds(asked, since).into_iter();
    let failed = failed.filter(|(bound, _, day)| !bound_holds(bound, scene.day, *day));
    failed
        .map(|(bound, _, day)| {
            let from = holds_from(bound, day)?;
            let needed = days_between(since, from).max(1);
            Some(Fraction::new(days_between(scene.day, from), needed))
        })
        .sum()
}

/// The place of the route with the smallest distance, the earlier of equals; none where no route is known.
fn cheapest(parts: &Value, scene: &Scene) -> Option<usize> {
    let mut best: Option<(usize, Fraction)> = None;
    for (place, part) in each(parts).enumerate() {
        if let Some(far) =
            distance(part, scene).filter(|far| best.is_none_or(|(_, least)| least.more_than(*far)))
        {
            best = Some((place, far));
        }
    }
    best.map(|(place, _)| place)
}

/// The date from which a lower bound on the time since joining holds.
fn holds_from(bound: &str, day: Date) -> Option<Date> {
    match bound {
        "atLeast" => Some(day),
        "moreThan" => Some(next_day(day)),
        _ => None,
    }
}

/// The next date on which it is the birthday, found day by day.
fn next_birthday(asked: &Value, scene: &Scene) -> Option<Date> {
    scene.book.profile["birthday"].as_str()?;
    let mut day = scene.day;
    while !birthday_holds(asked, scene.book, day) {
        day = next_day(day);
    }
    Some(day)
}

/// The verdict on bounds of the time since a date, each on top of what is always shown.
fn periods_verdict(always: &Value, asked: &Value, since: Date, scene: &Scene) -> Value {
    let leaves = period_bounds(asked, since).into_iter().map(|(bound, period, day)| {
        let holds = bound_holds(bound, scene.day, day);
        let mut leaf = always.clone();
        leaf["met"] = holds.into();
        leaf["bound"] = bound.into();
        leaf["target"] = period;
        if let Some(from) = holds_from(bound, day).filter(|_| !holds) {
            leaf["from"] = from.to_string().into();
        }
        leaf
    });
    together(leaves.collect())
}

/// Several leaves that must all hold, or the only one.
fn together(mut leaves: Vec<Value>) -> Value {
    if leaves.len() == 1 {
        return leaves.remove(0);
    }
    json!({ "is": "all", "met": leaves.iter().all(|leaf| leaf["met"] == true), "of": leaves })
}

fn attribute_verdict(condition: &Value, scene: &Scene) -> Value {
    let person = scene.person();
    let name = condition["attribute"].as_str().unwrap();
    let leaves = attribute_leaves(condition, &person).into_iter().map(|leaf| {
        let mut shown = leaf.shown;
        shown["is"] = "attribute".into();
        shown["attribute"] = name.into();
        shown["met"] = leaf.met.into();
        shown["value"] = person.attributes.get(name).cloned().unwrap_or_default();
        shown
    });
    together(leaves.collect())
}

/// The worth of a balance in money.
pub fn worth(book: &Book, worth: &Value, balance: i128) -> Value {
    let rate = Fraction::new(money(&worth["amount"], book.decimals), 1)
        .times(Fraction::new(1, whole(&worth["points"])));
    let amount = rate.times(Fraction::whole(balance)).round(book.rounding("money", "halfUp"));
    money_text(amount, book.decimals).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worth_rounds_once() {
        let program = json!({ "currency": "CNY", "timeZone": "Asia/Shanghai" });
        let profile = json!({ "joinedAt": "2024-01-01" });
        let book = Book::open(&program, &profile);
        assert_eq!(worth(&book, &json!({ "points": 100, "amount": "1.00" }), 399), "3.99");
        assert_eq!(worth(&book, &json!({ "points": 1000, "amount": "1.00" }), 5), "0.01");
    }
}
