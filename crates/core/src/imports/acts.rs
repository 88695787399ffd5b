//! The rules of what is done to an import, and the acts that it offers by them.

use super::ImportError;
use super::commands::ImportUndo;
use super::store::Import;
use crate::acts::{Act, Acts};
use netra_kernel::{Reader, Result};

/// What an import offers to the asker.
/// # Errors
/// Storage errors.
pub(super) fn acts(reader: &Reader<'_>, import: &Import) -> Result<Vec<Act>> {
    Ok(Acts::of(reader).when::<ImportUndo>(|| may_undo(import))?.list())
}

/// One that is under way, or was cut off, too: its next rows are refused.
/// # Errors
/// `import.undone`.
pub(super) fn may_undo(import: &Import) -> Result<()> {
    if import.state == "undone" { Err(ImportError::Undone.into()) } else { Ok(()) }
}
