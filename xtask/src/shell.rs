//! Running other programs: quiet when they succeed, everything they said when they fail.

use anyhow::{Context, Result, bail};
use std::ffi::OsStr;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Where builds go: `CARGO_TARGET_DIR` when it is set, else `target/`.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// A command that runs at the root and sees nothing of the cargo that runs us but its jobserver.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    for name in
        ["CARGO", "RUSTC", "RUSTDOC", "CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "RUST_RECURSION_COUNT"]
    {
        command.env_remove(name);
    }
    command
}

/// Runs `command` to its end; gives what it printed.
///
/// # Errors
/// When it cannot start or does not exit with 0; its last lines are then in the error, all of them in a log.
pub fn run(log: &str, command: &mut Command) -> Result<String> {
    let path = self::log(log);
    write(&path, b"")?;
    let out = File::create(&path)?;
    let shown = format!("{command:?}");
    let status = command
        .stdin(std::process::Stdio::null())
        .stderr(out.try_clone()?)
        .stdout(out)
        .status()
        .with_context(|| format!("cannot start {shown}"))?;
    let text = String::from_utf8_lossy(&std::fs::read(&path)?).into_owned();
    if !status.success() {
        let lines: Vec<&str> = text.lines().collect();
        let tail =
            lines.iter().skip(lines.len().saturating_sub(TAIL)).copied().collect::<Vec<_>>().join("\n");
        bail!("{tail}\n{shown}\nended with {status}; all it said is in {}", path.display());
    }
    Ok(text)
}

/// Where `run` keeps what a command says.
pub fn log(name: &str) -> PathBuf {
    target().join("xtask/log").join(format!("{name}.log"))
}

/// Whether `program` can be found on PATH.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}

/// Writes `bytes` to `path`, making its folder.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

/// Reads a file, naming it when that fails.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

const TAIL: usize = 120;
