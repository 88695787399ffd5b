//! A stored file put where readers that want a path can read it.

use super::ReadError;
use crate::aside;
use crate::backup::create_private;
use crate::files::io_error;
use crate::folder::{Session, Workspace};
use netra_kernel::{Error, Id, Result};
use rusqlite::OptionalExtension;
use std::path::PathBuf;

/// The plain bytes of a stored file in a folder that only this person reads. Gone when dropped, and
/// after a kill with the next opening.
pub(super) struct Aside {
    pub file: PathBuf,
    _folder: aside::Aside,
}

impl Aside {
    /// Only what one has added oneself: an import must not be a way to read others' files.
    pub fn of(workspace: &Workspace, session: &Session, id: Id) -> Result<Aside> {
        let found: Option<(String, String)> = workspace
            .writer()
            .query_row(
                "SELECT lower(hex(sha256)), name FROM files WHERE id = ?1 AND added_by = ?2",
                (id, session.actor),
                |r| Ok((r.get(0)?, r.get(1)?)),
            )
            .optional()?;
        let (sha256, name) =
            found.ok_or_else(|| Error::from(ReadError::NoFile { file: id.to_string() }))?;
        let folder = aside::Aside::new(workspace.root())?;
        let plain: String = name
            .chars()
            .map(|c| if "/\\:".contains(c) || c.is_control() { '-' } else { c })
            .collect();
        // Beside the lock's name there is none that it could not have.
        let name = match plain.trim_matches('.') {
            "" | "lock" => "file".to_owned(),
            _ => plain,
        };
        let file = folder.path(&name);
        let mut out = create_private(&file).map_err(io_error)?;
        workspace.files().copy_to(&sha256, &mut out)?;
        Ok(Aside { file, _folder: folder })
    }
}
