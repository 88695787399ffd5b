//! A private place inside a folder, the workspace's or a program's own, for what must not be seen
//! half made, or in clear for longer than the work takes.
//!
//! Invariant: the place goes when its work ends, however it ends: when dropped, and after a kill
//! with the next [`sweep`] (the next opening of the workspace, `netra doctor --repair`, the next
//! start), because a lock that the system lets go with the program tells that nobody works in it.
//! Invariant: the lock is the first that is in it and the last that leaves it, so that what could
//! not be removed at once is still known as left behind.

use crate::WorkspaceError;
use crate::backup::create_private_folder;
use crate::files::io_error;
use crate::host::random_hex;
use crate::wiped;
use netra_kernel::{Error, Result};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

const PREFIX: &str = ".aside-";
const LOCK: &str = "lock";
/// Tries to make a place before somebody who cleans up.
const TRIES: usize = 8;

/// A folder that only its owner enters; gone when dropped.
pub struct Aside {
    folder: PathBuf,
    /// Held for as long as somebody works in here.
    _lock: File,
}

impl Aside {
    /// A new one in a folder that is there.
    /// # Errors
    /// Storage errors.
    pub fn new(root: &Path) -> Result<Aside> {
        for _ in 0..TRIES {
            let tag = random_hex(12)?;
            let folder = root.join(format!("{PREFIX}{tag}"));
            match locked(&folder) {
                Ok(lock) => return Ok(Aside { folder, _lock: lock }),
                // Somebody found it before it was locked, and took it for a thing left behind.
                Err(e) if e.kind() == io::ErrorKind::NotFound && root.is_dir() => {}
                Err(e) => return Err(io_error(e)),
            }
        }
        Err(Error::internal("no place could be made that stayed"))
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // Best effort: what is left goes with the next sweep.
        let _ = remove(&self.folder);
    }
}

/// Removes a place and what is in it, the lock last: another program may have a file open that some
/// systems keep then.
fn remove(folder: &Path) -> io::Result<()> {
    let mut removed = Ok(());
    for entry in fs::read_dir(folder)?.flatten() {
        let gone = match entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            true => fs::remove_dir_all(entry.path()),
            false if entry.file_name() == LOCK => Ok(()),
            false => fs::remove_file(entry.path()),
        };
        // One that stays keeps no other.
        removed = removed.and(gone);
    }
    removed?;
    fs::remove_file(folder.join(LOCK))?;
    fs::remove_dir(folder)
}

/// A new workspace wants a folder that is empty or does not exist.
/// # Errors
/// `workspace.folder_taken`.
pub(crate) fn must_be_free(root: &Path) -> Result<()> {
    // What an earlier try left when it was killed is nobody's.
    sweep(root);
    // A copy that was removed from here is no longer what is to be told.
    let other = |entry: fs::DirEntry| entry.file_name() != wiped::MARK;
    let taken = fs::read_dir(root).is_ok_and(|d| d.flatten().any(other));
    match taken || root.is_file() {
        true => Err(WorkspaceError::FolderTaken { folder: root.display().to_string() }.into()),
        false => Ok(()),
    }
}

/// The same, and that a workspace can be made there, before anything else depends on it.
/// # Errors
/// `workspace.folder_taken`, `storage.failed`, `storage.full`.
pub(crate) fn has_place(root: &Path) -> Result<()> {
    must_be_free(root)?;
    let was_there = root.exists();
    create_private_folder(root).map_err(io_error)?;
    let tried = Aside::new(root).map(drop);
    if !was_there {
        // Empty again; whether it can be made is what was asked.
        let _ = fs::remove_dir(root);
    }
    tried
}

fn locked(folder: &Path) -> io::Result<File> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let place = folder.join(LOCK);
    let lock = File::create_new(&place)?;
    // Where files cannot be locked nobody else can lock this one either, and it is left alone.
    let _ = lock.lock();
    if place.exists() { Ok(lock) } else { Err(io::ErrorKind::NotFound.into()) }
}

/// Places that nobody works in any more, each with its lock.
fn abandoned(root: &Path) -> Vec<(PathBuf, Option<File>)> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let places = entries.filter(|e| e.file_name().to_string_lossy().starts_with(PREFIX));
    let free = |path: PathBuf| match File::open(path.join(LOCK)) {
        Ok(lock) => lock.try_lock().is_ok().then_some((path, Some(lock))),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Some((path, None)),
        Err(_) => None,
    };
    places.filter_map(|e| free(e.path())).collect()
}

/// How many places were left behind.
pub(crate) fn left_behind(root: &Path) -> usize {
    abandoned(root).len()
}

/// Removes what was left behind; gives how many places that were.
pub fn sweep(root: &Path) -> usize {
    let removed = |(path, lock): (PathBuf, Option<File>)| match lock {
        Some(_) => remove(&path).is_ok(),
        // Not locked yet, or locked by nobody: only when nothing is in it.
        None => fs::remove_dir(path).is_ok(),
    };
    abandoned(root).into_iter().map(removed).filter(|done| *done).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_nobody_holds_is_swept() {
        let dir = tempfile::tempdir().unwrap();
        let held = Aside::new(dir.path()).unwrap();
        fs::write(held.path("plain.csv"), "Asha").unwrap();
        assert_eq!((left_behind(dir.path()), sweep(dir.path())), (0, 0));
        assert!(held.path("plain.csv").exists());

        // A program that was killed let go of its lock and left the rest.
        let dead = dir.path().join(format!("{PREFIX}00"));
        fs::create_dir(&dead).unwrap();
        fs::write(dead.join(LOCK), "").unwrap();
        fs::write(dead.join("plain.csv"), "Ravi").unwrap();
        fs::create_dir(dir.path().join(format!("{PREFIX}01"))).unwrap();
        fs::write(dir.path().join("workspace.json"), "{}").unwrap();
        assert_eq!((left_behind(dir.path()), sweep(dir.path())), (2, 2));
        assert!(!dead.exists() && held.path("plain.csv").exists());

        fs::create_dir_all(held.path("deeper/still")).unwrap();
        drop(held);
        let left: Vec<_> = fs::read_dir(dir.path()).unwrap().flatten().collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }

    #[cfg(unix)]
    #[test]
    fn others_do_not_look_in() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let aside = Aside::new(dir.path()).unwrap();
        assert_eq!(fs::metadata(aside.folder()).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
