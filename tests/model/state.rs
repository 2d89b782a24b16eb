//! Everything that is known of a member at one instant, in plain lists that only grow.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use super::calendar::{Anchors, Zone, instant};
use super::facts::{Act, Fact, Line, each};
use super::number::decimals_of;
use super::plans::Plans;
use super::rewards::{Claim, Sale};
use super::wallet::{Issue, Use};

/// What stays the same: the program's JSON and the member's profile.
pub struct Book<'a> {
    pub program: &'a Value,
    pub profile: &'a Value,
    pub zone: Zone,
    pub decimals: u32,
    pub joined: Date,
    pub join_day_start: i64,
}

impl<'a> Book<'a> {
    pub fn open(program: &'a Value, profile: &'a Value) -> Self {
        let zone = Zone::named(program["timeZone"].as_str().unwrap());
        let joined = zone.date_of(instant(&profile["joinedAt"], &zone));
        let join_day_start = zone.first_instant(joined);
        let decimals = decimals_of(program["currency"].as_str().unwrap());
        Self { program, profile, zone, decimals, joined, join_day_start }
    }

    pub fn list(&self, key: &str) -> std::slice::Iter<'a, Value> {
        each(&self.program[key])
    }

    /// What earns: the point currencies, then the metrics that are credited, each with its rules.
    pub fn earning(&self) -> Vec<(&'a Value, &'a Value)> {
        let points = self.list("points").map(|currency| (currency, &currency["earn"]));
        let ledgers =
            self.list("metrics").filter(|metric| metric["kind"] == "ledger" || metric["kind"] == "accrual");
        points.chain(ledgers.map(|metric| (metric, &metric["credit"]))).collect()
    }

    /// The metric that is credited as a currency of this place.
    pub fn ledger(&self, currency: usize) -> Option<&'a str> {
        if currency < self.list("points").len() { None } else { self.earning()[currency].0["id"].as_str() }
    }

    /// The place of a point currency; without an id, the first.
    pub fn currency(&self, id: Option<&str>) -> usize {
        id.map_or(0, |id| self.list("points").position(|currency| currency["id"] == id).unwrap())
    }

    pub fn scope(&self, id: &str) -> &'a Value {
        self.list("scopes").find(|scope| scope["id"] == id).unwrap()
    }

    pub fn segment(&self, id: &str) -> &'a Value {
        self.list("segments").find(|segment| segment["id"] == id).unwrap()
    }

    pub fn metric(&self, id: &str) -> &'a Value {
        self.list("metrics").find(|metric| metric["id"] == id).unwrap()
    }

    pub fn rounding(&self, of: &str, otherwise: &'a str) -> &'a str {
        self.program["rounding"][of].as_str().unwrap_or(otherwise)
    }

    /// The tiers of a ladder, lowest first.
    pub fn tiers(&self, ladder: usize) -> &'a [Value] {
        self.program["ladders"][ladder]["tiers"].as_array().unwrap()
    }
}

/// Points that one rule gave for one event, less what refunds took of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    pub currency: usize,
    pub rule: String,
    pub points: i128,
}

/// The member as it was before an event, on its date: what conditions see, and what a refund sees again.
#[derive(Clone, Debug, Default)]
pub struct Moment {
    pub metrics: BTreeMap<String, Option<i128>>,
    /// Per metric, what had marked it.
    pub marks: BTreeMap<String, Vec<Mark>>,
    /// Per ladder, the first day of the tier's period.
    pub periods: Vec<Option<Date>>,
    pub tiers: Vec<Option<usize>>,
    /// Per rule with a streak (`currency/rule`): which day of it the event would be; 0 where the day has one.
    pub streaks: BTreeMap<String, i128>,
    /// How much of each limit was used, per rule (`currency/rule`) and per currency.
    pub used: BTreeMap<String, Vec<i128>>,
    pub person: Person,
    pub segments: BTreeMap<String, bool>,
    pub plans: Plans,
    /// What signals let it earn at most.
    pub caps: Vec<(usize, i128)>,
    /// The coupons that an order names, as often as it does.
    pub coupons: Vec<String>,
    pub at: i64,
}

/// What is said of a member, and what it did so far: type, kind and date.
#[derive(Clone, Debug, Default)]
pub struct Person {
    pub attributes: BTreeMap<String, Value>,
    pub tags: Vec<Value>,
    pub past: Vec<(String, Option<String>, Date)>,
}

impl Moment {
    pub fn anchors(&self, book: &Book, ladder: usize) -> Anchors {
        Anchors { joined: book.joined, tier_period: self.periods.get(ladder).copied().flatten() }
    }
}

/// What an event, or a correction, counts in a metric.
#[derive(Clone, Debug)]
pub struct Mark {
    pub day: Date,
    pub amount: i128,
    /// The things that must be different.
    pub keys: Vec<String>,
    /// Whether an event did it, not a correction.
    pub by_rule: bool,
}

/// An accepted event and what has become of it.
#[derive(Clone, Debug)]
pub struct Entry {
    pub fact: Fact,
    /// The order's lines as bought, and as they remain.
    pub bought: Vec<Line>,
    pub left: Vec<Line>,
    pub wholly_refunded: bool,
    pub revoked: bool,
    /// The metrics that count this event.
    pub counted_by: BTreeSet<String>,
    pub postings: Vec<Posting>,
    /// Whether the postings are what the rules of this program give.
    pub given_by_rules: bool,
    pub moment: Moment,
    /// `order.pointsUsed`: which lot gave how much.
    pub spent: Vec<(usize, i128)>,
    /// Of a redemption by the program, what was redeemed.
    pub sale: Option<Sale>,
    /// The signals that it raised, as they are posted.
    pub signals: Vec<Value>,
    /// When points that a signal held were let go.
    pub released: Option<i64>,
    /// When an order was confirmed while a signal held its points.
    pub final_at: Option<i64>,
}

/// Points got together; it stays in the list when it is used up or lapsed.
#[derive(Clone, Debug)]
pub struct Lot {
    pub id: String,
    pub amount: i128,
    pub left: i128,
    pub earned_at: i64,
    pub usable_at: i64,
    pub usable: bool,
    pub expires_at: Option<i64>,
    pub last_day: Option<Date>,
    pub lapsed: bool,
    /// Lapsed points of this lot that no refund has been excused by so far.
    pub lapsed_points: i128,
}

/// One point currency of the member.
#[derive(Clone, Debug, Default)]
pub struct Purse {
    pub lots: Vec<Lot>,
    pub debt: i128,
    pub totals: BTreeMap<&'static str, i128>,
    /// Where inactivity ends points: when it does, with the last day.
    pub clock: Option<(i64, Date)>,
    pub expiry: Value,
    pub history: Vec<Value>,
}

/// Where the member stands on one ladder.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    pub tier: Option<usize>,
    pub since: Option<(i64, Date)>,
    /// The present period, and the start and number from which renewed periods are counted.
    pub period_start: Option<Date>,
    pub first_start: Option<Date>,
    pub renewed: i64,
    pub expires_at: Option<i64>,
    pub last_day: Option<Date>,
    /// With `endOf`: the end of the unit, before `plus`.
    pub unit_end: Option<Date>,
    /// A tier that was reached, and the day on which it begins.
    pub coming: Option<(usize, Date)>,
    /// The day on which it was reached.
    pub promised: Option<Date>,
    /// The day on which the present tier was reached, and how the member stood before, as long as the step may be taken back.
    pub reached: Option<Date>,
    pub stood: Option<Box<Self>>,
    /// Whether the tier was given.
    pub given: bool,
    pub history: Vec<Value>,
}

/// An addition to a metric that no order or activity made.
#[derive(Clone, Debug)]
pub struct Extra {
    pub metric: String,
    pub day: Date,
    pub amount: i128,
    /// Whether points that a tier or a date gave are counted so, not a correction.
    pub by_rule: bool,
}

/// A value that was set, and those of its parts.
pub type Frozen = (Option<i128>, Vec<i128>);

#[derive(Clone)]
pub struct State<'a> {
    pub book: &'a Book<'a>,
    pub at: i64,
    pub day: Date,
    pub joined: bool,
    pub entries: Vec<Entry>,
    pub extras: Vec<Extra>,
    /// Per metric that started anew: from which entry and which addition on it counts.
    pub resets: BTreeMap<String, (usize, usize)>,
    /// All steps on ladders.
    pub steps: Vec<(usize, Value)>,
    /// How each plan runs.
    pub plans: Plans,
    /// The date up to which dates have raised metrics by their plans.
    pub accrued: Date,
    /// Per metric that is set anew from time to time, its value and those of its parts.
    pub frozen: BTreeMap<String, Frozen>,
    /// The last date on which metrics were set anew.
    pub refreshed: Date,
    pub purses: Vec<Purse>,
    pub standings: Vec<Standing>,
    pub rejected: Vec<(String, &'static str)>,
    /// The signals that events raised, as they are shown.
    pub signals: Vec<Value>,
    /// The dates on which what is scheduled was given.
    pub scheduled: BTreeSet<Date>,
    /// What was redeemed by itself.
    pub claims: Vec<Claim>,
    /// The coupons that were issued, and every use of one.
    pub wallet: Vec<Issue>,
    pub coupon_uses: Vec<Use>,
    /// Events that were accepted when they arrived, and so stay accepted.
    pub forced: BTreeSet<String>,
}

impl Person {
    /// Takes over attributes one by one and tags as a whole.
    fn say(&mut self, said: &Value) {
        for (name, value) in said["attributes"].as_object().into_iter().flatten() {
            if value.is_null() {
                self.attributes.remove(name);
            } else {
                self.attributes.insert(name.clone(), value.clone());
            }
        }
        if let Some(tags) = said["tags"].as_array() {
            self.tags.clone_from(tags);
        }
    }

    /// The date of the latest of such acts: "order", "activity", "event" for whatever members do, or a kind of activities.
    pub fn latest(&self, asked: &Value) -> Option<Date> {
        self.past.iter().filter(|(act, kind, _)| is_asked(asked, act, kind.as_deref())).map(|act| act.2).max()
    }
}

pub fn is_asked(asked: &Value, act: &str, kind: Option<&str>) -> bool {
    match asked.as_str() {
        Some("event") => ["order", "activity", "redeem"].contains(&act),
        Some(word) => word == act,
        None => act == "activity" && asked["activity"].as_str() == kind,
    }
}

impl<'a> State<'a> {
    pub fn new(book: &'a Book<'a>, forced: BTreeSet<String>) -> Self {
        Self {
            book,
            at: book.join_day_start,
            day: book.joined,
            joined: false,
            entries: Vec::new(),
            extras: Vec::new(),
            resets: BTreeMap::new(),
            steps: Vec::new(),
            plans: Plans::new(),
            accrued: book.joined,
            frozen: BTreeMap::new(),
            refreshed: book.joined,
            purses: book.list("points").map(|rules| Purse::new(book, rules)).collect(),
            standings: book.list("ladders").map(|_| Standing::default()).collect(),
            rejected: Vec::new(),
            signals: Vec::new(),
            scheduled: BTreeSet::new(),
            claims: Vec::new(),
            wallet: Vec::new(),
            coupon_uses: Vec::new(),
            forced,
        }
    }

    pub fn entry(&self, id: &str) -> Option<usize> {
        self.entries.iter().position(|entry| entry.fact.id == id)
    }

    pub fn order(&self, id: &str) -> Option<usize> {
        self.entry(id).filter(|index| matches!(self.entries[*index].fact.act, Act::Order { .. }))
    }

    pub fn tiers(&self) -> Vec<Option<usize>> {
        self.standings.iter().map(|standing| standing.tier).collect()
    }

    /// The member's profile with every change so far, and what it did.
    pub fn person(&self) -> Person {
        let mut person = Person::default();
        person.say(self.book.profile);
        for entry in &self.entries {
            let source = &entry.fact.source;
            if matches!(entry.fact.act, Act::Profile) {
                person.say(source);
            }
            let kind = source["kind"].as_str().map(str::to_owned);
            person.past.push((source["type"].as_str().unwrap().to_owned(), kind, entry.fact.day));
        }
        person
    }

    pub fn anchors(&self, ladder: usize) -> Anchors {
        Anchors {
            joined: self.book.joined,
            tier_period: self.standings.get(ladder).and_then(|standing| standing.period_start),
        }
    }
}
