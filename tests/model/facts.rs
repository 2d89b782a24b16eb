//! What a member did: events read from JSON, each with its local date, in the order of the log.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use super::calendar::{Zone, instant};
use super::number::{money, whole};

/// One line of an order: what was bought, or what is left of it.
#[derive(Clone, Debug)]
pub struct Line {
    pub id: String,
    pub sku: String,
    pub quantity: i128,
    pub paid: i128,
    pub categories: Vec<String>,
    pub brand: Option<String>,
    pub tags: Vec<String>,
}

/// What a refund takes of one line.
#[derive(Clone, Debug)]
pub enum Take {
    Quantity(i128),
    Amount(i128),
}

#[derive(Clone, Debug)]
pub enum Act {
    Order {
        lines: Vec<Line>,
        shipping: i128,
        points_used: i128,
    },
    Refund {
        order: String,
        lines: Option<Vec<(String, Take)>>,
    },
    Activity {
        value: Option<i128>,
    },
    AdjustPoints {
        points: i128,
        currency: Option<String>,
        reason: Option<String>,
    },
    AdjustMetric {
        metric: String,
        amount: Value,
    },
    Redeem {
        points: i128,
        currency: Option<String>,
    },
    Reward {
        reward: String,
        quantity: i128,
    },
    Give {
        points: i128,
        currency: Option<String>,
        to: Option<String>,
        kind: &'static str,
    },
    Receive {
        points: i128,
        currency: Option<String>,
        from: String,
    },
    Revoke {
        event: String,
    },
    Confirm {
        order: String,
    },
    Release {
        event: String,
    },
    Opening,
    TierSet,
    Profile,
    /// A coupon issued, used or returned.
    Coupon,
    /// A plan that begins, goes on, is changed or ends.
    Plan,
}

/// An event with its instant and local date; `source` is the JSON it came from.
#[derive(Clone, Debug)]
pub struct Fact {
    pub id: String,
    pub at: i64,
    pub day: Date,
    pub act: Act,
    pub source: Value,
}

impl Fact {
    pub fn read(source: &Value, zone: &Zone, decimals: u32) -> Self {
        let at = instant(&source["at"], zone);
        let text = |key: &str| source[key].as_str().map(str::to_owned);
        let act = match source["type"].as_str().unwrap() {
            "order" => Act::Order {
                lines: each(&source["lines"]).map(|line| read_line(line, decimals)).collect(),
                shipping: source.get("shipping").map_or(0, |shipping| money(shipping, decimals)),
                points_used: source.get("pointsUsed").map_or(0, whole),
            },
            "refund" => Act::Refund {
                order: text("order").unwrap(),
                lines: source.get("lines").map(|lines| each(lines).map(|l| read_take(l, decimals)).collect()),
            },
            "activity" => Act::Activity { value: source.get("value").map(whole) },
            "adjust" if source.get("metric").is_some() => {
                Act::AdjustMetric { metric: text("metric").unwrap(), amount: source["amount"].clone() }
            }
            "adjust" => Act::AdjustPoints {
                points: whole(&source["points"]),
                currency: text("currency"),
                reason: text("reason"),
            },
            "redeem" if source.get("points").is_none() => Act::Reward {
                reward: text("reward").unwrap(),
                quantity: source.get("quantity").map_or(1, whole),
            },
            "redeem" => Act::Redeem { points: whole(&source["points"]), currency: text("currency") },
            kind @ ("donate" | "transfer") => Act::Give {
                points: whole(&source["points"]),
                currency: text("currency"),
                to: text("to"),
                kind: if kind == "donate" { "donated" } else { "transferred" },
            },
            "received" => Act::Receive {
                points: whole(&source["points"]),
                currency: text("currency"),
                from: text("from").unwrap(),
            },
            "revoke" => Act::Revoke { event: text("event").unwrap() },
            "confirm" => match text("event") {
                Some(event) => Act::Release { event },
                None => Act::Confirm { order: text("order").unwrap() },
            },
            "opening" => Act::Opening,
            "tierSet" => Act::TierSet,
            "profile" => Act::Profile,
            "couponIssued" | "couponUsed" | "couponReturned" => Act::Coupon,
            "subscribe" | "renew" | "planChanged" | "cancel" => Act::Plan,
            other => panic!("no such event: {other}"),
        };
        Self { id: text("id").unwrap(), at, day: zone.date_of(at), act, source: source.clone() }
    }

    /// Whether a rule or metric with this `on` looks at the event.
    pub fn is(&self, on: &Value) -> bool {
        match &self.act {
            Act::Order { .. } => on == "order",
            Act::Activity { .. } => on.get("activity") == Some(&self.source["kind"]),
            _ => false,
        }
    }

    fn names(&self) -> Option<&str> {
        self.source["order"].as_str().or(self.source["event"].as_str())
    }
}

/// The events in the order of the log: by instant, then an event after the one it names, then by id.
pub fn log(events: &[Value], zone: &Zone, decimals: u32) -> Vec<Fact> {
    let mut facts: Vec<Fact> = events.iter().map(|event| Fact::read(event, zone, decimals)).collect();
    let by_id: BTreeMap<String, Fact> =
        facts.iter().rev().map(|fact| (fact.id.clone(), fact.clone())).collect();
    facts.sort_by_key(|fact| (fact.at, depth(fact, &by_id), fact.id.clone()));
    facts
}

fn depth(fact: &Fact, by_id: &BTreeMap<String, Fact>) -> usize {
    match fact.names().and_then(|id| by_id.get(id)) {
        Some(named) if named.at == fact.at && named.id != fact.id => 1 + depth(named, by_id),
        _ => 0,
    }
}

/// Whether a line is in a scope: any listed include fits (none listed: all fit) and no exclude.
pub fn in_scope(scope: &Value, line: &Line) -> bool {
    let fits = |lists: &Value| {
        let named =
            |key: &str, ids: &[String]| ids.iter().any(|id| each(&lists[key]).any(|listed| listed == id));
        named("skus", std::slice::from_ref(&line.sku))
            || named("categories", &line.categories)
            || named("brands", line.brand.as_slice())
            || named("tags", &line.tags)
    };
    let lists_nothing = |lists: &Value| {
        ["skus", "categories", "brands", "tags"].iter().all(|key| each(&lists[*key]).next().is_none())
    };
    (lists_nothing(&scope["include"]) || fits(&scope["include"])) && !fits(&scope["exclude"])
}

/// The elements of a JSON list; of anything else, none.
pub fn each(value: &Value) -> std::slice::Iter<'_, Value> {
    value.as_array().map_or([].iter(), |list| list.iter())
}

fn read_line(line: &Value, decimals: u32) -> Line {
    let texts = |key: &str| each(&line[key]).map(|text| text.as_str().unwrap().to_owned()).collect();
    let quantity = line.get("quantity").map_or(1, whole);
    let full = || quantity * money(&line["unitPrice"], decimals);
    Line {
        id: line["id"].as_str().unwrap().to_owned(),
        sku: line["sku"].as_str().unwrap_or_default().to_owned(),
        quantity,
        paid: line.get("paid").map_or_else(full, |paid| money(paid, decimals)),
        categories: texts("categories"),
        brand: line["brand"].as_str().map(str::to_owned),
        tags: texts("tags"),
    }
}

fn read_take(line: &Value, decimals: u32) -> (String, Take) {
    let take = match line.get("quantity") {
        Some(quantity) => Take::Quantity(whole(quantity)),
        None => Take::Amount(money(&line["amount"], decimals)),
    };
    (line["id"].as_str().unwrap().to_owned(), take)
}
