//! A server and a device that watches it, as processes: who serves a folder does so alone, also after
//! a kill; who is told to stop while it talks with the server ends what it says first.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const NETRA: &str = env!("CARGO_BIN_EXE_netra");
/// Longer than anything takes; a machine may be busy.
const LONG: Duration = Duration::from_secs(120);

fn netra(args: &[&str]) -> Command {
    let mut c = Command::new(NETRA);
    c.args(args)
        .env("NETRA_PASSPHRASE", "a long way to the server")
        .env("NETRA_PASSWORD", "correct horse battery staple")
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for name in ["NETRA_WORKSPACE", "NETRA_NOW", "NETRA_LOCALE", "NETRA_CA", "NETRA_EMAIL"] {
        c.env_remove(name);
    }
    c
}

#[track_caller]
fn ok(args: &[&str]) -> Value {
    let out = netra(args).output().unwrap();
    let err = String::from_utf8_lossy(&out.stderr).into_owned();
    assert!(out.status.success(), "{args:?} {:?}: {err}", out.status);
    serde_json::from_slice(&out.stdout).unwrap()
}

/// A process that goes with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    fn signal(&self, name: &str) {
        let id = self.0.id().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }
    #[track_caller]
    fn code(&mut self) -> Option<i32> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status.code();
            }
            assert!(began.elapsed() < LONG, "it goes on");
            std::thread::park_timeout(Duration::from_millis(5));
        }
    }
}

/// Serves the folder, and says where.
fn serve(folder: &Path) -> (Running, String) {
    let data = folder.to_str().unwrap();
    let mut serving = netra(&["serve", "--data", data, "--listen", "127.0.0.1:0"]);
    let mut child = serving.stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    let address = told["address"].as_str().unwrap().trim_start_matches("http://").to_owned();
    (Running(child), address)
}

#[test]
fn one_program_serves_a_folder_and_a_killed_one_leaves_it_free() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("srv");
    let (first, address) = serve(&folder);
    let args = ["serve", "--data", folder.to_str().unwrap(), "--listen", "127.0.0.1:0"];
    for (locale, says) in [("en", "Stop that one first"), ("hi", "पहले उसे रोकें")]
    {
        let second = netra(&args).args(["--locale", locale]).output().unwrap();
        assert_eq!(second.status.code(), Some(4));
        assert!(second.stdout.is_empty(), "it never listened");
        let told: Value = serde_json::from_slice(&second.stderr).unwrap();
        assert_eq!(told["error"]["code"], "serve.served");
        assert!(told["error"]["message"].as_str().unwrap().contains(says), "{told}");
    }
    // What may run beside a server still may, and the first one serves on.
    ok(&["tenant", "create", "acme", "--data", args[2], "--owner-email", "owner@acme.example"]);
    let mut stream = TcpStream::connect(&address).unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).unwrap();
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    let mut first = first;
    first.signal("-KILL");
    assert_eq!(first.code(), None);
    let (mut second, _) = serve(&folder);
    second.signal("-TERM");
    assert_eq!(second.code(), Some(0));
    // Nobody is told to come to a server that cannot open what it has.
    let wrong = netra(&args).env("NETRA_PASSPHRASE", "not the one that it was").output().unwrap();
    assert!(wrong.stdout.is_empty(), "it never listened");
    let told: Value = serde_json::from_slice(&wrong.stderr).unwrap();
    assert_eq!(told["error"]["code"], "key.passphrase_wrong", "{told}");
    drop(serve(&folder));
}

/// A line to the server that holds the first push back until it is let go.
struct Line {
    address: String,
    came: Receiver<()>,
    go: Sender<()>,
}

fn line_to(server: String) -> Line {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (says, came) = channel();
    let (go, let_go) = channel();
    let held = Arc::new(Mutex::new(Some((says, let_go))));
    std::thread::spawn(move || {
        for near in listener.incoming().flatten() {
            let far = TcpStream::connect(&server).unwrap();
            let (near_too, far_too) = (near.try_clone().unwrap(), far.try_clone().unwrap());
            let held = Arc::clone(&held);
            std::thread::spawn(move || hand_on(near, far, Some(&held)));
            std::thread::spawn(move || hand_on(far_too, near_too, None));
        }
    });
    Line { address, came, go }
}

type Held = Mutex<Option<(Sender<()>, Receiver<()>)>>;

fn hand_on(mut from: TcpStream, mut to: TcpStream, held: Option<&Held>) {
    let mut bytes = vec![0; 64 << 10];
    while let Ok(n @ 1..) = from.read(&mut bytes) {
        let is_push = bytes[..n].windows(5).any(|w| w == b"/push");
        if is_push && let Some((says, let_go)) = held.and_then(|held| held.lock().unwrap().take()) {
            says.send(()).unwrap();
            let _ = let_go.recv_timeout(LONG);
        }
        if to.write_all(&bytes[..n]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}

#[test]
fn who_watches_ends_what_it_says_to_the_server_and_then_ends_well() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    let (_server, address) = serve(&dir.path().join("srv"));
    let owner = "owner@acme.example";
    let made = ok(&["tenant", "create", "acme", "--data", &path("srv"), "--owner-email", owner]);
    let code = made["invitation"].as_str().unwrap();
    for (n, signal) in ["-INT", "-TERM"].into_iter().enumerate() {
        let line = line_to(address.clone());
        let copy = path(&format!("copy {n}"));
        let url = format!("http://{}/acme", line.address);
        let mut connect = vec!["-w", &copy, "connect", &url, "--email", owner];
        if n == 0 {
            connect.extend(["--invitation", code]);
        }
        // The first copy pushes nothing.
        ok(&connect);
        let lead = format!("{{\"name\":\"Lead {n}\",\"phone\":\"+91982200000{n}\"}}");
        ok(&["-w", &copy, "run", "lead.create", &lead]);
        assert_eq!(ok(&["-w", &copy, "status"])["sync"]["waiting"], 1);
        let watching = netra(&["-w", &copy, "sync", "--watch"]).spawn().unwrap();
        let mut watching = Running(watching);
        line.came.recv_timeout(LONG).unwrap();
        watching.signal(signal);
        line.go.send(()).unwrap();
        let mut err = String::new();
        watching.0.stderr.take().unwrap().read_to_string(&mut err).unwrap();
        assert_eq!(watching.code(), Some(0), "{signal}: {err}");
        assert!(!err.contains("error"), "{err}");
        // It has heard what became of it, too.
        assert_eq!(ok(&["-w", &copy, "status"])["sync"]["waiting"], 0, "{signal}");
        let there = ok(&["-w", &path("srv/workspaces/acme"), "ask", "lead.list", "{}"]);
        assert_eq!(there["rows"].as_array().unwrap().len(), n + 1, "{signal}");
    }
}
