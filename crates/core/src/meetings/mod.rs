//! Meetings of a project: planned, held, with minutes (MOM) and proof.
//!
//! Invariant: *delivered* is derived: held, with minutes, and with at least one proof file.
//! Invariant: only consulting meetings count towards the promise; the kickoff, reviews and
//! steering meetings do not.

mod acts;
mod commands;
mod minutes;
pub mod queries;

pub(crate) use acts::may_plan;
pub use commands::{MeetingCancel, MeetingHold, MeetingPlan, MeetingReschedule};
pub use minutes::{MeetingActionDone, MeetingAddProof, MeetingWriteMom};
pub use queries::{MeetingList, MeetingRow, meetings_of};

use crate::projects::{Project, ProjectId, worked_on};
use crate::word_enum::word_enum;
use netra_kernel::{Date, Reader, Result, Timestamp, errors, typed_id};

typed_id!(MeetingId);
typed_id!(ActionId);

word_enum! {
    pub enum MeetingKind {
        Kickoff = "kickoff",
        Consulting = "consulting",
        Review = "review",
        Steering = "steering",
    }
}

word_enum! {
    /// What is stored; `delivered` is derived.
    pub enum MeetingState {
        Planned = "planned",
        Held = "held",
        Cancelled = "cancelled",
    }
}

errors! {
    pub enum MeetingError {
        NotFound "meeting.not_found" Missing { meeting: String },
        NotFound "meeting.action_not_found" ActionMissing { action: String },
        NotNow "meeting.state" State { state: String },
        Conflict "meeting.kickoff_exists" KickoffExists,
        NotNow "meeting.before_execution" BeforeExecution { project: String },
        NotNow "meeting.before_project" BeforeProject { project: String, first: Date },
        Conflict "meeting.proof_exists" ProofExists,
        Conflict "meeting.action_done_already" ActionDone,
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &[
    "meeting.needs_ours",
    "meeting.needs_client",
    "meeting.needs_action",
    "meeting.before_start",
    "meeting.minutes_long",
    "time.in_future",
];

pub(crate) struct Meeting {
    pub id: MeetingId,
    pub project: ProjectId,
    pub kind: MeetingKind,
    pub title: String,
    pub planned_at: Timestamp,
    pub state: MeetingState,
}

/// The meeting and its project, for somebody who works on it.
pub(crate) fn worked(reader: &Reader<'_>, id: MeetingId) -> Result<(Meeting, Project)> {
    let missing = || MeetingError::Missing { meeting: id.to_string() };
    let m = reader
        .maybe(
            "SELECT id, project_id, kind, title, planned_at, state FROM meetings WHERE id = ?1",
            [id],
            |r| {
                Ok(Meeting {
                    id: r.get(0)?,
                    project: r.get(1)?,
                    kind: r.get(2)?,
                    title: r.get(3)?,
                    planned_at: r.get(4)?,
                    state: r.get(5)?,
                })
            },
        )?
        .ok_or_else(missing)?;
    if !crate::projects::visible(reader, m.project)? {
        return Err(missing().into());
    }
    let p = worked_on(reader, m.project)?;
    Ok((m, p))
}

impl Meeting {
    pub(crate) fn need_state(&self, state: MeetingState) -> Result<()> {
        if self.state == state {
            return Ok(());
        }
        Err(MeetingError::State { state: self.state.word().into() }.into())
    }
}
