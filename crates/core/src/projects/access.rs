//! Who sees a project, and who may act on it.
//!
//! Invariant: somebody who may not see a project learns nothing of it, not even that it exists.
//! Invariant: an assignment counts, for reading as for working, until the person is released; from
//! the day after, they hold nothing of the project. It counts before its first day, so that people
//! can prepare, and after the planned last one, so that a late project keeps its people.
//! Invariant: which day that is, is not for a command to say: it is the day of whoever decides.

use super::{Project, ProjectError, ProjectId, project};
use crate::people::name_of;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Date, Reader, Result};

/// Whether an assignment `s` still counts on a day.
pub(crate) fn is_on_it(day: Date) -> String {
    format!("ifnull(s.released_on, '9999') >= '{day}'")
}

/// Whether a person (a parameter, `?2`) manages, sold or is on a project on a day, for a statement
/// over `projects p JOIN agreements a`.
pub(crate) fn concerned(person: &str, day: Date) -> String {
    format!(
        "(p.pm_id = {person} OR a.owner_id = {person} OR EXISTS (SELECT 1 FROM assignments s
          WHERE s.project_id = p.id AND s.person_id = {person} AND {}))",
        is_on_it(day)
    )
}

/// The same rule as [`visible`] for a statement over `projects p JOIN agreements a`: ?1 is whether
/// this person sees every project, ?2 is this person.
pub(crate) fn seen(reader: &Reader<'_>) -> String {
    format!("(?1 OR {})", concerned("?2", reader.rights_day()))
}

/// True for its manager, those on it, whoever sold it, and those who see all projects.
/// # Errors
/// Storage errors.
pub fn visible(reader: &Reader<'_>, id: ProjectId) -> Result<bool> {
    if reader.actor.may(permissions::PROJECT_READ_ALL) {
        return reader.exists("SELECT 1 FROM projects WHERE id = ?1", [id]);
    }
    if !reader.actor.may(permissions::PROJECT_READ) {
        return Ok(false);
    }
    reader.exists(
        &format!(
            "SELECT 1 FROM projects p JOIN agreements a ON a.id = p.agreement_id
             WHERE p.id = ?1 AND {}",
            concerned("?2", reader.rights_day())
        ),
        params![id, reader.actor.id],
    )
}

/// Whether totals, instalments and payments of projects are shown to this person: to whoever may
/// see payments, so not to consultants, nor to HR.
pub fn sees_money(reader: &Reader<'_>) -> bool {
    reader.actor.may(permissions::PAYMENT_READ)
}

/// Whether this person is told how the payments of projects stand, be it in numbers alone: whoever
/// has them on their device. For everybody else nothing is computed of them, on the server neither,
/// so that a device never takes what it does not have for what is not owed.
pub(crate) fn knows_money(reader: &Reader<'_>) -> bool {
    crate::scopes::holds_money(reader.actor)
}

/// The project, for somebody who may see it.
/// # Errors
/// `project.not_found`.
pub fn readable(reader: &Reader<'_>, id: ProjectId) -> Result<Project> {
    if !visible(reader, id)? {
        return Err(ProjectError::Missing { project: id.to_string() }.into());
    }
    project(reader, id)
}

/// The project, for its manager (or somebody who may manage any).
/// # Errors
/// `project.not_found`, `project.not_manager`.
pub fn managed(reader: &Reader<'_>, id: ProjectId) -> Result<Project> {
    let found = readable(reader, id)?;
    need_manager(reader, &found)?;
    Ok(found)
}

fn manages(reader: &Reader<'_>, p: &Project) -> bool {
    p.pm.0 == reader.actor.id || reader.actor.may(permissions::PROJECT_MANAGE_ANY)
}

/// # Errors
/// `project.not_manager`.
pub(crate) fn need_manager(reader: &Reader<'_>, p: &Project) -> Result<()> {
    if manages(reader, p) {
        return Ok(());
    }
    let pm = name_of(reader, p.pm)?;
    Err(ProjectError::NotManager { project: p.name.clone(), pm }.into())
}

/// The project, for its manager and those on it.
/// # Errors
/// `project.not_found`, `project.not_yours`.
pub fn worked_on(reader: &Reader<'_>, id: ProjectId) -> Result<Project> {
    let found = readable(reader, id)?;
    need_worker(reader, &found)?;
    Ok(found)
}

/// # Errors
/// `project.not_yours`.
pub(crate) fn need_worker(reader: &Reader<'_>, p: &Project) -> Result<()> {
    let works = manages(reader, p)
        || reader.exists(
            &format!(
                "SELECT 1 FROM assignments s WHERE s.project_id = ?1 AND s.person_id = ?2 AND {}",
                is_on_it(reader.rights_day())
            ),
            params![p.id, reader.actor.id],
        )?;
    if works { Ok(()) } else { Err(ProjectError::NotYours { project: p.name.clone() }.into()) }
}
