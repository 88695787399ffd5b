//! A backup: one file with everything in it, made while others go on working.
//!
//! The file is a ZIP archive without compression (what is encrypted does not compress):
//! `netra.db`, a snapshot of the database under the workspace's own key; `files/…`, the stored
//! files as they lie on disk; and last `manifest.json`, which names every part with its length
//! and SHA-256 and says how the key is kept. `docs/backup.md` describes it for outsiders.
//!
//! Invariant: the file appears under its name whole and on disk, or not at all.
//! Invariant: the snapshot is one moment; the bytes of a file are stored before a row names it and
//! never change, so copying them after the snapshot cannot miss one.
//! Invariant: a device's identity does not travel. Whoever opens the restored workspace becomes a
//! device of its own, so that two copies never count in one device's sequence.

use crate::WorkspaceError;
use crate::files::io_error;
use crate::folder::{DATABASE, Session, Workspace, connect};
use crate::host::random_hex;
use crate::jobs::Ticket;
use crate::key::{self, Key, KeySource, Protection};
use netra_core::{permissions, schema};
use netra_kernel::{Error, Result, journal};
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The version of the backup file that this program writes.
pub const BACKUP_FORMAT: u64 = 1;
/// Says what the file is, so that any other archive is refused.
pub const KIND: &str = "netra backup";
pub(crate) const MANIFEST: &str = "manifest.json";
/// Pages of the snapshot that are copied between two looks at whether to go on (4 MiB).
const PAGES: i32 = 1_024;
const CHUNK: usize = 128 * 1024;

/// Hears how far the work is (done, total, doing), and stops it with an error.
pub type Step<'a> = &'a dyn Fn(u64, u64, &str) -> Result<()>;

/// What `manifest.json` of a backup says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct BackupManifest {
    pub kind: String,
    pub format: u64,
    pub workspace: String,
    /// RFC 3339, UTC.
    pub made_at: String,
    pub program: String,
    pub schema_version: i32,
    pub protection: Protection,
    /// The journal's last entry and hash at the moment of the snapshot.
    pub journal: JournalHead,
    pub parts: Vec<Part>,
    /// SHA-256 of stored files whose bytes were missing or damaged already.
    pub missing: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct JournalHead {
    pub entries: i64,
    pub head: String,
}

/// One part of the archive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Part {
    pub name: String,
    pub bytes: u64,
    /// Hexadecimal, of the bytes in the archive.
    pub sha256: String,
}

/// The job of the same name: `{"file": path, "passphrase"?: text}`.
/// # Errors
/// As [`backup`].
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
        #[serde(default)]
        passphrase: Option<String>,
    }
    let args: Args = serde_json::from_value(args)
        .map_err(|e| WorkspaceError::Malformed { problem: e.to_string() })?;
    let source = KeySource { passphrase: args.passphrase.map(Into::into) };
    backup(workspace, session, &args.file, &source, &|done, total, doing| {
        ticket.go_on(done, total, doing)
    })
}

/// Writes everything into a file for the server that this workspace is handed over to, its key
/// wrapped by a passphrase that is used for nothing else.
/// # Errors
/// As [`backup`].
pub(crate) fn hand_over(workspace: &Workspace, file: &Path, once: &str) -> Result<()> {
    let protection = match workspace.key() {
        Some(key) => Protection::Passphrase(key::wrap(key, once)?),
        None => Protection::None,
    };
    let asides = Asides::beside(file)?;
    let made = write(workspace, &asides, protection, &|_, _, _| Ok(()))
        .and_then(|_| fs::rename(&asides.archive, file).map_err(io_error));
    asides.clean();
    made
}

/// Writes a backup of the workspace as it is now. An older backup under the same name is replaced;
/// any other file is not.
///
/// A passphrase in `source` wraps the key of a workspace whose key lies in the keychain, so that
/// the backup opens on any machine.
/// # Errors
/// `forbidden`, `backup.file_taken`, `storage.full`, `storage.failed`, what `step` says.
pub fn backup(
    workspace: &Workspace,
    session: &Session,
    file: &Path,
    source: &KeySource,
    step: Step<'_>,
) -> Result<Value> {
    {
        let conn = workspace.writer();
        workspace.may_open(&conn)?;
        workspace.engine().actor(&conn, session.actor)?.need(permissions::WORKSPACE_BACKUP)?;
    }
    backup_unasked(workspace, file, source, step)
}

/// The same for whoever has the folder itself, and nobody to ask: a server's schedule.
/// # Errors
/// As [`backup`], but for `forbidden`.
pub fn backup_unasked(
    workspace: &Workspace,
    file: &Path,
    source: &KeySource,
    step: Step<'_>,
) -> Result<Value> {
    if file.exists() && crate::recover::manifest_of(file).is_err() {
        return Err(WorkspaceError::BackupTaken { file: file.display().to_string() }.into());
    }
    let protection = match (&workspace.manifest().protection, workspace.key(), &source.passphrase) {
        (Protection::Keychain, Some(key), Some(passphrase)) => {
            Protection::Passphrase(key::wrap(key, passphrase)?)
        }
        (kept, ..) => kept.clone(),
    };
    let asides = Asides::beside(file)?;
    let result = write(workspace, &asides, protection, step).and_then(|manifest| {
        fs::rename(&asides.archive, file).map_err(io_error)?;
        sync_folder(file);
        Ok(manifest)
    });
    asides.clean();
    let manifest = result?;
    let bytes = fs::metadata(file).map(|m| m.len()).unwrap_or(0);
    Ok(json!({
        "file": file.display().to_string(), "bytes": bytes, "workspace": manifest.workspace,
        "made_at": manifest.made_at, "protection": manifest.protection.name(),
        "files": manifest.parts.len() - 1, "missing": manifest.missing,
        "journal": manifest.journal,
    }))
}

/// What is written before it gets its name.
struct Asides {
    archive: PathBuf,
    snapshot: PathBuf,
}

impl Asides {
    fn beside(file: &Path) -> Result<Asides> {
        let tag = random_hex(6)?;
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let aside = |ending: &str| file.with_file_name(format!(".{name}.partial-{tag}{ending}"));
        Ok(Asides { archive: aside(""), snapshot: aside(".db") })
    }

    fn clean(&self) {
        // Best effort: what failed before is what matters.
        let _ = fs::remove_file(&self.archive);
        for ending in ["", "-wal", "-shm", "-journal"] {
            let mut name = self.snapshot.clone().into_os_string();
            name.push(ending);
            let _ = fs::remove_file(PathBuf::from(name));
        }
    }
}

fn write(
    workspace: &Workspace,
    asides: &Asides,
    protection: Protection,
    step: Step<'_>,
) -> Result<BackupManifest> {
    let database = workspace.root().join(DATABASE);
    let snapshot = snapshot(&database, workspace.key(), &asides.snapshot, step)?;
    let (entries, head) = journal::head(&snapshot)?;
    let schema_version = schema::version(&snapshot)?;
    let stored = stored_files(&snapshot)?;
    close(snapshot)?;

    let archive = create_private(&asides.archive).map_err(io_error)?;
    let mut zip = ZipWriter::new(BufWriter::with_capacity(CHUNK, archive));
    let mut parts = vec![add(&mut zip, DATABASE, &asides.snapshot)?];
    let mut missing = Vec::new();
    for (n, sha256) in stored.iter().enumerate() {
        step(n as u64, stored.len() as u64, "files")?;
        // A file that cannot be read is said, and does not keep the rest from being saved.
        match workspace.files().copy_to(sha256, &mut io::sink()) {
            Ok(_) => {
                let path = workspace.files().path_of(sha256)?;
                parts.push(add(&mut zip, &part_name(&path)?, &path)?);
            }
            Err(e) if e.code().starts_with("file.") => missing.push(sha256.clone()),
            Err(e) => return Err(e),
        }
    }
    step(stored.len() as u64, stored.len() as u64, "files")?;
    let manifest = BackupManifest {
        kind: KIND.into(),
        format: BACKUP_FORMAT,
        workspace: workspace.manifest().id.clone(),
        made_at: workspace.host().now().to_string(),
        program: env!("CARGO_PKG_VERSION").into(),
        schema_version,
        protection,
        journal: JournalHead { entries, head: hex::encode(head) },
        parts,
        missing,
    };
    zip.start_file(MANIFEST, options()).map_err(zip_error)?;
    zip.write_all(&serde_json::to_vec_pretty(&manifest)?).map_err(io_error)?;
    let out = zip.finish().map_err(zip_error)?;
    let archive = out.into_inner().map_err(|e| io_error(e.into_error()))?;
    archive.sync_all().map_err(io_error)?;
    Ok(manifest)
}

/// Copies the database as it is at this moment, page by page, without holding up any writer.
pub(crate) fn snapshot(
    database: &Path,
    key: &Key,
    to: &Path,
    step: Step<'_>,
) -> Result<Connection> {
    let source = connect(database, key, true)?;
    source.pragma_update(None, "cache_size", -4_096)?;
    // An open read transaction holds the moment; other connections and programs write on.
    source.execute_batch("BEGIN; SELECT count(*) FROM sqlite_master;")?;
    create_private(to).map_err(io_error)?;
    let mut copy = Connection::open(to)?;
    if let Some(key) = key {
        copy.pragma_update(None, "key", format!("x'{}'", hex::encode(key.as_ref())))?;
    }
    copy.pragma_update(None, "cache_size", -4_096)?;
    copy.pragma_update(None, "synchronous", "off")?;
    {
        let backup = Backup::new(&source, &mut copy)?;
        loop {
            let state = backup.step(PAGES)?;
            let p = backup.progress();
            let (left, all) = (p.remaining.max(0) as u64, p.pagecount.max(0) as u64);
            step(all - left.min(all), all, "database")?;
            match state {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
    source.execute_batch("COMMIT")?;
    // One file without a write-ahead log beside it, without this device's identity, and without
    // what people were typing on it.
    copy.pragma_update(None, "journal_mode", "delete")?;
    copy.execute(
        "DELETE FROM local_facts WHERE name IN ('device', 'sync.tokens')
         OR substr(name, 1, 6) = 'draft:'",
        [],
    )?;
    Ok(copy)
}

/// SHA-256 of every stored file that a row names.
pub(crate) fn stored_files(conn: &Connection) -> Result<Vec<String>> {
    let mut stmt = conn.prepare("SELECT DISTINCT lower(hex(sha256)) FROM files ORDER BY sha256")?;
    let all = stmt.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<_>>()?;
    Ok(all)
}

fn close(conn: Connection) -> Result<()> {
    conn.close().map_err(|(_, e)| e.into())
}

/// `files/ab/cd…` of a stored file's path.
fn part_name(path: &Path) -> Result<String> {
    let mut names = path.iter().rev().map(|n| n.to_string_lossy());
    match (names.next(), names.next()) {
        (Some(rest), Some(first)) => Ok(format!("files/{first}/{rest}")),
        _ => Err(Error::internal("a stored file without a folder")),
    }
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .large_file(true)
        .unix_permissions(0o600)
}

fn add<W: Write + io::Seek>(zip: &mut ZipWriter<W>, name: &str, path: &Path) -> Result<Part> {
    let mut reader = File::open(path).map_err(io_error)?;
    zip.start_file(name, options()).map_err(zip_error)?;
    let (bytes, sha256) = copy_hashed(&mut reader, zip)?;
    Ok(Part { name: name.to_owned(), bytes, sha256 })
}

/// Copies everything, with flat memory; gives the length and SHA-256.
pub(crate) fn copy_hashed(from: &mut dyn Read, to: &mut dyn Write) -> Result<(u64, String)> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0u8; CHUNK];
    let mut bytes = 0u64;
    loop {
        let n = match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(io_error(e)),
        };
        hash.update(&buffer[..n]);
        to.write_all(&buffer[..n]).map_err(io_error)?;
        bytes += n as u64;
    }
    Ok((bytes, hex::encode(hash.finalize())))
}

/// A new file that only its owner may read.
pub(crate) fn create_private(path: &Path) -> io::Result<File> {
    let mut open = OpenOptions::new();
    open.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut open, 0o600);
    open.open(path)
}

/// Closes a file to everybody but its owner.
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// A folder that only its owner may enter. One that is there already is closed to others too.
pub(crate) fn create_private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)?;
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

/// Puts a rename on disk. Not every system can; then the rename waits for the system's own pace.
pub(crate) fn sync_folder(file: &Path) {
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

fn zip_error(e: zip::result::ZipError) -> Error {
    match e {
        zip::result::ZipError::Io(e) => io_error(e),
        other => Error::internal(other),
    }
}
