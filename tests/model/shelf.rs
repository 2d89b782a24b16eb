//! Valid rewards of every kind, for random programs.

use serde_json::{Value, json};

use super::conditions::condition;
use super::dice::Dice;
use super::facts::each;
use super::metrics::PLANS;
use super::programs::{Draft, PERIODS, Place};

/// The program's rewards.
pub fn rewards(dice: &mut Dice, draft: &Draft) -> Vec<Value> {
    if draft.currencies == 0 || dice.once_in(2) {
        return Vec::new();
    }
    dice.list(1, 3, |dice, place| reward(dice, draft, place))
}

/// How many there are of some of a program's rewards.
pub fn stock(dice: &mut Dice, program: &Value) -> Value {
    let mut stock = json!({});
    for reward in each(&program["rewards"]) {
        if dice.once_in(2) {
            stock[reward["id"].as_str().unwrap()] = (*dice.pick(&[0, 1, 2, 1000])).into();
        }
    }
    stock
}

fn reward(dice: &mut Dice, draft: &Draft, place: usize) -> Value {
    let points = *dice.pick(&[10, 1, 25, 60, 100]);
    let mut reward = json!({
        "id": format!("reward{place}"), "points": points,
        "kind": dice.pick(&["goods", "coupon", "service", "ticket", "charity", "partnerPoints"]),
    });
    if draft.currencies > 1 && dice.once_in(2) {
        reward["currency"] = "points1".into();
    }
    if !draft.ladders.is_empty() && dice.once_in(5) {
        let ladder = dice.below(draft.ladders.len());
        reward["kind"] = "tierUpgrade".into();
        reward["tier"] = format!("tier{ladder}{}", dice.below(draft.ladders[ladder])).into();
    } else if dice.once_in(3) {
        reward["auto"] = json!({ "at": points.max(40) + dice.between(0, 60), "repeat": !dice.once_in(3) });
    }
    let coupons = super::coupons::issuable(&draft.coupons);
    if reward.get("tier").is_none() && !coupons.is_empty() && dice.once_in(2) {
        reward["kind"] = "coupon".into();
        reward["coupon"] = (*dice.pick(&coupons)).clone();
    }
    let automatic = reward.get("auto").is_some();
    if !automatic && dice.once_in(3) {
        reward["money"] = (*dice.pick(&["1", "10"])).into();
    }
    if dice.once_in(3) {
        let prices = dice.list(1, 2, |dice, _| {
            let when = condition(dice, draft, Place::Tier, 1, 1);
            let mut price = json!({ "when": when, "points": dice.between(1, 40) });
            if !automatic && dice.once_in(3) {
                price["money"] = "3".into();
            }
            price
        });
        reward["prices"] = prices.into();
    }
    if dice.once_in(3) {
        reward["when"] = condition(dice, draft, Place::Tier, 1, 1);
    }
    if dice.once_in(4) {
        reward["minimumBalance"] = (*dice.pick(&[30, 150])).into();
    }
    if dice.once_in(2) {
        reward["limits"] = dice.list(1, 2, |dice, _| limit(dice)).into();
    }
    reward
}

/// What holds for all rewards of a currency.
pub fn redeeming(dice: &mut Dice) -> Value {
    let mut redeem = json!({ "limits": dice.list(0, 2, |dice, _| limit(dice)) });
    if dice.once_in(3) {
        redeem["minimumBalance"] = (*dice.pick(&[20, 90])).into();
    }
    if dice.once_in(2) {
        redeem["checkout"] = dice.once_in(2).into();
    }
    redeem
}

fn limit(dice: &mut Dice) -> Value {
    let words =
        ["calendarMonth", "day", "calendarQuarter", "calendarYear", "membershipYear", "lifetime", "event"];
    let per = match dice.below(9) {
        0..=2 => json!({ "last": dice.pick(&PERIODS) }),
        3 | 4 => json!({ "planTerm": PLANS[dice.below(4) / 3] }),
        _ => (*dice.pick(&words)).into(),
    };
    if dice.once_in(2) {
        json!({ "times": dice.between(1, 3), "per": per })
    } else {
        json!({ "points": dice.between(20, 200), "per": per })
    }
}
