//! What a cart would cost and bring: the steps that take something off, what is left to pay, and the order that would be recorded, run
//! on a copy of the member by the code that records one.

mod alone;
mod basket;
mod bound;
#[cfg(test)]
mod brute;
mod due;
mod join;
mod mark;
mod more;
mod near;
mod offer;
mod offered;
mod points;
mod search;
mod short;
mod till;
mod trial;
mod with_plan;

use crate::config::ChooseCoupons;
use crate::ledger::{Entry, Line, Order, Posted, Taken as CouponTaken, What};
use crate::program::{Joins, Program};
use crate::rule::{Step, advance, apply};
use crate::state::{Log, Person, State};
use crate::unit::{Instant, Overflow, plus, sorted, sorted_places};

use alone::alone;
pub use basket::{Basket, Fee, basket};
pub use due::{Due, Taken};
pub use mark::mark;
pub use more::More;
use near::unlocks;
pub use near::{Added, Unlock};
use offer::offers;
pub use offer::{Offer, Offers, Reason, Refusal};
pub use offered::Offered;
use offered::offered;
pub use points::{NotUsed, Spending};
pub use trial::{Asked, StepTaken, Trial};
pub use with_plan::WithPlan;
use with_plan::with_plans;

/// What a cart would cost and bring.
#[derive(Debug)]
pub struct Quote<'a> {
    /// The goods at the cart's prices.
    pub subtotal: i64,
    /// The coupons, and which of them are used.
    pub chosen: Chosen<'a>,
    /// What each step takes off.
    pub steps: Vec<StepTaken>,
    /// What is left to pay, piece by piece.
    pub due: Due,
    /// All that is left to pay.
    pub payable: i64,
    /// What the order would bring about; `None` where nothing is bought.
    pub order: Option<Forecast>,
    /// All coupons, where they are asked for.
    pub offered: Option<Vec<Offered>>,
    /// What a little more would unlock, where that is asked for.
    pub unlocks: Vec<Unlock>,
    /// What the cart would be with plans that do not run, where that is asked for.
    pub with_plan: Option<Vec<WithPlan>>,
}

/// What a quote is asked for beside the price.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wants {
    /// A verdict on every coupon.
    pub coupons: bool,
    /// What a little more would unlock: so many at most.
    pub unlocks: usize,
    /// What the cart would be with plans that do not run.
    pub plans: bool,
}

/// The coupons of a cart, and which of them are used.
#[derive(Debug)]
pub struct Chosen<'a> {
    /// The coupons; those that were named and cannot be used with all reasons.
    pub offers: Offers<'a>,
    /// What those that are used leave to pay.
    pub trial: Trial,
    /// What their conditions saw.
    pub asked: Asked,
    /// Whether no other coupons are better; `None` where none were searched for.
    pub optimal: Option<bool>,
    /// How much less might be to pay with others at most, where that is not known.
    pub missed: Option<i64>,
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
    /// The version of the member: another after each event.
    pub version: u64,
    /// The coupons that the order would name.
    pub coupons: &'a [CouponTaken],
}

/// What is to be paid for a cart, and the coupons that are used.
#[derive(Debug)]
struct Settled<'a> {
    subtotal: i64,
    chosen: Chosen<'a>,
    due: Due,
    payable: i64,
}

/// What a cart would cost and bring.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn quote<'a>(now: &Occasion<'a>, wants: Wants) -> Result<Quote<'a>, Overflow> {
    let Settled { subtotal, chosen, due, payable } = settled(now)?;
    let used = chosen.trial.spending.as_ref().map_or(0, |spending| spending.used);
    let order =
        now.basket.buys().then(|| now.using(&chosen.trial.coupons()).forecast(&due, used)).transpose()?;
    let (mut all, mut more) = (None, Vec::new());
    if wants.coupons || wants.unlocks > 0 {
        let offered = offered(now, &chosen, alone(now, &chosen.offers, &chosen.asked)?)?;
        if wants.unlocks > 0 {
            more = unlocks(now, (&chosen, payable), &offered)?;
            more.truncate(wants.unlocks);
        }
        all = wants.coupons.then_some(offered);
    }
    let steps = chosen.trial.steps(now.basket, &chosen.offers.list)?;
    let mut quoted =
        Quote { subtotal, chosen, steps, due, payable, order, offered: all, unlocks: more, with_plan: None };
    if wants.plans {
        quoted.with_plan = Some(with_plans(now, &quoted)?);
    }
    Ok(quoted)
}

/// What is to be paid for a cart with so many units more of something, and for the cart as it is.
///
/// # Errors
/// When a sum leaves ±(2^53 − 1).
pub fn what_if(now: &Occasion<'_>, more: More, units: i64) -> Result<[i64; 2], Overflow> {
    let basket = now.basket.with(more, units).ok_or(Overflow)?;
    Ok([settled(now)?.payable, settled(&Occasion { basket: &basket, ..*now })?.payable])
}

/// What is to be paid for a cart.
fn settled<'a>(now: &Occasion<'a>) -> Result<Settled<'a>, Overflow> {
    let mut subtotal = 0;
    for goods in &now.basket.goods {
        subtotal = plus(subtotal, goods.amount)?;
    }
    // What is taken off is part of this sum, so that no later one leaves the range.
    let mut all = subtotal;
    for fee in now.basket.shipping.iter().chain(&now.basket.charges) {
        all = plus(all, fee.amount)?;
    }
    let chosen = chosen(now)?;
    let due = Due::of(now.basket, &chosen.trial.bill);
    Ok(Settled { subtotal, chosen, payable: due.total()?, due })
}

/// The coupons that are used: those that were named, or the best, or those of the highest priority.
fn chosen<'a>(now: &Occasion<'a>) -> Result<Chosen<'a>, Overflow> {
    let mut offers = offers(now);
    let asked = Asked::of(now);
    let (mut optimal, mut missed) = (None, None);
    let open = offers.open();
    let mut trial = if now.basket.apply.is_some() {
        let chosen: Vec<usize> = (0..open.len()).collect();
        let mut trial = Trial::of(now, (open, &chosen), &asked)?;
        let mut refused = named(now, open, &mut trial.refused);
        refused.append(&mut offers.refused);
        offers.refused = refused;
        if now.basket.all_or_none && !offers.refused.is_empty() {
            trial = always(now, offers.open(), &asked)?;
        }
        trial
    } else if now.program.checkout.choose == ChooseCoupons::Priority {
        by_priority(now, open, &asked)?
    } else if let Some(best) = till::best(now, open, &asked)? {
        (optimal, missed) = (Some(best.optimal), best.missed);
        best.trial
    } else {
        always(now, open, &asked)?
    };
    trial.refused.clear();
    offers.refused = sorted(&offers.refused, &|a, b| a.id.cmp(&b.id));
    Ok(Chosen { offers, trial, asked, optimal, missed })
}

/// The exclusive coupon of the highest priority that can be used, else all others that join, one after the other.
fn by_priority(now: &Occasion<'_>, offers: &[Offer<'_>], asked: &Asked) -> Result<Trial, Overflow> {
    let order = |a: usize, b: usize| match (offers.get(a), offers.get(b)) {
        (Some(a), Some(b)) => a.order(b),
        _ => a.cmp(&b),
    };
    for place in sorted_places(offers.len(), &order) {
        if !offers.get(place).is_some_and(|offer| offer.coupon.exclusive) {
            continue;
        }
        let joins = |other: &Offer<'_>| other.is_always() || other.coupon.joins == Joins::All;
        let stays = |of: &usize| *of == place || offers.get(*of).is_some_and(joins);
        let chosen: Vec<usize> = (0..offers.len()).filter(stays).collect();
        let trial = Trial::of(now, (offers, &chosen), asked)?;
        if trial.refused.iter().all(|(refused, _)| *refused != place) {
            return Ok(trial);
        }
    }
    let others = |place: &usize| offers.get(*place).is_some_and(|offer| !offer.coupon.exclusive);
    let chosen: Vec<usize> = (0..offers.len()).filter(others).collect();
    Trial::of(now, (offers, &chosen), asked)
}

/// The coupons that always apply, alone.
fn always(now: &Occasion<'_>, offers: &[Offer<'_>], asked: &Asked) -> Result<Trial, Overflow> {
    let is_always = |place: &usize| offers.get(*place).is_some_and(Offer::is_always);
    let chosen: Vec<usize> = (0..offers.len()).filter(is_always).collect();
    Trial::of(now, (offers, &chosen), asked)
}

/// The coupons that were named, of those that cannot be used.
fn named<'a>(
    now: &Occasion<'_>,
    offers: &[Offer<'a>],
    refused: &mut Vec<(usize, Vec<Reason>)>,
) -> Vec<Refusal<'a>> {
    let mut named = Vec::new();
    for (place, reasons) in core::mem::take(refused) {
        let is_named = |offer: &&Offer<'_>| now.basket.apply.iter().flatten().any(|id| *id == offer.id);
        if let Some(offer) = offers.get(place).filter(is_named) {
            named.push(Refusal { id: offer.id.clone(), coupon: Some(offer.coupon), reasons });
        }
    }
    named
}

impl<'a> Occasion<'a> {
    /// The same with an order that names coupons.
    fn using(&self, coupons: &'a [CouponTaken]) -> Self {
        Self { coupons, ..*self }
    }

    /// What the order would bring about, when so much is paid and so many points are used.
    fn forecast(&self, due: &Due, used: i64) -> Result<Forecast, Overflow> {
        let mut lines = Vec::new();
        for ((goods, units), paid) in self.basket.goods.iter().zip(&due.units).zip(&due.goods) {
            if *units > 0 {
                lines.push(Line {
                    id: goods.id.clone(),
                    quantity: *units,
                    paid: *paid,
                    scopes: goods.scopes.clone(),
                    categories: goods.categories.clone(),
                });
            }
        }
        let day = self.program.zone.day(self.at);
        let what = What::Order(self.order(lines, due.shipping_left()?, used));
        let entry = Entry { id: "".into(), at: self.at, depth: 0, day, what, posted: None };
        // An order names no other event, so it asks nothing of the log.
        let step = Step { program: self.program, person: self.person, log: &Log::default(), before: 0 };
        let mut after = self.state.clone();
        let outcome = apply(&step, &mut after, &entry)?;
        // What the order brings may be due at once.
        advance(self.program, self.person, &mut after, self.at, &mut Vec::new())?;
        Ok(Forecast { posted: outcome.posted, after })
    }

    /// The order that a cart would be.
    fn order(&self, lines: Vec<Line>, shipping: i64, points_used: i64) -> Order {
        let basket = self.basket;
        Order {
            lines,
            shipping,
            channel: basket.channel.clone(),
            store: basket.store.clone(),
            payment: basket.payment.clone(),
            shipping_method: basket.method.clone(),
            points_used,
            coupons: self.coupons.to_vec().into(),
            confirmed: None,
        }
    }
}
