//! `waiting.log`: what a connected copy has that is nowhere else (commands that wait for the
//! server, and those that need attention), written down a second time beside the database, with
//! what it takes to fetch the copy anew when the database cannot be read.
//!
//! ```text
//! netra waiting 1                 the format
//! CHECKSUM SEALED                 the head: server, workspace, person
//! CHECKSUM SEALED                 one command, and so on
//! ```
//! SEALED is JSON under the workspace's key, as base 64; CHECKSUM is the beginning of its SHA-256.
//! A line begins with its break, not ends: one that was cut off harms none behind it.
//!
//! Invariant: whatever waits in the database is in the file, or the file is known to be behind and
//! written anew with the next chance. It may also tell of a command that has had its outcome: its
//! id keeps that from being applied twice.
//! Invariant: what goes wrong with the file refuses no command and no opening.
//! Invariant: it is written anew inside a transaction that keeps other programs from committing, so
//! a line that is added after a commit is added to the newest file.

use crate::WorkspaceError;
use crate::doctor;
use crate::files::io_error;
use crate::folder::{DATABASE, MANIFEST, Manifest, Workspace, create_private, sync_folder};
use crate::key::{self, Key};
use crate::remote;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use netra_kernel::{Error, Id, Kind, Result};
use netra_sync::only_here::{self, Mark, OnlyHere};
use rusqlite::{Connection, TransactionBehavior};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) const WAITING: &str = "waiting.log";
const NEW: &str = "waiting.log.new";
/// In the names of what could not be read and was put aside.
const DAMAGED: &str = ".damaged-";
const FORMAT: u64 = 1;
const FIRST: &str = "netra waiting ";
const PURPOSE: &str = "netra waiting 1";
/// Hexadecimal digits of a line's checksum.
const CHECKSUM: usize = 16;
/// Longer than any line that is written: the arguments of a bulk command may have 4 MB.
const LONGEST: u64 = 16 << 20;

/// Where a copy belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Head {
    /// The copy's own id, as its manifest has it.
    pub copy: String,
    pub server: String,
    pub workspace: String,
    pub email: String,
    pub person: Id,
    pub device: Id,
    pub label: Option<String>,
    pub certificates: Option<String>,
    /// By which an order to remove the copy is known.
    pub wipe_promise: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Line {
    Head(Head),
    Kept(OnlyHere),
}

/// What is in the file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub head: Option<Head>,
    pub kept: Vec<OnlyHere>,
    /// Lines that are damaged, cut off, or not this copy's.
    pub unreadable: usize,
}

impl Found {
    /// Commands that wait.
    pub fn waiting(&self) -> usize {
        self.kept.iter().filter(|one| matches!(one, OnlyHere::Waiting { .. })).count()
    }

    /// Whether both have the same. What waits is added behind what needs attention, where the database
    /// tells it first: only the order among those that wait counts.
    fn is(&self, other: &Found) -> Result<bool> {
        let text = |found: &Found| {
            let (waiting, attention): (Vec<&OnlyHere>, Vec<&OnlyHere>) =
                found.kept.iter().partition(|one| matches!(one, OnlyHere::Waiting { .. }));
            serde_json::to_vec(&(waiting, attention))
        };
        Ok(self.head == other.head
            && self.unreadable == other.unreadable
            && text(self)? == text(other)?)
    }

    /// What the database has; None for a copy that has no server.
    fn wanted(conn: &Connection, copy: &str) -> Result<Option<Found>> {
        let Some(head) = remote::belongs(conn, copy)? else { return Ok(None) };
        Ok(Some(Found { head: Some(head), kept: only_here::all(conn)?, unreadable: 0 }))
    }
}

pub(crate) fn sealed(key: &Key, line: &Line) -> Result<String> {
    let sealed = BASE64.encode(key::seal(key, PURPOSE, &serde_json::to_vec(line)?)?);
    Ok(format!("\n{} {sealed}", checksum(sealed.as_bytes())))
}

fn checksum(sealed: &[u8]) -> String {
    let mut digits = hex::encode(Sha256::digest(sealed));
    digits.truncate(CHECKSUM);
    digits
}

/// None for a line that is damaged, or sealed by another key.
fn unsealed(key: &Key, line: &[u8]) -> Option<Line> {
    let (sum, rest) = line.split_at_checked(CHECKSUM)?;
    let sealed = rest.strip_prefix(b" ")?;
    if sum != checksum(sealed).as_bytes() {
        return None;
    }
    let plain = key::unseal(key, PURPOSE, &BASE64.decode(sealed).ok()?)?;
    serde_json::from_slice(&plain).ok()
}

/// Reads the file of the copy with this id; None when there is none.
/// # Errors
/// `workspace.format` when a newer program wrote it; storage errors.
pub(crate) fn read(root: &Path, copy: &str, key: &Key) -> Result<Option<Found>> {
    let file = match File::open(root.join(WAITING)) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(io_error)?,
    };
    let mut reader = BufReader::with_capacity(64 * 1024, file);
    let mut found = Found::default();
    let mut line = Vec::new();
    let mut is_first = true;
    while next_line(&mut reader, &mut line).map_err(io_error)? {
        if std::mem::take(&mut is_first) {
            match format_of(&line) {
                Some(FORMAT) => continue,
                Some(found) => {
                    return Err(WorkspaceError::Format { found, known: FORMAT }.into());
                }
                None => {}
            }
        }
        match unsealed(key, &line) {
            Some(Line::Head(head)) => found.head = Some(head),
            Some(Line::Kept(one)) => found.kept.push(one),
            None if line.is_empty() => {}
            None => found.unreadable += 1,
        }
    }
    // Where nothing is encrypted any copy's lines can be read.
    if found.head.as_ref().is_some_and(|head| head.copy != copy) {
        let unreadable = found.unreadable + found.kept.len() + 1;
        return Ok(Some(Found { unreadable, ..Found::default() }));
    }
    Ok(Some(found))
}

fn format_of(line: &[u8]) -> Option<u64> {
    std::str::from_utf8(line).ok()?.strip_prefix(FIRST)?.parse().ok()
}

/// The next line without its break, as far as one may be long; false at the end.
fn next_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    if reader.by_ref().take(LONGEST).read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    match line.last() {
        Some(b'\n') => drop(line.pop()),
        _ => drop(reader.skip_until(b'\n')?),
    }
    Ok(true)
}

/// Writes the file anew, whole or not at all.
fn write(root: &Path, key: &Key, wanted: Found) -> Result<()> {
    let aside = root.join(NEW);
    // One that was cut off.
    let _ = fs::remove_file(&aside);
    let mut out = BufWriter::with_capacity(64 * 1024, create_private(&aside).map_err(io_error)?);
    write!(out, "{FIRST}{FORMAT}").map_err(io_error)?;
    let head = wanted.head.map(Line::Head);
    for line in head.into_iter().chain(wanted.kept.into_iter().map(Line::Kept)) {
        out.write_all(sealed(key, &line)?.as_bytes()).map_err(io_error)?;
    }
    out.into_inner()
        .map_err(io::IntoInnerError::into_error)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&aside, root.join(WAITING)))
        .map_err(io_error)?;
    sync_folder(&root.join(WAITING));
    Ok(())
}

/// Adds one line to the file that is there.
fn append(root: &Path, key: &Key, one: &OnlyHere) -> Result<()> {
    let line = sealed(key, &Line::Kept(one.clone()))?;
    OpenOptions::new()
        .append(true)
        .open(root.join(WAITING))
        .and_then(|mut file| file.write_all(line.as_bytes()).and_then(|()| file.sync_data()))
        .map_err(io_error)
}

/// Writes the file as the database has it now; None for a copy that has no server.
pub(crate) fn write_anew(
    root: &Path,
    copy: &str,
    key: &Key,
    conn: &mut Connection,
) -> Result<Option<Mark>> {
    // A copy that was removed, or is not there yet, gets none.
    if !root.join(MANIFEST).exists() {
        return Ok(None);
    }
    let held = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if let Some(wanted) = Found::wanted(&held, copy)? {
        write(root, key, wanted)?;
    }
    only_here::mark(&held)
}

/// Whether the file is what the database has; None for a copy that has no server.
pub(crate) fn agrees(
    root: &Path,
    copy: &str,
    key: &Key,
    conn: &mut Connection,
) -> Result<Option<(bool, Found)>> {
    // Before the database: what comes in between is in the file too early, never too late.
    let found = read(root, copy, key);
    let moment = conn.transaction()?;
    let Some(wanted) = Found::wanted(&moment, copy)? else { return Ok(None) };
    let found = found.ok().flatten().unwrap_or_default();
    Ok(Some((found.is(&wanted)?, found)))
}

/// What an opening is refused with: where the database of a connected copy cannot be read, how much
/// waits in the file beside it.
pub(crate) fn refusal(root: &Path, manifest: &Manifest, key: &Key, why: Error) -> Error {
    let is_clear = matches!(why.code(), "storage.wrong_key" | "storage.corrupt")
        || (why.code() == "workspace.damaged"
            && why.args().get("file").is_some_and(|file| file == DATABASE));
    if !is_clear && why.kind() != Kind::Internal {
        return why;
    }
    let found = read(root, &manifest.id, key).ok().flatten().unwrap_or_default();
    // A key that opens neither is the one that is wrong.
    let is_ours = found.head.is_some() || !found.kept.is_empty();
    if !is_ours || (!is_clear && !doctor::is_sound(root, key).is_ok_and(|is_sound| !is_sound)) {
        return why;
    }
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let head = found.head.as_ref();
    Error::from(WorkspaceError::CopyDamaged {
        folder: root.display().to_string(),
        url: head.map(Head::url),
        email: head.map(|head| head.email.clone()),
        waiting: count(found.waiting()),
        unreadable: count(found.unreadable),
        has_passphrase: matches!(manifest.protection, key::Protection::Passphrase(_)),
    })
    .because(why.detail().unwrap_or_else(|| why.code().to_owned()))
}

impl Head {
    /// The address of the workspace.
    pub fn url(&self) -> String {
        format!("{}/{}", self.server, self.workspace)
    }
}

/// Everything that belongs to this file in a folder, and what was damaged and put aside.
pub(crate) fn left_behind(root: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let is_ours = |name: &str| name == WAITING || name == NEW || is_damaged(name);
    entries.filter(|e| is_ours(&e.file_name().to_string_lossy())).map(|e| e.path()).collect()
}

fn is_damaged(name: &str) -> bool {
    [DATABASE, WAITING]
        .iter()
        .any(|file| name.strip_prefix(file).is_some_and(|rest| rest.starts_with(DAMAGED)))
}

/// Whether something that was damaged lies in the folder.
pub(crate) fn has_damaged(root: &Path) -> bool {
    let name = |path: &PathBuf| path.file_name().map(|n| n.to_string_lossy().into_owned());
    left_behind(root).iter().filter_map(name).any(|name| is_damaged(&name))
}

/// Gives the damaged database another name, and a copy of the file what it was if parts of it could
/// not be read; gives the database's, if there was one.
pub(crate) fn put_aside(root: &Path, found: &Found, tag: &str) -> Result<Option<String>> {
    if found.unreadable > 0 {
        let copy = root.join(format!("{WAITING}{DAMAGED}{tag}"));
        fs::copy(root.join(WAITING), copy).map_err(io_error)?;
    }
    let kept = format!("{DATABASE}{DAMAGED}{tag}");
    let mut was_there = false;
    // The database last: its log must never be taken for that of another one.
    for suffix in ["-wal", "-shm", "-journal", ""] {
        let (from, to) = (format!("{DATABASE}{suffix}"), format!("{kept}{suffix}"));
        was_there = match fs::rename(root.join(from), root.join(to)) {
            Ok(()) => true,
            Err(e) if e.kind() == io::ErrorKind::NotFound => false,
            Err(e) => return Err(io_error(e)),
        };
    }
    sync_folder(&root.join(DATABASE));
    Ok(was_there.then_some(kept))
}

/// What a program knows about the file of its workspace.
#[derive(Default)]
pub(crate) struct Noted(Mutex<Option<Mark>>);

impl Noted {
    fn lock(&self) -> MutexGuard<'_, Option<Mark>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Workspace {
    /// After a commit, on the connection that did it: `given` now waits.
    pub(crate) fn note_given(&self, conn: &mut Connection, given: &OnlyHere) {
        // What goes wrong is tried again with the next command, sync or opening.
        let _ = self.note(conn, Some(given));
    }

    /// After something that may have changed what waits.
    pub(crate) fn note_waiting(&self, conn: &mut Connection) {
        let _ = self.note(conn, None);
    }

    fn note(&self, conn: &mut Connection, given: Option<&OnlyHere>) -> Result<()> {
        let Some(now) = only_here::mark(conn)? else { return Ok(()) };
        let mut noted = self.noted.lock();
        // Behind until it was written.
        *noted = match (noted.take(), given) {
            (Some(before), None) if before == now => Some(now),
            (Some(before), Some(given)) if before.is_followed_by(now) => {
                append(self.root(), self.key(), given)?;
                Some(now)
            }
            _ => write_anew(self.root(), &self.manifest().id, self.key(), conn)?,
        };
        Ok(())
    }

    /// When it is opened: a command of the file that the database never heard of, since it lost its
    /// last moments, waits again; then the file is what the database has.
    pub(crate) fn compare_waiting(&self) {
        // An opening is not refused for it.
        let _ = self.compare();
    }

    fn compare(&self) -> Result<()> {
        let mut conn = self.writer();
        let copy = &self.manifest().id;
        let agrees = agrees(self.root(), copy, self.key(), &mut conn)?;
        let Some((agrees, found)) = agrees else { return Ok(()) };
        if agrees {
            *self.noted.lock() = only_here::mark(&conn)?;
            return Ok(());
        }
        if let Some(person) = remote::person(&conn)? {
            self.mode(&conn)?;
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            only_here::take_back(&tx, self.engine(), person, &found.kept)?;
            tx.commit()?;
        }
        self.note(&mut conn, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netra_kernel::{Envelope, Timestamp};
    use serde_json::json;
    use zeroize::Zeroizing;

    fn head() -> Head {
        Head {
            copy: "ours".into(),
            server: "https://server.example".into(),
            workspace: "acme".into(),
            email: "asha@acme.example".into(),
            person: Id::named("test", "asha"),
            device: Id::named("test", "laptop"),
            label: None,
            certificates: None,
            wipe_promise: None,
        }
    }

    fn envelope(n: u32) -> Envelope {
        Envelope {
            id: Id::named("command", &n.to_string()),
            name: "lead.create".into(),
            version: 1,
            actor: Id::named("test", "asha"),
            device: Id::named("test", "laptop"),
            device_seq: Some(i64::from(n)),
            at: Timestamp(0),
            args: json!({ "name": format!("Lead {n}\nकल") }),
        }
    }

    fn command(n: u32) -> OnlyHere {
        OnlyHere::Waiting { envelope: envelope(n), settled: None }
    }

    fn found(n: u32) -> Found {
        Found { head: Some(head()), kept: (1..=n).map(command).collect(), unreadable: 0 }
    }

    fn keys() -> [Key; 2] {
        [None, Some(Zeroizing::new([7; 32]))]
    }

    fn names(found: &Found) -> Vec<String> {
        let name = |one: &OnlyHere| match one {
            OnlyHere::Waiting { envelope, .. } | OnlyHere::Attention { envelope, .. } => {
                envelope.args["name"].as_str().unwrap().split('\n').next().unwrap().to_owned()
            }
        };
        found.kept.iter().map(name).collect()
    }

    /// A folder with a file of two commands and a third that was added, and its bytes.
    fn three(key: &Key) -> (tempfile::TempDir, Vec<u8>) {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), key, found(2)).unwrap();
        append(dir.path(), key, &command(3)).unwrap();
        let bytes = fs::read(dir.path().join(WAITING)).unwrap();
        (dir, bytes)
    }

    fn reread(dir: &tempfile::TempDir, key: &Key, bytes: &[u8]) -> Found {
        fs::write(dir.path().join(WAITING), bytes).unwrap();
        read(dir.path(), "ours", key).unwrap().unwrap()
    }

    #[test]
    fn what_is_written_is_read() {
        for key in keys() {
            let (dir, bytes) = three(&key);
            let read_back = read(dir.path(), "ours", &key).unwrap().unwrap();
            assert!(read_back.is(&found(3)).unwrap(), "{read_back:?}");
            let shows = bytes.windows(4).any(|w| w == b"acme" || w == b"Lead");
            assert!(!shows, "not in plain sight");
            assert!(read(&dir.path().join("none"), "ours", &key).unwrap().is_none());
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                let mode = fs::metadata(dir.path().join(WAITING)).unwrap().permissions().mode();
                assert_eq!(mode & 0o777, 0o600);
            }
        }
    }

    #[test]
    fn what_is_added_behind_what_needs_attention_is_what_the_database_has() {
        let attention = OnlyHere::Attention {
            envelope: Envelope { id: Id::named("command", "refused"), ..envelope(9) },
            outcome: "{}".into(),
            facts: None,
            made: None,
        };
        let with = |kept: Vec<OnlyHere>| Found { kept, ..found(0) };
        let key = None;
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &key, with(vec![command(1), attention.clone()])).unwrap();
        append(dir.path(), &key, &command(2)).unwrap();
        let read_back = read(dir.path(), "ours", &key).unwrap().unwrap();
        assert!(read_back.is(&with(vec![command(1), command(2), attention.clone()])).unwrap());
        assert!(!read_back.is(&with(vec![command(2), command(1), attention])).unwrap());
        assert!(!read_back.is(&found(2)).unwrap());
    }

    #[test]
    fn a_tail_that_was_cut_off_costs_itself_alone() {
        for key in keys() {
            let (dir, bytes) = three(&key);
            let last = bytes.iter().rposition(|b| *b == b'\n').unwrap();
            for end in [last + 2, last + 30, bytes.len() - 1] {
                let cut = reread(&dir, &key, &bytes[..end]);
                assert_eq!((names(&cut).len(), cut.unreadable), (2, 1), "{end}");
                assert_eq!(cut.head, Some(head()));
                // What is added behind it is read.
                append(dir.path(), &key, &command(4)).unwrap();
                let more = read(dir.path(), "ours", &key).unwrap().unwrap();
                assert_eq!(names(&more), ["Lead 1", "Lead 2", "Lead 4"]);
            }
        }
    }

    #[test]
    fn any_bit_that_changed_costs_one_line_or_two() {
        for key in keys() {
            let (dir, bytes) = three(&key);
            for at in (FIRST.len() + 2..bytes.len()).step_by(7) {
                let mut spoilt = bytes.clone();
                spoilt[at] ^= 1 << (at % 8);
                let found = reread(&dir, &key, &spoilt);
                // A break that is none any more makes one line of two.
                let left = found.kept.len() + usize::from(found.head.is_some());
                let at_most = if bytes[at] == b'\n' { 2 } else { 1 };
                assert!(left + at_most >= 4 && left < 4, "at {at}: {found:?}");
                assert!(found.unreadable > 0, "at {at}");
            }
        }
    }

    #[test]
    fn what_is_not_ours_is_not_read() {
        let [none, ours] = keys();
        let theirs = Some(Zeroizing::new([8; 32]));
        let (dir, sealed) = three(&ours);
        for key in [&theirs, &none] {
            let found = reread(&dir, key, &sealed);
            assert_eq!((found.head, found.kept.len(), found.unreadable), (None, 0, 4));
        }
        let (dir, plain) = three(&none);
        assert_eq!(reread(&dir, &ours, &plain).kept.len(), 0, "nothing unsealed is put under");
        // Another copy that is not encrypted either.
        let other = read(dir.path(), "another", &none).unwrap().unwrap();
        assert_eq!((other.head, other.kept.len(), other.unreadable), (None, 0, 4));
    }

    #[test]
    fn whatever_lies_there_is_read_without_a_fault() {
        for key in keys() {
            let (dir, bytes) = three(&key);
            for nothing in [&b""[..], b"\n\n\n", b"netra waiting 1", b"netra waiting 1\n"] {
                let found = reread(&dir, &key, nothing);
                assert_eq!((found.kept.len(), found.unreadable), (0, 0), "{nothing:?}");
            }
            for rubbish in [&b"x"[..], b"netra waiting one", &[0xff; 3_000], "ल".as_bytes()] {
                assert!(reread(&dir, &key, rubbish).unreadable > 0, "{rubbish:.20?}");
                // The first line alone is lost.
                let rest = bytes.iter().position(|b| *b == b'\n').unwrap();
                let found = reread(&dir, &key, &[rubbish, &bytes[rest..]].concat());
                assert_eq!(found.kept.len(), 3, "{rubbish:.20?}");
            }
            // A line that is longer than any is not kept in memory, and costs itself alone.
            let endless = vec![b'a'; LONGEST as usize + 3];
            let rest = bytes.iter().position(|b| *b == b'\n').unwrap();
            let found = reread(&dir, &key, &[&endless[..], &bytes[rest..]].concat());
            assert_eq!((found.kept.len(), found.unreadable), (3, 1));
        }
    }

    #[test]
    fn what_a_newer_program_wrote_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(WAITING), "netra waiting 2\nsomething else").unwrap();
        let refused = read(dir.path(), "ours", &None).unwrap_err();
        assert_eq!(refused.code(), "workspace.format");
    }

    #[test]
    fn ten_thousand_are_read_as_they_were() {
        let dir = tempfile::tempdir().unwrap();
        let [_, key] = keys();
        write(dir.path(), &key, found(10_000)).unwrap();
        append(dir.path(), &key, &command(10_001)).unwrap();
        let read_back = read(dir.path(), "ours", &key).unwrap().unwrap();
        assert!(read_back.is(&found(10_001)).unwrap());
    }

    #[test]
    fn what_is_put_aside_is_known_by_its_name() {
        let dir = tempfile::tempdir().unwrap();
        write(dir.path(), &None, found(1)).unwrap();
        for name in ["netra.db", "netra.db-wal", "netra.db.mine", "waiting.log.mine"] {
            fs::write(dir.path().join(name), name).unwrap();
        }
        assert!(!has_damaged(dir.path()));
        let torn = Found { unreadable: 1, ..Found::default() };
        let kept = put_aside(dir.path(), &torn, "1f").unwrap().unwrap();
        assert_eq!(fs::read(dir.path().join(&kept)).unwrap(), b"netra.db");
        assert!(has_damaged(dir.path()) && dir.path().join(format!("{kept}-wal")).exists());
        assert!(!dir.path().join("netra.db").exists() && dir.path().join(WAITING).exists());
        assert_eq!(left_behind(dir.path()).len(), 4, "the database, its log, and the file twice");
        assert_eq!(put_aside(dir.path(), &found(0), "2f").unwrap(), None);
    }
}
