//! A program's door to its workspace: opened beside the window, unlocked by a passphrase, and, when
//! there is none yet, made, played as a demo, or restored from a backup.
//!
//! Before a workspace is open a desk answers `session` (why it is not open), `unlock`, `beginnings`
//! (what a first run may choose from), `start` of a beginning and `cancel`; afterwards everything
//! goes to [`Rpc`], but for `sync` `abandon`, which gives up a copy that was never filled. The
//! events of both come from [`Desk::subscribe`], and beside them `{"type": "closed", code}`: what is
//! open may not be seen any more.
//! Invariant: a question that comes while the workspace opens waits; it is never lost.
//! Invariant: a passphrase is kept nowhere; it lives as long as the opening takes.
//! Invariant: no beginning touches a folder that holds anything.
//! Invariant: while a copy is taken away nothing begins and nothing is unlocked.
//!
//! `beginnings.rs` makes the workspaces.

mod beginnings;
#[cfg(test)]
mod tests;

use crate::WorkspaceError;
use crate::folder::Workspace;
use crate::host::Host;
use crate::jobs::{Jobs, Ticket};
use crate::key::KeySource;
use crate::remote;
use crate::rpc::{Rpc, tell};
use crate::show::{Here, pack_here};
use netra_core::language;
use netra_kernel::{Error, Result};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

type Listeners = Arc<Mutex<Vec<SyncSender<Value>>>>;

/// Asks the program's surroundings for a passphrase, each time that one is wanted.
pub type Given = fn() -> Option<String>;

/// Where a program looks for its workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The workspace that is opened when it is there, and offered as the first one's folder when not.
    pub folder: PathBuf,
    /// Where the demo firm lives once it was asked for.
    pub demo: PathBuf,
    /// The demo firm is what is opened, and made when it is not there.
    pub plays_demo: bool,
    /// The folder was named by a person, so that its absence is news to them.
    pub is_named: bool,
    /// A file that remembers what was open last.
    pub memory: Option<PathBuf>,
    /// Who works, by e-mail address; the owner when not said.
    pub acting: Option<String>,
}

enum State {
    Opening,
    Open(Arc<Rpc>),
    /// Not open: nothing there, a wrong or missing passphrase, made by a newer program…
    Closed(Error),
    /// Not open any more, for this reason; what was open is still being taken away.
    Leaving(Error),
}

fn none_in(folder: &Path) -> Error {
    WorkspaceError::NotFound { folder: folder.display().to_string() }.into()
}

/// What the memory says of a workspace.
fn remembered(root: &Path) -> String {
    let folder = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    format!("{}\n", folder.display())
}

/// `{"op": "sync", "name": "abandon"}`.
fn is_abandon(request: &Value) -> bool {
    request["op"] == "sync" && request["name"] == "abandon"
}

/// One workspace for one program.
pub struct Desk {
    place: Place,
    /// What `unlock` opens: the place's folder, or the one that was restored into since.
    folder: Mutex<PathBuf>,
    host: Host,
    given: Given,
    state: Mutex<State>,
    settled: Condvar,
    listeners: Listeners,
    jobs: Jobs,
}

impl Desk {
    /// Opens the workspace on a thread of its own.
    pub fn open_beside(place: Place, host: Host, given: Given) -> Arc<Desk> {
        let desk = Arc::new(Desk {
            folder: Mutex::new(place.folder.clone()),
            place,
            host,
            given,
            state: Mutex::new(State::Opening),
            settled: Condvar::new(),
            listeners: Arc::default(),
            jobs: Jobs::default(),
        });
        let opening = Arc::clone(&desk);
        std::thread::spawn(move || opening.unlock(given()));
        desk
    }

    /// Answers one request of the window. Blocks while the workspace opens.
    pub fn handle(self: &Arc<Self>, request: Value) -> Value {
        match self.opened() {
            Some(rpc) if is_abandon(&request) => {
                drop(rpc);
                self.abandon(&request)
            }
            Some(rpc) => rpc.handle(request),
            None => self.answer(&request),
        }
    }

    /// The same as JSON text.
    pub fn handle_text(self: &Arc<Self>, request: Value) -> String {
        if is_abandon(&request) {
            return self.handle(request).to_string();
        }
        match self.opened() {
            Some(rpc) => rpc.handle_text(request),
            None => self.answer(&request).to_string(),
        }
    }

    /// The folder that is open here, or would be once it is unlocked.
    pub fn folder(&self) -> PathBuf {
        self.folder.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Where a recorded pack lies on this machine, for whoever may see it.
    /// # Errors
    /// As [`pack_here`]; `pack.not_here` while no workspace is open.
    pub fn pack_here(&self, manifest_sha256: &str) -> Result<Here> {
        let rpc = self.opened().ok_or(WorkspaceError::PackNotHere)?;
        pack_here(rpc.workspace(), &rpc.session(), manifest_sha256)
    }

    /// Events from now on, of this desk and of the workspace that it opens.
    pub fn subscribe(&self) -> Receiver<Value> {
        let (sender, receiver) = sync_channel(1_024);
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(sender);
        receiver
    }

    /// The workspace when it is open; waits while it opens.
    fn opened(&self) -> Option<Arc<Rpc>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match &*state {
                State::Opening => {
                    state = self.settled.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                State::Open(rpc) => return Some(Arc::clone(rpc)),
                State::Closed(_) | State::Leaving(_) => return None,
            }
        }
    }

    fn answer(self: &Arc<Self>, request: &Value) -> Value {
        let locale = match request.get("locale").and_then(Value::as_str) {
            Some(l) if l.starts_with("hi") => "hi",
            _ => "en",
        };
        let text = |pointer: &str| request.pointer(pointer).and_then(Value::as_str);
        let answer = match text("/op").unwrap_or_default() {
            "unlock" => match self.may_begin() {
                Ok(()) => {
                    self.unlock(text("/args/passphrase").map(str::to_owned));
                    self.why_closed(locale).map_or(Ok(Value::Null), Err)
                }
                Err(e) => Err(language::error_json(locale, &e)),
            },
            "beginnings" => Ok(beginnings::choices(&self.place)),
            "forgot" => {
                beginnings::forgot(&request["args"]).map_err(|e| language::error_json(locale, &e))
            }
            "start" => self
                .start(text("/name").unwrap_or_default(), &request["args"], locale)
                .map(|job| json!({ "job": job }))
                .map_err(|e| language::error_json(locale, &e)),
            "cancel" => Ok(json!({
                "cancelled": self.jobs.cancel(text("/args/job").unwrap_or_default())
            })),
            _ => Err(self.why_closed(locale).unwrap_or(Value::Null)),
        };
        match answer {
            Ok(value) => json!({ "ok": value }),
            Err(error) => json!({ "error": error }),
        }
    }

    /// Takes a copy away that was joined but never filled: nothing is in it. Then there is nothing
    /// open, as before.
    fn abandon(self: &Arc<Self>, request: &Value) -> Value {
        let locale = match request.get("locale").and_then(Value::as_str) {
            Some(l) if l.starts_with("hi") => "hi",
            _ => "en",
        };
        match self.take_away() {
            Ok(()) => json!({ "ok": null }),
            Err(e) => json!({ "error": language::error_json(locale, &e) }),
        }
    }

    fn take_away(&self) -> Result<()> {
        let Some(rpc) = self.leave()? else { return Ok(()) };
        let workspace = Arc::clone(rpc.workspace());
        let given_up = rpc.give_up();
        if given_up.is_err() && workspace.is_still_here().is_ok() {
            self.come_back(workspace);
            return given_up;
        }
        let root = workspace.root();
        if given_up.is_ok() {
            // Gone when nothing else is in it.
            let _ = fs::remove_dir(root);
            self.forget(root);
        }
        self.end_leaving(State::Closed(none_in(root)));
        given_up
    }

    /// Closes the copy that is open, to be taken away; None where nothing is open.
    fn leave(&self) -> Result<Option<Arc<Rpc>>> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State::Open(rpc) = &*state else { return Ok(None) };
        remote::must_be_empty(rpc.workspace())?;
        let rpc = Arc::clone(rpc);
        // Whoever asks meanwhile is answered at once.
        *state = State::Leaving(none_in(rpc.workspace().root()));
        Ok(Some(rpc))
    }

    /// Serves again what could not be taken away.
    fn come_back(&self, workspace: Arc<Workspace>) {
        // What was begun before it was left may have opened meanwhile, and stays.
        if self.may_begin().is_err()
            && let Err(why) = self.serve(workspace)
        {
            self.end_leaving(State::Closed(why));
        }
    }

    /// What comes after a copy was left, unless another one was opened meanwhile.
    fn end_leaving(&self, next: State) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(&*state, State::Leaving(_)) {
            *state = next;
        }
        self.settled.notify_all();
    }

    /// # Errors
    /// `workspace.being_removed` while a copy is taken away.
    fn may_begin(&self) -> Result<()> {
        match &*self.state.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Leaving(_) => Err(WorkspaceError::BeingRemoved.into()),
            _ => Ok(()),
        }
    }

    /// Why nothing is open, for the person who reads it; nothing when it is open by now.
    fn why_closed(&self, locale: &str) -> Option<Value> {
        match &*self.state.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Closed(e) | State::Leaving(e) => Some(language::error_json(locale, e)),
            State::Opening | State::Open(_) => None,
        }
    }

    fn unlock(&self, passphrase: Option<String>) {
        let source = KeySource { passphrase: passphrase.map(Into::into) };
        let opened = match self.place.plays_demo {
            true => beginnings::play(&self.place, &self.host, &source),
            false => Workspace::open(&self.folder(), &source, self.host.clone()),
        };
        if let Err(e) = opened.and_then(|workspace| self.serve(Arc::new(workspace))) {
            self.settle(State::Closed(e));
        }
    }

    /// Starts a beginning; its last word comes when the new workspace is open.
    fn start(self: &Arc<Self>, name: &str, args: &Value, locale: &str) -> Result<String> {
        self.may_begin()?;
        let work = beginnings::work_of(name)?;
        let (desk, mut args) = (Arc::clone(self), args.clone());
        if args.get("passphrase").is_none()
            && let (Some(given), Some(object)) = ((self.given)(), args.as_object_mut())
        {
            object.insert("passphrase".to_owned(), given.into());
        }
        let listeners = Arc::clone(&self.listeners);
        let send = Arc::new(move |event: Value| tell(&listeners, &event));
        let id = self.host.new_id()?.to_string();
        self.jobs.begin(&id, locale, send, move |ticket: &Ticket<'_>| {
            let made = work(&desk.place, &desk.host, args, ticket)?;
            *desk.folder.lock().unwrap_or_else(PoisonError::into_inner) = made.folder.clone();
            match made.opened {
                Ok(workspace) => desk.serve(Arc::new(workspace))?,
                Err(locked) => desk.settle(State::Closed(locked)),
            }
            Ok(json!({ "folder": made.folder.display().to_string() }))
        });
        Ok(id)
    }

    /// Makes an open workspace the one that this desk serves.
    fn serve(&self, workspace: Arc<Workspace>) -> Result<()> {
        let session = workspace.session(self.place.acting.as_deref(), "en")?;
        self.remember(&workspace);
        crate::schedule::keep(&workspace, &session);
        let rpc = Arc::new(Rpc::new(workspace, session));
        let (events, listeners) = (rpc.subscribe(), Arc::clone(&self.listeners));
        std::thread::spawn(move || events.into_iter().for_each(|event| tell(&listeners, &event)));
        self.settle(State::Open(rpc));
        Ok(())
    }

    fn settle(&self, state: State) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
        self.settled.notify_all();
    }

    /// Remembers what was open; forgetting it costs one choice at the next start, no more.
    fn remember(&self, workspace: &Workspace) {
        let Some(memory) = &self.place.memory else { return };
        if let Some(parent) = memory.parent() {
            let _ = fs::create_dir_all(parent);
        }
        let _ = fs::write(memory, remembered(workspace.root()));
    }

    /// Forgets a workspace that is gone. Where another one was opened since, here or by another
    /// program, that one is what is remembered.
    fn forget(&self, root: &Path) {
        let Some(memory) = &self.place.memory else { return };
        if fs::read_to_string(memory).is_ok_and(|named| named == remembered(root)) {
            let _ = fs::remove_file(memory);
        }
    }
}
