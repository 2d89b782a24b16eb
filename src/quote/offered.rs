//! All coupons of a member and a cart, as a wallet beside the cart shows them.

use core::cmp::Ordering;

use super::alone::Verdict;
use super::join::joins;
use super::near::{Added, nearest};
use super::short::{Short, shorts};
use super::{Chosen, Occasion, Offer, Reason};
use crate::program::Least;
use crate::unit::{Overflow, sorted_places};

/// A coupon, and what it would do.
#[derive(Debug)]
pub struct Offered {
    /// The coupon, by its place among the offers.
    pub offer: usize,
    /// Whether it is used.
    pub used: bool,
    /// What it would do alone.
    pub alone: Verdict,
    /// What keeps it from joining those that are used, where it could be used alone and is not.
    pub beside: Vec<Reason>,
    /// What the cart lacks for it, where that is all that keeps it from being used.
    pub(super) lacks: Option<Vec<Short>>,
    /// The cheapest addition that makes it usable, where the cart is all that keeps it from being used.
    pub nearest: Option<Added>,
    /// Its rank among all, and its place in the rank.
    rank: (Rank, i64),
}

/// Which coupons come before which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// It can be used.
    Usable,
    /// The cart alone keeps it from being used.
    Nearly,
    /// Something else does.
    Not,
}

/// Those that can be used first, by what they take off; then those that can nearly, by what is missing; then the others.
///
/// # Errors
/// When a sum or a product leaves its range.
pub fn offered(
    now: &Occasion<'_>,
    chosen: &Chosen<'_>,
    verdicts: Vec<Verdict>,
) -> Result<Vec<Offered>, Overflow> {
    let used = chosen.trial.used(&chosen.offers.list);
    let mut all = Vec::with_capacity(verdicts.len());
    for (offer, (of, alone)) in chosen.offers.list.iter().zip(verdicts).enumerate() {
        let is_used = used.iter().any(|(known, _)| known.id == of.id);
        let mut offered = Offered {
            offer,
            used: is_used,
            alone,
            beside: Vec::new(),
            lacks: None,
            nearest: None,
            rank: (Rank::Not, 0),
        };
        match &offered.alone {
            Ok(applied) => {
                offered.rank = (Rank::Usable, applied.saves().saturating_neg());
                if !is_used {
                    offered.beside = joins(now.program, (of, Some(applied)), &used);
                }
            }
            Err(reasons) => {
                if let Some(lacks) = shorts(now, of, reasons, &chosen.asked) {
                    offered.nearest = nearest(now, &chosen.offers, offer, &lacks)?;
                    let missing = lacks.iter().map(|short| match short.missing {
                        Least::Amount(amount) => amount,
                        Least::Quantity(_) => i64::MAX,
                    });
                    let gap = offered.nearest.map(|added| added.amount).or_else(|| missing.max());
                    offered.rank = (Rank::Nearly, gap.unwrap_or(0));
                    offered.lacks = Some(lacks);
                }
            }
        }
        all.push(Some(offered));
    }
    let key = |place: usize| all.get(place).and_then(Option::as_ref).map(|offered| offered.rank);
    let by_end = |a: &Offer<'_>, b: &Offer<'_>| a.lapses.cmp(&b.lapses).then_with(|| a.id.cmp(&b.id));
    let list = &chosen.offers.list;
    let order = sorted_places(all.len(), &|a, b| {
        let ends = list.get(a).zip(list.get(b)).map_or(Ordering::Equal, |(a, b)| by_end(a, b));
        key(a).cmp(&key(b)).then(ends)
    });
    Ok(order.into_iter().filter_map(|place| all.get_mut(place)?.take()).collect())
}
