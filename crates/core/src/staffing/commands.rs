//! `staffing.request`, `.approve`, `.decline`, `.assign`, `.release`.

use super::acts::{after, may_assign, may_release, may_request, may_step, need_placer};
use super::{
    AssignmentId, Booking, Request, StaffingError, StaffingRequestId, Verb, over_booked, request,
};
use crate::people::commands::Nothing;
use crate::people::{PersonId, name_of, people_with_permission};
use crate::permissions;
use crate::projects::commands::{check_text, need_text};
use crate::projects::{ProjectId, managed, project, visible};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Date, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Asks HR for a person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffingRequest {
    pub project: ProjectId,
    pub role: String,
    #[serde(default)]
    pub skills: String,
    /// 1 to 100.
    pub allocation_percent: i64,
    /// The project's first day when not given.
    #[serde(default)]
    pub from_on: Option<Date>,
    /// The project's last day when not given.
    #[serde(default)]
    pub to_on: Option<Date>,
}

#[derive(Serialize, JsonSchema)]
pub struct StaffingRequested {
    pub request: StaffingRequestId,
}

pub(crate) struct Wanted<'a> {
    pub role: &'a str,
    pub skills: &'a str,
    pub allocation_percent: i64,
    pub from_on: Date,
    pub to_on: Date,
}

/// Writes a checked request.
pub(crate) fn raise(tx: &Tx<'_>, p: ProjectId, w: &Wanted<'_>) -> Result<StaffingRequestId> {
    let mut v = Validation::new();
    check_text(&mut v, "role", w.role, 200);
    v.check(w.skills.chars().count() > 1_000, "skills", "too_long");
    v.check(!(1..=100).contains(&w.allocation_percent), "allocation_percent", "percent.range");
    v.check(w.to_on < w.from_on, "to_on", "dates.reversed");
    v.finish()?;
    let id: StaffingRequestId = tx.new_id();
    tx.write(
        "INSERT INTO staffing_requests (id, project_id, role, skills, allocation_percent, from_on,
             to_on, state, requested_by, requested_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'requested', ?8, ?9)",
        params![
            id,
            p,
            w.role.trim(),
            w.skills.trim(),
            w.allocation_percent,
            w.from_on,
            w.to_on,
            tx.actor.id,
            tx.now
        ],
    )?;
    Ok(id)
}

impl Command for StaffingRequest {
    const NAME: &'static str = "staffing.request";
    const TITLE: &'static str = "Ask HR for a person";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = StaffingRequested;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        managed(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<StaffingRequested>> {
        let p = managed(tx, self.project)?;
        may_request(tx, &p)?;
        let wanted = Wanted {
            role: &self.role,
            skills: &self.skills,
            allocation_percent: self.allocation_percent,
            from_on: self.from_on.unwrap_or(p.start_on),
            to_on: self.to_on.unwrap_or(p.end_on),
        };
        let request = raise(tx, p.id, &wanted)?;
        Ok(done(StaffingRequested { request })
            .fact("project", p.name)
            .fact("role", self.role.trim())
            .fact("percent", self.allocation_percent))
    }
}

/// HR sees the requests of every project; the others only of those they see.
fn need_request(reader: &Reader<'_>, id: StaffingRequestId) -> Result<Request> {
    let r = request(reader, id)?;
    if visible(reader, r.project)? {
        return Ok(r);
    }
    Err(StaffingError::Missing { request: id.to_string() }.into())
}

fn advance(tx: &Tx<'_>, r: &Request, verb: Verb, reason: &str) -> Result<()> {
    let to = after(r.state, verb)?;
    tx.write(
        "UPDATE staffing_requests SET state = ?2, reason = ?3, decided_by = ?4, decided_at = ?5
         WHERE id = ?1",
        params![r.id, to, reason, tx.actor.id, tx.now],
    )?;
    Ok(())
}

/// HR agrees.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffingApprove {
    pub request: StaffingRequestId,
}

impl Command for StaffingApprove {
    const NAME: &'static str = "staffing.approve";
    const TITLE: &'static str = "Approve a staffing request";
    const NEEDS: Permission = permissions::STAFFING_DECIDE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_request(reader, self.request).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let r = need_request(tx, self.request)?;
        may_step(&project(tx, r.project)?, r.state, Verb::Approve)?;
        advance(tx, &r, Verb::Approve, "")?;
        Ok(done(Nothing {}).fact("project", project(tx, r.project)?.name).fact("role", r.role))
    }
}

/// HR cannot.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffingDecline {
    pub request: StaffingRequestId,
    pub reason: String,
}

impl Command for StaffingDecline {
    const NAME: &'static str = "staffing.decline";
    const TITLE: &'static str = "Decline a staffing request";
    const NEEDS: Permission = permissions::STAFFING_DECIDE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_request(reader, self.request).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let r = need_request(tx, self.request)?;
        may_step(&project(tx, r.project)?, r.state, Verb::Decline)?;
        need_text("reason", &self.reason, 2_000)?;
        advance(tx, &r, Verb::Decline, self.reason.trim())?;
        Ok(done(Nothing {})
            .fact("project", project(tx, r.project)?.name)
            .fact("role", r.role)
            .fact("reason", self.reason.trim()))
    }
}

/// Puts a person on a project, for an approved request.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffingAssign {
    pub request: StaffingRequestId,
    pub person: PersonId,
    /// HR only: why this person may be booked over 100 %.
    #[serde(default)]
    pub override_reason: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct StaffingAssigned {
    pub assignment: AssignmentId,
}

fn bookings(reader: &Reader<'_>, person: PersonId) -> Result<Vec<Booking>> {
    reader.all(
        "SELECT s.from_on, s.to_on, s.allocation_percent FROM assignments s
         JOIN projects p ON p.id = s.project_id
         WHERE s.person_id = ?1 AND p.stage NOT IN ('completed', 'archived', 'cancelled')
         ORDER BY s.from_on, s.id",
        [person],
        |r| Ok(Booking { from_on: r.get(0)?, to_on: r.get(1)?, percent: r.get(2)? }),
    )
}

impl Command for StaffingAssign {
    const NAME: &'static str = "staffing.assign";
    const TITLE: &'static str = "Assign a person";
    const NEEDS: Permission = permissions::STAFFING_ASSIGN;
    type Outcome = StaffingAssigned;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        let r = need_request(reader, self.request)?;
        need_placer(reader, &project(reader, r.project)?)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<StaffingAssigned>> {
        let r = need_request(tx, self.request)?;
        may_assign(tx, r.state, &project(tx, r.project)?)?;
        let name = name_of(tx, self.person)?;
        let able = people_with_permission(tx, permissions::PROJECT_WORK)?;
        if !able.iter().any(|p| p.0 == self.person) {
            return Err(StaffingError::NotAble { person: name }.into());
        }
        advance(tx, &r, Verb::Assign, "")?;
        let new = Booking { from_on: r.from_on, to_on: r.to_on, percent: r.allocation_percent };
        let reason = self.override_reason.as_deref().map_or("", str::trim);
        if let Some((week, percent)) = over_booked(&bookings(tx, self.person)?, new) {
            if reason.is_empty() {
                return Err(StaffingError::OverBooked { person: name, week, percent }.into());
            }
            if !tx.actor.may(permissions::STAFFING_DECIDE) {
                return Err(StaffingError::OverrideNeedsHr.into());
            }
            need_text("override_reason", reason, 2_000)?;
        }
        let assignment: AssignmentId = tx.new_id();
        tx.write(
            "INSERT INTO assignments (id, project_id, request_id, person_id, role,
                 allocation_percent, from_on, to_on, override_reason, assigned_by, assigned_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            params![
                assignment,
                r.project,
                r.id,
                self.person,
                r.role,
                r.allocation_percent,
                r.from_on,
                r.to_on,
                reason,
                tx.actor.id,
                tx.now
            ],
        )?;
        Ok(done(StaffingAssigned { assignment })
            .fact("person", name)
            .fact("project", project(tx, r.project)?.name)
            .fact("percent", r.allocation_percent))
    }
}

/// Ends an assignment: from the day after its last one the person holds nothing of the project.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StaffingRelease {
    pub assignment: AssignmentId,
    /// The last day on the project.
    pub last_on: Date,
}

impl Command for StaffingRelease {
    const NAME: &'static str = "staffing.release";
    const TITLE: &'static str = "Release a person from a project";
    const NEEDS: Permission = permissions::STAFFING_ASSIGN;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        let (p, ..) = assignment(reader, self.assignment)?;
        need_placer(reader, &project(reader, p)?)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (id, person, from_on, to_on) = assignment(tx, self.assignment)?;
        let p = project(tx, id)?;
        may_release(tx, &p)?;
        let mut v = Validation::new();
        v.check_from(self.last_on, "last_on", from_on);
        // A late project goes on beyond what was booked.
        v.check(self.last_on > to_on.max(tx.today()), "last_on", "dates.reversed");
        v.finish()?;
        tx.write(
            "UPDATE assignments SET to_on = min(to_on, ?2), released_on = ?2 WHERE id = ?1",
            params![self.assignment, self.last_on],
        )?;
        Ok(done(Nothing {})
            .fact("person", name_of(tx, person)?)
            .fact("project", p.name)
            .fact("on", self.last_on))
    }
}

fn assignment(reader: &Reader<'_>, id: AssignmentId) -> Result<(ProjectId, PersonId, Date, Date)> {
    let missing = || StaffingError::AssignmentMissing { assignment: id.to_string() };
    let found: (ProjectId, PersonId, Date, Date) = reader
        .maybe(
            "SELECT project_id, person_id, from_on, to_on FROM assignments WHERE id = ?1",
            [id],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
        )?
        .ok_or_else(missing)?;
    if visible(reader, found.0)? { Ok(found) } else { Err(missing().into()) }
}
