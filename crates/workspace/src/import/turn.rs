//! One import of a file at a time, whichever window or program it runs in.
//!
//! Invariant: the system lets the lock go with the program, so that an import that was killed can
//! go on at once.

use super::ReadError;
use crate::files::io_error;
use netra_kernel::Result;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

/// The right to import one file; given back when dropped.
pub struct Turn {
    place: PathBuf,
    _lock: File,
}

impl Turn {
    /// # Errors
    /// `import.elsewhere` while somebody else has it, storage errors.
    pub(super) fn take(root: &Path, sha256: &str, file_name: &str) -> Result<Turn> {
        let tag = sha256.get(..16).unwrap_or(sha256);
        let place = root.join(format!(".import-{tag}.lock"));
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&place)
            .map_err(io_error)?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => {
                Err(ReadError::Elsewhere { file: file_name.to_owned() }.into())
            }
            // Where files cannot be locked, the core's own count of rows still takes none twice.
            _ => Ok(Turn { place, _lock: lock }),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Best effort: one that stays is empty, and the next import of the file takes it up.
        let _ = fs::remove_file(&self.place);
    }
}
