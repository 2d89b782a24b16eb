//! Points that an order uses although it is the one that earns them.

use super::facts::Fact;
use super::points::Note;
use super::state::{Lot, State};

/// Spends points that the order itself earned, none that wait where a signal holds them; those that waited can be used at once should
/// they come back.
pub fn spend(state: &mut State, fact: &Fact, points: i128, held: bool) {
    let purse = &mut state.purses[0];
    let mut own: Vec<usize> =
        (0..purse.lots.len()).filter(|place| purse.lots[*place].id == fact.id).collect();
    own.retain(|place| purse.lots[*place].usable || !held);
    own.sort_by_key(|place| {
        let lot = &purse.lots[*place];
        let end = lot.expires_at.unwrap_or(i64::MAX);
        if lot.usable { (false, end) } else { (true, lot.usable_at) }
    });
    let (taken, missing) = purse.take(own, points);
    purse.add("spent", points);
    purse.owe(state.book, 0, missing);
    for (place, part) in taken {
        let lot = purse.lots[place].clone();
        let waited = !lot.usable;
        if waited {
            purse.lots.push(Lot { amount: part, left: 0, usable_at: fact.at, usable: true, ..lot });
        }
        let place = if waited { purse.lots.len() - 1 } else { place };
        state.entries.last_mut().unwrap().spent.push((place, part));
    }
    let note = Note { kind: "spent", points: -points, event: Some(&fact.id), parts: &[], reason: None };
    purse.note(&state.book.zone, state.at, &note);
}
