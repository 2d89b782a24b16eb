//! Valid ladders of every shape.

use serde_json::{Value, json};

use super::conditions::condition;
use super::dice::Dice;
use super::number::money_text;
use super::programs::{Draft, PERIODS, Place};

/// A ladder of tiers.
pub fn ladder(dice: &mut Dice, draft: &Draft, place: usize) -> Value {
    let tiers = (0..draft.ladders[place]).map(|rank| tier(dice, draft, place, rank)).collect::<Vec<Value>>();
    let mut ladder = json!({ "id": format!("ladder{place}"), "tiers": tiers });
    if dice.once_in(4) {
        // A fall from one to the other, whose periods are counted from the end of the unit and not of what was added to it.
        let unit = *dice.pick(&["month", "quarter", "halfYear", "year"]);
        for tier in ladder["tiers"].as_array_mut().unwrap() {
            if tier.get("validFor").is_some() {
                let plus = dice.pick(&["P1M", "P3M", "P10D", "P1Y"]);
                tier["validFor"] = json!({ "period": "P1D", "endOf": unit, "plus": plus });
            }
        }
    }
    match dice.below(8) {
        1 => ladder["evaluate"] = "event".into(),
        2 => ladder["evaluate"] = "daily".into(),
        3 => ladder["evaluate"] = json!({ "dayOfMonth": dice.pick(&[8, 1, 31]) }),
        _ => {}
    }
    match dice.below(8) {
        1 | 2 => ladder["onRefund"] = "reevaluate".into(),
        3 => ladder["onRefund"] = "keep".into(),
        4 | 5 => {
            ladder["follow"] = (*dice.pick(&["both", "oneDown"])).into();
            for tier in ladder["tiers"].as_array_mut().unwrap() {
                for field in ["validFor", "keep", "otherwise", "starts", "deduct", "onRenew"] {
                    tier.as_object_mut().unwrap().remove(field);
                }
            }
        }
        _ => {}
    }
    if ladder["onRefund"] == "reevaluate" {
        for tier in ladder["tiers"].as_array_mut().unwrap() {
            tier.as_object_mut().unwrap().remove("onEnter");
        }
    }
    ladder
}

/// What a tier brings with it.
fn gift(dice: &mut Dice, draft: &Draft) -> Value {
    let mut gift = json!({});
    if draft.currencies > 0 {
        let points = |dice: &mut Dice, _| {
            let mut points = json!({ "points": dice.pick(&[5, 100, 33]) });
            if dice.once_in(2) {
                points["currency"] = format!("points{}", dice.below(draft.currencies)).into();
            }
            points
        };
        gift["points"] = dice.list(0, 2, points).into();
    }
    if let Some(metric) = tallied(dice, draft, false)
        && dice.once_in(2)
    {
        gift["reset"] = json!([draft.metrics[metric]["id"]]);
    }
    let coupons = super::coupons::issuable(&draft.coupons);
    if !coupons.is_empty() && dice.once_in(2) {
        gift["coupons"] = dice.list(1, 2, |dice, _| (*dice.pick(&coupons)).clone()).into();
    }
    gift
}

/// A metric that adds up; one over all days.
fn tallied(dice: &mut Dice, draft: &Draft, lifetime: bool) -> Option<usize> {
    let adds_up =
        |metric: &Value| ["sum", "count", "ledger", "accrual"].iter().any(|kind| metric["kind"] == *kind);
    let fits = |place: &usize| {
        let metric = &draft.metrics[*place];
        let bare = metric.get("window").is_none() && metric.get("refresh").is_none();
        adds_up(metric) && (!lifetime || bare)
    };
    let places: Vec<usize> = (0..draft.metrics.len()).filter(fits).collect();
    if places.is_empty() { None } else { Some(*dice.pick(&places)) }
}

/// By how much a metric falls at the end of a tier's period.
fn deduct(dice: &mut Dice, draft: &Draft, metric: usize) -> Value {
    let by = dice.between(0, draft.sizes[metric] * 2);
    let is_money = draft.metrics[metric]["of"] == "paid";
    let by = if is_money { money_text(i128::from(by), draft.decimals).into() } else { Value::from(by) };
    json!({ "metric": draft.metrics[metric]["id"], "by": by })
}

fn tier(dice: &mut Dice, draft: &Draft, ladder: usize, rank: usize) -> Value {
    let mut tier = json!({ "id": format!("tier{ladder}{rank}") });
    let height = i64::try_from(rank).unwrap() + 1;
    if dice.once_in(9) {
        tier["invite"] = true.into();
    } else if rank > 0 || dice.once_in(4) {
        tier["enter"] = condition(dice, draft, Place::Tier, height, 0);
    }
    if tier.get("invite").is_none() && dice.once_in(5) {
        tier["starts"] = (*dice.pick(&["nextPeriod", "now"])).into();
    }
    if dice.once_in(4) {
        tier["onEnter"] = gift(dice, draft);
    }
    if dice.once_in(if rank > 0 { 4 } else { 2 }) {
        return tier;
    }
    tier["validFor"] = match dice.below(4) {
        0 => {
            json!({ "period": dice.pick(&PERIODS), "endOf": dice.pick(&["month", "quarter", "halfYear", "year"]) })
        }
        1 => json!({ "period": dice.pick(&PERIODS), "through": true }),
        _ => (*dice.pick(&["P1M", "P30D", "P1Y", "P6M", "P7D", "P12M", "always"])).into(),
    };
    if tier["validFor"]["endOf"].is_string() && dice.once_in(2) {
        tier["validFor"]["plus"] = (*dice.pick(&["P3M", "P10D", "P1Y"])).into();
    }
    if dice.once_in(4) {
        tier["onRenew"] = gift(dice, draft);
    }
    if let Some(metric) = tallied(dice, draft, true)
        && dice.once_in(3)
    {
        tier["deduct"] = deduct(dice, draft, metric);
    }
    if dice.once_in(2) {
        tier["keep"] = condition(dice, draft, Place::Tier, height, 0);
    }
    if dice.once_in(2) {
        tier["otherwise"] = (*dice.pick(&["oneDown", "relevel", "base"])).into();
    }
    tier
}
