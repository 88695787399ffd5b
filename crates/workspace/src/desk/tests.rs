//! A desk as its window sees it: before there is a workspace, and after.

use super::{Desk, Place};
use crate::folder::{Content, CreateOptions, Session, Workspace};
use crate::key::Choice;
use crate::watch::{self, CLOSED};
use crate::wiped::{self, Mark};
use crate::{Host, KeySource, backup, remote};
use netra_sync::replica::{self, set_fact};
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

fn unencrypted(folder: &Path, content: Content) -> Workspace {
    let options = CreateOptions { choice: Choice::Unencrypted, content };
    Workspace::create(folder, &options, &KeySource::default(), Host::system()).unwrap()
}

/// Makes a copy of a server's workspace of it; nobody is signed in there.
fn join(workspace: &Workspace) {
    let (conn, device) = (workspace.writer(), workspace.device());
    replica::begin(&conn, device).unwrap();
    set_fact(&conn, remote::SERVER, Some("http://127.0.0.1:9")).unwrap();
    set_fact(&conn, remote::WORKSPACE, Some("firm")).unwrap();
}

#[test]
fn nothing_begins_while_a_copy_is_given_up_and_only_that_copy_is_forgotten() {
    for is_another_open in [false, true] {
        let root = tempfile::tempdir().unwrap();
        let place = place(root.path(), "copy");
        let memory = place.memory.clone().unwrap();
        let copy = unencrypted(&place.folder, Content::Nothing);
        join(&copy);
        let person = copy.device().to_string();
        set_fact(&copy.writer(), remote::PERSON, Some(&person)).unwrap();
        drop(copy);
        let desk = opened(place.clone());
        let session = || desk.handle(json!({ "op": "session" }))["error"]["code"].clone();
        assert_eq!(session(), "sync.filling");
        assert!(memory.exists());

        // Another program syncs it, so the removal waits.
        let mut options = fs::OpenOptions::new();
        let syncs = options.create(true).append(true).open(place.folder.join("sync.lock")).unwrap();
        syncs.lock().unwrap();
        let giving_up = Arc::clone(&desk);
        let given_up = std::thread::spawn(move || {
            giving_up.handle(json!({ "op": "sync", "name": "abandon" }))
        });
        while session() != "workspace.not_found" {
            std::thread::sleep(Duration::from_millis(10));
        }
        let start = json!({ "op": "start", "name": "begin.nothing", "args": {} });
        for request in [json!({ "op": "unlock", "args": {} }), start.clone()] {
            let refused = desk.handle(request);
            assert_eq!(refused["error"]["code"], "workspace.being_removed", "{refused}");
        }
        if is_another_open {
            fs::write(&memory, "elsewhere\n").unwrap();
        }
        drop(syncs);
        assert_eq!(given_up.join().unwrap(), json!({ "ok": null }));
        assert!(!place.folder.exists());
        assert_eq!(fs::read_to_string(&memory).is_ok(), is_another_open);
        assert_eq!(session(), "workspace.not_found");
        assert_eq!(desk.handle(start)["error"]["code"], "job.unknown");
    }
}

#[test]
fn a_copy_that_another_program_removed_is_closed_and_that_is_told() {
    let root = tempfile::tempdir().unwrap();
    let place = place(root.path(), "firm");
    let firm = unencrypted(&place.folder, Content::Firm(firm()));
    let mark = Mark {
        id: firm.manifest().id.clone(),
        server: "https://server.example".into(),
        workspace: "firm".into(),
        at: 0,
        unsent: 0,
        certificates: None,
        receipt: None,
    };
    drop(firm);
    let desk = opened(place.clone());
    let events = desk.subscribe();
    let session = || desk.handle(json!({ "op": "session" }));
    assert_eq!(session()["ok"]["status"]["firm"], "Rao & Co");
    wiped::keep_mark(&place.folder, &mark).unwrap();
    let told = |event: &Value| event["type"] == CLOSED && event["code"] == "workspace.wiped";
    while !told(&events.recv_timeout(Duration::from_secs(20)).unwrap()) {}
    assert_eq!(session()["error"]["code"], "workspace.wiped");
}

#[test]
fn a_lease_that_is_over_shuts_a_copy_and_a_firm_of_its_own_has_none() {
    let root = tempfile::tempdir().unwrap();
    let copy = unencrypted(&root.path().join("firm"), Content::Firm(firm()));
    set_fact(&copy.writer(), remote::LAST, Some("1")).unwrap();
    assert_eq!(watch::why_shut(&copy), None);
    join(&copy);
    assert_eq!(watch::why_shut(&copy), Some("sync.lease_over"));
}
