//! The only SQL that writes calls.

use super::model::{EndCause, State};
use super::{CallError, CallId};
use crate::leads::LeadId;
use crate::people::PersonId;
use netra_kernel::rusqlite::{self, Row, params};
use netra_kernel::{Reader, Result, Timestamp, Tx};

/// A call as it is stored.
#[derive(Clone, Debug)]
pub struct Call {
    pub id: CallId,
    pub lead_id: LeadId,
    pub caller_id: PersonId,
    pub state: State,
    pub started_at: Timestamp,
    pub connected_at: Option<Timestamp>,
    pub outcome: Option<String>,
    pub end_cause: Option<EndCause>,
    /// Seconds
    pub talked_s: i64,
}

fn stored(r: &Row<'_>) -> rusqlite::Result<Call> {
    let state: String = r.get(3)?;
    Ok(Call {
        id: r.get(0)?,
        lead_id: r.get(1)?,
        caller_id: r.get(2)?,
        state: State::parse(&state),
        started_at: r.get(4)?,
        connected_at: r.get(5)?,
        outcome: r.get(6)?,
        end_cause: r.get::<_, Option<String>>(7)?.and_then(|c| EndCause::parse(&c)),
        talked_s: r.get::<_, Option<i64>>(8)?.unwrap_or(0),
    })
}

const COLUMNS: &str = "id, lead_id, caller_id, state, started_at, connected_at, outcome,
    end_cause, duration_s";

/// # Errors
/// `call.not_found` when it does not exist or is somebody else's.
pub(super) fn own(reader: &Reader<'_>, call: CallId) -> Result<Call> {
    reader
        .maybe(&format!("SELECT {COLUMNS} FROM calls WHERE id = ?1"), [call], stored)?
        .filter(|c| c.caller_id.0 == reader.actor.id)
        .ok_or_else(|| CallError::Missing { call: call.to_string() }.into())
}

/// The caller's call that has no outcome yet.
pub(crate) fn unfinished(reader: &Reader<'_>, caller: PersonId) -> Result<Option<Call>> {
    reader.maybe(
        &format!("SELECT {COLUMNS} FROM calls WHERE caller_id = ?1 AND outcome IS NULL"),
        [caller],
        stored,
    )
}

/// Who is talking to this lead at this moment.
pub(super) fn busy_with(reader: &Reader<'_>, lead: LeadId) -> Result<Option<String>> {
    reader.value(
        "SELECT p.name FROM calls c JOIN people p ON p.id = c.caller_id
         WHERE c.lead_id = ?1 AND c.outcome IS NULL AND c.state <> 'ended'
         ORDER BY c.started_at DESC, c.id LIMIT 1",
        [lead],
    )
}

/// Moves a call on.
/// # Errors
/// `call.wrong_state`.
pub(super) fn advance(
    tx: &Tx<'_>,
    call: &Call,
    next: State,
    cause: Option<EndCause>,
) -> Result<()> {
    if !call.state.may_become(next) {
        return Err(CallError::WrongState { state: call.state.word().to_owned() }.into());
    }
    let connected_at = match next {
        State::Connected => Some(tx.now),
        _ => call.connected_at,
    };
    let ended_at = (next == State::Ended).then_some(tx.now);
    let talked = match (ended_at, connected_at) {
        (Some(end), Some(start)) => (end.0 - start.0).max(0) / 1_000,
        _ => 0,
    };
    tx.write(
        "UPDATE calls SET state = ?2, connected_at = ?3, ended_at = ?4, end_cause = ?5,
             duration_s = ?6 WHERE id = ?1",
        params![call.id, next.word(), connected_at, ended_at, cause.map(EndCause::word), talked],
    )?;
    Ok(())
}
