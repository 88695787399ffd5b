//! Hints: who hears them, of what, and when it ends.

use super::*;
use crate::hosted::live::Live;
use std::io::{BufRead, BufReader};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// With a heart that tests can wait for.
pub(super) fn quick() -> Live {
    Live::new(Duration::from_millis(300))
}

/// Longer than two heart-beats and a look; a machine may be busy.
const SOON: Duration = Duration::from_secs(20);

impl Running {
    /// What a device hears, line by line; the channel ends with the connection.
    fn listen(&self, who: &SignedIn) -> Receiver<String> {
        let response = self.ask(Method::GET, "/live", Some(who), vec![]);
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        let (sender, receiver) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(response).lines() {
                let Ok(line) = line else { break };
                if !line.is_empty() && sender.send(line).is_err() {
                    break;
                }
            }
        });
        receiver
    }
}

/// True when it is told that something is new; false when only the heart was heard until then, or
/// nothing any more.
fn hears(from: &Receiver<String>, beats: usize) -> bool {
    let mut heard = 0;
    while heard < beats {
        match from.recv_timeout(SOON) {
            Ok(line) if line == "event: moved" => return true,
            Ok(line) if line.starts_with(':') => heard += 1,
            Ok(line) => assert_eq!(line, "data: {}", "nothing else is said"),
            Err(_) => return false,
        }
    }
    false
}

fn ends(from: &Receiver<String>) -> bool {
    (0..1_000).any(|_| from.recv_timeout(SOON).is_err())
}

#[test]
fn who_holds_the_scope_hears_of_it_and_nobody_else() {
    let server = start();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    let other = server.tenant("beta");
    let (ours, theirs, elsewhere) =
        (server.listen(&owner), server.listen(&caller), server.listen(&other));
    assert!(!hears(&ours, 2), "nothing happened");
    // A lead that is nobody's yet: the caller holds no scope of it.
    let commands = json!({"commands": [envelope(&owner, 1, "Pune")], "known": null});
    let reply: Value = read(server.post("/push", Some(&owner), &commands));
    let lead = &reply["told"][0]["outcome"]["result"]["lead"];
    assert!(hears(&ours, 10));
    assert!(!hears(&theirs, 3) && !hears(&elsewhere, 3));
    // It becomes theirs, by a command that no device pushed.
    server.give(&owner, "lead.assign", json!({"leads": [lead], "to": caller.person}));
    assert!(hears(&theirs, 10));
    assert!(hears(&ours, 10));
    assert!(!hears(&elsewhere, 3));
    // Lost again is news, too.
    server.give(&owner, "lead.assign", json!({"leads": [lead], "to": owner.person}));
    assert!(hears(&theirs, 10));
}

#[test]
fn whoever_is_revoked_or_signed_out_is_cut_off() {
    let server = start();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    let theirs = server.listen(&caller);
    assert!(!hears(&theirs, 1));
    let list: Value = read(server.ask(Method::GET, "/devices", Some(&caller), vec![]));
    let id = list["rows"][0]["id"].as_str().unwrap().to_owned();
    let end = server.ask(Method::DELETE, &format!("/devices/{id}"), Some(&owner), vec![]);
    assert_eq!(end.status(), StatusCode::OK);
    server.give(&owner, "lead.create", json!({"name": "New", "phone": "+919822000001"}));
    assert!(!hears(&theirs, 1_000), "not even the next hint");
    refused(server.ask(Method::GET, "/live", Some(&caller), vec![]), 401, "sync.revoked");

    let caller = server.sign_in("acme", "caller@firm.example", None);
    let theirs = server.listen(&caller);
    server.pass(accounts::ACCESS_LASTS);
    assert!(ends(&theirs), "a token that is too old");
}

#[test]
fn whoever_is_suspended_hears_it_once() {
    let server = start();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    let theirs = server.listen(&caller);
    server.suspend(&owner, &caller);
    assert!(hears(&theirs, 10), "so that the device comes and is emptied");
    server.give(&owner, "setting.set", json!({"key": "firm.name", "value": "Other"}));
    assert!(!hears(&theirs, 3));
    refused(server.ask(Method::GET, "/live", Some(&caller), vec![]), 403, "actor.suspended");
}

#[test]
fn so_many_for_each_and_all_end_with_the_server() {
    let server = start();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    let mut open: Vec<_> = (0..8).map(|_| server.listen(&owner)).collect();
    refused(server.ask(Method::GET, "/live", Some(&owner), vec![]), 429, "account.too_many");
    let theirs = server.listen(&caller);
    assert_eq!(server.shared.live.count(), 9);
    server.shared.live.end();
    open.push(theirs);
    assert!(open.iter().all(ends));
    for _ in 0..100 {
        if server.shared.live.count() == 0 {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("their places are not given back");
}

#[test]
fn somebody_elses_identity_hears_nothing() {
    let server = start();
    let (ours, theirs) = (server.tenant("acme"), server.tenant("beta"));
    let mut liar = ours.clone();
    liar.device = theirs.device;
    refused(server.ask(Method::GET, "/live", Some(&liar), vec![]), 403, "sync.device");
    assert_eq!(server.shared.live.count(), 0);
}
