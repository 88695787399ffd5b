//! The staffing board: what was asked for, and who is on what.

use super::{AssignmentId, StaffingRequestId, StaffingState, acts};
use crate::acts::Act;
use crate::people::PersonId;
use crate::permissions;
use crate::projects::{Project, ProjectId, project, seen};
use netra_kernel::rusqlite::params;
use netra_kernel::{Date, Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

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
    pub requested_by_name: String,
    /// What the asker may do with it now, and why not.
    pub acts: Vec<Act>,
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
    pub acts: Vec<Act>,
}

impl Query for StaffingBoard {
    const NAME: &'static str = "staffing.board";
    const TITLE: &'static str = "Staffing board";
    const NEEDS: Permission = permissions::PROJECT_READ;
    const READS: &'static [&'static str] =
        &["staffing_requests", "assignments", "projects", "people", "agreements"];
    type View = Board;

    fn ask(&self, reader: &Reader<'_>) -> Result<Board> {
        let all = reader.actor.may(permissions::PROJECT_READ_ALL);
        // ?1 sees all, ?2 the asker, ?3 one project or null.
        let seen = seen(reader);
        let params = params![all, reader.actor.id, self.project];
        let requests: Vec<RequestRow> = reader.all(
            &format!(
                "SELECT r.id, r.project_id, p.name, r.role, r.skills, r.allocation_percent,
                        r.from_on, r.to_on, r.state, r.reason, q.name
                 FROM staffing_requests r JOIN projects p ON p.id = r.project_id
                 JOIN agreements a ON a.id = p.agreement_id
                 JOIN people q ON q.id = r.requested_by
                 WHERE {seen} AND (?3 IS NULL OR p.id = ?3) ORDER BY r.requested_at, r.id"
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
                    requested_by_name: r.get(10)?,
                    acts: Vec::new(),
                })
            },
        )?;
        let assignments = reader.all(
            &format!(
                "SELECT o.id, o.project_id, p.name, o.person_id, q.name, o.role,
                        o.allocation_percent, o.from_on, o.to_on, o.override_reason
                 FROM assignments o JOIN projects p ON p.id = o.project_id
                 JOIN agreements a ON a.id = p.agreement_id
                 JOIN people q ON q.id = o.person_id
                 WHERE {seen} AND (?3 IS NULL OR p.id = ?3) ORDER BY q.name, o.from_on, o.id"
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
                    acts: Vec::new(),
                })
            },
        )?;
        let mut board = Board { requests, assignments };
        let mut projects = BTreeMap::new();
        for row in &mut board.requests {
            let p = known(reader, &mut projects, row.project)?;
            row.acts = acts::acts(reader, row.state, p)?;
        }
        for row in &mut board.assignments {
            let p = known(reader, &mut projects, row.project)?;
            row.acts = acts::acts_of_assignment(reader, p)?;
        }
        Ok(board)
    }
}

/// Reads each project of the board once.
fn known<'p>(
    reader: &Reader<'_>,
    all: &'p mut BTreeMap<ProjectId, Project>,
    id: ProjectId,
) -> Result<&'p Project> {
    Ok(match all.entry(id) {
        Entry::Occupied(found) => found.into_mut(),
        Entry::Vacant(place) => place.insert(project(reader, id)?),
    })
}
