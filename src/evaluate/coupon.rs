//! The coupons of a member, as a wallet shows them.

use super::Question;
use super::refusal::{dated, much};
use crate::json::Maybe;
use crate::program::{Coupon, Program, name};
use crate::rule::{CouponObstacle, Held, Standpoint, held};
use crate::unit::{Instant, sorted_places};
use crate::view::{CouponReasonView, CouponView};

/// What was issued and can be used now or later: what can be used now first, what lapses sooner first, then by id.
#[must_use]
pub fn coupons<'a>(question: &Question<'a>, now: &Standpoint<'a>) -> Vec<CouponView<'a>> {
    let program = question.standing.program;
    let mut all = held(&question.standing.state, now);
    all.retain(Held::is_alive);
    let key = |place: usize| all.get(place).map(|held| (!held.obstacles.is_empty(), held.end()));
    // They are in the order of their ids.
    let order = sorted_places(all.len(), &|a, b| key(a).cmp(&key(b)).then(a.cmp(&b)));
    order.into_iter().filter_map(|place| shown(question, program, all.get(place)?)).collect()
}

fn shown<'a>(question: &Question<'a>, program: &'a Program, held: &Held<'a>) -> Option<CouponView<'a>> {
    let (issue, coupon) = (held.issue?, program.coupons.get(held.coupon)?);
    let mut reasons = Vec::new();
    for obstacle in &held.obstacles {
        reasons.extend(reason(program, coupon, *obstacle));
    }
    Some(CouponView {
        issue: &issue.issued.issue,
        coupon: &coupon.id,
        name: name(&coupon.names, question.locale, &coupon.id),
        issued_at: issue.at,
        rule: Maybe(issue.issued.rule.as_deref()),
        begins: issue.issued.begins,
        expires_at: Maybe(held.expires.map(|(end, _)| end)),
        last_day: Maybe(held.expires.and_then(|(_, last)| last)),
        uses_left: Maybe(held.uses),
        balance: Maybe(held.balance.map(|balance| program.currency.text(balance))),
        usable: reasons.is_empty(),
        reasons,
    })
}

fn reason(program: &Program, coupon: &Coupon, obstacle: CouponObstacle) -> Option<CouponReasonView> {
    let reason = |is: &'static str, at: Option<Instant>| {
        let (from, hour) = dated(program, at);
        let (of, max, frees) = (Maybe(None), Maybe(None), Maybe(None));
        CouponReasonView { is, at: Maybe(at), from, hour, of, max, frees }
    };
    Some(match obstacle {
        CouponObstacle::NotBegun(at) => reason("notBegun", Some(at)),
        CouponObstacle::Hours(at) => reason("hours", at),
        CouponObstacle::Limit(place, frees) => {
            let limit = coupon.limits.get(place)?;
            let (of, money) = limit.word();
            let max = much(program, money, limit.max);
            CouponReasonView {
                of: Maybe(Some(of)),
                max: Maybe(Some(max)),
                frees: Maybe(frees),
                ..reason("limit", None)
            }
        }
        CouponObstacle::Lapsed(_) | CouponObstacle::UsedUp => return None,
    })
}
