//! Rewards in words.

use super::{Page, Teller};
use crate::node::Node;

impl Teller<'_> {
    pub(super) fn rewards(&self, page: &mut Page) {
        let rewards = self.program.list("rewards");
        if !rewards.is_empty() {
            page.heading(&self.say("rewards", &[]));
        }
        for reward in rewards {
            let auto = reward.field("auto").map(|auto| {
                let key = if auto.is_true("repeat") { "reward.auto.again" } else { "reward.auto" };
                self.given(key, "at", auto.said("at"))
            });
            let gives = reward
                .text("tier")
                .map(|tier| self.tier(tier))
                .or_else(|| reward.text("coupon").map(|coupon| self.named("coupons", coupon)));
            let params = [
                ("name", self.name(&reward)),
                ("kind", self.word("kind", reward.text("kind").unwrap_or_default())),
                ("price", self.price(&reward)),
                ("when", self.when(&reward, "when")),
                ("gives", gives.unwrap_or_default()),
                ("least", reward.said("minimumBalance").unwrap_or_default()),
                ("limits", self.limits(&reward)),
                ("auto", auto.unwrap_or_default()),
            ];
            page.line(0, &self.say("reward", &params));
            for other in reward.list("prices") {
                page.line(
                    1,
                    &self.say(
                        "rule.band",
                        &[("when", self.when(&other, "when")), ("what", self.price(&other))],
                    ),
                );
            }
        }
    }

    fn price(&self, of: &Node<'_>) -> String {
        let points = self.counted("amount.points", &of.said("points").unwrap_or_default());
        let money = of.said("money").map(|amount| self.money(&amount)).unwrap_or_default();
        self.say("reward.price", &[("points", points), ("money", money)])
    }
}
