//! The messages of problems, from the tables that the package ships.

use std::sync::LazyLock;

use memberview::problem::Problem;
use serde_json::{Value, json};

static TABLES: LazyLock<[(&'static str, Value); 2]> = LazyLock::new(|| {
    [
        ("en", serde_json::from_str(include_str!("../../messages/en.json")).unwrap()),
        ("zh-CN", serde_json::from_str(include_str!("../../messages/zh-CN.json")).unwrap()),
    ]
});

/// A problem with its messages, as cases write it.
pub fn shown(problem: &Problem) -> Value {
    shown_json(&serde_json::from_str(&memberview::json::text(problem)).unwrap())
}

/// The same from a problem's JSON.
pub fn shown_json(problem: &Value) -> Value {
    let mut shown = json!({ "code": problem["code"], "path": problem["path"] });
    for (locale, table) in TABLES.iter() {
        let template = table["problems"][problem["code"].as_str().unwrap()].as_str().unwrap_or("(no text)");
        shown[*locale] = fill(template, &problem["params"], table).into();
    }
    shown
}

/// A template with its params; a segment in brackets goes when one of its params is absent.
fn fill(template: &str, params: &Value, table: &Value) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once(['[', '{']) {
        text.push_str(before);
        let segment = rest.strip_prefix(before).unwrap().starts_with('[');
        let (inner, following) = after.split_once(if segment { ']' } else { '}' }).unwrap();
        if segment {
            let complete =
                inner.split('{').skip(1).all(|place| !params[place.split('}').next().unwrap()].is_null());
            if complete {
                text.push_str(&fill(inner, params, table));
            }
        } else {
            let shown = value(&params[inner], text.ends_with('`'), table);
            text.push_str(&shown.unwrap_or_else(|| format!("{{{inner}}}")));
        }
        rest = following;
    }
    text + rest
}

fn value(param: &Value, quoted: bool, table: &Value) -> Option<String> {
    match param {
        Value::String(word) if !quoted => Some(table["words"][word].as_str().unwrap_or(word).to_owned()),
        Value::String(word) => Some(word.clone()),
        Value::Array(list) => {
            Some(list.iter().map(|item| item.as_str().unwrap()).collect::<Vec<_>>().join(", "))
        }
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Object(_) => None,
    }
}
