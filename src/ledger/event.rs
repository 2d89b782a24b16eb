//! Events as they are given.

use super::Attributes;
use super::coupon::{CouponIssued, CouponReturned, CouponTaken, CouponUsed};
use super::gift::{Donate, Received, Transfer};
use super::given::Given;
use super::plan::{Cancel, PlanChange, Subscription};
use crate::shape::{Id, List, Moment, Number, PointsFrom, Some1, record, tagged};
use crate::unit::{Amount, Day, Instant, Period, Points, Quantity, SAFE};

tagged! {
    /// Something that happened, by its type.
    pub enum Event by "type" {
        /// A purchase.
        Order(OrderEvent) = "order",
        /// Goods or money that came back.
        Refund(Refund) = "refund",
        /// Something else the member did.
        Activity(Activity) = "activity",
        /// A correction by the back office.
        Adjust(Adjust) = "adjust",
        /// Points spent.
        Redeem(Redeem) = "redeem",
        /// What the member brings from another system.
        Opening(Opening) = "opening",
        /// A tier given to the member.
        TierSet(TierSet) = "tierSet",
        /// What is said anew of the member.
        Profile(ProfileEvent) = "profile",
        /// Something that counts no more.
        Revoke(Revoke) = "revoke",
        /// An order that is final, or an event that was looked at.
        Confirm(Confirm) = "confirm",
        /// Points given to a good cause.
        Donate(Donate) = "donate",
        /// Points sent to another member.
        Transfer(Transfer) = "transfer",
        /// Points that another member sent.
        Received(Received) = "received",
        /// A plan begins.
        Subscribe(Subscription) = "subscribe",
        /// A plan goes on: from the end of its present term, or from now where none runs.
        Renew(Subscription) = "renew",
        /// A plan takes the place of another.
        PlanChanged(PlanChange) = "planChanged",
        /// A plan ends, or renews no more by itself.
        Cancel(Cancel) = "cancel",
        /// A coupon issued to the member.
        CouponIssued(CouponIssued) = "couponIssued",
        /// A coupon used otherwise than on an order that names it.
        CouponUsed(CouponUsed) = "couponUsed",
        /// A use of a coupon that is undone.
        CouponReturned(CouponReturned) = "couponReturned",
    }
    later ["benefitUsed", "journeyDone"]
}

record! {
    /// A purchase.
    pub struct OrderEvent {
        /// The event's id; the order is known by it.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// What was bought.
        lines: Some1<OrderLine> = "lines",
        /// What shipping cost.
        shipping: Option<Amount> = "shipping",
        /// Where: `app`, `store`, …
        channel: Option<Id> = "channel",
        /// The store.
        store: Option<Id> = "store",
        /// How it was paid.
        payment: Option<Id> = "payment",
        /// How it is delivered.
        shipping_method: Option<Id> = "shippingMethod",
        /// The coupons used: issues of the wallet, or coupons that nobody needs to be issued.
        coupons: List<CouponTaken> = "coupons",
        /// Points spent on it, of the first currency.
        points_used: Option<Points> = "pointsUsed",
        /// After how long it is final, unless it is confirmed before.
        confirm_after: Option<Period> = "confirmAfter",
    }
}

record! {
    /// One line of an order.
    pub struct OrderLine {
        /// The line's id, unique in the order.
        id: Id = "id",
        /// The product.
        sku: Id = "sku",
        /// How many units.
        quantity: Quantity = "quantity",
        /// The price of one unit.
        unit_price: Amount = "unitPrice",
        /// What one unit costs where nothing is taken off.
        list_price: Option<Amount> = "listPrice",
        /// What was paid for the whole line after discounts; quantity × unit price unless said.
        paid: Option<Amount> = "paid",
        /// The product's categories.
        categories: Vec<Id> = "categories",
        /// The product's brand.
        brand: Option<Id> = "brand",
        /// The product's tags.
        tags: Vec<Id> = "tags",
    }
    later ["taxRate"]
}

record! {
    /// Goods or money that came back.
    pub struct Refund {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// The order.
        order: Id = "order",
        /// What came back; all that is left unless said.
        lines: Option<Some1<RefundLine>> = "lines",
    }
}

record! {
    /// What came back of a line: exactly one of `quantity` and `amount`.
    pub struct RefundLine {
        /// The line.
        id: Id = "id",
        /// So many units, with their share of what was paid.
        quantity: Option<Quantity> = "quantity",
        /// So much money; the units stay.
        amount: Option<Amount> = "amount",
    }
}

record! {
    /// Something else the member did.
    pub struct Activity {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// `checkIn`, `login`, `review`, … or the merchant's own.
        kind: Id = "kind",
        /// What it was about.
        subject: Option<Id> = "subject",
        /// How much, for metrics of values.
        value: Option<i64> = "value",
    }
}

record! {
    /// A correction by the back office: `points`, or `metric` and `amount`.
    pub struct Adjust {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// So many points, of either sign.
        points: Option<PointsFrom<{ -SAFE }>> = "points",
        /// Their currency; the first unless said.
        currency: Option<Id> = "currency",
        /// The metric to correct.
        metric: Option<Id> = "metric",
        /// By how much: an amount for a metric of money, else a whole number.
        amount: Option<Number> = "amount",
        /// Why.
        reason: Option<String> = "reason",
    }
}

record! {
    /// Points spent.
    pub struct Redeem {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// How many points; without them, the price of the program's reward.
        points: Option<Points> = "points",
        /// Their currency; the first unless said.
        currency: Option<Id> = "currency",
        /// What they bought.
        reward: Option<Id> = "reward",
        /// How many of the program's reward; one unless said.
        quantity: Option<Quantity> = "quantity",
        /// The order it came with.
        order: Option<Id> = "order",
    }
}

record! {
    /// An activity, a redemption or a term of a plan that counts no more: what it gave is taken back, what it took is returned.
    pub struct Revoke {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// The activity or redemption, or what began the term.
        event: Id = "event",
    }
}

record! {
    /// What the back office says of an event, by exactly one of `order` and `event`.
    pub struct Confirm {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// The order, which is final.
        order: Option<Id> = "order",
        /// The event, whose points need not be held any longer.
        event: Option<Id> = "event",
    }
}

record! {
    /// What the member brings from another system; at most one.
    pub struct Opening {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// Points brought.
        lots: Vec<OpeningLot> = "lots",
        /// Metrics brought.
        metrics: Vec<OpeningMetric> = "metrics",
        /// Tiers brought.
        tier: Option<OpeningTier> = "tier",
    }
}

record! {
    /// What is said anew of the member, from this instant on.
    pub struct ProfileEvent {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// Attributes that changed; null takes one away.
        attributes: Attributes = "attributes",
        /// All tags, when they changed.
        tags: Option<Vec<Id>> = "tags",
        /// All that the member agrees to, when it changed.
        consents: Option<Vec<Id>> = "consents",
    }
}

record! {
    /// Points brought from another system.
    pub struct OpeningLot {
        /// How many.
        points: Points = "points",
        /// Their currency; the first unless said.
        currency: Option<Id> = "currency",
        /// When they were earned; at the opening unless said.
        earned_at: Option<Moment> = "earnedAt",
        /// When they become usable; at the opening unless said.
        usable_at: Option<Moment> = "usableAt",
        /// Their last day; by the currency's expiry, from the day they were earned or usable, unless said.
        last_day: Option<Day> = "lastDay",
    }
}

record! {
    /// A metric's value brought from another system.
    pub struct OpeningMetric {
        /// The metric.
        metric: Id = "metric",
        /// Its value: an amount for a metric of money, else a whole number.
        amount: Number = "amount",
        /// The date on which it counts; the opening's unless said.
        day: Option<Day> = "day",
    }
}

record! {
    /// A tier brought from another system.
    pub struct OpeningTier {
        /// The tier.
        tier: Id = "tier",
        /// Since when; the opening's date unless said.
        since: Option<Day> = "since",
        /// Its last day; by the tier's validity from `since` unless said.
        last_day: Option<Day> = "lastDay",
    }
}

record! {
    /// A tier given to the member: a gift, an invitation, or carried over from an older program.
    pub struct TierSet {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// The tier.
        tier: Id = "tier",
        /// Its last day; by the tier's validity unless said.
        until: Option<Day> = "until",
        /// Why.
        reason: Option<String> = "reason",
    }
}

impl Event {
    /// Its id, its instant, and what it granted.
    #[must_use]
    pub fn head(&self) -> (&Id, Instant, Option<&Given>) {
        match self {
            Self::Order(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::Refund(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::Activity(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::Adjust(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::Redeem(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::Opening(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::TierSet(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::Profile(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::Revoke(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::Confirm(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::Donate(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::Transfer(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::Received(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::Subscribe(event) | Self::Renew(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::PlanChanged(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::Cancel(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::CouponIssued(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::CouponUsed(event) => (&event.id, event.at, event.posted.as_ref()),
            Self::CouponReturned(event) => (&event.id, event.at, event.posted.as_ref()),
        }
    }

    /// The event it names, and the field that does.
    #[must_use]
    pub fn names(&self) -> Option<(&Id, &'static str)> {
        match self {
            Self::Refund(event) => Some((&event.order, "order")),
            Self::Revoke(event) => Some((&event.event, "event")),
            Self::Redeem(event) => event.order.as_ref().map(|order| (order, "order")),
            Self::Confirm(event) => event
                .order
                .as_ref()
                .map(|order| (order, "order"))
                .or_else(|| event.event.as_ref().map(|event| (event, "event"))),
            Self::CouponIssued(event) => event.order.as_ref().map(|order| (order, "order")),
            Self::CouponUsed(event) => event.order.as_ref().map(|order| (order, "order")),
            Self::CouponReturned(event) => event.order.as_ref().map(|order| (order, "order")),
            Self::Order(_)
            | Self::Activity(_)
            | Self::Adjust(_)
            | Self::Opening(_)
            | Self::TierSet(_)
            | Self::Profile(_)
            | Self::Donate(_)
            | Self::Transfer(_)
            | Self::Received(_)
            | Self::Subscribe(_)
            | Self::Renew(_)
            | Self::PlanChanged(_)
            | Self::Cancel(_) => None,
        }
    }
}
