//! From a cart as it is given to what it holds: marks resolved to scopes, amounts whole.

use crate::ledger::{Cart, PointsAsked};
use crate::problem::Code;
use crate::program::{Product, Program};
use crate::shape::{Id, Place, Reader};
use crate::unit::{Amount, SAFE, sorted_places};

/// What a cart holds.
#[derive(Debug)]
pub struct Basket {
    /// What is to be bought.
    pub goods: Vec<Goods>,
    /// What each delivery costs.
    pub shipping: Vec<Fee>,
    /// What the host adds.
    pub charges: Vec<Fee>,
    /// Points to be used.
    pub asked: PointsAsked,
    /// Where.
    pub channel: Option<Id>,
    /// The store.
    pub store: Option<Id>,
    /// How it is paid.
    pub payment: Option<Id>,
    /// How it is delivered: the first method that is named.
    pub method: Option<Id>,
}

/// One line of a cart.
#[derive(Debug)]
pub struct Goods {
    /// Its id.
    pub id: Id,
    /// Its units, perhaps none.
    pub quantity: i64,
    /// What they cost.
    pub amount: i64,
    /// The scopes it is in, ascending.
    pub scopes: Vec<usize>,
    /// Its categories, if a metric counts those.
    pub categories: Vec<Id>,
}

/// What is paid for something beside the goods.
#[derive(Debug)]
pub struct Fee {
    /// Its id.
    pub id: Id,
    /// How much.
    pub amount: i64,
}

impl Basket {
    /// Whether anything is to be bought.
    #[must_use]
    pub fn buys(&self) -> bool {
        self.goods.iter().any(|goods| goods.quantity > 0)
    }
}

/// What a cart holds, or `None` after its problems were noted.
pub fn basket(program: &Program, cart: &Cart, reader: &mut Reader, place: &Place<'_>) -> Option<Basket> {
    let before = reader.count();
    let (mut goods, mut shipping, mut charges) = (Vec::new(), Vec::new(), Vec::new());
    let mut ids = Vec::new();
    for (index, line) in cart.lines.placed() {
        let amount = line.quantity.get().checked_mul(line.unit_price.get()).filter(|full| *full <= SAFE);
        if amount.is_none() {
            reader.note(place.field("lines").index(index).problem(Code::Overflow));
        }
        let scopes = program.scopes_of(&Product {
            sku: &line.sku,
            categories: &line.categories,
            brand: line.brand.as_deref(),
            tags: &line.tags,
            unit_price: line.unit_price.get(),
            list_price: line.list_price.map(Amount::get),
        });
        ids.push((index, &line.id));
        let categories = program.counted_of(&line.categories);
        let quantity = line.quantity.get();
        goods.push(Goods { id: line.id.clone(), quantity, amount: amount?, scopes, categories });
    }
    distinct(&ids, "line", reader, &place.field("lines"));
    ids.clear();
    for (index, delivery) in cart.shipping.placed() {
        ids.push((index, &delivery.id));
        shipping.push(Fee { id: delivery.id.clone(), amount: delivery.amount.get() });
    }
    distinct(&ids, "shipping", reader, &place.field("shipping"));
    ids.clear();
    for (index, charge) in cart.charges.placed() {
        ids.push((index, &charge.id));
        charges.push(Fee { id: charge.id.clone(), amount: charge.amount.get() });
    }
    distinct(&ids, "charge", reader, &place.field("charges"));
    (reader.count() == before).then(|| Basket {
        goods,
        shipping,
        charges,
        asked: cart.points.unwrap_or(PointsAsked::Number(0)),
        channel: cart.channel.clone(),
        store: cart.store.clone(),
        payment: cart.payment.clone(),
        method: cart.shipping.iter().find_map(|delivery| delivery.method.clone()),
    })
}

/// Notes every id that something before it has.
fn distinct(ids: &[(usize, &Id)], kind: &'static str, reader: &mut Reader, list: &Place<'_>) {
    let id = |place: usize| ids.get(place).map(|(_, id)| *id);
    let places = sorted_places(ids.len(), &|a, b| id(a).cmp(&id(b)));
    let mut again = Vec::new();
    for pair in places.windows(2) {
        let [a, b] = pair else { continue };
        if id(*a) == id(*b) {
            again.push(*b);
        }
    }
    let order = sorted_places(again.len(), &|a, b| again.get(a).cmp(&again.get(b)));
    for (index, id) in order.into_iter().filter_map(|place| ids.get(*again.get(place)?)) {
        let at = list.index(*index);
        let problem = at.field("id").problem(Code::DuplicateId);
        reader.note(problem.text("kind", kind).text("value", &***id));
    }
}
