//! What an event of a plan does: the term that it begins, what that costs, and what comes back.

use super::{Standpoint, holds};
use crate::ledger::{Entry, PlanStep, PostedPlan, Taken, What};
use crate::program::{Plan, PlanPrice, ProRata, Program, Upgrade};
use crate::state::{self, Person, Running, Saved, State, Term};
use crate::unit::{Day, SAFE, divide};

/// What an event of a plan does, and what it says of it.
#[derive(Clone, Copy, Debug)]
pub struct Deal {
    /// The plan.
    pub plan: usize,
    /// What happens.
    pub step: PlanStep,
    /// The first date without it, where that is said.
    pub end: Option<Day>,
    /// What was paid, where that is said.
    pub price: Option<i64>,
    /// Whether it renews by itself, where that is said.
    pub renews: Option<bool>,
}

impl Deal {
    /// A step of which nothing more is said.
    #[must_use]
    pub fn of(plan: usize, step: PlanStep) -> Self {
        Self { plan, step, end: None, price: None, renews: None }
    }
}

/// What a deal brings about on a date, for the member as known.
#[must_use]
pub fn terms_of(deal: &Deal, state: &State, at: &Standpoint<'_>) -> Option<PostedPlan> {
    let program = at.program;
    let (plan, runs) = (program.plans.get(deal.plan)?, state.plans.get(deal.plan)?);
    let mut posted = PostedPlan { plan: deal.plan, term: None, price: 0, refund: 0, repay: 0 };
    let day = at.today;
    match deal.step {
        PlanStep::Cancel | PlanStep::Stop => {
            let now = deal.step == PlanStep::Cancel;
            if now {
                posted.refund = refund(program, plan, runs, day);
            }
            posted.repay = repay(plan, runs, (day, now));
            return Some(posted);
        }
        PlanStep::Trial => {
            let trial = plan.trial.as_ref();
            let until = deal.end.or_else(|| Some(trial?.0.after(day, 1)))?;
            posted.price = deal.price.or(trial.map(|(_, amount)| *amount)).unwrap_or(0);
            posted.term = Some((day, until));
            return Some(posted);
        }
        PlanStep::Subscribe | PlanStep::Renew | PlanStep::Change(_) => {}
    }
    let upgrade = if let PlanStep::Change(from) = deal.step {
        plan.upgrades.iter().find(|upgrade| upgrade.from == from)
    } else {
        None
    };
    let (from, until) = match upgrade.filter(|upgrade| upgrade.keeps || plan.period.is_none()) {
        Some(upgrade) => (day, deal.end.or_else(|| state.plans.get(upgrade.from)?.until())?),
        None => dates(plan, runs, deal, day)?,
    };
    posted.term = Some((from, until));
    posted.price = deal.price.unwrap_or_else(|| {
        let renews = renews_after(deal, state);
        let whole = price(plan, renews, runs, from, at).unwrap_or(0);
        upgrade.map_or(whole, |upgrade| difference(program, state, upgrade, whole, day))
    });
    Some(posted)
}

/// Whether a plan renews by itself after a deal.
fn renews_after(deal: &Deal, state: &State) -> bool {
    let before = match deal.step {
        PlanStep::Renew => Some(deal.plan),
        PlanStep::Change(from) => Some(from),
        PlanStep::Subscribe | PlanStep::Trial | PlanStep::Cancel | PlanStep::Stop => None,
    };
    let before = before.and_then(|plan| state.plans.get(plan)).is_some_and(|plan| plan.renews);
    deal.renews.unwrap_or(before)
}

/// The first date of the term that a deal begins, and the first without it.
fn dates(plan: &Plan, runs: &state::Plan, deal: &Deal, day: Day) -> Option<(Day, Day)> {
    let end = |from: Day| deal.end.or_else(|| Some(following(plan, runs, (from, deal.step))?.0));
    let old = runs.until().filter(|_| deal.step == PlanStep::Renew);
    let from = match old {
        Some(old) if old > day => plan.early_at_end.then_some(old),
        // What would be over already begins today.
        Some(old) if plan.late.begins_at(old, day) => end(old).filter(|end| *end > day).map(|_| old),
        Some(_) | None => None,
    };
    let from = from.unwrap_or(day);
    Some((from, end(from)?))
}

/// The first date after a term that begins on a date, by the plan's period, and how it is counted: where it renews
/// another, from the day from which that was.
fn following(plan: &Plan, runs: &state::Plan, (from, step): (Day, PlanStep)) -> Option<(Day, (Day, i64))> {
    let period = plan.period.as_ref()?;
    let after = |(first, nth): (Day, i64)| period.after(first, i32::try_from(nth).unwrap_or(i32::MAX));
    let last = runs.terms.last().filter(|last| last.until == from && step == PlanStep::Renew);
    let last = last.filter(|last| after(last.counted) == from);
    let counted = last.map_or((from, 1), |last| (last.counted.0, last.counted.1.saturating_add(1)));
    Some((after(counted), counted))
}

/// What a whole term that begins on a date costs a member: the first price that holds.
#[must_use]
pub fn price(plan: &Plan, renews: bool, runs: &state::Plan, from: Day, at: &Standpoint<'_>) -> Option<i64> {
    let ran = runs.run_before(from).fold(0_i64, |ran, term| ran.saturating_add(term.terms));
    let holds =
        |price: &&PlanPrice| applies(price, ran) && price.when.as_ref().is_none_or(|when| holds(when, at));
    prices(plan, renews).iter().find(holds).map(|price| price.amount)
}

/// The prices of terms that renew by themselves, or not.
#[must_use]
pub fn prices(plan: &Plan, renews: bool) -> &[PlanPrice] {
    plan.by_itself.as_ref().filter(|_| renews).unwrap_or(&plan.prices)
}

/// Whether a price is still one after so many terms in a row.
#[must_use]
pub fn applies(price: &PlanPrice, ran: i64) -> bool {
    price.terms.is_none_or(|terms| ran < terms)
}

/// How many units of a term are left on a date, and how many it has. A month begun is used; today is not.
fn units(by: ProRata, term: &Term, day: Day) -> (i64, i64) {
    let (from, until) = (term.from, term.until);
    let (total, used) = match by {
        ProRata::Days => (from.days_until(until), from.days_until(day).max(0)),
        ProRata::Months => {
            let whole = from.months_until(until);
            let begun = i64::from(from.plus_months(whole) < until);
            let used = if day < from { 0 } else { from.months_until(day).saturating_add(1) };
            (whole.saturating_add(begun), used)
        }
    };
    (total.saturating_sub(used).max(0), total.max(1))
}

/// What going over from another plan costs, where a whole term costs so much: the units that are left of it are paid anew, or taken
/// off. Terms that were paid ahead are left whole.
fn difference(program: &Program, state: &State, upgrade: &Upgrade, whole: i64, day: Day) -> i64 {
    let Some(old) = state.plans.get(upgrade.from) else { return whole };
    let (mut sum, mut total) = (0_i128, 1_i64);
    let per_term =
        |term: &Term| i128::from(if upgrade.keeps { whole } else { 0 }).saturating_sub(term.paid.into());
    if let Some(term) = old.on(day) {
        let (left, all) = units(upgrade.by, term, day);
        sum = per_term(term).saturating_mul(i128::from(left));
        total = all;
    }
    let mut ahead = i128::from(if upgrade.keeps { 0 } else { whole });
    for term in old.terms.iter().filter(|term| term.from > day) {
        ahead = ahead.saturating_add(per_term(term));
    }
    sum = sum.saturating_add(ahead.saturating_mul(i128::from(total)));
    let price = divide(sum.max(0), i128::from(total), program.money);
    i64::try_from(price).unwrap_or(SAFE).min(SAFE)
}

/// What comes back to who leaves on a date; of terms paid ahead all, where anything does.
fn refund(program: &Program, plan: &Plan, runs: &state::Plan, day: Day) -> i64 {
    let Some((by, extra)) = plan.refund else { return 0 };
    let mut sum = 0_i64;
    for term in runs.terms.iter().filter(|term| term.until > day) {
        let (left, total) = match by.filter(|_| term.from <= day) {
            Some(by) => units(by, term, day),
            None => (1, 1),
        };
        let left = i128::from(left.saturating_add(extra).min(total));
        let exact = i128::from(term.paid).saturating_mul(left);
        let back = i64::try_from(divide(exact, i128::from(total), program.money)).unwrap_or(SAFE);
        sum = sum.saturating_add(back).min(SAFE);
    }
    sum
}

/// What is repaid by who leaves before enough terms were paid: on a date, or with the last term.
fn repay(plan: &Plan, runs: &state::Plan, (day, now): (Day, bool)) -> i64 {
    let Some((terms, regular)) = plan.early_exit else { return 0 };
    let end = runs.until().unwrap_or(day);
    let until = if now { end.min(day.plus_days(1)) } else { end };
    let (mut paid, mut sum) = (0_i64, 0_i64);
    for term in runs.run_before(end) {
        // Of a term that was paid ahead and never begins nothing is repaid, and where what was paid comes back it was not paid.
        let begins = term.from < until;
        if begins || plan.refund.is_none() {
            paid = paid.saturating_add(term.terms);
        }
        if !begins {
            continue;
        }
        let lacks = regular.saturating_mul(term.terms).saturating_sub(term.paid).max(0);
        sum = sum.saturating_add(lacks).min(SAFE);
    }
    if paid < terms { sum } else { 0 }
}

/// Runs an event of a plan: what was posted with it, or what the program says.
pub fn run(program: &Program, person: &Person, state: &mut State, entry: &Entry) -> Option<PostedPlan> {
    let What::Plan { plan, step, end, price, renews } = &entry.what else { return None };
    let deal = Deal { plan: *plan, step: *step, end: *end, price: *price, renews: *renews };
    let at = Standpoint::of_state(program, person, state, entry.day).at(entry.at);
    let given = entry.posted.as_ref().and_then(|posted| posted.plans.first().cloned());
    let posted = given.or_else(|| terms_of(&deal, state, &at))?;
    let renews = renews_after(&deal, state);
    let of = program.plans.get(*plan)?;
    let counted = |(from, until): (Day, Day), runs: &state::Plan| {
        following(of, runs, (from, *step))
            .filter(|(end, _)| *end == until)
            .map_or((from, 0), |(_, counted)| counted)
    };
    if let PlanStep::Change(from) = step
        && let Some(old) = state.plans.get_mut(*from)
    {
        old.end(entry.day);
        old.renews = false;
    }
    let runs = state.plans.get_mut(*plan)?;
    match step {
        PlanStep::Subscribe | PlanStep::Trial | PlanStep::Renew | PlanStep::Change(_) => {
            let trial = *step == PlanStep::Trial;
            runs.renews = renews;
            runs.tried |= trial;
            if let Some((from, until)) = posted.term {
                runs.begin(Term {
                    event: entry.id.clone(),
                    from,
                    until,
                    counted: counted((from, until), runs),
                    bought: entry.day,
                    paid: posted.price,
                    back: 0,
                    terms: i64::from(!trial),
                    saved: Saved::default(),
                });
            }
        }
        PlanStep::Cancel => {
            runs.renews = false;
            let ahead = runs.terms.iter().filter(|term| term.from > entry.day);
            let ahead = ahead.fold(0_i64, |sum, term| sum.saturating_add(term.paid));
            runs.end(entry.day);
            give_back(runs, ahead, &posted);
        }
        PlanStep::Stop => {
            runs.renews = false;
            give_back(runs, 0, &posted);
        }
    }
    Some(posted)
}

/// Keeps with the latest term what came back on leaving, and what was paid for terms that never began.
fn give_back(runs: &mut state::Plan, ahead: i64, posted: &PostedPlan) {
    if let Some(last) = runs.terms.last_mut() {
        last.paid = last.paid.saturating_add(ahead);
        last.back = last.back.saturating_add(posted.refund.saturating_sub(posted.repay));
    }
}

/// How each plan runs on a date, for conditions; nothing where none asks.
#[must_use]
pub fn running(program: &Program, state: &State, day: Day) -> Vec<Option<Running>> {
    if program.plans_asked.is_empty() {
        return Vec::new();
    }
    (0..program.plans.len()).map(|plan| state.running(program, plan, day)).collect()
}

/// The first date after a date on which a plan begins to run or ends, with those that include it.
#[must_use]
pub fn next_turn(program: &Program, state: &State, plan: usize, day: Day) -> Option<Day> {
    let mut next: Option<Day> = None;
    for by in program.plans.get(plan).map_or(&[][..], |plan| &plan.covered_by) {
        let own = state.plans.get(*by).and_then(|plan| plan.next_turn(day));
        next = super::dates::earlier(next, own);
    }
    next
}

/// Books to the terms of a date what a rule that asks for their plans gave, or what was taken back of it.
pub fn saved_by_rule(
    program: &Program,
    state: &mut State,
    (currency, rule): (usize, &str),
    (day, points): (Day, i64),
) {
    if program.plans_asked.is_empty() {
        return;
    }
    let rules = program.points.get(currency).map_or(&[][..], |rules| &rules.earn);
    let Some(of) = rules.iter().find(|of| *of.id == *rule) else { return };
    state.book_to_terms(program, &of.plans, day, &mut |saved| {
        let known = saved.points.iter_mut().find(|known| known.0 == currency && known.1 == of.id);
        match known {
            Some(known) => known.2 = known.2.saturating_add(points),
            None => saved.points.push((currency, of.id.clone(), points)),
        }
    });
}

/// Books to the terms of a date what a coupon that asks for their plans took off, or with −1 that it did not; says whether it asks for any.
pub fn saved_by_coupon(program: &Program, state: &mut State, taken: &Taken, (day, sign): (Day, i64)) -> bool {
    let plans = program.coupons.get(taken.coupon).map_or(&[][..], |coupon| &coupon.plans);
    let money = taken.amount.saturating_mul(sign);
    state.book_to_terms(program, plans, day, &mut |saved| {
        saved.coupons = saved.coupons.saturating_add(money);
    });
    !plans.is_empty()
}
