//! The sign-offs of a project.

use super::{How, ProjectSignOff, SignOffId, Subject, project_signoff};
use crate::files::FileId;
use crate::permissions;
use crate::projects::{ProjectId, readable};
use netra_kernel::{Date, Id, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the client signed on a project, newest first.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignoffList {
    pub project: ProjectId,
}

#[derive(Serialize, JsonSchema)]
pub struct Signoffs {
    pub rows: Vec<SignoffRow>,
    /// True when the project was signed as it stands now.
    pub is_project_signed: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct SignoffRow {
    pub id: SignOffId,
    pub subject_kind: Subject,
    pub subject: Id,
    pub title: String,
    pub signed_by: String,
    pub how: How,
    pub signed_on: Date,
    pub remark: String,
    pub evidence_file: FileId,
    pub evidence_sha256: String,
    /// SHA-256 of exactly what was signed.
    pub content_sha256: String,
    /// The signed content, JSON.
    pub content: String,
    pub recorded_by_name: String,
    pub recorded_at: Timestamp,
}

impl Query for SignoffList {
    const NAME: &'static str = "signoff.list";
    const TITLE: &'static str = "Sign-offs of a project";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] =
        &["signoffs", "milestones", "sow_items", "deliverables", "projects", "people"];
    type View = Signoffs;

    fn ask(&self, reader: &Reader<'_>) -> Result<Signoffs> {
        let p = readable(reader, self.project)?;
        let rows = reader.all(
            "SELECT s.id, s.subject_kind, s.subject_id, coalesce(
                        (SELECT title FROM milestones WHERE id = s.subject_id),
                        (SELECT title FROM sow_items WHERE id = s.subject_id),
                        (SELECT title FROM deliverables WHERE id = s.subject_id),
                        (SELECT name FROM projects WHERE id = s.subject_id), ''),
                    s.signed_by, s.how, s.signed_on, s.remark, s.evidence_file_id,
                    lower(hex(s.evidence_sha256)), lower(hex(s.content_sha256)), s.content,
                    q.name, s.recorded_at
             FROM signoffs s JOIN people q ON q.id = s.recorded_by
             WHERE s.project_id = ?1 ORDER BY s.recorded_at DESC, s.id DESC",
            [self.project],
            |r| {
                Ok(SignoffRow {
                    id: r.get(0)?,
                    subject_kind: r.get(1)?,
                    subject: r.get(2)?,
                    title: r.get(3)?,
                    signed_by: r.get(4)?,
                    how: r.get(5)?,
                    signed_on: r.get(6)?,
                    remark: r.get(7)?,
                    evidence_file: r.get(8)?,
                    evidence_sha256: r.get(9)?,
                    content_sha256: r.get(10)?,
                    content: r.get(11)?,
                    recorded_by_name: r.get(12)?,
                    recorded_at: r.get(13)?,
                })
            },
        )?;
        let is_project_signed =
            matches!(project_signoff(reader, &p)?, ProjectSignOff::Current { .. });
        Ok(Signoffs { rows, is_project_signed })
    }
}
