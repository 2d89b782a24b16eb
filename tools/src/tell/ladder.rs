//! Ladders of tiers in words.

use super::{Page, Teller};
use crate::node::Node;

impl Teller<'_> {
    pub(super) fn ladders(&self, page: &mut Page) {
        for ladder in self.program.list("ladders") {
            page.heading(&self.say("ladder", &[("name", self.name(&ladder))]));
            let evaluate = match ladder.field("evaluate") {
                Some(on) if on.json.text() == Some("daily") => self.say("ladder.daily", &[]),
                Some(on) => self.given("ladder.dayOfMonth", "day", on.said("dayOfMonth")),
                None => String::new(),
            };
            let follow = ladder.text("follow").map(|follow| self.word("ladder.follow", follow));
            let refund = ladder.text("onRefund").filter(|word| *word == "reevaluate");
            let refund = refund.map(|_| self.say("ladder.refund", &[]));
            for text in [evaluate, follow.unwrap_or_default(), refund.unwrap_or_default()] {
                if !text.is_empty() {
                    page.line(0, &text);
                }
            }
            for (place, tier) in ladder.list("tiers").iter().enumerate() {
                self.tier_line(tier, place == 0, page);
            }
        }
    }

    fn tier_line(&self, tier: &Node<'_>, is_first: bool, page: &mut Page) {
        let how = if tier.is_true("invite") {
            self.say("tier.invite", &[])
        } else if tier.field("enter").is_some() {
            self.say("tier.enter", &[("when", self.when(tier, "enter"))])
        } else if is_first {
            self.say("tier.all", &[])
        } else {
            self.say("tier.nobody", &[])
        };
        page.line(0, &self.say("tier", &[("name", self.name(tier)), ("how", how)]));
        let next = tier.text("starts") == Some("nextPeriod");
        let lines = [
            self.valid(tier),
            if next { self.say("tier.nextPeriod", &[]) } else { String::new() },
            self.deduct(tier),
            self.given("tier.keep", "when", Some(self.when(tier, "keep"))),
            self.otherwise(tier),
            self.given("tier.onEnter", "gift", tier.field("onEnter").map(|gift| self.gift(&gift))),
            self.given("tier.onRenew", "gift", tier.field("onRenew").map(|gift| self.gift(&gift))),
        ];
        for line in lines.iter().filter(|line| !line.is_empty()) {
            page.line(1, line);
        }
    }

    fn valid(&self, tier: &Node<'_>) -> String {
        let Some(valid) = tier.field("validFor") else { return String::new() };
        let period = match valid.json.text() {
            Some("always") => return self.say("tier.always", &[]),
            Some(period) => self.period(period),
            None => self.period(valid.text("period").unwrap_or_default()),
        };
        let end = valid.text("endOf").map(|unit| self.word("endOf", unit)).unwrap_or_default();
        let plus = valid.text("plus").map(|plus| self.period(plus)).unwrap_or_default();
        let through = if valid.is_true("through") { self.say("tier.through", &[]) } else { String::new() };
        self.say("tier.valid", &[("period", period), ("end", end), ("plus", plus), ("through", through)])
    }

    fn deduct(&self, tier: &Node<'_>) -> String {
        let Some(deduct) = tier.field("deduct") else { return String::new() };
        let (metric, by) = (deduct.text("metric").unwrap_or_default(), deduct.said("by").unwrap_or_default());
        self.say("tier.deduct", &[("metric", metric.to_owned()), ("by", by)])
    }

    /// What follows where the tier is not kept; of a tier without an end nothing does.
    fn otherwise(&self, tier: &Node<'_>) -> String {
        let ends = tier.field("validFor").is_some_and(|valid| valid.json.text() != Some("always"));
        if !ends {
            return String::new();
        }
        let kept = if tier.field("keep").is_some() {
            self.say("tier.ifNot", &[])
        } else {
            self.say("tier.then", &[])
        };
        let what = self.word("otherwise", tier.text("otherwise").unwrap_or("oneDown"));
        self.say("tier.otherwise", &[("kept", kept), ("what", what)])
    }

    fn gift(&self, gift: &Node<'_>) -> String {
        let mut parts: Vec<String> = Vec::new();
        for points in gift.list("points") {
            parts.push(self.counted("amount.points", &points.said("points").unwrap_or_default()));
        }
        let coupons: Vec<String> = gift.words("coupons").iter().map(|id| self.named("coupons", id)).collect();
        parts.extend(coupons.iter().map(|name| self.say("gift.coupon", &[("coupon", name.clone())])));
        parts.extend(
            gift.words("reset").iter().map(|metric| self.say("gift.reset", &[("metric", metric.clone())])),
        );
        self.list(&parts, "join.list")
    }
}
