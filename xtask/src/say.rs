//! One line for each step, with its time; a spinner while it runs when someone is watching.

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// A step that is under way.
pub struct Step {
    bar: Option<ProgressBar>,
    note: std::cell::RefCell<String>,
}

impl Step {
    /// What the line will say beside the step's name when it is done.
    pub fn note(&self, text: impl Into<String>) {
        let text = text.into();
        if let Some(bar) = &self.bar {
            bar.set_message(text.clone());
        }
        self.note.replace(text);
    }
}

/// Does `work` as one step: prints its name, what it noted, and how long it took.
pub fn step<T>(name: &str, work: impl FnOnce(&Step) -> Result<T>) -> Result<T> {
    let started = Instant::now();
    let step = Step { bar: spinner(name), note: String::new().into() };
    let result = work(&step);
    if let Some(bar) = &step.bar {
        bar.finish_and_clear();
        print!("{name:<28} ");
    }
    let note = if result.is_ok() { step.note.into_inner() } else { "FAILED".to_owned() };
    println!("{note:<60} {:>6.1} s", started.elapsed().as_secs_f64());
    result
}

fn spinner(name: &str) -> Option<ProgressBar> {
    if !std::io::stdout().is_terminal() {
        print!("{name:<28} ");
        drop(std::io::stdout().flush());
        return None;
    }
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix:<28} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar.set_prefix(name.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    Some(bar)
}
