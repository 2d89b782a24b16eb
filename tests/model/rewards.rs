//! Rewards: what one costs, what keeps a member from redeeming it, redeeming it, and what is redeemed by itself.

pub mod showcase;

use jiff::Span;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::condition::{Scene, holds, tiers_named};
use super::facts::{Act, Fact, each};
use super::ladder;
use super::metric::MOST;
use super::number::{money, whole};
use super::plans;
use super::points::{Note, number};
use super::state::State;
use super::verdict::verdict;
use super::wallet;

/// Something redeemed: so many of a reward, for so many points.
#[derive(Clone, Debug)]
pub struct Sale {
    pub reward: String,
    pub quantity: i128,
    pub currency: usize,
    pub points: i128,
    pub tier: Option<String>,
}

/// Something redeemed by itself.
#[derive(Clone, Debug)]
pub struct Claim {
    pub id: String,
    pub sale: Sale,
    pub day: Date,
    pub spent: Vec<(usize, i128)>,
    pub revoked: bool,
}

/// What keeps a member from redeeming a reward.
struct Obstacle {
    code: &'static str,
    shown: Value,
}

pub fn find<'a>(state: &State<'a>, id: &str) -> Option<&'a Value> {
    state.book.list("rewards").find(|reward| reward["id"] == id)
}

/// The points and the money of one, for the member now.
fn price(state: &State, reward: &Value, at: i64) -> (i128, i128) {
    let scene = Scene::now(state, state.book.zone.date_of(at)).at(at);
    let of = each(&reward["prices"]).find(|price| holds(&price["when"], &scene)).unwrap_or(reward);
    (whole(&of["points"]), of.get("money").map_or(0, |amount| money(amount, state.book.decimals)))
}

fn sale(state: &State, reward: &Value, quantity: i128, at: i64) -> Sale {
    Sale {
        reward: reward["id"].as_str().unwrap().to_owned(),
        quantity,
        currency: state.book.currency(reward["currency"].as_str()),
        points: price(state, reward, at).0 * quantity,
        tier: reward["tier"].as_str().map(str::to_owned),
    }
}

/// How much of a limit was used up to a date: of a reward its pieces, of a currency redemptions.
fn used(state: &State, limit: &Value, (reward, currency): (Option<&str>, usize), today: Date) -> i128 {
    let per = &limit["per"];
    if plans::is_closed(state, per, today) {
        return MOST;
    }
    let counts = |day: Date| plans::holds(state, per, day, today);
    let mut used = 0;
    let mut add = |times: i128, points: i128| {
        used += if limit.get("times").is_some() { times } else { points };
    };
    let checkout = state.book.program["points"][currency]["redeem"]["checkout"] != false;
    for entry in state.entries.iter().filter(|entry| counts(entry.fact.day) && !entry.revoked) {
        match &entry.fact.act {
            Act::Redeem { points, currency: of }
                if reward.is_none() && state.book.currency(of.as_deref()) == currency =>
            {
                add(1, *points);
            }
            Act::Order { points_used, .. }
                if reward.is_none()
                    && (currency == 0 && checkout)
                    && (*points_used > 0 && !entry.wholly_refunded) =>
            {
                add(1, *points_used);
            }
            Act::Reward { .. } => {
                let sale = entry.sale.as_ref().unwrap();
                add_sale(sale, (reward, currency), &mut add);
            }
            _ => {}
        }
    }
    for claim in state.claims.iter().filter(|claim| counts(claim.day) && !claim.revoked) {
        add_sale(&claim.sale, (reward, currency), &mut add);
    }
    used
}

fn add_sale(sale: &Sale, (reward, currency): (Option<&str>, usize), add: &mut dyn FnMut(i128, i128)) {
    match reward {
        Some(reward) if sale.reward == reward => add(sale.quantity, sale.points),
        None if sale.currency == currency => add(1, sale.points),
        _ => {}
    }
}

/// The limits of a reward, then those of its currency, each with what it counts.
fn limits<'a>(state: &State<'a>, reward: &'a Value) -> Vec<(&'a Value, Option<&'a str>)> {
    let currency = state.book.currency(reward["currency"].as_str());
    let own = each(&reward["limits"]).map(|limit| (limit, reward["id"].as_str()));
    let all = each(&state.book.program["points"][currency]["redeem"]["limits"]).map(|limit| (limit, None));
    own.chain(all).collect()
}

fn asked(limit: &Value, pieces: bool, quantity: i128, points: i128) -> i128 {
    match (limit.get("points").is_some(), pieces) {
        (true, _) => points,
        (false, true) => quantity,
        (false, false) => 1,
    }
}

fn left(state: &State, (limit, of): (&Value, Option<&str>), currency: usize, today: Date) -> i128 {
    let most = whole(limit.get("times").unwrap_or(&limit["points"]));
    (most - used(state, limit, (of, currency), today)).max(0)
}

/// Everything that keeps the member from redeeming so many.
fn obstacles(state: &State, reward: &Value, quantity: i128, at: i64) -> Vec<Obstacle> {
    let today = state.book.zone.date_of(at);
    let scene = Scene::now(state, today).at(at);
    let sale = sale(state, reward, quantity, at);
    let balance = state.purses[sale.currency].usable();
    let mut found = Vec::new();
    let mut note = |code, shown| found.push(Obstacle { code, shown });
    if let Some(when) = reward.get("when").filter(|when| !holds(when, &scene)) {
        note("rewardClosed", json!({ "is": "when", "verdict": verdict(when, &scene) }));
    }
    if let Some(tier) = &sale.tier {
        let (ladder, rank) = tiers_named(&json!([tier]), state.book)[0];
        if let Some(present) = state.standings[ladder].tier.filter(|present| *present > rank) {
            note("tierHigher", json!({ "is": "tier", "tier": state.book.tiers(ladder)[present]["id"] }));
        }
    }
    let short = |is: &str, needed: i128| json!({ "is": is, "needed": number(needed), "missing": number(needed - balance) });
    let redeem = &state.book.program["points"][sale.currency]["redeem"];
    let least = |of: &Value| of.get("minimumBalance").map_or(0, whole);
    let minimum = least(reward).max(least(redeem));
    if balance < minimum {
        note("minimumBalance", short("minimumBalance", minimum));
    }
    for (limit, of) in limits(state, reward) {
        let one = |day| left(state, (limit, of), sale.currency, day);
        let needs = asked(limit, of.is_some(), quantity, sale.points);
        if needs <= one(today) {
            continue;
        }
        let (word, most) = match limit.get("times") {
            Some(times) => ("times", times),
            None => ("points", &limit["points"]),
        };
        let mut shown = json!({ "is": "limit", "of": word, "max": most, "left": number(one(today)) });
        let days = (1..1200).map(|days| today.checked_add(Span::new().days(days)).unwrap());
        if limit["per"] != "event"
            && let Some(day) = days.into_iter().find(|day| needs <= one(*day))
        {
            shown["frees"] = day.to_string().into();
        }
        note("redeemLimit", shown);
    }
    if sale.points > balance {
        note("insufficientPoints", short("points", sale.points));
    }
    found
}

/// How many can be redeemed at once, counted one by one from the most that the balance pays.
fn most(state: &State, reward: &Value, at: i64) -> i128 {
    let one = sale(state, reward, 1, at);
    let today = state.book.zone.date_of(at);
    let mut most = state.purses[one.currency].usable() / one.points;
    for (limit, of) in limits(state, reward) {
        while most > 0
            && asked(limit, of.is_some(), most, most * one.points)
                > left(state, (limit, of), one.currency, today)
        {
            most -= 1;
        }
    }
    most.min(if one.tier.is_some() { 1 } else { wallet::at_once(reward) })
}

/// Takes the points of a sale; what is missing is owed.
fn pay(state: &mut State, sale: &Sale, id: &str) -> Vec<(usize, i128)> {
    let purse = &mut state.purses[sale.currency];
    let (spent, missing) = purse.take(purse.spending_order(), sale.points);
    purse.add("spent", sale.points);
    purse.owe(state.book, sale.currency, missing);
    let reason = Some(sale.reward.as_str());
    let note = Note { kind: "spent", points: -sale.points, event: Some(id), parts: &[], reason };
    purse.note(&state.book.zone, state.at, &note);
    spent
}

/// Redeems a reward by an event.
pub fn redeem(state: &mut State, fact: &Fact, id: &str, quantity: i128) -> Result<(), &'static str> {
    if fact.source["order"].as_str().is_some_and(|order| state.order(order).is_none()) {
        return Err("unknownOrder");
    }
    let posted = each(&fact.source["posted"]["redeemed"]).find(|line| line.get("id").is_none());
    let sold = match posted {
        Some(line) => posted_sale(state, line),
        None => sale(state, find(state, id).unwrap(), quantity, fact.at),
    };
    if !state.forced.contains(&fact.id) {
        match posted {
            Some(_) if sold.points > state.purses[sold.currency].usable() => {
                return Err("insufficientPoints");
            }
            Some(_) => {}
            None => {
                let found = obstacles(state, find(state, id).unwrap(), quantity, fact.at);
                if let Some(first) = found.first() {
                    return Err(first.code);
                }
            }
        }
    }
    let spent = pay(state, &sold, &fact.id);
    super::event::enter(state, fact, Vec::new());
    let entry = state.entries.last_mut().unwrap();
    entry.spent = spent;
    entry.sale = Some(sold.clone());
    if let Some(tier) = sold.tier {
        ladder::set(state, &json!({ "tier": tier, "reason": sold.reward }), &fact.id);
    }
    if fact.source.get("posted").is_none() {
        wallet::of_reward(state, &fact.id, &sold.reward, sold.quantity);
    }
    Ok(())
}

fn posted_sale(state: &State, line: &Value) -> Sale {
    Sale {
        reward: line["reward"].as_str().unwrap().to_owned(),
        quantity: whole(&line["quantity"]),
        currency: state.book.currency(line["currency"].as_str()),
        points: whole(&line["points"]),
        tier: line["tier"].as_str().map(str::to_owned),
    }
}

/// Redeems what is redeemed by itself, by time or after an event; what was posted with the event in place of what the rules say.
pub fn automatic(state: &mut State, event: Option<&Fact>) {
    if let Some(posted) = event.and_then(|fact| fact.source.get("posted")) {
        for line in each(&posted["redeemed"]).filter(|line| line.get("id").is_some()) {
            claim(state, line["id"].as_str().unwrap(), posted_sale(state, line));
        }
        return;
    }
    let book = state.book;
    for reward in book.list("rewards").filter(|reward| reward.get("auto").is_some()) {
        let id = reward["id"].as_str().unwrap();
        let one = sale(state, reward, 1, state.at);
        let (threshold, repeat) = (whole(&reward["auto"]["at"]), reward["auto"]["repeat"] == true);
        let before: Vec<Date> =
            state.claims.iter().filter(|claim| claim.sale.reward == id).map(|claim| claim.day).collect();
        let mut balance = state.purses[one.currency].usable();
        let open = (repeat || before.is_empty()) && balance >= threshold;
        if !open || !obstacles(state, reward, 1, state.at).is_empty() {
            continue;
        }
        let (mut times, most) = (0, most(state, reward, state.at));
        while balance >= threshold && times < most && (repeat || times == 0) {
            times += 1;
            balance -= one.points;
        }
        let nth = before.iter().filter(|day| **day == state.day).count() + 1;
        let day = state.day;
        let name = if nth > 1 { format!("{id}@{day}#{nth}") } else { format!("{id}@{day}") };
        claim(state, &name, sale(state, reward, times, state.at));
        wallet::of_reward(state, &name, id, times);
    }
}

fn claim(state: &mut State, id: &str, sale: Sale) {
    let spent = pay(state, &sale, id);
    state.claims.push(Claim { id: id.to_owned(), sale, day: state.day, spent, revoked: false });
}

/// Returns what was redeemed by itself, once.
pub fn revoke(state: &mut State, fact: &Fact, id: &str) -> Result<(), &'static str> {
    let place = state.claims.iter().position(|claim| claim.id == id).ok_or("unknownEvent")?;
    if state.claims[place].revoked {
        if !state.forced.contains(&fact.id) {
            return Err("unknownEvent");
        }
        super::event::enter(state, fact, Vec::new());
        return Ok(());
    }
    state.claims[place].revoked = true;
    super::event::enter(state, fact, Vec::new());
    let claim = state.claims[place].clone();
    wallet::withdraw(state, id, &claim.sale.reward);
    super::event::return_points(state, fact, claim.sale.currency, &claim.spent);
    Ok(())
}
