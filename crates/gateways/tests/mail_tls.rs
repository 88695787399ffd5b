//! Letters over TLS: from the first byte, or begun in the clear and gone over to it before anything
//! is said that matters. Which authority is trusted is the system's to say, so each case runs in a
//! process of its own, whose system (`SSL_CERT_FILE`) knows one certificate.

#![cfg(all(feature = "mail", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use netra_gateways::mail::{Letter, Mailer, Smtp};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Loopback, but none of the names that count as this machine: nothing may go there in the clear.
const HOST: &str = "127.0.0.2";
const CASE: &str = "NETRA_MAIL_CASE";
const PASSWORD: &str = "the server of mail's password";

/// What the server of mail heard, and what of it anybody on the way could have read.
#[derive(Default)]
struct Heard {
    in_clear: String,
    over_tls: String,
}

/// How the server of mail keeps its line from others.
#[derive(Clone, Copy, PartialEq)]
enum Line {
    Wrapped,
    Upgraded,
    /// It knows no TLS.
    Bare,
}

fn config(names: &[&str]) -> (Arc<ServerConfig>, String) {
    let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
    let made = rcgen::generate_simple_self_signed(names).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let _ = rustls::crypto::ring::default_provider().install_default();
    let config = ServerConfig::builder().with_no_client_auth();
    let config = config.with_single_cert(vec![made.cert.der().clone()], key).unwrap();
    (Arc::new(config), made.cert.pem())
}

/// Speaks SMTP until the client goes or asks for TLS; true when it asked.
fn speak<S: Read + Write>(stream: &mut S, line: Line, heard: &mut String) -> bool {
    let mut lines = BufReader::new(stream);
    let mut is_letter = false;
    loop {
        let mut said = String::new();
        if lines.read_line(&mut said).unwrap_or_default() == 0 {
            return false;
        }
        heard.push_str(&said);
        let answer = match said.split([' ', ':', '\r']).next().unwrap_or_default() {
            "." if is_letter => {
                is_letter = false;
                "250 taken\r\n"
            }
            _ if is_letter => continue,
            "EHLO" if line == Line::Upgraded => "250-mail.example\r\n250 STARTTLS\r\n",
            "EHLO" => "250-mail.example\r\n250 AUTH PLAIN\r\n",
            "STARTTLS" => "220 go on\r\n",
            "AUTH" => "235 welcome\r\n",
            "DATA" => {
                is_letter = true;
                "354 go on\r\n"
            }
            _ => "250 well\r\n",
        };
        let stream = lines.get_mut();
        if stream.write_all(answer.as_bytes()).and_then(|()| stream.flush()).is_err() {
            return false;
        }
        if said.starts_with("STARTTLS") {
            return true;
        }
    }
}

fn answer(mut stream: TcpStream, line: Line, config: Arc<ServerConfig>, heard: &Mutex<Heard>) {
    let mut heard = heard.lock().unwrap();
    if line != Line::Wrapped {
        let _ = stream.write_all(b"220 mail.example\r\n");
        if !speak(&mut stream, line, &mut heard.in_clear) {
            return;
        }
    }
    let mut safe = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
    if line == Line::Wrapped && safe.write_all(b"220 mail.example\r\n").is_err() {
        return;
    }
    speak(&mut safe, Line::Wrapped, &mut heard.over_tls);
}

fn start(line: Line, config: Arc<ServerConfig>) -> (u16, Arc<Mutex<Heard>>) {
    let listener = TcpListener::bind((HOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::<Mutex<Heard>>::default();
    let ours = Arc::clone(&heard);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            answer(stream, line, Arc::clone(&config), &ours);
        }
    });
    (port, heard)
}

/// Sends one letter as the case says and prints what came of it: a part of the others, which start it
/// in a process of its own. Without a case there is nothing to send.
#[test]
fn one_letter() {
    let Ok(url) = std::env::var(CASE) else { return };
    let from = "Netra <netra@firm.example>";
    let mailer = Smtp::new(&url, Some(PASSWORD), from, Duration::from_secs(20)).unwrap();
    let sent = mailer.send(&Letter {
        to: "asha@firm.example".to_owned(),
        subject: "A code".to_owned(),
        text: "SECRET-CODE".to_owned(),
        id: "1".to_owned(),
    });
    println!("came of it: {sent:?}");
}

/// What comes of a letter to a server on such a line, when the system trusts this certificate.
fn send(scheme: &str, line: Line, names: &[&str], is_trusted: bool) -> (String, Heard) {
    let (ours, pem) = config(names);
    let (port, heard) = start(line, ours);
    let trusted = if is_trusted { pem } else { config(names).1 };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("trusted.pem");
    std::fs::write(&file, trusted).unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "one_letter", "--nocapture"]);
    child.env(CASE, format!("{scheme}://netra@{HOST}:{port}"));
    child.env("SSL_CERT_FILE", &file).env_remove("SSL_CERT_DIR");
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let (_, said) = said.split_once("came of it: ").unwrap_or_else(|| {
        panic!("{said}{}", String::from_utf8_lossy(&output.stderr));
    });
    // Until the line's other end has written down what it heard.
    let heard = std::mem::take(&mut *heard.lock().unwrap());
    (said.lines().next().unwrap_or_default().to_owned(), heard)
}

#[test]
fn from_the_first_byte() {
    let (said, heard) = send("smtps", Line::Wrapped, &[HOST], true);
    assert_eq!(said, "Ok(())");
    assert_eq!(heard.in_clear, "");
    assert!(heard.over_tls.contains("AUTH PLAIN") && heard.over_tls.contains("SECRET-CODE"));
}

#[test]
fn begun_in_the_clear_and_gone_over_before_anything_matters() {
    let (said, heard) = send("smtp", Line::Upgraded, &[HOST], true);
    assert_eq!(said, "Ok(())");
    let words: Vec<&str> = heard.in_clear.lines().map(|l| l.split(' ').next().unwrap()).collect();
    assert_eq!(words, ["EHLO", "STARTTLS"]);
    assert!(heard.over_tls.contains("AUTH PLAIN") && heard.over_tls.contains("SECRET-CODE"));
}

#[test]
fn a_server_without_tls_gets_neither_password_nor_letter() {
    let (said, heard) = send("smtp", Line::Bare, &[HOST], true);
    assert!(said.starts_with("Err") && said.contains("is_for_good: false"), "{said}");
    assert!(!heard.in_clear.contains("AUTH") && !heard.in_clear.contains("MAIL"));
}

#[test]
fn nobody_vouches_for_it_or_it_is_another_one() {
    for (scheme, line) in [("smtps", Line::Wrapped), ("smtp", Line::Upgraded)] {
        for (names, is_trusted) in [(&[HOST][..], false), (&["mail.example"][..], true)] {
            let (said, heard) = send(scheme, line, names, is_trusted);
            assert!(said.contains("is_for_good: false, is_sure: true"), "{said}");
            assert!(said.contains("tls") || said.contains("unreachable"), "{said}");
            let all = heard.in_clear + &heard.over_tls;
            assert!(!all.contains("AUTH") && !all.contains("MAIL"), "{all}");
        }
    }
}
