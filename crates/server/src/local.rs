//! `serve --local`: the web UI of one workspace for the person at this machine.
//!
//! Invariant: every answer carries the security headers; `/rpc` and `/events` answer only a known
//! cookie; a request body is read only up to `BODY_LIMIT`.

use crate::guard::Gate;
use crate::site::Site;
use crate::{Host, ServeError};
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Json, Response};
use axum::{Router, routing};
use futures_util::stream::{self, Stream};
use netra_core::language::error_json;
use netra_kernel::{Error, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::broadcast;

/// A stored file comes in one request, as base64: 32 MB of it, and its wrapping.
const BODY_LIMIT: usize = 45 << 20;
/// Events that a slow page may be behind before it is told to ask for everything again.
const EVENTS_KEPT: usize = 256;
/// What runs at the moment of Ctrl+C may finish, this long.
const GRACE: Duration = Duration::from_secs(5);

/// How to serve.
#[derive(Default)]
pub struct LocalOptions {
    /// 0 takes a free one.
    pub port: u16,
    /// A folder with a built UI, instead of the one inside the program.
    pub ui_dir: Option<PathBuf>,
}

pub(crate) struct Shared {
    host: Arc<dyn Host>,
    pub(crate) gate: Gate,
    site: Site,
    events: broadcast::Sender<Arc<Value>>,
}

/// Serves until Ctrl+C or SIGTERM. `announce` gets the address, whose token works once.
///
/// # Errors
/// When there is no UI to serve, or the port cannot be used.
pub fn serve_local(
    host: Arc<dyn Host>,
    options: &LocalOptions,
    announce: impl FnOnce(&str),
) -> Result<()> {
    let site = Site::load(options.ui_dir.as_deref())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Error::internal)?;
    let ended = runtime.block_on(async {
        let (listener, shared) = open(host, options.port, site).await?;
        let told = told_to_stop();
        announce(&shared.gate.address());
        tokio::select! {
            ended = axum::serve(listener, router(shared)) => ended.map_err(Error::internal),
            () = told => Ok(()),
        }
    });
    runtime.shutdown_timeout(GRACE);
    ended
}

async fn open(host: Arc<dyn Host>, port: u16, site: Site) -> Result<(TcpListener, Arc<Shared>)> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address)
        .await
        .map_err(|e| Error::from(ServeError::Port { port, problem: e.to_string() }))?;
    let port = listener.local_addr().map_err(Error::internal)?.port();
    Ok((listener, share(host, port, site)?))
}

/// What all requests to this port share.
pub(crate) fn share(host: Arc<dyn Host>, port: u16, site: Site) -> Result<Arc<Shared>> {
    let gate = Gate::new(port).map_err(Error::internal)?;
    let (events, _) = broadcast::channel(EVENTS_KEPT);
    let incoming = host.subscribe();
    let outgoing = events.clone();
    // The thread ends when the workspace drops its end of the channel.
    std::thread::Builder::new()
        .name("netra-events".to_owned())
        .spawn(move || {
            for event in incoming {
                // Nobody listening is no fault.
                let _ = outgoing.send(Arc::new(event));
            }
        })
        .map_err(Error::internal)?;
    Ok(Arc::new(Shared { host, gate, site, events }))
}

pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/rpc", routing::post(rpc))
        .route("/events", routing::get(events))
        .fallback(routing::get(page))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(Arc::clone(&shared), frame))
        .with_state(shared)
}

/// Around every answer: the name check before, the security headers after.
async fn frame(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let mut response = if shared.gate.names_us(request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "this address is not served here").into_response()
    };
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(shared.site.policy()) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    for (name, value) in [
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[derive(Deserialize)]
struct Entry {
    token: Option<String>,
}

async fn page(State(shared): State<Arc<Shared>>, uri: Uri, Query(entry): Query<Entry>) -> Response {
    // The token leaves the address at once, so that it is in no history and no bookmark.
    if let Some(cookie) = entry.token.and_then(|token| shared.gate.exchange(&token)) {
        let headers = [(header::SET_COOKIE, cookie), (header::LOCATION, uri.path().to_owned())];
        return (StatusCode::SEE_OTHER, headers).into_response();
    }
    shared.site.answer(uri.path())
}

async fn rpc(State(shared): State<Arc<Shared>>, headers: HeaderMap, body: Bytes) -> Response {
    if !shared.gate.knows(&headers) || !shared.gate.is_our_page(&headers) {
        return refused(StatusCode::FORBIDDEN, &headers, ServeError::NotSignedIn);
    }
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/json"));
    let request = if is_json { serde_json::from_slice::<Value>(&body).ok() } else { None };
    let Some(request) = request else {
        return refused(StatusCode::BAD_REQUEST, &headers, ServeError::NotJson);
    };
    let host = Arc::clone(&shared.host);
    match tokio::task::spawn_blocking(move || host.handle_text(request)).await {
        Ok(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
        Err(e) => refused(StatusCode::INTERNAL_SERVER_ERROR, &headers, Error::internal(e)),
    }
}

/// The rpc's own shape of a refusal, for what is refused before the core is asked.
fn refused(status: StatusCode, headers: &HeaderMap, error: impl Into<Error>) -> Response {
    let reads_hindi = headers
        .get(header::ACCEPT_LANGUAGE)
        .is_some_and(|languages| languages.as_bytes().starts_with(b"hi"));
    let error = error_json(if reads_hindi { "hi" } else { "en" }, &error.into());
    (status, Json(json!({ "error": error }))).into_response()
}

async fn events(State(shared): State<Arc<Shared>>, headers: HeaderMap) -> Response {
    if !shared.gate.knows(&headers) {
        return refused(StatusCode::FORBIDDEN, &headers, ServeError::NotSignedIn);
    }
    let receiver = shared.events.subscribe();
    Sse::new(following(receiver)).keep_alive(KeepAlive::default()).into_response()
}

/// Each event as it comes; a page that fell behind is told that anything may have changed.
fn following(
    receiver: broadcast::Receiver<Arc<Value>>,
) -> impl Stream<Item = std::result::Result<Event, Infallible>> {
    stream::unfold(receiver, |mut receiver| async move {
        let text = match receiver.recv().await {
            Ok(event) => event.to_string(),
            Err(broadcast::error::RecvError::Lagged(_)) => {
                json!({ "type": "changed", "tables": ["*"], "ids": [], "origin": "lagged" })
                    .to_string()
            }
            Err(broadcast::error::RecvError::Closed) => return None,
        };
        Some((Ok(Event::default().data(text)), receiver))
    })
}

/// Done when somebody tells this process to stop; from this call on, not from the first wait on, since
/// whoever reads that it serves may say so at once.
pub(crate) fn told_to_stop() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let signals = {
        use tokio::signal::unix::{SignalKind, signal};
        (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    };
    async move {
        #[cfg(unix)]
        if let (Ok(mut interrupt), Ok(mut terminate)) = signals {
            tokio::select! {
                _ = interrupt.recv() => (),
                _ = terminate.recv() => (),
            }
            return;
        }
        let _ = tokio::signal::ctrl_c().await;
    }
}

#[cfg(test)]
mod tests;
