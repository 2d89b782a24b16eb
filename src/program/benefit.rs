//! Benefits: who has them, how much of them there is, and what they became.

use super::compile::{Compiler, keep};
use super::condition::{Condition, Spot};
use super::plan::plans_in;
use super::window::Window;
use crate::config::{self, BenefitKind};
use crate::json::text;
use crate::shape::{Id, Names, Place};
use crate::unit::{Amount, Day};

/// Something that conditions entitle to.
#[derive(Clone, Debug)]
pub struct Benefit {
    /// Its id.
    pub id: Id,
    /// Its names.
    pub names: Names,
    /// What it is.
    pub kind: BenefitKind,
    /// Who has it.
    pub granted_by: Condition,
    /// The plans by one of which it may be had.
    pub plans: Vec<usize>,
    /// Where it can be used; everywhere when there is none.
    pub channel: Vec<Id>,
    /// The coupon that carries it out.
    pub coupon: Option<usize>,
    /// The first date on which anybody has it.
    pub from: Option<Day>,
    /// The last.
    pub until: Option<Day>,
    /// What it is, by dates, ascending; the first one from ever on.
    pub versions: Vec<Version>,
}

/// What a benefit is from a date on.
#[derive(Clone, Debug)]
pub struct Version {
    /// The date; none for the first.
    pub from: Option<Day>,
    /// Whether it is there no more.
    pub withdrawn: bool,
    /// When who has it can use it.
    pub when: Option<Condition>,
    /// How much of it there is in a time.
    pub quota: Option<Quota>,
    /// What one use is worth.
    pub value: Option<Worth>,
    /// What it promises of deliveries.
    pub delivery: Option<Delivery>,
}

/// How much of a benefit there is.
#[derive(Clone, Debug)]
pub struct Quota {
    /// So many uses, or uses worth so much.
    pub max: i64,
    /// Whether it is money.
    pub money: bool,
    /// In this time.
    pub per: Window,
}

/// What one use is worth.
#[derive(Clone, Copy, Debug)]
pub enum Worth {
    /// So much money.
    Money(i64),
    /// So many ten-thousandths of a per cent of what is bought.
    Percent(i64),
}

/// What a benefit promises of deliveries.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The ways of which it is; all when there is none.
    pub methods: Vec<Id>,
    /// For goods of so much.
    pub threshold: i64,
    /// What it costs otherwise.
    pub fee: Option<i64>,
    /// From the first to the second working day, counted from the one after the order's date.
    pub days: (i64, i64),
}

impl Benefit {
    /// What it is for who had it on a date.
    #[must_use]
    pub fn version(&self, day: Day) -> Option<&Version> {
        self.versions.iter().rfind(|version| version.from.is_none_or(|from| from <= day))
    }

    /// Whether anybody has it on a date.
    #[must_use]
    pub fn is_there(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }
}

impl Delivery {
    /// Whether it is of a way of delivery.
    #[must_use]
    pub fn is_of(&self, method: Option<&str>) -> bool {
        self.methods.is_empty() || method.is_some_and(|method| self.methods.iter().any(|of| **of == *method))
    }
}

impl Compiler<'_> {
    /// The program's benefits.
    pub(super) fn benefits(&mut self, place: &Place<'_>) -> Option<Vec<Benefit>> {
        let config = self.config;
        let (mut seen, mut benefits) = (Vec::new(), Vec::new());
        let mut sound = true;
        for (index, benefit) in config.benefits.placed() {
            let at = place.index(index);
            self.unique(&mut seen, &benefit.id, "benefit", &at);
            sound &= keep(&mut benefits, self.benefit(benefit, &at));
        }
        sound.then_some(benefits)
    }

    fn benefit(&mut self, benefit: &config::Benefit, place: &Place<'_>) -> Option<Benefit> {
        let granted_by = self.condition(&benefit.granted_by, &place.field("grantedBy"), Spot::Member);
        let coupon = match &benefit.coupon {
            Some(coupon) => self.coupon_place(coupon, &place.field("coupon")).map(Some),
            None => Some(None),
        };
        if let (Some(from), Some(until)) = (benefit.from, benefit.until)
            && until < from
        {
            self.out_of_order(&from.text(), &until.text(), &place.field("until"));
        }
        let versions = self.versions(benefit, place);
        let granted_by = granted_by?;
        Some(Benefit {
            id: benefit.id.clone(),
            names: benefit.names.clone(),
            kind: benefit.kind,
            plans: plans_in(Some(&granted_by)),
            granted_by,
            channel: benefit.channel.iter().flat_map(|channel| channel.0.iter().cloned()).collect(),
            coupon: coupon?,
            from: benefit.from,
            until: benefit.until,
            versions: versions?,
        })
    }

    /// What a benefit is, and what it becomes by dates that ascend.
    fn versions(&mut self, benefit: &config::Benefit, place: &Place<'_>) -> Option<Vec<Version>> {
        let first = config::BenefitVersion {
            from: Day::FIRST,
            withdrawn: None,
            when: benefit.when.clone(),
            quota: benefit.quota.clone(),
            value: benefit.value.clone(),
            delivery: benefit.delivery.clone(),
        };
        let first = self.version(&first, None, place);
        let mut sound = first.is_some();
        let mut versions: Vec<Version> = first.into_iter().collect();
        let list = place.field("versions");
        for (index, version) in benefit.versions.placed() {
            let at = list.index(index);
            let before = versions.last().cloned();
            if let Some(last) =
                before.as_ref().and_then(|before| before.from).filter(|last| version.from <= *last)
            {
                self.out_of_order(&last.text(), &version.from.text(), &at.field("from"));
                sound = false;
            }
            sound &= keep(&mut versions, self.version(version, before.as_ref(), &at));
        }
        sound.then_some(versions)
    }

    fn version(
        &mut self,
        version: &config::BenefitVersion,
        before: Option<&Version>,
        place: &Place<'_>,
    ) -> Option<Version> {
        let when = match &version.when {
            Some(when) => self.condition(when, &place.field("when"), Spot::Member).map(Some),
            None => Some(before.and_then(|before| before.when.clone())),
        };
        let quota = match &version.quota {
            Some(quota) => self.quota(quota, &place.field("quota")).map(Some),
            None => Some(before.and_then(|before| before.quota.clone())),
        };
        let value = match &version.value {
            Some(value) => self.worth_of(value, &place.field("value")).map(Some),
            None => Some(before.and_then(|before| before.value)),
        };
        let delivery = match &version.delivery {
            Some(delivery) => self.delivery(delivery, &place.field("delivery")).map(Some),
            None => Some(before.and_then(|before| before.delivery.clone())),
        };
        Some(Version {
            from: before.map(|_| version.from),
            withdrawn: version.withdrawn == Some(true),
            when: when?,
            quota: quota?,
            value: value?,
            delivery: delivery?,
        })
    }

    fn quota(&mut self, quota: &config::Quota, place: &Place<'_>) -> Option<Quota> {
        let at = place.field("per");
        let per = match &quota.per {
            config::QuotaPer::Day => Some(Window::Day),
            config::QuotaPer::Term(term) => {
                self.plan(&term.plan, &at.field("planTerm")).map(Window::PlanTerm)
            }
            config::QuotaPer::Window(window) => self.window_of_member(window, &at),
        };
        let (max, money) = match (quota.times, quota.amount) {
            (Some(times), None) => (times.get(), false),
            (None, Some(amount)) => (amount.get(), true),
            _ => {
                self.exactly_one(&["times", "amount"], place);
                return None;
            }
        };
        Some(Quota { max, money, per: per? })
    }

    fn worth_of(&mut self, value: &config::BenefitValue, place: &Place<'_>) -> Option<Worth> {
        match (value.amount, value.percent) {
            (Some(amount), None) => Some(Worth::Money(amount.get())),
            (None, Some(percent)) => Some(Worth::Percent(percent.0)),
            _ => {
                self.exactly_one(&["amount", "percent"], place);
                None
            }
        }
    }

    fn delivery(&mut self, delivery: &config::Delivery, place: &Place<'_>) -> Option<Delivery> {
        let at = place.field("workingDays");
        let mut sound = true;
        for (index, day) in delivery.working_days.iter().enumerate() {
            sound &= self.within(*day, (0, 365), &at.index(index)).is_some();
        }
        let [first, last] = self.two(&delivery.working_days, &at).filter(|_| sound)?;
        if last < first {
            self.out_of_order(&text(first), &text(last), &at);
            return None;
        }
        Some(Delivery {
            methods: delivery.methods.iter().flat_map(|methods| methods.0.iter().cloned()).collect(),
            threshold: delivery.threshold.map_or(0, Amount::get),
            fee: delivery.fee.map(Amount::get),
            days: (*first, *last),
        })
    }
}
