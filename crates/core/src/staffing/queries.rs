//! The staffing board: what was asked for, and who is on what.

use super::{AssignmentId, StaffingRequestId, StaffingState};
use crate::people::PersonId;
use crate::permissions;
use crate::projects::ProjectId;
use netra_kernel::rusqlite::params;
use netra_kernel::{Date, Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Staffing requests and assignments of the projects that the asker sees.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffingBoard {
    #[serde(default)]
    pub project: Option<ProjectId>,
}

#[derive(Serialize, JsonSchema)]
pub struct Board {
    pub requests: Vec<RequestRow>,
    pub assignments: Vec<AssignmentRow>,
}

#[derive(Serialize, JsonSchema)]
pub struct RequestRow {
    pub id: StaffingRequestId,
    pub project: ProjectId,
    pub project_name: String,
    pub role: String,
    pub skills: String,
    pub allocation_percent: i64,
    pub from_on: Date,
    pub to_on: Date,
    pub state: StaffingState,
    pub reason: String,
}

#[derive(Serialize, JsonSchema)]
pub struct AssignmentRow {
    pub id: AssignmentId,
    pub project: ProjectId,
    pub project_name: String,
    pub person: PersonId,
    pub person_name: String,
    pub role: String,
    pub allocation_percent: i64,
    pub from_on: Date,
    pub to_on: Date,
    pub override_reason: String,
}

/// ?1 sees all, ?2 the asker, ?3 one project or null.
const SEEN: &str = "(?1 OR p.pm_id = ?2 OR EXISTS (SELECT 1 FROM agreements a
        WHERE a.id = p.agreement_id AND a.owner_id = ?2) OR EXISTS (SELECT 1 FROM assignments o
        WHERE o.project_id = p.id AND o.person_id = ?2)) AND (?3 IS NULL OR p.id = ?3)";

impl Query for StaffingBoard {
    const NAME: &'static str = "staffing.board";
    const TITLE: &'static str = "Staffing board";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] =
        &["staffing_requests", "assignments", "projects", "people", "agreements"];
    type View = Board;

    fn ask(&self, reader: &Reader<'_>) -> Result<Board> {
        let all = reader.actor.may(permissions::PROJECT_READ_ALL);
        let params = params![all, reader.actor.id, self.project];
        let requests = reader.all(
            &format!(
                "SELECT s.id, s.project_id, p.name, s.role, s.skills, s.allocation_percent,
                        s.from_on, s.to_on, s.state, s.reason
                 FROM staffing_requests s JOIN projects p ON p.id = s.project_id
                 WHERE {SEEN} ORDER BY s.requested_at, s.id"
            ),
            params,
            |r| {
                Ok(RequestRow {
                    id: r.get(0)?,
                    project: r.get(1)?,
                    project_name: r.get(2)?,
                    role: r.get(3)?,
                    skills: r.get(4)?,
                    allocation_percent: r.get(5)?,
                    from_on: r.get(6)?,
                    to_on: r.get(7)?,
                    state: r.get(8)?,
                    reason: r.get(9)?,
                })
            },
        )?;
        let assignments = reader.all(
            &format!(
                "SELECT s.id, s.project_id, p.name, s.person_id, q.name, s.role,
                        s.allocation_percent, s.from_on, s.to_on, s.override_reason
                 FROM assignments s JOIN projects p ON p.id = s.project_id
                 JOIN people q ON q.id = s.person_id
                 WHERE {SEEN} ORDER BY q.name, s.from_on, s.id"
            ),
            params,
            |r| {
                Ok(AssignmentRow {
                    id: r.get(0)?,
                    project: r.get(1)?,
                    project_name: r.get(2)?,
                    person: r.get(3)?,
                    person_name: r.get(4)?,
                    role: r.get(5)?,
                    allocation_percent: r.get(6)?,
                    from_on: r.get(7)?,
                    to_on: r.get(8)?,
                    override_reason: r.get(9)?,
                })
            },
        )?;
        Ok(Board { requests, assignments })
    }
}
