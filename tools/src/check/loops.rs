//! Rewards that bring as many points as they cost.
//!
//! Counted are points of the tier that a reward gives, of the coupons that it issues or that come with that tier, and of what other
//! currencies buy of them. Points that a tier earns more on later orders are not counted: nobody can say how many.

use super::Warning;
use super::ratio::Ratio;
use crate::node::Node;

/// What a reward costs and brings, in points of currencies.
struct Trade<'p> {
    reward: Node<'p>,
    currency: String,
    price: i128,
    brings: Vec<(String, i128)>,
}

pub(super) fn warnings(program: &Node<'_>) -> Vec<Warning> {
    let trades: Vec<Trade<'_>> =
        program.list("rewards").into_iter().map(|reward| trade(program, reward)).collect();
    let mut found = Vec::new();
    for trade in &trades {
        let back = back(&trades, trade);
        if back.at_least(Ratio::ONE) {
            let percent = back.percent();
            let mut params = vec![("id", trade.reward.id()), ("percent", &*percent)];
            params.push(("auto", if trade.reward.field("auto").is_some() { "auto" } else { "" }));
            found.push(Warning::at("paysForItself", &trade.reward, &params));
        }
    }
    found
}

/// How much of its price comes back, straight or by one reward of another currency.
fn back(trades: &[Trade<'_>], trade: &Trade<'_>) -> Ratio {
    let rate = |of: &Trade<'_>, currency: &str| {
        let points = of.brings.iter().filter(|(name, _)| name == currency).map(|(_, points)| points).sum();
        Ratio::new(points, of.price).unwrap_or(Ratio::ZERO)
    };
    let mut most = rate(trade, &trade.currency);
    for other in trades.iter().filter(|other| other.currency != trade.currency) {
        most = most.or_more(rate(trade, &other.currency).times(rate(other, &trade.currency)));
    }
    most
}

fn trade<'p>(program: &Node<'p>, reward: Node<'p>) -> Trade<'p> {
    let first = program.list("points").first().map(|points| points.id().to_owned()).unwrap_or_default();
    let named = |node: &Node<'_>| node.text("currency").map_or_else(|| first.clone(), str::to_owned);
    let mut brings = Vec::new();
    let mut coupons = reward.words("coupon");
    let tiers = program.list("ladders").into_iter().flat_map(|ladder| ladder.list("tiers"));
    for tier in tiers.filter(|tier| reward.text("tier") == Some(tier.id())) {
        let Some(gift) = tier.field("onEnter") else { continue };
        brings.extend(
            gift.list("points").iter().map(|points| (named(points), points.number("points").unwrap_or(0))),
        );
        coupons.extend(gift.words("coupons"));
    }
    for id in &coupons {
        for coupon in program.list("coupons").iter().filter(|coupon| coupon.id() == id) {
            let bonus = coupon.list("discounts");
            brings.extend(bonus.iter().filter_map(|of| Some((named(of), of.number("bonusPoints")?))));
        }
    }
    let prices = reward.list("prices");
    let price = prices.iter().chain([&reward]).filter_map(|price| price.number("points")).min().unwrap_or(0);
    Trade { currency: named(&reward), price, brings, reward }
}
