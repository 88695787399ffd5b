//! Finished packs on this machine: where one lies, and its folder in the system's file manager.
//!
//! Invariant: only a folder is ever opened, and for a page only one that holds a pack (or a pack's
//! ZIP): it cannot make the system run or open anything else.

use crate::WorkspaceError;
use crate::folder::{Session, Workspace};
use crate::jobs::Ticket;
use crate::packs::{PACKS, zip_beside};
use netra_documents::pack;
use netra_kernel::{Error, Kind, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Show {
    /// A pack's folder or ZIP, as `pack.build` named it.
    #[serde(default)]
    path: Option<PathBuf>,
    /// Or a pack by the hash of its manifest, as `pack.list` has it.
    #[serde(default)]
    manifest_sha256: Option<String>,
}

/// Where a pack lies on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    pub folder: PathBuf,
    /// The ZIP beside it, where one was made and is still there.
    pub zip: Option<PathBuf>,
}

/// Finds a pack beside the data. Only one that was recorded here and may be seen is looked for.
/// # Errors
/// `pack.not_here`; what `pack.known` refuses.
pub fn pack_here(workspace: &Workspace, session: &Session, manifest_sha256: &str) -> Result<Here> {
    let not_here = || Error::from(WorkspaceError::PackNotHere);
    let asked = json!({ "manifest_sha256": manifest_sha256 });
    if workspace.ask(session, "pack.known", &asked)?["pack"].is_null() {
        return Err(not_here());
    }
    let packs = fs::read_dir(workspace.root().join(PACKS)).map_err(|_| not_here())?;
    // What begins with a dot is being built.
    let built = packs.flatten().filter(|e| !e.file_name().to_string_lossy().starts_with('.'));
    let is_it = |folder: &PathBuf| {
        fs::read(folder.join(pack::MANIFEST)).is_ok_and(|text| {
            hex::encode(Sha256::digest(text)).eq_ignore_ascii_case(manifest_sha256)
        })
    };
    let folder = built.map(|entry| entry.path()).find(is_it).ok_or_else(not_here)?;
    let zip = Some(zip_beside(&folder)).filter(|zip| is_same_pack(zip, &folder));
    Ok(Here { folder, zip })
}

/// Whether a ZIP holds the pack that this folder is. One of the same name may be left of an
/// earlier pack, made for other readers.
fn is_same_pack(zip: &Path, folder: &Path) -> bool {
    let is_file = zip.symlink_metadata().is_ok_and(|found| found.is_file());
    let said = |path: &Path| pack::manifest(path).ok();
    is_file && said(zip).is_some_and(|manifest| said(folder) == Some(manifest))
}

/// The job `pack.show`: opens the pack's folder, or the folder that its ZIP is in.
/// # Errors
/// `arguments`; `pack.manifest`, `pack.unreadable` or `pack.not_here` when there is no pack;
/// `pack.not_shown`.
pub fn show_job(
    workspace: &Arc<Workspace>,
    session: &Session,
    args: Value,
    _: &Ticket<'_>,
) -> Result<Value> {
    let show: Show = serde_json::from_value(args).map_err(|e| {
        Error::new(Kind::Invalid, "arguments").arg("path", "").arg("problem", e.to_string())
    })?;
    let folder = match show.manifest_sha256 {
        Some(hash) => pack_here(workspace, session, &hash)?.folder,
        None => folder_of(&show.path.unwrap_or_default())?,
    };
    open(&folder)?;
    Ok(json!({ "folder": folder.display().to_string() }))
}

/// The folder to open for a pack.
fn folder_of(path: &Path) -> Result<PathBuf> {
    let path = std::path::absolute(path).map_err(Error::internal)?;
    pack::manifest(&path)?;
    if path.is_dir() {
        return Ok(path);
    }
    Ok(path.parent().map(Path::to_owned).unwrap_or(path))
}

/// Opens a folder in the system's own program for folders.
/// # Errors
/// `pack.not_shown` where there is no such program.
pub fn open(folder: &Path) -> Result<()> {
    let program = if cfg!(target_os = "windows") {
        "explorer"
    } else if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    let started = Command::new(program)
        .arg(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    match started {
        Ok(mut child) => {
            // Waited for beside, so that no dead process stays.
            std::thread::spawn(move || child.wait());
            Ok(())
        }
        Err(_) => Err(WorkspaceError::NotShown { folder: folder.display().to_string() }.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_packs_are_shown() {
        let t = tempfile::tempdir().unwrap();
        fs::write(t.path().join("run.sh"), "#!/bin/sh").unwrap();
        for path in [t.path().to_owned(), t.path().join("run.sh"), t.path().join("none")] {
            assert!(folder_of(&path).unwrap_err().code().starts_with("pack."), "{path:?}");
        }
    }
}
