//! A program as the engine understands it: nothing in it can be wrong.

mod bonus;
mod checkout;
mod code;
mod compile;
mod condition;
mod coupon;
mod cut;
mod discount;
mod earn;
mod event;
mod expiry;
mod fields;
mod gift;
mod ladder;
mod leap;
mod ledger;
mod limit;
mod lookup;
mod measure;
mod metric;
mod number;
mod order;
mod person;
mod plan;
mod points;
mod reward;
mod schedule;
mod scope;
mod score;
mod segment;
mod signal;
mod spend;
mod timing;
mod window;

use crate::config::RoundAt;
use crate::json::DEPTH;
use crate::ledger::Acts;
use crate::shape::{Id, Names, Reader};
use crate::unit::{Currency, Rounding, Zone, hexadecimal};

pub use checkout::Checkout;
pub use code::{code_bits, code_digest};
pub use compile::compile;
pub(crate) use compile::fingerprint;
pub use condition::{Birthday, Bound, Condition, Edge};
pub use coupon::{Coupon, CouponLimit, CouponPer, Joins};
pub use cut::{BuyGet, Cut, Least};
pub use discount::{Discount, Does, Target};
pub use earn::{Base, Grant, Multiplier, Rate, Rule};
pub use event::{CartMarks, Mark, Marks};
pub use gift::Gift;
pub use ladder::{Follow, Ladder, Looks, Otherwise, Tier, Validity};
pub use ledger::Ledger;
pub use limit::{Limit, LimitOf, Per};
pub use measure::Measure;
pub use metric::{Caps, Counted, Metric, Stretch};
pub(crate) use number::{no_number, whole};
pub use person::{AttributeIs, DECIMALS};
pub use plan::{Plan, PlanIs, PlanPrice, ProRata, Upgrade};
pub use points::{Pending, PendingTerm, PointsRules};
pub use reward::{Price, RedeemLimit, Redeeming, Reward};
pub use schedule::{Scheduled, Streak};

pub use scope::{Product, Scope};
pub use score::{Gives, ScorePart};
pub use segment::Segment;
pub use signal::Signal;
pub use spend::{Spend, WHOLE};
pub use timing::Timing;
pub use window::Window;

/// A compiled program.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its id.
    pub id: Id,
    /// The version of its rules.
    pub version: Id,
    /// Its names.
    pub names: Names,
    /// The currency of every amount.
    pub currency: Currency,
    /// The zone in which days are counted.
    pub zone: Zone,
    /// How amounts are rounded.
    pub money: Rounding,
    /// How points are rounded.
    pub points_rounding: Rounding,
    /// Where points are rounded.
    pub round_at: RoundAt,
    /// Sets of products.
    pub scopes: Vec<Scope>,
    /// Which of them name what.
    pub(super) marked: scope::Marked,
    /// Numbers over events.
    pub metrics: Vec<Metric>,
    /// Named conditions that label members.
    pub segments: Vec<Segment>,
    /// The places of the segments, each after those that it names.
    pub segment_order: Vec<usize>,
    /// Whether some condition names a segment.
    pub segment_named: bool,
    /// Whether some tier's `enter` names one.
    pub segment_enters: bool,
    /// Point currencies.
    pub points: Vec<PointsRules>,
    /// How metrics of ledgers are credited; they name them by place.
    pub ledgers: Vec<Ledger>,
    /// Paid plans.
    pub plans: Vec<Plan>,
    /// Those for which conditions ask.
    pub plans_asked: Vec<usize>,
    /// Every limit of every rule; rules name them by place.
    pub limits: Vec<Limit>,
    /// Ladders of tiers.
    pub ladders: Vec<Ladder>,
    /// What points buy.
    pub rewards: Vec<Reward>,
    /// Coupons.
    pub coupons: Vec<Coupon>,
    /// How they join at checkout.
    pub checkout: Checkout,
    /// Every limit on redeeming; rewards and currencies name them by place.
    pub redeem_limits: Vec<RedeemLimit>,
    /// What marks events and members for review.
    pub signals: Vec<Signal>,
    /// Streaks of rules; they name them by place.
    pub streaks: Vec<Streak>,
    /// The acts for which conditions ask; they name them by place.
    pub acts: Vec<Acts>,
    /// Whether some condition asks for the time.
    pub timed: bool,
    /// How many days can pass at once.
    pub leap: i32,
    /// How many events a member may have.
    pub events: usize,
    /// How many lines a cart may have.
    pub cart_lines: usize,
    /// How many coupons a wallet may hold.
    pub wallet: usize,
    /// A hash of the whole text, which tells two programs apart.
    pub fingerprint: u128,
}

/// What a host allows, whoever wrote the program and the facts.
#[derive(Clone, Copy, Debug)]
pub struct HostLimits {
    /// How many bytes a program's JSON may have.
    pub program_bytes: usize,
    /// How deep a program's lists and objects may nest, and so its conditions. At most 128, which every stack holds.
    pub nesting: usize,
    /// How many events a member may have.
    pub events: usize,
    /// How many lines a cart may have.
    pub cart_lines: usize,
    /// How many coupons a wallet may hold that can still be used.
    pub wallet: usize,
}

impl Default for HostLimits {
    fn default() -> Self {
        Self { program_bytes: 1 << 20, nesting: DEPTH, events: 1_000_000, cart_lines: 1000, wallet: 1000 }
    }
}

impl Program {
    /// A reader of what is said in the program's currencies.
    #[must_use]
    pub fn reader(&self) -> Reader {
        let mut reader = Reader::default();
        reader.currency = Some(self.currency);
        if self.points.iter().any(|rules| rules.decimals > 0) {
            for rules in &self.points {
                reader.points.push((rules.id.clone(), rules.decimals));
            }
            reader.decimals = reader.decimals_of(None);
        }
        reader
    }

    /// The scopes that a product is in, ascending.
    #[must_use]
    pub fn scopes_of(&self, product: &Product<'_>) -> Vec<usize> {
        let mut scopes = self.marked.in_question(product);
        scopes.retain(|scope| self.scopes.get(*scope).is_some_and(|scope| scope.holds(product)));
        scopes
    }

    /// Those of a product's categories that are kept: all where some metric counts categories, else none.
    #[must_use]
    pub fn counted_of(&self, categories: &[Id]) -> Vec<Id> {
        let counts = |metric: &Metric| matches!(metric.counted, Counted::Categories(_));
        if self.metrics.iter().any(counts) { categories.to_vec() } else { Vec::new() }
    }

    /// What tells it apart from every other program, as text.
    #[must_use]
    pub fn mark(&self) -> String {
        hexadecimal(&self.fingerprint.to_be_bytes())
    }
}

/// The name in a locale: of that locale, of its language, in English, any, or the id.
#[must_use]
pub fn name<'a>(names: &'a Names, locale: &str, id: &'a str) -> &'a str {
    fn language(locale: &str) -> &str {
        locale.split('-').next().unwrap_or_default()
    }
    let matches: [&dyn Fn(&str) -> bool; 5] = [
        &|known| known == locale,
        &|known| known == language(locale),
        &|known| language(known) == language(locale),
        &|known| known == "en",
        &|_| true,
    ];
    let found = matches.iter().find_map(|matches| names.iter().find(|(known, _)| matches(known)));
    found.map_or(id, |(_, name)| name)
}
