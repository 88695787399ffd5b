//! Backup, restore and doctor on real folders: what is saved comes back, what is damaged is named,
//! what is hostile leaves nothing behind.
#![allow(clippy::unwrap_used)]

use netra_core::derived::{DERIVED, Derived, check_search, rebuild_search};
use netra_kernel::Result;
use netra_kernel::rusqlite::Connection;
use netra_workspace::doctor::{Report, examine};
use netra_workspace::folder::Content;
use netra_workspace::key::Choice;
use netra_workspace::recover::restore;
use netra_workspace::{CreateOptions, Host, KeySource, Session, Workspace, backup};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

fn go_on(_: u64, _: u64, _: &str) -> Result<()> {
    Ok(())
}

fn passphrase(text: &str) -> KeySource {
    KeySource { passphrase: Some(text.to_owned().into()) }
}

struct Office {
    dir: tempfile::TempDir,
    source: KeySource,
    workspace: Workspace,
    session: Session,
}

impl Office {
    fn new(source: KeySource) -> Office {
        let choice = if source.passphrase.is_some() { Choice::Best } else { Choice::Unencrypted };
        Office::with(choice, source)
    }

    fn in_keychain() -> Office {
        Office::with(Choice::Best, KeySource::default())
    }

    fn with(choice: Choice, source: KeySource) -> Office {
        let dir = tempfile::tempdir().unwrap();
        let firm = json!({"firm_name": "Acme Consulting", "owner_name": "Olivia Owner",
                          "owner_email": "owner@acme.example", "zone": "Asia/Kolkata",
                          "currency": "INR", "tax": {"country": "IN", "state_code": "27"}});
        let options = CreateOptions { choice, content: Content::Firm(firm) };
        let root = dir.path().join("office");
        let workspace = Workspace::create(&root, &options, &source, Host::system()).unwrap();
        let session = workspace.session(None, "en").unwrap();
        let office = Office { dir, source, workspace, session };
        for n in 0..20 {
            office.add_person(&format!("person{n}@acme.example"));
        }
        for n in 0..3u8 {
            let bytes = vec![n; 100_000 * usize::from(n) + 17];
            let name = format!("proof {n}.pdf");
            let session = &office.session;
            let mut reader = bytes.as_slice();
            office.workspace.add_file(session, &name, "application/pdf", &mut reader).unwrap();
        }
        office
    }

    fn add_person(&self, email: &str) -> String {
        let args = json!({"name": email, "email": email, "roles": ["telecaller"]});
        self.workspace.run(&self.session, "person.add", args).unwrap().command.to_string()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn back_up(&self, name: &str) -> PathBuf {
        let file = self.path(name);
        backup::backup(&self.workspace, &self.session, &file, &self.source, &go_on).unwrap();
        file
    }

    fn people(&self, root: &Path) -> Value {
        let workspace = Workspace::open(root, &self.source, Host::system()).unwrap();
        workspace.ask(&self.session, "person.list", &json!({})).unwrap()
    }

    fn doctor(&self, root: &Path) -> Report {
        examine(root, &self.source, &[], false, &go_on).unwrap()
    }

    /// Names beside the workspace, hidden ones too.
    fn beside(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.dir.path())
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

#[track_caller]
fn check<'r>(report: &'r Report, name: &str) -> &'r netra_workspace::doctor::Check {
    report.checks.iter().find(|c| c.name == name).unwrap_or_else(|| panic!("{name}: {report:?}"))
}

#[test]
fn what_was_saved_comes_back() {
    for source in [passphrase("correct horse"), KeySource::default()] {
        let office = Office::new(source);
        let file = office.back_up("monday.netra");
        office.add_person("late@acme.example");
        let root = office.path("copy");
        let said = restore(&file, &root, &office.source, &go_on).unwrap();
        assert_eq!(said["opens"], true, "{said}");
        assert_eq!(said["files"], 3);
        assert_eq!(office.beside(), ["copy", "monday.netra", "office"]);
        let report = office.doctor(&root);
        assert!(report.healthy, "{report:?}");
        let people = office.people(&root);
        assert_eq!(people["rows"].as_array().unwrap().len(), 21, "the moment of the backup");
        let raw = fs::read(&file).unwrap();
        let is_readable = raw.windows(6).any(|w| w == b"Olivia");
        assert_eq!(is_readable, office.source.passphrase.is_none());
    }
}

#[test]
fn copies_are_devices_of_their_own() {
    let office = Office::new(KeySource::default());
    let file = office.back_up("b.netra");
    let device = |root: &Path| -> String {
        drop(Workspace::open(root, &office.source, Host::system()).unwrap());
        let conn = Connection::open(root.join("netra.db")).unwrap();
        let sql = "SELECT value FROM local_facts WHERE name = 'device'";
        conn.query_row(sql, [], |r| r.get(0)).unwrap()
    };
    let (one, two) = (office.path("one"), office.path("two"));
    restore(&file, &one, &office.source, &go_on).unwrap();
    restore(&file, &two, &office.source, &go_on).unwrap();
    let all = [device(office.workspace.root()), device(&one), device(&two)];
    assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2], "{all:?}");
    assert_eq!(device(&one), all[1], "and stays the same device");
}

#[test]
fn others_write_while_the_backup_runs() {
    let office = Office::new(KeySource::default());
    let (file, n) = (office.path("b.netra"), AtomicU64::new(0));
    let writing = |_: u64, _: u64, _: &str| {
        office.add_person(&format!("during{}@acme.example", n.fetch_add(1, Ordering::Relaxed)));
        Ok(())
    };
    backup::backup(&office.workspace, &office.session, &file, &office.source, &writing).unwrap();
    assert!(n.load(Ordering::Relaxed) > 2);
    let root = office.path("copy");
    restore(&file, &root, &office.source, &go_on).unwrap();
    assert!(office.doctor(&root).healthy);
    assert_eq!(office.people(&root)["rows"].as_array().unwrap().len(), 21, "one moment");
}

#[test]
fn a_backup_is_whole_or_not_at_all() {
    let office = Office::new(KeySource::default());
    let file = office.path("b.netra");
    for stop_at in 0..4 {
        let n = AtomicU64::new(0);
        let stop = |_: u64, _: u64, _: &str| match n.fetch_add(1, Ordering::Relaxed) {
            k if k == stop_at => Err(netra_workspace::WorkspaceError::Cancelled.into()),
            _ => Ok(()),
        };
        let e = backup::backup(&office.workspace, &office.session, &file, &office.source, &stop);
        assert_eq!(e.unwrap_err().code(), "job.cancelled");
        assert_eq!(office.beside(), ["office"]);
    }
    fs::write(&file, "holiday.jpg").unwrap();
    let e = backup::backup(&office.workspace, &office.session, &file, &office.source, &go_on);
    assert_eq!(e.unwrap_err().code(), "backup.file_taken");
    assert_eq!(fs::read(&file).unwrap(), b"holiday.jpg");
    fs::remove_file(&file).unwrap();
    office.back_up("b.netra");
    office.add_person("more@acme.example");
    office.back_up("b.netra");
    restore(&file, &office.path("copy"), &office.source, &go_on).unwrap();
    assert_eq!(office.people(&office.path("copy"))["rows"].as_array().unwrap().len(), 22);
}

#[test]
fn only_those_who_may_save_everything() {
    let office = Office::new(KeySource::default());
    office.add_person("caller@acme.example");
    let caller = office.workspace.session(Some("caller@acme.example"), "en").unwrap();
    let file = office.path("b.netra");
    let e = backup::backup(&office.workspace, &caller, &file, &office.source, &go_on).unwrap_err();
    assert_eq!(e.code(), "forbidden");
    assert!(!file.exists());
}

#[test]
fn a_spoilt_backup_leaves_nothing() {
    let office = Office::new(KeySource::default());
    let whole = fs::read(office.back_up("b.netra")).unwrap();
    let bad = office.path("bad.netra");
    let root = office.path("copy");
    let mut cases: Vec<(String, Vec<u8>, &str)> = vec![
        ("empty".into(), Vec::new(), "backup.not_one"),
        ("garbage".into(), vec![0xA5; 4_096], "backup.not_one"),
        ("a picture".into(), b"\x89PNG\r\n\x1a\n".to_vec(), "backup.not_one"),
    ];
    for cut in [5, 1_000, whole.len() / 2, whole.len() - 1] {
        cases.push((format!("cut at {cut}"), whole[..cut].to_vec(), "backup.damaged"));
    }
    for at in [200, whole.len() / 3, whole.len() / 2] {
        let mut flipped = whole.clone();
        flipped[at] ^= 0x40;
        cases.push((format!("bit at {at}"), flipped, "backup.damaged"));
    }
    for (what, bytes, code) in cases {
        fs::write(&bad, bytes).unwrap();
        let e = restore(&bad, &root, &office.source, &go_on).unwrap_err();
        assert_eq!(e.code(), code, "{what}");
        assert_eq!(office.beside(), ["b.netra", "bad.netra", "office"], "{what}");
    }
    let e = restore(&office.path("none"), &root, &office.source, &go_on).unwrap_err();
    assert_eq!(e.code(), "file.not_there");
    let e = restore(&office.path("b.netra"), office.workspace.root(), &office.source, &go_on);
    assert_eq!(e.unwrap_err().code(), "workspace.folder_taken");
}

/// An archive as an enemy would make it: these entries, this manifest.
fn archive(entries: &[(&str, &[u8], bool)], manifest: &Value) -> Vec<u8> {
    use std::io::Write;
    use zip::write::SimpleFileOptions;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes, deflate) in entries {
        let method = match deflate {
            true => zip::CompressionMethod::Deflated,
            false => zip::CompressionMethod::Stored,
        };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("manifest.json", stored).unwrap();
    zip.write_all(manifest.to_string().as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_hostile_backup_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let (bad, root) = (dir.path().join("bad.netra"), dir.path().join("deep/copy"));
    let hash = |b: &[u8]| {
        use sha2::Digest;
        hex::encode(sha2::Sha256::digest(b))
    };
    let zeros = vec![0u8; 1 << 20];
    let part = |name: &str, b: &[u8]| json!({"name": name, "bytes": b.len(), "sha256": hash(b)});
    let manifest = |format: u64, schema: i32, parts: Vec<Value>| {
        json!({"kind": "netra backup", "format": format, "workspace": "w", "made_at": "",
               "program": "", "schema_version": schema, "protection": {"kind": "none"},
               "journal": {"entries": 0, "head": ""}, "parts": parts, "missing": []})
    };
    let db: (&str, &[u8], bool) = ("netra.db", b"x", false);
    let db_part = part("netra.db", b"x");
    let outside = "../outside.txt";
    let cases = [
        (
            "climbs out",
            archive(
                &[db, (outside, b"y", false)],
                &manifest(1, 1, vec![db_part.clone(), part(outside, b"y")]),
            ),
            "backup.damaged",
        ),
        (
            "absolute",
            archive(
                &[db, ("/tmp/x", b"y", false)],
                &manifest(1, 1, vec![db_part.clone(), part("/tmp/x", b"y")]),
            ),
            "backup.damaged",
        ),
        (
            "not named",
            archive(&[db, ("workspace.json", b"y", false)], &manifest(1, 1, vec![db_part.clone()])),
            "backup.damaged",
        ),
        (
            "named, not there",
            archive(&[], &manifest(1, 1, vec![db_part.clone()])),
            "backup.damaged",
        ),
        ("no database", archive(&[], &manifest(1, 1, vec![])), "backup.damaged"),
        (
            "unfolds",
            archive(&[("netra.db", &zeros, true)], &manifest(1, 1, vec![part("netra.db", &zeros)])),
            "backup.damaged",
        ),
        (
            "another hash",
            archive(&[db], &manifest(1, 1, vec![part("netra.db", b"z")])),
            "backup.damaged",
        ),
        ("newer format", archive(&[db], &manifest(99, 1, vec![db_part.clone()])), "backup.newer"),
        (
            "newer schema",
            archive(&[db], &manifest(1, 30_000, vec![db_part.clone()])),
            "schema.newer",
        ),
        ("another archive", archive(&[], &json!({"kind": "photos"})), "backup.not_one"),
        ("no sense", archive(&[], &json!({"kind": "netra backup", "format": 1})), "backup.damaged"),
    ];
    for (what, bytes, code) in cases {
        fs::write(&bad, bytes).unwrap();
        let e = restore(&bad, &root, &KeySource::default(), &go_on).unwrap_err();
        assert_eq!(e.code(), code, "{what}: {e:?}");
        assert!(!root.exists() && !dir.path().join("outside.txt").exists(), "{what}");
        let left = fs::read_dir(dir.path().join("deep")).map_or(0, |d| d.count());
        assert_eq!(left, 0, "{what}");
    }
}

#[test]
fn a_backup_is_restored_without_its_key_and_says_so() {
    let office = Office::new(passphrase("right words"));
    let file = office.back_up("b.netra");
    for (n, source, reason) in [
        (0, passphrase("wrong"), "key.passphrase_wrong"),
        (1, KeySource::default(), "key.passphrase_needed"),
    ] {
        let root = office.path(&format!("copy{n}"));
        let said = restore(&file, &root, &source, &go_on).unwrap();
        assert_eq!((&said["opens"], &said["reason"]), (&json!(false), &json!(reason)));
        assert_eq!(office.people(&root)["rows"].as_array().unwrap().len(), 21);
    }
}

#[test]
fn doctor_names_a_damaged_page_and_a_backup_helps() {
    for source in [passphrase("any words"), KeySource::default()] {
        let office = Office::new(source.clone());
        let file = office.back_up("b.netra");
        let report = office.doctor(office.workspace.root());
        assert!(report.healthy, "{report:?}");
        let Office { dir, workspace, .. } = office;
        let root = workspace.root().to_owned();
        drop(workspace);
        let database = root.join("netra.db");
        let mut bytes = fs::read(&database).unwrap();
        let pages = bytes.len() / 4_096;
        for page in 2..pages {
            // Header and cells alike, on every page but the first ones.
            bytes[page * 4_096..page * 4_096 + 64].fill(0xEE);
        }
        fs::write(&database, &bytes).unwrap();
        let report = examine(&root, &source, DERIVED, false, &go_on).unwrap();
        assert!(!report.healthy);
        // What cannot be looked at is not given another reason.
        for c in
            report.checks.iter().filter(|c| !c.ok && ["references", "derived"].contains(&c.name))
        {
            assert!(c.detail.contains("cannot be told"), "{c:?}");
            assert!(c.advice.contains("netra restore"), "{c:?}");
        }
        let bad: Vec<_> = report.checks.iter().filter(|c| !c.ok).collect();
        assert!(bad.iter().any(|c| ["pages", "database", "schema"].contains(&c.name)), "{bad:?}");
        assert!(bad.iter().all(|c| !c.advice.is_empty()), "{bad:?}");
        let copy = dir.path().join("copy");
        restore(&file, &copy, &source, &go_on).unwrap();
        assert!(examine(&copy, &source, &[], false, &go_on).unwrap().healthy);
    }
}

#[test]
fn doctor_finds_one_changed_byte() {
    let office = Office::new(passphrase("any words"));
    let (root, source) = (office.workspace.root().to_owned(), office.source.clone());
    drop(office.workspace);
    let database = root.join("netra.db");
    let mut bytes = fs::read(&database).unwrap();
    let at = bytes.len() - 4_096 + 2_000;
    bytes[at] ^= 1;
    fs::write(&database, &bytes).unwrap();
    let report = examine(&root, &source, &[], false, &go_on).unwrap();
    assert!(!check(&report, "pages").ok, "{report:?}");
}

#[test]
fn doctor_sees_a_changed_history_and_changed_files() {
    let office = Office::new(KeySource::default());
    let root = office.workspace.root().to_owned();
    let conn = Connection::open(root.join("netra.db")).unwrap();
    conn.execute("UPDATE journal SET facts = '{}' WHERE seq = 5", []).unwrap();
    let report = office.doctor(&root);
    assert!(check(&report, "journal").detail.contains("entry 5"), "{report:?}");

    let stored: Vec<PathBuf> = fs::read_dir(root.join("files"))
        .unwrap()
        .flat_map(|d| fs::read_dir(d.unwrap().path()).unwrap().map(|f| f.unwrap().path()))
        .collect();
    fs::remove_file(&stored[0]).unwrap();
    fs::write(&stored[1], "other").unwrap();
    fs::write(root.join("files/incoming-00"), "half").unwrap();
    let report = office.doctor(&root);
    let files = check(&report, "files");
    assert!(!files.ok && !files.detail.contains("missing: []"), "{files:?}");
    assert!(!files.detail.contains("changed: []"), "{files:?}");
    assert!(check(&report, "leftovers").detail.contains("1 unfinished"));

    // A backup is still made of the rest, and says what it has not.
    let file = office.path("b.netra");
    let said = backup::backup(&office.workspace, &office.session, &file, &office.source, &go_on);
    assert_eq!(said.unwrap()["missing"].as_array().unwrap().len(), 2);

    fs::write(root.join("workspace.json"), "{").unwrap();
    let report = office.doctor(&root);
    assert!(!report.healthy && !check(&report, "workspace.json").ok);
}

#[test]
fn repair_builds_derived_tables_and_touches_nothing_else() {
    const NOTES: Derived = Derived {
        of: "notes",
        empty: |_| Ok(()),
        follow: |_, _| Ok(true),
        name: "note_search",
        check: |c| check_search(c, "note_search"),
        rebuild: |c| rebuild_search(c, "note_search"),
    };
    let office = Office::new(KeySource::default());
    let root = office.workspace.root().to_owned();
    let conn = Connection::open(root.join("netra.db")).unwrap();
    conn.execute_batch(
        "CREATE VIRTUAL TABLE note_search USING fts5 (name, content='people', content_rowid='rowid')",
    )
    .unwrap();
    let before = office.people(&root);
    let run = |repair| examine(&root, &office.source, &[NOTES], repair, &go_on).unwrap();
    let report = run(false);
    assert!(!report.healthy && report.repaired.is_empty());
    assert!(check(&report, "derived").advice.contains("--repair"));
    let report = run(true);
    assert!(report.healthy && report.repaired == ["note_search"], "{report:?}");
    assert!(run(false).healthy);
    assert_eq!(office.people(&root), before);
}

#[test]
fn a_keychain_workspace_takes_a_passphrase_along_when_asked() {
    // A keychain that lives as long as the test; no other test here asks for one.
    keyring_core::set_default_store(keyring_core::mock::Store::new().unwrap());
    let office = Office::in_keychain();
    assert_eq!(office.workspace.manifest().protection.name(), "keychain");
    let bound = office.back_up("bound.netra");
    let free = office.path("free.netra");
    let with = passphrase("carry me");
    backup::backup(&office.workspace, &office.session, &free, &with, &go_on).unwrap();

    let said = restore(&bound, &office.path("here"), &KeySource::default(), &go_on).unwrap();
    assert_eq!((&said["opens"], &said["protection"]), (&json!(true), &json!("keychain")));
    // Another machine: its keychain knows nothing.
    keyring_core::set_default_store(keyring_core::mock::Store::new().unwrap());
    let said = restore(&bound, &office.path("there"), &with, &go_on).unwrap();
    assert_eq!((&said["opens"], &said["reason"]), (&json!(false), &json!("key.not_in_keychain")));
    let said = restore(&free, &office.path("anywhere"), &with, &go_on).unwrap();
    assert_eq!((&said["opens"], &said["protection"]), (&json!(true), &json!("passphrase")));
    let copy = Workspace::open(&office.path("anywhere"), &with, Host::system()).unwrap();
    assert_eq!(copy.key(), office.workspace.key(), "the same key, wrapped");
}

#[test]
fn a_question_as_text_is_the_same_answer() {
    let office = Office::new(KeySource::default());
    let Office { workspace, session, .. } = office;
    let rpc = netra_workspace::rpc::Rpc::new(std::sync::Arc::new(workspace), session);
    for request in [
        json!({"op": "ask", "name": "person.list", "args": {}}),
        json!({"op": "ask", "name": "person.list", "args": {}, "locale": "hi"}),
        json!({"op": "ask", "name": "person.list"}),
        json!({"op": "ask", "name": "no.such", "locale": "hi"}),
        json!({"op": "ask", "name": "person.list", "args": {"odd": 1}}),
        json!({"op": "ask", "name": "person.list", "extra": 1}),
        json!({"op": "drafts", "args": {"prefix": ""}}),
        json!([1]),
    ] {
        let text = rpc.handle_text(request.clone());
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value, rpc.handle(request.clone()), "{request}");
    }
}
