//! What a view is asked for, and the moments of questions.

use crate::json::text;
use crate::problem::{Code, Problem, Problems};
use crate::shape::Place;
use crate::unit::Instant;

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
}

impl Request<'_> {
    /// In English, with at most 50 of everything.
    #[must_use]
    pub fn at(now: i64) -> Self {
        Self { now, locale: "en", history: 50, lots: 50 }
    }
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
