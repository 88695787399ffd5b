//! Who sends or reads slowly, or without end, is not waited for, and keeps nobody else waiting.

use super::*;
use crate::hosted::api::MOST_OF_ADDRESS;
use crate::hosted::shared::Patience;
use std::time::{Duration, Instant};

const LINE: Duration = Duration::from_secs(3);
/// A password is hashed within it, on a busy machine too.
const REQUEST: Duration = Duration::from_secs(12);
/// Far more than what is waited, far less than what would be without an end.
const ENDED: Duration = LONG;

fn start_in_a_hurry() -> Running {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().to_owned();
    let clock = Arc::new(AtomicI64::new(1_795_240_800_000));
    let served = serve_as(root, clock, KeySource::default(), |shared| {
        shared.patience =
            Patience { line: LINE, request: REQUEST, bytes: REQUEST, attach: REQUEST };
    });
    Running { folder, ..served }
}

fn connect(server: &Running) -> TcpStream {
    let stream = TcpStream::connect(server.address).unwrap();
    stream.set_read_timeout(Some(ENDED)).unwrap();
    stream
}

/// All that comes until the server ends the connection; it must.
fn rest(stream: &mut TcpStream) -> Vec<u8> {
    let began = Instant::now();
    let mut all = Vec::new();
    // An end in the midst of a transfer is an end, too.
    let _ = stream.read_to_end(&mut all);
    assert!(began.elapsed() < ENDED, "the connection was kept");
    all
}

#[test]
fn a_head_that_comes_in_drops_is_not_waited_for() {
    let server = start_in_a_hurry();
    let mut stream = connect(&server);
    let mut reader = stream.try_clone().unwrap();
    let drops = std::thread::spawn(move || {
        for byte in b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-filler: ".iter().chain([&b'a'; 2_000]) {
            if stream.write_all(&[*byte]).is_err() {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    });
    let said = String::from_utf8(rest(&mut reader)).unwrap();
    assert!(!said.contains("200 OK"), "{said}");
    drops.join().unwrap();
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let server = start_in_a_hurry();
    let owner = server.tenant("acme");
    let head = |length: &str| {
        let token = &owner.tokens.access.0;
        format!(
            "POST {API}/pull HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n{length}\r\n\r\n"
        )
    };
    let answer = |head: &str| {
        let mut stream = connect(&server);
        stream.write_all(head.as_bytes()).unwrap();
        String::from_utf8(rest(&mut stream)).unwrap()
    };
    let said = answer(&head("content-length: 100"));
    assert!(said.starts_with("HTTP/1.1 408") && said.contains("server.slow"), "{said}");
    // Nor from an address that came too often.
    while server.shared.pace("from 127.0.0.1", MOST_OF_ADDRESS).is_ok() {}
    let said = answer(&head("content-length: 100"));
    assert!(said.starts_with("HTTP/1.1 408"), "{said}");
    server.shared.forget_pace();
    assert_eq!(server.pull(&owner).status(), StatusCode::OK, "others go on");
}

#[test]
fn a_body_without_end_is_cut_off() {
    let server = start();
    let owner = server.tenant("acme");
    let head = format!(
        "POST {API}/push HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\n\
         transfer-encoding: chunked\r\n\r\n",
        owner.tokens.access.0
    );
    let mut stream = connect(&server);
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let began = Instant::now();
    while stream.write_all(chunk.as_bytes()).is_ok() {
        assert!(began.elapsed() < ENDED, "it is read without end");
    }
    assert_eq!(server.pull(&owner).status(), StatusCode::OK, "others go on");
}

#[test]
fn who_takes_no_answer_is_not_waited_for() {
    let server = start_in_a_hurry();
    let owner = server.tenant("acme");
    let question = format!("GET {API}/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n");
    let once = server.ask(Method::GET, "/openapi.json", None, vec![]).bytes().unwrap().len();
    // More than all buffers on the way hold.
    let times = (64 << 20) / once;
    let mut stream = connect(&server);
    stream.set_write_timeout(Some(ENDED)).unwrap();
    let _ = stream.write_all(question.repeat(times).as_bytes());
    std::thread::sleep(3 * LINE);
    assert_eq!(server.pull(&owner).status(), StatusCode::OK, "others go on");
    let came = rest(&mut stream).len();
    assert!(came < times * once, "the answers were kept for who did not take them");
}
