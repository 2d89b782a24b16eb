//! Which coupons of a cart apply, step by step, and what is then left to pay.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::facts::each;
use super::number::{Fraction, decimals_of, money_text, whole};
use super::price::{Item, Unit, Work};
use super::wares::{items, units};

/// A coupon that was applied.
struct Applied {
    coupon: Value,
    off: Vec<i128>,
    touched: Vec<bool>,
    dropped: i128,
    services: Vec<Value>,
}

/// Whether the model speaks of the coupons of a cart: they ask for nothing but the cart, there are no points, and units can be counted.
pub fn speaks_of(program: &Value, cart: &Value) -> bool {
    let plain = |coupon: &Value| {
        ["when", "validity", "codes"].iter().all(|key| coupon.get(key).is_none())
            && each(&coupon["limits"]).all(|limit| limit["per"] == "cart" || limit["per"] == "line")
    };
    // Without `apply` the best are searched for.
    if cart.get("apply").is_none() && each(&program["coupons"]).any(|coupon| coupon["automatic"] != "always")
    {
        return false;
    }
    let many: i128 = each(&cart["lines"]).map(|line| whole(&line["quantity"])).sum();
    each(&program["coupons"]).all(plain) && program.get("points").is_none() && many < 100
}

/// The part of a quote that coupons decide.
pub fn quote(program: &Value, cart: &Value) -> Value {
    let decimals = decimals_of(program["currency"].as_str().unwrap());
    let items = items(program, cart, decimals);
    let named: Vec<&str> = each(&cart["apply"]).map(|id| id.as_str().unwrap()).collect();
    let coupons: Vec<&Value> = each(&program["coupons"]).collect();
    let unknown =
        |id: &&&str| !coupons.iter().any(|coupon| coupon["id"] == ***id && coupon.get("automatic").is_some());
    let mut refused: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for id in named.iter().filter(unknown) {
        refused.insert((*id).into(), vec![json!({ "is": "unknownCoupon" })]);
    }
    let chosen: Vec<&Value> = coupons
        .iter()
        .copied()
        .filter(|coupon| {
            is_always(coupon)
                || (coupon.get("automatic").is_some() && named.iter().any(|id| coupon["id"] == **id))
        })
        .collect();
    let mut till = Till {
        program,
        items: &items,
        decimals,
        first: units(cart, &items),
        units: units(cart, &items),
        steps: Vec::new(),
    };
    let more = till.run(&chosen, &named);
    refused.extend(more);
    if cart["policy"] == "all" && !refused.is_empty() {
        till = Till {
            program,
            items: &items,
            decimals,
            first: units(cart, &items),
            units: units(cart, &items),
            steps: Vec::new(),
        };
        till.run(&chosen.into_iter().filter(|coupon| is_always(coupon)).collect::<Vec<_>>(), &named);
    }
    let mut shown = shown(cart, &till);
    shown["refused"] =
        refused.into_iter().map(|(id, reasons)| json!({ "id": id, "reasons": reasons })).collect();
    shown
}

/// What was done, as a quote says it.
fn shown(cart: &Value, till: &Till) -> Value {
    let items = till.items;
    let text = |minor: i128| Value::from(money_text(minor, till.decimals));
    let mut total = vec![0; items.len()];
    let mut steps = Vec::new();
    for (step, applied) in &till.steps {
        let mut off = vec![0; items.len()];
        for done in applied {
            (0..items.len()).for_each(|item| off[item] += done.off[item]);
        }
        (0..items.len()).for_each(|item| total[item] += off[item]);
        let shown = |done: &Applied| {
            let mut shown = cuts(cart, items, &done.off, &text);
            shown["id"] = done.coupon["id"].clone();
            shown["coupon"] = done.coupon["id"].clone();
            shown["name"] = done.coupon["id"].clone();
            shown["dropped"] = text(done.dropped);
            shown["services"] = done.services.clone().into();
            shown
        };
        let mut shown_step = cuts(cart, items, &off, &text);
        shown_step["id"] = step.clone();
        shown_step["kind"] = "coupons".into();
        shown_step["coupons"] = applied.iter().map(shown).collect();
        steps.push(shown_step);
    }
    let part = |item: usize| {
        let own: Vec<&Unit> = till.units.iter().filter(|unit| unit.item == item).collect();
        let paid: i128 = own.iter().map(|unit| unit.left.0).sum();
        let mut part = json!({
            "id": items[item].id, "amount": text(paid + total[item]), "couponsOff": text(total[item]),
            "pointsOff": text(0), "paid": text(paid),
        });
        if matches!(items[item].kind, "line" | "brought") {
            part["quantity"] = own.len().into();
        }
        part
    };
    let parts = |kind: &str| -> Vec<Value> {
        let places = shown_order(cart, items, kind).into_iter();
        places.map(part).filter(|part| kind != "brought" || part["quantity"] != 0).collect()
    };
    json!({
        "steps": steps, "lines": parts("line"), "added": parts("brought"), "shipping": parts("delivery"),
        "charges": parts("charge"), "payable": text(till.units.iter().map(|unit| unit.left.0).sum()), "taxes": taxes(items, &total, &text),
    })
}

/// What is taken off goods of each tax rate, ascending; nothing where none has one.
fn taxes(items: &[Item], off: &[i128], text: &dyn Fn(i128) -> Value) -> Vec<Value> {
    let mut rates: Vec<Fraction> = Vec::new();
    let goods = |item: &&Item| matches!(item.kind, "line" | "brought");
    for item in items.iter().filter(goods) {
        if !rates.contains(&item.tax) {
            rates.push(item.tax);
        }
    }
    let none = Fraction::whole(0);
    if rates.iter().all(|rate| *rate == none) {
        return Vec::new();
    }
    rates
        .sort_by(|a, b| if b.more_than(*a) { std::cmp::Ordering::Less } else { std::cmp::Ordering::Greater });
    let sum = |rate: &Fraction| -> i128 {
        items.iter().zip(off).filter(|(item, _)| goods(item) && item.tax == *rate).map(|(_, off)| off).sum()
    };
    let shown = |rate: &Fraction| {
        let ten_thousandths = rate.times(Fraction::whole(10_000)).floor();
        let long = money_text(ten_thousandths, 4);
        let short = Value::from(long.trim_end_matches('0').trim_end_matches('.'));
        json!({ "rate": if *rate == none { Value::Null } else { short }, "off": text(sum(rate)) })
    };
    rates.iter().filter(|rate| sum(rate) > 0).map(shown).collect()
}

/// What is taken off each kind of item.
fn cuts(cart: &Value, items: &[Item], off: &[i128], text: &dyn Fn(i128) -> Value) -> Value {
    let of = |kind: &str| -> Vec<Value> {
        let places = shown_order(cart, items, kind).into_iter().filter(|item| off[*item] > 0);
        places.map(|item| json!({ "id": items[item].id, "amount": text(off[item]) })).collect()
    };
    json!({
        "amount": text(off.iter().sum()), "lines": of("line"), "added": of("brought"), "shipping": of("delivery"),
        "charges": of("charge"),
    })
}

/// The items of a kind in the order of the cart.
fn shown_order(cart: &Value, items: &[Item], kind: &str) -> Vec<usize> {
    let list = match kind {
        "line" => "lines",
        "delivery" => "shipping",
        "charge" => "charges",
        _ => return (0..items.len()).filter(|item| items[*item].kind == kind).collect(),
    };
    let place = |of: &Value| items.iter().position(|item| item.kind == kind && of["id"] == *item.id).unwrap();
    each(&cart[list]).map(place).collect()
}

fn is_always(coupon: &Value) -> bool {
    coupon["automatic"] == "always"
}

/// A cart on its way through the steps.
struct Till<'a> {
    program: &'a Value,
    items: &'a [Item],
    decimals: u32,
    /// The units as they came.
    first: Vec<Unit>,
    units: Vec<Unit>,
    steps: Vec<(Value, Vec<Applied>)>,
}

impl Till<'_> {
    /// Applies coupons; gives those that cannot be used, of those that are named.
    fn run(&mut self, chosen: &[&Value], named: &[&str]) -> Vec<(String, Vec<Value>)> {
        let mut refused = Vec::new();
        let usual = [json!({ "id": "coupons" })];
        let steps: Vec<&Value> = match self.program["checkout"]["steps"].as_array() {
            Some(steps) => steps.iter().collect(),
            None => usual.iter().collect(),
        };
        let first = steps.iter().find(|step| step["id"] != "points").unwrap()["id"].clone();
        for step in steps.iter().filter(|step| step["id"] != "points") {
            let mut own: Vec<&&Value> =
                chosen.iter().filter(|coupon| *coupon.get("step").unwrap_or(&first) == step["id"]).collect();
            own.sort_by_key(|coupon| {
                (-coupon["priority"].as_i64().unwrap_or(0), coupon["id"].as_str().unwrap())
            });
            self.steps.push((step["id"].clone(), Vec::new()));
            for coupon in own {
                if let Err(reasons) = self.apply(coupon)
                    && named.iter().any(|id| coupon["id"] == **id)
                {
                    refused.push((coupon["id"].as_str().unwrap().into(), reasons));
                }
            }
            self.units.iter_mut().for_each(|unit| unit.served = false);
            self.units.sort();
        }
        self.steps.retain(|(_, applied)| !applied.is_empty());
        refused
    }

    fn apply(&mut self, coupon: &Value) -> Result<(), Vec<Value>> {
        let nothing = vec![0; self.items.len()];
        let net = self.program["checkout"]["prices"] == "net";
        let own_net = coupon["base"].as_str().map_or(net, |base| base == "net");
        let rounding = self.program["rounding"]["money"].as_str().unwrap_or("halfUp");
        let mut work = Work {
            items: self.items,
            coupon,
            units: self.units.clone(),
            decimals: self.decimals,
            rounding,
            converts: net != own_net,
            net,
            initial: BTreeMap::new(),
            before: BTreeMap::new(),
            off: nothing.clone(),
            moved: nothing,
            added: 0,
            dropped: 0,
            missing: 0,
            services: Vec::new(),
            lacks: Vec::new(),
        };
        work.before = work.sums(&self.units);
        work.initial = work.sums(&self.first);
        work.run();
        let mut reasons = self.joins(&work);
        reasons.extend(work.lacks.iter().cloned());
        if !reasons.is_empty() {
            return Err(reasons);
        }
        let touched = |item: usize| {
            work.is_goods(item) && work.units.iter().any(|unit| unit.item == item && unit.touched)
        };
        let applied = Applied {
            coupon: coupon.clone(),
            touched: (0..self.items.len()).map(touched).collect(),
            off: work.off.clone(),
            dropped: work.dropped,
            services: work.services.clone(),
        };
        self.units = work.units;
        self.units.iter_mut().for_each(|unit| unit.touched = false);
        self.units.sort();
        self.steps.last_mut().unwrap().1.push(applied);
        Ok(())
    }

    /// What keeps a coupon from joining those before it.
    fn joins(&self, work: &Work) -> Vec<Value> {
        let coupon = work.coupon;
        let mut reasons = Vec::new();
        if is_always(coupon) {
            return reasons;
        }
        let before: Vec<&Applied> = self
            .steps
            .iter()
            .flat_map(|(_, applied)| applied)
            .filter(|done| !is_always(&done.coupon))
            .collect();
        for other in &before {
            if !(lets(coupon, &other.coupon) && lets(&other.coupon, coupon)) {
                reasons.push(json!({ "is": "notTogether", "with": other.coupon["id"] }));
            }
        }
        // A coupon is named once, so only a limit of no uses keeps it from being used.
        let uses = |limit: &&Value| limit["of"] == "uses" && limit["per"] == "cart" && limit["max"] == 0;
        if each(&coupon["limits"]).any(|limit| uses(&limit)) {
            reasons.push(json!({ "is": "tooMany", "of": "coupon", "max": 0 }));
        }
        let checkout = &self.program["checkout"];
        let many = i128::try_from(before.len()).unwrap();
        if let Some(max) = checkout.get("maxPerOrder").filter(|max| many >= whole(max)) {
            reasons.push(json!({ "is": "tooMany", "of": "order", "max": max }));
        }
        for id in each(&coupon["groups"]) {
            let group = each(&checkout["groups"]).find(|group| group["id"] == *id).unwrap();
            let own: Vec<&&Applied> =
                before.iter().filter(|done| each(&done.coupon["groups"]).any(|of| of == id)).collect();
            if let Some(max) = group.get("max").filter(|max| i128::try_from(own.len()).unwrap() >= whole(max))
            {
                reasons.push(json!({ "is": "tooMany", "of": "group", "group": id, "max": max }));
            }
            let crowded = |item: usize, max: &Value| {
                let touches =
                    work.is_goods(item) && work.units.iter().any(|unit| unit.item == item && unit.touched);
                touches
                    && i128::try_from(own.iter().filter(|done| done.touched[item]).count()).unwrap()
                        >= whole(max)
            };
            // Nobody knows what a coupon would do that is refused for itself.
            let knows = work.lacks.is_empty();
            if let Some(max) = group
                .get("perLine")
                .filter(|max| knows && (0..self.items.len()).any(|item| crowded(item, max)))
            {
                reasons.push(json!({ "is": "tooMany", "of": "line", "group": id, "max": max }));
            }
        }
        reasons
    }
}

/// Whether a coupon lets another stand beside it.
fn lets(own: &Value, other: &Value) -> bool {
    if own["stacks"] == "all" || other["stacks"] == "all" {
        return true;
    }
    if own["exclusive"] == true || other["exclusive"] == true || own["stacks"] == "none" {
        return false;
    }
    own["stacks"]
        .as_array()
        .is_none_or(|groups| groups.iter().any(|group| each(&other["groups"]).any(|of| of == group)))
}
