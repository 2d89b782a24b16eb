//! Named sets of products.

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
