//! Shares that add up to the whole.

use super::{Overflow, Rounding, divide, product};

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
    let mut shares = Vec::with_capacity(weights.len());
    for (place, weight) in weights.iter().enumerate() {
        let exact = product(total, *weight)?;
        let share = divide(exact, sum, Rounding::Floor);
        left = left.saturating_sub(share);
        shares.push((exact.saturating_sub(product(share, sum)?), place, share));
    }
    shares.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (remainder, _, share) in &mut shares {
        if left > 0 && *remainder > 0 {
            *share = share.saturating_add(1);
            left = left.saturating_sub(1);
        }
    }
    shares.sort_by_key(|(_, place, _)| *place);
    Ok(Some(shares.into_iter().map(|(_, _, share)| share).collect()))
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
