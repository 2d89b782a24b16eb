//! Benefits, as people write them.

use super::{Condition, PlanTerm, Weekday, Window};
use crate::json::Json;
use crate::shape::{Blank, Id, List, Names, Percent, Place, Reader, Shape, Some1, record, words};
use crate::unit::{Amount, Day, Quantity};

record! {
    /// Something that tiers, plans, segments and other conditions entitle to.
    pub struct Benefit {
        /// The benefit's id.
        id: Id = "id",
        /// Its name in each locale.
        names: Names = "names",
        /// What it is.
        kind: BenefitKind = "kind",
        /// Who has it.
        granted_by: Condition = "grantedBy",
        /// When who has it can use it.
        when: Option<Condition> = "when",
        /// Where it can be used; everywhere unless said.
        channel: Option<Some1<Id>> = "channel",
        /// How much of it there is in a time; without end unless said.
        quota: Option<Quota> = "quota",
        /// What one use is worth.
        value: Option<BenefitValue> = "value",
        /// The coupon that carries it out: its uses are uses of the benefit, and what it takes off is what they are worth.
        coupon: Option<Id> = "coupon",
        /// What it promises of deliveries.
        delivery: Option<Delivery> = "delivery",
        /// The first date on which anybody has it.
        from: Option<Day> = "from",
        /// The last.
        until: Option<Day> = "until",
        /// What it became, by dates. Who has it by a plan keeps what was there when the present term was paid.
        versions: List<BenefitVersion> = "versions",
    }
}

words! {
    /// What a benefit is.
    pub enum BenefitKind {
        /// Goods.
        Goods = "goods",
        /// A service.
        Service = "service",
        /// An event.
        Event = "event",
        /// An offer.
        Offer = "offer",
        /// Something of a partner.
        Alliance = "alliance",
    }
}

impl Blank for BenefitKind {
    fn blank() -> Self {
        Self::Service
    }
}

record! {
    /// How much of a benefit there is: exactly one of `times` and `amount`.
    pub struct Quota {
        /// So many uses.
        times: Option<Quantity> = "times",
        /// Uses worth so much.
        amount: Option<Amount> = "amount",
        /// In this time.
        per: QuotaPer = "per",
    }
}

/// The time of a quota.
#[derive(Clone, Debug)]
pub enum QuotaPer {
    /// A local date.
    Day,
    /// The present term of a plan.
    Term(PlanTerm),
    /// Any other window.
    Window(Window),
}

impl Blank for QuotaPer {
    fn blank() -> Self {
        Self::Day
    }
}

impl Shape for QuotaPer {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return match reader.key(json, place, &["last", "between", "complete", "planTerm"], &[])? {
                3 => PlanTerm::read(reader, json, place).map(Self::Term),
                _ => Window::read(reader, json, place).map(Self::Window),
            };
        }
        if *json == Json::Text("day".into()) {
            return Some(Self::Day);
        }
        Window::read(reader, json, place).map(Self::Window)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [{ "const": "day" }, Window::schema(schema), PlanTerm::schema(schema)] })
    }
}

record! {
    /// What one use of a benefit is worth: exactly one of `amount` and `percent`.
    pub struct BenefitValue {
        /// So much money.
        amount: Option<Amount> = "amount",
        /// So many per cent of what is bought: only the host knows how much that is.
        percent: Option<Percent> = "percent",
    }
}

record! {
    /// What a benefit promises of deliveries.
    pub struct Delivery {
        /// The ways of delivery of which it is; all unless said.
        methods: Option<Some1<Id>> = "methods",
        /// Free of charge for goods of so much; always unless said.
        threshold: Option<Amount> = "threshold",
        /// What it costs otherwise; nothing is said of it unless said.
        fee: Option<Amount> = "fee",
        /// It comes on one of the working days from the first to the second, counted from the one after the order's date: 0 to 365.
        working_days: Vec<i64> = "workingDays",
    }
}

record! {
    /// What a benefit is from a date on; what is not said is as before.
    pub struct BenefitVersion {
        /// The date.
        from: Day = "from",
        /// Whether it is there no more.
        withdrawn: Option<bool> = "withdrawn",
        /// When who has it can use it.
        when: Option<Condition> = "when",
        /// How much of it there is in a time.
        quota: Option<Quota> = "quota",
        /// What one use is worth.
        value: Option<BenefitValue> = "value",
        /// What it promises of deliveries.
        delivery: Option<Delivery> = "delivery",
    }
}

record! {
    /// The days on which nobody works.
    pub struct Calendar {
        /// Days of the week; Saturday and Sunday unless said.
        weekend: Option<Vec<Weekday>> = "weekend",
        /// Dates.
        holidays: Vec<Day> = "holidays",
        /// Dates on which people work all the same.
        workdays: Vec<Day> = "workdays",
    }
}
