//! The server over a real socket, spoken to in plain HTTP, before a host that echoes.

use super::*;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, Sender};

/// Answers with what it was asked, and announces what the test tells it to.
#[derive(Default)]
struct Echo {
    listeners: Mutex<Vec<Sender<Value>>>,
}

impl Host for Echo {
    fn handle(&self, request: Value) -> Value {
        json!({ "ok": request })
    }
    fn subscribe(&self) -> Receiver<Value> {
        let (sender, receiver) = mpsc::channel();
        self.listeners.lock().unwrap().push(sender);
        receiver
    }
}

struct Running {
    port: u16,
    token: String,
    echo: Arc<Echo>,
    _runtime: tokio::runtime::Runtime,
    _folder: Folder,
}

/// A folder with a tiny UI, removed at the end.
struct Folder(PathBuf);
impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn start(name: &str) -> Running {
    let folder = std::env::temp_dir().join(format!("netra-server-{}-{name}", std::process::id()));
    std::fs::create_dir_all(folder.join("_app/immutable")).unwrap();
    std::fs::write(folder.join("index.html"), "<title>Netra</title><script>go()</script>").unwrap();
    std::fs::write(folder.join("_app/immutable/a.js"), "export {}").unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let echo = Arc::new(Echo::default());
    let site = Site::load(Some(&folder)).unwrap();
    let host: Arc<dyn Host> = Arc::clone(&echo) as Arc<dyn Host>;
    let (listener, shared) = runtime.block_on(open(host, 0, site)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let address = shared.gate.address();
    let token = address.split_once("token=").unwrap().1.to_owned();
    runtime.spawn(async move { axum::serve(listener, router(shared)).await });
    Running { port, token, echo, _runtime: runtime, _folder: Folder(folder) }
}

impl Running {
    fn send(&self, head: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        write!(stream, "{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).unwrap();
        stream
    }
    /// The whole answer as text; headers in lower case.
    fn ask(&self, line: &str, headers: &[String], body: &str) -> String {
        let mut head = format!("{line} HTTP/1.1\r\nconnection: close");
        for header in headers {
            head.push_str(&format!("\r\n{header}"));
        }
        let mut text = String::new();
        let _ = self.send(&head, body).read_to_string(&mut text);
        text
    }
    fn host(&self) -> String {
        format!("host: 127.0.0.1:{}", self.port)
    }
    fn sign_in(&self) -> String {
        let answer = self.ask(&format!("GET /?token={}", self.token), &[self.host()], "");
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        assert!(answer.contains("\r\nlocation: /\r\n"), "{answer}");
        let line = answer.lines().find(|l| l.starts_with("set-cookie: ")).unwrap();
        let pair = line.trim_start_matches("set-cookie: ").split(';').next().unwrap();
        format!("cookie: {pair}")
    }
    fn page_headers(&self, cookie: &str) -> Vec<String> {
        vec![
            self.host(),
            format!("origin: http://127.0.0.1:{}", self.port),
            "content-type: application/json".to_owned(),
            cookie.to_owned(),
        ]
    }
}

#[test]
fn the_printed_address_lets_in_once_and_rpc_then_answers() {
    let server = start("rpc");
    let cookie = server.sign_in();
    let again = server.ask(&format!("GET /?token={}", server.token), &[server.host()], "");
    assert!(!again.contains("set-cookie"), "{again}");

    let body = r#"{"op":"ask","name":"lead.list","args":{}}"#;
    let answer = server.ask("POST /rpc", &server.page_headers(&cookie), body);
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with(&format!(r#"{{"ok":{body}}}"#)), "{answer}");
}

#[test]
fn strangers_are_refused() {
    let server = start("strangers");
    let cookie = server.sign_in();
    let good = server.page_headers(&cookie);
    let without = |what: &str| -> Vec<String> {
        good.iter().filter(|h| !h.starts_with(what)).cloned().collect()
    };
    let with = |what: &str, instead: &str| -> Vec<String> {
        let mut headers = without(what);
        headers.push(instead.to_owned());
        headers
    };
    for (headers, status) in [
        (good.clone(), "200"),
        (without("cookie"), "403"),
        (with("cookie", "cookie: netra_1=1"), "403"),
        (without("origin"), "403"),
        (with("origin", "origin: https://evil.example"), "403"),
        (with("host", "host: evil.example"), "421"),
        (without("content-type"), "400"),
        (with("content-type", "content-type: text/plain"), "400"),
    ] {
        let answer = server.ask("POST /rpc", &headers, "{}");
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{headers:?}\n{answer}");
    }
    let answer = server.ask("GET /events", &[server.host()], "");
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    let answer = server.ask("GET /rpc", &good, "");
    assert!(answer.starts_with("HTTP/1.1 405"), "{answer}");
    let answer = server.ask("POST /rpc", &good, &"x".repeat(BODY_LIMIT + 1));
    assert!(answer.starts_with("HTTP/1.1 413") || answer.is_empty(), "{answer}");
}

#[test]
fn every_answer_carries_the_security_headers() {
    let server = start("headers");
    for line in ["GET /", "GET /leads/1", "GET /_app/immutable/a.js", "GET /no.js", "POST /rpc"] {
        let answer = server.ask(line, &[server.host()], "").to_lowercase();
        for header in [
            "\r\ncontent-security-policy: default-src 'none'; script-src 'self' 'sha256-",
            "\r\nx-content-type-options: nosniff",
            "\r\nx-frame-options: deny",
            "\r\nreferrer-policy: no-referrer",
        ] {
            assert!(answer.contains(header), "{line}: {header}\n{answer}");
        }
    }
}

#[test]
fn files_are_served_and_places_get_the_page() {
    let server = start("files");
    for (path, status, holds) in [
        ("/", "200", "<title>Netra</title>"),
        ("/leads/0190-a", "200", "<title>Netra</title>"),
        ("/_app/immutable/a.js", "200", "immutable"),
        ("/_app/immutable/gone.js", "404", ""),
        ("/../../etc/passwd", "200", "<title>Netra</title>"),
        ("/%2e%2e/secret.txt", "404", ""),
    ] {
        let answer = server.ask(&format!("GET {path}"), &[server.host()], "");
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{path}\n{answer}");
        assert!(answer.contains(holds), "{path}\n{answer}");
    }
}

#[test]
fn announcements_reach_the_page() {
    let server = start("events");
    let cookie = server.sign_in();
    let head = format!("GET /events HTTP/1.1\r\n{}\r\n{cookie}", server.host());
    let mut reader = BufReader::new(server.send(&head, ""));
    let mut line = String::new();
    // The headers end with an empty line; from then on the page is subscribed.
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line).unwrap();
    }
    let event = json!({ "type": "changed", "tables": ["leads"], "ids": [], "origin": "own" });
    for listener in server.echo.listeners.lock().unwrap().iter() {
        listener.send(event.clone()).unwrap();
    }
    loop {
        line.clear();
        assert!(reader.read_line(&mut line).unwrap() > 0, "the channel closed");
        if let Some(data) = line.strip_prefix("data: ") {
            assert_eq!(serde_json::from_str::<Value>(data.trim()).unwrap(), event);
            break;
        }
    }
}

#[test]
fn a_taken_port_is_said_so() {
    let server = start("port");
    let options = LocalOptions { port: server.port, ui_dir: Some(server._folder.0.clone()) };
    let ended = serve_local(Arc::new(Echo::default()), &options, |_| ());
    assert_eq!(ended.unwrap_err().code(), "serve.port");
}
