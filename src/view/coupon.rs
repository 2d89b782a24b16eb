//! The coupons of a member.

use super::Figure;
use crate::json::{Maybe, shown};
use crate::unit::{Day, Instant};

shown! {
    /// A coupon that was issued and can be used now or later.
    pub struct CouponView<'a> {
        /// The id of what was issued.
        issue: &'a str = "issue",
        /// The coupon.
        coupon: &'a str = "coupon",
        /// Its name in the locale.
        name: &'a str = "name",
        /// When it was issued.
        issued_at: Instant = "issuedAt",
        /// The tier or the reward that issued it.
        rule: Maybe<&'a str> = "rule",
        /// From when it can be used.
        begins: Instant = "begins",
        /// When it lapses.
        expires_at: Maybe<Instant> = "expiresAt",
        /// Its last day.
        last_day: Maybe<Day> = "lastDay",
        /// In how many more orders it can be used.
        uses_left: Maybe<i64> = "usesLeft",
        /// What is left of its balance.
        balance: Maybe<String> = "balance",
        /// Whether it can be used at the moment, the cart and its condition aside.
        usable: bool = "usable",
        /// Everything that keeps it from being used at the moment.
        reasons: Vec<CouponReasonView> = "reasons",
    }
}

shown! {
    /// What keeps a coupon from being used at a moment.
    pub struct CouponReasonView {
        /// What it is: `notBegun`, `hours` or `limit`.
        is: &'static str = "is",
        /// The instant from which it is no reason any more.
        at: Maybe<Instant> = "at",
        /// Its date.
        from: Maybe<Day> = "from",
        /// What the clock reads then, unless it is the first instant of the date.
        hour: Maybe<String> = "hour",
        /// What a limit counts: `uses`, `units` or `money`.
        of: Maybe<&'static str> = "of",
        /// How much a limit lets.
        max: Maybe<Figure> = "max",
        /// The first date on which it lets some again.
        frees: Maybe<Day> = "frees",
    }
}
