//! What comes over the line: bodies and uploads of any size and form, TLS, and who sees the metrics.

use super::*;

#[test]
fn bodies_too_large_endless_or_of_another_form() {
    let server = start();
    let owner = server.tenant("acme");
    let large = server.ask(Method::POST, "/sign-in", None, vec![b' '; 17 << 10]);
    refused(large, 413, "server.too_large");
    for (path, bytes) in [("/pull", (1 << 20) + 1), ("/push", 13 << 20)] {
        let request = server.client.post(server.url(path)).bearer_auth(&owner.tokens.access.0);
        // The rest is not read: the answer, or the end of the connection, comes in the middle.
        match request.body(vec![b' '; bytes]).send() {
            Ok(answer) => refused(answer, 413, "server.too_large"),
            Err(e) => assert!(e.is_request() || e.is_body(), "{e:?}"),
        }
    }
    let deep = "[".repeat(100_000).into_bytes();
    for body in [b"".to_vec(), b"{}".to_vec(), b"nonsense".to_vec(), vec![0xff; 9], deep] {
        for path in ["/push", "/pull"] {
            refused(server.ask(Method::POST, path, Some(&owner), body.clone()), 400, "sync.form");
        }
    }
    for path in ["/nothing", "/../../server.db", "/devices/x/y"] {
        let answer = server.ask(Method::GET, path, Some(&owner), vec![]);
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
    }
    refused(server.ask(Method::GET, "/push", Some(&owner), vec![]), 404, "serve.no_address");
    // A head without end is cut off.
    let mut stream = TcpStream::connect(server.address).unwrap();
    let line = format!("x-filler: {}\r\n", "a".repeat(1_000));
    let _ = stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n");
    for _ in 0..2_000 {
        if stream.write_all(line.as_bytes()).is_err() {
            break;
        }
    }
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    assert!(!answer.contains("200 OK"), "{answer}");
    assert_eq!(server.pull(&owner).status(), StatusCode::OK, "others go on");
}

#[test]
fn an_upload_needs_its_code_and_must_be_a_workspace() {
    let server = start();
    let owner = server.tenant("acme");
    let code = server.tenants.reserve("gamma").unwrap().code;
    let upload = |name: &str, code: &str, body: &'static [u8]| {
        server
            .client
            .post(server.url(&format!("/attach/{name}")))
            .bearer_auth(code)
            .header("netra-transfer-key", "00")
            .body(body)
            .send()
            .unwrap()
    };
    let question = server.client.get(server.url("/attach/gamma"));
    refused(question.bearer_auth("x").send().unwrap(), 401, "account.invitation");
    let question = server.client.get(server.url("/attach/gamma")).bearer_auth(&code.0);
    assert_eq!(question.send().unwrap().status(), StatusCode::OK);
    refused(upload("gamma", "x", b"PK"), 401, "account.invitation");
    refused(upload("acme", &code.0, b"PK"), 401, "account.invitation");
    refused(upload("gamma", &owner.tokens.access.0, b"PK"), 401, "account.invitation");
    refused(upload("..%2Facme", &code.0, b"PK"), 401, "account.invitation");
    let answer = upload("gamma", &code.0, b"PK\x03\x04 and nothing more");
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    let left: Vec<_> = std::fs::read_dir(server.folder.path())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|n| n.starts_with("incoming") || n.starts_with(".netra"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
    assert!(!server.folder.path().join("workspaces/gamma").exists());
}

#[test]
fn metrics_are_for_this_machine_only() {
    let server = start();
    let owner = server.tenant("acme");
    server.pull(&owner);
    let url = format!("http://{}/metrics", server.address);
    let text = server.client.get(&url).send().unwrap().text().unwrap();
    assert!(
        text.contains("netra_requests_total{route=\"/api/v1/pull\",status=\"200\"} 1"),
        "{text}"
    );
    assert!(!text.contains("firm.example"));
    let through = server.client.get(&url).header("x-forwarded-for", "10.0.0.1").send().unwrap();
    assert_eq!(through.status(), StatusCode::NOT_FOUND);
}

#[test]
fn beyond_this_machine_only_with_tls() {
    let folder = tempfile::tempdir().unwrap();
    let open = || Tenants::open(folder.path(), KeySource::default(), Host::system()).unwrap();
    let mut options = HostedOptions {
        listen: SocketAddr::from(([0, 0, 0, 0], 0)),
        tls: None,
        is_behind_proxy: false,
        per_minute: 100,
        backups: None,
        administrator: None,
        mail: None,
        is_quiet: true,
    };
    let never = |_: &str| panic!("it listens");
    let refusal = serve_hosted(open(), &options, never).unwrap_err();
    assert_eq!(refusal.code(), "serve.needs_tls");
    let none = folder.path().join("none.pem");
    options.tls = Some((none.clone(), none));
    assert_eq!(serve_hosted(open(), &options, never).unwrap_err().code(), "serve.certificate");
}

#[test]
fn tls_with_a_certificate_of_ones_own() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (cert, key) = (folder.path().join("cert.pem"), folder.path().join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let tls = doors::tls(&cert, &key).unwrap();
    let tenants = Tenants::open(folder.path(), KeySource::default(), Host::system()).unwrap();
    let shared = Shared::new(Arc::new(tenants), Watch::new(true), 100, false);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let listener = runtime.block_on(bind(SocketAddr::from(([127, 0, 0, 1], 0)))).unwrap();
    let port = listener.local_addr().unwrap().port();
    let patience = shared.patience.line;
    let router = routes::router(Arc::new(shared));
    let served = doors::keep_open(listener, Some(tls), router, patience, std::future::pending());
    runtime.spawn(served);
    let _ = rustls::crypto::ring::default_provider().install_default();
    let hello = format!("https://localhost:{port}{API}/hello");
    let stranger = Client::new();
    assert!(stranger.get(&hello).send().is_err(), "nobody has vouched for it");
    let forgot = |trusted| {
        let url = format!("https://localhost:{port}/acme");
        netra_workspace::remote::forgot(&url, "a@b.example", trusted).map_err(|e| e.code())
    };
    assert_eq!(forgot(None), Err("sync.untrusted"), "not as if there were no network");
    assert_eq!(forgot(Some(&made.cert.pem())), Err("account.no_mail"), "it is heard");
    let pem = reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).unwrap();
    let friend = Client::builder().tls_certs_merge([pem]).build().unwrap();
    assert_eq!(friend.get(&hello).send().unwrap().status(), StatusCode::OK);
    let plain = friend.get(hello.replace("https", "http")).send();
    assert!(plain.is_err(), "nothing is answered in the clear");
}
