//! Conditions in words.

use super::Teller;
use crate::check::main_key;
use crate::node::Node;

impl Teller<'_> {
    /// The condition of a field as the beginning of a sentence; nothing where there is none.
    pub(super) fn when(&self, of: &Node<'_>, key: &str) -> String {
        of.field(key).map_or_else(String::new, |when| self.condition(&when))
    }

    /// A condition.
    pub(super) fn condition(&self, condition: &Node<'_>) -> String {
        let key = main_key(condition);
        let Some(inner) = condition.field(key) else { return String::new() };
        let words = || condition.words(key).join(", ");
        match key {
            "all" => self.several(condition, "all", "join.and"),
            "any" => self.several(condition, "any", "join.or"),
            "not" => self.say("when.not", &[("of", self.condition(&inner))]),
            "metric" => self.metric_is(condition),
            "tier" => self.tier_is(condition, &inner),
            "plan" => {
                let plans: Vec<String> =
                    condition.words("plan").iter().map(|plan| self.named("plans", plan)).collect();
                let params = [
                    ("plans", self.list(&plans, "join.either")),
                    ("bought", condition.said("boughtUntil").unwrap_or_default()),
                    ("since", condition.said("since").unwrap_or_default()),
                ];
                self.say("when.plan", &params)
            }
            "segment" => self.say(
                "when.segment",
                &[("segment", self.named("segments", inner.json.text().unwrap_or_default()))],
            ),
            "tag" | "channel" | "store" | "payment" | "shippingMethod" => {
                self.say(&format!("when.{key}"), &[("words", words())])
            }
            "attribute" => self.attribute_is(condition),
            "tenure" => self.say("when.tenure", &[("bounds", self.long(&inner))]),
            "inactiveFor" => {
                let params = [("of", self.acts(&inner, "of")), ("bounds", self.long(&inner))];
                self.say("when.inactiveFor", &params)
            }
            "birthday" => self.birthday_is(&inner),
            "first" => self.say("when.first", &[("of", self.acts(condition, "first"))]),
            "event" => self.marks(&inner),
            "cart" => self.cart_is(&inner),
            "time" => self.timing(&inner),
            _ => key.to_owned(),
        }
    }

    fn tier_is(&self, condition: &Node<'_>, tiers: &Node<'_>) -> String {
        if let Some(tier) = tiers.text("atLeast") {
            return self.say("when.tierAtLeast", &[("tier", self.tier(tier))]);
        }
        let tiers: Vec<String> = condition.words("tier").iter().map(|tier| self.tier(tier)).collect();
        self.say("when.tier", &[("tiers", self.list(&tiers, "join.either"))])
    }

    fn birthday_is(&self, birthday: &Node<'_>) -> String {
        if let Some(word) = birthday.json.text() {
            return self.word("when.birthday", word);
        }
        let days = |key: &str| birthday.said(key).unwrap_or_else(|| "0".to_owned());
        self.say("when.birthday.around", &[("before", days("daysBefore")), ("after", days("daysAfter"))])
    }

    fn several(&self, condition: &Node<'_>, key: &str, join: &str) -> String {
        let part = |part: &Node<'_>| {
            let text = self.condition(part);
            let nested = matches!(main_key(part), "all" | "any") && part.list(main_key(part)).len() > 1;
            if nested { self.say("group", &[("of", text)]) } else { text }
        };
        let parts: Vec<String> = condition.list(key).iter().map(part).collect();
        self.list(&parts, join)
    }

    fn metric_is(&self, condition: &Node<'_>) -> String {
        let id = condition.text("metric").unwrap_or_default();
        let metrics = self.program.list("metrics");
        let Some(metric) = metrics.iter().find(|metric| metric.id() == id) else { return id.to_owned() };
        self.say(
            "when.metric",
            &[("metric", self.metric(metric)), ("bounds", self.bounds(condition, self.is_money(metric)))],
        )
    }

    /// What a metric counts.
    pub(super) fn metric(&self, metric: &Node<'_>) -> String {
        let kind = metric.text("kind").unwrap_or_default();
        let of = metric.text("of").unwrap_or_default();
        let window = metric.field("window").map_or_else(String::new, |window| self.window(&window));
        let on = Some(self.acts(metric, "on")).filter(|on| !on.is_empty());
        let on = on.unwrap_or_else(|| self.word("acts", "activity"));
        let mut params = vec![
            ("id", metric.id().to_owned()),
            ("of", of.to_owned()),
            ("window", window),
            ("on", on),
            ("scope", metric.text("scope").unwrap_or_default().to_owned()),
            ("when", self.when(metric, "when")),
        ];
        let key = match kind {
            "sum" => format!("metric.sum.{of}"),
            "distinct" => format!("metric.distinct.{of}"),
            "count" => match metric.text("on") {
                Some("order") => "metric.orders".to_owned(),
                _ => "metric.count".to_owned(),
            },
            "balance" => {
                let points = metric.text("currency").map(|id| self.named("points", id));
                params.push(("points", points.unwrap_or_default()));
                "metric.balance".to_owned()
            }
            "streak" | "since" | "tenure" => format!("metric.{kind}"),
            _ => "metric.named".to_owned(),
        };
        self.say(&key, &params)
    }

    fn is_money(&self, metric: &Node<'_>) -> bool {
        match metric.text("kind") {
            Some("sum") => metric.text("of") == Some("paid"),
            Some("average") => {
                let of = metric.text("of").unwrap_or_default();
                self.program.list("metrics").iter().any(|other| other.id() == of && self.is_money(other))
            }
            _ => false,
        }
    }

    fn attribute_is(&self, condition: &Node<'_>) -> String {
        let name = condition.text("attribute").unwrap_or_default().to_owned();
        let bounds = self.bounds(condition, false);
        let params = [("name", name), ("words", condition.words("in").join(", ")), ("bounds", bounds)];
        match condition.said("exists").as_deref() {
            Some("false") => self.say("when.attribute.absent", &params),
            _ if condition.field("in").is_some() => self.say("when.attribute.in", &params),
            _ => self.say("when.attribute", &params),
        }
    }

    /// What is done: an order, an activity of a kind, or anything.
    pub(super) fn acts(&self, of: &Node<'_>, key: &str) -> String {
        let Some(acts) = of.field(key) else { return String::new() };
        match (acts.json.text(), acts.text("activity")) {
            (_, Some(kind)) => self.say("acts.kind", &[("kind", self.word("activity", kind))]),
            (Some(word), None) => self.word("acts", word),
            (None, None) => String::new(),
        }
    }

    fn marks(&self, marks: &Node<'_>) -> String {
        let mut parts = Vec::new();
        let scope = marks.text("scope").unwrap_or_default().to_owned();
        for (key, mark) in marks.fields() {
            match key {
                "type" => parts.push(self.word("acts", mark.json.text().unwrap_or_default())),
                "scope" => {}
                "paid" | "quantity" | "value" => {
                    let params = [("bounds", self.bounds(&mark, key == "paid")), ("scope", scope.clone())];
                    parts.push(self.say(&format!("event.{key}"), &params));
                }
                _ => parts.push(self.say(&format!("event.{key}"), &[("words", marks.words(key).join(", "))])),
            }
        }
        self.list(&parts, "join.and")
    }

    fn cart_is(&self, marks: &Node<'_>) -> String {
        let scope = marks.text("scope").unwrap_or_default().to_owned();
        let bound = |key: &str| {
            let bounds = marks.field(key).map_or_else(String::new, |of| self.bounds(&of, key == "amount"));
            if bounds.is_empty() {
                bounds
            } else {
                self.say(&format!("cart.{key}"), &[("bounds", bounds), ("scope", scope.clone())])
            }
        };
        let parts: Vec<String> =
            [bound("amount"), bound("quantity")].into_iter().filter(|part| !part.is_empty()).collect();
        self.list(&parts, "join.and")
    }
}
