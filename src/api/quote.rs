//! What a cart would cost and bring.

use std::sync::Arc;

use super::request::moment;
use super::{Member, Program, checked};
use crate::evaluate;
use crate::json::{DEPTH, text};
use crate::ledger;
use crate::problem::{Code, Problem, Problems};
use crate::program;
use crate::quote::{Basket, More, Occasion, Wants, basket, quote, what_if};
use crate::shape::{Place, Shape, tree};
use crate::unit::SAFE;

/// The JSON Schema of a cart.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn cart_schema() -> serde_json::Value {
    crate::shape::Schema::document::<ledger::Cart>("Cart", "A cart: what an order would be made of.")
}

/// A cart of a program. It is read once; then quantities may change.
#[derive(Clone, Debug)]
pub struct Cart {
    program: Arc<program::Program>,
    basket: Basket,
}

/// What a quote is asked for.
#[derive(Clone, Copy, Debug)]
pub struct QuoteRequest<'a> {
    /// The moment, in epoch milliseconds.
    pub now: i64,
    /// The locale of names.
    pub locale: &'a str,
    /// Whether a verdict on every coupon is wanted.
    pub coupons: bool,
    /// How many coupons to tell at most that a little more would unlock.
    pub unlocks: usize,
    /// Whether to tell what the cart would be with plans that do not run.
    pub plans: bool,
}

impl QuoteRequest<'_> {
    /// The price alone, in English.
    #[must_use]
    pub fn at(now: i64) -> Self {
        Self { now, locale: "en", coupons: false, unlocks: 0, plans: false }
    }
}

impl Program {
    /// A cart from its JSON text.
    ///
    /// # Errors
    /// Every problem of it.
    pub fn cart(&self, cart: &str) -> Result<Cart, Problems> {
        read(&self.0, cart)
    }
}

/// A cart from its JSON text.
fn read(program: &Arc<program::Program>, cart: &str) -> Result<Cart, Problems> {
    let root = Place::ROOT;
    let json = tree(cart, &root, DEPTH)?;
    let (lines, most) = (json.field("lines").map_or(0, |lines| lines.items().len()), program.cart_lines);
    if lines > most {
        let max = i64::try_from(most).unwrap_or(i64::MAX);
        return Err(root.field("lines").problem(Code::TooManyLines).number("max", max).into());
    }
    let mut reader = program.reader();
    let cart = ledger::Cart::read(&mut reader, &json, &root);
    let basket = cart.and_then(|cart| basket(program, &cart, &mut reader, &root));
    Ok(Cart { basket: reader.finish(basket)?, program: Arc::clone(program) })
}

impl Cart {
    /// Sets how many units a line has.
    ///
    /// # Errors
    /// When there is no such line, or the number or its amount leaves its range; then nothing changes.
    pub fn set_quantity(&mut self, line: &str, quantity: i64) -> Result<(), Problems> {
        let place = Place::ROOT;
        let Some(found) = self.basket.line(line) else {
            let mut known = Vec::new();
            for goods in self.basket.goods.iter().filter(|goods| goods.place.is_some()) {
                known.push(&*goods.id);
            }
            return Err(place.field("line").unknown("line", line, &known).into());
        };
        let place = place.field("quantity");
        whole(quantity, 0, &place)?;
        if self.basket.set(found, quantity) { Ok(()) } else { Err(place.problem(Code::Overflow).into()) }
    }

    /// What has a SKU: a line, or a product of the catalogue.
    fn ware(&self, sku: &str) -> Result<(More, i64), Problem> {
        let mut known = Vec::new();
        for (more, item) in self.basket.wares() {
            if *item.sku == *sku {
                return Ok((more, item.price));
            }
            known.push(&*item.sku);
        }
        Err(Place::ROOT.field("sku").unknown("product", sku, &known))
    }
}

impl Member {
    /// A cart of the member's program, from its JSON text.
    ///
    /// # Errors
    /// Every problem of it.
    pub fn cart(&self, cart: &str) -> Result<Cart, Problems> {
        read(self.member.program(), cart)
    }

    /// What a cart would cost and bring at a moment, as JSON text; the member stays as it is.
    ///
    /// # Errors
    /// When the cart is of another program, or the moment cannot be answered for.
    pub fn quote(&self, cart: &Cart, request: &QuoteRequest<'_>) -> Result<String, Problems> {
        let wants = Wants { coupons: request.coupons, unlocks: request.unlocks, plans: request.plans };
        self.about(cart, request.now, &|occasion| {
            let quoted = checked(quote(occasion, wants))?;
            Ok(text(&checked(evaluate::quote(occasion, &quoted, request.locale))?))
        })
    }

    /// What so many units more of a product would really cost, as JSON text; cart and member stay as they are.
    ///
    /// # Errors
    /// When neither the cart nor its catalogue has the product, the number leaves its range, the cart is of another program, or the
    /// moment cannot be answered for.
    pub fn what_if(&self, cart: &Cart, sku: &str, quantity: i64, now: i64) -> Result<String, Problems> {
        let (more, price) = cart.ware(sku)?;
        whole(quantity, 1, &Place::ROOT.field("quantity"))?;
        self.about(cart, now, &|occasion| {
            let both = checked(what_if(occasion, more, quantity))?;
            // It is part of what is to be paid, so it stays in its range.
            let amount = quantity.saturating_mul(price);
            Ok(text(&checked(evaluate::what_if(occasion, (sku, quantity), (amount, both)))?))
        })
    }

    /// Answers a question about a cart at a moment.
    fn about(
        &self,
        cart: &Cart,
        now: i64,
        answer: &dyn Fn(&Occasion<'_>) -> Result<String, Problem>,
    ) -> Result<String, Problems> {
        let program = self.member.program();
        if cart.program.fingerprint != program.fingerprint {
            let problem = Place::ROOT.problem(Code::CartOfOtherProgram).text("value", &*cart.program.id);
            return Err(problem.text("expected", &*program.id).into());
        }
        let at = self.member.joined_by(moment(now)?)?;
        let standing = self.member.at(at, 0)?;
        let (person, state) = (standing.person, &*standing.state);
        let version = self.member.version();
        let basket = &cart.basket;
        Ok(answer(&Occasion { program, person, state, at, basket, version, coupons: &[] })?)
    }
}

/// Refuses a number that leaves its range.
fn whole(number: i64, min: i64, place: &Place<'_>) -> Result<(), Problem> {
    if (min..=SAFE).contains(&number) {
        return Ok(());
    }
    let problem = place.problem(Code::OutOfRange).text("value", text(&number));
    Err(problem.number("min", min).number("max", SAFE))
}
