//! Sign-offs: what the client signed, who, how, with evidence.
//!
//! Invariant: a sign-off is never changed. It holds, word for word, what was signed, and its hash;
//! a project's sign-off counts only as long as the SOW still reads the same.

mod commands;
mod content;
mod queries;

pub use commands::SignoffGive;
pub(crate) use commands::{Signature, may_sign_project, sign};
pub(crate) use content::content_of;
pub use queries::SignoffList;

use crate::projects::Project;
use crate::word_enum::word_enum;
use netra_kernel::{Date, Id, Reader, Result, errors, typed_id};

typed_id!(SignOffId);

word_enum! {
    /// What can be signed.
    pub enum Subject {
        SowItem = "sow_item",
        Milestone = "milestone",
        Deliverable = "deliverable",
        Project = "project",
    }
}

word_enum! {
    /// How the client signed.
    pub enum How {
        Portal = "portal",
        InPerson = "in_person",
        Uploaded = "uploaded",
    }
}

errors! {
    pub enum SignoffError {
        NotNow "signoff.deliverables_open" DeliverablesOpen { n: i64 },
        Conflict "signoff.given_already" GivenAlready,
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &["signoff.nobody", "signoff.own_person", "signoff.two_names"];

/// The project's own sign-off.
pub enum ProjectSignOff {
    None,
    /// Given, but the SOW or the deliverables changed since.
    Stale {
        on: Date,
    },
    Current {
        id: SignOffId,
        by: String,
        on: Date,
    },
}

/// Whether the client signed for the project as it stands now.
/// # Errors
/// Storage errors.
pub fn project_signoff(reader: &Reader<'_>, p: &Project) -> Result<ProjectSignOff> {
    let last: Option<(SignOffId, String, Date, [u8; 32])> = reader.maybe(
        "SELECT id, signed_by, signed_on, content_sha256 FROM signoffs
         WHERE subject_id = ?1 AND subject_kind = 'project'
         ORDER BY recorded_at DESC, id DESC LIMIT 1",
        [p.id],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
    )?;
    let Some((id, by, on, hash)) = last else { return Ok(ProjectSignOff::None) };
    let now = content_of(reader, p, Subject::Project, p.id.0)?;
    if now.hash == hash {
        Ok(ProjectSignOff::Current { id, by, on })
    } else {
        Ok(ProjectSignOff::Stale { on })
    }
}

/// When a subject was last signed, and by whom.
/// # Errors
/// Storage errors.
pub fn last_signed(reader: &Reader<'_>, subject: Id) -> Result<Option<(String, Date)>> {
    reader.maybe(
        "SELECT signed_by, signed_on FROM signoffs WHERE subject_id = ?1
         ORDER BY recorded_at DESC, id DESC LIMIT 1",
        [subject],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
}
