//! The coupons that were issued to a member, and how much of coupons the member used on which date.

use std::sync::Arc;

use crate::ledger::{Issued, Taken};
use crate::program::Program;
use crate::unit::{Bytes, Day, Input, Instant, Output, bytes};

/// The coupons that were issued to a member, and how much of coupons the member used. States share both until one changes them.
#[derive(Clone, Debug, Default)]
pub struct Wallet {
    /// By the ids of what was issued.
    issues: Arc<Vec<Issue>>,
    /// By coupon and date, of coupons that limit what a member uses.
    used: Arc<Vec<Used>>,
}

/// A coupon that was issued, and what became of it.
#[derive(Clone, Debug)]
pub struct Issue {
    /// What was issued.
    pub issued: Issued,
    /// When.
    pub at: Instant,
    /// In how many orders it was used.
    pub used: i64,
    /// How much of its balance was taken.
    pub taken: i64,
    /// The latest date on which it was used.
    pub last_used: Option<Day>,
}

/// How much of a coupon was used on a date.
#[derive(Clone, Copy, Debug)]
pub struct Used {
    /// The coupon.
    coupon: usize,
    /// The date.
    day: Day,
    /// How often.
    pub uses: i64,
    /// For how many units.
    pub units: i64,
    /// How much it took off.
    pub money: i64,
}

impl Used {
    /// Nothing of a coupon on a date.
    fn none(coupon: usize, day: Day) -> Self {
        Self { coupon, day, uses: 0, units: 0, money: 0 }
    }
}

impl Issue {
    /// In how many more orders it can be used, unless it has a balance.
    #[must_use]
    pub fn uses_left(&self) -> Option<i64> {
        match self.issued.balance {
            Some(_) => None,
            None => Some(self.issued.uses.saturating_sub(self.used).max(0)),
        }
    }

    /// What is left of its balance, if it has one.
    #[must_use]
    pub fn balance_left(&self) -> Option<i64> {
        self.issued.balance.map(|balance| balance.saturating_sub(self.taken).max(0))
    }

    /// Whether nothing is left of it.
    #[must_use]
    pub fn is_used_up(&self) -> bool {
        self.uses_left() == Some(0) || self.balance_left() == Some(0)
    }
}

impl Wallet {
    /// Everything that was issued, by its id.
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    fn place(&self, id: &str) -> Result<usize, usize> {
        self.issues.binary_search_by(|issue| (*issue.issued.issue).cmp(id))
    }

    /// What was issued under an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Issue> {
        self.issues.get(self.place(id).ok()?)
    }

    /// Adds what is issued at an instant, unless its id is known; says whether it is new.
    pub fn add(&mut self, issued: Issued, at: Instant) -> bool {
        let Err(place) = self.place(&issued.issue) else { return false };
        let issue = Issue { issued, at, used: 0, taken: 0, last_used: None };
        Arc::make_mut(&mut self.issues).insert(place, issue);
        true
    }

    /// Takes out what was issued under ids that begin with a text, by a rule or by none.
    pub fn withdraw(&mut self, ids: &str, rule: Option<&str>) {
        let is_it = |issue: &Issue| {
            issue.issued.rule.as_deref() == rule
                && match rule {
                    Some(_) => issue.issued.issue.starts_with(ids),
                    None => *issue.issued.issue == *ids,
                }
        };
        if self.issues.iter().any(is_it) {
            Arc::make_mut(&mut self.issues).retain(|issue| !is_it(issue));
        }
    }

    /// A coupon is used on a date.
    pub fn take(&mut self, program: &Program, taken: &Taken, day: Day) {
        if let Some(issue) = self.issue(taken) {
            issue.used = issue.used.saturating_add(1);
            issue.taken = issue.taken.saturating_add(taken.amount);
            issue.last_used = issue.last_used.max(Some(day));
        }
        self.count(program, taken, 1, day);
    }

    /// A use of a coupon is undone, which was on a date, else on the latest on which it was used; it may have another end.
    pub fn give_back(
        &mut self,
        program: &Program,
        taken: &Taken,
        day: Option<Day>,
        ends: Option<(Instant, Option<Day>)>,
    ) {
        let mut of = day;
        if let Some(issue) = self.issue(taken) {
            issue.used = issue.used.saturating_sub(1).max(0);
            issue.taken = issue.taken.saturating_sub(taken.amount).max(0);
            issue.issued.expires = ends.or(issue.issued.expires);
            of = of.or(issue.last_used);
        }
        if let Some(day) = of {
            self.count(program, taken, -1, day);
        }
    }

    /// What was issued that is used, to be changed.
    fn issue(&mut self, taken: &Taken) -> Option<&mut Issue> {
        let place = self.place(taken.issue.as_deref()?).ok()?;
        Arc::make_mut(&mut self.issues).get_mut(place)
    }

    /// Counts what a member uses of a coupon on a date, where that is limited, or with −1 that it was undone.
    fn count(&mut self, program: &Program, taken: &Taken, sign: i64, day: Day) {
        let coupon = taken.coupon;
        if !program.coupons.get(coupon).is_some_and(crate::program::Coupon::counts_use) {
            return;
        }
        let place = self.used.partition_point(|used| (used.coupon, used.day) < (coupon, day));
        let all = Arc::make_mut(&mut self.used);
        if all.get(place).is_none_or(|used| (used.coupon, used.day) != (coupon, day)) {
            all.insert(place, Used::none(coupon, day));
        }
        if let Some(used) = all.get_mut(place) {
            used.uses = used.uses.saturating_add(sign);
            used.units = used.units.saturating_add(taken.units.saturating_mul(sign));
            used.money = used.money.saturating_add(taken.amount.saturating_mul(sign));
        }
    }

    /// How much of a coupon was used on the dates from one to another, both included.
    #[must_use]
    pub fn used(&self, coupon: usize, (from, to): (Day, Day)) -> Used {
        let mut sum = Used::none(coupon, from);
        for used in self.uses_of(coupon, from).iter().take_while(|used| used.coupon == coupon) {
            if used.day <= to {
                sum.uses = sum.uses.saturating_add(used.uses);
                sum.units = sum.units.saturating_add(used.units);
                sum.money = sum.money.saturating_add(used.money);
            }
        }
        sum
    }

    /// The first date from another on, on which a coupon was used.
    #[must_use]
    pub fn next_use(&self, coupon: usize, from: Day) -> Option<Day> {
        self.uses_of(coupon, from).first().filter(|used| used.coupon == coupon).map(|used| used.day)
    }

    /// The dates from one on, of a coupon and those after it.
    fn uses_of(&self, coupon: usize, from: Day) -> &[Used] {
        let place = self.used.partition_point(|used| (used.coupon, used.day) < (coupon, from));
        self.used.get(place..).unwrap_or_default()
    }

    /// Whether it speaks of the program's coupons alone, each in its place.
    #[must_use]
    pub fn fits(&self, program: &Program) -> bool {
        let known = |coupon: usize| coupon < program.coupons.len();
        self.issues.iter().all(|issue| known(issue.issued.coupon))
            && self.used.iter().all(|used| known(used.coupon))
            && self.issues.is_sorted_by(|a, b| a.issued.issue < b.issued.issue)
            && self.used.is_sorted_by(|a, b| (a.coupon, a.day) < (b.coupon, b.day))
    }
}

impl Bytes for Wallet {
    fn write(&self, out: &mut Output) {
        self.issues.write(out);
        self.used.write(out);
    }

    fn read(input: &mut Input<'_>) -> Self {
        let (issues, used): (Vec<Issue>, Vec<Used>) = Bytes::read(input);
        Self { issues: Arc::new(issues), used: Arc::new(used) }
    }
}

bytes! {
    Issue { issued, at, used, taken, last_used }
    Used { coupon, day, uses, units, money }
}
