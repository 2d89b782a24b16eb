//! What a coupon can take off at most, however other coupons came before it.

use super::pick::Pick;
use super::schedule::served;
use super::work::{Work, times, value};
use super::{Bill, Item, Items, Kind, Run, Use, taxed};
use crate::config::{Allocation, CouponLimitOf};
use crate::program::{BuyGet, Cut, Discount, Does, Least};
use crate::unit::{Rounding, by_number};

/// How much less is to be paid at most because of a coupon, on this bill or on any that other coupons left of it; for a `buyGet` and the
/// like of its units that are still to serve.
///
/// It is one, because other coupons only take off: each unit that stays has as much left or less, none joins a scope (units that offers
/// bring are in none), and sums never rise. On such a bill no threshold, step or full amount is reached that is not reached here, and of
/// each discount this takes what does not fall with what is left: shares are rounded once, in one direction along with what they are of;
/// where units are chosen, it adds up those that give the most, and the sum of the largest falls with each of them. Discounts of a coupon
/// come one after the other, so each is bounded by what it does here. Where amounts are reckoned with another tax, it rounds up.
///
/// `None` where it cannot be used on this bill, and so on none of those: a threshold is not reached.
#[must_use]
pub fn upper(items: &Items, used: Use<'_>, bill: &Bill) -> Option<i64> {
    let mut work = Work::new(items, used, bill);
    let mut total = 0_i64;
    for discount in &used.coupon.discounts {
        let steps = if let Does::Steps(steps) = &discount.does { steps.first() } else { None };
        let full = if let Does::EveryFull(least, _) = &discount.does { Some(least) } else { None };
        let least = discount.threshold.iter().chain(steps.map(|(least, _)| least)).chain(full);
        for least in least {
            if value(*least, work.sum(discount.scope, discount.on)) < least.number() {
                return None;
            }
        }
        total = total.saturating_add(work.bound(discount, used.balance).max(0));
    }
    if used.coupon.discounts.len() > 1 {
        total = total.min(bill.total());
    }
    for (place, limit) in used.coupon.limits.iter().enumerate() {
        if let Some((false, most)) = used.lets(place, limit)
            && limit.of == CouponLimitOf::Money
        {
            total = total.min(most);
        }
    }
    Some(total)
}

impl Work<'_> {
    fn bound(&mut self, discount: &Discount, balance: Option<i64>) -> i64 {
        match &discount.does {
            Does::Cut(cut) => self.cut_bound(discount, *cut, discount.over),
            Does::Steps(steps) => {
                let sum = self.sum(discount.scope, discount.on);
                let mut most = 0;
                for (_, cut) in steps.iter().filter(|(least, _)| value(*least, sum) >= least.number()) {
                    let each = matches!(cut, Cut::Price(_));
                    let over = if each { Allocation::EachUnit } else { Allocation::Across };
                    most = self.cut_bound(discount, *cut, over).max(most);
                }
                most
            }
            Does::EveryFull(least, off) => {
                let times = times(value(*least, self.sum(discount.scope, discount.on)), least.number());
                let times = times.min(discount.repeat.unwrap_or(i64::MAX));
                self.cut_bound(discount, Cut::Amount(off.saturating_mul(times)), Allocation::Across)
            }
            Does::Schedule { parts, every } => {
                let (mut many, mut best) = (0_i64, 0);
                for pick in self.pool(discount) {
                    many = many.saturating_add(pick.units);
                }
                many = served(parts, *every, many.min(discount.most.unwrap_or(i64::MAX)));
                for part in parts {
                    best = (*part).max(best);
                }
                let off = |run: &Run| self.unit_off(run, Cut::Percent(best, None), discount.of_initial);
                self.best(&|item| item.is_in(discount.scope), &off, many)
            }
            Does::Bundle { parts, price } => self.bundle_bound(discount, parts, *price),
            Does::MemberPrice(name) => self.member_price(discount, name).total(),
            Does::BuyGet(offer) => self.buy_get_bound(discount, offer),
            Does::Voucher { balance: own, goods, shipping, charges } => {
                let plan = self.voucher(balance.unwrap_or(*own), [*goods, *shipping, *charges]);
                plan.total()
            }
            Does::Gift { sku, quantity, .. } => {
                let many = quantity.saturating_mul(self.times(discount));
                self.best(&|item| item.is_in(None) && item.sku == *sku, &|run| run.left, many)
            }
            Does::Replace { scope, quantity, sku, by } => {
                let comes = |item: &&Item| item.kind == Kind::Brought && item.sku == *sku;
                let price = self.items.list.iter().find(comes).map_or(0, |item| item.price);
                let gone = self.best(&|item| item.is_in(*scope), &|run| run.left, *quantity);
                gone.saturating_sub(by.saturating_mul(price))
            }
            Does::PointsTimes { .. } | Does::BonusPoints { .. } | Does::Service(_) => 0,
        }
    }

    fn cut_bound(&self, discount: &Discount, cut: Cut, over: Allocation) -> i64 {
        let picks = self.all_of(discount);
        if over == Allocation::Across {
            let (worth, first) = self.worth(&picks);
            let off = self.cut(cut, worth, if discount.of_initial { first } else { worth });
            return self.most_back(off);
        }
        if self.converts {
            return self.left(&picks);
        }
        let mut total = 0_i64;
        let off = |run: &Run| self.unit_off(run, cut, discount.of_initial).min(self.room(run));
        let holds = |item: &Item| Self::may(discount, item);
        let most = discount.most.unwrap_or(i64::MAX);
        if over == Allocation::Once {
            return self.best(&holds, &off, most);
        }
        for (place, item) in self.items.list.iter().enumerate().filter(|(_, item)| holds(item)) {
            let own = |of: &Item| core::ptr::eq(of, item);
            total = total.saturating_add(if over == Allocation::EachUnit {
                self.best(&own, &off, most)
            } else {
                let worth = self.best(&own, &|run| run.left, most);
                let units = self.bill.left(place).quantity.min(most);
                let of = if discount.of_initial { item.price.saturating_mul(units) } else { worth };
                self.cut(cut, worth, of)
            });
        }
        total
    }

    fn buy_get_bound(&self, discount: &Discount, offer: &BuyGet) -> i64 {
        let gets = |item: &Item| item.is_in(offer.gets);
        let either = |item: &Item| gets(item) || item.is_in(offer.buys);
        let buys = if let Least::Quantity(units) = offer.least { units } else { 1 };
        let one = |_: &Run| 1;
        let times = [
            discount.repeat.unwrap_or(i64::MAX),
            times(self.best(&gets, &one, i64::MAX), offer.quantity),
            times(self.best(&either, &one, i64::MAX), buys.saturating_add(offer.quantity)),
        ];
        let many = times.into_iter().min().unwrap_or(0).saturating_mul(offer.quantity);
        self.best(&gets, &|run| self.unit_off(run, offer.cut, false), many)
    }

    fn bundle_bound(&self, discount: &Discount, parts: &[(Option<usize>, i64)], price: i64) -> i64 {
        let mut size = 0_i64;
        for (_, units) in parts {
            size = size.saturating_add(*units);
        }
        let any = |item: &Item| parts.iter().any(|(scope, _)| item.is_in(*scope));
        let bundles = times(self.best(&any, &|_| 1, i64::MAX), size);
        let many = bundles.min(discount.repeat.unwrap_or(i64::MAX)).saturating_mul(size);
        if self.converts {
            return self.best(&any, &|run| run.left, many);
        }
        let each = times(price, size);
        self.best(&any, &|run| run.left.saturating_sub(each).max(0), many)
    }

    /// The largest so many numbers of units of such items of which something is left.
    fn best(&self, holds: &dyn Fn(&Item) -> bool, of: &dyn Fn(&Run) -> i64, many: i64) -> i64 {
        let (mut found, mut all) = (Vec::with_capacity(self.bill.runs().len()), 0_i64);
        for (place, run) in self.bill.runs().iter().enumerate().filter(|(_, run)| run.left > 0) {
            if self.items.get(run.item).is_some_and(holds) {
                all = all.saturating_add(run.units);
                found.push((of(run), place));
            }
        }
        if all > many {
            by_number(&mut found);
        }
        let (mut missing, mut sum) = (many, 0_i64);
        for (number, place) in found.into_iter().rev() {
            let units = self.bill.runs().get(place).map_or(0, |run| run.units).min(missing);
            missing = missing.saturating_sub(units);
            sum = sum.saturating_add(units.saturating_mul(number));
        }
        sum
    }

    /// What is left of units.
    fn left(&self, picks: &[Pick]) -> i64 {
        let mut left = 0_i64;
        for pick in picks {
            if let Some(run) = self.bill.runs().get(pick.run) {
                left = left.saturating_add(Run { units: pick.units, ..*run }.amount());
            }
        }
        left
    }

    /// The most that an amount which the coupon reckons can be in the cart.
    fn most_back(&self, off: i64) -> i64 {
        if !self.converts || off == 0 {
            return off;
        }
        let mut tax = 0;
        for item in &self.items.list {
            tax = item.tax.max(tax);
        }
        let most = if self.items.net { off } else { taxed(off, tax, true, Rounding::Up) };
        // What each item gets is rounded.
        most.saturating_add(i64::try_from(self.items.list.len()).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
#[path = "../../tests/model/dice.rs"]
#[expect(
    clippy::arithmetic_side_effects,
    clippy::integer_division_remainder_used,
    reason = "it is shared with the laws"
)]
mod dice;

#[cfg(test)]
#[path = "../../tests/model/baskets.rs"]
#[expect(clippy::arithmetic_side_effects, reason = "it is shared with the laws")]
mod baskets;

/// What the generator asks of the model's facts.
#[cfg(test)]
mod facts {
    use serde_json::Value;

    /// The items of a list, or none.
    pub fn each(list: &Value) -> impl Iterator<Item = &Value> {
        list.as_array().into_iter().flatten()
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "a test may panic")]
mod tests {
    use serde_json::Value;

    use super::{baskets, dice, upper};
    use crate::json::DEPTH;
    use crate::ledger::Cart;
    use crate::price::{Bill, Items, Use, apply};
    use crate::program::{Coupon, HostLimits, Program, compile};
    use crate::quote::basket;
    use crate::shape::{Place, Shape, tree};

    #[test]
    fn no_coupon_saves_more_whatever_comes_before() {
        let (mut seed, mut tight, mut tried) = (7_u64, 0, 0);
        for _ in 0..2000 {
            let mut tape = Vec::new();
            for _ in 0..220 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                tape.push(u16::try_from(seed >> 48).unwrap());
            }
            let mut dice = dice::Dice::new(&tape);
            let written = baskets::program(&mut dice);
            let cart = baskets::cart(&written, &mut dice);
            let program = compile(&written.to_string(), &HostLimits::default()).unwrap();
            let items = items(&program, &cart);
            let bill = Bill::of(&items);
            for coupon in &program.coupons {
                let most = upper(&items, used(coupon), &bill);
                let mut worst = saved(&items, coupon, &bill);
                for first in &program.coupons {
                    let Ok((mut left, _)) = apply(&items, used(first), &bill).unwrap() else { continue };
                    worst = worst.max(saved(&items, coupon, &left));
                    left.end_step();
                    for second in &program.coupons {
                        if let Ok((less, _)) = apply(&items, used(second), &left).unwrap() {
                            worst = worst.max(saved(&items, coupon, &less));
                        }
                    }
                }
                assert!(most.is_some() || worst.is_none(), "{} can be used: {written} {cart}", coupon.id);
                let (most, worst) = (most.unwrap_or(0), worst.unwrap_or(0));
                assert!(most >= worst, "{} saves {worst}, at most {most}: {written} {cart}", coupon.id);
                tried += i32::from(worst > 0);
                tight += i32::from(worst > 0 && most == worst);
            }
        }
        println!("{tried} coupons, {tight} bounds that are reached");
        assert!(tight * 2 > tried, "of {tried} only {tight} bounds are reached");
    }

    fn used(coupon: &Coupon) -> Use<'_> {
        Use { coupon, balance: None, room: &[] }
    }

    /// How much less is to be paid with a coupon; nothing where it cannot be used.
    fn saved(items: &Items, coupon: &Coupon, bill: &Bill) -> Option<i64> {
        let (left, applied) = apply(items, used(coupon), bill).unwrap().ok()?;
        assert_eq!(bill.total() - applied.saves(), left.total(), "what is saved is what is left");
        Some(applied.saves())
    }

    fn items(program: &Program, cart: &Value) -> Items {
        let mut reader = program.reader();
        let text = cart.to_string();
        let json = tree(&text, &Place::ROOT, DEPTH).unwrap();
        let cart = Cart::read(&mut reader, &json, &Place::ROOT).unwrap();
        basket(program, &cart, &mut reader, &Place::ROOT).unwrap().items
    }
}
