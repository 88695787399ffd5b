//! Showing a finished pack in the system's file manager.
//!
//! Invariant: only a folder is ever opened, and only one that holds a pack (or a pack's ZIP): the
//! window cannot make the system run or open anything else.

use crate::WorkspaceError;
use crate::folder::{Session, Workspace};
use crate::jobs::Ticket;
use netra_documents::pack;
use netra_kernel::{Error, Kind, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Show {
    /// A pack's folder or ZIP, as `pack.build` named it.
    path: PathBuf,
}

/// The job `pack.show`: opens the pack's folder, or the folder that its ZIP is in.
/// # Errors
/// `arguments`; `pack.manifest` or `pack.unreadable` when there is no pack; `pack.not_shown`.
pub fn show_job(_: &Arc<Workspace>, _: &Session, args: Value, _: &Ticket<'_>) -> Result<Value> {
    let show: Show = serde_json::from_value(args).map_err(|e| {
        Error::new(Kind::Invalid, "arguments").arg("path", "").arg("problem", e.to_string())
    })?;
    let folder = folder_of(&show.path)?;
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

fn open(folder: &Path) -> Result<()> {
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
        std::fs::write(t.path().join("run.sh"), "#!/bin/sh").unwrap();
        for path in [t.path().to_owned(), t.path().join("run.sh"), t.path().join("none")] {
            assert!(folder_of(&path).unwrap_err().code().starts_with("pack."), "{path:?}");
        }
    }
}
