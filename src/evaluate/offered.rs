//! All coupons of a member and a cart, and what a little more would unlock.

use super::refusal::reasons;
use crate::json::Maybe;
use crate::program::name;
use crate::quote::{Added, More, Occasion, Offered, Quote};
use crate::unit::{Instant, Overflow, minus};
use crate::view::{AddedView, OfferView, UnlockView, WhatIfView};

/// All coupons, in the order of a wallet beside the cart.
pub fn offers<'a>(
    now: &Occasion<'a>,
    quoted: &'a Quote<'a>,
    locale: &str,
) -> Result<Maybe<Vec<OfferView<'a>>>, Overflow> {
    let Some(all) = &quoted.offered else { return Ok(Maybe(None)) };
    let mut shown = Vec::with_capacity(all.len());
    for offered in all {
        shown.extend(offer(now, quoted, offered, locale)?);
    }
    Ok(Maybe(Some(shown)))
}

fn offer<'a>(
    now: &Occasion<'a>,
    quoted: &'a Quote<'a>,
    offered: &'a Offered,
    locale: &str,
) -> Result<Option<OfferView<'a>>, Overflow> {
    let Some(offer) = quoted.chosen.offers.list.get(offered.offer) else { return Ok(None) };
    let money = |minor: i64| now.program.currency.text(minor);
    let why = offered.alone.as_ref().err().map(Vec::as_slice).unwrap_or_default();
    let told = |why| reasons(now, &quoted.chosen.asked, Some(offer.coupon), why);
    Ok(Some(OfferView {
        id: &offer.id,
        coupon: &offer.coupon.id,
        name: name(&offer.coupon.names, locale, &offer.coupon.id),
        issued: offer.issued,
        always: offer.is_always(),
        expires_at: Maybe(Some(offer.lapses).filter(|end| *end < Instant::NEVER)),
        last_day: Maybe(offer.last_day),
        balance: Maybe(offer.balance.map(money)),
        used: offered.used,
        usable: offered.alone.is_ok(),
        takes_off: Maybe(offered.alone.as_ref().ok().map(|applied| money(applied.saves()))),
        reasons: told(why)?,
        beside: told(&offered.beside)?,
        nearest: Maybe(offered.nearest.map(|added| addition(now, added))),
    }))
}

fn addition<'a>(now: &Occasion<'a>, added: Added) -> AddedView<'a> {
    let scope = if let More::Amount(scope, _) = added.more { scope } else { None };
    let sku = now.basket.sku(added.more);
    AddedView {
        sku: Maybe(sku.map(|sku| &**sku)),
        quantity: Maybe(sku.map(|_| added.units)),
        scope: Maybe(scope.and_then(|scope| now.program.scopes.get(scope)).map(|scope| &*scope.id)),
        amount: now.program.currency.text(added.amount),
    }
}

/// What a little more would unlock.
pub fn unlocks<'a>(now: &Occasion<'a>, quoted: &'a Quote<'a>, locale: &str) -> Vec<UnlockView<'a>> {
    let mut shown = Vec::new();
    for unlock in &quoted.unlocks {
        let Some(offer) = quoted.chosen.offers.list.get(unlock.offer) else { continue };
        shown.push(UnlockView {
            id: &offer.id,
            coupon: &offer.coupon.id,
            name: name(&offer.coupon.names, locale, &offer.coupon.id),
            add: addition(now, unlock.added),
            payable: now.program.currency.text(unlock.payable),
            less: now.program.currency.text(unlock.less),
        });
    }
    shown
}

/// What more units of a product would really cost, from what is to be paid without and with them.
///
/// # Errors
/// When the difference leaves its range.
pub fn what_if<'a>(
    now: &Occasion<'a>,
    (sku, quantity): (&'a str, i64),
    (amount, [before, after]): (i64, [i64; 2]),
) -> Result<WhatIfView<'a>, Overflow> {
    let money = |minor: i64| now.program.currency.text(minor);
    let more = money(minus(after, before)?);
    Ok(WhatIfView { sku, quantity, amount: money(amount), payable: money(after), more })
}
