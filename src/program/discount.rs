//! What a coupon does.

use super::compile::{Compiler, keep};
use super::cut::{BuyGet, Cut, Least};
use crate::config::{self, Allocation, Pays, PercentOf, Repeat, SplitBy, SplitRounding, Take, ThresholdOn};
use crate::shape::{Id, Place};
use crate::unit::{Amount, Points, Quantity};

pub use crate::config::{Add, Target};

/// One thing that a coupon does.
#[derive(Clone, Debug)]
pub struct Discount {
    /// What.
    pub does: Does,
    /// What it is taken off.
    pub target: Target,
    /// The lines it is about; all of them without.
    pub scope: Option<usize>,
    /// The least there must be.
    pub threshold: Option<Least>,
    /// Of what thresholds, steps and full amounts are tested.
    pub on: ThresholdOn,
    /// Whether a percentage is of what the cart cost as it came, not of what is left.
    pub of_initial: bool,
    /// Over what it is worked out.
    pub over: Allocation,
    /// So many units at most: of each line, or with `once` and a schedule of all.
    pub most: Option<i64>,
    /// Which units come first.
    pub take: Take,
    /// How often; `None` is as often as it can be.
    pub repeat: Option<i64>,
    /// By what it is spread.
    pub by: SplitBy,
    /// Who gets the odd minor units.
    pub odd: SplitRounding,
}

/// What a discount does.
#[derive(Clone, Debug)]
pub enum Does {
    /// It takes something off.
    Cut(Cut),
    /// It takes off what the highest step that is reached says; ascending, all of money or all of units.
    Steps(Vec<(Least, Cut)>),
    /// It takes so much off for every full amount or number.
    EveryFull(Least, i64),
    /// It takes so many ten-thousandths of a per cent off each unit by its place, in groups of so many.
    Schedule {
        /// By place; units beyond are as the last.
        parts: Vec<i64>,
        /// How many are a group; `None` is all of them, whole or not.
        every: Option<i64>,
    },
    /// Units cost so much together.
    Bundle {
        /// Of which scope how many.
        parts: Vec<(Option<usize>, i64)>,
        /// What they cost.
        price: i64,
    },
    /// Units cost what their lines say under this name.
    MemberPrice(Id),
    /// Units that are bought, and units that are got for less.
    BuyGet(BuyGet),
    /// Units that are given.
    Gift {
        /// The product.
        sku: Id,
        /// How many.
        quantity: i64,
        /// Which are added.
        add: Add,
    },
    /// Units that are swapped.
    Replace {
        /// The scope of those that go.
        scope: Option<usize>,
        /// How many go.
        quantity: i64,
        /// The product that comes.
        sku: Id,
        /// How many come.
        by: i64,
    },
    /// A balance that pays.
    Voucher {
        /// The balance of those that are issued without one.
        balance: i64,
        /// Whether it pays goods.
        goods: bool,
        /// Whether it pays shipping.
        shipping: bool,
        /// Whether it pays charges.
        charges: bool,
    },
    /// Points times so many ten-thousandths, for what was paid.
    PointsTimes {
        /// The currency.
        currency: usize,
        /// The factor.
        factor: i64,
    },
    /// So many points more.
    BonusPoints {
        /// The currency.
        currency: usize,
        /// How many.
        points: i64,
    },
    /// Something that is given beside the order.
    Service(Id),
}

/// Each kind, in the order of the format, with the other fields that it may have.
const KINDS: &[(&str, &[&str])] = &[
    (
        "amountOff",
        &["target", "scope", "threshold", "thresholdOn", "allocation", "maxQuantity", "take", "split"],
    ),
    (
        "percentOff",
        &[
            "cap",
            "target",
            "scope",
            "threshold",
            "thresholdOn",
            "percentOf",
            "allocation",
            "maxQuantity",
            "take",
            "split",
        ],
    ),
    ("fixedPrice", &["target", "scope", "threshold", "thresholdOn", "allocation", "maxQuantity", "take"]),
    ("steps", &["target", "scope", "thresholdOn", "percentOf", "split"]),
    ("everyFull", &["target", "scope", "thresholdOn", "repeat", "split"]),
    ("schedule", &["scope", "threshold", "thresholdOn", "percentOf", "maxUnits", "every", "take"]),
    ("bundle", &["take", "repeat", "split"]),
    ("memberPrice", &["scope"]),
    ("buyGet", &["threshold", "thresholdOn", "take", "repeat"]),
    ("gift", &["scope", "threshold", "thresholdOn", "repeat"]),
    ("replace", &["threshold", "thresholdOn"]),
    ("voucher", &[]),
    ("pointsTimes", &["currency", "scope", "threshold", "thresholdOn"]),
    ("bonusPoints", &["currency", "scope", "threshold", "thresholdOn"]),
    ("service", &["scope", "threshold", "thresholdOn"]),
];

impl Compiler<'_> {
    /// A discount at a place.
    pub(super) fn discount(&mut self, discount: &config::Discount, place: &Place<'_>) -> Option<Discount> {
        let kind = self.kind_of(discount, place)?;
        let before = self.reader.count();
        let scope = self.maybe_scope(discount.scope.as_deref(), &place.field("scope"));
        let threshold = match &discount.threshold {
            Some(least) => self.least(least.amount, least.quantity, &place.field("threshold")).map(Some),
            None => Some(None),
        };
        if let (Some(_), None) = (discount.threshold_on, &discount.threshold)
            && !matches!(kind, "steps" | "everyFull")
        {
            self.missing(place, "threshold");
        }
        if discount.threshold_on == Some(ThresholdOn::After) && matches!(kind, "steps" | "everyFull") {
            // What is taken off would depend on what is left when it is taken off.
            self.reader.not_allowed(&place.field("thresholdOn"), "after");
        }
        let does = self.does(discount, kind, place);
        let over = discount.allocation.unwrap_or(if kind == "fixedPrice" {
            Allocation::EachUnit
        } else {
            Allocation::Across
        });
        self.allocated(discount, (kind, over), place);
        let repeat = match discount.repeat {
            Some(Repeat::All) => None,
            Some(Repeat::Times(times)) => Some(times),
            None if kind == "everyFull" => None,
            None => Some(1),
        };
        let (does, scope, threshold) = (does?, scope?, threshold?);
        let split = discount.split.as_ref();
        (self.reader.count() == before).then(|| Discount {
            does,
            target: discount.target.unwrap_or(Target::Lines),
            scope,
            threshold,
            on: discount.threshold_on.unwrap_or(ThresholdOn::Before),
            of_initial: matches!(discount.percent_of, Some(PercentOf::Initial)),
            over,
            most: discount.max_quantity.or(discount.max_units).map(Quantity::get),
            take: discount.take.unwrap_or(Take::Cheapest),
            repeat,
            by: split.and_then(|split| split.by).unwrap_or(SplitBy::Amount),
            odd: split.and_then(|split| split.rounding).unwrap_or(SplitRounding::LargestRemainder),
        })
    }

    /// The one kind of a discount; fields that it may not have are problems.
    fn kind_of(&mut self, discount: &config::Discount, place: &Place<'_>) -> Option<&'static str> {
        let kinds = [
            discount.amount_off.is_some(),
            discount.percent_off.is_some(),
            discount.fixed_price.is_some(),
            discount.steps.is_some(),
            discount.every_full.is_some(),
            discount.schedule.is_some(),
            discount.bundle.is_some(),
            discount.member_price.is_some(),
            discount.buy_get.is_some(),
            discount.gift.is_some(),
            discount.replace.is_some(),
            discount.voucher.is_some(),
            discount.points_times.is_some(),
            discount.bonus_points.is_some(),
            discount.service.is_some(),
        ];
        let mut given = KINDS.iter().zip(kinds).filter(|(_, given)| *given).map(|(kind, _)| kind);
        let (Some((kind, may)), None) = (given.next(), given.next()) else {
            let mut names = Vec::new();
            for (kind, _) in KINDS {
                names.push(*kind);
            }
            self.exactly_one(&names, place);
            return None;
        };
        for (field, given) in [
            ("cap", discount.cap.is_some()),
            ("currency", discount.currency.is_some()),
            ("target", discount.target.is_some()),
            ("scope", discount.scope.is_some()),
            ("threshold", discount.threshold.is_some()),
            ("thresholdOn", discount.threshold_on.is_some()),
            ("percentOf", discount.percent_of.is_some()),
            ("allocation", discount.allocation.is_some()),
            ("maxQuantity", discount.max_quantity.is_some()),
            ("maxUnits", discount.max_units.is_some()),
            ("every", discount.every.is_some()),
            ("take", discount.take.is_some()),
            ("repeat", discount.repeat.is_some()),
            ("split", discount.split.is_some()),
        ] {
            if given && !may.contains(&field) {
                self.reader.not_allowed(&place.field(field), field);
            }
        }
        Some(kind)
    }

    /// Notes fields that do not go with how a discount is worked out.
    fn allocated(
        &mut self,
        discount: &config::Discount,
        (kind, over): (&'static str, Allocation),
        place: &Place<'_>,
    ) {
        let whole = matches!(over, Allocation::Across);
        if kind == "fixedPrice" && whole {
            self.reader.not_allowed(&place.field("allocation"), "across");
        }
        if matches!(over, Allocation::Once) && discount.max_quantity.is_none() {
            self.missing(place, "maxQuantity");
        }
        for (field, given, fits) in [
            ("scope", discount.scope.is_some(), !matches!(discount.target, Some(Target::Shipping))),
            ("maxQuantity", discount.max_quantity.is_some(), !whole),
            ("take", discount.take.is_some() && discount.allocation.is_some(), !whole),
            ("split", discount.split.is_some(), whole),
        ] {
            if given && !fits {
                self.reader.not_allowed(&place.field(field), field);
            }
        }
    }

    /// What a discount of a kind does.
    fn does(&mut self, discount: &config::Discount, kind: &'static str, place: &Place<'_>) -> Option<Does> {
        let at = place.field(kind);
        if let Some(steps) = &discount.steps {
            return self.steps(steps, &at).map(Does::Steps);
        }
        if let Some(every) = &discount.every_full {
            let least = self.least(every.amount, every.quantity, &at)?;
            return Some(Does::EveryFull(least, every.amount_off.get()));
        }
        if let Some(schedule) = &discount.schedule {
            let parts = schedule.0.iter().map(|part| part.0).collect();
            return Some(Does::Schedule { parts, every: discount.every.map(Quantity::get) });
        }
        if let Some(bundle) = &discount.bundle {
            let (list, mut parts, mut sound) = (at.field("parts"), Vec::new(), true);
            for (index, part) in bundle.parts.0.placed() {
                let scope = self.maybe_scope(part.scope.as_deref(), &list.index(index).field("scope"));
                sound &= keep(&mut parts, scope.map(|scope| (scope, part.quantity.get())));
            }
            return sound.then_some(Does::Bundle { parts, price: bundle.price.get() });
        }
        if let Some(buy_get) = &discount.buy_get {
            return self.buy_get(buy_get, &at).map(Does::BuyGet);
        }
        if let Some(replace) = &discount.replace {
            let take = at.field("take");
            let scope = self.maybe_scope(replace.take.scope.as_deref(), &take.field("scope"))?;
            let quantity = replace.take.quantity.get();
            let (sku, by) = (replace.by.sku.clone(), replace.by.quantity.get());
            return Some(Does::Replace { scope, quantity, sku, by });
        }
        if let Some(name) = &discount.member_price {
            return Some(Does::MemberPrice(name.clone()));
        }
        if let Some(gift) = &discount.gift {
            let add = gift.add.unwrap_or(Add::Missing);
            return Some(Does::Gift { sku: gift.sku.clone(), quantity: gift.quantity.get(), add });
        }
        if let Some(service) = &discount.service {
            return Some(Does::Service(service.clone()));
        }
        if let Some(voucher) = &discount.voucher {
            let pays = |what: Pays| {
                voucher.covers.as_ref().is_none_or(|covers| covers.0.iter().any(|covered| *covered == what))
            };
            return Some(Does::Voucher {
                balance: voucher.balance.map_or(0, Amount::get),
                goods: pays(Pays::Goods),
                shipping: pays(Pays::Shipping),
                charges: pays(Pays::Charges),
            });
        }
        self.points_or_cut(discount, place)
    }

    fn points_or_cut(&mut self, discount: &config::Discount, place: &Place<'_>) -> Option<Does> {
        if discount.points_times.is_some() || discount.bonus_points.is_some() {
            let none = self.json.field("points").is_none_or(|points| points.items().is_empty());
            if none && discount.currency.is_none() {
                let field = if discount.points_times.is_some() { "pointsTimes" } else { "bonusPoints" };
                self.reader.not_allowed(&place.field(field), field);
                return None;
            }
            let currency = self.currency(discount.currency.as_deref(), &place.field("currency"))?;
            return Some(match (discount.points_times, discount.bonus_points) {
                (Some(factor), _) => Does::PointsTimes { currency, factor: factor.0 },
                (None, points) => Does::BonusPoints { currency, points: points.map_or(0, Points::get) },
            });
        }
        let parts = (discount.amount_off, discount.percent_off, discount.fixed_price);
        // That a cap may not stand here was noted with the other fields.
        let cap = discount.cap.filter(|_| discount.percent_off.is_some());
        self.cut(parts, cap, place).map(Does::Cut)
    }
}
