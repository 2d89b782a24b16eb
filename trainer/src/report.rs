//! What came out: as JSON, as text, and as a page that stands by itself.

use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::evaluate::{Row, Task};
use crate::page;
use crate::settings::{Cuts, Settings};
use crate::split::Split;
use crate::tune::Trial;

/// A report.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The command that gives it again.
    pub command: String,
    /// What was split.
    pub data: Data,
    /// Where it was cut.
    pub cuts: Cuts,
    /// What was chosen.
    pub settings: Settings,
    /// What was tried for it.
    pub trials: Vec<Trial>,
    /// How many bytes the model has.
    pub bytes: usize,
    /// What was measured.
    pub rows: Vec<Row>,
}

/// What was split.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Data {
    /// Members with enough days before the cut.
    pub members: usize,
    /// Items that enough members bought.
    pub items: usize,
    /// Purchases before the cut: a member, an item, a day.
    pub purchases: usize,
    /// Pairs of members and items before it.
    pub pairs: usize,
    /// Pairs after it.
    pub asked: usize,
    /// How many of them are of known members and items.
    pub known: usize,
}

impl Report {
    /// Of what was measured.
    pub fn new(
        split: &Split,
        cuts: &Cuts,
        settings: Settings,
        trials: Vec<Trial>,
        bytes: usize,
        rows: Vec<Row>,
    ) -> Self {
        let data = Data {
            members: split.members.len(),
            items: split.items.len(),
            purchases: split.before.len(),
            pairs: split.bought_pairs(),
            asked: split.pairs,
            known: split.targets.iter().map(std::collections::BTreeSet::len).sum(),
        };
        let command: Vec<String> = std::env::args().skip(1).collect();
        let command = format!("cargo run --profile tool -p trainer -- {}", command.join(" "));
        Self { command, data, cuts: cuts.clone(), settings, trials, bytes, rows }
    }

    /// Writes it as `.json` and `.html`.
    pub fn write(&self, path: &Path) -> Result<()> {
        std::fs::write(path.with_extension("json"), serde_json::to_string_pretty(self)? + "\n")?;
        std::fs::write(path.with_extension("html"), page::page(self))?;
        Ok(())
    }

    /// As text: a line for each method and task.
    pub fn text(&self) -> String {
        let mut text = format!(
            "{} members, {} items, {} purchases before day {}, {} of {} pairs after it known; {} bytes\n",
            self.data.members,
            self.data.items,
            self.data.purchases,
            self.cuts.test,
            self.data.known,
            self.data.asked,
            self.bytes
        );
        for task in Task::ALL {
            text += &format!("\n{task:?}: P@10, R@10, NDCG@10 ± error, coverage, new; P@20, R@20, NDCG@20\n");
            for row in self.rows.iter().filter(|row| row.task == task) {
                let (a, b) = (&row.at_10, &row.at_20);
                text += &format!(
                    "{:26} {:.4} {:.4} {:.4} ±{:.4} {:.4} {:.3}   {:.4} {:.4} {:.4}\n",
                    row.method,
                    a.precision.mean,
                    a.recall.mean,
                    a.ndcg.mean,
                    a.ndcg.error,
                    a.coverage,
                    a.new,
                    b.precision.mean,
                    b.recall.mean,
                    b.ndcg.mean,
                );
            }
        }
        text
    }
}
