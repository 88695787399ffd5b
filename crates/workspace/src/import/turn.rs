//! One import of a file at a time, whichever window or program it runs in.
//!
//! Invariant: the system lets the lock go with the program, so that an import that was killed can
//! go on at once.
//! Invariant: a file's lock is made, taken and removed only by whoever holds [`GATE`], which stays:
//! nobody locks a file that another has just removed.

use super::ReadError;
use crate::files::io_error;
use netra_kernel::Result;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Held for a moment around what is done with the others.
const GATE: &str = "import.lock";
const PREFIX: &str = ".import-";
const SUFFIX: &str = ".lock";

/// The right to import one file; given back when dropped.
pub struct Turn {
    root: PathBuf,
    place: PathBuf,
    lock: Option<File>,
}

impl Turn {
    /// # Errors
    /// `import.elsewhere` while somebody else has it, storage errors.
    pub(super) fn take(root: &Path, sha256: &str, file_name: &str) -> Result<Turn> {
        let tag = sha256.get(..16).unwrap_or(sha256);
        let place = root.join(format!("{PREFIX}{tag}{SUFFIX}"));
        let _gate = gate(root).map_err(io_error)?;
        let lock = opened(&place).map_err(io_error)?;
        match lock.try_lock() {
            Err(TryLockError::WouldBlock) => {
                Err(ReadError::Elsewhere { file: file_name.to_owned() }.into())
            }
            // Where files cannot be locked, the core's own count of rows still takes none twice.
            _ => Ok(Turn { root: root.to_owned(), place, lock: Some(lock) }),
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        // Best effort: one that stays is empty, and the next import of the file takes it up.
        let Ok(_gate) = gate(&self.root) else { return };
        self.lock = None;
        let _ = fs::remove_file(&self.place);
    }
}

fn opened(place: &Path) -> io::Result<File> {
    File::options().create(true).truncate(false).write(true).open(place)
}

fn gate(root: &Path) -> io::Result<File> {
    let gate = opened(&root.join(GATE))?;
    // Where files cannot be locked there is nothing to be gained by it.
    let _ = gate.lock();
    Ok(gate)
}

/// What imports leave in a workspace's folder.
pub(crate) fn left_behind(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let is_ours = |name: &str| {
        let tag = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
        name == GATE || tag.is_some_and(|tag| tag.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    entries.filter(|e| is_ours(&e.file_name().to_string_lossy())).map(|e| e.path()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const FILE: &str = "0123456789abcdef0123";

    #[test]
    fn never_two_at_once_however_they_come_and_go() {
        let dir = tempfile::tempdir().unwrap();
        let (holders, turns, start) = (AtomicUsize::new(0), AtomicUsize::new(0), Barrier::new(4));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    start.wait();
                    for _ in 0..500 {
                        let Ok(turn) = Turn::take(dir.path(), FILE, "a.csv") else { continue };
                        assert_eq!(holders.fetch_add(1, Ordering::SeqCst), 0);
                        turns.fetch_add(1, Ordering::SeqCst);
                        std::thread::yield_now();
                        holders.fetch_sub(1, Ordering::SeqCst);
                        drop(turn);
                    }
                });
            }
        });
        assert!(turns.into_inner() > 0);
        let names: Vec<_> = left_behind(dir.path());
        assert_eq!(names, [dir.path().join(GATE)]);
    }

    #[test]
    fn two_files_are_imported_side_by_side() {
        let dir = tempfile::tempdir().unwrap();
        let one = Turn::take(dir.path(), FILE, "a.csv").unwrap();
        let _other = Turn::take(dir.path(), "ff", "b.csv").unwrap();
        let again = Turn::take(dir.path(), FILE, "a.csv");
        assert_eq!(again.err().unwrap().code(), "import.elsewhere");
        drop(one);
        fs::write(dir.path().join(".import-of mine.lock"), "").unwrap();
        assert_eq!(left_behind(dir.path()).len(), 2, "the gate, and the one that is held");
        Turn::take(dir.path(), FILE, "a.csv").unwrap();
    }
}
