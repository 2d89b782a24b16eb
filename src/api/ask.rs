//! What a member should see, whole or in parts.

use super::request::{moment, stock};
use super::{Member, Request, checked};
use crate::evaluate::Question;
use crate::json::text;
use crate::problem::{Code, Problem, Problems};
use crate::shape::Place;

impl Member {
    /// What the member should see at a moment, as four lines of JSON text: what it is about, points, tiers, and the rest.
    ///
    /// # Errors
    /// When the moment cannot be answered for.
    pub fn view(&self, request: &Request<'_>) -> Result<String, Problems> {
        self.ask(request, &|question| {
            let (tiers, extras) = (checked(question.tiers())?, checked(question.extras())?);
            let mut lines = text(&question.head());
            for line in [text(&question.points()), text(&tiers), text(&extras)] {
                lines.push('\n');
                lines.push_str(&line);
            }
            Ok(lines)
        })
    }

    /// The points of every currency, as JSON text.
    ///
    /// # Errors
    /// When the moment cannot be answered for.
    pub fn points(&self, request: &Request<'_>) -> Result<String, Problems> {
        self.ask(request, &|question| Ok(text(&question.points())))
    }

    /// The standing on every ladder, as JSON text.
    ///
    /// # Errors
    /// When the moment cannot be answered for.
    pub fn tiers(&self, request: &Request<'_>) -> Result<String, Problems> {
        self.ask(request, &|question| Ok(text(&checked(question.tiers())?)))
    }

    /// The coupons that were issued and can be used now or later, as JSON text.
    ///
    /// # Errors
    /// When the moment cannot be answered for.
    pub fn coupons(&self, request: &Request<'_>) -> Result<String, Problems> {
        self.ask(request, &|question| Ok(text(&question.coupons())))
    }

    /// Every plan of the program, as JSON text.
    ///
    /// # Errors
    /// When the moment cannot be answered for.
    pub fn plans(&self, request: &Request<'_>) -> Result<String, Problems> {
        self.ask(request, &|question| Ok(text(&checked(question.plans())?)))
    }

    /// The usable balance of a currency, by its place in the program, as JSON text.
    ///
    /// # Errors
    /// When the moment cannot be answered for, or there is no such currency.
    pub fn balance(&self, now: i64, currency: usize) -> Result<String, Problems> {
        let standing = self.member.at(moment(now)?, 0)?;
        let purse = standing.state.purses.get(currency);
        let place = Place::ROOT;
        let shown = |units: i64| text(&self.member.program().fixed(currency, units));
        purse.map(|purse| shown(purse.balance)).ok_or_else(|| {
            let problem = place.field("currency").problem(Code::UnknownReference).text("kind", "points");
            problem.text("value", text(&currency)).into()
        })
    }

    fn ask(
        &self,
        request: &Request<'_>,
        answer: &dyn Fn(&Question<'_>) -> Result<String, Problem>,
    ) -> Result<String, Problems> {
        let now = moment(request.now)?;
        let standing = self.member.at(now, request.history)?;
        let Request { locale, history, lots, .. } = *request;
        let stock = stock(request.stock, self.member.program())?;
        Ok(answer(&Question { standing: &standing, now, locale, history, lots, stock: &stock })?)
    }
}
