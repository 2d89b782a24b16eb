//! What a cart would be with a plan.

use crate::json::shown;
use crate::unit::Fixed;

shown! {
    /// A plan that does not run, and what the cart would be with it.
    pub struct WithPlanView<'a> {
        /// The plan.
        plan: &'a str = "plan",
        /// Its name in the locale.
        name: &'a str = "name",
        /// What a term costs that begins now.
        price: String = "price",
        /// How much less there would be to pay.
        saves: String = "saves",
        /// How many points more the order would earn, of each currency.
        points: Vec<MorePointsView<'a>> = "points",
    }
}

shown! {
    /// More points of a currency.
    pub struct MorePointsView<'a> {
        /// The currency.
        currency: &'a str = "currency",
        /// How many more.
        points: Fixed = "points",
    }
}
