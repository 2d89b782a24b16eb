//! A member's tier.

use crate::json::{Maybe, shown};
use crate::unit::{Day, Instant};

use super::{Entries, Verdict};

shown! {
    /// Where a member stands on one ladder.
    pub struct TierView<'a> {
        /// The ladder.
        id: &'a str = "id",
        /// Its name in the locale.
        name: &'a str = "name",
        /// The present tier, or null.
        tier: Option<TierName<'a>> = "tier",
        /// Since when, or null.
        since: Option<Since> = "since",
        /// Until when, or null for always.
        until: Option<Until> = "until",
        /// The tier that was reached for the next period, or null.
        coming: Option<ComingView<'a>> = "coming",
        /// The next tier and the ways to it, or null.
        next: Option<NextView<'a>> = "next",
        /// Every tier above the present one.
        above: Vec<AboveView<'a>> = "above",
        /// The end of the present period and what keeps the tier, or null.
        keep: Option<KeepView<'a>> = "keep",
        /// The steps that come if nothing more happens, the nearest first.
        if_nothing_happens: Vec<TierLine<'a>> = "ifNothingHappens",
        /// The steps so far.
        history: Entries<TierLine<'a>> = "history",
    }
}

shown! {
    /// A tier by its names.
    pub struct TierName<'a> {
        /// The id.
        id: &'a str = "id",
        /// The name in the locale.
        name: &'a str = "name",
        /// Its place on the ladder, 0 for the lowest.
        rank: usize = "rank",
    }
}

shown! {
    /// Since when.
    pub struct Since {
        /// The instant.
        at: Instant = "at",
        /// The local date.
        day: Day = "day",
    }
}

shown! {
    /// Until when.
    pub struct Until {
        /// The first instant after it.
        expires_at: Instant = "expiresAt",
        /// The last local date.
        last_day: Day = "lastDay",
    }
}

shown! {
    /// A tier that was reached and begins later.
    pub struct ComingView<'a> {
        /// The id.
        id: &'a str = "id",
        /// The name in the locale.
        name: &'a str = "name",
        /// Its place on the ladder.
        rank: usize = "rank",
        /// The date on which it begins.
        starts_on: Day = "startsOn",
    }
}

shown! {
    /// A tier above the present one.
    pub struct AboveView<'a> {
        /// The id.
        id: &'a str = "id",
        /// The name in the locale.
        name: &'a str = "name",
        /// Its place on the ladder.
        rank: usize = "rank",
        /// Whether it is reached by invitation alone.
        invite: Maybe<bool> = "invite",
        /// What it asks, and what is missing.
        enter: Maybe<Verdict<'a>> = "enter",
    }
}

shown! {
    /// The next tier and the ways to it.
    pub struct NextView<'a> {
        /// The id.
        id: &'a str = "id",
        /// The name in the locale.
        name: &'a str = "name",
        /// Its place on the ladder.
        rank: usize = "rank",
        /// What it asks, and what is missing.
        enter: Verdict<'a> = "enter",
    }
}

shown! {
    /// The end of the present period, and what keeps the tier.
    pub struct KeepView<'a> {
        /// The date at whose end it is checked.
        last_day: Day = "lastDay",
        /// The tier that follows when it is not kept, by what is known; null when none does.
        otherwise: Option<&'a str> = "otherwise",
        /// What keeps it, judged at that date by what is known; absent where nothing does.
        verdict: Maybe<Verdict<'a>> = "verdict",
    }
}

shown! {
    /// A step.
    pub struct TierLine<'a> {
        /// When.
        at: Instant = "at",
        /// The local date.
        day: Day = "day",
        /// How.
        kind: &'static str = "kind",
        /// The tier before, or null.
        from: Option<&'a str> = "from",
        /// The tier after, or null.
        to: Option<&'a str> = "to",
        /// The event that caused it.
        event: Maybe<&'a str> = "event",
        /// The last day of the new period.
        last_day: Maybe<Day> = "lastDay",
        /// The date on which the tier after begins, when that is later.
        starts_on: Maybe<Day> = "startsOn",
        /// Why, as the back office said.
        reason: Maybe<&'a str> = "reason",
        /// What met the conditions of the tier after.
        because: Maybe<Vec<Verdict<'a>>> = "because",
    }
}
