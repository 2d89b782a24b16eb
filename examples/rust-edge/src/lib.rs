//! An edge service in Rust: a request in, an answer out, and the engine linked directly. Nothing here knows which host it runs on;
//! `main.rs` serves it on loopback, `abi.rs` in a bare WebAssembly host, and a host's own SDK is one more such file.

mod abi;

use memberview::api::{Member, Program, QuoteRequest, Request, instant};
use memberview::problem::Problems;
use serde::Deserialize;
use serde_json::value::RawValue;

/// The shop's rules travel inside.
const PROGRAM: &str = include_str!("../../../presets/sephora-cn.json");

/// What to send back.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status, as HTTP has it.
    pub status: u16,
    /// JSON.
    pub body: String,
}

/// What is asked, the same for both paths.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked<'a> {
    /// The member's profile and events.
    #[serde(borrow)]
    facts: &'a RawValue,
    /// What is to be bought.
    #[serde(borrow)]
    cart: Option<&'a RawValue>,
    /// An instant with its offset.
    now: String,
    /// Of the names in the view.
    #[serde(default = "english")]
    locale: String,
}

fn english() -> String {
    "en".to_owned()
}

/// Answers a request: `/view` with everything to show, `/quote` with what a cart costs.
#[must_use]
pub fn respond(path: &str, body: &str) -> Answer {
    let work: fn(&Program, &Member, &Asked<'_>) -> Result<String, Problems> = match path {
        "/view" => view,
        "/quote" => quote,
        _ => return Answer { status: 404, body: r#"{"error":"unknownPath"}"#.to_owned() },
    };
    let Ok(asked) = serde_json::from_str::<Asked<'_>>(body) else {
        return Answer { status: 400, body: r#"{"error":"malformed"}"#.to_owned() };
    };
    let answered = Program::load(PROGRAM).and_then(|program| {
        let member = program.member(asked.facts.get())?;
        work(&program, &member, &asked)
    });
    match answered {
        Ok(body) => Answer { status: 200, body },
        Err(problems) => Answer { status: 422, body: problems.to_json() },
    }
}

/// The view is one line each for its head, the points, the tiers and the rest, so that a page reads only what it shows; here they
/// are put into a list.
fn view(_: &Program, member: &Member, asked: &Asked<'_>) -> Result<String, Problems> {
    let request = Request { locale: &asked.locale, ..Request::at(instant(&asked.now)?) };
    let lines = member.view(&request)?;
    Ok(format!("[{}]", lines.lines().collect::<Vec<_>>().join(",")))
}

fn quote(program: &Program, member: &Member, asked: &Asked<'_>) -> Result<String, Problems> {
    let cart = program.cart(asked.cart.map_or("{}", RawValue::get))?;
    let request = QuoteRequest { locale: &asked.locale, ..QuoteRequest::at(instant(&asked.now)?) };
    member.quote(&cart, &request)
}

#[cfg(test)]
mod tests {
    use super::respond;

    const FACTS: &str = r#"{ "profile": { "id": "m1", "joinedAt": "2026-10-20" }, "events": [
        { "id": "o1", "type": "order", "at": "2026-10-24T20:15:00+08:00",
          "lines": [{ "id": "1", "sku": "serum", "quantity": 1, "unitPrice": "399.00" }] }] }"#;

    fn asked(path: &str, more: &str) -> (u16, String) {
        let answer =
            respond(path, &format!(r#"{{ "facts": {FACTS}, "now": "2026-11-22T10:00:00+08:00"{more} }}"#));
        (answer.status, answer.body)
    }

    #[test]
    fn a_view_has_its_four_lines() {
        let (status, body) = asked("/view", "");
        assert_eq!(status, 200);
        let lines: Vec<serde_json::Value> = serde_json::from_str(&body).unwrap_or_default();
        assert_eq!(lines.len(), 4);
    }

    #[test]
    fn a_quote_says_what_is_to_be_paid() {
        let cart =
            r#", "cart": { "lines": [{ "id": "1", "sku": "mask", "quantity": 2, "unitPrice": "99.50" }] }"#;
        let (status, body) = asked("/quote", cart);
        assert_eq!(status, 200);
        assert!(body.contains(r#""payable":"199.00""#), "{body}");
    }

    #[test]
    fn what_is_wrong_is_told() {
        assert_eq!(asked("/views", "").0, 404);
        assert_eq!(asked("/view", r#", "then": 1"#).0, 400);
        let (status, body) = asked("/quote", r#", "cart": { "lines": 1 }"#);
        assert_eq!(status, 422);
        assert!(body.contains(r#""path":"lines""#), "{body}");
    }
}
