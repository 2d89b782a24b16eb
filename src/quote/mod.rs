//! What a cart would cost and bring: the steps that take something off, what is left to pay, and the order that would be recorded, run
//! on a copy of the member by the code that records one.

mod basket;
mod bound;
#[cfg(test)]
mod brute;
mod due;
mod points;
mod search;

use crate::ledger::{Entry, Line, Order, Posted, What};
use crate::program::Program;
use crate::rule::{Step, advance, apply};
use crate::state::{Log, Person, State};
use crate::unit::{Instant, Overflow};

pub use basket::{Basket, basket};
pub use due::{Due, Taken};
pub use points::{Reason, Spending};

/// What a cart would cost and bring.
#[derive(Debug)]
pub struct Quote {
    /// The goods at the cart's prices.
    pub subtotal: i64,
    /// What each step takes off, in the order in which they run.
    pub steps: Vec<(Kind, Taken)>,
    /// What is left to pay, piece by piece.
    pub due: Due,
    /// All that is left to pay.
    pub payable: i64,
    /// Points that are used and could be; `None` where the program has none.
    pub spending: Option<Spending>,
    /// What the order would bring about; `None` where nothing is bought.
    pub order: Option<Forecast>,
}

/// What a step takes something off for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Points used.
    Points,
}

impl Kind {
    /// The word for it in a quote.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Points => "points",
        }
    }
}

/// What an order would bring about.
#[derive(Debug)]
pub struct Forecast {
    /// What it would be posted with.
    pub posted: Posted,
    /// The member after it.
    pub after: State,
}

/// A cart, and the member and moment that it is quoted for.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// The program.
    pub program: &'a Program,
    /// The member.
    pub person: &'a Person,
    /// All that happened up to the moment.
    pub state: &'a State,
    /// The moment.
    pub at: Instant,
    /// The cart.
    pub basket: &'a Basket,
}

/// What a cart would cost and bring.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn quote(now: &Occasion<'_>) -> Result<Quote, Overflow> {
    let mut due = Due::of(now.basket)?;
    let subtotal = due.goods_left()?;
    due.total()?;
    let mut steps = Vec::new();
    // What comes before points takes its part off `due` here.
    let spending = points::spending(now, &due)?;
    let used = spending.as_ref().map_or(0, |spending| spending.used);
    if used > 0 {
        let taken = points::taken(now, &due, used)?;
        due.take(&taken);
        steps.push((Kind::Points, taken));
    }
    let order = now.basket.buys().then(|| now.forecast(&due, used)).transpose()?;
    Ok(Quote { subtotal, steps, payable: due.total()?, due, spending, order })
}

impl Occasion<'_> {
    /// What the order would bring about, when so much is paid and so many points are used.
    fn forecast(&self, due: &Due, used: i64) -> Result<Forecast, Overflow> {
        let basket = self.basket;
        let mut lines = Vec::new();
        for (goods, paid) in basket.goods.iter().zip(&due.goods).filter(|(goods, _)| goods.quantity > 0) {
            lines.push(Line {
                id: goods.id.clone(),
                quantity: goods.quantity,
                paid: *paid,
                scopes: goods.scopes.clone(),
                categories: goods.categories.clone(),
            });
        }
        let order = Order {
            coupons: Vec::new().into(),
            lines,
            shipping: due.shipping_left()?,
            channel: basket.channel.clone(),
            store: basket.store.clone(),
            payment: basket.payment.clone(),
            shipping_method: basket.method.clone(),
            points_used: used,
            confirmed: None,
        };
        let day = self.program.zone.day(self.at);
        let what = What::Order(order);
        let entry = Entry { id: "".into(), at: self.at, depth: 0, day, what, posted: None };
        // An order names no other event, so it asks nothing of the log.
        let step = Step { program: self.program, person: self.person, log: &Log::default(), before: 0 };
        let mut after = self.state.clone();
        let outcome = apply(&step, &mut after, &entry)?;
        // What the order brings may be due at once.
        advance(self.program, self.person, &mut after, self.at, &mut Vec::new())?;
        Ok(Forecast { posted: outcome.posted, after })
    }
}
