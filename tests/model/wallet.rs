//! Coupons that were issued, used and returned: every one in a plain list, looked through from its beginning.

use jiff::civil::Date;
use serde_json::Value;

use super::calendar::{Period, day_before, instant, next_day};
use super::event::enter;
use super::facts::{Fact, each};
use super::number::{money, whole};
use super::state::State;

/// What was issued.
#[derive(Clone, Debug)]
pub struct Issue {
    pub id: String,
    pub coupon: String,
    pub rule: Option<String>,
    pub at: i64,
    pub begins: i64,
    pub ends: Option<(i64, Option<Date>)>,
    pub uses: i128,
    pub balance: Option<i128>,
    pub used: i128,
    pub taken: i128,
    pub last_used: Option<Date>,
}

/// What was used of a coupon on a date, or with numbers below zero undone.
#[derive(Clone, Debug)]
pub struct Use {
    pub coupon: String,
    pub day: Date,
    pub uses: i128,
    pub units: i128,
    pub amount: i128,
}

/// So many coupons that can still be used a wallet holds, unless the host says otherwise.
const MOST: usize = 1000;

/// What an order or an event uses.
struct Take {
    coupon: String,
    issue: Option<String>,
    units: i128,
    amount: Option<i128>,
}

impl Issue {
    pub fn left(&self) -> i128 {
        match self.balance {
            Some(balance) => balance - self.taken,
            None => self.uses - self.used,
        }
    }
}

pub fn coupon<'a>(state: &State<'a>, id: &str) -> Option<&'a Value> {
    state.book.list("coupons").find(|coupon| coupon["id"] == id)
}

/// Whether nobody needs to be issued a coupon.
fn is_open(coupon: &Value) -> bool {
    let listed = |key: &str| each(&coupon[key]).next().is_some();
    coupon["automatic"] == true || coupon["automatic"] == "always" || listed("codes") || listed("digests")
}

fn balance_of(coupon: &Value) -> Option<Value> {
    let voucher = each(&coupon["discounts"]).find(|discount| discount.get("voucher").is_some())?;
    Some(voucher["voucher"].get("balance").cloned().unwrap_or_else(|| "0".into()))
}

fn after_day(state: &State, last: Date) -> (i64, Option<Date>) {
    (state.book.zone.first_instant(next_day(last)), Some(last))
}

fn end_of_period(state: &State, from: i64, text: &str) -> i64 {
    match Period::read(text) {
        Period { clock: Some(clock), .. } => from + clock,
        period => state.book.zone.first_instant(period.after(state.book.zone.date_of(from), 1)),
    }
}

/// A coupon as it is issued now; `event` may say more of it.
fn issue(state: &State, id: String, coupon: &Value, rule: Option<&str>, event: &Value) -> Issue {
    let zone = &state.book.zone;
    let validity = &coupon["validity"];
    let date = |key: &str| validity[key].as_str().map(|date| date.parse::<Date>().unwrap());
    let from = event.get("begins").map(|from| instant(from, zone));
    let delayed = validity["delay"].as_str().map(|delay| end_of_period(state, state.at, delay));
    let start = from.or(delayed).unwrap_or(state.at);
    let mut ends: Vec<(i64, Option<Date>)> = Vec::new();
    if let Some(text) = validity["after"].as_str() {
        let period = Period::read(text);
        ends.push(if period.clock.is_some() {
            (end_of_period(state, start, text), None)
        } else {
            let over = period.after(zone.date_of(start), 1);
            after_day(state, if validity["through"] == true { over } else { day_before(over) })
        });
    }
    ends.extend(date("to").map(|to| after_day(state, to)));
    let first = date("from").map_or(start, |first| zone.first_instant(first));
    let own = event["lastDay"].as_str().map(|last| after_day(state, last.parse().unwrap()));
    let decimals = state.book.decimals;
    Issue {
        id,
        coupon: coupon["id"].as_str().unwrap().to_owned(),
        rule: rule.map(str::to_owned),
        at: state.at,
        begins: if from.is_some() { start } else { start.max(first) },
        ends: own.or_else(|| ends.into_iter().min_by_key(|(end, _)| *end)),
        uses: event.get("uses").map_or(1, whole),
        balance: balance_of(coupon).map(|balance| money(event.get("balance").unwrap_or(&balance), decimals)),
        used: 0,
        taken: 0,
        last_used: None,
    }
}

fn add(state: &mut State, issue: Issue) {
    if state.wallet.iter().all(|known| known.id != issue.id) {
        state.wallet.push(issue);
    }
}

/// Issues coupons by a rule for something of an id.
pub fn give(state: &mut State, cause: &str, rule: &str, coupons: &[String]) {
    for (place, id) in coupons.iter().enumerate() {
        let nth = coupons[..=place].iter().filter(|other| *other == id).count();
        let name = if nth > 1 { format!("{cause}/{id}#{nth}") } else { format!("{cause}/{id}") };
        let issue = issue(state, name, coupon(state, id).unwrap(), Some(rule), &Value::Null);
        add(state, issue);
    }
}

/// Issues the coupon of a reward as often as it was redeemed.
pub fn of_reward(state: &mut State, cause: &str, reward: &str, times: i128) {
    let coupon = super::rewards::find(state, reward).and_then(|reward| reward["coupon"].as_str());
    if let Some(coupon) = coupon {
        let coupons = vec![coupon.to_owned(); usize::try_from(times.min(100)).unwrap()];
        give(state, cause, reward, &coupons);
    }
}

/// How many of a reward can be redeemed at once for its coupons' sake.
pub fn at_once(reward: &Value) -> i128 {
    if reward.get("coupon").is_some() { 100 } else { i128::MAX }
}

/// Adds what was posted with an event.
pub fn posted(state: &mut State, fact: &Fact) {
    for line in each(&fact.source["posted"]["coupons"]) {
        let id = line["coupon"].as_str().unwrap();
        if coupon(state, id).is_none() {
            continue;
        }
        let zone = &state.book.zone;
        let last: Option<Date> = line["lastDay"].as_str().map(|last| last.parse().unwrap());
        let end = line.get("expiresAt").map(|end| instant(end, zone));
        let end = end.or(last.map(|last| zone.first_instant(next_day(last))));
        let issue = Issue {
            id: line["issue"].as_str().unwrap().to_owned(),
            coupon: id.to_owned(),
            rule: line["rule"].as_str().map(str::to_owned),
            at: state.at,
            begins: instant(&line["begins"], zone),
            ends: end.map(|end| (end, last)),
            uses: line.get("uses").map_or(1, whole),
            balance: line.get("balance").map(|balance| money(balance, state.book.decimals)),
            used: 0,
            taken: 0,
            last_used: None,
        };
        add(state, issue);
    }
}

/// Takes out what was issued for something of an id by a rule.
pub fn withdraw(state: &mut State, cause: &str, rule: &str) {
    let prefix = format!("{cause}/");
    state.wallet.retain(|issue| issue.rule.as_deref() != Some(rule) || !issue.id.starts_with(&prefix));
}

/// Takes out what an event issued.
pub fn withdraw_issue(state: &mut State, fact: &Fact) {
    let id = issue_id(fact);
    state.wallet.retain(|issue| issue.rule.is_some() || issue.id != id);
}

fn issue_id(fact: &Fact) -> String {
    fact.source["issue"].as_str().unwrap_or(&fact.id).to_owned()
}

/// An event that issues a coupon, uses or returns one.
pub fn apply(state: &mut State, fact: &Fact) -> Result<(), &'static str> {
    let source = fact.source.clone();
    let order = source["order"].as_str().map(|id| state.order(id).ok_or("unknownOrder"));
    let order = order.transpose()?.map(|place| state.entries[place].fact.clone());
    let accepted = source.get("posted").is_some() || state.forced.contains(&fact.id);
    match source["type"].as_str().unwrap() {
        "couponIssued" => {
            let id = issue_id(fact);
            let known = state.wallet.iter().find(|issue| issue.id == id);
            if known.is_some_and(|issue| source["coupon"] != *issue.coupon) && !accepted {
                return Err("otherCoupon");
            }
            let lives = |issue: &&Issue| issue.left() > 0 && issue.ends.is_none_or(|(end, _)| end > fact.at);
            if known.is_none() && !accepted && state.wallet.iter().filter(lives).count() >= MOST {
                return Err("tooManyCoupons");
            }
            if source.get("posted").is_none() {
                let of = coupon(state, source["coupon"].as_str().unwrap()).unwrap();
                let issue = issue(state, id, of, None, &source);
                add(state, issue);
            }
        }
        "couponUsed" => {
            let take = named(state, &source);
            let wrong = take.as_ref().err().copied().or_else(|| problem(state, take.as_ref().ok()?, &[]));
            if let Some(code) = wrong.filter(|_| !accepted) {
                return Err(code);
            }
            if let Ok(take) = take {
                used(state, &take, fact.day);
            }
        }
        _ => {
            let take = named(state, &source).map(|take| of_order(state, take, order.as_ref()));
            let wrong = take.as_ref().err().copied().or_else(|| cannot_come_back(state, take.as_ref().ok()?));
            if let Some(code) = wrong.filter(|_| !accepted) {
                return Err(code);
            }
            let day = order.map(|order| order.day);
            if let Ok(take) = take {
                returned(state, &take, day, &source);
            }
        }
    }
    enter(state, fact, Vec::new());
    Ok(())
}

/// What an event names.
fn named(state: &State, source: &Value) -> Result<Take, &'static str> {
    let units = source.get("units").map_or(0, whole);
    let amount = source.get("amount").map(|amount| money(amount, state.book.decimals));
    let Some(id) = source["issue"].as_str() else {
        let coupon = source["coupon"].as_str().unwrap().to_owned();
        return Ok(Take { coupon, issue: None, units, amount });
    };
    let issue = state.wallet.iter().find(|issue| issue.id == id).ok_or("unknownIssue")?;
    if source.get("coupon").is_some_and(|coupon| *coupon != *issue.coupon) {
        return Err("otherCoupon");
    }
    Ok(Take { coupon: issue.coupon.clone(), issue: Some(id.to_owned()), units, amount })
}

/// With what the order says of the use.
fn of_order(state: &State, take: Take, order: Option<&Fact>) -> Take {
    let id = take.issue.as_ref().unwrap_or(&take.coupon);
    let line = order.into_iter().flat_map(|order| each(&order.source["coupons"]));
    let Some(line) = line.into_iter().find(|line| *line == id || line["id"] == **id) else { return take };
    let said = |key: &str| line.get(key);
    let amount = said("amount").map_or(0, |amount| money(amount, state.book.decimals));
    let units = if take.units > 0 { take.units } else { said("units").map_or(0, whole) };
    Take { amount: take.amount.or(Some(amount)), units, ..take }
}

fn cannot_come_back(state: &State, take: &Take) -> Option<&'static str> {
    let issue = state.wallet.iter().find(|issue| Some(&issue.id) == take.issue.as_ref())?;
    if issue.used == 0 {
        return Some("couponNotUsed");
    }
    if issue.balance.is_some() && take.amount.is_none() {
        return Some("missing");
    }
    let more = issue.balance.is_some() && take.amount.is_some_and(|amount| amount > issue.taken);
    more.then_some("refundTooLarge")
}

/// Why something cannot be used, after what the same order uses before it.
fn problem(state: &State, take: &Take, before: &[Take]) -> Option<&'static str> {
    let issue = state.wallet.iter().find(|issue| Some(&issue.id) == take.issue.as_ref())?;
    if state.at < issue.begins {
        return Some("couponNotBegun");
    }
    if issue.ends.is_some_and(|(end, _)| end <= state.at) {
        return Some("couponLapsed");
    }
    let same = before.iter().filter(|other| other.issue == take.issue);
    let gone: i128 =
        same.map(|other| if issue.balance.is_some() { other.amount.unwrap_or(0) } else { 1 }).sum();
    let left = (issue.left().max(0) - gone).max(0);
    match issue.balance {
        None => (left == 0).then_some("couponUsedUp"),
        Some(_) if take.amount.is_none() => Some("missing"),
        Some(_) => (take.amount.unwrap_or(0) > left).then_some("insufficientBalance"),
    }
}

/// What an order uses, and the first thing that is wrong with it.
fn takes(state: &State, fact: &Fact) -> (Vec<Take>, Option<&'static str>) {
    let (mut all, mut wrong) = (Vec::new(), None);
    if state.book.list("coupons").next().is_none() {
        return (all, wrong);
    }
    for line in each(&fact.source["coupons"]) {
        let id = line.as_str().or(line["id"].as_str()).unwrap();
        let issue = state.wallet.iter().find(|issue| issue.id == id);
        let open = || coupon(state, id).filter(|coupon| is_open(coupon)).map(|_| id.to_owned());
        let Some(of) = issue.map(|issue| issue.coupon.clone()).or_else(open) else {
            wrong = wrong.or(Some("unknownIssue"));
            continue;
        };
        let amount = line.get("amount").map(|amount| money(amount, state.book.decimals));
        let issue = issue.map(|issue| issue.id.clone());
        let take = Take { coupon: of, issue, units: line.get("units").map_or(0, whole), amount };
        wrong = wrong.or_else(|| problem(state, &take, &all));
        all.push(take);
    }
    (all, wrong)
}

/// Why an order cannot use its coupons.
pub fn wrong_with(state: &State, fact: &Fact) -> Option<&'static str> {
    let accepted = fact.source.get("posted").is_some() || state.forced.contains(&fact.id);
    takes(state, fact).1.filter(|_| !accepted)
}

/// The coupons of an order.
pub fn named_on(state: &State, fact: &Fact) -> Vec<String> {
    let order = fact.source["type"] == "order";
    takes(state, fact).0.into_iter().filter(|_| order).map(|take| take.coupon).collect()
}

/// An order uses its coupons.
pub fn on_order(state: &mut State, fact: &Fact) {
    for take in takes(state, fact).0 {
        used(state, &take, fact.day);
    }
}

fn used(state: &mut State, take: &Take, day: Date) {
    let amount = take.amount.unwrap_or(0);
    if let Some(issue) = state.wallet.iter_mut().find(|issue| Some(&issue.id) == take.issue.as_ref()) {
        issue.used += 1;
        issue.taken += amount;
        issue.last_used = issue.last_used.max(Some(day));
    }
    state.coupon_uses.push(Use { coupon: take.coupon.clone(), day, uses: 1, units: take.units, amount });
}

fn returned(state: &mut State, take: &Take, day: Option<Date>, source: &Value) {
    let amount = take.amount.unwrap_or(0);
    let ends = source["lastDay"].as_str().map(|last| after_day(state, last.parse().unwrap()));
    let mut day = day;
    if let Some(issue) = state.wallet.iter_mut().find(|issue| Some(&issue.id) == take.issue.as_ref()) {
        issue.used = (issue.used - 1).max(0);
        issue.taken = (issue.taken - amount).max(0);
        issue.ends = ends.or(issue.ends);
        day = day.or(issue.last_used);
    }
    if let Some(day) = day {
        let (units, amount) = (-take.units, -amount);
        state.coupon_uses.push(Use { coupon: take.coupon.clone(), day, uses: -1, units, amount });
    }
}
