//! The search against trying every combination.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::integer_division_remainder_used,
    reason = "a test may panic"
)]

use super::search::{Choice, Found, Leaves, Must, Shop, With, Within, search};
use crate::unit::{Overflow, Rounding, divide, split};

/// Offers on some lines: a part of what is left, or so much from a least amount on.
#[derive(Clone, Copy, Debug)]
struct Toy {
    lines: [bool; 3],
    part: i64,
    off: i64,
    least: i64,
    group: usize,
    with: With,
}

/// What is left of the lines, and the offers that took the rest off.
#[derive(Clone, Debug)]
struct Left {
    lines: [i64; 3],
    used: Vec<usize>,
}

impl Left {
    fn of(lines: [i64; 3]) -> Self {
        Self { lines, used: Vec::new() }
    }
}

struct Toys(Vec<Toy>);

impl Toys {
    /// The choices, each with the most that it takes off at first.
    fn known(&self, choices: &[Choice], start: &Left) -> Vec<Choice> {
        let most = |(offer, choice): (usize, &Choice)| Choice { most: self.most(offer, start), ..*choice };
        choices.iter().enumerate().map(most).collect()
    }

    fn most(&self, offer: usize, trial: &Left) -> i64 {
        let (toy, sum) = (self.0[offer], self.sum(offer, trial));
        if sum < toy.least { 0 } else { self.part(sum, toy.part).max(toy.off.min(sum)) }
    }

    fn sum(&self, offer: usize, left: &Left) -> i64 {
        let lines = self.0[offer].lines;
        left.lines.iter().zip(lines).filter(|(_, counts)| *counts).map(|(left, _)| left).sum()
    }
}

impl Shop for Toys {
    type Trial = Left;

    fn payable(&self, trial: &Left) -> i64 {
        trial.lines.iter().sum()
    }

    fn value(&self, trial: &Left) -> Result<i64, Overflow> {
        Ok(self.payable(trial))
    }

    fn least(&self, payable: i64) -> i64 {
        payable
    }

    fn apply(&self, offer: usize, trial: &Left) -> Result<Option<Left>, Overflow> {
        let toy = self.0[offer];
        let off = self.most(offer, trial);
        let weights: Vec<i128> = trial
            .lines
            .iter()
            .zip(toy.lines)
            .map(|(left, counts)| i128::from(*left) * i128::from(counts))
            .collect();
        let Some(shares) = split(off.into(), &weights)?.filter(|_| off > 0) else { return Ok(None) };
        let mut next = trial.clone();
        next.used.push(offer);
        for (left, share) in next.lines.iter_mut().zip(shares) {
            *left -= i64::try_from(share).map_err(|_| Overflow)?;
        }
        Ok(Some(next))
    }

    fn leaves(&self, offer: usize, trial: &Left) -> Leaves {
        match self.most(offer, trial) {
            0 => Leaves::Not,
            off => Leaves::Least(self.payable(trial) - off),
        }
    }

    fn joins(&self, offer: usize, chosen: &[usize]) -> bool {
        let with = self.0[offer].with;
        chosen.iter().all(|one| {
            let other = self.0[*one].with;
            let few = other == With::Few || with == With::Few;
            self.0[*one].group != self.0[offer].group && (!few || other == With::All || with == With::All)
        })
    }

    fn base(&self, scope: usize, trial: &Left) -> i64 {
        self.sum(scope, trial)
    }

    fn part(&self, amount: i64, part: i64) -> i64 {
        let exact = i128::from(amount) * i128::from(part);
        i64::try_from(divide(exact, 1_000_000, Rounding::HalfUp)).unwrap_or(0)
    }
}

/// Every combination in turn.
fn brute(shop: &Toys, choices: &[Choice], start: &Left, most: usize) -> (i64, Vec<usize>) {
    let mut best: Option<(i64, usize, Vec<usize>, Vec<usize>)> = None;
    for bits in 0_u32..1 << choices.len() {
        let chosen: Vec<usize> = (0..choices.len()).filter(|offer| bits >> offer & 1 == 1).collect();
        let alone = chosen.iter().enumerate().all(|(nth, offer)| shop.joins(*offer, &chosen[..nth]));
        if chosen.len() > most || !alone {
            continue;
        }
        let left = chosen.iter().try_fold(start.clone(), |left, offer| shop.apply(*offer, &left).unwrap());
        let Some(left) = left else { continue };
        let mut ranks: Vec<usize> = chosen.iter().map(|offer| choices[*offer].rank).collect();
        ranks.sort_unstable();
        let key = (shop.payable(&left), chosen.len(), ranks, chosen);
        if best.as_ref().is_none_or(|best| (key.0, key.1, &key.2) < (best.0, best.1, &best.2)) {
            best = Some(key);
        }
    }
    best.map(|(value, _, _, chosen)| (value, chosen)).unwrap()
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % n).unwrap()
    }
}

fn wallet(dice: &mut Dice, count: usize) -> (Toys, Vec<Choice>) {
    let (mut toys, mut choices): (Vec<Toy>, Vec<Choice>) = (Vec::new(), Vec::new());
    for offer in 0..count {
        let lines =
            if dice.below(3) == 0 { [true; 3] } else { [dice.below(2) == 0, dice.below(2) == 0, true] };
        let is_part = dice.below(2) == 0;
        let part = if is_part {
            [50_000, 100_000, 100_000, 333_333][usize::try_from(dice.below(4)).unwrap()]
        } else {
            0
        };
        let off = if is_part { 0 } else { dice.below(6) * 50 };
        let least = if dice.below(2) == 0 { 0 } else { dice.below(8) * 300 };
        let group = if dice.below(3) == 0 { usize::try_from(dice.below(3)).unwrap() } else { 10 + offer };
        let with = match dice.below(6) {
            0 => With::Few,
            1 => With::All,
            _ => With::Others,
        };
        toys.push(Toy { lines, part, off, least, group, with });
        let scope = toys.iter().position(|toy| toy.lines == lines).unwrap();
        choices.push(Choice {
            step: 0,
            any_order: false,
            must: Must::Can,
            rank: offer * 7 % count,
            most: 0,
            alike: None,
            with,
            group: (group < 10).then_some((group, 1)),
            part: (is_part && least == 0).then_some((scope, part)),
        });
    }
    (Toys(toys), choices)
}

#[test]
fn as_good_as_trying_all() {
    let mut dice = Dice(7);
    for round in 0..3000 {
        let count = 1 + usize::try_from(dice.below(11)).unwrap();
        // A prime would be coprime with 7; ranks must differ.
        let count = if count == 7 { 8 } else { count };
        let (shop, choices) = wallet(&mut dice, count);
        let start = Left::of([dice.below(1500), dice.below(1500), dice.below(1500)]);
        let most = 1 + usize::try_from(dice.below(4)).unwrap();
        let found =
            search(&shop, &shop.known(&choices, &start), &start, Within { offers: most, work: 100_000 })
                .unwrap()
                .unwrap();
        let (value, chosen) = brute(&shop, &choices, &start, most);
        assert_eq!((found.value, &found.trial.used, found.missed), (value, &chosen, None), "round {round}");
    }
}

#[test]
fn what_was_not_looked_at_is_told() {
    let mut dice = Dice(3);
    let mut cut_short = 0;
    for _ in 0..500 {
        let (shop, choices) = wallet(&mut dice, 10);
        let start = Left::of([dice.below(1500), dice.below(1500), dice.below(1500)]);
        let Found { value, missed, .. } =
            search(&shop, &shop.known(&choices, &start), &start, Within { offers: 3, work: 1 })
                .unwrap()
                .unwrap();
        let best = brute(&shop, &choices, &start, 3).0;
        assert!(missed.unwrap_or(value) <= best && best <= value);
        cut_short += i32::from(missed.is_some());
    }
    assert!(cut_short > 50);
}

#[test]
fn many_like_parts_are_not_tried_in_every_way() {
    let lines = [true; 3];
    let toys = (0..50)
        .map(|group| Toy { lines, part: 100_000, off: 0, least: 0, group, with: With::Others })
        .collect();
    let choices: Vec<Choice> = (0..50)
        .map(|rank| Choice {
            step: 0,
            any_order: false,
            must: Must::Can,
            rank,
            most: 0,
            alike: None,
            with: With::Others,
            group: None,
            part: Some((0, 100_000)),
        })
        .collect();
    let within = Within { offers: 3, work: 4000 };
    let (toys, start) = (Toys(toys), Left::of([3000, 4000, 3005]));
    let found = search(&toys, &toys.known(&choices, &start), &start, within).unwrap().unwrap();
    assert_eq!((found.trial.used, found.missed), (vec![0, 1, 2], None));
}

/// Every order of every choice of offers.
fn brute_in_any_order(shop: &Toys, start: &Left, pinned: usize, most: usize) -> Option<(i64, Vec<usize>)> {
    let mut best: Option<(i64, usize, Vec<usize>)> = None;
    let mut ways = vec![start.clone()];
    while let Some(left) = ways.pop() {
        let chosen = &left.used;
        let mut sorted = chosen.clone();
        sorted.sort_unstable();
        let key = (shop.payable(&left), chosen.len(), sorted);
        if chosen.contains(&pinned) && best.as_ref().is_none_or(|best| key < *best) {
            best = Some(key);
        }
        for offer in (0..shop.0.len()).filter(|_| chosen.len() < most) {
            if !chosen.contains(&offer)
                && shop.joins(offer, chosen)
                && let Some(next) = shop.apply(offer, &left).unwrap()
            {
                ways.push(next);
            }
        }
    }
    best.map(|(value, _, chosen)| (value, chosen))
}

#[test]
fn in_any_order_and_with_one_that_must_be() {
    let mut dice = Dice(11);
    let mut none = 0;
    for round in 0..1000 {
        let count = 2 + usize::try_from(dice.below(4)).unwrap();
        let (shop, mut choices) = wallet(&mut dice, count);
        for (rank, choice) in choices.iter_mut().enumerate() {
            (choice.any_order, choice.rank) = (true, rank);
        }
        choices[1].must = Must::Be;
        let start = Left::of([dice.below(1500), dice.below(1500), dice.below(1500)]);
        let found = search(&shop, &shop.known(&choices, &start), &start, Within { offers: 3, work: 100_000 })
            .unwrap();
        let found = found.map(|mut found| {
            found.trial.used.sort_unstable();
            (found.value, found.trial.used)
        });
        none += i32::from(found.is_none());
        assert_eq!(found, brute_in_any_order(&shop, &start, 1, 3), "round {round}");
    }
    assert!(none > 20);
}

#[test]
fn what_always_applies_is_never_left_out() {
    let all = Toy { lines: [true; 3], part: 0, off: 0, least: 0, group: 0, with: With::Others };
    // The first makes the second miss its least amount; without it the second alone would be better.
    let shop = Toys(vec![Toy { off: 100, ..all }, Toy { off: 400, least: 1000, group: 1, ..all }]);
    let choice = Choice {
        step: 0,
        any_order: false,
        must: Must::Can,
        rank: 0,
        most: 0,
        alike: None,
        with: With::Others,
        group: None,
        part: None,
    };
    let choices = [Choice { must: Must::Wherever, ..choice }, Choice { rank: 1, ..choice }];
    for (amount, value, used) in [(1000, 900, vec![0]), (1100, 600, vec![0, 1])] {
        let start = Left::of([amount, 0, 0]);
        let within = Within { offers: 1, work: 1000 };
        let found = search(&shop, &shop.known(&choices, &start), &start, within).unwrap().unwrap();
        assert_eq!((found.value, found.trial.used), (value, used));
    }
}
