//! What was posted with an event, as hosts give it back.

use super::resolve::Resolver;
use crate::ledger::{Given, Posted, PostedPoints, PostedTier};
use crate::program::Counted;
use crate::shape::Place;
use crate::unit::Day;

impl Resolver<'_, '_> {
    /// What an event granted when it was recorded.
    pub(super) fn posted(&mut self, given: &Given, place: &Place<'_>) -> Option<Posted> {
        let mut sound = true;
        let mut points = Vec::new();
        for (index, line) in given.points.iter().enumerate() {
            let list = place.field("points");
            let currency = self.currency(Some(&line.currency), &list.index(index).field("currency"));
            let Some(currency) = currency else {
                sound = false;
                continue;
            };
            let after = |day: Day| self.program.zone.start_of(day.plus_days(1));
            points.push(PostedPoints {
                currency,
                rule: line.rule.clone(),
                points: line.points.0,
                usable_at: line.usable_at,
                expires_at: line.expires_at.or_else(|| line.last_day.map(after)),
                last_day: line.last_day,
                base: None,
                cut: 0,
                gift: line.gift == Some(true),
            });
        }
        let mut tiers = Vec::new();
        sound &= self.posted_ledger(given, place, &mut points);
        for (index, step) in given.tiers.iter().enumerate() {
            let list = place.field("tiers");
            let at = list.index(index);
            let from = step.from.as_ref().map(|from| self.tier(from, &at.field("from")));
            let to = step.to.as_ref().map(|to| self.tier(to, &at.field("to")));
            let ladder = self.ladder(&step.ladder, &at.field("ladder"));
            let place = |tier: Option<Option<(usize, usize)>>| {
                tier.map_or(Some(None), |tier| tier.map(|(_, tier)| Some(tier)))
            };
            match ladder.zip(place(from).zip(place(to))) {
                Some((ladder, (from, to))) => {
                    self.not_ancient(step.last_day, &at.field("lastDay"));
                    self.not_ancient(step.starts_on, &at.field("startsOn"));
                    tiers.push(PostedTier {
                        ladder,
                        from,
                        to,
                        last_day: step.last_day,
                        starts_on: step.starts_on,
                    });
                }
                None => sound = false,
            }
        }
        let mut redeemed = Vec::new();
        for (index, line) in given.redeemed.iter().enumerate() {
            let list = place.field("redeemed");
            match self.redeemed(line, &list.index(index)) {
                Some(line) => redeemed.push(line),
                None => sound = false,
            }
        }
        let coupons: Vec<_> = given.coupons.iter().filter_map(|line| self.posted_coupon(line)).collect();
        let plans = self.posted_plan(given, place)?;
        let signals = self.raised(&given.signals, &place.field("signals"))?.into();
        sound.then(|| Posted {
            version: given.version.clone(),
            points,
            tiers,
            redeemed: redeemed.into(),
            signals,
            coupons: coupons.into(),
            plans: plans.into(),
        })
    }

    /// What metrics were credited with, as points of their currencies; says whether all of it can be.
    fn posted_ledger(&mut self, given: &Given, place: &Place<'_>, points: &mut Vec<PostedPoints>) -> bool {
        let mut sound = true;
        for (index, line) in given.ledger.iter().enumerate() {
            let list = place.field("ledger");
            let at = list.index(index);
            let at = at.field("metric");
            let Some(metric) = self.metric(&line.metric, &at) else {
                sound = false;
                continue;
            };
            let counted = self.program.metrics.get(metric).map(|metric| &metric.counted);
            let Some(Counted::Ledger(ledger)) = counted else {
                self.reader.not_allowed(&at, &line.metric);
                sound = false;
                continue;
            };
            points.push(PostedPoints {
                currency: self.program.points.len().saturating_add(*ledger),
                rule: line.rule.clone(),
                points: line.amount,
                usable_at: None,
                expires_at: None,
                last_day: None,
                base: None,
                cut: 0,
                gift: false,
            });
        }
        sound
    }
}
