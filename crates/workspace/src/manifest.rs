//! `workspace.json`: what a folder is, and how its key is kept (never the key itself).
//!
//! Invariant: it is written whole or not at all, and what a newer program wrote is refused.

use crate::WorkspaceError;
use crate::files::io_error;
use crate::key::Protection;
use crate::wiped;
use netra_kernel::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The version of the folder's layout that this program writes.
pub const FORMAT: u64 = 1;
pub(crate) const MANIFEST: &str = "workspace.json";

/// `workspace.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u64,
    pub id: String,
    pub protection: Protection,
}

/// Reads `workspace.json`.
/// # Errors
/// `workspace.not_found`, `workspace.wiped`, `workspace.damaged`, `workspace.format`.
pub fn read_manifest(root: &Path) -> Result<Manifest> {
    let path = root.join(MANIFEST);
    let text = fs::read(&path).map_err(|_| match wiped::mark(root) {
        Some(mark) => wiped::said(&mark),
        None => WorkspaceError::NotFound { folder: root.display().to_string() }.into(),
    })?;
    let damaged = || Error::from(WorkspaceError::Damaged { file: MANIFEST.into() });
    let value: Value = serde_json::from_slice(&text).map_err(|_| damaged())?;
    let found = value.get("format").and_then(Value::as_u64).ok_or_else(damaged)?;
    if found > FORMAT {
        return Err(WorkspaceError::Format { found, known: FORMAT }.into());
    }
    serde_json::from_value(value).map_err(|_| damaged())
}

/// Writes `workspace.json` whole or not at all.
/// # Errors
/// `storage.full`, `storage.failed`.
pub fn write_manifest(root: &Path, manifest: &Manifest) -> Result<()> {
    let aside = root.join("workspace.json.new");
    fs::write(&aside, serde_json::to_vec_pretty(manifest)?).map_err(io_error)?;
    fs::File::open(&aside).and_then(|f| f.sync_all()).map_err(io_error)?;
    fs::rename(&aside, root.join(MANIFEST)).map_err(io_error)
}
