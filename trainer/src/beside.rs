//! Lists of another program on the same split: it reads what was bought, and writes its lists.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::evaluate::{LONGEST, Lists};
use crate::split::Split;

/// Runs a command with the names of two files: a CSV of member, item and how many days, and where its lists go as JSON.
pub fn lists(split: &Split, command: &str, folder: &Path) -> Result<Vec<Lists>> {
    let (bought, answer) = (folder.join("bought.csv"), folder.join("lists.json"));
    let mut file = BufWriter::new(File::create(&bought)?);
    writeln!(file, "member,item,days")?;
    for member in 0..split.members.len() {
        for days in split.history(member).chunk_by(|a, b| a.item == b.item) {
            writeln!(file, "{member},{},{}", days[0].item, days.len())?;
        }
    }
    file.flush()?;
    let mut words = command.split_whitespace();
    let program = words.next().context("the command is empty")?;
    let status = Command::new(program)
        .args(words)
        .arg(&bought)
        .arg(&answer)
        .arg(split.items.len().to_string())
        .arg(LONGEST.to_string())
        .status()
        .with_context(|| format!("cannot run {program}"))?;
    ensure!(status.success(), "{command}: {status}");
    serde_json::from_reader(File::open(&answer)?).context("its lists")
}
