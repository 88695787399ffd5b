//! A workspace on its way to a server: the file of a backup, its key wrapped by a passphrase that
//! exists for this one upload.
//!
//! Invariant: what arrives has its key kept in the receiver's own way before it counts as there.

use crate::folder::{read_manifest, write_manifest};
use crate::key::{self, KeySource, Protection};
use crate::{WorkspaceError, recover};
use netra_kernel::Result;
use std::path::Path;

/// Puts what was sent into a folder that does not exist yet. `sent` opens the upload, `own` is how
/// this machine keeps keys.
/// # Errors
/// What [`recover::restore`] refuses, `key.passphrase_wrong`, `key.passphrase_needed`.
pub fn receive(file: &Path, folder: &Path, sent: &KeySource, own: &KeySource) -> Result<()> {
    let restored = recover::restore(file, folder, sent, &|_, _, _| Ok(()))?;
    if restored["opens"] != true {
        return Err(WorkspaceError::PassphraseWrong.into());
    }
    let mut manifest = read_manifest(folder)?;
    let Some(key) = key::unlock(&manifest.id, &manifest.protection, sent)? else { return Ok(()) };
    manifest.protection = match &own.passphrase {
        Some(passphrase) => Protection::Passphrase(key::wrap(&key, passphrase)?),
        None => {
            key::keep_in_keychain(&manifest.id, &key)?;
            Protection::Keychain
        }
    };
    write_manifest(folder, &manifest)
}
