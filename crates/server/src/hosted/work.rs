//! Work that waits for the disk, beside the threads that wait for the network; and bodies as they
//! came.

use super::api::{Raw, Shared};
use axum::body::Bytes;
use axum::http::StatusCode;
use netra_kernel::error::FieldError;
use netra_kernel::{Error, Result};
use netra_sync::SyncError;
use netra_sync::account::AccountError;
use serde::de::DeserializeOwned;
use serde_json::Map;
use std::sync::Arc;

/// The database waits for the disk; the runtime's own threads must not.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

/// The same for what only reads, so many at once as there is work for: each needs a connection of its
/// own to the workspace, and the few that are used all the time have at hand what they read.
pub(super) async fn reading<T: Send + 'static>(
    shared: &Shared,
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let place = Arc::clone(shared.readers()).acquire_owned().await.map_err(Error::internal)?;
    // It goes with the work, which goes on when whoever asked hangs up.
    blocking(move || {
        let _place = place;
        work()
    })
    .await
}

/// The body of a request, as far as it came.
pub(super) fn body_of(raw: Raw, most_bytes: usize) -> Result<Bytes> {
    raw.map_err(|e| match e.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Error::from(AccountError::TooLarge { most_bytes: most_bytes as u64 })
        }
        _ => SyncError::Form { detail: "cut_short" }.into(),
    })
}

pub(super) fn read<T: DeserializeOwned>(raw: Raw, most_bytes: usize) -> Result<T> {
    let body = body_of(raw, most_bytes)?;
    let mut json = serde_json::Deserializer::from_slice(&body);
    let read = serde_path_to_error::deserialize(&mut json).map_err(|e| {
        let path = e.path().to_string();
        not_this(&path, e.into_inner())
    })?;
    json.end().map_err(|e| not_this("", e))?;
    Ok(read)
}

/// What is wrong with a body, and in which of its fields.
fn not_this(path: &str, why: serde_json::Error) -> Error {
    if !why.is_data() {
        return Error::from(SyncError::Form { detail: "not_json" }).because(why);
    }
    let said = why.to_string();
    let named = said.split('`').nth(1).unwrap_or_default();
    let (detail, code, name) = match () {
        () if said.starts_with("missing field") => ("missing", "form.missing", named),
        () if said.starts_with("unknown field") => ("unknown", "form.unknown", named),
        () => ("wrong", "form.wrong", ""),
    };
    let place = path.strip_suffix('.').unwrap_or(path);
    let is_told = name.is_empty() || place == name || place.ends_with(&format!(".{name}"));
    let field = match (is_told, place) {
        (true, place) => place.to_owned(),
        (false, "") => name.to_owned(),
        (false, place) => format!("{place}.{name}"),
    };
    if field.is_empty() {
        return Error::from(SyncError::Form { detail: "not_object" }).because(why);
    }
    let wrong = FieldError { path: field, code: code.to_owned(), args: Map::new() };
    Error::from(SyncError::Form { detail }).with(wrong).because(why)
}
