//! The skin: names for JavaScript, and nothing else. Refusals are thrown as the JSON text of their problems.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::api;
use crate::problem::Problems;

/// A compiled program.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Program(api::Program);

/// A member under a program.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Member(api::Member);

/// A cart of a program.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Cart(api::Cart);

/// A member whose facts come in pieces.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Loading(api::Loading);

#[wasm_bindgen]
impl Program {
    /// Compiles a program within limits.
    #[wasm_bindgen(constructor)]
    pub fn new(
        json: &str,
        program_bytes: u32,
        nesting: u32,
        events: u32,
        cart_lines: u32,
        wallet: u32,
    ) -> Result<Self, String> {
        let limits = api::HostLimits {
            program_bytes: count(program_bytes),
            nesting: count(nesting),
            events: count(events),
            cart_lines: count(cart_lines),
            wallet: count(wallet),
        };
        api::Program::load_within(json, &limits).map(Self).map_err(thrown)
    }

    /// Its header.
    #[must_use]
    pub fn header(&self) -> String {
        self.0.header()
    }

    /// A code with its digest.
    #[must_use]
    pub fn digest(&self, code: &str) -> String {
        self.0.digest(code)
    }

    /// A member from facts.
    pub fn member(&self, json: &str) -> Result<Member, String> {
        self.0.member(json).map(Member).map_err(thrown)
    }

    /// A cart.
    pub fn cart(&self, json: &str) -> Result<Cart, String> {
        self.0.cart(json).map(Cart).map_err(thrown)
    }

    /// A member whose facts will come in pieces.
    #[must_use]
    pub fn loading(&self) -> Loading {
        Loading(self.0.loading())
    }

    /// A member from a snapshot.
    pub fn restore(&self, bytes: &[u8]) -> Result<Member, String> {
        self.0.restore(bytes).map(Member).map_err(thrown)
    }
}

#[wasm_bindgen]
impl Cart {
    /// Sets how many units a line has.
    pub fn set_quantity(&mut self, line: &str, quantity: f64) -> Result<(), String> {
        self.0.set_quantity(line, whole(quantity)).map_err(thrown)
    }
}

#[wasm_bindgen]
impl Loading {
    /// Takes the next piece; whether it can go on.
    pub fn add(&mut self, piece: &str) -> bool {
        self.0.add(piece)
    }

    /// The member, unless the text is to be read as a whole.
    pub fn finish(self) -> Result<Option<Member>, String> {
        self.0.finish().transpose().map(|member| member.map(Member)).map_err(thrown)
    }
}

#[wasm_bindgen]
impl Member {
    /// Records an event, or several.
    pub fn record(&mut self, json: &str) -> Result<String, String> {
        self.0.record(json).map_err(thrown)
    }

    /// The events that were refused when the member was made.
    #[must_use]
    pub fn rejected(&self) -> String {
        self.0.rejected()
    }

    /// The view, a section a line.
    pub fn view(
        &self,
        now: f64,
        locale: &str,
        history: u32,
        lots: u32,
        stock: &str,
    ) -> Result<String, String> {
        self.0.view(&api::Request { stock, ..request(now, locale, history, lots) }).map_err(thrown)
    }

    /// The points of every currency.
    pub fn points(&self, now: f64, locale: &str, history: u32, lots: u32) -> Result<String, String> {
        self.0.points(&request(now, locale, history, lots)).map_err(thrown)
    }

    /// The standing on every ladder.
    pub fn tiers(&self, now: f64, locale: &str, history: u32, lots: u32) -> Result<String, String> {
        self.0.tiers(&request(now, locale, history, lots)).map_err(thrown)
    }

    /// The coupons that were issued.
    pub fn coupons(&self, now: f64, locale: &str) -> Result<String, String> {
        self.0.coupons(&request(now, locale, 0, 0)).map_err(thrown)
    }

    /// The plans of the program.
    pub fn plans(&self, now: f64, locale: &str) -> Result<String, String> {
        self.0.plans(&request(now, locale, 0, 0)).map_err(thrown)
    }

    /// A cart of the member's program.
    pub fn cart(&self, json: &str) -> Result<Cart, String> {
        self.0.cart(json).map(Cart).map_err(thrown)
    }

    /// What a cart would cost and bring.
    pub fn quote(
        &self,
        cart: &Cart,
        now: f64,
        locale: &str,
        coupons: bool,
        unlocks: u32,
        plans: bool,
    ) -> Result<String, String> {
        let request = api::QuoteRequest { now: whole(now), locale, coupons, unlocks: count(unlocks), plans };
        self.0.quote(&cart.0, &request).map_err(thrown)
    }

    /// What so many units more of a product would really cost.
    pub fn what_if(&self, cart: &Cart, sku: &str, quantity: f64, now: f64) -> Result<String, String> {
        self.0.what_if(&cart.0, sku, whole(quantity), whole(now)).map_err(thrown)
    }

    /// The usable balance of a currency.
    pub fn balance(&self, now: f64, currency: u32) -> Result<String, String> {
        self.0.balance(whole(now), count(currency)).map_err(thrown)
    }

    /// The snapshot.
    pub fn snapshot(&self) -> Result<Vec<u8>, String> {
        self.0.snapshot().map_err(thrown)
    }
}

/// The instant of a text, in epoch milliseconds.
#[wasm_bindgen]
pub fn instant(text: &str) -> Result<f64, String> {
    api::instant(text).map(number).map_err(thrown)
}

/// Which build this is.
#[must_use]
#[wasm_bindgen]
pub fn build() -> String {
    concat!("{\"version\":\"", env!("CARGO_PKG_VERSION"), "\"}").into()
}

#[expect(clippy::needless_pass_by_value, reason = "it is the end of an error's way")]
fn thrown(problems: Problems) -> String {
    problems.to_json()
}

fn request(now: f64, locale: &str, history: u32, lots: u32) -> api::Request<'_> {
    api::Request { now: whole(now), locale, history: count(history), lots: count(lots), stock: "" }
}

fn count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "the facade passes whole numbers; `as` saturates, NaN is 0"
)]
fn whole(number: f64) -> i64 {
    number as i64
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "numbers that leave lie within 2^53")]
fn number(value: i64) -> f64 {
    value as f64
}
