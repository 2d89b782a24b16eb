//! A cart with more in it.

use super::basket::{Basket, Goods};
use crate::price::Item;
use crate::shape::Id;
use crate::unit::SAFE;

/// What more there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum More {
    /// Units of a line, by its place among the goods.
    Line(usize),
    /// Units of a product of the catalogue, by its place there.
    Product(usize),
    /// Something that costs so much, of a scope or of none.
    Amount(Option<usize>, i64),
}

impl Basket {
    /// The lines and then the products of the catalogue of which there is no line.
    pub fn wares(&self) -> impl Iterator<Item = (More, &Item)> {
        let lines = self.items.list.iter().zip(&self.goods).enumerate();
        let lines = lines.filter(|(_, (_, goods))| goods.place.is_some());
        let lines = lines.map(|(place, (item, _))| (More::Line(place), item));
        let products = self.shelf.iter().enumerate();
        lines.chain(products.map(|(place, (_, item))| (More::Product(place), item)))
    }

    /// The product of which there would be more.
    #[must_use]
    pub fn sku(&self, more: More) -> Option<&Id> {
        let item = match more {
            More::Line(line) => self.items.get(line),
            More::Product(place) => self.shelf.get(place).map(|(_, item)| item),
            More::Amount(..) => None,
        };
        item.map(|item| &item.sku)
    }

    /// The line of an id, by its place among the goods.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<usize> {
        self.goods.iter().position(|goods| goods.place.is_some() && *goods.id == *id)
    }

    /// The same cart with so many units more; `None` where their amount would leave its range.
    #[must_use]
    pub fn with(&self, more: More, units: i64) -> Option<Self> {
        let mut basket = self.clone();
        match more {
            More::Line(line) => {
                let quantity = self.goods.get(line)?.quantity.checked_add(units)?;
                return basket.set(line, quantity).then_some(basket);
            }
            More::Product(place) => {
                let (goods, item) = self.shelf.get(place)?.clone();
                basket.insert(goods, item);
            }
            More::Amount(scope, price) => {
                let mut scopes = vec![false; self.scopes()];
                if let Some(holds) = scope.and_then(|scope| scopes.get_mut(scope)) {
                    *holds = true;
                }
                let item = Item::line("".into(), price, scopes);
                let scopes = scope.into_iter().collect();
                basket.insert(Goods::nothing("".into(), scopes), item);
            }
        }
        let line = basket.lines().checked_sub(1)?;
        basket.set(line, units).then_some(basket)
    }

    /// Sets how many units a line has, by its place among the goods; whether their amount stays in its range. If not, nothing changes.
    pub fn set(&mut self, line: usize, quantity: i64) -> bool {
        let scopes = self.scopes();
        let (Some(goods), Some(item)) = (self.goods.get_mut(line), self.items.list.get_mut(line)) else {
            return false;
        };
        let Some(amount) = quantity.checked_mul(item.price).filter(|amount| *amount <= SAFE) else {
            return false;
        };
        (goods.quantity, goods.amount, item.units) = (quantity, amount, quantity);
        self.items.begin(scopes);
        true
    }

    /// Puts a line after the others.
    fn insert(&mut self, mut goods: Goods, item: Item) {
        let lines = self.lines();
        goods.place = Some(lines);
        self.goods.insert(lines, goods);
        self.items.list.insert(lines, item);
    }

    fn lines(&self) -> usize {
        self.goods.iter().filter(|goods| goods.place.is_some()).count()
    }

    fn scopes(&self) -> usize {
        self.items.initial.len().saturating_sub(1)
    }
}
