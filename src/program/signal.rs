//! Signals of fraud.

use super::compile::{Compiler, keep};
use super::condition::{Condition, Spot};
use super::limit::{Limit, LimitOf, Over, Per};
use super::points::PointsRules;
use crate::config;
use crate::json::Json;
use crate::ledger::{Action, Watched};
use crate::problem::Code;
use crate::shape::{Id, Names, Place};
use crate::unit::Period;

/// A named condition that marks an event, or the member.
#[derive(Clone, Debug)]
pub struct Signal {
    /// Its id.
    pub id: Id,
    /// Its names.
    pub names: Names,
    /// The events that raise it; `None` is about the member.
    pub on: Option<Watched>,
    /// Only when this holds.
    pub when: Option<Condition>,
    /// Only when so many of the events came within a stretch of time.
    pub rate: Option<(usize, Period)>,
    /// What it does.
    pub action: Action,
    /// Of `hold`, for how long, if not until a confirmation.
    pub held_for: Option<Period>,
}

/// So many events of a rate at most.
const MOST: i64 = 100;

impl Compiler<'_> {
    /// The signals of the program; what they cap limits all rules of a currency.
    pub(super) fn signals(
        &mut self,
        points: Option<&mut Vec<PointsRules>>,
        place: &Place<'_>,
    ) -> Option<Vec<Signal>> {
        let config = self.config;
        let (mut seen, mut signals) = (Vec::new(), Vec::new());
        let mut sound = true;
        let mut caps = Vec::new();
        for (index, signal) in config.signals.placed() {
            let at = place.index(index);
            self.unique(&mut seen, &signal.id, "signal", &at);
            if signal.action == Action::Cap {
                let currency = self.currency(signal.currency.as_deref(), &at.field("currency"));
                caps.extend(currency.zip(signal.points).map(|(of, most)| (signals.len(), of, most.get())));
                sound &= currency.is_some();
            }
            let written = self.json.field("signals").and_then(|list| list.items().get(index));
            sound &= keep(&mut signals, self.signal(signal, written, &at));
        }
        if let Some(points) = points {
            for (signal, currency, max) in caps {
                let Some(rules) = points.get_mut(currency) else { continue };
                let (per, over) = (Per::Signal(signal), Over::Cut);
                rules.limits.push(self.limits.len());
                let of = LimitOf::Points;
                self.limits.push(Limit { currency, rule: None, of, max, per, subject: false, over });
            }
        }
        sound.then_some(signals)
    }

    fn signal(
        &mut self,
        signal: &config::Signal,
        written: Option<&Json<'_>>,
        place: &Place<'_>,
    ) -> Option<Signal> {
        // What is there and could not be read was told already.
        let lacks = |field: &str| written.is_some_and(|written| written.field(field).is_none());
        let of_member = signal.on.is_none() && lacks("on");
        let acts = matches!(signal.on, Some(Watched::Acts(_)) | None) && !of_member;
        let spot = if acts { Spot::Event } else { Spot::Member };
        let when = self.optional(signal.when.as_ref(), &place.field("when"), spot);
        let caps = signal.action == Action::Cap;
        for (given, field, fits) in [
            (signal.rate.is_some(), "rate", !of_member),
            (signal.action != Action::Flag, "action", acts),
            (signal.points.is_some(), "points", caps),
            (signal.currency.is_some(), "currency", caps),
            (signal.held_for.is_some(), "for", signal.action == Action::Hold),
        ] {
            if given && !fits {
                let value = if field == "action" { signal.action.as_str() } else { field };
                self.reader.not_allowed(&place.field(field), value);
            }
        }
        for (wanted, field) in
            [(caps && lacks("points"), "points"), (lacks("when") && (lacks("rate") || of_member), "when")]
        {
            if wanted {
                self.reader.note(place.field(field).problem(Code::Missing).text("field", field));
            }
        }
        let rate = match &signal.rate {
            Some(rate) => Some(self.rate(rate, &place.field("rate"))?),
            None => None,
        };
        Some(Signal {
            id: signal.id.clone(),
            names: signal.names.clone(),
            on: signal.on.clone(),
            when: when?,
            rate,
            action: signal.action,
            held_for: signal.held_for.clone(),
        })
    }

    fn rate(&mut self, rate: &config::Rate, place: &Place<'_>) -> Option<(usize, Period)> {
        if !(2..=MOST).contains(&rate.at_least) {
            let problem = place.field("atLeast").problem(Code::OutOfRange).number("value", rate.at_least);
            self.reader.note(problem.number("min", 2).number("max", MOST));
            return None;
        }
        Some((usize::try_from(rate.at_least).ok()?, rate.within.clone()))
    }
}
