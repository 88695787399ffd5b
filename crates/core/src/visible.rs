//! Whether a person may see a row, asked by its id alone (history, files). Each feature answers
//! for its own tables.

use crate::history::HistoryError;
use crate::projects::ProjectId;
use netra_kernel::{Id, Reader, Result};

/// A feature's answer: None when the id is not one of its rows.
type Answer = fn(&Reader<'_>, Id) -> Result<Option<bool>>;

const FEATURES: &[Answer] = &[
    workspace,
    crate::settings::visible,
    crate::companies::visible,
    crate::deals::visible,
    crate::agreements::visible,
    crate::payments::visible,
    crate::quotes::visible,
    crate::leads::visible,
    crate::imports::visible,
    crate::invoices::visible,
    crate::calls::visible,
    projects,
];

/// People and roles are seen by every member.
fn workspace(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    Ok(is_of_people(reader, id)?.then_some(true))
}

/// Whether a row is a person or a role. That they are seen says nothing of what they have to do
/// with.
/// # Errors
/// Storage errors.
pub(crate) fn is_of_people(reader: &Reader<'_>, id: Id) -> Result<bool> {
    reader.exists(
        "SELECT 1 FROM people WHERE id = ?1 UNION ALL SELECT 1 FROM roles WHERE id = ?1",
        [id],
    )
}

/// Whatever belongs to a project is seen by whoever sees the project.
fn projects(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    let project: Option<ProjectId> = reader.value(
        "SELECT id FROM projects WHERE id = ?1
         UNION ALL SELECT project_id FROM meetings WHERE id = ?1
         UNION ALL SELECT project_id FROM milestones WHERE id = ?1
         UNION ALL SELECT project_id FROM deliverables WHERE id = ?1
         UNION ALL SELECT project_id FROM signoffs WHERE id = ?1
         UNION ALL SELECT project_id FROM change_requests WHERE id = ?1
         UNION ALL SELECT project_id FROM staffing_requests WHERE id = ?1
         UNION ALL SELECT project_id FROM assignments WHERE id = ?1
         UNION ALL SELECT project_id FROM progress_reports WHERE id = ?1
         UNION ALL SELECT project_id FROM feedback WHERE id = ?1
         UNION ALL SELECT p.id FROM sow_items i JOIN agreements a ON a.sow_id = i.sow_id
             JOIN projects p ON p.agreement_id = a.id WHERE i.id = ?1
         UNION ALL SELECT p.id FROM projects p WHERE p.kickoff_request_id = ?1",
        [id],
    )?;
    if let Some(project) = project {
        return crate::projects::visible(reader, project).map(Some);
    }
    crate::kickoffs::visible_by_id(reader, id)
}

/// Whether this person may see a row; false also when there is none.
/// # Errors
/// Storage errors.
pub fn may_see(reader: &Reader<'_>, id: Id) -> Result<bool> {
    for feature in FEATURES {
        if let Some(answer) = feature(reader, id)? {
            return Ok(answer);
        }
    }
    Ok(false)
}

/// # Errors
/// `history.nothing_there` when no such row exists, or this person may not see it.
pub fn need(reader: &Reader<'_>, id: Id) -> Result<()> {
    match may_see(reader, id)? {
        true => Ok(()),
        false => Err(HistoryError::NothingThere.into()),
    }
}
