//! Calls: dialling (and refusing to), the call's states, and its outcome with what follows.
//!
//! Invariant: a caller has one line; the next call starts only when the last one has its outcome.
//! Invariant: whether a lead may be called is decided here, at the moment of dialling, whatever a
//! queue showed before.
//! Invariant: times of follow-ups lie inside the lead's calling hours.
//!
//! Look next at `model.rs` (what follows from an outcome), `permit.rs` (who may be dialled now),
//! `dispositions.rs` (outcome codes as data), `outcomes.rs` (which of them fit a call).

pub mod commands;
pub mod dispositions;
pub mod model;
pub mod outcomes;
mod permit;
pub mod queries;
pub mod store;
#[cfg(test)]
mod tests;

use crate::language::Phrase;
use crate::permissions;
use netra_kernel::{Id, Reader, Result, errors, typed_id};

typed_id!(CallId);

/// Characters that a call's note may have.
pub const MAX_NOTE: usize = 500;

errors! {
    pub enum CallError {
        NotFound "call.not_found" Missing { call: String },
        NotNow "call.refused" Refused { name: String, reasons: Vec<Phrase>, codes: Vec<String> },
        NotNow "call.no_number" NoNumber { name: String },
        Conflict "call.unfinished" Unfinished { name: String, call: String },
        Conflict "call.lead_busy" LeadBusy { name: String, caller: String },
        Conflict "call.wrong_state" WrongState { state: String },
        NotNow "call.not_ended" NotEnded,
        Conflict "call.never_connected" NeverConnected,
        Conflict "call.was_connected" WasConnected { minutes: i64 },
        Conflict "call.has_outcome" HasOutcome { outcome: String },
        NotFound "disposition.unknown" UnknownOutcome { code: String },
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] =
    &["outcome.reason_unknown", "out_of_range", "disposition.code_not_valid"];

/// Fixed texts: why a call is refused, and the outcome codes in words.
pub const LABELS: &[&str] = &[
    "refused.do_not_disturb",
    "refused.consent_withdrawn",
    "refused.outside_hours",
    "refused.too_often_today",
    "refused.too_often_this_week",
    "refused.invalid_number",
    "refused.resting",
    "disposition.connected_interested",
    "disposition.connected_not_interested",
    "disposition.connected_callback",
    "disposition.connected_wrong_number",
    "disposition.connected_language_barrier",
    "disposition.not_connected_busy",
    "disposition.not_connected_no_answer",
    "disposition.not_connected_switched_off",
    "disposition.not_connected_out_of_service",
    "disposition.special_dnd",
    "disposition.special_escalate",
    "disposition.special_technical_issue",
    "cause.busy",
    "cause.no_answer",
    "cause.unreachable",
    "cause.failed",
    "cause.hung_up",
    "cause.dropped",
    "cause.cancelled",
    "consent.yes",
    "consent.no",
];

/// Whether a call may be seen; None when the id is none.
pub(crate) fn visible(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    let caller: Option<Id> = reader.value("SELECT caller_id FROM calls WHERE id = ?1", [id])?;
    Ok(caller.map(|c| c == reader.actor.id || reader.actor.may(permissions::CALL_READ_ALL)))
}
