//! Coupons that are issued to a member, used and returned, as events say it.

use super::Given;
use crate::json::Json;
use crate::shape::{Blank, Id, Moment, Place, Reader, Shape, record};
use crate::unit::{Amount, Count, Day, Instant, Quantity};

record! {
    /// A coupon issued to the member. One whose issue is known confirms it and changes nothing.
    pub struct CouponIssued {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// The coupon.
        coupon: Id = "coupon",
        /// The id of what is issued; the event's unless said.
        issue: Option<Id> = "issue",
        /// From when it can be used; as the coupon says unless said.
        begins: Option<Moment> = "begins",
        /// Its last day; as the coupon says unless said.
        last_day: Option<Day> = "lastDay",
        /// In how many orders it can be used; one unless said. Of a voucher in as many as its balance lasts for.
        uses: Option<Quantity> = "uses",
        /// The balance, of a voucher; as the coupon says unless said.
        balance: Option<Amount> = "balance",
        /// The order it came with.
        order: Option<Id> = "order",
    }
}

record! {
    /// A coupon used otherwise than on an order that names it.
    pub struct CouponUsed {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// What was issued.
        issue: Option<Id> = "issue",
        /// The coupon; without `issue` one that nobody needs to be issued.
        coupon: Option<Id> = "coupon",
        /// The order.
        order: Option<Id> = "order",
        /// What it took off; of a voucher what was taken of its balance.
        amount: Option<Amount> = "amount",
        /// For how many units it was used; none unless said.
        units: Option<Count> = "units",
    }
}

record! {
    /// A use of a coupon that is undone.
    pub struct CouponReturned {
        /// The event's id.
        id: Id = "id",
        /// When it happened.
        at: Instant = "at",
        /// What it granted when it was recorded.
        posted: Option<Given> = "posted",
        /// What was issued.
        issue: Option<Id> = "issue",
        /// The coupon; without `issue` one that nobody needs to be issued.
        coupon: Option<Id> = "coupon",
        /// The order on which it was used.
        order: Option<Id> = "order",
        /// What it had taken off; as the order says unless said. Of a voucher what goes back to its balance.
        amount: Option<Amount> = "amount",
        /// For how many units it was used; as the order says unless said.
        units: Option<Count> = "units",
        /// Its last day from here on; as before unless said.
        last_day: Option<Day> = "lastDay",
    }
}

record! {
    /// A coupon used on an order.
    pub struct OrderCoupon {
        /// What was issued, or a coupon that nobody needs to be issued.
        id: Id = "id",
        /// What it took off; of a voucher what was taken of its balance.
        amount: Option<Amount> = "amount",
        /// For how many units it was used; none unless said.
        units: Option<Count> = "units",
    }
}

/// A coupon used on an order: its id alone, or with what it took off.
#[derive(Clone, Debug)]
pub struct CouponTaken(pub OrderCoupon);

impl Blank for CouponTaken {
    fn blank() -> Self {
        Self(OrderCoupon::blank())
    }
}

impl Shape for CouponTaken {
    fn read(reader: &mut Reader, json: &Json<'_>, place: &Place<'_>) -> Option<Self> {
        if let Json::Object(_) = json {
            return OrderCoupon::read(reader, json, place).map(Self);
        }
        Id::read(reader, json, place).map(|id| Self(OrderCoupon { id, amount: None, units: None }))
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn schema(schema: &mut crate::shape::Schema) -> serde_json::Value {
        serde_json::json!({ "anyOf": [Id::schema(schema), OrderCoupon::schema(schema)] })
    }
}
