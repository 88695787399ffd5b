//! A copy that is removed because its server said so, and what is left to say that; or because it
//! was given up before anything was in it.
//!
//! Invariant: the key goes first, so that what a disk may still hold of the rest opens for nobody.
//! Invariant: only what a workspace puts into its folder is removed, by name; a file of somebody
//! else's that lies there stays.
//! Invariant: a removal that was cut off is finished before anything is opened, and only for the
//! workspace that the mark names.

use crate::WorkspaceError;
use crate::aside;
use crate::files::io_error;
use crate::folder::{
    DATABASE, MANIFEST, Manifest, Workspace, create_private, read_manifest, sync_folder,
};
use crate::import;
use crate::key::{self, Protection};
use crate::packs::PACKS;
use crate::waiting;
use netra_kernel::{Error, Result};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

/// The file that stays.
pub(crate) const MARK: &str = "wiped.json";

/// What `wiped.json` says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// The workspace's id, as its manifest had it.
    pub id: String,
    /// Who said so.
    pub server: String,
    /// Its name there.
    pub workspace: String,
    /// Ms since 1970.
    pub at: i64,
    /// Commands that had not been handed in, and are gone.
    pub unsent: u32,
    /// PEM of authorities to trust beside those of the system.
    pub certificates: Option<String>,
    /// By which the server knows which device says that it is done; None once it has heard that.
    pub receipt: Option<String>,
}

/// None when nothing was removed here.
#[must_use]
pub fn mark(root: &Path) -> Option<Mark> {
    serde_json::from_slice(&fs::read(root.join(MARK)).ok()?).ok()
}

/// Writes the mark whole or not at all.
/// # Errors
/// Storage errors.
pub(crate) fn keep_mark(root: &Path, mark: &Mark) -> Result<()> {
    let aside = root.join("wiped.json.new");
    let _ = fs::remove_file(&aside);
    let mut file = create_private(&aside).map_err(io_error)?;
    file.write_all(&serde_json::to_vec_pretty(mark)?)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&aside, root.join(MARK)))
        .map_err(io_error)?;
    sync_folder(&root.join(MARK));
    Ok(())
}

/// Before a folder is opened: one whose copy was removed says so, once the last of it is gone.
/// # Errors
/// `workspace.wiped`; storage errors.
pub(crate) fn refuse(root: &Path) -> Result<()> {
    let Some(mark) = mark(root) else { return Ok(()) };
    match read_manifest(root) {
        // Another one has been put here since.
        Ok(manifest) if manifest.id != mark.id => return Ok(()),
        Ok(manifest) => forget_keys(&manifest),
        // What it is cannot be read, so it is not ours to remove.
        Err(e) if e.code() != "workspace.wiped" => return Ok(()),
        Err(_) => {}
    }
    remove(root)?;
    Err(said(&mark))
}

pub(crate) fn said(mark: &Mark) -> Error {
    let (server, workspace) = (mark.server.clone(), mark.workspace.clone());
    WorkspaceError::Wiped { server, workspace, unsent: mark.unsent }.into()
}

fn forget_keys(manifest: &Manifest) {
    if manifest.protection == Protection::Keychain {
        key::forget_secret(&crate::remote::tokens_name(&manifest.id));
    }
    key::forget(&manifest.id, &manifest.protection);
}

fn gone(done: std::io::Result<()>) -> Result<()> {
    match done {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(io_error(e)),
        _ => Ok(()),
    }
}

/// The manifest may hold the wrapped key.
fn remove_manifest(root: &Path) -> Result<()> {
    gone(fs::remove_file(root.join(MANIFEST)))?;
    sync_folder(&root.join(MANIFEST));
    Ok(())
}

/// What a workspace puts into its folder: the manifest first, and last the lock, so that whoever
/// removes it and holds that is alone with it until nothing is left.
fn remove(root: &Path) -> Result<()> {
    remove_manifest(root)?;
    for suffix in ["", "-wal", "-shm", "-journal"] {
        gone(fs::remove_file(root.join(format!("{DATABASE}{suffix}"))))?;
    }
    gone(fs::remove_file(root.join("workspace.json.new")))?;
    for place in import::left_behind(root).into_iter().chain(waiting::left_behind(root)) {
        gone(fs::remove_file(place))?;
    }
    for name in ["files", "transfers", PACKS] {
        gone(fs::remove_dir_all(root.join(name)))?;
    }
    aside::sweep(root);
    gone(fs::remove_file(root.join("sync.lock")))?;
    sync_folder(&root.join(MARK));
    Ok(())
}

/// Removes a copy that is not open: keys, database, files, packs. What is left is the mark.
/// # Errors
/// Storage errors; then the rest goes when somebody opens the folder.
pub(crate) fn remove_unread(root: &Path, manifest: &Manifest, mark: &Mark) -> Result<()> {
    keep_mark(root, mark)?;
    forget_keys(manifest);
    remove(root)
}

impl Workspace {
    /// Removes this copy for good: keys, database, files, packs. What is left is the mark.
    /// # Errors
    /// Storage errors; then the rest goes when somebody opens the folder.
    pub(crate) fn remove_for_good(&self, mark: &Mark) -> Result<()> {
        keep_mark(self.root(), mark)?;
        self.remove_keys()?;
        self.remove_rest()
    }

    /// Closes this copy for good and removes what opens it: nobody makes a workspace of the rest.
    /// # Errors
    /// Storage errors.
    pub(crate) fn remove_keys(&self) -> Result<()> {
        self.is_gone.store(true, Ordering::SeqCst);
        forget_keys(self.manifest());
        // Closed: what is open can not be removed everywhere.
        self.readers.lock().unwrap_or_else(PoisonError::into_inner).clear();
        *self.writer() = Connection::open_in_memory()?;
        remove_manifest(self.root())
    }

    /// Removes what is left without its keys; a mark stays where there is one.
    /// # Errors
    /// Storage errors; what is left then is no workspace any more.
    pub(crate) fn remove_rest(&self) -> Result<()> {
        remove(self.root())
    }

    /// Another program over the same folder may have been the one that was told to remove it. Then
    /// it is gone for this one too.
    pub(crate) fn look_for_mark(&self) {
        if mark(self.root()).is_some_and(|mark| mark.id == self.manifest().id) {
            self.is_gone.store(true, Ordering::SeqCst);
        }
    }

    /// # Errors
    /// `workspace.wiped` once this copy has been removed.
    pub(crate) fn is_still_here(&self) -> Result<()> {
        if !self.is_gone.load(Ordering::SeqCst) {
            return Ok(());
        }
        let none = || Error::from(WorkspaceError::NotFound { folder: String::new() });
        Err(mark(self.root()).map_or_else(none, |mark| said(&mark)))
    }
}
