//! Letters out of the house, over SMTP.
//!
//! Invariant: beyond this machine a letter, and the password of whoever sends it, go over TLS only.
//! Invariant: what goes wrong is told without anybody's address.
//! Invariant: only an answer about the letter or its recipient ends it for good; what the server of
//! mail says about itself, or about who signs in there, is tried again.

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, SMTP_PORT, SUBMISSION_PORT, SUBMISSIONS_PORT};
use std::time::Duration;

/// A server of mail that says nothing for so long is given up for now.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// One letter to one person.
pub struct Letter {
    pub to: String,
    pub subject: String,
    pub text: String,
    /// Of this very text, so that a receiver can tell a repetition.
    pub id: String,
}

/// Why a letter did not go out.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsent {
    /// Trying again changes nothing.
    pub is_for_good: bool,
    /// Nobody has the letter. Else it may have arrived all the same: the connection ended before
    /// the server of mail had said.
    pub is_sure: bool,
    /// A word or the server's status, for a log.
    pub why: String,
}

/// Whoever takes letters.
pub trait Mailer: Send + Sync {
    /// # Errors
    /// Why it did not go out.
    fn send(&self, letter: &Letter) -> Result<(), Unsent>;
}

/// A server that takes letters, and in whose name.
pub struct Smtp {
    host: String,
    port: u16,
    line: Line,
    credentials: Option<Credentials>,
    patience: Duration,
    from: Mailbox,
}

/// How the connection is kept from others.
enum Line {
    Clear,
    /// TLS from the first byte.
    Wrapped(TlsParameters),
    /// TLS before anything is said that matters.
    Upgraded(TlsParameters),
}

/// The same, before it is set up.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Tls {
    Never,
    AtOnce,
    First,
}

/// The address of a server, taken apart.
#[derive(Debug, PartialEq)]
struct Address<'a> {
    host: &'a str,
    port: u16,
    tls: Tls,
    user: Option<&'a str>,
}

/// `host`, `host:port`, `[::1]` or `[::1]:port`.
fn host_and_port(text: &str) -> Option<(&str, Option<u16>)> {
    let (host, rest) = match text.strip_prefix('[') {
        Some(inner) => inner.split_once(']')?,
        None => text.split_at(text.find(':').unwrap_or(text.len())),
    };
    let port = match rest.strip_prefix(':') {
        Some(port) => Some(port.parse().ok()?),
        None if rest.is_empty() => None,
        None => return None,
    };
    (!host.is_empty() && !host.contains(['[', ']'])).then_some((host, port))
}

/// `smtps://[user@]host[:port]`, or `smtp://…`, which begins in the clear and must go on over TLS
/// unless the host is this machine.
fn address(text: &str) -> Option<Address<'_>> {
    let (scheme, rest) = text.split_once("://")?;
    let (user, host) = match rest.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, rest),
    };
    let fits = |b: u8| b.is_ascii_alphanumeric() || b".-:[]".contains(&b);
    if !host.bytes().all(fits) || user.is_some_and(|u| u.contains([':', '/'])) {
        return None;
    }
    let (host, port) = host_and_port(host)?;
    let is_here = matches!(host, "localhost" | "127.0.0.1" | "::1");
    let (tls, usual) = match (scheme, is_here) {
        ("smtps", _) => (Tls::AtOnce, SUBMISSIONS_PORT),
        ("smtp", true) => (Tls::Never, SMTP_PORT),
        ("smtp", false) => (Tls::First, SUBMISSION_PORT),
        _ => return None,
    };
    Some(Address { host, port: port.unwrap_or(usual), tls, user })
}

impl Smtp {
    /// `from` is `netra@firm.example` or `Netra <netra@firm.example>`; `patience` is how long a
    /// silent server is waited for ([`PATIENCE`]).
    /// # Errors
    /// What is wrong with the address, the name, or the missing password.
    pub fn new(
        url: &str,
        password: Option<&str>,
        from: &str,
        patience: Duration,
    ) -> Result<Smtp, String> {
        let address = address(url)
            .ok_or("the server of mail looks like smtps://user@host:465 or smtp://user@host:587")?;
        let from: Mailbox = from.parse().map_err(|_| "the sender is no address of mail")?;
        let credentials = match (address.user, password) {
            (Some(user), Some(password)) => {
                Some(Credentials::new(user.to_owned(), password.to_owned()))
            }
            (None, None) => None,
            (Some(_), None) => return Err("the password of the server of mail is missing".into()),
            (None, Some(_)) => return Err("a password without a user".into()),
        };
        let host = address.host.to_owned();
        let tls = || TlsParameters::new(host.clone()).map_err(|e| e.to_string());
        let line = match address.tls {
            Tls::Never => Line::Clear,
            Tls::AtOnce => Line::Wrapped(tls()?),
            Tls::First => Line::Upgraded(tls()?),
        };
        Ok(Smtp { host, port: address.port, line, credentials, patience, from })
    }

    /// A connection on which a letter may be begun.
    fn connection(&self) -> Result<SmtpConnection, Error> {
        let (hello, place) = (ClientId::default(), (self.host.as_str(), self.port));
        let wrapped = match &self.line {
            Line::Wrapped(tls) => Some(tls),
            _ => None,
        };
        let mut connection =
            SmtpConnection::connect(place, Some(self.patience), &hello, wrapped, None)?;
        if let Line::Upgraded(tls) = &self.line {
            connection.starttls(tls, &hello)?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials)?;
        }
        Ok(connection)
    }

    /// The letter as it is sent; what cannot be written now cannot be written later either.
    fn message(&self, letter: &Letter) -> Result<Message, Unsent> {
        let for_good = |why: &str| Unsent { is_for_good: true, is_sure: true, why: why.to_owned() };
        // One plain address: no name beside it, no list.
        let to: lettre::Address = letter.to.parse().map_err(|_| for_good("address"))?;
        let domain = self.from.email.domain();
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.as_str())
            .message_id(Some(format!("<{}@{domain}>", letter.id)))
            .header(ContentType::TEXT_PLAIN)
            // Nobody's holiday answers it.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .body(letter.text.clone())
            .map_err(|_| for_good("form"))
    }
}

/// Whether a refusal that came after the letter was begun is about the letter or its recipient. The
/// others are about the connection: a password that is asked for or has expired (530, 534, 535, 538),
/// words that came in a wrong order.
fn is_about_the_letter(status: u16) -> bool {
    matches!(status, 501 | 550..=556)
}

fn why(e: &Error) -> String {
    match e.status() {
        Some(code) => code.to_string(),
        None if e.is_timeout() => "timeout".to_owned(),
        None if e.is_tls() => "tls".to_owned(),
        None => "unreachable".to_owned(),
    }
}

/// It went wrong before the letter was begun: nobody has it, and nothing was said about it, whatever
/// the status.
fn not_begun(e: &Error) -> Unsent {
    Unsent { is_for_good: false, is_sure: true, why: why(e) }
}

/// It went wrong while the letter was handed over.
fn not_taken(e: &Error) -> Unsent {
    let status = e.status().map(u16::from);
    Unsent {
        is_for_good: status.is_some_and(is_about_the_letter),
        is_sure: status.is_some(),
        why: why(e),
    }
}

impl Mailer for Smtp {
    fn send(&self, letter: &Letter) -> Result<(), Unsent> {
        let message = self.message(letter)?;
        let mut connection = self.connection().map_err(|e| not_begun(&e))?;
        let sent = connection.send(message.envelope(), &message.formatted());
        // Says good-bye, unless it was said already.
        connection.abort();
        sent.map(|_| ()).map_err(|e| not_taken(&e))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_the_clear_to_this_machine_only() {
        for (text, host, port, tls, user) in [
            ("smtps://mail.example:4465", "mail.example", 4465, Tls::AtOnce, None),
            ("smtps://netra@mail.example", "mail.example", 465, Tls::AtOnce, Some("netra")),
            ("smtp://a@b.in@mail.example:25", "mail.example", 25, Tls::First, Some("a@b.in")),
            ("smtp://mail.example", "mail.example", 587, Tls::First, None),
            ("smtp://127.0.0.1:2525", "127.0.0.1", 2525, Tls::Never, None),
            ("smtp://localhost", "localhost", 25, Tls::Never, None),
            ("smtp://[::1]:2525", "::1", 2525, Tls::Never, None),
            ("smtp://[::2]", "::2", 587, Tls::First, None),
            ("smtp://127.0.0.1.evil.example", "127.0.0.1.evil.example", 587, Tls::First, None),
        ] {
            assert_eq!(address(text), Some(Address { host, port, tls, user }), "{text}");
        }
        for text in [
            "",
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://:25",
            "smtp://mail.example:",
            "smtp://mail.example:port",
            "smtp://mail.example:25:25",
            "smtp://mail.example:70000",
            "smtp://::1",
            "smtp://[::1",
            "smtp://[::1]x",
            "smtp://[]:25",
            "smtp://mail.example?tls=none",
            "smtp://mail.example/x",
            "smtp://user:secret@mail.example",
        ] {
            assert_eq!(address(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_about_the_letter() {
        for (status, is) in [
            (501, true),
            (550, true),
            (554, true),
            (556, true),
            (500, false),
            (503, false),
            (521, false),
            (530, false),
            (534, false),
            (535, false),
            (538, false),
            (450, false),
            (557, false),
        ] {
            assert_eq!(is_about_the_letter(status), is, "{status}");
        }
    }

    #[test]
    fn what_is_missing_is_said_at_once() {
        let made = |url: &str, password: Option<&str>, from: &str| {
            Smtp::new(url, password, from, PATIENCE).is_ok()
        };
        assert!(made("smtp://127.0.0.1:25", None, "Netra <netra@firm.example>"));
        assert!(made("smtps://u@mail.example", Some("p"), "netra@firm.example"));
        assert!(!made("smtps://u@mail.example", None, "netra@firm.example"));
        assert!(!made("smtps://mail.example", Some("p"), "netra@firm.example"));
        assert!(!made("smtps://mail.example", None, "nobody"));
    }
}
