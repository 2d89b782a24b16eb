//! Named sets of products.

use super::condition::{Bound, Edge};
use crate::config;
use crate::ledger::{CartLine, CatalogueLine, OrderLine};
use crate::shape::Id;
use crate::unit::{Amount, sorted};

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

/// Which scopes name which products, categories, brands and tags: few of many come into question for a product.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    /// What is named, in order, each with the scope.
    words: Vec<(Id, usize)>,
    /// Scopes that name nothing that must be.
    open: Vec<usize>,
}

impl Marked {
    /// What scopes name.
    pub(super) fn of(scopes: &[Scope]) -> Self {
        let (mut words, mut open) = (Vec::new(), Vec::new());
        for (index, scope) in scopes.iter().enumerate() {
            let Some(filter) = &scope.include else {
                open.push(index);
                continue;
            };
            for named in [&filter.skus, &filter.categories, &filter.brands, &filter.tags] {
                words.extend(named.iter().map(|word| (word.clone(), index)));
            }
        }
        Self { words: sorted(&words, &Ord::cmp), open }
    }

    /// The scopes that name something of a product or nothing that must be, ascending.
    pub(super) fn in_question(&self, product: &Product<'_>) -> Vec<usize> {
        let mut scopes = self.open.clone();
        let own = product.categories.iter().chain(product.tags).map(|mark| &**mark);
        for word in own.chain([product.sku]).chain(product.brand) {
            let from = self.words.partition_point(|(known, _)| **known < *word);
            let same = self.words.iter().skip(from).take_while(|(known, _)| **known == *word);
            scopes.extend(same.map(|(_, scope)| *scope));
        }
        scopes.sort_unstable();
        scopes.dedup();
        scopes
    }
}

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
