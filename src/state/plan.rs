//! A plan as it runs: terms, one after another.

use super::State;
use crate::program::Program;
use crate::shape::Id;
use crate::unit::{Day, bytes};

/// So many terms of a plan are known one by one; the oldest of more become one, or are forgotten.
const MOST: usize = 100;

/// A plan as it runs.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Its terms, the oldest first; none of them begins before the one before ends.
    pub terms: Vec<Term>,
    /// Whether it renews by itself.
    pub renews: bool,
    /// Whether the trial was taken.
    pub tried: bool,
}

/// A term of a plan.
#[derive(Clone, Debug)]
pub struct Term {
    /// The event that began it.
    pub event: Id,
    /// The first date.
    pub from: Day,
    /// The first date without it.
    pub until: Day,
    /// From which day periods are counted, and how many of them end with it; none where it has an end of its own.
    pub counted: (Day, i64),
    /// The date on which it was paid.
    pub bought: Day,
    /// What was paid.
    pub paid: i64,
    /// What came back of it; less than nothing where more was repaid.
    pub back: i64,
    /// How many terms it stands for; a trial is none.
    pub terms: i64,
    /// What it saved.
    pub saved: Saved,
}

/// What a term saved so far.
#[derive(Clone, Debug, Default)]
pub struct Saved {
    /// Money, by benefits.
    pub benefits: i64,
    /// Money, by coupons.
    pub coupons: i64,
    /// Points by rules that ask for the plan: the currency, the rule, how many.
    pub points: Vec<(usize, Id, i64)>,
}

impl Term {
    /// A term that is paid on its first date, of no event.
    #[must_use]
    pub fn of((from, until): (Day, Day), paid: i64) -> Self {
        let (event, saved) = (Id::default(), Saved::default());
        Self { event, from, until, counted: (from, 1), bought: from, paid, back: 0, terms: 1, saved }
    }
}

impl Saved {
    /// How many points of a currency a rule gave.
    #[must_use]
    pub fn by_rule(&self, currency: usize, rule: &str) -> i64 {
        let of = self.points.iter().find(|(known, id, _)| *known == currency && **id == *rule);
        of.map_or(0, |(_, _, points)| *points)
    }
}

/// How a plan runs on a date, by itself or by one that includes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    /// The plan by which it does.
    pub by: usize,
    /// Since when without a gap.
    pub since: Day,
    /// The first date without it.
    pub until: Day,
    /// When the present term was paid; of several terms the earliest.
    pub bought: Day,
}

impl Plan {
    /// The first date on which no term is known any more.
    #[must_use]
    pub fn until(&self) -> Option<Day> {
        self.terms.last().map(|term| term.until)
    }

    /// Adds a term. On a date those before end where it begins, or with it.
    pub fn begin(&mut self, term: Term) {
        self.end(term.from.min(term.until));
        if term.from < term.until {
            self.terms.push(term);
        }
        while self.terms.len() > MOST {
            let oldest = self.terms.remove(0);
            if let Some(next) = self.terms.first_mut().filter(|next| next.from == oldest.until) {
                next.from = oldest.from;
                next.paid = next.paid.saturating_add(oldest.paid);
                next.back = next.back.saturating_add(oldest.back);
                next.terms = next.terms.saturating_add(oldest.terms);
            }
        }
    }

    /// No term lasts longer than up to a date.
    pub fn end(&mut self, until: Day) {
        for term in &mut self.terms {
            term.until = term.until.min(until);
        }
        self.terms.retain(|term| term.from < term.until);
    }

    /// The term that runs on a date.
    #[must_use]
    pub fn on(&self, day: Day) -> Option<&Term> {
        self.terms.iter().rfind(|term| term.from <= day && day < term.until)
    }

    /// The first date of the term that runs on a date.
    #[must_use]
    pub fn term_on(&self, day: Day) -> Option<Day> {
        self.on(day).map(|term| term.from)
    }

    /// The first date of the next term after a date that is known.
    #[must_use]
    pub fn next_term(&self, day: Day) -> Option<Day> {
        self.terms.iter().map(|term| term.from).find(|from| *from > day)
    }

    /// The first date after a date on which a term begins or ends.
    #[must_use]
    pub fn next_turn(&self, day: Day) -> Option<Day> {
        let ends = self.terms.iter().map(|term| term.until).find(|until| *until > day);
        [self.next_term(day), ends].into_iter().flatten().min()
    }

    /// The terms without a gap up to a date, the latest first; later ones do not count.
    pub fn run_before(&self, until: Day) -> impl Iterator<Item = &Term> {
        let mut begins = until;
        self.terms.iter().rev().filter(move |term| term.from < until).take_while(move |term| {
            let joins = term.until >= begins;
            begins = term.from;
            joins
        })
    }

    /// Whether its terms stand in their order, and speak of the program's currencies alone.
    #[must_use]
    pub fn fits(&self, program: &Program) -> bool {
        let known = |(currency, _, _): &(usize, Id, i64)| *currency < program.points.len();
        self.terms.iter().all(|term| term.from < term.until && term.saved.points.iter().all(known))
            && self.terms.is_sorted_by(|a, b| a.until <= b.from)
    }

    /// A term counts no more, from a date on; what was paid for it came back.
    pub fn withdraw(&mut self, event: &str, day: Day) {
        for term in self.terms.iter_mut().filter(|term| *term.event == *event) {
            term.back = term.paid;
            term.until = term.until.min(day.max(term.from));
        }
        self.terms.retain(|term| term.from < term.until);
    }
}

impl State {
    /// How a plan runs on a date, if it does.
    #[must_use]
    pub fn running(&self, program: &Program, plan: usize, day: Day) -> Option<Running> {
        let covers = program.plans.get(plan).map_or(&[][..], |plan| &plan.covered_by);
        let mut running: Option<Running> = None;
        for by in covers {
            let Some(term) = self.plans.get(*by).and_then(|plan| plan.on(day)) else { continue };
            let known = running.get_or_insert(Running {
                by: *by,
                since: term.from,
                until: term.until,
                bought: term.bought,
            });
            known.since = known.since.min(term.from);
            known.until = known.until.max(term.until);
            known.bought = known.bought.min(term.bought);
        }
        let mut running = running?;
        loop {
            let before = running;
            for plan in covers.iter().filter_map(|by| self.plans.get(*by)) {
                for term in plan.terms.iter().rev() {
                    if term.until >= running.since && term.from <= running.until {
                        running.since = running.since.min(term.from);
                        running.until = running.until.max(term.until);
                    }
                }
            }
            if running == before {
                return Some(running);
            }
        }
    }

    /// The terms that run on a date of plans that include a plan, to book to them what they save. What a benefit that a plan grants
    /// saves is booked here as well, in `saved.benefits`.
    pub fn book_to_terms(
        &mut self,
        program: &Program,
        plans: &[usize],
        day: Day,
        book: &mut dyn FnMut(&mut Saved),
    ) {
        let mut done = Vec::new();
        for plan in plans.iter().filter_map(|plan| program.plans.get(*plan)) {
            for by in &plan.covered_by {
                if done.contains(by) {
                    continue;
                }
                done.push(*by);
                let terms = self.plans.get_mut(*by).map_or(&mut [][..], |plan| &mut plan.terms);
                let term = terms.iter_mut().rfind(|term| term.from <= day && day < term.until);
                if let Some(term) = term {
                    book(&mut term.saved);
                }
            }
        }
    }
}

bytes! {
    Plan { terms, renews, tried }
    Term { event, from, until, counted, bought, paid, back, terms, saved }
    Saved { benefits, coupons, points }
    Running { by, since, until, bought }
}
