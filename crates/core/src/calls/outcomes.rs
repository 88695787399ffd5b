//! Which outcomes a call may be given now, and why not the others.
//!
//! Invariant: `call.dispose` refuses by the same rule that `call.current` answers with, so nothing is
//! offered that would be refused.

use super::CallError;
use super::dispositions::{self, Disposition};
use super::model::{Contradiction, EndCause, State, contradiction, longer_than_announcement_at};
use super::store::Call;
use crate::language;
use netra_kernel::{Error, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

/// An outcome that the call cannot have.
#[derive(Serialize, JsonSchema)]
pub struct RefusedOutcome {
    /// Code of the outcome.
    pub outcome: String,
    /// Why not, in the reader's language.
    pub why: String,
}

/// Why an outcome cannot be that of this call. One that is still under way is taken as hung up now:
/// whoever chooses an outcome puts the receiver down first.
pub(super) fn refusal(call: &Call, d: &Disposition, now: Timestamp) -> Option<CallError> {
    let (talked_s, cause) = match (call.state, call.connected_at) {
        (State::Ended, _) => (call.talked_s, call.end_cause),
        (_, Some(since)) => ((now.0 - since.0).max(0) / 1_000, Some(EndCause::HungUp)),
        (_, None) => (0, Some(EndCause::Cancelled)),
    };
    let talk = (call.connected_at.is_some(), talked_s);
    match contradiction(&d.code, d.is_reached, talk, cause)? {
        Contradiction::NeverConnected => Some(CallError::NeverConnected),
        Contradiction::WasConnected => Some(CallError::WasConnected { minutes: talked_s / 60 }),
    }
}

/// Every active outcome that this call cannot have, in their order.
pub(super) fn refused(reader: &Reader<'_>, call: &Call) -> Result<Vec<RefusedOutcome>> {
    let all = dispositions::list(reader, false)?;
    let no = |d: Disposition| {
        let error = Error::from(refusal(call, &d, reader.now)?);
        Some(RefusedOutcome {
            outcome: d.code,
            why: language::error_sentence(reader.locale, &error),
        })
    };
    Ok(all.into_iter().filter_map(no).collect())
}

/// When the answer of [`refused`] becomes another one with nothing done.
pub(super) fn changes_at(call: &Call, now: Timestamp) -> Option<Timestamp> {
    let at = longer_than_announcement_at(call.connected_at?);
    (call.state != State::Ended && at > now).then_some(at)
}
