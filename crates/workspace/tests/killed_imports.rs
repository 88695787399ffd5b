//! An import of a stored file that is killed at any moment: no row comes in twice, nothing of the
//! file stays in clear on the disk, and the same import goes on to its end.
//!
//! The test starts this very program again as a child (see [`the_child`]); `NETRA_SEED=n` plays a
//! run again.
#![allow(clippy::unwrap_used)]

use netra_kernel::Id;
use netra_workspace::folder::Content;
use netra_workspace::jobs::{Ticket, work_of};
use netra_workspace::key::Choice;
use netra_workspace::{CreateOptions, Host, KeySource, Session, Workspace};
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

const ROOT: &str = "NETRA_TEST_ROOT";
const KEY: &str = "NETRA_TEST_KEY";
const FILE: &str = "NETRA_TEST_FILE";
const ROUNDS: u64 = 12;
const ROWS: usize = 6_000;
/// In every row of every file, and nowhere else.
const SECRET: &str = "Ashwattha";

/// A keychain in memory that holds one key.
fn keychain(workspace: &str, key: &[u8]) {
    if keyring_core::get_default_store().is_none() {
        keyring_core::set_default_store(keyring_core::mock::Store::new().unwrap());
    }
    keyring_core::Entry::new("netra", workspace).unwrap().set_secret(key).unwrap();
}

fn opened(root: &Path) -> (Arc<Workspace>, Session) {
    let workspace = Workspace::open(root, &KeySource::default(), Host::system()).unwrap();
    let session = workspace.session(None, "en").unwrap();
    (Arc::new(workspace), session)
}

fn import(workspace: &Arc<Workspace>, session: &Session, file: &str) -> Value {
    let ticket = Ticket::new("t".into(), Arc::default(), &|_| ());
    let order = json!({"stored": file, "source": "Fair"});
    work_of("import.leads").unwrap()(workspace, session, order, &ticket).unwrap()
}

/// The other side of the test below; does nothing when it is run as a test.
#[test]
fn the_child() {
    let Ok(root) = env::var(ROOT) else { return };
    let said = env::var(KEY).unwrap();
    let (id, key) = said.split_once(':').unwrap();
    keychain(id, &hex::decode(key).unwrap());
    let (workspace, session) = opened(&PathBuf::from(root));
    let mut out = std::io::stdout();
    writeln!(out, "begin").unwrap();
    out.flush().unwrap();
    import(&workspace, &session, &env::var(FILE).unwrap());
}

/// Adds the list with this number; the numbers of its rows are its own.
fn add_list(workspace: &Workspace, session: &Session, n: usize) -> String {
    let mut text = String::from("name,phone\n");
    for i in 0..ROWS {
        text.push_str(&format!("{SECRET} {n} {i},{}\n", 9_700_000_000u64 + (n * ROWS + i) as u64));
    }
    let mut reader = text.as_bytes();
    let added =
        workspace.add_file(session, &format!("list{n}.csv"), "text/csv", &mut reader).unwrap();
    added["file"].as_str().unwrap().to_owned()
}

fn holds_secret(folder: &Path) -> Option<PathBuf> {
    fs::read_dir(folder).unwrap().flatten().map(|e| e.path()).find_map(|path| {
        if path.is_dir() {
            return holds_secret(&path);
        }
        let bytes = fs::read(&path).unwrap_or_default();
        bytes.windows(SECRET.len()).any(|w| w == SECRET.as_bytes()).then_some(path)
    })
}

#[test]
fn killed_at_any_moment_an_import_goes_on_and_leaves_nothing_in_clear() {
    let seed = env::var("NETRA_SEED").ok().and_then(|s| s.parse().ok());
    let seed: u64 = seed.unwrap_or_else(|| SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs());
    keychain("none", b"");
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("office");
    let firm = json!({"firm_name": "Acme", "owner_name": "Olivia Owner",
                      "owner_email": "owner@acme.example", "zone": "Asia/Kolkata",
                      "currency": "INR", "tax": {"country": "IN", "state_code": "27"}});
    let options = CreateOptions { choice: Choice::Best, content: Content::Firm(firm) };
    let made = Workspace::create(&root, &options, &KeySource::default(), Host::system()).unwrap();
    let session = made.session(None, "en").unwrap();
    let key = hex::encode(made.key().as_ref().unwrap().as_ref());
    let key = format!("{}:{key}", made.manifest().id);
    let mut lists = vec![add_list(&made, &session, 0)];
    drop(made);

    let mut in_clear = 0;
    for round in 0..ROUNDS {
        let what = format!("NETRA_SEED={seed}, round {round}");
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["the_child", "--exact", "--nocapture", "--test-threads=1"])
            .env(ROOT, &root)
            .env(KEY, &key)
            .env(FILE, lists.last().unwrap())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|l| l.unwrap().ends_with("begin")), "{what}");
        // Half of the rounds in the first moments, when the file is put aside.
        let most = if round % 2 == 0 { 40_000 } else { 700_000 };
        let unique = Id::named("moment", &format!("{seed} {round}")).0;
        let moment = u64::from_be_bytes(unique[..8].try_into().unwrap()) % most;
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_micros(moment) {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        in_clear += u32::from(holds_secret(&root).is_some());

        let (workspace, session) = opened(&root);
        assert_eq!(holds_secret(&root), None, "{what}: in clear on the disk");
        let listed = workspace.ask(&session, "import.list", &json!({})).unwrap();
        let rows = listed["rows"].as_array().unwrap();
        let sum = |name: &str| rows.iter().map(|r| r[name].as_u64().unwrap()).sum::<u64>();
        assert_eq!((sum("new"), sum("duplicate")), (sum("total"), 0), "{what}: {listed}");
        let conn = workspace.writer();
        let count = |sql: &str| conn.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap() as u64;
        assert_eq!(count("SELECT count(*) FROM leads"), sum("new"), "{what}");
        assert_eq!(count("SELECT count(DISTINCT phone_e164) FROM leads"), sum("new"), "{what}");
        drop(conn);
        if rows.len() == lists.len() && rows.iter().all(|r| r["state"] == "finished") {
            lists.push(add_list(&workspace, &session, lists.len()));
        }
    }
    assert!(in_clear > 0, "NETRA_SEED={seed}: no kill ever found the file open");

    let (workspace, session) = opened(&root);
    let report = import(&workspace, &session, lists.last().unwrap());
    assert_eq!((&report["total"], &report["new"]), (&json!(ROWS), &json!(ROWS)), "{report}");
    let conn = workspace.writer();
    let count = |sql: &str| conn.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap() as usize;
    assert_eq!(count("SELECT count(*) FROM leads"), lists.len() * ROWS);
    assert_eq!(count("SELECT count(DISTINCT name) FROM leads"), lists.len() * ROWS);
    drop(conn);
    assert_eq!(holds_secret(&root), None);
    let names: Vec<_> = fs::read_dir(&root).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(!names.iter().any(|n| n.to_string_lossy().starts_with(".aside-")), "{names:?}");
}
