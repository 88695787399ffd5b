//! Whoever administers the server, over HTTP: what they can do, and that nobody else can.

use super::super::admin::from_environment;
use super::super::routes::Access;
use super::*;

const GIVEN: &str = "a token of the environment, long enough";

fn as_admin(server: &Running, token: &str, method: Method, path: &str, body: &Value) -> Response {
    let request = server.client.request(method, server.url(path)).bearer_auth(token);
    request.body(body.to_string()).send().unwrap()
}

fn firm() -> Value {
    json!({"firm_name": "Acme", "owner_name": "Owner", "owner_email": "owner@firm.example",
           "zone": "Asia/Kolkata", "currency": "INR", "country": "IN"})
}

#[test]
fn workspaces_are_made_listed_suspended_and_backed_up() {
    let elsewhere = tempfile::tempdir().unwrap();
    let to = elsewhere.path().join("backups");
    let clock = Arc::new(AtomicI64::new(1_795_240_800_000));
    let folder = tempfile::tempdir().unwrap();
    let source = KeySource { passphrase: Some("of the server".to_owned().into()) };
    let server = serve_as(folder.path().to_owned(), clock, source, |shared| {
        shared.backups = Some(Backups { to, keep: 3 });
        shared.administrator = Some(from_environment(&Secret(GIVEN.into())).unwrap());
    });
    let made = server.tenants.new_administrator("ops").unwrap();
    let ask =
        |method: Method, path: &str, body: &Value| as_admin(&server, &made.0, method, path, body);
    let acme = json!({"name": "acme", "firm": firm()});
    let code: Invited = read(ask(Method::POST, "/workspaces", &acme));
    server.accept("acme", &code);
    let owner = server.sign_in("acme", "owner@firm.example", None);
    refused(ask(Method::POST, "/workspaces", &acme), 409, "serve.workspace_taken");
    let dots = json!({"name": "../acme", "firm": firm()});
    refused(ask(Method::POST, "/workspaces", &dots), 400, "serve.workspace_name");
    let _: Invited = read(ask(Method::POST, "/workspaces", &json!({"name": "gamma"})));
    let backed: Value = read(ask(Method::POST, "/workspaces/acme/backup", &json!({})));
    assert!(backed["bytes"].as_u64().unwrap() > 0 && backed["missing"] == 0, "{backed}");
    // Suspended: nobody is heard, and it is said only to whoever was known before.
    assert_eq!(server.pull(&owner).status(), StatusCode::OK);
    let _: Value = read(ask(Method::POST, "/workspaces/acme/suspend", &json!({})));
    refused(server.pull(&owner), 403, "account.workspace_suspended");
    let lead = server.post("/commands/lead.create", Some(&owner), &json!({}));
    refused(lead, 403, "account.workspace_suspended");
    let sign_in = |password: &str| {
        let body = json!({"workspace": "acme", "email": "owner@firm.example",
                          "password": password, "label": "x"});
        server.post("/sign-in", None, &body)
    };
    refused(sign_in("not the password"), 401, "account.wrong");
    refused(sign_in(PASSWORD), 403, "account.workspace_suspended");
    let list: Value = read(as_admin(&server, GIVEN, Method::GET, "/workspaces", &json!({})));
    let states: Vec<_> = list["rows"].as_array().unwrap().iter().map(|r| &r["state"]).collect();
    assert_eq!(states, ["suspended", "reserved"]);
    assert_eq!(list["rows"][0]["backed_up_on"], backed["day"]);
    // Its backups go on, and so do codes.
    let _: Value = read(ask(Method::POST, "/workspaces/acme/backup", &json!({})));
    let whom = json!({"email": "owner@firm.example"});
    let _: Invited = read(ask(Method::POST, "/workspaces/acme/invitations", &whom));
    let _: Value = read(ask(Method::POST, "/workspaces/acme/resume", &json!({})));
    assert_eq!(server.pull(&owner).status(), StatusCode::OK, "nothing was lost");
    for path in ["suspend", "resume", "backup", "invitations"] {
        let none = ask(Method::POST, &format!("/workspaces/nobody/{path}"), &whom);
        refused(none, 404, "serve.no_workspace");
    }
    // Ended, all of them at once; that of the environment stays.
    assert_eq!(server.tenants.end_administrators().unwrap(), 1);
    refused(ask(Method::GET, "/workspaces", &json!({})), 401, "account.signed_out");
    let list = as_admin(&server, GIVEN, Method::GET, "/workspaces", &json!({}));
    assert_eq!(list.status(), StatusCode::OK);
}

#[test]
fn nobody_else_administers_and_administrators_are_nobody_else() {
    let server = start();
    let owner = server.tenant("acme");
    let made = server.tenants.new_administrator("ops").unwrap();
    let read = |name: &str| std::fs::read(server.folder.path().join(name)).unwrap_or_default();
    let file = [read("server.db"), read("server.db-wal")].concat();
    assert!(file.windows(14).any(|w| w == b"administrators"));
    let kept = |text: &str| file.windows(text.len()).any(|w| w == text.as_bytes());
    assert!(!kept(&made.0), "the token itself is not kept");
    for endpoint in ENDPOINTS {
        let (method, path) =
            (endpoint.method.parse::<Method>().unwrap(), strangers::filled(endpoint));
        let is_ours = endpoint.access == Access::Administrator;
        if is_ours {
            refused(server.ask(method.clone(), &path, None, vec![]), 401, "account.signed_out");
            let member = server.ask(method.clone(), &path, Some(&owner), vec![]);
            refused(member, 401, "account.signed_out");
        } else if endpoint.access.wants_sign_in() {
            let answer = as_admin(&server, &made.0, method, &path, &json!({}));
            refused(answer, 401, "account.signed_out");
        }
    }
    // Guessing is slowed down.
    let guess = |n: u32| {
        let token = format!("{n:064}");
        as_admin(&server, &token, Method::GET, "/workspaces", &json!({})).status().as_u16()
    };
    let codes: Vec<u16> = (0..30).map(guess).collect();
    assert_eq!(codes.last(), Some(&429), "{codes:?}");
    let fine = as_admin(&server, &made.0, Method::GET, "/workspaces", &json!({}));
    assert_eq!(fine.status(), StatusCode::OK, "whoever has the token is not kept out by it");
    let short = Secret("short".into());
    assert_eq!(from_environment(&short).unwrap_err().code(), "serve.admin_token");
}
