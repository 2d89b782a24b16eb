//! Lots, debts, spending and reversal of one point currency.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::calendar::{Period, Zone, day_before, end_of, instant_text, next_day};
use super::clock;
use super::facts::{Act, Fact};
use super::plans::{self, Plans};
use super::state::{Book, Lot, Posting, Purse};

/// The instant of what has no date yet.
pub const NEVER: i64 = i64::MAX;

/// When points got at an instant become usable and lapse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    pub usable_at: i64,
    pub expires_at: Option<i64>,
    pub last_day: Option<Date>,
}

/// The dates by the rules of the currency; `at_once` for points that no `pending` holds back.
pub fn dates(book: &Book, plans: &Plans, currency: usize, at: i64, at_once: bool) -> Dates {
    if book.ledger(currency).is_some() {
        return Dates { usable_at: at, expires_at: None, last_day: None };
    }
    let rules = &book.program["points"][currency];
    let zone = &book.zone;
    let pending = rules["pending"].as_str().filter(|_| !at_once).map(Period::read);
    let usable_at = match rules["pending"].get("beforeTermEnd").filter(|_| !at_once) {
        Some(before) => near_end(book, plans, &rules["pending"]["plan"], before, at),
        None => after(zone, pending, at),
    };
    expiry(book, currency, at, usable_at)
}

/// So long before the end of the term that runs at an instant, if that is to come, or else of the next; with the end if neither is.
fn near_end(book: &Book, plans: &Plans, plan: &Value, before: &Value, at: i64) -> i64 {
    let day = book.zone.date_of(at);
    let by = plans::covers(book, plan.as_str().unwrap());
    let Some((by, term)) = by.iter().find_map(|by| Some((by, plans.get(by)?.on(day)?))) else { return at };
    let period = plans::rules(book, by)["period"].as_str().map(Period::read);
    let before = Period::read(before.as_str().unwrap());
    let next = period.map(|period| period.after(term.until, 1));
    let mut points = [Some(term.until), next].into_iter().flatten().map(|end| before.after(end, -1));
    book.zone.first_instant(points.find(|point| *point > day).unwrap_or(term.until))
}

/// The end of a period from an instant; of none, the instant.
pub fn after(zone: &Zone, period: Option<Period>, at: i64) -> i64 {
    match period {
        None => at,
        Some(Period { clock: Some(millis), .. }) => at + millis,
        Some(period) => zone.first_instant(period.after(zone.date_of(at), 1)),
    }
}

/// When points lapse that come back at an instant after they lapsed, if the currency gives them a grace.
pub fn grace(book: &Book, currency: usize, at: i64) -> Option<Dates> {
    let period = Period::read(book.program["points"][currency]["reversal"]["grace"].as_str()?);
    if let Some(millis) = period.clock {
        return Some(Dates { usable_at: at, expires_at: Some(at + millis), last_day: None });
    }
    let last_day = last_day(period, &Value::Null, book.zone.date_of(at), 1);
    let end = book.zone.first_instant(next_day(last_day));
    Some(Dates { usable_at: at, expires_at: Some(end), last_day: Some(last_day) })
}

/// The dates of what an event gives: of an order in a currency that waits for it to be confirmed, from then on.
pub fn dates_of(book: &Book, plans: &Plans, currency: usize, fact: &Fact) -> Dates {
    let pending = &book.program["points"][currency]["pending"];
    if pending["until"] != "confirm" || !matches!(fact.act, Act::Order { .. }) {
        return dates(book, plans, currency, fact.at, false);
    }
    let own = fact.source["confirmAfter"].as_str().map(Period::read);
    match own {
        Some(period) => confirmed(book, currency, fact.at, after(&book.zone, Some(period), fact.at)),
        None => confirmed(book, currency, fact.at, NEVER),
    }
}

/// The dates of what was earned at an instant by an order that is confirmed at another.
pub fn confirmed(book: &Book, currency: usize, earned_at: i64, at: i64) -> Dates {
    let then = book.program["points"][currency]["pending"]["then"].as_str().map(Period::read);
    let usable_at = if at == NEVER { NEVER } else { after(&book.zone, then, at) };
    expiry(book, currency, earned_at, usable_at)
}

/// When points lapse that were earned and became usable at these instants.
pub fn expiry(book: &Book, currency: usize, earned_at: i64, usable_at: i64) -> Dates {
    let rules = &book.program["points"][currency];
    let zone = &book.zone;
    let Some(expiry) = rules.get("expiry") else {
        return Dates { usable_at, expires_at: None, last_day: None };
    };
    let yearly = expiry["yearly"].as_str();
    let by_earned = if yearly.is_some() { expiry["from"] != "usable" } else { expiry["from"] == "earned" };
    let from = if by_earned { earned_at } else { usable_at };
    if from == NEVER || expiry.get("activity").is_some() {
        return Dates { usable_at, expires_at: None, last_day: None };
    }
    if let Some(month_day) = yearly {
        let last_day = clock::last_day_of_year(month_day, &expiry["of"], zone.date_of(from));
        return Dates {
            usable_at,
            expires_at: Some(zone.first_instant(next_day(last_day))),
            last_day: Some(last_day),
        };
    }
    let period = Period::read(expiry["after"].as_str().unwrap());
    if let Some(millis) = period.clock {
        return Dates { usable_at, expires_at: Some(from + millis), last_day: None };
    }
    let last_day = last_day(period, expiry, zone.date_of(from), 1);
    Dates { usable_at, expires_at: Some(zone.first_instant(next_day(last_day))), last_day: Some(last_day) }
}

/// The last day of so many periods from a date on, with the `through` and `endOf` that stand beside the period.
pub fn last_day(period: Period, beside: &Value, start: Date, times: i64) -> Date {
    let period = if beside["through"] == true { period.longer_by_a_day() } else { period };
    let last = day_before(period.after(start, times));
    beside["endOf"].as_str().map_or(last, |unit| end_of(unit, last))
}

/// A line of the purse's history.
pub struct Note<'a> {
    pub kind: &'static str,
    pub points: i128,
    pub event: Option<&'a str>,
    pub parts: &'a [Posting],
    pub reason: Option<&'a str>,
}

impl Purse {
    pub fn usable(&self) -> i128 {
        self.lots.iter().filter(|lot| lot.usable).map(|lot| lot.left).sum()
    }

    pub fn pending(&self) -> i128 {
        self.lots.iter().filter(|lot| !lot.usable).map(|lot| lot.left).sum()
    }

    pub fn total(&self, name: &'static str) -> i128 {
        self.totals.get(name).copied().unwrap_or(0)
    }

    pub fn add(&mut self, name: &'static str, points: i128) {
        *self.totals.entry(name).or_default() += points;
    }

    /// earned + opening + received + adjusted + waived = usable + pending − debt + spent + given away + expired + clawed
    /// back.
    pub fn assert_conserved(&self) {
        let came: i128 = ["earned", "opening", "received", "adjusted", "waived", "charged"]
            .iter()
            .map(|name| self.total(name))
            .sum();
        let went: i128 =
            ["spent", "givenAway", "expired", "clawedBack"].iter().map(|name| self.total(name)).sum();
        assert_eq!(
            came,
            self.usable() + self.pending() - self.debt + went,
            "points are made or lost: {self:?}"
        );
    }

    pub fn note(&mut self, zone: &Zone, at: i64, note: &Note) {
        let mut entry = json!({
            "at": instant_text(at), "day": zone.date_of(at).to_string(), "kind": note.kind,
            "points": number(note.points), "balance": number(self.usable()),
        });
        if let Some(event) = note.event {
            entry["event"] = event.into();
        }
        if !note.parts.is_empty() {
            let parts = note.parts.iter();
            entry["parts"] =
                parts.map(|part| json!({ "rule": part.rule, "points": number(part.points) })).collect();
        }
        if let Some(reason) = note.reason {
            entry["reason"] = reason.into();
        }
        self.history.push(entry);
    }

    /// Adds a lot; one that is usable at once fills the debt first.
    pub fn put(&mut self, book: &Book, id: &str, points: i128, at: i64, earned_at: i64, dates: Dates) {
        let dates = self.kept(book, at, dates);
        self.lots.push(Lot {
            id: id.to_owned(),
            amount: points,
            left: points,
            earned_at,
            usable_at: dates.usable_at,
            usable: dates.usable_at <= at,
            expires_at: dates.expires_at,
            last_day: dates.last_day,
            lapsed: false,
            lapsed_points: 0,
        });
        if dates.usable_at <= at {
            self.fill_debt(self.lots.len() - 1);
        }
    }

    /// Puts points back that had lapsed with a lot, to lapse at another time; with others that came back so, if they fit.
    pub fn put_again(&mut self, book: &Book, place: usize, points: i128, dates: Dates) {
        let dates = self.kept(book, dates.usable_at, dates);
        let of = Lot { expires_at: dates.expires_at, last_day: dates.last_day, ..self.lots[place].clone() };
        let filled = self.debt.min(points);
        self.debt -= filled;
        let left = points - filled;
        let same = |lot: &&mut Lot| {
            lot.left > 0
                && (&lot.id, lot.expires_at, lot.earned_at) == (&of.id, of.expires_at, of.earned_at)
                && (lot.usable_at, lot.amount) == (of.usable_at, of.amount)
                && lot.left + left <= lot.amount
        };
        match self.lots.iter_mut().find(same) {
            Some(lot) => lot.left += left,
            None => self.lots.push(Lot { left, lapsed: false, lapsed_points: 0, usable: true, ..of }),
        }
    }

    pub fn fill_debt(&mut self, lot: usize) {
        self.fill_debt_with(lot, self.lots[lot].left);
    }

    /// Fills the debt from so many points of a lot: what else it has was there already.
    pub fn fill_debt_with(&mut self, lot: usize, points: i128) {
        let filled = self.debt.min(points);
        self.lots[lot].left -= filled;
        self.debt -= filled;
    }

    /// The places of usable lots with something left, in the order of spending.
    pub fn spending_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.lots.len())
            .filter(|place| self.lots[*place].usable && self.lots[*place].left > 0)
            .collect();
        order.sort_by_key(|place| {
            let lot = &self.lots[*place];
            (lot.expires_at.unwrap_or(i64::MAX), lot.earned_at, lot.id.clone())
        });
        order
    }

    /// Takes points from the lots in this order; gives what each lot gave, and what is missing.
    pub fn take(&mut self, order: Vec<usize>, points: i128) -> (Vec<(usize, i128)>, i128) {
        let mut missing = points;
        let mut given = Vec::new();
        for place in order {
            let part = self.lots[place].left.min(missing);
            if part > 0 {
                self.lots[place].left -= part;
                missing -= part;
                given.push((place, part));
            }
        }
        (given, missing)
    }

    /// What is missing is owed or waived, as the currency says.
    pub fn owe(&mut self, book: &Book, currency: usize, points: i128) {
        match book.program["points"][currency]["negative"].as_str() {
            Some("zero") => self.add("waived", points),
            Some("money") => self.add("charged", points),
            _ => self.debt += points,
        }
    }

    /// Takes back what an event had given: from its own lot, other pending ones (the latest usable first), usable ones;
    /// what lapsed of its own lots is not taken again. Gives how much that is.
    pub fn take_back(&mut self, book: &Book, currency: usize, event: &str, points: i128) -> i128 {
        let own: Vec<usize> = (0..self.lots.len()).filter(|place| self.lots[*place].id == event).collect();
        let all = [json!("own"), json!("pending"), json!("usable")];
        let from = book.program["points"][currency]["reversal"]["from"].as_array().cloned();
        let from = from.unwrap_or(all.to_vec());
        let (mut missing, mut excused) = (points, 0);
        for word in from.iter().chain(from.iter().all(|word| word != "own").then_some(&json!("lapsed"))) {
            let order = match word.as_str().unwrap() {
                "own" => own.clone(),
                "pending" => self.longest_waiting_first(),
                "usable" => self.spending_order(),
                _ => Vec::new(),
            };
            missing = self.take(order, missing).1;
            if word != "own" && word != "lapsed" {
                continue;
            }
            for place in own.clone() {
                let part = self.lots[place].lapsed_points.min(missing);
                self.lots[place].lapsed_points -= part;
                missing -= part;
                excused += part;
            }
        }
        self.add("clawedBack", points - excused);
        self.owe(book, currency, missing);
        excused
    }

    /// The places of lots that wait, those that wait longest first.
    fn longest_waiting_first(&self) -> Vec<usize> {
        let mut pending: Vec<usize> =
            (0..self.lots.len()).filter(|place| !self.lots[*place].usable).collect();
        pending.sort_by_key(|place| {
            let lot = &self.lots[*place];
            (
                std::cmp::Reverse(lot.usable_at),
                std::cmp::Reverse(lot.earned_at),
                std::cmp::Reverse(lot.id.clone()),
            )
        });
        pending
    }
}

/// A whole number for JSON.
pub fn number(points: i128) -> Value {
    Value::from(i64::try_from(points).unwrap())
}
