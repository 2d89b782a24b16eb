//! Named sets of products.

use crate::config;
use crate::shape::Id;

/// A named set of products.
#[derive(Clone, Debug)]
pub struct Scope {
    include: Option<config::Filter>,
    exclude: Option<config::Filter>,
}

impl Scope {
    /// What was written.
    #[must_use]
    pub fn new(scope: &config::Scope) -> Self {
        Self { include: scope.include.clone(), exclude: scope.exclude.clone() }
    }

    /// Whether a product with these marks is in it.
    #[must_use]
    pub fn holds(&self, sku: &str, categories: &[Id], brand: Option<&str>, tags: &[Id]) -> bool {
        let any = |known: &[Id], marks: &[Id]| marks.iter().any(|mark| known.contains(mark));
        let matches = |filter: &config::Filter| {
            filter.skus.iter().any(|known| **known == *sku)
                || any(&filter.categories, categories)
                || filter.brands.iter().any(|known| Some(&**known) == brand)
                || any(&filter.tags, tags)
        };
        self.include.as_ref().is_none_or(matches) && !self.exclude.as_ref().is_some_and(matches)
    }
}
