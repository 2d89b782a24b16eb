//! What a view is asked for, and the moments of questions.

use crate::json::{DEPTH, Json, text};
use crate::problem::{Code, Problem, Problems};
use crate::program::Program;
use crate::shape::{Place, Reader, tree};
use crate::unit::{Instant, SAFE};

/// What a view is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The moment, in epoch milliseconds.
    pub now: i64,
    /// The locale of names.
    pub locale: &'a str,
    /// How many lines of each history, at most.
    pub history: usize,
    /// How many lots of each currency, at most.
    pub lots: usize,
    /// How many of which reward there are, as JSON text of an object; empty says nothing.
    pub stock: &'a str,
}

impl Request<'_> {
    /// In English, with at most 50 of everything.
    #[must_use]
    pub fn at(now: i64) -> Self {
        Self { now, locale: "en", history: 50, lots: 50, stock: "" }
    }
}

/// How many of which of a program's rewards there are, by the place of the reward.
pub(super) fn stock(text: &str, program: &Program) -> Result<Vec<(usize, i64)>, Problems> {
    let root = Place::ROOT;
    let place = root.field("stock");
    let mut stock = Vec::new();
    if text.is_empty() {
        return Ok(stock);
    }
    let json = tree(text, &place, DEPTH)?;
    let mut reader = Reader::default();
    let Json::Object(fields) = &json else {
        reader.wrong_type(&json, &place, "object");
        return reader.finish(None);
    };
    let mut known = Vec::new();
    for reward in &program.rewards {
        known.push(&*reward.id);
    }
    for (id, json) in fields {
        let at = place.field(id);
        let number = reader.whole(json, &at, 0, SAFE);
        if let Some(reward) = known.iter().position(|known| *known == id.as_ref()) {
            stock.extend(number.map(|number| (reward, number)));
            continue;
        }
        reader.note(at.unknown("reward", id, &known));
    }
    reader.finish(Some(stock))
}

/// The moment of a question.
pub(super) fn moment(now: i64) -> Result<Instant, Problem> {
    Instant::checked(now)
        .ok_or_else(|| Place::ROOT.field("now").problem(Code::BadInstant).text("value", text(&now)))
}

/// An instant from RFC 3339 text.
///
/// # Errors
/// When it is none.
pub fn instant(text: &str) -> Result<i64, Problems> {
    let place = Place::ROOT;
    let problem = || place.field("now").problem(Code::BadInstant).text("value", crate::json::shortened(text));
    Ok(Instant::parse(text).map(Instant::millis).ok_or_else(problem)?)
}
