//! Coupons, and how they join, in words.

use super::{Page, Teller};
use crate::node::Node;

impl Teller<'_> {
    pub(super) fn coupons(&self, page: &mut Page) {
        let coupons = self.program.list("coupons");
        if !coupons.is_empty() {
            page.heading(&self.say("coupons", &[]));
        }
        if let Some(checkout) = self.program.field("checkout") {
            self.checkout(&checkout, page);
        }
        for coupon in coupons {
            let what: Vec<String> = coupon.list("discounts").iter().map(|of| self.discount(of)).collect();
            let params = [("name", self.name(&coupon)), ("what", self.list(&what, "join.then"))];
            page.line(0, &self.say("coupon", &params));
            for line in self.coupon_lines(&coupon).iter().filter(|line| !line.is_empty()) {
                page.line(1, line);
            }
        }
    }

    fn checkout(&self, checkout: &Node<'_>, page: &mut Page) {
        let steps: Vec<String> = checkout.list("steps").iter().map(|step| step.id().to_owned()).collect();
        let lines = [
            self.given("checkout.steps", "steps", Some(self.list(&steps, "join.then"))),
            self.given("checkout.most", "n", checkout.said("maxPerOrder")),
            checkout.text("choose").map(|word| self.word("checkout.choose", word)).unwrap_or_default(),
        ];
        for line in lines.iter().filter(|line| !line.is_empty()) {
            page.line(0, line);
        }
        for group in checkout.list("groups") {
            let said = |key: &str| group.said(key).unwrap_or_default();
            let params = [("id", group.id().to_owned()), ("max", said("max")), ("line", said("perLine"))];
            page.line(0, &self.say("checkout.group", &params));
        }
    }

    fn coupon_lines(&self, coupon: &Node<'_>) -> Vec<String> {
        let how = match coupon.said("automatic").as_deref() {
            Some("always") => self.say("coupon.always", &[]),
            Some("true") => self.say("coupon.offered", &[]),
            _ if coupon.field("codes").is_some() || coupon.field("digests").is_some() => {
                self.say("coupon.code", &[])
            }
            _ => self.say("coupon.issued", &[]),
        };
        let validity = coupon.field("validity").map_or_else(String::new, |validity| {
            let period = |key: &str| validity.text(key).map(|period| self.period(period)).unwrap_or_default();
            let through =
                if validity.is_true("through") { self.say("tier.through", &[]) } else { String::new() };
            let parts = [
                self.timing(&validity),
                self.given("coupon.after", "after", Some(period("after"))),
                self.given("coupon.delay", "delay", Some(period("delay"))),
                through,
            ];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            self.say("coupon.validity", &[("parts", self.list(&parts, "join.comma"))])
        });
        let limit = |limit: &Node<'_>| {
            let max = limit.said("max").unwrap_or_default();
            let most = match limit.text("of") {
                Some("money") => self.money(&max),
                of => self.counted(&format!("coupon.limit.{}", of.unwrap_or_default()), &max),
            };
            let per = match limit.text("per") {
                Some(word) => self.word("coupon.per", word),
                None => limit
                    .field("per")
                    .map(|per| self.given("coupon.per.attribute", "name", per.said("attribute")))
                    .unwrap_or_default(),
            };
            let window = limit.field("window").map(|window| self.window(&window)).unwrap_or_default();
            self.say("coupon.limit", &[("most", most), ("per", per), ("window", window)])
        };
        let exclusive =
            if coupon.is_true("exclusive") { self.say("coupon.exclusive", &[]) } else { String::new() };
        let stacks = match coupon.text("stacks") {
            Some(word) => self.word("coupon.stacks", word),
            None => self.given("coupon.stacks.groups", "groups", Some(coupon.words("stacks").join(", "))),
        };
        let mut lines =
            vec![how, self.given("coupon.when", "when", Some(self.when(coupon, "when"))), validity];
        lines.extend(coupon.list("limits").iter().map(limit));
        lines.extend([exclusive, stacks]);
        lines
    }
}
