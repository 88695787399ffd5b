//! Restoring a backup into a new folder.
//!
//! Invariant: nothing appears in the folder before every part was there, had its length and its
//! hash; a backup that fails any of it leaves nothing behind.
//! Invariant: the archive is not trusted: only the names that a backup has, only stored parts, no
//! more bytes than the archive itself is long.

use crate::WorkspaceError;
use crate::backup::{
    self, BACKUP_FORMAT, BackupManifest, Part, Step, copy_hashed, create_private_folder,
    sync_folder,
};
use crate::files::io_error;
use crate::folder::{DATABASE, FORMAT, Manifest, Session, Workspace, connect, write_manifest};
use crate::host::random_hex;
use crate::jobs::Ticket;
use crate::key::{self, KeySource};
use netra_core::permissions;
use netra_core::schema::{self, SchemaError};
use netra_kernel::{Error, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zip::{CompressionMethod, ZipArchive};

/// Bytes that `manifest.json` may have: about a quarter of a million stored files.
const MAX_MANIFEST: u64 = 64 << 20;

/// The job `restore`: `{"file": path, "to": path, "passphrase"?: text}`. The open workspace stays as
/// it is; the restored one is another, beside it.
/// # Errors
/// `forbidden`, as [`restore`].
pub fn job(
    workspace: &Arc<Workspace>,
    session: &Session,
    args: Value,
    ticket: &Ticket<'_>,
) -> Result<Value> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Args {
        file: PathBuf,
        to: PathBuf,
        #[serde(default)]
        passphrase: Option<String>,
    }
    let args: Args = serde_json::from_value(args)
        .map_err(|e| WorkspaceError::Malformed { problem: e.to_string() })?;
    {
        let conn = workspace.writer();
        workspace.engine().actor(&conn, session.actor)?.need(permissions::WORKSPACE_BACKUP)?;
    }
    let source = KeySource { passphrase: args.passphrase.map(Into::into) };
    restore(&args.file, &args.to, &source, &|done, total, doing| ticket.go_on(done, total, doing))
}

/// Restores a backup into a folder that is empty or does not exist.
/// # Errors
/// `workspace.folder_taken`, `file.not_readable`, `backup.not_one`, `backup.damaged`,
/// `backup.newer`, `schema.newer`, `storage.full`, what `step` says.
pub fn restore(file: &Path, root: &Path, source: &KeySource, step: Step<'_>) -> Result<Value> {
    let taken = fs::read_dir(root).map_or_else(|_| root.exists(), |mut d| d.next().is_some());
    if taken {
        return Err(WorkspaceError::FolderTaken { folder: root.display().to_string() }.into());
    }
    let mut archive = Archive::open(open(file)?, &file.display().to_string())?;
    let tag = random_hex(6)?;
    let parent = root.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(io_error)?;
    let aside = parent.join(format!(".netra-restore-{tag}"));
    let result = archive.extract(&aside, step).and_then(|()| {
        let opens = opens(&aside, &archive.manifest, source);
        if root.exists() {
            fs::remove_dir(root).map_err(io_error)?;
        }
        fs::rename(&aside, root).map_err(io_error)?;
        sync_folder(root);
        Ok(opens)
    });
    if result.is_err() {
        // Best effort: the error that matters is the one we return.
        let _ = fs::remove_dir_all(&aside);
    }
    let opens = result?;
    let m = &archive.manifest;
    Ok(json!({
        "folder": root.display().to_string(), "workspace": m.workspace, "made_at": m.made_at,
        "protection": m.protection.name(), "files": m.parts.len() - 1, "missing": m.missing,
        "journal": m.journal,
        "opens": opens.is_ok(), "reason": opens.err().map(|e| e.code()),
    }))
}

/// Whether the key that is at hand opens what was restored. A backup may be restored without it.
fn opens(folder: &Path, m: &BackupManifest, source: &KeySource) -> Result<()> {
    let key = key::unlock(&m.workspace, &m.protection, source)?;
    let conn = connect(&folder.join(DATABASE), &key, false)?;
    schema::version(&conn)?;
    Ok(())
}

/// What a backup file says of itself.
/// # Errors
/// `file.not_readable`, `backup.not_one`, `backup.damaged`, `backup.newer`.
pub fn manifest_of(file: &Path) -> Result<BackupManifest> {
    Ok(Archive::open(open(file)?, &file.display().to_string())?.manifest)
}

fn open(file: &Path) -> Result<BufReader<File>> {
    let name = file.display().to_string();
    let opened = File::open(file).map_err(|e| {
        let refusal = match e.kind() {
            io::ErrorKind::NotFound => WorkspaceError::NotThere { file: name },
            _ => WorkspaceError::FileNotReadable { file: name },
        };
        Error::from(refusal).because(e)
    })?;
    Ok(BufReader::new(opened))
}

/// A backup whose table of contents was read and agrees with its manifest.
pub struct Archive<R> {
    zip: ZipArchive<R>,
    pub manifest: BackupManifest,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the table of contents and the manifest, and compares them. No part is read yet.
    /// # Errors
    /// `backup.not_one`, `backup.damaged`, `backup.newer`, `schema.newer`.
    pub fn open(mut reader: R, name: &str) -> Result<Archive<R>> {
        let mut magic = [0u8; 4];
        let length = reader.seek(SeekFrom::End(0)).map_err(io_error)?;
        reader.rewind().map_err(io_error)?;
        let is_zip = reader.read_exact(&mut magic).is_ok() && &magic == b"PK\x03\x04";
        let not_one = || Error::from(WorkspaceError::NotABackup { file: name.to_owned() });
        if !is_zip {
            return Err(not_one());
        }
        let mut zip = ZipArchive::new(reader).map_err(|e| damaged("its end").because(e))?;
        let mut text = Vec::new();
        {
            let entry = zip.by_name(backup::MANIFEST).map_err(|e| not_one().because(e))?;
            if entry.compression() != CompressionMethod::Stored || entry.size() > MAX_MANIFEST {
                return Err(not_one());
            }
            entry
                .take(MAX_MANIFEST)
                .read_to_end(&mut text)
                .map_err(|e| damaged(backup::MANIFEST).because(e))?;
        }
        let value: Value =
            serde_json::from_slice(&text).map_err(|e| damaged(backup::MANIFEST).because(e))?;
        if value.get("kind").and_then(Value::as_str) != Some(backup::KIND) {
            return Err(not_one());
        }
        let found = value.get("format").and_then(Value::as_u64).unwrap_or(0);
        if found > BACKUP_FORMAT {
            return Err(WorkspaceError::BackupNewer { found, known: BACKUP_FORMAT }.into());
        }
        let manifest: BackupManifest =
            serde_json::from_value(value).map_err(|e| damaged(backup::MANIFEST).because(e))?;
        if manifest.schema_version > schema::newest() {
            let (found, known) = (manifest.schema_version, schema::newest());
            return Err(SchemaError::Newer { found, known }.into());
        }
        let archive = Archive { zip, manifest };
        archive.agree(length)?;
        Ok(archive)
    }

    /// The parts that are there are those that the manifest names, each once.
    fn agree(&self, length: u64) -> Result<()> {
        let mut named = BTreeSet::from([backup::MANIFEST]);
        let mut total = 0u64;
        for part in &self.manifest.parts {
            if !is_part(&part.name) || !named.insert(&part.name) {
                return Err(damaged(&part.name));
            }
            total = total.saturating_add(part.bytes);
        }
        if !named.contains(DATABASE) {
            return Err(damaged(DATABASE));
        }
        // Parts that overlap would unfold to more than there is.
        if total > length {
            return Err(damaged("its length"));
        }
        let there: BTreeSet<&str> = self.zip.file_names().collect();
        match there.symmetric_difference(&named).next() {
            Some(odd) => Err(damaged(odd)),
            None => Ok(()),
        }
    }

    /// Writes every part into a new folder and the workspace's own manifest last.
    fn extract(&mut self, folder: &Path, step: Step<'_>) -> Result<()> {
        create_private_folder(folder).map_err(io_error)?;
        let parts = self.manifest.parts.clone();
        let total: u64 = parts.iter().map(|p| p.bytes).sum();
        let mut done = 0;
        for part in &parts {
            step(done, total, "restore")?;
            let path: PathBuf = part.name.split('/').fold(folder.to_owned(), |p, n| p.join(n));
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).map_err(io_error)?;
            }
            let mut out = backup::create_private(&path).map_err(io_error)?;
            self.copy(part, &mut out)?;
            out.sync_all().map_err(io_error)?;
            done += part.bytes;
        }
        step(total, total, "restore")?;
        let m = &self.manifest;
        write_manifest(
            folder,
            &Manifest { format: FORMAT, id: m.workspace.clone(), protection: m.protection.clone() },
        )
    }

    /// Reads every part and compares it with the manifest, without writing anything.
    /// # Errors
    /// `backup.damaged`.
    pub fn verify(&mut self) -> Result<()> {
        for part in self.manifest.parts.clone() {
            self.copy(&part, &mut io::sink())?;
        }
        Ok(())
    }

    fn copy(&mut self, part: &Part, out: &mut dyn io::Write) -> Result<()> {
        let entry = self.zip.by_name(&part.name).map_err(|e| damaged(&part.name).because(e))?;
        if entry.compression() != CompressionMethod::Stored || entry.size() != part.bytes {
            return Err(damaged(&part.name));
        }
        let copied = copy_hashed(&mut entry.take(part.bytes.saturating_add(1)), out);
        match copied {
            Ok((bytes, sha256)) if bytes == part.bytes && sha256 == part.sha256 => Ok(()),
            // The archive's own checksum, or a read past its end.
            Err(e) if e.code() == "storage.failed" => Err(damaged(&part.name).because(e)),
            Err(e) => Err(e),
            Ok(_) => Err(damaged(&part.name)),
        }
    }
}

/// `netra.db`, or `files/` + two hexadecimal digits + `/` + the other 62.
fn is_part(name: &str) -> bool {
    let is_hex = |s: &str, n: usize| {
        s.len() == n && s.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    name == DATABASE
        || name
            .strip_prefix("files/")
            .and_then(|rest| rest.split_once('/'))
            .is_some_and(|(first, rest)| is_hex(first, 2) && is_hex(rest, 62))
}

/// Names from the archive are shortened before they are shown.
fn damaged(part: &str) -> Error {
    let part = part.chars().filter(|c| !c.is_control()).take(80).collect();
    WorkspaceError::BackupDamaged { part }.into()
}

#[cfg(test)]
mod tests {
    use super::is_part;

    #[test]
    fn only_the_names_of_a_backup_are_parts() {
        let hash = "0123456789abcdef".repeat(4);
        let good = format!("files/{}/{}", &hash[..2], &hash[2..]);
        assert!(is_part("netra.db") && is_part(&good));
        for bad in [
            "../netra.db",
            "/netra.db",
            "files/../../../etc/passwd",
            "files/ab/short",
            "workspace.json",
            "files\\ab\\x",
            "",
            &format!("{good}/x"),
            &good.to_uppercase(),
        ] {
            assert!(!is_part(bad), "{bad}");
        }
    }
}
