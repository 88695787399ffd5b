//! Whether a person may see a row, asked by its id alone (history, files). Each feature answers
//! for its own tables.

use crate::history::HistoryError;
use netra_kernel::{Id, Reader, Result};

/// A feature's answer: None when the id is not one of its rows.
type Answer = fn(&Reader<'_>, Id) -> Result<Option<bool>>;

const FEATURES: &[Answer] = &[
    workspace,
    crate::companies::visible,
    crate::deals::visible,
    crate::agreements::visible,
    crate::leads::visible,
];

/// People, roles and settings are seen by every member.
fn workspace(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    let known = reader.exists(
        "SELECT 1 FROM people WHERE id = ?1 UNION ALL SELECT 1 FROM roles WHERE id = ?1
         UNION ALL SELECT 1 FROM settings WHERE id = ?1",
        [id],
    )?;
    Ok(known.then_some(true))
}

/// # Errors
/// `history.nothing_there` when no such row exists, or this person may not see it.
pub fn need(reader: &Reader<'_>, id: Id) -> Result<()> {
    for feature in FEATURES {
        match feature(reader, id)? {
            Some(true) => return Ok(()),
            Some(false) => break,
            None => {}
        }
    }
    Err(HistoryError::NothingThere.into())
}
