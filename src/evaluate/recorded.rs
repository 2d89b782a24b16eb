//! What recording brought about, in the program's names.

use super::signal::because;
use crate::json::Maybe;
use crate::ledger::{Basis, Issued, Posted, PostedPlan, PostedPoints};
use crate::member::Recorded;
use crate::program::{Program, Rule};
use crate::state::{Change, Lot, Moved};
use crate::unit::Fixed;
use crate::view::{
    ChangeView, ChangedView, Figure, IssuedView, PostedLedgerView, PostedPlanView, PostedPointsView,
    PostedSignalView, PostedTierView, PostedView, RecordedEvent, RecordedView, RedeemedView, SentView,
};

/// What recording brought about, in the program's names.
#[must_use]
pub fn recorded<'a>(program: &'a Program, recorded: &'a Recorded) -> RecordedView<'a> {
    let events = recorded.events.iter().map(|event| RecordedEvent {
        id: &event.id,
        duplicate: event.posted.is_none(),
        posted: Maybe(event.posted.as_ref().map(|given| posted(program, given))),
        sent: Maybe(
            (!event.sent.is_empty())
                .then(|| event.sent.iter().map(|lot| sent(program, event.currency, lot)).collect()),
        ),
    });
    let changed =
        recorded.changed.iter().map(|(id, given)| ChangedView { id, posted: posted(program, given) });
    RecordedView {
        events: events.collect(),
        elapsed: recorded.elapsed.iter().map(|line| change(program, line)).collect(),
        changed: changed.collect(),
    }
}

/// What an event granted, in the program's names.
pub fn posted<'a>(program: &'a Program, given: &'a Posted) -> PostedView<'a> {
    let points = given.points.iter().filter_map(|line| {
        Some(PostedPointsView {
            currency: &program.points.get(line.currency)?.id,
            rule: &line.rule,
            points: program.fixed(line.currency, line.points),
            usable_at: Maybe(line.usable_at),
            expires_at: Maybe(line.expires_at),
            last_day: Maybe(line.last_day),
            base: base(program, line),
            cut: cut(program, line),
            gift: Maybe(line.gift.then_some(true)),
            coupon: Maybe(by_coupon(program, line).then_some(true)),
        })
    });
    let ledger = given.points.iter().filter_map(|line| {
        let (_, metric) = program.ledger_metric(program.ledger(line.currency)?)?;
        Some(PostedLedgerView {
            metric: &metric.id,
            rule: &line.rule,
            amount: line.points,
            base: base(program, line),
            cut: cut(program, line),
        })
    });
    let tiers = given.tiers.iter().filter_map(|step| {
        Some(PostedTierView {
            ladder: &program.ladders.get(step.ladder)?.id,
            from: Maybe(step.from.and_then(|from| tier(program, step.ladder, from))),
            to: Maybe(step.to.and_then(|to| tier(program, step.ladder, to))),
            last_day: Maybe(step.last_day),
            starts_on: Maybe(step.starts_on),
        })
    });
    let redeemed = given.redeemed.iter().filter_map(|line| {
        Some(RedeemedView {
            id: Maybe(line.id.as_deref()),
            reward: &line.reward,
            quantity: line.quantity,
            currency: &program.points.get(line.currency)?.id,
            points: program.fixed(line.currency, line.points),
            money: Maybe(
                Some(line.money).filter(|money| *money > 0).map(|money| program.currency.text(money)),
            ),
            tier: Maybe(line.tier.and_then(|(ladder, rank)| tier(program, ladder, rank))),
        })
    });
    let signals = given.signals.iter().map(|raised| PostedSignalView {
        signal: &raised.signal,
        action: raised.action.as_str(),
        since: Maybe(raised.since),
        because: because(program, raised),
    });
    PostedView {
        version: &given.version,
        points: points.collect(),
        ledger: ledger.collect(),
        tiers: tiers.collect(),
        redeemed: Maybe((!given.redeemed.is_empty()).then(|| redeemed.collect())),
        signals: Maybe((!given.signals.is_empty()).then(|| signals.collect())),
        coupons: Maybe(
            (!given.coupons.is_empty())
                .then(|| given.coupons.iter().filter_map(|line| issued(program, line)).collect()),
        ),
        plan: Maybe(given.plans.first().and_then(|line| plan(program, line))),
    }
}

/// Whether a coupon gave points.
fn by_coupon(program: &Program, line: &PostedPoints) -> bool {
    let is_it = |rule: &Rule| rule.coupon.is_some() && rule.id == line.rule;
    !line.gift && program.points.get(line.currency).is_some_and(|rules| rules.earn.iter().any(is_it))
}

fn issued<'a>(program: &'a Program, line: &'a Issued) -> Option<IssuedView<'a>> {
    Some(IssuedView {
        coupon: &program.coupons.get(line.coupon)?.id,
        issue: &line.issue,
        rule: Maybe(line.rule.as_deref()),
        begins: line.begins,
        expires_at: Maybe(line.expires.map(|(end, _)| end)),
        last_day: Maybe(line.expires.and_then(|(_, last)| last)),
        uses: Maybe((line.uses != 1).then_some(line.uses)),
        balance: Maybe(line.balance.map(|balance| program.currency.text(balance))),
    })
}

/// What an event did to a plan: a term with its price, or what leaving brings.
fn plan<'a>(program: &'a Program, line: &PostedPlan) -> Option<PostedPlanView<'a>> {
    let money = |minor: i64, shows: bool| Maybe(shows.then(|| program.currency.text(minor)));
    let begins = line.term.is_some();
    Some(PostedPlanView {
        plan: &program.plans.get(line.plan)?.id,
        from: Maybe(line.term.map(|(from, _)| from)),
        last_day: Maybe(line.term.map(|(_, until)| until.plus_days(-1))),
        price: money(line.price, begins),
        refund: money(line.refund, !begins),
        repay: money(line.repay, !begins),
    })
}

fn base(program: &Program, line: &PostedPoints) -> Maybe<Figure> {
    Maybe(line.base.map(|base| match base {
        Basis::Money(minor) => Figure::Money(program.currency.text(minor)),
        Basis::Units(units) => Figure::Number(Fixed { units, decimals: 0 }),
    }))
}

fn cut(program: &Program, line: &PostedPoints) -> Maybe<Fixed> {
    Maybe((line.cut > 0).then(|| program.fixed(line.currency, line.cut)))
}

fn sent(program: &Program, currency: usize, lot: &Lot) -> SentView {
    let expires = lot.expires;
    SentView {
        points: program.fixed(currency, lot.left),
        expires_at: Maybe(expires.map(|(at, _)| at)),
        last_day: Maybe(expires.and_then(|(_, day)| day)),
    }
}

fn tier(program: &Program, ladder: usize, tier: usize) -> Option<&str> {
    program.ladders.get(ladder)?.tiers.get(tier).map(|tier| &*tier.id)
}

fn change<'a>(program: &'a Program, line: &'a Change) -> ChangeView<'a> {
    let view = ChangeView {
        at: line.at,
        day: line.day,
        kind: "",
        event: Maybe(line.event.as_deref()),
        currency: Maybe(None),
        points: Maybe(None),
        rule: Maybe(None),
        reward: Maybe(None),
        ladder: Maybe(None),
        from: Maybe(None),
        to: Maybe(None),
        last_day: Maybe(None),
        starts_on: Maybe(None),
        coupon: Maybe(None),
    };
    match &line.moved {
        Moved::Raised(_) => view,
        Moved::Points { currency, kind, points, parts, reason, .. } => ChangeView {
            reward: Maybe(reason.as_deref()),
            rule: Maybe(parts.first().map(|(rule, _)| &**rule)),
            kind: kind.as_str(),
            currency: Maybe(program.points.get(*currency).map(|rules| &*rules.id)),
            points: Maybe(Some(program.fixed(*currency, *points))),
            ..view
        },
        Moved::Tier { ladder, kind, from, to, last_day, starts_on, .. } => ChangeView {
            kind: kind.as_str(),
            ladder: Maybe(program.ladders.get(*ladder).map(|ladder| &*ladder.id)),
            from: Maybe(from.and_then(|from| tier(program, *ladder, from))),
            to: Maybe(to.and_then(|to| tier(program, *ladder, to))),
            last_day: Maybe(*last_day),
            starts_on: Maybe(*starts_on),
            ..view
        },
        Moved::Coupon(line) => ChangeView { kind: "issued", coupon: Maybe(issued(program, line)), ..view },
    }
}
