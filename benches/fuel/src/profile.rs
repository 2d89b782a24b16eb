//! Where the instructions of a quote are: it is stopped after ever more of them, and the functions looked at in which it is.

use crate::Case;
use crate::engine::{Guest, Wasm};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use wasmtime::Result;

/// At so many places, evenly spread, a quote is stopped.
const STOPS: u64 = 500;
/// So many stops an instance bears, each of which costs it some of its stack.
const EACH: u64 = 25;

/// Prints the share of each function, alone and with all that it calls.
pub fn print(file: &str, folder: &str) -> Result<()> {
    let wasm = Wasm::new(&std::fs::read(file)?)?;
    let case = Case::read(Path::new(folder))?;
    let cart = case.carts.first().map_or("", String::as_str);
    let held = || -> Result<(Guest, i32)> {
        let mut guest = wasm.guest()?;
        let program = guest.program(&case.program)?.given;
        let member = guest.member(program, &case.facts)?.given;
        guest.quote(member, cart, case.now)?;
        Ok((guest, member))
    };
    let (mut guest, mut member) = held()?;
    let all = guest.quote(member, cart, case.now)?.fuel;
    let (mut own, mut with, mut stops) = (BTreeMap::new(), BTreeMap::new(), 0_u32);
    for stop in 0..STOPS {
        if stop % EACH == 0 {
            (guest, member) = held()?;
        }
        let stack = guest.stack(member, cart, case.now, all * (2 * stop + 1) / (2 * STOPS))?;
        let Some(innermost) = stack.first() else { continue };
        stops += 1;
        *own.entry(innermost.clone()).or_insert(0_u32) += 1;
        for name in stack.iter().collect::<BTreeSet<_>>() {
            *with.entry(name.clone()).or_insert(0_u32) += 1;
        }
    }
    println!("{all} instructions, stopped {stops} times\n");
    println!("{:>8} {:>8}", "with all", "alone");
    let mut rows: Vec<_> = with.into_iter().collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let share = |count: u32| 100.0 * f64::from(count) / f64::from(stops.max(1));
    for (name, count) in rows {
        let own = own.get(&name).copied().unwrap_or(0);
        if share(count) >= 0.5 {
            println!("{:>7.1}% {:>7.1}% {name}", share(count), share(own));
        }
    }
    Ok(())
}
