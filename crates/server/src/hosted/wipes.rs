//! `/api/v1/devices/{id}/wipe` and `/api/v1/wiped`: a device that is to remove its copy when it
//! comes next, and what it says when that is done.
//!
//! Invariant: the order is told only to who shows a token of that very sign-in, or who signs in
//! again with its identity; it carries the key that was promised to it, by hash, when it signed in,
//! so that no other server and no other order can speak for this one.
//! Invariant: nothing else of an ended sign-in's tokens is good for anything.

use super::accounts::{Accounts, Caller};
use super::api::{Address, Answer, Json, Raw, SMALL, Served, TRIES_OF_ADDRESS, blocking, read};
use super::password;
use axum::Extension;
use axum::extract::{Path, State};
use netra_core::permissions;
use netra_kernel::{Error, Id, Result};
use netra_sync::account::{AccountError, Secret, WipeView, Wiped};
use netra_workspace::Workspace;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use serde_json::json;
use std::sync::Arc;

pub(super) const TABLES: &str = "
-- What a sign-in's device was promised, by hash, to recognise an order by.
CREATE TABLE IF NOT EXISTS wipe_keys (
    sign_in BLOB PRIMARY KEY NOT NULL, key TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wipes (
    sign_in BLOB PRIMARY KEY NOT NULL,
    ordered_by BLOB NOT NULL, ordered_at INTEGER NOT NULL,
    -- when it was told first, and when it first said that it is done
    told_at INTEGER, done_at INTEGER,
    -- commands that it had not handed in, and that are gone with it
    unsent INTEGER
) STRICT, WITHOUT ROWID;
";

/// The word in `sign_ins.ended`.
pub(super) const WIPE: &str = "wipe";

/// The key of a new sign-in is kept; its device gets the hash.
pub(super) fn promise(conn: &Connection, sign_in: Id) -> Result<String> {
    let (key, hash) = password::token()?;
    conn.execute("INSERT INTO wipe_keys (sign_in, key) VALUES (?1, ?2)", params![sign_in, key.0])?;
    Ok(hex::encode(hash))
}

/// What a device is answered whose sign-in was ended with an order to wipe.
pub(super) fn order(conn: &Connection, sign_in: Id, now: i64) -> Result<Error> {
    let key: Option<String> = conn
        .query_row("SELECT key FROM wipe_keys WHERE sign_in = ?1", [sign_in], |r| r.get(0))
        .optional()?;
    let Some(key) = key else { return Ok(AccountError::Revoked.into()) };
    conn.execute(
        "UPDATE wipes SET told_at = ?2 WHERE sign_in = ?1 AND told_at IS NULL",
        params![sign_in, now],
    )?;
    Ok(AccountError::Wipe { key }.into())
}

/// The order for the device that has this identity, if it was this person's in this workspace.
pub(super) fn order_for(
    conn: &Connection,
    workspace: &str,
    person: Id,
    device: Id,
    now: i64,
) -> Result<Option<Error>> {
    let sign_in: Option<Id> = conn
        .query_row(
            "SELECT s.id FROM identities i JOIN sign_ins s ON s.id = i.sign_in
             WHERE i.device = ?1 AND s.workspace = ?2 AND s.person = ?3 AND s.ended = ?4",
            params![device, workspace, person, WIPE],
            |r| r.get(0),
        )
        .optional()?;
    sign_in.map(|sign_in| order(conn, sign_in, now)).transpose()
}

/// How far an order is.
pub(super) fn view(conn: &Connection, sign_in: Id) -> Result<Option<WipeView>> {
    Ok(conn
        .prepare_cached(
            "SELECT ordered_at, told_at, done_at, unsent FROM wipes WHERE sign_in = ?1",
        )?
        .query_row([sign_in], |r| {
            Ok(WipeView {
                ordered_at: r.get(0)?,
                told_at: r.get(1)?,
                done_at: r.get(2)?,
                unsent: r.get(3)?,
            })
        })
        .optional()?)
}

impl Accounts {
    /// Whose device this is, and so who may end it.
    /// # Errors
    /// `account.no_device`.
    pub(super) fn person_of(&self, caller: &Caller, id: Id) -> Result<Id> {
        self.conn()
            .query_row(
                "SELECT person FROM sign_ins WHERE id = ?1 AND workspace = ?2",
                params![id, caller.workspace],
                |r| r.get(0),
            )
            .optional()?
            .ok_or_else(|| AccountError::NoDevice.into())
    }

    /// Ends a sign-in, and has the device remove its copy when it comes next. One that has ended
    /// may still be told, as long as its device did not sign in again since.
    /// # Errors
    /// `account.no_device`.
    fn order_wipe(&self, caller: &Caller, id: Id) -> Result<()> {
        let now = self.now();
        let mut conn = self.conn();
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let changed = tx.execute(
            "UPDATE sign_ins SET ended = ?3 WHERE id = ?1 AND workspace = ?2
             AND (ended IS NULL OR ended IN ('revoked', 'reset', 'reused'))
             AND EXISTS (SELECT 1 FROM identities i
                         WHERE i.device = sign_ins.device AND i.sign_in = sign_ins.id)",
            params![id, caller.workspace, WIPE],
        )?;
        if changed == 0 {
            return Err(AccountError::NoDevice.into());
        }
        tx.execute(
            "INSERT INTO wipes (sign_in, ordered_by, ordered_at) VALUES (?1, ?2, ?3)",
            params![id, caller.person, now],
        )?;
        Ok(tx.commit()?)
    }

    /// A device says that its copy is gone. The key, which only it was told, says which.
    /// # Errors
    /// `account.no_device`.
    fn wiped(&self, key: &Secret, unsent: u32) -> Result<()> {
        let changed = self.conn().execute(
            "UPDATE wipes SET done_at = coalesce(done_at, ?2), unsent = coalesce(unsent, ?3)
             WHERE told_at IS NOT NULL
             AND sign_in = (SELECT sign_in FROM wipe_keys WHERE key = ?1)",
            params![key.0, self.now(), unsent],
        )?;
        if changed == 0 { Err(AccountError::NoDevice.into()) } else { Ok(()) }
    }
}

/// One's own devices; those of others for who manages people, those of owners for owners. Whoever
/// is suspended may have a laptop all the same.
pub(super) fn may_end(workspace: &Workspace, caller: &Caller, person: Id) -> Result<()> {
    let conn = workspace.writer();
    let actor = workspace.engine().actor(&conn, caller.person)?;
    if person == caller.person {
        return Ok(());
    }
    // Who may not is not told that there is such a device.
    if !actor.may(permissions::PERSON_MANAGE) {
        return Err(AccountError::NoDevice.into());
    }
    let is_owners = conn
        .prepare(
            "SELECT 1 FROM person_roles pr JOIN roles r ON r.id = pr.role_id
             WHERE pr.person_id = ?1 AND r.key = 'owner'",
        )?
        .exists([person])?;
    if is_owners && !actor.roles.iter().any(|role| role == "owner") {
        return Err(netra_kernel::access::forbidden(permissions::ROLE_MANAGE));
    }
    Ok(())
}

pub(super) async fn wipe(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<serde_json::Value> {
    let id = Id::parse(&id).ok_or(AccountError::NoDevice)?;
    let ours = Arc::clone(&shared);
    blocking(move || {
        let workspace = ours.tenants().workspace(&caller.workspace)?;
        let accounts = &ours.tenants().accounts;
        workspace.engine().actor(&workspace.writer(), caller.person)?;
        may_end(&workspace, &caller, accounts.person_of(&caller, id)?)?;
        accounts.order_wipe(&caller, id)
    })
    .await?;
    shared.watch.count("wipes_ordered", 1);
    Ok(Json(json!({})))
}

/// Who has been told to wipe has no token that is good for anything.
pub(super) async fn wiped(
    State(shared): Served,
    Extension(Address(address)): Extension<Address>,
    body: Raw,
) -> Answer<serde_json::Value> {
    let said: Wiped = read(body, SMALL)?;
    shared.pace(&format!("sign-in from {address}"), TRIES_OF_ADDRESS)?;
    let ours = Arc::clone(&shared);
    blocking(move || ours.tenants().accounts.wiped(&said.key, said.unsent)).await?;
    shared.watch.count("wipes_done", 1);
    Ok(Json(json!({})))
}
