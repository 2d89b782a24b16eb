//! A model beside the baselines, and beside lists of other programs, on what came after the cut.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use memberview::estimate::{Model, Question, score};
use serde::{Deserialize, Serialize};

use crate::baseline::{personal, popular};
use crate::measure::{Asked, Mean, Measures};
use crate::split::Split;
use crate::tune::by_members;

/// How many items a list has.
pub const LONGEST: usize = 20;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Task {
    /// Everything that was bought after the cut.
    All,
    /// What of it the member had bought before.
    Again,
    /// What of it the member had never bought, from lists without what was bought.
    New,
    /// What was bought on the first day after the cut.
    Next,
}

impl Task {
    /// All, in order.
    pub const ALL: [Self; 4] = [Self::All, Self::Again, Self::New, Self::Next];

    fn targets(self, split: &Split) -> Vec<BTreeSet<u32>> {
        let again = |(all, new): (&BTreeSet<u32>, &BTreeSet<u32>)| all.difference(new).copied().collect();
        match self {
            Self::All => split.targets.clone(),
            Self::Again => split.targets.iter().zip(&split.new).map(again).collect(),
            Self::New => split.new.clone(),
            Self::Next => split.next.clone(),
        }
    }
}

/// A method's lists: of all items, and of items that each member never bought.
#[derive(Clone, Debug, Deserialize)]
pub struct Lists {
    /// What it is called.
    pub method: String,
    /// Of all items.
    pub all: Vec<Vec<u32>>,
    /// Of items that the member never bought.
    pub new: Vec<Vec<u32>>,
}

/// A method's measures at a task.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The method.
    pub method: String,
    /// The task.
    pub task: Task,
    /// Of the first ten.
    pub at_10: Measures,
    /// Of the first twenty.
    pub at_20: Measures,
    /// How much more NDCG the first ten have than those of the member's own frequencies, member by member.
    pub over_personal: Mean,
}

/// The baselines' lists.
pub fn baselines(split: &Split) -> Vec<Lists> {
    let lists = |method: &str, of: &dyn Fn(bool) -> Vec<Vec<u32>>| Lists {
        method: method.to_owned(),
        all: of(false),
        new: of(true),
    };
    vec![
        lists(PERSONAL, &|unseen| personal(split, unseen, LONGEST)),
        lists("popularity", &|unseen| popular(split, 0, unseen, LONGEST)),
        lists("popularity, last 28 days", &|unseen| popular(split, split.cut - 28, unseen, LONGEST)),
    ]
}

const PERSONAL: &str = "personal frequency";

/// The lists of a model.
pub fn of_model(split: &Split, model: &Model) -> Lists {
    let lists = |unseen: bool| {
        by_members(split, |history| {
            score(model, &Question { history, unseen }).iter().map(|one| one.item).take(LONGEST).collect()
        })
    };
    Lists { method: "memberview".to_owned(), all: lists(false), new: lists(true) }
}

/// The measures of all methods at all tasks.
pub fn measured(split: &Split, methods: &[Lists]) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for task in Task::ALL {
        let targets = task.targets(split);
        let mut personal = Vec::new();
        for Lists { method, all, new } in methods {
            let lists = match task {
                Task::All | Task::Next => all.clone(),
                Task::New => new.clone(),
                Task::Again => only_again(split, all),
            };
            ensure!(
                lists.len() == targets.len(),
                "{method}: {} lists for {} members",
                lists.len(),
                targets.len()
            );
            let of = |at| Measures::of(&Asked { lists: &lists, targets: &targets, split }, at);
            let (at_10, at_20) = (of(10), of(20));
            if method == PERSONAL {
                personal.clone_from(&at_10.each);
            }
            let over: Vec<f64> = at_10.each.iter().zip(&personal).map(|(own, other)| own - other).collect();
            let over_personal = Mean::of(&over);
            rows.push(Row { method: method.clone(), task, at_10, at_20, over_personal });
        }
    }
    Ok(rows)
}

/// Lists without what their members never bought.
fn only_again(split: &Split, lists: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let of = |(member, list): (usize, &Vec<u32>)| {
        list.iter().filter(|item| split.has(member, **item)).copied().collect()
    };
    lists.iter().enumerate().map(of).collect()
}
