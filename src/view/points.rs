//! A member's points.

use crate::json::{Maybe, Show, object, shown};
use crate::unit::{Day, Fixed, Instant};

shown! {
    /// A member's points of one currency.
    pub struct PointsView<'a> {
        /// The currency.
        id: &'a str = "id",
        /// Its name in the locale.
        name: &'a str = "name",
        /// Points that can be used.
        balance: Fixed = "balance",
        /// Points that wait.
        pending: Fixed = "pending",
        /// Points owed.
        debt: Fixed = "debt",
        /// What the balance is worth in money.
        worth: Maybe<String> = "worth",
        /// What is charged in money for points that were missing.
        charged: Maybe<String> = "charged",
        /// When waiting points become usable.
        pending_by: Vec<Waiting> = "pendingBy",
        /// When points lapse.
        expiring: Expiring = "expiring",
        /// How many lots there are.
        lot_count: usize = "lotCount",
        /// The first of them: usable ones in the order of spending, then waiting ones.
        lots: Vec<LotView> = "lots",
        /// What all changes add up to.
        totals: Totals = "totals",
        /// The changes.
        history: Entries<PointsLine<'a>> = "history",
    }
}

shown! {
    /// Points that become usable together.
    pub struct Waiting {
        /// The local date; absent of those that wait for a confirmation.
        day: Maybe<Day> = "day",
        /// The instant.
        usable_at: Maybe<Instant> = "usableAt",
        /// How many.
        points: Fixed = "points",
    }
}

shown! {
    /// When points lapse.
    pub struct Expiring {
        /// How many in the 7 days from today on.
        in7_days: Fixed = "in7Days",
        /// In 30 days.
        in30_days: Fixed = "in30Days",
        /// In 90 days.
        in90_days: Fixed = "in90Days",
        /// How many on which date of these 90 days.
        dates: Vec<Dated> = "dates",
    }
}

shown! {
    /// Points that lapse together.
    pub struct Dated {
        /// The last local date on which they can be used, unless it is counted in hours.
        last_day: Maybe<Day> = "lastDay",
        /// The instant from which they cannot.
        expires_at: Instant = "expiresAt",
        /// How many.
        points: Fixed = "points",
    }
}

shown! {
    /// Points that came together.
    pub struct LotView {
        /// The event they came from.
        id: String = "id",
        /// How many came.
        amount: Fixed = "amount",
        /// How many are left.
        left: Fixed = "left",
        /// When they were earned.
        earned_at: Instant = "earnedAt",
        /// When they become usable; absent while they wait for a confirmation.
        usable_at: Maybe<Instant> = "usableAt",
        /// Whether they can be used.
        usable: bool = "usable",
        /// When they lapse.
        expires_at: Maybe<Instant> = "expiresAt",
        /// Their last day.
        last_day: Maybe<Day> = "lastDay",
    }
}

shown! {
    /// What all changes add up to.
    pub struct Totals {
        /// Given by earn rules.
        earned: Fixed = "earned",
        /// Brought from another system.
        opening: Fixed = "opening",
        /// Sent by other members.
        received: Fixed = "received",
        /// Given less taken by the back office.
        adjusted: Fixed = "adjusted",
        /// Spent, less returned.
        spent: Fixed = "spent",
        /// Given to good causes and other members.
        given_away: Fixed = "givenAway",
        /// Lapsed.
        expired: Fixed = "expired",
        /// Taken back by refunds.
        clawed_back: Fixed = "clawedBack",
        /// Owed and let go.
        waived: Fixed = "waived",
        /// Owed and charged in money.
        charged: Fixed = "charged",
    }
}

/// The latest lines of a history.
#[derive(Debug)]
pub struct Entries<T> {
    /// How many lines there are in all.
    pub total: usize,
    /// The latest, newest first.
    pub entries: Vec<T>,
}

impl<T: Show> Show for Entries<T> {
    fn show(&self, out: &mut String) {
        object(&[("total", &self.total), ("entries", &self.entries)], out);
    }
}

shown! {
    /// A change of points.
    pub struct PointsLine<'a> {
        /// When.
        at: Instant = "at",
        /// The local date.
        day: Day = "day",
        /// How.
        kind: &'static str = "kind",
        /// How many; negative when they went.
        points: Fixed = "points",
        /// The balance after.
        balance: Fixed = "balance",
        /// The event it belongs to.
        event: Maybe<&'a str> = "event",
        /// The rules they came from.
        parts: Maybe<Vec<Part<'a>>> = "parts",
        /// Why, as the back office said, or what was bought.
        reason: Maybe<&'a str> = "reason",
    }
}

shown! {
    /// What a rule gave, or was taken back of it.
    pub struct Part<'a> {
        /// The rule.
        rule: &'a str = "rule",
        /// How many points.
        points: Fixed = "points",
    }
}
