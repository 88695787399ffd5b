//! `/api/v1/second-factor`: a code beside the password, from a program that the person has, or one
//! to recover with.
//!
//! Invariant: each code is good once; a wrong one is counted before it is answered, and too many
//! are not looked at any more, whatever the server's memory was in between.
//! Invariant: nothing changes about a factor on the strength of a token alone: the password is
//! asked for, and the code too where it is on.
//! Invariant: the secret lies sealed by the workspace's key, codes to recover with as hashes.

use super::accounts::{Accounts, Caller};
use super::api::{Answer, Json, Raw, SMALL, Served, Shared, TRIES_OF_ACCOUNT, blocking, read};
use super::{password, totp};
use axum::Extension;
use axum::extract::State;
use netra_kernel::{Error, Id, Result};
use netra_sync::account::{
    AccountError, Confirm, NewFactor, Proof, RecoveryCodes, SecondFactor, Secret,
};
use netra_workspace::key::{Key, seal, unseal};
use netra_workspace::{Workspace, host::random};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use serde_json::json;
use std::sync::Arc;

pub(super) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS second_factors (
    workspace TEXT NOT NULL, person BLOB NOT NULL,
    -- sealed by the workspace's key
    secret BLOB NOT NULL, begun_at INTEGER NOT NULL,
    -- NULL until a code has shown that the secret arrived
    on_since INTEGER,
    last_step INTEGER NOT NULL DEFAULT 0,
    wrong INTEGER NOT NULL DEFAULT 0, wrong_since INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (workspace, person)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS recovery_codes (
    hash BLOB PRIMARY KEY NOT NULL, workspace TEXT NOT NULL, person BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS recovery_codes_person ON recovery_codes (workspace, person);
";

/// What a factor's secret is sealed for.
const PURPOSE: &str = "second factor";
/// A secret that was shown is confirmed within this, or made anew.
const SETUP_LASTS: i64 = 15 * 60 * 1_000;
/// Wrong codes in an hour; beyond them none is looked at.
const WRONG_MOST: i64 = 10;
const WRONG_WINDOW: i64 = 3_600 * 1_000;
const RECOVERY_CODES: usize = 10;
/// 80 bits need no slow hash.
const RECOVERY_BYTES: usize = 10;

/// Somebody's factor, as it is kept.
struct Kept {
    secret: Vec<u8>,
    begun_at: i64,
    on_since: Option<i64>,
    last_step: i64,
    wrong: i64,
    wrong_since: i64,
}

/// Whose factor it is, and the key that their workspace's secrets are sealed by.
#[derive(Clone, Copy)]
pub(crate) struct Whose<'a> {
    pub workspace: &'a str,
    pub person: Id,
    pub key: &'a Key,
}

fn kept(conn: &Connection, whose: Whose<'_>) -> Result<Option<Kept>> {
    Ok(conn
        .prepare_cached(
            "SELECT secret, begun_at, on_since, last_step, wrong, wrong_since FROM second_factors
             WHERE workspace = ?1 AND person = ?2",
        )?
        .query_row(params![whose.workspace, whose.person], |r| {
            Ok(Kept {
                secret: r.get(0)?,
                begun_at: r.get(1)?,
                on_since: r.get(2)?,
                last_step: r.get(3)?,
                wrong: r.get(4)?,
                wrong_since: r.get(5)?,
            })
        })
        .optional()?)
}

/// Uses a code up, if it is one.
fn take(tx: &Transaction<'_>, whose: Whose<'_>, kept: &Kept, code: &str, now: i64) -> Result<bool> {
    let recovery = tx.execute(
        "DELETE FROM recovery_codes WHERE hash = ?1 AND workspace = ?2 AND person = ?3",
        params![password::hash_of(code), whose.workspace, whose.person],
    )?;
    if recovery > 0 {
        return Ok(true);
    }
    let Some(secret) = unseal(whose.key, PURPOSE, &kept.secret) else { return Ok(false) };
    let Some(step) = totp::step_of(&secret, code, now, kept.last_step)? else { return Ok(false) };
    tx.execute(
        "UPDATE second_factors SET last_step = ?3 WHERE workspace = ?1 AND person = ?2",
        params![whose.workspace, whose.person, step],
    )?;
    Ok(true)
}

/// New codes to recover with, in place of those that there were.
fn recovery_codes(tx: &Transaction<'_>, whose: Whose<'_>) -> Result<Vec<Secret>> {
    forget_codes(tx, whose)?;
    let mut codes = Vec::new();
    for _ in 0..RECOVERY_CODES {
        let mut bytes = [0u8; RECOVERY_BYTES];
        random(&mut bytes)?;
        let text = totp::in_letters(&bytes);
        tx.execute(
            "INSERT INTO recovery_codes (hash, workspace, person) VALUES (?1, ?2, ?3)",
            params![password::hash_of(&text), whose.workspace, whose.person],
        )?;
        let groups: Vec<&str> = (0..text.len()).step_by(4).map(|at| &text[at..at + 4]).collect();
        codes.push(Secret(groups.join("-").to_ascii_lowercase()));
    }
    Ok(codes)
}

fn forget_codes(tx: &Transaction<'_>, whose: Whose<'_>) -> Result<()> {
    tx.execute(
        "DELETE FROM recovery_codes WHERE workspace = ?1 AND person = ?2",
        params![whose.workspace, whose.person],
    )?;
    Ok(())
}

impl Accounts {
    pub(crate) fn second_factor(&self, whose: Whose<'_>) -> Result<SecondFactor> {
        let conn = self.conn();
        let since = kept(&conn, whose)?.and_then(|kept| kept.on_since);
        let recovery_left = conn.query_row(
            "SELECT count(*) FROM recovery_codes WHERE workspace = ?1 AND person = ?2",
            params![whose.workspace, whose.person],
            |r| r.get(0),
        )?;
        Ok(SecondFactor { is_on: since.is_some(), since, recovery_left })
    }

    /// Whoever has a second factor must show a code of it; it is used up by this.
    /// # Errors
    /// `account.code_needed`, `account.code_wrong`, `account.too_many`.
    pub(crate) fn pass(&self, whose: Whose<'_>, code: Option<&Secret>) -> Result<()> {
        let now = self.now();
        let mut conn = self.conn();
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let Some(kept) = kept(&tx, whose)?.filter(|kept| kept.on_since.is_some()) else {
            return Ok(());
        };
        let Some(code) = code else { return Err(AccountError::CodeNeeded.into()) };
        let is_of_before = now - kept.wrong_since >= WRONG_WINDOW;
        if kept.wrong >= WRONG_MOST && !is_of_before {
            let left = (kept.wrong_since + WRONG_WINDOW - now) / 1_000 + 1;
            let seconds = u64::try_from(left).unwrap_or(0);
            return Err(AccountError::TooMany { seconds }.into());
        }
        let is_right = take(&tx, whose, &kept, &totp::plain(&code.0), now)?;
        let (wrong, since) = match (is_right, is_of_before || kept.wrong == 0) {
            (true, _) => (0, 0),
            (false, true) => (1, now),
            (false, false) => (kept.wrong + 1, kept.wrong_since),
        };
        tx.execute(
            "UPDATE second_factors SET wrong = ?3, wrong_since = ?4
             WHERE workspace = ?1 AND person = ?2",
            params![whose.workspace, whose.person, wrong, since],
        )?;
        tx.commit()?;
        if is_right { Ok(()) } else { Err(AccountError::CodeWrong.into()) }
    }

    /// A secret that waits to be confirmed, in place of one that waited before.
    /// # Errors
    /// `account.second_factor_on`.
    fn begin_factor(&self, whose: Whose<'_>) -> Result<[u8; totp::SECRET]> {
        let mut secret = [0u8; totp::SECRET];
        random(&mut secret)?;
        let sealed = seal(whose.key, PURPOSE, &secret)?;
        let changed = self.conn().execute(
            "INSERT INTO second_factors (workspace, person, secret, begun_at)
             VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET secret = excluded.secret, begun_at = excluded.begun_at
             WHERE on_since IS NULL",
            params![whose.workspace, whose.person, sealed, self.now()],
        )?;
        if changed == 0 { Err(AccountError::SecondFactorOn.into()) } else { Ok(secret) }
    }

    /// From here on it is asked for.
    /// # Errors
    /// `account.second_factor_on`, `account.second_factor_off`, `account.code_wrong`.
    fn confirm_factor(&self, whose: Whose<'_>, code: &Secret) -> Result<Vec<Secret>> {
        let now = self.now();
        let mut conn = self.conn();
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let kept = match kept(&tx, whose)? {
            Some(kept) if kept.on_since.is_some() => {
                return Err(AccountError::SecondFactorOn.into());
            }
            Some(kept) if now - kept.begun_at < SETUP_LASTS => kept,
            _ => return Err(AccountError::SecondFactorOff.into()),
        };
        if !take(&tx, whose, &kept, &totp::plain(&code.0), now)? {
            return Err(AccountError::CodeWrong.into());
        }
        tx.execute(
            "UPDATE second_factors SET on_since = ?3 WHERE workspace = ?1 AND person = ?2",
            params![whose.workspace, whose.person, now],
        )?;
        let codes = recovery_codes(&tx, whose)?;
        tx.commit()?;
        Ok(codes)
    }

    /// # Errors
    /// `account.second_factor_off`.
    fn renew_recovery_codes(&self, whose: Whose<'_>) -> Result<Vec<Secret>> {
        let mut conn = self.conn();
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if kept(&tx, whose)?.is_none_or(|kept| kept.on_since.is_none()) {
            return Err(AccountError::SecondFactorOff.into());
        }
        let codes = recovery_codes(&tx, whose)?;
        tx.commit()?;
        Ok(codes)
    }

    /// Nothing of it stays.
    /// # Errors
    /// `account.second_factor_off`.
    pub(crate) fn end_factor(&self, whose: Whose<'_>) -> Result<()> {
        let mut conn = self.conn();
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let changed = tx.execute(
            "DELETE FROM second_factors WHERE workspace = ?1 AND person = ?2",
            params![whose.workspace, whose.person],
        )?;
        if changed == 0 {
            return Err(AccountError::SecondFactorOff.into());
        }
        forget_codes(&tx, whose)?;
        Ok(tx.commit()?)
    }
}

/// Runs `work` for the caller, if they are an active member.
async fn of_caller<T: Send + 'static>(
    shared: &Arc<Shared>,
    caller: Caller,
    work: impl FnOnce(&Accounts, &Workspace, Whose<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    let shared = Arc::clone(shared);
    blocking(move || {
        let workspace = shared.tenants().workspace(&caller.workspace)?;
        workspace.engine().actor(&workspace.writer(), caller.person)?;
        let key = workspace.key();
        let whose = Whose { workspace: &caller.workspace, person: caller.person, key };
        work(&shared.tenants().accounts, &workspace, whose)
    })
    .await
}

/// Guesses at what proves who somebody is are counted together.
fn pace(shared: &Shared, caller: &Caller) -> Result<()> {
    let name = format!("proof of {} {}", caller.workspace, caller.person);
    shared.pace(&name, TRIES_OF_ACCOUNT)
}

/// The same, once the caller has proved who they are.
async fn of_proved<T: Send + 'static>(
    shared: &Arc<Shared>,
    caller: Caller,
    proof: Proof,
    work: impl FnOnce(&Accounts, &Workspace, Whose<'_>) -> Result<T> + Send + 'static,
) -> Result<T> {
    pace(shared, &caller)?;
    let _turn = shared.hashing.acquire().await.map_err(Error::internal)?;
    of_caller(shared, caller, move |accounts, workspace, whose| {
        if !accounts.knows(whose.workspace, Some(whose.person), &proof.password)? {
            return Err(AccountError::Wrong.into());
        }
        accounts.pass(whose, proof.code.as_ref())?;
        work(accounts, workspace, whose)
    })
    .await
}

pub(super) async fn standing(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
) -> Answer<SecondFactor> {
    let told = of_caller(&shared, caller, |accounts, _, whose| accounts.second_factor(whose));
    Ok(Json(told.await?))
}

pub(super) async fn begin(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    body: Raw,
) -> Answer<NewFactor> {
    let proof: Proof = read(body, SMALL)?;
    let begun = of_proved(&shared, caller, proof, |accounts, workspace, whose| {
        let secret = accounts.begin_factor(whose)?;
        let email: String = workspace.writer().query_row(
            "SELECT email FROM people WHERE id = ?1",
            [whose.person],
            |r| r.get(0),
        )?;
        let address = Secret(totp::address(&secret, whose.workspace, &email));
        Ok(NewFactor { secret: Secret(totp::in_letters(&secret)), address })
    });
    Ok(Json(begun.await?))
}

pub(super) async fn confirm(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    body: Raw,
) -> Answer<RecoveryCodes> {
    let asked: Confirm = read(body, SMALL)?;
    pace(&shared, &caller)?;
    let confirmed = of_caller(&shared, caller, move |accounts, _, whose| {
        accounts.confirm_factor(whose, &asked.code)
    });
    let codes = confirmed.await?;
    shared.watch.count("second_factors_on", 1);
    Ok(Json(RecoveryCodes { codes }))
}

pub(super) async fn renew_codes(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    body: Raw,
) -> Answer<RecoveryCodes> {
    let proof: Proof = read(body, SMALL)?;
    let renewed = of_proved(&shared, caller, proof, |accounts, _, whose| {
        accounts.renew_recovery_codes(whose)
    });
    Ok(Json(RecoveryCodes { codes: renewed.await? }))
}

pub(super) async fn end(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    body: Raw,
) -> Answer<serde_json::Value> {
    let proof: Proof = read(body, SMALL)?;
    of_proved(&shared, caller, proof, |accounts, _, whose| accounts.end_factor(whose)).await?;
    shared.watch.count("second_factors_off", 1);
    Ok(Json(json!({})))
}
