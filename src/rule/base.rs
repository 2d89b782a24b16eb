//! What a rate is on: pieces of an event, each with how much of the base it has.

use super::{Happening, Standpoint};
use crate::ledger::{Line, Order};
use crate::program::{Base, Program};
use crate::state::Left;
use crate::unit::{Overflow, divide, plus, product, split};

/// A piece of a base.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// The line it belongs to; `None` is the event itself, or its shipping.
    pub line: Option<&'a Line>,
    /// How much of the base it has, in the base's units.
    pub amount: i64,
    /// Units of which it consists.
    pub units: i64,
}

/// The lines of an order of which units are left, in a scope if there is one.
fn bought<'a>(
    order: &'a Order,
    left: &'a [Left],
    scope: Option<usize>,
) -> impl Iterator<Item = (usize, &'a Line, &'a Left)> {
    let lines = order.lines.iter().zip(left).enumerate().map(|(index, (line, left))| (index, line, left));
    lines.filter(move |(_, line, left)| {
        left.quantity > 0 && scope.is_none_or(|scope| line.scopes.contains(&scope))
    })
}

/// Whether a rule of a scope has anything in an event.
#[must_use]
pub fn reaches(scope: Option<usize>, event: Happening<'_>) -> bool {
    match event {
        Happening::Order(order, left) => scope.is_none() || bought(order, left, scope).next().is_some(),
        Happening::Activity { .. } => true,
    }
}

/// The pieces of an event on which a rate counts.
///
/// # Errors
/// When a product or a sum leaves its range.
pub fn pieces<'a>(
    at: &Standpoint<'_>,
    base: Base,
    scope: Option<usize>,
    event: Happening<'a>,
) -> Result<Vec<Piece<'a>>, Overflow> {
    let program = at.program;
    let one = Piece { line: None, amount: 1, units: 1 };
    if let Base::Streak(streak) = base {
        let amount = program.streaks.get(streak).map_or(0, |of| of.points(at.streak(streak)));
        return Ok(vec![Piece { amount, ..one }]);
    }
    let (order, left) = match (event, base) {
        (Happening::Activity { .. }, _) | (_, Base::Event | Base::Streak(_)) => return Ok(vec![one]),
        (Happening::Order(order, left), Base::Units { .. } | Base::Paid { .. }) => (order, left),
    };
    let mut pieces = Vec::new();
    let (free, shipping, shares) = match base {
        Base::Event | Base::Streak(_) => (false, 0, Vec::new()),
        Base::Units { free } => (free, 0, Vec::new()),
        Base::Paid { shipping, before_points } => {
            let shares = if before_points { taken_off_lines(program, order)? } else { Vec::new() };
            (false, if shipping { order.shipping } else { 0 }, shares)
        }
    };
    for (index, line, remaining) in bought(order, left, scope) {
        let share = i128::from(shares.get(index).copied().unwrap_or(0));
        let share = product(share, i128::from(remaining.quantity))?;
        let share = divide(share, i128::from(line.quantity), program.money);
        let paid = plus(remaining.paid, i64::try_from(share).map_err(|_| Overflow)?)?;
        if paid > 0 || free {
            let amount = if matches!(base, Base::Units { .. }) { remaining.quantity } else { paid };
            pieces.push(Piece { line: Some(line), amount, units: remaining.quantity });
        }
    }
    if shipping > 0 {
        pieces.push(Piece { amount: shipping, ..one });
    }
    Ok(pieces)
}

/// What points of the first currency take off when they are used: what they are worth.
///
/// # Errors
/// When the product leaves its range.
pub fn taken_off(program: &Program, used: i64) -> Result<i128, Overflow> {
    let Some((points, amount)) = program.points.first().and_then(|first| first.worth) else { return Ok(0) };
    let exact = product(i128::from(used), i128::from(amount))?;
    Ok(divide(exact, i128::from(points), program.money))
}

/// What points used took off each line of an order: what they are worth, shared by what was paid, else by units.
fn taken_off_lines(program: &Program, order: &Order) -> Result<Vec<i64>, Overflow> {
    let worth = taken_off(program, order.points_used)?;
    let (mut paid, mut units) = (Vec::new(), Vec::new());
    for line in &order.lines {
        paid.push(i128::from(line.paid));
        units.push(i128::from(line.quantity));
    }
    let shares = match split(worth, &paid)? {
        Some(shares) => Some(shares),
        None => split(worth, &units)?,
    };
    shares.unwrap_or_default().into_iter().map(|share| i64::try_from(share).map_err(|_| Overflow)).collect()
}
