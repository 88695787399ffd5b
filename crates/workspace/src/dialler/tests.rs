#![allow(clippy::unwrap_used)]

use super::{Wish, turn};
use crate::folder::Content;
use crate::host::Host;
use crate::key::{Choice, KeySource};
use crate::rpc::Rpc;
use crate::{CreateOptions, Workspace};
use netra_kernel::Timestamp;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

/// Far more than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

struct Office {
    _dir: tempfile::TempDir,
    workspace: Arc<Workspace>,
    rpc: Rpc,
    clock: Arc<AtomicI64>,
}

/// A firm on 21 November 2026, 11:30 in Kolkata, whose clock the test moves.
fn office() -> Office {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(AtomicI64::new(Timestamp::parse("2026-11-21T11:30:00+05:30").unwrap().0));
    let hand = clock.clone();
    let host = Host::with_clock(move || Timestamp(hand.load(Ordering::Relaxed)));
    let firm = json!({"firm_name": "Acme", "owner_name": "Olivia Owner",
                      "owner_email": "owner@acme.example", "zone": "Asia/Kolkata",
                      "currency": "INR", "tax": {"country": "IN", "state_code": "27"}});
    let options = CreateOptions { choice: Choice::Unencrypted, content: Content::Firm(firm) };
    let root = dir.path().join("office");
    let workspace =
        Arc::new(Workspace::create(&root, &options, &KeySource::default(), host).unwrap());
    let session = workspace.session(None, "en").unwrap();
    let rpc = Rpc::new(workspace.clone(), session);
    Office { _dir: dir, workspace, rpc, clock }
}

impl Office {
    fn ok(&self, request: Value) -> Value {
        let answer = self.rpc.handle(request.clone());
        assert!(answer.get("ok").is_some(), "{request}: {answer}");
        answer["ok"].clone()
    }
    fn run(&self, name: &str, args: Value) -> Value {
        self.ok(json!({"op": "run", "name": name, "args": args}))["outcome"].clone()
    }
    fn line(&self, args: Value) -> Value {
        self.rpc.handle(json!({"op": "line", "args": args}))
    }
    /// Begins a call to somebody who always answers.
    fn begin(&self, gateway: &str) -> Value {
        let lead = self.run("lead.create", json!({"name": "Asha", "phone": "+919876540000"}));
        self.run("call.start", json!({"lead": lead["lead"], "gateway": gateway}))["call"].clone()
    }
    /// Lets the clock go on until it is so.
    fn until(&self, what: &str, is_so: impl Fn() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so() {
            assert!(Instant::now() < deadline, "{what} does not come");
            std::thread::sleep(Duration::from_millis(20));
            self.clock.fetch_add(100, Ordering::Relaxed);
        }
    }
    fn state(&self) -> Value {
        self.ok(json!({"op": "ask", "name": "call.current", "args": {}}))["call"]["state"].clone()
    }
}

#[test]
fn whoever_talks_is_muted_and_the_other_held_and_every_window_hears_of_it() {
    let office = office();
    let call = office.begin("simulator");
    let events = office.rpc.subscribe();
    let start = json!({"op": "start", "name": "call.simulate", "args": {"call": call}});
    office.ok(start);
    let asked = || office.line(json!({"call": call}));
    office.until("the line", || asked().get("ok").is_some());
    assert_eq!(asked()["ok"], json!({"is_muted": false, "is_held": false}));

    // Before anybody answered there is nothing to mute, and the reason is in the reader's words.
    for locale in ["en", "hi"] {
        let wish = json!({"op": "line", "args": {"call": call, "mute": true}, "locale": locale});
        let refused = office.rpc.handle(wish)["error"].clone();
        assert_eq!(refused["code"], "call.not_answered");
        let words = refused["message"].as_str().unwrap();
        assert_eq!(words.is_ascii(), locale == "en", "{words}");
        assert!(words.contains(' '), "{words}");
    }
    assert_eq!(asked()["ok"]["is_muted"], false);

    office.until("an answer", || office.state() == "connected");
    let muted = office.line(json!({"call": call, "mute": true}));
    assert_eq!(muted["ok"], json!({"is_muted": true, "is_held": false}));
    let told = loop {
        let event = events.recv_timeout(PATIENCE).unwrap();
        if event["type"] == "line" {
            break event;
        }
    };
    assert_eq!(told, json!({"type": "line", "call": call, "is_muted": true, "is_held": false}));
    let held = office.line(json!({"call": call, "hold": true}));
    assert_eq!(held["ok"], json!({"is_muted": true, "is_held": true}));
    assert_eq!(asked()["ok"], held["ok"], "whoever comes later sees the same");
    let back = office.line(json!({"call": call, "mute": false, "hold": false}));
    assert_eq!(back["ok"], json!({"is_muted": false, "is_held": false}));

    // It stands in no history, and is over with the call.
    office.run("call.ended", json!({"call": call, "cause": "hung_up"}));
    office.until("the end of the line", || asked()["error"]["code"] == "call.no_line");
}

#[test]
fn a_call_on_ones_own_phone_and_a_strangers_call_are_not_ours_to_mute() {
    let office = office();
    let call = office.begin("system");
    office.run("call.connected", json!({"call": call}));
    let refused = office.line(json!({"call": call, "mute": true}));
    assert_eq!(refused["error"]["code"], "call.no_line");
    let other = office.workspace.host().new_id().unwrap();
    let refused = office.line(json!({"call": other, "hold": true}));
    assert_eq!(refused["error"]["code"], "call.not_found");
    let refused = office.line(json!({"call": call, "volume": 3}));
    assert_eq!(refused["error"]["code"], "rpc.malformed");
    // Another person of the firm, on the same machine.
    let args = json!({"name": "Ravi", "email": "ravi@acme.example", "roles": ["telecaller"],
                      "languages": ["en"]});
    office.run("person.add", args);
    let session = office.workspace.session(Some("ravi@acme.example"), "en").unwrap();
    let wish = Wish { call: serde_json::from_value(call).unwrap(), mute: Some(true), hold: None };
    let refused = turn(&office.workspace, &session, &wish).unwrap_err();
    assert_eq!(refused.code(), "call.not_found", "it is not their call");
}
