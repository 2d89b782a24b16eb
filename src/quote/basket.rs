//! From a cart as it is given to what it holds: marks resolved to scopes, amounts whole.

use core::cmp::Ordering;

use crate::config::CouponLimitOf;
use crate::ledger::{ApplyPolicy, Cart, CartLine, Objective, PointsAsked};
use crate::price::{Item, Items, Kind};
use crate::problem::Code;
use crate::program::{Does, Product, Program};
use crate::shape::{Id, List, Percent, Place, Reader};
use crate::unit::{Amount, Count, SAFE, sorted_places};

/// What a cart holds. Lines, deliveries and charges stand by their ids, so that the order in which they were given decides nothing.
#[derive(Clone, Debug)]
pub struct Basket {
    /// What is to be bought, then products that offers may bring.
    pub goods: Vec<Goods>,
    /// What each delivery costs.
    pub shipping: Vec<Fee>,
    /// What the host adds.
    pub charges: Vec<Fee>,
    /// Goods, deliveries and charges, as they are paid for.
    pub items: Items,
    /// Products of the catalogue of which there is no line, without units.
    pub(super) shelf: Vec<(Goods, Item)>,
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
    /// Coupons that codes open, by their places.
    pub opened: Vec<usize>,
    /// Only these coupons.
    pub apply: Option<Vec<Id>>,
    /// Whether all of them or none.
    pub all_or_none: bool,
    /// Coupons that must be used.
    pub pin: Vec<Id>,
    /// Coupons that must not be used.
    pub forbid: Vec<Id>,
    /// What the best coupons are.
    pub objective: Objective,
    /// How much of which coupon all members used, or those who have an attribute in common: uses, units and money.
    told: Vec<Told>,
}

/// One line of a cart, or a product that offers may bring.
#[derive(Clone, Debug)]
pub struct Goods {
    /// Its id; of a product its SKU.
    pub id: Id,
    /// Its place in the cart; none of a product.
    pub place: Option<usize>,
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
#[derive(Clone, Debug)]
pub struct Fee {
    /// Its id.
    pub id: Id,
    /// Its place in the cart.
    pub place: usize,
    /// How it is delivered, of a delivery.
    pub method: Option<Id>,
    /// How much.
    pub amount: i64,
}

impl Goods {
    /// Nothing yet of something in scopes.
    pub(super) fn nothing(id: Id, scopes: Vec<usize>) -> Self {
        Self { id, place: None, quantity: 0, amount: 0, scopes, categories: Vec::new() }
    }
}

impl Basket {
    /// How much of a coupon all members used, or those who have an attribute in common.
    #[must_use]
    pub fn used_of(&self, coupon: usize, attribute: Option<&Id>, of: CouponLimitOf) -> i64 {
        let told = self.told.iter().find(|(known, by, _)| *known == coupon && by.as_ref() == attribute);
        told.map_or(0, |(_, _, [uses, units, money])| match of {
            CouponLimitOf::Uses => *uses,
            CouponLimitOf::Units => *units,
            CouponLimitOf::Money => *money,
        })
    }

    /// Whether anything is to be bought.
    #[must_use]
    pub fn buys(&self) -> bool {
        self.goods.iter().any(|goods| goods.quantity > 0)
    }
}

/// What a cart holds, or `None` after its problems were noted.
pub fn basket(program: &Program, cart: &Cart, reader: &mut Reader, place: &Place<'_>) -> Option<Basket> {
    let before = reader.count();
    let mut shelf = Shelf { program, goods: Vec::new(), items: Vec::new() };
    let mut ids = Vec::new();
    for (index, line) in cart.lines.placed() {
        ids.push((index, &line.id));
        let amount = line.quantity.get().checked_mul(line.unit_price.get());
        if amount.is_none_or(|full| full > SAFE) {
            reader.note(place.field("lines").index(index).problem(Code::Overflow));
        }
    }
    for index in in_order(&cart.lines, &|line| &line.id) {
        if let Some(line) = cart.lines.get(index) {
            shelf.line(index, line);
        }
    }
    distinct(&ids, ("id", "line"), reader, &place.field("lines"));
    ids.clear();
    for (index, product) in cart.catalogue.placed() {
        ids.push((index, &product.sku));
    }
    distinct(&ids, ("sku", "product"), reader, &place.field("catalogue"));
    let more = shelf.more(cart);
    shelf.brought(cart);
    let Shelf { goods, mut items, .. } = shelf;
    ids.clear();
    let (mut shipping, mut charges) = (Vec::new(), Vec::new());
    for (index, delivery) in cart.shipping.placed() {
        ids.push((index, &delivery.id));
    }
    for index in in_order(&cart.shipping, &|delivery| &delivery.id) {
        let Some(delivery) = cart.shipping.get(index) else { continue };
        fee((index, &delivery.id, delivery.amount), Kind::Delivery, &mut shipping, &mut items);
        if let Some(fee) = shipping.last_mut() {
            fee.method.clone_from(&delivery.method);
        }
    }
    distinct(&ids, ("id", "shipping"), reader, &place.field("shipping"));
    ids.clear();
    for (index, charge) in cart.charges.placed() {
        ids.push((index, &charge.id));
    }
    for index in in_order(&cart.charges, &|charge| &charge.id) {
        let Some(charge) = cart.charges.get(index) else { continue };
        fee((index, &charge.id, charge.amount), Kind::Charge, &mut charges, &mut items);
    }
    distinct(&ids, ("id", "charge"), reader, &place.field("charges"));
    let told = told(program, cart, reader, place);
    (reader.count() == before).then(|| Basket {
        goods,
        shipping,
        charges,
        items: Items::new(items, program.scopes.len(), (program.money, program.checkout.net)),
        shelf: more,
        asked: cart.points.unwrap_or(PointsAsked::Number(0)),
        channel: cart.channel.clone(),
        store: cart.store.clone(),
        payment: cart.payment.clone(),
        method: cart.shipping.iter().find_map(|delivery| delivery.method.clone()),
        opened: cart.codes.iter().filter_map(|code| program.by_code(code)).collect(),
        apply: cart.apply.clone(),
        all_or_none: matches!(cart.policy, Some(ApplyPolicy::All)),
        pin: cart.pin.clone(),
        forbid: cart.forbid.clone(),
        objective: cart.objective.unwrap_or(program.checkout.objective),
        told,
    })
}

/// How much of a coupon, by its place, all members used, or those who have an attribute in common: uses, units and money.
type Told = (usize, Option<Id>, [i64; 3]);

/// How much of coupons others used, as the host tells it.
fn told(program: &Program, cart: &Cart, reader: &mut Reader, place: &Place<'_>) -> Vec<Told> {
    let (list, mut known, mut all) = (place.field("used"), Vec::new(), Vec::new());
    for coupon in &program.coupons {
        known.push(&*coupon.id);
    }
    for (index, of) in cart.used.placed() {
        let Some(coupon) = known.iter().position(|id| *id == &*of.coupon) else {
            reader.note(list.index(index).field("coupon").unknown("coupon", &of.coupon, &known));
            continue;
        };
        let [uses, units] = [of.uses, of.units].map(|count| count.map_or(0, Count::get));
        all.push((coupon, of.attribute.clone(), [uses, units, of.money.map_or(0, Amount::get)]));
    }
    all
}

/// Goods as they are put together.
struct Shelf<'a> {
    program: &'a Program,
    goods: Vec<Goods>,
    items: Vec<Item>,
}

impl Shelf<'_> {
    fn line(&mut self, place: usize, line: &CartLine) {
        self.add((&line.id, Some(place)), line.quantity.get(), &line.into());
        if let Some(item) = self.items.last_mut() {
            item.floor = line.floor_price.map_or(0, Amount::get);
            item.prices.clone_from(&line.prices.0);
            item.tax = line.tax_rate.map_or(0, |tax| tax.0);
        }
    }

    /// Products that coupons may bring: as the catalogue has them, or else the earliest line.
    fn brought(&mut self, cart: &Cart) {
        let mut skus: Vec<&Id> = Vec::new();
        for discount in self.program.coupons.iter().flat_map(|coupon| &coupon.discounts) {
            if let Does::Gift { sku, .. } | Does::Replace { sku, .. } = &discount.does
                && !skus.contains(&sku)
            {
                skus.push(sku);
            }
        }
        let mut lines = Vec::new();
        for place in in_order(&cart.lines, &|line| &line.id) {
            lines.extend(cart.lines.get(place));
        }
        for sku in skus {
            if let Some(product) = cart.catalogue.iter().find(|product| product.sku == *sku) {
                self.product(sku, &product.into(), product.tax_rate);
            } else if let Some(line) = lines.iter().find(|line| line.sku == *sku) {
                self.product(sku, &Product::from(*line), line.tax_rate);
            }
        }
    }

    fn product(&mut self, sku: &Id, product: &Product<'_>, tax: Option<Percent>) {
        self.add((sku, None), 0, product);
        if let Some(item) = self.items.last_mut() {
            item.kind = Kind::Brought;
            item.tax = tax.map_or(0, |tax| tax.0);
        }
    }

    /// Products of the catalogue of which there is no line.
    fn more(&self, cart: &Cart) -> Vec<(Goods, Item)> {
        let mut more = Vec::new();
        for product in cart.catalogue.iter() {
            if cart.lines.iter().all(|line| line.sku != product.sku) {
                let (goods, mut item) = self.nothing((&product.sku, None), &product.into());
                item.tax = product.tax_rate.map_or(0, |tax| tax.0);
                more.push((goods, item));
            }
        }
        more
    }

    fn add(&mut self, named: (&Id, Option<usize>), quantity: i64, product: &Product<'_>) {
        let (mut goods, mut item) = self.nothing(named, product);
        (goods.quantity, item.units) = (quantity, quantity);
        goods.amount = quantity.saturating_mul(product.unit_price);
        self.goods.push(goods);
        self.items.push(item);
    }

    /// A line of a product without units.
    fn nothing(&self, (id, place): (&Id, Option<usize>), product: &Product<'_>) -> (Goods, Item) {
        let scopes = self.program.scopes_of(product);
        let mut holds = vec![false; self.program.scopes.len()];
        for scope in &scopes {
            if let Some(holds) = holds.get_mut(*scope) {
                *holds = true;
            }
        }
        let item = Item::line(product.sku.into(), product.unit_price, holds);
        let categories = self.program.counted_of(product.categories);
        (Goods { place, categories, ..Goods::nothing(id.clone(), scopes) }, item)
    }
}

fn fee((place, id, amount): (usize, &Id, Amount), kind: Kind, fees: &mut Vec<Fee>, items: &mut Vec<Item>) {
    let amount = amount.get();
    fees.push(Fee { id: id.clone(), place, method: None, amount });
    let (sku, prices, scopes) = ("".into(), Vec::new(), Vec::new());
    items.push(Item { kind, sku, units: 1, price: amount, floor: 0, prices, tax: 0, scopes });
}

/// The places of a list by the ids of its items: the shorter first, so that line 10 comes after line 9.
fn in_order<T>(list: &List<T>, id: &dyn Fn(&T) -> &Id) -> Vec<usize> {
    let id = |place: usize| list.get(place).map(id);
    let key = |place: usize| (id(place).map_or(0, |id| id.len()), id(place));
    let compare = |a: usize, b: usize| -> Ordering { key(a).cmp(&key(b)) };
    sorted_places(list.iter().len(), &compare)
}

/// Notes every id that something before it has.
fn distinct(
    ids: &[(usize, &Id)],
    (field, kind): (&'static str, &'static str),
    reader: &mut Reader,
    list: &Place<'_>,
) {
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
        let problem = at.field(field).problem(Code::DuplicateId);
        reader.note(problem.text("kind", kind).text("value", &***id));
    }
}
