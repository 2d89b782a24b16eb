//! A member's tier.

use serde::Serialize;

use super::{Entries, Verdict};

/// Where a member stands on one ladder.
#[derive(Debug, Serialize)]
pub struct TierView<'a> {
    /// The ladder.
    pub id: &'a str,
    /// Its name in the locale.
    pub name: &'a str,
    /// The present tier, or null.
    pub tier: Option<TierName<'a>>,
    /// Since when, or null.
    pub since: Option<Since>,
    /// Until when, or null for always.
    pub until: Option<Until>,
    /// The next tier and the ways to it, or null.
    pub next: Option<NextView<'a>>,
    /// The end of the present period and what keeps the tier, or null.
    pub keep: Option<KeepView<'a>>,
    /// The steps so far.
    pub history: Entries<TierLine<'a>>,
}

/// A tier by its names.
#[derive(Debug, Serialize)]
pub struct TierName<'a> {
    /// The id.
    pub id: &'a str,
    /// The name in the locale.
    pub name: &'a str,
    /// Its place on the ladder, 0 for the lowest.
    pub rank: usize,
}

/// Since when.
#[derive(Debug, Serialize)]
pub struct Since {
    /// The instant.
    pub at: String,
    /// The local date.
    pub day: String,
}

/// Until when.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Until {
    /// The first instant after it.
    pub expires_at: String,
    /// The last local date.
    pub last_day: String,
}

/// The next tier and the ways to it.
#[derive(Debug, Serialize)]
pub struct NextView<'a> {
    /// The id.
    pub id: &'a str,
    /// The name in the locale.
    pub name: &'a str,
    /// Its place on the ladder.
    pub rank: usize,
    /// What it asks, and what is missing.
    pub enter: Verdict<'a>,
}

/// The end of the present period, and what keeps the tier.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeepView<'a> {
    /// The date at whose end it is checked.
    pub last_day: String,
    /// The tier that follows when it is not kept, by what is known; null when none does.
    pub otherwise: Option<&'a str>,
    /// What keeps it, judged at that date by what is known; absent where nothing does.
    #[serde(skip_serializing_if = "super::none")]
    pub verdict: Option<Verdict<'a>>,
}

/// A step.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TierLine<'a> {
    /// When.
    pub at: String,
    /// The local date.
    pub day: String,
    /// How.
    pub kind: &'static str,
    /// The tier before, or null.
    pub from: Option<&'a str>,
    /// The tier after, or null.
    pub to: Option<&'a str>,
    /// The event that caused it.
    #[serde(skip_serializing_if = "super::none")]
    pub event: Option<&'a str>,
    /// The last day of the new period.
    #[serde(skip_serializing_if = "super::none")]
    pub last_day: Option<String>,
}
