//! Snapshots: what later events may need, compact and versioned, for key-value stores and the page.
//!
//! Layout, little-endian: `MVSN`, the layout's version (1 byte), a checksum of what follows (8 bytes), and the fields of [`Snapshot`]
//! in their order, as `unit/bytes.rs` writes them.

use core::hash::Hasher;
use std::sync::Arc;

use siphasher::sip::SipHasher13;

use super::checkpoint::Checkpoints;
use super::places::Places;
use super::{Base, Member};
use crate::ledger::{Entry, What};
use crate::problem::{Code, Problem};
use crate::program::Program;
use crate::shape::Place;
use crate::state::{Log, Logged, Person, Subject};
use crate::unit::{Bytes, Input, Output, Overflow, bytes};

const MAGIC: [u8; 4] = *b"MVSN";
const VERSION: u8 = 1;
/// Events so long before the last one are left out, with what only they needed.
const HORIZON: i64 = 90 * 86_400_000;
/// So many of the latest lines of each history stay.
const LINES: usize = 50;

struct Snapshot {
    program: String,
    fingerprint: String,
    profile: String,
    base: Base,
    log: Vec<Entry>,
}

bytes! {
    Snapshot { program, fingerprint, profile, base, log }
    Base { state, lines, trimmed }
}

/// A program as a message names it.
fn named(program: &Program) -> String {
    let mut name = String::from(&*program.id);
    name.push('@');
    name.push_str(&program.version);
    name
}

fn checksum(bytes: &[u8]) -> [u8; 8] {
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    hasher.finish().to_le_bytes()
}

impl Member {
    /// The member's snapshot.
    ///
    /// # Errors
    /// Never for a sound member.
    pub fn snapshot(&self) -> Result<Vec<u8>, Overflow> {
        let last = self.log.last_at().unwrap_or(self.base.state.at);
        let cut = self.with_orders(self.log.position((last.later(-HORIZON), 0, "")));
        // As the bytes of a `Snapshot`, without making one.
        let mut head = MAGIC.to_vec();
        head.push(VERSION);
        head.extend_from_slice(&[0; 8]);
        let start = head.len();
        let mut body = Output::after(head);
        named(&self.program).write(&mut body);
        self.program.mark().write(&mut body);
        self.profile.write(&mut body);
        if cut == 0 {
            self.base.write(&mut body);
        } else {
            self.base_before(cut)?.write(&mut body);
        }
        let end = self.log.len();
        end.saturating_sub(cut).write(&mut body);
        self.log.visit((cut, end), &mut |_, logged| {
            logged.entry.write(&mut body);
            Ok(())
        })?;
        let mut bytes = body.into_bytes();
        if let Some((head, body)) = bytes.split_at_mut_checked(start)
            && let Some(sum) = head.last_chunk_mut()
        {
            *sum = checksum(body);
        }
        Ok(bytes)
    }

    /// A place of the log from which on every refund finds its order, and every revocation what it revokes.
    fn with_orders(&self, cut: usize) -> usize {
        let (mut first, mut next) = (cut, self.log.len());
        while next > first
            && let Some((start, run)) = self.log.run(next.saturating_sub(1))
        {
            for (nth, logged) in run.iter().enumerate().rev() {
                let place = start.saturating_add(nth);
                if place < first || place >= next {
                    continue;
                }
                let what = &logged.entry.what;
                let named = if let What::Refund { order, .. } = what {
                    self.log.order(order, place).map(|order| order.place)
                } else if let What::Revoke { event } = what {
                    let revoked = self.log.revocable(event, place).map(|(at, _)| at);
                    revoked.or_else(|| self.log.claim(event, place).map(|(at, _)| at))
                } else {
                    None
                };
                first = first.min(named.unwrap_or(first));
            }
            next = start;
        }
        first
    }

    /// What there was before the event at a place of the log.
    fn base_before(&self, cut: usize) -> Result<Base, Overflow> {
        let state = self.state_before(cut)?;
        let standing = self.standing(state, cut, LINES);
        let mut lines = Vec::new();
        let points = (0..self.program.points.len()).map(Subject::Points);
        let tiers = (0..self.program.ladders.len()).map(Subject::Tier);
        for subject in points.chain(tiers).chain([Subject::Signals]) {
            lines.extend(standing.latest(subject, LINES).into_iter().rev().cloned());
        }
        Ok(Base { state: standing.state.into_owned(), lines, trimmed: true })
    }

    /// A member from a snapshot. `person` reads the profile that it holds.
    ///
    /// # Errors
    /// When the bytes are no snapshot, of another version, damaged, or made under another program.
    pub fn restore(
        program: Arc<Program>,
        bytes: &[u8],
        person: impl FnOnce(&str) -> Option<Person>,
    ) -> Result<Self, Problem> {
        let root = Place::ROOT;
        let body = bytes.strip_prefix(&MAGIC).ok_or_else(|| root.problem(Code::SnapshotForeign))?;
        let damaged = || root.problem(Code::SnapshotDamaged);
        let (version, body) = body.split_first().ok_or_else(damaged)?;
        if *version != VERSION {
            let problem = root.problem(Code::SnapshotVersion).number("value", i64::from(*version));
            return Err(problem.number("expected", i64::from(VERSION)));
        }
        let (sum, body) = body.split_first_chunk::<8>().ok_or_else(damaged)?;
        if *sum != checksum(body) {
            return Err(damaged());
        }
        let mut input = Input::new(body);
        let snapshot = Snapshot::read(&mut input);
        if !input.is_read() {
            return Err(damaged());
        }
        if snapshot.fingerprint != program.mark() {
            let problem = root.problem(Code::SnapshotOfOtherProgram).text("value", snapshot.program);
            return Err(problem.text("expected", named(&program)));
        }
        let ordered = snapshot.log.is_sorted_by(|a, b| a.key() < b.key());
        let base = snapshot.base;
        if !ordered || !base.state.fits(&program) {
            return Err(damaged());
        }
        let person = person(&snapshot.profile).ok_or_else(damaged)?;
        let state = base.state.clone();
        let mut member = Self {
            program,
            person,
            profile: snapshot.profile,
            base,
            log: Log::default(),
            places: Places::default(),
            checkpoints: Checkpoints::default(),
            state,
        };
        for entry in snapshot.log {
            let outcome = member.run(&entry).map_err(|Overflow| damaged())?;
            member.log.push(Logged { entry, outcome });
        }
        Ok(member)
    }
}
