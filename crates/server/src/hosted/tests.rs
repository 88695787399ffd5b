//! The server over real sockets, attacked: every address without a token, with one that is forged,
//! old or another tenant's; bodies that are too large or never end; devices that lie.

use super::routes::ENDPOINTS;
use super::*;
use netra_kernel::{Envelope, Id, Timestamp};
use netra_sync::account::{API, Invited, PROTOCOL, SignedIn, Tokens};
use netra_workspace::key::Choice;
use netra_workspace::{Host, KeySource};
use reqwest::blocking::{Client, Response};
use reqwest::{Method, StatusCode};
use serde_json::Value;
use sha2::Digest;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicI64, Ordering};

mod admin;
mod asked;
mod backups;
mod beside;
mod bytes;
mod first;
mod joins;
mod lease;
mod line;
mod live;
mod numbers;
mod operations;
mod patience;
mod post;
mod recovers;
mod second;
mod smtp;
mod strangers;
mod tenants;
mod versions;
mod wipes;
mod words;

const PASSWORD: &str = "correct horse battery";
/// Longer than anything takes; a machine may be busy.
const LONG: Duration = Duration::from_secs(120);

struct Running {
    address: SocketAddr,
    tenants: Arc<Tenants>,
    shared: Arc<Shared>,
    clock: Arc<AtomicI64>,
    client: Client,
    _runtime: tokio::runtime::Runtime,
    folder: tempfile::TempDir,
}

/// A server with the workspaces `acme` and `beta`, each with an owner of the same address.
fn start() -> Running {
    start_with(10_000)
}

fn start_with(per_minute: u32) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    let clock = Arc::new(AtomicI64::new(1_795_240_800_000));
    Running { folder, ..serve_with(root, clock, per_minute) }
}

/// A server on a folder that is there.
fn serve(root: PathBuf, clock: Arc<AtomicI64>) -> Running {
    serve_with(root, clock, 10_000)
}

fn serve_with(root: PathBuf, clock: Arc<AtomicI64>, per_minute: u32) -> Running {
    serve_as(root, clock, KeySource::default(), |shared| shared.per_minute = per_minute)
}

fn serve_as(
    root: PathBuf,
    clock: Arc<AtomicI64>,
    source: KeySource,
    how: impl FnOnce(&mut Shared),
) -> Running {
    let hands = Arc::clone(&clock);
    let host = Host::with_clock(move || Timestamp(hands.load(Ordering::Relaxed)));
    let tenants = Arc::new(Tenants::open(&root, source, host).unwrap());
    let mut shared = Shared::new(Arc::clone(&tenants), Watch::new(true), 10_000, false);
    shared.live = live::quick();
    how(&mut shared);
    let shared = Arc::new(shared);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let listener = runtime.block_on(bind(any)).unwrap();
    let address = listener.local_addr().unwrap();
    let router = routes::router(Arc::clone(&shared));
    let patience = shared.patience.line;
    runtime.spawn(doors::keep_open(listener, None, router, patience, std::future::pending()));
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (client, folder) = (Client::new(), tempfile::tempdir().unwrap());
    Running { address, tenants, shared, clock, client, _runtime: runtime, folder }
}

impl Running {
    /// A command that the owner gives where the workspace lies.
    fn give(&self, owner: &SignedIn, name: &str, args: Value) -> Value {
        let workspace = self.tenants.workspace("acme").unwrap();
        let session = netra_workspace::Session { actor: owner.person, locale: "en".into() };
        workspace.run(&session, name, args).unwrap().outcome
    }

    fn suspend(&self, owner: &SignedIn, whom: &SignedIn) {
        let args = json!({"person": whom.person, "is_active": false});
        self.give(owner, "person.set_status", args);
    }

    fn pass(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1_000, Ordering::Relaxed);
    }

    fn tenant(&self, name: &str) -> SignedIn {
        let firm = json!({
            "firm_name": name, "owner_name": "Owner", "owner_email": "owner@firm.example",
            "zone": "Asia/Kolkata", "currency": "INR", "tax": {"country": "IN"},
        });
        let invited = self.tenants.create(name, firm, Choice::Unencrypted).unwrap();
        self.accept(name, &invited);
        self.sign_in(name, "owner@firm.example", None)
    }

    fn accept(&self, name: &str, invited: &Invited) {
        let body = json!({"workspace": name, "code": invited.code, "password": PASSWORD});
        assert_eq!(self.post("/accept", None, &body).status(), StatusCode::OK);
    }

    fn sign_in(&self, name: &str, email: &str, device: Option<Id>) -> SignedIn {
        let body = json!({"workspace": name, "email": email, "password": PASSWORD,
                          "label": "test", "device": device});
        read(self.post("/sign-in", None, &body))
    }

    /// Somebody with these roles, added by the owner and signed in.
    fn member(&self, owner: &SignedIn, email: &str, role: &str) -> SignedIn {
        let workspace = self.tenants.workspace("acme").unwrap();
        let session = netra_workspace::Session { actor: owner.person, locale: "en".into() };
        let args = json!({"name": role, "email": email, "roles": [role], "languages": ["en"]});
        workspace.run(&session, "person.add", args).unwrap();
        self.accept("acme", &self.tenants.invite("acme", email).unwrap());
        self.sign_in("acme", email, None)
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{API}{path}", self.address)
    }

    fn ask(&self, method: Method, path: &str, who: Option<&SignedIn>, body: Vec<u8>) -> Response {
        let mut request = self.client.request(method, self.url(path)).body(body);
        if let Some(who) = who {
            request = request
                .bearer_auth(&who.tokens.access.0)
                .header("netra-device", who.device.to_string());
        }
        request.send().unwrap()
    }

    fn post(&self, path: &str, who: Option<&SignedIn>, body: &Value) -> Response {
        self.ask(Method::POST, path, who, body.to_string().into_bytes())
    }

    fn pull(&self, who: &SignedIn) -> Response {
        let body = json!({"protocol": PROTOCOL, "schema": netra_core::schema::newest(), "cookie": null, "acked": 0,
                          "known": null, "scopes": []});
        self.post("/pull", Some(who), &body)
    }
}

fn read<T: serde::de::DeserializeOwned>(response: Response) -> T {
    let status = response.status();
    let text = response.text().unwrap();
    assert!(status.is_success(), "{status} {text}");
    serde_json::from_str(&text).unwrap()
}

fn refused(response: Response, status: u16, code: &str) {
    let got = response.status().as_u16();
    let text = response.text().unwrap();
    let body: Value = serde_json::from_str(&text).unwrap_or_default();
    assert_eq!((got, body["error"]["code"].as_str()), (status, Some(code)), "{text}");
}

/// Every address that wants a sign-in, with something in place of its names.
fn guarded() -> Vec<(Method, String)> {
    let known = ENDPOINTS.iter().filter(|e| e.access.wants_sign_in());
    known.map(|e| (e.method.parse().unwrap(), strangers::filled(e))).collect()
}

#[test]
fn no_address_answers_without_a_good_token() {
    let server = start();
    let mut owner = server.tenant("acme");
    for (method, path) in guarded() {
        refused(server.ask(method.clone(), &path, None, vec![]), 401, "account.signed_out");
        for forged in ["", "x", &"a".repeat(64), &"A".repeat(5_000), &owner.tokens.refresh.0] {
            let mut forger = owner.clone();
            forger.tokens.access.0 = forged.to_owned();
            let answer = server.ask(method.clone(), &path, Some(&forger), vec![]);
            refused(answer, 401, "account.signed_out");
        }
    }
    assert_eq!(server.pull(&owner).status(), StatusCode::OK);
    server.pass(accounts::ACCESS_LASTS);
    for (method, path) in guarded() {
        refused(server.ask(method, &path, Some(&owner), vec![]), 401, "account.signed_out");
    }
    // An access token renews nothing.
    let body = json!({"refresh": owner.tokens.access});
    refused(server.post("/renew", None, &body), 401, "account.signed_out");
    owner.tokens = read(server.post("/renew", None, &json!({"refresh": owner.tokens.refresh})));
    assert_eq!(server.pull(&owner).status(), StatusCode::OK);
    assert_eq!(server.post("/sign-out", Some(&owner), &json!(null)).status(), StatusCode::OK);
    refused(server.pull(&owner), 401, "account.signed_out");
    let body = json!({"refresh": owner.tokens.refresh});
    refused(server.post("/renew", None, &body), 401, "account.signed_out");
}

#[test]
fn a_renewal_token_that_is_shown_again_ends_the_sign_in() {
    let server = start();
    let owner = server.tenant("acme");
    let renew = |from: &Tokens| server.post("/renew", None, &json!({"refresh": from.refresh}));
    let second: Tokens = read(renew(&owner.tokens));
    // The answer may have been lost: within a minute, unused, it is given once more.
    let third: Tokens = read(renew(&owner.tokens));
    refused(renew(&second), 401, "account.signed_out");
    let mut now = owner.clone();
    now.tokens = third.clone();
    assert_eq!(server.pull(&now).status(), StatusCode::OK);
    // It was not lost: it has been used. Somebody else has the old one.
    refused(renew(&owner.tokens), 401, "account.reused");
    refused(server.pull(&now), 401, "account.reused");
    refused(renew(&third), 401, "account.reused");

    let again = server.sign_in("acme", "owner@firm.example", Some(owner.device));
    assert_eq!(again.device, owner.device, "the identity stays");
    let _: Tokens = read(renew(&again.tokens));
    server.pass(61);
    refused(renew(&again.tokens), 401, "account.reused");

    let late = server.sign_in("acme", "owner@firm.example", None);
    server.pass(accounts::REFRESH_LASTS);
    refused(renew(&late.tokens), 401, "account.signed_out");
}

#[test]
fn another_tenants_ids_lead_nowhere() {
    let server = start();
    let (ours, theirs) = (server.tenant("acme"), server.tenant("beta"));
    let mine = |path: &str, method: Method, body: Value| {
        server.ask(method, path, Some(&ours), body.to_string().into_bytes())
    };
    // Their sign-in, as if it were one of our devices.
    let list: Value = read(server.ask(Method::GET, "/devices", Some(&theirs), vec![]));
    let id = list["rows"][0]["id"].as_str().unwrap().to_owned();
    let none = mine(&format!("/devices/{id}"), Method::DELETE, json!(null));
    refused(none, 404, "account.no_device");
    let ours_list: Value = read(mine("/devices", Method::GET, json!(null)));
    assert_eq!(ours_list["rows"].as_array().unwrap().len(), 1);
    // Their person.
    let invite = mine("/invitations", Method::POST, json!({"person": theirs.person}));
    refused(invite, 403, "actor.unknown");
    // Their identity, for push and pull.
    let mut liar = ours.clone();
    liar.device = theirs.device;
    refused(server.pull(&liar), 403, "sync.device");
    refused(server.post("/push", Some(&liar), &json!({"commands": []})), 403, "sync.device");
    // Their identity at sign-in: another one is given.
    let other = server.sign_in("acme", "owner@firm.example", Some(theirs.device));
    assert_ne!(other.device, theirs.device);
    assert_eq!(server.pull(&theirs).status(), StatusCode::OK, "they are not disturbed");
    // Their one-time code.
    let code = server.tenants.invite("beta", "owner@firm.example").unwrap();
    let body = json!({"workspace": "acme", "code": code.code, "password": PASSWORD});
    refused(server.post("/accept", None, &body), 401, "account.invitation");
    // Their rows.
    let page = server.pull(&ours).text().unwrap();
    for spelled in [Id::to_string, |id: &Id| hex::encode(id.0)] {
        assert!(!page.contains(&spelled(&theirs.person)));
    }
    assert!(page.contains(&hex::encode(ours.person.0)));
}

fn envelope(who: &SignedIn, seq: i64, city: &str) -> Value {
    let e = Envelope {
        id: Id::named("command", &format!("{seq} {city}")),
        name: "lead.create".into(),
        version: 1,
        actor: who.person,
        device: who.device,
        device_seq: Some(seq),
        at: Timestamp(1_795_240_800_000),
        args: json!({"name": "Lead", "phone": format!("+91982200{seq:04}"), "city": city}),
    };
    json!({ "envelope": e })
}

#[test]
fn a_device_that_lies() {
    let server = start();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    let push = |who: &SignedIn, commands: Vec<Value>, known: Value| {
        server.post("/push", Some(who), &json!({"commands": commands, "known": known}))
    };
    let one = envelope(&owner, 1, "Pune");
    let reply: Value = read(push(&owner, vec![one.clone()], json!(null)));
    assert_eq!(reply["told"][0]["outcome"]["status"], "applied");
    // The same again gives the same; the same sequence with another content is a fork.
    let again: Value = read(push(&owner, vec![one], json!(null)));
    assert_eq!(again["told"], reply["told"]);
    let forked: Value = read(push(&owner, vec![envelope(&owner, 1, "Nashik")], json!(null)));
    assert_eq!(forked["stop"]["why"], "fork");
    let gap: Value = read(push(&owner, vec![envelope(&owner, 9, "Pune")], json!(null)));
    assert_eq!((&gap["stop"]["why"], &gap["stop"]["expected"]), (&json!("gap"), &json!(2)));
    let lie = json!([1, Id::named("never", "given")]);
    let forked: Value = read(push(&owner, vec![], lie));
    assert_eq!(forked["stop"]["why"], "fork");
    // The identity that a fork gave is the owner's, and nobody else's.
    let fresh = Id::parse(forked["stop"]["device"].as_str().unwrap()).unwrap();
    let mut as_fresh = owner.clone();
    as_fresh.device = fresh;
    assert_eq!(server.pull(&as_fresh).status(), StatusCode::OK);
    let mut thief = caller.clone();
    thief.device = fresh;
    refused(server.pull(&thief), 403, "sync.device");

    // In somebody else's name, and from somebody else's device.
    let mut in_owners_name = envelope(&caller, 1, "Pune");
    in_owners_name["envelope"]["actor"] = json!(owner.person);
    refused(push(&caller, vec![in_owners_name], json!(null)), 403, "forbidden");
    let mut from_owners = envelope(&caller, 1, "Pune");
    from_owners["envelope"]["device"] = json!(owner.device);
    refused(push(&caller, vec![from_owners], json!(null)), 403, "forbidden");
    // Base images are no part of the protocol: nothing but the command counts.
    let mut with_base = envelope(&caller, 1, "Pune");
    with_base["base_images"] = json!([{"table": "leads"}]);
    refused(push(&caller, vec![with_base], json!(null)), 400, "sync.form");
    for known in [json!("x"), json!([1]), json!([-1, 5])] {
        refused(push(&caller, vec![], known), 400, "sync.form");
    }
    // Cookies of another log, scopes that are not held, versions out of the air.
    let pull = |cookie: Value, scopes: Value| {
        server.post("/pull", Some(&caller), &json!({
            "protocol": PROTOCOL, "schema": netra_core::schema::newest(), "cookie": cookie, "acked": 0, "known": null,
            "scopes": scopes,
        }))
    };
    let other = json!({"log": Id::named("another", "log"), "seq": 1, "hash": "00"});
    let diverged: Value = read(pull(other, json!([])));
    assert_eq!(diverged["reply"], "diverged");
    let page: Value = read(pull(json!(null), json!([["leads:*", 0], ["costs", 0]])));
    let names: Vec<&str> =
        page["scopes"].as_array().unwrap().iter().map(|s| s[0].as_str().unwrap()).collect();
    assert_eq!(names.len(), 2, "the caller's own two: {names:?}");
    assert!(names.contains(&"workspace") && !names.contains(&"leads:*"));
    for scopes in [json!([["leads:*", i64::MAX]]), json!([["workspace", -5]])] {
        assert_eq!(pull(json!(null), scopes).status(), StatusCode::OK);
    }
    refused(pull(json!(null), json!([["'; DROP TABLE people", 0]])), 400, "sync.form");
}

#[test]
fn a_suspended_member_gets_nothing_and_does_nothing() {
    let server = start();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    server.suspend(&owner, &caller);
    let page: Value = read(server.pull(&caller));
    assert_eq!((&page["scopes"], &page["rows"]["lines"]), (&json!([]), &json!([])));
    let command = envelope(&caller, 1, "Pune");
    let told: Value = read(server.post("/push", Some(&caller), &json!({"commands": [command]})));
    assert_eq!(told["told"][0]["outcome"]["refusal"]["code"], "actor.suspended");
    for (method, path, body) in [
        (Method::GET, "/devices", json!(null)),
        (Method::POST, "/invitations", json!({"person": caller.person})),
        (Method::POST, "/queries/history.news", json!({})),
    ] {
        let answer = server.ask(method, path, Some(&caller), body.to_string().into_bytes());
        refused(answer, 403, "actor.suspended");
    }
    let body = json!({"workspace": "acme", "email": "caller@firm.example", "password": PASSWORD,
                      "label": "x"});
    refused(server.post("/sign-in", None, &body), 403, "actor.suspended");
}

#[test]
fn who_may_give_codes_and_end_sign_ins() {
    let server = start();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    let hr = server.member(&owner, "hr@firm.example", "hr_manager");
    let invite = |who: &SignedIn, person: Id| {
        server.post("/invitations", Some(who), &json!({ "person": person }))
    };
    refused(invite(&caller, hr.person), 403, "forbidden");
    refused(invite(&hr, owner.person), 403, "forbidden");
    // A new password for somebody who has one is a way into their account.
    refused(invite(&hr, caller.person), 403, "forbidden");
    let code: Invited = read(invite(&owner, caller.person));
    server.accept("acme", &code);
    refused(server.pull(&caller), 401, "account.signed_out");
    let body = json!({"workspace": "acme", "code": code.code, "password": PASSWORD});
    refused(server.post("/accept", None, &body), 401, "account.invitation");
    // A slip in the address uses no code up.
    let code: Invited = read(invite(&owner, caller.person));
    let body = |email: &str| json!({"workspace": "acme", "code": code.code, "password": PASSWORD, "email": email});
    for slip in ["caler@firm.example", "hr@firm.example"] {
        refused(server.post("/accept", None, &body(slip)), 400, "account.other_email");
    }
    let accepted = server.post("/accept", None, &body(" Caller@firm.example"));
    assert_eq!(accepted.status(), StatusCode::OK);
    let old: Invited = read(invite(&owner, caller.person));
    server.pass(8 * 24 * 3600);
    let body = json!({"workspace": "acme", "code": old.code, "password": PASSWORD});
    refused(server.post("/accept", None, &body), 401, "account.invitation");

    let (owner, caller) = (
        server.sign_in("acme", "owner@firm.example", None),
        server.sign_in("acme", "caller@firm.example", None),
    );
    let list: Value = read(server.ask(Method::GET, "/devices", Some(&caller), vec![]));
    let mine = list["rows"][0]["id"].as_str().unwrap().to_owned();
    let all: Value = read(server.ask(Method::GET, "/devices", Some(&owner), vec![]));
    let owners = all["rows"].as_array().unwrap().iter().find(|r| r["is_this"] == true).unwrap();
    let owners = owners["id"].as_str().unwrap();
    let end = |who: &SignedIn, id: &str| {
        server.ask(Method::DELETE, &format!("/devices/{id}"), Some(who), vec![])
    };
    refused(end(&caller, owners), 404, "account.no_device");
    refused(end(&caller, "..%2f..%2fetc"), 404, "account.no_device");
    // As with removing a copy: an owner's is the owners' affair.
    let hr = server.sign_in("acme", "hr@firm.example", None);
    refused(end(&hr, owners), 403, "forbidden");
    assert_eq!(end(&owner, &mine).status(), StatusCode::OK);
    refused(server.pull(&caller), 401, "sync.revoked");
    // Its identity is not given out again.
    let again = server.sign_in("acme", "caller@firm.example", Some(caller.device));
    assert_ne!(again.device, caller.device);
}

#[test]
fn too_often_is_told_when_to_come_again() {
    let server = start_with(5);
    let owner = server.tenant("acme");
    let devices = || server.ask(Method::GET, "/devices", Some(&owner), vec![]);
    for _ in 0..5 {
        assert_eq!(devices().status(), StatusCode::OK);
    }
    for _ in 0..30 {
        assert_eq!(server.pull(&owner).status(), StatusCode::OK, "what a device does by itself");
    }
    refused(server.pull(&owner), 429, "account.too_many");
    let slow = devices();
    let wait: u64 = slow.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=60).contains(&wait));
    refused(slow, 429, "account.too_many");
    // Guessing a password: one account, whatever the address claims to be.
    let body = json!({"workspace": "acme", "email": "OWNER@firm.example ", "password": "guess",
                      "label": ""});
    let mut codes = Vec::new();
    for n in 0..8 {
        let request = server.client.post(server.url("/sign-in")).body(body.to_string());
        let forged = format!("10.0.0.{n}");
        codes.push(request.header("x-forwarded-for", forged).send().unwrap().status().as_u16());
    }
    // One sign-in has been counted before.
    assert_eq!(codes, [401, 401, 401, 401, 429, 429, 429, 429]);
}

#[test]
fn who_has_an_account_is_not_told() {
    let server = start();
    server.tenant("acme");
    for (workspace, email) in [
        ("acme", "owner@firm.example"),
        ("acme", "nobody@firm.example"),
        ("gamma", "owner@firm.example"),
        ("../acme", "owner@firm.example"),
    ] {
        let body = json!({"workspace": workspace, "email": email, "password": "wrong one",
                          "label": ""});
        refused(server.post("/sign-in", None, &body), 401, "account.wrong");
    }
}
