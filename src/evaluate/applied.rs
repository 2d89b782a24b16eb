//! What coupons do to a cart, piece by piece.

use crate::json::Maybe;
use crate::price::{Applied, Gives};
use crate::program::name;
use crate::quote::{Basket, Due, Occasion, Offer, Taken};
use crate::unit::{Fixed, Overflow, plus, sorted, sorted_places};
use crate::view::{CouponTaken, CutView, PartView, TaxView};

/// One for each of lines, products that coupons brought, deliveries and charges.
type Each<T> = [T; 4];

/// What is taken off those of which something is, in the cart's order.
pub fn cuts<'a>(now: &Occasion<'a>, taken: &Taken) -> Each<Vec<CutView<'a>>> {
    let off = [&taken.goods, &taken.goods, &taken.shipping, &taken.charges];
    listed(now.basket, &|kind, place, id| {
        let off = off.get(kind)?.get(place).copied().filter(|off| *off > 0)?;
        Some(CutView { id, amount: now.program.currency.text(off) })
    })
}

/// What each costs, in the cart's order.
pub fn parts<'a>(
    now: &Occasion<'a>,
    due: &Due,
    (coupons, points): &(Taken, Taken),
) -> Each<Vec<PartView<'a>>> {
    let money = |minor: i64| now.program.currency.text(minor);
    listed(now.basket, &|kind, place, id| {
        let of = |taken: &Taken| {
            let list = [&taken.goods, &taken.goods, &taken.shipping, &taken.charges];
            list.get(kind).and_then(|list| list.get(place)).copied().unwrap_or(0)
        };
        let left = [&due.goods, &due.goods, &due.shipping, &due.charges];
        let paid = left.get(kind)?.get(place).copied()?;
        let units = due.units.get(place).copied().filter(|_| kind < 2);
        let (coupons_off, points_off) = (of(coupons), of(points));
        let amount = paid.saturating_add(coupons_off).saturating_add(points_off);
        if kind == 1 && units == Some(0) {
            return None;
        }
        Some(PartView {
            id,
            quantity: Maybe(units),
            amount: money(amount),
            coupons_off: money(coupons_off),
            points_off: money(points_off),
            paid: money(paid),
        })
    })
}

/// Something of each line, brought product, delivery and charge, in the cart's order.
fn listed<'a, T>(basket: &'a Basket, show: &dyn Fn(usize, usize, &'a str) -> Option<T>) -> Each<Vec<T>> {
    let (mut lines, mut added) = (Vec::new(), Vec::new());
    for (place, goods) in basket.goods.iter().enumerate() {
        match goods.place {
            Some(shown) => lines.push((shown, place, &*goods.id)),
            None => added.push((place, place, &*goods.id)),
        }
    }
    let fees = |fees: &'a [crate::quote::Fee]| {
        let mut all = Vec::new();
        for (place, fee) in fees.iter().enumerate() {
            all.push((fee.place, place, &*fee.id));
        }
        all
    };
    let mut kind = 0_usize;
    [lines, added, fees(&basket.shipping), fees(&basket.charges)].map(|list| {
        let shown = |place: usize| list.get(place).map(|(shown, ..)| *shown);
        let mut all = Vec::new();
        for place in sorted_places(list.len(), &|a, b| shown(a).cmp(&shown(b))) {
            if let Some((_, place, id)) = list.get(place) {
                all.extend(show(kind, *place, id));
            }
        }
        kind = kind.saturating_add(1);
        all
    })
}

/// What is taken off lines of each tax rate, ascending, those without one first; nothing where no line has one.
pub fn taxes(now: &Occasion<'_>, coupons: &[i64], points: &[i64]) -> Result<Vec<TaxView>, Overflow> {
    let mut rates: Vec<(i64, i64)> = Vec::new();
    let off = now.basket.items.list.iter().zip(coupons.iter().zip(points));
    for (item, (coupons, points)) in off.filter(|(item, _)| item.is_goods()) {
        let more = plus(*coupons, *points)?;
        match rates.iter_mut().find(|(rate, _)| *rate == item.tax) {
            Some((_, sum)) => *sum = plus(*sum, more)?,
            None => rates.push((item.tax, more)),
        }
    }
    let rates = sorted(&rates, &|a, b| a.0.cmp(&b.0));
    if rates.iter().all(|(rate, _)| *rate == 0) {
        return Ok(Vec::new());
    }
    let mut shown = Vec::new();
    for (rate, off) in rates.into_iter().filter(|(_, off)| *off > 0) {
        let text = Fixed { units: rate, decimals: 4 }.text();
        let rate = (rate > 0).then(|| text.trim_end_matches('0').trim_end_matches('.').to_owned());
        shown.push(TaxView { rate, off: now.program.currency.text(off) });
    }
    Ok(shown)
}

/// What a coupon did.
pub fn taken<'a>(
    now: &Occasion<'a>,
    offer: &'a Offer<'a>,
    applied: &'a Applied,
    locale: &str,
) -> CouponTaken<'a> {
    let money = |minor: i64| now.program.currency.text(minor);
    let [lines, added, shipping, charges] = cuts(now, &Taken::of(now.basket, applied.off.clone()));
    let mut services = Vec::new();
    for gives in &applied.gives {
        if let Gives::Service(service) = gives {
            services.push(&**service);
        }
    }
    CouponTaken {
        id: &offer.id,
        coupon: &offer.coupon.id,
        name: name(&offer.coupon.names, locale, &offer.coupon.id),
        amount: money(applied.total),
        lines,
        added,
        shipping,
        charges,
        dropped: money(applied.dropped),
        services,
    }
}
