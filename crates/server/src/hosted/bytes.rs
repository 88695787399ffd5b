//! `/api/v1/content` and `/api/v1/files`: the bytes of files, up and down in pieces.
//!
//! Invariant: what is there already is told from a person's own uploads only, and bytes are given
//! by the id of a file's row that the core opens to this person, so that a hash is a way to nothing.

use super::accounts::Caller;
use super::api::{Answer, Json, Raw, Refused, Served, Shared, blocking, body_of};
use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use netra_core::files::FileAdd;
use netra_core::permissions::FILE_ADD;
use netra_kernel::{Id, Result};
use netra_sync::SyncError;
use netra_sync::content::{CHUNK, Standing};
use netra_workspace::transfers::Content;
use netra_workspace::{Session, Workspace};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

#[derive(Deserialize)]
pub(super) struct Place {
    #[serde(default)]
    size: u64,
    #[serde(default)]
    from: u64,
}

pub(super) type Asked = std::result::Result<Query<Place>, QueryRejection>;

fn place(asked: Asked) -> Result<Place> {
    match asked {
        Ok(Query(place)) => Ok(place),
        Err(_) => Err(SyncError::Form { detail: "no_number" }.into()),
    }
}

/// The workspace of somebody who may record files.
fn of_uploader(shared: &Shared, caller: &Caller) -> Result<Arc<Workspace>> {
    let workspace = shared.tenants().workspace(&caller.workspace)?;
    let engine = workspace.engine();
    workspace.reading(|conn| engine.actor(conn, caller.person)?.need(FILE_ADD))?;
    Ok(workspace)
}

/// Whether a person has shown what a command of theirs records.
pub(super) fn has_shown(workspace: &Workspace, person: Id, file: &FileAdd) -> Result<bool> {
    let size_bytes = u64::try_from(file.size_bytes).unwrap_or(0);
    workspace.uploads(person).has_shown(Content { sha256: &file.sha256, size_bytes })
}

pub(super) async fn standing(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    Path(sha256): Path<String>,
    asked: Asked,
) -> Answer<Standing> {
    let size_bytes = place(asked)?.size;
    let standing = blocking(move || {
        let workspace = of_uploader(&shared, &caller)?;
        workspace.uploads(caller.person).standing(Content { sha256: &sha256, size_bytes })
    });
    Ok(Json(standing.await?))
}

pub(super) async fn put(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    Path(sha256): Path<String>,
    asked: Asked,
    body: Raw,
) -> Answer<Standing> {
    let (place, chunk) = (place(asked)?, body_of(body, CHUNK)?);
    let standing = blocking(move || {
        let workspace = of_uploader(&shared, &caller)?;
        let content = Content { sha256: &sha256, size_bytes: place.size };
        let standing = workspace.uploads(caller.person).receive(content, place.from, &chunk)?;
        shared.watch.count("chunks_taken", 1);
        Ok(standing)
    });
    Ok(Json(standing.await?))
}

pub(super) async fn bytes(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    asked: Asked,
) -> std::result::Result<Response, Refused> {
    let from = place(asked)?.from;
    let chunk = blocking(move || {
        let workspace = shared.tenants().workspace(&caller.workspace)?;
        let session = Session { actor: caller.person, locale: "en".into() };
        let file = workspace.ask(&session, "file.get", &json!({ "file": id }))?;
        if from >= file["size_bytes"].as_u64().unwrap_or(0) {
            return Err(SyncError::Form { detail: "beyond_end" }.into());
        }
        let sha256 = file["sha256"].as_str().unwrap_or_default();
        let chunk = workspace.files().read_at(sha256, from, CHUNK)?;
        shared.watch.count("chunks_given", 1);
        Ok(chunk)
    });
    let kind = [(header::CONTENT_TYPE, "application/octet-stream")];
    Ok((kind, chunk.await?).into_response())
}
