//! What recording brought about.

use super::{Figure, ValueView};
use crate::json::{Maybe, shown};
use crate::unit::{Day, Fixed, Instant};

shown! {
    /// What recording brought about.
    pub struct RecordedView<'a> {
        /// The events recorded.
        events: Vec<RecordedEvent<'a>> = "events",
        /// What time alone caused before them, for storing.
        elapsed: Vec<ChangeView<'a>> = "elapsed",
        /// Later events whose grants a late event altered.
        changed: Vec<ChangedView<'a>> = "changed",
    }
}

shown! {
    /// An event that was recorded.
    pub struct RecordedEvent<'a> {
        /// Its id.
        id: &'a str = "id",
        /// Whether it was known; then nothing changed.
        duplicate: bool = "duplicate",
        /// What it granted: to be stored with the event.
        posted: Maybe<PostedView<'a>> = "posted",
        /// The lots that were given away: for the event of who receives them.
        sent: Maybe<Vec<SentView>> = "sent",
    }
}

shown! {
    /// Points given away that lapse together.
    pub struct SentView {
        /// How many.
        points: Fixed = "points",
        /// When they lapse.
        expires_at: Maybe<Instant> = "expiresAt",
        /// Their last day.
        last_day: Maybe<Day> = "lastDay",
    }
}

shown! {
    /// An event whose grants were altered.
    pub struct ChangedView<'a> {
        /// Its id.
        id: &'a str = "id",
        /// What it grants: to be stored in place of what it granted before.
        posted: PostedView<'a> = "posted",
    }
}

shown! {
    /// What an event granted, in the form in which it is given back with the event.
    pub struct PostedView<'a> {
        /// The version of the program.
        version: &'a str = "version",
        /// Points.
        points: Vec<PostedPointsView<'a>> = "points",
        /// What metrics were credited with.
        ledger: Vec<PostedLedgerView<'a>> = "ledger",
        /// Steps between tiers.
        tiers: Vec<PostedTierView<'a>> = "tiers",
        /// Rewards redeemed, where there are any.
        redeemed: Maybe<Vec<RedeemedView<'a>>> = "redeemed",
        /// Signals that the event raised, where there are any.
        signals: Maybe<Vec<PostedSignalView<'a>>> = "signals",
        /// Coupons issued, where there are any.
        coupons: Maybe<Vec<IssuedView<'a>>> = "coupons",
        /// What the event did to a plan, where it did something.
        plan: Maybe<PostedPlanView<'a>> = "plan",
    }
}

shown! {
    /// What an event did to a plan.
    pub struct PostedPlanView<'a> {
        /// The plan.
        plan: &'a str = "plan",
        /// The first day of the term that it began.
        from: Maybe<Day> = "from",
        /// Its last day.
        last_day: Maybe<Day> = "lastDay",
        /// What was paid for it.
        price: Maybe<String> = "price",
        /// What came back, on leaving.
        refund: Maybe<String> = "refund",
        /// What is repaid, on leaving.
        repay: Maybe<String> = "repay",
    }
}

shown! {
    /// A signal that the event raised.
    pub struct PostedSignalView<'a> {
        /// The signal.
        signal: &'a str = "signal",
        /// What it did.
        action: &'static str = "action",
        /// Of a rate, the instant of the first of the events.
        since: Maybe<Instant> = "since",
        /// The metrics that met its condition, with their values.
        because: Maybe<Vec<ValueView<'a>>> = "because",
    }
}

shown! {
    /// A coupon that was issued.
    pub struct IssuedView<'a> {
        /// The coupon.
        coupon: &'a str = "coupon",
        /// The id of what was issued.
        issue: &'a str = "issue",
        /// The tier or the reward that issued it.
        rule: Maybe<&'a str> = "rule",
        /// From when it can be used.
        begins: Instant = "begins",
        /// When it lapses.
        expires_at: Maybe<Instant> = "expiresAt",
        /// Its last day.
        last_day: Maybe<Day> = "lastDay",
        /// In how many orders it can be used, where that is not one.
        uses: Maybe<i64> = "uses",
        /// The balance, of a voucher.
        balance: Maybe<String> = "balance",
    }
}

shown! {
    /// A reward that was redeemed, at the price of then.
    pub struct RedeemedView<'a> {
        /// The id by which it can be revoked, of one that was redeemed by itself.
        id: Maybe<&'a str> = "id",
        /// The reward.
        reward: &'a str = "reward",
        /// How many.
        quantity: i64 = "quantity",
        /// The currency of the points.
        currency: &'a str = "currency",
        /// Points, for all of them.
        points: Fixed = "points",
        /// Money, for all of them.
        money: Maybe<String> = "money",
        /// The tier that it gave.
        tier: Maybe<&'a str> = "tier",
    }
}

shown! {
    /// What a rule credited a metric with, or took back when negative.
    pub struct PostedLedgerView<'a> {
        /// The metric.
        metric: &'a str = "metric",
        /// The rule.
        rule: &'a str = "rule",
        /// How much.
        amount: i64 = "amount",
        /// On what it was counted: money as text, units as a number.
        base: Maybe<Figure> = "base",
        /// How much of it limits cut.
        cut: Maybe<Fixed> = "cut",
    }
}

shown! {
    /// Points that a rule granted, or took back when negative.
    pub struct PostedPointsView<'a> {
        /// The currency.
        currency: &'a str = "currency",
        /// The rule.
        rule: &'a str = "rule",
        /// How many.
        points: Fixed = "points",
        /// When they become usable.
        usable_at: Maybe<Instant> = "usableAt",
        /// When they lapse.
        expires_at: Maybe<Instant> = "expiresAt",
        /// Their last day.
        last_day: Maybe<Day> = "lastDay",
        /// On what they were counted.
        base: Maybe<Figure> = "base",
        /// What limits cut.
        cut: Maybe<Fixed> = "cut",
        /// Whether a tier of the rule's id brought them with it.
        gift: Maybe<bool> = "gift",
        /// Whether a coupon that the order used gave them, whose id is the rule's.
        coupon: Maybe<bool> = "coupon",
    }
}

shown! {
    /// A step between tiers.
    pub struct PostedTierView<'a> {
        /// The ladder.
        ladder: &'a str = "ladder",
        /// The tier before.
        from: Maybe<&'a str> = "from",
        /// The tier after.
        to: Maybe<&'a str> = "to",
        /// The last day of its period.
        last_day: Maybe<Day> = "lastDay",
        /// The date on which it begins, when that is later.
        starts_on: Maybe<Day> = "startsOn",
    }
}

shown! {
    /// A change that time alone caused.
    pub struct ChangeView<'a> {
        /// When.
        at: Instant = "at",
        /// The local date.
        day: Day = "day",
        /// How.
        kind: &'static str = "kind",
        /// The event whose points they are.
        event: Maybe<&'a str> = "event",
        /// The point currency, of points.
        currency: Maybe<&'a str> = "currency",
        /// How many points; negative when they went.
        points: Maybe<Fixed> = "points",
        /// The rule that gave them.
        rule: Maybe<&'a str> = "rule",
        /// The reward that was redeemed by itself.
        reward: Maybe<&'a str> = "reward",
        /// The ladder, of a step.
        ladder: Maybe<&'a str> = "ladder",
        /// The tier before.
        from: Maybe<&'a str> = "from",
        /// The tier after.
        to: Maybe<&'a str> = "to",
        /// The last day of the new period.
        last_day: Maybe<Day> = "lastDay",
        /// The date on which the tier after begins, when that is later.
        starts_on: Maybe<Day> = "startsOn",
        /// The coupon that was issued.
        coupon: Maybe<IssuedView<'a>> = "coupon",
    }
}
