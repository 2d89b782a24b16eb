//! What one event does: reversals and returns, metrics, earning, lots, tier step; or why it cannot be.

mod opening;

use std::collections::BTreeSet;

use super::calendar::Zone;
use super::clock;
use super::facts::{Act, Fact, Line, Take};
use super::gifts;
use super::grants;
use super::ladder;
use super::metric;
use super::number::Fraction;
use super::own;
use super::plans;
use super::points::{Note, confirmed, dates, grace};
use super::revoke;
use super::rewards;
use super::signals;
use super::state::{Entry, Moment, Purse, State};
use super::transfer;
use super::wallet;

/// Applies an event, or notes why it is rejected and changes nothing.
pub fn apply(state: &mut State, fact: &Fact) {
    if state.entry(&fact.id).is_some() {
        return;
    }
    let mut was = state.clone();
    let before = state.steps.len();
    clock::wind(state, fact);
    let outcome = match &fact.act {
        Act::Order { lines, points_used, .. } => with_coupons(state, fact, lines, *points_used),
        Act::Coupon => wallet::apply(state, fact),
        Act::Refund { order, lines } => refund(state, fact, order, lines.as_deref()),
        Act::Activity { .. } => {
            activity(state, fact);
            Ok(())
        }
        Act::AdjustPoints { points, currency, reason } => {
            adjust(state, fact, *points, currency.as_deref(), reason.as_deref());
            Ok(())
        }
        Act::AdjustMetric { metric, amount } => {
            enter(state, fact, Vec::new());
            let amount = metric::amount(state.book, metric, amount);
            metric::book(state, metric, amount, (fact.day, fact.day));
            Ok(())
        }
        Act::Redeem { points, currency } => redeem(state, fact, *points, currency.as_deref()),
        Act::Reward { reward, quantity } => rewards::redeem(state, fact, reward, *quantity),
        Act::Opening => opening::opening(state, fact),
        Act::TierSet | Act::Profile => {
            enter(state, fact, Vec::new());
            if matches!(fact.act, Act::TierSet) {
                ladder::set(state, &fact.source, &fact.id);
            }
            Ok(())
        }
        Act::Revoke { event } => revoke::revoke(state, fact, event),
        Act::Confirm { order } => confirm(state, fact, order),
        Act::Release { event } => signals::release(state, fact, event),
        Act::Give { points, currency, to, kind } => {
            transfer::give(state, fact, (*points, currency.as_deref()), to.as_deref(), kind)
        }
        Act::Receive { points, currency, from } => {
            transfer::receive(state, fact, (*points, currency.as_deref()), from);
            Ok(())
        }
        Act::Plan => plans::apply(state, fact),
    };
    if outcome.is_ok() {
        signals::after_event(state, fact);
        rewards::automatic(state, Some(fact));
    }
    match (outcome, fact.source.get("posted")) {
        (Ok(()), None) => {
            if matches!(fact.act, Act::Refund { .. }) {
                super::reversal::reconsider(&mut was, state, &fact.id);
            }
            ladder::climb(state, Some(&fact.id));
        }
        (Ok(()), Some(posted)) => ladder::posted(state, posted, &fact.id),
        (Err(code), _) => {
            state.purses = was.purses;
            return state.rejected.push((fact.id.clone(), code));
        }
    }
    gifts::give(state, before, Some(fact));
    wallet::posted(state, fact);
}

/// Puts the event on the list of what has happened.
pub fn enter(state: &mut State, fact: &Fact, lines: Vec<Line>) {
    state.entries.push(Entry {
        fact: fact.clone(),
        bought: lines.clone(),
        left: lines,
        wholly_refunded: false,
        revoked: false,
        counted_by: BTreeSet::new(),
        postings: Vec::new(),
        given_by_rules: true,
        moment: Moment::default(),
        spent: Vec::new(),
        sale: None,
        signals: Vec::new(),
        released: None,
        final_at: None,
    });
}

fn activity(state: &mut State, fact: &Fact) {
    let before = grants::moment(state, fact);
    enter(state, fact, Vec::new());
    grants::earn(state, before);
}

/// An order with its coupons: what is wrong with them is said first.
fn with_coupons(
    state: &mut State,
    fact: &Fact,
    lines: &[Line],
    points_used: i128,
) -> Result<(), &'static str> {
    if let Some(code) = wallet::wrong_with(state, fact) {
        return Err(code);
    }
    order(state, fact, lines, points_used)?;
    wallet::on_order(state, fact);
    Ok(())
}

fn order(state: &mut State, fact: &Fact, lines: &[Line], points_used: i128) -> Result<(), &'static str> {
    let kept = state.clone();
    let own = state.book.program["points"][0]["spend"]["includeThisOrder"] == true;
    let first = if own { points_used.min(state.purses[0].usable()) } else { points_used };
    let owed = if own { state.purses[0].debt } else { 0 };
    let spent = if first > 0 { spend(state, fact, 0, first, None)? } else { Vec::new() };
    let before = grants::moment(state, fact);
    enter(state, fact, lines.to_vec());
    state.entries.last_mut().unwrap().spent = spent;
    grants::earn(state, before);
    let earned: i128 =
        state.entries.last().unwrap().postings.iter().filter(|p| p.currency == 0).map(|p| p.points).sum();
    let held = signals::held_until(state.book, state.entries.last().unwrap()).is_some();
    let most = if held { 0 } else { (earned - owed).max(0) };
    let rest = points_used - first;
    if rest > most && !state.forced.contains(&fact.id) {
        *state = kept;
        return Err("insufficientPoints");
    }
    if rest > 0 {
        own::spend(state, fact, rest, held);
    }
    Ok(())
}

/// The order is final: its points that wait for it become usable when the currency says.
fn confirm(state: &mut State, fact: &Fact, order: &str) -> Result<(), &'static str> {
    let place = state.order(order).ok_or("unknownOrder")?;
    if signals::confirmed_while_held(state, fact, place) {
        enter(state, fact, Vec::new());
        return Ok(());
    }
    let book = state.book;
    for (currency, purse) in state.purses.iter_mut().enumerate() {
        if book.program["points"][currency]["pending"]["until"] != "confirm" {
            continue;
        }
        for place in 0..purse.lots.len() {
            let lot = &mut purse.lots[place];
            let dates = confirmed(book, currency, lot.earned_at, fact.at);
            if lot.id != order || lot.usable || lot.lapsed || lot.usable_at <= dates.usable_at {
                continue;
            }
            lot.usable_at = dates.usable_at;
            if purse.clock.is_none() {
                (lot.expires_at, lot.last_day) = (dates.expires_at, dates.last_day);
            }
            lot.usable = lot.usable_at <= fact.at;
            let points = lot.left;
            if lot.usable && points > 0 {
                purse.fill_debt(place);
                let note = Note { kind: "usable", points, event: Some(&fact.id), parts: &[], reason: None };
                purse.note(&book.zone, fact.at, &note);
            }
        }
    }
    enter(state, fact, Vec::new());
    Ok(())
}

fn spend(
    state: &mut State,
    fact: &Fact,
    currency: usize,
    points: i128,
    reason: Option<&str>,
) -> Result<Vec<(usize, i128)>, &'static str> {
    let purse = &mut state.purses[currency];
    if purse.usable() < points && !state.forced.contains(&fact.id) {
        return Err("insufficientPoints");
    }
    let (spent, missing) = purse.take(purse.spending_order(), points);
    purse.add("spent", points);
    purse.owe(state.book, currency, missing);
    let note = Note { kind: "spent", points: -points, event: Some(&fact.id), parts: &[], reason };
    purse.note(&state.book.zone, state.at, &note);
    Ok(spent)
}

fn redeem(state: &mut State, fact: &Fact, points: i128, currency: Option<&str>) -> Result<(), &'static str> {
    let currency = state.book.currency(currency);
    if fact.source["order"].as_str().is_some_and(|order| state.order(order).is_none()) {
        return Err("unknownOrder");
    }
    let spent = spend(state, fact, currency, points, fact.source["reward"].as_str())?;
    enter(state, fact, Vec::new());
    state.entries.last_mut().unwrap().spent = spent;
    Ok(())
}

fn refund(
    state: &mut State,
    fact: &Fact,
    order: &str,
    lines: Option<&[(String, Take)]>,
) -> Result<(), &'static str> {
    let order = state.order(order).ok_or("unknownOrder")?;
    let forced = state.forced.contains(&fact.id);
    let mode = state.book.rounding("money", "halfUp");
    let entry = &state.entries[order];
    let mut left = match lines {
        _ if entry.wholly_refunded && !forced => return Err("nothingToRefund"),
        None => entry.left.iter().map(|line| Line { quantity: 0, paid: 0, ..line.clone() }).collect(),
        Some(lines) => remaining(entry.left.clone(), lines, mode, forced)?,
    };
    let whole = is_wholly_refunded(&entry.bought, &left);
    let returns = !entry.wholly_refunded && whole;
    for line in left.iter_mut().filter(|_| whole) {
        (line.quantity, line.paid) = (0, 0);
    }
    enter(state, fact, Vec::new());
    let entry = &mut state.entries[order];
    let left_before = entry.left.iter().map(|line| line.paid).sum();
    entry.left = left;
    entry.wholly_refunded |= returns;
    if returns {
        let spent = state.entries[order].spent.clone();
        return_points(state, fact, 0, &spent);
    }
    grants::take_back(state, fact, order, left_before);
    metric::came_back(state, state.entries[order].fact.day);
    Ok(())
}

fn remaining(
    mut left: Vec<Line>,
    takes: &[(String, Take)],
    mode: &str,
    forced: bool,
) -> Result<Vec<Line>, &'static str> {
    for (id, take) in takes {
        let line = left.iter_mut().find(|line| line.id == *id).ok_or("unknownLine")?;
        match take {
            Take::Quantity(quantity) if *quantity <= line.quantity || forced => {
                let quantity = line.quantity.min(*quantity);
                if quantity > 0 {
                    line.paid -= Fraction::new(line.paid * quantity, line.quantity).round(mode);
                    line.quantity -= quantity;
                }
            }
            Take::Amount(amount) if *amount <= line.paid || forced => line.paid -= line.paid.min(*amount),
            _ => return Err("refundTooLarge"),
        }
    }
    Ok(left)
}

fn is_wholly_refunded(bought: &[Line], left: &[Line]) -> bool {
    bought.iter().zip(left).all(|(was, is)| is.quantity == 0 || (was.paid > 0 && is.paid == 0))
}

/// Puts the points used for an order back into the lots they came from; a lapsed lot lapses again at once.
pub fn return_points(state: &mut State, fact: &Fact, currency: usize, spent: &[(usize, i128)]) {
    let returned: i128 = spent.iter().map(|(_, points)| points).sum();
    if returned == 0 {
        return;
    }
    let zone = &state.book.zone;
    let purse = &mut state.purses[currency];
    purse.add("spent", -returned);
    let grace = grace(state.book, currency, state.at);
    for (place, points) in spent {
        if let Some(dates) = grace.filter(|_| purse.lots[*place].lapsed) {
            purse.put_again(state.book, *place, *points, dates);
            continue;
        }
        purse.lots[*place].left += points;
        if !purse.lots[*place].lapsed {
            purse.fill_debt_with(*place, *points);
        }
    }
    let note = Note { kind: "returned", points: returned, event: Some(&fact.id), parts: &[], reason: None };
    purse.note(zone, state.at, &note);
    for (place, _) in spent {
        if purse.lots[*place].lapsed && grace.is_none() {
            purse.lapse(zone, state.at, *place);
        }
    }
}

fn adjust(state: &mut State, fact: &Fact, points: i128, currency: Option<&str>, reason: Option<&str>) {
    let currency = state.book.currency(currency);
    let purse = &mut state.purses[currency];
    purse.add("adjusted", points);
    if points > 0 {
        purse.put(
            state.book,
            &fact.id,
            points,
            state.at,
            fact.at,
            dates(state.book, &state.plans, currency, fact.at, true),
        );
    } else {
        let (_, missing) = purse.take(purse.spending_order(), -points);
        purse.owe(state.book, currency, missing);
    }
    let note = Note { kind: "adjusted", points, event: Some(&fact.id), parts: &[], reason };
    purse.note(&state.book.zone, state.at, &note);
    enter(state, fact, Vec::new());
}

impl Purse {
    /// What is left of a lot expires.
    pub fn lapse(&mut self, zone: &Zone, at: i64, place: usize) {
        let lot = &mut self.lots[place];
        let points = lot.left;
        let id = lot.id.clone();
        lot.left = 0;
        lot.lapsed = true;
        lot.lapsed_points += points;
        if points > 0 {
            self.add("expired", points);
            self.note(
                zone,
                at,
                &Note { kind: "expired", points: -points, event: Some(&id), parts: &[], reason: None },
            );
        }
    }
}
