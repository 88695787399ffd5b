//! `push` and `pull`: the protocol's two questions, with the session that the transport vouches for.
//!
//! Invariant: the person comes from the token, the device from those that the sign-in owns.

use super::accounts::Caller;
use super::api::{Answer, Json, PULL_BYTES, PUSH_BYTES, Raw, Served, Shared, blocking, read};
use super::bytes;
use axum::Extension;
use axum::extract::State;
use axum::http::HeaderMap;
use netra_core::files::FileAdd;
use netra_kernel::{Id, Result, versions};
use netra_sync::SyncError;
use netra_sync::account::DEVICE_HEADER;
use netra_sync::authority::{self, Limits};
use netra_sync::wire::{Outcome, Pull, PullReply, Push, PushReply, Session, Stop};

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
        let fresh = shared.tenants().host().new_id()?;
        let reply = {
            let (engine, mut conn) = (workspace.engine(), workspace.writer());
            let shown = |person, file: &FileAdd| bytes::has_shown(&workspace, person, file);
            authority::push(&mut conn, engine, session, &asked, fresh, &shown, Limits::default())?
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
            let newest = workspace.reading(|conn| versions::newest(conn))?;
            shared.live.moved(&caller.workspace, newest);
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
) -> Answer<PullReply> {
    let mut asked: Pull = read(body, PULL_BYTES)?;
    // Sums cost as much as reading all rows; whoever asks too often gets the rows alone.
    let name = format!("sums {} {}", caller.workspace, caller.person);
    asked.want_sums = asked.want_sums && shared.pace(&name, SUMS).is_ok();
    let reply = blocking(move || {
        let session = session(&shared, &caller, &headers)?;
        let workspace = shared.tenants().workspace(&caller.workspace)?;
        workspace.reading(|conn| {
            authority::pull(conn, workspace.engine(), session, &asked, Limits::default())
        })
    });
    Ok(Json(reply.await?))
}
