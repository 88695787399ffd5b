//! Hard times: killed at any moment, a full disk, two programs at once.
//!
//! The tests start this very test program again as a child (see [`the_child`]), which opens an
//! encrypted workspace and gives commands, and says on stdout which ones were acknowledged.
//! `NETRA_SEED=n` plays a run again.
#![allow(clippy::unwrap_used)]

use netra_core::derived::DERIVED;
use netra_kernel::{Kind, Result};
use netra_workspace::doctor::examine;
use netra_workspace::folder::Content;
use netra_workspace::key::Choice;
use netra_workspace::rpc::Rpc;
use netra_workspace::{CreateOptions, Host, KeySource, Session, Workspace};
use serde_json::json;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

const MODE: &str = "NETRA_TEST_MODE";
const ROOT: &str = "NETRA_TEST_ROOT";
const KEY: &str = "NETRA_TEST_KEY";
const SEED: &str = "NETRA_TEST_SEED";

/// A small generator (splitmix64); the quality of its numbers does not matter here.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }
}

fn seed() -> u64 {
    match env::var("NETRA_SEED").ok().and_then(|s| s.parse().ok()) {
        Some(seed) => seed,
        None => SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs(),
    }
}

/// A keychain in memory that holds one key: opening costs no Argon2.
fn keychain(workspace: &str, key: &[u8]) {
    if keyring_core::get_default_store().is_none() {
        keyring_core::set_default_store(keyring_core::mock::Store::new().unwrap());
    }
    keyring_core::Entry::new("netra", workspace).unwrap().set_secret(key).unwrap();
}

fn create(root: &Path) -> Workspace {
    keychain("none", b"");
    let firm = json!({"firm_name": "Acme Consulting", "owner_name": "Olivia Owner",
                      "owner_email": "owner@acme.example", "zone": "Asia/Kolkata",
                      "currency": "INR", "tax": {"country": "IN", "state_code": "27"}});
    let options = CreateOptions { choice: Choice::Best, content: Content::Firm(firm) };
    let made = Workspace::create(root, &options, &KeySource::default(), Host::system()).unwrap();
    assert_eq!(made.manifest().protection.name(), "keychain");
    made
}

fn open(root: &Path) -> Workspace {
    Workspace::open(root, &KeySource::default(), Host::system()).unwrap()
}

/// Gives one command of those that there are; gives its id.
fn one_command(w: &Workspace, session: &Session, dice: &mut Dice) -> Result<String> {
    let n = w.host().new_id()?.to_string();
    match dice.below(4) {
        0 => {
            let bytes = vec![n.as_bytes()[20]; dice.below(200_000) as usize + 1];
            w.add_file(session, &format!("{n}.bin"), "text/plain", &mut bytes.as_slice())?;
            // The command's id is the last in this device's journal; the file's row is enough.
            let sha256 = w.files().store(&mut bytes.as_slice())?.sha256;
            Ok(format!("file:{sha256}"))
        }
        1 => {
            let args = json!({"key": "firm.name", "value": format!("Acme {n}")});
            Ok(w.run(session, "setting.set", args)?.command.to_string())
        }
        _ => {
            let args = json!({"name": n, "email": format!("{n}@acme.example"),
                              "roles": ["telecaller"], "languages": ["en", "hi"]});
            Ok(w.run(session, "person.add", args)?.command.to_string())
        }
    }
}

fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}").unwrap();
    out.flush().unwrap();
}

/// The other side of the tests below; does nothing when it is run as a test.
#[test]
fn the_child() {
    let Ok(mode) = env::var(MODE) else { return };
    let root = PathBuf::from(env::var(ROOT).unwrap());
    if mode == "disk" {
        return on_a_small_disk(&root);
    }
    let (id, key) =
        env::var(KEY).unwrap().split_once(':').map(|(a, b)| (a.into(), b.into())).unwrap();
    let (id, key): (String, String) = (id, key);
    keychain(&id, &hex::decode(key).unwrap());
    say("begin");
    let workspace = open(&root);
    let session = workspace.session(None, "en").unwrap();
    let mut dice = Dice(env::var(SEED).unwrap().parse().unwrap());
    let most = if mode == "forever" { u64::MAX } else { mode.parse().unwrap() };
    for _ in 0..most {
        let given = one_command(&workspace, &session, &mut dice).unwrap();
        say(&format!("ack {given}"));
    }
}

fn child(workspace: &Workspace, mode: &str, seed: u64) -> Child {
    let key = hex::encode(workspace.key().as_ref().unwrap().as_ref());
    Command::new(env::current_exe().unwrap())
        .args(["the_child", "--exact", "--nocapture", "--test-threads=1"])
        .env(MODE, mode)
        .env(ROOT, workspace.root())
        .env(KEY, format!("{}:{key}", workspace.manifest().id))
        .env(SEED, seed.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Everything acknowledged is there, nothing is there in half, and the doctor is content.
fn all_is_well(root: &Path, acknowledged: &BTreeSet<String>, what: &str) {
    let workspace = open(root);
    let conn = workspace.writer();
    let count = |sql: &str| conn.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap();
    for id in acknowledged {
        let (sql, blob) = match id.strip_prefix("file:") {
            Some(sha256) => ("SELECT count(*) FROM files WHERE sha256 = ?1", sha256.to_owned()),
            None => ("SELECT count(*) FROM journal WHERE command = ?1", id.replace('-', "")),
        };
        let blob = hex::decode(blob).unwrap();
        let n: i64 = conn.query_row(sql, [blob], |r| r.get(0)).unwrap();
        assert!(n >= 1, "{what}: {id} was acknowledged and is lost");
    }
    for (rows, entries) in [
        (
            "SELECT count(*) - 1 FROM people",
            "SELECT count(*) FROM journal WHERE name = 'person.add'",
        ),
        (
            "SELECT count(*) - 1 FROM person_roles",
            "SELECT count(*) FROM journal WHERE name = 'person.add'",
        ),
        ("SELECT count(*) FROM files", "SELECT count(*) FROM journal WHERE name = 'file.add'"),
        ("SELECT max(device_seq) FROM journal", "SELECT count(*) FROM journal"),
    ] {
        assert_eq!(count(rows), count(entries), "{what}: half done ({rows})");
    }
    drop(conn);
    drop(workspace);
    let report = examine(root, &KeySource::default(), DERIVED, false, &|_, _, _| Ok(())).unwrap();
    assert!(report.healthy, "{what}: {report:?}");
}

#[test]
fn killed_a_hundred_times() {
    let seed = seed();
    let mut dice = Dice(seed);
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("office");
    let workspace = create(&root);
    let mut acknowledged = BTreeSet::new();
    for round in 0..100u64 {
        let what = format!("NETRA_SEED={seed}, round {round}");
        let mut child = child(&workspace, "forever", seed ^ round);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // After so many acknowledgements, and then at any moment of what follows.
        let after = dice.below(8);
        let mut heard = 0;
        let mut take = |line: String, heard: &mut u64| {
            if let Some((_, id)) = line.split_once("ack ") {
                acknowledged.insert(id.to_owned());
                *heard += 1;
            }
            line.ends_with("begin")
        };
        for line in lines.by_ref() {
            let began = take(line.unwrap(), &mut heard);
            if heard >= after && (began || heard > 0) {
                break;
            }
        }
        let (moment, begun) = (Duration::from_micros(dice.below(30_000)), Instant::now());
        while begun.elapsed() < moment {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        for line in lines {
            take(line.unwrap(), &mut heard);
        }
        child.wait().unwrap();
        if round % 5 == 4 {
            all_is_well(&root, &acknowledged, &what);
        } else {
            drop(open(&root));
        }
    }
    assert!(acknowledged.len() > 100, "the children did too little: {}", acknowledged.len());
    all_is_well(&root, &acknowledged, "at the end");
}

#[test]
fn two_programs_on_one_workspace() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("office");
    let workspace = Arc::new(create(&root));
    let session = workspace.session(None, "en").unwrap();
    let rpc = Rpc::new(workspace.clone(), session.clone());
    let events = rpc.subscribe();
    let until = |wanted: &dyn Fn(&serde_json::Value) -> bool| {
        let deadline = Instant::now() + Duration::from_secs(60);
        while let Some(left) = deadline.checked_duration_since(Instant::now()) {
            if events.recv_timeout(left).is_ok_and(|e| wanted(&e)) {
                return true;
            }
        }
        false
    };
    let mut children = [child(&workspace, "40", 1), child(&workspace, "40", 2)];
    let mut dice = Dice(3);
    let mut acknowledged = BTreeSet::new();
    for _ in 0..40 {
        acknowledged.insert(one_command(&workspace, &session, &mut dice).unwrap());
    }
    for child in &mut children {
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            if let Some((_, id)) = line.unwrap().split_once("ack ") {
                acknowledged.insert(id.to_owned());
            }
        }
        assert!(child.wait().unwrap().success());
    }
    assert!(acknowledged.len() >= 100, "{}", acknowledged.len());
    all_is_well(&root, &acknowledged, "two programs");
    assert!(until(&|e| e["origin"] == "other"), "nobody told of the other program's commits");
}

#[test]
fn a_full_database_refuses_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("office");
    let workspace = create(&root);
    let session = workspace.session(None, "en").unwrap();
    let pages: i64 = workspace.writer().query_row("PRAGMA page_count", [], |r| r.get(0)).unwrap();
    let limit = |n: i64| {
        let sql = format!("PRAGMA max_page_count = {n}");
        workspace.writer().query_row(&sql, [], |_| Ok(())).unwrap();
    };
    limit(pages + 8);
    let (mut dice, mut acknowledged) = (Dice(7), BTreeSet::new());
    let refused = loop {
        match one_command(&workspace, &session, &mut dice) {
            Ok(id) => acknowledged.insert(id),
            Err(e) => break e,
        };
        assert!(acknowledged.len() < 10_000, "the limit was not felt");
    };
    assert_eq!((refused.code(), refused.kind()), ("storage.full", Kind::NotNow));
    all_is_well(&root, &acknowledged, "full");
    limit(1 << 30);
    acknowledged.insert(one_command(&workspace, &session, &mut dice).unwrap());
    all_is_well(&root, &acknowledged, "room again");
}

/// On a file system of a few megabytes, where the system lets a test mount one.
#[test]
fn a_full_disk_refuses_and_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let script = "mount -t tmpfs -o size=16m tmpfs \"$0\" && exec \"$@\"";
    let run = |args: &[&str]| {
        let mut c = Command::new("unshare");
        c.args(["-rm", "sh", "-c", script]).arg(dir.path()).args(args);
        c
    };
    if !run(&["true"]).output().is_ok_and(|o| o.status.success()) {
        // Containers and other systems do not allow it; the test above covers the database.
        return;
    }
    let exe = env::current_exe().unwrap();
    let done = run(&[exe.to_str().unwrap(), "the_child", "--exact", "--nocapture"])
        .env(MODE, "disk")
        .env(ROOT, dir.path().join("office"))
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(said.contains("the disk was full, all is well"), "{said}");
}

fn on_a_small_disk(root: &Path) {
    let workspace = create(root);
    let session = workspace.session(None, "en").unwrap();
    let ballast = root.with_file_name("ballast");
    // More than what is left beside it: room for the whole write-ahead log to go home.
    fs::write(&ballast, vec![1u8; 8 << 20]).unwrap();
    let (mut dice, mut acknowledged) = (Dice(11), BTreeSet::new());
    let mut refused = BTreeSet::new();
    // Past the first refusal too: small things may still fit where a large one did not.
    while refused.is_empty() || acknowledged.len() % 16 != 0 {
        match one_command(&workspace, &session, &mut dice) {
            Ok(id) => {
                acknowledged.insert(id);
            }
            Err(e) => {
                assert_eq!(e.code(), "storage.full", "{e:?}");
                if !refused.insert(acknowledged.len()) {
                    break;
                }
            }
        }
        assert!(acknowledged.len() < 10_000, "the limit was not felt");
    }
    let file = root.with_file_name("b.netra");
    let source = KeySource::default();
    let backup =
        netra_workspace::backup::backup(&workspace, &session, &file, &source, &|_, _, _| Ok(()));
    assert_eq!(backup.unwrap_err().code(), "storage.full");
    let left: Vec<_> = fs::read_dir(root.parent().unwrap()).unwrap().collect();
    assert_eq!(left.len(), 2, "office and ballast: {left:?}");
    fs::remove_file(&ballast).unwrap();
    all_is_well(root, &acknowledged, "a full disk");
    let args = json!({"key": "firm.name", "value": "Room again"});
    workspace.run(&session, "setting.set", args).unwrap();
    say("the disk was full, all is well");
}
