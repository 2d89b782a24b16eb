//! Which events can be: an event that cannot is refused and changes nothing.

use super::Member;
use crate::json::text;
use crate::ledger::{Entry, Event, RefundLine, Returned, What};
use crate::problem::{Code, Problem};
use crate::rule::{Step, advance, apply, is_own, left_after, own_points};
use crate::shape::{List, Place, Reader};
use crate::state::{Left, came_back_whole};
use crate::unit::{Instant, Overflow};

use super::resolve::resolve;

impl Member {
    /// The entry of an event that can be, or `None` after its problems were noted.
    pub(super) fn admit(&self, event: &Event, reader: &mut Reader, place: &Place<'_>) -> Option<Entry> {
        let before = reader.count();
        let (_, at, _) = event.head();
        let most = self.program.events;
        if self.log.len() >= most {
            reader.note(
                place.problem(Code::TooManyEvents).number("max", i64::try_from(most).unwrap_or(i64::MAX)),
            );
            return None;
        }
        if !self.in_time(at, reader, place) {
            return None;
        }
        let mut entry = resolve(&self.program, event, self.depth(event), reader, place)?;
        let position = self.log.position(entry.key());
        match event {
            Event::Refund(refund) => {
                let lines = refund.lines.as_ref().map(|lines| &lines.0);
                let lines = self.returned(lines, &refund.order, position, reader, place)?;
                entry.what = What::Refund { order: refund.order.clone(), lines };
            }
            Event::Redeem(redeem) => {
                if let Some(order) =
                    redeem.order.as_ref().filter(|order| self.log.order(order, position).is_none())
                {
                    reader.note(self.no_order(order, place));
                }
                if let What::Redeem { currency, points, .. } = entry.what {
                    self.afford(&entry, (position, currency), points, reader, &place.field("points"));
                }
                self.redeemable(&entry, position, reader, place);
            }
            Event::Order(order) => {
                self.coupons(event, &mut entry, position, reader, place);
                // What the coupons give, the order may use where it may use its own points.
                if let Some(points) = order.points_used {
                    self.afford(&entry, (position, 0), points.get(), reader, &place.field("pointsUsed"));
                }
            }
            Event::Revoke(revoke) => {
                if let Some(code) = self.not_revocable(&revoke.event, position, at) {
                    reader.wrong(&place.field("event"), code, &revoke.event);
                }
            }
            Event::Confirm(confirm) => {
                self.confirms(confirm, position, reader, place);
            }
            Event::Donate(_) | Event::Transfer(_) => {
                if let What::Give { currency, points, .. } = entry.what {
                    self.afford(&entry, (position, currency), points, reader, &place.field("points"));
                }
            }
            Event::Opening(_) => {
                if self.state.opened {
                    reader.note(place.field("type").problem(Code::SecondOpening));
                }
            }
            Event::CouponIssued(_) | Event::CouponUsed(_) | Event::CouponReturned(_) => {
                self.coupons(event, &mut entry, position, reader, place);
            }
            Event::Activity(_)
            | Event::Adjust(_)
            | Event::TierSet(_)
            | Event::Profile(_)
            | Event::Received(_) => {}
            Event::Subscribe(_) | Event::Renew(_) | Event::PlanChanged(_) | Event::Cancel(_) => {
                self.plan_event(&entry, position, reader, place);
            }
        }
        (reader.count() == before).then_some(entry)
    }

    /// Why an event cannot be revoked, if it cannot.
    fn not_revocable(&self, event: &str, position: usize, at: Instant) -> Option<Code> {
        if self.log.revocable(event, position).is_some() || self.is_claimed(event, position, at) {
            return None;
        }
        let stands = self.log.stands(event);
        Some(match (stands.is_some_and(|stands| stands.place < position), self.base.trimmed) {
            (true, _) => Code::NotRevocable,
            (false, true) => Code::NeedsHistory,
            (false, false) => Code::UnknownEvent,
        })
    }

    /// Notes what is wrong with the instant of an event; whether nothing is.
    fn in_time(&self, at: Instant, reader: &mut Reader, place: &Place<'_>) -> bool {
        let zone = &self.program.zone;
        if at < zone.since() {
            let problem = place.field("at").problem(Code::DateTooEarly).text("value", at.text());
            reader.note(problem.text("since", zone.since().text()));
            return false;
        }
        if zone.day(at) < self.person.joined {
            let problem = place.field("at").problem(Code::BeforeJoining).text("value", at.text());
            reader.note(problem.text("joined", self.person.joined.text()));
            return false;
        }
        let until = self.program.reach(self.state.at);
        if at > until {
            let problem = place.field("at").problem(Code::DateTooLate).text("value", at.text());
            reader.note(problem.text("until", until.text()));
            return false;
        }
        if self.base.trimmed && at < self.base.state.at {
            reader.note(place.field("at").problem(Code::NeedsHistory).text("value", at.text()));
            return false;
        }
        true
    }

    /// How many events of the same instant must come before it, each for the next.
    fn depth(&self, event: &Event) -> u32 {
        let (_, at, _) = event.head();
        let named = event.names().and_then(|(id, _)| self.log.stands(id)).filter(|named| named.at == at);
        named.map_or(0, |named| named.depth.saturating_add(1))
    }

    pub(super) fn no_order(&self, order: &str, place: &Place<'_>) -> Problem {
        let code = if self.base.trimmed { Code::NeedsHistory } else { Code::UnknownOrder };
        place.field("order").problem(code).text("value", crate::json::shortened(order))
    }

    /// What came back, by the order's lines; never more than is left.
    #[expect(
        clippy::option_option,
        reason = "the outer is whether it can be, the inner whether lines were named"
    )]
    fn returned(
        &self,
        lines: Option<&List<RefundLine>>,
        order: &str,
        position: usize,
        reader: &mut Reader,
        place: &Place<'_>,
    ) -> Option<Option<Vec<(usize, Returned)>>> {
        let Some(of) = self.log.order(order, position) else {
            reader.note(self.no_order(order, place));
            return None;
        };
        let left = &of.trace.remains.lines;
        if came_back_whole(&of.order, left) {
            reader.note(place.field("order").problem(Code::NothingToRefund).text("value", order));
            return None;
        }
        let Some(lines) = lines else { return Some(None) };
        let (of, mut left) = (&of.order, left.clone());
        let mut returned = Vec::new();
        for (nth, line) in lines.placed() {
            let list = place.field("lines");
            let at = list.index(nth);
            let Some(index) = of.lines.iter().position(|known| known.id == line.id) else {
                let problem = at.field("id").problem(Code::UnknownLine).text("value", &*line.id);
                let mut known = Vec::new();
                for line in &of.lines {
                    known.push(&*line.id);
                }
                reader.note(problem.nearest(&line.id, known.iter().copied()));
                return None;
            };
            let what = self.fits(line, left.get(index).copied()?, reader, &at)?;
            left = left_after(&self.program, &left, Some(&[(index, what)]));
            returned.push((index, what));
        }
        Some(Some(returned))
    }

    /// What came back of a line, if so much is left of it.
    fn fits(
        &self,
        line: &RefundLine,
        left: Left,
        reader: &mut Reader,
        place: &Place<'_>,
    ) -> Option<Returned> {
        let currency = self.program.currency;
        let too_large = |field: &'static str, value: String, left: String| {
            place.field(field).problem(Code::RefundTooLarge).text("value", value).text("left", left)
        };
        match (line.quantity, line.amount) {
            (Some(quantity), None) if quantity.get() <= left.quantity => {
                Some(Returned::Quantity(quantity.get()))
            }
            (None, Some(amount)) if amount.get() <= left.paid => Some(Returned::Amount(amount.get())),
            (Some(quantity), None) => {
                reader.note(too_large("quantity", text(&quantity.get()), text(&left.quantity)));
                None
            }
            (None, Some(amount)) => {
                reader.note(too_large("amount", currency.text(amount.get()), currency.text(left.paid)));
                None
            }
            _ => {
                reader.note(place.problem(Code::ExactlyOne).list("expected", &["quantity", "amount"]));
                None
            }
        }
    }

    /// Notes a spending beyond the balance that is usable at its instant, and what an order may use of its own points.
    pub(super) fn afford(
        &self,
        entry: &Entry,
        (position, currency): (usize, usize),
        points: i64,
        reader: &mut Reader,
        place: &Place<'_>,
    ) {
        // What is redeemed by itself may leave less than what lapses does.
        let by_itself =
            self.program.rewards.iter().any(|reward| reward.auto.is_some() && reward.currency == currency);
        let last = position == self.log.len() && !by_itself;
        if last && self.state.purses.get(currency).is_some_and(|purse| points <= purse.least_at(entry.at)) {
            return;
        }
        let balance = self.state_before(position).and_then(|mut state| {
            advance(&self.program, &self.person, state.to_mut(), entry.at, &mut Vec::new())?;
            let (balance, owed) =
                state.purses.get(currency).map(|purse| (purse.balance, purse.debt)).ok_or(Overflow)?;
            if points <= balance || !matches!(entry.what, What::Order(_)) || !is_own(&self.program) {
                return Ok(balance);
            }
            let (log, before) = (&self.log, position);
            let step = Step { program: &self.program, person: &self.person, log, before };
            let outcome = apply(&step, state.to_mut(), entry)?;
            Ok(balance.saturating_add(own_points(&outcome.posted, owed)))
        });
        match balance {
            Ok(balance) if points <= balance => {}
            Ok(balance) => {
                reader.note(
                    place
                        .problem(Code::InsufficientPoints)
                        .fixed("value", self.program.fixed(currency, points))
                        .fixed("balance", self.program.fixed(currency, balance)),
                );
            }
            Err(Overflow) => reader.note(place.problem(Code::Overflow)),
        }
    }
}
