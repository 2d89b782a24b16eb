//! Points that are worth as much as what was paid for them.
//!
//! The value of a point is the most of what the currency says and what coupons that it buys take off. The points of an order are
//! those of all rules that can give together at their highest rates. Prices of single products are not known, so `each` is left out.

use super::Warning;
use super::condition::of_type;
use super::facts::Facts;
use super::formula::{Fact, Formula};
use super::ratio::Ratio;
use crate::node::{Node, decimal};

pub(super) fn warnings(facts: &Facts<'_>) -> Vec<Warning> {
    let mut found = Vec::new();
    let first = facts.program.list("points").first().map(|points| points.id().to_owned());
    for points in facts.program.list("points") {
        let (value, by) = value(facts, &points, first.as_deref() == Some(points.id()));
        if value == Ratio::ZERO {
            continue;
        }
        let rules: Vec<Node<'_>> =
            points.list("earn").into_iter().flat_map(alone).filter(is_of_orders).collect();
        if let Some((rate, rules)) = most(facts, &rules, value)
            && rate.at_least(Ratio::ONE)
        {
            let params = [("percent", rate.percent()), ("rules", rules.join(", ")), ("by", by.clone())];
            let params: Vec<_> = params.iter().map(|(name, value)| (*name, value.as_str())).collect();
            found.push(Warning::at("earnsItsPrice", &points, &params));
        }
        found.extend(rules.iter().filter_map(|rule| fixed(facts, rule, value)));
    }
    found
}

/// The rules of a group, or a rule by itself.
fn alone(entry: Node<'_>) -> Vec<Node<'_>> {
    let group = entry.list("rules");
    if group.is_empty() { vec![entry] } else { group }
}

fn is_of_orders(rule: &Node<'_>) -> bool {
    rule.text("on") == Some("order")
}

/// What a point is worth at most, and what makes it so.
fn value(facts: &Facts<'_>, points: &Node<'_>, is_first: bool) -> (Ratio, String) {
    let worth =
        points.field("worth").and_then(|worth| Ratio::new(worth.number("amount")?, worth.number("points")?));
    let (mut most, mut by) = (worth.unwrap_or(Ratio::ZERO), points.id().to_owned());
    let coupons = facts.program.list("coupons");
    for reward in facts.program.list("rewards") {
        if reward.text("currency").map_or(!is_first, |id| id != points.id()) {
            continue;
        }
        let Some(coupon) =
            reward.text("coupon").and_then(|id| coupons.iter().find(|coupon| coupon.id() == id))
        else {
            continue;
        };
        let off: i128 = coupon.list("discounts").iter().filter_map(takes_off).sum();
        let least = off - reward.number("money").unwrap_or(0);
        let value = reward.number("points").and_then(|price| Ratio::new(least, price)).unwrap_or(Ratio::ZERO);
        if !most.at_least(value) {
            (most, by) = (value, reward.id().to_owned());
        }
    }
    (most, by)
}

/// The money that a discount takes off where nothing keeps it.
fn takes_off(discount: &Node<'_>) -> Option<i128> {
    let balance = discount.field("voucher").and_then(|voucher| voucher.number("balance"));
    discount.number("amountOff").or(balance)
}

/// The most that rules give back of what was paid, with the rules; of more rules than can be tried in all ways, of all together.
fn most<'p>(facts: &Facts<'_>, rules: &[Node<'p>], value: Ratio) -> Option<(Ratio, Vec<&'p str>)> {
    let matter = |rule: &&Node<'p>| {
        ["perAmount", "percentValue", "multiply"].iter().any(|key| rule.field(key).is_some())
    };
    let rules: Vec<Node<'p>> = rules.iter().filter(matter).cloned().collect();
    let together = |chosen: &[Node<'p>]| {
        let mut whens = vec![of_type("order", true)];
        whens.extend(chosen.iter().map(|rule| facts.when(rule, "when")));
        !Formula::All(whens).never()
    };
    let ids = |chosen: &[Node<'p>]| chosen.iter().map(Node::id).collect::<Vec<_>>();
    if rules.len() > TRIED || together(&rules) {
        return Some((rate(&rules, value), ids(&rules)));
    }
    let mut best: Option<(Ratio, Vec<&'p str>)> = None;
    for set in 1..1_usize << rules.len() {
        let chosen: Vec<_> = rules
            .iter()
            .enumerate()
            .filter(|(place, _)| set >> place & 1 == 1)
            .map(|(_, rule)| rule.clone())
            .collect();
        let rate = rate(&chosen, value);
        if best.as_ref().is_none_or(|(most, _)| !most.at_least(rate)) && together(&chosen) {
            best = Some((rate, ids(&chosen)));
        }
    }
    best
}

/// So many rules are tried in all ways.
const TRIED: usize = 10;

/// What rules give back together of what was paid.
fn rate(rules: &[Node<'_>], value: Ratio) -> Ratio {
    let mut sum = Ratio::ZERO;
    for base in rules.iter().filter(|rule| rule.field("multiply").is_none()) {
        sum = sum.plus(own(base, value).times(factor(rules, base)));
    }
    sum
}

/// What a rule gives back by itself, at the highest of its bands.
fn own(rule: &Node<'_>, value: Ratio) -> Ratio {
    let mut most = Ratio::ZERO;
    if let Some(rate) = rule.field("perAmount") {
        let (points, amount) = (rate.number("points"), rate.number("amount"));
        let of = |from: &Node<'_>| {
            Ratio::new(from.number("points").or(points)?, from.number("amount").or(amount)?)
        };
        for from in rule.list("bands").iter().chain([&rate]) {
            most = most.or_more(of(from).unwrap_or(Ratio::ZERO).times(value));
        }
    }
    if let Some(rate) = rule.field("percentValue") {
        for from in rule.list("bands").iter().chain([&rate]) {
            let percent = from.number("percent").unwrap_or(0);
            most = most.or_more(Ratio::new(percent, 100 * crate::node::ONE).unwrap_or(Ratio::ZERO));
        }
    }
    most
}

/// What multiplies a rule at most: the highest of each group, groups joined as they say.
fn factor(rules: &[Node<'_>], base: &Node<'_>) -> Ratio {
    let mut groups: Vec<(String, i128, bool)> = Vec::new();
    for rule in rules {
        let Some(multiply) = rule.field("multiply") else { continue };
        let named = multiply.words("of");
        if !named.is_empty() && !named.iter().any(|id| id == base.id()) {
            continue;
        }
        let group = multiply.text("group").map_or_else(|| rule.path.clone(), str::to_owned);
        let (by, product) = (multiply.number("by").unwrap_or(0), multiply.text("combine") == Some("product"));
        match groups.iter_mut().find(|(name, ..)| *name == group) {
            Some(known) if known.1 >= by => {}
            Some(known) => *known = (group, by, product),
            None => groups.push((group, by, product)),
        }
    }
    let one = crate::node::ONE;
    let more =
        groups.iter().filter(|(.., product)| !product).map(|(_, by, _)| (by - one).max(0)).sum::<i128>();
    let products = groups.iter().filter(|(.., product)| *product);
    products.fold(Ratio::of(one + more), |whole, (_, by, _)| whole.times(Ratio::of(*by)))
}

/// Points for an order whatever was paid, again and again: an order that costs less than they are worth.
fn fixed(facts: &Facts<'_>, rule: &Node<'_>, value: Ratio) -> Option<Warning> {
    if !rule.list("limits").is_empty() {
        return None;
    }
    let bands = rule.list("bands");
    let points = bands.iter().map(|band| band.number("points")).chain([rule.number("fixed")]).flatten().max();
    let worth = rule.number("fixed").and(points).map(|points| Ratio::of(points).times(value).billionths())?;
    let scope = rule.text("scope").unwrap_or_default();
    let paid =
        Fact::From { of: format!("event.paid:{scope}"), value: worth, above: false, step: facts.money };
    // The first order of all comes once.
    let again = Formula::plain("first:order", false);
    let small =
        Formula::All(vec![of_type("order", true), facts.when(rule, "when"), Formula::Is(paid, false), again]);
    let decimals = if facts.money == crate::node::ONE { 0 } else { 2 };
    let params = [("id", rule.id()), ("worth", &*decimal(worth, decimals))];
    (!small.never()).then(|| Warning::at("orderEarnsMore", rule, &params))
}
