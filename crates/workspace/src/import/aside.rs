//! A stored file put where readers that want a path can read it.

use super::ReadError;
use crate::files::io_error;
use crate::folder::{Session, Workspace};
use netra_kernel::{Error, Id, Result};
use rusqlite::OptionalExtension;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The plain bytes of a stored file in a folder that only this person reads, for readers that want
/// a path. Gone when dropped.
pub(super) struct Aside {
    folder: PathBuf,
    pub file: PathBuf,
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
        let folder = workspace.root().join(format!(".import-{}", workspace.host().new_id()?));
        private_folder(&folder)?;
        let plain: String = name
            .chars()
            .map(|c| if "/\\:".contains(c) || c.is_control() { '-' } else { c })
            .collect();
        let name = if plain.trim_matches('.').is_empty() { "file".to_owned() } else { plain };
        let aside = Aside { file: folder.join(name), folder };
        let mut out = File::create_new(&aside.file).map_err(io_error)?;
        workspace.files().copy_to(&sha256, &mut out)?;
        Ok(aside)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // Best effort: the import itself has ended.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn private_folder(folder: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(io_error)
}
