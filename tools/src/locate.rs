//! The line and column of a path in the text of a program.

use memberview::json::{Json, parse};

/// Where something stands in a text, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// Where the value of a path stands; of a value that is not there, where the nearest one around it does.
#[must_use]
pub fn locate(text: &str, path: &str) -> Spot {
    let mut at = spaces(text, 0);
    for step in steps(path) {
        let found = match step {
            Step::Field(name) => field(text, at, name),
            Step::Item(index) => item(text, at, index),
        };
        let Some(found) = found else { break };
        at = found;
    }
    spot(text, at)
}

/// Where a byte stands.
#[must_use]
pub fn spot(text: &str, at: usize) -> Spot {
    let head = text.get(..at.min(text.len())).unwrap_or(text);
    let line = head.matches('\n').count() + 1;
    let last = head.rsplit('\n').next().unwrap_or_default();
    Spot { line, column: last.chars().count() + 1 }
}

/// A step of a path.
enum Step<'a> {
    Field(&'a str),
    Item(usize),
}

fn steps(path: &str) -> impl Iterator<Item = Step<'_>> {
    path.split(['.', '[']).filter(|part| !part.is_empty()).map(|part| {
        let index = part.strip_suffix(']').and_then(|digits| digits.parse().ok());
        index.map_or(Step::Field(part), Step::Item)
    })
}

/// Where the value of an object's field begins.
fn field(text: &str, at: usize, name: &str) -> Option<usize> {
    let mut at = after(text, at, '{')?;
    loop {
        let end = value(text, at)?;
        let key = text.get(at..end)?;
        let same = matches!(parse(key, 1), Ok(Json::Text(key)) if key == name);
        at = after(text, spaces(text, end), ':')?;
        if same {
            return Some(at);
        }
        at = after(text, spaces(text, value(text, at)?), ',')?;
    }
}

/// Where a list's item begins.
fn item(text: &str, at: usize, index: usize) -> Option<usize> {
    let mut at = after(text, at, '[')?;
    for _ in 0..index {
        at = after(text, spaces(text, value(text, at)?), ',')?;
    }
    (text.as_bytes().get(at) != Some(&b']')).then_some(at)
}

/// What follows a sign and the spaces behind it.
fn after(text: &str, at: usize, sign: char) -> Option<usize> {
    text.get(at..)?.starts_with(sign).then(|| spaces(text, at + 1))
}

fn spaces(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len()
}

/// Where a value ends that begins here.
fn value(text: &str, at: usize) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for (offset, byte) in text.as_bytes().get(at..)?.iter().enumerate() {
        if quoted {
            quoted = escaped || *byte != b'"';
            escaped = !escaped && *byte == b'\\';
            if !quoted && depth == 0 {
                return Some(at + offset + 1);
            }
            continue;
        }
        match byte {
            b'"' => quoted = true,
            b'}' | b']' | b',' | b':' | b' ' | b'\n' | b'\t' | b'\r' if depth == 0 => {
                return Some(at + offset);
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + offset + 1);
                }
            }
            _ => {}
        }
    }
    Some(text.len())
}

#[cfg(test)]
mod tests {
    use super::{Spot, locate};

    const TEXT: &str = "{\n  \"a\": [1, {\"b\\\"[\": 2,\n  \"名\": \"值\", \"c\": -1.5 }],\n  \"d\": true\n}";

    #[test]
    fn a_path_is_found() {
        for (path, line, column) in [
            ("", 1, 1),
            ("a", 2, 8),
            ("a[0]", 2, 9),
            ("a[1]", 2, 12),
            ("a[1].名", 3, 8),
            ("a[1].c", 3, 18),
            ("d", 4, 8),
        ] {
            assert_eq!(locate(TEXT, path), Spot { line, column }, "{path}");
        }
    }

    #[test]
    fn what_is_missing_is_looked_for_around_it() {
        for (path, line, column) in [("a[7]", 2, 8), ("a[1].x", 2, 12), ("e.f", 1, 1), ("a[0].b", 2, 9)] {
            assert_eq!(locate(TEXT, path), Spot { line, column }, "{path}");
        }
    }
}
