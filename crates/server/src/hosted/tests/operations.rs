//! Commands and questions over HTTP: the same rules, said with the right status, once only.

use super::*;

fn command(server: &Running, who: &SignedIn, name: &str, args: &Value) -> Response {
    server.post(&format!("/commands/{name}"), Some(who), args)
}

fn query(server: &Running, who: &SignedIn, name: &str, args: &Value) -> Response {
    server.post(&format!("/queries/{name}"), Some(who), args)
}

fn with_key(server: &Running, who: &SignedIn, name: &str, key: &str, args: &Value) -> Response {
    let request = server.client.post(server.url(&format!("/commands/{name}")));
    let request = request.bearer_auth(&who.tokens.access.0).header("Idempotency-Key", key);
    request.body(args.to_string()).send().unwrap()
}

fn lead(n: u32) -> Value {
    json!({"name": "Lead", "phone": format!("+91982200{n:04}"), "city": "Pune"})
}

#[test]
fn what_is_run_is_there_for_whoever_may_see_it() {
    let server = start();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    let given: Value = read(command(&server, &owner, "lead.create", &lead(1)));
    let id = given["outcome"]["lead"].as_str().unwrap().to_owned();
    assert_eq!(given["is_repeat"], false);
    let seen: Value = read(query(&server, &owner, "lead.get", &json!({ "lead": id })));
    assert_eq!(seen["name"], "Lead");
    // Not theirs: as if it were not there.
    let hidden = query(&server, &caller, "lead.get", &json!({ "lead": id }));
    assert_eq!(hidden.status(), StatusCode::NOT_FOUND);
    refused(command(&server, &caller, "person.add", &json!({})), 403, "forbidden");
    // What a device pulls is what was run here.
    let hex = id.replace('-', "");
    assert!(server.pull(&owner).text().unwrap().contains(&hex));
    // It can be taken back by its id.
    let undo = json!({ "command": given["command"] });
    let undone: Value = read(command(&server, &owner, "undo", &undo));
    assert_eq!(undone["is_repeat"], false);
}

#[test]
fn a_command_is_applied_once_under_its_key() {
    let server = start();
    let owner = server.tenant("acme");
    let hr = server.member(&owner, "hr@firm.example", "hr_manager");
    let key = Id::named("test", "key").to_string();
    let first: Value = read(with_key(&server, &owner, "lead.create", &key, &lead(1)));
    assert_eq!((&first["command"], &first["is_repeat"]), (&json!(key), &json!(false)));
    let again: Value = read(with_key(&server, &owner, "lead.create", &key, &lead(1)));
    assert_eq!(again["outcome"], first["outcome"]);
    assert_eq!(again["is_repeat"], true);
    let list: Value = read(query(&server, &owner, "lead.list", &json!({})));
    assert_eq!(list["rows"].as_array().unwrap().len(), 1);
    // Another command, another person, other arguments under the same key.
    refused(with_key(&server, &owner, "lead.create", &key, &lead(2)), 409, "sync.id_reused");
    let args = json!({"name": "Acme"});
    refused(with_key(&server, &owner, "company.create", &key, &args), 409, "sync.id_reused");
    refused(with_key(&server, &hr, "lead.create", &key, &lead(1)), 409, "sync.id_reused");
    refused(with_key(&server, &owner, "lead.create", "x", &lead(3)), 400, "sync.form");
    // What was refused may be given again.
    let key = Id::named("test", "another").to_string();
    let none = with_key(&server, &owner, "lead.create", &key, &json!({"name": ""}));
    assert_eq!(none.status(), StatusCode::BAD_REQUEST);
    let fine: Value = read(with_key(&server, &owner, "lead.create", &key, &lead(4)));
    assert_eq!(fine["is_repeat"], false);
    // A device hands the same command in: it is the same one.
    let mut handed = envelope(&owner, 1, "Pune");
    handed["envelope"]["id"] = json!(key);
    handed["envelope"]["args"] = lead(4);
    let told: Value = read(server.post("/push", Some(&owner), &json!({"commands": [handed]})));
    assert_eq!(told["told"][0]["outcome"]["result"], fine["outcome"]);
    // And what a device handed in and was refused stays refused.
    let mut handed = envelope(&owner, 2, "Pune");
    let key = Id::named("test", "refused").to_string();
    handed["envelope"]["id"] = json!(key);
    handed["envelope"]["args"] = json!({"name": ""});
    let told: Value = read(server.post("/push", Some(&owner), &json!({"commands": [handed]})));
    assert_eq!(told["told"][0]["outcome"]["status"], "rejected");
    refused(with_key(&server, &owner, "lead.create", &key, &lead(5)), 409, "sync.id_reused");
}

#[test]
fn refusals_have_their_status_and_a_sentence() {
    let server = start();
    let owner = server.tenant("acme");
    for (kind, name, args, status, code) in [
        ("commands", "no.such", json!({}), 404, "command.unknown"),
        ("queries", "no.such", json!({}), 404, "query.unknown"),
        ("commands", "lead.list", json!({}), 404, "command.unknown"),
        ("commands", "lead.create", json!([]), 400, "arguments"),
        ("commands", "lead.create", json!({"nonsense": 1}), 400, "arguments"),
        ("commands", "lead.create", json!({"name": "x".repeat(300_000)}), 400, "command.too_large"),
        ("queries", "lead.get", json!({"lead": owner.person}), 404, "lead.not_found"),
        ("commands", "workspace.create", json!({}), 403, "forbidden"),
    ] {
        let answer = server.post(&format!("/{kind}/{name}"), Some(&owner), &args);
        refused(answer, status, code);
    }
    for body in [&b"nonsense"[..], b"null", b"{", b"\xff", b"{} {}"] {
        for path in ["/commands/lead.create", "/queries/person.me"] {
            refused(server.ask(Method::POST, path, Some(&owner), body.to_vec()), 400, "sync.form");
        }
    }
    let large = vec![b' '; (5 << 20) + 1];
    match server
        .client
        .post(server.url("/queries/person.me"))
        .bearer_auth(&owner.tokens.access.0)
        .body(large)
        .send()
    {
        Ok(answer) => refused(answer, 413, "server.too_large"),
        Err(e) => assert!(e.is_request() || e.is_body(), "{e:?}"),
    }
    // No body is no arguments.
    let me: Value = read(server.ask(Method::POST, "/queries/person.me", Some(&owner), vec![]));
    assert_eq!(me["name"], "Owner");
    let said = |language: &str| {
        let request = server.client.post(server.url("/commands/no.such"));
        let request = request.bearer_auth(&owner.tokens.access.0);
        let answer = request.header("Accept-Language", language).send().unwrap();
        let answer: Value = serde_json::from_str(&answer.text().unwrap()).unwrap();
        answer["error"]["message"].as_str().unwrap().to_owned()
    };
    assert_ne!(said("en"), said("hi-IN,hi;q=0.9"));
}

#[test]
fn a_file_is_recorded_only_by_whoever_has_shown_it() {
    let server = start();
    let owner = server.tenant("acme");
    let bytes = b"a signed letter";
    let sha256 = hex::encode(sha2::Sha256::digest(bytes));
    let args = json!({"name": "letter.txt", "media_type": "text/plain", "sha256": sha256,
                      "size_bytes": bytes.len()});
    refused(command(&server, &owner, "file.add", &args), 404, "file.missing_content");
    let path = format!("/content/{sha256}?size={}&from=0", bytes.len());
    let standing: Value = read(server.ask(Method::PUT, &path, Some(&owner), bytes.to_vec()));
    assert_eq!(standing["is_whole"], true);
    let given: Value = read(command(&server, &owner, "file.add", &args));
    let file = given["outcome"]["file"].as_str().unwrap();
    let answer = server.ask(Method::GET, &format!("/files/{file}"), Some(&owner), vec![]);
    assert_eq!(answer.bytes().unwrap().as_ref(), bytes);
}

#[test]
fn it_is_described_to_programs() {
    let server = start();
    let answer = server.client.get(server.url("/openapi.json")).send().unwrap();
    assert_eq!(answer.headers()["content-type"], "application/json");
    let described: Value = serde_json::from_str(&answer.text().unwrap()).unwrap();
    assert_eq!(described, openapi());
}
