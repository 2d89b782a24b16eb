//! How points are earned, as people write it.

use super::{Condition, Limit, Unit};
use crate::json::Json;
use crate::ledger::Source;
use crate::shape::{
    Blank, Factor, Id, List, Percent, Place, PointsFrom, Reader, Shape, Some1, record, words,
};
use crate::unit::{Amount, Points};

/// A rule, or a group of rules.
#[derive(Clone, Debug)]
pub enum Earning {
    /// A rule.
    Rule(Box<EarnRule>),
    /// A group, known by its `rules`.
    Group(RuleGroup),
}

impl Earning {
    /// Its rules, in their order.
    pub fn rules(&self) -> impl Iterator<Item = &EarnRule> {
        let (one, group) = match self {
            Self::Rule(rule) => (Some(&**rule), None),
            Self::Group(group) => (None, Some(group.rules.0.iter())),
        };
        one.into_iter().chain(group.into_iter().flatten())
    }
}

impl Blank for Earning {
    fn blank() -> Self {
        Self::Rule(Box::new(EarnRule::blank()))
    }
}

impl Shape for Earning {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Some(rules) = json.field("rules") {
            for (index, rule) in rules.items().iter().enumerate() {
                listens(reader, rule, &place.field("rules").index(index));
            }
            return RuleGroup::read(reader, json, place).map(Self::Group);
        }
        listens(reader, json, place);
        Box::<EarnRule>::read(reader, json, place).map(Self::Rule)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [EarnRule::schema(schema), RuleGroup::schema(schema)] })
    }
}

/// Notes that a rule says neither on which events nor when it gives.
fn listens(reader: &mut Reader, rule: &Json<'_>, place: &Place<'_>) {
    if matches!(rule, Json::Object(_)) && rule.field("on").is_none() && rule.field("schedule").is_none() {
        let _ = Source::absent(reader, &place.field("on"));
    }
}

record! {
    /// Rules of which only one gives.
    pub struct RuleGroup {
        /// Which of them.
        choose: Choose = "choose",
        /// The rules.
        rules: Some1<EarnRule> = "rules",
    }
}

words! {
    /// Which rule of a group gives.
    pub enum Choose {
        /// The first that fires.
        First = "first",
    }
}

impl Blank for Choose {
    fn blank() -> Self {
        Self::First
    }
}

record! {
    /// How points are earned: exactly one of `perAmount`, `percentValue`, `each`, `fixed`, `streak` and
    /// `multiply`.
    pub struct EarnRule {
        /// The rule's id.
        id: Id = "id",
        /// The events that earn; exactly one of `on` and `schedule`.
        on: Option<Source> = "on",
        /// The dates on which `fixed` is given.
        schedule: Option<Schedule> = "schedule",
        /// Only when this holds.
        when: Option<Condition> = "when",
        /// Only for products of this scope.
        scope: Option<Id> = "scope",
        /// Points for what was paid.
        per_amount: Option<PerAmount> = "perAmount",
        /// A part of what was paid, paid in points by what they are worth.
        percent_value: Option<PercentValue> = "percentValue",
        /// So many points for each unit bought.
        each: Option<Points> = "each",
        /// So many points for the event.
        fixed: Option<Points> = "fixed",
        /// Points for days in a row on which the activity happened, once a day.
        streak: Option<Streak> = "streak",
        /// More of what other rules gave.
        multiply: Option<Multiply> = "multiply",
        /// Other rates; the first that holds takes the place of the rule's own.
        bands: List<Band> = "bands",
        /// Whether `each` counts units for which nothing was paid.
        include_free: Option<bool> = "includeFree",
        /// Whether no later rule gives anything where this one fires.
        stop: Option<bool> = "stop",
        /// How often or how much it gives at most; every limit holds.
        limits: List<Limit> = "limits",
    }
}

record! {
    /// A date after each unit of the calendar: the tenth day after a month is the tenth of the next.
    pub struct Schedule {
        /// The unit; `when` is asked at the end of its last day.
        after: Unit = "after",
        /// On so manieth a day after it: 1 to 28.
        day: i64 = "day",
    }
}

impl Blank for Unit {
    fn blank() -> Self {
        Self::Month
    }
}

record! {
    /// Points for days in a row.
    pub struct Streak {
        /// Points of the first day, of the second, and so on; the last stays for all later days.
        points: Some1<PointsFrom<0>> = "points",
        /// Whether it begins again after the last day instead.
        repeat: Option<bool> = "repeat",
    }
}

record! {
    /// Points for money.
    pub struct PerAmount {
        /// So many points
        points: Points = "points",
        /// for each such amount, in proportion.
        amount: Amount = "amount",
        /// What counts as paid; the goods, after points used, unless said.
        base: Option<PaidBase> = "base",
        /// Whether only full amounts of the whole order count.
        step: Option<bool> = "step",
    }
}

record! {
    /// What counts as paid, beside the goods.
    pub struct PaidBase {
        /// Shipping too.
        shipping: Option<bool> = "shipping",
        /// What points used took off, too.
        before_points: Option<bool> = "beforePoints",
    }
}

record! {
    /// A part of what was paid, in points by their worth.
    pub struct PercentValue {
        /// So many per cent: more than 0, up to 1000, at most four decimals.
        percent: Percent = "percent",
        /// What counts as paid; the goods, after points used, unless said.
        base: Option<PaidBase> = "base",
    }
}

record! {
    /// Another rate for some members.
    pub struct Band {
        /// When it takes the place of the rule's own.
        when: Condition = "when",
        /// So many points, of `perAmount`, `each` and `fixed`.
        points: Option<Points> = "points",
        /// For each such amount, of `perAmount`; the rule's own unless said.
        amount: Option<Amount> = "amount",
        /// So many per cent, of `percentValue`.
        percent: Option<Percent> = "percent",
    }
}

record! {
    /// More of what other rules gave, before rounding.
    pub struct Multiply {
        /// The factor: 2 doubles. 1 to 1000, at most four decimals.
        by: Factor = "by",
        /// The rules it acts on; every `perAmount` and `percentValue` rule unless said.
        of: Option<Some1<Id>> = "of",
        /// The group of which only the highest counts; a group of its own unless said.
        group: Option<Id> = "group",
        /// How it joins the other groups; they add unless said.
        combine: Option<Combine> = "combine",
    }
}

words! {
    /// How a multiplier joins those of other groups.
    pub enum Combine {
        /// ×2 and ×3 give ×4.
        Sum = "sum",
        /// ×2 and ×3 give ×6.
        Product = "product",
    }
}
