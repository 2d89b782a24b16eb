//! A view as a person reads it in a terminal, with a bar for each way that is not yet gone to its end.

use serde_json::Value;

/// The whole view.
pub fn view(view: &Value) -> String {
    let mut out = String::new();
    let program = &view["program"];
    line(
        &mut out,
        0,
        &format!("{} — member {}, {}", name(program), word(&view["member"]["id"]), word(&view["today"])),
    );
    for points in list(&view["points"]) {
        show_points(&mut out, points);
    }
    for ladder in list(&view["tiers"]) {
        show_ladder(&mut out, ladder);
    }
    out
}

fn show_points(out: &mut String, points: &Value) {
    let worth = points["worth"].as_str().map(|worth| format!(" (worth {worth})")).unwrap_or_default();
    out.push('\n');
    line(out, 0, &format!("{}: {}{worth}", name(points), word(&points["balance"])));
    for (key, label) in [("pending", "pending"), ("debt", "owed")] {
        if points[key].as_i64().unwrap_or_default() > 0 {
            line(out, 1, &format!("{label} {}", word(&points[key])));
        }
    }
    let balance = number(&points["balance"]);
    for date in list(&points["expiring"]["dates"]).iter().take(ROWS) {
        let share = percent(number(&date["points"]), balance);
        let label = format!("expires {}", word(&date["lastDay"]));
        line(out, 1, &format!("{label:<28} {} {:>7}", bar(share), word(&date["points"])));
    }
    history(out, &points["history"], |entry| {
        format!("{:>+7}  → {:>6}", entry["points"].as_i64().unwrap_or_default(), word(&entry["balance"]))
    });
}

fn show_ladder(out: &mut String, ladder: &Value) {
    out.push('\n');
    let tier = if ladder["tier"].is_null() { "no tier yet".to_owned() } else { name(&ladder["tier"]) };
    let since = ladder["since"]["day"].as_str().map(|day| format!(", since {day}")).unwrap_or_default();
    let until = ladder["until"]["lastDay"].as_str().map(|day| format!(", until {day}")).unwrap_or_default();
    line(out, 0, &format!("{}: {tier}{since}{until}", name(ladder)));
    if !ladder["next"].is_null() {
        line(out, 1, &format!("next: {}", name(&ladder["next"])));
        verdict(out, 2, &ladder["next"]["enter"]);
    }
    if !ladder["keep"].is_null() {
        line(out, 1, &format!("to keep it on {}", word(&ladder["keep"]["lastDay"])));
        verdict(out, 2, &ladder["keep"]["verdict"]);
    }
    history(out, &ladder["history"], |entry| {
        if entry["to"].is_null() { "–".to_owned() } else { word(&entry["to"]) }
    });
}

/// A condition's answer: what is asked, how far the member is, and what is missing.
fn verdict(out: &mut String, depth: usize, answer: &Value) {
    let met = if answer["met"].as_bool().unwrap_or_default() { "✓" } else { "·" };
    let kind = word(&answer["is"]);
    if answer["of"].is_array() {
        line(out, depth, &format!("{met} {}", if kind == "any" { "one of" } else { "all of" }));
        for part in list(&answer["of"]) {
            verdict(out, depth + 1, part);
        }
        return;
    }
    let bound = ["bound", "target"].map(|key| word(&answer[key])).join(" ");
    if kind != "metric" {
        let from = answer["from"].as_str().map(|day| format!(", from {day}")).unwrap_or_default();
        line(out, depth, &format!("{met} {kind} {bound}{from}"));
        return;
    }
    let label = format!("{met} {} {bound}", word(&answer["metric"]));
    let gap =
        if answer["gap"].is_null() { String::new() } else { format!(", {} to go", word(&answer["gap"])) };
    let money = answer["money"].as_str().map(|money| format!(" (an order of {money})")).unwrap_or_default();
    let width = LABEL.saturating_sub(2 * depth);
    let share = answer["percent"].as_u64().unwrap_or_default();
    line(out, depth, &format!("{label:<width$} {} {}{gap}{money}", bar(share), word(&answer["value"])));
}

fn history(out: &mut String, history: &Value, what: impl Fn(&Value) -> String) {
    for entry in list(&history["entries"]).iter().take(ROWS) {
        let cause = entry["event"].as_str().unwrap_or_default();
        line(
            out,
            1,
            &format!("{}  {:<9} {}  {cause}", word(&entry["day"]), word(&entry["kind"]), what(entry)),
        );
    }
}

fn line(out: &mut String, depth: usize, text: &str) {
    out.push_str(&"  ".repeat(depth));
    out.push_str(text.trim_end());
    out.push('\n');
}

fn bar(percent: u64) -> String {
    let full = usize::try_from(percent.min(100)).unwrap_or_default() * BAR / 100;
    format!("{}{} {percent:>3}%", "█".repeat(full), "░".repeat(BAR - full))
}

fn percent(part: u64, whole: u64) -> u64 {
    (part * 100).checked_div(whole).unwrap_or_default()
}

fn name(value: &Value) -> String {
    word(if value["name"].is_string() { &value["name"] } else { &value["id"] })
}

fn word(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

const BAR: usize = 24;
const LABEL: usize = 36;
const ROWS: usize = 6;
