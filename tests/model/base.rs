//! What a rule counts on: money with or without shipping and points used, units, or the event itself.

use serde_json::Value;

use super::condition::{Scene, holds};
use super::facts::{Act, Fact, Line, each, in_scope};
use super::number::{Fraction, fraction, money, whole};
use super::schedule;
use super::state::Book;

/// The exact value of a rule on one line, or on the event or its shipping.
pub struct Piece<'a> {
    pub line: Option<&'a Line>,
    pub exact: Fraction,
    pub units: i128,
}

/// Whether something of the rule's scope is left in the event.
pub fn reaches(book: &Book, fact: &Fact, rule: &Value, lines: &[Line]) -> bool {
    let Some(scope) = rule["scope"].as_str() else { return true };
    let left = lines.iter().any(|line| line.quantity > 0 && in_scope(book.scope(scope), line));
    left || !matches!(fact.act, Act::Order { .. })
}

/// What a base rule gives, piece by piece, before multipliers and rounding.
pub fn pieces<'a>(
    scene: &Scene,
    fact: &Fact,
    (currency, rule): (&Value, &Value),
    lines: &'a [Line],
    day_of_streak: i128,
) -> Vec<Piece<'a>> {
    let book = scene.book;
    let band = each(&rule["bands"]).find(|band| holds(&band["when"], scene));
    let points = |own: &Value| Fraction::whole(whole(band.map_or(own, |band| &band["points"])));
    if let Some(points_each) = rule.get("fixed") {
        return vec![Piece { line: None, exact: points(points_each), units: 1 }];
    }
    if let Some(streak) = rule.get("streak") {
        let exact = Fraction::whole(schedule::points_of_day(streak, day_of_streak));
        return vec![Piece { line: None, exact, units: 1 }];
    }
    let scope = rule["scope"].as_str().map(|id| book.scope(id));
    let left = lines.iter().enumerate().filter(|(_, line)| line.quantity > 0);
    let left = left.filter(|(_, line)| scope.is_none_or(|scope| in_scope(scope, line)));
    if let Some(points_each) = rule.get("each") {
        let counts = |line: &Line| line.paid > 0 || rule["includeFree"] == true;
        let piece = |line: &'a Line| Piece {
            line: Some(line),
            exact: points(points_each).times(Fraction::whole(line.quantity)),
            units: line.quantity,
        };
        return left.filter(|(_, line)| counts(line)).map(|(_, line)| piece(line)).collect();
    }
    let how = rule.get("perAmount").unwrap_or(&rule["percentValue"]);
    let taken_off = if how["base"]["beforePoints"] == true { taken_off(book, fact) } else { Vec::new() };
    let mut paid: Vec<(Option<&'a Line>, i128, i128)> = Vec::new();
    for (place, line) in left {
        let Act::Order { lines: bought, .. } = &fact.act else { continue };
        let share = taken_off.get(place).copied().unwrap_or(0);
        let share = Fraction::new(share * line.quantity, bought[place].quantity);
        let amount = line.paid + share.round(book.rounding("money", "halfUp"));
        paid.push((Some(line), amount, line.quantity));
    }
    if let Act::Order { shipping, .. } = &fact.act
        && how["base"]["shipping"] == true
    {
        paid.push((None, *shipping, 1));
    }
    paid.retain(|(_, amount, _)| *amount > 0);
    let total: i128 = paid.iter().map(|(_, amount, _)| amount).sum();
    let exact = |amount: i128| of_money(scene, currency, rule, amount, total);
    paid.iter()
        .map(|(line, amount, units)| Piece { line: *line, exact: exact(*amount), units: *units })
        .collect()
}

/// What a rule on money gives for a part of what counts in all, exactly.
pub fn of_money(scene: &Scene, currency: &Value, rule: &Value, amount: i128, total: i128) -> Fraction {
    let decimals = scene.book.decimals;
    let band = each(&rule["bands"]).find(|band| holds(&band["when"], scene));
    if let Some(part) = rule.get("percentValue") {
        let percent = fraction(band.map_or(&part["percent"], |band| &band["percent"]));
        let worth = money(&currency["worth"]["amount"], decimals) * 100;
        return percent.times(Fraction::new(amount * whole(&currency["worth"]["points"]), worth));
    }
    let how = &rule["perAmount"];
    let step = money(band.and_then(|band| band.get("amount")).unwrap_or(&how["amount"]), decimals);
    let points = Fraction::whole(whole(band.map_or(&how["points"], |band| &band["points"])));
    if how["step"] == true {
        return points.times(Fraction::new(Fraction::new(total, step).floor() * amount, total.max(1)));
    }
    points.times(Fraction::new(amount, step))
}

/// What the points used are worth in money, shared among the lines as bought: by what was paid, else by units.
fn taken_off(book: &Book, fact: &Fact) -> Vec<i128> {
    let Act::Order { lines, points_used, .. } = &fact.act else { return Vec::new() };
    let worth = &book.program["points"][0]["worth"];
    let total = Fraction::new(points_used * money(&worth["amount"], book.decimals), whole(&worth["points"]))
        .round(book.rounding("money", "halfUp"));
    let paid: Vec<Fraction> = lines.iter().map(|line| Fraction::whole(line.paid)).collect();
    let units: Vec<Fraction> = lines.iter().map(|line| Fraction::whole(line.quantity)).collect();
    let free = lines.iter().all(|line| line.paid == 0);
    super::earning::shares(total, if free { &units } else { &paid })
}
