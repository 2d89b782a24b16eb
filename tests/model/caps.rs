//! Limits of a coupon on one cart and each of its lines: what is left out beyond them, and what is refused.

use serde_json::{Value, json};

use super::facts::each;
use super::number::whole;
use super::price::{Plan, Unit, Work, spread};

impl Work<'_> {
    /// The lowest limit that cuts.
    pub fn limit(&self, of: &str, per: &str) -> i128 {
        let cuts = |limit: &&Value| {
            let over = limit["over"].as_str().unwrap_or(if of == "units" { "cut" } else { "refuse" });
            limit["of"] == of && limit["per"] == per && over == "cut"
        };
        let max =
            |limit: &Value| if of == "money" { self.money(&limit["max"]) } else { whole(&limit["max"]) };
        each(&self.coupon["limits"]).filter(cuts).map(max).min().unwrap_or(i128::MAX)
    }

    pub fn is_goods(&self, item: usize) -> bool {
        matches!(self.items[item].kind, "line" | "brought")
    }

    /// How many units were touched, with those of a plan: of all goods, or of one item.
    pub fn touched(&self, plan: &Plan, item: Option<usize>) -> i128 {
        let own = |unit: &Unit| self.is_goods(unit.item) && item.is_none_or(|item| unit.item == item);
        let before = self.units.iter().filter(|unit| unit.touched && own(unit)).count();
        let more = plan.iter().filter(|(place, off, _)| *off > 0 && own(&self.units[*place])).count();
        i128::try_from(before + more).unwrap()
    }

    /// Those within limits of units, in their order.
    pub fn limited(&self, places: Vec<usize>, dearest: bool) -> Vec<usize> {
        let (all, line) = (self.limit("units", "cart"), self.limit("units", "line"));
        let mut kept: Plan = Vec::new();
        let mut places: Vec<usize> = self
            .by_price(places, dearest)
            .into_iter()
            .filter(|place| {
                let unit = &self.units[*place];
                if !self.is_goods(unit.item) || unit.touched {
                    return true;
                }
                let fits = self.touched(&kept, None) < all && self.touched(&kept, Some(unit.item)) < line;
                if fits {
                    kept.push((*place, 1, None));
                }
                fits
            })
            .collect();
        places.sort_unstable();
        places
    }

    /// Whether so many more units of each item, all of goods, are within limits of units.
    pub fn lets(&self, plan: &Plan, places: &[usize]) -> bool {
        let many = |item: Option<usize>| {
            let own = places.iter().filter(|place| item.is_none_or(|item| self.units[**place].item == item));
            i128::try_from(own.count()).unwrap() + self.touched(plan, item)
        };
        many(None) <= self.limit("units", "cart")
            && places.iter().all(|place| many(Some(self.units[*place].item)) <= self.limit("units", "line"))
    }

    pub fn limit_money(&self, plan: &mut Plan) {
        let line = self.limit("money", "line");
        for item in 0..self.items.len() {
            self.shrink(plan, line.saturating_sub(self.off[item]).max(0), Some(item));
        }
        let all = self.limit("money", "cart");
        self.shrink(plan, all.saturating_sub(self.off.iter().sum()).max(0), None);
    }

    fn shrink(&self, plan: &mut Plan, most: i128, item: Option<usize>) {
        plan.sort_by_key(|(place, off, _)| {
            let unit = &self.units[*place];
            (unit.clone(), -off)
        });
        let own = |place: usize| item.is_none_or(|item| self.units[place].item == item);
        let mine: Vec<(i128, i128)> =
            plan.iter().filter(|(place, ..)| own(*place)).map(|(_, off, _)| (*off, *off)).collect();
        if mine.iter().map(|(off, _)| off).sum::<i128>() <= most {
            return;
        }
        let mut shares = spread(most, &mine, "largestRemainder").0.into_iter();
        for (_, off, _) in plan.iter_mut().filter(|(place, ..)| own(*place)) {
            *off = shares.next().unwrap();
        }
    }

    /// Limits beyond which it would go, also where what is given or swapped cannot be cut.
    pub fn refuse(&mut self) {
        for limit in each(&self.coupon["limits"]).cloned().collect::<Vec<Value>>() {
            let of = limit["of"].as_str().unwrap();
            if of == "uses" {
                continue;
            }
            let touched = |item: usize| {
                let own =
                    self.units.iter().filter(|unit| unit.item == item && unit.touched && self.is_goods(item));
                i128::try_from(own.count()).unwrap()
            };
            let parts: Vec<i128> = (0..self.items.len())
                .map(|item| if of == "money" { self.off[item] } else { touched(item) })
                .collect();
            let value =
                if limit["per"] == "line" { *parts.iter().max().unwrap_or(&0) } else { parts.iter().sum() };
            let max = if of == "money" { self.money(&limit["max"]) } else { whole(&limit["max"]) };
            if value > max {
                let shown = |number| {
                    if of == "money" { self.text(number) } else { super::points::number(number) }
                };
                let lack = json!({
                    "is": "limit", "of": of, "per": limit["per"], "max": shown(max), "value": shown(value),
                });
                self.lacks.push(lack);
            }
        }
    }
}
