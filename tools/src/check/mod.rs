//! What is wrong with a program, and what in it is probably not meant so.

mod carts;
mod codes;
mod condition;
mod dead;
mod facts;
mod formula;
mod loops;
mod order;
mod ratio;
mod stripped;
mod tiers;
mod unused;
mod worth;

use crate::locate::{Spot, locate, spot};
use crate::node::Node;
use crate::words::{Locale, Words};
pub use condition::main_key;
use facts::Facts;
use memberview::api::Program;
use memberview::json::{DEPTH, parse};
use memberview::problem::{Param, Problem};

/// Something in a program that the engine accepts and a merchant hardly means.
#[derive(Clone, Debug)]
pub struct Warning {
    /// What it is; never changes meaning.
    pub code: &'static str,
    /// Where it stands.
    pub path: String,
    /// What its sentence shows.
    pub params: Vec<(&'static str, String)>,
}

impl Warning {
    fn at(code: &'static str, node: &Node<'_>, params: &[(&'static str, &str)]) -> Self {
        let params = params.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self { code, path: node.path.clone(), params }
    }
}

/// Codes of all warnings.
pub const CODES: [&str; 16] = [
    "neverEntered",
    "withoutEnter",
    "skipped",
    "neverKept",
    "neverHolds",
    "partNeverHolds",
    "shadowed",
    "multipliesNothing",
    "unusedScope",
    "unusedMetric",
    "costsNothing",
    "costNothingTogether",
    "earnsItsPrice",
    "orderEarnsMore",
    "paysForItself",
    "weakCode",
];

/// What was found.
#[derive(Debug)]
pub struct Report {
    /// Whether the engine refuses the program.
    pub refused: bool,
    /// One line for each finding: where it stands, its path and what it is.
    pub lines: Vec<String>,
}

/// Checks the text of a program.
#[must_use]
pub fn check(text: &str, locale: Locale) -> Report {
    let words = Words::of(locale);
    let line = |spot: Spot, kind: &str, path: &str, code: &str, sentence: &str| {
        let head = words.fill("check", kind, &[]);
        let place = if path.is_empty() { String::new() } else { format!("{path}: ") };
        format!("{}:{} {head} {place}{sentence} ({code})", spot.line, spot.column)
    };
    if let Err(refusal) = Program::load(text) {
        let problem = |problem: &Problem| {
            let code = problem.code.as_str();
            line(place(text, problem), "problem", &problem.path, code, &words.problem(code, &shown(problem)))
        };
        return Report { refused: true, lines: refusal.problems.iter().map(problem).collect() };
    }
    let warning = |warning: &Warning| {
        let mut params = warning.params.clone();
        for (name, value) in params.iter_mut().filter(|(_, value)| !value.is_empty()) {
            match *name {
                "kind" => *value = words.fill("kinds", value, &[]),
                "auto" => *value = words.fill("check", value, &[]),
                _ => {}
            }
        }
        let sentence = words.fill("warnings", warning.code, &params);
        line(locate(text, &warning.path), "warning", &warning.path, warning.code, &sentence)
    };
    Report { refused: false, lines: warnings(text).iter().map(warning).collect() }
}

/// The warnings of a program that the engine accepts, in the order of the program; none of any other.
#[must_use]
pub fn warnings(text: &str) -> Vec<Warning> {
    let Ok(json) = parse(text, DEPTH) else { return Vec::new() };
    let program = Node::root(&json);
    if Program::load(text).is_err() {
        return Vec::new();
    }
    let facts = Facts::of(&program);
    let mut found = tiers::warnings(&facts);
    found.extend(dead::warnings(&facts));
    found.extend(order::warnings(&facts));
    found.extend(unused::warnings(&program));
    found.extend(carts::warnings(&facts));
    found.extend(worth::warnings(&facts));
    found.extend(loops::warnings(&program));
    found.extend(codes::warnings(&program));
    found.sort_by_key(|warning| {
        let at = locate(text, &warning.path);
        (at.line, at.column)
    });
    found
}

/// Where a problem stands; what is no JSON says the byte itself.
fn place(text: &str, problem: &Problem) -> Spot {
    let at = problem.params.iter().find_map(|(name, value)| match value {
        Param::Number(at) if *name == "at" => usize::try_from(*at).ok(),
        Param::Number(_) | Param::Text(_) | Param::List(_) => None,
    });
    match at {
        Some(at) if problem.path.is_empty() => spot(text, at),
        _ => locate(text, &problem.path),
    }
}

fn shown(problem: &Problem) -> Vec<(&str, String)> {
    let text = |param: &Param| match param {
        Param::Text(text) => text.clone(),
        Param::Number(number) => number.to_string(),
        Param::List(list) => list.join(", "),
    };
    problem.params.iter().map(|(name, param)| (*name, text(param))).collect()
}
