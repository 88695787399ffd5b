//! What is looked at is what is sent: the preview and the pack give the same bytes, on the demo
//! firm, in both languages; and nothing internal is shown to who may not see it.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, may fail loudly")]

use netra_kernel::{Date, Timestamp};
use netra_workspace::demo::Demo;
use netra_workspace::folder::Content;
use netra_workspace::key::Choice;
use netra_workspace::rpc::Rpc;
use netra_workspace::show::pack_here;
use netra_workspace::{CreateOptions, Host, KeySource, Workspace, jobs};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

fn demo(at: &Path) -> Arc<Workspace> {
    let now = Timestamp::parse("2026-11-21T06:00:00Z").unwrap();
    let options = CreateOptions {
        choice: Choice::Unencrypted,
        content: Content::Demo(Demo::on(Date::parse("2026-11-21").unwrap())),
    };
    let source = KeySource { passphrase: None };
    let host = Host::with_clock(move || now);
    Arc::new(Workspace::create(&at.join("firm"), &options, &source, host).unwrap())
}

fn build(workspace: &Arc<Workspace>, order: Value) -> netra_kernel::Result<Value> {
    let session = workspace.session(None, "en").unwrap();
    let quiet = |_: Value| ();
    let ticket = jobs::Ticket::new("test".into(), Arc::new(AtomicBool::new(false)), &quiet);
    jobs::work_of("pack.build").unwrap()(workspace, &session, order, &ticket)
}

fn decoded(answer: &Value) -> Vec<u8> {
    use base64::Engine as _;
    let text = answer["ok"]["base64"].as_str().unwrap();
    base64::engine::general_purpose::STANDARD.decode(text).unwrap()
}

#[test]
fn what_is_looked_at_is_what_is_sent() {
    let t = tempfile::tempdir().unwrap();
    let workspace = demo(t.path());
    let rpc = Rpc::new(workspace.clone(), workspace.session(None, "en").unwrap());
    let ask = |name: &str, args: Value| {
        let answer = rpc.handle(json!({"op": "ask", "name": name, "args": args}));
        answer["ok"].clone()
    };
    let rows = |list: Value| list["rows"].as_array().cloned().unwrap();
    let of_stage = |stage: &str| {
        let all = rows(ask("project.list", json!({})));
        all.into_iter().find(|p| p["stage"] == stage).unwrap()["id"].clone()
    };
    let quotes = rows(ask("quote.list", json!({})));
    let of_state = |state: &str| quotes.iter().find(|q| q["state"] == state).unwrap()["id"].clone();
    let cases = [
        ("project", of_stage("completed"), "client", "en"),
        ("project", of_stage("executing"), "internal", "hi"),
        ("quote", of_state("accepted"), "client", "hi"),
        ("quote", of_state("draft"), "internal", "en"),
    ];
    for (i, (kind, subject, audience, language)) in cases.into_iter().enumerate() {
        let about = json!({"kind": kind, "subject": subject, "audience": audience,
                           "language": language});
        let with = |more: Value| {
            let mut all = about.as_object().unwrap().clone();
            all.extend(more.as_object().unwrap().clone());
            Value::Object(all)
        };
        let contents = rows(ask("pack.contents", about.clone()));
        // What the program names is named in the pack's language, minutes and milestones by their own.
        for row in contents.iter().filter(|_| language == "hi") {
            let is_own = ["minutes", "milestone_acceptance"].iter().any(|t| row["template"] == *t);
            let title = row["title"].as_str().unwrap();
            assert!(is_own || title.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c)), "{row}");
        }
        let out = t.path().join(format!("out{i}"));
        let built =
            build(&workspace, with(json!({"formats": ["md", "docx", "pdf"], "out": out}))).unwrap();
        assert_eq!(built["failed"], json!([]));
        assert_eq!(built["files"], contents.len() * 3);
        let folder = Path::new(built["folder"].as_str().unwrap()).to_owned();
        for (n, row) in contents.iter().enumerate() {
            let name = row["file_name"].as_str().unwrap();
            for format in ["md", "docx", "pdf"] {
                let order = with(json!({"document": name, "format": format}));
                let answer = rpc.handle(json!({"op": "document", "args": order}));
                assert_eq!(answer["ok"]["file_name"], format!("{name}.{format}"), "{answer}");
                let file = folder.join(format!("{:02}-{name}.{format}", n + 1));
                assert!(decoded(&answer) == std::fs::read(&file).unwrap(), "{}", file.display());
            }
            let order = with(json!({"document": name, "format": "pages"}));
            let answer = rpc.handle(json!({"op": "document", "args": order}));
            let pages = answer["ok"]["pages"].as_array().unwrap();
            assert!(
                !pages.is_empty() && pages.iter().all(|p| p.as_str().unwrap().starts_with("<svg"))
            );
        }
        // A draft says so on each page, what was sent does not.
        let markdown = with(json!({"format": "md"}));
        let answer = rpc.handle(json!({"op": "document", "args": markdown}));
        let is_marked = answer["ok"]["text"].as_str().unwrap().contains("watermark:");
        assert_eq!(is_marked, subject == of_state("draft"));
    }
}

#[test]
fn who_may_not_see_money_gets_documents_without_it() {
    let t = tempfile::tempdir().unwrap();
    let workspace = demo(t.path());
    let owner = Rpc::new(workspace.clone(), workspace.session(None, "en").unwrap());
    let ask = |rpc: &Rpc, name: &str| {
        let answer = rpc.handle(json!({"op": "ask", "name": name, "args": {}}));
        answer["ok"]["rows"].as_array().cloned().unwrap()
    };
    let mut seen = 0;
    for person in ask(&owner, "person.list") {
        let (email, roles) = (person["email"].as_str().unwrap(), &person["roles"]);
        if *roles != json!(["consultant"]) && *roles != json!(["project_manager"]) {
            continue;
        }
        let own = Rpc::new(workspace.clone(), workspace.session(Some(email), "hi").unwrap());
        for project in ask(&own, "project.list") {
            let about = json!({"kind": "project", "subject": project["id"], "audience": "client"});
            let contents = json!({"op": "ask", "name": "pack.contents", "args": about});
            for row in own.handle(contents)["ok"]["rows"].as_array().unwrap() {
                let mut order = about.clone();
                order["document"] = row["file_name"].clone();
                order["format"] = json!("md");
                let answer = own.handle(json!({"op": "document", "args": order}));
                let text = answer["ok"]["text"].as_str();
                let text = text.unwrap_or_else(|| panic!("{email} {row}: {answer}"));
                if *roles == json!(["consultant"]) && row["template"] != "completion_certificate" {
                    assert!(!text.contains('₹'), "{email}: {row}: {text}");
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
fn what_may_not_be_shown_is_refused() {
    let t = tempfile::tempdir().unwrap();
    let workspace = demo(t.path());
    let owner = Rpc::new(workspace.clone(), workspace.session(None, "en").unwrap());
    let quote = owner.handle(json!({"op": "ask", "name": "quote.list", "args": {}}))["ok"]["rows"]
        [0]["id"]
        .clone();
    let telecaller = some_telecaller(&workspace);
    let low = Rpc::new(workspace.clone(), workspace.session(Some(&telecaller), "en").unwrap());
    let order = |document: &str, format: &str| {
        json!({"op": "document", "args": {"kind": "quote", "subject": quote, "audience": "internal",
               "document": document, "format": format}})
    };
    assert_eq!(low.handle(order("quote", "pdf"))["error"]["kind"], "forbidden");
    for (document, format, code) in [
        ("nothing", "pdf", "document.not_in_pack"),
        ("../quote", "pdf", "document.not_in_pack"),
        ("quote", "exe", "invalid"),
    ] {
        assert_eq!(owner.handle(order(document, format))["error"]["code"], code, "{document}");
    }
}

fn watched(
    workspace: &Arc<Workspace>,
    order: Value,
    see: &(dyn Fn(Value) + Sync),
) -> netra_kernel::Result<Value> {
    let session = workspace.session(None, "en").unwrap();
    let ticket = jobs::Ticket::new("test".into(), Arc::new(AtomicBool::new(false)), see);
    jobs::work_of("pack.build").unwrap()(workspace, &session, order, &ticket)
}

fn some_quote(workspace: &Workspace) -> Value {
    let session = workspace.session(None, "en").unwrap();
    let quotes = workspace.ask(&session, "quote.list", &json!({})).unwrap();
    quotes["rows"].as_array().unwrap().iter().find(|q| q["state"] == "accepted").unwrap()["id"]
        .clone()
}

fn some_telecaller(workspace: &Workspace) -> String {
    let session = workspace.session(None, "en").unwrap();
    let people = workspace.ask(&session, "person.list", &json!({})).unwrap();
    let one =
        people["rows"].as_array().unwrap().iter().find(|p| p["roles"] == json!(["telecaller"]));
    one.unwrap()["email"].as_str().unwrap().to_owned()
}

#[test]
fn a_pack_is_of_one_moment_whatever_is_written_meanwhile() {
    let t = tempfile::tempdir().unwrap();
    let workspace = demo(t.path());
    let order = json!({"kind": "quote", "subject": some_quote(&workspace), "audience": "internal",
                       "formats": ["md"], "out": t.path().join("out")});
    let position = workspace.moment().unwrap().position().unwrap().0;
    let renamed = std::sync::atomic::AtomicU32::new(0);
    let rename = |_: Value| {
        let n = renamed.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let session = workspace.session(None, "en").unwrap();
        let args = json!({"key": "firm.name", "value": format!("Renamed {n}")});
        workspace.run(&session, "setting.set", args).unwrap();
    };
    let built = watched(&workspace, order.clone(), &rename).unwrap();
    assert!(renamed.into_inner() > 0);
    let folder = Path::new(built["folder"].as_str().unwrap());
    let manifest = std::fs::read(folder.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["position"], position);
    for file in manifest["files"].as_array().unwrap() {
        let text = std::fs::read_to_string(folder.join(file["path"].as_str().unwrap())).unwrap();
        assert!(!text.contains("Renamed"), "{file}: {text}");
    }
    let now = workspace.moment().unwrap();
    assert_ne!(now.position().unwrap().0, position);
    let session = workspace.session(None, "en").unwrap();
    let settings = |moment: &netra_workspace::Moment<'_>| {
        moment.ask(&session, "setting.list", &Value::Null).unwrap().to_string()
    };
    let before = settings(&now);
    rename_to(&workspace, "Once more");
    assert_eq!(settings(&now), before, "a held moment does not move");
    drop(now);
    assert!(settings(&workspace.moment().unwrap()).contains("Once more"));
}

fn rename_to(workspace: &Workspace, name: &str) {
    let session = workspace.session(None, "en").unwrap();
    let args = json!({"key": "firm.name", "value": name});
    workspace.run(&session, "setting.set", args).unwrap();
}

#[test]
fn a_pack_is_delivered_whole_with_its_zip_or_not_at_all() {
    let t = tempfile::tempdir().unwrap();
    let workspace = demo(t.path());
    let out = t.path().join("out");
    let order = json!({"kind": "quote", "subject": some_quote(&workspace), "audience": "client",
                       "formats": ["md"], "out": out, "zip": true});
    let built = build(&workspace, order.clone()).unwrap();
    let (folder, zip) = (built["folder"].as_str().unwrap(), built["zip"].as_str().unwrap());
    std::fs::remove_dir_all(folder).unwrap();
    std::fs::remove_file(zip).unwrap();
    // Somebody takes the ZIP's name while the pack is built.
    let take = |_: Value| std::fs::create_dir_all(Path::new(zip).join("x")).unwrap();
    watched(&workspace, order, &take).unwrap_err();
    let left: Vec<_> = std::fs::read_dir(&out).unwrap().flatten().map(|e| e.path()).collect();
    assert_eq!(left, [Path::new(zip)], "only what the other made");
}

#[cfg(unix)]
#[test]
fn packs_beside_the_data_are_private_and_said() {
    use std::os::unix::fs::PermissionsExt;
    let t = tempfile::tempdir().unwrap();
    let workspace = demo(t.path());
    assert_eq!(workspace.status().unwrap()["packs_in_clear"], 0);
    let order = json!({"kind": "quote", "subject": some_quote(&workspace), "audience": "client",
                       "formats": ["md", "pdf"], "zip": true});
    let built = build(&workspace, order).unwrap();
    let folder = Path::new(built["folder"].as_str().unwrap());
    let mode = |p: &Path| std::fs::metadata(p).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(folder.parent().unwrap()), mode(folder)), (0o700, 0o700));
    for entry in std::fs::read_dir(folder).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
    assert_eq!(mode(Path::new(built["zip"].as_str().unwrap())), 0o600);
    assert_eq!(workspace.status().unwrap()["packs_in_clear"], 2, "the folder and its ZIP");
    let verified = jobs::work_of("pack.verify").unwrap();
    let session = workspace.session(None, "en").unwrap();
    let quiet = |_: Value| ();
    let ticket = jobs::Ticket::new("test".into(), Arc::new(AtomicBool::new(false)), &quiet);
    let report = verified(&workspace, &session, json!({"path": folder}), &ticket).unwrap();
    assert!(report["ok"] == true && report["recorded"] != Value::Null, "{report}");
}

#[test]
fn a_pack_is_found_where_it_lies_with_no_zip_but_its_own() {
    let t = tempfile::tempdir().unwrap();
    let workspace = demo(t.path());
    let owner = workspace.session(None, "en").unwrap();
    let hash = |built: &Value| built["manifest_sha256"].as_str().unwrap().to_owned();
    let folder = |built: &Value| PathBuf::from(built["folder"].as_str().unwrap());
    let here = |built: &Value| pack_here(&workspace, &owner, &hash(built));
    let order = |audience: &str, zip: bool| {
        json!({"kind": "quote", "subject": some_quote(&workspace), "audience": audience,
               "formats": ["md"], "zip": zip})
    };
    let first = build(&workspace, order("internal", true)).unwrap();
    let zip = PathBuf::from(first["zip"].as_str().unwrap());
    let found = here(&first).unwrap();
    assert_eq!((&found.folder, &found.zip), (&folder(&first), &Some(zip.clone())));

    let low = workspace.session(Some(&some_telecaller(&workspace)), "en").unwrap();
    pack_here(&workspace, &low, &hash(&first)).unwrap_err();
    for unknown in ["00".repeat(32), "../..".to_owned()] {
        pack_here(&workspace, &owner, &unknown).unwrap_err();
    }

    // Its folder goes, and the next pack takes the name beside a ZIP that is for other eyes.
    std::fs::remove_dir_all(folder(&first)).unwrap();
    assert_eq!(here(&first).unwrap_err().code(), "pack.not_here");
    let second = build(&workspace, order("client", false)).unwrap();
    assert_eq!((folder(&second), zip.is_file()), (folder(&first), true));
    let found = here(&second).unwrap();
    assert_eq!((found.folder, found.zip), (folder(&second), None));
}
