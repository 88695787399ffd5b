//! Long work that is interrupted: Ctrl+C, a kill at any moment, a disk that runs full in the middle
//! of an import. Nothing is half done, and the same command goes on where it stopped.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

const NETRA: &str = env!("CARGO_BIN_EXE_netra");
/// Rows of the file: some seconds of work for a program that was not optimised.
const ROWS: usize = 24_000;
/// One row in so many repeats the number of an earlier one.
const REPEATS: usize = 50;

struct Office {
    dir: tempfile::TempDir,
    root: String,
}

impl Office {
    fn new() -> Office {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("office").to_str().unwrap().to_owned();
        let made = plain(&["init", &root, "--unencrypted", "--state-code", "27"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        Office { dir, root }
    }

    fn netra(&self, args: &[&str]) -> Command {
        let mut c = plain(&["--workspace", &self.root]);
        c.args(args);
        c
    }

    #[track_caller]
    fn ok(&self, args: &[&str]) -> Value {
        let out = self.netra(args).output().unwrap();
        let err = String::from_utf8_lossy(&out.stderr).into_owned();
        assert!(out.status.success(), "{args:?} {:?}: {err}", out.status);
        serde_json::from_slice(&out.stdout).unwrap()
    }

    /// Rows that the import of the file has behind it.
    fn taken(&self) -> u64 {
        let list = self.ok(&["ask", "import.list"]);
        list["rows"][0]["total"].as_u64().unwrap_or(0)
    }

    fn file(&self) -> String {
        let path = self.dir.path().join("leads.csv");
        write_leads(&path);
        path.to_str().unwrap().to_owned()
    }
}

fn plain(args: &[&str]) -> Command {
    let mut c = Command::new(NETRA);
    c.args(args)
        .env_remove("NETRA_PASSPHRASE")
        .env_remove("NETRA_WORKSPACE")
        .env_remove("NETRA_NOW")
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    c
}

fn write_leads(path: &Path) {
    let mut out = std::io::BufWriter::new(fs::File::create(path).unwrap());
    writeln!(out, "Name,Phone,Company,City").unwrap();
    for n in 0..ROWS {
        let number = if n % REPEATS == REPEATS - 1 { n - 1 } else { n };
        writeln!(out, "Asha {n},{},Rao Foods {n},Pune", 9_700_000_000u64 + number as u64).unwrap();
    }
}

const NEW: usize = ROWS - ROWS / REPEATS;

/// Waits for something that comes soon; a program that ends meanwhile is a failure.
#[track_caller]
fn until(child: &mut Child, mut came: impl FnMut() -> bool) {
    let began = Instant::now();
    while !came() {
        assert!(child.try_wait().unwrap().is_none(), "it was over before it could be interrupted");
        assert!(began.elapsed() < Duration::from_secs(120), "it never came");
        std::thread::park_timeout(Duration::from_millis(1));
    }
}

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn code(out: &Output) -> (Option<i32>, String) {
    let err = String::from_utf8_lossy(&out.stderr);
    let last = err.lines().rfind(|l| l.starts_with('{')).unwrap_or("{}");
    let wire: Value = serde_json::from_str(last).unwrap_or(Value::Null);
    (out.status.code(), wire["error"]["code"].as_str().unwrap_or_default().to_owned())
}

/// The rest comes in, and the whole file is told: each row once.
#[track_caller]
fn goes_on(office: &Office, file: &str) {
    let report = office.ok(&["import", "leads", file]);
    let found =
        ["total", "new", "duplicate", "invalid"].map(|k| report[k].as_u64().unwrap() as usize);
    assert_eq!(found, [ROWS, NEW, ROWS - NEW, 0], "{report}");
    assert_eq!(report["is_resumed"], true, "{report}");
    let database = rusqlite::Connection::open(Path::new(&office.root).join("netra.db")).unwrap();
    let count = |sql: &str| database.query_row(sql, [], |r| r.get::<_, i64>(0)).unwrap() as usize;
    assert_eq!(count("SELECT count(*) FROM leads"), NEW);
    assert_eq!(count("SELECT count(DISTINCT name) FROM leads"), NEW);
    assert_eq!(count("SELECT count(*) FROM lead_search WHERE lead_search MATCH 'asha'"), NEW);
    assert_eq!(office.ok(&["doctor"])["healthy"], true);
}

#[test]
fn ctrl_c_stops_an_import_between_two_batches() {
    let office = Office::new();
    let file = office.file();
    let mut child = office.netra(&["import", "leads", &file]).spawn().unwrap();
    until(&mut child, || office.taken() > 0);
    // The same file once more meanwhile: it is told where the import is.
    let second = office.netra(&["import", "leads", &file]).output().unwrap();
    assert_eq!(code(&second), (Some(4), "import.elsewhere".into()));
    interrupt(&child);
    let out = child.wait_with_output().unwrap();
    assert_eq!(code(&out), (Some(1), "job.cancelled".into()));
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(said.contains("Give the same file again"), "it says how to go on: {said}");
    assert!(out.stdout.is_empty());
    let stopped = office.taken();
    assert!((1..ROWS as u64).contains(&stopped), "{stopped}");
    assert_eq!(office.ok(&["ask", "import.list"])["rows"][0]["state"], "cancelled");
    assert_eq!(office.ok(&["doctor"])["healthy"], true);
    goes_on(&office, &file);
}

#[test]
fn an_import_that_is_killed_goes_on_where_it_was() {
    let office = Office::new();
    let file = office.file();
    let mut behind = 0;
    for round in 0..4 {
        let mut child = office.netra(&["import", "leads", &file]).spawn().unwrap();
        until(&mut child, || office.taken() > behind);
        child.kill().unwrap();
        child.wait().unwrap();
        let entries = fs::read_dir(&office.root).unwrap().flatten();
        let locks = entries.filter(|e| e.file_name().to_string_lossy().starts_with(".import-"));
        assert!(locks.count() <= 1, "what a kill leaves is taken up");
        behind = office.taken();
        assert!(behind < ROWS as u64, "round {round}: {behind}");
    }
    assert_eq!(office.ok(&["doctor"])["healthy"], true);
    goes_on(&office, &file);
}

#[test]
fn ctrl_c_leaves_no_half_a_demo_nor_does_a_kill() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("demo");
    let path = root.to_str().unwrap();
    let init = ["init", path, "--demo", "--unencrypted", "--today", "2026-11-21"];
    let begun = || fs::read_dir(&root).is_ok_and(|mut d| d.next().is_some());
    let mut child = plain(&init).spawn().unwrap();
    until(&mut child, begun);
    interrupt(&child);
    let out = child.wait_with_output().unwrap();
    assert_eq!(code(&out), (Some(1), "job.cancelled".into()));
    assert!(!root.exists());

    let mut child = plain(&init).spawn().unwrap();
    until(&mut child, begun);
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!root.join("workspace.json").exists() && !root.join("netra.db").exists());
    let made = plain(&init).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let left: Vec<_> = fs::read_dir(&root).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(!left.iter().any(|n| n.to_string_lossy().starts_with('.')), "{left:?}");
}

#[test]
fn ctrl_c_leaves_no_half_a_backup() {
    let office = Office::new();
    let scan = office.dir.path().join("scan.bin");
    // Bytes that do not shrink, so that saving them takes a while.
    let mut state = 1u64;
    let bytes: Vec<u8> = std::iter::repeat_with(|| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    })
    .take(48 << 20)
    .collect();
    fs::write(&scan, bytes).unwrap();
    office.ok(&["add-file", scan.to_str().unwrap()]);
    let folder = office.dir.path().join("safe");
    fs::create_dir(&folder).unwrap();
    let target = folder.join("b.netra");
    let mut child = office.netra(&["backup", target.to_str().unwrap()]).spawn().unwrap();
    until(&mut child, || fs::read_dir(&folder).unwrap().next().is_some());
    interrupt(&child);
    let out = child.wait_with_output().unwrap();
    assert_eq!(code(&out), (Some(1), "job.cancelled".into()));
    let left: Vec<_> = fs::read_dir(&folder).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    // And it can be made afterwards.
    assert_eq!(office.ok(&["backup", target.to_str().unwrap()])["files"], json!(1));
}

/// On a disk of a few megabytes, where the system lets a test mount one.
#[test]
fn a_disk_that_runs_full_stops_an_import_and_room_lets_it_go_on() {
    let dir = tempfile::tempdir().unwrap();
    let script = r#"
        set -e
        mount -t tmpfs -o size=12m tmpfs "$1"
        "$0" init "$1/office" --unencrypted --state-code 27 >/dev/null
        "$0" -w "$1/office" import leads "$2" >"$3/first" 2>"$3/why" && exit 9
        echo "$?" >"$3/code"
        "$0" -w "$1/office" ask import.list >"$3/stopped"
        mount -o remount,size=200m "$1"
        "$0" -w "$1/office" doctor >"$3/doctor"
        "$0" -w "$1/office" import leads "$2" >"$3/report"
    "#;
    let disk = dir.path().join("disk");
    fs::create_dir(&disk).unwrap();
    let file = dir.path().join("leads.csv");
    write_leads(&file);
    let mut c = Command::new("unshare");
    if !c
        .args(["-rm", "mount", "-t", "tmpfs", "tmpfs"])
        .arg(&disk)
        .output()
        .is_ok_and(|o| o.status.success())
    {
        return;
    }
    let mut c = Command::new("unshare");
    c.args(["-rm", "bash", "-c", script, NETRA]).arg(&disk).arg(&file).arg(dir.path());
    c.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere").env_remove("NETRA_WORKSPACE");
    let out = c.output().unwrap();
    let said = |name: &str| fs::read_to_string(dir.path().join(name)).unwrap_or_default();
    assert!(out.status.success(), "{} {}", String::from_utf8_lossy(&out.stderr), said("why"));
    assert_eq!(said("code").trim(), "1");
    let why = said("why");
    let last = why.lines().rfind(|l| l.starts_with('{')).unwrap();
    let why: Value = serde_json::from_str(last).unwrap();
    assert_eq!(why["error"]["code"], "import.disk_full", "{why}");
    let stopped: Value = serde_json::from_str(&said("stopped")).unwrap();
    let behind = stopped["rows"][0]["total"].as_u64().unwrap();
    assert!((1..ROWS as u64).contains(&behind), "{stopped}");
    assert_eq!(why["error"]["args"]["rows"], behind, "it says how many rows are in");
    let doctor: Value = serde_json::from_str(&said("doctor")).unwrap();
    assert_eq!(doctor["healthy"], true);
    let report: Value = serde_json::from_str(&said("report")).unwrap();
    assert_eq!((&report["total"], &report["new"]), (&json!(ROWS), &json!(NEW)));
}
