//! The folder itself: a lost database is told, rows need their bytes, others are kept out.
#![allow(clippy::unwrap_used)]

use netra_workspace::demo::Demo;
use netra_workspace::doctor::examine;
use netra_workspace::folder::Content;
use netra_workspace::key::Choice;
use netra_workspace::{CreateOptions, Host, KeySource, Session, Workspace};
use serde_json::json;
use std::fs;
use std::path::Path;

fn source() -> KeySource {
    KeySource { passphrase: Some("correct horse".to_owned().into()) }
}

fn make(root: &Path, tax: serde_json::Value) -> netra_kernel::Result<(Workspace, Session)> {
    let firm = json!({"firm_name": "Acme Consulting", "owner_name": "Olivia Owner",
                      "owner_email": "owner@acme.example", "zone": "Asia/Kolkata",
                      "currency": "INR", "tax": tax});
    let options = CreateOptions { choice: Choice::Best, content: Content::Firm(firm) };
    let workspace = Workspace::create(root, &options, &source(), Host::system())?;
    let session = workspace.session(None, "en")?;
    Ok((workspace, session))
}

#[test]
fn a_lost_database_is_told_and_never_replaced() {
    let dir = tempfile::tempdir().unwrap();
    for (name, spoil) in [
        ("emptied", (|p| fs::write(p, b"").unwrap()) as fn(&Path)),
        ("removed", |p| fs::remove_file(p).unwrap()),
    ] {
        let root = dir.path().join(name);
        drop(make(&root, json!({"country": "IN", "state_code": "27"})).unwrap());
        let database = root.join("netra.db");
        for aside in ["netra.db-wal", "netra.db-shm"] {
            let _ = fs::remove_file(root.join(aside));
        }
        spoil(&database);
        let length = || fs::metadata(&database).map(|m| m.len()).ok();
        let before = length();
        let refused = Workspace::open(&root, &source(), Host::system()).err().unwrap();
        assert_eq!(refused.code(), "workspace.damaged", "{name}");
        let report = examine(&root, &source(), &[], true, &|_, _, _| Ok(())).unwrap();
        assert!(!report.healthy, "{name}: {report:?}");
        assert_eq!(length(), before, "{name}: untouched");
    }
}

#[test]
fn a_row_of_a_file_needs_the_bytes() {
    let dir = tempfile::tempdir().unwrap();
    let (workspace, session) =
        make(&dir.path().join("office"), json!({"country": "IN", "state_code": "27"})).unwrap();
    let add = |sha256: &str, size_bytes: i64| {
        let args = json!({"sha256": sha256, "name": "signed.pdf", "media_type": "application/pdf",
                          "size_bytes": size_bytes});
        workspace.run(&session, "file.add", args).map(|_| ()).map_err(|e| e.code())
    };
    assert_eq!(add(&"ab".repeat(32), 12_345), Err("file.not_stored"));
    let stored = workspace.files().store(&mut b"the contract".as_slice()).unwrap();
    assert_eq!(add(&stored.sha256, 11), Err("file.not_stored"), "not of this length");
    assert_eq!(add(&stored.sha256, 12), Ok(()));
    assert_eq!(add("not a hash", 12), Err("invalid"), "the command's own refusal");
}

#[cfg(unix)]
#[test]
fn others_of_the_machine_are_kept_out() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("office");
    let (workspace, _session) = make(&root, json!({"country": "IN", "state_code": "27"})).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&root), 0o700);
    assert_eq!(mode(&root.join("netra.db")), 0o600);
    drop(workspace);
}

#[test]
fn a_firm_cannot_begin_with_a_wrong_tax_place() {
    let dir = tempfile::tempdir().unwrap();
    for (n, (tax, path)) in [
        (json!({"country": "IN", "tax_number": "27AAPFU0939F1ZW"}), "tax.tax_number"),
        (
            json!({"country": "IN", "state_code": "29", "tax_number": "27AAPFU0939F1ZV"}),
            "tax.state_code",
        ),
        (json!({"country": "IN", "state_code": "99"}), "tax.state_code"),
        (json!({"country": "India"}), "tax.country"),
    ]
    .into_iter()
    .enumerate()
    {
        let root = dir.path().join(n.to_string());
        let refused = make(&root, tax).err().unwrap();
        assert_eq!(refused.fields()[0].path, path);
        assert!(!root.join("workspace.json").exists(), "nothing half-made stays");
    }
    let (workspace, session) =
        make(&dir.path().join("right"), json!({"country": "in", "tax_number": "27 aapfu0939f1zv"}))
            .unwrap();
    let set = |key: &str, value: serde_json::Value| {
        let done = workspace.run(&session, "setting.set", json!({"key": key, "value": value}));
        done.map(|_| String::new()).unwrap_or_else(|e| e.fields()[0].code.clone())
    };
    assert_eq!(set("tax.number", json!("27AAPFU0939F1ZW")), "gstin.not_valid");
    assert_eq!(set("tax.state_code", json!("29")), "state.not_of_gstin");
    assert_eq!(set("calling.opens", json!("22:00")), "hours.not_valid");
    assert_eq!(set("calling.closes", json!("08:59")), "hours.not_valid");
    assert_eq!(set("calling.opens", json!("10:30")), "");
    assert_eq!(set("tax.number", json!(null)), "");
    assert_eq!(set("tax.state_code", json!("29")), "");
}

#[test]
fn the_demo_takes_the_owner_that_is_asked_for() {
    let dir = tempfile::tempdir().unwrap();
    let make = |name: &str, day: &str, email: &str| {
        let today = netra_kernel::Date::parse(day).unwrap();
        let demo =
            Demo { firm_name: "Meri Firm".into(), owner_email: email.into(), ..Demo::on(today) };
        let options = CreateOptions { choice: Choice::Unencrypted, content: Content::Demo(demo) };
        Workspace::create(&dir.path().join(name), &options, &source(), Host::system())
    };
    let early = make("early", "2018-08-31", "boss@x.example").err().unwrap();
    assert_eq!(early.code(), "demo.too_early");
    let wrong = make("wrong", "2026-11-21", "no address").err().unwrap();
    assert_eq!(wrong.fields()[0].path, "owner_email");
    for day in ["2018-09-01", "2026-11-21"] {
        let workspace = make(day, day, "boss@x.example").unwrap();
        let session = workspace.session(Some("boss@x.example"), "en").unwrap();
        assert_eq!(session.actor, workspace.owner().unwrap());
        assert_eq!(workspace.status().unwrap()["firm"], "Meri Firm");
        // Whoever opens it on that day, from half past eleven on, finds nothing of the future.
        let conn = workspace.writer();
        let last = conn.query_row("SELECT max(at) FROM journal", [], |r| r.get(0)).unwrap();
        let over = netra_kernel::Timestamp::parse(&format!("{day}T11:30:00+05:30")).unwrap();
        assert!(netra_kernel::Timestamp(last) <= over, "{}", netra_kernel::Timestamp(last));
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().flatten();
    let mut names: Vec<_> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_making_that_is_stopped_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("demo");
    let demo = Demo::on(netra_kernel::Date::parse("2026-11-21").unwrap());
    let options = CreateOptions { choice: Choice::Unencrypted, content: Content::Demo(demo) };
    let steps = std::cell::Cell::new(0);
    let stop = |done: u64, total: u64, doing: &str| {
        assert!(done < total && doing == "demo");
        steps.set(steps.get() + 1);
        match steps.get() {
            30 => Err(netra_workspace::WorkspaceError::Cancelled.into()),
            _ => Ok(()),
        }
    };
    let make = || Workspace::create_watched(&root, &options, &source(), Host::system(), &stop);
    assert_eq!(make().err().unwrap().code(), "job.cancelled");
    assert!(!root.exists());

    // A folder that was there stays, and what a killed try left in it is in nobody's way.
    let dead = root.join(".aside-00");
    fs::create_dir_all(&dead).unwrap();
    fs::write(dead.join("lock"), "").unwrap();
    fs::write(dead.join("netra.db"), "half").unwrap();
    let workspace = make().unwrap();
    assert!(steps.get() > 100, "{}", steps.get());
    let files = ["files", "netra.db", "netra.db-shm", "netra.db-wal", "workspace.json"];
    assert_eq!(names(&root), files);
    assert_eq!(workspace.status().unwrap()["firm"], "Acme Consulting");
    let report = examine(&root, &source(), &[], false, &|_, _, _| Ok(())).unwrap();
    assert!(report.healthy, "{report:?}");
    assert_eq!(make().err().unwrap().code(), "workspace.folder_taken");
}

#[test]
fn what_a_killed_program_left_in_clear_goes() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("office");
    drop(make(&root, json!({"country": "IN", "state_code": "27"})).unwrap());
    let leave = || {
        let dead = root.join(".aside-00");
        fs::create_dir(&dead).unwrap();
        fs::write(dead.join("lock"), "").unwrap();
        fs::write(dead.join("clients.csv"), "name,phone\nAsha,9822011499\n").unwrap();
        dead
    };
    let leftovers = |repair: bool| {
        let report = examine(&root, &source(), &[], repair, &|_, _, _| Ok(())).unwrap();
        report.checks.into_iter().find(|c| c.name == "leftovers").unwrap().detail
    };
    let dead = leave();
    assert!(leftovers(false).contains("1 unfinished"));
    assert!(dead.exists(), "only looked at");
    assert!(leftovers(true).contains("1 removed"));
    assert!(!dead.exists());
    let dead = leave();
    drop(Workspace::open(&root, &source(), Host::system()).unwrap());
    assert!(!dead.exists(), "gone with the opening");
}
