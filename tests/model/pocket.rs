//! The wallet as the view shows it.

use jiff::Span;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::calendar::{holds as window_holds, instant_text};
use super::facts::each;
use super::number::{money, money_text, whole};
use super::points::number;
use super::state::State;
use super::timing;
use super::wallet::{Issue, Use, coupon};

/// How much a limit lets more on a date.
fn room(state: &State, coupon: &Value, limit: &Value, today: Date) -> i128 {
    let window = limit.get("window").cloned().unwrap_or_else(|| "lifetime".into());
    let held = |used: &&Use| {
        coupon["id"] == *used.coupon && window_holds(&window, used.day, today, state.anchors(0))
    };
    let of = |used: &Use| match limit["of"].as_str().unwrap() {
        "uses" => used.uses,
        "units" => used.units,
        _ => used.amount,
    };
    let used: i128 = state.coupon_uses.iter().filter(held).map(of).sum();
    (most(state, limit) - used.max(0)).max(0)
}

fn most(state: &State, limit: &Value) -> i128 {
    if limit["of"] == "money" { money(&limit["max"], state.book.decimals) } else { whole(&limit["max"]) }
}

/// The wallet as the view shows it.
pub fn shown(state: &State, now: i64) -> Vec<Value> {
    let mut all: Vec<(bool, i64, &str, Value)> = Vec::new();
    for issue in &state.wallet {
        let end = issue.ends.map_or(i64::MAX, |(end, _)| end);
        if end > now && issue.left() > 0 {
            let shown = issue_shown(state, issue, end, now);
            all.push((shown["usable"] == false, end, &issue.id, shown));
        }
    }
    all.sort_by(|one, other| (one.0, one.1, one.2).cmp(&(other.0, other.1, other.2)));
    all.into_iter().map(|(_, _, _, shown)| shown).collect()
}

/// A reason with the instant at which it ends, its date, and what the clock reads then.
fn dated(state: &State, mut reason: Value, at: i64) -> Value {
    let zone = &state.book.zone;
    let day = zone.date_of(at);
    reason["at"] = instant_text(at).into();
    reason["from"] = day.to_string().into();
    if zone.first_instant(day) != at {
        let minute = zone.minute_of(at);
        reason["hour"] = format!("{:02}:{:02}", minute / 60, minute % 60).into();
    }
    reason
}

fn issue_shown(state: &State, issue: &Issue, end: i64, now: i64) -> Value {
    let zone = &state.book.zone;
    let today = zone.date_of(now);
    let coupon = coupon(state, &issue.coupon).unwrap();
    let mut reasons = Vec::new();
    if now < issue.begins {
        reasons.push(dated(state, json!({ "is": "notBegun" }), issue.begins));
    }
    let mut asked = coupon.get("validity").cloned().unwrap_or_else(|| json!({}));
    asked.as_object_mut().unwrap().retain(|key, _| key == "weekdays" || key == "between");
    if asked != json!({}) && !timing::is_on(&asked, zone, now) {
        let mut reason = json!({ "is": "hours" });
        if let Some(at) = timing::begins(&asked, zone, now).filter(|at| *at < end) {
            reason = dated(state, reason, at);
        }
        reasons.push(reason);
    }
    let mut uses = issue.balance.is_none().then(|| issue.left());
    for limit in each(&coupon["limits"]).filter(|limit| limit["per"] == "member") {
        let left = room(state, coupon, limit, today);
        if limit["of"] == "uses" {
            uses = Some(uses.map_or(left, |uses| uses.min(left)));
        }
        if left > 0 {
            continue;
        }
        let mut reason = json!({ "is": "limit", "of": limit["of"], "max": limit["max"] });
        if limit["of"] == "money" {
            reason["max"] = money_text(most(state, limit), state.book.decimals).into();
        }
        let mut days = (1..1200).map(|days| today.checked_add(Span::new().days(days)).unwrap());
        let frees = days.find(|day| room(state, coupon, limit, *day) > 0);
        if let Some(day) = frees.filter(|day| zone.first_instant(*day) < end) {
            reason["frees"] = day.to_string().into();
        }
        reasons.push(reason);
    }
    let mut shown = json!({
        "issue": issue.id, "coupon": issue.coupon, "name": super::show::name(coupon),
        "issuedAt": instant_text(issue.at), "begins": instant_text(issue.begins),
        "usable": reasons.is_empty(), "reasons": reasons,
    });
    if let Some(rule) = &issue.rule {
        shown["rule"] = rule.as_str().into();
    }
    if let Some((end, last)) = issue.ends {
        shown["expiresAt"] = instant_text(end).into();
        if let Some(last) = last {
            shown["lastDay"] = last.to_string().into();
        }
    }
    if let Some(uses) = uses {
        shown["usesLeft"] = number(uses);
    }
    if issue.balance.is_some() {
        shown["balance"] = money_text(issue.left(), state.book.decimals).into();
    }
    shown
}
