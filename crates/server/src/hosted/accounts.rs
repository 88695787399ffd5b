//! The server's own store (`server.db`): which workspaces there are, who may sign in to them, and
//! from which devices. No row of any workspace is in here, and no name or address of a person.
//!
//! Invariant: passwords, tokens and codes are kept as hashes only; what must be read again (the
//! secret of a second factor) is sealed by the workspace's key.
//! Invariant: a renewal token is good for one renewal. Shown again it ends the sign-in, unless the
//! answer to its renewal may have been lost (a minute, and nothing of it was ever used).

use super::password::{self, hash_of};
use super::post;
use super::second;
use super::wipes;
use netra_kernel::{Error, Id, Result};
use netra_sync::account::{AccountError, DeviceView, Invited, Secret, Tokens};
use netra_workspace::Host;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const SECOND: i64 = 1_000;
pub(crate) const ACCESS_LASTS: i64 = 15 * 60;
pub(crate) const REFRESH_LASTS: i64 = 7 * 24 * 3600;
/// How long after a renewal its answer may count as lost.
const LOST_ANSWER: i64 = 60 * SECOND;
/// How long a one-time code may be used.
const CODE_LASTS: i64 = 7 * 24 * 3600 * SECOND;

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS workspaces (
    name     TEXT PRIMARY KEY NOT NULL,
    -- a reserved one waits for a workspace to be attached
    is_ready INTEGER NOT NULL CHECK (is_ready IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS accounts (
    workspace TEXT NOT NULL, person BLOB NOT NULL, password TEXT NOT NULL,
    PRIMARY KEY (workspace, person)
) STRICT, WITHOUT ROWID;
-- One-time codes. Without a person: to attach a workspace.
CREATE TABLE IF NOT EXISTS codes (
    hash BLOB PRIMARY KEY NOT NULL, workspace TEXT NOT NULL, person BLOB,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sign_ins (
    id BLOB PRIMARY KEY NOT NULL, workspace TEXT NOT NULL, person BLOB NOT NULL,
    label TEXT NOT NULL, device BLOB NOT NULL,
    signed_in_at INTEGER NOT NULL, seen_at INTEGER NOT NULL,
    -- NULL while it is good; else why it is not: replaced, signed_out, reused, reset, revoked, wipe
    ended TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sign_ins_person ON sign_ins (workspace, person);
-- The identities that a sign-in's device has had (a fork gives it another one).
CREATE TABLE IF NOT EXISTS identities (
    device BLOB PRIMARY KEY NOT NULL, sign_in BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tokens (
    hash BLOB PRIMARY KEY NOT NULL, sign_in BLOB NOT NULL,
    is_refresh INTEGER NOT NULL CHECK (is_refresh IN (0, 1)),
    expires_at INTEGER NOT NULL, used_at INTEGER, parent BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS tokens_sign_in ON tokens (sign_in);
";

/// Who asks, as far as a token says.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub workspace: String,
    pub person: Id,
    pub sign_in: Id,
}

pub(crate) struct Accounts {
    conn: Mutex<Connection>,
    host: Host,
    /// When sign-ins were heard since they were renewed: too often to write it down each time.
    seen: Mutex<HashMap<Id, i64>>,
}

impl Accounts {
    /// # Errors
    /// Storage errors.
    pub(crate) fn open(file: &Path, host: Host) -> Result<Accounts> {
        let conn = Connection::open(file)?;
        conn.busy_timeout(Duration::from_secs(10))?;
        conn.pragma_update(None, "journal_mode", "wal")?;
        conn.pragma_update(None, "synchronous", "full")?;
        conn.execute_batch(TABLES)?;
        conn.execute_batch(second::TABLES)?;
        conn.execute_batch(wipes::TABLES)?;
        conn.execute_batch(super::admin::TABLES)?;
        conn.execute_batch(post::TABLES)?;
        Ok(Accounts { conn: Mutex::new(conn), host, seen: Mutex::default() })
    }

    /// Copies the whole store as it is now to a file that does not exist yet.
    /// # Errors
    /// Storage errors.
    pub(crate) fn copy_to(&self, file: &Path) -> Result<()> {
        let mut aside = file.as_os_str().to_owned();
        aside.push(".partial");
        let aside = Path::new(&aside);
        // What was left by one that was killed.
        let _ = std::fs::remove_file(aside);
        drop(netra_workspace::folder::private_file(aside)?);
        self.conn().execute("VACUUM INTO ?1", [aside.to_string_lossy()])?;
        let written = std::fs::File::open(aside).and_then(|f| f.sync_all());
        written
            .and_then(|()| std::fs::rename(aside, file))
            .map_err(netra_workspace::files::io_error)
    }

    pub(super) fn conn(&self) -> MutexGuard<'_, Connection> {
        // Whoever panicked rolled back; the connection is sound.
        self.conn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn now(&self) -> i64 {
        self.host.now().0
    }

    /// Notes a workspace; `is_ready` is false for one that is to be attached.
    pub(crate) fn note_workspace(&self, name: &str, is_ready: bool) -> Result<()> {
        self.conn().execute(
            "INSERT INTO workspaces (name, is_ready) VALUES (?1, ?2)
             ON CONFLICT DO UPDATE SET is_ready = excluded.is_ready",
            params![name, is_ready],
        )?;
        Ok(())
    }

    /// None when there is none of that name; else whether it can be used.
    pub(crate) fn workspace(&self, name: &str) -> Result<Option<bool>> {
        Ok(self
            .conn()
            .prepare_cached("SELECT is_ready FROM workspaces WHERE name = ?1")?
            .query_row([name], |r| r.get(0))
            .optional()?)
    }

    pub(crate) fn workspaces(&self) -> Result<Vec<(String, bool)>> {
        let conn = self.conn();
        let mut stmt = conn.prepare("SELECT name, is_ready FROM workspaces ORDER BY name")?;
        let rows = stmt.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// A one-time code for a person's password, or (without a person) to attach a workspace. Earlier ones
    /// for the same end: one of them may have reached somebody else.
    pub(crate) fn code(&self, workspace: &str, person: Option<Id>) -> Result<Invited> {
        let made = self.code_lasting(workspace, person, CODE_LASTS)?;
        self.conn().execute(
            "DELETE FROM codes WHERE workspace = ?1 AND person IS ?2 AND hash <> ?3",
            params![workspace, person, hash_of(&made.code.0)],
        )?;
        Ok(made)
    }

    /// The same for so many ms.
    pub(crate) fn code_lasting(
        &self,
        workspace: &str,
        person: Option<Id>,
        lasts: i64,
    ) -> Result<Invited> {
        let (code, hash) = password::token()?;
        let expires_at = self.now() + lasts;
        let conn = self.conn();
        conn.execute("DELETE FROM codes WHERE expires_at < ?1", [self.now()])?;
        conn.execute(
            "INSERT INTO codes (hash, workspace, person, expires_at) VALUES (?1, ?2, ?3, ?4)",
            params![hash, workspace, person, expires_at],
        )?;
        Ok(Invited { code, expires_at })
    }

    pub(crate) fn has_account(&self, workspace: &str, person: Id) -> Result<bool> {
        Ok(self
            .conn()
            .prepare_cached("SELECT 1 FROM accounts WHERE workspace = ?1 AND person = ?2")?
            .exists(params![workspace, person])?)
    }

    /// Whether a code to attach is good. It is used up by [`Accounts::accept`].
    /// # Errors
    /// `account.invitation`.
    pub(crate) fn may_attach(&self, workspace: &str, code: &str) -> Result<()> {
        take_code(&self.conn(), workspace, code, self.now(), true).map(|_| ())
    }

    /// Whom a code is for that is good.
    /// # Errors
    /// `account.invitation`.
    pub(crate) fn person_of_code(&self, workspace: &str, code: &Secret) -> Result<Option<Id>> {
        take_code(&self.conn(), workspace, &code.0, self.now(), false)
    }

    /// Sets a person's password by a one-time code. Whoever was signed in no longer is. A workspace that
    /// was handed over is one from now on, and the code that it came with is used up.
    /// # Errors
    /// `account.invitation`, `account.password_short`.
    pub(crate) fn accept(&self, workspace: &str, code: &Secret, password: &Secret) -> Result<()> {
        password.may_be_password()?;
        // A wrong code must not cost a slow hash.
        take_code(&self.conn(), workspace, &code.0, self.now(), false)?;
        let kept = password::keep(password)?;
        let now = self.now();
        let mut conn = self.conn();
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let person = take_code(&tx, workspace, &code.0, now, false)?;
        post::know_by_code(&tx, &code.0)?;
        // Whatever other codes there are for this person have had their time too.
        tx.execute(
            "DELETE FROM codes WHERE workspace = ?1 AND (person = ?2 OR person IS NULL)",
            params![workspace, person],
        )?;
        tx.execute("UPDATE workspaces SET is_ready = 1 WHERE name = ?1", [workspace])?;
        tx.execute(
            "INSERT INTO accounts (workspace, person, password) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET password = excluded.password",
            params![workspace, person, kept],
        )?;
        tx.execute(
            "UPDATE sign_ins SET ended = 'reset'
             WHERE workspace = ?1 AND person = ?2 AND ended IS NULL",
            params![workspace, person],
        )?;
        Ok(tx.commit()?)
    }

    /// Whether this is the person's password. Takes as long when there is no account.
    pub(crate) fn knows(
        &self,
        workspace: &str,
        person: Option<Id>,
        password: &Secret,
    ) -> Result<bool> {
        let kept: Option<String> = match person {
            None => None,
            Some(person) => self
                .conn()
                .prepare_cached(
                    "SELECT password FROM accounts WHERE workspace = ?1 AND person = ?2",
                )?
                .query_row(params![workspace, person], |r| r.get(0))
                .optional()?,
        };
        password::fits(password, kept.as_deref())
    }

    /// Signs a device in. It keeps the identity that it names if that is this person's; else it
    /// gets another. The last part is what it recognises an order to wipe by.
    /// # Errors
    /// `sync.wipe` when its copy is to be removed.
    pub(crate) fn sign_in(
        &self,
        workspace: &str,
        person: Id,
        label: &str,
        device: Option<Id>,
    ) -> Result<(Tokens, Id, String)> {
        let (now, id, fresh) = (self.now(), self.host.new_id()?, self.host.new_id()?);
        let mut conn = self.conn();
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(device) = device
            && let Some(order) = wipes::order_for(&tx, workspace, person, device, now)?
        {
            tx.commit()?;
            return Err(order);
        }
        let device = match device {
            Some(device) if is_free_for(&tx, workspace, person, device)? => device,
            _ => fresh,
        };
        tx.execute(
            "UPDATE sign_ins SET ended = 'replaced' WHERE device = ?1 AND ended IS NULL",
            [device],
        )?;
        let label: String = label.chars().filter(|c| !c.is_control()).take(80).collect();
        tx.execute(
            "INSERT INTO sign_ins (id, workspace, person, label, device, signed_in_at, seen_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
            params![id, workspace, person, label, device, now],
        )?;
        bind(&tx, device, id)?;
        let promise = wipes::promise(&tx, id)?;
        let tokens = issue(&tx, id, None, now)?;
        tx.commit()?;
        Ok((tokens, device, promise))
    }

    /// Another pair of tokens for a renewal token.
    /// # Errors
    /// `account.signed_out`, `account.reused`, `sync.revoked`, `sync.wipe`.
    pub(crate) fn renew(&self, refresh: &Secret) -> Result<Tokens> {
        let (now, hash) = (self.now(), hash_of(&refresh.0));
        let mut conn = self.conn();
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let found: Option<(Id, i64, Option<i64>, Option<String>)> = tx
            .query_row(
                "SELECT s.id, t.expires_at, t.used_at, s.ended
                 FROM tokens t JOIN sign_ins s ON s.id = t.sign_in
                 WHERE t.hash = ?1 AND t.is_refresh = 1",
                [hash],
                |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
            )
            .optional()?;
        let Some((sign_in, expires_at, used_at, ended)) = found else {
            return Err(AccountError::SignedOut.into());
        };
        if ended.as_deref() == Some(wipes::WIPE) {
            let order = wipes::order(&tx, sign_in, now)?;
            tx.commit()?;
            return Err(order);
        }
        is_good(ended.as_deref())?;
        if expires_at <= now {
            return Err(AccountError::SignedOut.into());
        }
        if let Some(used_at) = used_at {
            let was_received = tx
                .prepare("SELECT 1 FROM tokens WHERE parent = ?1 AND used_at IS NOT NULL")?
                .exists([hash])?;
            if was_received || now - used_at > LOST_ANSWER {
                tx.execute("UPDATE sign_ins SET ended = 'reused' WHERE id = ?1", [sign_in])?;
                tx.commit()?;
                return Err(AccountError::Reused.into());
            }
            tx.execute("DELETE FROM tokens WHERE parent = ?1", [hash])?;
        }
        tx.execute("UPDATE tokens SET used_at = ?2 WHERE hash = ?1", params![hash, now])?;
        tx.execute("UPDATE sign_ins SET seen_at = ?2 WHERE id = ?1", params![sign_in, now])?;
        tx.execute(
            "DELETE FROM tokens WHERE sign_in = ?1 AND expires_at < ?2",
            params![sign_in, now],
        )?;
        let tokens = issue(&tx, sign_in, Some(hash), now)?;
        tx.commit()?;
        Ok(tokens)
    }

    /// Whose access token this is.
    /// # Errors
    /// `account.signed_out`, `sync.revoked`, `sync.wipe`.
    pub(crate) fn caller(&self, access: &str) -> Result<Caller> {
        let (now, hash) = (self.now(), hash_of(access));
        let conn = self.conn();
        let found = find(&conn, hash)?.ok_or(AccountError::SignedOut)?;
        let is_used = found.used_at.is_some();
        let caller = self.heard(&conn, found, now)?;
        if !is_used {
            conn.execute("UPDATE tokens SET used_at = ?2 WHERE hash = ?1", params![hash, now])?;
        }
        Ok(caller)
    }

    /// The same where it takes no waiting: nobody else asks at this moment, and nothing is to be
    /// written down.
    pub(crate) fn caller_at_once(&self, access: &str) -> Option<Result<Caller>> {
        let conn = self.conn.try_lock().ok()?;
        let found = find(&conn, hash_of(access)).transpose()?;
        // An order to wipe is written down when it is told.
        let writes = |f: &Found| f.used_at.is_none() || f.ended.as_deref() == Some(wipes::WIPE);
        match found {
            Ok(found) if writes(&found) => None,
            found => Some(found.and_then(|found| self.heard(&conn, found, self.now()))),
        }
    }

    fn heard(&self, conn: &Connection, found: Found, now: i64) -> Result<Caller> {
        let caller = heard(conn, found, now)?;
        self.seen().insert(caller.sign_in, now);
        Ok(caller)
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<Id, i64>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the device that a request names is this sign-in's.
    /// # Errors
    /// `sync.device`.
    pub(crate) fn owns(&self, caller: &Caller, device: Id) -> Result<()> {
        let is_theirs = self
            .conn()
            .prepare_cached("SELECT 1 FROM identities WHERE device = ?1 AND sign_in = ?2")?
            .exists(params![device, caller.sign_in])?;
        if is_theirs { Ok(()) } else { Err(netra_sync::SyncError::Device.into()) }
    }

    /// A fork gave this sign-in's device another identity.
    pub(crate) fn add_identity(&self, caller: &Caller, device: Id) -> Result<()> {
        let conn = self.conn();
        bind(&conn, device, caller.sign_in)?;
        conn.execute(
            "UPDATE sign_ins SET device = ?2 WHERE id = ?1",
            params![caller.sign_in, device],
        )?;
        Ok(())
    }

    /// The sign-ins of one person, or of everybody in the workspace; those that have ended as long
    /// as their device may still have its copy.
    pub(crate) fn devices(&self, caller: &Caller, everybody: bool) -> Result<Vec<DeviceView>> {
        let conn = self.conn();
        let mut stmt = conn.prepare_cached(
            "SELECT s.id, s.person, s.label, s.signed_in_at, s.seen_at, s.ended FROM sign_ins s
             WHERE s.workspace = ?1 AND (s.person = ?2 OR ?3)
             AND (s.ended IS NULL OR s.ended IN ('revoked', 'wipe')
                  OR s.ended IN ('reset', 'reused') AND EXISTS (
                      SELECT 1 FROM identities i WHERE i.device = s.device AND i.sign_in = s.id))
             ORDER BY s.signed_in_at DESC, s.id",
        )?;
        let rows = stmt.query_map(params![caller.workspace, caller.person, everybody], |r| {
            let id: Id = r.get(0)?;
            Ok(DeviceView {
                id,
                person: r.get(1)?,
                label: r.get(2)?,
                signed_in_at: r.get(3)?,
                seen_at: r.get(4)?,
                is_revoked: r.get::<_, Option<String>>(5)?.is_some(),
                is_this: id == caller.sign_in,
                wipe: None,
            })
        })?;
        let mut rows = rows.collect::<rusqlite::Result<Vec<DeviceView>>>()?;
        for row in &mut rows {
            row.wipe = wipes::view(&conn, row.id)?;
            row.seen_at = self.seen().get(&row.id).map_or(row.seen_at, |at| row.seen_at.max(*at));
        }
        Ok(rows)
    }

    /// Ends a sign-in of this workspace: of one's own, or of anybody.
    /// # Errors
    /// `account.no_device`.
    pub(crate) fn revoke(&self, caller: &Caller, id: Id) -> Result<()> {
        let changed = self.conn().execute(
            "UPDATE sign_ins SET ended = 'revoked'
             WHERE id = ?1 AND workspace = ?2 AND ended IS NULL",
            params![id, caller.workspace],
        )?;
        if changed == 0 { Err(AccountError::NoDevice.into()) } else { Ok(()) }
    }

    /// The device itself says good-bye.
    pub(crate) fn sign_out(&self, caller: &Caller) -> Result<()> {
        self.conn().execute(
            "UPDATE sign_ins SET ended = 'signed_out' WHERE id = ?1 AND ended IS NULL",
            [caller.sign_in],
        )?;
        Ok(())
    }
}

/// An access token and its sign-in.
struct Found {
    caller: Caller,
    expires_at: i64,
    used_at: Option<i64>,
    ended: Option<String>,
}

fn find(conn: &Connection, hash: [u8; 32]) -> Result<Option<Found>> {
    Ok(conn
        .prepare_cached(
            "SELECT s.workspace, s.person, s.id, t.expires_at, t.used_at, s.ended
             FROM tokens t JOIN sign_ins s ON s.id = t.sign_in
             WHERE t.hash = ?1 AND t.is_refresh = 0",
        )?
        .query_row([hash], |r| {
            let caller = Caller { workspace: r.get(0)?, person: r.get(1)?, sign_in: r.get(2)? };
            Ok(Found { caller, expires_at: r.get(3)?, used_at: r.get(4)?, ended: r.get(5)? })
        })
        .optional()?)
}

/// Whose it is, if it is still good.
fn heard(conn: &Connection, found: Found, now: i64) -> Result<Caller> {
    if found.ended.as_deref() == Some(wipes::WIPE) {
        return Err(wipes::order(conn, found.caller.sign_in, now)?);
    }
    is_good(found.ended.as_deref())?;
    if found.expires_at <= now {
        return Err(AccountError::SignedOut.into());
    }
    Ok(found.caller)
}

fn is_good(ended: Option<&str>) -> Result<()> {
    match ended {
        None => Ok(()),
        Some("revoked") => Err(AccountError::Revoked.into()),
        Some("reused") => Err(AccountError::Reused.into()),
        Some(_) => Err(AccountError::SignedOut.into()),
    }
}

/// The person whom a code is for, without using it up.
fn take_code(
    conn: &Connection,
    workspace: &str,
    code: &str,
    now: i64,
    to_attach: bool,
) -> Result<Option<Id>> {
    let found: Option<Option<Id>> = conn
        .prepare_cached(
            "SELECT person FROM codes WHERE hash = ?1 AND workspace = ?2 AND expires_at > ?3",
        )?
        .query_row(params![hash_of(code), workspace, now], |r| r.get(0))
        .optional()?;
    match found {
        Some(person) if person.is_none() == to_attach => Ok(person),
        _ => Err(Error::from(AccountError::Invitation)),
    }
}

/// An identity that nobody has had, or that was this person's here and is not revoked.
fn is_free_for(conn: &Connection, workspace: &str, person: Id, device: Id) -> Result<bool> {
    let found: Option<(String, Id, Option<String>)> = conn
        .query_row(
            "SELECT s.workspace, s.person, s.ended
             FROM identities i JOIN sign_ins s ON s.id = i.sign_in WHERE i.device = ?1",
            [device],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
        )
        .optional()?;
    Ok(found.is_none_or(|(w, p, ended)| {
        w == workspace && p == person && !matches!(ended.as_deref(), Some("revoked" | wipes::WIPE))
    }))
}

fn bind(conn: &Connection, device: Id, sign_in: Id) -> Result<()> {
    conn.execute(
        "INSERT INTO identities (device, sign_in) VALUES (?1, ?2)
         ON CONFLICT DO UPDATE SET sign_in = excluded.sign_in",
        params![device, sign_in],
    )?;
    Ok(())
}

fn issue(
    conn: &Transaction<'_>,
    sign_in: Id,
    parent: Option<[u8; 32]>,
    now: i64,
) -> Result<Tokens> {
    let (access, refresh) = (password::token()?, password::token()?);
    for (hash, is_refresh, lasts) in
        [(access.1, false, ACCESS_LASTS), (refresh.1, true, REFRESH_LASTS)]
    {
        conn.execute(
            "INSERT INTO tokens (hash, sign_in, is_refresh, expires_at, parent)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![hash, sign_in, is_refresh, now + lasts * SECOND, parent],
        )?;
    }
    Ok(Tokens {
        access: access.0,
        access_lasts: ACCESS_LASTS,
        refresh: refresh.0,
        refresh_lasts: REFRESH_LASTS,
    })
}
