//! Copies that had no contact for too long: closed to everybody, nothing lost, opened by contact.

use super::beside::{Cable, ask, state, until, until_state, window};
use super::wipes::{device, open, sync};
use super::*;
use netra_workspace::Workspace;
use netra_workspace::rpc::Rpc;

const DAY: i64 = 24 * 3_600;

fn asked(rpc: &Rpc) -> String {
    let answer = rpc.handle(json!({"op": "ask", "name": "person.me", "args": {}}));
    answer["error"]["code"].as_str().unwrap_or("fine").to_owned()
}

#[test]
fn a_copy_closes_and_opens_again_with_what_waits_in_it() {
    let server = start();
    let owner = server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let copy = device(&server, &folder.path().join("copy"), "owner@firm.example");
    let session = copy.session(None, "en").unwrap();
    let rpc = Rpc::new(Arc::new(copy), session.clone());
    server.pass(29 * DAY);
    let lead = json!({"name": "Lead", "phone": "+919822000001", "city": "Pune"});
    let copy = Arc::clone(rpc.workspace());
    copy.run(&session, "lead.create", lead.clone()).unwrap();
    assert_eq!(copy.status().unwrap()["sync"]["lease"]["is_open"], true);

    server.pass(DAY + 1);
    assert_eq!(asked(&rpc), "sync.lease_over");
    let told = rpc.handle(json!({"op": "ask", "name": "person.me", "args": {}}));
    let sentence = told["error"]["message"].as_str().unwrap();
    assert!(sentence.contains("30 days") && sentence.contains("netra sync"), "{sentence}");
    for request in [
        json!({"op": "run", "name": "lead.create", "args": lead}),
        json!({"op": "session"}),
        json!({"op": "draft", "args": {"key": "k", "text": "t"}}),
        json!({"op": "drafts", "args": {"prefix": ""}}),
        json!({"op": "store", "args": {"name": "f", "media_type": "text/plain", "base64": ""}}),
    ] {
        assert_eq!(rpc.handle(request.clone())["error"]["code"], "sync.lease_over", "{request}");
    }
    let attention = netra_workspace::remote::attention::list(&copy, &session);
    assert_eq!(attention.unwrap_err().code(), "sync.lease_over");
    let file = folder.path().join("way-around.netra");
    let source = KeySource { passphrase: Some("a way around it".to_owned().into()) };
    let backed =
        netra_workspace::backup::backup(&copy, &session, &file, &source, &|_, _, _| Ok(()));
    assert_eq!(backed.unwrap_err().code(), "sync.lease_over");
    assert_eq!(copy.status().unwrap()["sync"]["waiting"], 1, "how it stands is still told");
    assert_eq!(copy.status().unwrap()["sync"]["lease"]["is_open"], false);

    // The clock is turned back: to yesterday, to last month.
    server.pass(-DAY / 2);
    assert_eq!(asked(&rpc), "sync.lease_over");
    server.pass(-20 * DAY);
    assert_eq!(asked(&rpc), "sync.clock_behind");
    // Nor does another program on the same copy know less.
    drop((rpc, copy));
    let again = open(&server, &folder.path().join("copy")).unwrap();
    let ask = || again.ask(&session, "person.me", &json!({})).map(|_| ()).map_err(|e| e.code());
    assert_eq!(ask(), Err("sync.clock_behind"));
    server.pass(20 * DAY + DAY);
    assert_eq!(ask(), Err("sync.lease_over"));

    // Its tokens are too old by now; signing in needs no data.
    assert_eq!(sync(&again), "account.signed_out");
    drop(again);
    let copy = device(&server, &folder.path().join("copy"), "owner@firm.example");
    copy.ask(&session, "person.me", &json!({})).unwrap();
    let status = copy.status().unwrap();
    assert_eq!((&status["sync"]["waiting"], &status["sync"]["attention"]), (&json!(0), &json!(0)));
    let workspace = server.tenants.workspace("acme").unwrap();
    let on_server = netra_workspace::Session { actor: owner.person, locale: "en".into() };
    let leads = workspace.ask(&on_server, "lead.list", &json!({})).unwrap();
    assert_eq!(leads["rows"].as_array().unwrap().len(), 1, "it was handed in");
}

#[test]
fn the_firm_says_how_long_and_its_own_copy_has_no_lease() {
    let server = start();
    let owner = server.tenant("acme");
    let workspace = server.tenants.workspace("acme").unwrap();
    let session = netra_workspace::Session { actor: owner.person, locale: "en".into() };
    let set = |days: i64| {
        let args = json!({"key": "sync.offline_days", "value": days});
        workspace.run(&session, "setting.set", args).map(|_| ()).map_err(|e| e.code())
    };
    assert_eq!(set(0), Err("setting.not_valid"));
    assert_eq!(set(2), Ok(()));
    let folder = tempfile::tempdir().unwrap();
    let copy = device(&server, &folder.path().join("copy"), "owner@firm.example");
    let ask = || copy.ask(&session, "person.me", &json!({})).map(|_| ()).map_err(|e| e.code());
    assert_eq!(ask(), Ok(()));
    server.pass(2 * DAY + 1);
    assert_eq!(ask(), Err("sync.lease_over"));
    assert_eq!(sync(&copy), "fine");
    assert_eq!(ask(), Ok(()));
    // A clock that was years ahead when it was looked at, and is set right: contact settles it.
    server.pass(1_000 * DAY);
    assert_eq!(ask(), Err("sync.lease_over"));
    server.pass(-1_000 * DAY);
    assert_eq!(sync(&copy), "fine");
    assert_eq!(ask(), Ok(()));
    server.pass(5_000 * DAY);
    assert!(workspace.ask(&session, "person.me", &json!({})).is_ok());
}

#[test]
fn a_window_on_a_closed_copy_opens_it_by_contact() {
    let server = start();
    let owner = server.tenant("acme");
    server.give(&owner, "setting.set", json!({"key": "sync.offline_days", "value": 2}));
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("copy");
    let cable = Cable::to(server.address);
    let rpc = window(server.copy(&root, cable.port));
    until_state(&rpc, "up_to_date");
    cable.cut();
    until_state(&rpc, "offline");
    server.pass(2 * DAY + 1);
    assert_eq!(asked(&rpc), "sync.lease_over");
    assert_eq!(state(&rpc)["lease"]["is_open"], false, "how it stands is told all the same");
    // Another window that finds it closed, and has never asked its server.
    let again = Workspace::open(&root, &KeySource::default(), server.host()).unwrap();
    let later = window(again);
    for rpc in [&rpc, &later] {
        let stands = until_state(rpc, "offline");
        assert_eq!(stands["problem"]["code"], "sync.unreachable", "{stands}");
    }
    cable.mend();
    for rpc in [&rpc, &later] {
        until("it is open again", || asked(rpc) == "fine");
        until_state(rpc, "up_to_date");
    }
}

#[test]
fn somebody_signs_in_again_in_a_closed_window() {
    let server = start();
    server.tenant("acme");
    let folder = tempfile::tempdir().unwrap();
    let rpc = window(server.copy(&folder.path().join("copy"), server.address.port()));
    until_state(&rpc, "up_to_date");
    server.pass(31 * DAY);
    ask(&rpc, "sync", "now", Value::Null);
    let stands = until_state(&rpc, "signed_out");
    assert_eq!(stands["email"], "owner@firm.example");
    assert_eq!(asked(&rpc), "sync.lease_over");
    let wrong = ask(&rpc, "sync", "sign_in", json!({"password": "not the right one"}));
    assert_eq!(
        (&wrong["error"]["code"], asked(&rpc).as_str()),
        (&json!("account.wrong"), "sync.lease_over")
    );
    let signed_in = ask(&rpc, "sync", "sign_in", json!({"password": PASSWORD}));
    assert_eq!(signed_in, json!({"ok": null}));
    until("it is open again", || asked(&rpc) == "fine");
    until_state(&rpc, "up_to_date");
}
