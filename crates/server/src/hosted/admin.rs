//! `/api/v1/workspaces`: whoever administers the server makes, lists, suspends and backs up
//! workspaces. They have a token of their own and see nothing of what is in a workspace.
//!
//! Invariant: the tokens are kept as hashes only; no person's token opens these addresses, and no
//! administrator's token opens any other.
//! Invariant: a suspended workspace is heard nowhere but here; nothing in it is lost, and it is
//! backed up like the others.

use super::accounts::Accounts;
use super::api::{
    Address, Answer, Json, Raw, SMALL, Served, Shared, TRIES_OF_ADDRESS, bearer, blocking, read,
    refused_unread,
};
use super::backups;
use super::password::{hash_of, token};
use super::tenants::Tenants;
use crate::ServeError;
use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use netra_kernel::{Error, Result, Timestamp};
use netra_sync::account::{AccountError, Invited, Secret};
use netra_workspace::key::Choice;
use rusqlite::{OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;

pub(super) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS administrators (
    hash BLOB PRIMARY KEY NOT NULL, label TEXT NOT NULL, made_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS suspended (
    workspace TEXT PRIMARY KEY NOT NULL, since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
";

/// Characters that a token from the environment must have.
const TOKEN_LEAST: usize = 32;

impl Accounts {
    /// Another administrator's token; it is seen this once.
    pub(super) fn new_administrator(&self, label: &str) -> Result<Secret> {
        let (secret, hash) = token()?;
        let label: String = label.chars().filter(|c| !c.is_control()).take(80).collect();
        self.conn().execute(
            "INSERT INTO administrators (hash, label, made_at) VALUES (?1, ?2, ?3)",
            params![hash, label, self.now()],
        )?;
        Ok(secret)
    }

    /// Ends every administrator's token; gives how many there were.
    pub(super) fn end_administrators(&self) -> Result<usize> {
        Ok(self.conn().execute("DELETE FROM administrators", [])?)
    }

    fn is_administrator(&self, token: &str) -> Result<bool> {
        Ok(self
            .conn()
            .prepare_cached("SELECT 1 FROM administrators WHERE hash = ?1")?
            .exists([hash_of(token)])?)
    }

    pub(super) fn suspend(&self, workspace: &str, is_suspended: bool) -> Result<()> {
        let conn = self.conn();
        if is_suspended {
            conn.execute(
                "INSERT INTO suspended (workspace, since) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![workspace, self.now()],
            )?;
        } else {
            conn.execute("DELETE FROM suspended WHERE workspace = ?1", [workspace])?;
        }
        Ok(())
    }

    pub(super) fn suspended_since(&self, workspace: &str) -> Result<Option<Timestamp>> {
        Ok(self
            .conn()
            .prepare_cached("SELECT since FROM suspended WHERE workspace = ?1")?
            .query_row([workspace], |r| r.get(0))
            .optional()?)
    }
}

/// The hash of a token that was given in the environment.
/// # Errors
/// `serve.admin_token` when it is too short to be one.
pub(super) fn from_environment(token: &Secret) -> Result<[u8; 32]> {
    if token.0.len() < TOKEN_LEAST {
        return Err(ServeError::AdminToken { least: TOKEN_LEAST }.into());
    }
    Ok(hash_of(&token.0))
}

/// Before every address of this file.
pub(super) async fn guard(
    State(shared): Served,
    Extension(Address(address)): Extension<Address>,
    request: Request,
    next: Next,
) -> Response {
    let token = bearer(request.headers()).map(str::to_owned);
    match known(&shared, &address, token).await {
        Ok(()) => next.run(request).await,
        Err(e) => refused_unread(e, request.into_body()).await,
    }
}

async fn known(shared: &Arc<Shared>, address: &str, token: Result<String>) -> Result<()> {
    let token = token?;
    let ours = Arc::clone(shared);
    let is_known = blocking(move || {
        let is_the_environments = ours.administrator.is_some_and(|hash| hash == hash_of(&token));
        Ok(is_the_environments || ours.tenants().accounts.is_administrator(&token)?)
    });
    if !is_known.await? {
        shared.pace(&format!("administration from {address}"), TRIES_OF_ADDRESS)?;
        return Err(AccountError::SignedOut.into());
    }
    shared.pace("administration", shared.per_minute)
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It serves.
    Ready,
    /// Its name waits for a workspace to be attached.
    Reserved,
    Suspended,
}

/// A workspace, as whoever runs the server sees it.
#[derive(Serialize, JsonSchema)]
pub(super) struct WorkspaceView {
    pub name: String,
    pub state: Stage,
    pub suspended_since: Option<Timestamp>,
    /// The day of the newest backup that is there (UTC).
    pub backed_up_on: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Workspaces {
    pub rows: Vec<WorkspaceView>,
}

/// The firm and its first owner.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FirmOf {
    pub firm_name: String,
    pub owner_name: String,
    pub owner_email: String,
    /// IANA time zone.
    pub zone: String,
    /// ISO 4217.
    pub currency: String,
    /// ISO 3166 country of taxation.
    pub country: String,
    /// India: GST State code of two digits.
    #[serde(default)]
    pub state_code: Option<String>,
    #[serde(default)]
    pub tax_number: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Make {
    /// `a-z`, digits and inner hyphens, 40 at most.
    pub name: String,
    /// None: the name is kept for a workspace that is elsewhere, and the code attaches it.
    #[serde(default)]
    pub firm: Option<FirmOf>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Whom {
    pub email: String,
}

/// A backup that was made, and proved by restoring it.
#[derive(Serialize, JsonSchema)]
pub(super) struct BackedUp {
    pub day: String,
    pub bytes: u64,
    pub files: u64,
    /// Stored files whose bytes are not there.
    pub missing: u64,
}

pub(super) async fn list(State(shared): Served) -> Answer<Workspaces> {
    let rows = blocking(move || {
        let tenants = shared.tenants();
        let to = shared.backups.as_ref();
        let list = tenants.list()?.into_iter().map(|(name, is_ready)| {
            let suspended_since = tenants.accounts.suspended_since(&name)?;
            let state = match (is_ready, suspended_since) {
                (_, Some(_)) => Stage::Suspended,
                (true, None) => Stage::Ready,
                (false, None) => Stage::Reserved,
            };
            let backed_up_on = to.and_then(|to| backups::newest_day(to, &name));
            Ok(WorkspaceView { name, state, suspended_since, backed_up_on })
        });
        list.collect::<Result<Vec<_>>>()
    });
    Ok(Json(Workspaces { rows: rows.await? }))
}

pub(super) async fn make(State(shared): Served, body: Raw) -> Answer<Invited> {
    let asked: Make = read(body, SMALL)?;
    let invited = blocking(move || {
        let tenants = shared.tenants();
        let Some(firm) = &asked.firm else { return tenants.reserve(&asked.name) };
        let firm = json!({
            "firm_name": firm.firm_name, "owner_name": firm.owner_name,
            "owner_email": firm.owner_email, "zone": firm.zone, "currency": firm.currency,
            "tax": {"country": firm.country, "state_code": firm.state_code,
                    "tax_number": firm.tax_number},
        });
        tenants.create(&asked.name, firm, Choice::Best)
    });
    Ok(Json(invited.await?))
}

/// The name in the path, if there is such a workspace.
fn there(tenants: &Tenants, name: String) -> Result<String> {
    match tenants.accounts.workspace(&name)? {
        Some(_) => Ok(name),
        None => Err(ServeError::NoWorkspace { name }.into()),
    }
}

async fn set_suspended(
    shared: Arc<Shared>,
    name: String,
    is_suspended: bool,
) -> Result<serde_json::Value> {
    blocking(move || shared.tenants().suspend(&name, is_suspended)).await?;
    Ok(json!({}))
}

pub(super) async fn suspend(
    State(shared): Served,
    Path(name): Path<String>,
) -> Answer<serde_json::Value> {
    Ok(Json(set_suspended(shared, name, true).await?))
}

pub(super) async fn resume(
    State(shared): Served,
    Path(name): Path<String>,
) -> Answer<serde_json::Value> {
    Ok(Json(set_suspended(shared, name, false).await?))
}

pub(super) async fn invite(
    State(shared): Served,
    Path(name): Path<String>,
    body: Raw,
) -> Answer<Invited> {
    let asked: Whom = read(body, SMALL)?;
    let invited = blocking(move || shared.tenants().invite(&name, &asked.email));
    Ok(Json(invited.await?))
}

pub(super) async fn back_up(State(shared): Served, Path(name): Path<String>) -> Answer<BackedUp> {
    let made = blocking(move || {
        let to = shared.backups.as_ref().ok_or(ServeError::NoBackups).map_err(Error::from)?;
        let name = there(shared.tenants(), name)?;
        let (day, made) = backups::now(shared.tenants(), to, &name)?;
        let number = |field: &str| made[field].as_u64().unwrap_or(0);
        let missing = made["missing"].as_array().map_or(0, |m| m.len() as u64);
        Ok(BackedUp { day, bytes: number("bytes"), files: number("files"), missing })
    });
    Ok(Json(made.await?))
}
