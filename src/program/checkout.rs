//! How coupons join at checkout.

use super::compile::Compiler;
use crate::config::{ChooseCoupons, Prices, StepOrder};
use crate::ledger::Objective;
use crate::shape::{Id, Place};
use crate::unit::Quantity;

/// How coupons join at checkout.
#[derive(Clone, Debug)]
pub struct Checkout {
    /// Whether a cart's prices leave out the tax.
    pub net: bool,
    /// The steps; exactly one is that of the points.
    pub steps: Vec<Step>,
    /// Groups of coupons.
    pub groups: Vec<Group>,
    /// So many coupons in an order at most.
    pub most: Option<i64>,
    /// How coupons are chosen.
    pub choose: ChooseCoupons,
    /// What the best combination is.
    pub objective: Objective,
    /// With `keepCoupons`: no coupon is spent for less than so many ten-thousandths of a per cent of its worth.
    pub keep_below: i64,
    /// How much the search may do.
    pub work: i64,
}

/// A step of the price.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its id.
    pub id: Id,
    /// Whether its coupons apply in the order that is best.
    pub best: bool,
    /// Whether it is the one in which points are used.
    pub points: bool,
}

/// Coupons of which only some are used together.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its id.
    pub id: Id,
    /// So many in an order at most.
    pub most: Option<i64>,
    /// So many on one line at most.
    pub per_line: Option<i64>,
}

/// The step in which points are used.
const POINTS: &str = "points";

/// How much the search may do where nothing is said.
const WORK: i64 = 10_000;

impl Compiler<'_> {
    /// How coupons join; the steps and groups come first, since coupons name them.
    pub(super) fn checkout(&mut self, place: &Place<'_>) -> Checkout {
        let config = self.config;
        let written = config.checkout.as_ref();
        let (list, mut seen, mut steps) = (place.field("steps"), Vec::new(), Vec::new());
        let written_steps = written.and_then(|checkout| checkout.steps.as_ref());
        for (index, step) in written_steps.iter().flat_map(|steps| steps.0.placed()) {
            let at = list.index(index);
            self.unique(&mut seen, &step.id, "step", &at);
            let points = *step.id == *POINTS;
            if points && step.order.is_some() {
                self.reader.not_allowed(&at.field("order"), "order");
            }
            steps.push(Step {
                id: step.id.clone(),
                best: matches!(step.order, Some(StepOrder::Best)),
                points,
            });
        }
        if written_steps.is_none() {
            steps.push(Step { id: "coupons".into(), best: false, points: false });
        }
        if !steps.iter().any(|step| step.points) {
            steps.push(Step { id: POINTS.into(), best: false, points: true });
        }
        let (list, mut seen, mut groups) = (place.field("groups"), Vec::new(), Vec::new());
        for (index, group) in written.iter().flat_map(|checkout| checkout.groups.placed()) {
            let at = list.index(index);
            self.unique(&mut seen, &group.id, "group", &at);
            groups.push(Group {
                id: group.id.clone(),
                most: group.max.map(Quantity::get),
                per_line: group.per_line.map(Quantity::get),
            });
        }
        let objective = written.and_then(|checkout| checkout.objective).unwrap_or(Objective::LowestPayable);
        let keep_below = written.and_then(|checkout| checkout.keep_below);
        if keep_below.is_none() && objective == Objective::KeepCoupons {
            self.missing(place, "keepBelow");
        }
        Checkout {
            net: written.is_some_and(|checkout| checkout.prices == Some(Prices::Net)),
            steps,
            groups,
            most: written.and_then(|checkout| checkout.max_per_order).map(Quantity::get),
            choose: written.and_then(|checkout| checkout.choose).unwrap_or(ChooseCoupons::Best),
            objective,
            keep_below: keep_below.map_or(0, |share| share.0),
            work: written.and_then(|checkout| checkout.work).map_or(WORK, Quantity::get),
        }
    }
}
