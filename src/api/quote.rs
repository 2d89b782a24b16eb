//! What a cart would cost and bring.

use super::request::moment;
use super::{Member, checked};
use crate::evaluate;
use crate::json::{DEPTH, text};
use crate::ledger::Cart;
use crate::problem::{Code, Problems};
use crate::quote::{Occasion, basket, quote};
use crate::shape::{Place, Shape, tree};

/// The JSON Schema of a cart.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn cart_schema() -> serde_json::Value {
    crate::shape::Schema::document::<Cart>("Cart", "A cart: what an order would be made of.")
}

impl Member {
    /// What a cart would cost and bring at a moment, as JSON text; the member stays as it is.
    ///
    /// # Errors
    /// Every problem of the cart, or when the moment cannot be answered for.
    pub fn quote(&self, cart: &str, now: i64, locale: &str) -> Result<String, Problems> {
        let (root, program) = (Place::ROOT, self.member.program());
        let json = tree(cart, &root, DEPTH)?;
        let (lines, most) = (json.field("lines").map_or(0, |lines| lines.items().len()), program.cart_lines);
        if lines > most {
            let max = i64::try_from(most).unwrap_or(i64::MAX);
            return Err(root.field("lines").problem(Code::TooManyLines).number("max", max).into());
        }
        let mut reader = program.reader();
        let cart = Cart::read(&mut reader, &json, &root);
        let basket = cart.and_then(|cart| basket(program, &cart, &mut reader, &root));
        let basket = reader.finish(basket)?;
        let at = self.member.joined_by(moment(now)?)?;
        let standing = self.member.at(at, 0)?;
        let (person, state) = (standing.person, &*standing.state);
        let occasion = Occasion { program, person, state, at, basket: &basket, coupons: &[] };
        let quoted = checked(quote(&occasion))?;
        Ok(text(&checked(evaluate::quote(&occasion, &quoted, locale))?))
    }
}
