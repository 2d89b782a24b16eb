//! What coupons do to a cart, and why others cannot be used.

use super::{CutView, Figure, Verdict};
use crate::json::{Maybe, Show, shown, tagged};
use crate::unit::{Day, Instant};

shown! {
    /// What a coupon takes off.
    pub struct CouponTaken<'a> {
        /// The issue, or the coupon where nobody needs to be issued it.
        id: &'a str = "id",
        /// The coupon.
        coupon: &'a str = "coupon",
        /// Its name in the locale.
        name: &'a str = "name",
        /// How much in all.
        amount: String = "amount",
        /// Of which lines.
        lines: Vec<CutView<'a>> = "lines",
        /// Of which products that coupons brought.
        added: Vec<CutView<'a>> = "added",
        /// Of which deliveries.
        shipping: Vec<CutView<'a>> = "shipping",
        /// Of which charges.
        charges: Vec<CutView<'a>> = "charges",
        /// What more it would have taken off without floors.
        dropped: String = "dropped",
        /// The services that it gives.
        services: Vec<&'a str> = "services",
    }
}

shown! {
    /// A coupon that was named and cannot be used.
    pub struct RefusedView<'a> {
        /// As it was named.
        id: &'a str = "id",
        /// All that keeps it from being used.
        reasons: Vec<RefusalView<'a>> = "reasons",
    }
}

/// What keeps a coupon from being used.
#[derive(Debug)]
pub enum RefusalView<'a> {
    /// There is none of this name for this member and cart.
    Unknown,
    /// It cannot be used at this time.
    Time {
        /// The instant from which it can be; absent for never.
        at: Maybe<Instant>,
        /// Its date.
        from: Maybe<Day>,
        /// What the clock reads then, unless it is the first instant of the date.
        hour: Maybe<String>,
    },
    /// It was used.
    UsedUp,
    /// A limit of the member or of all members lets no more of it.
    LimitReached {
        /// `uses`, `units` or `money`.
        of: &'static str,
        /// The most.
        max: Figure,
        /// The first date on which it lets some again.
        frees: Maybe<Day>,
    },
    /// Its condition does not hold.
    Condition {
        /// The verdict on it.
        verdict: Verdict<'a>,
    },
    /// A threshold is not reached, or there are too few units.
    Short {
        /// `threshold` or `units`.
        is: &'static str,
        /// Of which lines, if not of all.
        scope: Maybe<&'a str>,
        /// `money` or `units`.
        unit: &'static str,
        /// Of what: the cart as it came, before the coupon or after it.
        of: &'static str,
        /// What there is.
        value: Figure,
        /// What there must be.
        target: Figure,
        /// What is missing.
        gap: Figure,
    },
    /// What it brings is neither in the catalogue nor in the cart, or what it gives is not in the cart.
    Product {
        /// `unknownProduct` or `missingProduct`.
        is: &'static str,
        /// The product.
        sku: &'a str,
    },
    /// It would do more than it may.
    Limit {
        /// `units` or `money`.
        of: &'static str,
        /// `cart` or `line`.
        per: &'static str,
        /// The most.
        max: Figure,
        /// What it would do.
        value: Figure,
    },
    /// There is nothing that it could take off.
    Nothing,
    /// It does not join this one.
    With {
        /// The other.
        other: &'a str,
    },
    /// There are as many already.
    TooMany {
        /// Of `coupon`, in the `order`, of a `group` or of a `line`.
        of: &'static str,
        /// The group.
        group: Maybe<&'a str>,
        /// The most.
        max: i64,
    },
}

impl Show for RefusalView<'_> {
    fn show(&self, out: &mut String) {
        let mut is = |word: &str, fields: &[(&str, &dyn Show)]| tagged(word, fields, out);
        match self {
            Self::Unknown => is("unknownCoupon", &[]),
            Self::Time { at, from, hour } => is("time", &[("at", at), ("from", from), ("hour", hour)]),
            Self::UsedUp => is("usedUp", &[]),
            Self::LimitReached { of, max, frees } => {
                is("limitReached", &[("of", of), ("max", max), ("frees", frees)]);
            }
            Self::Condition { verdict } => is("condition", &[("verdict", verdict)]),
            Self::Short { is: word, scope, unit, of, value, target, gap } => is(
                word,
                &[
                    ("scope", scope),
                    ("unit", unit),
                    ("of", of),
                    ("value", value),
                    ("target", target),
                    ("gap", gap),
                ],
            ),
            Self::Product { is: word, sku } => is(word, &[("sku", sku)]),
            Self::Limit { of, per, max, value } => {
                is("limit", &[("of", of), ("per", per), ("max", max), ("value", value)]);
            }
            Self::Nothing => is("nothingToTakeOff", &[]),
            Self::With { other } => is("notTogether", &[("with", other)]),
            Self::TooMany { of, group, max } => is("tooMany", &[("of", of), ("group", group), ("max", max)]),
        }
    }
}
