//! Whether a cart holds what a condition asks for and, if not, exactly what is missing.

use super::verdict::{Far, Reach, figure, reach, together};
use crate::config::ThresholdOn;
use crate::json::Maybe;
use crate::program::{CartMarks, Measure};
use crate::rule::Standpoint;
use crate::unit::Overflow;
use crate::view::Verdict;

/// One verdict for each bound, all of which must hold.
pub fn cart<'a>(
    marks: &'a CartMarks,
    met: bool,
    at: &Standpoint<'a>,
) -> Result<(Verdict<'a>, Far), Overflow> {
    let sum = at.purchase.map(|purchase| purchase.sum(marks.scope, marks.of)).unwrap_or_default();
    let mut judged = Vec::new();
    for (measure, value, bounds) in
        [(Measure::Money, sum.amount, &marks.amount), (Measure::Quantity, sum.quantity, &marks.quantity)]
    {
        let figure = |number: i64| figure(measure, number, at.program);
        for bound in bounds {
            let Reach { met, gap, percent, far } = reach(Some(value), *bound)?;
            let verdict = Verdict::Cart {
                met,
                scope: Maybe(
                    marks.scope.and_then(|scope| at.program.scopes.get(scope)).map(|scope| &*scope.id),
                ),
                unit: measure.as_str(),
                value: figure(value),
                bound: bound.edge.as_str(),
                target: figure(bound.value),
                gap: Maybe(gap.map(figure)),
                percent: Maybe(percent),
                of: moment(marks.of),
            };
            judged.push((verdict, far));
        }
    }
    Ok(together(met, judged))
}

/// The word for a moment of the cart.
pub fn moment(of: ThresholdOn) -> &'static str {
    match of {
        ThresholdOn::Initial => "initial",
        ThresholdOn::Before => "before",
        ThresholdOn::After => "after",
    }
}
