//! Makes a failing example small: takes away whatever the failure does not need.

use serde_json::Value;

/// The smallest example found that still fails: fields and elements taken away, parts put in the place of the whole,
/// numbers made small, instants left.
pub fn smallest(example: &Value, fails: &mut dyn FnMut(&Value) -> bool) -> Value {
    let mut best = example.clone();
    loop {
        let mut smaller = false;
        for path in paths(&best) {
            for edit in edits(&best, &path) {
                if fails(&edit) {
                    best = edit;
                    smaller = true;
                    break;
                }
            }
        }
        if !smaller {
            return best;
        }
    }
}

/// One step into a value: the key or the place.
type Step = String;

/// The paths of everything inside, outermost first.
pub fn paths(value: &Value) -> Vec<Vec<Step>> {
    let mut found = Vec::new();
    for (step, inner) in children(value) {
        found.push(vec![step.clone()]);
        found.extend(paths(&inner).into_iter().map(|rest| [vec![step.clone()], rest].concat()));
    }
    found
}

fn children(value: &Value) -> Vec<(Step, Value)> {
    match value {
        Value::Object(fields) => fields.iter().map(|(key, inner)| (key.clone(), inner.clone())).collect(),
        Value::Array(list) => {
            list.iter().enumerate().map(|(place, inner)| (place.to_string(), inner.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// Simpler versions of the whole that differ at one path.
fn edits(whole: &Value, path: &[Step]) -> Vec<Value> {
    let Some(here) = whole.pointer(&pointer(path)) else { return Vec::new() };
    let mut found = vec![removed(whole, path)];
    let mut put = |value: Value| {
        if value != *here {
            let mut edit = whole.clone();
            *edit.pointer_mut(&pointer(path)).unwrap() = value;
            found.push(edit);
        }
    };
    match here {
        Value::Object(_) | Value::Array(_) => {
            let parts: Vec<Value> = children(here).into_iter().map(|(_, inner)| inner).collect();
            let grandchildren = parts.iter().flat_map(children).map(|(_, inner)| inner);
            grandchildren.chain(parts.iter().cloned()).filter(Value::is_object).for_each(put);
        }
        Value::Number(number) => {
            if let Some(number) = number.as_i64().filter(|number| number.abs() < 1_000_000_000) {
                let smaller = [0, 1, number / 2, number - number.signum()].into_iter();
                smaller.filter(|it| it.abs() < number.abs()).for_each(|it| put(it.into()));
            }
        }
        _ => {}
    }
    found
}

fn removed(whole: &Value, path: &[Step]) -> Value {
    let mut edit = whole.clone();
    let (key, parent) = path.split_last().unwrap();
    match edit.pointer_mut(&pointer(parent)).unwrap() {
        Value::Object(fields) => drop(fields.remove(key)),
        Value::Array(list) => drop(list.remove(key.parse().unwrap())),
        _ => {}
    }
    edit
}

/// A JSON pointer.
pub fn pointer(path: &[Step]) -> String {
    path.iter()
        .fold(String::new(), |pointer, step| pointer + "/" + &step.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_fails_is_left() {
        let example = json!({ "a": [{ "x": 9, "y": [1, 2, 3] }, 4], "b": { "all": [{ "c": 7 }] } });
        let mut fails =
            |value: &Value| value.to_string().contains("\"c\"") && value["a"][0]["x"].as_i64() > Some(3);
        assert_eq!(smallest(&example, &mut fails), json!({ "a": [{ "x": 4 }], "b": { "c": 0 } }));
    }
}
