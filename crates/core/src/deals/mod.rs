//! Deals: possible sales to a company, moving through the pipeline.
//!
//! Invariant: the stages are data ([`STAGES`] is only what a new workspace starts with); what a
//! stage means to the program is its kind: open, won or lost.
//! Invariant: a deal is won only by an accepted quote, and a won deal stays won.
//! Invariant: a quote that is sent moves its open deal on to `quoted`, never back.
//! Invariant: a lead becomes a deal once.
//! Invariant: a seller sees and moves their own deals; who may see all sales, all.

mod acts;
pub mod board;
pub mod commands;
pub mod queries;
mod store;

use crate::permissions;
pub(crate) use acts::may_make_of;
pub(crate) use commands::{DealCreate, DealCreateFromLead};
use netra_kernel::{Id, Reader, Result, Tx, errors, typed_id};
use store::insert_stage;
pub(crate) use store::{Deal, deal};
pub use store::{quoted, win};

typed_id!(DealId);
typed_id!(StageId);

errors! {
    pub enum DealError {
        NotFound "deal.not_found" Missing { deal: String },
        NotFound "deal.stage_unknown" StageUnknown { stage: String },
        NotNow "deal.won_by_quote" WonByQuote,
        NotNow "deal.won_already" WonAlready { deal: String },
        Conflict "deal.of_lead_exists" OfLeadExists { lead: String },
        NotNow "deal.lead_not_open" LeadNotOpen { lead: String },
        Forbidden "deal.not_yours" NotYours { deal: String },
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &["negative", "reason.required"];

/// The pipeline of a new workspace: key, title, kind, probability.
const STAGES: &[(&str, &str, &str, i64)] = &[
    ("new", "New", "open", 10),
    ("qualified", "Qualified", "open", 25),
    ("meeting", "Meeting held", "open", 40),
    ("quoted", "Quoted", "open", 60),
    ("negotiation", "Negotiation", "open", 80),
    ("won", "Won", "won", 100),
    ("lost", "Lost", "lost", 0),
];

/// Gives a new workspace its pipeline.
/// # Errors
/// Storage errors.
pub fn seed(tx: &Tx<'_>) -> Result<()> {
    for (position, (key, title, kind, probability)) in (1..).zip(STAGES) {
        insert_stage(
            tx,
            StageId(Id::named("deal_stage", key)),
            key,
            title,
            position,
            kind,
            *probability,
        )?;
    }
    Ok(())
}

/// Whether this person sees what `owner` sells.
pub(crate) fn may_see(reader: &Reader<'_>, owner: Id) -> bool {
    owner == reader.actor.id
        || reader.actor.may(permissions::SALES_READ_ALL)
        || reader.actor.may(permissions::SALES_ALL)
}

/// Whether this person may change what `owner` sells.
pub(crate) fn may_change(reader: &Reader<'_>, owner: Id) -> bool {
    owner == reader.actor.id || reader.actor.may(permissions::SALES_ALL)
}

/// # Errors
/// `deal.not_found` when it is not there or may not be seen; `deal.not_yours`.
pub(crate) fn need_own(reader: &Reader<'_>, id: DealId) -> Result<Deal> {
    let found = deal(reader, id)?;
    need_changeable(reader, &found)?;
    Ok(found)
}

fn need_changeable(reader: &Reader<'_>, deal: &Deal) -> Result<()> {
    match (may_change(reader, deal.owner), may_see(reader, deal.owner)) {
        (true, _) => Ok(()),
        (false, true) => Err(DealError::NotYours { deal: deal.title.clone() }.into()),
        _ => Err(DealError::Missing { deal: deal.id.to_string() }.into()),
    }
}

pub(crate) fn visible(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    let owner: Option<Id> = reader.value("SELECT owner_id FROM deals WHERE id = ?1", [id])?;
    Ok(owner.map(|o| reader.actor.may(permissions::DEAL_READ) && may_see(reader, o)))
}

#[cfg(test)]
mod tests;
