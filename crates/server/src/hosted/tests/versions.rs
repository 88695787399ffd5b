//! Devices of other schemas than the server's, and devices that were away for longer than the server
//! remembers.

use super::super::upkeep::{Looked, prune_due};
use super::*;
use netra_core::schema;
use netra_sync::account::PROTOCOL;
use netra_sync::prune::KEEP_DAYS;
use netra_sync::wire::{Page, PullReply};
use std::collections::BTreeSet;

fn pull_as(server: &Running, who: &SignedIn, schema: Value) -> Response {
    let body = json!({"protocol": PROTOCOL, "schema": schema, "cookie": null, "acked": 0, "known": null, "scopes": [],
                      "want_sums": true});
    server.post("/pull", Some(who), &body)
}

#[test]
fn a_device_is_served_what_its_schema_knows_or_told_who_must_be_updated() {
    let server = start();
    let owner = server.tenant("acme");
    let hello: Value = read(server.ask(Method::GET, "/hello", None, vec![]));
    assert_eq!(hello["schema"], schema::newest());
    assert_eq!(hello["oldest_schema"], schema::OLDEST_SERVED);

    let page_of = |schema: i32| match read(pull_as(&server, &owner, json!(schema))) {
        PullReply::Page(page) => page,
        other => panic!("{other:?}"),
    };
    let columns = |page: &Page| -> BTreeSet<String> {
        let found = page.rows.iter().find(|row| row.table == "people").unwrap();
        found.image.as_ref().unwrap().columns.iter().cloned().collect()
    };
    let newest = page_of(schema::newest());
    for older in [schema::OLDEST_SERVED, 51, 58] {
        let page = page_of(older);
        assert_eq!(page.rows.len(), newest.rows.len());
        assert_eq!(columns(&page), columns(&newest), "people have not changed since");
    }
    for (schema, code) in [
        (i64::from(schema::newest()) + 1, "sync.server_older"),
        (i64::from(i32::MAX), "sync.server_older"),
        (i64::from(schema::OLDEST_SERVED) - 1, "sync.schema"),
        (46, "sync.schema"),
        // Never a schema of ours, though between two that are.
        (55, "sync.schema"),
        (1, "sync.schema"),
        (0, "sync.schema"),
        (-1, "sync.schema"),
        (i64::from(i32::MIN), "sync.schema"),
    ] {
        let answer = pull_as(&server, &owner, json!(schema));
        let status = answer.status().as_u16();
        assert!((400..500).contains(&status), "{schema}: {status}");
        refused(answer, status, code);
    }
    // A program from before the protocol had a number, and one that is newer than the server.
    let answer = server.post(
        "/pull",
        Some(&owner),
        &json!({"schema": schema::newest(), "cookie": null,
        "acked": 0, "known": null, "scopes": []}),
    );
    let status = answer.status().as_u16();
    refused(answer, status, "sync.schema");
    let push = |schema: i32| json!({"schema": schema, "commands": [], "known": null});
    assert_eq!(server.post("/push", Some(&owner), &push(schema::newest())).status(), 200);
    assert_eq!(server.post("/push", Some(&owner), &push(1)).status(), 200, "an older one may");
    let answer = server.post("/push", Some(&owner), &push(schema::newest() + 1));
    let status = answer.status().as_u16();
    refused(answer, status, "sync.server_older");
    for rubbish in
        [json!(i64::MAX), json!(1e30), json!(60.5), json!("60"), json!(null), json!([60])]
    {
        refused(pull_as(&server, &owner, rubbish), 400, "sync.form");
    }
    // Where a device says it began: any number is only its own loss.
    for since in [json!(i64::MIN), json!(-1), json!(0), json!(i64::MAX)] {
        let body = json!({"protocol": PROTOCOL, "schema": schema::newest(), "cookie": null, "acked": 0, "known": null,
                          "scopes": [], "since": since});
        let page: Value = read(server.post("/pull", Some(&owner), &body));
        assert_eq!(page["reply"], "page");
    }
}

#[test]
fn once_a_day_what_is_old_is_forgotten_and_who_missed_it_starts_over() {
    let server = start();
    let owner = server.tenant("acme");
    let looked = Looked::default();
    let push = |seq: i64, city: &str| -> Value {
        let commands = json!({"commands": [envelope(&owner, seq, city)], "known": null});
        let reply: Value = read(server.post("/push", Some(&owner), &commands));
        reply
    };
    let first = push(1, "Pune");
    let lead = &first["told"][0]["outcome"]["result"]["lead"];
    let second = push(2, "Nashik");
    let other = &second["told"][0]["outcome"]["result"]["lead"];
    let page: Value = read(server.pull(&owner));
    let (cookie, scopes) = (page["cookie"].clone(), page["scopes"].clone());
    // A row leaves a scope: its lead is somebody's.
    server.give(&owner, "lead.assign", json!({"leads": [lead], "to": owner.person}));
    let ask = |who: &SignedIn, since: Value| -> Value {
        let mut body = json!({"protocol": PROTOCOL, "schema": schema::newest(), "cookie": cookie, "acked": 0,
                              "known": null, "scopes": scopes});
        if !since.is_null() {
            body["since"] = since;
        }
        read(server.post("/pull", Some(who), &body))
    };
    let outcomes = || -> i64 {
        let workspace = server.tenants.workspace("acme").unwrap();
        let sql = "SELECT count(*) FROM outcomes";
        workspace.writer().query_row(sql, [], |r| r.get(0)).unwrap()
    };
    for _ in 0..KEEP_DAYS {
        assert_eq!(prune_due(&server.tenants, &looked).unwrap(), Vec::<Value>::new());
        // Twice a day, and by another process, makes no second day of it.
        prune_due(&server.tenants, &looked).unwrap();
        prune_due(&server.tenants, &Looked::default()).unwrap();
        server.pass(24 * 3600);
    }
    let later = server.sign_in("acme", "owner@firm.example", Some(owner.device));
    assert_eq!((outcomes(), &ask(&later, json!(null))["reply"]), (2, &json!("page")));
    // A change of today, so that the line is not the newest.
    server.give(&owner, "lead.assign", json!({"leads": [other], "to": owner.person}));
    let lines = prune_due(&server.tenants, &looked).unwrap();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!((&lines[0]["workspace"], &lines[0]["outcomes"]), (&json!("acme"), &json!(1)));
    assert!(lines[0]["gone"].as_u64().unwrap() > 0, "{lines:?}");
    assert_eq!(outcomes(), 1, "the newest stays");

    assert_eq!(ask(&later, json!(null))["reply"], "diverged");
    assert_eq!(ask(&later, json!(-5))["reply"], "diverged");
    assert_eq!(ask(&later, json!(i64::MAX))["reply"], "page", "whoever lies harms themselves");
    // What is handed in again after that keeps its outcome, though it is forgotten.
    let push_as = |who: &SignedIn, seq: i64| -> Value {
        let mut command = envelope(&owner, 1, "Pune");
        command["envelope"]["device"] = json!(who.device);
        command["envelope"]["device_seq"] = json!(seq);
        read(server.post("/push", Some(who), &json!({"commands": [command], "known": null})))
    };
    let stop = push_as(&later, 1)["stop"].clone();
    assert_eq!(stop["why"], "fork");
    let mut fresh = later.clone();
    fresh.device = Id::parse(stop["device"].as_str().unwrap()).unwrap();
    assert_eq!(push_as(&fresh, 1)["told"][0]["outcome"], first["told"][0]["outcome"]);
}
