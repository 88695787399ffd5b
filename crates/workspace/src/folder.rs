//! A workspace's folder: create, open, ask, run.
//!
//! Invariant: one writing connection per process; questions go to connections that cannot write,
//! each to one moment of the data.
//! Invariant: a folder made by a newer program is refused before anything is written.

use crate::WorkspaceError;
use crate::aside::{self, Aside};
use crate::backup::{Step, create_private_folder};
pub(crate) use crate::backup::{create_private, sync_folder};
use crate::demo::Demo;
use crate::dialler::Lines;
use crate::files::{FileStore, io_error, unwritable};
use crate::host::Host;
use crate::key::{self, Choice, Key, KeySource, Protection};
use crate::lease::Lease;
pub(crate) use crate::manifest::MANIFEST;
pub use crate::manifest::{FORMAT, Manifest, read_manifest, write_manifest};
use crate::moment::Moment;
use crate::packs::{PACKS, packs_in_clear};
use crate::remote::{self, past};
use crate::waiting::{self, Noted};
use crate::wiped;
use netra_core::{catalogue, people, schema};
use netra_kernel::{Asking, Changes, Engine, Error, Id, Mode, Result, ask, ask_text};
use netra_sync::replica;
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

pub(crate) const DATABASE: &str = "netra.db";

/// Who uses the workspace, and in which language they read.
#[derive(Clone, Debug)]
pub struct Session {
    pub actor: Id,
    pub locale: String,
}

/// What `netra init` needs to know.
#[derive(Clone, Debug)]
pub struct CreateOptions {
    pub choice: Choice,
    pub content: Content,
}

/// What a new workspace holds.
#[derive(Clone, Debug)]
pub enum Content {
    /// The firm alone: the arguments of `workspace.create`.
    Firm(Value),
    /// The demo firm.
    Demo(Demo),
    /// Nothing: a replica, to be filled by its server.
    Nothing,
}

/// An open workspace. Shared by threads.
pub struct Workspace {
    root: PathBuf,
    manifest: Manifest,
    key: Key,
    host: Host,
    pub(crate) engine: Engine,
    pub(crate) device: Id,
    writer: Mutex<Connection>,
    pub(crate) readers: Mutex<Vec<Connection>>,
    /// Its server has had it removed; nothing is answered any more.
    pub(crate) is_gone: AtomicBool,
    pub(crate) lease: Lease,
    pub(crate) noted: Noted,
    /// Its server is taking it over at this moment; a command given now would be in neither.
    pub(crate) is_handed_over: AtomicBool,
    listeners: Mutex<Vec<SyncSender<Changes>>>,
    files: FileStore,
    pub(crate) lines: Lines,
}

/// A command that ran, with its id for undo.
#[derive(Clone, Debug)]
pub struct Given {
    pub command: Id,
    pub outcome: Value,
    pub undoable: bool,
    /// The server decided it: what it changed comes with the next sync.
    pub is_by_server: bool,
}

impl Workspace {
    /// Makes a workspace in a folder that is empty or does not exist.
    /// # Errors
    /// `workspace.folder_taken`, `key.passphrase_needed`, what `workspace.create` refuses.
    pub fn create(
        root: &Path,
        options: &CreateOptions,
        source: &KeySource,
        host: Host,
    ) -> Result<Workspace> {
        Workspace::create_watched(root, options, source, host, &|_, _, _| Ok(()))
    }

    /// The same, with somebody who watches and may stop it; then nothing of it stays.
    /// # Errors
    /// As [`Workspace::create`]; what `step` says.
    pub fn create_watched(
        root: &Path,
        options: &CreateOptions,
        source: &KeySource,
        host: Host,
        step: Step<'_>,
    ) -> Result<Workspace> {
        aside::must_be_free(root)?;
        let was_there = root.exists();
        create_private_folder(root).map_err(io_error)?;
        let id = host.new_id()?.to_string();
        let made = key::create(&id, options.choice, source).and_then(|(key, protection)| {
            let manifest = Manifest { format: FORMAT, id, protection };
            let made = Workspace::make(root, &manifest, key, host, options, step);
            if made.is_err() {
                key::forget(&manifest.id, &manifest.protection);
            }
            made
        });
        if made.is_err() && !was_there {
            // Empty again; the error that matters is the one we return.
            let _ = fs::remove_dir(root);
        }
        made
    }

    fn make(
        root: &Path,
        manifest: &Manifest,
        key: Key,
        host: Host,
        options: &CreateOptions,
        step: Step<'_>,
    ) -> Result<Workspace> {
        let aside = Aside::new(root)?;
        create_private(&aside.path(DATABASE)).map_err(io_error)?;
        let mut conn = connect(&aside.path(DATABASE), &key, false)?;
        schema::migrate(&mut conn)?;
        let begun =
            Workspace::assemble(aside.folder(), manifest.clone(), key.clone(), host.clone(), conn)?;
        match &options.content {
            Content::Firm(firm) => {
                let founder = Session { actor: begun.host.new_id()?, locale: "en".into() };
                begun.run(&founder, "workspace.create", firm.clone())?;
            }
            Content::Demo(demo) => crate::demo::fill(&begun, demo, step)?,
            Content::Nothing => {}
        }
        write_manifest(aside.folder(), manifest)?;
        // Closed, so that all of it is in the one file.
        drop(begun);
        // The manifest comes last: without it the folder is not a workspace.
        for name in ["files", "netra.db-wal", DATABASE, MANIFEST] {
            let made = aside.path(name);
            if made.exists() {
                fs::rename(made, root.join(name)).map_err(io_error)?;
            }
        }
        sync_folder(&root.join(MANIFEST));
        drop(aside);
        // A copy that was removed from here is no longer what is to be told.
        let _ = fs::remove_file(root.join(wiped::MARK));
        Workspace::reopen(root, manifest.clone(), key, host)
    }

    /// Opens a workspace and brings it up to this program's version.
    /// # Errors
    /// `workspace.not_found`, `workspace.wiped`, `workspace.format`, `schema.newer`, the key's
    /// errors, `storage.wrong_key`, `storage.corrupt`; `workspace.copy_damaged` where those are
    /// said of a copy that has a server.
    pub fn open(root: &Path, source: &KeySource, host: Host) -> Result<Workspace> {
        wiped::refuse(root)?;
        let manifest = read_manifest(root)?;
        let key = key::unlock(&manifest.id, &manifest.protection, source)?;
        let opened = Workspace::read(root, &key).and_then(|conn| {
            let (manifest, key) = (manifest.clone(), key.clone());
            Workspace::assemble(root, manifest, key, host, conn)
        });
        let opened = opened.map_err(|e| waiting::refusal(root, &manifest, &key, e))?;
        aside::sweep(root);
        opened.compare_waiting();
        Ok(opened)
    }

    /// The database of a folder, brought up to this program's version.
    fn read(root: &Path, key: &Key) -> Result<Connection> {
        let database = root.join(DATABASE);
        let damaged = || Error::from(WorkspaceError::Damaged { file: DATABASE.into() });
        // A workspace without its database is a loss to be told, never a new beginning.
        if fs::metadata(&database).map_or(0, |m| m.len()) == 0 {
            return Err(damaged());
        }
        let mut conn = connect(&database, key, false)?;
        match schema::version(&conn)? {
            0 => return Err(damaged()),
            // What a new copy builds last is there before anything is changed about it.
            version if version < schema::newest() => netra_sync::indexes::all(&mut conn)?,
            _ => {}
        }
        schema::migrate(&mut conn)?;
        Ok(conn)
    }

    /// Opens a folder whose key is at hand.
    pub(crate) fn reopen(
        root: &Path,
        manifest: Manifest,
        key: Key,
        host: Host,
    ) -> Result<Workspace> {
        let conn = connect(&root.join(DATABASE), &key, false)?;
        let opened = Workspace::assemble(root, manifest, key, host, conn)?;
        opened.compare_waiting();
        Ok(opened)
    }

    pub(crate) fn assemble(
        root: &Path,
        manifest: Manifest,
        key: Key,
        host: Host,
        conn: Connection,
    ) -> Result<Workspace> {
        let engine = Engine::open(&conn, catalogue::catalogue())?;
        let device = device(&conn, &host)?;
        let files = FileStore::new(root.join("files"), key.clone());
        Ok(Workspace {
            root: root.to_owned(),
            manifest,
            key,
            host,
            engine,
            device,
            writer: Mutex::new(conn),
            readers: Mutex::default(),
            is_gone: AtomicBool::new(false),
            lease: Lease::default(),
            noted: Noted::default(),
            is_handed_over: AtomicBool::new(false),
            listeners: Mutex::default(),
            files,
            lines: Lines::default(),
        })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }
    pub fn key(&self) -> &Key {
        &self.key
    }
    pub fn host(&self) -> &Host {
        &self.host
    }
    pub fn files(&self) -> &FileStore {
        &self.files
    }
    /// This copy's own id among the workspace's devices.
    pub fn device(&self) -> Id {
        self.device
    }

    /// Whether a server has the last word.
    pub fn is_replica(&self) -> bool {
        replica::identity(&self.writer()).is_ok_and(|identity| identity.is_some())
    }

    /// Whose word this copy is, and the device that its commands count for. Another program may
    /// have connected the workspace a moment ago, so it is read each time.
    pub(crate) fn mode(&self, conn: &Connection) -> Result<(Mode, Id)> {
        Ok(match replica::identity(conn)? {
            None => (Mode::Authority, self.device),
            Some(device) => {
                // A row may refer to one that its person may not see.
                conn.pragma_update(None, "foreign_keys", false)?;
                (Mode::Replica, device)
            }
        })
    }
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The writing connection; held only for as long as one step takes.
    pub fn writer(&self) -> MutexGuard<'_, Connection> {
        // A thread that panicked while writing rolled back; the connection is sound.
        self.writer.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The same, if nobody has it at the moment.
    pub(crate) fn try_writer(&self) -> Option<MutexGuard<'_, Connection>> {
        self.writer.try_lock().ok()
    }

    /// The owner who was first, for a program that was not told who acts.
    /// # Errors
    /// `actor.unknown` when there is none.
    pub fn owner(&self) -> Result<Id> {
        first_owner(&self.writer()).map(|(owner, _)| owner)
    }

    /// A session for the person with this e-mail address, or for the owner; on a replica for the
    /// person who is signed in, and nobody else.
    /// # Errors
    /// `actor.unknown`, `sync.not_yours`.
    pub fn session(&self, email: Option<&str>, locale: &str) -> Result<Session> {
        self.is_still_here()?;
        let signed_in = remote::person(&self.writer())?;
        if let Some(person) = signed_in {
            let named = match email {
                None => Some(person),
                Some(email) => people::person_by_email(&self.writer(), email)?.map(Id::from),
            };
            if named != Some(person) {
                return Err(remote::RemoteError::NotYours.into());
            }
            return Ok(Session { actor: person, locale: locale.to_owned() });
        }
        let actor = match email {
            None => self.owner()?,
            Some(email) => people::person_by_email(&self.writer(), email)?
                .map(Id::from)
                .ok_or_else(|| Error::new(netra_kernel::Kind::Forbidden, "actor.unknown"))?,
        };
        Ok(Session { actor, locale: locale.to_owned() })
    }

    /// Answers a question now.
    /// # Errors
    /// Whatever the query refuses.
    pub fn ask(&self, session: &Session, name: &str, args: &Value) -> Result<Value> {
        let here = self.asking(session, |conn, asking| ask(conn, &self.engine, asking, name, args));
        match past::is_of_the_server(self, name) {
            true => past::ask(self, session, name, args, here?),
            false => here,
        }
    }

    /// The same as JSON text, for whoever only hands it on.
    /// # Errors
    /// Whatever the query refuses.
    pub fn ask_text(&self, session: &Session, name: &str, args: &Value) -> Result<String> {
        if past::is_of_the_server(self, name) {
            return Ok(self.ask(session, name, args)?.to_string());
        }
        self.asking(session, |conn, asking| ask_text(conn, &self.engine, asking, name, args))
    }

    fn asking<T>(
        &self,
        session: &Session,
        ask: impl FnOnce(&Connection, Asking<'_>) -> Result<T>,
    ) -> Result<T> {
        self.moment()?.asking(session, ask)
    }

    /// Reads on a connection that cannot write, beside whoever writes.
    /// # Errors
    /// What `read` says; storage errors.
    pub fn reading<T>(&self, read: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let mut conn = self.reader()?;
        let answer = read(&mut conn);
        self.rest(conn);
        answer
    }

    /// Holds the data as it is now, for questions that must agree with each other.
    /// # Errors
    /// Storage errors.
    pub fn moment(&self) -> Result<Moment<'_>> {
        Moment::of(self, self.reader()?)
    }

    fn reader(&self) -> Result<Connection> {
        let conn = self.unasked_reader()?;
        match self.may_open(&conn) {
            Ok(()) => Ok(conn),
            Err(e) => {
                self.rest(conn);
                Err(e)
            }
        }
    }

    /// Without asking whether the data may be opened; only `lease.rs` has a use for it.
    pub(crate) fn unasked_reader(&self) -> Result<Connection> {
        self.is_still_here()?;
        match self.readers.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop() {
            Some(conn) => Ok(conn),
            None => connect(&self.root.join(DATABASE), &self.key, true),
        }
    }

    /// Takes a reading connection back.
    pub(crate) fn rest(&self, conn: Connection) {
        self.readers.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(conn);
    }

    /// Hears of every commit from now on. A listener that does not keep up misses announcements,
    /// never blocks the writer.
    pub fn subscribe(&self) -> Receiver<Changes> {
        let (sender, receiver) = sync_channel(1_024);
        self.listeners.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(sender);
        receiver
    }

    /// Tells every listener.
    pub fn announce(&self, changes: &Changes) {
        let mut listeners =
            self.listeners.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        listeners
            .retain(|l| !matches!(l.try_send(changes.clone()), Err(TrySendError::Disconnected(_))));
    }

    /// A number that changes when another program commits.
    /// # Errors
    /// Storage errors.
    pub fn data_version(&self) -> Result<i64> {
        let conn = self.writer();
        Ok(conn.query_row("PRAGMA data_version", [], |r| r.get(0))?)
    }

    /// How this workspace stands, for `netra status` and the about page.
    /// # Errors
    /// Storage errors.
    pub fn status(&self) -> Result<Value> {
        self.is_still_here()?;
        let conn = self.writer();
        let count = |sql: &str| conn.query_row(sql, [], |r| r.get::<_, i64>(0));
        let (seq, hash) = netra_kernel::journal::head(&conn)?;
        let protection = match &self.manifest.protection {
            Protection::Keychain => "encrypted; the key is in the operating system's keychain",
            Protection::Passphrase(_) => "encrypted; the key is wrapped by your passphrase",
            Protection::None => "NOT encrypted: anybody who can read the folder can read the data",
        };
        let packs = packs_in_clear(&self.root);
        let protection = match (&self.manifest.protection, packs) {
            (Protection::None, _) | (_, 0) => protection.to_owned(),
            _ => format!("{protection}; the {packs} packs in the folder `{PACKS}` are in clear"),
        };
        let sqlite: String = conn.query_row("SELECT sqlite_version()", [], |r| r.get(0))?;
        Ok(json!({
            "workspace": self.manifest.id,
            "folder": self.root.display().to_string(),
            "firm": conn.query_row(
                "SELECT value FROM settings WHERE key = 'firm.name'", [], |r| r.get::<_, String>(0))
                .ok().and_then(|v| serde_json::from_str::<Value>(&v).ok()),
            "protection": self.manifest.protection.name(),
            "protection_detail": protection,
            "role": remote::role(&conn)?,
            "sync": remote::standing(&conn, self.host.now())?,
            "schema_version": schema::newest(),
            "sqlite_version": sqlite,
            "journal": {"entries": seq, "head": hex::encode(hash)},
            "people": count("SELECT count(*) FROM people")?,
            "pending": count("SELECT count(*) FROM pending")?,
            "files": count("SELECT count(*) FROM files")?,
            "packs_in_clear": packs,
            "database_bytes": fs::metadata(self.root.join(DATABASE)).map(|m| m.len()).unwrap_or(0),
        }))
    }
}

/// The owner who was first, with their e-mail address.
/// # Errors
/// `actor.unknown` when there is none.
pub(crate) fn first_owner(conn: &Connection) -> Result<(Id, String)> {
    conn.query_row(
        "SELECT p.id, p.email FROM people p JOIN person_roles pr ON pr.person_id = p.id
         JOIN roles r ON r.id = pr.role_id
         WHERE r.key = 'owner' AND p.status = 'active' ORDER BY p.created_at, p.id LIMIT 1",
        [],
        |r| Ok((r.get(0)?, r.get(1)?)),
    )
    .optional()?
    .ok_or_else(|| Error::new(netra_kernel::Kind::Forbidden, "actor.unknown"))
}

/// This copy's device. A new workspace has none, nor has a restored one (a device's identity does
/// not travel in a backup): it gets its own when it is opened first.
fn device(conn: &Connection, host: &Host) -> Result<Id> {
    let read = || -> Result<Option<String>> {
        Ok(conn
            .query_row("SELECT value FROM local_facts WHERE name = 'device'", [], |r| r.get(0))
            .optional()?)
    };
    let mut kept = read()?;
    if kept.is_none() {
        // Two programs may open at once; the first one's choice counts for both.
        conn.execute(
            "INSERT INTO local_facts (name, value) VALUES ('device', ?1) ON CONFLICT DO NOTHING",
            [host.new_id()?.to_string()],
        )?;
        kept = read()?;
    }
    kept.as_deref()
        .and_then(Id::parse)
        .ok_or_else(|| WorkspaceError::Damaged { file: DATABASE.into() }.into())
}

/// Opens the database file with the settings that every connection has. The file must be there.
/// # Errors
/// `storage.wrong_key` when the key does not fit.
pub fn connect(path: &Path, key: &Key, is_reader: bool) -> Result<Connection> {
    let conn = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    conn.busy_timeout(Duration::from_secs(10))?;
    // SQLCipher would write to stderr by itself, which belongs to the shells; errors come back.
    conn.pragma_update(None, "cipher_log_level", "none")?;
    if let Some(key) = key {
        conn.pragma_update(None, "key", format!("x'{}'", hex::encode(key.as_ref())))?;
    }
    // The first read tells whether the key fits.
    conn.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get::<_, i64>(0))
        .map_err(|e| unwritable(path).unwrap_or_else(|| e.into()))?;
    conn.pragma_update(None, "journal_mode", "wal")?;
    conn.pragma_update(None, "synchronous", "full")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "recursive_triggers", true)?;
    conn.pragma_update(None, "temp_store", "memory")?;
    // Decrypting a page costs more than keeping it: 64 MiB for the writer, 32 for each reader.
    conn.pragma_update(None, "cache_size", if is_reader { -32_768 } else { -65_536 })?;
    conn.set_prepared_statement_cache_capacity(512);
    if is_reader {
        conn.pragma_update(None, "query_only", true)?;
    }
    Ok(conn)
}

/// A new file that only its owner may read.
/// # Errors
/// `storage.failed`, `storage.full`.
pub fn private_file(path: &Path) -> Result<fs::File> {
    create_private(path).map_err(io_error)
}

/// A folder that only its owner may enter.
/// # Errors
/// As [`private_file`].
pub fn private_folder(path: &Path) -> Result<()> {
    create_private_folder(path).map_err(io_error)
}
