//! Bounds, windows, limits and dates in words.

use super::Teller;
use crate::node::Node;

impl Teller<'_> {
    /// Bounds of a number or an amount.
    pub(super) fn bounds(&self, of: &Node<'_>, is_money: bool) -> String {
        let value = |text: String| if is_money { self.money(&text) } else { text };
        self.bounded(of, &value)
    }

    /// Bounds of a stretch of time.
    pub(super) fn long(&self, of: &Node<'_>) -> String {
        self.bounded(of, &|text| self.period(&text))
    }

    fn bounded(&self, of: &Node<'_>, value: &dyn Fn(String) -> String) -> String {
        let mut parts = Vec::new();
        for edge in ["atLeast", "moreThan", "upTo", "lessThan"] {
            if let Some(text) = of.said(edge) {
                parts.push(self.say(&format!("bound.{edge}"), &[("value", value(text))]));
            }
        }
        if let [from, to] = of.words("between").as_slice() {
            parts
                .push(self.say("bound.between", &[("from", value(from.clone())), ("to", value(to.clone()))]));
        }
        self.list(&parts, "join.and")
    }

    /// The days that count.
    pub(super) fn window(&self, window: &Node<'_>) -> String {
        if let Some(word) = window.json.text() {
            return self.word("window", word);
        }
        if let Some(last) = window.text("last") {
            return self.say("window.last", &[("period", self.period(last))]);
        }
        if let [from, to] = window.words("between").as_slice() {
            return self.say("window.between", &[("from", from.clone()), ("to", to.clone())]);
        }
        if let Some(plan) = window.text("planTerm") {
            return self.say("window.planTerm", &[("plan", self.named("plans", plan))]);
        }
        let months = window.field("complete").and_then(|complete| complete.said("months"));
        self.say("window.complete", &[("months", months.unwrap_or_default())])
    }

    /// What limits let at most, each behind a semicolon.
    pub(super) fn limits(&self, of: &Node<'_>) -> String {
        let limit = |limit: &Node<'_>| {
            let per = limit.field("per").map_or_else(String::new, |per| self.window(&per));
            let most = match limit.said("times") {
                Some(times) => self.counted("limit.times", &times),
                None => self.counted("amount.points", &limit.said("points").unwrap_or_default()),
            };
            let each = if limit.is_true("subject") { self.say("limit.subject", &[]) } else { String::new() };
            self.say("limit", &[("most", most), ("per", per), ("subject", each)])
        };
        of.list("limits").iter().map(limit).collect()
    }

    /// When something is possible: dates, days and hours.
    pub(super) fn timing(&self, time: &Node<'_>) -> String {
        let days = time.words("weekdays").iter().map(|day| self.word("weekday", day)).collect::<Vec<_>>();
        let hours = time.words("between");
        let hour = |place: usize| hours.get(place).cloned().unwrap_or_default();
        let parts = [
            self.given("time.from", "day", time.said("from")),
            self.given("time.to", "day", time.said("to")),
            self.given("time.days", "days", Some(days.join(", "))),
            self.given("time.daysOfMonth", "days", Some(time.words("daysOfMonth").join(", "))),
            if hours.is_empty() {
                String::new()
            } else {
                self.say("time.between", &[("from", hour(0)), ("to", hour(1))])
            },
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        self.list(&parts, "join.comma")
    }

    /// A sentence about a value, or nothing where there is none.
    pub(super) fn given(&self, key: &str, param: &str, value: Option<String>) -> String {
        match value.filter(|value| !value.is_empty()) {
            Some(value) => self.say(key, &[(param, value)]),
            None => String::new(),
        }
    }
}
