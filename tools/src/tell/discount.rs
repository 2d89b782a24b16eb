//! What a coupon does, in words.

use super::Teller;
use crate::node::Node;

impl Teller<'_> {
    /// One thing that a coupon does, with what it asks for.
    pub(super) fn discount(&self, of: &Node<'_>) -> String {
        let said = |key: &str| of.said(key).unwrap_or_default();
        let least = of.field("threshold").map_or_else(String::new, |least| self.least(&least));
        let target = of.text("target").filter(|word| *word != "lines").map(|word| self.word("target", word));
        let params = [
            ("what", self.takes(of)),
            ("target", target.unwrap_or_default()),
            ("scope", said("scope")),
            ("least", least),
            ("cap", of.said("cap").map(|cap| self.money(&cap)).unwrap_or_default()),
            ("units", of.said("maxQuantity").or_else(|| of.said("maxUnits")).unwrap_or_default()),
        ];
        self.say("discount", &params)
    }

    /// An amount or a number of units.
    fn least(&self, of: &Node<'_>) -> String {
        match of.said("amount") {
            Some(amount) => self.money(&amount),
            None => self.counted("amount.units", &of.said("quantity").unwrap_or_default()),
        }
    }

    /// The money, the share or the price of something taken off.
    fn off(&self, of: &Node<'_>) -> String {
        if let Some(amount) = of.said("amountOff") {
            return self.say("off.amount", &[("amount", self.money(&amount))]);
        }
        if let Some(percent) = of.said("percentOff") {
            return self.say("off.percent", &[("percent", percent)]);
        }
        of.said("fixedPrice").map_or_else(
            || self.say("off.all", &[]),
            |price| self.say("off.price", &[("price", self.money(&price))]),
        )
    }

    fn takes(&self, of: &Node<'_>) -> String {
        let key = of.fields().map(|(key, _)| key).find(|key| KINDS.contains(key)).unwrap_or_default();
        let Some(inner) = of.field(key) else { return self.off(of) };
        let said = |key: &str| inner.said(key).unwrap_or_default();
        let units = |of: Option<Node<'_>>| {
            let Some(of) = of else { return String::new() };
            let scope = of.text("scope").unwrap_or_default().to_owned();
            self.say("units", &[("units", self.least(&of)), ("scope", scope)])
        };
        match key {
            "steps" => {
                let step = |step: &Node<'_>| {
                    self.say("takes.step", &[("least", self.least(step)), ("off", self.off(step))])
                };
                let steps: Vec<String> = of.list("steps").iter().map(step).collect();
                self.list(&steps, "join.comma")
            }
            "everyFull" => {
                self.say("takes.everyFull", &[("least", self.least(&inner)), ("off", self.off(&inner))])
            }
            "schedule" => self.say("takes.schedule", &[("shares", of.words("schedule").join(", "))]),
            "bundle" => {
                let parts: Vec<String> =
                    inner.list("parts").into_iter().map(|part| units(Some(part))).collect();
                self.say(
                    "takes.bundle",
                    &[("parts", self.list(&parts, "join.list")), ("price", self.money(&said("price")))],
                )
            }
            "memberPrice" => self.say("takes.memberPrice", &[("name", inner.written())]),
            "buyGet" => {
                let get = inner.field("get");
                let off = get.as_ref().map_or_else(String::new, |get| self.off(get));
                self.say(
                    "takes.buyGet",
                    &[("buy", units(inner.field("buy"))), ("get", units(get)), ("off", off)],
                )
            }
            "gift" => self.say("takes.gift", &[("sku", said("sku")), ("n", said("quantity"))]),
            "replace" => {
                let by = inner.field("by").map_or_else(String::new, |by| by.said("sku").unwrap_or_default());
                self.say("takes.replace", &[("take", units(inner.field("take"))), ("by", by)])
            }
            "voucher" => {
                let balance = inner.said("balance").map(|balance| self.money(&balance)).unwrap_or_default();
                self.say("takes.voucher", &[("balance", balance)])
            }
            "pointsTimes" | "service" => self.say(&format!("takes.{key}"), &[("of", inner.written())]),
            _ => self.counted("takes.bonusPoints", &inner.written()),
        }
    }
}

/// What a discount does beside money, a share or a price off.
const KINDS: [&str; 12] = [
    "steps",
    "everyFull",
    "schedule",
    "bundle",
    "memberPrice",
    "buyGet",
    "gift",
    "replace",
    "voucher",
    "pointsTimes",
    "bonusPoints",
    "service",
];
