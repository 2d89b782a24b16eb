//! What keeps coupons from being used on a cart.

use super::verdict::{figure, verdict};
use crate::config::CouponLimitOf;
use crate::json::Maybe;
use crate::price::Lack;
use crate::program::{Coupon, Least, Measure, Program};
use crate::quote::{Asked, Occasion, Reason, Refusal};
use crate::rule::Purchase;
use crate::unit::{Day, Instant, Overflow};
use crate::view::{Figure, RefusalView, RefusedView};

/// Coupons that were named and cannot be used.
pub fn refused<'a>(
    now: &Occasion<'a>,
    asked: &'a Asked,
    refused: &'a [Refusal<'a>],
) -> Result<Vec<RefusedView<'a>>, Overflow> {
    let mut all = Vec::new();
    for Refusal { id, coupon, reasons: why } in refused {
        all.push(RefusedView { id, reasons: reasons(now, asked, *coupon, why)? });
    }
    Ok(all)
}

/// All that keeps a coupon from being used.
pub fn reasons<'a>(
    now: &Occasion<'a>,
    asked: &'a Asked,
    coupon: Option<&'a Coupon>,
    why: &'a [Reason],
) -> Result<Vec<RefusalView<'a>>, Overflow> {
    let mut reasons = Vec::new();
    for reason in why {
        reasons.push(refusal(now, asked, coupon, reason)?);
    }
    Ok(reasons)
}

fn refusal<'a>(
    now: &Occasion<'a>,
    asked: &'a Asked,
    coupon: Option<&'a Coupon>,
    reason: &'a Reason,
) -> Result<RefusalView<'a>, Overflow> {
    let program = now.program;
    let group = |place: &usize| Maybe(program.checkout.groups.get(*place).map(|group| &*group.id));
    let too_many = |of: &'static str, group, max: &i64| RefusalView::TooMany { of, group, max: *max };
    Ok(match reason {
        Reason::Unknown => RefusalView::Unknown,
        Reason::Time(at) => {
            let (from, hour) = dated(program, *at);
            RefusalView::Time { at: Maybe(*at), from, hour }
        }
        Reason::UsedUp => RefusalView::UsedUp,
        Reason::Limit(place, frees) => {
            let Some(limit) = coupon.and_then(|coupon| coupon.limits.get(*place)) else {
                return Ok(RefusalView::Unknown);
            };
            let (of, money) = limit.word();
            RefusalView::LimitReached { of, max: much(program, money, limit.max), frees: Maybe(*frees) }
        }
        Reason::Condition(before, after) => {
            let Some(when) = coupon.and_then(|coupon| coupon.when.as_ref()) else {
                return Ok(RefusalView::Unknown);
            };
            let purchase = Purchase { items: &now.basket.items, before, after };
            RefusalView::Condition { verdict: verdict(when, &asked.standpoint(now, purchase))? }
        }
        Reason::Lack(lack) => lacking(program, lack),
        Reason::With(other) => RefusalView::With { other },
        Reason::OfCoupon(max) => too_many("coupon", Maybe(None), max),
        Reason::InOrder(max) => too_many("order", Maybe(None), max),
        Reason::OfGroup(place, max) => too_many("group", group(place), max),
        Reason::OnLine(place, max) => too_many("line", group(place), max),
    })
}

/// The date of an instant, and what the clock reads then, unless it is the first instant of the date.
pub fn dated(program: &Program, at: Option<Instant>) -> (Maybe<Day>, Maybe<String>) {
    let zone = &program.zone;
    let begins = |at: Instant| zone.start_of(zone.day(at)) == at;
    let hour = at.filter(|at| !begins(*at)).map(|at| zone.hour(at).text());
    (Maybe(at.map(|at| zone.day(at))), Maybe(hour))
}

/// So much money, or so many.
pub fn much(program: &Program, money: bool, number: i64) -> Figure {
    figure(if money { Measure::Money } else { Measure::Quantity }, number, program)
}

fn lacking<'a>(program: &'a Program, lack: &'a Lack) -> RefusalView<'a> {
    let named = |scope: &Option<usize>| {
        Maybe(scope.and_then(|scope| program.scopes.get(scope)).map(|scope| &*scope.id))
    };
    let shown = |money: bool, number: i64| much(program, money, number);
    let short =
        |is, scope: &Option<usize>, of, (money, value, target): (bool, i64, i64)| RefusalView::Short {
            is,
            scope: named(scope),
            unit: if money { "money" } else { "units" },
            of,
            value: shown(money, value),
            target: shown(money, target),
            gap: shown(money, target.saturating_sub(value)),
        };
    match lack {
        Lack::Threshold { scope, of, least, value } => {
            let money = matches!(least, Least::Amount(_));
            short("threshold", scope, super::cart::moment(*of), (money, *value, least.number()))
        }
        Lack::Units { scope, target, value } => short("units", scope, "before", (false, *value, *target)),
        Lack::Product(sku) => RefusalView::Product { is: "unknownProduct", sku },
        Lack::Missing(sku) => RefusalView::Product { is: "missingProduct", sku },
        Lack::Limit { of, per_line, most, value } => {
            let money = *of == CouponLimitOf::Money;
            RefusalView::Limit {
                of: if money { "money" } else { "units" },
                per: if *per_line { "line" } else { "cart" },
                max: shown(money, *most),
                value: shown(money, *value),
            }
        }
        Lack::Nothing => RefusalView::Nothing,
    }
}
