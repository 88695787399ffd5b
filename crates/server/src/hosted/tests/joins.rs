//! A desk that joins a firm's server, or gives that up; a window that hands its workspace over.

use super::beside::{ask, state, until, until_state};
use super::*;
use netra_sync::account::{Accept, Secret};
use netra_workspace::desk::{Desk, Place};
use netra_workspace::remote::{self, ConnectOrder};
use netra_workspace::rpc::Rpc;
use netra_workspace::{Content, CreateOptions, Workspace};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, Sender, channel};

/// A line to the server on which whatever has these words in it waits until the gate opens.
struct Gate {
    port: u16,
    reached: Receiver<()>,
    opens: Sender<()>,
    is_cut: Arc<AtomicBool>,
}

impl Gate {
    fn before(words: String, server: SocketAddr) -> Gate {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let ((tell, reached), (opens, waits)) = (channel(), channel::<()>());
        let waits = Arc::new(Mutex::new(waits));
        let is_cut = Arc::new(AtomicBool::new(false));
        let cut = Arc::clone(&is_cut);
        std::thread::spawn(move || {
            for mut near in listener.incoming().flatten() {
                let mut far = TcpStream::connect(server).unwrap();
                let (mut back, mut to) = (far.try_clone().unwrap(), near.try_clone().unwrap());
                std::thread::spawn(move || {
                    let _ = std::io::copy(&mut back, &mut to);
                    let _ = to.shutdown(std::net::Shutdown::Both);
                });
                let (tell, waits, words) = (tell.clone(), Arc::clone(&waits), words.clone());
                let is_cut = Arc::clone(&cut);
                std::thread::spawn(move || {
                    let mut chunk = [0u8; 65_536];
                    while let Ok(n @ 1..) = near.read(&mut chunk) {
                        if chunk[..n].windows(words.len()).any(|w| w == words.as_bytes()) {
                            let _ = tell.send(());
                            // Nobody ever sends: it ends when the gate has opened.
                            let _ = waits.lock().unwrap().recv();
                            if is_cut.load(Ordering::SeqCst) {
                                break;
                            }
                        }
                        if far.write_all(&chunk[..n]).is_err() {
                            break;
                        }
                    }
                    for end in [&near, &far] {
                        let _ = end.shutdown(std::net::Shutdown::Both);
                    }
                });
            }
        });
        Gate { port, reached, opens, is_cut }
    }

    fn until_reached(&self) {
        self.reached.recv_timeout(LONG).unwrap();
    }

    fn open(self) {
        drop(self.opens);
    }

    /// Whatever waits, and whatever is like it, never arrives.
    fn cut(self) {
        self.is_cut.store(true, Ordering::SeqCst);
        drop(self.opens);
    }
}

fn desk(server: &Running, folder: &Path) -> Arc<Desk> {
    let place = Place {
        folder: folder.join("copy"),
        demo: folder.join("demo"),
        plays_demo: false,
        is_named: false,
        memory: None,
        acting: None,
    };
    let desk = Desk::open_beside(place, server.host(), || None);
    assert_eq!(session_of(&desk), "workspace.not_found");
    desk
}

fn session_of(desk: &Arc<Desk>) -> String {
    let answer = desk.handle(json!({"op": "session"}));
    answer["error"]["code"].as_str().unwrap_or("open").to_owned()
}

/// The last word of something that was started.
fn last_word(events: &Receiver<Value>, started: &Value) -> Value {
    let job = &started["ok"]["job"];
    assert!(job.is_string(), "{started}");
    loop {
        let event = events.recv_timeout(LONG).unwrap();
        if event["job"] == *job && event["state"] != "running" {
            return event;
        }
    }
}

fn join(desk: &Arc<Desk>, args: &Value) -> Value {
    let events = desk.subscribe();
    let started = desk.handle(json!({"op": "start", "name": "begin.join", "args": args}));
    last_word(&events, &started)
}

fn alone(server: &Running, root: &Path) -> Workspace {
    let firm = json!({"firm_name": "Alone", "owner_name": "O", "owner_email": "o@alone.example",
                      "zone": "Asia/Kolkata", "currency": "INR", "tax": {"country": "IN"}});
    let options = CreateOptions { choice: Choice::Unencrypted, content: Content::Firm(firm) };
    Workspace::create(root, &options, &KeySource::default(), server.host()).unwrap()
}

#[test]
fn joining_costs_the_invitation_only_where_there_is_a_place_for_a_copy() {
    let server = start();
    let owner = server.tenant("acme");
    let caller = json!({"name": "Caller", "email": "caller@firm.example", "roles": ["telecaller"],
                        "languages": ["en"]});
    server.give(&owner, "person.add", caller);
    let invited = server.tenants.invite("acme", "caller@firm.example").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken");
    drop(alone(&server, &taken));
    let manifest = std::fs::read(taken.join("workspace.json")).unwrap();

    let desk = desk(&server, folder.path());
    let (root, code) = (folder.path().join("copy"), invited.code.0.clone());
    let asked = |root: &Path, passphrase: &str, password: &str| {
        json!({"url": format!("http://{}/acme", server.address), "email": "caller@firm.example",
               "password": password, "invitation": code, "folder": root,
               "passphrase": passphrase})
    };
    for (root, passphrase, code) in
        [(&taken, "a long way", "workspace.folder_taken"), (&root, "short", "key.passphrase_short")]
    {
        let refused = join(&desk, &asked(root, passphrase, PASSWORD));
        assert_eq!(refused["error"]["code"], code, "{refused}");
    }
    assert!(!root.exists());
    assert_eq!(std::fs::read(taken.join("workspace.json")).unwrap(), manifest);
    let there = Workspace::open(&taken, &KeySource::default(), server.host()).unwrap();
    assert!(!there.is_replica());

    // It is good still; and a try of which only the answer was lost has set the password already.
    server.accept("acme", &invited);
    let refused = join(&desk, &asked(&root, "a long way", "not that password"));
    assert_eq!(refused["error"]["code"], "account.invitation", "{refused}");
    let joined = join(&desk, &asked(&root, "a long way", PASSWORD));
    assert_eq!(joined["state"], "done", "{joined}");
    until("it is filled", || session_of(&desk) == "open");
}

#[test]
fn a_copy_that_is_given_up_while_it_fills_leaves_nothing() {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("copy");
    let desk = desk(&server, folder.path());
    let asked = |port: u16| {
        json!({"url": format!("http://127.0.0.1:{port}/acme"), "email": "owner@firm.example",
               "password": PASSWORD, "folder": root, "label": "given up",
               "passphrase": "a long way"})
    };
    // Joined, it waits for its first page; then it is given up.
    let give_up = || {
        let gate = Gate::before(format!("POST {API}/pull"), server.address);
        let joined = join(&desk, &asked(gate.port));
        assert_eq!(joined["state"], "done", "{joined}");
        gate.until_reached();
        std::fs::create_dir(root.join("transfers")).unwrap();
        std::fs::write(root.join("transfers/half"), "a file").unwrap();
        let giving_up = Arc::clone(&desk);
        let given_up = std::thread::spawn(move || {
            giving_up.handle_text(json!({"op": "sync", "name": "abandon", "locale": "en"}))
        });
        until("nobody else waits", || session_of(&desk) == "workspace.not_found");
        assert!(root.join("netra.db").exists(), "its own sync is let end first");
        (gate, given_up)
    };
    let (gate, given_up) = give_up();
    gate.cut();
    assert_eq!(given_up.join().unwrap(), r#"{"ok":null}"#);
    assert!(!root.exists());
    let is_signed_in = || {
        let list: netra_sync::account::Devices =
            read(server.ask(Method::GET, "/devices", Some(&owner), vec![]));
        list.rows.iter().any(|row| row.label == "given up" && !row.is_revoked)
    };
    until("its sign-in has ended", || !is_signed_in());

    // What comes with the last page is somebody's.
    let (gate, given_up) = give_up();
    gate.open();
    let kept = given_up.join().unwrap();
    assert!(kept.contains("workspace.folder_taken"), "{kept}");
    until("it is filled", || session_of(&desk) == "open");
    assert!(is_signed_in());
}

#[test]
fn a_window_hands_over_for_the_first_owner_and_nothing_is_given_meanwhile() {
    let server = start();
    let code = server.tenants.reserve("gamma").unwrap().code;
    let folder = tempfile::tempdir().unwrap();
    let workspace = Arc::new(alone(&server, &folder.path().join("alone")));
    let owner = workspace.session(None, "en").unwrap();
    let of = |role: &str| {
        let email = format!("{role}@alone.example");
        let args = json!({"name": role, "email": email, "roles": [role], "languages": ["en"]});
        workspace.run(&owner, "person.add", args).unwrap();
        workspace.session(Some(&email), "en").unwrap()
    };
    let (admin, caller) = (of("admin"), of("telecaller"));
    let order = ConnectOrder {
        url: format!("http://{}/gamma", server.address),
        email: "admin@alone.example".into(),
        password: Secret(PASSWORD.into()),
        code: None,
        invitation: None,
        attach: Some(code.clone()),
        label: None,
        certificates: None,
    };
    assert_eq!(remote::connect_open(&workspace, &order).unwrap_err().code(), "sync.owner_only");

    let gate = Gate::before(format!("POST {API}/attach"), server.address);
    let asked = json!({"url": format!("http://127.0.0.1:{}/gamma", gate.port),
                       "password": PASSWORD, "attach": code});
    let start = |rpc: &Rpc| ask(rpc, "start", "sync.attach", asked.clone());
    let refused = start(&Rpc::new(Arc::clone(&workspace), caller));
    assert_eq!(refused["error"]["code"], "forbidden", "{refused}");
    let rpc = Rpc::new(workspace, admin);
    assert_eq!(state(&rpc)["owner"], "o@alone.example");
    let events = rpc.subscribe();
    let started = start(&rpc);
    gate.until_reached();
    let lead = json!({"name": "Lead", "phone": "+919822000001"});
    let refused = ask(&rpc, "run", "lead.create", lead.clone());
    assert_eq!(refused["error"]["code"], "sync.handing_over", "{refused}");
    assert!(ask(&rpc, "ask", "lead.list", json!({}))["ok"].is_object(), "it is read as ever");
    gate.open();
    let done = last_word(&events, &started);
    assert_eq!(done["state"], "done", "{done}");
    assert_eq!(rpc.session().actor, owner.actor);
    let given = ask(&rpc, "run", "lead.create", lead);
    assert!(given["ok"].is_object(), "{given}");
    until_state(&rpc, "up_to_date");
}

#[test]
fn of_two_that_hand_over_with_one_code_the_one_who_sets_a_password_is_there() {
    let server = start();
    let code = server.tenants.reserve("gamma").unwrap().code;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("alone.netra-backup");
    let workspace = alone(&server, &folder.path().join("alone"));
    let none = KeySource::default();
    netra_workspace::backup::backup_unasked(&workspace, &file, &none, &|_, _, _| Ok(())).unwrap();
    let attach = || server.tenants.attach("gamma", &code.0, &file, "");
    let codes: Vec<_> = std::thread::scope(|both| {
        let both = [both.spawn(attach), both.spawn(attach)];
        both.into_iter().map(|one| one.join().unwrap().unwrap().code).collect()
    });
    assert_eq!(server.tenants.list().unwrap().last().unwrap(), &("gamma".to_owned(), false));
    let invite = || server.tenants.invite("gamma", "o@alone.example").map(|_| ());
    assert_eq!(invite().unwrap_err().code(), "serve.no_workspace", "nobody else comes in between");
    let accept = |code: &Secret| {
        let (workspace, email) = ("gamma".to_owned(), Some("o@alone.example".to_owned()));
        let password = Secret(PASSWORD.into());
        server.tenants.accept(&Accept { workspace, code: code.clone(), password, email })
    };
    let ends: Vec<_> = codes.iter().map(accept).collect();
    assert_eq!(ends.iter().filter(|end| end.is_ok()).count(), 1, "{ends:?}");
    let there = server.tenants.workspace("gamma").unwrap();
    assert_eq!(there.manifest().id, workspace.manifest().id);
    assert!(there.owner().is_ok());
    assert_eq!(attach().unwrap_err().code(), "account.invitation", "and it stays");
}

/// Between a device and a server: once, what the server answers to a request with these words is lost.
fn deaf_once(words: String, server: SocketAddr) -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let is_spent = Arc::new(AtomicBool::new(false));
    std::thread::spawn(move || {
        for mut near in listener.incoming().flatten() {
            let mut far = TcpStream::connect(server).unwrap();
            let (mut back, mut to) = (far.try_clone().unwrap(), near.try_clone().unwrap());
            let (is_lost, words) = (Arc::new(AtomicBool::new(false)), words.clone());
            let (lost, is_spent) = (Arc::clone(&is_lost), Arc::clone(&is_spent));
            std::thread::spawn(move || {
                let mut chunk = [0u8; 65_536];
                while let Ok(n @ 1..) = back.read(&mut chunk) {
                    if lost.load(Ordering::SeqCst) || to.write_all(&chunk[..n]).is_err() {
                        break;
                    }
                }
                let _ = to.shutdown(std::net::Shutdown::Both);
            });
            std::thread::spawn(move || {
                let mut chunk = [0u8; 65_536];
                while let Ok(n @ 1..) = near.read(&mut chunk) {
                    let has_them = chunk[..n].windows(words.len()).any(|w| w == words.as_bytes());
                    if has_them && !is_spent.swap(true, Ordering::SeqCst) {
                        is_lost.store(true, Ordering::SeqCst);
                    }
                    if far.write_all(&chunk[..n]).is_err() {
                        break;
                    }
                }
            });
        }
    });
    port
}

#[test]
fn a_handing_over_whose_answer_was_lost_is_done_again() {
    let server = start();
    let folder = tempfile::tempdir().unwrap();
    for at in ["attach/", "accept", "sign-in"] {
        let name = format!("lost-{}", at.trim_end_matches('/'));
        let workspace = alone(&server, &folder.path().join(&name));
        let first = server.tenants.reserve(&name).unwrap().code;
        let code = server.tenants.reserve(&name).unwrap().code;
        let port = deaf_once(format!("POST {API}/{at}"), server.address);
        let order = |code: &Secret, password: &str| ConnectOrder {
            url: format!("http://127.0.0.1:{port}/{name}"),
            email: "o@alone.example".into(),
            password: Secret(password.into()),
            code: None,
            invitation: None,
            attach: Some(code.clone()),
            label: None,
            certificates: None,
        };
        let connect = |order: &ConnectOrder| remote::connect_open(&workspace, order);
        let refused = connect(&order(&code, "short")).unwrap_err();
        assert_eq!(refused.code(), "account.password_short");
        let refused = connect(&order(&first, PASSWORD)).unwrap_err();
        assert_eq!(refused.code(), "account.invitation", "a new code ends the one before");
        // A request may be made again by itself, where its connection was an old one.
        if let Err(e) = connect(&order(&code, PASSWORD)) {
            assert_eq!(e.code(), "sync.unreachable", "{at}");
            connect(&order(&code, PASSWORD)).unwrap_or_else(|e| panic!("{at}: {e:?}"));
        }
        assert_eq!(remote::sync(&workspace, &|_, _| Ok(())).unwrap().waiting, 0);
        let taken = server.tenants.reserve(&name).unwrap_err();
        assert_eq!(taken.code(), "serve.workspace_taken");
    }
}
