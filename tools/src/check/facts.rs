//! What a program says of its metrics, tiers and segments, as far as conditions rest on it.

use crate::node::{Node, ONE};
use memberview::unit::{Currency, Day, Period};
use std::collections::BTreeMap;

/// What conditions of a program rest on.
#[derive(Debug)]
pub struct Facts<'p> {
    /// The whole program.
    pub program: Node<'p>,
    /// The step of money in billionths.
    pub money: i128,
    metrics: BTreeMap<&'p str, Measured>,
    segments: BTreeMap<&'p str, Node<'p>>,
    /// The ids of each ladder's tiers, the lowest first.
    pub ladders: Vec<(&'p str, Vec<&'p str>)>,
}

/// What is known of a metric's value.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// The step of its values; 0 where there is none.
    pub step: i128,
    /// Whether there may be no value.
    pub absent: bool,
    /// It is never more than this.
    pub most: Option<i128>,
}

impl<'p> Facts<'p> {
    /// Of a program that the engine accepts.
    #[must_use]
    pub fn of(program: &Node<'p>) -> Self {
        let currency = program.text("currency").and_then(Currency::named);
        let money = ONE / 10_i128.pow(currency.map_or(0, |currency| currency.decimals()));
        let with_id = |key: &str| {
            let nodes = program.list(key).into_iter();
            nodes.map(|node| (node.id(), node)).collect::<BTreeMap<_, _>>()
        };
        let tiers = |ladder: &Node<'p>| ladder.list("tiers").iter().map(Node::id).collect();
        let whole_points = program.list("points").iter().all(|points| points.field("decimals").is_none());
        let points = if whole_points { ONE } else { 0 };
        Self {
            metrics: with_id("metrics")
                .iter()
                .map(|(id, node)| (*id, measured(node, money, points)))
                .collect(),
            segments: with_id("segments"),
            ladders: program.list("ladders").iter().map(|ladder| (ladder.id(), tiers(ladder))).collect(),
            program: program.clone(),
            money,
        }
    }

    /// What is known of a metric.
    #[must_use]
    pub fn metric(&self, id: &str) -> Measured {
        self.metrics.get(id).copied().unwrap_or(Measured { step: 0, absent: true, most: None })
    }

    /// A segment.
    #[must_use]
    pub fn segment(&self, id: &str) -> Option<&Node<'p>> {
        self.segments.get(id)
    }

    /// The ladder of a tier, and its place in it.
    #[must_use]
    pub fn tier(&self, id: &str) -> Option<(&(&'p str, Vec<&'p str>), usize)> {
        self.ladders.iter().find_map(|ladder| Some((ladder, ladder.1.iter().position(|tier| *tier == id)?)))
    }
}

fn measured(metric: &Node<'_>, money: i128, points: i128) -> Measured {
    let (kind, of) = (metric.text("kind").unwrap_or_default(), metric.text("of").unwrap_or_default());
    let step = match (kind, of) {
        ("sum", "paid") => money,
        ("sum", "points") | ("balance", _) => points,
        ("sum", "quantity")
        | ("count" | "distinct" | "streak" | "since" | "tenure" | "ratio" | "score", _) => ONE,
        _ => 0,
    };
    let most = match kind {
        "score" => score(metric),
        "distinct" => distinct(metric, of),
        _ => None,
    };
    Measured { step, absent: matches!(kind, "since" | "ratio" | "average"), most }
}

/// A score is never more than its `most`, nor than its parts together where each has one or gives bands.
fn score(metric: &Node<'_>) -> Option<i128> {
    let part = |part: &Node<'_>| {
        let bands = part.list("bands");
        let highest = bands.iter().map(|band| band.number("gives")).max().flatten().map(|gives| gives.max(0));
        [part.number("most"), highest].into_iter().flatten().min()
    };
    let parts: Option<i128> = metric.list("parts").iter().map(part).sum();
    [metric.number("most"), parts].into_iter().flatten().min()
}

/// There are no more different days or months than its window has.
fn distinct(metric: &Node<'_>, of: &str) -> Option<i128> {
    let window = metric.field("window")?;
    let months = |days: i128| days / 28 + 2;
    let days = match window.json.text() {
        Some("calendarMonth") => 31,
        Some("calendarQuarter") => 92,
        Some("calendarYear" | "membershipYear") => 366,
        Some(_) => return None,
        None => match (window.text("last").and_then(Period::parse), window.field("complete")) {
            (Some(last), _) => days(&last)?.1,
            (None, Some(complete)) => 31 * (complete.number("months")? / ONE),
            (None, None) => return None,
        },
    };
    match (of, window.json.text()) {
        ("days", _) => Some(days * ONE),
        ("months", Some("calendarMonth")) => Some(ONE),
        ("months", Some("calendarQuarter")) => Some(3 * ONE),
        ("months", Some("calendarYear")) => Some(12 * ONE),
        ("months", _) => Some(months(days) * ONE),
        _ => None,
    }
}

/// The fewest and the most days of a period; `None` of one that is counted by the clock.
#[must_use]
pub fn days(period: &Period) -> Option<(i128, i128)> {
    if period.is_clock() {
        return None;
    }
    // Nine years with the common year 2100 among them have every stretch of months that there is.
    let lengths = (0..3288).map(|start| {
        let first = Day::clamped(2096, 1, 1).plus_days(start);
        i128::from(first.days_until(period.after(first, 1)))
    });
    let lengths: Vec<i128> = lengths.collect();
    Some((*lengths.iter().min()?, *lengths.iter().max()?))
}

#[cfg(test)]
mod tests {
    use super::days;
    use memberview::unit::Period;

    #[test]
    fn lengths_of_periods() {
        for (text, expected) in
            [("P1M", (28, 31)), ("P1Y", (365, 366)), ("P30D", (30, 30)), ("P4Y", (1460, 1461))]
        {
            assert_eq!(Period::parse(text).and_then(|period| days(&period)), Some(expected), "{text}");
        }
    }
}
