//! What coupons take off, unit by unit: every unit has its own amount.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::number::{Fraction, fraction, money, money_text, whole};

/// Something that is paid for.
#[derive(Clone, Debug)]
pub struct Item {
    pub kind: &'static str,
    pub id: String,
    pub sku: String,
    pub price: i128,
    pub floor: i128,
    pub prices: Value,
    pub tax: Fraction,
    pub scopes: Vec<String>,
}

/// One unit of an item. They stand by item, the dearest first, then those that served for less.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unit {
    pub item: usize,
    pub left: Reverse<i128>,
    pub bought: bool,
    pub served: bool,
    pub touched: bool,
}

/// A coupon at work.
pub struct Work<'a> {
    pub items: &'a [Item],
    pub coupon: &'a Value,
    pub units: Vec<Unit>,
    pub decimals: u32,
    pub rounding: &'a str,
    /// Whether its prices are others than the cart's, and whether the cart's are without tax.
    pub converts: bool,
    pub net: bool,
    pub initial: BTreeMap<String, (i128, i128)>,
    pub before: BTreeMap<String, (i128, i128)>,
    pub off: Vec<i128>,
    pub moved: Vec<i128>,
    pub added: i128,
    pub dropped: i128,
    /// Units of a gift that the cart lacks.
    pub missing: i128,
    pub services: Vec<Value>,
    pub lacks: Vec<Value>,
}

/// Of which unit, by its place, so much is taken off; and which mark it gets.
pub type Plan = Vec<(usize, i128, Option<bool>)>;

/// Spreads an amount: of each its weight and room. What has no room is spread again. Gives the shares and the rest.
pub fn spread(mut total: i128, of: &[(i128, i128)], odd: &str) -> (Vec<i128>, i128) {
    let mut got = vec![0; of.len()];
    loop {
        let open: Vec<usize> =
            (0..of.len()).filter(|place| of[*place].0 > 0 && of[*place].1 > got[*place]).collect();
        let sum: i128 = open.iter().map(|place| of[*place].0).sum();
        if total == 0 || sum == 0 {
            return (got, total);
        }
        let exact = |place: usize| Fraction::new(total * of[place].0, sum);
        let mut shares: BTreeMap<usize, i128> =
            open.iter().map(|place| (*place, exact(*place).floor())).collect();
        let mut missing = total - shares.values().sum::<i128>();
        let mut turns = open.clone();
        if odd == "largestRemainder" {
            let rest = |place: usize| exact(place).minus(Fraction::whole(exact(place).floor()));
            turns.sort_by(|a, b| {
                let (a, b) = (rest(*a), rest(*b));
                if a.more_than(b) {
                    std::cmp::Ordering::Less
                } else if b.more_than(a) {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            });
        }
        let from_the_end = if odd == "lastLine" { std::mem::take(&mut missing) } else { 0 };
        for place in turns.into_iter().take(usize::try_from(missing).unwrap()) {
            *shares.get_mut(&place).unwrap() += 1;
        }
        total = from_the_end;
        for (place, share) in shares {
            let fits = share.min(of[place].1 - got[place]);
            got[place] += fits;
            total += share - fits;
        }
        let mut odd = from_the_end;
        for place in open.into_iter().rev() {
            let fits = odd.min(of[place].1 - got[place]);
            got[place] += fits;
            odd -= fits;
            total -= fits;
        }
    }
}

impl Work<'_> {
    pub fn money(&self, value: &Value) -> i128 {
        money(value, self.decimals)
    }

    pub fn text(&self, minor: i128) -> Value {
        money_text(minor, self.decimals).into()
    }

    fn round(&self, exact: Fraction) -> i128 {
        exact.round(self.rounding)
    }

    fn taxed(&self, amount: i128, item: &Item, adds: bool) -> i128 {
        let with = Fraction::whole(100).plus(item.tax);
        let (above, below) = if adds { (with, Fraction::whole(100)) } else { (Fraction::whole(100), with) };
        let factor = Fraction::new(above.above * below.below, above.below * below.above);
        self.round(factor.times(Fraction::whole(amount)))
    }

    /// An amount as the coupon reckons.
    pub fn base(&self, amount: i128, item: &Item) -> i128 {
        if self.converts { self.taxed(amount, item, self.net) } else { amount }
    }

    fn back(&self, off: i128, item: &Item, worth: i128, left: i128) -> i128 {
        if !self.converts {
            return off.min(left);
        }
        match off {
            0 => 0,
            off if off >= worth => left,
            off => self.taxed(off, item, !self.net).min(left),
        }
    }

    fn cut(&self, cut: &Value, worth: i128, of: i128) -> i128 {
        let off = if let Some(amount) = cut.get("amountOff") {
            self.money(amount)
        } else if let Some(share) = cut.get("percentOff") {
            let off = self.round(fraction(share).times(Fraction::new(of, 100)));
            cut.get("cap").map_or(off, |cap| off.min(self.money(cap)))
        } else if let Some(price) = cut.get("fixedPrice") {
            worth - self.money(price)
        } else {
            worth
        };
        off.clamp(0, worth)
    }

    pub fn is_in(&self, unit: &Unit, scope: &Value) -> bool {
        let item = &self.items[unit.item];
        item.kind == "line" && scope.as_str().is_none_or(|scope| item.scopes.iter().any(|own| own == scope))
    }

    /// What lines come to, of all under "", as the coupon reckons.
    pub fn sums(&self, units: &[Unit]) -> BTreeMap<String, (i128, i128)> {
        let mut sums: BTreeMap<String, (i128, i128)> = BTreeMap::new();
        for (place, item) in self.items.iter().enumerate().filter(|(_, item)| item.kind == "line") {
            let own: Vec<&Unit> = units.iter().filter(|unit| unit.item == place).collect();
            let amount = self.base(own.iter().map(|unit| unit.left.0).sum(), item);
            for scope in item.scopes.iter().map(String::as_str).chain([""]) {
                let sum = sums.entry(scope.into()).or_default();
                *sum = (sum.0 + amount, sum.1 + i128::try_from(own.len()).unwrap());
            }
        }
        sums
    }

    pub fn sum(&self, scope: &Value, on: &Value) -> (i128, i128) {
        let sums = if on == "initial" { &self.initial } else { &self.before };
        sums.get(scope.as_str().unwrap_or("")).copied().unwrap_or_default()
    }

    /// What there is of what is asked for, and how much is asked for.
    pub fn there(&self, least: &Value, sum: (i128, i128)) -> (i128, i128) {
        match least.get("amount") {
            Some(amount) => (sum.0, self.money(amount)),
            None => (sum.1, whole(&least["quantity"])),
        }
    }

    pub fn reach(&mut self, discount: &Value, least: &Value, sum: (i128, i128)) {
        let (value, target) = self.there(least, sum);
        if value >= target {
            return;
        }
        let is_money = least.get("amount").is_some();
        let of = discount.get("thresholdOn").cloned().unwrap_or("before".into());
        self.short("threshold", &discount["scope"], is_money, (value, target), &of);
    }

    pub fn short(
        &mut self,
        is: &str,
        scope: &Value,
        is_money: bool,
        (value, target): (i128, i128),
        of: &Value,
    ) {
        let shown = |number: i128| if is_money { self.text(number) } else { super::points::number(number) };
        let mut lack = json!({
            "is": is, "unit": if is_money { "money" } else { "units" }, "of": of,
            "value": shown(value), "target": shown(target), "gap": shown(target - value),
        });
        if scope.is_string() {
            lack["scope"] = scope.clone();
        }
        self.lacks.push(lack);
    }

    /// The places of units that a discount may take something off, in their order.
    pub fn pool(&self, discount: &Value) -> Vec<usize> {
        let target = discount["target"].as_str().unwrap_or("lines");
        let holds = |unit: &Unit| {
            let delivery = self.items[unit.item].kind == "delivery";
            (target != "shipping" && self.is_in(unit, &discount["scope"])) || (target != "lines" && delivery)
        };
        let all = self.left_of(&holds);
        self.limited(all, discount["take"] == "dearest")
    }

    pub fn left_of(&self, holds: &dyn Fn(&Unit) -> bool) -> Vec<usize> {
        (0..self.units.len())
            .filter(|place| self.units[*place].left.0 > 0 && holds(&self.units[*place]))
            .collect()
    }

    /// By price, then as they stand.
    pub fn by_price(&self, mut places: Vec<usize>, dearest: bool) -> Vec<usize> {
        places.sort_by_key(|place| {
            let left = self.units[*place].left.0;
            (if dearest { -left } else { left }, *place)
        });
        places
    }

    pub fn room(&self, unit: &Unit) -> i128 {
        (unit.left.0 - self.items[unit.item].floor).max(0)
    }

    /// What is taken off a unit, and what its floor cuts.
    pub fn one(&self, place: usize, cut: &Value, of_initial: bool) -> (i128, i128) {
        let unit = &self.units[place];
        let item = &self.items[unit.item];
        let worth = self.base(unit.left.0, item);
        let of = if of_initial { self.base(item.price, item) } else { worth };
        let off = self.back(self.cut(cut, worth, of), item, worth, unit.left.0);
        let fits = off.min(self.room(unit));
        (fits, off - fits)
    }

    pub fn cut_plan(&mut self, discount: &Value, cut: &Value, over: &str) -> Plan {
        let mut pool = self.pool(discount);
        if let Some(most) = discount.get("maxQuantity").map(whole) {
            let (mut all, mut each) = (0, BTreeMap::new());
            let mut kept: Vec<usize> = Vec::new();
            for place in self.by_price(pool, discount["take"] == "dearest") {
                let own = each.entry(self.units[place].item).or_insert(0);
                if *own < most && (over != "once" || all < most) {
                    (*own, all) = (*own + 1, all + 1);
                    kept.push(place);
                }
            }
            kept.sort_unstable();
            pool = kept;
        }
        let of_initial = discount["percentOf"] == "initial";
        if over == "eachUnit" || over == "once" {
            let all: Vec<_> = pool.iter().map(|place| (*place, self.one(*place, cut, of_initial))).collect();
            self.dropped += all.iter().map(|(_, (_, dropped))| dropped).sum::<i128>();
            return all.into_iter().map(|(place, (off, _))| (place, off, None)).collect();
        }
        let groups = self.groups(&pool);
        if over == "across" {
            let worth: i128 = groups.iter().map(|(item, own)| self.worth(*item, own)).sum();
            let first: i128 = groups.iter().map(|(item, own)| self.first(*item, own)).sum();
            let off = self.cut(cut, worth, if of_initial { first } else { worth });
            return self.across(&pool, off, &discount["split"], true);
        }
        let mut plan = Plan::new();
        for (item, own) in groups {
            let worth = self.worth(item, &own);
            let of = if of_initial { self.first(item, &own) } else { worth };
            let left = own.iter().map(|place| self.units[*place].left.0).sum();
            let off = self.back(self.cut(cut, worth, of), &self.items[item], worth, left);
            plan.extend(self.over_units(&own, off, &Value::Null, true));
        }
        plan
    }

    fn groups(&self, places: &[usize]) -> Vec<(usize, Vec<usize>)> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in places {
            groups.entry(self.units[*place].item).or_default().push(*place);
        }
        groups.into_iter().collect()
    }

    pub fn worth(&self, item: usize, own: &[usize]) -> i128 {
        self.base(own.iter().map(|place| self.units[*place].left.0).sum(), &self.items[item])
    }

    fn first(&self, item: usize, own: &[usize]) -> i128 {
        self.base(self.items[item].price * i128::try_from(own.len()).unwrap(), &self.items[item])
    }

    pub fn all_worth(&self, places: &[usize]) -> i128 {
        self.groups(places).iter().map(|(item, own)| self.worth(*item, own)).sum()
    }

    /// Spreads an amount over items, and over the units of each.
    pub fn across(&mut self, places: &[usize], total: i128, split: &Value, floors: bool) -> Plan {
        let groups = self.groups(places);
        let mut slots = Vec::new();
        for (item, own) in &groups {
            let worth = self.worth(*item, own);
            let room = own.iter().map(|place| self.room(&self.units[*place])).sum();
            let room = if floors { self.base(room, &self.items[*item]).min(worth) } else { worth };
            let weight = match split["by"].as_str().unwrap_or("amount") {
                "amount" => worth,
                "quantity" => i128::try_from(own.len()).unwrap(),
                _ => 1,
            };
            slots.push((weight, room));
        }
        let (shares, rest) = spread(total, &slots, split["rounding"].as_str().unwrap_or("largestRemainder"));
        self.dropped += rest;
        let mut plan = Plan::new();
        for (((item, own), share), (_, room)) in groups.iter().zip(shares).zip(slots) {
            let most = |place: &usize| {
                let unit = &self.units[*place];
                if floors { self.room(unit) } else { unit.left.0 }
            };
            let off = self.back(share, &self.items[*item], room, own.iter().map(most).sum());
            plan.extend(self.over_units(own, off, split, floors));
        }
        plan
    }

    fn over_units(&mut self, own: &[usize], off: i128, split: &Value, floors: bool) -> Plan {
        let by_amount = split["by"].as_str().is_none_or(|by| by == "amount");
        let slot = |place: &usize| {
            let unit = &self.units[*place];
            (if by_amount { unit.left.0 } else { 1 }, if floors { self.room(unit) } else { unit.left.0 })
        };
        let slots: Vec<_> = own.iter().map(slot).collect();
        let (shares, rest) = spread(off, &slots, split["rounding"].as_str().unwrap_or("largestRemainder"));
        self.dropped += rest;
        own.iter().zip(shares).map(|(place, share)| (*place, share, None)).collect()
    }
}
