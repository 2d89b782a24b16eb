//! All coupons of a member and a cart, and what a little more would unlock.

use super::RefusalView;
use crate::json::{Maybe, shown};
use crate::unit::{Day, Instant};

shown! {
    /// A coupon of a member and a cart.
    pub struct OfferView<'a> {
        /// The issue, or the coupon where nobody needs to be issued it.
        id: &'a str = "id",
        /// The coupon.
        coupon: &'a str = "coupon",
        /// Its name in the locale.
        name: &'a str = "name",
        /// Whether it was issued to the member.
        issued: bool = "issued",
        /// Whether it applies wherever it can.
        always: bool = "always",
        /// When it lapses.
        expires_at: Maybe<Instant> = "expiresAt",
        /// Its last day.
        last_day: Maybe<Day> = "lastDay",
        /// What its balance has.
        balance: Maybe<String> = "balance",
        /// Whether this quote uses it.
        used: bool = "used",
        /// Whether it can be used alone, after those that always apply.
        usable: bool = "usable",
        /// How much less is to be paid with it alone.
        takes_off: Maybe<String> = "takesOff",
        /// Everything that keeps it from being used.
        reasons: Vec<RefusalView<'a>> = "reasons",
        /// Everything that keeps it from joining those that are used, where it could be used alone.
        beside: Vec<RefusalView<'a>> = "beside",
        /// The cheapest addition that makes it usable.
        nearest: Maybe<AddedView<'a>> = "nearest",
    }
}

shown! {
    /// What would be added to a cart.
    pub struct AddedView<'a> {
        /// The product; where it is left out anything.
        sku: Maybe<&'a str> = "sku",
        /// How many units of it.
        quantity: Maybe<i64> = "quantity",
        /// Of which scope, where it is no product.
        scope: Maybe<&'a str> = "scope",
        /// What it costs at the cart's prices.
        amount: String = "amount",
    }
}

shown! {
    /// What a little more would unlock.
    pub struct UnlockView<'a> {
        /// The issue, or the coupon where nobody needs to be issued it.
        id: &'a str = "id",
        /// The coupon.
        coupon: &'a str = "coupon",
        /// Its name in the locale.
        name: &'a str = "name",
        /// What would be added.
        add: AddedView<'a> = "add",
        /// What would be to pay then.
        payable: String = "payable",
        /// How much less that is than without it.
        less: String = "less",
    }
}

shown! {
    /// What more units of a product would really cost.
    pub struct WhatIfView<'a> {
        /// The product.
        sku: &'a str = "sku",
        /// How many units more.
        quantity: i64 = "quantity",
        /// What they cost at the cart's prices.
        amount: String = "amount",
        /// What would be to pay then.
        payable: String = "payable",
        /// How much more that is than without them; below zero where it is less.
        more: String = "more",
    }
}
