//! What each coupon would do alone, after those that always apply.

use super::offer::Offers;
use super::trial::{Asked, Trial};
use super::{Occasion, Offer, Reason};
use crate::price::Applied;
use crate::unit::{Overflow, sorted_places};

/// What a coupon would do, or all that keeps it from being used.
pub type Verdict = Result<Applied, Vec<Reason>>;

/// What each coupon would do alone, after those that always apply before it: one for each, in their order.
///
/// # Errors
/// When a sum or a product leaves its range.
pub fn alone(now: &Occasion<'_>, offers: &Offers<'_>, asked: &Asked) -> Result<Vec<Verdict>, Overflow> {
    let mut verdicts = Vec::with_capacity(offers.list.len());
    verdicts.resize_with(offers.list.len(), || Err(Vec::new()));
    each(now, offers, asked, None, &mut |place, verdict| {
        if let Some(known) = verdicts.get_mut(place) {
            *known = verdict;
        }
    })?;
    Ok(verdicts)
}

/// What one coupon would do alone.
///
/// # Errors
/// When a sum or a product leaves its range.
pub fn only(
    now: &Occasion<'_>,
    offers: &Offers<'_>,
    asked: &Asked,
    place: usize,
) -> Result<Verdict, Overflow> {
    let mut found = Err(Vec::new());
    each(now, offers, asked, Some(place), &mut |known, verdict| {
        if known == place {
            found = verdict;
        }
    })?;
    Ok(found)
}

/// Tries each coupon, or one, in the order in which they apply.
fn each(
    now: &Occasion<'_>,
    offers: &Offers<'_>,
    asked: &Asked,
    only: Option<usize>,
    tell: &mut dyn FnMut(usize, Verdict),
) -> Result<(), Overflow> {
    let list = &*offers.list;
    let mut trial = Trial::begin(now);
    let order = sorted_places(list.len(), &|a, b| match (list.get(a), list.get(b)) {
        (Some(a), Some(b)) => a.turn(b),
        _ => a.cmp(&b),
    });
    for place in order {
        let Some(offer) = list.get(place) else { continue };
        let always = place < offers.open && offer.is_always();
        if !always && only.is_some_and(|only| only != place) {
            continue;
        }
        trial.up_to(now, offer.coupon.step)?;
        tell(place, judged(now, (list, offer), asked, &trial)?);
        if always {
            // What cannot be used leaves the cart as it is.
            let _ = trial.add(now, (list, place), asked)?;
        }
    }
    Ok(())
}

fn judged(
    now: &Occasion<'_>,
    (offers, offer): (&[Offer<'_>], &Offer<'_>),
    asked: &Asked,
    trial: &Trial,
) -> Result<Verdict, Overflow> {
    let done = trial.tried(now, (offers, offer), asked)?;
    let mut all = offer.closed.clone();
    Ok(match done {
        Ok((_, applied)) if all.is_empty() => Ok(applied),
        Ok(_) => Err(all),
        Err(reasons) => {
            all.extend(reasons);
            Err(all)
        }
    })
}
