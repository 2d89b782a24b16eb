//! The merchant's tools on the command line: `new`, `check`, `show`, and the map of requirements.

use crate::shell::{read, root, write};
use anyhow::{Context, Result, anyhow, bail, ensure};
use memberview_tools::words::Locale;
use memberview_tools::{check, requirements, start, tell};
use std::path::PathBuf;
use std::process::ExitCode;

/// `new --from <preset> [--id <id>] [file]`: writes a program of one's own, and never over another.
pub fn new(words: &[&str]) -> Result<()> {
    let (mut from, mut id, mut file) = (None, None, None);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().copied().with_context(|| format!("`{word}` needs a value"));
        match *word {
            "--from" => from = Some(value()?),
            "--id" => id = Some(value()?),
            option if option.starts_with('-') => bail!("no such option: {option}"),
            path if file.is_none() => file = Some(path),
            path => bail!("one file is enough: {path}"),
        }
    }
    let from = from.context("say which preset: cargo xtask new --from sephora-cn")?;
    let presets = presets()?;
    ensure!(presets.iter().any(|preset| preset == from), start::unknown(from, &presets));
    let preset = String::from_utf8(read(&root().join(format!("presets/{from}.json")))?)?;
    let id = id.unwrap_or("my-shop");
    let text = start::own(&preset, id).map_err(|problems| anyhow!("{problems}"))?;
    let path = file.map_or_else(|| PathBuf::from(format!("{id}.json")), PathBuf::from);
    ensure!(!path.exists(), "{} is there already; name another file, or move it away", path.display());
    write(&path, text.as_bytes())?;
    println!("{} is a program of your own, from {from}. Next:", path.display());
    println!("  cargo xtask show {}\n  cargo xtask check {}", path.display(), path.display());
    Ok(())
}

/// `check <file> [--locale zh-CN]`: prints what is wrong and what is hardly meant; fails where something is wrong.
pub fn check(words: &[&str]) -> Result<ExitCode> {
    let (file, locale) = file_and_locale(words)?;
    let report = check::check(&text(file)?, locale);
    for line in &report.lines {
        println!("{file}:{line}");
    }
    Ok(if report.refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// `show <file> [--locale zh-CN]`: the program in plain words.
pub fn show(words: &[&str]) -> Result<()> {
    let (file, locale) = file_and_locale(words)?;
    let said = tell::tell(&text(file)?, locale);
    let said = said.map_err(|problems| anyhow!("{problems}\ncargo xtask check {file} says where"))?;
    print!("{said}");
    Ok(())
}

/// `requirements`: writes the map of requirements from its data.
pub fn requirements() -> Result<()> {
    let data = String::from_utf8(read(&root().join(requirements::DATA))?)?;
    let page = requirements::page(&data).map_err(|problem| anyhow!(problem))?;
    write(&root().join(requirements::PAGE), page.as_bytes())
}

/// The names of all presets.
fn presets() -> Result<Vec<String>> {
    let entries = std::fs::read_dir(root().join("presets"))?;
    let names = entries.filter_map(|entry| {
        let name = entry.ok()?.file_name().into_string().ok()?;
        name.strip_suffix(".json").map(str::to_owned)
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    Ok(names)
}

fn file_and_locale<'a>(words: &[&'a str]) -> Result<(&'a str, Locale)> {
    match words {
        [file] => Ok((file, Locale::En)),
        [file, "--locale", name] | ["--locale", name, file] => {
            let locale =
                Locale::named(name).with_context(|| format!("no such locale: {name}; en or zh-CN"))?;
            Ok((file, locale))
        }
        _ => bail!("name one file, and perhaps --locale zh-CN"),
    }
}

fn text(file: &str) -> Result<String> {
    String::from_utf8(read(&PathBuf::from(file))?).with_context(|| format!("{file} is no text"))
}
