//! From the joining day to an instant: every local midnight, every instant at which a lot changes, every event.

use std::collections::BTreeSet;

use serde_json::Value;

use super::calendar::{day_before, next_day};
use super::condition::{Scene, holds};
use super::event::apply;
use super::facts::{Fact, each};
use super::gifts;
use super::ladder;
use super::metric;
use super::points::Note;
use super::rewards;
use super::schedule;
use super::state::{Book, State};
use super::timing::{self, hours_named};

/// The member at `now`, with the events up to then.
pub fn walk<'a>(book: &'a Book<'a>, facts: &[Fact], now: i64, forced: BTreeSet<String>) -> State<'a> {
    let mut state = State::new(book, forced);
    let mut facts = facts.iter().peekable();
    while let Some(early) = facts.next_if(|fact| fact.at < book.join_day_start) {
        if early.at <= now {
            state.rejected.push((early.id.clone(), "beforeJoining"));
        }
    }
    let hours = tier_hours(book);
    let mut clock = book.join_day_start;
    while clock <= now {
        state.at = clock;
        state.day = book.zone.date_of(clock);
        time_alone(&mut state);
        while let Some(fact) = facts.next_if(|fact| fact.at == clock) {
            apply(&mut state, fact);
            overdue(&mut state);
            state.purses.iter().for_each(super::state::Purse::assert_conserved);
        }
        let midnight = book.zone.first_instant(next_day(state.day));
        let event = facts.peek().map(|fact| fact.at);
        let lots = state.purses.iter().flat_map(|purse| &purse.lots);
        let changes = lots.flat_map(|lot| [Some(lot.usable_at), lot.expires_at]).flatten();
        let hours = hours_of(book, &hours, clock);
        clock = changes.chain(event).chain([midnight]).chain(hours).filter(|at| *at > clock).min().unwrap();
    }
    state
}

/// Whether a time that tiers ask for, or segments for which they ask, has come or gone.
fn turned(state: &State) -> bool {
    let book = state.book;
    let enters: Vec<&Value> =
        book.list("ladders").flat_map(|ladder| each(&ladder["tiers"])).map(|tier| &tier["enter"]).collect();
    let segments = enters.iter().any(|enter| enter.to_string().contains(r#""segment":"#));
    let turns = |part: &Value| timing::turns(part, &book.zone, state.at);
    enters.into_iter().any(turns) || (segments && turns(&book.program["segments"]))
}

/// Whether a time has come or gone that rewards ask for which are redeemed by themselves, or segments that they name.
fn opened(state: &State) -> bool {
    let book = state.book;
    let automatic = || book.list("rewards").filter(|reward| reward.get("auto").is_some());
    let segments = automatic().any(|reward| reward.to_string().contains(r#""segment":"#));
    let turns = |part: &Value| timing::turns(part, &book.zone, state.at);
    automatic().any(turns) || (segments && turns(&book.program["segments"]))
}

/// Every time of day that may decide on a tier or a reward.
fn tier_hours(book: &Book) -> Vec<i64> {
    ["ladders", "segments", "rewards"].iter().flat_map(|list| hours_named(&book.program[*list])).collect()
}

/// The instants of the day at which the clock reads a time that tiers name, or has been changed.
fn hours_of(book: &Book, hours: &[i64], clock: i64) -> Vec<i64> {
    if hours.is_empty() {
        return Vec::new();
    }
    let quarters = book.zone.quarters(book.zone.date_of(clock));
    let minute = |at: i64| book.zone.minute_of(at);
    let is_changed = |at: i64| (minute(at - 60_000) + 1) % 1440 != minute(at);
    quarters.into_iter().filter(|at| hours.contains(&(minute(*at))) || is_changed(*at)).collect()
}

/// What time alone causes at the state's instant, in the order of the spec.
fn time_alone(state: &mut State) {
    if !state.joined {
        state.joined = true;
        let set = metric::frozen(state, state.day, &|_| true);
        state.frozen.extend(set);
        ladder::join(state);
        return;
    }
    let is_midnight = state.at == state.book.zone.first_instant(state.day);
    if is_midnight && state.accrued < state.day {
        metric::accrue(state, day_before(state.day));
        state.accrued = state.day;
    }
    let mut anew = Vec::new();
    if is_midnight && state.refreshed < state.day {
        anew = metric::set_anew(state, state.day);
        state.refreshed = state.day;
    }
    let usable = |state: &State| state.purses.iter().map(super::state::Purse::usable).collect::<Vec<i128>>();
    let had = usable(state);
    let came = pending_becomes_usable(state);
    if came {
        rewards::automatic(state, None);
    }
    let before = state.steps.len();
    let ended = ladder::end_periods(state);
    state.frozen.extend(anew);
    let lapsed = expire(state);
    let asks_balance = state.book.list("metrics").any(|metric| metric["kind"] == "balance");
    if ended || turned(state) || is_midnight || (asks_balance && usable(state) != had) {
        ladder::climb(state, None);
    }
    let moved = came || lapsed || state.steps.len() > before;
    let gave = schedule::give(state);
    let redeemed = state.claims.len();
    if is_midnight || moved || turned(state) || opened(state) {
        rewards::automatic(state, None);
    }
    if gave || (asks_balance && state.claims.len() > redeemed) {
        ladder::climb(state, None);
    }
    gifts::give(state, before, None);
}

/// What an event brought whose time is over already, or has come.
pub(super) fn overdue(state: &mut State) {
    let past = |at: Option<i64>| at.is_some_and(|at| at <= state.at);
    let lots = || state.purses.iter().flat_map(|purse| &purse.lots);
    let points =
        lots().any(|lot| (!lot.lapsed && past(lot.expires_at)) || (!lot.usable && past(Some(lot.usable_at))));
    let over = |standing: &super::state::Standing| {
        let coming = standing.coming.map(|(_, day)| state.book.zone.first_instant(day));
        past(standing.expires_at) || past(coming)
    };
    if points || state.standings.iter().any(over) {
        time_alone(state);
    }
}

/// Whether anything became usable.
fn pending_becomes_usable(state: &mut State) -> bool {
    let mut came = false;
    let (at, zone) = (state.at, &state.book.zone);
    let granted: Vec<bool> = (0..state.purses.len()).map(|place| is_granted(state, place)).collect();
    for (purse, granted) in state.purses.iter_mut().zip(granted) {
        let mut due: Vec<usize> = (0..purse.lots.len())
            .filter(|place| !purse.lots[*place].usable && purse.lots[*place].usable_at <= at)
            .collect();
        due.sort_by_key(|place| {
            let lot = &purse.lots[*place];
            (lot.usable_at, lot.earned_at, lot.id.clone())
        });
        for place in due {
            if !granted {
                purse.lapse(zone, at, place);
                continue;
            }
            purse.lots[place].usable = true;
            let (points, event) = (purse.lots[place].left, purse.lots[place].id.clone());
            purse.fill_debt(place);
            if points > 0 {
                let note = Note { kind: "usable", points, event: Some(&event), parts: &[], reason: None };
                purse.note(zone, at, &note);
                came = true;
            }
        }
    }
    came
}

/// Whether what must hold when points have waited long enough does.
fn is_granted(state: &State, currency: usize) -> bool {
    let scene = Scene::now(state, state.book.zone.date_of(state.at)).at(state.at);
    state.book.program["points"][currency]["pending"].get("when").is_none_or(|when| holds(when, &scene))
}

/// Lots whose time is over lapse: usable ones in the order of spending, then those that still wait.
fn expire(state: &mut State) -> bool {
    let mut any = false;
    let (at, zone) = (state.at, &state.book.zone);
    for purse in &mut state.purses {
        let mut due: Vec<usize> = (0..purse.lots.len())
            .filter(|place| {
                !purse.lots[*place].lapsed && purse.lots[*place].expires_at.is_some_and(|end| end <= at)
            })
            .collect();
        due.sort_by_key(|place| {
            let lot = &purse.lots[*place];
            let first = if lot.usable { lot.expires_at.unwrap() } else { lot.usable_at };
            (!lot.usable, first, lot.earned_at, lot.id.clone())
        });
        for place in due {
            purse.lapse(zone, at, place);
            any = true;
        }
    }
    any
}
