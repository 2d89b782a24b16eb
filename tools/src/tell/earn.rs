//! Earn rules in words.

use super::{Page, Teller};
use crate::node::Node;

impl Teller<'_> {
    /// Rules and groups of rules, in their order.
    pub(super) fn earning(&self, list: &[Node<'_>], page: &mut Page) {
        for entry in list {
            let group = entry.list("rules");
            if group.is_empty() {
                self.rule(entry, 0, page);
                continue;
            }
            page.line(0, &self.say("rule.group", &[]));
            for rule in &group {
                self.rule(rule, 1, page);
            }
        }
    }

    fn rule(&self, rule: &Node<'_>, depth: usize, page: &mut Page) {
        let stop = if rule.is_true("stop") { self.say("rule.stop", &[]) } else { String::new() };
        let params = [
            ("when", self.when(rule, "when")),
            ("what", self.gives(rule)),
            ("scope", rule.text("scope").unwrap_or_default().to_owned()),
            ("limits", self.limits(rule)),
            ("stop", stop),
            ("id", rule.id().to_owned()),
        ];
        page.line(depth, &self.say("rule", &params));
        for band in rule.list("bands") {
            let gives = self.band(rule, &band);
            page.line(
                depth + 1,
                &self.say("rule.band", &[("when", self.when(&band, "when")), ("what", gives)]),
            );
        }
    }

    /// What a rule gives, and for what.
    fn gives(&self, rule: &Node<'_>) -> String {
        let points =
            |key: &str| rule.said(key).map(|n| self.counted("amount.points", &n)).unwrap_or_default();
        let on = self.acts(rule, "on");
        if let Some(per) = rule.field("perAmount") {
            return self.per_amount(&per, per.said("points"), per.said("amount"));
        }
        if let Some(of) = rule.field("percentValue") {
            return self.say(
                "gives.percent",
                &[("percent", of.said("percent").unwrap_or_default()), ("base", self.base(&of))],
            );
        }
        if rule.field("each").is_some() {
            return self.say("gives.each", &[("points", points("each"))]);
        }
        if let Some(streak) = rule.field("streak") {
            let again = if streak.is_true("repeat") { self.say("gives.again", &[]) } else { String::new() };
            let params = [("on", on), ("points", streak.words("points").join(", ")), ("again", again)];
            return self.say("gives.streak", &params);
        }
        if let Some(multiply) = rule.field("multiply") {
            let params = [
                ("by", multiply.said("by").unwrap_or_default()),
                ("of", multiply.words("of").join(", ")),
                ("group", multiply.text("group").unwrap_or_default().to_owned()),
                ("combine", self.word("combine", multiply.text("combine").unwrap_or("sum"))),
            ];
            return self.say("gives.multiply", &params);
        }
        if let Some(schedule) = rule.field("schedule") {
            let unit = self.word("unit", schedule.text("after").unwrap_or_default());
            let params = [
                ("points", points("fixed")),
                ("day", schedule.said("day").unwrap_or_default()),
                ("unit", unit),
            ];
            return self.say("gives.schedule", &params);
        }
        self.say("gives.fixed", &[("points", points("fixed")), ("on", on)])
    }

    fn per_amount(&self, rate: &Node<'_>, points: Option<String>, amount: Option<String>) -> String {
        let step = if rate.is_true("step") { self.say("gives.step", &[]) } else { String::new() };
        let params = [
            ("points", self.counted("amount.points", &points.unwrap_or_default())),
            ("amount", self.money(&amount.unwrap_or_default())),
            ("base", self.base(rate)),
            ("step", step),
        ];
        self.say("gives.perAmount", &params)
    }

    /// What counts as paid beside the goods.
    fn base(&self, rate: &Node<'_>) -> String {
        let Some(base) = rate.field("base") else { return String::new() };
        let part = |key: &str| if base.is_true(key) { self.word("base", key) } else { String::new() };
        let parts: Vec<String> =
            [part("shipping"), part("beforePoints")].into_iter().filter(|part| !part.is_empty()).collect();
        self.list(&parts, "join.list")
    }

    /// What a rule gives at another rate.
    fn band(&self, rule: &Node<'_>, band: &Node<'_>) -> String {
        if let Some(per) = rule.field("perAmount") {
            let points = band.said("points").or_else(|| per.said("points"));
            return self.per_amount(&per, points, band.said("amount").or_else(|| per.said("amount")));
        }
        match band.said("percent") {
            Some(percent) => self.say("gives.percent", &[("percent", percent)]),
            None => self.counted("amount.points", &band.said("points").unwrap_or_default()),
        }
    }
}
