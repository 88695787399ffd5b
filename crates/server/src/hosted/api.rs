//! `/api/v1`: what each address answers. The rules are elsewhere (`accounts.rs`, `netra_sync`);
//! here is who is heard and how much is read. How a refusal looks is in `refused.rs`.
//!
//! Which addresses there are, and who may use them, is in `routes.rs`.
//!
//! Invariant: the workspace and the person come from the token, never from the request.

use super::accounts::Caller;
use super::doors::{Peer, is_loopback};
use super::post;
pub(super) use super::refused::Refused;
use super::refused::{self, Fault};
use super::second::Whose;
pub(crate) use super::shared::Shared;
use super::tenants::Tenants;
use super::wipes::may_end;
pub(super) use super::work::{blocking, body_of, read, reading};
use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{MatchedPath, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use netra_core::{permissions, schema};
use netra_kernel::{Error, Id, Result};
use netra_sync::SyncError;
use netra_sync::account::{
    Accept, AccountError, Devices, Hello, Invite, Invited, PROTOCOL, Renew, SignIn, SignedIn,
    Tokens,
};
use netra_sync::authority;
use netra_sync::wire::Session;
use netra_workspace::Workspace;
use serde::Serialize;
use serde_json::json;
use std::io::Write;
use std::sync::Arc;
use std::time::Instant;

/// Bytes of a message about accounts.
pub(super) const SMALL: usize = 16 << 10;
/// A pull names a scope for each project that somebody sees.
pub(super) const PULL_BYTES: usize = 1 << 20;
/// A push: 4 MB of commands, or one large one, and their wrapping.
pub(super) const PUSH_BYTES: usize = 12 << 20;
/// An uploaded workspace.
const ATTACH_BYTES: u64 = 2 << 30;
/// Requests that devices make by themselves may be so many times those for anything else.
const SYNC_PACE: u32 = 6;
/// Sign-ins that one address, and one account, may try in a minute.
pub(super) const TRIES_OF_ADDRESS: u32 = 20;
pub(super) const TRIES_OF_ACCOUNT: u32 = 5;
/// Requests of one address in a minute, whoever it is.
pub(super) const MOST_OF_ADDRESS: u32 = 12_000;
pub(super) type Served = State<Arc<Shared>>;
pub(super) type Answer<T> = std::result::Result<Json<T>, Refused>;
pub(super) type Raw = std::result::Result<Bytes, BytesRejection>;

/// Around every answer: how many may come, how long it may take, what is written down.
pub(super) async fn frame(
    State(shared): Served,
    Extension(peer): Extension<Peer>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    let route = route.to_owned();
    let address = address_of(&shared, peer, request.headers());
    let locale = refused::locale(request.headers());
    request.extensions_mut().insert(Address(address.clone()));
    let patience = match route.as_str() {
        r if r.contains("/attach/") => shared.patience.attach,
        r if is_for_bytes(r) => shared.patience.bytes,
        _ => shared.patience.request,
    };
    let paced = shared.pace(&format!("from {address}"), MOST_OF_ADDRESS);
    let answer = async {
        match paced {
            Err(e) => refused_unread(e, request.into_body()).await,
            Ok(()) => next.run(request).await,
        }
    };
    let mut response = match tokio::time::timeout(patience, answer).await {
        Ok(response) => response,
        Err(_) => Refused::from(AccountError::Slow).into_response(),
    };
    // What came with these may lie unread in the connection: it is not used again.
    let ends = [StatusCode::PAYLOAD_TOO_LARGE, StatusCode::NOT_FOUND, StatusCode::REQUEST_TIMEOUT];
    if ends.contains(&response.status()) {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    let mut response = refused::written(response, locale);
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let now = shared.tenants.host().now();
    if let Some(Fault(detail)) = response.extensions().get::<Fault>() {
        shared.watch.say(now, "error", "fault", json!({ "route": route, "detail": detail }));
    }
    shared.watch.answered(now, &route, response.status().as_u16(), began.elapsed());
    response
}

/// Where a request came from: as the proxy says, if there is one.
fn address_of(shared: &Shared, peer: Peer, headers: &HeaderMap) -> String {
    let forwarded = || {
        let list = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
        // The last is what our own proxy saw; the ones before are what the client claims.
        list.rsplit(',').next().map(|last| last.trim().chars().take(64).collect::<String>())
    };
    let direct = || peer.0.ip().to_canonical().to_string();
    if shared.is_behind_proxy { forwarded().unwrap_or_else(direct) } else { direct() }
}

#[derive(Clone)]
pub(super) struct Address(pub(super) String);

/// An answer in JSON.
pub(super) struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
            Err(e) => Refused::from(Error::from(e)).into_response(),
        }
    }
}

/// The token of a request.
pub(super) fn bearer(headers: &HeaderMap) -> Result<&str> {
    headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .filter(|token| token.len() <= 128)
        .ok_or_else(|| AccountError::SignedOut.into())
}

/// Before every address that wants a token: whoever sent the request is known by it, and counted.
pub(super) async fn guard(State(shared): Served, mut request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    let kind = match route {
        r if is_for_bytes(r) => "bytes",
        r if r.ends_with("/push") || r.ends_with("/pull") => "sync",
        _ => "",
    };
    match known(&shared, request.headers(), kind).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(e) => refused_unread(e, request.into_body()).await,
    }
}

fn is_for_bytes(route: &str) -> bool {
    route.contains("/content/") || route.contains("/files/")
}

/// `kind`: what is counted for itself.
async fn known(shared: &Arc<Shared>, headers: &HeaderMap, kind: &'static str) -> Result<Caller> {
    let token = bearer(headers)?;
    let caller = match shared.tenants.accounts.caller_at_once(token) {
        Some(caller) => caller?,
        None => {
            let (ours, token) = (Arc::clone(shared), token.to_owned());
            blocking(move || ours.tenants.accounts.caller(&token)).await?
        }
    };
    let times = if kind.is_empty() { 1 } else { SYNC_PACE };
    let name = format!("{kind} {} {}", caller.workspace, caller.person);
    shared.pace(&name, shared.per_minute.saturating_mul(times))?;
    Ok(caller)
}

/// A refusal whose body nobody needs is still taken to its end, kept nowhere: to close in the
/// middle of it would be heard as a broken connection instead of the reason.
pub(super) async fn refused_unread(error: Error, body: Body) -> Response {
    let mut stream = body.into_data_stream();
    let mut left = PUSH_BYTES;
    while let Some(Ok(chunk)) = stream.next().await {
        match left.checked_sub(chunk.len()) {
            Some(rest) => left = rest,
            None => break,
        }
    }
    Refused::from(error).into_response()
}

pub(super) async fn nowhere() -> Refused {
    Error::from(crate::ServeError::NoAddress).into()
}

pub(super) async fn health(State(shared): Served) -> Response {
    let asked = blocking(move || shared.tenants.list()).await;
    match asked {
        Ok(_) => "ok\n".into_response(),
        Err(e) => Refused::from(e).into_response(),
    }
}

/// For whoever stands beside the server; a proxy in front of it must not hand it on.
pub(super) async fn metrics(
    State(shared): Served,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
) -> Response {
    let is_forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
    if !is_loopback(&peer.0) || is_forwarded {
        return nowhere().await.into_response();
    }
    let text = shared.watch.metrics(shared.tenants.count_open(), shared.live.count());
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

pub(super) async fn hello(State(shared): Served) -> Json<Hello> {
    Json(Hello {
        protocol: (PROTOCOL, PROTOCOL),
        schema: schema::newest(),
        oldest_schema: Some(schema::OLDEST_SERVED),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        has_mail: shared.post.is_some(),
    })
}

pub(super) async fn accept(
    State(shared): Served,
    Extension(Address(address)): Extension<Address>,
    body: Raw,
) -> Answer<serde_json::Value> {
    let asked: Accept = read(body, SMALL)?;
    shared.pace(&format!("sign-in from {address}"), TRIES_OF_ADDRESS)?;
    let _turn = shared.hashing.acquire().await.map_err(Error::internal)?;
    let ours = Arc::clone(&shared);
    blocking(move || ours.tenants.accept(&asked)).await?;
    Ok(Json(json!({})))
}

pub(super) async fn sign_in(
    State(shared): Served,
    Extension(Address(address)): Extension<Address>,
    body: Raw,
) -> Answer<SignedIn> {
    let asked: SignIn = read(body, SMALL)?;
    shared.pace(&format!("sign-in from {address}"), TRIES_OF_ADDRESS)?;
    let account = format!("sign-in to {} {}", asked.workspace, asked.email.trim().to_lowercase());
    shared.pace(&account, TRIES_OF_ACCOUNT)?;
    let _turn = shared.hashing.acquire().await.map_err(Error::internal)?;
    let ours = Arc::clone(&shared);
    let signed_in = blocking(move || let_in(&ours.tenants, &asked)).await;
    shared.watch.count(if signed_in.is_ok() { "signed_in" } else { "sign_in_refused" }, 1);
    Ok(Json(signed_in?))
}

fn let_in(tenants: &Tenants, asked: &SignIn) -> Result<SignedIn> {
    let workspace = match tenants.any_workspace(&asked.workspace) {
        Ok(workspace) => Some(workspace),
        Err(e) if e.code() == "serve.no_workspace" => None,
        Err(e) => return Err(e),
    };
    let person = workspace
        .as_ref()
        .and_then(|w| w.session(Some(&asked.email), "en").ok())
        .map(|session| session.actor);
    let is_right = tenants.accounts.knows(&asked.workspace, person, &asked.password)?;
    let (Some(workspace), Some(person), true) = (workspace, person, is_right) else {
        return Err(AccountError::Wrong.into());
    };
    // Suspended, they or the whole workspace: said only to whoever knows the password.
    tenants.workspace(&asked.workspace)?;
    workspace.engine().actor(&workspace.writer(), person)?;
    let key = workspace.key();
    let whose = Whose { workspace: &asked.workspace, person, key };
    tenants.accounts.pass(whose, asked.code.as_ref())?;
    if asked.device.is_none() {
        // There was no copy whose form could have put the address in: the person gave it.
        tenants.accounts.know_address(whose, &post::mark(&workspace, &asked.email)?)?;
    }
    let device = match asked.device {
        Some(device) if Tenants::is_anothers(&workspace, person, device)? => None,
        named => named,
    };
    let (tokens, device, promise) =
        tenants.accounts.sign_in(&asked.workspace, person, &asked.label, device)?;
    authority::register(&workspace.writer(), Session { person, device })?;
    Ok(SignedIn { tokens, person, device, wipe_promise: Some(promise) })
}

pub(super) async fn renew(
    State(shared): Served,
    Extension(Address(address)): Extension<Address>,
    body: Raw,
) -> Answer<Tokens> {
    let asked: Renew = read(body, SMALL)?;
    shared.pace(&format!("renew from {address}"), TRIES_OF_ADDRESS * 10)?;
    let ours = Arc::clone(&shared);
    let renewed = blocking(move || ours.tenants.accounts.renew(&asked.refresh)).await;
    if renewed.as_ref().is_err_and(|e| e.code() == "account.reused") {
        shared.watch.count("renewal_reused", 1);
    }
    Ok(Json(renewed?))
}

pub(super) async fn sign_out(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
) -> Answer<serde_json::Value> {
    blocking(move || shared.tenants.accounts.sign_out(&caller)).await?;
    Ok(Json(json!({})))
}

/// Whether the caller, an active member, may manage people.
fn manages_people(workspace: &Workspace, caller: &Caller) -> Result<bool> {
    let actor = workspace.engine().actor(&workspace.writer(), caller.person)?;
    Ok(actor.may(permissions::PERSON_MANAGE))
}

pub(super) async fn devices(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
) -> Answer<Devices> {
    let rows = blocking(move || {
        let workspace = shared.tenants.workspace(&caller.workspace)?;
        let everybody = manages_people(&workspace, &caller)?;
        shared.tenants.accounts.devices(&caller, everybody)
    });
    Ok(Json(Devices { rows: rows.await? }))
}

pub(super) async fn revoke(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<serde_json::Value> {
    let id = Id::parse(&id).ok_or(AccountError::NoDevice)?;
    blocking(move || {
        let workspace = shared.tenants.workspace(&caller.workspace)?;
        let accounts = &shared.tenants.accounts;
        workspace.engine().actor(&workspace.writer(), caller.person)?;
        may_end(&workspace, &caller, accounts.person_of(&caller, id)?)?;
        accounts.revoke(&caller, id)
    })
    .await?;
    Ok(Json(json!({})))
}

pub(super) async fn invite(
    State(shared): Served,
    Extension(caller): Extension<Caller>,
    body: Raw,
) -> Answer<Invited> {
    let asked: Invite = read(body, SMALL)?;
    let invited = blocking(move || {
        let workspace = shared.tenants.workspace(&caller.workspace)?;
        may_invite(&shared.tenants, &workspace, &caller, asked.person)?;
        shared.tenants.accounts.code(&caller.workspace, Some(asked.person))
    });
    Ok(Json(invited.await?))
}

/// A code is a way into somebody's account: only who manages people gives one, to somebody who may
/// do no more than they; and a new password for an existing account is the owners' affair.
pub(super) fn may_invite(
    tenants: &Tenants,
    workspace: &Workspace,
    caller: &Caller,
    person: Id,
) -> Result<()> {
    let (actor, invited) = {
        let conn = workspace.writer();
        let engine = workspace.engine();
        (engine.actor(&conn, caller.person)?, engine.actor(&conn, person)?)
    };
    actor.need(permissions::PERSON_MANAGE)?;
    let is_owner = actor.roles.iter().any(|r| r == "owner");
    let is_reset = tenants.accounts.has_account(&caller.workspace, person)?;
    let is_above = !invited.permissions.is_subset(&actor.permissions)
        || invited.roles.iter().any(|r| r == "owner");
    if !is_owner && (is_reset || is_above) {
        return Err(netra_kernel::access::forbidden(permissions::ROLE_MANAGE));
    }
    Ok(())
}

/// Asked before an upload: a refusal in the middle of one is heard as a broken connection.
pub(super) async fn may_attach(
    State(shared): Served,
    Path(name): Path<String>,
    Extension(Address(address)): Extension<Address>,
    headers: HeaderMap,
) -> Answer<serde_json::Value> {
    shared.pace(&format!("sign-in from {address}"), TRIES_OF_ADDRESS)?;
    let code = bearer(&headers)?.to_owned();
    blocking(move || shared.tenants.accounts.may_attach(&name, &code)).await?;
    Ok(Json(json!({})))
}

pub(super) async fn attach(
    State(shared): Served,
    Path(name): Path<String>,
    Extension(Address(address)): Extension<Address>,
    headers: HeaderMap,
    body: Body,
) -> Answer<Invited> {
    shared.pace(&format!("sign-in from {address}"), TRIES_OF_ADDRESS)?;
    let code = bearer(&headers)?.to_owned();
    let transfer = headers
        .get("netra-transfer-key")
        .and_then(|value| value.to_str().ok())
        .ok_or(SyncError::Form { detail: "transfer_key" })
        .map_err(Error::from)?
        .to_owned();
    // Nothing is stored for somebody who may not.
    let (ours, n, c) = (Arc::clone(&shared), name.clone(), code.clone());
    blocking(move || ours.tenants.accounts.may_attach(&n, &c)).await?;
    let aside = shared.tenants.aside()?;
    let received = receive(body, aside.path()).await;
    received?;
    let invited = blocking(move || {
        let invited = shared.tenants.attach(&name, &code, aside.path(), &transfer);
        drop(aside);
        invited
    });
    Ok(Json(invited.await?))
}

/// Writes an upload to a file, up to the limit.
async fn receive(body: Body, to: &std::path::Path) -> Result<()> {
    let mut file = netra_workspace::folder::private_file(to)?;
    let mut stream = body.into_data_stream();
    let mut left = ATTACH_BYTES;
    while let Some(chunk) = stream.next().await {
        let chunk =
            chunk.map_err(|e| Error::from(SyncError::Form { detail: "cut_short" }).because(e))?;
        left = left
            .checked_sub(chunk.len() as u64)
            .ok_or(AccountError::TooLarge { most_bytes: ATTACH_BYTES })
            .map_err(Error::from)?;
        tokio::task::block_in_place(|| file.write_all(&chunk))
            .map_err(netra_workspace::files::io_error)?;
    }
    Ok(())
}
