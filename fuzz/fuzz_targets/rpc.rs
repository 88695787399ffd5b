//! Any JSON as a request of the window: always one answer, with `ok` or `error` in it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra_workspace::folder::Content;
use netra_workspace::key::Choice;
use netra_workspace::rpc::Rpc;
use netra_workspace::{CreateOptions, Host, KeySource, Workspace};
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};

struct Shell {
    rpc: Rpc,
    _dir: tempfile::TempDir,
}

static SHELL: LazyLock<Shell> = LazyLock::new(|| {
    let dir = netra_fuzz::memory();
    let firm = json!({"firm_name": "Acme", "owner_name": "Olivia", "owner_email": "o@acme.example",
                      "zone": "Asia/Kolkata", "currency": "INR", "tax": {"country": "IN", "state_code": "27"}});
    let options = CreateOptions { choice: Choice::Unencrypted, content: Content::Firm(firm) };
    let root = dir.path().join("office");
    let made = Workspace::create(&root, &options, &KeySource::default(), Host::system()).unwrap();
    let session = made.session(None, "en").unwrap();
    Shell { rpc: Rpc::new(Arc::new(made), session), _dir: dir }
});

fuzz_target!(|data: &[u8]| {
    let Ok(request) = serde_json::from_slice::<Value>(data) else { return };
    // Jobs write where the request says; the machine that fuzzes is no place for that.
    if request.get("op").and_then(Value::as_str) == Some("start") {
        return;
    }
    let answer = SHELL.rpc.handle(request);
    assert!(answer.get("ok").is_some() != answer.get("error").is_some(), "{answer}");
    assert_ne!(answer["error"]["kind"], "internal", "{answer}");
});
