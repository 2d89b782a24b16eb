//! Whether something can hold at all: facts joined by "all" and "any", and a search for a way to make them true.
//!
//! `never` is sound: where it says so, no member, event, cart or moment makes the formula true. Where it does not, nothing is
//! claimed.

use std::collections::{BTreeMap, BTreeSet};

/// A condition made of facts; what is not the case is said of each fact.
#[derive(Clone, Debug)]
pub enum Formula {
    /// All of these.
    All(Vec<Self>),
    /// At least one of these.
    Any(Vec<Self>),
    /// A fact, or its opposite.
    Is(Fact, bool),
}

/// Something that is so or not.
#[derive(Clone, Debug)]
pub enum Fact {
    /// A number is at least this, or more than it; where it moves in steps, more is a step more.
    From {
        /// Which number.
        of: String,
        /// In billionths.
        value: i128,
        /// Whether the value itself is not enough.
        above: bool,
        /// The step in billionths; 0 where there is none.
        step: i128,
    },
    /// A word is one of these.
    Word {
        /// Which word.
        of: String,
        /// What it is one of.
        among: BTreeSet<String>,
    },
    /// Something of which no more is known.
    Plain(String),
}

impl Formula {
    /// What always holds.
    #[must_use]
    pub fn always() -> Self {
        Self::All(Vec::new())
    }

    /// A fact of which no more is known than its name.
    #[must_use]
    pub fn plain(name: impl Into<String>, holds: bool) -> Self {
        Self::Is(Fact::Plain(name.into()), holds)
    }

    /// That a word is one of these.
    #[must_use]
    pub fn word(of: impl Into<String>, among: impl IntoIterator<Item = String>, holds: bool) -> Self {
        Self::Is(Fact::Word { of: of.into(), among: among.into_iter().collect() }, holds)
    }

    /// All where it holds, any where its opposite is meant, of parts that mean their opposites already.
    #[must_use]
    pub fn joined(parts: Vec<Self>, all: bool) -> Self {
        if all { Self::All(parts) } else { Self::Any(parts) }
    }

    /// Whether nothing can make it true.
    #[must_use]
    pub fn never(&self) -> bool {
        let mut work = WORK;
        !possible(vec![self], Vec::new(), &State::default(), &mut work)
    }
}

/// How many formulas a search may look at; beyond it nothing is claimed.
const WORK: usize = 20_000;

/// Whether there is a way to make all of these true, on top of what is known.
fn possible<'f>(
    mut todo: Vec<&'f Formula>,
    mut choices: Vec<&'f [Formula]>,
    known: &State,
    work: &mut usize,
) -> bool {
    let mut state = known.clone();
    while let Some(next) = todo.pop() {
        let Some(left) = work.checked_sub(1) else { return true };
        *work = left;
        match next {
            Formula::All(parts) => todo.extend(parts),
            Formula::Any(parts) => choices.push(parts),
            Formula::Is(fact, holds) => {
                if !state.learn(fact, *holds) {
                    return false;
                }
            }
        }
    }
    let Some(choice) = choices.pop() else { return true };
    choice.iter().any(|part| possible(vec![part], choices.clone(), &state, work))
}

/// What is known so far.
#[derive(Clone, Debug, Default)]
struct State {
    numbers: BTreeMap<String, Range>,
    words: BTreeMap<String, Spoken>,
    plain: BTreeMap<String, bool>,
}

/// What is known of a word.
#[derive(Clone, Debug, Default)]
struct Spoken {
    among: Option<BTreeSet<String>>,
    none_of: BTreeSet<String>,
}

/// What is known of a number: each end with whether it is itself excluded.
#[derive(Clone, Copy, Debug, Default)]
struct Range {
    low: Option<(i128, bool)>,
    high: Option<(i128, bool)>,
}

impl State {
    /// Learns a fact or its opposite; whether that can be.
    fn learn(&mut self, fact: &Fact, holds: bool) -> bool {
        match fact {
            Fact::Plain(name) => *self.plain.entry(name.clone()).or_insert(holds) == holds,
            Fact::Word { of, among } => self.words.entry(of.clone()).or_default().learn(among, holds),
            Fact::From { of, value, above, step } => {
                self.numbers.entry(of.clone()).or_default().learn((*value, *above, *step), holds)
            }
        }
    }
}

impl Spoken {
    fn learn(&mut self, among: &BTreeSet<String>, holds: bool) -> bool {
        if holds {
            let both = self.among.as_ref().map(|known| known.intersection(among).cloned().collect());
            self.among = Some(both.unwrap_or_else(|| among.clone()));
        } else {
            self.none_of.extend(among.iter().cloned());
        }
        self.among.as_ref().is_none_or(|among| among.iter().any(|word| !self.none_of.contains(word)))
    }
}

impl Range {
    fn learn(&mut self, (value, above, step): (i128, bool, i128), holds: bool) -> bool {
        // In steps, more than `v` is at least `v + step`, and less than `v` at most `v - step`.
        let stepped = step > 0;
        if holds {
            let end = if above && stepped { (value + step, false) } else { (value, above) };
            self.low = Some(self.low.map_or(end, |low| low.max(end)));
        } else {
            let end = match (above, stepped) {
                (true, _) => (value, false),
                (false, true) => (value - step, false),
                (false, false) => (value, true),
            };
            let key = |(value, excluded): (i128, bool)| (value, !excluded);
            self.high = Some(self.high.map_or(end, |high| if key(high) < key(end) { high } else { end }));
        }
        let (Some(low), Some(high)) = (self.low, self.high) else { return true };
        low.0 < high.0 || (low.0 == high.0 && !low.1 && !high.1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fact, Formula};

    fn from(value: i128, above: bool, holds: bool) -> Formula {
        Formula::Is(Fact::From { of: "n".into(), value, above, step: 1 }, holds)
    }

    fn word(among: &[&str], holds: bool) -> Formula {
        Formula::word("w", among.iter().map(|word| (*word).to_owned()), holds)
    }

    #[test]
    fn what_can_never_be() {
        for (formula, never) in [
            (Formula::always(), false),
            (Formula::Any(Vec::new()), true),
            (Formula::All(vec![from(5, false, true), from(5, false, false)]), true),
            (Formula::All(vec![from(5, false, true), from(5, true, false)]), false),
            (Formula::All(vec![from(5, true, true), from(7, false, false)]), false),
            (Formula::All(vec![from(5, true, true), from(6, false, false)]), true),
            (Formula::All(vec![word(&["a", "b"], true), word(&["b", "c"], true)]), false),
            (Formula::All(vec![word(&["a"], true), word(&["b"], true)]), true),
            (Formula::All(vec![word(&["a", "b"], true), word(&["b"], false), word(&["a"], false)]), true),
            (Formula::All(vec![Formula::plain("p", true), Formula::plain("p", false)]), true),
            (
                Formula::All(vec![
                    Formula::Any(vec![Formula::plain("p", true), Formula::plain("q", true)]),
                    Formula::plain("p", false),
                ]),
                false,
            ),
        ] {
            assert_eq!(formula.never(), never, "{formula:?}");
        }
    }
}
