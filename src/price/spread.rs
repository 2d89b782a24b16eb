//! How what is taken off is spread: parts that add up to the whole, none above its room.

use crate::config::SplitRounding;
use crate::unit::{Rounding, by_number, divide, sorted_places};

/// So many alike that get as much each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// What they are, for the caller.
    pub(super) of: usize,
    /// How many.
    pub(super) count: i64,
    /// The weight of each.
    pub(super) weight: i64,
    /// How much each can get.
    pub(super) room: i64,
    /// How much each gets.
    pub(super) got: i64,
}

impl Slot {
    pub(super) fn new(of: usize, count: i64, weight: i64, room: i64) -> Self {
        Self { of, count, weight, room, got: 0 }
    }

    fn is_open(&self) -> bool {
        self.weight > 0 && self.room > self.got
    }
}

/// Spreads an amount by weights; what one has no room for is spread over the others in the same way, until there is no room. Gives what
/// is left over. A slot of which some get one more becomes two.
pub(super) fn spread(total: i64, slots: &mut Vec<Slot>, odd: SplitRounding) -> i64 {
    if let [slot] = **slots
        && odd != SplitRounding::LastLine
        && slot.is_open()
        && slot.got == 0
    {
        return alike(total, slot, slots);
    }
    let mut left = total;
    while left > 0 {
        let mut sum = 0_i128;
        for slot in slots.iter().filter(|slot| slot.is_open()) {
            sum = sum.saturating_add(i128::from(slot.count).saturating_mul(slot.weight.into()));
        }
        if sum == 0 {
            break;
        }
        left = round(left, sum, slots, odd);
    }
    left
}

/// The same where all are alike, which most often they are.
fn alike(total: i64, slot: Slot, slots: &mut Vec<Slot>) -> i64 {
    let (parts, rest) = even(total, slot.count, slot.room);
    slots.clear();
    for (count, got) in parts {
        if count > 0 {
            slots.push(Slot { count, got, ..slot });
        }
    }
    rest
}

/// An amount spread over so many that are alike, of which each has so much room: the first ones get one more. How many get how much, and
/// what is left over.
pub(super) fn even(total: i64, count: i64, room: i64) -> ([(i64, i64); 2], i64) {
    let placed = total.min(count.saturating_mul(room));
    let share = placed.checked_div(count).unwrap_or(0);
    let more = placed.saturating_sub(share.saturating_mul(count));
    let parts = [(more, share.saturating_add(1)), (count.saturating_sub(more), share)];
    (parts, total.saturating_sub(placed))
}

/// One round; gives what there was no room for.
fn round(total: i64, sum: i128, slots: &mut Vec<Slot>, odd: SplitRounding) -> i64 {
    let mut missing = total;
    let mut shares = Vec::with_capacity(slots.len());
    for slot in slots.iter() {
        let (share, rest) = if slot.is_open() { share(total, slot.weight, sum) } else { (0, 0) };
        missing = missing.saturating_sub(share.saturating_mul(slot.count));
        shares.push(Share { got: share, rest, extra: 0 });
    }
    if missing > 0 {
        let turns = match odd {
            SplitRounding::LargestRemainder => by_rest(&shares, sum),
            SplitRounding::FirstLine => (0..slots.len()).collect(),
            SplitRounding::LastLine => Vec::new(),
        };
        for place in turns {
            let open = slots.get(place).filter(|slot| slot.is_open());
            let some = open.map_or(0, |slot| slot.count).min(missing);
            missing = missing.saturating_sub(some);
            if let Some(share) = shares.get_mut(place) {
                share.extra = some;
            }
        }
    }
    let mut cut = 0_i64;
    let mut filled = Vec::with_capacity(slots.len().saturating_add(1));
    for (slot, Share { got: share, extra: some, .. }) in slots.iter().zip(shares) {
        for (count, share) in [(some, share.saturating_add(1)), (slot.count.saturating_sub(some), share)] {
            if count > 0 {
                let fits = if slot.is_open() { share.min(slot.room.saturating_sub(slot.got)) } else { 0 };
                cut = cut.saturating_add(count.saturating_mul(share.saturating_sub(fits)));
                filled.push(Slot { count, got: slot.got.saturating_add(fits), ..*slot });
            }
        }
    }
    *slots = filled;
    cut.saturating_add(from_the_end(missing, slots))
}

/// What a slot gets in a round.
struct Share {
    got: i64,
    /// What was rounded down.
    rest: i128,
    /// How many of it get one more.
    extra: i64,
}

/// A weight's share of an amount, rounded down, and what that leaves out. A wasm has instructions for 64 bits, which nearly always do.
fn share(total: i64, weight: i64, sum: i128) -> (i64, i128) {
    if let (Some(exact), Ok(sum)) = (total.checked_mul(weight), i64::try_from(sum))
        && let (Some(share), Some(rest)) = (exact.checked_div(sum), exact.checked_rem(sum))
    {
        return (share, rest.into());
    }
    let exact = i128::from(total).saturating_mul(weight.into());
    let share = divide(exact, sum, Rounding::Floor);
    (i64::try_from(share).unwrap_or(0), exact.saturating_sub(share.saturating_mul(sum)))
}

/// The places of shares, the largest rest first.
fn by_rest(shares: &[Share], sum: i128) -> Vec<usize> {
    if i64::try_from(sum).is_err() {
        let rest = |place: usize| shares.get(place).map_or(0, |share| share.rest);
        return sorted_places(shares.len(), &|a, b| rest(b).cmp(&rest(a)));
    }
    let mut rests = Vec::with_capacity(shares.len());
    for (place, share) in shares.iter().enumerate() {
        rests.push((i64::try_from(share.rest).unwrap_or(0).saturating_neg(), place));
    }
    by_number(&mut rests);
    rests.into_iter().map(|(_, place)| place).collect()
}

/// Gives odd minor units to the last one, and what it has no room for to the one before; gives what is left over.
fn from_the_end(mut odd: i64, slots: &mut Vec<Slot>) -> i64 {
    if odd == 0 {
        return 0;
    }
    let mut filled = Vec::with_capacity(slots.len().saturating_add(2));
    for slot in slots.iter().rev() {
        let room = if slot.is_open() { slot.room.saturating_sub(slot.got) } else { 0 };
        let whole = i64::try_from(divide(odd.into(), room.into(), Rounding::Floor)).unwrap_or(0);
        let whole = whole.min(slot.count);
        odd = odd.saturating_sub(whole.saturating_mul(room));
        let last = if room > 0 && whole < slot.count { odd } else { 0 };
        odd = odd.saturating_sub(last);
        let one = i64::from(last > 0);
        let rest = slot.count.saturating_sub(whole).saturating_sub(one);
        for (count, more) in [(whole, room), (one, last), (rest, 0)] {
            if count > 0 {
                filled.push(Slot { count, got: slot.got.saturating_add(more), ..*slot });
            }
        }
    }
    filled.reverse();
    *slots = filled;
    odd
}

#[cfg(test)]
mod tests {
    use super::{Slot, spread};
    use crate::config::SplitRounding::{self, FirstLine, LargestRemainder, LastLine};

    fn shares(total: i64, slots: &[(i64, i64, i64)], odd: SplitRounding) -> (Vec<(i64, i64)>, i64) {
        let slots = slots.iter().map(|(count, weight, room)| Slot::new(0, *count, *weight, *room));
        let mut slots: Vec<Slot> = slots.collect();
        let left = spread(total, &mut slots, odd);
        (slots.iter().map(|slot| (slot.count, slot.got)).collect(), left)
    }

    #[test]
    fn four_ways_in_the_wild_and_three_of_them_here() {
        let lines = [(1, 4300, 4300), (1, 1400, 1400), (1, 2300, 2300)];
        assert_eq!(shares(300, &lines, LargestRemainder), (vec![(1, 161), (1, 53), (1, 86)], 0));
        assert_eq!(shares(300, &lines, FirstLine), (vec![(1, 162), (1, 52), (1, 86)], 0));
        assert_eq!(shares(300, &lines, LastLine), (vec![(1, 161), (1, 52), (1, 87)], 0));
    }

    #[test]
    fn nothing_vanishes_and_what_is_free_stays_free() {
        assert_eq!(shares(1, &[(3, 1, 9)], LargestRemainder), (vec![(1, 1), (2, 0)], 0));
        assert_eq!(shares(10, &[(1, 0, 0), (3, 5, 5)], LargestRemainder), (vec![(1, 0), (1, 4), (2, 3)], 0));
        assert_eq!(shares(10, &[], LargestRemainder), (vec![], 10));
        assert_eq!(shares(2, &[(3, 1, 9)], LastLine), (vec![(2, 0), (1, 2)], 0));
        assert_eq!(shares(2, &[(3, 1, 1)], LastLine), (vec![(1, 0), (2, 1)], 0));
        assert_eq!(shares(10_000, &[(9_000_000_000, 1, 1)], LastLine).0.last(), Some(&(10_000, 1)));
    }

    #[test]
    fn what_a_room_cuts_goes_to_the_others() {
        assert_eq!(shares(30, &[(1, 50, 5), (1, 50, 50)], LargestRemainder), (vec![(1, 5), (1, 25)], 0));
        assert_eq!(shares(30, &[(1, 50, 5), (1, 50, 8)], LargestRemainder), (vec![(1, 5), (1, 8)], 17));
    }
}
