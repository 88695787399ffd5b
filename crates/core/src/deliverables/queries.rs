//! The deliverables of a project with every version.

use super::{Deliverable, DeliverableId, DeliverableState, acts};
use crate::acts::Act;
use crate::files::FileId;
use crate::permissions;
use crate::projects::{ProjectId, readable};
use netra_kernel::{Date, Id, Permission, Query, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The deliverables of a project, by title.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverableList {
    pub project: ProjectId,
}

#[derive(Serialize, JsonSchema)]
pub struct Deliverables {
    pub rows: Vec<DeliverableRow>,
}

#[derive(Clone, Serialize, JsonSchema)]
pub struct DeliverableRow {
    pub id: DeliverableId,
    pub title: String,
    pub description: String,
    pub milestone: Option<Id>,
    pub sow_item: Option<Id>,
    pub state: DeliverableState,
    /// What the client wants changed.
    pub state_reason: String,
    pub accepted_by: Option<String>,
    pub accepted_on: Option<Date>,
    /// Newest first.
    pub versions: Vec<Version>,
    /// What the asker may do with it now, and why not.
    pub acts: Vec<Act>,
}

#[derive(Clone, Serialize, JsonSchema)]
pub struct Version {
    pub number: i64,
    pub file: FileId,
    pub name: String,
    pub sha256: String,
    pub note: String,
    pub submitted_by_name: String,
    pub submitted_at: Timestamp,
}

impl Query for DeliverableList {
    const NAME: &'static str = "deliverable.list";
    const TITLE: &'static str = "Deliverables of a project";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] = &[
        "deliverables",
        "deliverable_versions",
        "signoffs",
        "files",
        "people",
        "projects",
        "assignments",
    ];
    type View = Deliverables;

    fn ask(&self, reader: &Reader<'_>) -> Result<Deliverables> {
        let p = readable(reader, self.project)?;
        let mut rows = deliverables_of(reader, p.id)?;
        for row in &mut rows {
            let (id, title, state) = (row.id, row.title.clone(), row.state);
            row.acts = acts::acts(reader, &Deliverable { id, project: p.id, title, state }, &p)?;
        }
        Ok(Deliverables { rows })
    }
}

/// The deliverables of a project, whoever asks: without what may be done with them.
/// # Errors
/// Storage errors.
pub fn deliverables_of(reader: &Reader<'_>, project: ProjectId) -> Result<Vec<DeliverableRow>> {
    let mut rows = reader.all(
        "SELECT id, title, description, milestone_id, sow_item_id, state, state_reason
         FROM deliverables WHERE project_id = ?1 ORDER BY title, id",
        [project],
        |r| {
            Ok(DeliverableRow {
                id: r.get(0)?,
                title: r.get(1)?,
                description: r.get(2)?,
                milestone: r.get(3)?,
                sow_item: r.get(4)?,
                state: r.get(5)?,
                state_reason: r.get(6)?,
                accepted_by: None,
                accepted_on: None,
                versions: Vec::new(),
                acts: Vec::new(),
            })
        },
    )?;
    for d in &mut rows {
        if let Some((by, on)) = crate::signoffs::last_signed(reader, d.id.0)? {
            d.accepted_by = Some(by);
            d.accepted_on = Some(on);
        }
        d.versions = reader.all(
            "SELECT v.number, v.file_id, f.name, lower(hex(f.sha256)), v.note, q.name,
                    v.submitted_at
             FROM deliverable_versions v JOIN files f ON f.id = v.file_id
             JOIN people q ON q.id = v.submitted_by
             WHERE v.deliverable_id = ?1 ORDER BY v.number DESC",
            [d.id],
            |r| {
                Ok(Version {
                    number: r.get(0)?,
                    file: r.get(1)?,
                    name: r.get(2)?,
                    sha256: r.get(3)?,
                    note: r.get(4)?,
                    submitted_by_name: r.get(5)?,
                    submitted_at: r.get(6)?,
                })
            },
        )?;
    }
    Ok(rows)
}
