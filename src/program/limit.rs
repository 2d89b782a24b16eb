//! How often, or how much, is given at most.

use super::compile::{Compiler, keep};
use super::window::Window;
use crate::config;
use crate::ledger::Source;
use crate::shape::{Id, List, Place};
use crate::unit::{Rounding, divide};

/// How often, or how much, a rule or all rules of a currency give at most.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The currency.
    pub currency: usize,
    /// The rule's id; `None` is all of them.
    pub rule: Option<Id>,
    /// Of times or of points.
    pub of: LimitOf,
    /// At most so many.
    pub max: i64,
    /// Over what.
    pub per: Per,
    /// Whether it counts for each subject by itself.
    pub subject: bool,
    /// What happens to what is more.
    pub over: Over,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitOf {
    /// How often.
    Times,
    /// How many points.
    Points,
}

/// Over what a limit counts.
#[derive(Clone, Debug)]
pub enum Per {
    /// One event.
    Event,
    /// What the member has.
    Balance,
    /// The days of a window.
    Window(Window),
    /// One event that raises the signal at a place.
    Signal(usize),
}

/// What happens to what is more than a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// It is cut.
    Cut,
    /// Then nothing is given.
    Refuse,
    /// So many ten-thousandths of a per cent of it are given.
    Beyond(i64),
}

impl Limit {
    /// Whether anything can be given when so much was.
    #[must_use]
    pub fn has_room(&self, used: i64) -> bool {
        used < self.max || matches!(self.over, Over::Beyond(_))
    }

    /// What is given of so many points when so many were.
    #[must_use]
    pub fn lets(&self, points: i64, used: i64, rounding: Rounding) -> i64 {
        if self.of == LimitOf::Times {
            return points;
        }
        let room = self.max.saturating_sub(used).max(0);
        let more = points.saturating_sub(room);
        match self.over {
            _ if more <= 0 => points,
            Over::Cut => room,
            Over::Refuse => 0,
            Over::Beyond(percent) => {
                let part = i128::from(more).saturating_mul(i128::from(percent));
                let part = divide(part, super::earn::WHOLE, rounding);
                room.saturating_add(i64::try_from(part).unwrap_or(i64::MAX))
            }
        }
    }
}

impl Compiler<'_> {
    /// The limits of a rule, or of all rules of a currency, by their places among the program's.
    pub(super) fn limits(
        &mut self,
        currency: usize,
        rule: Option<&config::EarnRule>,
        limits: &List<config::Limit>,
        place: &Place<'_>,
    ) -> Option<Vec<usize>> {
        let mut places = Vec::new();
        let mut sound = true;
        for (index, limit) in limits.placed() {
            let list = place.field("limits");
            sound &= keep(&mut places, self.limit(currency, rule, limit, &list.index(index)));
        }
        sound.then_some(places)
    }

    /// Of what a limit is, and how much.
    pub(super) fn how_much(&mut self, limit: &config::Limit, place: &Place<'_>) -> Option<(LimitOf, i64)> {
        match (limit.times, limit.points) {
            (Some(times), None) => Some((LimitOf::Times, times.get())),
            (None, Some(points)) => Some((LimitOf::Points, points.get())),
            _ => {
                self.exactly_one(&["times", "points"], place);
                None
            }
        }
    }

    /// Over what a limit counts.
    pub(super) fn per(&mut self, per: &config::LimitWindow, place: &Place<'_>) -> Option<Per> {
        Some(match per {
            config::LimitWindow::Event => Per::Event,
            config::LimitWindow::Balance => Per::Balance,
            config::LimitWindow::Day => Per::Window(Window::Day),
            config::LimitWindow::Term(term) => {
                Per::Window(Window::PlanTerm(self.plan(&term.plan, &place.field("planTerm"))?))
            }
            config::LimitWindow::Window(window) => Per::Window(self.days(window, place)?),
        })
    }

    fn limit(
        &mut self,
        currency: usize,
        rule: Option<&config::EarnRule>,
        limit: &config::Limit,
        place: &Place<'_>,
    ) -> Option<usize> {
        let (of, max) = self.how_much(limit, place)?;
        let per = self.per(&limit.per, &place.field("per"))?;
        let subject = limit.subject == Some(true);
        let points = of == LimitOf::Points;
        let has_subjects = rule.is_some_and(|rule| rule.on != Some(Source::Order));
        let is_balance = matches!(per, Per::Balance);
        // A metric that is credited has no balance.
        if is_balance && currency >= self.config.points.iter().len() {
            self.reader.not_allowed(&place.field("per"), "balance");
        }
        for (given, field, fits) in [
            (!points, "times", rule.is_some() && !is_balance),
            (subject, "subject", has_subjects && !is_balance),
            (limit.over.is_some(), "over", points && limit.beyond.is_none()),
            (limit.beyond.is_some(), "beyond", points),
        ] {
            if given && !fits {
                self.reader.not_allowed(&place.field(field), field);
            }
        }
        let over = match (limit.beyond, limit.over) {
            (Some(percent), _) => Over::Beyond(percent.0),
            (None, Some(config::Over::Refuse)) => Over::Refuse,
            (None, Some(config::Over::Cut) | None) => Over::Cut,
        };
        let rule = rule.map(|rule| rule.id.clone());
        self.limits.push(Limit { currency, rule, of, max, per, subject, over });
        Some(self.limits.len().saturating_sub(1))
    }
}
