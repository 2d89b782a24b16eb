//! Events as the engine keeps them: references resolved, amounts whole, only what later events may need.

use super::{PlanStep, Posted, TraitsChange};
use crate::shape::Id;
use crate::unit::{Day, Few, Instant, bytes, variant_bytes};

/// An event in the member's log.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The event's id.
    pub id: Id,
    /// When it happened.
    pub at: Instant,
    /// How many events of the same instant must come before it, each for the next.
    pub depth: u32,
    /// Its local date.
    pub day: Day,
    /// What happened.
    pub what: What,
    /// What it granted when it was recorded; then rules are not run for it.
    pub posted: Option<Posted>,
}

impl Entry {
    /// Where it stands in the log: by instant, then after those it names, then by id.
    #[must_use]
    pub fn key(&self) -> (Instant, u32, &str) {
        (self.at, self.depth, &self.id)
    }
}

/// What happened. Currencies, metrics, ladders and tiers are the program's, by their place.
#[derive(Clone, Debug)]
pub enum What {
    /// A purchase.
    Order(Order),
    /// Goods or money that came back.
    Refund {
        /// The order.
        order: Id,
        /// What came back of which line; `None` is all that is left.
        lines: Option<Vec<(usize, Returned)>>,
    },
    /// Something else the member did.
    Activity {
        /// Its kind.
        kind: Id,
        /// What it was about.
        subject: Option<Id>,
        /// How much, if it said.
        value: Option<i64>,
    },
    /// Points given or taken by the back office.
    AdjustPoints {
        /// The currency.
        currency: usize,
        /// How many, of either sign.
        points: i64,
        /// Why.
        reason: Option<String>,
    },
    /// A metric corrected by the back office.
    AdjustMetric {
        /// The metric.
        metric: usize,
        /// By how much.
        amount: i64,
    },
    /// Points spent.
    Redeem {
        /// The currency.
        currency: usize,
        /// How many.
        points: i64,
        /// What they bought.
        reward: Option<Id>,
    },
    /// A reward of the program redeemed, at its price.
    Reward {
        /// The reward.
        reward: Id,
        /// How many.
        quantity: i64,
    },
    /// An activity or a redemption that counts no more.
    Revoke {
        /// It.
        event: Id,
    },
    /// An order that is final.
    Confirm {
        /// The order.
        order: Id,
    },
    /// An event whose points were held, and wait for that no longer.
    Release {
        /// It.
        event: Id,
    },
    /// Points given away.
    Give {
        /// The currency.
        currency: usize,
        /// How many.
        points: i64,
        /// To whom.
        to: Option<Id>,
        /// Whether to a good cause, not to another member.
        donated: bool,
    },
    /// Points that another member sent.
    Receive {
        /// The lots, each usable at once.
        lots: Vec<OpenLot>,
        /// From whom.
        from: Id,
    },
    /// What the member brings from another system.
    Opening {
        /// Points.
        lots: Vec<OpenLot>,
        /// Metrics: which, how much, on which date.
        metrics: Vec<(usize, i64, Day)>,
        /// The tier.
        tier: Option<OpenTier>,
    },
    /// A tier given to the member.
    TierSet {
        /// The tier.
        tier: OpenTier,
        /// Why.
        reason: Option<String>,
    },
    /// What is said anew of the member.
    Profile(TraitsChange),
    /// A coupon issued, unless the program does not have it any more.
    Issue(Option<Issued>),
    /// A coupon used otherwise than on an order that names it.
    UseCoupon(Option<Taken>),
    /// A use of a coupon that is undone.
    ReturnCoupon {
        /// What was used.
        taken: Option<Taken>,
        /// The date of the order on which it was used; that of the latest use without.
        day: Option<Day>,
        /// Its last day from here on.
        last_day: Option<Day>,
    },
    /// A plan that begins, goes on or ends.
    Plan {
        /// The plan.
        plan: usize,
        /// What happens to it.
        step: PlanStep,
        /// The first date without it, where the event says.
        end: Option<Day>,
        /// What was paid, where it says.
        price: Option<i64>,
        /// Whether it renews by itself, where it says.
        renews: Option<bool>,
    },
}

/// A purchase.
#[derive(Clone, Debug)]
pub struct Order {
    /// What was bought.
    pub lines: Vec<Line>,
    /// What shipping cost.
    pub shipping: i64,
    /// Where.
    pub channel: Option<Id>,
    /// The store.
    pub store: Option<Id>,
    /// How it was paid.
    pub payment: Option<Id>,
    /// How it is delivered.
    pub shipping_method: Option<Id>,
    /// Points of the first currency spent on it.
    pub points_used: i64,
    /// When it is final by itself.
    pub confirmed: Option<Instant>,
    /// The coupons used on it, as far as the program has them.
    pub coupons: Few<Taken>,
}

/// A use of a coupon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The coupon.
    pub coupon: usize,
    /// What was issued; nothing where nobody needs to be issued it.
    pub issue: Option<Id>,
    /// What it took off; of a voucher what was taken of its balance.
    pub amount: i64,
    /// For how many units it was used.
    pub units: i64,
}

/// A coupon that is issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The coupon.
    pub coupon: usize,
    /// The id of what is issued.
    pub issue: Id,
    /// The tier or the reward that issues it.
    pub rule: Option<Id>,
    /// From when it can be used.
    pub begins: Instant,
    /// When it lapses, with the last day where dates decide.
    pub expires: Option<(Instant, Option<Day>)>,
    /// In how many orders it can be used.
    pub uses: i64,
    /// The balance, of a voucher.
    pub balance: Option<i64>,
}

/// One line of an order.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub id: Id,
    /// Its units.
    pub quantity: i64,
    /// What was paid for it.
    pub paid: i64,
    /// The scopes it is in, ascending.
    pub scopes: Vec<usize>,
    /// Its categories, if a metric counts those.
    pub categories: Vec<Id>,
}

/// What came back of a line.
#[derive(Clone, Copy, Debug)]
pub enum Returned {
    /// So many units.
    Quantity(i64),
    /// So much money.
    Amount(i64),
}

/// Points brought from another system.
#[derive(Clone, Debug)]
pub struct OpenLot {
    /// The currency.
    pub currency: usize,
    /// How many.
    pub points: i64,
    /// When they were earned.
    pub earned_at: Instant,
    /// When they become usable.
    pub usable_at: Instant,
    /// When they lapse, with the last day where dates decide.
    pub expires: Option<(Instant, Option<Day>)>,
}

/// A tier brought from another system, or given.
#[derive(Clone, Debug)]
pub struct OpenTier {
    /// The ladder.
    pub ladder: usize,
    /// The tier.
    pub tier: usize,
    /// Since when.
    pub since: Day,
    /// Its last day, when it has one.
    pub last_day: Option<Day>,
}

bytes! {
    Entry { id, at, depth, day, what, posted }
    Order { lines, shipping, channel, store, payment, shipping_method, points_used, confirmed, coupons }
    Taken { coupon, issue, amount, units }
    Issued { coupon, issue, rule, begins, expires, uses, balance }
    Line { id, quantity, paid, scopes, categories }
    OpenLot { currency, points, earned_at, usable_at, expires }
    OpenTier { ladder, tier, since, last_day }
}

variant_bytes! {
    What {
        0 => Order(order),
        1 => Refund { order, lines },
        2 => Activity { kind, subject, value },
        3 => AdjustPoints { currency, points, reason },
        4 => AdjustMetric { metric, amount },
        5 => Redeem { currency, points, reward },
        6 => Opening { lots, metrics, tier },
        7 => TierSet { tier, reason },
        8 => Profile(change),
        9 => Give { currency, points, to, donated },
        10 => Receive { lots, from },
        11 => Confirm { order },
        12 => Revoke { event },
        13 => Plan { plan, step, end, price, renews },
        14 => Reward { reward, quantity },
        15 => Release { event },
        16 => Issue(issued),
        17 => UseCoupon(taken),
        18 => ReturnCoupon { taken, day, last_day },
    }
    Returned {
        0 => Quantity(number),
        1 => Amount(number),
    }
}
