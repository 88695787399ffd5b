//! `push` and `pull`: the protocol's two questions, with the session that the transport vouches for.
//!
//! Invariant: the person comes from the token, the device from those that the sign-in owns.

use super::accounts::Caller;
use super::api::{
    Answer, Json, PULL_BYTES, PUSH_BYTES, Raw, Refused, Served, Shared, blocking, read, reading,
};
use super::bytes;
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;
use netra_core::files::FileAdd;
use netra_kernel::{Error, Id, Result};
use netra_sync::SyncError;
use netra_sync::account::DEVICE_HEADER;
use netra_sync::authority::{self, Here, Limits};
use netra_sync::wire::{Outcome, Pull, Push, PushReply, Session, Stop};
use std::convert::Infallible;
use std::io::Write;
use std::sync::Arc;

/// A shorter answer goes as it is.
const SMALLER: usize = 1_024;
/// Sums that one person may ask for in a minute.
const SUMS: u32 = 4;

/// The identity that a request is made under.
pub(super) fn session(shared: &Shared, caller: &Caller, headers: &HeaderMap) -> Result<Session> {
    let device = headers
        .get(DEVICE_HEADER)
        .and_then(|value| value.to_str().ok())
        .and_then(Id::parse)
        .ok_or(SyncError::Device)?;
    shared.tenants().accounts.owns(caller, device)?;
    Ok(Session { person: caller.person, device })
}

pub(super) async fn push(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Raw,
) -> Answer<PushReply> {
    let asked: Push = read(body, PUSH_BYTES)?;
    let reply = blocking(move || {
        let session = session(&shared, &caller, &headers)?;
        let workspace = shared.tenants().workspace(&caller.workspace)?;
        let host = shared.tenants().host();
        let here = Here { now: host.now(), fresh: host.new_id()? };
        let reply = {
            let (engine, mut conn) = (workspace.engine(), workspace.writer());
            let shown = |person, file: &FileAdd| bytes::has_shown(&workspace, person, file);
            authority::push(&mut conn, engine, session, &asked, here, &shown, Limits::default())?
        };
        if let Some(Stop::Fork { device }) = &reply.stop {
            shared.tenants().accounts.add_identity(&caller, *device)?;
            shared.watch.count("forks", 1);
        }
        for told in &reply.told {
            let what = match told.outcome {
                Outcome::Applied { .. } => "commands_applied",
                Outcome::Rejected { .. } => "commands_rejected",
                Outcome::Quarantined { .. } => "commands_quarantined",
            };
            shared.watch.count(what, 1);
        }
        if reply.told.iter().any(|told| told.outcome.is_applied()) {
            shared.live.moved(&caller.workspace, &workspace)?;
        }
        Ok(reply)
    });
    Ok(Json(reply.await?))
}

pub(super) async fn pull(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    body: Raw,
) -> std::result::Result<Response, Refused> {
    let mut asked: Pull = read(body, PULL_BYTES)?;
    // Sums cost as much as reading all rows; whoever asks too often gets the rows alone.
    let name = format!("sums {} {}", caller.workspace, caller.person);
    let sums = match asked.want_sums && shared.pace(&name, SUMS).is_ok() {
        true => Arc::clone(&shared.sums).try_acquire_owned().ok(),
        false => None,
    };
    // A device asks again until it has them.
    asked.want_sums = sums.is_some();
    let place = shared.page_to(&caller.workspace, caller.person).await?;
    let takes_gzip = takes_gzip(&headers);
    // Written and made smaller in there too: that takes longer than reading the rows.
    let ours = Arc::clone(&shared);
    let answer = reading(&shared, move || {
        let _sums = sums;
        let session = session(&ours, &caller, &headers)?;
        let workspace = ours.tenants().workspace(&caller.workspace)?;
        let reply = workspace.reading(|conn| {
            let now = ours.tenants().host().now();
            authority::pull(conn, workspace.engine(), session, &asked, now, Limits::default())
        })?;
        let body = serde_json::to_vec(&reply)?;
        match takes_gzip && body.len() > SMALLER {
            true => Ok((true, gzip(&body).map_err(Error::internal)?)),
            false => Ok((false, body)),
        }
    });
    let (is_gzip, body) = answer.await?;
    // The place is free when the last byte has gone out.
    let body = Body::from_stream(stream::unfold((Some(body), place), |(body, place)| async {
        body.map(|bytes| (Ok::<_, Infallible>(bytes), (None, place)))
    }));
    let mut response = ([(header::CONTENT_TYPE, "application/json")], body).into_response();
    if is_gzip {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(response)
}

/// Whether whoever asks can read it.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let list = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok());
    list.flat_map(|line| line.split(',')).any(|coding| coding.trim() == "gzip")
}

fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    // Rows shrink to a seventh at once; a higher level takes thrice as long for an eighth.
    let mut out = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    out.write_all(body)?;
    out.finish()
}
