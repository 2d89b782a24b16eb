//! Conditions as formulas. What is not understood of one counts as something that may or may not be so.

use super::facts::{Facts, days};
use super::formula::{Fact, Formula};
use crate::node::{Node, ONE, billionths};
use memberview::json::Json;
use memberview::unit::{Day, Period};

impl Facts<'_> {
    /// A condition, or its opposite.
    #[must_use]
    pub fn formula(&self, condition: &Node<'_>, holds: bool) -> Formula {
        self.within(condition, holds, 0)
    }

    /// A condition that may be absent, which then always holds.
    #[must_use]
    pub fn when(&self, of: &Node<'_>, key: &str) -> Formula {
        of.field(key).map_or_else(Formula::always, |when| self.formula(&when, true))
    }

    fn within(&self, condition: &Node<'_>, holds: bool, depth: usize) -> Formula {
        let parts = |key: &str, all: bool| {
            let parts = condition.list(key);
            Formula::joined(parts.iter().map(|part| self.within(part, holds, depth)).collect(), all == holds)
        };
        let Some((key, value)) = condition.fields().next().map(|(_, value)| (main_key(condition), value))
        else {
            return Formula::always();
        };
        let inner = condition.field(key).unwrap_or(value);
        match key {
            "all" => parts("all", true),
            "any" => parts("any", false),
            "not" => self.within(&inner, !holds, depth),
            "metric" => self.metric_is(condition, holds),
            "tier" => self.tier_is(&inner, holds),
            "tenure" => periods(&inner, "tenure", holds),
            "inactiveFor" => periods(&inner, &format!("inactive:{}", acts(&inner, "of")), holds),
            "segment" => match self.segment(inner.json.text().unwrap_or_default()) {
                Some(segment) if depth < DEEP => segment
                    .field("when")
                    .map_or_else(Formula::always, |when| self.within(&when, holds, depth + 1)),
                _ => Formula::plain(text(condition.json), holds),
            },
            "attribute" => attribute(condition, holds),
            "tag" | "plan" if condition.fields().count() == 1 => {
                let one = |word: &String| Formula::plain(format!("{key}:{word}"), holds);
                Formula::joined(condition.words(key).iter().map(one).collect(), !holds)
            }
            "event" => self.event_is(&inner, holds),
            "first" => {
                let mut parts = vec![Formula::plain(format!("first:{}", acts(condition, "first")), holds)];
                parts.extend(listens(&inner, holds));
                Formula::joined(parts, holds)
            }
            "channel" | "store" | "payment" => Formula::joined(
                vec![of_type("order", holds), Formula::word(key, condition.words(key), holds)],
                holds,
            ),
            "time" => time(&inner, holds),
            "cart" => self.cart_is(&inner, holds),
            _ => Formula::plain(text(condition.json), holds),
        }
    }

    fn metric_is(&self, condition: &Node<'_>, holds: bool) -> Formula {
        let id = condition.text("metric").unwrap_or_default();
        let known = self.metric(id);
        let name = format!("metric:{id}");
        let mut parts = bounds(condition, &name, known.step, holds);
        if known.absent {
            parts.push(Formula::plain(format!("has:{name}"), holds));
        }
        let mut whole = Formula::joined(parts, holds);
        if let Some(most) = known.most {
            let beyond = Fact::From { of: name, value: most, above: true, step: known.step };
            whole = Formula::All(vec![whole, Formula::Is(beyond, false)]);
        }
        whole
    }

    fn tier_is(&self, tiers: &Node<'_>, holds: bool) -> Formula {
        let least = tiers.text("atLeast").map(str::to_owned);
        let named = least
            .clone()
            .map_or_else(|| tiers.clone().items().iter().map(Node::written).collect(), |id| vec![id]);
        let Some((ladder, at)) = named.first().and_then(|id| self.tier(id)) else {
            return Formula::plain(text(tiers.json), holds);
        };
        let met = |place: usize, id: &str| {
            if least.is_some() { place >= at } else { named.iter().any(|name| name == id) }
        };
        let all = ladder.1.iter().enumerate().map(|(place, id)| (met(place, id), (*id).to_owned()));
        // Who stands on no tier meets none.
        let among = all.chain([(false, String::new())]).filter(|(met, _)| *met == holds).map(|(_, id)| id);
        Formula::word(format!("tier:{}", ladder.0), among, true)
    }

    fn event_is(&self, marks: &Node<'_>, holds: bool) -> Formula {
        let mut parts = Vec::new();
        let scope = marks.text("scope").unwrap_or_default();
        for (key, mark) in marks.fields() {
            match key {
                "type" => parts.push(of_type(mark.json.text().unwrap_or_default(), holds)),
                "kind" | "subject" => {
                    parts.push(of_type("activity", holds));
                    parts.push(Formula::word(format!("event.{key}"), marks.words(key), holds));
                }
                "channel" | "store" | "payment" => {
                    parts.push(of_type("order", holds));
                    parts.push(Formula::word(key, marks.words(key), holds));
                }
                "paid" => parts.extend(bounds(&mark, &format!("event.paid:{scope}"), self.money, holds)),
                "quantity" => parts.extend(bounds(&mark, &format!("event.quantity:{scope}"), ONE, holds)),
                "value" => parts.extend(bounds(&mark, "event.value", 0, holds)),
                "scope" => {}
                _ => parts.push(Formula::plain(format!("event.{key}:{}", text(mark.json)), holds)),
            }
        }
        Formula::joined(parts, holds)
    }

    fn cart_is(&self, marks: &Node<'_>, holds: bool) -> Formula {
        let of =
            format!("{}:{}", marks.text("scope").unwrap_or_default(), marks.text("of").unwrap_or("before"));
        let mut parts = Vec::new();
        for (key, step) in [("amount", self.money), ("quantity", ONE)] {
            if let Some(mark) = marks.field(key) {
                parts.extend(bounds(&mark, &format!("cart.{key}:{of}"), step, holds));
            }
        }
        Formula::joined(parts, holds)
    }
}

/// Segments of segments are followed so far; the engine refuses those that go round.
const DEEP: usize = 16;

/// The one key by which a condition is known.
#[must_use]
pub fn main_key<'p>(condition: &Node<'p>) -> &'p str {
    let keys = || condition.fields().map(|(key, _)| key);
    keys().find(|key| KEYS.contains(key)).or_else(|| keys().next()).unwrap_or_default()
}

/// Keys of conditions that stand beside others.
const KEYS: [&str; 3] = ["metric", "attribute", "plan"];

/// That the event at hand is of a type.
#[must_use]
pub fn of_type(kind: &str, holds: bool) -> Formula {
    Formula::word("event.type", [kind.to_owned()], holds)
}

/// That the event at hand is one that an `on` or a `first` speaks of.
#[must_use]
pub fn listens(source: &Node<'_>, holds: bool) -> Vec<Formula> {
    match (source.json.text(), source.text("activity")) {
        (Some(word @ ("order" | "activity")), _) => vec![of_type(word, holds)],
        (None, Some(kind)) => {
            vec![of_type("activity", holds), Formula::word("event.kind", [kind.to_owned()], holds)]
        }
        _ => Vec::new(),
    }
}

fn acts(of: &Node<'_>, key: &str) -> String {
    let field = of.field(key);
    field.map_or_else(String::new, |acts| {
        acts.text("activity").map_or_else(|| acts.written(), |kind| format!("activity {kind}"))
    })
}

/// The bounds of a number.
fn bounds(of: &Node<'_>, name: &str, step: i128, holds: bool) -> Vec<Formula> {
    let mut parts = Vec::new();
    let mut bound = |edge: &str, text: &str| {
        let Some(value) = billionths(text) else {
            parts.push(Formula::plain(format!("{name} {edge} {text}"), holds));
            return;
        };
        let above = matches!(edge, "moreThan" | "upTo");
        let from = Fact::From { of: name.to_owned(), value, above, step };
        parts.push(Formula::Is(from, matches!(edge, "atLeast" | "moreThan") == holds));
    };
    for edge in EDGES {
        if let Some(value) = of.said(edge) {
            bound(edge, &value);
        }
    }
    if let [low, high] = of.list("between").as_slice() {
        bound("atLeast", &low.written());
        bound("upTo", &high.written());
    }
    parts
}

const EDGES: [&str; 4] = ["atLeast", "moreThan", "upTo", "lessThan"];

/// The bounds of a stretch of time: by name, and by the fewest and the most days that it may have.
fn periods(of: &Node<'_>, name: &str, holds: bool) -> Formula {
    let mut given: Vec<(&str, String)> =
        EDGES.iter().filter_map(|edge| Some((*edge, of.said(edge)?))).collect();
    if let [low, high] = of.list("between").as_slice() {
        given.extend([("atLeast", low.written()), ("upTo", high.written())]);
    }
    let parts = given.iter().map(|(edge, period)| {
        let (above, lower) =
            (matches!(*edge, "moreThan" | "upTo"), matches!(*edge, "atLeast" | "moreThan") == holds);
        let sign = if above { ">" } else { "≥" };
        let mut both = vec![Formula::plain(format!("{name} {sign} {period}"), lower)];
        if let Some((least, most)) = Period::parse(period).as_ref().and_then(days) {
            let value = if lower { least } else { most } * ONE;
            both.push(Formula::Is(Fact::From { of: name.to_owned(), value, above, step: ONE }, lower));
        }
        Formula::All(both)
    });
    Formula::joined(parts.collect(), holds)
}

fn attribute(condition: &Node<'_>, holds: bool) -> Formula {
    let name = format!("attribute:{}", condition.text("attribute").unwrap_or_default());
    let mut parts = bounds(condition, &name, 0, holds);
    if condition.field("in").is_some() {
        let typed = |value: &Node<'_>| text(value.json);
        parts.push(Formula::word(&name, condition.list("in").iter().map(typed), holds));
    }
    match condition.said("exists").as_deref() {
        Some("false") => parts.push(Formula::plain(format!("has:{name}"), !holds)),
        _ => parts.push(Formula::plain(format!("has:{name}"), holds)),
    }
    Formula::joined(parts, holds)
}

fn time(of: &Node<'_>, holds: bool) -> Formula {
    let hours = of.words("between");
    // Hours over midnight belong to the date on which they began, which is another date than that of the moment.
    let night = matches!(hours.as_slice(), [from, to] if to < from);
    let date = if night { format!("night:{hours:?}") } else { "date".to_owned() };
    let mut parts = Vec::new();
    for (key, above, lower) in [("from", false, true), ("to", true, false)] {
        if let Some(day) = of.text(key).and_then(Day::parse) {
            let value = i128::from(day.number()) * ONE;
            let from = Fact::From { of: date.clone(), value, above, step: ONE };
            parts.push(Formula::Is(from, lower == holds));
        }
    }
    let mut closed = |key: &str, all: Vec<String>| {
        let named = of.words(key);
        if !named.is_empty() {
            let among = all.into_iter().filter(|word| named.contains(word) == holds);
            parts.push(Formula::word(format!("{date} {key}"), among, true));
        }
    };
    closed("weekdays", ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map(str::to_owned).to_vec());
    closed("daysOfMonth", (1..=31).map(|day: i64| day.to_string()).collect());
    if !hours.is_empty() {
        parts.push(Formula::plain(format!("hours:{hours:?}"), holds));
    }
    Formula::joined(parts, holds)
}

/// A value as text, by which equal conditions are known.
#[must_use]
pub fn text(json: &Json<'_>) -> String {
    format!("{json:?}")
}
