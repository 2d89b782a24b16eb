//! What a cart would cost and bring: every number of points is tried, and the order is recorded into a copy of the member.

use serde_json::{Value, json};

use super::calendar::instant_text;
use super::earning::shares;
use super::event::apply;
use super::facts::{Fact, each, in_scope};
use super::metric;
use super::number::{Fraction, fraction, money, money_text, whole};
use super::points::{NEVER, dates, number};
use super::show;
use super::signals;
use super::state::State;
use super::verdict::unit;
use super::walk::overdue;

/// The id of the order that is tried: none comes after it.
const ORDER: &str = "\u{10ffff}";

/// A cart with what is left to pay: of its lines, then of its deliveries.
struct Sheet<'a> {
    state: &'a State<'a>,
    cart: &'a Value,
    now: i64,
    prices: Vec<i128>,
    lines: usize,
    charges: i128,
}

/// The quote of a cart, without the base and the cut of what is earned. Where an order may use its own points, `hint` is a number
/// that is taken for the most, if it cannot be shown that it is not.
pub fn quote(state: &State, cart: &Value, now: i64, hint: Option<i128>) -> Value {
    let decimals = state.book.decimals;
    let price = |line: &Value| whole(&line["quantity"]) * money(&line["unitPrice"], decimals);
    let fee = |fee: &Value| money(&fee["amount"], decimals);
    let mut prices: Vec<i128> = each(&cart["lines"]).map(price).collect();
    let lines = prices.len();
    prices.extend(each(&cart["shipping"]).map(fee));
    let charges = each(&cart["charges"]).map(fee).sum();
    let sheet = Sheet { state, cart, now, prices, lines, charges };
    let points = if state.purses.is_empty() { Value::Null } else { sheet.points(hint) };
    let used = if points.is_null() { 0 } else { whole(&points["used"]) };
    let off = sheet.off(used);
    let text = |minor: i128| Value::from(money_text(minor, decimals));
    let part = |place: usize, of: &Value| {
        let (price, off) = (sheet.prices[place], off[place]);
        let mut part = json!({
            "id": of["id"], "amount": text(price), "couponsOff": text(0), "pointsOff": text(off), "paid": text(price - off),
        });
        if place < lines {
            part["quantity"] = of["quantity"].clone();
        }
        part
    };
    let charge = |of: &Value| {
        json!({
            "id": of["id"], "amount": text(fee(of)), "couponsOff": text(0), "pointsOff": text(0), "paid": text(fee(of)),
        })
    };
    let cut = |place: usize, of: &Value| json!({ "id": of["id"], "amount": text(off[place]) });
    let listed = |list: &str, from: usize, shown: &dyn Fn(usize, &Value) -> Value, all: bool| -> Vec<Value> {
        let places = each(&cart[list]).enumerate().map(|(place, of)| (from + place, of));
        places.filter(|(place, _)| all || off[*place] > 0).map(|(place, of)| shown(place, of)).collect()
    };
    let mut steps = Vec::new();
    if used > 0 {
        let amount = text(off.iter().sum());
        steps.push(json!({
            "id": "points", "kind": "points", "amount": amount, "lines": listed("lines", 0, &cut, false), "added": [],
            "shipping": listed("shipping", lines, &cut, false), "charges": [], "coupons": [],
        }));
    }
    let after = sheet.after(used);
    json!({
        "now": instant_text(now),
        "today": state.book.zone.date_of(now).to_string(),
        "subtotal": text(sheet.prices[..lines].iter().sum()),
        "steps": steps,
        "lines": listed("lines", 0, &part, true),
        "added": [],
        "shipping": listed("shipping", lines, &part, true),
        "charges": each(&cart["charges"]).map(charge).collect::<Vec<Value>>(),
        "taxes": [],
        "refused": [],
        "points": points,
        "payable": text(sheet.total() - off.iter().sum::<i128>()),
        "earn": earned(&after),
        "ledger": credited(&after),
        "balances": balances(state, &after),
        "tiers": (0..state.standings.len()).map(|place| tier(state, &after, place, now)).collect::<Vec<Value>>(),
        "changes": changes(state, &after, now),
    })
}

impl Sheet<'_> {
    fn rules(&self) -> &Value {
        &self.state.book.program["points"][0]
    }

    fn total(&self) -> i128 {
        self.prices.iter().sum::<i128>() + self.charges
    }

    fn buys(&self) -> bool {
        each(&self.cart["lines"]).any(|line| whole(&line["quantity"]) > 0)
    }

    /// What points take off in all.
    fn worth(&self, points: i128) -> i128 {
        let worth = &self.rules()["worth"];
        if worth.is_null() {
            return 0;
        }
        let exact = Fraction::new(
            points * money(&worth["amount"], self.state.book.decimals),
            whole(&worth["points"]),
        );
        exact.round(self.state.book.rounding("money", "halfUp"))
    }

    /// What of each line and delivery points may pay.
    fn covered(&self) -> Vec<i128> {
        let spend = &self.rules()["spend"];
        let covers = |what: &str| match spend["covers"].as_array() {
            Some(covers) => covers.iter().any(|covered| covered == what),
            None => what == "goods",
        };
        let excluded = |place: usize| {
            let mut line = self.cart["lines"][place].clone();
            line["quantity"] = 1.into();
            let order = json!({ "id": "o", "at": 0, "type": "order", "lines": [line] });
            let fact = Fact::read(&order, &self.state.book.zone, self.state.book.decimals);
            let super::facts::Act::Order { lines, .. } = &fact.act else { panic!("no order") };
            each(&spend["exclude"]).any(|id| in_scope(self.state.book.scope(id.as_str().unwrap()), &lines[0]))
        };
        let pays = |place: usize| {
            if place < self.lines { covers("goods") && !excluded(place) } else { covers("shipping") }
        };
        self.prices.iter().enumerate().map(|(place, price)| if pays(place) { *price } else { 0 }).collect()
    }

    /// What so many points take off each line and delivery.
    fn off(&self, points: i128) -> Vec<i128> {
        if points == 0 {
            return vec![0; self.prices.len()];
        }
        let weights: Vec<Fraction> = self.covered().into_iter().map(Fraction::whole).collect();
        shares(self.worth(points), &weights)
    }

    /// Which rule more points than these break first, looked at in this order: what they cover, their share, the most, the
    /// balance.
    fn broken(&self, points: i128) -> Option<&'static str> {
        let spend = &self.rules()["spend"];
        let decimals = self.state.book.decimals;
        let off = self.worth(points);
        let covered: i128 = if self.buys() { self.covered().iter().sum() } else { 0 };
        let share = spend
            .get("maxShare")
            .map(|share| fraction(share).times(Fraction::new(self.total(), 100)).floor());
        let most = spend.get("maxAmount").map(|most| money(most, decimals));
        let caps = [(Some(covered), "covered"), (share, "maxShare"), (most, "maxAmount")];
        let lowest = caps.iter().filter_map(|(cap, _)| *cap).min().unwrap();
        if off > lowest {
            return caps.iter().find(|(cap, _)| *cap == Some(lowest)).map(|(_, name)| *name);
        }
        (!self.are_there(points)).then_some("balance")
    }

    fn are_there(&self, points: i128) -> bool {
        let purse = &self.state.purses[0];
        let own = self.rules()["spend"]["includeThisOrder"] == true;
        points <= purse.usable() || (own && self.recorded(points).is_some())
    }

    fn points(&self, hint: Option<i128>) -> Value {
        let rules = self.rules();
        let balance = self.state.purses[0].usable();
        let Some(spend) = rules.get("spend") else {
            return self.shown(0, "notSpendable", &[json!({ "is": "notSpendable" })]);
        };
        let minimum = spend.get("minimum").map_or(0, whole);
        let unit = spend.get("unit").map_or(1, whole);
        if balance < minimum {
            let mut reasons =
                vec![json!({ "is": "minimum", "balance": number(balance), "minimum": number(minimum) })];
            reasons.extend(self.parts_of_units(unit));
            return self.shown(0, "minimum", &reasons);
        }
        let given = hint.and_then(|hint| self.most_from(hint, unit));
        let (usable, bound) = given.unwrap_or_else(|| self.most_from_nothing(unit));
        let mut reasons: Vec<Value> = self.parts_of_units(unit).into_iter().collect();
        if let Some(asked) = self.asked().filter(|asked| *asked > usable || !self.are_there(*asked)) {
            reasons.push(json!({
                "is": "moreThanUsable", "asked": number(asked), "usable": number(usable), "limitedBy": bound,
            }));
        }
        self.shown(usable, bound, &reasons)
    }

    /// The number asked for, where it is one.
    fn asked(&self) -> Option<i128> {
        self.cart.get("points").filter(|points| points.is_number()).map(whole)
    }

    fn parts_of_units(&self, unit: i128) -> Option<Value> {
        let asked = self.asked().filter(|asked| asked % unit != 0)?;
        Some(json!({ "is": "wholeUnits", "asked": number(asked), "unit": number(unit) }))
    }

    fn shown(&self, usable: i128, bound: &str, reasons: &[Value]) -> Value {
        let wants = self.cart.get("points").is_some_and(|points| *points != 0);
        let reasons = if wants { reasons } else { &[] };
        let asked = if self.cart["points"] == "max" { usable } else { self.asked().unwrap_or(0) };
        json!({
            "currency": self.rules()["id"], "balance": number(self.state.purses[0].usable()), "usable": number(usable),
            "takesOff": money_text(self.worth(usable), self.state.book.decimals), "limitedBy": bound,
            "used": number(if reasons.is_empty() { asked } else { 0 }), "reasons": reasons,
        })
    }

    /// Unit by unit up to the first that breaks a rule; of those that take off as much, the first that can be used.
    fn most_from_nothing(&self, unit: i128) -> (i128, &'static str) {
        let mut points = 0;
        loop {
            if let Some(bound) = self.broken(points + unit) {
                let least = (0..points / unit).map(|units| units * unit);
                let mut same = least.filter(|less| self.worth(*less) == self.worth(points));
                let first = same.next().unwrap_or(points);
                return (if self.are_there(first) { first } else { points }, bound);
            }
            points += unit;
        }
    }

    /// A number that takes off as much as one that can be used and of which one unit more breaks a rule, if it is one and no unit
    /// less takes off as much; with the rule.
    fn most_from(&self, hint: i128, unit: i128) -> Option<(i128, &'static str)> {
        if hint % unit != 0 || self.broken(hint).is_some() {
            return None;
        }
        let mut last = hint;
        while self.broken(last + unit).is_none() {
            last += unit;
        }
        let fewest = hint == 0 || self.worth(hint - unit) < self.worth(hint) || !self.are_there(hint - unit);
        let bound = self.broken(last + unit).unwrap();
        (self.worth(last) == self.worth(hint) && fewest).then_some((hint, bound))
    }

    /// The order as an event, when so many points are used.
    fn order(&self, points: i128) -> Value {
        let decimals = self.state.book.decimals;
        let off = self.off(points);
        let paid = |place: usize| self.prices[place] - off[place];
        let lines = each(&self.cart["lines"]).enumerate().filter(|(_, line)| whole(&line["quantity"]) > 0);
        let lines: Vec<Value> = lines
            .map(|(place, line)| {
                let mut line = line.clone();
                line["paid"] = money_text(paid(place), decimals).into();
                line
            })
            .collect();
        let shipping: i128 = (self.lines..self.prices.len()).map(paid).sum();
        let mut order = json!({
            "id": ORDER, "at": self.now, "type": "order", "lines": lines, "shipping": money_text(shipping, decimals),
        });
        for key in ["channel", "store", "payment"] {
            if let Some(word) = self.cart.get(key) {
                order[key] = word.clone();
            }
        }
        if let Some(method) = each(&self.cart["shipping"]).find_map(|delivery| delivery.get("method")) {
            order["shippingMethod"] = method.clone();
        }
        if points > 0 {
            order["pointsUsed"] = number(points);
        }
        order
    }

    /// The member after the order, if it can be.
    fn recorded(&self, points: i128) -> Option<State<'_>> {
        let mut after = self.state.clone();
        (after.at, after.day) = (self.now, self.state.book.zone.date_of(self.now));
        let fact = Fact::read(&self.order(points), &self.state.book.zone, self.state.book.decimals);
        apply(&mut after, &fact);
        overdue(&mut after);
        (after.rejected.len() == self.state.rejected.len()).then_some(after)
    }

    /// The member after the order; as before where nothing is bought.
    fn after(&self, points: i128) -> State<'_> {
        if self.buys() { self.recorded(points).unwrap() } else { self.state.clone() }
    }
}

/// What rules, and then tiers, give for the order.
fn earned(after: &State) -> Vec<Value> {
    let Some(entry) = after.entries.last().filter(|entry| entry.fact.id == ORDER) else { return Vec::new() };
    let book = after.book;
    let shown = |currency: usize, rule: &Value, points: Value, dates: super::points::Dates| {
        let mut shown =
            json!({ "currency": book.program["points"][currency]["id"], "rule": rule, "points": points });
        if dates.usable_at != NEVER {
            shown["usableAt"] = instant_text(dates.usable_at).into();
        }
        if let Some(end) = dates.expires_at {
            shown["expiresAt"] = instant_text(end).into();
        }
        if let Some(last) = dates.last_day {
            shown["lastDay"] = last.to_string().into();
        }
        shown
    };
    let of_points = entry.postings.iter().filter(|part| book.ledger(part.currency).is_none());
    let rules = of_points.map(|part| {
        let dates = signals::dates(book, &after.plans, entry, part.currency);
        let dates = after.purses[part.currency].kept(book, entry.fact.at, dates);
        shown(part.currency, &part.rule.clone().into(), number(part.points), dates)
    });
    let mut earned: Vec<Value> = rules.collect();
    let steps = after.steps.iter().filter(|(_, step)| step["event"] == ORDER && step["kind"] == "entered");
    for (ladder, step) in steps {
        let tier = book.tiers(*ladder).iter().find(|tier| tier["id"] == step["to"]).unwrap();
        for gift in each(&tier["onEnter"]["points"]) {
            let currency = book.currency(gift["currency"].as_str());
            let dates = dates(book, &after.plans, currency, entry.fact.at, false);
            let dates = after.purses[currency].kept(book, entry.fact.at, dates);
            let mut shown = shown(currency, &tier["id"], gift["points"].clone(), dates);
            shown["gift"] = true.into();
            earned.push(shown);
        }
    }
    earned
}

/// What rules credit metrics with.
fn credited(after: &State) -> Vec<Value> {
    let Some(entry) = after.entries.last().filter(|entry| entry.fact.id == ORDER) else { return Vec::new() };
    let credit = |part: &super::state::Posting| {
        let metric = after.book.ledger(part.currency)?;
        Some(json!({ "metric": metric, "rule": part.rule, "amount": number(part.points) }))
    };
    entry.postings.iter().filter_map(credit).collect()
}

fn balances(before: &State, after: &State) -> Vec<Value> {
    let purses = before.purses.iter().zip(&after.purses).enumerate();
    let shown = |(place, (was, is)): (usize, (&super::state::Purse, &super::state::Purse))| {
        json!({
            "currency": before.book.program["points"][place]["id"], "balance": number(is.usable()),
            "pending": number(is.pending()), "debt": number(is.debt), "fills": number((was.debt - is.debt).max(0)),
        })
    };
    purses.map(shown).collect()
}

fn tier(before: &State, after: &State, place: usize, now: i64) -> Value {
    let is = show::ladder(after, place, now, 0);
    let tiers = before.book.tiers(place);
    let shown =
        |rank: usize| json!({ "id": tiers[rank]["id"], "name": show::name(&tiers[rank]), "rank": rank });
    let was = before.standings[place].tier.map_or(Value::Null, shown);
    json!({
        "id": is["id"], "name": is["name"], "before": was, "after": is["tier"],
        "until": is["until"], "coming": is["coming"], "next": is["next"],
    })
}

fn changes(before: &State, after: &State, now: i64) -> Vec<Value> {
    let book = before.book;
    let today = book.zone.date_of(now);
    let mut changes = Vec::new();
    for of in book.list("metrics") {
        let id = of["id"].as_str().unwrap();
        let [was, is] = [before, after].map(|state| metric::value(state, id, today));
        if was == is {
            continue;
        }
        let unit = unit(metric::counted_in(book.list("metrics"), of));
        let mut change = json!({ "metric": id, "unit": unit });
        for (key, value) in [("before", was), ("after", is)] {
            if let Some(value) = value {
                change[key] =
                    if unit == "money" { money_text(value, book.decimals).into() } else { number(value) };
            }
        }
        changes.push(change);
    }
    changes
}
