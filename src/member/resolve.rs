//! From an event as it is given to an entry of the log: references resolved, amounts whole.

use crate::ledger::{
    Activity, Adjust, Ends, Entry, Event, Line, OpenLot, OpenTier, Opening, Order, OrderEvent, OrderLine,
    PlanStep, TierSet, TraitsChange, What,
};
use crate::problem::Code;
use crate::program::Program;
use crate::shape::{Moment, Place, Reader};
use crate::unit::{Amount, Day, Instant, SAFE};

/// Resolves an event, or notes its problems. A refund's lines are resolved against its order by the caller.
pub fn resolve(
    program: &Program,
    event: &Event,
    depth: u32,
    reader: &mut Reader,
    place: &Place<'_>,
) -> Option<Entry> {
    let (id, at, given) = event.head();
    let mut resolver = Resolver { program, reader, at, day: program.zone.day(at) };
    let what = match event {
        Event::Order(order) => resolver.order(order, place).map(What::Order),
        Event::Refund(refund) => Some(What::Refund { order: refund.order.clone(), lines: None }),
        Event::Activity(activity) => {
            let Activity { kind, subject, value, .. } = activity;
            Some(What::Activity { kind: kind.clone(), subject: subject.clone(), value: *value })
        }
        Event::Adjust(adjust) => resolver.adjust(adjust, place),
        Event::Redeem(redeem) => resolver.redeem(redeem, place),
        Event::Opening(opening) => resolver.opening(opening, place),
        Event::TierSet(set) => resolver.tier_set(set, place),
        Event::Profile(profile) => Some(What::Profile(TraitsChange {
            attributes: profile.attributes.0.clone(),
            tags: profile.tags.clone(),
            consents: profile.consents.clone(),
        })),
        Event::Revoke(revoke) => Some(What::Revoke { event: revoke.event.clone() }),
        Event::Confirm(confirm) => resolver.confirm(confirm, place),
        Event::Donate(donate) => {
            let to = donate.to.clone();
            resolver.give(donate.points.get(), donate.currency.as_deref(), to, true, place)
        }
        Event::Transfer(transfer) => {
            let to = Some(transfer.to.clone());
            resolver.give(transfer.points.get(), transfer.currency.as_deref(), to, false, place)
        }
        Event::Received(received) => resolver.received(received, place),
        Event::Subscribe(of) => resolver.runs(of, PlanStep::Subscribe, place),
        Event::Renew(of) => resolver.runs(of, PlanStep::Renew, place),
        Event::PlanChanged(change) => resolver.changes(change, place),
        Event::CouponIssued(event) => resolver.issued(event, place),
        // What is used is known by the wallet, at which the caller looks.
        Event::CouponUsed(_) => Some(What::UseCoupon(None)),
        Event::CouponReturned(event) => {
            resolver.not_over(event.last_day, &place.field("lastDay"));
            Some(What::ReturnCoupon { taken: None, day: None, last_day: event.last_day })
        }
        Event::Cancel(cancel) => {
            let stays = cancel.ends == Some(Ends::TermEnd);
            let step = if stays { PlanStep::Stop } else { PlanStep::Cancel };
            let plan = resolver.plan(&cancel.plan, &place.field("plan"));
            plan.map(|plan| What::Plan { plan, step, end: None, price: None, renews: None })
        }
    };
    let posted = match given {
        Some(given) => resolver.posted(given, &place.field("posted")).map(Some),
        None => Some(None),
    };
    let day = resolver.day;
    Some(Entry { id: id.clone(), at, depth, day, what: what?, posted: posted? })
}

pub(super) struct Resolver<'a, 'r> {
    pub(super) program: &'a Program,
    pub(super) reader: &'r mut Reader,
    pub(super) at: Instant,
    pub(super) day: Day,
}

impl Resolver<'_, '_> {
    fn order(&mut self, order: &OrderEvent, place: &Place<'_>) -> Option<Order> {
        let lines_place = place.field("lines");
        let mut lines: Vec<Line> = Vec::new();
        let mut sound = true;
        for (index, line) in order.lines.0.placed() {
            let at = lines_place.index(index);
            if lines.iter().any(|known| known.id == line.id) {
                self.reader.note(
                    at.field("id").problem(Code::DuplicateId).text("kind", "line").text("value", &*line.id),
                );
                sound = false;
            }
            match self.line(line, &at) {
                Some(line) => lines.push(line),
                None => sound = false,
            }
        }
        let points_used = order.points_used.map_or(0, crate::unit::Points::get);
        if points_used > 0 {
            self.currency(None, &place.field("pointsUsed"))?;
        }
        sound.then(|| Order {
            lines,
            shipping: order.shipping.map_or(0, Amount::get),
            channel: order.channel.clone(),
            store: order.store.clone(),
            payment: order.payment.clone(),
            shipping_method: order.shipping_method.clone(),
            points_used,
            coupons: Vec::new().into(),
            confirmed: order.confirm_after.as_ref().map(|after| after.end(self.at, &self.program.zone)),
        })
    }

    fn line(&mut self, line: &OrderLine, place: &Place<'_>) -> Option<Line> {
        let full = line.quantity.get().checked_mul(line.unit_price.get()).filter(|full| *full <= SAFE);
        let paid = line.paid.map(Amount::get).or(full);
        if paid.is_none() {
            self.reader.note(place.problem(Code::Overflow));
        }
        Some(Line {
            id: line.id.clone(),
            quantity: line.quantity.get(),
            paid: paid?,
            scopes: self.program.scopes_of(&line.into()),
            categories: self.program.counted_of(&line.categories),
        })
    }

    fn adjust(&mut self, adjust: &Adjust, place: &Place<'_>) -> Option<What> {
        match (adjust.points, &adjust.metric) {
            (Some(points), None) => {
                if adjust.amount.is_some() {
                    self.reader
                        .note(place.field("amount").problem(Code::NotAllowedHere).text("value", "amount"));
                    return None;
                }
                let currency = self.currency(adjust.currency.as_deref(), &place.field("currency"))?;
                Some(What::AdjustPoints { currency, points: points.0, reason: adjust.reason.clone() })
            }
            (None, Some(metric)) => {
                let metric = self.metric(metric, &place.field("metric"));
                let at = place.field("amount");
                let Some(amount) = &adjust.amount else {
                    self.reader.note(at.problem(Code::Missing).text("field", "amount"));
                    return None;
                };
                let metric = metric?;
                Some(What::AdjustMetric { metric, amount: self.number(amount, metric, &at)? })
            }
            _ => {
                self.reader.note(place.problem(Code::ExactlyOne).list("expected", &["points", "metric"]));
                None
            }
        }
    }

    fn opening(&mut self, opening: &Opening, place: &Place<'_>) -> Option<What> {
        let mut sound = true;
        let mut lots = Vec::new();
        for (index, lot) in opening.lots.iter().enumerate() {
            let list = place.field("lots");
            let currency = self.currency(lot.currency.as_deref(), &list.index(index).field("currency"));
            let Some(currency) = currency else {
                sound = false;
                continue;
            };
            let zone = &self.program.zone;
            let moment = |moment: Option<Moment>| moment.map_or(self.at, |moment| moment.instant(zone));
            let (earned_at, usable_at) = (moment(lot.earned_at), moment(lot.usable_at));
            let rules = self.program.points.get(currency);
            let own = || rules.and_then(|rules| rules.expires(earned_at, usable_at, zone));
            let given = lot.last_day.map(|day| (zone.start_of(day.plus_days(1)), Some(day)));
            let (points, expires) = (lot.points.get(), given.or_else(own));
            lots.push(OpenLot { currency, points, earned_at, usable_at, expires });
        }
        let mut metrics = Vec::new();
        for (index, brought) in opening.metrics.iter().enumerate() {
            let list = place.field("metrics");
            let at = list.index(index);
            let metric = self.metric(&brought.metric, &at.field("metric"));
            let amount = metric.and_then(|metric| self.number(&brought.amount, metric, &at.field("amount")));
            match metric.zip(amount) {
                Some((metric, amount)) => metrics.push((metric, amount, brought.day.unwrap_or(self.day))),
                None => sound = false,
            }
        }
        let tier = match &opening.tier {
            None => Some(None),
            Some(tier) => {
                let at = place.field("tier");
                let found = self.tier(&tier.tier, &at.field("tier"));
                if let Some(since) = tier.since.filter(|since| *since > self.day) {
                    self.bad_date(since, &at.field("since"));
                }
                self.not_ancient(tier.since, &at.field("since"));
                self.not_over(tier.last_day, &at.field("lastDay"));
                let since = tier.since.unwrap_or(self.day);
                found.map(|(ladder, of)| Some(OpenTier { ladder, tier: of, since, last_day: tier.last_day }))
            }
        };
        let tier = tier?;
        sound.then_some(What::Opening { lots, metrics, tier })
    }

    fn tier_set(&mut self, set: &TierSet, place: &Place<'_>) -> Option<What> {
        self.not_over(set.until, &place.field("until"));
        let (ladder, tier) = self.tier(&set.tier, &place.field("tier"))?;
        let tier = OpenTier { ladder, tier, since: self.day, last_day: set.until };
        Some(What::TierSet { tier, reason: set.reason.clone() })
    }

    /// Notes a last day that is over.
    pub(super) fn not_over(&mut self, last: Option<Day>, place: &Place<'_>) {
        if let Some(last) = last.filter(|last| *last < self.day) {
            self.bad_date(last, place);
        }
    }

    /// Notes a date since which more days have passed than can pass at once.
    pub(super) fn not_ancient(&mut self, date: Option<Day>, place: &Place<'_>) {
        let since = self.program.counts_from(self.day);
        if let Some(date) = date.filter(|date| *date < since) {
            let problem = place.problem(Code::DateTooEarly).text("value", date.text());
            self.reader.note(problem.text("since", since.text()));
        }
    }

    pub(super) fn bad_date(&mut self, date: Day, place: &Place<'_>) {
        self.reader.note(place.problem(Code::BadDate).text("value", date.text()));
    }
}
