//! `/api/v1/commands` and `/api/v1/queries`: everything that can be run and asked, for programs that
//! keep no copy. They run on the server's own file, with the rights of whoever is signed in.
//!
//! Invariant: a command given twice under one `Idempotency-Key` is applied once.

use super::accounts::Caller;
use super::api::{Answer, Json, Raw, Refused, Served, Shared, blocking, read, reading};
use super::bytes;
use super::refused::locale;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use netra_core::files::FileAdd;
use netra_kernel::{Envelope, Error, Id, Ran, Result};
use netra_sync::authority::Limits;
use netra_sync::{SyncError, direct};
use netra_workspace::Session;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The header that names the command's id.
pub(super) const KEY: &str = "idempotency-key";
/// The longest arguments are those of a bulk command.
pub(super) const ARGS_BYTES: usize = 5 << 20;

/// What a command gives.
#[derive(Serialize, JsonSchema)]
pub(super) struct Given {
    /// The command's id, for `undo` and for asking again.
    pub command: Id,
    /// What the command itself gives.
    pub outcome: Value,
    /// Whether it can be taken back.
    pub undoable: bool,
    /// It had been applied before; nothing happened now.
    pub is_repeat: bool,
}

/// Arguments; an empty body is one without any.
fn args(body: Raw) -> Result<Value> {
    if body.as_ref().is_ok_and(|bytes| bytes.is_empty()) {
        return Ok(Value::Object(Map::new()));
    }
    match read(body, ARGS_BYTES)? {
        Value::Null => Err(SyncError::Form { detail: "null" }.into()),
        args => Ok(args),
    }
}

/// The id that the caller gave the command.
fn key(headers: &HeaderMap) -> Result<Option<Id>> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let id = value.to_str().ok().and_then(Id::parse);
    let wrong = || Error::from(SyncError::Form { detail: "idempotency_key" });
    id.map(Some).ok_or_else(wrong)
}

pub(super) async fn command(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Raw,
) -> Answer<Given> {
    let (id, args) = (key(&headers)?, args(body)?);
    let given = blocking(move || {
        let given = run(&shared, &caller, id, name, args);
        let what = if given.is_ok() { "commands_applied" } else { "commands_rejected" };
        shared.watch.count(what, 1);
        given
    });
    Ok(Json(given.await?))
}

fn run(
    shared: &Shared,
    caller: &Caller,
    id: Option<Id>,
    name: String,
    args: Value,
) -> Result<Given> {
    let workspace = shared.tenants().workspace(&caller.workspace)?;
    let (engine, host) = (workspace.engine(), shared.tenants().host());
    let version = engine.catalogue.command(&name).map_or(1, |c| c.version);
    let id = match id {
        Some(id) => id,
        None => host.new_id()?,
    };
    let envelope = Envelope {
        id,
        name,
        version,
        actor: caller.person,
        device: workspace.device(),
        device_seq: None,
        at: host.now(),
        args,
    };
    let shown = |person, file: &FileAdd| bytes::has_shown(&workspace, person, file);
    let Ran { outcome, changes, undoable, is_repeat } =
        direct::run(&mut workspace.writer(), engine, &envelope, &shown, Limits::default())?;
    if !is_repeat {
        workspace.announce(&changes);
        shared.live.moved(&caller.workspace, &workspace)?;
    }
    Ok(Given { command: id, outcome, undoable, is_repeat })
}

pub(super) async fn query(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Raw,
) -> std::result::Result<Response, Refused> {
    let locale = locale(&headers);
    let args = args(body)?;
    let ours = Arc::clone(&shared);
    let text = reading(&shared, move || {
        let workspace = ours.tenants().workspace(&caller.workspace)?;
        let session = Session { actor: caller.person, locale: locale.to_owned() };
        workspace.ask_text(&session, &name, &args)
    });
    Ok(([(header::CONTENT_TYPE, "application/json")], text.await?).into_response())
}
