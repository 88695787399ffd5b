//! The built `netra` where things are not as they should be: wrong keys, damaged and newer folders,
//! folders that cannot be written, no keychain, a real one, several programs at once.
#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn netra(args: &[&str]) -> Command {
    let mut c = Command::new(env!("CARGO_BIN_EXE_netra"));
    c.args(args)
        .env_remove("NETRA_PASSPHRASE")
        .env_remove("NETRA_WORKSPACE")
        .env_remove("NETRA_NOW")
        // Never the keychain of whoever runs the tests.
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere");
    c
}

fn code_of(output: &Output) -> (i32, String) {
    let err = String::from_utf8_lossy(&output.stderr);
    let last = err.lines().rfind(|l| l.starts_with('{')).unwrap_or("{}");
    let wire: Value = serde_json::from_str(last).unwrap_or(Value::Null);
    let code = wire["error"]["code"].as_str().unwrap_or_default().to_owned();
    (output.status.code().unwrap_or(-1), code)
}

#[track_caller]
fn ok(mut command: Command) -> Value {
    let out = command.output().unwrap();
    let err = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success(), "{:?}: {err}", out.status);
    serde_json::from_slice(&out.stdout).unwrap()
}

struct Office {
    dir: tempfile::TempDir,
    root: String,
}

impl Office {
    fn new(encrypted: bool) -> Office {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("office").to_str().unwrap().to_owned();
        let mut init = netra(&["init", &root, "--state-code", "27"]);
        if encrypted {
            init.env("NETRA_PASSPHRASE", "right words");
        } else {
            init.arg("--unencrypted");
        }
        ok(init);
        Office { dir, root }
    }

    fn netra(&self, args: &[&str]) -> Command {
        let mut c = netra(&["--workspace", &self.root]);
        c.args(args);
        c
    }

    fn path(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_owned()
    }
}

/// Every file with its bytes.
fn contents(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(contents(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            all.insert(path, bytes);
        }
    }
    all
}

fn with_passphrase(mut c: Command) -> Command {
    c.env("NETRA_PASSPHRASE", "right words");
    c
}

#[test]
fn backup_restore_doctor_as_a_script_uses_them() {
    let with = with_passphrase;
    let office = Office::new(true);
    let evidence = office.path("evidence.pdf");
    fs::write(&evidence, "signed").unwrap();
    ok(with(office.netra(&["add-file", &evidence])));
    let (file, copy) = (office.path("b.netra"), office.path("copy"));
    let made = ok(with(office.netra(&["backup", &file])));
    assert_eq!((&made["files"], &made["protection"]), (&json!(1), &json!("passphrase")));
    let restored = ok(with(netra(&["restore", &file, &copy])));
    assert_eq!(restored["opens"], true);
    let before = ok(with(office.netra(&["ask", "person.list"])));
    let after = ok(with(netra(&["--workspace", &copy, "ask", "person.list"])));
    assert_eq!(before, after);
    let report = ok(with(netra(&["--workspace", &copy, "doctor"])));
    assert_eq!(report["healthy"], true, "{report}");

    let database = Path::new(&copy).join("netra.db");
    let mut bytes = fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&database, bytes).unwrap();
    let out = with(netra(&["--workspace", &copy, "doctor"])).output().unwrap();
    assert_eq!(out.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(report["healthy"], false);
    assert!(out.stderr.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));

    let out = with(netra(&["restore", &file, &copy])).output().unwrap();
    assert_eq!(code_of(&out), (4, "workspace.folder_taken".into()));
    let out = with(netra(&["restore", &evidence, &office.path("x")])).output().unwrap();
    assert_eq!(code_of(&out), (1, "backup.not_one".into()));
    let out = with(office.netra(&["backup", &evidence])).output().unwrap();
    assert_eq!(code_of(&out), (4, "backup.file_taken".into()));
}

#[test]
fn wrong_keys_and_damaged_folders() {
    let dir = tempfile::tempdir().unwrap();
    let new = dir.path().join("short");
    let mut init = netra(&["init", new.to_str().unwrap()]);
    let out = init.env("NETRA_PASSPHRASE", "7 chars").output().unwrap();
    assert_eq!(code_of(&out), (1, "key.passphrase_short".into()));
    assert!(!new.join("workspace.json").exists());

    let office = Office::new(true);
    let out = office.netra(&["status"]).output().unwrap();
    assert_eq!(code_of(&out), (1, "key.passphrase_needed".into()));
    let out = office.netra(&["status"]).env("NETRA_PASSPHRASE", "wrong").output().unwrap();
    assert_eq!(code_of(&out), (1, "key.passphrase_wrong".into()));
    let out = netra(&["--workspace", &office.path("none"), "status"]).output().unwrap();
    assert_eq!(code_of(&out), (3, "workspace.not_found".into()));

    let office = Office::new(false);
    let manifest = Path::new(&office.root).join("workspace.json");
    let good = fs::read_to_string(&manifest).unwrap();
    let nested = "[".repeat(100_000);
    for bad in ["", "{", "[]", "{\"format\": \"one\"}", "{\"format\": 1}", "\0\u{1F980}", &nested] {
        fs::write(&manifest, bad).unwrap();
        let out = office.netra(&["status"]).output().unwrap();
        assert_eq!(code_of(&out), (1, "workspace.damaged".into()), "{bad:.20}");
        let out = office.netra(&["doctor"]).output().unwrap();
        assert_eq!(out.status.code(), Some(1), "{bad:.20}");
    }
    // Somebody says that the data is encrypted, and it is not.
    fs::write(&manifest, good.replace("\"none\"", "\"keychain\"")).unwrap();
    let out = office.netra(&["status"]).output().unwrap();
    assert_eq!(code_of(&out), (1, "key.keychain_unavailable".into()));
    fs::write(&manifest, good).unwrap();
    fs::write(Path::new(&office.root).join("netra.db"), vec![0x5A; 20_000]).unwrap();
    let out = office.netra(&["status"]).output().unwrap();
    assert_eq!(code_of(&out), (1, "storage.wrong_key".into()));
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(said.contains("damaged") && said.contains("netra doctor"), "{said}");
    assert!(said.contains("restore the latest backup"), "{said}");
}

#[test]
fn a_newer_workspace_is_refused_and_untouched() {
    for newer in ["format", "schema"] {
        let office = Office::new(false);
        let root = Path::new(&office.root);
        if newer == "format" {
            let path = root.join("workspace.json");
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, text.replace("\"format\": 1", "\"format\": 2")).unwrap();
        } else {
            let conn = rusqlite::Connection::open(root.join("netra.db")).unwrap();
            conn.execute(
                "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
                 VALUES (30000, 'future', '2036-01-01T00:00:00Z', '1')",
                [],
            )
            .unwrap();
            drop(conn);
        }
        let before = contents(root);
        for args in [
            vec!["status"],
            vec!["ask", "person.list"],
            vec!["run", "setting.set", "{\"key\": \"firm.name\", \"value\": \"X\"}"],
            vec!["doctor", "--repair"],
        ] {
            let out = office.netra(&args).output().unwrap();
            let code = if newer == "format" { "workspace.format" } else { "schema.newer" };
            assert_eq!(code_of(&out), (1, code.into()), "{args:?}");
            assert!(contents(root) == before, "{args:?} touched the {newer}");
        }
    }
}

#[test]
fn without_a_keychain_and_a_passphrase_nothing_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("office");
    let out = netra(&["init", root.to_str().unwrap()]).output().unwrap();
    assert_eq!(code_of(&out), (1, "key.passphrase_needed".into()));
    assert!(fs::read_dir(&root).map_or(0, |d| d.count()) == 0);
}

#[test]
fn many_programs_at_once_lose_nothing() {
    let office = Office::new(false);
    let children: Vec<_> = (0..12)
        .map(|n| {
            let args = json!({"name": format!("P{n}"), "email": format!("p{n}@acme.example"),
                              "roles": ["telecaller"]});
            let mut c = office.netra(&["run", "person.add", &args.to_string()]);
            c.stdout(std::process::Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let people = ok(office.netra(&["ask", "person.list"]));
    assert_eq!(people["rows"].as_array().unwrap().len(), 13);
    assert_eq!(ok(office.netra(&["doctor"]))["healthy"], true);
}

/// Mounted read-only, where the system lets a test mount.
#[test]
fn a_folder_that_cannot_be_written() {
    let office = Office::new(false);
    let script = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"";
    let read_only = |args: &[&str]| {
        let mut c = Command::new("unshare");
        c.args(["-rm", "sh", "-c", script, &office.root]).args(args);
        c.output()
    };
    if !read_only(&["true"]).is_ok_and(|o| o.status.success()) {
        return;
    }
    let before = contents(Path::new(&office.root));
    let change = "{\"key\": \"firm.name\", \"value\": \"X\"}";
    for args in [vec!["run", "setting.set", change], vec!["ask", "person.list"]] {
        let mut all = vec![env!("CARGO_BIN_EXE_netra"), "--workspace", &office.root];
        all.extend(args);
        let out = read_only(&all).unwrap();
        assert_eq!(code_of(&out), (1, "storage.read_only".into()));
    }
    assert!(contents(Path::new(&office.root)) == before);
}

/// A real keychain on a session bus of its own, where both programs are installed.
#[test]
fn a_real_keychain_keeps_the_key() {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |name: &str| std::env::split_paths(&path).any(|d| d.join(name).is_file());
    if !is_there("dbus-run-session") || !is_there("gnome-keyring-daemon") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let script = r#"
        set -e
        printf 'login\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
        "$0" init "$1/office" >/dev/null
        "$0" --workspace "$1/office" run setting.set '{"key":"firm.name","value":"Kept"}' >/dev/null
        "$0" --workspace "$1/office" backup "$1/bound.netra" 2>"$1/notes" >/dev/null
        NETRA_PASSPHRASE=carry-it-away "$0" --workspace "$1/office" backup "$1/free.netra" >/dev/null
        "$0" --workspace "$1/office" status
    "#;
    let mut c = Command::new("dbus-run-session");
    c.args(["--", "bash", "-c", script, env!("CARGO_BIN_EXE_netra")])
        .arg(dir.path())
        .env_remove("NETRA_PASSPHRASE")
        .env("HOME", dir.path())
        .env("XDG_DATA_HOME", dir.path().join("data"))
        .env("XDG_RUNTIME_DIR", dir.path());
    let status = ok(c);
    assert_eq!((&status["protection"], &status["firm"]), (&json!("keychain"), &json!("Kept")));
    assert!(fs::read_to_string(dir.path().join("notes")).unwrap().contains("NETRA_PASSPHRASE"));
    // The session is over, and its keychain gone.
    let root = dir.path().join("office");
    let out = netra(&["--workspace", root.to_str().unwrap(), "status"]).output().unwrap();
    assert_eq!(code_of(&out), (1, "key.keychain_unavailable".into()));
    let (file, copy) = (dir.path().join("free.netra"), dir.path().join("copy"));
    let mut c = netra(&["restore", file.to_str().unwrap(), copy.to_str().unwrap()]);
    c.env("NETRA_PASSPHRASE", "carry-it-away");
    assert_eq!(ok(c)["opens"], true);
}

#[test]
fn what_cannot_be_understood_and_what_is_not_there() {
    let office = Office::new(false);
    for (args, code) in [
        (vec!["bogus"], (2, "usage")),
        (vec!["init"], (2, "usage")),
        (vec!["--locale", "fr", "status"], (2, "usage")),
        (vec!["ask", "project.nope"], (3, "query.unknown")),
        (vec!["run", "project.nope"], (3, "command.unknown")),
        (vec!["init", "x", "--demo", "--currency", "GBP"], (2, "usage")),
    ] {
        let out = office.netra(&args).output().unwrap();
        assert_eq!(code_of(&out), (code.0, code.1.to_owned()), "{args:?}");
    }
}

#[test]
fn a_demo_is_called_as_was_asked() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("demo").to_str().unwrap().to_owned();
    let made = ok(netra(&[
        "init",
        &root,
        "--demo",
        "--unencrypted",
        "--today",
        "2026-11-21",
        "--name",
        "Meri Firm",
        "--owner-email",
        "boss@meri.example",
    ]));
    assert_eq!(made["firm"], "Meri Firm");
    let all = ok(netra(&["-w", &root, "--as", "boss@meri.example", "ask", "person.list"]));
    let rows = all["rows"].as_array().unwrap();
    assert!(rows.iter().any(|r| r["email"] == "boss@meri.example"), "{all}");

    // Named as it is from here, a pack is found from anywhere.
    let here = |args: &[&str]| {
        let mut c = netra(&["--workspace", "demo"]);
        c.args(args).current_dir(dir.path());
        ok(c)
    };
    let quote = here(&["ask", "quote.list"])["rows"][0]["id"].as_str().unwrap().to_owned();
    let built =
        here(&["pack", "build", "quote", "--quote", &quote, "--format", "md", "--out", "packs"]);
    let folder = Path::new(built["folder"].as_str().unwrap());
    assert!(folder.is_absolute() && folder.join("manifest.json").is_file(), "{built}");
}

/// A clock that stands still: what was just written is there for the next question.
#[test]
fn at_one_moment_a_new_lead_is_in_the_queue() {
    let office = Office::new(false);
    let at = "2026-11-23T10:00:00+05:30";
    let lead = json!({"name": "Asha", "phone": "98765 00014"}).to_string();
    let made = ok(office.netra(&["--now", at, "run", "lead.create", &lead]));
    let owner = ok(office.netra(&["ask", "person.list"]))["rows"][0]["id"].clone();
    let given = json!({"leads": [made["outcome"]["lead"]], "to": owner}).to_string();
    ok(office.netra(&["--now", at, "run", "lead.assign", &given]));
    let next = ok(office.netra(&["--now", at, "ask", "queue.next"]));
    assert_eq!(next["card"]["name"], "Asha");
}
