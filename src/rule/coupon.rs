//! Coupons of a member: issuing them, and which can be used when.

use super::tier::Occasion;
use super::timing::{is_on, turn};
use super::window::{next_turn, span};
use super::{Standpoint, line, numbered, plan};
use crate::config::CouponLimitOf;
use crate::ledger::{Entry, Issued, What};
use crate::program::{Coupon, CouponLimit, CouponPer, Program, Timing, Window, fingerprint};
use crate::shape::Id;
use crate::state::{Change, Issue, Moved, Remains, State, Trace};
use crate::unit::{Day, Instant, hexadecimal};

/// What an event says of what it issues, where the coupon does not decide.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms {
    /// From when it can be used.
    pub begins: Option<Instant>,
    /// Its last day.
    pub last_day: Option<Day>,
    /// In how many orders it can be used.
    pub uses: Option<i64>,
    /// The balance, of a voucher.
    pub balance: Option<i64>,
}

/// A coupon as it is issued at an instant, with the dates of its validity. It begins at once, or when its delay is over, and not
/// before its first date; it lasts for its period from then on, and not beyond its last date.
#[must_use]
pub fn issued(
    program: &Program,
    coupon: usize,
    (issue, rule): (Id, Option<&Id>),
    at: Instant,
    terms: &Terms,
) -> Issued {
    let zone = &program.zone;
    let of = program.coupons.get(coupon);
    let validity = of.map(|coupon| &coupon.validity);
    let delay = validity.and_then(|validity| validity.delay.as_ref());
    let start = terms.begins.or_else(|| Some(delay?.end(at, zone))).unwrap_or(at);
    let timing = validity.and_then(|validity| validity.timing.as_deref());
    let first = timing.and_then(|timing| timing.from).map(|from| zone.start_of(from));
    let after_day = |last: Day| (zone.start_of(last.plus_days(1)), Some(last));
    let after = validity.and_then(|validity| validity.after.as_ref()).map(|(period, through)| {
        if period.is_clock() {
            return (period.end(start, zone), None);
        }
        let last = period.after(zone.day(start), 1);
        after_day(if *through { last } else { last.plus_days(-1) })
    });
    let to = timing.and_then(|timing| timing.to).map(after_day);
    let own = match (after, to) {
        (Some(after), Some(to)) => Some(if to.0 < after.0 { to } else { after }),
        (after, to) => after.or(to),
    };
    Issued {
        coupon,
        issue,
        rule: rule.cloned(),
        begins: if terms.begins.is_some() { start } else { start.max(first.unwrap_or(start)) },
        expires: terms.last_day.map(after_day).or(own),
        uses: terms.uses.unwrap_or(1),
        balance: of.and_then(Coupon::balance).map(|balance| terms.balance.unwrap_or(balance)),
    }
}

/// Issues coupons by a rule, for something of an id: each under the two ids, and a number where there are several. A cause that comes
/// twice issues them once.
pub fn issue(
    now: &Occasion<'_>,
    state: &mut State,
    (cause, rule): (&str, &Id),
    coupons: &[usize],
    changes: &mut Vec<Change>,
) {
    for (nth, coupon) in coupons.iter().enumerate() {
        let Some(of) = now.program.coupons.get(*coupon) else { continue };
        let same = coupons.iter().take(nth).filter(|other| *other == coupon).count();
        let name = numbered(String::from(&*of.id), u64::try_from(same).unwrap_or(0).saturating_add(1));
        let [begins, begins_short] = beginnings(cause);
        let mut id = begins + &name;
        if id.len() > LONGEST {
            id = begins_short + &hash(&name);
        }
        let issued = issued(now.program, *coupon, (id.into(), Some(rule)), now.at, &Terms::default());
        put(now, state, issued, changes);
    }
}

/// The longest id that a host can give back.
const LONGEST: usize = 128;

/// With what the ids begin that a cause issues: itself, or its hash where they would be too long.
fn beginnings(cause: &str) -> [String; 2] {
    [String::from(cause) + "/", hash(cause) + "/"]
}

fn hash(text: &str) -> String {
    hexadecimal(&fingerprint(text.as_bytes()).to_be_bytes())
}

/// Takes out what a rule issued for a cause.
pub fn withdraw(state: &mut State, cause: &str, rule: &str) {
    for begins in beginnings(cause) {
        state.wallet.withdraw(&begins, Some(rule));
    }
}

/// Puts what is issued into the wallet, unless something of its id is there.
pub fn put(now: &Occasion<'_>, state: &mut State, issued: Issued, changes: &mut Vec<Change>) {
    if state.wallet.add(issued.clone(), now.at) {
        let moved = Moved::Coupon(Box::new(issued));
        line(now.program, (now.at, now.event), now.event.is_none(), moved, changes);
    }
}

/// Runs an event that issues a coupon, uses one or returns one; what is issued can be revoked.
pub fn run(
    now: &Occasion<'_>,
    state: &mut State,
    entry: &Entry,
    changes: &mut Vec<Change>,
) -> Option<Box<Trace>> {
    let program = now.program;
    if let What::Issue(issued) = &entry.what {
        if let (Some(issued), None) = (issued, &entry.posted) {
            put(now, state, issued.clone(), changes);
        }
        return Some(Box::new(Trace::of(program, None, Remains::default())));
    }
    if let What::UseCoupon(Some(taken)) = &entry.what {
        state.wallet.take(program, taken, entry.day);
        plan::saved_by_coupon(program, state, taken, (entry.day, 1));
    } else if let What::ReturnCoupon { taken: Some(taken), day, last_day } = &entry.what {
        let ends = last_day.map(|last| (program.zone.start_of(last.plus_days(1)), Some(last)));
        state.wallet.give_back(program, taken, *day, ends);
        plan::saved_by_coupon(program, state, taken, (day.unwrap_or(entry.day), -1));
    }
    None
}

/// A coupon that a member holds, or could use without being issued it, at an instant.
#[derive(Debug)]
pub struct Held<'a> {
    /// The coupon.
    pub coupon: usize,
    /// What was issued; nothing where nobody needs to be issued it.
    pub issue: Option<&'a Issue>,
    /// When it lapses, with the last day where dates decide.
    pub expires: Option<(Instant, Option<Day>)>,
    /// In how many more orders it can be used, by what was issued and by limits of the member; without a number in any.
    pub uses: Option<i64>,
    /// What is left of its balance, of a voucher.
    pub balance: Option<i64>,
    /// How much each limit of the member lets more, by the limit's place.
    pub room: Vec<(usize, i64)>,
    /// What keeps it from being used, the cart and the coupon's condition aside.
    pub obstacles: Vec<CouponObstacle>,
}

/// What keeps a coupon from being used at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CouponObstacle {
    /// It begins then.
    NotBegun(Instant),
    /// It lapsed then.
    Lapsed(Instant),
    /// It was used.
    UsedUp,
    /// It is not its day or hour; the next is then, if there is one.
    Hours(Option<Instant>),
    /// A limit of the member, by its place, lets no more; it lets some again on a date, if any.
    Limit(usize, Option<Day>),
}

impl Held<'_> {
    /// The first instant at which it can be used no more.
    #[must_use]
    pub fn end(&self) -> Instant {
        self.expires.map_or(Instant::NEVER, |(end, _)| end)
    }

    /// Whether it can be used now or later, as far as is known.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        !self
            .obstacles
            .iter()
            .any(|obstacle| matches!(obstacle, CouponObstacle::Lapsed(_) | CouponObstacle::UsedUp))
    }
}

/// All that was issued to a member, by its id.
#[must_use]
pub fn held<'a>(state: &'a State, at: &Standpoint<'_>) -> Vec<Held<'a>> {
    let mut all = Vec::new();
    for issue in state.wallet.issues() {
        let now = at.instant();
        let issued = &issue.issued;
        let mut obstacles = Vec::new();
        if now < issued.begins {
            obstacles.push(CouponObstacle::NotBegun(issued.begins));
        }
        if let Some((end, _)) = issued.expires.filter(|(end, _)| *end <= now) {
            obstacles.push(CouponObstacle::Lapsed(end));
        }
        if issue.is_used_up() {
            obstacles.push(CouponObstacle::UsedUp);
        }
        let held = Held {
            coupon: issued.coupon,
            issue: Some(issue),
            expires: issued.expires,
            uses: issue.uses_left(),
            balance: issue.balance_left(),
            room: Vec::new(),
            obstacles,
        };
        all.push(limited(held, state, at));
    }
    all
}

/// A coupon that nobody needs to be issued.
#[must_use]
pub fn open<'a>(coupon: usize, state: &'a State, at: &Standpoint<'_>) -> Held<'a> {
    let zone = &at.program.zone;
    let of = at.program.coupons.get(coupon);
    let timing = of.and_then(|coupon| coupon.validity.timing.as_deref());
    let mut obstacles = Vec::new();
    if let Some(from) = timing.and_then(|timing| timing.from).map(|from| zone.start_of(from))
        && at.instant() < from
    {
        obstacles.push(CouponObstacle::NotBegun(from));
    }
    let expires = timing.and_then(|timing| timing.to).map(|to| (zone.start_of(to.plus_days(1)), Some(to)));
    if let Some((end, _)) = expires.filter(|(end, _)| *end <= at.instant()) {
        obstacles.push(CouponObstacle::Lapsed(end));
    }
    let held = Held {
        coupon,
        issue: None,
        expires,
        uses: None,
        balance: of.and_then(Coupon::balance),
        room: Vec::new(),
        obstacles,
    };
    limited(held, state, at)
}

/// The same, with its days and hours and the limits of the member.
fn limited<'a>(mut held: Held<'a>, state: &State, at: &Standpoint<'_>) -> Held<'a> {
    let Some(coupon) = at.program.coupons.get(held.coupon) else { return held };
    if let Some(timing) = coupon.validity.timing.as_deref() {
        // The dates of what was issued were worked out when it was.
        let timing = Timing { from: None, to: None, ..timing.clone() };
        let (zone, now) = (&at.program.zone, at.instant());
        if !is_on(&timing, zone, now) {
            let next = turn(&timing, zone, now);
            let in_time = next.filter(|next| *next < held.end());
            held.obstacles.push(CouponObstacle::Hours(in_time));
        }
    }
    for (place, limit) in coupon.limits.iter().enumerate() {
        let CouponPer::Member(window) = &limit.per else { continue };
        let left = left(held.coupon, limit, window, state, at, at.today);
        held.room.push((place, left));
        if limit.of == CouponLimitOf::Uses {
            held.uses = Some(held.uses.map_or(left, |uses| uses.min(left)));
        }
        if left <= 0 {
            let frees = frees(held.coupon, limit, window, state, at);
            let in_time = frees.filter(|day| at.program.zone.start_of(*day) < held.end());
            held.obstacles.push(CouponObstacle::Limit(place, in_time));
        }
    }
    held
}

/// How much a limit of the member lets more on a date.
fn left(
    coupon: usize,
    limit: &CouponLimit,
    window: &Window,
    state: &State,
    at: &Standpoint<'_>,
    day: Day,
) -> i64 {
    let used = state.wallet.used(coupon, span(window, at.person, state, day));
    let used = match limit.of {
        CouponLimitOf::Uses => used.uses,
        CouponLimitOf::Units => used.units,
        CouponLimitOf::Money => used.money,
    };
    limit.max.saturating_sub(used.max(0)).max(0)
}

/// Dates looked at for one on which a limit has room again.
const TURNS: usize = 400;

/// The first date after today on which a limit lets some again, when nothing more is used.
fn frees(
    coupon: usize,
    limit: &CouponLimit,
    window: &Window,
    state: &State,
    at: &Standpoint<'_>,
) -> Option<Day> {
    let mut day = at.today;
    for _ in 0..TURNS {
        let (from, _) = span(window, at.person, state, day);
        day = next_turn(window, at.person, state, state.wallet.next_use(coupon, from), day)?;
        if left(coupon, limit, window, state, at, day) > 0 {
            return Some(day);
        }
    }
    None
}
