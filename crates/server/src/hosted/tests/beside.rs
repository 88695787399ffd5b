//! A window's workspace that keeps itself up to date: it begins, hears hints, is cut off and comes
//! back, is signed out and signs in again, and shares its folder with another program.

use super::*;
use netra_sync::account::Secret;
use netra_workspace::Workspace;
use netra_workspace::remote::{self, ConnectOrder};
use netra_workspace::rpc::Rpc;
use std::fs::File;
use std::net::Shutdown;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// Less than a window that hears nothing waits before it asks.
const UNHEARD: Duration = Duration::from_secs(20);

/// A line to the server that can be cut.
pub(super) struct Cable {
    pub(super) port: u16,
    server: Arc<Mutex<SocketAddr>>,
    is_cut: Arc<AtomicBool>,
    ends: Arc<Mutex<Vec<TcpStream>>>,
}

impl Cable {
    pub(super) fn to(server: SocketAddr) -> Cable {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (is_cut, ends) = (Arc::new(AtomicBool::new(false)), Arc::default());
        let server = Arc::new(Mutex::new(server));
        let cable = Cable {
            port,
            server: Arc::clone(&server),
            is_cut: Arc::clone(&is_cut),
            ends: Arc::clone(&ends),
        };
        std::thread::spawn(move || {
            for near in listener.incoming().flatten() {
                if is_cut.load(Ordering::SeqCst) {
                    continue;
                }
                let far = TcpStream::connect(*server.lock().unwrap()).unwrap();
                for (mut from, mut to) in [
                    (near.try_clone().unwrap(), far.try_clone().unwrap()),
                    (far.try_clone().unwrap(), near.try_clone().unwrap()),
                ] {
                    std::thread::spawn(move || {
                        let _ = std::io::copy(&mut from, &mut to);
                        let _ = to.shutdown(Shutdown::Both);
                    });
                }
                ends.lock().unwrap().extend([near, far]);
            }
        });
        cable
    }

    pub(super) fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        for end in self.ends.lock().unwrap().drain(..) {
            let _ = end.shutdown(Shutdown::Both);
        }
    }

    /// From now on it leads to another server, under the address that devices know.
    pub(super) fn lead_to(&self, server: SocketAddr) {
        *self.server.lock().unwrap() = server;
        self.cut();
        self.mend();
    }

    pub(super) fn mend(&self) {
        self.is_cut.store(false, Ordering::SeqCst);
    }
}

impl Running {
    pub(super) fn host(&self) -> Host {
        let hands = Arc::clone(&self.clock);
        Host::with_clock(move || Timestamp(hands.load(Ordering::Relaxed)))
    }

    /// A new copy for the owner of `acme`, not filled yet.
    pub(super) fn copy(&self, root: &Path, port: u16) -> Workspace {
        self.copy_of("owner@firm.example", root, port)
    }

    pub(super) fn copy_of(&self, email: &str, root: &Path, port: u16) -> Workspace {
        let order = ConnectOrder {
            url: format!("http://127.0.0.1:{port}/acme"),
            email: email.into(),
            password: Secret(PASSWORD.into()),
            code: None,
            invitation: None,
            attach: None,
            label: Some("a window".into()),
            certificates: None,
        };
        remote::connect(root, &order, Choice::Unencrypted, &KeySource::default(), self.host())
            .unwrap()
    }

    pub(super) fn on_server(&self, owner: &SignedIn, query: &str, args: Value) -> Value {
        let workspace = self.tenants.workspace("acme").unwrap();
        let session = netra_workspace::Session { actor: owner.person, locale: "en".into() };
        workspace.ask(&session, query, &args).unwrap()
    }
}

pub(super) fn window(workspace: Workspace) -> Rpc {
    let session = workspace.session(None, "en").unwrap();
    Rpc::new(Arc::new(workspace), session)
}

/// A firm's server, and its owner's window at the end of a cable, up to date.
pub(super) fn on_a_cable() -> (Running, SignedIn, tempfile::TempDir, Cable, Rpc) {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let cable = Cable::to(server.address);
    let rpc = window(server.copy(&folder.path().join("copy"), cable.port));
    until_state(&rpc, "up_to_date");
    (server, owner, folder, cable, rpc)
}

pub(super) fn ask(rpc: &Rpc, op: &str, name: &str, args: Value) -> Value {
    rpc.handle(json!({"op": op, "name": name, "args": args, "locale": "en"}))
}

/// Asks until it is so.
pub(super) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < LONG, "never: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

pub(super) fn state(rpc: &Rpc) -> Value {
    let answer = ask(rpc, "sync", "state", Value::Null);
    assert!(answer["ok"]["state"].is_string(), "{answer}");
    answer["ok"].clone()
}

pub(super) fn until_state(rpc: &Rpc, word: &str) -> Value {
    until(word, || state(rpc)["state"] == word);
    state(rpc)
}

fn leads(answer: &Value) -> usize {
    answer["rows"].as_array().unwrap().len()
}

fn lead(n: u32) -> Value {
    json!({"name": format!("Lead {n}"), "phone": format!("+91982200{n:04}")})
}

#[test]
fn a_window_fills_its_copy_hears_hints_and_hands_in_what_is_done() {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let rpc = window(server.copy(&folder.path().join("copy"), server.address.port()));
    let events = rpc.subscribe();
    until("the session", || rpc.handle(json!({"op": "session"}))["ok"]["me"].is_object());
    let stands = until_state(&rpc, "up_to_date");
    assert_eq!(stands["server"], format!("http://127.0.0.1:{}", server.address.port()));
    assert_eq!(
        (&stands["email"], &stands["problem"]),
        (&json!("owner@firm.example"), &json!(null))
    );

    let made = server.on_server(&owner, "lead.list", json!({}));
    assert_eq!(leads(&made), 0);
    let session = netra_workspace::Session { actor: owner.person, locale: "en".into() };
    server.tenants.workspace("acme").unwrap().run(&session, "lead.create", lead(1)).unwrap();
    // What the server's own desk did is a hint with the next push of anybody.
    let ran = ask(&rpc, "run", "lead.create", lead(2));
    assert!(ran["ok"].is_object(), "{ran}");
    until("both leads are everywhere", || {
        leads(&ask(&rpc, "ask", "lead.list", json!({}))["ok"]) == 2
            && leads(&server.on_server(&owner, "lead.list", json!({}))) == 2
    });
    until_state(&rpc, "up_to_date");
    let told: Vec<String> = events
        .try_iter()
        .filter(|event| event["type"] == "sync")
        .map(|event| event["state"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert!(told.contains(&"up_to_date".to_owned()), "{told:?}");

    // Nothing happens here now: only a hint can bring it before the window would ask by itself.
    let began = Instant::now();
    let made = server.post("/commands/lead.create", Some(&owner), &lead(3));
    assert_eq!(made.status(), StatusCode::OK);
    until("a lead of somebody else", || {
        leads(&ask(&rpc, "ask", "lead.list", json!({}))["ok"]) == 3
    });
    assert!(began.elapsed() < UNHEARD, "no hint came");
}

#[test]
fn the_history_is_told_by_the_server_with_what_waits_above_it() {
    let (server, owner, _folder, cable, rpc) = on_a_cable();
    let made = ask(&rpc, "run", "lead.create", lead(1))["ok"]["outcome"]["lead"].clone();
    until("it is there", || leads(&server.on_server(&owner, "lead.list", json!({}))) == 1);
    until_state(&rpc, "up_to_date");
    let note = |body: &str| json!({"lead": made, "body": body});
    let noted = server.post("/commands/lead.add_note", Some(&owner), &note("There"));
    assert_eq!(noted.status(), StatusCode::OK);
    let history = |name: &str| {
        let args = if name == "history.of" { json!({ "id": made }) } else { json!({}) };
        // As the window asks.
        let asked = json!({"op": "ask", "name": name, "args": args, "locale": "en"});
        serde_json::from_str::<Value>(&rpc.handle_text(asked)).unwrap()
    };
    let names = |told: &Value| -> Vec<String> {
        let rows = told["ok"]["rows"].as_array().unwrap_or_else(|| panic!("{told}"));
        rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&history("history.of")), ["lead.add_note", "lead.create"]);
    assert!(names(&history("history.recent")).contains(&"lead.create".to_owned()));

    cable.cut();
    let away = history("history.of");
    assert_eq!(away["error"]["code"], "sync.unreachable", "not as if nothing had happened: {away}");
    assert!(ask(&rpc, "run", "lead.add_note", note("Here"))["ok"].is_object());
    assert_eq!(names(&history("history.of")), ["lead.add_note"], "what waits");
    cable.mend();
    until("all of it, once", || {
        let told = history("history.of");
        told["ok"].is_object() && names(&told) == ["lead.add_note", "lead.add_note", "lead.create"]
    });
}

#[test]
fn a_long_conversation_keeps_nobody_from_asking_for_the_devices() {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("copy");
    let copy = server.copy(&root, server.address.port());
    let talking = File::options().append(true).create(true).open(root.join("sync.lock")).unwrap();
    talking.lock().unwrap();
    assert_eq!(remote::devices(&copy).unwrap().rows.len(), 2);
    assert!(!remote::invite(&copy, owner.person).unwrap().code.0.is_empty());

    // The token is too old now, and renewing it is left to whoever speaks.
    server.pass(16 * 60);
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| remote::devices(&copy));
        std::thread::sleep(Duration::from_millis(200));
        assert!(!asked.is_finished());
        talking.unlock().unwrap();
        assert_eq!(asked.join().unwrap().unwrap().rows.len(), 2);
    });
    remote::sync(&copy, &|_, _| Ok(())).unwrap();
}

#[test]
fn cut_off_it_says_so_keeps_what_is_done_and_comes_back_by_itself() {
    let (server, owner, _folder, cable, rpc) = on_a_cable();
    let events = rpc.subscribe();
    cable.cut();
    assert!(ask(&rpc, "run", "lead.create", lead(1))["ok"].is_object());
    let stands = until_state(&rpc, "offline");
    assert_eq!(
        (&stands["waiting"], &stands["problem"]["code"]),
        (&json!(1), &json!("sync.unreachable"))
    );
    assert!(stands["problem"]["message"].as_str().unwrap().contains("cannot be reached"));
    assert_eq!(leads(&server.on_server(&owner, "lead.list", json!({}))), 0);
    cable.mend();
    until_state(&rpc, "up_to_date");
    assert_eq!(leads(&server.on_server(&owner, "lead.list", json!({}))), 1);
    // Trying in vain is no news: it is offline until something came.
    let told: Vec<Value> = events.try_iter().filter(|event| event["type"] == "sync").collect();
    let mut after = told.iter().skip_while(|event| event["state"] != "offline");
    assert!(after.all(|event| event["state"] != "syncing" || event["rows"] != 0), "{told:?}");
}

#[test]
fn signed_out_it_waits_for_its_person() {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let rpc = window(server.copy(&folder.path().join("copy"), server.address.port()));
    until_state(&rpc, "up_to_date");
    let list = ask(&rpc, "sync", "devices", Value::Null)["ok"]["rows"].clone();
    let this = list.as_array().unwrap().iter().find(|d| d["is_this"] == true).unwrap();
    assert_eq!((&this["label"], &this["person_name"]), (&json!("a window"), &json!("Owner")));

    assert_eq!(ask(&rpc, "sync", "sign_out", Value::Null), json!({"ok": null}));
    let stands = until_state(&rpc, "signed_out");
    assert_eq!(stands["problem"]["code"], "account.signed_out");
    assert!(ask(&rpc, "run", "lead.create", lead(1))["ok"].is_object(), "work goes on");
    let sign_in = |password: &str| ask(&rpc, "sync", "sign_in", json!({"password": password}));
    assert_eq!(sign_in("not the right one")["error"]["code"], "account.wrong");
    assert_eq!(state(&rpc)["state"], "signed_out");
    assert_eq!(sign_in(PASSWORD), json!({"ok": null}));
    until_state(&rpc, "up_to_date");
    assert_eq!(leads(&server.on_server(&owner, "lead.list", json!({}))), 1);
    let list = ask(&rpc, "sync", "devices", Value::Null)["ok"]["rows"].clone();
    let this = list.as_array().unwrap().iter().find(|d| d["is_this"] == true).unwrap();
    assert_eq!(this["label"], "a window", "signing in again is no other device");

    // A renewal token that is too old.
    server.pass(8 * 24 * 3600);
    ask(&rpc, "sync", "now", Value::Null);
    until_state(&rpc, "signed_out");
}

#[test]
fn two_programs_on_one_folder_take_turns() {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("copy");
    let first = window(server.copy(&root, server.address.port()));
    until_state(&first, "up_to_date");
    let other = Workspace::open(&root, &KeySource::default(), server.host()).unwrap();
    let second = window(other);
    for n in 0..10 {
        let rpc = if n % 2 == 0 { &first } else { &second };
        assert!(ask(rpc, "run", "lead.create", lead(n))["ok"].is_object());
        ask(&first, "sync", "now", Value::Null);
        ask(&second, "sync", "now", Value::Null);
    }
    until("all are handed in", || leads(&server.on_server(&owner, "lead.list", json!({}))) == 10);
    until_state(&first, "up_to_date");
    until_state(&second, "up_to_date");
    // Neither has used up the other's tokens.
    server.pass(3_600);
    for rpc in [&first, &second] {
        ask(rpc, "sync", "now", Value::Null);
    }
    assert!(ask(&first, "run", "lead.create", lead(99))["ok"].is_object());
    until("with renewed tokens", || leads(&server.on_server(&owner, "lead.list", json!({}))) == 11);
    until_state(&first, "up_to_date");
    until_state(&second, "up_to_date");
}

#[test]
fn what_was_not_applied_is_told_with_what_was_built_on_it_and_tried_again() {
    let (server, owner, _folder, cable, rpc) = on_a_cable();
    cable.cut();
    // The same number is given to somebody else meanwhile.
    let made = ask(
        &rpc,
        "run",
        "person.add",
        json!({"name": "Meera", "email": "meera@firm.example", "roles": ["telecaller"], "languages": ["en"]}),
    );
    let person = made["ok"]["outcome"]["person"].clone();
    assert!(person.is_string(), "{made}");
    let built =
        ask(&rpc, "run", "person.set_roles", json!({"person": person, "roles": ["finance"]}));
    assert!(built["ok"].is_object(), "{built}");
    let session = netra_workspace::Session { actor: owner.person, locale: "en".into() };
    let taken = json!({"name": "Other", "email": "meera@firm.example", "roles": ["telecaller"],
                       "languages": ["en"]});
    server.tenants.workspace("acme").unwrap().run(&session, "person.add", taken).unwrap();
    cable.mend();
    let stands = until_state(&rpc, "needs_attention");
    assert_eq!(stands["attention"], 2);
    let told = ask(&rpc, "sync", "attention", Value::Null);
    let list = told["ok"]["rows"].clone();
    assert!(list.is_array(), "{told}");
    let (head, child) = (&list[0], &list[1]);
    assert_eq!((&head["name"], &head["built_on"]), (&json!("person.add"), &json!(null)));
    assert!(head["sentence"].as_str().unwrap().contains("added Meera"), "{head}");
    assert!(head["reason"].as_str().unwrap().len() > 10, "{head}");
    assert_eq!(
        (&child["name"], &child["built_on"]),
        (&json!("person.set_roles"), &head["command"])
    );

    let again = |args: Value| ask(&rpc, "sync", "retry", args);
    let refused = again(json!({"command": head["command"]}));
    assert!(refused["error"]["message"].is_string(), "as it was it does not pass: {refused}");
    // Pressed four times at once, it is done once, though each would pass by itself.
    let press = |n: u32| {
        let mut args = head["args"].clone();
        args["email"] = json!(format!("meera.iyer.{n}@firm.example"));
        again(json!({"command": head["command"], "args": args}))
    };
    let answers = std::thread::scope(|scope| {
        let press = &press;
        let pressed: Vec<_> = (0..4).map(|n| scope.spawn(move || press(n))).collect();
        pressed.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
    });
    let done = answers.iter().filter(|answer| answer["ok"].is_object()).count();
    assert_eq!(done, 1, "{answers:?}");
    // What was built on it speaks of the person that was made now.
    let passed = again(json!({"command": child["command"]}));
    assert!(passed["ok"].is_object(), "{passed}");
    until_state(&rpc, "up_to_date");
    let people = server.on_server(&owner, "person.list", json!({}));
    let made: Vec<_> = people["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|p| p["email"].as_str().unwrap().starts_with("meera.iyer"))
        .collect();
    assert_eq!(made.len(), 1, "{made:?}");
    assert_eq!(made[0]["roles"], json!(["finance"]));
    let gone = ask(&rpc, "sync", "discard", json!({"commands": [head["command"]]}));
    assert_eq!(gone["error"]["code"], "sync.no_attention");
}

#[test]
fn what_others_did_while_this_device_was_away_is_told() {
    let server = start();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    let folder = tempfile::tempdir().unwrap();
    let cable = Cable::to(server.address);
    let rpc = window(server.copy(&folder.path().join("copy"), cable.port));
    until_state(&rpc, "up_to_date");
    let news = |args: Value| ask(&rpc, "sync", "news", args)["ok"].clone();
    assert_eq!(news(json!({})), json!({"from": null, "rows": [], "next": null}), "never away");
    cable.cut();
    ask(&rpc, "sync", "now", Value::Null);
    until_state(&rpc, "offline");
    let offline = ask(&rpc, "sync", "news", json!({"from": "2020-01-01T00:00:00Z"}));
    assert_eq!(offline["error"]["code"], "sync.unreachable");
    server.pass(3 * 24 * 3600);
    let own = netra_workspace::Session { actor: owner.person, locale: "en".into() };
    let theirs = netra_workspace::Session { actor: caller.person, locale: "en".into() };
    let workspace = server.tenants.workspace("acme").unwrap();
    let made = workspace.run(&own, "lead.create", lead(1)).unwrap().outcome;
    workspace
        .run(&own, "lead.assign", json!({"leads": [made["lead"]], "to": caller.person}))
        .unwrap();
    workspace.run(&theirs, "lead.update", json!({"lead": made["lead"], "city": "Pune"})).unwrap();
    cable.mend();
    until_state(&rpc, "up_to_date");
    let told = news(json!({}));
    let rows = told["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1, "one's own is no news: {told}");
    assert!(rows[0]["sentence"].as_str().unwrap().contains("Lead 1"), "{told}");
    assert_eq!(rows[0]["page"]["title"], "Lead 1");
    assert_eq!(rows[0]["page"]["href"], format!("/leads/{}", made["lead"].as_str().unwrap()));
    assert!(told["from"].is_string());
}
