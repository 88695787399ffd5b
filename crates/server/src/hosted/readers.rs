//! Connections without a socket, for the fuzz targets: bytes as they come in, what is said to them,
//! and both doors behind. This file is built for those targets alone.

use super::api::Shared;
use super::doors::{Peer, speak};
use super::routes::{self, ENDPOINTS};
use super::tenants::Tenants;
use super::watch::Watch;
use crate::local;
use crate::site::Site;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::{self, Next};
use axum::response::Response;
use futures_util::{StreamExt, stream};
use hyper_util::server::graceful::GracefulShutdown;
use netra_kernel::{Id, Result, Timestamp};
use netra_sync::account::API;
use netra_workspace::key::Choice;
use netra_workspace::{Host, KeySource};
use serde_json::{Value, json};
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::runtime::Runtime;

const PORT: u16 = 8787;
const PASSWORD: &str = "correct horse battery";
const EMAIL: &str = "owner@firm.example";
/// How the firm is called: no answer to a stranger says it.
pub const FIRM: &str = "Zubeneschamali Consulting";

/// So often more is waited for before the caller hangs up.
const ROUNDS: u32 = 8;

/// Longer than anything takes.
const LONG: Duration = Duration::from_secs(100);

/// What stands in a request for what is not known before: `{access}` and so on.
pub type Words = Vec<(&'static str, String)>;

/// Both doors of the program, and what is behind them.
pub struct Doors {
    runtime: Runtime,
    shared: Arc<Shared>,
    hosted: Router,
    local: Router,
    /// How often the local door let somebody through.
    let_in: Arc<AtomicUsize>,
    signed_in: Words,
    cookie: String,
}

/// Behind the local door: it is known what came through, and nothing is done.
struct Behind(Arc<AtomicUsize>);

impl crate::Host for Behind {
    fn handle(&self, _: Value) -> Value {
        self.0.fetch_add(1, SeqCst);
        json!({ "ok": null })
    }
    fn subscribe(&self) -> std::sync::mpsc::Receiver<Value> {
        std::sync::mpsc::channel().1
    }
}

impl Doors {
    /// A server with the workspace `acme`, and a name kept for another, in this folder.
    /// # Errors
    /// Storage errors.
    pub fn open(root: &Path) -> Result<Doors> {
        let host = Host::with_clock(|| Timestamp(1_795_240_800_000));
        let tenants = Arc::new(Tenants::open(root, KeySource::default(), host)?);
        let firm = json!({"firm_name": FIRM, "owner_name": "Owner", "owner_email": EMAIL,
                          "zone": "Asia/Kolkata", "currency": "INR", "tax": {"country": "IN"}});
        let invited = tenants.create("acme", firm, Choice::Unencrypted)?;
        let attach = tenants.reserve("beta")?;
        let watch = Watch::new(true);
        let shared = Arc::new(Shared::new(tenants, watch, u32::MAX, false));
        let hosted = routes::router(Arc::clone(&shared));

        let ui = root.join("ui");
        std::fs::create_dir_all(&ui).map_err(netra_workspace::files::io_error)?;
        let page = ui.join("index.html");
        std::fs::write(page, "<script>1</script>").map_err(netra_workspace::files::io_error)?;
        let let_in = Arc::new(AtomicUsize::new(0));
        let behind = Arc::new(Behind(Arc::clone(&let_in)));
        let local = local::share(behind, PORT, Site::load(Some(&ui))?)?;
        let address = local.gate.address();
        let token = address.rsplit('=').next().unwrap_or_default();
        let cookie = local.gate.exchange(token).unwrap_or_default();
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();

        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(netra_kernel::Error::internal)?;
        let local = local::router(local);
        let signed_in = vec![("{attach}", attach.code.0)];
        let mut doors = Doors { runtime, shared, hosted, local, let_in, signed_in, cookie };
        let body = json!({"workspace": "acme", "code": invited.code, "password": PASSWORD});
        doors.say("/accept", &body);
        doors.sign_in();
        Ok(doors)
    }

    fn say(&self, path: &str, body: &Value) -> Value {
        let body = body.to_string();
        let head =
            format!("POST {API}{path} HTTP/1.1\r\nhost: a\r\ncontent-length: {}", body.len());
        let said = self.hosted(format!("{head}\r\n\r\n{body}").into_bytes(), usize::MAX);
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(said.starts_with("HTTP/1.1 200"), "{path}: {said}");
        let body = said.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        serde_json::from_str(body).unwrap_or_default()
    }

    fn sign_in(&mut self) {
        let body = json!({"workspace": "acme", "email": EMAIL, "password": PASSWORD,
                          "label": "fuzz"});
        let signed_in = self.say("/sign-in", &body);
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        assert!(signed_in["tokens"]["access"].is_string(), "the owner cannot sign in: {signed_in}");
        self.signed_in.retain(|(name, _)| *name == "{attach}");
        self.signed_in.push(("{access}", word(&signed_in["tokens"]["access"])));
        self.signed_in.push(("{refresh}", word(&signed_in["tokens"]["refresh"])));
        self.signed_in.push(("{device}", word(&signed_in["device"])));
        self.signed_in.push(("{person}", word(&signed_in["person"])));
    }

    /// What makes a request one of somebody who is signed in; whatever was done to that sign-in by
    /// an earlier request, it is good.
    pub fn words(&mut self) -> Words {
        let access = self.signed_in.iter().find(|(name, _)| *name == "{access}");
        let access = access.map(|(_, word)| word.clone()).unwrap_or_default();
        if self.shared.tenants().accounts.caller(&access).is_err() {
            self.shared.forget_pace();
            self.sign_in();
        }
        let mut words = self.signed_in.clone();
        words.push(("{cookie}", self.cookie.clone()));
        words
    }

    /// A good request to every address of the server.
    pub fn requests() -> Vec<String> {
        let id = Id::named("fuzz", "device").to_string();
        let request = |(method, path, body): (&str, String, String)| {
            format!(
                "{method} {API}{path} HTTP/1.1\r\nHost: netra.example\r\n\
                 Authorization: Bearer {{access}}\r\nnetra-device: {{device}}\r\n\
                 netra-transfer-key: x\r\nAccept-Language: hi-IN,hi;q=0.9,en;q=0.8\r\n\
                 Accept-Encoding: gzip\r\nIdempotency-Key: {id}\r\n\
                 Content-Length: {}\r\n\r\n{body}",
                body.len()
            )
        };
        let mut all: Vec<String> = Vec::new();
        for endpoint in ENDPOINTS {
            let path = endpoint
                .path
                .replace("{id}", &id)
                .replace("{sha256}", &"0".repeat(64))
                .replace("{workspace}", "beta");
            let sized = if path.starts_with("/content") { "?size=9&from=0" } else { "" };
            let body = match endpoint.path {
                "/push" => json!({"schema": netra_core::schema::newest(), "commands": []}),
                "/pull" => json!({"protocol": 2, "schema": netra_core::schema::newest(),
                                  "cookie": null, "acked": 0, "known": null, "scopes": []}),
                "/commands/{name}" => json!({"name": "Asha", "phone": "+919812345670"}),
                "/invitations" | "/invitations/mail" => json!({"person": "{person}"}),
                "/renew" => json!({"refresh": "{refresh}"}),
                "/forgot" => json!({"workspace": "acme", "email": EMAIL}),
                "/accept" => json!({"workspace": "acme", "code": "x", "password": PASSWORD}),
                "/sign-in" => json!({"workspace": "acme", "email": EMAIL, "password": "x",
                                     "label": "x", "device": id, "code": "123 456"}),
                "/second-factor/confirm" => json!({"code": "123456"}),
                "/wiped" => json!({"key": "x", "unsent": 1}),
                path if path.starts_with("/second-factor") => json!({"password": PASSWORD}),
                _ => json!({}),
            };
            let body = if endpoint.method == "GET" { String::new() } else { body.to_string() };
            let name = if path.starts_with("/queries") { "person.me" } else { "lead.create" };
            let path = format!("{}{sized}", path.replace("{name}", name));
            all.push(request((endpoint.method, path, body)));
        }
        all.push("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3));
        all.push("GET /metrics HTTP/1.0\r\n\r\n".to_owned());
        all.push(
            "PUT /api/v1/content/x HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {access}\r\n\
             Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                .to_owned(),
        );
        all
    }

    /// Good requests to the door of this machine.
    pub fn local_requests() -> Vec<String> {
        let body = "{\"op\":\"x\"}";
        let near = "Host: 127.0.0.1:8787\r\nCookie: a=b; {cookie}\r\n";
        vec![
            format!(
                "POST /rpc HTTP/1.1\r\n{near}Origin: http://127.0.0.1:8787\r\n\
                 Sec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n\
                 Content-Length: {}\r\n\r\n{body}",
                body.len()
            ),
            format!("GET /events HTTP/1.1\r\n{near}\r\n"),
            format!("GET /?token={} HTTP/1.1\r\n{near}\r\n", "0".repeat(64)),
            format!("GET /leads/%2e%2e/x.js?token=%zz HTTP/1.1\r\n{near}\r\n"),
        ]
    }

    /// What the server says to these bytes, which come so many at a time.
    pub fn hosted(&self, bytes: Vec<u8>, at_a_time: usize) -> Vec<u8> {
        self.shared.forget_pace();
        self.played(&self.hosted, bytes, at_a_time)
    }

    /// The same at the door of this machine; and whether anything behind it heard of it.
    pub fn local(&self, bytes: Vec<u8>, at_a_time: usize) -> (Vec<u8>, bool) {
        let before = self.let_in.load(SeqCst);
        let said = self.played(&self.local, bytes, at_a_time);
        (said, self.let_in.load(SeqCst) > before)
    }

    fn played(&self, router: &Router, bytes: Vec<u8>, at_a_time: usize) -> Vec<u8> {
        let turn = Arc::new(Turn::default());
        let said = Arc::new(Mutex::new(Vec::new()));
        let line = Line {
            bytes: bytes.into(),
            at_a_time: at_a_time.max(1),
            turn: Arc::clone(&turn),
            said: Arc::clone(&said),
            rounds: 0,
        };
        let watched = middleware::from_fn(move |request: Request, next: Next| {
            let turn = Arc::clone(&turn);
            async move {
                turn.running.fetch_add(1, SeqCst);
                let response = next.run(watch_body(request, Arc::clone(&turn))).await;
                turn.running.fetch_sub(1, SeqCst);
                turn.wake();
                begun(response)
            }
        });
        let peer = Peer(SocketAddr::from(([10, 0, 0, 1], 80)));
        let router = router.clone().layer(watched);
        let graceful = GracefulShutdown::new();
        let watcher = graceful.watcher();
        let patience = Duration::from_secs(20);
        let spoken = speak(line, router, peer, patience, watcher);
        let over = self.runtime.block_on(async { tokio::time::timeout(LONG, spoken).await });
        over.expect("it is over when nobody has more to say");
        let said = said.lock().unwrap_or_else(PoisonError::into_inner);
        said.clone()
    }
}

/// Whose turn it is: the caller hangs up when nobody works on what they said, or when more is waited
/// for.
#[derive(Default)]
struct Turn {
    running: AtomicUsize,
    wants_more: AtomicBool,
    waits: Mutex<Option<Waker>>,
}

impl Turn {
    fn wake(&self) {
        let waits = self.waits.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(waker) = waits {
            waker.wake();
        }
    }
}

/// An answer; of one that never ends only the beginning.
fn begun(response: Response) -> Response {
    let kind = response.headers().get(header::CONTENT_TYPE);
    if kind.is_none_or(|kind| kind != "text/event-stream") {
        return response;
    }
    let soon = Box::pin(tokio::time::sleep(Duration::from_millis(1)));
    response.map(|body| Body::from_stream(body.into_data_stream().take_until(soon)))
}

fn watch_body(request: Request, turn: Arc<Turn>) -> Request {
    request.map(|body| {
        let mut data = body.into_data_stream();
        Body::from_stream(stream::poll_fn(move |cx| {
            let polled = data.poll_next_unpin(cx);
            turn.wants_more.store(polled.is_pending(), SeqCst);
            if polled.is_pending() {
                turn.wake();
            }
            polled
        }))
    })
}

/// A connection in memory.
struct Line {
    bytes: std::collections::VecDeque<u8>,
    at_a_time: usize,
    turn: Arc<Turn>,
    said: Arc<Mutex<Vec<u8>>>,
    /// How often more was waited for in vain.
    rounds: u32,
}

impl AsyncRead for Line {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.bytes.is_empty() {
            *self.turn.waits.lock().unwrap_or_else(PoisonError::into_inner) =
                Some(cx.waker().clone());
            let is_idle = self.turn.running.load(SeqCst) == 0;
            if !is_idle && !self.turn.wants_more.load(SeqCst) {
                self.rounds = 0;
                return Poll::Pending;
            }
            // What came last may not have got through yet.
            self.rounds += 1;
            if self.rounds < ROUNDS {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
            return Poll::Ready(Ok(()));
        }
        let n = self.at_a_time.min(into.remaining()).min(self.bytes.len());
        let part: Vec<u8> = self.bytes.drain(..n).collect();
        into.put_slice(&part);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Line {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
