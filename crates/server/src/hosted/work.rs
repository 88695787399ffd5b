//! Work that waits for the disk, beside the threads that wait for the network; and bodies as they
//! came.

use super::api::{Raw, Shared};
use axum::body::Bytes;
use axum::http::StatusCode;
use netra_kernel::{Error, Result};
use netra_sync::SyncError;
use netra_sync::account::AccountError;
use serde::de::DeserializeOwned;
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
        _ => SyncError::Form { detail: "a body that ends early" }.into(),
    })
}

pub(super) fn read<T: DeserializeOwned>(raw: Raw, most_bytes: usize) -> Result<T> {
    let body = body_of(raw, most_bytes)?;
    serde_json::from_slice(&body).map_err(|e| {
        Error::from(SyncError::Form { detail: "not the JSON of this address" }).because(e)
    })
}
