//! Named sets of products.

use super::condition::{Bound, Edge};
use crate::config;
use crate::ledger::{CartLine, CatalogueLine, OrderLine};
use crate::shape::Id;
use crate::unit::Amount;

/// A named set of products.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Its id.
    pub id: Id,
    include: Option<config::Filter>,
    exclude: Option<config::Filter>,
    price: Vec<Bound>,
    discounted: Option<bool>,
}

/// What makes a product one of a scope.
#[derive(Clone, Copy, Debug)]
pub struct Product<'a> {
    /// Its SKU.
    pub sku: &'a str,
    /// Its categories.
    pub categories: &'a [Id],
    /// Its brand.
    pub brand: Option<&'a str>,
    /// Its tags.
    pub tags: &'a [Id],
    /// What one unit costs.
    pub unit_price: i64,
    /// What one unit costs where nothing is taken off.
    pub list_price: Option<i64>,
}

/// What a line is of, whichever kind of line it is.
macro_rules! product_of {
    ($($line:ty),+) => {$(
        impl<'a> From<&'a $line> for Product<'a> {
            fn from(line: &'a $line) -> Self {
                Self {
                    sku: &line.sku,
                    categories: &line.categories,
                    brand: line.brand.as_deref(),
                    tags: &line.tags,
                    unit_price: line.unit_price.get(),
                    list_price: line.list_price.map(Amount::get),
                }
            }
        }
    )+};
}

product_of!(OrderLine, CartLine, CatalogueLine);

impl Scope {
    /// What was written, with bounds of the price of one unit.
    pub(super) fn new(scope: &config::Scope, price: Vec<Bound>) -> Self {
        let (include, exclude) = (scope.include.clone(), scope.exclude.clone());
        Self { id: scope.id.clone(), include, exclude, price, discounted: scope.discounted }
    }

    /// Whether a product is in it.
    #[must_use]
    pub fn holds(&self, product: &Product<'_>) -> bool {
        let any = |known: &[Id], marks: &[Id]| marks.iter().any(|mark| known.contains(mark));
        let matches = |filter: &config::Filter| {
            filter.skus.iter().any(|known| **known == *product.sku)
                || any(&filter.categories, product.categories)
                || filter.brands.iter().any(|known| Some(&**known) == product.brand)
                || any(&filter.tags, product.tags)
        };
        let price = product.unit_price;
        let is_discounted = product.list_price.is_some_and(|list| list > price);
        let within = |bound: &Bound| Edge::holds(bound.edge, &price, &bound.value);
        self.include.as_ref().is_none_or(matches)
            && !self.exclude.as_ref().is_some_and(matches)
            && self.price.iter().all(within)
            && self.discounted.is_none_or(|asked| asked == is_discounted)
    }
}
