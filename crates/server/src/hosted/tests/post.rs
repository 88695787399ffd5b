//! Letters with codes: to the right person, once, in their language; and what somebody learns who
//! only asks.

use super::*;
use netra_gateways::mail::{Letter, Mailer, Unsent};
use std::sync::Mutex;

/// Keeps what it is given; refuses as often as it was told to.
#[derive(Default)]
struct Letterbox {
    letters: Mutex<Vec<(String, String, String)>>,
    refusals: Mutex<Vec<Unsent>>,
}

struct Taken(Arc<Letterbox>);

impl Mailer for Taken {
    fn send(&self, letter: &Letter) -> std::result::Result<(), Unsent> {
        if let Some(refusal) = self.0.refusals.lock().unwrap().pop() {
            return Err(refusal);
        }
        let kept = (letter.to.clone(), letter.subject.clone(), letter.text.clone());
        self.0.letters.lock().unwrap().push(kept);
        Ok(())
    }
}

/// Takes every letter, and keeps none.
pub(super) struct Nowhere;

impl Mailer for Nowhere {
    fn send(&self, _letter: &Letter) -> std::result::Result<(), Unsent> {
        Ok(())
    }
}

/// A fresh server whose letters are taken by this.
pub(super) fn start_post(mailer: Box<dyn Mailer>) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(AtomicI64::new(1_795_240_800_000));
    let running = serve_post(folder.path().to_owned(), clock, mailer);
    Running { folder, ..running }
}

fn serve_post(root: PathBuf, clock: Arc<AtomicI64>, mailer: Box<dyn Mailer>) -> Running {
    serve_as(root, clock, KeySource::default(), |shared| {
        shared.post = Some(super::super::post::Post {
            mailer,
            public_url: "https://netra.example".into(),
            wake: tokio::sync::Notify::new(),
        });
    })
}

fn start_with_mail() -> (Running, Arc<Letterbox>) {
    let kept = Arc::new(Letterbox::default());
    (start_post(Box::new(Taken(Arc::clone(&kept)))), kept)
}

pub(super) fn send(server: &Running) -> usize {
    super::super::post::send_due(&server.shared).unwrap()
}

pub(super) fn forgot(server: &Running, tenant: &str, email: &str) -> (u16, String) {
    server.shared.forget_pace();
    let body = json!({"workspace": tenant, "email": email});
    let answer = server.post("/forgot", None, &body);
    (answer.status().as_u16(), answer.text().unwrap())
}

/// The code in the newest letter.
fn code(kept: &Letterbox) -> String {
    code_in(&kept.letters.lock().unwrap().last().unwrap().2)
}

pub(super) fn code_in(text: &str) -> String {
    text.lines().find(|l| l.len() == 64 && l.bytes().all(|b| b.is_ascii_hexdigit())).unwrap().into()
}

/// The rows of the queue for which this is so.
fn count_mails(server: &Running, which: &str) -> i64 {
    let conn = rusqlite::Connection::open(server.folder.path().join("server.db")).unwrap();
    let sql = format!("SELECT count(*) FROM mails WHERE {which}");
    conn.query_row(&sql, [], |r| r.get(0)).unwrap()
}

pub(super) fn accept(server: &Running, code: &str, password: &str) -> Response {
    server.shared.forget_pace();
    server.post("/accept", None, &json!({"workspace": "acme", "code": code, "password": password}))
}

#[test]
fn a_forgotten_password_is_set_anew_by_a_letter() {
    let (server, kept) = start_with_mail();
    let owner = server.tenant("acme");
    assert_eq!(forgot(&server, "acme", " Owner@firm.example"), (200, "{}".into()));
    assert_eq!((send(&server), send(&server)), (1, 0), "once");
    let (to, subject, text) = kept.letters.lock().unwrap()[0].clone();
    assert_eq!((to.as_str(), subject.as_str()), ("owner@firm.example", "A new password for acme"));
    assert!(text.contains("https://netra.example/acme"), "{text}");
    // Nothing of it lies on the server in the clear.
    let code = code(&kept);
    for name in ["server.db", "server.db-wal"] {
        let bytes = std::fs::read(server.folder.path().join(name)).unwrap_or_default();
        for secret in [code.as_str(), "owner@firm.example"] {
            assert!(!bytes.windows(secret.len()).any(|w| w == secret.as_bytes()), "{name}");
        }
    }
    assert_eq!(server.pull(&owner).status(), StatusCode::OK, "asking alone changes nothing");
    let another = "another long password";
    assert_eq!(accept(&server, &code, another).status(), StatusCode::OK);
    refused(accept(&server, &code, "a third long password"), 401, "account.invitation");
    refused(server.pull(&owner), 401, "account.signed_out");
    let body = json!({"workspace": "acme", "email": "owner@firm.example", "password": another,
                      "label": ""});
    assert_eq!(server.post("/sign-in", None, &body).status(), StatusCode::OK);
}

#[test]
fn a_code_of_a_letter_ends_with_its_hour_and_with_another() {
    let (server, kept) = start_with_mail();
    server.tenant("acme");
    forgot(&server, "acme", "owner@firm.example");
    send(&server);
    let late = code(&kept);
    server.pass(3_600);
    refused(accept(&server, &late, PASSWORD), 401, "account.invitation");
    // Two letters: whichever is used first ends the other.
    for _ in 0..2 {
        forgot(&server, "acme", "owner@firm.example");
        send(&server);
    }
    let second = code(&kept);
    let first = {
        let mut letters = kept.letters.lock().unwrap();
        letters.pop();
        drop(letters);
        code(&kept)
    };
    assert_ne!(first, second);
    assert_eq!(accept(&server, &second, PASSWORD).status(), StatusCode::OK);
    refused(accept(&server, &first, PASSWORD), 401, "account.invitation");
    // A code that waits in the letter of another tenant is none here.
    forgot(&server, "acme", "owner@firm.example");
    assert_eq!(send(&server), 1);
    let body = json!({"workspace": "beta", "code": code(&kept), "password": PASSWORD});
    refused(server.post("/accept", None, &body), 401, "account.invitation");
}

#[test]
fn who_asks_learns_nothing_about_who_is_there() {
    let (server, kept) = start_with_mail();
    let owner = server.tenant("acme");
    server.member(&owner, "gone@firm.example", "telecaller");
    let workspace = server.tenants.workspace("acme").unwrap();
    let session = netra_workspace::Session { actor: owner.person, locale: "en".into() };
    let people = workspace.ask(&session, "person.list", &json!({})).unwrap();
    let gone =
        people["rows"].as_array().unwrap().iter().find(|r| r["email"] == "gone@firm.example");
    let args = json!({"person": gone.unwrap()["id"], "is_active": false});
    workspace.run(&session, "person.set_status", args).unwrap();
    // Added, but with no password yet: that is an invitation's part.
    let args = json!({"name": "New", "email": "new@firm.example", "roles": ["telecaller"],
                      "languages": ["en"]});
    workspace.run(&session, "person.add", args).unwrap();
    let queued = || count_mails(&server, "ended IS NULL");
    for (tenant, email) in [
        ("acme", "owner@firm.example"),
        ("acme", "nobody@firm.example"),
        ("acme", "gone@firm.example"),
        ("acme", "new@firm.example"),
        ("gamma", "owner@firm.example"),
        ("../acme", "owner@firm.example"),
        ("acme", ""),
    ] {
        let before = queued();
        assert_eq!(forgot(&server, tenant, email), (200, "{}".into()), "{tenant} {email}");
        assert_eq!(queued(), before + 1, "the same is written down: {tenant} {email}");
    }
    assert_eq!(send(&server), 1);
    assert_eq!(kept.letters.lock().unwrap()[0].0, "owner@firm.example");
    // Whoever runs the server sees that somebody waits in vain, not who.
    assert_eq!(count_mails(&server, "ended = 'unknown_address'"), 1);
    let text = server.shared.watch.metrics(0, 0);
    assert!(text.contains("netra_events_total{what=\"mails_given_up\"} 1"), "{text}");
    // More than three in an hour are answered alike, and not sent.
    for _ in 0..5 {
        assert_eq!(forgot(&server, "acme", "owner@firm.example"), (200, "{}".into()));
    }
    assert_eq!(send(&server), 2);
    server.pass(3_601);
    forgot(&server, "acme", "owner@firm.example");
    assert_eq!(send(&server), 1);
    // Whoever asks too quickly is told so, also about an address that nobody has.
    for email in ["owner@firm.example", "nobody@firm.example"] {
        server.shared.forget_pace();
        let body = json!({"workspace": "acme", "email": email});
        let codes: Vec<u16> =
            (0..7).map(|_| server.post("/forgot", None, &body).status().as_u16()).collect();
        assert_eq!(codes, [200, 200, 200, 200, 200, 429, 429], "{email}");
    }
}

#[test]
fn a_letter_waits_for_a_server_of_mail_and_outlives_ours() {
    let (server, kept) = start_with_mail();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    let later = Unsent { is_for_good: false, is_sure: false, why: "unreachable".into() };
    kept.refusals.lock().unwrap().extend([later.clone(), later]);
    let body = json!({ "person": caller.person });
    assert_eq!(server.post("/invitations/mail", Some(&owner), &body).status(), StatusCode::OK);
    assert_eq!(send(&server), 0);
    server.pass(59);
    assert_eq!(send(&server), 0);
    server.pass(1);
    assert_eq!(send(&server), 0, "refused once more");
    server.pass(2 * 60);
    assert_eq!(send(&server), 1);
    assert_eq!(accept(&server, &code(&kept), PASSWORD).status(), StatusCode::OK);
    // Refused for good: not tried again, and its code is none.
    let never = Unsent { is_for_good: true, is_sure: true, why: "550".into() };
    kept.refusals.lock().unwrap().push(never);
    forgot(&server, "acme", "owner@firm.example");
    assert_eq!(send(&server), 0);
    server.pass(3_000);
    assert_eq!(send(&server), 0);
    // One that waited too long is worth nothing any more.
    let later = Unsent { is_for_good: false, is_sure: false, why: "timeout".into() };
    kept.refusals.lock().unwrap().push(later);
    forgot(&server, "acme", "owner@firm.example");
    assert_eq!(send(&server), 0);
    server.pass(3_601);
    assert_eq!(send(&server), 0);
    assert_eq!(kept.letters.lock().unwrap().len(), 1);
}

#[test]
fn letters_of_invitation_follow_the_rules_of_codes() {
    let (server, kept) = start_with_mail();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    let hr = server.member(&owner, "hr@firm.example", "hr_manager");
    let invite = |who: &SignedIn, person: Id| {
        server.post("/invitations/mail", Some(who), &json!({ "person": person }))
    };
    refused(invite(&caller, hr.person), 403, "forbidden");
    refused(invite(&hr, owner.person), 403, "forbidden");
    refused(invite(&hr, caller.person), 403, "forbidden");
    assert_eq!(send(&server), 0);
    let workspace = server.tenants.workspace("acme").unwrap();
    let session = netra_workspace::Session { actor: owner.person, locale: "en".into() };
    let args = json!({"name": "Nayi", "email": "nayi@firm.example", "roles": ["hr_manager"],
                      "languages": ["mr", "hi", "en"]});
    let added = workspace.run(&session, "person.add", args).unwrap();
    let person = Id::parse(added.outcome["person"].as_str().unwrap()).unwrap();
    let answer = invite(&hr, person);
    assert_eq!((answer.status().as_u16(), answer.text().unwrap()), (200, "{}".into()), "no code");
    assert_eq!(send(&server), 1);
    let subject = kept.letters.lock().unwrap()[0].1.clone();
    assert!(subject.contains("आमंत्रित"), "{subject}");

    // Three in an hour; who may ask is told so. What strangers ask for counts apart.
    for _ in 0..3 {
        forgot(&server, "acme", "nayi@firm.example");
    }
    for _ in 0..2 {
        assert_eq!(invite(&hr, person).status(), StatusCode::OK);
    }
    let answer = invite(&hr, person);
    let wait: i64 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=3_601).contains(&wait), "{wait}");
    refused(answer, 429, "account.too_many");
    assert_eq!(send(&server), 2);
    server.pass(wait);
    let hr = server.sign_in("acme", "hr@firm.example", Some(hr.device));
    assert_eq!(invite(&hr, person).status(), StatusCode::OK);
    assert_eq!(send(&server), 1);

    let without = start();
    let owner = without.tenant("acme");
    let answer = without.post("/invitations/mail", Some(&owner), &json!({"person": owner.person}));
    refused(answer, 409, "account.no_mail");
    assert_eq!(forgot(&without, "acme", "owner@firm.example"), (200, "{}".into()));
    let text = without.shared.watch.metrics(0, 0);
    assert!(text.contains("netra_events_total{what=\"mails_without_server\"} 1"), "{text}");
}

#[test]
fn the_queue_outlives_the_server_and_its_letters_go_out_once() {
    let (server, kept) = start_with_mail();
    server.tenant("acme");
    for _ in 0..3 {
        assert_eq!(forgot(&server, "acme", "owner@firm.example"), (200, "{}".into()));
    }
    // The server ends before anything went out; what it answered for is on the disk.
    let Running { folder, clock, .. } = server;
    let root = folder.path().to_owned();
    let server = serve_post(root, clock, Box::new(Taken(Arc::clone(&kept))));
    let sent: usize = std::thread::scope(|scope| {
        let senders: Vec<_> = (0..4).map(|_| scope.spawn(|| send(&server))).collect();
        senders.into_iter().map(|sender| sender.join().unwrap()).sum()
    });
    assert_eq!((sent, kept.letters.lock().unwrap().len()), (3, 3), "whoever sends them");
    let mut codes: Vec<String> = {
        let letters = kept.letters.lock().unwrap();
        letters.iter().map(|letter| code_in(&letter.2)).collect()
    };
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 3, "no two with the same code");
    server.pass(3_000);
    assert_eq!(send(&server), 0);
}

#[test]
fn a_letter_that_brought_the_server_down_is_begun_again_later() {
    let (server, kept) = start_with_mail();
    server.tenant("acme");
    forgot(&server, "acme", "owner@firm.example");
    // As a process leaves it that is killed while the letter is on its way.
    let conn = rusqlite::Connection::open(server.folder.path().join("server.db")).unwrap();
    let begun = conn.execute("UPDATE mails SET tries = 1, next_at = next_at + 300000", []).unwrap();
    assert_eq!((begun, send(&server)), (1, 0));
    server.pass(300);
    assert_eq!(send(&server), 1);
    assert_eq!(accept(&server, &code(&kept), PASSWORD).status(), StatusCode::OK);
}

#[test]
fn a_changed_address_is_no_way_into_somebodys_account() {
    let (server, kept) = start_with_mail();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    let hr = server.member(&owner, "hr@firm.example", "hr_manager");
    let workspace = server.tenants.workspace("acme").unwrap();
    let theirs = netra_workspace::Session { actor: hr.person, locale: "en".into() };
    let change = |email: &str| {
        let args = json!({"person": caller.person, "name": "Caller", "email": email,
                          "languages": ["en"]});
        workspace.run(&theirs, "person.update", args).unwrap();
    };
    // An invitation that waits goes to no other address than it was ordered for.
    let body = json!({ "person": caller.person });
    assert_eq!(server.post("/invitations/mail", Some(&owner), &body).status(), StatusCode::OK);
    change("hr.too@firm.example");
    assert_eq!(send(&server), 0);
    forgot(&server, "acme", "hr.too@firm.example");
    forgot(&server, "acme", "caller@firm.example");
    assert_eq!(send(&server), 0);
    // Nor does it help to end the sign-in: the form of the same device may have put in the address
    // that it found, and names the device.
    let again = server.sign_in("acme", "hr.too@firm.example", Some(caller.device));
    assert_eq!(again.device, caller.device);
    forgot(&server, "acme", "hr.too@firm.example");
    assert_eq!(send(&server), 0);
    let list: Value = read(server.ask(Method::GET, "/devices", Some(&again), vec![]));
    let rows = list["rows"].as_array().unwrap();
    let this = rows.iter().find(|r| r["is_this"] == true).unwrap()["id"].as_str().unwrap();
    let ended = server.ask(Method::DELETE, &format!("/devices/{this}"), Some(&hr), vec![]);
    assert_eq!(ended.status(), StatusCode::OK);
    let again = server.sign_in("acme", "hr.too@firm.example", Some(caller.device));
    assert_ne!(again.device, caller.device);
    forgot(&server, "acme", "hr.too@firm.example");
    assert_eq!((send(&server), kept.letters.lock().unwrap().len()), (0, 0));
    // Not even where no address is known yet.
    let conn = rusqlite::Connection::open(server.folder.path().join("server.db")).unwrap();
    conn.execute("DELETE FROM known_addresses WHERE person = ?1", [caller.person]).unwrap();
    server.pass(3_601);
    server.sign_in("acme", "hr.too@firm.example", Some(again.device));
    forgot(&server, "acme", "hr.too@firm.example");
    assert_eq!((send(&server), count_mails(&server, "ended = 'unknown_address'")), (0, 1));
    // Where no copy was before somebody gives the address themselves.
    server.sign_in("acme", "hr.too@firm.example", None);
    forgot(&server, "acme", "hr.too@firm.example");
    assert_eq!(send(&server), 1);
    assert_eq!(kept.letters.lock().unwrap()[0].0, "hr.too@firm.example");
}

#[test]
fn who_read_an_invitation_at_an_address_is_known_by_it() {
    let (server, kept) = start_with_mail();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    let args = json!({"person": caller.person, "name": "Caller", "email": "moved@firm.example",
                      "languages": ["en"]});
    server.give(&owner, "person.update", args);
    // A code that was handed over says nothing about the address.
    server.accept("acme", &server.tenants.invite("acme", "moved@firm.example").unwrap());
    server.sign_in("acme", "moved@firm.example", Some(caller.device));
    forgot(&server, "acme", "moved@firm.example");
    assert_eq!(send(&server), 0);
    let body = json!({ "person": caller.person });
    assert_eq!(server.post("/invitations/mail", Some(&owner), &body).status(), StatusCode::OK);
    assert_eq!(send(&server), 1);
    forgot(&server, "acme", "moved@firm.example");
    assert_eq!(send(&server), 0, "it was sent, not read");
    assert_eq!(accept(&server, &code(&kept), PASSWORD).status(), StatusCode::OK);
    server.sign_in("acme", "moved@firm.example", Some(caller.device));
    forgot(&server, "acme", "moved@firm.example");
    assert_eq!(send(&server), 1);
    // What is remembered of a code goes with it.
    let conn = rusqlite::Connection::open(server.folder.path().join("server.db")).unwrap();
    let left: i64 = conn.query_row("SELECT count(*) FROM mailed_codes", [], |r| r.get(0)).unwrap();
    assert_eq!((left, send(&server)), (0, 0));
}

#[test]
fn the_window_asks_for_a_letter() {
    let (server, kept) = start_with_mail();
    server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let rpc = beside::window(server.copy(&folder.path().join("copy"), server.address.port()));
    beside::until_state(&rpc, "up_to_date");
    assert_eq!(beside::ask(&rpc, "sync", "has_mail", Value::Null), json!({"ok": true}));
    assert_eq!(beside::ask(&rpc, "sync", "forgot", json!({})), json!({"ok": null}));
    assert_eq!(send(&server), 1);
    let args = json!({"password": "another long password", "invitation": code(&kept)});
    server.shared.forget_pace();
    assert_eq!(beside::ask(&rpc, "sync", "sign_in", args), json!({"ok": null}));
    beside::until_state(&rpc, "up_to_date");

    let without = start();
    without.tenant("acme");
    let rpc = beside::window(without.copy(&folder.path().join("other"), without.address.port()));
    assert_eq!(beside::ask(&rpc, "sync", "has_mail", Value::Null), json!({"ok": false}));
}
