//! What a model may see and what it is asked, by one moment for all members.

use std::collections::BTreeSet;

use memberview::estimate::History;

use crate::log::{Log, Names, Product, Purchase};

/// Which items and members are asked about.
#[derive(Clone, Copy, Debug)]
pub struct Least {
    /// An item was bought by at least so many members before the cut.
    pub members: usize,
    /// A member bought on at least so many days before it.
    pub days: usize,
}

/// A log cut in two: what was before, and what came after for each member.
#[derive(Clone, Debug, Default)]
pub struct Split {
    /// The members that bought on enough days before the cut, in the log's order.
    pub members: Vec<u32>,
    /// The items that enough members bought before it, in the log's order.
    pub items: Names,
    /// What is known of them.
    pub products: Vec<Product>,
    /// What these members bought of these items before the cut, both numbered anew.
    pub before: Vec<Purchase>,
    /// The first day after what was before.
    pub cut: i32,
    /// The day on which an item was first bought by anybody.
    pub launched: Vec<i32>,
    /// Where in `before` each member's purchases begin; one more than there are members.
    pub starts: Vec<usize>,
    /// What each member bought from the cut on.
    pub targets: Vec<BTreeSet<u32>>,
    /// What of it the member had never bought.
    pub new: Vec<BTreeSet<u32>>,
    /// What the member bought on the first day from the cut on.
    pub next: Vec<BTreeSet<u32>>,
    /// How many different pairs of members and items there are from the cut on, known or not.
    pub pairs: usize,
}

impl Split {
    /// Cuts a log: what comes from `cut` on and before `end` is asked.
    pub fn of(log: &Log, cut: i32, end: i32, least: Least) -> Self {
        let known = |one: &&Purchase| one.day < cut;
        let mut buyers = vec![BTreeSet::new(); log.items.len()];
        for one in log.purchases.iter().filter(known) {
            buyers[one.item as usize].insert(one.member);
        }
        let is_item: Vec<bool> = buyers.iter().map(|buyers| buyers.len() >= least.members).collect();
        let mut days = vec![BTreeSet::new(); log.members.len()];
        for one in log.purchases.iter().filter(known).filter(|one| is_item[one.item as usize]) {
            days[one.member as usize].insert(one.day);
        }
        let members: Vec<u32> = (0..log.members.len())
            .filter(|member| days[*member].len() >= least.days)
            .map(|member| member as u32)
            .collect();
        let member_at = places(&members, log.members.len());
        let items: Vec<u32> =
            (0..log.items.len()).filter(|item| is_item[*item]).map(|item| item as u32).collect();
        let item_at = places(&items, log.items.len());
        let renamed = |one: &Purchase| {
            let (member, item) = (member_at[one.member as usize]?, item_at[one.item as usize]?);
            Some(Purchase { member, item, ..*one })
        };
        let before: Vec<Purchase> = log.purchases.iter().filter(known).filter_map(renamed).collect();
        let mut split = Self {
            items: Names::of(items.iter().map(|item| &*log.items.names[*item as usize])),
            products: items.iter().map(|item| log.products[*item as usize].clone()).collect(),
            launched: launched(log, &items),
            starts: starts(&before, members.len()),
            targets: vec![BTreeSet::new(); members.len()],
            new: Vec::new(),
            next: vec![BTreeSet::new(); members.len()],
            pairs: 0,
            members,
            before,
            cut,
        };
        let asked = |one: &&Purchase| (cut..end).contains(&one.day);
        let pairs: BTreeSet<(u32, u32)> =
            log.purchases.iter().filter(asked).map(|one| (one.member, one.item)).collect();
        split.pairs = pairs.len();
        let after: Vec<Purchase> = log.purchases.iter().filter(asked).filter_map(renamed).collect();
        split.ask(&after);
        split
    }

    fn ask(&mut self, after: &[Purchase]) {
        let mut first = vec![i32::MAX; self.members.len()];
        for one in after {
            self.targets[one.member as usize].insert(one.item);
            first[one.member as usize] = first[one.member as usize].min(one.day);
        }
        for one in after.iter().filter(|one| one.day == first[one.member as usize]) {
            self.next[one.member as usize].insert(one.item);
        }
        self.new = (0..self.members.len())
            .map(|member| {
                self.targets[member].iter().filter(|item| !self.has(member, **item)).copied().collect()
            })
            .collect();
    }

    /// What a member bought before the cut, by item and day.
    pub fn history(&self, member: usize) -> &[Purchase] {
        &self.before[self.starts[member]..self.starts[member + 1]]
    }

    /// Whether a member has bought an item before the cut.
    pub fn has(&self, member: usize, item: u32) -> bool {
        self.history(member).binary_search_by_key(&item, |one| one.item).is_ok()
    }

    /// What a model sees of a member on the day of the cut.
    pub fn seen(&self, member: usize) -> History {
        let purchases = self.history(member).iter().map(|one| (one.item, one.day)).collect();
        History::of(purchases, self.cut)
    }

    /// How many members have bought each item before the cut, from a day on.
    pub fn buyers_since(&self, day: i32) -> Vec<u32> {
        let mut buyers = vec![0; self.items.len()];
        for member in 0..self.members.len() {
            let mut last = None;
            for one in self.history(member).iter().filter(|one| one.day >= day) {
                if last != Some(one.item) {
                    buyers[one.item as usize] += 1;
                }
                last = Some(one.item);
            }
        }
        buyers
    }

    /// How many pairs of members and items were bought before the cut.
    pub fn bought_pairs(&self) -> usize {
        (0..self.members.len())
            .map(|member| self.history(member).chunk_by(|a, b| a.item == b.item).count())
            .sum()
    }
}

/// Where each number stands in an ascending list.
fn places(list: &[u32], of: usize) -> Vec<Option<u32>> {
    let mut places = vec![None; of];
    for (place, number) in list.iter().enumerate() {
        places[*number as usize] = Some(place as u32);
    }
    places
}

fn launched(log: &Log, items: &[u32]) -> Vec<i32> {
    let mut first = vec![i32::MAX; log.items.len()];
    for one in &log.purchases {
        first[one.item as usize] = first[one.item as usize].min(one.day);
    }
    items.iter().map(|item| first[*item as usize]).collect()
}

fn starts(purchases: &[Purchase], members: usize) -> Vec<usize> {
    (0..=members).map(|member| purchases.partition_point(|one| (one.member as usize) < member)).collect()
}
