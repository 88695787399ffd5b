//! Is everything there, and does it hold together? One check after the other, each with what was
//! found and what to do about it.
//!
//! Invariant: base data is never changed. With `repair`, derived tables are built again from it,
//! what waits is written down again beside it, and what interrupted work left in the files' folder
//! and aside is removed; nothing else.
//! Invariant: a check that cannot run counts as failed; one failed check hides no other.

use crate::WorkspaceError;
use crate::aside;
use crate::backup::{Step, stored_files};
use crate::files::{FileStore, io_error};
use crate::folder::{DATABASE, Manifest, Session, Workspace, connect, read_manifest};
use crate::jobs::Ticket;
use crate::key::{self, Key, KeySource, Protection};
use crate::waiting;
use netra_core::derived::{DERIVED, Derived};
use netra_core::language::{self, Phrase};
use netra_core::permissions;
use netra_core::schema::{self, SchemaError};
use netra_kernel::{Error, Kind, Result, journal, rebase};
use netra_sync::{content, replica};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
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

/// Every text that the doctor says, as labels of the language files.
pub const LABELS: &[&str] = &[
    "doctor.restore",
    "doctor.unreadable",
    "doctor.format",
    "doctor.keychain",
    "doctor.passphrase",
    "doctor.no_key",
    "doctor.not_there",
    "doctor.empty",
    "doctor.opens",
    "doctor.first_page",
    "doctor.no_workspace",
    "doctor.version",
    "doctor.pages",
    "doctor.broken",
    "doctor.untold",
    "doctor.references",
    "doctor.references_copy",
    "doctor.dangling",
    "doctor.journal",
    "doctor.journal_broken",
    "doctor.compare",
    "doctor.rebuilt",
    "doctor.agrees",
    "doctor.differs",
    "doctor.rebuild",
    "doctor.files",
    "doctor.files_wrong",
    "doctor.copy_files",
    "doctor.leftovers",
    "doctor.recover",
    "doctor.waiting",
    "doctor.waiting_differs",
    "doctor.write_waiting",
];

/// What is said, before the reader's language is known.
#[derive(Clone, Debug)]
enum Said {
    Nothing,
    Phrase(Phrase),
    Refusal(Arc<Error>),
}

impl Said {
    fn text(&self, locale: &str) -> String {
        match self {
            Said::Nothing => String::new(),
            Said::Phrase(p) => language::phrase(locale, p.label, &p.args),
            Said::Refusal(e) => language::error_sentence(locale, e),
        }
    }
}

fn say(label: &'static str, args: Value) -> Phrase {
    Phrase::new(label, args)
}

fn plain(label: &'static str) -> Phrase {
    say(label, json!({}))
}

fn restore() -> Phrase {
    plain("doctor.restore")
}

/// What helps where the database is damaged: its server, or else a backup.
fn remedy(root: &Path, manifest: &Manifest, key: &Key) -> Phrase {
    match waiting::read(root, &manifest.id, key) {
        Ok(Some(found)) if found.head.is_some() => {
            say("doctor.recover", json!({ "n": found.waiting() }))
        }
        _ => restore(),
    }
}

/// Whether the database of a folder opens with this key and every page of it is whole.
/// # Errors
/// Storage errors that say nothing about that.
pub(crate) fn is_sound(root: &Path, key: &Key) -> Result<bool> {
    let database = root.join(DATABASE);
    if !database.is_file() {
        return Ok(false);
    }
    let looked = connect(&database, key, false).and_then(|conn| {
        let is_workspace = schema::version(&conn)? > 0;
        Ok(is_workspace && matches!(pages(&conn, key.is_some())?, Found::Fine(_)))
    });
    match looked {
        Err(e) if matches!(e.kind(), Kind::NotNow | Kind::Conflict) => Err(e),
        looked => Ok(looked.unwrap_or(false)),
    }
}

/// What one look found.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    pub name: &'static str,
    pub ok: bool,
    pub detail: String,
    /// What to do; empty when there is nothing to be done.
    pub advice: String,
    #[serde(skip)]
    said: (Said, Said),
}

#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub healthy: bool,
    pub checks: Vec<Check>,
    /// Derived tables that were built again.
    pub repaired: Vec<String>,
}

impl Report {
    /// The same in the reader's language.
    #[must_use]
    pub fn in_words(mut self, locale: &str) -> Report {
        for check in &mut self.checks {
            check.detail = check.said.0.text(locale);
            check.advice = check.said.1.text(locale);
        }
        self
    }
}

/// What a check found: fine, or not and what to do.
enum Found {
    Fine(Phrase),
    Bad(Phrase, Phrase),
}

struct Examination {
    checks: Vec<Check>,
    repaired: Vec<String>,
    /// Pages are damaged, so that a check which fails to run says nothing about what it looks at.
    is_torn: bool,
    /// What helps where the database is damaged.
    remedy: Phrase,
}

impl Examination {
    fn new() -> Examination {
        Examination { checks: Vec::new(), repaired: Vec::new(), is_torn: false, remedy: restore() }
    }

    /// Runs one check; gives back whether it was fine.
    fn look(&mut self, name: &'static str, check: impl FnOnce() -> Result<Found>) -> bool {
        let (ok, detail, advice) = match check() {
            Ok(Found::Fine(detail)) => (true, Said::Phrase(detail), Said::Nothing),
            Ok(Found::Bad(detail, advice)) => (false, Said::Phrase(detail), Said::Phrase(advice)),
            Err(_) if self.is_torn => {
                (false, Said::Phrase(plain("doctor.untold")), Said::Phrase(self.remedy.clone()))
            }
            Err(e) => (false, Said::Refusal(Arc::new(e)), Said::Phrase(self.remedy.clone())),
        };
        let said = (detail, advice);
        let (detail, advice) = (said.0.text("en"), said.1.text("en"));
        self.checks.push(Check { name, ok, detail, advice, said });
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
    let mut seen = Examination::new();
    let manifest = match read_manifest(root) {
        Err(e) if e.code() == "workspace.damaged" => {
            seen.look("workspace.json", || Ok(Found::Bad(plain("doctor.unreadable"), restore())));
            return Ok(seen.report());
        }
        other => other?,
    };
    let detail =
        say("doctor.format", json!({"format": manifest.format, "id": manifest.id.to_string()}));
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
    let seen = Examination::new();
    let (root, manifest, key) = (workspace.root(), workspace.manifest(), workspace.key());
    let report =
        unlocked(seen, root, manifest, key, DERIVED, args.repair, &|done, total, doing| {
            ticket.go_on(done, total, doing)
        })?;
    Ok(serde_json::to_value(report.in_words(&session.locale))?)
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
            Protection::Keychain => plain("doctor.keychain"),
            Protection::Passphrase(_) => plain("doctor.passphrase"),
            Protection::None => plain("doctor.no_key"),
        }))
    });

    let remedy = remedy(root, manifest, key);
    seen.remedy = remedy.clone();
    let database = root.join(DATABASE);
    let mut opened = None;
    seen.look("database", || {
        if !database.is_file() {
            return Ok(Found::Bad(
                say("doctor.not_there", json!({"file": DATABASE})),
                remedy.clone(),
            ));
        }
        if fs::metadata(&database).is_ok_and(|m| m.len() == 0) {
            return Ok(Found::Bad(say("doctor.empty", json!({"file": DATABASE})), remedy.clone()));
        }
        match connect(&database, key, false) {
            Ok(conn) => {
                opened = Some(conn);
                Ok(Found::Fine(plain("doctor.opens")))
            }
            // The key unwrapped, so that a file that is none with this key is a damaged one.
            Err(e) if e.code() == "storage.wrong_key" => {
                Ok(Found::Bad(plain("doctor.first_page"), remedy.clone()))
            }
            Err(e) => Err(e),
        }
    });
    let Some(mut conn) = opened else { return Ok(seen.report()) };
    let (found, known) = (schema::version(&conn), schema::newest());
    match found {
        Ok(found) if found > known => return Err(SchemaError::Newer { found, known }.into()),
        found => seen.look("schema", || {
            Ok(match found? {
                0 => Found::Bad(
                    say("doctor.no_workspace", json!({"file": DATABASE})),
                    remedy.clone(),
                ),
                n => Found::Fine(say("doctor.version", json!({ "n": n }))),
            })
        }),
    };
    step(0, 4, "pages")?;
    seen.is_torn = !seen.look("pages", || {
        Ok(match pages(&conn, key.is_some())? {
            Found::Bad(detail, _) => Found::Bad(detail, remedy),
            fine => fine,
        })
    });
    step(1, 4, "references")?;
    seen.look("references", || references(&conn));
    step(2, 4, "journal")?;
    seen.look("journal", || chain(&conn));
    step(3, 4, "derived tables")?;
    for d in derived {
        derived_table(&mut seen, &conn, d, repair);
    }
    step(4, 4, "derived tables")?;
    waiting_file(&mut seen, root, manifest, key, &mut conn, repair);
    let files = FileStore::new(root.join("files"), key.clone());
    files_of(&mut seen, &conn, &files, root, repair, step)?;
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
        return Ok(Found::Fine(say("doctor.pages", json!({ "n": n }))));
    }
    Ok(Found::Bad(say("doctor.broken", json!({"list": wrong.join("; ")})), restore()))
}

fn references(conn: &Connection) -> Result<Found> {
    // It has what its person may see, and that names what they may not see.
    if replica::identity(conn)?.is_some() {
        return Ok(Found::Fine(plain("doctor.references_copy")));
    }
    let mut stmt = conn.prepare("PRAGMA foreign_key_check")?;
    let mut rows = stmt.query([])?;
    let mut wrong = BTreeSet::new();
    while let Some(r) = rows.next()? {
        wrong.insert(format!("{} → {}", r.get::<_, String>(0)?, r.get::<_, String>(2)?));
    }
    if wrong.is_empty() {
        return Ok(Found::Fine(plain("doctor.references")));
    }
    let list = wrong.into_iter().take(MOST).collect::<Vec<_>>().join("; ");
    Ok(Found::Bad(say("doctor.dangling", json!({ "list": list })), restore()))
}

fn chain(conn: &Connection) -> Result<Found> {
    match journal::first_break(conn)? {
        None => {
            let (n, hash) = journal::head(conn)?;
            let head = &hex::encode(hash)[..16];
            Ok(Found::Fine(say("doctor.journal", json!({"n": n, "head": head}))))
        }
        Some(seq) => Ok(Found::Bad(
            say("doctor.journal_broken", json!({ "seq": seq })),
            say("doctor.compare", json!({ "seq": seq })),
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
            None if rebuilt => Found::Fine(say("doctor.rebuilt", json!({"table": d.name}))),
            None => Found::Fine(say("doctor.agrees", json!({"table": d.name}))),
            Some(wrong) => Found::Bad(
                say("doctor.differs", json!({"table": d.name, "wrong": wrong})),
                plain("doctor.rebuild"),
            ),
        })
    });
}

/// Of a connected copy: whether what waits is written down beside the database as it is in it.
fn waiting_file(
    seen: &mut Examination,
    root: &Path,
    manifest: &Manifest,
    key: &Key,
    conn: &mut Connection,
    repair: bool,
) {
    let look = |conn: &mut Connection| waiting::agrees(root, &manifest.id, key, conn);
    let mut agrees = look(conn);
    if repair && matches!(agrees, Ok(Some((false, _)))) {
        let written = waiting::write_anew(root, &manifest.id, key, conn);
        agrees = written.and_then(|_| look(conn));
        if matches!(agrees, Ok(Some((true, _)))) {
            seen.repaired.push(waiting::WAITING.to_owned());
        }
    }
    if matches!(agrees, Ok(None)) {
        return;
    }
    seen.look("waiting", || {
        let (is_so, found) = agrees?.unwrap_or_default();
        let counts = json!({"n": found.waiting(), "unreadable": found.unreadable});
        Ok(match is_so {
            true => Found::Fine(say("doctor.waiting", counts)),
            false => {
                Found::Bad(say("doctor.waiting_differs", counts), plain("doctor.write_waiting"))
            }
        })
    });
}

/// Of a connected copy: the contents that its server does not have yet. The others come when they
/// are opened, by those who may.
fn only_here(conn: &Connection) -> Result<Option<BTreeSet<String>>> {
    if replica::identity(conn)?.is_none() {
        return Ok(None);
    }
    let waiting = rebase::pending(conn)?.into_iter().filter(|w| w.settled.is_none());
    let files = waiting.filter_map(|w| content::recorded(&w.envelope));
    Ok(Some(files.map(|file| file.sha256).collect()))
}

fn files_of(
    seen: &mut Examination,
    conn: &Connection,
    files: &FileStore,
    root: &Path,
    repair: bool,
    step: Step<'_>,
) -> Result<()> {
    let Ok(named) = stored_files(conn) else {
        seen.look("files", || Err(WorkspaceError::Damaged { file: DATABASE.into() }.into()));
        return Ok(());
    };
    let (mut missing, mut changed, mut elsewhere) = (Vec::new(), Vec::new(), 0);
    let only_here = only_here(conn);
    for (n, sha256) in named.iter().enumerate() {
        step(n as u64, named.len() as u64, "files")?;
        match files.copy_to(sha256, &mut io::sink()) {
            Ok(_) => {}
            Err(e) if e.code() == "file.bytes_missing" => match &only_here {
                Ok(Some(only_here)) if !only_here.contains(sha256) => elsewhere += 1,
                _ => missing.push(sha256.as_str()),
            },
            Err(_) => changed.push(sha256.as_str()),
        }
    }
    step(named.len() as u64, named.len() as u64, "files")?;
    seen.look("files", || {
        if missing.is_empty() && changed.is_empty() {
            let counts = json!({"n": named.len() - elsewhere, "elsewhere": elsewhere});
            return Ok(Found::Fine(say("doctor.files", counts)));
        }
        let some = |all: &[&str]| all.iter().take(MOST).copied().collect::<Vec<_>>().join(", ");
        Ok(Found::Bad(
            say(
                "doctor.files_wrong",
                json!({"missing": some(&missing), "changed": some(&changed)}),
            ),
            plain("doctor.copy_files"),
        ))
    });
    let found = leftovers(files, &root.join("files"), &named, repair);
    seen.look("leftovers", || {
        let (orphans, mut unfinished, mut removed) = found?;
        removed += if repair { aside::sweep(root) } else { 0 };
        unfinished += aside::left_behind(root);
        let counts = json!({"orphans": orphans, "unfinished": unfinished, "removed": removed});
        Ok(Found::Fine(say("doctor.leftovers", counts)))
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

#[cfg(test)]
mod tests {
    use super::{LABELS, language};
    use serde_json::json;

    #[test]
    fn the_doctor_speaks_every_language() {
        let args = json!({"orphans": 1, "unfinished": 0, "removed": 2, "n": 3, "seq": 4,
                          "file": "f", "list": "l", "table": "t", "wrong": "w", "head": "h",
                          "missing": "m", "changed": "c", "format": 1, "id": "i",
                          "unreadable": 5, "elsewhere": 6});
        for label in LABELS {
            let said = language::LANGUAGES.map(|locale| language::phrase(locale, label, &args));
            assert!(said.iter().all(|s| s != label && !s.contains("{$")), "{label}: {said:?}");
            let is_list = *label == "doctor.broken" || *label == "doctor.differs";
            assert!(is_list || said[0] != said[1], "{label} is not said in Hindi");
        }
    }
}
