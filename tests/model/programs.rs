//! Valid programs of every shape that part 1 of the format has.

use serde_json::{Value, json};

use super::dice::Dice;
use super::metrics::{metric, size};
use super::number::{decimals_of, money_text};

/// Zones with and without daylight saving, with half hours, and with changes of the clock at midnight.
pub const ZONES: [&str; 18] = [
    "Asia/Shanghai",
    "UTC",
    "America/New_York",
    "Europe/Berlin",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/Havana",
    "Africa/Cairo",
    "Pacific/Apia",
    "America/St_Johns",
    "Asia/Beirut",
    "Pacific/Chatham",
    "America/Santiago",
    "Asia/Gaza",
    "America/Asuncion",
    "Asia/Tehran",
    "Europe/London",
];

pub const KINDS: [&str; 3] = ["review", "visit", "survey"];
const MODES: [&str; 5] = ["down", "up", "halfUp", "halfEven", "halfDown"];
pub const PERIODS: [&str; 8] = ["P1M", "P30D", "P7D", "P12M", "P1Y", "P6M1D", "P3M", "P1D"];

/// Where a condition stands: what it may speak of depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// `enter` and `keep`.
    Tier,
    /// Earn rules and the `when` of metrics.
    Event,
}

/// What has been decided so far, for others to name.
pub struct Draft {
    pub decimals: u32,
    pub scopes: usize,
    pub metrics: Vec<Value>,
    /// Per metric, the size of a first threshold: those of higher tiers are multiples.
    pub sizes: Vec<i64>,
    pub currencies: usize,
    /// Per ladder, the number of tiers.
    pub ladders: Vec<usize>,
}

pub fn program(dice: &mut Dice) -> Value {
    let currency = *dice.pick(&["CNY", "JPY", "KWD", "USD"]);
    let mut draft = Draft {
        decimals: decimals_of(currency),
        scopes: dice.below(3),
        metrics: Vec::new(),
        sizes: Vec::new(),
        currencies: dice.pick(&[1, 1, 1, 2, 0]).to_owned(),
        ladders: Vec::new(),
    };
    let ladders = *dice.pick(&[1, 1, 0, 2]);
    draft.ladders = (0..ladders).map(|_| 1 + dice.below(4)).collect();
    let scopes = (0..draft.scopes).map(|place| scope(dice, place)).collect::<Vec<Value>>();
    for place in 0..dice.below(6) {
        let metric = metric(dice, &draft, place);
        draft.sizes.push(size(dice, &draft, &metric));
        draft.metrics.push(metric);
    }
    let points =
        (0..draft.currencies).map(|place| currency_rules(dice, &draft, place)).collect::<Vec<Value>>();
    let ladders = (0..draft.ladders.len()).map(|place| ladder(dice, &draft, place)).collect::<Vec<Value>>();
    let mut program = json!({
        "format": 1, "id": "shop", "version": "1", "currency": currency, "timeZone": dice.pick(&ZONES),
        "scopes": scopes, "metrics": draft.metrics, "points": points, "ladders": ladders,
    });
    if dice.once_in(2) {
        program["rounding"] = json!({
            "money": dice.pick(&MODES), "points": dice.pick(&MODES), "at": dice.pick(&["rule", "line", "unit"]),
        });
    }
    program
}

fn scope(dice: &mut Dice, place: usize) -> Value {
    let mut scope = json!({ "id": format!("scope{place}") });
    let lists = |dice: &mut Dice| {
        let (key, ids) = dice.pick(&[
            ("categories", ["c0", "c1"]),
            ("skus", ["s0", "s1"]),
            ("brands", ["b0", "b1"]),
            ("tags", ["t0", "t1"]),
        ]);
        let count = 1 + dice.below(2);
        json!({ *key: ids[..count] })
    };
    if !dice.once_in(4) {
        scope["include"] = lists(dice);
    }
    if dice.once_in(3) {
        scope["exclude"] = lists(dice);
    }
    scope
}

pub fn source(dice: &mut Dice) -> Value {
    if dice.once_in(3) { json!({ "activity": dice.pick(&KINDS) }) } else { "order".into() }
}

pub fn condition(dice: &mut Dice, draft: &Draft, place: Place, rank: i64, depth: usize) -> Value {
    let parts = |dice: &mut Dice| dice.list(1, 3, |dice, _| condition(dice, draft, place, rank, depth + 1));
    match dice.below(if depth < 2 { 12 } else { 8 }) {
        0..=4 if !draft.metrics.is_empty() => metric_is(dice, draft, rank),
        5 if !draft.ladders.is_empty() => tier_is(dice, draft),
        7 => birthday(dice),
        8 | 9 => json!({ "any": parts(dice) }),
        10 => json!({ "all": parts(dice) }),
        11 => json!({ "not": condition(dice, draft, place, rank, depth + 1) }),
        1..=6 if place == Place::Event => event_is(dice, draft),
        _ => {
            let bound = *dice.pick(&["atLeast", "moreThan", "upTo", "lessThan"]);
            json!({ "tenure": { bound: dice.pick(&PERIODS) } })
        }
    }
}

fn metric_is(dice: &mut Dice, draft: &Draft, rank: i64) -> Value {
    let place = dice.below(draft.metrics.len());
    let metric = &draft.metrics[place];
    let is_money = metric["of"] == "paid";
    let size = draft.sizes[place] * rank + dice.between(0, draft.sizes[place] / 2);
    let number = |size: i64| {
        if is_money { Value::from(money_text(i128::from(size), draft.decimals)) } else { size.into() }
    };
    let mut condition = json!({ "metric": metric["id"] });
    match dice.below(8) {
        0..=4 => condition["atLeast"] = number(size),
        5 => condition["moreThan"] = number(size),
        6 => condition[*dice.pick(&["upTo", "lessThan"])] = number(size),
        _ => condition["between"] = json!([number(size), number(size * 2)]),
    }
    condition
}

fn tier_is(dice: &mut Dice, draft: &Draft) -> Value {
    let ladder = dice.below(draft.ladders.len());
    let tier = format!("tier{ladder}{}", dice.below(draft.ladders[ladder]));
    if dice.once_in(2) { json!({ "tier": { "atLeast": tier } }) } else { json!({ "tier": [tier] }) }
}

fn birthday(dice: &mut Dice) -> Value {
    match dice.below(3) {
        0 => json!({ "birthday": "month" }),
        1 => json!({ "birthday": "day" }),
        _ => json!({ "birthday": { "daysBefore": dice.between(0, 9), "daysAfter": dice.between(0, 3) } }),
    }
}

fn event_is(dice: &mut Dice, draft: &Draft) -> Value {
    match dice.below(6) {
        0 => json!({ "first": source(dice) }),
        1 => json!({ "event": { "kind": [dice.pick(&KINDS)] } }),
        2 => json!({ "event": { "channel": [dice.pick(&["app", "store"])] } }),
        3 if draft.scopes > 0 => {
            let scope = format!("scope{}", dice.below(draft.scopes));
            json!({ "event": { "scope": scope, "paid": { "moreThan": dice.between(0, 20) } } })
        }
        4 => json!({ "event": { "value": { "atLeast": dice.between(-2, 5) } } }),
        _ => json!({ "event": { "paid": { *dice.pick(&["atLeast", "lessThan"]): dice.between(1, 100) } } }),
    }
}

fn currency_rules(dice: &mut Dice, draft: &Draft, place: usize) -> Value {
    let mut rules = json!({ "id": format!("points{place}") });
    let count = 1 + dice.below(4);
    let mut earn: Vec<Value> = Vec::new();
    for rule in 0..count {
        let rule = earn_rule(dice, draft, rule, &earn);
        earn.push(rule);
    }
    rules["earn"] = earn.into();
    if dice.once_in(2) {
        rules["pending"] = (*dice.pick(&["P7D", "P1D", "PT36H", "P1M", "PT5H"])).into();
    }
    if !dice.once_in(4) {
        let mut expiry = json!({ "after": dice.pick(&PERIODS) });
        match dice.below(6) {
            0 => expiry["endOf"] = (*dice.pick(&["month", "quarter", "halfYear", "year"])).into(),
            1 => expiry["through"] = true.into(),
            2 => expiry["after"] = "PT240H".into(),
            _ => {}
        }
        if dice.once_in(3) {
            expiry["from"] = (*dice.pick(&["earned", "usable"])).into();
        }
        rules["expiry"] = expiry;
    }
    if dice.once_in(3) {
        rules["negative"] = (*dice.pick(&["zero", "debt"])).into();
    }
    if dice.once_in(3) {
        rules["worth"] = json!({ "points": dice.pick(&[100, 7]), "amount": "1" });
    }
    rules
}

pub fn earn_rule(dice: &mut Dice, draft: &Draft, place: usize, before: &[Value]) -> Value {
    let mut rule = json!({ "id": format!("rule{place}"), "on": "order" });
    let amounts: Vec<&Value> = before.iter().filter(|rule| rule.get("perAmount").is_some()).collect();
    match dice.below(5) {
        3 => {
            rule["fixed"] = dice.between(1, 50).into();
            rule["on"] = source(dice);
        }
        4 if !amounts.is_empty() => {
            let mut multiply = json!({ "by": dice.pick(&["2", "1.5", "3", "1.25", "1"]) });
            if dice.once_in(3) {
                multiply["of"] = json!([dice.pick(&amounts)["id"]]);
            }
            if dice.once_in(2) {
                multiply["group"] = "g".into();
            }
            rule["multiply"] = multiply;
        }
        _ => {
            let amounts = if draft.decimals == 0 { ["1", "3", "7"] } else { ["1", "0.3", "7.50"] };
            rule["perAmount"] = json!({ "points": dice.pick(&[1, 2, 3]), "amount": dice.pick(&amounts) });
        }
    }
    if rule.get("fixed").is_none() && draft.scopes > 0 && dice.once_in(3) {
        rule["scope"] = format!("scope{}", dice.below(draft.scopes)).into();
    }
    if dice.once_in(3) {
        rule["when"] = condition(dice, draft, Place::Event, 1, 0);
    }
    if dice.once_in(4) {
        rule["limits"] = dice.list(1, 2, |dice, _| limit(dice)).into();
    }
    rule
}

fn limit(dice: &mut Dice) -> Value {
    let word = *dice.pick(&[
        "calendarMonth",
        "day",
        "calendarQuarter",
        "calendarYear",
        "membershipYear",
        "lifetime",
        "event",
    ]);
    let per = if dice.once_in(4) { json!({ "last": dice.pick(&PERIODS) }) } else { word.into() };
    if dice.once_in(2) {
        return json!({ "points": dice.between(1, 120), "per": per });
    }
    json!({ "times": dice.between(1, 3), "per": per })
}

fn ladder(dice: &mut Dice, draft: &Draft, place: usize) -> Value {
    let tiers = (0..draft.ladders[place]).map(|rank| tier(dice, draft, place, rank)).collect::<Vec<Value>>();
    json!({ "id": format!("ladder{place}"), "tiers": tiers })
}

fn tier(dice: &mut Dice, draft: &Draft, ladder: usize, rank: usize) -> Value {
    let mut tier = json!({ "id": format!("tier{ladder}{rank}") });
    let height = i64::try_from(rank).unwrap() + 1;
    if rank > 0 || dice.once_in(4) {
        tier["enter"] = condition(dice, draft, Place::Tier, height, 0);
    }
    if dice.once_in(if rank > 0 { 4 } else { 2 }) {
        return tier;
    }
    tier["validFor"] = match dice.below(4) {
        0 => {
            json!({ "period": dice.pick(&PERIODS), "endOf": dice.pick(&["month", "quarter", "halfYear", "year"]) })
        }
        1 => json!({ "period": dice.pick(&PERIODS), "through": true }),
        _ => (*dice.pick(&["P1M", "P30D", "P1Y", "P6M", "P7D", "P12M", "always"])).into(),
    };
    if dice.once_in(2) {
        tier["keep"] = condition(dice, draft, Place::Tier, height, 0);
    }
    if dice.once_in(2) {
        tier["otherwise"] = (*dice.pick(&["oneDown", "relevel", "base"])).into();
    }
    tier
}
