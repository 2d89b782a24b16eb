//! What is told while it works: a line for each step, with the seconds since the start.

use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use crate::tune::Trial;

/// Tells steps.
#[derive(Debug)]
pub struct Say {
    started: Instant,
    bar: ProgressBar,
}

impl Say {
    /// From now on.
    #[expect(clippy::new_without_default, reason = "it begins to count")]
    pub fn new() -> Self {
        let style = ProgressStyle::with_template("{elapsed:>6} {spinner} {msg}");
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar.enable_steady_tick(std::time::Duration::from_millis(200));
        Self { started: Instant::now(), bar }
    }

    /// A step that is done; what follows is under way.
    pub fn done(&self, what: &str) {
        self.bar.suspend(|| println!("{:7.1} s  {what}", self.started.elapsed().as_secs_f64()));
    }

    /// What is under way.
    pub fn begin(&self, what: &str) {
        self.bar.set_message(what.to_owned());
    }

    /// Something that was tried.
    pub fn trial(&self, setting: String, ndcg: f64) -> Trial {
        self.done(&format!("{setting}: NDCG@10 {ndcg:.4}"));
        Trial { setting, ndcg }
    }
}
