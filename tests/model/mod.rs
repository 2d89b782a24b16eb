//! A second, slow and obvious implementation of metrics, points and tiers, which shares no code with the engine: every
//! question is answered from scratch, day by day, lot by lot.

pub mod base;
pub mod baskets;
pub mod bonus;
pub mod calendar;
pub mod caps;
pub mod carts;
#[cfg(test)]
mod case_files;
pub mod clock;
pub mod condition;
pub mod conditions;
pub mod coupons;
pub mod decimals;
pub mod dice;
pub mod earning;
pub mod event;
pub mod facts;
pub mod fees;
pub mod gifts;
pub mod grants;
pub mod histories;
pub mod ladder;
pub mod ladders;
pub mod memberships;
pub mod metric;
pub mod metrics;
pub mod number;
pub mod offers;
pub mod own;
pub mod plan_shown;
pub mod plans;
pub mod pocket;
pub mod points;
pub mod price;
pub mod programs;
pub mod quote;
pub mod reduce;
pub mod reversal;
pub mod revoke;
pub mod rewards;
pub mod rules;
pub mod schedule;
pub mod shelf;
pub mod show;
pub mod signals;
pub mod state;
pub mod till;
pub mod timing;
pub mod transfer;
pub mod verdict;
pub mod walk;
pub mod wallet;
pub mod wares;

use std::collections::BTreeSet;

use serde_json::Value;

use facts::each;
use state::Book;

/// Reasons for which an event cannot be; all other reasons are about how it is written, which the model does not judge.
pub const IMPOSSIBLE: [&str; 22] = [
    "planNotRunning",
    "trialTaken",
    "unknownIssue",
    "otherCoupon",
    "couponNotBegun",
    "couponLapsed",
    "couponUsedUp",
    "couponNotUsed",
    "insufficientBalance",
    "rewardClosed",
    "tierHigher",
    "minimumBalance",
    "redeemLimit",
    "unknownEvent",
    "notRevocable",
    "unknownOrder",
    "unknownLine",
    "refundTooLarge",
    "nothingToRefund",
    "insufficientPoints",
    "beforeJoining",
    "secondOpening",
];

/// What the model says: the view, and the events it does not accept, with the code of the reason.
pub struct Answer {
    pub view: Value,
    pub rejected: Vec<(String, &'static str)>,
}

/// The view of a member (`{"profile", "events"}`) at an instant where so many of the rewards are there, with at most 50 entries of each history, and lots.
pub fn view(program: &Value, facts: &Value, now: i64, stock: &Value) -> Value {
    answer(program, facts, now, (50, 50), stock, &[]).view
}

/// The quote of a cart at an instant; see `quote::quote`.
pub fn quote(program: &Value, facts: &Value, (cart, now): (&Value, i64), hint: Option<i128>) -> Value {
    let plain = decimals::plain(program);
    let book = Book::open(&plain, &facts["profile"]);
    let state = walk::walk(&book, &log(program, facts, &book), now, BTreeSet::new());
    decimals::dressed(program, quote::quote(&state, &decimals::plain_cart(program, cart), now, hint))
}

/// The view, with at most so many entries of each history and so many lots, and what is rejected up to then; `accepted` names events that had been accepted when they arrived.
pub fn answer(
    program: &Value,
    facts: &Value,
    now: i64,
    listed: (usize, usize),
    stock: &Value,
    accepted: &[String],
) -> Answer {
    let plain = decimals::plain(program);
    let book = Book::open(&plain, &facts["profile"]);
    let accepted: BTreeSet<String> = accepted.iter().cloned().collect();
    let state = walk::walk(&book, &log(program, facts, &book), now, accepted);
    let view = decimals::dressed(program, show::view(&state, now, listed, stock));
    Answer { view, rejected: state.rejected }
}

/// The events of facts in the order of the log, their points in smallest units.
fn log(program: &Value, facts: &Value, book: &Book) -> Vec<facts::Fact> {
    let events: Vec<Value> =
        each(&facts["events"]).map(|event| decimals::plain_event(program, event)).collect();
    facts::log(&events, &book.zone, book.decimals)
}
