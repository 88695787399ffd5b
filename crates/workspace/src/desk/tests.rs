//! A desk as its window sees it: before there is a workspace, and after.

use super::{Desk, Place};
use crate::folder::{Content, CreateOptions, Session, Workspace};
use crate::key::Choice;
use crate::{Host, KeySource, backup};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

fn place(root: &Path, name: &str) -> Place {
    Place {
        folder: root.join(name),
        demo: root.join("demo"),
        plays_demo: false,
        is_named: false,
        memory: Some(root.join("data/last-workspace")),
        acting: None,
    }
}

fn opened(place: Place) -> Arc<Desk> {
    Desk::open_beside(place, Host::system(), || None)
}

fn firm() -> Value {
    json!({
        "firm_name": "Rao & Co", "owner_name": "A. Rao", "owner_email": "a@example.com",
        "zone": "Asia/Kolkata", "currency": "INR", "tax": { "country": "IN", "state_code": "27" },
    })
}

fn with_passphrase(folder: &Path, passphrase: &str) -> Workspace {
    let source = KeySource { passphrase: Some(passphrase.to_owned().into()) };
    let options = CreateOptions { choice: Choice::Best, content: Content::Firm(firm()) };
    Workspace::create(folder, &options, &source, Host::system()).unwrap()
}

/// Starts a beginning and waits for its last word.
fn begin(desk: &Arc<Desk>, events: &Receiver<Value>, name: &str, args: &Value) -> Value {
    let started = desk.handle(json!({ "op": "start", "name": name, "args": args }));
    let job = started["ok"]["job"].clone();
    assert!(job.is_string(), "{started}");
    loop {
        let event = events.recv_timeout(Duration::from_secs(120)).unwrap();
        if event["job"] == job && event["state"] != "running" {
            return event;
        }
    }
}

#[test]
fn the_demo_firm_is_made_once_for_who_asks_for_it() {
    let root = tempfile::tempdir().unwrap();
    let place = Place { plays_demo: true, ..place(root.path(), "firm") };
    let status = || {
        let desk = opened(place.clone());
        desk.handle(json!({ "op": "session" }))["ok"]["status"].clone()
    };
    let first = status();
    assert!(first["people"].as_i64().unwrap() > 5, "{first}");
    assert_eq!(status()["workspace"], first["workspace"]);
    assert!(!place.folder.exists());
}

#[test]
fn a_locked_workspace_opens_by_its_passphrase_and_events_follow() {
    let root = tempfile::tempdir().unwrap();
    let place = place(root.path(), "firm");
    drop(with_passphrase(&place.folder, "right words"));
    let desk = opened(place.clone());
    let events = desk.subscribe();

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
    let changed = |event: &Value| {
        event["type"] == "changed"
            && event["tables"].as_array().unwrap().contains(&json!("settings"))
    };
    while !changed(&events.recv_timeout(Duration::from_secs(10)).unwrap()) {}
    let memory = fs::read_to_string(place.memory.unwrap()).unwrap();
    assert_eq!(Path::new(memory.trim_end()), place.folder);
}

#[test]
fn nothing_is_made_unasked_and_a_firm_when_asked() {
    let root = tempfile::tempdir().unwrap();
    let place = place(root.path(), "firm");
    let desk = opened(place.clone());
    let events = desk.subscribe();
    assert_eq!(desk.handle(json!({ "op": "session" }))["error"]["code"], "workspace.not_found");
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0, "nothing is made unasked");

    let may = desk.handle(json!({ "op": "beginnings" }))["ok"].clone();
    assert_eq!(may["folder"], json!(place.folder));
    let has = |list: &str, one: &str| may[list].as_array().unwrap().contains(&json!(one));
    assert!(has("zones", "Asia/Kolkata") && has("zones", "Europe/London") && !has("zones", "GB"));
    assert!(has("currencies", "INR"));
    assert!(may["states"].as_array().unwrap().iter().any(|s| s["code"] == "27"));

    let asked = |firm: Value, passphrase: &str| json!({ "firm": firm, "folder": place.folder, "passphrase": passphrase });
    let refused = begin(&desk, &events, "begin.firm", &asked(firm(), "short"));
    assert_eq!(refused["error"]["code"], "key.passphrase_short", "{refused}");
    let mut wrong = firm();
    wrong["owner_email"] = json!("nobody");
    let refused = begin(&desk, &events, "begin.firm", &asked(wrong, "long enough"));
    assert_eq!(refused["error"]["fields"][0]["path"], "owner_email", "{refused}");
    let done = begin(&desk, &events, "begin.firm", &asked(firm(), "long enough"));
    assert_eq!(done["state"], "done", "{done}");
    let session = desk.handle(json!({ "op": "session" }));
    assert_eq!(session["ok"]["status"]["protection"], "passphrase");
    let unknown = desk.handle(json!({ "op": "start", "name": "begin.demo" }));
    assert_eq!(unknown["error"]["code"], "job.unknown", "an open workspace begins nothing");
}

#[test]
fn the_demo_is_played_once() {
    let root = tempfile::tempdir().unwrap();
    let status = || {
        let desk = opened(place(root.path(), "firm"));
        let events = desk.subscribe();
        assert_eq!(desk.handle(json!({ "op": "session" }))["error"]["code"], "workspace.not_found");
        let done = begin(&desk, &events, "begin.demo", &json!({}));
        assert_eq!(done["state"], "done", "{done}");
        desk.handle(json!({ "op": "session" }))["ok"]["status"].clone()
    };
    let first = status();
    assert!(first["people"].as_i64().unwrap() > 5, "{first}");
    assert_eq!(status()["workspace"], first["workspace"]);
}

#[test]
fn a_backup_is_restored_with_its_passphrase() {
    let root = tempfile::tempdir().unwrap();
    let old = Arc::new(with_passphrase(&root.path().join("old"), "right words"));
    let owner = Session { actor: old.owner().unwrap(), locale: "en".into() };
    let file = root.path().join("firm.netra-backup");
    let ticket_line = |_: Value| {};
    let ticket = crate::jobs::Ticket::new("t".into(), Arc::default(), &ticket_line);
    backup::job(&old, &owner, json!({ "file": file }), &ticket).unwrap();

    let place = place(root.path(), "new");
    let desk = opened(place.clone());
    let events = desk.subscribe();
    desk.handle(json!({ "op": "session" }));
    let asked = |passphrase: &str, file: &Path| json!({ "file": file, "folder": place.folder, "passphrase": passphrase });
    for (passphrase, file, code) in [
        ("", file.as_path(), "key.passphrase_needed"),
        ("wrong", &file, "key.passphrase_wrong"),
        ("right words", &root.path().join("nothing"), "file.not_there"),
        ("right words", &root.path().join("old/workspace.json"), "backup.not_one"),
    ] {
        let refused = begin(&desk, &events, "begin.restore", &asked(passphrase, file));
        assert_eq!(refused["error"]["code"], code, "{refused}");
        assert!(!place.folder.exists(), "{code}");
    }
    let done = begin(&desk, &events, "begin.restore", &asked("right words", &file));
    assert_eq!(done["state"], "done", "{done}");
    let session = desk.handle(json!({ "op": "session" }));
    assert_eq!(session["ok"]["status"]["firm"], "Rao & Co");
}
