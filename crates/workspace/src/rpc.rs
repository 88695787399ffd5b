//! What every shell speaks: one JSON request, one JSON answer, and a stream of events.
//!
//! Request `{"op": "ask" | "run", "name", "args", "locale"}`, `{"op": "start", "name", "args"}`,
//! `{"op": "cancel", "args": {"job"}}`, `{"op": "store", "args": {"name", "media_type", "base64"}}`,
//! `{"op": "file", "args": {"file"}}`,
//! `{"op": "document", "args": {kind, subject, audience, format, document?, language?}}`,
//! `{"op": "draft", "args": {"key", "text"}}`, `{"op": "drafts", "args": {"prefix"}}`,
//! `{"op": "line", "args": {"call", "mute"?, "hold"?}}`: the line of one's own call,
//! `{"op": "sync", "name", "args"}` (`rpc/sync.rs`), `{"op": "session"}`. Answer `{"ok": …}` or `{"error": {kind, code, message, args, fields}}`.
//! Events `{"type": "changed", tables, ids, origin}`, `{"type": "job", job, state, …}`,
//! `{"type": "line", call, is_muted, is_held}` and `{"type": "sync", state, …}`: how the workspace
//! stands with its server.

mod sync;

use crate::WorkspaceError;
use crate::dialler;
use crate::folder::{Session, Workspace};
use crate::jobs::Jobs;
use crate::remote::{Beside, RemoteError};
use crate::watch;
use netra_core::language;
use netra_kernel::{Error, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockWriteGuard};
use std::time::{Duration, Instant};

/// The rpc face of one workspace for one person.
pub struct Rpc {
    workspace: Arc<Workspace>,
    /// Another person's once the workspace was handed over by them.
    session: Arc<RwLock<Session>>,
    jobs: Jobs,
    listeners: Listeners,
    beside: Arc<Beside>,
}

type Listeners = Arc<Mutex<Vec<SyncSender<Value>>>>;

fn writing(session: &RwLock<Session>) -> RwLockWriteGuard<'_, Session> {
    session.write().unwrap_or_else(PoisonError::into_inner)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    op: Op,
    #[serde(default)]
    name: String,
    #[serde(default)]
    args: Value,
    #[serde(default)]
    locale: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Op {
    Ask,
    Run,
    Start,
    Cancel,
    Store,
    File,
    Document,
    Draft,
    Drafts,
    Line,
    Sync,
    Session,
}

fn parsed(request: Value) -> Result<Request> {
    serde_json::from_value(request)
        .map_err(|e| WorkspaceError::Malformed { problem: e.to_string() }.into())
}

/// Bytes of one file that may come in one request (the window's file drop; larger files come as
/// paths through the desktop shell or the command line).
const MAX_STORE: usize = 32 << 20;

impl Rpc {
    /// Also starts to listen for commits, of this program and of others on the same workspace, and
    /// to keep it up to date with its server.
    pub fn new(workspace: Arc<Workspace>, session: Session) -> Rpc {
        let listeners = Listeners::default();
        let told = listeners.clone();
        let beside = Arc::new(Beside::begin(&workspace, move |event| tell(&told, event)));
        let told = listeners.clone();
        watch::keep(&workspace, move |event| tell(&told, event));
        let session = Arc::new(RwLock::new(session));
        let rpc = Rpc { workspace, session, jobs: Jobs::default(), listeners, beside };
        rpc.listen();
        rpc
    }

    pub fn workspace(&self) -> &Arc<Workspace> {
        &self.workspace
    }
    pub fn session(&self) -> Session {
        self.session.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes a copy away that was joined and never filled; nothing is to be asked here afterwards.
    /// # Errors
    /// `workspace.folder_taken` when something is in it; `sync.another_program`; storage errors.
    pub(crate) fn give_up(&self) -> Result<()> {
        crate::remote::give_up(&self.workspace, &self.beside)
    }

    /// Answers one request; never fails, never panics on bad input.
    pub fn handle(&self, request: Value) -> Value {
        let session = self.speaking(&request);
        match parsed(request).and_then(|r| self.answer(&session, r)) {
            Ok(value) => json!({ "ok": value }),
            Err(e) => json!({ "error": language::error_json(&session.locale, &e) }),
        }
    }

    /// The same as JSON text. The answer to a question goes through as it is written, without a
    /// tree of values in between, which for a page of rows is most of the cost.
    pub fn handle_text(&self, request: Value) -> String {
        let session = self.speaking(&request);
        let answer = parsed(request).and_then(|r| match r.op {
            Op::Ask => self.workspace.ask_text(&session, &r.name, &r.args),
            _ => self.answer(&session, r).map(|v| v.to_string()),
        });
        match answer {
            Ok(text) => format!("{{\"ok\":{text}}}"),
            Err(e) => json!({ "error": language::error_json(&session.locale, &e) }).to_string(),
        }
    }

    fn speaking(&self, request: &Value) -> Session {
        let mut session = self.session();
        if let Some(l) = request.get("locale").and_then(Value::as_str) {
            session.locale = if l.starts_with("hi") { "hi".into() } else { "en".into() };
        }
        session
    }

    fn answer(&self, session: &Session, r: Request) -> Result<Value> {
        let _ = r.locale;
        match r.op {
            Op::Ask => self.workspace.ask(session, &r.name, &r.args),
            Op::Run => {
                let given = self.workspace.run(session, &r.name, r.args)?;
                if given.is_by_server {
                    self.beside.now();
                }
                Ok(json!({"outcome": given.outcome, "command": given.command,
                          "undoable": given.undoable}))
            }
            Op::Start => {
                if r.name == sync::ATTACH {
                    return Ok(json!({ "job": self.start_attach(session, r.args)? }));
                }
                let listeners = self.listeners.clone();
                let send = Arc::new(move |event: Value| tell(&listeners, &event));
                let job = self.jobs.start(&self.workspace, session, &r.name, r.args, send)?;
                Ok(json!({ "job": job }))
            }
            Op::Cancel => {
                let job = r.args.get("job").and_then(Value::as_str).unwrap_or_default();
                Ok(json!({ "cancelled": self.jobs.cancel(job) }))
            }
            Op::Store => self.store(session, &r.args),
            Op::File => self.file(session, &r.args),
            Op::Document => crate::press::preview(&self.workspace, session, r.args),
            Op::Draft => {
                let text = |name: &str| r.args.get(name).and_then(Value::as_str);
                let (key, text) =
                    (text("key").unwrap_or_default(), text("text").unwrap_or_default());
                self.workspace.keep_draft(session, key, text).map(|()| Value::Null)
            }
            Op::Drafts => {
                let prefix = r.args.get("prefix").and_then(Value::as_str).unwrap_or_default();
                self.workspace.drafts(session, prefix)
            }
            Op::Line => self.line(session, r.args),
            Op::Sync => self.sync(session, &r.name, r.args),
            Op::Session if !self.is_filled()? => Err(RemoteError::Filling.into()),
            Op::Session => Ok(json!({
                "me": self.workspace.ask(session, "person.me", &Value::Null)?,
                "status": self.workspace.status()?,
                // The window follows this clock where it is set to another time than the machine's.
                "now": self.workspace.host().now(),
            })),
        }
    }

    /// Whether there is anything to see: a new copy has nothing until what everything is read with has come.
    fn is_filled(&self) -> Result<bool> {
        self.workspace.reading(|conn| crate::remote::is_usable(conn))
    }

    /// How the line of one's own call stands, after what is wanted of it; other windows hear of it.
    fn line(&self, session: &Session, args: Value) -> Result<Value> {
        let wish: dialler::Wish = serde_json::from_value(args)
            .map_err(|e| Error::from(WorkspaceError::Malformed { problem: e.to_string() }))?;
        let talk = dialler::turn(&self.workspace, session, &wish)?;
        if wish.mute.is_some() || wish.hold.is_some() {
            let event = json!({"type": "line", "call": wish.call, "is_muted": talk.is_muted,
                               "is_held": talk.is_held});
            tell(&self.listeners, &event);
        }
        Ok(serde_json::to_value(talk)?)
    }

    /// Stores a small file and records it; the answer is that of `file.add`.
    fn store(&self, session: &Session, args: &Value) -> Result<Value> {
        let text = |name: &str| args.get(name).and_then(Value::as_str).unwrap_or_default();
        let malformed = |problem: &str| -> Error {
            WorkspaceError::Malformed { problem: problem.to_owned() }.into()
        };
        let encoded = text("base64");
        if encoded.len() / 4 * 3 > MAX_STORE {
            return Err(malformed("the file is larger than 32 MB"));
        }
        let bytes = base64_decode(encoded).ok_or_else(|| malformed("base64"))?;
        self.workspace.add_file(session, text("name"), text("media_type"), &mut bytes.as_slice())
    }

    /// A stored file with its bytes, for whoever may see a record that speaks of it.
    fn file(&self, session: &Session, args: &Value) -> Result<Value> {
        use base64::Engine as _;
        let mut known = self.workspace.ask(session, "file.get", args)?;
        let too_large = known["size_bytes"].as_u64().is_none_or(|n| n > MAX_STORE as u64);
        if too_large {
            let problem = "the file is larger than 32 MB".to_owned();
            return Err(WorkspaceError::Malformed { problem }.into());
        }
        self.workspace.need_bytes(&known)?;
        let bytes = self.workspace.files().read(known["sha256"].as_str().unwrap_or_default())?;
        known["base64"] = base64::engine::general_purpose::STANDARD.encode(bytes).into();
        Ok(known)
    }

    /// Events from now on.
    pub fn subscribe(&self) -> Receiver<Value> {
        let (sender, receiver) = sync_channel(1_024);
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        receiver
    }

    fn listen(&self) {
        let commits = self.workspace.subscribe();
        let listeners = self.listeners.clone();
        let workspace = Arc::downgrade(&self.workspace);
        let mut seen = self.workspace.data_version().ok();
        std::thread::spawn(move || {
            let mut looked = Instant::now();
            loop {
                let wait = LOOK.saturating_sub(looked.elapsed());
                match commits.recv_timeout(wait) {
                    Ok(c) => {
                        let event = json!({"type": "changed", "tables": c.tables, "ids": c.ids,
                                           "origin": c.origin});
                        tell(&listeners, &event);
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                }
                // Also when commits of our own come in one after the other.
                if looked.elapsed() < LOOK {
                    continue;
                }
                looked = Instant::now();
                // Another program on the same workspace: everything may have changed.
                let Some(workspace) = workspace.upgrade() else { return };
                let now = workspace.data_version().ok();
                if now != seen {
                    tell(
                        &listeners,
                        &json!({"type": "changed", "tables": ["*"], "ids": [], "origin": "other"}),
                    );
                }
                seen = now;
            }
        });
    }
}

/// How often we look whether another program has committed.
const LOOK: Duration = Duration::from_millis(500);

pub(crate) fn tell(listeners: &Mutex<Vec<SyncSender<Value>>>, event: &Value) {
    listeners
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .retain(|l| !matches!(l.try_send(event.clone()), Err(TrySendError::Disconnected(_))));
}

pub(crate) fn base64_encode(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn base64_decode(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}
