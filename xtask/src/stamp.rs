//! Stamps: a step is done again only when something that it reads has changed.

use crate::shell::{root, target, write};
use anyhow::Result;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// What a step reads, as one number.
#[derive(Default)]
pub struct Inputs(DefaultHasher);

impl Inputs {
    /// Adds bytes.
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        bytes.hash(&mut self.0);
        self
    }

    /// Adds a file, or every file under a folder; what does not exist counts as empty.
    pub fn path(mut self, path: &Path) -> Self {
        for file in files(path) {
            file.hash(&mut self.0);
            std::fs::read(&file).unwrap_or_default().hash(&mut self.0);
        }
        self
    }

    /// Whether the step `name` has made `made` with exactly these, and it is still there.
    pub fn fresh(&self, name: &str, made: &Path) -> bool {
        made.exists() && std::fs::read_to_string(file(name, made)).is_ok_and(|text| text == self.text())
    }

    /// Says that the step `name` has made `made` with these.
    pub fn stamp(&self, name: &str, made: &Path) -> Result<()> {
        write(&file(name, made), self.text().as_bytes())
    }

    fn text(&self) -> String {
        format!("{:016x}", self.0.finish())
    }
}

/// Every file under `path`, in order; `path` itself when it is a file.
pub fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let mut found: Vec<PathBuf> = std::fs::read_dir(path)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name() != "node_modules")
        .flat_map(|entry| files(&entry.path()))
        .collect();
    found.sort();
    found
}

/// What is made in the tree is known to every target directory; `npm ci` forgets it with all else.
fn file(name: &str, made: &Path) -> PathBuf {
    let folder = if made.starts_with(target()) {
        target().join("xtask/stamp")
    } else {
        root().join("node_modules/.xtask")
    };
    folder.join(name)
}
