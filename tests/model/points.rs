//! Lots, debts, spending and reversal of one point currency.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::calendar::{Period, Zone, day_before, end_of, instant_text, next_day};
use super::state::{Book, Lot, Posting, Purse};

/// When points got at an instant become usable and lapse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    pub usable_at: i64,
    pub expires_at: Option<i64>,
    pub last_day: Option<Date>,
}

/// The dates by the rules of the currency; `at_once` for points that no `pending` holds back.
pub fn dates(book: &Book, currency: usize, at: i64, at_once: bool) -> Dates {
    if book.ledger(currency).is_some() {
        return Dates { usable_at: at, expires_at: None, last_day: None };
    }
    let rules = &book.program["points"][currency];
    let zone = &book.zone;
    let pending = rules["pending"].as_str().filter(|_| !at_once).map(Period::read);
    let usable_at = match pending {
        None => at,
        Some(Period { clock: Some(millis), .. }) => at + millis,
        Some(period) => zone.first_instant(period.after(zone.date_of(at), 1)),
    };
    expiry(book, currency, at, usable_at)
}

/// When points lapse that were earned and became usable at these instants.
pub fn expiry(book: &Book, currency: usize, earned_at: i64, usable_at: i64) -> Dates {
    let rules = &book.program["points"][currency];
    let zone = &book.zone;
    let Some(expiry) = rules.get("expiry") else {
        return Dates { usable_at, expires_at: None, last_day: None };
    };
    let from = if expiry["from"] == "earned" { earned_at } else { usable_at };
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

    /// earned + opening + adjusted + waived = usable + pending − debt + spent + expired + clawed back.
    pub fn assert_conserved(&self) {
        let came: i128 =
            ["earned", "opening", "adjusted", "waived"].iter().map(|name| self.total(name)).sum();
        let went: i128 = ["spent", "expired", "clawedBack"].iter().map(|name| self.total(name)).sum();
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
    pub fn put(&mut self, id: &str, points: i128, at: i64, earned_at: i64, dates: Dates) {
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

    pub fn fill_debt(&mut self, lot: usize) {
        let filled = self.debt.min(self.lots[lot].left);
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
        if book.program["points"][currency]["negative"] == "zero" {
            self.add("waived", points);
        } else {
            self.debt += points;
        }
    }

    /// Takes back what an event had given: from its own lot, other pending ones (the latest usable first), usable ones;
    /// what lapsed of its own lots is not taken again. Gives how much that is.
    pub fn take_back(&mut self, book: &Book, currency: usize, event: &str, points: i128) -> i128 {
        let own: Vec<usize> = (0..self.lots.len()).filter(|place| self.lots[*place].id == event).collect();
        let (_, mut missing) = self.take(own.clone(), points);
        let mut excused = 0;
        for place in own {
            let part = self.lots[place].lapsed_points.min(missing);
            self.lots[place].lapsed_points -= part;
            missing -= part;
            excused += part;
        }
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
        let (_, missing) = self.take(pending, missing);
        let (_, missing) = self.take(self.spending_order(), missing);
        self.add("clawedBack", points - excused);
        self.owe(book, currency, missing);
        excused
    }
}

/// A whole number for JSON.
pub fn number(points: i128) -> Value {
    Value::from(i64::try_from(points).unwrap())
}
