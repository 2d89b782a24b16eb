//! Events of plans, for random histories.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::dice::Dice;
use super::facts::each;

/// The plans that some metric rises by.
fn plans(program: &Value) -> Vec<Value> {
    let rates = each(&program["metrics"]).flat_map(|metric| each(&metric["perDay"]));
    rates.map(|rate| rate["plan"].clone()).collect()
}

pub fn has_plans(program: &Value) -> bool {
    !plans(program).is_empty()
}

/// A plan that begins, goes on or ends on a date.
pub fn plan(program: &Value, today: Date, dice: &mut Dice) -> Value {
    let plan = dice.pick(&plans(program)).clone();
    if dice.once_in(4) {
        return json!({ "type": "cancel", "plan": plan });
    }
    let days = jiff::Span::new().days(*dice.pick(&[0, 1, 6, 30, 100]));
    let last = today.checked_add(days).unwrap();
    json!({ "type": dice.pick(&["subscribe", "renew"]), "plan": plan, "lastDay": last.to_string() })
}
