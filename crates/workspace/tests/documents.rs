//! What is looked at is what is sent: the preview and the pack give the same bytes, on the demo
//! firm, in both languages; and nothing internal is shown to who may not see it.
#![allow(clippy::unwrap_used, reason = "helpers of tests, too, may fail loudly")]

use netra_kernel::{Date, Timestamp};
use netra_workspace::demo::Demo;
use netra_workspace::folder::Content;
use netra_workspace::key::Choice;
use netra_workspace::rpc::Rpc;
use netra_workspace::{CreateOptions, Host, KeySource, Workspace, jobs};
use serde_json::{Value, json};
use std::path::Path;
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
    let people = owner.handle(json!({"op": "ask", "name": "person.list", "args": {}}));
    let telecaller = people["ok"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["roles"] == json!(["telecaller"]))
        .unwrap()["email"]
        .as_str()
        .unwrap()
        .to_owned();
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
