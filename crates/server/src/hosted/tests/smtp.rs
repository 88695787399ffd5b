//! Letters over SMTP, to a server of mail that speaks it as others do: takes, refuses, says nothing,
//! or is gone in the middle of a sentence.

use super::post::{accept, code_in, forgot, send, start_post};
use super::*;
use netra_gateways::mail::{Letter, Mailer, PATIENCE, Smtp};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::net::TcpListener as Listener;
use std::sync::Mutex;

const FROM: &str = "Netra <netra@firm.example>";

/// What a server of mail does with the next connection.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Does {
    Takes,
    /// Answers to this word of the client with that line.
    Says(&'static str, &'static str),
    /// Says nothing until the client goes.
    IsSilent,
    /// Closes the connection at this word of the client; `.` is the end of a letter, which it keeps.
    Drops(&'static str),
}

#[derive(Default)]
struct Seen {
    /// What comes next; after them it takes.
    next: VecDeque<Does>,
    /// What clients said, letters apart.
    said: Vec<String>,
    /// What arrived whole.
    letters: Vec<String>,
}

struct Sink {
    address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

impl Sink {
    fn start() -> Sink {
        let listener = Listener::bind("127.0.0.1:0").unwrap();
        let (address, seen) = (listener.local_addr().unwrap(), Arc::<Mutex<Seen>>::default());
        let ours = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // The client goes as it likes: that is no failure of the sink.
                let _ = speak(stream, &ours);
            }
        });
        Sink { address, seen }
    }

    fn mailer(&self) -> Smtp {
        Smtp::new(&format!("smtp://{}", self.address), None, FROM, LONG).unwrap()
    }

    fn next(&self, does: Does) {
        self.seen.lock().unwrap().next.push_back(does);
    }

    fn letters(&self) -> Vec<String> {
        self.seen.lock().unwrap().letters.clone()
    }
}

fn speak(stream: TcpStream, seen: &Mutex<Seen>) -> std::io::Result<()> {
    let does = seen.lock().unwrap().next.pop_front().unwrap_or(Does::Takes);
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    match does {
        Does::IsSilent => return lines.next().map_or(Ok(()), |line| line.map(drop)),
        Does::Drops("") => return Ok(()),
        Does::Says("", line) => write!(out, "{line}\r\n")?,
        _ => out.write_all(b"220 mail.example\r\n")?,
    }
    while let Some(line) = lines.next() {
        let line = line?;
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        seen.lock().unwrap().said.push(line);
        match does {
            Does::Drops(at) if at == word => return Ok(()),
            Does::Says(at, line) if at == word => {
                write!(out, "{line}\r\n")?;
                continue;
            }
            _ => {}
        }
        match word.as_str() {
            "EHLO" => out.write_all(b"250-mail.example\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n")?,
            "DATA" => {
                out.write_all(b"354 go on\r\n")?;
                let mut letter = String::new();
                for line in lines.by_ref() {
                    match line?.as_str() {
                        "." => break,
                        line => letter.push_str(&format!("{line}\n")),
                    }
                }
                match does {
                    Does::Says(".", line) => write!(out, "{line}\r\n")?,
                    _ => seen.lock().unwrap().letters.push(letter),
                }
                match does {
                    Does::Drops(".") => return Ok(()),
                    Does::Says(".", _) => {}
                    _ => out.write_all(b"250 taken\r\n")?,
                }
            }
            "QUIT" => return out.write_all(b"221 bye\r\n"),
            _ => out.write_all(b"250 fine\r\n")?,
        }
    }
    Ok(())
}

fn letter(to: &str, subject: &str) -> Letter {
    let text = "Hello,\n.\nthe code.\n".into();
    Letter { to: to.into(), subject: subject.into(), text, id: "one".into() }
}

/// The names of a letter's headers, in order.
fn headers(letter: &str) -> Vec<&str> {
    let head = letter.split("\n\n").next().unwrap();
    let lines = head.lines().filter(|line| !line.starts_with([' ', '\t']));
    lines.map(|line| line.split(':').next().unwrap()).collect()
}

#[test]
fn a_forgotten_password_over_smtp() {
    let sink = Sink::start();
    let server = start_post(Box::new(sink.mailer()));
    server.tenant("acme");
    forgot(&server, "acme", "owner@firm.example");
    assert_eq!(send(&server), 1);
    let came = sink.letters().pop().unwrap();
    for part in [
        "From: Netra <netra@firm.example>\n",
        "To: owner@firm.example\n",
        "Subject: A new password for acme\n",
        "Auto-Submitted: auto-generated\n",
        "Content-Type: text/plain; charset=utf-8\n",
    ] {
        assert!(came.contains(part), "{part}\n{came}");
    }
    // Plain text, and nothing in it that tells somebody that it was read.
    assert!(!came.contains("<html") && !came.contains("<img") && !came.contains('?'), "{came}");
    assert_eq!(came.matches("http").count(), 2, "the server's own address only: {came}");
    let said = sink.seen.lock().unwrap().said.clone();
    assert!(said.contains(&"MAIL FROM:<netra@firm.example>".to_owned()), "{said:?}");
    let to: Vec<_> = said.iter().filter(|line| line.starts_with("RCPT")).collect();
    assert_eq!(to, ["RCPT TO:<owner@firm.example>"]);
    assert_eq!(accept(&server, &code_in(&came), PASSWORD).status(), StatusCode::OK);
}

#[test]
fn a_server_of_mail_that_refuses_or_is_gone() {
    let sink = Sink::start();
    let server = start_post(Box::new(sink.mailer()));
    server.tenant("acme");
    for (does, is_for_good) in [
        (Does::Says("", "554 not today"), false),
        (Does::Says("", "421 busy"), false),
        (Does::Says("EHLO", "550 not you"), false),
        (Does::Says("MAIL", "530 sign in first"), false),
        (Does::Says("MAIL", "553 not in that name"), true),
        (Does::Says("MAIL", "451 try again"), false),
        (Does::Says("RCPT", "550 nobody of that name"), true),
        (Does::Says("RCPT", "452 no room"), false),
        (Does::Says("RCPT", "503 not now"), false),
        (Does::Says("DATA", "554 no"), true),
        (Does::Says(".", "554 we do not like it"), true),
        (Does::Says(".", "451 too much to do"), false),
        (Does::Says("EHLO", "what?"), false),
        (Does::Drops(""), false),
        (Does::Drops("EHLO"), false),
        (Does::Drops("RCPT"), false),
    ] {
        sink.next(does);
        forgot(&server, "acme", "owner@firm.example");
        assert_eq!((send(&server), send(&server)), (0, 0), "{does:?}");
        assert_eq!(sink.letters().len(), 0, "{does:?}");
        let codes = || -> i64 {
            let conn = rusqlite::Connection::open(server.folder.path().join("server.db")).unwrap();
            conn.query_row("SELECT count(*) FROM codes", [], |r| r.get(0)).unwrap()
        };
        let is_refused = match does {
            Does::Says(_, line) => line.starts_with(['4', '5']),
            _ => false,
        };
        let is_begun = !matches!(does, Does::Says("" | "EHLO", _) | Does::Drops("" | "EHLO"));
        if is_refused || !is_begun {
            assert_eq!(codes(), 0, "what nobody was given is no code: {does:?}");
        }
        server.pass(59);
        assert_eq!(send(&server), 0, "{does:?}");
        server.pass(1);
        assert_eq!(send(&server), usize::from(!is_for_good), "{does:?}");
        if !is_for_good {
            let code = code_in(&sink.letters()[0]);
            assert_eq!(accept(&server, &code, PASSWORD).status(), StatusCode::OK, "{does:?}");
        }
        sink.seen.lock().unwrap().letters.clear();
        server.pass(3_601);
    }
}

#[test]
fn a_password_that_has_expired_loses_no_letter() {
    let sink = Sink::start();
    let url = format!("smtp://netra@{}", sink.address);
    let mailer = Smtp::new(&url, Some("a secret word"), FROM, LONG).unwrap();
    let server = start_post(Box::new(mailer));
    server.tenant("acme");
    let refusals = [
        "535 5.7.8 wrong or expired",
        "534 too weak",
        "538 not without TLS",
        "550 no such account",
        "454 not now",
    ];
    for refusal in refusals {
        sink.next(Does::Says("AUTH", refusal));
        forgot(&server, "acme", "owner@firm.example");
        assert_eq!((send(&server), send(&server)), (0, 0), "{refusal}");
        server.pass(60);
        assert_eq!(send(&server), 1, "once the password is right: {refusal}");
        server.pass(3_601);
    }
    assert_eq!(sink.letters().len(), refusals.len());
    let text = server.shared.watch.metrics(0, 0);
    assert!(!text.contains("mails_given_up"), "{text}");
}

#[test]
fn a_letter_that_may_have_arrived_keeps_its_code() {
    let sink = Sink::start();
    let server = start_post(Box::new(sink.mailer()));
    server.tenant("acme");
    let ids = || -> Vec<String> {
        let lines = sink.letters().join("");
        lines.lines().filter(|l| l.starts_with("Message-ID")).map(str::to_owned).collect()
    };
    for first in [true, false] {
        sink.seen.lock().unwrap().letters.clear();
        sink.next(Does::Drops("."));
        forgot(&server, "acme", "owner@firm.example");
        assert_eq!(send(&server), 0);
        server.pass(60);
        assert_eq!(send(&server), 1);
        // Whichever of the two somebody reads, its code is good; once.
        let [one, two] = <[String; 2]>::try_from(sink.letters()).unwrap();
        assert_ne!(code_in(&one), code_in(&two));
        assert_ne!(ids()[0], ids()[1], "who drops repetitions drops neither");
        let (used, other) = if first { (one, two) } else { (two, one) };
        assert_eq!(accept(&server, &code_in(&used), PASSWORD).status(), StatusCode::OK);
        refused(accept(&server, &code_in(&other), PASSWORD), 401, "account.invitation");
        server.pass(3_601);
    }
}

#[test]
fn a_silent_server_of_mail_holds_up_nobody_who_asks() {
    let sink = Sink::start();
    let url = format!("smtp://{}", sink.address);
    let impatient = Smtp::new(&url, None, FROM, Duration::from_millis(200)).unwrap();
    sink.next(Does::IsSilent);
    let unsent = impatient.send(&letter("ravi@firm.example", "x")).unwrap_err();
    assert!(!unsent.is_for_good && !unsent.why.contains("firm.example"), "{unsent:?}");

    let server = start_post(Box::new(sink.mailer()));
    let owner = server.tenant("acme");
    sink.next(Does::IsSilent);
    forgot(&server, "acme", "owner@firm.example");
    let shared = Arc::clone(&server.shared);
    // It waits for as long as the test runs, and longer.
    let sending = std::thread::spawn(move || super::super::post::send_due(&shared).is_ok());
    let begun = || sink.seen.lock().unwrap().next.is_empty();
    while !begun() {
        std::thread::yield_now();
    }
    assert_eq!(forgot(&server, "acme", "owner@firm.example"), (200, "{}".into()));
    assert_eq!(server.pull(&owner).status(), StatusCode::OK);
    assert!(!sending.is_finished(), "it is still waiting");
}

#[test]
fn no_name_and_no_address_says_anything_of_its_own() {
    let sink = Sink::start();
    let mailer = sink.mailer();
    for to in [
        "",
        "nobody",
        "a@b.example, c@d.example",
        "x <a@b.example>",
        "<a@b.example>",
        "a@b.example>",
        "a@b.example\r\nRCPT TO:<c@d.example>",
        "a@b.example\nBcc: c@d.example",
        "a\r\nDATA\r\n@b.example",
        "a b@c.example",
    ] {
        let unsent = mailer.send(&letter(to, "x")).unwrap_err();
        assert!(unsent.is_for_good && unsent.is_sure, "{to:?} {unsent:?}");
    }
    assert_eq!(sink.seen.lock().unwrap().said, Vec::<String>::new(), "nothing was said");
    let expected = {
        mailer.send(&letter("ravi@firm.example", "plain")).unwrap();
        let came = sink.letters().pop().unwrap();
        assert!(came.contains("\n..\n"), "a dot alone is no end: {came}");
        headers(&came).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    for subject in [
        "x\r\nBcc: c@d.example",
        "x\r\n\r\n<html>",
        "x\nTo: c@d.example\n\n.\nMAIL FROM:<z@z.example>",
        "नया पासवर्ड\r\nBcc: c@d.example",
        "=?utf-8?q?x?= \u{2028}Bcc: c@d.example",
    ] {
        let before = sink.letters().len();
        mailer.send(&letter("ravi@firm.example", subject)).unwrap();
        let letters = sink.letters();
        assert_eq!(letters.len(), before + 1, "{subject:?}");
        let last = letters.last().unwrap();
        assert_eq!(headers(last).len(), expected.len(), "{subject:?}\n{last}");
        for name in headers(last) {
            assert!(expected.iter().any(|known| known == name), "{name}: {subject:?}\n{last}");
        }
    }
    // The same through the front door: what a firm and its people call themselves.
    let server = start_post(Box::new(sink.mailer()));
    let owner = server.tenant("acme");
    let workspace = server.tenants.workspace("acme").unwrap();
    let session = netra_workspace::Session { actor: owner.person, locale: "en".into() };
    let name = "Owner\r\nBcc: c@d.example\r\n\r\n.\r\nRCPT TO:<c@d.example> { $code }";
    let args = json!({"person": owner.person, "name": name, "email": "owner@firm.example",
                      "languages": ["en"]});
    workspace.run(&session, "person.update", args).unwrap();
    let args = json!({"key": "firm.name", "value": "Firm\r\nBcc: c@d.example\r\n\r\n<b>"});
    workspace.run(&session, "setting.set", args).unwrap();
    sink.seen.lock().unwrap().said.clear();
    forgot(&server, "acme", "owner@firm.example");
    assert_eq!(send(&server), 1);
    let came = sink.letters().pop().unwrap();
    assert_eq!(headers(&came).len(), expected.len(), "{came}");
    assert_eq!(came.lines().filter(|line| line.starts_with("Bcc")).count(), 0, "{came}");
    let said = sink.seen.lock().unwrap().said.clone();
    let to: Vec<_> = said.iter().filter(|line| line.starts_with("RCPT")).collect();
    assert_eq!(to, ["RCPT TO:<owner@firm.example>"]);
    assert_eq!(accept(&server, &code_in(&came), PASSWORD).status(), StatusCode::OK);
}

#[test]
fn a_password_goes_over_tls_only() {
    // `smtps`: the first byte is one of TLS, and who has no certificate gets nothing else.
    let listener = Listener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtps://netra@{}", listener.local_addr().unwrap());
    let heard = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut first = [0; 1];
        stream.read_exact(&mut first).unwrap();
        stream.write_all(b"220 mail.example\r\n").unwrap();
        let mut rest = Vec::new();
        let _ = stream.read_to_end(&mut rest);
        (first, rest)
    });
    let mailer = Smtp::new(&url, Some("a secret word"), FROM, PATIENCE).unwrap();
    let unsent = mailer.send(&letter("ravi@firm.example", "x")).unwrap_err();
    assert!(!unsent.is_for_good, "{unsent:?}");
    let (first, rest) = heard.join().unwrap();
    assert_eq!(first, [0x16]);
    for secret in ["a secret word", "EHLO", "ravi"] {
        assert!(!rest.windows(secret.len()).any(|w| w == secret.as_bytes()), "{secret}");
    }
}

/// Another address of this machine, which counts as elsewhere: only Linux has it without asking.
#[cfg(target_os = "linux")]
#[test]
fn what_begins_in_the_clear_goes_on_over_tls_or_not_at_all() {
    let listener = Listener::bind("127.0.0.2:0").unwrap();
    let url = format!("smtp://netra@{}", listener.local_addr().unwrap());
    let seen = Arc::<Mutex<Seen>>::default();
    let ours = Arc::clone(&seen);
    let speaking = std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let _ = speak(stream, &ours);
    });
    let mailer = Smtp::new(&url, Some("a secret word"), FROM, PATIENCE).unwrap();
    assert!(!mailer.send(&letter("ravi@firm.example", "x")).unwrap_err().is_for_good);
    drop(mailer);
    speaking.join().unwrap();
    let seen = seen.lock().unwrap();
    assert!(seen.letters.is_empty());
    let words: Vec<&str> = seen.said.iter().map(|line| line.split(' ').next().unwrap()).collect();
    assert!(words.iter().all(|word| ["EHLO", "QUIT"].contains(word)), "{words:?}");
}
