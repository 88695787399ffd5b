//! The workspace behind the window: opened beside it, unlocked when it asks for a passphrase.
//!
//! Invariant: a question that comes while the workspace opens waits; it is never lost.
//! Invariant: the passphrase is kept nowhere; it lives as long as the opening takes.

use crate::place::Place;
use netra_core::language;
use netra_kernel::{Error, Result, Zone};
use netra_workspace::demo::Demo;
use netra_workspace::folder::Content;
use netra_workspace::key::Choice;
use netra_workspace::rpc::Rpc;
use netra_workspace::{CreateOptions, Host, KeySource, Workspace};
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
        Desk {
            state: Mutex::new(State::Opening),
            settled: Condvar::new(),
            opening: Mutex::default(),
        }
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
        state
            .get(if locale.starts_with("hi") { "hi" } else { "en" })
            .map_or_else(|| json!({ "error": null }), |error| json!({ "error": error }))
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
    let workspace = Arc::new(workspace);
    netra_workspace::schedule::keep(&workspace, &session);
    Ok(Rpc::new(workspace, session))
}

/// Remembers what was open; forgetting it costs one choice at the next start, no more.
fn remember(place: &Place) {
    let folder = std::path::absolute(&place.folder).unwrap_or_else(|_| place.folder.clone());
    let _ = fs::write(&place.memory, format!("{}\n", folder.display()));
}

/// The demo firm. Its people are made up, so a machine that has no key store may keep them in
/// the clear; the window says so.
fn make_demo(place: &Place, source: &KeySource) -> Result<Workspace> {
    if let Some(parent) = place.folder.parent() {
        fs::create_dir_all(parent).map_err(Error::internal)?;
    }
    let today = Host::system().now().date(Zone::KOLKATA);
    let create = |choice| {
        let options = CreateOptions { choice, content: Content::Demo(Demo::on(today)) };
        Workspace::create(&place.folder, &options, source, Host::system())
    };
    match create(Choice::Best) {
        Err(e) if e.code() == "key.passphrase_needed" => create(Choice::Unencrypted),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Duration;

    /// A folder of its own for each test, removed at the end.
    struct Folder(PathBuf);
    impl Folder {
        fn new(name: &str) -> Folder {
            let path =
                std::env::temp_dir().join(format!("netra-desk-{}-{name}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Folder(path)
        }
        fn place(&self, name: &str, is_demo: bool) -> Place {
            Place { folder: self.0.join(name), is_demo, memory: self.0.join("last-workspace") }
        }
    }
    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn opened(place: Place) -> (Arc<Desk>, Receiver<Value>) {
        let (sender, receiver) = channel();
        let desk = Arc::new(Desk::default());
        desk.open_beside(place, move |event| {
            let _ = sender.send(event);
        });
        (desk, receiver)
    }

    fn with_passphrase(folder: &Path, passphrase: &str) {
        let source = KeySource { passphrase: Some(passphrase.to_owned().into()) };
        let firm = json!({
            "firm_name": "Rao & Co", "owner_name": "A. Rao", "owner_email": "a@example.com",
            "zone": "Asia/Kolkata", "currency": "INR",
            "tax": { "country": "IN", "state_code": null, "tax_number": null },
        });
        let options = CreateOptions { choice: Choice::Best, content: Content::Firm(firm) };
        Workspace::create(folder, &options, &source, Host::system()).unwrap();
    }

    #[test]
    fn a_locked_workspace_opens_by_its_passphrase_and_events_follow() {
        let folder = Folder::new("locked");
        let place = folder.place("firm", false);
        with_passphrase(&place.folder, "right words");
        let (desk, events) = opened(place.clone());

        let session = |locale: &str| desk.handle(json!({ "op": "session", "locale": locale }));
        let locked = session("en");
        assert_eq!(locked["error"]["code"], "key.passphrase_needed");
        assert_ne!(locked["error"]["message"], session("hi")["error"]["message"]);
        let unlock = |words: &str| {
            desk.handle(json!({ "op": "unlock", "args": { "passphrase": words }, "locale": "en" }))
        };
        assert_eq!(unlock("wrong")["error"]["code"], "key.passphrase_wrong");
        assert_eq!(unlock("right words"), json!({ "ok": null }));
        assert_eq!(session("en")["ok"]["status"]["firm"], "Rao & Co");

        let rename = json!({ "op": "run", "name": "setting.set",
            "args": { "key": "firm.name", "value": "Rao and Sons" } });
        let ran = desk.handle(rename);
        assert!(ran["ok"]["command"].is_string(), "{ran}");
        let event = events.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!(event["type"], "changed");
        assert!(event["tables"].as_array().unwrap().contains(&json!("settings")), "{event}");
        let memory = fs::read_to_string(&place.memory).unwrap();
        assert_eq!(Path::new(memory.trim_end()), place.folder);
    }

    #[test]
    fn the_demo_is_made_once_and_nothing_else_is() {
        let folder = Folder::new("demo");
        let (desk, _events) = opened(folder.place("nothing-here", false));
        let answer = desk.handle(json!({ "op": "session" }));
        assert_eq!(answer["error"]["code"], "workspace.not_found");
        assert!(!folder.0.join("nothing-here").exists());
        assert!(!folder.0.join("last-workspace").exists());

        let (desk, _events) = opened(folder.place("demo", true));
        let firm = |desk: &Desk| desk.handle(json!({ "op": "session" }))["ok"]["status"].clone();
        let first = firm(&desk);
        assert!(first["people"].as_i64().unwrap() > 5, "{first}");
        let (again, _events) = opened(folder.place("demo", true));
        assert_eq!(firm(&again)["workspace"], first["workspace"]);
    }
}
