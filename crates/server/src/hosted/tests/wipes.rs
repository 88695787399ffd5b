//! Copies that are removed by order: the right one, all of it, and nothing else, whoever claims to
//! be the server.

use super::beside::until;
use super::*;
use netra_sync::account::{Devices, Secret};
use netra_workspace::remote::{self, ConnectOrder};
use netra_workspace::{Content, CreateOptions, Workspace};
use std::path::Path;

fn host(server: &Running) -> Host {
    let hands = Arc::clone(&server.clock);
    Host::with_clock(move || Timestamp(hands.load(Ordering::Relaxed)))
}

fn order(server: &Running, email: &str) -> ConnectOrder {
    ConnectOrder {
        url: format!("http://{}/acme", server.address),
        email: email.to_owned(),
        password: Secret(PASSWORD.into()),
        code: None,
        invitation: None,
        attach: None,
        label: Some("laptop".into()),
        certificates: None,
    }
}

/// A copy of the workspace's folder, encrypted, up to date.
pub(super) fn device(server: &Running, root: &Path, email: &str) -> Workspace {
    let source = KeySource { passphrase: Some("a long way".to_owned().into()) };
    let order = order(server, email);
    let copy = remote::connect(root, &order, Choice::Best, &source, host(server)).unwrap();
    remote::sync(&copy, &|_, _| Ok(())).unwrap();
    copy
}

pub(super) fn open(server: &Running, root: &Path) -> Result<Workspace> {
    let source = KeySource { passphrase: Some("a long way".to_owned().into()) };
    Workspace::open(root, &source, host(server))
}

/// How a sync ended; a window's own, if there is one, is let speak first.
pub(super) fn sync(copy: &Workspace) -> String {
    let began = std::time::Instant::now();
    loop {
        match remote::sync(copy, &|_, _| Ok(())) {
            Ok(_) => return "fine".into(),
            Err(e) if e.code() == "sync.another_program" && began.elapsed() < LONG => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(e) => return e.code().to_owned(),
        }
    }
}

fn names(root: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The device of this sign-in's label, as the owner sees it.
fn laptop(server: &Running, owner: &SignedIn) -> netra_sync::account::DeviceView {
    let list: Devices = read(server.ask(Method::GET, "/devices", Some(owner), vec![]));
    list.rows.into_iter().find(|row| row.label == "laptop").unwrap()
}

fn wipe(server: &Running, who: &SignedIn, id: Id) -> Response {
    server.post(&format!("/devices/{id}/wipe"), Some(who), &json!(null))
}

/// A server, the owner of its firm, and a caller's device: its folder lies in one of the test's own.
fn callers_laptop() -> (Running, SignedIn, tempfile::TempDir, PathBuf, Workspace) {
    let server = start();
    let owner = server.tenant("acme");
    server.member(&owner, "caller@firm.example", "telecaller");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("copy");
    let copy = device(&server, &root, "caller@firm.example");
    (server, owner, folder, root, copy)
}

#[test]
fn when_a_device_was_heard_and_that_it_is_not_heard_any_more() {
    let (server, owner, _folder, root, copy) = callers_laptop();
    let state = |copy: &Workspace| copy.status().unwrap()["sync"]["state"].clone();
    assert_eq!(sync(&copy), "fine");
    assert_eq!(state(&copy), "up_to_date");
    let first = laptop(&server, &owner).seen_at;
    server.pass(5 * 60);
    assert_eq!(sync(&copy), "fine");
    assert_eq!(laptop(&server, &owner).seen_at, first + 5 * 60_000);

    let id = laptop(&server, &owner).id;
    let ended = server.ask(Method::DELETE, &format!("/devices/{id}"), Some(&owner), vec![]);
    assert_eq!(ended.status(), StatusCode::OK);
    assert_eq!(sync(&copy), "sync.revoked");
    assert_eq!(state(&copy), "revoked");
    assert_eq!(laptop(&server, &owner).seen_at, first + 5 * 60_000, "not heard, not seen");
    drop(copy);
    assert_eq!(state(&open(&server, &root).unwrap()), "revoked", "opened again, too");
}

#[test]
fn a_copy_goes_at_its_next_contact_and_says_so() {
    let (server, owner, _folder, root, copy) = callers_laptop();
    let session = copy.session(None, "en").unwrap();
    copy.add_file(&session, "file.txt", "text/plain", &mut &b"hello"[..]).unwrap();
    std::fs::write(root.join("shopping.txt"), "eggs").unwrap();
    // An import was killed here.
    for name in ["import.lock", ".import-0123456789abcdef.lock"] {
        std::fs::write(root.join(name), "").unwrap();
    }

    let seen = laptop(&server, &owner);
    assert_eq!(wipe(&server, &owner, seen.id).status(), StatusCode::OK);
    refused(wipe(&server, &owner, seen.id), 404, "account.no_device");
    let ordered = laptop(&server, &owner);
    assert!(ordered.is_revoked);
    assert_eq!(ordered.wipe.as_ref().map(|w| (w.told_at, w.done_at)), Some((None, None)));
    // Out of reach it works on; weeks later, its tokens long too old, it comes.
    server.pass(20 * 24 * 3600);
    assert!(copy.ask(&session, "person.me", &json!({})).is_ok());
    let rpc = netra_workspace::rpc::Rpc::new(Arc::new(copy), session);
    assert_eq!(sync(rpc.workspace()), "workspace.wiped");

    // The window's own sync may be the one that removes it, and be at it still.
    let left = ["shopping.txt", "wiped.json"];
    until("it is gone; what is somebody else's stays", || names(&root) == left);
    for request in [
        json!({"op": "ask", "name": "person.me", "args": {}}),
        json!({"op": "run", "name": "lead.create", "args": {}}),
        json!({"op": "session"}),
    ] {
        assert_eq!(rpc.handle(request.clone())["error"]["code"], "workspace.wiped", "{request}");
    }
    assert_eq!(sync(rpc.workspace()), "workspace.wiped");
    let said = open(&server, &root).map(|_| ()).unwrap_err();
    assert_eq!(said.code(), "workspace.wiped");
    assert_eq!(said.args()["unsent"], 1, "the file that was added");
    let owner = server.sign_in("acme", "owner@firm.example", None);
    let wiped = || laptop(&server, &owner).wipe.unwrap();
    until("the server knows", || wiped().done_at.is_some());
    assert!(wiped().told_at.is_some());
    assert_eq!(wiped().unsent, Some(1));
    // The same person begins again in the same folder, as another device.
    drop(rpc);
    std::fs::remove_file(root.join("shopping.txt")).unwrap();
    let again = device(&server, &root, "caller@firm.example");
    assert_eq!(sync(&again), "fine");
    assert!(!names(&root).contains(&"wiped.json".to_owned()));
}

#[test]
fn signing_in_again_does_not_get_around_it() {
    let (server, owner, folder, root, copy) = callers_laptop();
    // A lost laptop: the password is changed first, then the device is ended.
    server.accept("acme", &server.tenants.invite("acme", "caller@firm.example").unwrap());
    let seen = laptop(&server, &owner);
    assert!(seen.is_revoked && seen.wipe.is_none());
    assert_eq!(wipe(&server, &owner, seen.id).status(), StatusCode::OK);
    drop(copy);
    // A copy of the folder was taken before.
    let clone = folder.path().join("clone");
    std::fs::create_dir(&clone).unwrap();
    for name in ["workspace.json", "netra.db"] {
        std::fs::copy(root.join(name), clone.join(name)).unwrap();
    }
    let source = KeySource { passphrase: Some("a long way".to_owned().into()) };
    let order = order(&server, "caller@firm.example");
    let connect = |root: &Path| remote::connect(root, &order, Choice::Best, &source, host(&server));
    assert_eq!(connect(&root).map(|_| ()).unwrap_err().code(), "workspace.wiped");
    assert_eq!(names(&root), ["wiped.json"]);
    let clone_opened = open(&server, &clone).unwrap();
    assert_eq!(sync(&clone_opened), "workspace.wiped");
    assert_eq!(names(&clone), ["wiped.json"]);
}

/// Answers every request with this.
fn somebody(body: String) -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut head = [0u8; 4096];
            let _ = stream.read(&mut head);
            let _ = write!(
                stream,
                "HTTP/1.1 401 Unauthorized\r\ncontent-type: application/json\r\n\
                 content-length: {}\r\nconnection: close\r\n\r\n{body}",
                body.len()
            );
            // To its end, or closing it would be heard instead of the answer.
            let _ = stream.shutdown(std::net::Shutdown::Write);
            let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
            let _ = stream.read_to_end(&mut Vec::new());
        }
    });
    address
}

#[test]
fn an_order_that_is_forged_or_meant_for_another_removes_nothing() {
    let server = start();
    let owner = server.tenant("acme");
    server.member(&owner, "caller@firm.example", "telecaller");
    let folder = tempfile::tempdir().unwrap();
    let (root, other) = (folder.path().join("copy"), folder.path().join("other"));
    let copy = device(&server, &root, "owner@firm.example");
    drop(device(&server, &other, "caller@firm.example"));
    // The order for the other device, as a thief of its token would get it.
    let others = server.sign_in("acme", "caller@firm.example", None);
    let list: Devices = read(server.ask(Method::GET, "/devices", Some(&others), vec![]));
    let id = list.rows.iter().find(|row| row.is_this).unwrap().id;
    assert_eq!(wipe(&server, &owner, id).status(), StatusCode::OK);
    let told = server.pull(&others);
    assert_eq!(told.status(), StatusCode::UNAUTHORIZED);
    let told = told.text().unwrap();
    assert!(told.contains("sync.wipe"), "{told}");

    let before = names(&root);
    let no_key =
        json!({"error": {"kind": "forbidden", "code": "sync.wipe", "args": {}, "fields": []}});
    for body in [told.clone(), no_key.to_string(), told.replace("\"key\":\"", "\"key\":\"0")] {
        let fact = format!("http://{}", somebody(body));
        let set = "UPDATE local_facts SET value = ?1 WHERE name = 'sync.server'";
        copy.writer().execute(set, [&fact]).unwrap();
        assert_eq!(sync(&copy), "sync.wipe_forged");
        assert_eq!(names(&root).len(), before.len());
        assert!(copy.session(None, "en").is_ok(), "it goes on");
    }
    let set = "UPDATE local_facts SET value = ?1 WHERE name = 'sync.server'";
    copy.writer().execute(set, [format!("http://{}", server.address)]).unwrap();
    assert_eq!(sync(&copy), "fine");

    // A workspace that stands alone has no server, whatever its facts say.
    let alone = folder.path().join("alone");
    let firm = json!({"firm_name": "Alone", "owner_name": "O", "owner_email": "o@firm.example",
                      "zone": "Asia/Kolkata", "currency": "INR", "tax": {"country": "IN"}});
    let options = CreateOptions { choice: Choice::Unencrypted, content: Content::Firm(firm) };
    let alone_open =
        Workspace::create(&alone, &options, &KeySource::default(), host(&server)).unwrap();
    assert_eq!(sync(&alone_open), "sync.not_connected");
    let before = names(&alone);
    // The mark of another workspace that was removed there is no word about this one.
    drop(alone_open);
    let mark = json!({"id": "another", "server": "", "workspace": "", "at": 0, "unsent": 0,
                      "certificates": null, "receipt": null});
    std::fs::write(alone.join("wiped.json"), mark.to_string()).unwrap();
    assert!(Workspace::open(&alone, &KeySource::default(), host(&server)).is_ok());
    assert!(
        before.iter().all(|name| name.contains("-wal")
            || name.contains("-shm")
            || alone.join(name).exists())
    );
}

#[test]
fn a_removal_that_was_cut_off_is_finished() {
    let (server, _owner, _folder, root, copy) = callers_laptop();
    let id = copy.manifest().id.clone();
    drop(copy);
    let mark = json!({"id": id, "server": "https://gone.example", "workspace": "acme", "at": 0,
                      "unsent": 3, "certificates": null, "receipt": null});
    std::fs::write(root.join("wiped.json"), mark.to_string()).unwrap();
    let said = open(&server, &root).map(|_| ()).unwrap_err();
    assert_eq!((said.code(), &said.args()["unsent"]), ("workspace.wiped", &json!(3)));
    assert_eq!(names(&root), ["wiped.json"]);
    assert_eq!(open(&server, &root).map(|_| ()).unwrap_err().code(), "workspace.wiped");
}

#[test]
fn who_may_order_it_and_what_an_ended_sign_in_is_good_for() {
    let server = start();
    let owner = server.tenant("acme");
    let theirs = server.tenant("beta");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    let hr = server.member(&owner, "hr@firm.example", "hr_manager");
    let id_of = |who: &SignedIn| {
        let list: Devices = read(server.ask(Method::GET, "/devices", Some(who), vec![]));
        list.rows.iter().find(|row| row.is_this).unwrap().id
    };
    let (owners, callers, hrs) = (id_of(&owner), id_of(&caller), id_of(&hr));
    refused(wipe(&server, &caller, owners), 404, "account.no_device");
    refused(wipe(&server, &theirs, callers), 404, "account.no_device");
    refused(wipe(&server, &hr, owners), 403, "forbidden");
    assert_eq!(wipe(&server, &caller, callers).status(), StatusCode::OK, "one's own");
    // Suspended people have laptops too.
    server.suspend(&owner, &hr);
    assert_eq!(wipe(&server, &owner, hrs).status(), StatusCode::OK);

    for (method, path) in guarded() {
        refused(server.ask(method, &path, Some(&caller), vec![]), 401, "sync.wipe");
    }
    refused(
        server.post("/renew", None, &json!({"refresh": caller.tokens.refresh})),
        401,
        "sync.wipe",
    );
    // Saying that it is done takes the key that only the device was told.
    for key in ["", "0", caller.tokens.access.0.as_str(), caller.wipe_promise.as_deref().unwrap()] {
        let said = server.post("/wiped", None, &json!({"key": key, "unsent": 0}));
        refused(said, 404, "account.no_device");
    }
    let list: Devices = read(server.ask(Method::GET, "/devices", Some(&owner), vec![]));
    let view = list.rows.into_iter().find(|row| row.id == callers).unwrap().wipe.unwrap();
    assert!(view.told_at.is_some() && view.done_at.is_none());
}

#[test]
fn in_the_window_it_is_ordered_and_seen() {
    let (server, _owner, folder, _root, copy) = callers_laptop();
    drop(copy);
    let own = device(&server, &folder.path().join("own"), "owner@firm.example");
    let session = own.session(None, "en").unwrap();
    let rpc = netra_workspace::rpc::Rpc::new(Arc::new(own), session);
    let ask = |name: &str, args: Value| {
        rpc.handle(json!({"op": "sync", "name": name, "args": args}))["ok"]["rows"].clone()
    };
    let of_caller = |rows: &Value| {
        let all = rows.as_array().unwrap();
        all.iter().find(|row| row["is_this"] == false && row["label"] == "laptop").cloned().unwrap()
    };
    let before = of_caller(&ask("devices", json!({})));
    assert_eq!(before["wipe"], Value::Null);
    let after = of_caller(&ask("wipe", json!({ "device": before["id"] })));
    assert_eq!(after["is_revoked"], true);
    assert!(after["wipe"]["ordered_at"].is_string(), "{after}");
    assert_eq!(
        (&after["wipe"]["told_at"], &after["wipe"]["done_at"]),
        (&Value::Null, &Value::Null)
    );
}
