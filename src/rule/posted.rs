//! What an event is posted with beside what it earns.

use crate::ledger::{Entry, Issued, PostedTier};
use crate::program::Program;
use crate::shape::Id;
use crate::state::{Change, Moved, TierMoved};

/// The version under which an event was posted.
pub fn version(program: &Program, entry: &Entry) -> Id {
    entry.posted.as_ref().map_or_else(|| program.version.clone(), |posted| posted.version.clone())
}

/// The steps between tiers that an event caused, as they are posted.
pub fn steps(changes: &[Change]) -> Vec<PostedTier> {
    let mut steps = Vec::new();
    for change in changes {
        // The step of an opening and of a `tierSet` is in the event itself.
        if let Moved::Tier { ladder, kind, from, to, last_day, starts_on, .. } = change.moved
            && !change.by_time
            && !matches!(kind, TierMoved::Opening | TierMoved::Set)
        {
            steps.push(PostedTier { ladder, from, to, last_day, starts_on });
        }
    }
    steps
}

/// The coupons that an event issued, as they are posted.
pub fn issues(changes: &[Change]) -> Vec<Issued> {
    let mut issues = Vec::new();
    for change in changes.iter().filter(|change| !change.by_time) {
        if let Moved::Coupon(issued) = &change.moved {
            issues.push((**issued).clone());
        }
    }
    issues
}
