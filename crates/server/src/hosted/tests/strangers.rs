//! Every address of the table, tried by people who may not: nobody, another firm's member with our
//! ids, somebody suspended, somebody whose token is old. A new address is tried as soon as it is in
//! the table, and fails here until it hears the right people only.

use super::super::routes::{Access, Endpoint};
use super::*;
use netra_core::catalogue::catalogue;
use netra_kernel::journal;
use schemars::SchemaGenerator;
use std::collections::BTreeSet;

/// The path with a good value in place of each name.
pub(super) fn filled(endpoint: &Endpoint) -> String {
    let id = Id::named("test", "device").to_string();
    let name = if endpoint.path.starts_with("/queries") { "person.me" } else { "lead.create" };
    endpoint
        .path
        .replace("{id}", &id)
        .replace("{sha256}", &"0".repeat(64))
        .replace("{name}", name)
        .replace("{workspace}", "acme")
}

/// A body that this address understands.
fn body(endpoint: &Endpoint, person: Id) -> Value {
    match endpoint.path {
        "/invitations" | "/invitations/mail" => json!({ "person": person }),
        "/push" => json!({ "commands": [] }),
        "/pull" => {
            json!({"protocol": PROTOCOL, "schema": netra_core::schema::newest(), "cookie": null, "acked": 0,
                          "known": null, "scopes": []})
        }
        "/second-factor/confirm" => json!({"code": "123456"}),
        path if path.starts_with("/second-factor") => json!({ "password": PASSWORD }),
        _ => json!({}),
    }
}

fn ask(server: &Running, endpoint: &Endpoint, who: &SignedIn, person: Id) -> Response {
    let sized = if endpoint.path.starts_with("/content") { "?size=9" } else { "" };
    let path = format!("{}{sized}", filled(endpoint));
    let body = body(endpoint, person).to_string().into_bytes();
    server.ask(endpoint.method.parse().unwrap(), &path, Some(who), body)
}

#[test]
fn who_is_heard_without_a_sign_in_is_a_short_list() {
    let open = |access: Access| {
        let those = ENDPOINTS.iter().filter(|e| e.access == access);
        those.map(|e| format!("{} {}", e.method, e.path)).collect::<Vec<_>>()
    };
    let anybody = [
        "GET /hello",
        "GET /openapi.json",
        "POST /accept",
        "POST /sign-in",
        "POST /forgot",
        "POST /renew",
        "POST /wiped",
    ];
    assert_eq!(open(Access::Anybody), anybody);
    let by_code = ["GET /attach/{workspace}", "POST /attach/{workspace}"];
    assert_eq!(open(Access::AttachCode), by_code);
    let of_admins = ENDPOINTS.iter().filter(|e| e.path.starts_with("/workspaces"));
    assert!(of_admins.clone().count() >= 6);
    assert!(of_admins.into_iter().all(|e| e.access == Access::Administrator));
}

#[test]
fn a_suspended_member_is_heard_nowhere() {
    let server = start();
    let owner = server.tenant("acme");
    let caller = server.member(&owner, "caller@firm.example", "telecaller");
    server.suspend(&owner, &caller);
    for endpoint in ENDPOINTS.iter().filter(|e| e.access.wants_sign_in()) {
        // Their devices are emptied by a pull, and hear what became of their last commands.
        if ["/push", "/pull", "/sign-out"].contains(&endpoint.path) {
            continue;
        }
        let answer = ask(&server, endpoint, &caller, owner.person);
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{} {}", endpoint.method, endpoint.path);
        refused(answer, 403, "actor.suspended");
    }
}

#[test]
fn a_token_of_somebody_else_does_not_open_what_a_code_opens() {
    let server = start();
    let owner = server.tenant("acme");
    for endpoint in ENDPOINTS.iter().filter(|e| e.access == Access::AttachCode) {
        let path = filled(endpoint);
        let request = server.client.request(endpoint.method.parse().unwrap(), server.url(&path));
        let request = request.header("netra-transfer-key", "00").body("{}");
        let answer = request.try_clone().unwrap().send().unwrap();
        refused(answer, 401, "account.signed_out");
        let answer = request.bearer_auth(&owner.tokens.access.0).send().unwrap();
        refused(answer, 401, "account.invitation");
    }
}

/// Ids of every row of a workspace that is synced.
pub(super) fn ids_of(workspace: &netra_workspace::Workspace) -> Vec<Id> {
    let tables = workspace.engine().catalogue.tables;
    workspace
        .reading(|conn| {
            let mut ids = Vec::new();
            for table in tables {
                let mut stmt = conn.prepare(&format!("SELECT id FROM {}", table.name))?;
                for id in stmt.query_map([], |r| r.get::<_, Id>(0))? {
                    ids.push(id?);
                }
            }
            Ok(ids)
        })
        .unwrap()
}

/// Arguments of an operation: for each field what its schema wants, ids from the list in turn.
fn made_up(schema: &Value, definitions: &Value, ids: &mut impl Iterator<Item = Id>) -> Value {
    let schema = match schema["$ref"].as_str() {
        Some(place) => definitions.pointer(place.strip_prefix("#/$defs").unwrap()).unwrap(),
        None => schema,
    };
    if let Some(one) = schema["oneOf"].get(0).or(schema["anyOf"].get(0)) {
        return made_up(one, definitions, ids);
    }
    if let Some(value) = schema.get("const").or(schema["enum"].get(0)) {
        return value.clone();
    }
    let kind = schema["type"].as_str().or(schema["type"][0].as_str()).unwrap_or("null");
    match (kind, schema["format"].as_str()) {
        ("object", _) => {
            let fields = schema["properties"].as_object().cloned().unwrap_or_default();
            let made = fields.iter().map(|(n, s)| (n.clone(), made_up(s, definitions, ids)));
            Value::Object(made.collect())
        }
        ("array", _) => json!([made_up(&schema["items"], definitions, ids)]),
        ("string", Some("uuid")) => json!(ids.next()),
        ("string", Some("date")) => json!("2026-11-21"),
        ("string", Some("date-time")) => json!("2026-11-21T10:00:00Z"),
        ("string", _) => json!("word"),
        ("integer" | "number", _) => json!(1),
        ("boolean", _) => json!(true),
        _ => Value::Null,
    }
}

#[test]
fn another_firms_ids_lead_nowhere_in_any_command_or_question() {
    let server = start();
    let (ours, theirs) = (server.tenant("acme"), server.tenant("beta"));
    let acme = server.tenants.workspace("acme").unwrap();
    let session = netra_workspace::Session { actor: ours.person, locale: "en".into() };
    for n in 0..3 {
        let lead = json!({"name": format!("Only acme knows {n}"), "city": "Pune",
                          "phone": format!("+91982200{n:04}")});
        acme.run(&session, "lead.create", lead).unwrap();
        let company = json!({"name": format!("Only acme knows company {n}")});
        acme.run(&session, "company.create", company).unwrap();
    }
    // What both have from the beginning (roles, settings, codes) has the same ids in both.
    let beta = server.tenants.workspace("beta").unwrap();
    let common: BTreeSet<Id> = ids_of(&beta).into_iter().collect();
    let only_ours: Vec<Id> = ids_of(&acme).into_iter().filter(|id| !common.contains(id)).collect();
    assert!(only_ours.len() >= 7, "{}", only_ours.len());
    let head = || acme.reading(|conn| journal::head(conn)).unwrap();
    let before = head();

    let c = catalogue();
    let mut generator = SchemaGenerator::default();
    let schemas = c.commands.iter().map(|c| ("commands", c.name, c.schema));
    let schemas = schemas.chain(c.queries.iter().map(|q| ("queries", q.name, q.schema)));
    let schemas: Vec<_> = schemas.map(|(k, n, schema)| (k, n, schema(&mut generator).0)).collect();
    let definitions = Value::Object(generator.take_definitions(true));
    let mut ids = only_ours.iter().copied().cycle();
    let mut refused = 0;
    for (kind, name, schema) in &schemas {
        let args = made_up(schema, &definitions, &mut ids);
        let answer = server.post(&format!("/{kind}/{name}"), Some(&theirs), &args);
        let status = answer.status();
        let text = answer.text().unwrap();
        assert!(!text.contains("Only acme knows"), "{name} {args}: {text}");
        assert!(status != StatusCode::INTERNAL_SERVER_ERROR, "{name} {args}: {text}");
        // A command that took one of our ids as if it were a row of theirs would be a hole.
        if status.is_success() && *kind == "commands" {
            let rows = ids_of(&beta).into_iter().collect::<BTreeSet<_>>();
            assert!(only_ours.iter().all(|id| !rows.contains(id)), "{name} {args}: {text}");
        }
        refused += usize::from(!status.is_success());
    }
    assert!(refused > schemas.len() / 2, "{refused} of {}", schemas.len());
    assert_eq!(head(), before, "nothing happened at acme");
    // The other addresses, with our person, our device, our sign-in.
    let mut liar = theirs.clone();
    liar.device = ours.device;
    for endpoint in ENDPOINTS.iter().filter(|e| e.access == Access::Device) {
        let answer = ask(&server, endpoint, &liar, ours.person);
        super::refused(answer, 403, "sync.device");
    }
    assert_eq!(head(), before);
}
