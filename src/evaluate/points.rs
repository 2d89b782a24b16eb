//! A member's points of one currency.

use super::Question;
use crate::json::Maybe;
use crate::program::name;
use crate::state::{Change, Lot, Moved, Purse, Subject};
use crate::unit::{Fixed, Instant, divide};
use crate::view::{Dated, Entries, Expiring, LotView, Part, PointsLine, PointsView, Totals, Waiting};

/// Smallest units with the decimals of the currency.
type Shown<'s> = &'s dyn Fn(i64) -> Fixed;

/// A member's points of one currency.
pub fn points<'a>(question: &Question<'a>, currency: usize) -> Option<PointsView<'a>> {
    let standing = question.standing;
    let program = standing.program;
    let rules = program.points.get(currency)?;
    let purse = standing.state.purses.get(currency)?;
    let in_money = |of: i64| {
        rules.worth.map(|(points, amount)| {
            let exact = i128::from(of).saturating_mul(i128::from(amount));
            let minor = divide(exact, i128::from(points), program.money);
            program.currency.text(i64::try_from(minor).unwrap_or(i64::MAX))
        })
    };
    let fixed = |units: i64| Fixed { units, decimals: rules.decimals };
    Some(PointsView {
        id: &rules.id,
        name: name(&rules.names, question.locale, &rules.id),
        balance: fixed(purse.balance),
        pending: fixed(purse.waiting()),
        debt: fixed(purse.debt),
        worth: Maybe(in_money(purse.balance)),
        charged: Maybe(in_money(purse.totals.charged).filter(|_| purse.totals.charged > 0)),
        pending_by: waiting(question, purse, &fixed),
        expiring: expiring(question, purse, &fixed),
        lot_count: purse.usable.len().saturating_add(purse.pending.len()),
        lots: lots(purse, question.lots, &fixed),
        totals: totals(purse, &fixed),
        history: history(question, currency, &fixed),
    })
}

fn totals(purse: &Purse, fixed: Shown<'_>) -> Totals {
    let totals = purse.totals;
    Totals {
        earned: fixed(totals.earned),
        opening: fixed(totals.opening),
        received: fixed(totals.received),
        adjusted: fixed(totals.adjusted),
        spent: fixed(totals.spent),
        given_away: fixed(totals.given_away),
        expired: fixed(totals.expired),
        clawed_back: fixed(totals.clawed_back),
        waived: fixed(totals.waived),
        charged: fixed(totals.charged),
    }
}

/// Waiting points by the instant at which they become usable.
fn waiting(question: &Question<'_>, purse: &Purse, fixed: Shown<'_>) -> Vec<Waiting> {
    let zone = &question.standing.program.zone;
    let mut waiting: Vec<(Instant, i64)> = Vec::new();
    for lot in &purse.pending {
        match waiting.last_mut() {
            Some((at, points)) if *at == lot.usable_at => *points = points.saturating_add(lot.left),
            _ => waiting.push((lot.usable_at, lot.left)),
        }
    }
    let dated = |(at, points): (Instant, i64)| {
        let at = Some(at).filter(|at| *at < Instant::NEVER);
        Waiting { day: Maybe(at.map(|at| zone.day(at))), usable_at: Maybe(at), points: fixed(points) }
    };
    waiting.into_iter().map(dated).collect()
}

/// When the balance lapses, within the days of which a view speaks.
fn expiring(question: &Question<'_>, purse: &Purse, fixed: Shown<'_>) -> Expiring {
    let zone = &question.standing.program.zone;
    let today = zone.day(question.now);
    let ends = [7, 30, 90].map(|days| zone.start_of(today.plus_days(days)));
    let mut sums = [0_i64; 3];
    let mut dates: Vec<Dated> = Vec::new();
    purse.usable.visit_ends(&mut |expires, left| {
        let Some((at, day)) = purse.dated(expires).filter(|(at, _)| Some(at) <= ends.last()) else {
            return false;
        };
        for (sum, end) in sums.iter_mut().zip(&ends) {
            if at <= *end {
                *sum = sum.saturating_add(left);
            }
        }
        match dates.last_mut() {
            Some(last) if last.expires_at == at => last.points.units = last.points.units.saturating_add(left),
            _ => dates.push(Dated { last_day: Maybe(day), expires_at: at, points: fixed(left) }),
        }
        true
    });
    let [in7_days, in30_days, in90_days] = sums.map(fixed);
    Expiring { in7_days, in30_days, in90_days, dates }
}

/// The first lots, at most so many: usable ones in the order of spending, then waiting ones.
fn lots(purse: &Purse, most: usize, fixed: Shown<'_>) -> Vec<LotView> {
    let mut lots = Vec::new();
    purse.usable.visit(&mut |lot| {
        if lots.len() < most {
            lots.push(shown(purse, lot, true, fixed));
        }
        lots.len() < most
    });
    for lot in &purse.pending {
        if lots.len() < most {
            lots.push(shown(purse, lot, false, fixed));
        }
    }
    lots
}

fn shown(purse: &Purse, lot: &Lot, usable: bool, fixed: Shown<'_>) -> LotView {
    let expires = purse.end_of(lot);
    LotView {
        id: String::from(&*lot.id),
        amount: fixed(lot.amount),
        left: fixed(lot.left),
        earned_at: lot.earned_at,
        usable_at: Maybe(Some(lot.usable_at).filter(|at| *at < Instant::NEVER)),
        usable,
        expires_at: Maybe(expires.map(|(at, _)| at)),
        last_day: Maybe(expires.and_then(|(_, day)| day)),
    }
}

/// The latest changes of a currency, newest first.
fn history<'a>(question: &Question<'a>, currency: usize, fixed: Shown<'_>) -> Entries<PointsLine<'a>> {
    let standing = question.standing;
    let lines = standing.latest(Subject::Points(currency), question.history);
    Entries {
        total: standing.state.lines_of_points.get(currency).copied().unwrap_or(0),
        entries: lines.into_iter().filter_map(|change| line(change, fixed)).collect(),
    }
}

fn line<'a>(change: &'a Change, fixed: Shown<'_>) -> Option<PointsLine<'a>> {
    let Moved::Points { kind, points, balance, parts, reason, .. } = &change.moved else { return None };
    Some(PointsLine {
        at: change.at,
        day: change.day,
        kind: kind.as_str(),
        points: fixed(*points),
        balance: fixed(*balance),
        event: Maybe(change.event.as_deref()),
        parts: Maybe(
            (!parts.is_empty())
                .then(|| parts.iter().map(|(rule, points)| Part { rule, points: fixed(*points) }).collect()),
        ),
        reason: Maybe(reason.as_deref()),
    })
}
