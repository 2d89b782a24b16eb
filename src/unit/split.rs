//! Shares that add up to the whole.

use super::{Overflow, Rounding, divide, product, sorted_places};

/// Splits a whole number, not negative, by weights that are not negative: the shares add up to `total`, a weight of zero gets
/// zero, and what is left over goes to the largest remainders, the earlier first. No weights at all give `None`.
///
/// # Errors
/// When a product leaves the range of 128 bits.
pub fn split(total: i128, weights: &[i128]) -> Result<Option<Vec<i128>>, Overflow> {
    let mut sum = 0_i128;
    for weight in weights {
        sum = sum.checked_add(*weight).ok_or(Overflow)?;
    }
    if sum == 0 {
        return Ok(None);
    }
    let mut left = total;
    let (mut shares, mut remainders) = (Vec::with_capacity(weights.len()), Vec::with_capacity(weights.len()));
    for weight in weights {
        let exact = product(total, *weight)?;
        let share = divide(exact, sum, Rounding::Floor);
        left = left.saturating_sub(share);
        remainders.push(exact.saturating_sub(product(share, sum)?));
        shares.push(share);
    }
    let remainder = |place: usize| remainders.get(place).copied().unwrap_or(0);
    for place in sorted_places(shares.len(), &|a, b| remainder(b).cmp(&remainder(a))) {
        if let Some(share) = shares.get_mut(place)
            && left > 0
            && remainder(place) > 0
        {
            *share = share.saturating_add(1);
            left = left.saturating_sub(1);
        }
    }
    Ok(Some(shares))
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn shares_add_up() {
        assert_eq!(split(10, &[0, 5, 5, 5]), Ok(Some(vec![0, 4, 3, 3])));
        assert_eq!(split(1, &[1, 1, 1]), Ok(Some(vec![1, 0, 0])));
        assert_eq!(split(100, &[1, 2]), Ok(Some(vec![33, 67])));
        assert_eq!(split(5, &[]), Ok(None));
        assert_eq!(split(5, &[0, 0]), Ok(None));
    }
}
