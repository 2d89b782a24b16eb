//! A log of orders: who bought what on which day, and what is known of products.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};

/// One line of an order.
#[derive(Clone, Debug)]
pub struct Line {
    /// The member.
    pub member: String,
    /// The product.
    pub item: String,
    /// The local date, in days since 1970-01-01.
    pub day: i32,
    /// Where it was bought: a store, a region, or nothing.
    pub place: Option<String>,
}

/// What is known of a product beside who bought it.
#[derive(Clone, Debug, Default)]
pub struct Product {
    /// The narrowest kind: what can stand for it.
    pub kind: Option<String>,
    /// A wider category.
    pub category: Option<String>,
    /// Its brand or maker.
    pub brand: Option<String>,
}

/// Texts by number, in the order of their bytes.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The texts.
    pub names: Vec<String>,
    places: BTreeMap<String, u32>,
}

impl Names {
    /// The distinct ones of some texts.
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut places: BTreeMap<String, u32> = texts.map(|text| (text.to_owned(), 0)).collect();
        let names: Vec<String> = places.keys().cloned().collect();
        for (place, name) in names.iter().enumerate() {
            if let Some(of) = places.get_mut(name) {
                *of = place as u32;
            }
        }
        Self { names, places }
    }

    /// The number of a text.
    pub fn place(&self, name: &str) -> Option<u32> {
        self.places.get(name).copied()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }
}

/// One member's purchase of one item on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Purchase {
    /// The member.
    pub member: u32,
    /// The item.
    pub item: u32,
    /// The day, counted from the log's first one.
    pub day: i32,
    /// The place; [`NOWHERE`] where there is none.
    pub place: u32,
}

/// The place of what was bought nowhere in particular.
pub const NOWHERE: u32 = u32::MAX;

/// A log with its names numbered: of each member, item and day one purchase, in this order.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// The members.
    pub members: Names,
    /// The items.
    pub items: Names,
    /// The places.
    pub places: Names,
    /// What is known of each item.
    pub products: Vec<Product>,
    /// The purchases.
    pub purchases: Vec<Purchase>,
    /// The first day, in days since 1970-01-01.
    pub first_day: i32,
    /// How many days there are.
    pub days: i32,
}

impl Log {
    /// From lines and what is known of products, by their ids.
    pub fn new(lines: &[Line], products: &BTreeMap<String, Product>) -> Result<Self> {
        ensure!(!lines.is_empty(), "the log has no lines");
        let members = Names::of(lines.iter().map(|line| &*line.member));
        let items = Names::of(lines.iter().map(|line| &*line.item));
        let places = Names::of(lines.iter().filter_map(|line| line.place.as_deref()));
        let first_day = lines.iter().map(|line| line.day).min().context("a first day")?;
        let days = lines.iter().map(|line| line.day).max().context("a last day")? - first_day + 1;
        let mut purchases = Vec::with_capacity(lines.len());
        for line in lines {
            purchases.push(Purchase {
                member: members.place(&line.member).context("a member")?,
                item: items.place(&line.item).context("an item")?,
                day: line.day - first_day,
                place: line.place.as_deref().and_then(|place| places.place(place)).unwrap_or(NOWHERE),
            });
        }
        // Of several places on a day the first in the log stays.
        purchases.sort_by_key(|one| (one.member, one.item, one.day));
        purchases.dedup_by_key(|one| (one.member, one.item, one.day));
        let products =
            items.names.iter().map(|item| products.get(item).cloned().unwrap_or_default()).collect();
        Ok(Self { members, items, places, products, purchases, first_day, days })
    }
}
