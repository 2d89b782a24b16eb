//! A member's points.

use serde::Serialize;

/// A member's points of one currency.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PointsView<'a> {
    /// The currency.
    pub id: &'a str,
    /// Its name in the locale.
    pub name: &'a str,
    /// Points that can be used.
    pub balance: i64,
    /// Points that wait.
    pub pending: i64,
    /// Points owed.
    pub debt: i64,
    /// What the balance is worth in money.
    #[serde(skip_serializing_if = "super::none")]
    pub worth: Option<String>,
    /// When waiting points become usable.
    pub pending_by: Vec<Waiting>,
    /// When points lapse.
    pub expiring: Expiring,
    /// The lots: usable ones in the order of spending, then waiting ones.
    pub lots: Vec<LotView<'a>>,
    /// What all changes add up to.
    pub totals: Totals,
    /// The changes.
    pub history: Entries<PointsLine<'a>>,
}

/// Points that become usable together.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Waiting {
    /// The local date.
    pub day: String,
    /// The instant.
    pub usable_at: String,
    /// How many.
    pub points: i64,
}

/// When points lapse.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Expiring {
    /// How many in the 7 days from today on.
    pub in7_days: i64,
    /// In 30 days.
    pub in30_days: i64,
    /// In 90 days.
    pub in90_days: i64,
    /// How many on which date.
    pub dates: Vec<Dated>,
}

/// Points that lapse together.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Dated {
    /// The last local date on which they can be used, unless it is counted in hours.
    #[serde(skip_serializing_if = "super::none")]
    pub last_day: Option<String>,
    /// The instant from which they cannot.
    pub expires_at: String,
    /// How many.
    pub points: i64,
}

/// Points that came together.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LotView<'a> {
    /// The event they came from.
    pub id: &'a str,
    /// How many came.
    pub amount: i64,
    /// How many are left.
    pub left: i64,
    /// When they were earned.
    pub earned_at: String,
    /// When they become usable.
    pub usable_at: String,
    /// Whether they can be used.
    pub usable: bool,
    /// When they lapse.
    #[serde(skip_serializing_if = "super::none")]
    pub expires_at: Option<String>,
    /// Their last day.
    #[serde(skip_serializing_if = "super::none")]
    pub last_day: Option<String>,
}

/// What all changes add up to.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// Given by earn rules.
    pub earned: i64,
    /// Brought from another system.
    pub opening: i64,
    /// Given less taken by the back office.
    pub adjusted: i64,
    /// Spent, less returned.
    pub spent: i64,
    /// Lapsed.
    pub expired: i64,
    /// Taken back by refunds.
    pub clawed_back: i64,
    /// Owed and let go.
    pub waived: i64,
}

/// The latest lines of a history.
#[derive(Debug, Serialize)]
pub struct Entries<T> {
    /// How many lines there are in all.
    pub total: usize,
    /// The latest, newest first.
    pub entries: Vec<T>,
}

/// A change of points.
#[derive(Debug, Serialize)]
pub struct PointsLine<'a> {
    /// When.
    pub at: String,
    /// The local date.
    pub day: String,
    /// How.
    pub kind: &'static str,
    /// How many; negative when they went.
    pub points: i64,
    /// The balance after.
    pub balance: i64,
    /// The event it belongs to.
    #[serde(skip_serializing_if = "super::none")]
    pub event: Option<&'a str>,
    /// The rules they came from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part<'a>>,
    /// Why, as the back office said, or what was bought.
    #[serde(skip_serializing_if = "super::none")]
    pub reason: Option<&'a str>,
}

/// What a rule gave, or was taken back of it.
#[derive(Debug, Serialize)]
pub struct Part<'a> {
    /// The rule.
    pub rule: &'a str,
    /// How many points.
    pub points: i64,
}
