//! Named sets of products.

use super::Bounds;
use crate::shape::{Id, record};

record! {
    /// A named set of products: what is included, less what is excluded.
    pub struct Scope {
        /// The scope's id.
        id: Id = "id",
        /// What belongs to it; everything unless said.
        include: Option<Filter> = "include",
        /// What does not.
        exclude: Option<Filter> = "exclude",
        /// Only products of which one unit costs so much, before anything is taken off.
        price: Option<Bounds> = "price",
        /// Only products whose price is below their list price, or only those whose is not.
        discounted: Option<bool> = "discounted",
    }
}

record! {
    /// Products by any of their marks.
    pub struct Filter {
        /// Products by SKU.
        skus: Vec<Id> = "skus",
        /// Products by category.
        categories: Vec<Id> = "categories",
        /// Products by brand.
        brands: Vec<Id> = "brands",
        /// Products by tag.
        tags: Vec<Id> = "tags",
    }
}
