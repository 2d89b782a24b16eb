//! The benefits of a member: who has them, what is left of them, and what they promise.

use super::Question;
use super::refusal::much;
use super::verdict::verdict;
use crate::config::BenefitKind;
use crate::json::Maybe;
use crate::ledger::{Owed, Posted};
use crate::program::{Benefit, Program, Quota, Version, Worth, name};
use crate::quote::{Occasion, Quote};
use crate::rule::{Closed, Standpoint, benefit_used, closed, holds, resets, version_of};
use crate::state::State;
use crate::unit::{Day, Fixed, Overflow};
use crate::view::{
    BenefitReason, BenefitView, DeliveryView, OwedLine, OwedView, PostedBenefitView, QuotaView, WorthView,
};

/// Every benefit of the program: those that can be used first, then those that the member has, then the others.
///
/// # Errors
/// When a product leaves its range.
pub fn benefits<'a>(question: &Question<'a>, now: &Standpoint<'a>) -> Result<Vec<BenefitView<'a>>, Overflow> {
    let mut shown: Vec<(usize, Option<i64>, BenefitView<'a>)> = Vec::new();
    for (place, benefit) in now.program.benefits.iter().enumerate() {
        if let Some(version) = version_of(benefit, now) {
            let one = One { question, now, place, benefit, version };
            let (view, reminds) = one.shown()?;
            shown.push((place, reminds, view));
        }
    }
    let mut reminded: Vec<usize> =
        (0..shown.len()).filter(|at| shown.get(*at).is_some_and(|one| one.1.is_some())).collect();
    reminded.sort_by_key(|at| {
        let one = shown.get(*at);
        let resets = one.and_then(|(_, _, view)| view.quota.0.as_ref()?.resets.0);
        let worth = one.and_then(|one| one.1).unwrap_or(0);
        (core::cmp::Reverse(worth), resets.is_none(), resets, *at)
    });
    for (rank, at) in (1..).zip(reminded) {
        if let Some((_, _, view)) = shown.get_mut(at) {
            view.remind = Maybe(Some(rank));
        }
    }
    shown.sort_by_key(|(place, _, view)| (!view.usable, !view.granted, *place));
    Ok(shown.into_iter().map(|(_, _, view)| view).collect())
}

/// A benefit at hand, as it is for the member.
struct One<'q, 'a> {
    question: &'q Question<'a>,
    now: &'q Standpoint<'a>,
    place: usize,
    benefit: &'a Benefit,
    version: &'a Version,
}

impl<'a> One<'_, 'a> {
    /// What is shown of it, and what a reminder of it is worth, where the member has it and does not use it.
    fn shown(&self) -> Result<(BenefitView<'a>, Option<i64>), Overflow> {
        let (benefit, version, now) = (self.benefit, self.version, self.now);
        let state = &self.question.standing.state;
        let there = benefit.is_there(now.today) && !version.withdrawn;
        let granted = there && holds(&benefit.granted_by, now);
        let least = version.quota.as_ref().map_or((1, 0), |quota| (1, i64::from(quota.money)));
        let why = closed((self.place, benefit), state, now, least, None);
        let money = |minor: i64| now.program.currency.text(minor);
        let enjoyed = state.benefits.get(self.place);
        let saved = enjoyed.map_or(0, |enjoyed| enjoyed.money.sum(Day::FIRST, now.today));
        let (quota, left, taken) = match &version.quota {
            Some(quota) => {
                let (view, left, used) = self.quota(quota, state);
                (Some(view), left, used)
            }
            None => (None, None, enjoyed.map_or(0, |enjoyed| enjoyed.times.sum(Day::FIRST, now.today))),
        };
        let over = quota.as_ref().filter(|_| matches!(left, Some((0, _))));
        let reasons = self.reasons(why, over)?;
        let worth = left_worth(version, left);
        let reminds = worth.filter(|worth| *worth > 0 && why.is_none() && taken == 0);
        let view = BenefitView {
            id: &benefit.id,
            name: name(&benefit.names, self.question.locale, &benefit.id),
            kind: kind(benefit.kind),
            granted,
            usable: why.is_none(),
            verdict: verdict(&benefit.granted_by, now)?,
            reasons,
            quota: Maybe(quota),
            value: Maybe(version.value.map(|value| match value {
                Worth::Money(amount) => {
                    WorthView { amount: Maybe(Some(money(amount))), percent: Maybe(None) }
                }
                Worth::Percent(units) => {
                    WorthView { amount: Maybe(None), percent: Maybe(Some(Fixed { units, decimals: 4 })) }
                }
            })),
            saved: money(saved),
            channel: benefit.channel.iter().map(|channel| &**channel).collect(),
            coupon: Maybe(
                benefit.coupon.and_then(|of| now.program.coupons.get(of)).map(|coupon| &*coupon.id),
            ),
            version: Maybe(version.from),
            last_day: Maybe(self.last_day(granted)),
            worth: Maybe(worth.filter(|_| granted).map(money)),
            remind: Maybe(None),
        };
        Ok((view, reminds))
    }

    /// All that keeps it from being used; `over` is its quota where nothing is left of that.
    fn reasons(
        &self,
        why: Option<Closed>,
        over: Option<&QuotaView>,
    ) -> Result<Vec<BenefitReason<'a>>, Overflow> {
        let Some(why) = why else { return Ok(Vec::new()) };
        let mut reasons = Vec::new();
        let reason = |is: Closed| BenefitReason { is: is.as_str(), verdict: Maybe(None), frees: Maybe(None) };
        if matches!(why, Closed::Gone | Closed::NotGranted) {
            reasons.push(reason(why));
        }
        if let Some(when) = self.version.when.as_ref().filter(|when| !holds(when, self.now)) {
            reasons.push(BenefitReason {
                verdict: Maybe(Some(verdict(when, self.now)?)),
                ..reason(Closed::When)
            });
        }
        if let Some(quota) = over {
            reasons.push(BenefitReason { frees: Maybe(quota.resets.0), ..reason(Closed::Quota) });
        }
        Ok(reasons)
    }

    /// How much there is, how much of it is left, and how much was used.
    fn quota(&self, quota: &Quota, state: &State) -> (QuotaView, Option<(i64, bool)>, i64) {
        let used = benefit_used(self.place, self.version, state, self.now);
        let left = quota.max.saturating_sub(used).max(0);
        let figure = |number: i64| much(self.now.program, quota.money, number);
        let resets = Maybe(resets(self.place, self.version, state, self.now));
        let of = if quota.money { "amount" } else { "times" };
        (
            QuotaView { of, max: figure(quota.max), used: figure(used), left: figure(left), resets },
            Some((left, quota.money)),
            used,
        )
    }

    /// Its last day: that of all, that of what it is, or that of the plan by which the member has it.
    fn last_day(&self, granted: bool) -> Option<Day> {
        let ends = self
            .benefit
            .versions
            .iter()
            .filter(|version| version.withdrawn)
            .filter_map(|version| version.from);
        let by_date = ends.filter(|_| self.benefit.plans.is_empty()).map(|from| from.plus_days(-1)).min();
        let runs = self.benefit.plans.iter().filter_map(|plan| self.now.plan(*plan));
        let by_plan = runs.map(|runs| runs.until.plus_days(-1)).max().filter(|_| granted);
        [self.benefit.until, by_date, by_plan].into_iter().flatten().min()
    }
}

/// What is left of a benefit is worth: each use that is left, or the money; one use where there is no end of them.
fn left_worth(version: &Version, left: Option<(i64, bool)>) -> Option<i64> {
    match (version.value, left) {
        (_, Some((left, true))) => Some(left),
        (Some(Worth::Money(each)), left) => Some(each.saturating_mul(left.map_or(1, |(left, _)| left))),
        (Some(Worth::Percent(_)) | None, _) => None,
    }
}

fn kind(kind: BenefitKind) -> &'static str {
    match kind {
        BenefitKind::Goods => "goods",
        BenefitKind::Service => "service",
        BenefitKind::Event => "event",
        BenefitKind::Offer => "offer",
        BenefitKind::Alliance => "alliance",
    }
}

fn id(program: &Program, benefit: usize) -> &str {
    program.benefits.get(benefit).map_or("", |benefit| &benefit.id)
}

/// What is owed.
pub fn owed<'a>(program: &'a Program, state: &'a State) -> OwedView<'a> {
    let all = &state.debts.owed;
    let sum = all.iter().fold(0_i64, |sum, owed| sum.saturating_add(owed.amount));
    OwedView { amount: program.currency.text(sum), of: owed_lines(program, all.iter()) }
}

fn owed_lines<'a>(program: &'a Program, owed: impl Iterator<Item = &'a Owed>) -> Vec<OwedLine<'a>> {
    let line = |owed: &'a Owed| OwedLine {
        benefit: id(program, owed.benefit),
        order: &owed.order,
        amount: program.currency.text(owed.amount),
    };
    owed.map(line).collect()
}

/// The benefit that an event used, and what is owed since.
pub fn posted<'a>(
    program: &'a Program,
    given: &'a Posted,
) -> (Option<PostedBenefitView<'a>>, Vec<OwedLine<'a>>) {
    let used = given.benefits.first().map(|line| PostedBenefitView {
        benefit: id(program, line.benefit),
        times: line.times,
        value: program.currency.text(line.value),
    });
    (used, owed_lines(program, given.owed.iter()))
}

/// What benefits that can be used promise of the deliveries of a cart.
///
/// # Errors
/// When a sum leaves its range.
pub fn deliveries<'a>(
    now: &Occasion<'a>,
    quoted: &Quote<'a>,
    locale: &'a str,
) -> Result<Vec<DeliveryView<'a>>, Overflow> {
    let program = now.program;
    let today = program.zone.day(now.at);
    let at = Standpoint::of_state(program, now.person, now.state, today).at(now.at);
    let goods = quoted.due.goods_left()?;
    let mut promised = Vec::new();
    for fee in &now.basket.shipping {
        for (place, benefit) in program.benefits.iter().enumerate() {
            let delivery = version_of(benefit, &at).and_then(|version| version.delivery.as_ref());
            let Some(delivery) = delivery.filter(|delivery| delivery.is_of(fee.method.as_deref())) else {
                continue;
            };
            let channel = now.basket.channel.as_deref();
            if closed((place, benefit), now.state, &at, (1, 0), channel).is_some() {
                continue;
            }
            let missing = delivery.threshold.saturating_sub(goods).max(0);
            let text = |minor: i64| program.currency.text(minor);
            let day = |count: i64| Maybe(program.calendar.after(today, count));
            promised.push(DeliveryView {
                id: &fee.id,
                benefit: &benefit.id,
                name: name(&benefit.names, locale, &benefit.id),
                fee: Maybe(if missing == 0 { Some(text(0)) } else { delivery.fee.map(text) }),
                threshold: Maybe((delivery.threshold > 0).then(|| text(delivery.threshold))),
                missing: Maybe((missing > 0).then(|| text(missing))),
                earliest: day(delivery.days.0),
                latest: day(delivery.days.1),
            });
        }
    }
    Ok(promised)
}
