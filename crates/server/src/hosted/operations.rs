//! `/api/v1/commands` and `/api/v1/queries`: everything that can be run and asked, for programs that
//! keep no copy. They run on the server's own file, with the rights of whoever is signed in.
//!
//! Invariant: a command given twice under one `Idempotency-Key` is applied once.

use super::accounts::Caller;
use super::api::{Raw, Refused, Served, Shared, blocking, read, reading};
use super::bytes;
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

/// The language that somebody reads, of those that there are.
fn locale(headers: &HeaderMap) -> &'static str {
    let list = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or("en");
    let mut best = ("en", 0.0);
    for part in list.split(',') {
        let mut words = part.split(';').map(str::trim);
        let language = words.next().unwrap_or_default().split('-').next().unwrap_or_default();
        let weight = words.find_map(|w| w.strip_prefix("q=")).map_or(Some(1.0), |q| q.parse().ok());
        for known in ["en", "hi"] {
            if language.eq_ignore_ascii_case(known) && weight.is_some_and(|w: f32| w > best.1) {
                best = (known, weight.unwrap_or(0.0));
            }
        }
    }
    best.0
}

/// Arguments; an empty body is one without any.
fn args(body: Raw) -> Result<Value> {
    if body.as_ref().is_ok_and(|bytes| bytes.is_empty()) {
        return Ok(Value::Object(Map::new()));
    }
    match read(body, ARGS_BYTES)? {
        Value::Null => Err(SyncError::Form { detail: "null instead of arguments" }.into()),
        args => Ok(args),
    }
}

/// The id that the caller gave the command.
fn key(headers: &HeaderMap) -> Result<Option<Id>> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let id = value.to_str().ok().and_then(Id::parse);
    let wrong = || Error::from(SyncError::Form { detail: "an Idempotency-Key that is no UUID" });
    id.map(Some).ok_or_else(wrong)
}

/// An answer, or a refusal in the language of whoever asked.
fn said(
    answer: Result<impl IntoResponse>,
    locale: &'static str,
) -> std::result::Result<Response, Refused> {
    answer.map(IntoResponse::into_response).map_err(|e| Refused::said(e, locale))
}

pub(super) async fn command(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Raw,
) -> std::result::Result<Response, Refused> {
    let locale = locale(&headers);
    let given = async {
        let (id, args) = (key(&headers)?, args(body)?);
        blocking(move || {
            let given = run(&shared, &caller, id, name, args);
            let what = if given.is_ok() { "commands_applied" } else { "commands_rejected" };
            shared.watch.count(what, 1);
            given
        })
        .await
    };
    said(given.await.map(super::api::Json), locale)
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
    let text = async {
        let args = args(body)?;
        let ours = Arc::clone(&shared);
        reading(&shared, move || {
            let workspace = ours.tenants().workspace(&caller.workspace)?;
            let session = Session { actor: caller.person, locale: locale.to_owned() };
            workspace.ask_text(&session, &name, &args)
        })
        .await
    };
    let is_json = |text| ([(header::CONTENT_TYPE, "application/json")], text);
    said(text.await.map(is_json), locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_that_somebody_reads() {
        for (said, meant) in [
            ("", "en"),
            ("hi", "hi"),
            ("hi-IN,hi;q=0.9,en;q=0.8", "hi"),
            ("en-IN,hi;q=0.9", "en"),
            ("fr, hi;q=0.2, en;q=0.1", "hi"),
            ("fr", "en"),
            ("hi;q=x", "en"),
            ("HI", "hi"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, said.parse().unwrap());
            assert_eq!(locale(&headers), meant, "{said}");
        }
        assert_eq!(locale(&HeaderMap::new()), "en");
    }
}
