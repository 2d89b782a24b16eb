//! The order of the format, in which problems are told.

use crate::problem::{Code, Problem, Problems};
use crate::unit::sorted_places;

/// Every field of the format, in the order in which an object's fields are looked at.
const FIELDS: &[&str] = &[
    "format",
    "kind",
    "id",
    "version",
    "names",
    "of",
    "in",
    "currency",
    "timeZone",
    "rounding",
    "scopes",
    "metrics",
    "segments",
    "money",
    "times",
    "points",
    "amount",
    "at",
    "per",
    "ladders",
    "rewards",
    "signals",
    "include",
    "exclude",
    "skus",
    "categories",
    "brands",
    "tags",
    "on",
    "schedule",
    "rate",
    "action",
    "for",
    "within",
    "day",
    "repeat",
    "when",
    "type",
    "subject",
    "subjectAttribute",
    "channel",
    "store",
    "payment",
    "shippingMethod",
    "scope",
    "paid",
    "quantity",
    "value",
    "perDay",
    "plan",
    "fall",
    "credit",
    "shortage",
    "window",
    "ladder",
    "caps",
    "parts",
    "decimals",
    "worth",
    "earn",
    "choose",
    "rules",
    "perAmount",
    "percentValue",
    "each",
    "bands",
    "most",
    "refresh",
    "dayOfMonth",
    "countsAt",
    "fixed",
    "streak",
    "multiply",
    "bands",
    "includeFree",
    "stop",
    "percent",
    "base",
    "step",
    "shipping",
    "beforePoints",
    "by",
    "group",
    "combine",
    "limits",
    "subject",
    "over",
    "beyond",
    "pending",
    "until",
    "then",
    "expiry",
    "negative",
    "reversal",
    "grace",
    "transfer",
    "spend",
    "unit",
    "minimum",
    "maxShare",
    "maxAmount",
    "covers",
    "includeThisOrder",
    "redeem",
    "prices",
    "minimumBalance",
    "checkout",
    "auto",
    "tiers",
    "evaluate",
    "dayOfMonth",
    "follow",
    "onRefund",
    "enter",
    "validFor",
    "keep",
    "otherwise",
    "invite",
    "starts",
    "deduct",
    "onEnter",
    "onRenew",
    "reset",
    "period",
    "after",
    "yearly",
    "from",
    "gives",
    "endOf",
    "through",
    "plus",
    "all",
    "any",
    "not",
    "metric",
    "tier",
    "tenure",
    "birthday",
    "event",
    "first",
    "attribute",
    "exists",
    "in",
    "tag",
    "inactiveFor",
    "time",
    "to",
    "weekdays",
    "daysOfMonth",
    "segment",
    "activity",
    "last",
    "complete",
    "planTerm",
    "months",
    "atLeast",
    "moreThan",
    "upTo",
    "lessThan",
    "between",
    "daysBefore",
    "daysAfter",
];

/// Problems in the order of the format: of each object first itself, then fields that it does not have, then its fields.
pub(super) fn in_order(problems: &[Problem]) -> Problems {
    let ranks: Vec<Vec<usize>> = problems.iter().map(ranks).collect();
    let places = sorted_places(problems.len(), &|a, b| ranks.get(a).cmp(&ranks.get(b)));
    Problems { problems: places.into_iter().filter_map(|place| problems.get(place).cloned()).collect() }
}

/// Where a problem stands in the order of the format: the rank of each step of its path.
fn ranks(problem: &Problem) -> Vec<usize> {
    let mut ranks = Vec::new();
    for step in problem.path.split(['.', '[', ']']) {
        if step.is_empty() {
            continue;
        }
        ranks.push(match FIELDS.iter().position(|field| *field == step) {
            Some(field) => field.saturating_add(1),
            None => step.parse().unwrap_or(0),
        });
    }
    if let (Code::UnknownField, Some(last)) = (problem.code, ranks.last_mut()) {
        *last = 0;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::FIELDS;

    #[test]
    fn every_field_has_its_place() {
        let schema = crate::api::program_schema();
        for (name, definition) in schema["$defs"].as_object().into_iter().flatten() {
            for field in definition["properties"].as_object().into_iter().flatten().map(|(field, _)| field) {
                assert!(FIELDS.contains(&field.as_str()), "{name}.{field}");
            }
        }
    }
}
