//! What recording brought about.

use serde::Serialize;

/// What recording brought about.
#[derive(Debug, Serialize)]
pub struct RecordedView<'a> {
    /// The events recorded.
    pub events: Vec<RecordedEvent<'a>>,
    /// What time alone caused before them, for storing.
    pub elapsed: Vec<ChangeView<'a>>,
    /// Later events whose grants a late event altered.
    pub changed: Vec<ChangedView<'a>>,
}

/// An event that was recorded.
#[derive(Debug, Serialize)]
pub struct RecordedEvent<'a> {
    /// Its id.
    pub id: &'a str,
    /// Whether it was known; then nothing changed.
    pub duplicate: bool,
    /// What it granted: to be stored with the event.
    #[serde(skip_serializing_if = "super::none")]
    pub posted: Option<PostedView<'a>>,
}

/// An event whose grants were altered.
#[derive(Debug, Serialize)]
pub struct ChangedView<'a> {
    /// Its id.
    pub id: &'a str,
    /// What it grants: to be stored in place of what it granted before.
    pub posted: PostedView<'a>,
}

/// What an event granted, in the form in which it is given back with the event.
#[derive(Debug, Serialize)]
pub struct PostedView<'a> {
    /// The version of the program.
    pub version: &'a str,
    /// Points.
    pub points: Vec<PostedPointsView<'a>>,
    /// Steps between tiers.
    pub tiers: Vec<PostedTierView<'a>>,
}

/// Points that a rule granted, or took back when negative.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PostedPointsView<'a> {
    /// The currency.
    pub currency: &'a str,
    /// The rule.
    pub rule: &'a str,
    /// How many.
    pub points: i64,
    /// When they become usable.
    #[serde(skip_serializing_if = "super::none")]
    pub usable_at: Option<String>,
    /// When they lapse.
    #[serde(skip_serializing_if = "super::none")]
    pub expires_at: Option<String>,
    /// Their last day.
    #[serde(skip_serializing_if = "super::none")]
    pub last_day: Option<String>,
}

/// A step between tiers.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PostedTierView<'a> {
    /// The ladder.
    pub ladder: &'a str,
    /// The tier before.
    #[serde(skip_serializing_if = "super::none")]
    pub from: Option<&'a str>,
    /// The tier after.
    #[serde(skip_serializing_if = "super::none")]
    pub to: Option<&'a str>,
    /// The last day of its period.
    #[serde(skip_serializing_if = "super::none")]
    pub last_day: Option<String>,
}

/// A change that time alone caused.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeView<'a> {
    /// When.
    pub at: String,
    /// The local date.
    pub day: String,
    /// How.
    pub kind: &'static str,
    /// The event whose points they are.
    #[serde(skip_serializing_if = "super::none")]
    pub event: Option<&'a str>,
    /// The point currency, of points.
    #[serde(skip_serializing_if = "super::none")]
    pub currency: Option<&'a str>,
    /// How many points; negative when they went.
    #[serde(skip_serializing_if = "super::none")]
    pub points: Option<i64>,
    /// The ladder, of a step.
    #[serde(skip_serializing_if = "super::none")]
    pub ladder: Option<&'a str>,
    /// The tier before.
    #[serde(skip_serializing_if = "super::none")]
    pub from: Option<&'a str>,
    /// The tier after.
    #[serde(skip_serializing_if = "super::none")]
    pub to: Option<&'a str>,
    /// The last day of the new period.
    #[serde(skip_serializing_if = "super::none")]
    pub last_day: Option<String>,
}
