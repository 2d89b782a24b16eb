//! Points in words: what they are worth, when they come and go, and how they are spent.

use super::{Page, Teller};
use crate::node::Node;

impl Teller<'_> {
    pub(super) fn points(&self, page: &mut Page) {
        for points in self.program.list("points") {
            page.heading(&self.say("points", &[("name", self.name(&points))]));
            if let Some(worth) = points.field("worth") {
                let amount = self.money(&worth.said("amount").unwrap_or_default());
                let many = self.counted("amount.points", &worth.said("points").unwrap_or_default());
                page.line(0, &self.say("points.worth", &[("points", many), ("amount", amount)]));
            }
            self.earning(&points.list("earn"), page);
            let limits = self.limits(&points);
            if !limits.is_empty() {
                page.line(0, &self.say("points.limits", &[("limits", limits)]));
            }
            page.line(0, &self.pending(&points));
            page.line(0, &self.expiry(&points));
            page.line(0, &self.word("negative", points.text("negative").unwrap_or("debt")));
            if let Some(spend) = points.field("spend") {
                page.line(0, &self.spend(&spend));
            }
            if let Some(redeem) = points.field("redeem") {
                let least = redeem.said("minimumBalance").unwrap_or_default();
                page.line(
                    0,
                    &self.say("points.redeem", &[("least", least), ("limits", self.limits(&redeem))]),
                );
            }
        }
    }

    fn pending(&self, points: &Node<'_>) -> String {
        let Some(pending) = points.field("pending") else { return self.say("pending.none", &[]) };
        if let Some(period) = pending.json.text() {
            return self.say("pending.for", &[("period", self.period(period))]);
        }
        if let Some(before) = pending.text("beforeTermEnd") {
            let plan = self.named("plans", pending.text("plan").unwrap_or_default());
            let params =
                [("period", self.period(before)), ("plan", plan), ("when", self.when(&pending, "when"))];
            return self.say("pending.term", &params);
        }
        let then = pending.text("then").map(|then| self.period(then));
        self.say("pending.confirm", &[("period", then.unwrap_or_default())])
    }

    fn expiry(&self, points: &Node<'_>) -> String {
        let Some(expiry) = points.field("expiry") else { return self.say("expiry.never", &[]) };
        let end = expiry.text("endOf").map_or_else(String::new, |unit| self.word("endOf", unit));
        if let Some(after) = expiry.text("after") {
            let from = self.word("expiry.from", expiry.text("from").unwrap_or("usable"));
            return self.say("expiry.after", &[("period", self.period(after)), ("from", from), ("end", end)]);
        }
        if let Some(period) = expiry.text("activity") {
            let acts: Vec<String> = expiry
                .list("of")
                .iter()
                .map(|acts| {
                    acts.text("activity").map_or_else(
                        || self.word("acts", &acts.written()),
                        |kind| self.say("acts.kind", &[("kind", self.word("activity", kind))]),
                    )
                })
                .collect();
            return self.say(
                "expiry.activity",
                &[("period", self.period(period)), ("acts", self.list(&acts, "join.either")), ("end", end)],
            );
        }
        let of = self.word("expiry.of", expiry.text("of").unwrap_or("lastYear"));
        self.say(
            "expiry.yearly",
            &[
                ("day", expiry.text("yearly").unwrap_or_default().trim_start_matches('-').to_owned()),
                ("of", of),
            ],
        )
    }

    fn spend(&self, spend: &Node<'_>) -> String {
        let money = |key: &str| spend.said(key).map_or_else(String::new, |amount| self.money(&amount));
        let covers: Vec<String> = spend.words("covers").iter().map(|of| self.word("covers", of)).collect();
        let params = [
            ("unit", spend.said("unit").unwrap_or_default()),
            ("minimum", spend.said("minimum").unwrap_or_default()),
            ("share", spend.said("maxShare").unwrap_or_default()),
            ("amount", money("maxAmount")),
            ("exclude", spend.words("exclude").join(", ")),
            ("covers", self.list(&covers, "join.list")),
            (
                "own",
                if spend.is_true("includeThisOrder") { self.say("spend.own", &[]) } else { String::new() },
            ),
        ];
        self.say("spend", &params)
    }
}
