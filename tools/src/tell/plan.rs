//! Paid plans and benefits in words.

use super::{Page, Teller};
use crate::node::Node;

impl Teller<'_> {
    pub(super) fn plans(&self, page: &mut Page) {
        let plans = self.program.list("plans");
        if !plans.is_empty() {
            page.heading(&self.say("plans", &[]));
        }
        for plan in plans {
            let period = plan.text("period").map(|period| self.period(period)).unwrap_or_default();
            page.line(0, &self.say("plan", &[("name", self.name(&plan)), ("period", period)]));
            for line in self.plan_lines(&plan).iter().filter(|line| !line.is_empty()) {
                page.line(1, line);
            }
        }
    }

    fn plan_lines(&self, plan: &Node<'_>) -> Vec<String> {
        let money =
            |of: &Node<'_>, key: &str| of.said(key).map(|amount| self.money(&amount)).unwrap_or_default();
        let price = |key: &str, price: &Node<'_>| {
            let terms = price.said("terms").unwrap_or_default();
            self.say(
                key,
                &[("when", self.when(price, "when")), ("amount", money(price, "amount")), ("terms", terms)],
            )
        };
        let mut lines: Vec<String> = plan.list("price").iter().map(|of| price("plan.price", of)).collect();
        if let Some(renewal) = plan.field("autoRenewal") {
            lines.extend(renewal.list("price").iter().map(|of| price("plan.autoRenewal", of)));
        }
        if let Some(trial) = plan.field("trial") {
            let period = self.period(trial.text("period").unwrap_or_default());
            lines.push(self.say("plan.trial", &[("period", period), ("amount", money(&trial, "amount"))]));
        }
        let includes: Vec<String> = plan.words("includes").iter().map(|id| self.named("plans", id)).collect();
        lines.push(self.given("plan.includes", "plans", Some(self.list(&includes, "join.list"))));
        for upgrade in plan.list("upgradeFrom") {
            let from = self.named("plans", upgrade.text("plan").unwrap_or_default());
            let by = self.word("plan.by", upgrade.text("by").unwrap_or_default());
            let term = self.word("plan.term", upgrade.text("term").unwrap_or("keep"));
            lines.push(self.say("plan.upgrade", &[("from", from), ("by", by), ("term", term)]));
        }
        if let Some(renewal) = plan.field("renewal") {
            let early = self.word("plan.renewal", renewal.text("early").unwrap_or("oldEnd"));
            let late = self.word("plan.renewal", renewal.text("late").unwrap_or("payment"));
            let grace = renewal.text("grace").map(|grace| self.period(grace)).unwrap_or_default();
            lines.push(self.say("plan.renewals", &[("early", early), ("late", late), ("grace", grace)]));
        }
        if let Some(refund) = plan.field("refundOnCancel") {
            let by = self.word("plan.refund", refund.text("by").unwrap_or_default());
            lines.push(
                self.say("plan.cancel", &[("by", by), ("extra", refund.said("extra").unwrap_or_default())]),
            );
        }
        if let Some(exit) = plan.field("earlyExit") {
            let params =
                [("terms", exit.said("terms").unwrap_or_default()), ("regular", money(&exit, "regular"))];
            lines.push(self.say("plan.earlyExit", &params));
        }
        lines
    }

    pub(super) fn benefits(&self, page: &mut Page) {
        let benefits = self.program.list("benefits");
        if !benefits.is_empty() {
            page.heading(&self.say("benefits", &[]));
        }
        for benefit in benefits {
            let kind = self.word("benefit.kind", benefit.text("kind").unwrap_or_default());
            let params =
                [("name", self.name(&benefit)), ("kind", kind), ("by", self.when(&benefit, "grantedBy"))];
            page.line(0, &self.say("benefit", &params));
            let mut lines = self.benefit_lines(&benefit);
            for version in benefit.list("versions") {
                let withdrawn = if version.is_true("withdrawn") {
                    self.say("benefit.withdrawn", &[])
                } else {
                    String::new()
                };
                let says: Vec<String> = self
                    .benefit_lines(&version)
                    .into_iter()
                    .chain([withdrawn])
                    .filter(|line| !line.is_empty())
                    .collect();
                let day = version.text("from").unwrap_or_default().to_owned();
                lines.push(
                    self.say("benefit.version", &[("day", day), ("says", self.list(&says, "join.comma"))]),
                );
            }
            for line in lines.iter().filter(|line| !line.is_empty()) {
                page.line(1, line);
            }
        }
    }

    /// What a benefit, or a version of it, says.
    fn benefit_lines(&self, benefit: &Node<'_>) -> Vec<String> {
        let money =
            |of: &Node<'_>, key: &str| of.said(key).map(|amount| self.money(&amount)).unwrap_or_default();
        let quota = benefit.field("quota").map(|quota| {
            let per = quota.field("per").map_or_else(String::new, |per| self.window(&per));
            let times = quota.said("times").map(|times| self.counted("limit.times", &times));
            let most = times.unwrap_or_else(|| money(&quota, "amount"));
            self.say("benefit.quota", &[("most", most), ("per", per)])
        });
        let value = benefit.field("value").map(|value| {
            let params =
                [("amount", money(&value, "amount")), ("percent", value.said("percent").unwrap_or_default())];
            self.say(
                if value.field("percent").is_some() { "benefit.percent" } else { "benefit.value" },
                &params,
            )
        });
        let delivery = benefit.field("delivery").map(|delivery| {
            let days = delivery.words("workingDays");
            let day = |place: usize| days.get(place).cloned().unwrap_or_default();
            let params = [
                ("methods", delivery.words("methods").join(", ")),
                ("threshold", money(&delivery, "threshold")),
                ("fee", money(&delivery, "fee")),
                ("from", day(0)),
                ("to", day(1)),
            ];
            self.say("benefit.delivery", &params)
        });
        let coupon = benefit.text("coupon").map(|id| self.named("coupons", id));
        // The `from` of a version is the day that its line begins with.
        let from = benefit.field("id").and_then(|_| benefit.said("from"));
        vec![
            self.given("benefit.when", "when", Some(self.when(benefit, "when"))),
            self.given("benefit.channel", "words", Some(benefit.words("channel").join(", "))),
            quota.unwrap_or_default(),
            value.unwrap_or_default(),
            delivery.unwrap_or_default(),
            self.given("benefit.coupon", "coupon", coupon),
            self.given("time.from", "day", from),
            self.given("time.to", "day", benefit.said("until")),
        ]
    }
}
