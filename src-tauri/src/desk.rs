//! The workspace behind the window: opened beside it, unlocked when it asks for a passphrase.
//!
//! Invariant: a question that comes while the workspace opens waits; it is never lost.
//! Invariant: the passphrase is kept nowhere; it lives as long as the opening takes.

use crate::place::Place;
use netra_core::language;
use netra_kernel::{Error, Result};
use netra_workspace::folder::Workspace;
use netra_workspace::host::Host;
use netra_workspace::key::{Choice, KeySource};
use netra_workspace::rpc::Rpc;
use serde_json::{Value, json};
use std::fs;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

type Announce = Arc<dyn Fn(Value) + Send + Sync>;

enum State {
    Opening,
    Open(Arc<Rpc>),
    /// Not open: wrong or missing passphrase, not a workspace, made by a newer program…
    Closed(Error),
}

/// One workspace for one window.
pub struct Desk {
    state: Mutex<State>,
    settled: Condvar,
    /// What to open, and whom to tell; set once.
    opening: Mutex<Option<(Place, Announce)>>,
}

impl Default for Desk {
    fn default() -> Desk {
        Desk { state: Mutex::new(State::Opening), settled: Condvar::new(), opening: Mutex::default() }
    }
}

impl Desk {
    /// Opens the workspace on a thread of its own.
    pub fn open_beside(
        self: &Arc<Self>,
        place: Place,
        announce: impl Fn(Value) + Send + Sync + 'static,
    ) {
        *self.opening.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((place, Arc::new(announce)));
        let desk = Arc::clone(self);
        std::thread::spawn(move || {
            let passphrase = std::env::var("NETRA_PASSPHRASE").ok();
            desk.try_open(passphrase);
        });
    }

    /// Answers one request of the window. Blocks.
    pub fn handle(&self, request: Value) -> Value {
        if request.get("op").and_then(Value::as_str) == Some("unlock") {
            let text = request.pointer("/args/passphrase").and_then(Value::as_str);
            self.try_open(text.map(str::to_owned));
            return match self.settled() {
                Ok(_) => json!({ "ok": null }),
                Err(refusal) => self.refused(&request, &refusal),
            };
        }
        match self.settled() {
            Ok(rpc) => rpc.handle(request),
            Err(refusal) => self.refused(&request, &refusal),
        }
    }

    fn refused(&self, request: &Value, state: &Value) -> Value {
        let locale = request.get("locale").and_then(Value::as_str).unwrap_or("en");
        state.get(if locale.starts_with("hi") { "hi" } else { "en" }).map_or_else(
            || json!({ "error": null }),
            |error| json!({ "error": error }),
        )
    }

    /// The open workspace, or why there is none, in both languages; waits while it opens.
    fn settled(&self) -> std::result::Result<Arc<Rpc>, Value> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match &*state {
                State::Opening => {
                    state = self.settled.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                State::Open(rpc) => return Ok(Arc::clone(rpc)),
                State::Closed(e) => {
                    return Err(json!({
                        "en": language::error_json("en", e),
                        "hi": language::error_json("hi", e),
                    }));
                }
            }
        }
    }

    fn try_open(&self, passphrase: Option<String>) {
        let opening = self.opening.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((place, announce)) = opening.as_ref() else { return };
        let settled = match open(place, passphrase) {
            Ok(rpc) => {
                let events = rpc.subscribe();
                let announce = Arc::clone(announce);
                std::thread::spawn(move || events.into_iter().for_each(|event| announce(event)));
                State::Open(Arc::new(rpc))
            }
            Err(e) => State::Closed(e),
        };
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = settled;
        self.settled.notify_all();
    }
}

fn open(place: &Place, passphrase: Option<String>) -> Result<Rpc> {
    let source = KeySource { passphrase: passphrase.map(Into::into) };
    let workspace = if place.is_demo && !place.folder.exists() {
        make_demo(place, &source)?
    } else {
        Workspace::open(&place.folder, &source, Host::system())?
    };
    remember(place);
    let session = workspace.session(None, "en")?;
    Ok(Rpc::new(Arc::new(workspace), session))
}
