//! What every method has to beat: what sells, and what the member buys most.

use std::cmp::Reverse;

use crate::split::Split;

/// The order in which items stand that have the same score: by their ids as numbers where all are, else by their bytes.
fn order(split: &Split) -> Vec<i64> {
    let numbers: Option<Vec<i64>> = split.items.names.iter().map(|name| name.parse().ok()).collect();
    numbers.unwrap_or_else(|| (0..).take(split.items.len()).collect())
}

/// Items by how many members bought them from a day on, without those that a member is not to be shown.
pub fn popular(split: &Split, since: i32, unseen: bool, most: usize) -> Vec<Vec<u32>> {
    let (buyers, order) = (split.buyers_since(since), order(split));
    let mut items: Vec<u32> = (0..split.items.len() as u32).collect();
    items.sort_by_key(|item| (Reverse(buyers[*item as usize]), order[*item as usize]));
    (0..split.members.len())
        .map(|member| {
            let shown = |item: &&u32| !unseen || !split.has(member, **item);
            items.iter().filter(shown).take(most).copied().collect()
        })
        .collect()
}

/// What the member bought on most days, then what sells; or what sells alone where only new items are asked for.
pub fn personal(split: &Split, unseen: bool, most: usize) -> Vec<Vec<u32>> {
    let popular = popular(split, 0, unseen, most);
    if unseen {
        return popular;
    }
    let (buyers, order) = (split.buyers_since(0), order(split));
    let lists = popular.into_iter().enumerate().map(|(member, popular)| {
        let mut counted: Vec<_> = split
            .history(member)
            .chunk_by(|a, b| a.item == b.item)
            .map(|days| {
                let item = days[0].item;
                (Reverse(days.len()), Reverse(buyers[item as usize]), order[item as usize], item)
            })
            .collect();
        counted.sort_unstable();
        let own = counted.into_iter().map(|(.., item)| item);
        let mut list: Vec<u32> = own.take(most).collect();
        let more: Vec<u32> = popular.into_iter().filter(|item| !list.contains(item)).collect();
        list.extend(more.into_iter().take(most - list.len()));
        list
    });
    lists.collect()
}
