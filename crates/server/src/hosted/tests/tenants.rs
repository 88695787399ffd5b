//! Two firms on one server. Every address of the table is asked by somebody of `beta` with what is
//! `acme`'s: its people, devices, sign-ins, files, digests, half uploads, codes and tokens.
//!
//! An address without a line in [`tries`] fails here. So does one that answers with anything of
//! `acme`'s that was not in the question, or after which anything of `acme`'s is different.

use super::super::openapi::openapi;
use super::super::routes::{Access, Endpoint};
use super::bytes::{hash, recorded};
use super::second::{code_of, turn_on};
use super::*;
use netra_kernel::journal;
use netra_sync::content::CHUNK;
use rusqlite::types::Value as Cell;
use std::collections::{BTreeMap, BTreeSet};

const SAID: &str = "Only acme knows this";

/// A firm with something of every kind that an address takes.
struct Ours {
    owner: SignedIn,
    /// Of the owner's second factor, and one code to recover with.
    secret: String,
    recovery: String,
    /// The list's id of the owner's sign-in.
    sign_in: Id,
    lead: Id,
    /// What the lead was made by.
    command: Id,
    file: String,
    content: Vec<u8>,
    /// Of which the first chunk is there.
    half: Vec<u8>,
    /// For somebody who has no password yet.
    invitation: String,
    /// For the name `gamma`.
    attach: String,
    cookie: Value,
}

fn ours(server: &Running) -> Ours {
    let owner = server.tenant("acme");
    let lead = envelope(&owner, 1, SAID);
    let command = Id::parse(lead["envelope"]["id"].as_str().unwrap()).unwrap();
    let made: Value = read(server.post("/push", Some(&owner), &json!({"commands": [lead]})));
    let lead = made["told"][0]["outcome"]["result"]["lead"].as_str().unwrap();
    let content = SAID.repeat(9).into_bytes();
    server.upload(&owner, &content);
    let file = recorded(&server.record(&owner, 2, &content, false));
    let half = SAID.repeat(2 * CHUNK / SAID.len()).into_bytes();
    let begun: Value = read(server.put(&owner, &hash(&half), half.len(), 0, &half[..CHUNK]));
    assert_eq!(begun["have"], CHUNK as u64);
    let person = json!({"name": SAID, "email": "new@firm.example", "roles": ["telecaller"],
                        "languages": ["en"]});
    server.give(&owner, "person.add", person);
    let invitation = server.tenants.invite("acme", "new@firm.example").unwrap().code.0;
    let attach = server.tenants.reserve("gamma").unwrap().code.0;
    let (secret, codes) = turn_on(server, &owner);
    let devices: Value = read(server.ask(Method::GET, "/devices", Some(&owner), vec![]));
    let sign_in = devices["rows"][0]["id"].as_str().unwrap();
    let page: Value = read(server.pull(&owner));
    Ours {
        secret,
        recovery: codes[0].clone(),
        sign_in: Id::parse(sign_in).unwrap(),
        lead: Id::parse(lead).unwrap(),
        command,
        file,
        content,
        half,
        invitation,
        attach,
        cookie: page["cookie"].clone(),
        owner,
    }
}

impl Ours {
    /// What no answer to somebody else may hold: ids in both spellings, tokens, words.
    fn words(&self, server: &Running) -> Vec<String> {
        let acme = server.tenants.workspace("acme").unwrap();
        let beta = server.tenants.workspace("beta").unwrap();
        let common: BTreeSet<Id> = strangers::ids_of(&beta).into_iter().collect();
        let mut ids = strangers::ids_of(&acme);
        ids.retain(|id| !common.contains(id));
        assert!(ids.len() > 5, "{}", ids.len());
        ids.extend([self.owner.person, self.owner.device, self.sign_in, self.command]);
        let mut all: Vec<String> =
            ids.iter().flat_map(|id| [id.to_string(), hex::encode(id.0)]).collect();
        let tokens = &self.owner.tokens;
        all.extend([&tokens.access.0, &tokens.refresh.0, &self.secret].map(Clone::clone));
        all.extend([SAID.to_owned(), hash(&self.content), hash(&self.half)]);
        all
    }
}

/// What must come back.
enum Then {
    Refused(u16, &'static str),
    /// An answer, in which these fields are so.
    Says(Value),
}
use Then::{Refused, Says};

/// One question to an address.
struct Try {
    path: String,
    body: Vec<u8>,
    headers: Vec<(&'static str, String)>,
    then: Then,
}

impl Try {
    fn with(mut self, name: &'static str, value: impl ToString) -> Try {
        self.headers.push((name, value.to_string()));
        self
    }
    fn of_device(self, device: Id) -> Try {
        self.with("netra-device", device)
    }
    fn by_token(self, token: &str) -> Try {
        self.with("authorization", format!("Bearer {token}"))
    }
}

fn bytes(path: impl ToString, body: &[u8], then: Then) -> Try {
    Try { path: path.to_string(), body: body.to_vec(), headers: vec![], then }
}

fn to(path: impl ToString, body: Value, then: Then) -> Try {
    bytes(path, body.to_string().as_bytes(), then)
}

const SIGNED_OUT: Then = Refused(401, "account.signed_out");

/// The lines, one for each address: `theirs` of `beta` asks with what is `ours`.
fn tries(server: &Running, endpoint: &Endpoint, ours: &Ours, theirs: &SignedIn) -> Vec<Try> {
    let fine = || Says(json!({}));
    let owner = &ours.owner;
    let person = || json!({ "person": owner.person });
    let command = |name: &str, args: Value| {
        let mut command = envelope(theirs, 1, "Pune");
        command["envelope"]["id"] = json!(Id::named("theirs", &format!("{name} {args}")));
        command["envelope"]["name"] = json!(name);
        command["envelope"]["args"] = args;
        command
    };
    let push = |command: Value| json!({ "commands": [command] });
    let pull = |cookie: &Value, scopes: Value| {
        json!({"protocol": PROTOCOL, "schema": netra_core::schema::newest(), "cookie": cookie,
               "acked": 0, "known": null, "scopes": scopes})
    };
    let rejected = |code: &str| {
        Says(json!({"/told/0/outcome/status": "rejected", "/told/0/outcome/refusal/code": code}))
    };
    let file = |of: &[u8]| {
        json!({"sha256": hash(of), "name": "paper.pdf", "media_type": "application/pdf",
               "size_bytes": of.len()})
    };
    let content =
        |of: &[u8], from: usize| format!("/content/{}?size={}&from={from}", hash(of), of.len());
    let absent = |of: &[u8]| Says(json!({"/stop/why": "absent_file", "/stop/sha256": hash(of)}));
    match (endpoint.method, endpoint.path) {
        ("GET", path @ ("/hello" | "/openapi.json")) => vec![to(path, json!(null), fine())],
        ("POST", "/accept") => {
            let with = |code: &str, workspace: &str| json!({"workspace": workspace, "code": code, "password": PASSWORD});
            let theirs = server.tenants.invite("beta", "thief@beta.example").unwrap().code.0;
            let none = || Refused(401, "account.invitation");
            vec![
                to("/accept", with(&ours.invitation, "beta"), none()),
                to("/accept", with(&theirs, "acme"), none()),
                to("/accept", with(&ours.attach, "acme"), none()),
            ]
        }
        ("POST", "/sign-in") => {
            let with = |workspace: &str, email: &str| {
                json!({"workspace": workspace, "email": email, "password": PASSWORD, "label": "x",
                       "device": owner.device})
            };
            vec![
                to("/sign-in", with("acme", "thief@beta.example"), Refused(401, "account.wrong")),
                to("/sign-in", with("beta", "owner@firm.example"), Refused(401, "account.wrong")),
                // Another identity is given than the one that is somebody's.
                to("/sign-in", with("beta", "thief@beta.example"), fine()),
            ]
        }
        ("POST", "/forgot") => {
            let whom = json!({"workspace": "acme", "email": "thief@beta.example"});
            vec![to("/forgot", whom, fine())]
        }
        ("POST", "/renew") => {
            vec![to("/renew", json!({"refresh": owner.tokens.access}), SIGNED_OUT)]
        }
        ("POST", "/sign-out") => {
            let with = |token: &str| to("/sign-out", json!(null), SIGNED_OUT).by_token(token);
            vec![with(&owner.tokens.refresh.0), with(&ours.invitation), with(&ours.attach)]
        }
        ("GET", "/devices") => vec![to("/devices", json!(null), fine())],
        ("DELETE", "/devices/{id}") | ("POST", "/devices/{id}/wipe") => {
            let ids = [ours.sign_in, owner.device, owner.person];
            let path = |id: &Id| endpoint.path.replace("{id}", &id.to_string());
            let none = || Refused(404, "account.no_device");
            ids.iter().map(|id| to(path(id), json!(null), none())).collect()
        }
        ("POST", path @ ("/invitations" | "/invitations/mail")) => {
            vec![to(path, person(), Refused(403, "actor.unknown"))]
        }
        ("POST", "/wiped") => {
            let promise = owner.wipe_promise.clone().unwrap();
            let keys = [promise, owner.tokens.access.0.clone(), owner.tokens.refresh.0.clone()];
            let none = || Refused(404, "account.no_device");
            keys.map(|key| to("/wiped", json!({"key": key, "unsent": 0}), none())).into()
        }
        ("GET", "/second-factor") => {
            let off = json!({"/is_on": false, "/since": null, "/recovery_left": 0});
            vec![to("/second-factor", json!(null), Says(off))]
        }
        ("POST", "/second-factor") => {
            let proof = json!({"password": PASSWORD, "code": ours.recovery});
            vec![to("/second-factor", proof, fine())]
        }
        ("POST", "/second-factor/confirm") => {
            let now = code_of(server, &ours.secret);
            let wrong = || Refused(401, "account.code_wrong");
            let codes = [now, ours.recovery.clone()];
            codes.map(|code| to("/second-factor/confirm", json!({"code": code}), wrong())).into()
        }
        ("POST", path @ ("/second-factor/recovery-codes" | "/second-factor/off")) => {
            let proof = json!({"password": PASSWORD, "code": ours.recovery});
            let then = match path {
                // The setup that they began above is theirs to end.
                "/second-factor/off" => fine(),
                _ => Refused(409, "account.second_factor_off"),
            };
            vec![to(path, proof, then)]
        }
        ("POST", "/commands/{name}") => {
            let lead = json!({"lead": ours.lead, "city": "Nashik"});
            let made = json!({"name": "Own", "phone": "+919822099999"});
            let made: Value = read(server.post("/commands/lead.create", Some(theirs), &made));
            let own = json!({"lead": made["outcome"]["lead"], "city": "Nashik"});
            let is_new = Says(json!({"/is_repeat": false, "/command": ours.command}));
            vec![
                to("/commands/lead.update", lead, Refused(404, "lead.not_found")),
                to(
                    "/commands/undo",
                    json!({"command": ours.command}),
                    Refused(404, "undo.unknown"),
                ),
                // Our command's id is no answer to theirs.
                to("/commands/lead.update", own, is_new).with("idempotency-key", ours.command),
                to("/commands/file.add", file(&ours.content), Refused(404, "file.missing_content")),
            ]
        }
        ("POST", "/queries/{name}") => vec![
            to("/queries/lead.get", json!({"lead": ours.lead}), Refused(404, "lead.not_found")),
            to("/queries/file.get", json!({"file": ours.file}), Refused(404, "file.not_found")),
            to(
                "/queries/history.of",
                json!({"id": ours.lead}),
                Refused(404, "history.nothing_there"),
            ),
        ],
        ("POST", "/push") => {
            let mut as_owner = command("lead.create", json!({"name": "x"}));
            as_owner["envelope"]["actor"] = json!(owner.person);
            let mut from_owners = command("lead.create", json!({"name": "x"}));
            from_owners["envelope"]["device"] = json!(owner.device);
            let on_ours = command("lead.update", json!({"lead": ours.lead, "city": "Goa"}));
            let whole = command("file.add", file(&ours.content));
            let mut without = command("file.add", file(&ours.content));
            without["is_without_content"] = json!(true);
            without["envelope"]["device_seq"] = json!(2);
            let lie = json!({"commands": [], "known": [1, ours.command]});
            vec![
                to("/push", json!({"commands": []}), Refused(403, "sync.device"))
                    .of_device(owner.device),
                to("/push", push(as_owner), Refused(403, "forbidden")),
                to("/push", push(from_owners), Refused(403, "forbidden")),
                to("/push", push(on_ours), rejected("lead.not_found")),
                to("/push", push(whole.clone()), Says(json!({"/stop/why": "fork"}))),
                to(
                    "/push",
                    push({
                        let mut next = whole;
                        next["envelope"]["device_seq"] = json!(2);
                        next
                    }),
                    absent(&ours.content),
                ),
                to("/push", push(without), rejected("file.missing_content")),
                to("/push", lie, Says(json!({"/stop/why": "fork"}))),
            ]
        }
        ("POST", "/pull") => {
            let scopes = json!([["leads:*", 0], [format!("leads:{}", owner.person), 0]]);
            vec![
                to("/pull", pull(&json!(null), json!([])), Refused(403, "sync.device"))
                    .of_device(owner.device),
                to("/pull", pull(&ours.cookie, json!([])), Says(json!({"/reply": "diverged"}))),
                to("/pull", pull(&json!(null), scopes), Says(json!({"/reply": "page"}))),
            ]
        }
        ("GET", "/live") => {
            vec![to("/live", json!(null), Refused(403, "sync.device")).of_device(owner.device)]
        }
        ("GET", "/content/{sha256}") => {
            let none = || Says(json!({"/have": 0, "/is_whole": false}));
            [&ours.content, &ours.half].map(|of| to(content(of, 0), json!(null), none())).into()
        }
        ("PUT", "/content/{sha256}") => vec![
            // To go on with our upload, and to end it.
            bytes(content(&ours.half, CHUNK), &ours.half[CHUNK..], Says(json!({"/have": 0}))),
            bytes(content(&ours.half, ours.half.len()), b"", Refused(400, "sync.form")),
            // To begin it anew with something else, under our digest.
            bytes(content(&ours.half, 0), &[7; 9], Refused(400, "sync.form")),
            // To have it by showing something else for it.
            bytes(
                content(&ours.content, 0),
                &vec![7; ours.content.len()],
                Refused(400, "file.other_content"),
            ),
        ],
        ("GET", "/files/{id}") => {
            let none = || Refused(404, "file.not_found");
            let digest = hash(&ours.content);
            vec![
                to(format!("/files/{}", ours.file), json!(null), none()),
                to(format!("/files/{}?from=3", ours.file), json!(null), none()),
                to(format!("/files/{digest}"), json!(null), Refused(400, "arguments")),
                to(
                    format!("/files/..%2Facme%2Ffiles%2F{digest}"),
                    json!(null),
                    Refused(400, "arguments"),
                ),
            ]
        }
        ("GET" | "POST", "/attach/{workspace}") => {
            let none = || Refused(401, "account.invitation");
            let at = |name: &str, token: &str| {
                let path = endpoint.path.replace("{workspace}", name);
                to(path, json!({}), none()).by_token(token).with("netra-transfer-key", "00")
            };
            let access = &theirs.tokens.access.0;
            vec![
                at("acme", access),
                at("gamma", access),
                at("acme", &ours.invitation),
                // The code for one name is none for another.
                at("acme", &ours.attach),
                at("delta", &ours.attach),
            ]
        }
        (_, path) if endpoint.access == Access::Administrator => {
            let path = path.replace("{workspace}", "acme");
            let tokens = [&theirs.tokens.access.0, &ours.attach, &ours.invitation];
            tokens.map(|t| to(&path, json!({"name": "acme"}), SIGNED_OUT).by_token(t)).into()
        }
        (method, path) => panic!("{method} {path} has no line: what does another firm get there?"),
    }
}

/// All that the server keeps of `acme`: of its accounts, and of its folder.
fn kept(server: &Running) -> BTreeMap<String, Vec<Vec<Cell>>> {
    let mut all = BTreeMap::new();
    let store = rusqlite::Connection::open(server.folder.path().join("server.db")).unwrap();
    let rows = |conn: &rusqlite::Connection, sql: &str| -> Vec<Vec<Cell>> {
        let mut stmt = conn.prepare(sql).unwrap();
        let n = stmt.column_count();
        let rows = stmt.query_map([], |r| (0..n).map(|i| r.get(i)).collect());
        rows.unwrap().collect::<rusqlite::Result<_>>().unwrap()
    };
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table'";
    for table in rows(&store, tables) {
        let Cell::Text(table) = &table[0] else { panic!() };
        let columns = rows(&store, &format!("SELECT name FROM pragma_table_info('{table}')"));
        let has = |name: &str| columns.iter().any(|c| c[0] == Cell::Text(name.into()));
        let whose = match (has("workspace"), has("sign_in")) {
            (true, _) => "workspace IN ('acme', 'gamma')",
            (_, true) => "sign_in IN (SELECT id FROM sign_ins WHERE workspace = 'acme')",
            _ if table == "workspaces" => "name <> 'beta'",
            // Hashes of codes that were mailed, tokens of administrators: nobody asked for any.
            _ => "true",
        };
        let sql = format!("SELECT * FROM {table} WHERE {whose} ORDER BY 1, 2");
        all.insert(table.clone(), rows(&store, &sql));
    }
    assert!(all.len() >= 13 && !all["sign_ins"].is_empty(), "{:?}", all.keys());
    let folder = server.folder.path().join("workspaces/acme");
    let (mut left, mut files) = (vec![folder], Vec::new());
    while let Some(folder) = left.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            match path.is_dir() {
                true => left.push(path),
                false if name.contains("netra.db") => {}
                false => {
                    let bytes = std::fs::read(&path).unwrap();
                    files.push(vec![Cell::Text(name), Cell::Text(hash(&bytes))]);
                }
            }
        }
    }
    files.sort_by_key(|file| format!("{file:?}"));
    all.insert("files".into(), files);
    let acme = server.tenants.workspace("acme").unwrap();
    let head = acme.reading(|conn| journal::head(conn)).unwrap();
    all.insert("journal".into(), vec![vec![Cell::Text(format!("{head:?}"))]]);
    let devices = rows(&acme.writer(), "SELECT * FROM sync_devices ORDER BY 1");
    all.insert("devices".into(), devices);
    all
}

#[test]
fn another_firm_gets_nothing_by_what_is_ours_at_any_address() {
    let server = post::start_post(Box::new(post::Nowhere));
    let ours = ours(&server);
    let firm = json!({"firm_name": "beta", "owner_name": "Thief", "owner_email": "thief@beta.example",
                      "zone": "Asia/Kolkata", "currency": "INR", "tax": {"country": "IN"}});
    let invited = server.tenants.create("beta", firm, Choice::Unencrypted).unwrap();
    server.accept("beta", &invited);
    let theirs = server.sign_in("beta", "thief@beta.example", None);
    let (words, before) = (ours.words(&server), kept(&server));
    let mut wrong = Vec::new();
    for endpoint in ENDPOINTS {
        let tries = tries(&server, endpoint, &ours, &theirs);
        assert!(!tries.is_empty());
        for one in tries {
            server.shared.forget_pace();
            let mut request = server
                .client
                .request(endpoint.method.parse().unwrap(), server.url(&one.path))
                .body(one.body.clone());
            let mut own = vec![
                ("authorization", format!("Bearer {}", theirs.tokens.access.0)),
                ("netra-device", theirs.device.to_string()),
            ];
            own.retain(|(name, _)| !one.headers.iter().any(|(given, _)| given == name));
            let asked = format!("{} {}", one.path, String::from_utf8_lossy(&one.body));
            let asked = format!("{asked} {:?}", one.headers);
            for (name, value) in own.into_iter().chain(one.headers) {
                request = request.header(name, value);
            }
            let answer = request.send().unwrap();
            let status = answer.status().as_u16();
            let text = answer.text().unwrap();
            let what = format!("{} {asked}: {status} {text}", endpoint.method);
            let told: Value = serde_json::from_str(&text).unwrap_or_default();
            let is_right = match one.then {
                Refused(wanted, code) => (status, &told["error"]["code"]) == (wanted, &json!(code)),
                Says(fields) => {
                    let mut fields = fields.as_object().unwrap().iter();
                    status == 200 && fields.all(|(at, value)| told.pointer(at) == Some(value))
                }
            };
            if !is_right {
                wrong.push(what.clone());
            }
            // A pull tells again what their own commands were answered, with the ids in those.
            let mut told = told;
            if let Some(again) = told.pointer_mut("/end/told") {
                again.take();
            }
            let shown = if told.is_null() { text.clone() } else { told.to_string() };
            for word in words.iter().filter(|word| !asked.contains(*word)) {
                assert!(!shown.contains(word), "{word} in {what}");
            }
            let now = kept(&server);
            for (place, rows) in &before {
                assert_eq!(&now[place], rows, "{place} after {what}");
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // Ours goes on as if nobody had been there.
    assert_eq!(server.pull(&ours.owner).status(), StatusCode::OK);
    let rest = &ours.half[CHUNK..];
    let ended = server.put(&ours.owner, &hash(&ours.half), ours.half.len(), CHUNK, rest);
    assert_eq!(read::<Value>(ended)["is_whole"], true);
    let whole = server.bytes_of(&ours.owner, &ours.file, 0).bytes().unwrap();
    assert_eq!(whole, ours.content);
}

/// By what the server says of itself, every command and question included.
#[test]
fn every_address_that_is_described_asks_who_is_there() {
    let server = start();
    server.tenant("acme");
    let described = openapi();
    let (mut open, mut closed) = (Vec::new(), 0);
    for (path, operations) in described["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            if operation["security"] == json!([]) {
                open.push(format!("{method} {path}"));
                continue;
            }
            let path = path.replace("{id}", &Id::named("an", "id").to_string());
            let path = path.replace("{sha256}", &"0".repeat(64)).replace("{workspace}", "acme");
            let url = format!("http://{}{path}", server.address);
            server.shared.forget_pace();
            let method: Method = method.to_uppercase().parse().unwrap();
            let request = server.client.request(method, url).body("{}");
            refused(request.send().unwrap(), 401, "account.signed_out");
            closed += 1;
        }
    }
    assert_eq!(open.len(), ENDPOINTS.iter().filter(|e| e.access == Access::Anybody).count());
    assert!(closed > 200, "{closed}");
}
