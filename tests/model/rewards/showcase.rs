//! Rewards as the view shows them.

use serde_json::{Value, json};

use super::{Sale, most, obstacles, pay, price, sale};
use crate::model::calendar::next_day;
use crate::model::condition::{Scene, holds};
use crate::model::ladder;
use crate::model::number::{money, money_text, whole};
use crate::model::points::number;
use crate::model::state::State;

/// Every reward as the view shows it, those that can be redeemed first.
pub fn shown(state: &State, now: i64, stock: &Value) -> Vec<Value> {
    let all: Vec<Value> =
        state.book.list("rewards").map(|reward| reward_shown(state, reward, now, stock)).collect();
    let of = |redeemable: bool| all.iter().filter(move |shown| shown["redeemable"] == redeemable).cloned();
    of(true).chain(of(false)).collect()
}

fn reward_shown(state: &State, reward: &Value, now: i64, stock: &Value) -> Value {
    let decimals = state.book.decimals;
    let priced = |(points, money): (i128, i128)| {
        let mut shown = json!({ "points": number(points) });
        if money > 0 {
            shown["money"] = money_text(money, decimals).into();
        }
        shown
    };
    let mut reasons: Vec<Value> =
        obstacles(state, reward, 1, now).into_iter().map(|obstacle| obstacle.shown).collect();
    let stock = stock.get(reward["id"].as_str().unwrap());
    if stock == Some(&json!(0)) {
        reasons.push(json!({ "is": "stock", "left": 0 }));
    }
    let most = most(state, reward, now).min(stock.map_or(i128::MAX, whole));
    let currency = state.book.currency(reward["currency"].as_str());
    let price = price(state, reward, now);
    let usual = (whole(&reward["points"]), reward.get("money").map_or(0, |amount| money(amount, decimals)));
    let name = if reward["names"]["en"].is_string() { &reward["names"]["en"] } else { &reward["id"] };
    let mut shown = json!({
        "id": reward["id"], "name": name, "kind": reward["kind"],
        "currency": state.book.program["points"][currency]["id"],
        "price": priced(price), "redeemable": reasons.is_empty(),
        "most": number(if reasons.is_empty() { most } else { 0 }), "reasons": reasons,
    });
    if price != usual {
        shown["regular"] = priced(usual);
    }
    if let Some(auto) = reward.get("auto") {
        let missing = whole(&auto["at"]) - state.purses[currency].usable();
        shown["auto"] =
            json!({ "at": auto["at"], "repeat": auto["repeat"] == true, "missing": number(missing.max(0)) });
    }
    if let Some(tier) = reward.get("tier") {
        shown["tier"] = tier.clone();
    }
    if let Some(stock) = stock {
        shown["stock"] = stock.clone();
    }
    if shown["redeemable"] == true {
        let losses = losses(state, &sale(state, reward, 1, now));
        if !losses.is_empty() {
            shown["loses"] = losses.into();
        }
    }
    shown
}

/// The tiers that a sale would cost: at once where tiers follow, else when the period ends.
fn losses(state: &State, sale: &Sale) -> Vec<Value> {
    let book = state.book;
    if !book.list("metrics").any(|metric| metric["kind"] == "balance") {
        return Vec::new();
    }
    let mut after = state.clone();
    pay(&mut after, sale, "sale");
    let mut losses = Vec::new();
    for (place, ladder) in book.list("ladders").enumerate() {
        let standing = &state.standings[place];
        let Some(rank) = standing.tier else { continue };
        let (to, from) = if let Some(follow) = ladder["follow"].as_str() {
            let stays = |state: &State| ladder::held(state, place, state.day) >= Some(rank);
            if standing.given || !stays(state) || stays(&after) {
                continue;
            }
            let held = ladder::held(&after, place, state.day);
            let to = if follow == "both" { held } else { ladder::one_down(&after, place, rank) };
            (to, state.day)
        } else {
            let Some(last) = standing.last_day else { continue };
            let keep = book.tiers(place)[rank].get("keep");
            let keeps = |state: &State| keep.is_some_and(|keep| holds(keep, &Scene::now(state, last)));
            if !keeps(state) || keeps(&after) {
                continue;
            }
            (ladder::dropped_to(&after, place, last), next_day(last))
        };
        let to = to.map_or(Value::Null, |rank| book.tiers(place)[rank]["id"].clone());
        losses.push(json!({ "ladder": ladder["id"], "to": to, "from": from.to_string() }));
    }
    losses
}
