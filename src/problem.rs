//! What is wrong with an input, and where: a stable code, a path, and the values a message needs.

use core::fmt;

use crate::json::{Show, field, object};
use crate::unit::Fixed;

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $name:ident = $text:literal,)*) => {
        /// What is wrong. Codes never change meaning; their texts are in `messages/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $($(#[doc = $doc])* $name,)* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code as it stands in JSON.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    /// The text is not JSON.
    Syntax = "syntax",
    /// A key stands twice in one object.
    DuplicateKey = "duplicateKey",
    /// Nested deeper than allowed.
    TooDeep = "tooDeep",
    /// Larger than allowed.
    TooLarge = "tooLarge",
    /// A metric made of more metrics than allowed.
    TooManyParts = "tooManyParts",
    /// A value of another JSON type.
    WrongType = "wrongType",
    /// A field that must be there is not.
    Missing = "missing",
    /// A field that is not part of the format.
    UnknownField = "unknownField",
    /// A word that is not one of the words allowed here.
    UnknownWord = "unknownWord",
    /// None or several of fields of which exactly one must stand.
    ExactlyOne = "exactlyOne",
    /// A number with decimals where whole ones count.
    NotWhole = "notWhole",
    /// A number outside its range.
    OutOfRange = "outOfRange",
    /// An amount with more decimals than the currency.
    TooManyDecimals = "tooManyDecimals",
    /// A list that must hold something is empty.
    EmptyList = "emptyList",
    /// A text that must say something is empty.
    EmptyText = "emptyText",
    /// A text longer than allowed.
    TooLong = "tooLong",
    /// Not the 64 hexadecimal digits of a SHA-256.
    BadDigest = "badDigest",
    /// Not an ISO 8601 period.
    BadPeriod = "badPeriod",
    /// Not a date.
    BadDate = "badDate",
    /// Not a day of the year.
    BadMonthDay = "badMonthDay",
    /// Not a time of day.
    BadHour = "badHour",
    /// Not an instant.
    BadInstant = "badInstant",
    /// Not a birthday.
    BadBirthday = "badBirthday",
    /// Not a decimal number.
    BadNumber = "badNumber",
    /// A program format that this version does not read.
    FormatVersion = "formatVersion",
    /// Not an IANA time zone.
    BadZone = "badZone",
    /// Not a currency of ISO 4217.
    BadCurrency = "badCurrency",
    /// An id that nothing has.
    UnknownReference = "unknownReference",
    /// An id that something before it has.
    DuplicateId = "duplicateId",
    /// Metrics that count by each other.
    MetricCycle = "metricCycle",
    /// Segments that ask for each other.
    SegmentCycle = "segmentCycle",
    /// A higher tier asks less than the tier below.
    ThresholdsOutOfOrder = "thresholdsOutOfOrder",
    /// A range that ends before it begins.
    BoundsOutOfOrder = "boundsOutOfOrder",
    /// A bound in another unit than what it bounds.
    WrongUnit = "wrongUnit",
    /// Right elsewhere, without meaning here.
    NotAllowedHere = "notAllowedHere",
    /// A program that asks too much too often.
    TooCostly = "tooCostly",
    /// Part of the format that this version cannot compute.
    NotYetSupported = "notYetSupported",
    /// The event to be revoked is not known.
    UnknownEvent = "unknownEvent",
    /// The event to be revoked is none that can be, or was revoked before.
    NotRevocable = "notRevocable",
    /// The lots of points received are not as many as the points.
    LotsDiffer = "lotsDiffer",
    /// An order that is not among the events.
    UnknownOrder = "unknownOrder",
    /// A line that the order does not have.
    UnknownLine = "unknownLine",
    /// More than is left of the line.
    RefundTooLarge = "refundTooLarge",
    /// Nothing is left of the order.
    NothingToRefund = "nothingToRefund",
    /// More points than the usable balance.
    InsufficientPoints = "insufficientPoints",
    /// A reward that this member cannot redeem now.
    RewardClosed = "rewardClosed",
    /// A tier below that of the member.
    TierHigher = "tierHigher",
    /// Fewer usable points than redeeming needs.
    MinimumBalance = "minimumBalance",
    /// More than a limit on redeeming lets.
    RedeemLimit = "redeemLimit",
    /// A coupon that was not issued to the member, and needs to be.
    UnknownIssue = "unknownIssue",
    /// What was issued is of another coupon.
    OtherCoupon = "otherCoupon",
    /// A coupon that begins later.
    CouponNotBegun = "couponNotBegun",
    /// A coupon that lapsed.
    CouponLapsed = "couponLapsed",
    /// A coupon of which nothing is left.
    CouponUsedUp = "couponUsedUp",
    /// A coupon that was not used.
    CouponNotUsed = "couponNotUsed",
    /// A plan that does not run.
    PlanNotRunning = "planNotRunning",
    /// A trial of who took it, or paid, before.
    TrialTaken = "trialTaken",
    /// More than the balance of a voucher.
    InsufficientBalance = "insufficientBalance",
    /// More coupons in a wallet than allowed.
    TooManyCoupons = "tooManyCoupons",
    /// Before the member joined.
    BeforeJoining = "beforeJoining",
    /// Earlier than the time zone's rules are known.
    DateTooEarly = "dateTooEarly",
    /// Later than time can pass to.
    DateTooLate = "dateTooLate",
    /// It needs events that the snapshot no longer holds.
    NeedsHistory = "needsHistory",
    /// A second opening.
    SecondOpening = "secondOpening",
    /// A sum beyond 2^53 − 1.
    Overflow = "overflow",
    /// More events than allowed.
    TooManyEvents = "tooManyEvents",
    /// More lines of a cart than allowed.
    TooManyLines = "tooManyLines",
    /// Not a snapshot of memberview.
    SnapshotForeign = "snapshotForeign",
    /// A snapshot of another version of the format.
    SnapshotVersion = "snapshotVersion",
    /// A snapshot that was changed or cut.
    SnapshotDamaged = "snapshotDamaged",
    /// A snapshot made under another program.
    SnapshotOfOtherProgram = "snapshotOfOtherProgram",
    /// A cart of another program.
    CartOfOtherProgram = "cartOfOtherProgram",
}

/// A value that a message shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// Several texts.
    List(Vec<String>),
}

/// One thing wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is.
    pub code: Code,
    /// Where it is: `points[0].earn[2].when`; empty for the whole input.
    pub path: String,
    /// What a message about it shows, by name.
    pub params: Vec<(&'static str, Param)>,
}

impl Problem {
    /// A problem of a code at a path.
    #[must_use]
    pub fn new(code: Code, path: impl Into<String>) -> Self {
        Self { code, path: path.into(), params: Vec::new() }
    }

    /// With a text to show.
    #[must_use]
    pub fn text(self, name: &'static str, value: impl Into<String>) -> Self {
        self.with(name, Param::Text(value.into()))
    }

    /// With a number to show.
    #[must_use]
    pub fn number(self, name: &'static str, value: i64) -> Self {
        self.with(name, Param::Number(value))
    }

    /// With points to show: a number, or text where they have decimals.
    #[must_use]
    pub fn fixed(self, name: &'static str, value: Fixed) -> Self {
        if value.decimals == 0 { self.number(name, value.units) } else { self.text(name, value.text()) }
    }

    /// With words to show.
    #[must_use]
    pub fn list(self, name: &'static str, words: &[&str]) -> Self {
        self.with(name, Param::List(words.iter().map(|word| String::from(*word)).collect()))
    }

    /// With a value to show.
    #[inline(never)]
    fn with(mut self, name: &'static str, value: Param) -> Self {
        self.params.push((name, value));
        self
    }

    /// With the known name nearest to `value`, if one is near.
    #[must_use]
    pub fn nearest<'a>(self, value: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(value, known) {
            Some(name) => self.text("nearest", name),
            None => self,
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.code.as_str())?;
        for (name, value) in &self.params {
            write!(f, " {name}={value:?}")?;
        }
        Ok(())
    }
}

impl Show for Problem {
    fn show(&self, out: &mut String) {
        object(
            &[("code", &self.code.as_str()), ("path", &self.path), ("params", &Params(&self.params))],
            out,
        );
    }
}

impl Show for Param {
    fn show(&self, out: &mut String) {
        match self {
            Self::Text(text) => text.show(out),
            Self::Number(number) => number.show(out),
            Self::List(list) => list.show(out),
        }
    }
}

struct Params<'a>(&'a [(&'static str, Param)]);

impl Show for Params<'_> {
    fn show(&self, out: &mut String) {
        out.push('{');
        for (name, value) in self.0 {
            field(name, value, out);
        }
        out.push('}');
    }
}

/// Everything wrong with one input, in the order of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problems {
    /// The problems; at least one.
    pub problems: Vec<Problem>,
}

impl Problems {
    /// The JSON text that crosses to the host: `{"problems":[{"code","path","params"}]}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        object(&[("problems", &self.problems)], &mut out);
        out
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            writeln!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self { problems: vec![problem] }
    }
}

/// The known name that differs from `value` in the fewest letters: at most a third of them, the earlier of equals.
#[must_use]
pub fn nearest<'a>(value: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut known = known.into_iter();
    nearest_of(value, &mut || known.next())
}

/// The nearest of the names given one by one: the same code for every kind of list.
fn nearest_of<'a>(value: &str, next: &mut dyn FnMut() -> Option<&'a str>) -> Option<&'a str> {
    let short: Vec<char> = value.chars().take(64).collect();
    let most = short.len().div_ceil(3);
    let (mut nearest, mut least) = (None, most.saturating_add(1));
    while let Some(name) = next() {
        if name.chars().count().abs_diff(short.len()) > most {
            continue;
        }
        let distance = distance(&short, name);
        if distance < least {
            (nearest, least) = (Some(name), distance);
        }
    }
    nearest
}

/// Letters to change, add or drop between two words (Levenshtein), without regard to the case of ASCII letters.
fn distance(a: &[char], b: &str) -> usize {
    // How far each beginning of `a`, from one letter on, is from the letters of `b` so far.
    let mut row: Vec<usize> = (1..=a.len()).collect();
    let mut whole = a.len();
    for (before, b) in b.chars().enumerate() {
        let mut corner = before;
        whole = before.saturating_add(1);
        for (a, above) in a.iter().zip(&mut row) {
            let same = a.eq_ignore_ascii_case(&b);
            let changed = corner.min(whole).min(*above).saturating_add(1);
            whole = if same { corner } else { changed };
            corner = core::mem::replace(above, whole);
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn did_you_mean() {
        assert_eq!(nearest("tires", ["points", "tiers", "metrics"]), Some("tiers"));
        assert_eq!(nearest("Points", ["points"]), Some("points"));
        assert_eq!(nearest("colour", ["points", "tiers"]), None);
        assert_eq!(nearest("", ["a"]), None);
    }

    #[test]
    fn distances() {
        for (a, b, far) in [
            ("", "", 0),
            ("", "abc", 3),
            ("abc", "", 3),
            ("kitten", "sitting", 3),
            ("Sunday", "sATURDAY", 3),
            ("会员", "会", 1),
            ("ab", "ba", 2),
            ("tiers", "tires", 2),
        ] {
            assert_eq!(distance(&a.chars().collect::<Vec<_>>(), b), far, "{a} {b}");
        }
    }
}
