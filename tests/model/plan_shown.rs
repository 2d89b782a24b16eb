//! What the view says of plans; whether they pay is left to the cases.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::calendar::{Period, day_before, days_between, instant_text};
use super::condition::{Scene, holds};
use super::facts::each;
use super::fees::{Asked, began, leaving, price_of, prices, ran};
use super::number::{money, money_text};
use super::plans::{Runs, Term, covers, running, runs_by_itself, stretch};
use super::points::number;
use super::show::name;
use super::state::State;
use super::verdict::verdict;

/// The plans of the program, in its order.
pub fn shown(state: &State, now: i64) -> Vec<Value> {
    let today = state.book.zone.date_of(now);
    let plans = state.book.list("plans");
    plans.map(|rules| One { state, rules, plan: rules["id"].as_str().unwrap(), today, now }.shown()).collect()
}

/// A plan at hand.
struct One<'a> {
    state: &'a State<'a>,
    rules: &'a Value,
    plan: &'a str,
    today: Date,
    now: i64,
}

impl One<'_> {
    fn shown(&self) -> Value {
        let (state, plan, today) = (self.state, self.plan, self.today);
        let runs = state.plans.get(plan).cloned().unwrap_or_default();
        let terms = running(state.book, &state.plans, plan, today);
        let own = runs.on(today);
        let state_of = match own {
            Some(term) if term.trial => "trial",
            _ if !terms.is_empty() => "active",
            _ if runs.terms.is_empty() => "none",
            _ => "lapsed",
        };
        let mut shown = json!({
            "id": plan, "name": name(self.rules), "state": state_of, "autoRenew": runs.renews,
            "cheaper": self.cheaper(&runs), "upgrade": self.upgrades(own),
        });
        if !terms.is_empty() {
            let (first, last) = stretch(state.book, &state.plans, plan, today);
            let end = last.tomorrow().unwrap();
            shown["since"] = first.to_string().into();
            shown["lastDay"] = last.to_string().into();
            shown["expiresAt"] = instant_text(state.book.zone.first_instant(end)).into();
            shown["daysLeft"] = number(days_between(today, end));
        } else if let Some(last) = runs.terms.last() {
            shown["lastDay"] = day_before(last.until).to_string().into();
        }
        if own.is_none() && !terms.is_empty() {
            let by = covers(state.book, plan).into_iter().find(|by| runs_by_itself(state, by, today));
            shown["includedBy"] = by.unwrap().into();
        }
        if let Some(price) = self.price(&runs) {
            shown["price"] = json!({ "amount": self.text(price) });
            let all = prices(self.rules, runs.renews);
            let all = each(all).find(|entry| entry.get("when").is_none() && entry.get("terms").is_none());
            if let Some(regular) = all.map(|entry| self.money(entry)).filter(|regular| *regular != price) {
                shown["price"]["regular"] = self.text(regular);
            }
        }
        if let Some(term) = own {
            shown["term"] = json!({
                "from": term.from.to_string(), "lastDay": day_before(term.until).to_string(), "paid": self.text(term.paid),
            });
            let (refund, repay) = leaving(state, plan, today);
            shown["cancel"] = json!({ "refund": self.text(refund), "repay": self.text(repay) });
        }
        if let Some(trial) = self.rules.get("trial").filter(|_| runs.terms.is_empty() && !runs.tried) {
            let until = Period::read(trial["period"].as_str().unwrap()).after(today, 1);
            let amount = trial.get("amount").map_or(0, |_| self.money(trial));
            shown["trial"] = json!({ "amount": self.text(amount), "lastDay": day_before(until).to_string() });
        }
        if !runs.terms.is_empty() && self.rules.get("period").is_some() {
            let term = self.began("renew", plan);
            shown["renew"] = json!({
                "amount": self.text(term.paid), "from": term.from.to_string(),
                "lastDay": day_before(term.until).to_string(),
            });
        }
        shown
    }

    fn money(&self, entry: &Value) -> i128 {
        money(&entry["amount"], self.state.book.decimals)
    }

    fn text(&self, amount: i128) -> Value {
        money_text(amount, self.state.book.decimals).into()
    }

    fn began(&self, kind: &str, old: &str) -> Term {
        let source = json!({});
        let asked = Asked { kind, plan: self.plan, old, trial: false, day: self.today, source: &source };
        began(self.state, &asked, self.now).unwrap()
    }

    /// The first date of the next term.
    fn next(&self, runs: &Runs) -> Date {
        runs.terms.last().map_or(self.today, |term| term.until.max(self.today))
    }

    fn price(&self, runs: &Runs) -> Option<i128> {
        price_of(self.state, self.plan, runs.renews, self.next(runs), (self.today, self.now))
    }

    fn cheaper(&self, runs: &Runs) -> Vec<Value> {
        let scene = Scene::now(self.state, self.today).at(self.now);
        let ran = ran(runs, self.next(runs));
        let price = self.price(runs);
        let lower = |entry: &&Value| {
            let applies = entry.get("terms").is_none_or(|terms| ran < terms.as_u64().unwrap());
            applies && price.is_none_or(|price| self.money(entry) < price)
        };
        let mut cheaper = Vec::new();
        for entry in each(prices(self.rules, runs.renews)).filter(lower) {
            if let Some(when) = entry.get("when").filter(|when| !holds(when, &scene)) {
                cheaper.push(
                    json!({ "amount": self.text(self.money(entry)), "verdict": verdict(when, &scene) }),
                );
            }
        }
        cheaper
    }

    fn upgrades(&self, own: Option<&Term>) -> Vec<Value> {
        let mut ways = Vec::new();
        for upgrade in each(&self.rules["upgradeFrom"]).filter(|_| own.is_none()) {
            let old = upgrade["plan"].as_str().unwrap();
            if runs_by_itself(self.state, old, self.today) {
                let term = self.began("planChanged", old);
                ways.push(json!({
                    "from": old, "amount": self.text(term.paid), "lastDay": day_before(term.until).to_string(),
                }));
            }
        }
        ways
    }
}

/// What the model says nothing of: whether a plan pays.
const UNTOLD: [&str; 5] = ["rebates", "breakEven", "lastYear", "forecast", "better"];

/// Takes out of the plans of a view what the model says nothing of.
pub fn told(plans: &mut Value) {
    for plan in plans.as_array_mut().into_iter().flatten() {
        let plan = plan.as_object_mut().unwrap();
        plan.retain(|key, _| !UNTOLD.contains(&key.as_str()));
        if let Some(term) = plan.get_mut("term").and_then(Value::as_object_mut) {
            term.retain(|key, _| key != "saved" && key != "ahead");
        }
    }
}
