//! Coupons.

use super::checkout::Checkout;
use super::compile::{Compiler, keep};
use super::condition::{Condition, Spot};
use super::discount::{Discount, Does};
use super::measure::Measure;
use super::plan::plans_in;
use super::timing::Timing;
use super::window::Window;
use crate::config::{self, Automatic, CouponLimitOf, CouponLimitPer, Prices, Stacks, StacksWord};
use crate::problem::Code;
use crate::shape::{Id, List, Names, Place};
use crate::unit::{Amount, Period, Quantity};

/// A coupon.
#[derive(Clone, Debug)]
pub struct Coupon {
    /// Its id.
    pub id: Id,
    /// Its names.
    pub names: Names,
    /// The step in which it applies.
    pub step: usize,
    /// Within a step the higher applies first.
    pub priority: i64,
    /// Whether nobody needs to be issued it.
    pub automatic: Automatic,
    /// Codes by which it is known, in their normal form.
    pub codes: Vec<String>,
    /// Digests of such codes.
    pub digests: Vec<[u8; 32]>,
    /// When it can be used, and by whom.
    pub when: Option<Condition>,
    /// The plans for which that asks.
    pub plans: Vec<usize>,
    /// On which dates and at which hours.
    pub validity: CouponValidity,
    /// What it does, one after the other; at least one.
    pub discounts: Vec<Discount>,
    /// Whether it reckons with the other prices than the checkout's: without the tax where they hold it, with it where not.
    pub converts: bool,
    /// Its limits.
    pub limits: Vec<CouponLimit>,
    /// The groups of which it is one.
    pub groups: Vec<usize>,
    /// Whether it is used alone.
    pub exclusive: bool,
    /// Which others it joins.
    pub joins: Joins,
    /// How many of it in an order at most.
    pub most: i64,
    /// Whether units that another offer of the step counted serve it too.
    pub shares_units: bool,
    /// What it is worth.
    pub worth: Option<i64>,
}

/// When a coupon can be used.
#[derive(Clone, Debug)]
pub struct CouponValidity {
    /// How long, and whether the day of the same name is one more.
    pub after: Option<(Period, bool)>,
    /// How long after the date of issue it begins.
    pub delay: Option<Period>,
    /// On which dates, days and hours.
    pub timing: Option<Box<Timing>>,
}

/// Which others a coupon joins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joins {
    /// All that are not exclusive.
    Others,
    /// All.
    All,
    /// None.
    None,
    /// Those of these groups.
    Groups(Vec<usize>),
}

/// How much of a coupon at most.
#[derive(Clone, Debug)]
pub struct CouponLimit {
    /// What is counted.
    pub of: CouponLimitOf,
    /// Over what.
    pub per: CouponPer,
    /// At most so many, or so much money.
    pub max: i64,
    /// Whether what is more is cut, not refused.
    pub cuts: bool,
}

/// Over what a limit of a coupon counts.
#[derive(Clone, Debug)]
pub enum CouponPer {
    /// One cart.
    Cart,
    /// One line.
    Line,
    /// One member, on the days of a window.
    Member(Window),
    /// All members, or all who have an attribute in common; the host knows the days, and how much.
    Others(Option<Id>),
}

impl CouponLimit {
    /// What it counts, as a word, and whether that is money.
    #[must_use]
    pub fn word(&self) -> (&'static str, bool) {
        match self.of {
            CouponLimitOf::Uses => ("uses", false),
            CouponLimitOf::Units => ("units", false),
            CouponLimitOf::Money => ("money", true),
        }
    }
}

impl Coupon {
    /// Whether it is issued to members, not offered to all.
    #[must_use]
    pub fn can_be_issued(&self) -> bool {
        self.automatic == Automatic::Issued
    }

    /// Whether it can be used by who was not issued it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.automatic != Automatic::Issued || !self.codes.is_empty() || !self.digests.is_empty()
    }

    /// The balance of those that are issued without one, of a voucher.
    #[must_use]
    pub fn balance(&self) -> Option<i64> {
        for discount in &self.discounts {
            if let Does::Voucher { balance, .. } = &discount.does {
                return Some(*balance);
            }
        }
        None
    }

    /// Whether what a member uses of it is counted.
    #[must_use]
    pub fn counts_use(&self) -> bool {
        self.limits.iter().any(|limit| matches!(limit.per, CouponPer::Member(_)))
    }
}

impl Compiler<'_> {
    /// The place of a coupon.
    pub(super) fn coupon_place(&mut self, id: &str, place: &Place<'_>) -> Option<usize> {
        let config = self.config;
        let mut ids = Vec::new();
        for coupon in config.coupons.iter() {
            ids.push(&*coupon.id);
        }
        self.known(("coupon", None), &ids, id, place)
    }

    /// The place of a coupon that the program issues: one that is issued, and of a voucher's balance if it is one.
    pub(super) fn issuable(&mut self, id: &str, place: &Place<'_>) -> Option<usize> {
        let found = self.coupon_place(id, place)?;
        let coupon = self.config.coupons.get(found)?;
        let offered = coupon.automatic.is_some_and(|automatic| automatic != Automatic::Issued);
        let empty = |discount: &config::Discount| {
            discount.voucher.as_ref().is_some_and(|voucher| voucher.balance.is_none())
        };
        if offered || coupon.discounts.0.iter().any(empty) {
            self.reader.not_allowed(place, id);
        }
        Some(found)
    }

    /// The program's coupons.
    pub(super) fn coupons(&mut self, checkout: &Checkout, place: &Place<'_>) -> Option<Vec<Coupon>> {
        let config = self.config;
        let (mut seen, mut codes, mut coupons) = (Vec::new(), Vec::new(), Vec::new());
        let mut sound = true;
        for (index, coupon) in config.coupons.placed() {
            let at = place.index(index);
            self.unique(&mut seen, &coupon.id, "coupon", &at);
            for (nth, code) in coupon.codes.placed() {
                if codes.contains(&&code.0) {
                    let problem = at.field("codes").index(nth).problem(Code::DuplicateId);
                    self.reader.note(problem.text("kind", "code").text("value", &code.0));
                }
                codes.push(&code.0);
            }
            sound &= keep(&mut coupons, self.coupon(coupon, checkout, &at));
        }
        sound.then_some(coupons)
    }

    fn coupon(&mut self, coupon: &config::Coupon, checkout: &Checkout, place: &Place<'_>) -> Option<Coupon> {
        let step = self.step(coupon.step.as_deref(), checkout, &place.field("step"));
        let when = self.optional(coupon.when.as_ref(), &place.field("when"), Spot::Cart);
        let validity = self.coupon_validity(coupon, place);
        let (list, mut discounts, mut gives, mut sound) =
            (place.field("discounts"), Vec::new(), Vec::new(), true);
        for (index, discount) in coupon.discounts.0.placed() {
            let compiled = self.discount(discount, &list.index(index));
            gives.extend(compiled.as_ref().and_then(|discount| discount.does.currency()));
            sound &= keep(&mut discounts, compiled);
        }
        self.unlike_rules(&coupon.id, &gives, place);
        let limits = self.coupon_limits(&coupon.limits, place);
        let groups = self.groups(&coupon.groups, checkout, &place.field("groups"));
        let joins = match &coupon.stacks {
            None => Some(Joins::Others),
            Some(Stacks::Word(StacksWord::All)) => Some(Joins::All),
            Some(Stacks::Word(StacksWord::None)) => Some(Joins::None),
            Some(Stacks::Groups(groups)) => {
                self.groups(groups, checkout, &place.field("stacks")).map(Joins::Groups)
            }
        };
        let exclusive = coupon.exclusive == Some(true);
        if exclusive && coupon.stacks.is_some() {
            self.reader.not_allowed(&place.field("stacks"), "stacks");
        }
        let automatic = coupon.automatic.unwrap_or(Automatic::Issued);
        if automatic == Automatic::Always && exclusive {
            self.reader.not_allowed(&place.field("exclusive"), "exclusive");
        }
        let (step, when, validity, limits) = (step?, when?, validity?, limits?);
        let (groups, joins) = (groups?, joins?);
        let net = coupon.base.map_or(checkout.net, |base| base == Prices::Net);
        sound.then(|| Coupon {
            id: coupon.id.clone(),
            names: coupon.names.clone(),
            step,
            priority: coupon.priority.unwrap_or(0),
            automatic,
            codes: coupon.codes.iter().map(|code| code.0.clone()).collect(),
            digests: coupon.digests.iter().map(|digest| digest.0).collect(),
            plans: plans_in(when.as_ref()),
            when,
            validity,
            discounts,
            converts: net != checkout.net,
            limits,
            groups,
            exclusive,
            joins,
            most: coupon.max_per_order.map_or(1, Quantity::get),
            shares_units: coupon.shares_units == Some(true),
            worth: coupon.worth.map(Amount::get),
        })
    }

    /// The place of a step in which coupons apply.
    fn step(&mut self, id: Option<&str>, checkout: &Checkout, place: &Place<'_>) -> Option<usize> {
        let Some(id) = id else { return checkout.steps.iter().position(|step| !step.points) };
        let mut ids = Vec::new();
        for step in &checkout.steps {
            ids.push(&*step.id);
        }
        let found = self.known(("step", None), &ids, id, place)?;
        if checkout.steps.get(found).is_some_and(|step| step.points) {
            self.reader.not_allowed(place, id);
        }
        Some(found)
    }

    /// The places of groups.
    fn groups(&mut self, of: &List<Id>, checkout: &Checkout, place: &Place<'_>) -> Option<Vec<usize>> {
        let (mut ids, mut places, mut sound) = (Vec::new(), Vec::new(), true);
        for group in &checkout.groups {
            ids.push(&*group.id);
        }
        for (index, id) in of.placed() {
            sound &= keep(&mut places, self.known(("group", None), &ids, id, &place.index(index)));
        }
        sound.then_some(places)
    }

    /// When a coupon can be used. Only one that is issued has a date of issue.
    fn coupon_validity(&mut self, coupon: &config::Coupon, place: &Place<'_>) -> Option<CouponValidity> {
        let Some(validity) = &coupon.validity else {
            return Some(CouponValidity { after: None, delay: None, timing: None });
        };
        let at = place.field("validity");
        let issued = coupon.automatic.unwrap_or(Automatic::Issued) == Automatic::Issued;
        for (field, given, fits) in [
            ("after", validity.after.is_some(), issued),
            ("delay", validity.delay.is_some(), issued),
            ("through", validity.through.is_some(), validity.after.is_some()),
        ] {
            if given && !fits {
                self.reader.not_allowed(&at.field(field), field);
            }
        }
        let timing = config::Timing {
            from: validity.from,
            to: validity.to,
            weekdays: validity.weekdays.clone(),
            days_of_month: None,
            between: validity.between.clone(),
        };
        let some = validity.from.is_some()
            || validity.to.is_some()
            || validity.weekdays.is_some()
            || validity.between.is_some();
        let timing = if some { Some(self.timing(&timing, &at)?) } else { None };
        let after = validity.after.clone().map(|after| (after, validity.through == Some(true)));
        Some(CouponValidity { after, delay: validity.delay.clone(), timing: timing.map(Box::new) })
    }

    fn coupon_limits(
        &mut self,
        limits: &List<config::CouponLimit>,
        place: &Place<'_>,
    ) -> Option<Vec<CouponLimit>> {
        let (mut compiled, mut sound) = (Vec::new(), true);
        let list = place.field("limits");
        for (index, limit) in limits.placed() {
            sound &= keep(&mut compiled, self.coupon_limit(limit, &list.index(index)));
        }
        sound.then_some(compiled)
    }

    fn coupon_limit(&mut self, limit: &config::CouponLimit, place: &Place<'_>) -> Option<CouponLimit> {
        let measure = match limit.of {
            CouponLimitOf::Uses => Measure::Count,
            CouponLimitOf::Units => Measure::Quantity,
            CouponLimitOf::Money => Measure::Money,
        };
        let max = self.number(&limit.max, measure, &place.field("max"))?;
        if max < 0 {
            let problem = place.field("max").problem(Code::OutOfRange).text("value", &limit.max.0);
            self.reader.note(problem.number("min", 0).number("max", crate::unit::SAFE));
        }
        let window = self.window(limit.window.as_ref(), None, place)?;
        let (per, windowed) = match &limit.per {
            CouponLimitPer::Cart => (CouponPer::Cart, false),
            CouponLimitPer::Line => (CouponPer::Line, false),
            CouponLimitPer::Member => (CouponPer::Member(window), true),
            CouponLimitPer::Program => (CouponPer::Others(None), true),
            CouponLimitPer::Attribute(name) => (CouponPer::Others(Some(name.clone())), true),
        };
        if limit.window.is_some() && !windowed {
            self.reader.not_allowed(&place.field("window"), "window");
        }
        let uses = limit.of == CouponLimitOf::Uses;
        if uses && limit.over.is_some() {
            self.reader.not_allowed(&place.field("over"), "over");
        }
        let cuts = match limit.over {
            Some(config::Over::Cut) => true,
            Some(config::Over::Refuse) => false,
            None => limit.of == CouponLimitOf::Units,
        };
        Some(CouponLimit { of: limit.of, per, max, cuts })
    }
}
