//! Coupons that give points, as rules of earning: they hold for orders that name the coupon.

use super::compile::Compiler;
use super::coupon::Coupon;
use super::discount::Does;
use super::{Base, Grant, Multiplier, PointsRules, Rate, Rule};
use crate::ledger::Source;
use crate::problem::Code;
use crate::shape::{Id, Place};

impl Compiler<'_> {
    /// Notes that a rule of a currency has the id of a coupon that gives points of it: the id alone tells on a receipt what gave them.
    pub(super) fn unlike_rules(&mut self, id: &Id, gives: &[usize], place: &Place<'_>) {
        let config = self.config;
        let has = |currency: &usize| {
            config.points.get(*currency).is_some_and(|rules| rules.rules().any(|rule| rule.id == *id))
        };
        if gives.iter().any(has) {
            let problem = place.field("id").problem(Code::DuplicateId).text("kind", "rule");
            self.reader.note(problem.text("value", &**id));
        }
    }
}

impl Does {
    /// The currency of the points that it gives, if it gives any.
    pub(super) fn currency(&self) -> Option<usize> {
        if let Self::PointsTimes { currency, .. } | Self::BonusPoints { currency, .. } = self {
            Some(*currency)
        } else {
            None
        }
    }
}

/// Adds what coupons give to the rules of the currencies, after all others, in the order of the program.
pub(super) fn add_rules(points: &mut [PointsRules], coupons: &[Coupon]) {
    for (place, coupon) in coupons.iter().enumerate() {
        for discount in &coupon.discounts {
            let Some(rules) = discount.does.currency().and_then(|currency| points.get_mut(currency)) else {
                continue;
            };
            let grant = if let Does::PointsTimes { factor, .. } = discount.does {
                Grant::Multiply(multiplier(rules, factor))
            } else {
                let points = if let Does::BonusPoints { points, .. } = discount.does { points } else { 0 };
                let rate = Rate { points: points.into(), amount: 1 };
                Grant::Rate { base: Base::Event, step: false, rate, bands: Vec::new() }
            };
            rules.earn.push(Rule {
                id: coupon.id.clone(),
                source: Source::Order,
                coupon: Some(place),
                when: None,
                plans: Vec::new(),
                scope: discount.scope,
                grant,
                stop: false,
                choice: None,
                limits: Vec::new(),
            });
        }
    }
}

/// A multiplier of all that is given for what is paid, which adds to the others.
fn multiplier(rules: &PointsRules, by: i64) -> Multiplier {
    let (mut of, mut group) = (Vec::new(), 0);
    for (place, rule) in rules.earn.iter().enumerate() {
        match &rule.grant {
            Grant::Rate { base: Base::Paid { .. }, .. } => of.push(place),
            Grant::Rate { .. } => {}
            Grant::Multiply(known) => group = group.max(known.group.saturating_add(1)),
        }
    }
    Multiplier { by, of, group, product: false }
}
