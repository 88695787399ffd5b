//! Leads: people and firms that may buy. Who they are, who may see them, what is known of them.
//!
//! Invariant: whether a lead is in a queue, in which, and how urgent, follows from its columns
//! (generated in the database), never from a flag that somebody must remember to set.
//! Invariant: a lead that may not be called (do-not-disturb, consent withdrawn, number invalid,
//! archived) is in no queue.
//! Invariant: a telecaller sees and changes their own leads only.
//!
//! Look next at `model.rs` (score, priority, category), `clean.rs` (what a valid lead is) and
//! `store.rs` (the only SQL that writes leads).

mod acts;
pub mod clean;
pub mod commands;
pub mod facets;
pub mod hours;
pub mod list;
pub mod model;
pub mod order;
pub mod phone;
pub mod queries;
mod search;
pub mod store;
#[cfg(test)]
mod tests;
mod timeline;

pub(crate) use search::expression as search_expression;

use crate::permissions;
use netra_kernel::{Id, Reader, Result, Timestamp, Validation, errors, typed_id};
use serde_json::json;

typed_id!(LeadId);

errors! {
    pub enum LeadError {
        NotFound "lead.not_found" Missing { lead: String },
        Conflict "lead.duplicate" Duplicate { name: String, lead: String },
        Conflict "lead.duplicate_elsewhere" DuplicateElsewhere,
        NotNow "lead.archived" Archived { name: String },
        NotNow "lead.not_open" NotOpen { name: String, status: String },
        Invalid "lead.merge_itself" MergeItself,
        Invalid "lead.too_many" TooMany { limit: usize },
        Invalid "lead.none_given" NoneGiven,
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &["phone_or_email", "status.unknown", "follow_up.in_the_past"];

/// How far ahead somebody may be promised a call (months): what is later is a slip of the year.
const FOLLOW_UP_MONTHS: u32 = 12;

/// When a lead is to be called again must lie ahead, and not too far.
pub(crate) fn check_follow_up(
    v: &mut Validation,
    reader: &Reader<'_>,
    path: &str,
    at: Option<Timestamp>,
) {
    let Some(at) = at else { return };
    let limit = reader.now.date(reader.zone).plus_months(FOLLOW_UP_MONTHS);
    v.check(at < reader.now, path, "follow_up.in_the_past");
    if at.date(reader.zone) >= limit {
        v.add_with(path, "date.too_far", json!({ "limit": limit }));
    }
}

/// As many leads as one command may name.
pub const MAX_LEADS: usize = 2_000;

/// Refuses nothing and too much.
pub(crate) fn check_count(n: usize) -> Result<()> {
    match n {
        0 => Err(LeadError::NoneGiven.into()),
        n if n > MAX_LEADS => Err(LeadError::TooMany { limit: MAX_LEADS }.into()),
        _ => Ok(()),
    }
}

/// Whether this person may see a lead that belongs to `assigned_to`.
pub(crate) fn may_see(reader: &Reader<'_>, assigned_to: Option<Id>) -> bool {
    reader.actor.may(permissions::LEAD_READ_ALL) || assigned_to == Some(reader.actor.id)
}

/// The refusal of a lead that is there already; it is named only to who may see it.
/// # Errors
/// Always one: `lead.duplicate`, `lead.duplicate_elsewhere`; or storage errors.
pub(crate) fn refuse_duplicate<T>(reader: &Reader<'_>, lead: LeadId) -> Result<T> {
    let found = store::read(reader, lead)?;
    match may_see(reader, found.assigned_to.map(Id::from)) {
        true => Err(LeadError::Duplicate { name: found.name, lead: lead.to_string() }.into()),
        false => Err(LeadError::DuplicateElsewhere.into()),
    }
}

/// # Errors
/// `lead.not_found` when it does not exist or may not be seen by this person.
pub fn need_seen(reader: &Reader<'_>, lead: LeadId) -> Result<()> {
    match store::assigned_to(reader, lead)? {
        Some(to) if may_see(reader, to) => Ok(()),
        _ => Err(LeadError::Missing { lead: lead.to_string() }.into()),
    }
}

/// # Errors
/// `lead.not_found` as [`need_seen`]; `forbidden` when it belongs to somebody else.
pub fn need_own(reader: &Reader<'_>, lead: LeadId) -> Result<()> {
    match store::assigned_to(reader, lead)? {
        Some(to) => need_changeable(reader, lead, to),
        None => Err(LeadError::Missing { lead: lead.to_string() }.into()),
    }
}

/// Whether this person may change a lead that belongs to `assigned_to`.
fn need_changeable(reader: &Reader<'_>, lead: LeadId, assigned_to: Option<Id>) -> Result<()> {
    match assigned_to {
        to if to == Some(reader.actor.id) => Ok(()),
        to if may_see(reader, to) => reader.actor.need(permissions::LEAD_EDIT_ALL),
        _ => Err(LeadError::Missing { lead: lead.to_string() }.into()),
    }
}

/// Whether a lead, or a note on one, may be seen; None when the id is neither.
pub(crate) fn visible(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    Ok(store::assigned_to(reader, LeadId(id))?.map(|to| may_see(reader, to)))
}
