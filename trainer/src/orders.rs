//! A log from files of order lines and of products, whatever their columns are called.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::columns::{Columns, Table};
use crate::log::{Line, Log, Product};

/// Where a log lies, and what its columns are called.
#[derive(Clone, Debug, clap::Args)]
pub struct Files {
    /// Order lines: CSV or Parquet.
    #[arg(long)]
    pub orders: PathBuf,
    /// Which columns of them are `member`, `item`, `day`, and, where there are any, `place` and `quantity`.
    #[arg(long, default_value = "member=member,item=sku,day=at", value_parser = mapping)]
    pub columns: Mapping,
    /// What is known of products: CSV or Parquet.
    #[arg(long)]
    pub products: Option<PathBuf>,
    /// Which columns of them are `item`, and, where there are any, `kind`, `category` and `brand`.
    #[arg(long, default_value = "item=sku,kind=kind,category=category,brand=brand", value_parser = mapping)]
    pub product_columns: Mapping,
}

/// What columns are called: our name, theirs.
pub type Mapping = BTreeMap<String, String>;

fn mapping(text: &str) -> Result<Mapping> {
    let pair = |pair: &str| {
        let (ours, theirs) = pair.split_once('=').with_context(|| format!("`{pair}` is not name=column"))?;
        Ok((ours.to_owned(), theirs.to_owned()))
    };
    text.split(',').map(pair).collect()
}

/// The log.
pub fn read(files: &Files) -> Result<Log> {
    let (columns, place) = named(&files.columns, &["member", "item", "day"], &["place", "quantity"])?;
    let table = Table::read(&files.orders, &columns)?;
    let mut lines = Vec::with_capacity(table.rows());
    for row in 0..table.rows() {
        let quantity = place[4].and_then(|column| table.number(row, column)).unwrap_or(1);
        if quantity > 0 {
            lines.push(Line {
                member: table.text(row, 0)?,
                item: table.text(row, 1)?,
                day: table.day(row, 2)?,
                place: place[3].and_then(|column| table.word(row, column)),
            });
        }
    }
    let products =
        files.products.as_deref().map(|path| products(path, &files.product_columns)).transpose()?;
    Log::new(&lines, &products.unwrap_or_default())
}

fn products(path: &Path, mapping: &Mapping) -> Result<BTreeMap<String, Product>> {
    let (columns, place) = named(mapping, &["item"], &["kind", "category", "brand"])?;
    let table = Table::read(path, &columns)?;
    let mut products = BTreeMap::new();
    for row in 0..table.rows() {
        let word = |nth: usize| place[nth].and_then(|column| table.word(row, column));
        products.insert(table.text(row, 0)?, Product { kind: word(1), category: word(2), brand: word(3) });
    }
    Ok(products)
}

/// The columns that a mapping names, and at which place each of ours stands among them.
fn named<'a>(
    mapping: &'a Mapping,
    needed: &[&str],
    more: &[&str],
) -> Result<(Vec<&'a str>, Vec<Option<usize>>)> {
    let known = |name: &&String| needed.contains(&name.as_str()) || more.contains(&name.as_str());
    if let Some(unknown) = mapping.keys().find(|name| !known(name)) {
        bail!("`{unknown}` is none of {needed:?} and {more:?}");
    }
    let (mut columns, mut places) = (Vec::new(), Vec::new());
    for name in needed.iter().chain(more) {
        let column = mapping.get(*name);
        if column.is_none() && needed.contains(name) {
            bail!("no column is named for `{name}`");
        }
        places.push(column.map(|_| columns.len()));
        columns.extend(column.map(String::as_str));
    }
    Ok((columns, places))
}
