//! Coupons that events issue, use and return: what they name, and which cannot be.

use std::borrow::Cow;

use super::Member;
use super::resolve::Resolver;
use crate::json::shortened;
use crate::ledger::{
    CouponIssued, CouponReturned, CouponUsed, Entry, Event, GivenCoupon, Issued, Order, OrderCoupon,
    OrderEvent, Taken, What,
};
use crate::problem::{Code, Problem};
use crate::program::{Coupon, Program};
use crate::rule::{Terms, advance, is_due, issued};
use crate::shape::{Id, Place, Reader};
use crate::state::{Issue, State, Wallet};
use crate::unit::{Amount, Count, Instant, Overflow, Quantity};

impl Resolver<'_, '_> {
    /// A coupon that is issued.
    pub(super) fn issued(&mut self, event: &CouponIssued, place: &Place<'_>) -> Option<What> {
        let at = place.field("coupon");
        let known = |coupon: &Coupon| coupon.id == event.coupon;
        if event.posted.is_some() && !self.program.coupons.iter().any(known) {
            return Some(What::Issue(None));
        }
        let coupon = self.coupon(&event.coupon, &at)?;
        let of = self.program.coupons.get(coupon)?;
        if !of.can_be_issued() {
            self.reader.not_allowed(&at, &event.coupon);
        }
        let field = if of.balance().is_some() { "uses" } else { "balance" };
        if (of.balance().is_some() && event.uses.is_some())
            || (of.balance().is_none() && event.balance.is_some())
        {
            self.reader.not_allowed(&place.field(field), field);
        }
        if of.balance() == Some(0) && event.balance.is_none() {
            self.reader.note(place.field("balance").problem(Code::Missing).text("field", "balance"));
        }
        let terms = Terms {
            begins: event.begins.map(|begins| begins.instant(&self.program.zone)),
            last_day: event.last_day,
            uses: event.uses.map(Quantity::get),
            balance: event.balance.map(Amount::get),
        };
        let issue = event.issue.clone().unwrap_or_else(|| event.id.clone());
        let issued = issued(self.program, coupon, (issue, None), self.at, &terms);
        let ends = self.program.zone.start_of(event.last_day.map_or(self.day, |last| last.plus_days(1)));
        if let Some(last) = event.last_day.filter(|last| *last < self.day || ends <= issued.begins) {
            self.bad_date(last, &place.field("lastDay"));
        }
        Some(What::Issue(Some(issued)))
    }

    /// A coupon that was posted as issued; nothing of one that the program does not have any more.
    pub(super) fn posted_coupon(&self, given: &GivenCoupon) -> Option<Issued> {
        let coupon = self.program.coupons.iter().position(|coupon| coupon.id == given.coupon)?;
        let after = given.last_day.map(|last| self.program.zone.start_of(last.plus_days(1)));
        Some(Issued {
            coupon,
            issue: given.issue.clone(),
            rule: given.rule.clone(),
            begins: given.begins,
            expires: given.expires_at.or(after).map(|end| (end, given.last_day)),
            uses: given.uses.map_or(1, Quantity::get),
            balance: given.balance.map(Amount::get),
        })
    }

    fn coupon(&mut self, id: &str, place: &Place<'_>) -> Option<usize> {
        let mut known = Vec::new();
        for coupon in &self.program.coupons {
            known.push(&*coupon.id);
        }
        self.find("coupon", id, &known, place)
    }
}

impl Member {
    /// The state at an instant before the event at a place of the log.
    pub(super) fn state_at(&self, position: usize, at: Instant) -> Result<Cow<'_, State>, Overflow> {
        let mut state = self.state_before(position)?;
        if is_due(&self.program, &self.person, &state, at) {
            advance(&self.program, &self.person, state.to_mut(), at, &mut Vec::new())?;
        }
        Ok(state)
    }

    /// Notes what keeps the coupons of an event from being issued, used or returned, and puts what they are into the entry. What was
    /// posted was accepted once, and stays so. Where the program has no coupons, those of an order are names.
    pub(super) fn coupons(
        &self,
        event: &Event,
        entry: &mut Entry,
        position: usize,
        reader: &mut Reader,
        place: &Place<'_>,
    ) {
        if matches!(event, Event::Order(order) if order.coupons.is_empty() || self.program.coupons.is_empty())
        {
            return;
        }
        let order = event.names().map(|(order, _)| order);
        let ordered = order.map(|order| self.log.order(order, position));
        if let (Some(order), Some(None)) = (order, &ordered) {
            return reader.note(self.no_order(order, place));
        }
        let Ok(state) = self.state_at(position, entry.at) else {
            return reader.note(place.problem(Code::Overflow));
        };
        let held = entry.posted.is_some();
        let mut desk = Desk { program: &self.program, wallet: &state.wallet, at: entry.at, held, reader };
        match (&mut entry.what, event) {
            (What::Order(order), Event::Order(event)) => order.coupons = desk.on_order(event, place).into(),
            (What::Issue(Some(issued)), _) => desk.confirms(issued, place),
            (What::UseCoupon(taken), Event::CouponUsed(event)) => *taken = desk.used(event, place),
            (What::ReturnCoupon { taken, day, .. }, Event::CouponReturned(event)) => {
                let ordered = ordered.flatten();
                *day = ordered.as_ref().map(|ordered| ordered.captured.day);
                *taken = desk.returned(event, ordered.as_ref().map(|ordered| &ordered.order), place);
            }
            _ => {}
        }
    }
}

/// Where coupons are looked at: the wallet at an instant.
struct Desk<'a> {
    program: &'a Program,
    wallet: &'a Wallet,
    at: Instant,
    /// Whether what is wrong was accepted before.
    held: bool,
    reader: &'a mut Reader,
}

impl<'a> Desk<'a> {
    /// The coupons used on an order.
    fn on_order(&mut self, event: &OrderEvent, place: &Place<'_>) -> Vec<Taken> {
        let mut all: Vec<Taken> = Vec::new();
        let list = place.field("coupons");
        for (index, given) in event.coupons.placed() {
            let at = list.index(index);
            let OrderCoupon { id, amount, units } = &given.0;
            let issue = self.wallet.get(id);
            let open = || self.program.coupons.iter().position(|of| of.id == *id && of.is_open());
            let Some(coupon) = issue.map(|issue| issue.issued.coupon).or_else(open) else {
                self.unknown(id, &at);
                continue;
            };
            let amount = amount.map(Amount::get);
            if let Some(issue) = issue {
                self.usable(issue, amount, &all, (&at, &at));
            }
            let issue = issue.map(|issue| issue.issued.issue.clone());
            let units = units.map_or(0, Count::get);
            all.push(Taken { coupon, issue, amount: amount.unwrap_or(0), units });
        }
        all
    }

    /// Of what is known already, that it is of another coupon; of what is new, that the wallet is full.
    fn confirms(&mut self, issued: &Issued, place: &Place<'_>) {
        if let Some(issue) = self.wallet.get(&issued.issue)
            && issue.issued.coupon != issued.coupon
        {
            self.other(issue.issued.coupon, issued.coupon, &place.field("coupon"));
        }
        let alive = |issue: &&Issue| {
            let over = issue.issued.expires.is_some_and(|(end, _)| end <= self.at);
            !over && !issue.is_used_up()
        };
        let most = self.program.wallet;
        if self.wallet.get(&issued.issue).is_none()
            && self.wallet.issues().iter().filter(alive).count() >= most
        {
            let most = i64::try_from(most).unwrap_or(i64::MAX);
            self.note(place.problem(Code::TooManyCoupons).number("max", most));
        }
    }

    /// What an event uses.
    fn used(&mut self, event: &CouponUsed, place: &Place<'_>) -> Option<Taken> {
        let named = (event.issue.as_ref(), event.coupon.as_ref());
        let (coupon, issue) = self.named(named, place)?;
        let amount = event.amount.map(Amount::get);
        if let Some(issue) = issue {
            self.usable(issue, amount, &[], (&place.field("issue"), place));
        }
        let units = event.units.map_or(0, Count::get);
        let issue = issue.map(|issue| issue.issued.issue.clone());
        Some(Taken { coupon, issue, amount: amount.unwrap_or(0), units })
    }

    /// The use that an event undoes, which was on an order if one is named.
    fn returned(
        &mut self,
        event: &CouponReturned,
        order: Option<&Order>,
        place: &Place<'_>,
    ) -> Option<Taken> {
        let named = (event.issue.as_ref(), event.coupon.as_ref());
        let (coupon, issue) = self.named(named, place)?;
        let id = issue.map(|issue| &issue.issued.issue);
        let is_it = |taken: &&Taken| taken.coupon == coupon && taken.issue.as_ref() == id;
        let used = order.and_then(|order| order.coupons.iter().find(is_it));
        let amount = event.amount.map(Amount::get).or(used.map(|taken| taken.amount));
        let units = event.units.map(Count::get).or(used.map(|taken| taken.units));
        match issue {
            None if order.is_none() => {
                self.note(place.field("order").problem(Code::Missing).text("field", "order"));
            }
            Some(issue) if issue.used == 0 => {
                let problem = place.field("issue").problem(Code::CouponNotUsed);
                self.note(problem.text("value", &*issue.issued.issue));
            }
            Some(issue) if issue.issued.balance.is_some() => match amount {
                None => self.note(place.field("amount").problem(Code::Missing).text("field", "amount")),
                Some(amount) if amount > issue.taken => {
                    let [value, left] =
                        [amount, issue.taken].map(|amount| self.program.currency.text(amount));
                    let problem = place.field("amount").problem(Code::RefundTooLarge);
                    self.note(problem.text("value", value).text("left", left));
                }
                Some(_) => {}
            },
            Some(_) | None => {}
        }
        Some(Taken { coupon, issue: id.cloned(), amount: amount.unwrap_or(0), units: units.unwrap_or(0) })
    }

    /// The coupon that an event names, and what was issued of it.
    fn named(
        &mut self,
        (issue, coupon): (Option<&Id>, Option<&Id>),
        place: &Place<'_>,
    ) -> Option<(usize, Option<&'a Issue>)> {
        let at = place.field("coupon");
        let mut known = Vec::new();
        for coupon in &self.program.coupons {
            known.push(&*coupon.id);
        }
        let named = coupon.and_then(|id| known.iter().position(|known| *known == &**id));
        if let (Some(id), None) = (coupon, named) {
            self.note(at.unknown("coupon", id, &known));
            return None;
        }
        let Some(id) = issue else {
            let open = named.filter(|of| self.program.coupons.get(*of).is_some_and(Coupon::is_open));
            if open.is_none() {
                self.note(place.field("issue").problem(Code::Missing).text("field", "issue"));
            }
            return open.map(|coupon| (coupon, None));
        };
        let Some(issue) = self.wallet.get(id) else {
            self.unknown(id, &place.field("issue"));
            return None;
        };
        if let Some(named) = named.filter(|named| *named != issue.issued.coupon) {
            self.other(issue.issued.coupon, named, &at);
        }
        Some((issue.issued.coupon, Some(issue)))
    }

    /// Notes what keeps what was issued from being used, after what the same order uses of it.
    fn usable(
        &mut self,
        issue: &Issue,
        amount: Option<i64>,
        before: &[Taken],
        (at, place): (&Place<'_>, &Place<'_>),
    ) {
        let issued = &issue.issued;
        let id = &*issued.issue;
        if self.at < issued.begins {
            let problem = at.problem(Code::CouponNotBegun).text("value", id);
            self.note(problem.text("from", issued.begins.text()));
        }
        if let Some((end, _)) = issued.expires.filter(|(end, _)| *end <= self.at) {
            self.note(at.problem(Code::CouponLapsed).text("value", id).text("since", end.text()));
        }
        let (mut uses, mut sum) = (0_i64, 0_i64);
        for taken in before.iter().filter(|taken| taken.issue.as_deref() == Some(id)) {
            uses = uses.saturating_add(1);
            sum = sum.saturating_add(taken.amount);
        }
        let Some(balance) = issue.balance_left() else {
            if issue.uses_left().is_some_and(|left| left <= uses) {
                self.note(at.problem(Code::CouponUsedUp).text("value", id));
            }
            return;
        };
        let left = balance.saturating_sub(sum).max(0);
        let field = place.field("amount");
        match amount {
            None => self.note(field.problem(Code::Missing).text("field", "amount")),
            Some(amount) if amount > left => {
                let [value, left] = [amount, left].map(|amount| self.program.currency.text(amount));
                self.note(
                    field.problem(Code::InsufficientBalance).text("value", value).text("balance", left),
                );
            }
            Some(_) => {}
        }
    }

    fn other(&mut self, is: usize, named: usize, place: &Place<'_>) {
        let id = |coupon: usize| self.program.coupons.get(coupon).map_or("", |coupon| &*coupon.id);
        let problem = place.problem(Code::OtherCoupon).text("value", id(named)).text("coupon", id(is));
        self.note(problem);
    }

    fn unknown(&mut self, id: &str, place: &Place<'_>) {
        let issues = self.wallet.issues().iter().map(|issue| &*issue.issued.issue);
        let open = self.program.coupons.iter().filter(|coupon| coupon.is_open()).map(|coupon| &*coupon.id);
        let problem = place.problem(Code::UnknownIssue).text("value", shortened(id));
        let problem = problem.nearest(id, issues.chain(open));
        self.note(problem);
    }

    fn note(&mut self, problem: Problem) {
        if !self.held {
            self.reader.note(problem);
        }
    }
}
