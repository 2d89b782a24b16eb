//! Valid programs of every shape that part 1 of the format has.

use serde_json::{Value, json};

use super::conditions::condition;
use super::dice::Dice;
use super::ladders::ladder;
use super::memberships;
use super::metrics::{metric, size};
use super::number::decimals_of;
use super::rules;
use super::shelf;

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
    /// Whether the first currency says what its points are worth.
    first_worth: bool,
    pub metrics: Vec<Value>,
    /// Per metric, the size of a first threshold: those of higher tiers are multiples.
    pub sizes: Vec<i64>,
    pub currencies: usize,
    /// The segments that may be named.
    pub segments: std::ops::Range<usize>,
    /// Per ladder, the number of tiers.
    pub ladders: Vec<usize>,
    pub coupons: Vec<Value>,
    /// Whether conditions may name plans.
    pub plans: bool,
}

pub fn program(dice: &mut Dice) -> Value {
    let currency = *dice.pick(&["CNY", "JPY", "KWD", "USD"]);
    let mut draft = Draft {
        decimals: decimals_of(currency),
        scopes: dice.below(3),
        first_worth: false,
        metrics: Vec::new(),
        sizes: Vec::new(),
        currencies: dice.pick(&[1, 1, 1, 2, 0]).to_owned(),
        segments: 0..0,
        ladders: Vec::new(),
        coupons: Vec::new(),
        plans: dice.once_in(2),
    };
    let ladders = *dice.pick(&[1, 1, 0, 2]);
    draft.ladders = (0..ladders).map(|_| 1 + dice.below(4)).collect();
    let scopes = (0..draft.scopes).map(|place| scope(dice, place)).collect::<Vec<Value>>();
    draft.coupons = super::coupons::coupons(dice, draft.decimals, (draft.currencies, draft.scopes));
    for place in 0..dice.below(6) {
        let metric = metric(dice, &draft, place);
        draft.sizes.push(size(dice, &draft, &metric));
        draft.metrics.push(metric);
    }
    let count = *dice.pick(&[0, 0, 1, 3]);
    let mut segments = Vec::new();
    for place in 0..count {
        // Each may name those after it.
        draft.segments = place + 1..count;
        let when = condition(dice, &draft, Place::Tier, 1, 0);
        segments.push(json!({ "id": format!("segment{place}"), "when": when }));
    }
    draft.segments = 0..count;
    let points =
        (0..draft.currencies).map(|place| currency_rules(dice, &mut draft, place)).collect::<Vec<Value>>();
    let ladders = (0..draft.ladders.len()).map(|place| ladder(dice, &draft, place)).collect::<Vec<Value>>();
    let mut program = json!({
        "format": 1, "id": "shop", "version": "1", "currency": currency, "timeZone": dice.pick(&ZONES),
        "scopes": scopes, "metrics": draft.metrics, "segments": segments, "points": points, "ladders": ladders,
        "rewards": shelf::rewards(dice, &draft),
    });
    program["signals"] = super::signals::signals(dice, &draft).into();
    if memberships::named(&program) || draft.plans {
        program["plans"] = memberships::plans(dice, &draft);
    }
    if !draft.coupons.is_empty() {
        program["coupons"] = draft.coupons.into();
    }
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

pub(super) fn date(dice: &mut Dice, year: i64) -> Value {
    format!("{year}-{:02}-{:02}", dice.between(1, 12), dice.between(1, 28)).into()
}

fn yearly(dice: &mut Dice) -> Value {
    let mut expiry = json!({ "yearly": dice.pick(&["--12-31", "--06-30", "--02-29", "--01-01"]) });
    if !dice.once_in(3) {
        expiry["of"] = (*dice.pick(&["all", "lastYear", "yearBeforeLast"])).into();
    }
    if dice.once_in(3) {
        expiry["from"] = (*dice.pick(&["earned", "usable"])).into();
    }
    expiry
}

fn activity(dice: &mut Dice) -> Value {
    let mut expiry = json!({ "activity": dice.pick(&PERIODS) });
    if !dice.once_in(3) {
        let acts = [
            json!(["order"]),
            json!(["activity"]),
            json!([{ "activity": dice.pick(&KINDS) }, "order"]),
            json!(["event"]),
        ];
        expiry["of"] = dice.pick(&acts).clone();
    }
    if dice.once_in(4) {
        expiry["from"] = date(dice, 2018);
    }
    match dice.below(6) {
        0 => expiry["endOf"] = (*dice.pick(&["month", "quarter"])).into(),
        1 => expiry["through"] = true.into(),
        _ => {}
    }
    expiry
}

fn currency_rules(dice: &mut Dice, draft: &mut Draft, place: usize) -> Value {
    let mut rules = json!({ "id": format!("points{place}") });
    // Percentages of the amount paid, and bases before points used, need what points are worth.
    let worth = dice.once_in(2);
    if worth {
        rules["worth"] = json!({ "points": dice.pick(&[100, 7]), "amount": dice.pick(&["1", "3"]) });
    }
    let first_worth = if place == 0 { worth } else { draft.first_worth };
    draft.first_worth = first_worth;
    if place == 0 && worth && dice.once_in(2) {
        rules["spend"] = super::carts::spend(dice, draft.scopes, draft.decimals);
    }
    rules["earn"] = rules::earn(dice, draft, (worth, first_worth));
    if dice.once_in(3) {
        rules["transfer"] = json!({ "expiry": dice.pick(&["keep", "fresh"]) });
    }
    if dice.once_in(3) {
        rules["redeem"] = shelf::redeeming(dice);
    }
    if dice.once_in(6) {
        rules["limits"] = json!([rules::limit(dice, false, false)]);
    }
    if dice.once_in(2) {
        rules["pending"] = (*dice.pick(&["P7D", "P1D", "PT36H", "P1M", "PT5H"])).into();
        if dice.once_in(3) {
            rules["pending"] = dice
                .pick(&[json!({ "until": "confirm" }), json!({ "until": "confirm", "then": "P7D" })])
                .clone();
        }
        if draft.plans && dice.once_in(2) {
            rules["pending"] = memberships::pending(dice, draft);
        }
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
        match dice.below(5) {
            0 => expiry = yearly(dice),
            1 => expiry = activity(dice),
            _ => {}
        }
        rules["expiry"] = expiry;
    }
    if dice.once_in(3) {
        let words: &[&str] = if worth { &["zero", "debt", "money"] } else { &["zero", "debt"] };
        rules["negative"] = (*dice.pick(words)).into();
    }
    if dice.once_in(3) {
        let froms = [
            json!(["usable"]),
            json!(["pending", "own"]),
            json!(["usable", "own", "pending"]),
            json!(["own"]),
        ];
        rules["reversal"] = json!({ "from": dice.pick(&froms) });
    }
    if dice.once_in(3) {
        rules["reversal"]["grace"] = (*dice.pick(&["P7D", "PT36H", "P1M"])).into();
    }
    rules
}
