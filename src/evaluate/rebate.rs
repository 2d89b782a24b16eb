//! Whether plans pay: what their terms saved, and what spending as in the last year would save.

use super::Question;
use super::plan::{id_of, next_price};
use crate::json::Maybe;
use crate::program::{Base, Grant, LimitOf, Per, PointsRules, Program, Rule, Window};
use crate::rule::Standpoint;
use crate::state::{self, Saved, Term};
use crate::unit::{Fixed, Rounding, SAFE, Unit, divide};
use crate::view::{BreakEvenView, LastYearView, PlanForecastView, PlanView, RebateView, SavedView, TermView};

/// A rule of earning that asks for a plan.
struct Rebate<'a> {
    currency: usize,
    rules: &'a PointsRules,
    rule: &'a Rule,
    /// So much money comes back for so much that is paid.
    share: Option<(i128, i128)>,
    /// The limit of a term, by its place among the program's.
    limit: Option<usize>,
}

/// What a plan would bring in a term, from the year up to today.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    saved: i64,
    fee: i64,
    /// The length of the term, in days.
    days: i64,
}

impl Account {
    fn net(self) -> i64 {
        self.saved.saturating_sub(self.fee)
    }

    /// Whether it brings more a year than another.
    fn beats(self, other: Self) -> bool {
        let a_year = |of: Self, by: Self| i128::from(of.net()).saturating_mul(i128::from(by.days));
        a_year(self, other) > a_year(other, self)
    }
}

/// Whether a rule asks for a plan, or for one that it includes.
fn asks_for(program: &Program, rule: &Rule, plan: usize) -> bool {
    let covers = |named: &usize| program.plans.get(*named).is_some_and(|of| of.covered_by.contains(&plan));
    rule.plans.iter().any(covers)
}

/// The rules that ask for a plan, or for one that it includes.
fn rebates(program: &Program, plan: usize) -> Vec<Rebate<'_>> {
    let mut rebates = Vec::new();
    for (currency, rules) in program.points.iter().enumerate() {
        for rule in rules.earn.iter().filter(|rule| asks_for(program, rule, plan)) {
            let (share, limit) = (share(rules, rule), limit(program, rules, rule, plan));
            rebates.push(Rebate { currency, rules, rule, share, limit });
        }
    }
    rebates
}

fn share(rules: &PointsRules, rule: &Rule) -> Option<(i128, i128)> {
    let Grant::Rate { base: Base::Paid { .. }, rate, .. } = &rule.grant else { return None };
    let (points, amount) = rules.worth?;
    let back = rate.points.saturating_mul(i128::from(amount));
    (back > 0).then(|| (back, rate.amount.saturating_mul(i128::from(points))))
}

/// The lowest of the limits of points in a term.
fn limit(program: &Program, rules: &PointsRules, rule: &Rule, plan: usize) -> Option<usize> {
    let of_term = |limit: &usize| {
        let of = program.limits.get(*limit)?;
        let counts = of.of == LimitOf::Points && !of.subject;
        matches!(of.per, Per::Window(Window::PlanTerm(term)) if term == plan && counts)
            .then_some((of.max, *limit))
    };
    rule.limits.iter().chain(&rules.limits).filter_map(of_term).min().map(|(_, limit)| limit)
}

/// What so many points are worth; nothing where they are worth nothing.
fn worth(program: &Program, currency: usize, points: i64) -> i64 {
    let Some((many, amount)) = program.points.get(currency).and_then(|rules| rules.worth) else { return 0 };
    part(program, points, (i128::from(amount), i128::from(many)))
}

/// A part of a number, rounded as money is.
fn part(program: &Program, of: i64, (times, by): (i128, i128)) -> i64 {
    small(divide(i128::from(of).saturating_mul(times), by, program.money))
}

fn small(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(SAFE).clamp(-SAFE, SAFE)
}

/// What a term saved by points, each currency rounded once.
fn points_of(program: &Program, saved: &Saved) -> i64 {
    let mut sum = 0_i64;
    for currency in 0..program.points.len() {
        let of = saved.points.iter().filter(|(known, _, _)| *known == currency);
        let points = of.fold(0_i64, |points, (_, _, more)| points.saturating_add(*more));
        sum = sum.saturating_add(worth(program, currency, points));
    }
    sum
}

fn total(program: &Program, saved: &Saved) -> i64 {
    saved.benefits.saturating_add(saved.coupons).saturating_add(points_of(program, saved))
}

/// A term, and what it saved.
pub fn term(program: &Program, term: &Term) -> TermView {
    let text = |minor: i64| program.currency.text(minor);
    let all = total(program, &term.saved);
    TermView {
        from: term.from,
        last_day: term.until.plus_days(-1),
        paid: text(term.paid),
        saved: SavedView {
            benefits: text(term.saved.benefits),
            coupons: text(term.saved.coupons),
            points: text(points_of(program, &term.saved)),
            total: text(all),
        },
        ahead: text(all.saturating_sub(term.paid)),
    }
}

/// What each plan would bring in a term, where it says what members spend and is for sale.
pub fn accounts(question: &Question<'_>, now: &Standpoint<'_>) -> Vec<Option<Account>> {
    (0..now.program.plans.len()).map(|plan| account(question, now, plan)).collect()
}

fn account(question: &Question<'_>, now: &Standpoint<'_>, place: usize) -> Option<Account> {
    let program = now.program;
    let (plan, own) = (program.plans.get(place)?, question.standing.state.plans.get(place)?);
    let spend = now.metric(plan.spend?)?;
    let fee = next_price(plan, own, now)?;
    let year = now.today.days_until(now.today.plus_months(Unit::Year.months()));
    let days = match (&plan.period, own.terms.last()) {
        (Some(period), _) => now.today.days_until(period.after(now.today, 1)),
        (None, Some(last)) => last.from.days_until(last.until),
        (None, None) => year,
    };
    let of_term = |money: i64| part(program, money, (days.into(), year.into()));
    let of_last = last_year(own, now);
    let other = of_last
        .iter()
        .fold(0_i64, |sum, term| sum.saturating_add(term.saved.benefits).saturating_add(term.saved.coupons));
    let mut saved = of_term(other);
    for rebate in rebates(program, place) {
        let Some((back, paid)) = rebate.share else { continue };
        let times = (back.saturating_mul(days.into()), paid.saturating_mul(year.into()));
        let most = rebate.limit.and_then(|limit| program.limits.get(limit));
        let most = most.map_or(SAFE, |limit| worth(program, rebate.currency, limit.max));
        saved = saved.saturating_add(part(program, spend, times).min(most));
    }
    Some(Account { saved, fee, days })
}

/// The terms that began in the year up to today.
fn last_year<'s>(own: &'s state::Plan, now: &Standpoint<'_>) -> Vec<&'s Term> {
    let mut terms = Vec::new();
    for term in &own.terms {
        if term.from <= now.today && now.today < term.from.plus_months(Unit::Year.months()) {
            terms.push(term);
        }
    }
    terms
}

/// Adds to a plan what says whether it pays.
pub fn add<'a>(
    view: &mut PlanView<'a>,
    question: &Question<'a>,
    now: &Standpoint<'a>,
    (place, accounts): (usize, &[Option<Account>]),
) {
    let program = now.program;
    let (Some(plan), Some(own)) = (program.plans.get(place), question.standing.state.plans.get(place)) else {
        return;
    };
    let text = |minor: i64| program.currency.text(minor);
    let spend = plan.spend.and_then(|metric| now.metric(metric));
    let price = next_price(plan, own, now);
    for rebate in rebates(program, place) {
        view.rebates.push(shown(question, now, own, &rebate));
        let mut fees = vec![(None, price)];
        for upgrade in &plan.upgrades {
            let (Some(from), Some(old)) =
                (program.plans.get(upgrade.from), question.standing.state.plans.get(upgrade.from))
            else {
                continue;
            };
            if !asks_for(program, rebate.rule, upgrade.from) {
                let fee = price.zip(next_price(from, old, now)).map(|(new, old)| new.saturating_sub(old));
                fees.push((id_of(program, upgrade.from), fee));
            }
        }
        for (over, fee) in fees {
            let Some(fee) = fee.filter(|fee| *fee > 0) else { continue };
            view.break_even.extend(break_even(program, &rebate, (over, fee), spend));
        }
    }
    let terms = last_year(own, now);
    if !terms.is_empty() {
        let (mut saved, mut cost) = (0_i64, 0_i64);
        for term in terms {
            saved = saved.saturating_add(total(program, &term.saved));
            cost = cost.saturating_add(term.paid).saturating_sub(term.back);
        }
        let net = text(saved.saturating_sub(cost));
        view.last_year = Maybe(Some(LastYearView { spend: Maybe(spend.map(text)), saved: text(saved), net }));
    }
    let Some(account) = accounts.get(place).copied().flatten() else { return };
    let forecast =
        PlanForecastView { saved: text(account.saved), fee: text(account.fee), net: text(account.net()) };
    view.forecast = Maybe(Some(forecast));
    if own.on(now.today).is_some() {
        view.better = Maybe(better(account, accounts).and_then(|plan| id_of(program, plan)));
    }
}

/// The plan that would bring more a year, if any would.
fn better(own: Account, accounts: &[Option<Account>]) -> Option<usize> {
    let (mut best, mut found) = (own, None);
    for (place, account) in accounts.iter().enumerate() {
        if let Some(account) = account.filter(|account| account.beats(best)) {
            (best, found) = (account, Some(place));
        }
    }
    found
}

fn shown<'a>(
    question: &Question<'a>,
    now: &Standpoint<'a>,
    own: &state::Plan,
    rebate: &Rebate<'a>,
) -> RebateView<'a> {
    let program = now.program;
    let state = &question.standing.state;
    let fixed = |units: i64| program.fixed(rebate.currency, units);
    let term = own.on(now.today);
    let points = term.map_or(0, |term| term.saved.by_rule(rebate.currency, &rebate.rule.id));
    let limit = rebate.limit.and_then(|limit| Some((program.limits.get(limit)?, state.limits.get(limit)?)));
    let left = limit
        .zip(term)
        .map(|((limit, tally), term)| limit.max.saturating_sub(tally.sum(term.from, now.today)).max(0));
    let percent = rebate.share.map(|(back, paid)| Fixed {
        units: small(divide(back.saturating_mul(10_000), paid, Rounding::HalfUp)),
        decimals: 2,
    });
    let worth_of = rebate.rules.worth.map(|_| worth(program, rebate.currency, points));
    RebateView {
        rule: &rebate.rule.id,
        currency: &rebate.rules.id,
        percent: Maybe(percent),
        points: fixed(points),
        worth: Maybe(worth_of.map(|minor| program.currency.text(minor))),
        max: Maybe(limit.map(|(limit, _)| fixed(limit.max))),
        left: Maybe(left.map(fixed)),
    }
}

/// How much must be spent for a rebate to pay a fee; nothing where its limit comes before.
fn break_even<'a>(
    program: &'a Program,
    rebate: &Rebate<'a>,
    (over, fee): (Option<&'a str>, i64),
    spend: Option<i64>,
) -> Option<BreakEvenView<'a>> {
    let (back, paid) = rebate.share?;
    let text = |minor: i64| program.currency.text(minor);
    let needs = |money: i64| small(divide(i128::from(money).saturating_mul(paid), back, Rounding::Up));
    let most = rebate.limit.and_then(|limit| program.limits.get(limit));
    let cap_at = most.map(|limit| needs(worth(program, rebate.currency, limit.max)));
    let needed = needs(fee);
    if cap_at.is_some_and(|cap| cap < needed) {
        return None;
    }
    Some(BreakEvenView {
        rule: &rebate.rule.id,
        over: Maybe(over),
        fee: text(fee),
        spend: text(needed),
        left: Maybe(spend.map(|spent| text(needed.saturating_sub(spent).max(0)))),
        cap_at: Maybe(cap_at.map(text)),
    })
}
