//! Random openings and corrections of metrics.

use serde_json::{Value, json};

use super::{DAY, Draft, activity, has, money, with_currency};
use crate::model::calendar::instant_text;
use crate::model::dice::Dice;
use crate::model::facts::each;

pub fn adjust_metric(draft: &Draft, dice: &mut Dice) -> Value {
    match amount_of_a_metric(draft, dice) {
        Some((metric, amount)) => json!({ "type": "adjust", "metric": metric, "amount": amount }),
        None => activity(dice),
    }
}

/// A metric that adds up, and an amount for it.
fn amount_of_a_metric(draft: &Draft, dice: &mut Dice) -> Option<(Value, Value)> {
    let adds_up =
        |metric: &&Value| ["sum", "count", "ledger", "accrual"].iter().any(|kind| metric["kind"] == *kind);
    let metrics: Vec<&Value> = each(&draft.program["metrics"]).filter(adds_up).collect();
    let metric = if metrics.is_empty() { None } else { Some(*dice.pick(&metrics)) }?;
    let amount = *dice.pick(&[3, 1, -1, 150, -20]);
    let amount = if metric["of"] == "paid" { money(draft, amount * 100) } else { amount.into() };
    Some((metric["id"].clone(), amount))
}

pub fn opening(draft: &mut Draft, dice: &mut Dice) -> Value {
    draft.opened = true;
    let today = draft.zone.date_of(draft.clock);
    let day = |days: i64| today.checked_add(jiff::Span::new().days(days)).unwrap();
    let mut opening = json!({ "type": "opening" });
    if has(draft, "points") {
        let lots = dice.list(0, 3, |dice, place| {
            let mut lot = json!({ "points": dice.pick(&[100, 7, 40]) });
            // Lots of one opening that are earned at one instant too have no order among them.
            if place > 0 || dice.once_in(2) {
                let days = i64::try_from(place).unwrap() * 50 + dice.between(1, 50);
                lot["earnedAt"] = instant_text(draft.clock - days * DAY).into();
            }
            if dice.once_in(3) {
                lot["usableAt"] = instant_text(draft.clock + dice.between(-9, 9) * DAY).into();
            }
            if dice.once_in(2) {
                lot["lastDay"] = day(dice.between(10, 300)).to_string().into();
            }
            with_currency(draft, dice, lot)
        });
        opening["lots"] = lots.into();
    }
    if let Some((metric, amount)) = amount_of_a_metric(draft, dice).filter(|_| dice.once_in(2)) {
        let day = day(dice.between(-60, 0));
        opening["metrics"] = json!([{ "metric": metric, "amount": amount, "day": day.to_string() }]);
    }
    let tiers: Vec<&Value> =
        each(&draft.program["ladders"]).flat_map(|ladder| each(&ladder["tiers"])).collect();
    if !tiers.is_empty() && dice.once_in(2) {
        let mut tier = json!({ "tier": dice.pick(&tiers)["id"] });
        if dice.once_in(2) {
            tier["since"] = day(dice.between(-20, 0)).to_string().into();
        }
        if dice.once_in(2) {
            tier["lastDay"] = day(dice.between(0, 200)).to_string().into();
        }
        opening["tier"] = tier;
    }
    opening
}
