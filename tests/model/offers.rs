//! Coupons applied unit by unit: each kind of discount, and what a coupon asks for.

use serde_json::{Value, json};

use super::facts::each;
use super::number::{fraction, whole};
use super::price::{Plan, Unit, Work};

impl Work<'_> {
    /// Applies the coupon.
    pub fn run(&mut self) {
        let discounts: Vec<Value> = each(&self.coupon["discounts"]).cloned().collect();
        for discount in &discounts {
            let on = &discount["thresholdOn"];
            if let Some(least) = discount.get("threshold").filter(|_| on != "after") {
                self.reach(discount, least, self.sum(&discount["scope"], on));
            }
            let mut plan = self.plan(discount);
            self.limit_money(&mut plan);
            self.settle(&plan);
            self.bring(discount);
        }
        let after = self.sums(&self.units);
        for discount in discounts.iter().filter(|discount| discount["thresholdOn"] == "after") {
            let sum = after.get(discount["scope"].as_str().unwrap_or("")).copied().unwrap_or_default();
            self.reach(discount, &discount["threshold"], sum);
        }
        self.refuse();
        if self.lacks.is_empty()
            && self.off.iter().all(|off| *off == 0)
            && self.added == 0
            && self.services.is_empty()
        {
            self.lacks.push(json!({ "is": "nothingToTakeOff" }));
        }
    }

    fn plan(&mut self, discount: &Value) -> Plan {
        let over =
            |usual: &'static str| -> String { discount["allocation"].as_str().unwrap_or(usual).into() };
        if discount.get("amountOff").is_some() || discount.get("percentOff").is_some() {
            return self.cut_plan(discount, discount, &over("across"));
        }
        if discount.get("fixedPrice").is_some() {
            return self.cut_plan(discount, discount, &over("eachUnit"));
        }
        if let Some(steps) = discount.get("steps") {
            let sum = self.sum(&discount["scope"], &discount["thresholdOn"]);
            let reached = |step: &&Value| {
                let (value, target) = self.there(step, sum);
                value >= target
            };
            let Some(step) = each(steps).rfind(reached) else {
                self.reach(discount, &steps[0], sum);
                return Plan::new();
            };
            let over = if step.get("fixedPrice").is_some() { "eachUnit" } else { "across" };
            return self.cut_plan(discount, step, over);
        }
        if let Some(every) = discount.get("everyFull") {
            let sum = self.sum(&discount["scope"], &discount["thresholdOn"]);
            self.reach(discount, every, sum);
            let (value, target) = self.there(every, sum);
            let times = (value / target).min(repeat(discount, i128::MAX));
            let off = self.text(self.money(&every["amountOff"]) * times);
            return self.cut_plan(discount, &json!({ "amountOff": off }), "across");
        }
        if let Some(schedule) = discount.get("schedule") {
            return self.schedule(discount, schedule.as_array().unwrap());
        }
        if let Some(bundle) = discount.get("bundle") {
            return self.bundle(discount, bundle);
        }
        if let Some(name) = discount.get("memberPrice") {
            let mut plan = Plan::new();
            for place in self.pool(discount) {
                let unit = &self.units[place];
                let Some(price) = self.items[unit.item].prices.get(name.as_str().unwrap()) else { continue };
                let off = (unit.left.0 - self.money(price)).max(0);
                let fits = off.min(self.room(unit));
                plan.push((place, fits, None));
                self.dropped += off - fits;
            }
            return plan;
        }
        if let Some(offer) = discount.get("buyGet") {
            return self.buy_get(discount, offer);
        }
        if let Some(voucher) = discount.get("voucher") {
            return self.voucher(voucher);
        }
        if let Some(service) = discount.get("service") {
            self.is_there(discount);
            self.services.push(service.clone());
        }
        if let Some(gift) = discount.get("gift") {
            self.is_there(discount);
            return self.own_gifts(gift, whole(&gift["quantity"]) * self.times(discount));
        }
        Plan::new()
    }

    fn voucher(&mut self, voucher: &Value) -> Plan {
        let covers = |what: &str| {
            voucher["covers"].as_array().is_none_or(|covers| covers.iter().any(|known| known == what))
        };
        let pays = |unit: &Unit| match self.items[unit.item].kind {
            "delivery" => covers("shipping"),
            "charge" => covers("charges"),
            _ => covers("goods"),
        };
        let places = self.left_of(&pays);
        let all: i128 = places.iter().map(|place| self.units[*place].left.0).sum();
        let off = all.min(voucher.get("balance").map_or(0, |balance| self.money(balance)));
        self.as_paid(|work| work.across(&places, off, &Value::Null, false))
    }

    /// In the cart's own prices.
    fn as_paid<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let converts = std::mem::replace(&mut self.converts, false);
        let done = run(self);
        self.converts = converts;
        done
    }

    fn is_there(&mut self, discount: &Value) {
        let units = self.sum(&discount["scope"], &Value::Null).1;
        if discount.get("threshold").is_none() && units == 0 {
            self.short("units", &discount["scope"], false, (0, 1), &"before".into());
        }
    }

    fn times(&self, discount: &Value) -> i128 {
        let Some(least) = discount.get("threshold") else { return 1 };
        let (value, target) = self.there(least, self.sum(&discount["scope"], &discount["thresholdOn"]));
        (value / target).min(repeat(discount, 1)).max(1)
    }

    fn schedule(&mut self, discount: &Value, parts: &[Value]) -> Plan {
        let mut places = self.by_price(self.pool(discount), discount["take"] != "dearest");
        if let Some(most) = discount.get("maxUnits").map(whole) {
            places.truncate(usize::try_from(most).unwrap());
        }
        let every = discount.get("every").map(|every| usize::try_from(whole(every)).unwrap());
        if let Some(every) = every {
            places.truncate(places.len() / every * every);
        }
        let mut plan = Plan::new();
        for (nth, place) in places.into_iter().enumerate() {
            let nth = every.map_or(nth, |every| nth % every);
            let cut = json!({ "percentOff": parts[nth.min(parts.len() - 1)] });
            let (off, dropped) = self.one(place, &cut, discount["percentOf"] == "initial");
            plan.push((place, off, None));
            self.dropped += dropped;
        }
        plan
    }

    /// Units that may serve an offer and are not in a plan yet.
    fn serving(&self, scope: &Value, buys: bool, plan: &Plan) -> Vec<usize> {
        let shares = self.coupon["sharesUnits"] == true;
        let free = |place: &usize| plan.iter().all(|(taken, ..)| taken != place);
        let serves =
            |unit: &Unit| self.is_in(unit, scope) && !(buys && unit.bought) && (shares || !unit.served);
        self.left_of(&serves).into_iter().filter(free).collect()
    }

    fn buy_get(&mut self, discount: &Value, offer: &Value) -> Plan {
        let (buy, get) = (&offer["buy"], &offer["get"]);
        let mut plan = Plan::new();
        for nth in 0..repeat(discount, 1) {
            let mut to_buy = self.by_price(self.serving(&buy["scope"], true, &plan), true);
            to_buy.sort_by_key(|place| self.is_in(&self.units[*place], &get["scope"]));
            let mut bought = Vec::new();
            let mut paid = 0;
            let enough = |count: usize, paid: i128| match buy.get("amount") {
                Some(amount) => paid >= self.money(amount),
                None => i128::try_from(count).unwrap() >= whole(&buy["quantity"]),
            };
            for place in &to_buy {
                if enough(bought.len(), paid) {
                    break;
                }
                paid += self.units[*place].left.0;
                bought.push((*place, 0, Some(true)));
            }
            let there = enough(bought.len(), paid);
            let mut next = plan.clone();
            next.extend(bought);
            let rest = self.serving(&get["scope"], true, &next);
            let quantity = whole(&get["quantity"]);
            let value = i128::try_from(rest.len()).unwrap();
            if !there || value < quantity {
                if nth == 0 && !there {
                    let many = i128::try_from(to_buy.len()).unwrap();
                    let of = "before".into();
                    match buy.get("amount") {
                        Some(amount) => {
                            self.short("threshold", &buy["scope"], true, (paid, self.money(amount)), &of);
                        }
                        None => {
                            self.short("units", &buy["scope"], false, (many, whole(&buy["quantity"])), &of);
                        }
                    }
                } else if nth == 0 {
                    self.short("units", &get["scope"], false, (value, quantity), &"before".into());
                }
                break;
            }
            let mut got = self.by_price(rest, discount["take"] == "dearest");
            got.truncate(usize::try_from(quantity).unwrap());
            if !self.lets(&plan, &got) {
                break;
            }
            plan = next;
            for place in got {
                let (off, dropped) = self.one(place, get, false);
                plan.push((place, off, Some(true)));
                self.dropped += dropped;
            }
        }
        plan
    }

    fn bundle(&mut self, discount: &Value, bundle: &Value) -> Plan {
        let mut plan = Plan::new();
        let parts: Vec<&Value> = each(&bundle["parts"]).collect();
        for nth in 0..repeat(discount, 1) {
            let mut taken = plan.clone();
            for (place, part) in parts.iter().enumerate() {
                let mut order =
                    self.by_price(self.serving(&part["scope"], false, &taken), discount["take"] == "dearest");
                let later =
                    |unit: &Unit| parts[place + 1..].iter().any(|part| self.is_in(unit, &part["scope"]));
                order.sort_by_key(|place| later(&self.units[*place]));
                let quantity = whole(&part["quantity"]);
                let value = i128::try_from(order.len()).unwrap();
                if value < quantity {
                    if nth == 0 {
                        self.short("units", &part["scope"], false, (value, quantity), &"before".into());
                    }
                    return plan;
                }
                order.truncate(usize::try_from(quantity).unwrap());
                taken.extend(order.into_iter().map(|place| (place, 0, Some(false))));
            }
            let mut own: Vec<usize> = taken[plan.len()..].iter().map(|(place, ..)| *place).collect();
            own.sort_unstable();
            let off = self.all_worth(&own) - self.money(&bundle["price"]);
            if off <= 0 || !self.lets(&plan, &own) {
                return plan;
            }
            let one = self.across(&own, off, &discount["split"], true);
            plan.extend(one.into_iter().map(|(place, off, _)| (place, off, Some(false))));
        }
        plan
    }

    /// Units of a gift that the cart has.
    fn own_gifts(&mut self, gift: &Value, many: i128) -> Plan {
        let own = |place: &usize| self.items[self.units[*place].item].sku == gift["sku"].as_str().unwrap();
        let mut places = self.serving(&Value::Null, false, &Plan::new());
        places.retain(own);
        let mut places = self.by_price(places, false);
        places.truncate(if gift["add"] == "always" { 0 } else { usize::try_from(many).unwrap() });
        let there = i128::try_from(places.len()).unwrap();
        self.missing = if gift["add"] == "never" { 0 } else { many - there };
        if gift["add"] == "never" && there == 0 {
            self.lacks.push(json!({ "is": "missingProduct", "sku": gift["sku"] }));
        }
        places.sort_unstable();
        let mut plan = Plan::new();
        for place in self.limited(places, false) {
            let unit = &self.units[place];
            let fits = unit.left.0.min(self.room(unit));
            self.dropped += unit.left.0 - fits;
            plan.push((place, fits, Some(false)));
        }
        plan
    }

    /// Brings units of a gift that the cart lacks, or swaps units.
    fn bring(&mut self, discount: &Value) {
        if let Some(gift) = discount.get("gift").filter(|_| self.missing > 0) {
            let Some(item) = self.brought(&gift["sku"]) else { return };
            let room =
                |of: Option<usize>, limit: i128| limit.saturating_sub(self.touched(&Plan::new(), of)).max(0);
            let (cart, line) = (self.limit("units", "cart"), self.limit("units", "line"));
            let units = self.missing.min(room(None, cart)).min(room(Some(item), line));
            self.missing = 0;
            self.add(item, units, 0);
        }
        let Some(replace) = discount.get("replace") else { return };
        let take = &replace["take"];
        let mut places = self.by_price(self.serving(&take["scope"], false, &Plan::new()), false);
        let (value, target) = (i128::try_from(places.len()).unwrap(), whole(&take["quantity"]));
        if value < target {
            self.short("units", &take["scope"], false, (value, target), &"before".into());
            return;
        }
        let Some(item) = self.brought(&replace["by"]["sku"]) else { return };
        places.truncate(usize::try_from(target).unwrap());
        let mut left = 0;
        for place in &places {
            let unit = &self.units[*place];
            left += unit.left.0;
            self.off[unit.item] += unit.left.0;
            self.moved[unit.item] -= 1;
        }
        let stays = |place: &usize| !places.contains(place);
        self.units = (0..self.units.len()).filter(stays).map(|place| self.units[place].clone()).collect();
        self.add(item, whole(&replace["by"]["quantity"]), left);
    }

    fn brought(&mut self, sku: &Value) -> Option<usize> {
        let found =
            self.items.iter().position(|item| item.kind == "brought" && item.sku == sku.as_str().unwrap());
        if found.is_none() {
            self.lacks.push(json!({ "is": "unknownProduct", "sku": sku }));
        }
        found
    }

    /// Adds units for which so much is paid at most.
    fn add(&mut self, item: usize, units: i128, paid: i128) {
        let price = self.items[item].price;
        self.added += price * units;
        self.moved[item] += units;
        let unit = Unit { item, left: std::cmp::Reverse(price), bought: false, served: true, touched: false };
        let mut places = Vec::new();
        for _ in 0..units {
            places.push(self.units.len());
            self.units.push(unit.clone());
        }
        let off = (price * units - paid).max(0);
        let plan = self.as_paid(|work| work.across(&places, off, &Value::Null, true));
        self.settle(&plan);
    }

    fn settle(&mut self, plan: &Plan) {
        for (place, off, mark) in plan {
            let unit = &mut self.units[*place];
            self.off[unit.item] += off;
            unit.left.0 -= off;
            unit.touched |= *off > 0;
            unit.served |= mark.is_some();
            unit.bought |= *mark == Some(true);
        }
        self.units.sort();
    }
}

/// How often a discount may count.
fn repeat(discount: &Value, usual: i128) -> i128 {
    match &discount["repeat"] {
        Value::Null => usual,
        word if word == "once" => 1,
        word if word == "all" => i128::MAX,
        times => fraction(times).floor(),
    }
}
