//! Metrics that events are credited with, by rules like those of points: each has a currency of its own after those of points.

use super::compile::Compiler;
use super::{Counted, Metric, PointsRules, Program};
use crate::config::{self, Negative, Shortage};
use crate::problem::Code;
use crate::shape::{Id, List, Names, Place};
use crate::unit::{Fixed, Points};

/// How a metric is credited.
#[derive(Clone, Debug)]
pub struct Ledger {
    /// Its rules.
    pub rules: PointsRules,
    /// Whether what is taken beyond zero is carried.
    pub carried: bool,
    /// By how much each plan raises it on a date, by the plan's place.
    pub per_day: Vec<(usize, i64)>,
    /// By how much it falls on a date without any of them.
    pub fall: i64,
}

impl Program {
    /// Whether some metric rises or falls as days pass.
    #[must_use]
    pub fn accrues(&self) -> bool {
        self.ledgers.iter().any(|ledger| !ledger.per_day.is_empty())
    }

    /// Whether some metric is a balance of points.
    #[must_use]
    pub fn asks_balance(&self) -> bool {
        self.metrics.iter().any(|metric| matches!(metric.counted, Counted::Balance(_)))
    }

    /// What earns, by its currency: points, then ledgers.
    pub fn earning(&self) -> impl Iterator<Item = (usize, &PointsRules)> {
        self.points.iter().chain(self.ledgers.iter().map(|ledger| &ledger.rules)).enumerate()
    }

    /// The rules of a currency.
    #[must_use]
    pub fn rules(&self, currency: usize) -> Option<&PointsRules> {
        self.points.get(currency).or_else(|| Some(&self.ledgers.get(self.ledger(currency)?)?.rules))
    }

    /// So many smallest units of a currency, with its decimals.
    #[must_use]
    pub fn fixed(&self, currency: usize, units: i64) -> Fixed {
        Fixed { units, decimals: self.points.get(currency).map_or(0, |rules| rules.decimals) }
    }

    /// The ledger that has a currency.
    #[must_use]
    pub fn ledger(&self, currency: usize) -> Option<usize> {
        currency.checked_sub(self.points.len()).filter(|ledger| *ledger < self.ledgers.len())
    }

    /// The metric that a currency credits, by its place; points credit none.
    #[must_use]
    pub fn credited(&self, currency: usize) -> Option<usize> {
        Some(self.ledger_metric(self.ledger(currency)?)?.0)
    }

    /// The metric of a ledger, by its place.
    #[must_use]
    pub fn ledger_metric(&self, ledger: usize) -> Option<(usize, &Metric)> {
        self.metrics.iter().enumerate().find(|(_, metric)| metric.counted == Counted::Ledger(ledger))
    }
}

impl Compiler<'_> {
    /// The ledger at a place.
    pub(super) fn ledger_at(&mut self, ledger: &config::Ledger, place: &Place<'_>) -> Option<Counted> {
        if let Some(window) = &ledger.window
            && !matches!(
                window,
                config::Window::Word(config::WindowWord::Lifetime | config::WindowWord::TierPeriod)
            )
        {
            self.reader.not_allowed(&place.field("window"), "window");
        }
        let carried = ledger.shortage == Some(Shortage::Carried);
        self.credited(&ledger.id, &ledger.credit.0, place).map(|(rules, counted)| {
            self.ledgers.push(Ledger { rules, carried, per_day: Vec::new(), fall: 0 });
            counted
        })
    }

    /// The accrual at a place.
    pub(super) fn accrual(&mut self, accrual: &config::Accrual, place: &Place<'_>) -> Option<Counted> {
        let mut per_day: Vec<(usize, i64)> = Vec::new();
        for (index, rate) in accrual.per_day.0.placed() {
            let at = place.field("perDay");
            let at = at.index(index);
            let plan = self.plan(&rate.plan, &at.field("plan"))?;
            if per_day.iter().any(|(known, _)| *known == plan) {
                let problem = at.field("plan").problem(Code::DuplicateId);
                self.reader.note(problem.text("kind", "plan").text("value", &*rate.plan));
            }
            per_day.push((plan, rate.by.get()));
        }
        let fall = accrual.fall.map_or(0, Points::get);
        self.credited(&accrual.id, &accrual.credit, place).map(|(rules, counted)| {
            self.ledgers.push(Ledger { rules, carried: false, per_day, fall });
            counted
        })
    }

    /// The rules by which the next ledger is credited.
    fn credited(
        &mut self,
        id: &Id,
        credit: &List<config::Earning>,
        place: &Place<'_>,
    ) -> Option<(PointsRules, Counted)> {
        let nth = self.ledgers.len();
        let currency = self.config.points.iter().len().saturating_add(nth);
        let rules = config::PointsRules {
            id: id.clone(),
            names: Names::default(),
            decimals: None,
            worth: None,
            earn: credit.clone(),
            pending: None,
            expiry: None,
            negative: Some(Negative::Zero),
            limits: List::default(),
            reversal: None,
            transfer: None,
            spend: None,
            redeem: None,
        };
        let rules = self.points(currency, &rules, ("credit", place))?;
        Some((rules, Counted::Ledger(nth)))
    }
}
