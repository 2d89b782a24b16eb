//! A program in plain words, as a shop owner reads it.

mod bounds;
mod condition;
mod coupon;
mod discount;
mod earn;
mod ladder;
mod member;
mod plan;
mod points;
mod reward;

use crate::node::Node;
use crate::words::{Locale, Words};
use memberview::api::Program;
use memberview::json::{DEPTH, parse};
use memberview::unit::Period;

/// Says a program in a language.
///
/// # Errors
/// Every problem of it, where the engine refuses it.
pub fn tell(text: &str, locale: Locale) -> Result<String, String> {
    Program::load(text).map_err(|problems| problems.to_string())?;
    let json = parse(text, DEPTH).map_err(|_| "no JSON".to_owned())?;
    let teller = Teller { words: Words::of(locale), program: Node::root(&json) };
    let mut page = Page::default();
    teller.head(&mut page);
    teller.points(&mut page);
    teller.ladders(&mut page);
    teller.plans(&mut page);
    teller.benefits(&mut page);
    teller.rewards(&mut page);
    teller.coupons(&mut page);
    teller.members(&mut page);
    Ok(page.0)
}

/// What is said, line by line.
#[derive(Default)]
struct Page(String);

impl Page {
    /// A heading, after an empty line.
    fn heading(&mut self, text: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// A sentence at a depth of the list.
    fn line(&mut self, depth: usize, text: &str) {
        self.0.push_str(&"  ".repeat(depth));
        self.0.push_str("- ");
        self.0.push_str(text);
        self.0.push('\n');
    }
}

/// Who says it: in which words, of which program.
struct Teller<'p> {
    words: Words,
    program: Node<'p>,
}

impl Teller<'_> {
    /// A text of `tell`, filled in.
    fn say(&self, key: &str, params: &[(&str, String)]) -> String {
        self.words.fill("tell", key, params)
    }

    /// The text of a word, or the word itself.
    fn word(&self, part: &str, word: &str) -> String {
        let key = format!("{part}.{word}");
        self.words.template("tell", &key).map_or_else(|| word.to_owned(), str::to_owned)
    }

    /// A thing's name in the language, or its id.
    fn name(&self, of: &Node<'_>) -> String {
        let names = of.field("names");
        let own = names.as_ref().and_then(|names| names.text(self.words.locale.name()));
        own.or_else(|| names.as_ref().and_then(|names| names.text("en")))
            .unwrap_or_else(|| of.id())
            .to_owned()
    }

    /// The name of what has an id in a list of the program.
    fn named(&self, list: &str, id: &str) -> String {
        let found = self.program.list(list).into_iter().find(|node| node.id() == id);
        found.map_or_else(|| id.to_owned(), |node| self.name(&node))
    }

    /// The name of a tier.
    fn tier(&self, id: &str) -> String {
        let mut tiers = self.program.list("ladders").into_iter().flat_map(|ladder| ladder.list("tiers"));
        tiers.find(|tier| tier.id() == id).map_or_else(|| id.to_owned(), |tier| self.name(&tier))
    }

    /// An amount of money.
    fn money(&self, amount: &str) -> String {
        self.say(
            "money",
            &[
                ("amount", amount.to_owned()),
                ("currency", self.program.text("currency").unwrap_or("").to_owned()),
            ],
        )
    }

    /// Several things, of which all or one is meant.
    fn list(&self, parts: &[String], join: &str) -> String {
        parts.join(&self.say(join, &[]))
    }

    /// A count with its unit, which English says in one or several.
    fn counted(&self, key: &str, n: &str) -> String {
        let form = if n == "1" { "one" } else { "other" };
        self.say(&format!("{key}.{form}"), &[("n", n.to_owned())])
    }

    /// A period in words.
    fn period(&self, text: &str) -> String {
        if Period::parse(text).is_none() {
            return text.to_owned();
        }
        let mut parts = Vec::new();
        let (mut digits, mut clock) = (String::new(), false);
        for sign in text.chars().skip(1) {
            match sign {
                'T' => clock = true,
                '0'..='9' => digits.push(sign),
                _ => {
                    let unit = match (sign, clock) {
                        ('Y', _) => "years",
                        ('M', false) => "months",
                        ('W', _) => "weeks",
                        ('D', _) => "days",
                        ('H', _) => "hours",
                        ('M', true) => "minutes",
                        _ => "seconds",
                    };
                    parts.push(self.counted(&format!("period.{unit}"), &digits));
                    digits.clear();
                }
            }
        }
        self.list(&parts, "join.period")
    }

    fn head(&self, page: &mut Page) {
        let program = &self.program;
        let text = |key: &str| program.text(key).unwrap_or_default().to_owned();
        page.heading(
            &self.say(
                "head",
                &[("name", self.name(program)), ("id", text("id")), ("version", text("version"))],
            ),
        );
        page.line(0, &self.say("currency", &[("currency", text("currency")), ("zone", text("timeZone"))]));
        for scope in program.list("scopes") {
            page.line(0, &self.scope(&scope));
        }
    }

    /// What belongs to a scope.
    fn scope(&self, scope: &Node<'_>) -> String {
        let marks = |filter: Option<Node<'_>>| {
            let kinds = ["skus", "categories", "brands", "tags"].map(|kind| {
                let words = filter.as_ref().map_or_else(Vec::new, |filter| filter.words(kind));
                self.say(&format!("scope.{kind}"), &[("words", words.join(", "))])
            });
            let filled: Vec<String> = kinds.into_iter().filter(|kind| !kind.is_empty()).collect();
            self.list(&filled, "join.or")
        };
        let price = scope.field("price").map_or_else(String::new, |price| self.bounds(&price, true));
        let discounted = match scope.said("discounted").as_deref() {
            Some("true") => self.say("scope.discounted", &[]),
            Some(_) => self.say("scope.regular", &[]),
            None => String::new(),
        };
        let include = marks(scope.field("include"));
        let include = if include.is_empty() { self.say("scope.all", &[]) } else { include };
        let params = [
            ("id", scope.id().to_owned()),
            ("include", include),
            ("exclude", marks(scope.field("exclude"))),
            ("price", price),
            ("discounted", discounted),
        ];
        self.say("scope", &params)
    }
}
