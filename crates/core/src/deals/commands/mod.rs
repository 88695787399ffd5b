//! One file per verb.

mod deal_create;
mod deal_create_from_lead;
mod deal_move;
mod deal_update;

pub use deal_create::{DealCreate, DealCreated};
pub use deal_create_from_lead::{DealCreateFromLead, DealOfLead};
pub use deal_move::DealMove;
pub use deal_update::{Clearable, DealUpdate};
