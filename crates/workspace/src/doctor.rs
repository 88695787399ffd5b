//! Is everything there, and does it hold together? One check after the other, each with what was
//! found and what to do about it.
//!
//! Invariant: base data is never changed. With `repair`, derived tables are built again from it,
//! and what interrupted writes left in the files' folder is removed; nothing else.
//! Invariant: a check that cannot run counts as failed; one failed check hides no other.

use crate::WorkspaceError;
use crate::backup::{Step, stored_files};
use crate::files::{FileStore, io_error};
use crate::folder::{DATABASE, Manifest, Session, Workspace, connect, read_manifest};
use crate::jobs::Ticket;
use crate::key::{self, Key, KeySource, Protection};
use netra_core::derived::{DERIVED, Derived};
use netra_core::language;
use netra_core::permissions;
use netra_core::schema::{self, SchemaError};
use netra_kernel::{Result, journal};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Findings that one check lists at most.
const MOST: usize = 20;
/// An unfinished file that nobody wrote to for this long was left behind.
const LEFT_BEHIND: Duration = Duration::from_secs(3600);

const RESTORE: &str = "Restore the latest backup into a new folder: netra restore FILE DIR";

/// What one look found.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    pub name: &'static str,
    pub ok: bool,
    pub detail: String,
    /// What to do; empty when there is nothing to be done.
    pub advice: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub healthy: bool,
    pub checks: Vec<Check>,
    /// Derived tables that were built again.
    pub repaired: Vec<String>,
}

/// What a check found: fine, or not and what to do.
enum Found {
    Fine(String),
    Bad(String, String),
}

struct Examination {
    checks: Vec<Check>,
    repaired: Vec<String>,
}

impl Examination {
    /// Runs one check; gives back whether it was fine.
    fn look(&mut self, name: &'static str, check: impl FnOnce() -> Result<Found>) -> bool {
        let (ok, detail, advice) = match check() {
            Ok(Found::Fine(detail)) => (true, detail, String::new()),
            Ok(Found::Bad(detail, advice)) => (false, detail, advice),
            Err(e) => (false, language::error_sentence("en", &e), RESTORE.to_owned()),
        };
        self.checks.push(Check { name, ok, detail, advice });
        ok
    }

    fn report(self) -> Report {
        let healthy = self.checks.iter().all(|c| c.ok);
        Report { healthy, checks: self.checks, repaired: self.repaired }
    }
}

/// Examines a workspace. Others may be at work in it.
/// # Errors
/// `workspace.not_found`, `workspace.format`, `schema.newer`, the key's errors (then nothing can
/// be said of the data), what `step` says.
pub fn examine(
    root: &Path,
    source: &KeySource,
    derived: &[Derived],
    repair: bool,
    step: Step<'_>,
) -> Result<Report> {
    let mut seen = Examination { checks: Vec::new(), repaired: Vec::new() };
    let manifest = match read_manifest(root) {
        Err(e) if e.code() == "workspace.damaged" => {
            seen.look("workspace.json", || {
                Ok(Found::Bad("it cannot be read".into(), RESTORE.into()))
            });
            return Ok(seen.report());
        }
        other => other?,
    };
    let detail = format!("format {}, workspace {}", manifest.format, manifest.id);
    seen.look("workspace.json", || Ok(Found::Fine(detail)));
    let key = key::unlock(&manifest.id, &manifest.protection, source)?;
    unlocked(seen, root, &manifest, &key, derived, repair, step)
}

/// The job `doctor`: `{"repair"?: bool}`, on the open workspace with the key at hand.
/// # Errors
/// `forbidden`, as [`examine`].
pub fn job(
    workspace: &Arc<Workspace>,
    session: &Session,
    args: Value,
    ticket: &Ticket<'_>,
) -> Result<Value> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Args {
        #[serde(default)]
        repair: bool,
    }
    let args: Args = serde_json::from_value(args)
        .map_err(|e| WorkspaceError::Malformed { problem: e.to_string() })?;
    {
        let conn = workspace.writer();
        workspace.engine().actor(&conn, session.actor)?.need(permissions::WORKSPACE_BACKUP)?;
    }
    let seen = Examination { checks: Vec::new(), repaired: Vec::new() };
    let (root, manifest, key) = (workspace.root(), workspace.manifest(), workspace.key());
    let report =
        unlocked(seen, root, manifest, key, DERIVED, args.repair, &|done, total, doing| {
            ticket.go_on(done, total, doing)
        })?;
    Ok(serde_json::to_value(report)?)
}

/// What can be examined once the key is there.
fn unlocked(
    mut seen: Examination,
    root: &Path,
    manifest: &Manifest,
    key: &Key,
    derived: &[Derived],
    repair: bool,
    step: Step<'_>,
) -> Result<Report> {
    seen.look("key", || {
        Ok(Found::Fine(match manifest.protection {
            Protection::Keychain => "in the keychain of this machine".into(),
            Protection::Passphrase(_) => "the passphrase opens it".into(),
            Protection::None => "none: the data is NOT encrypted".into(),
        }))
    });

    let database = root.join(DATABASE);
    let mut opened = None;
    seen.look("database", || {
        if !database.is_file() {
            return Ok(Found::Bad(format!("{DATABASE} is not there"), RESTORE.into()));
        }
        if fs::metadata(&database).is_ok_and(|m| m.len() == 0) {
            return Ok(Found::Bad(format!("{DATABASE} is empty"), RESTORE.into()));
        }
        match connect(&database, key, false) {
            Ok(conn) => {
                opened = Some(conn);
                Ok(Found::Fine("opens".into()))
            }
            // The key unwrapped, so that a file that is none with this key is a damaged one.
            Err(e) if e.code() == "storage.wrong_key" => Ok(Found::Bad(
                "its first page is damaged, or the key is not its own".into(),
                RESTORE.into(),
            )),
            Err(e) => Err(e),
        }
    });
    let Some(conn) = opened else { return Ok(seen.report()) };
    let (found, known) = (schema::version(&conn), schema::newest());
    match found {
        Ok(found) if found > known => return Err(SchemaError::Newer { found, known }.into()),
        found => seen.look("schema", || {
            Ok(match found? {
                0 => Found::Bad(format!("{DATABASE} holds no workspace"), RESTORE.into()),
                n => Found::Fine(format!("version {n}")),
            })
        }),
    };
    step(0, 4, "pages")?;
    seen.look("pages", || pages(&conn, key.is_some()));
    step(1, 4, "references")?;
    seen.look("references", || references(&conn));
    step(2, 4, "journal")?;
    seen.look("journal", || chain(&conn));
    step(3, 4, "derived tables")?;
    for d in derived {
        derived_table(&mut seen, &conn, d, repair);
    }
    step(4, 4, "derived tables")?;
    let files = FileStore::new(root.join("files"), key.clone());
    files_of(&mut seen, &conn, &files, &root.join("files"), repair, step)?;
    Ok(seen.report())
}

fn texts(conn: &Connection, sql: &str) -> Result<Vec<String>> {
    let mut stmt = conn.prepare(sql)?;
    let mut rows = stmt.query([])?;
    let mut all = Vec::new();
    while let Some(r) = rows.next()? {
        if all.len() == MOST {
            break;
        }
        all.push(r.get(0)?);
    }
    Ok(all)
}

fn pages(conn: &Connection, is_encrypted: bool) -> Result<Found> {
    // What is still in the write-ahead log is not in the pages that are checked.
    let _ = conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    let mut wrong = Vec::new();
    if is_encrypted {
        wrong.extend(texts(conn, "PRAGMA cipher_integrity_check")?);
    }
    match texts(conn, &format!("PRAGMA integrity_check({MOST})")) {
        Ok(lines) => wrong.extend(lines.into_iter().filter(|l| l != "ok")),
        Err(e) => wrong.push(language::error_sentence("en", &e)),
    }
    if wrong.is_empty() {
        let n: i64 = conn.query_row("PRAGMA page_count", [], |r| r.get(0))?;
        return Ok(Found::Fine(format!("{n} pages are sound")));
    }
    Ok(Found::Bad(wrong.join("; "), RESTORE.into()))
}

fn references(conn: &Connection) -> Result<Found> {
    let mut stmt = conn.prepare("PRAGMA foreign_key_check")?;
    let mut rows = stmt.query([])?;
    let mut wrong = BTreeSet::new();
    while let Some(r) = rows.next()? {
        wrong.insert(format!("{} → {}", r.get::<_, String>(0)?, r.get::<_, String>(2)?));
    }
    if wrong.is_empty() {
        return Ok(Found::Fine("every row that is named is there".into()));
    }
    let list = wrong.into_iter().take(MOST).collect::<Vec<_>>().join("; ");
    Ok(Found::Bad(format!("rows name others that are not there: {list}"), RESTORE.into()))
}

fn chain(conn: &Connection) -> Result<Found> {
    match journal::first_break(conn)? {
        None => {
            let (n, hash) = journal::head(conn)?;
            Ok(Found::Fine(format!("{n} entries, head {}", &hex::encode(hash)[..16])))
        }
        Some(seq) => Ok(Found::Bad(
            format!("entry {seq} does not follow from those before: the history was changed"),
            "Compare with a backup from before; what entry {seq} says cannot be trusted."
                .replace("{seq}", &seq.to_string()),
        )),
    }
}

fn derived_table(seen: &mut Examination, conn: &Connection, d: &Derived, repair: bool) {
    let look = || -> Result<Option<String>> {
        let tx = conn.unchecked_transaction()?;
        (d.check)(&tx)
    };
    let mut rebuilt = false;
    let mut found = look();
    if repair && !matches!(found, Ok(None)) {
        let build = || -> Result<()> {
            let tx = conn.unchecked_transaction()?;
            (d.rebuild)(&tx)?;
            tx.commit()?;
            Ok(())
        };
        found = build().and_then(|()| look());
        rebuilt = matches!(found, Ok(None));
    }
    if rebuilt {
        seen.repaired.push(d.name.to_owned());
    }
    seen.look("derived", || {
        Ok(match found? {
            None if rebuilt => Found::Fine(format!("{}: built again", d.name)),
            None => Found::Fine(format!("{}: agrees with its rows", d.name)),
            Some(wrong) => Found::Bad(
                format!("{}: {wrong}", d.name),
                "netra doctor --repair builds it again from its rows".into(),
            ),
        })
    });
}

fn files_of(
    seen: &mut Examination,
    conn: &Connection,
    files: &FileStore,
    folder: &Path,
    repair: bool,
    step: Step<'_>,
) -> Result<()> {
    let Ok(named) = stored_files(conn) else {
        seen.look("files", || Err(WorkspaceError::Damaged { file: DATABASE.into() }.into()));
        return Ok(());
    };
    let (mut missing, mut changed) = (Vec::new(), Vec::new());
    for (n, sha256) in named.iter().enumerate() {
        step(n as u64, named.len() as u64, "files")?;
        match files.copy_to(sha256, &mut io::sink()) {
            Ok(_) => {}
            Err(e) if e.code() == "file.bytes_missing" => missing.push(sha256.as_str()),
            Err(_) => changed.push(sha256.as_str()),
        }
    }
    step(named.len() as u64, named.len() as u64, "files")?;
    seen.look("files", || {
        if missing.is_empty() && changed.is_empty() {
            return Ok(Found::Fine(format!("{} stored files are whole", named.len())));
        }
        let some = |all: &[&str]| all.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
        Ok(Found::Bad(
            format!("missing: [{}], changed: [{}]", some(&missing), some(&changed)),
            "Copy them from the folder `files` of a restored backup.".into(),
        ))
    });
    let found = leftovers(files, folder, &named, repair);
    seen.look("leftovers", || {
        let (orphans, unfinished, removed) = found?;
        Ok(Found::Fine(format!(
            "{orphans} files that no row names, {unfinished} unfinished{}",
            if removed > 0 { format!(", {removed} removed") } else { String::new() }
        )))
    });
    Ok(())
}

/// Files that no row names come from an attachment that was stopped half-way, and harm nothing;
/// they stay, because bytes are base data. Unfinished ones are not.
fn leftovers(
    files: &FileStore,
    folder: &Path,
    named: &[String],
    repair: bool,
) -> Result<(usize, usize, usize)> {
    let known: BTreeSet<_> = named.iter().map(|s| files.path_of(s)).collect::<Result<_>>()?;
    let (mut orphans, mut unfinished, mut removed) = (0, 0, 0);
    let list = |folder: &Path| -> Result<Vec<fs::DirEntry>> {
        match fs::read_dir(folder) {
            Ok(entries) => entries.collect::<io::Result<_>>().map_err(io_error),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(e) => Err(io_error(e)),
        }
    };
    for entry in list(folder)? {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with("incoming-") {
            let age = entry.metadata().and_then(|m| m.modified()).map(|t| t.elapsed());
            let is_old = matches!(age, Ok(Ok(age)) if age > LEFT_BEHIND);
            if repair && is_old {
                fs::remove_file(&path).map_err(io_error)?;
                removed += 1;
            } else {
                unfinished += 1;
            }
        } else if path.is_dir() {
            orphans += list(&path)?.iter().filter(|e| !known.contains(&e.path())).count();
        } else {
            orphans += 1;
        }
    }
    Ok((orphans, unfinished, removed))
}
