//! Letters out of the house, over SMTP.
//!
//! Invariant: beyond this machine a letter, and the password of whoever sends it, go over TLS only.
//! Invariant: what goes wrong is told without anybody's address.

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{SmtpTransport, Transport};
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
    transport: SmtpTransport,
    from: Mailbox,
}

/// The address of a server, taken apart.
#[derive(Debug, PartialEq)]
struct Address<'a> {
    url: String,
    user: Option<&'a str>,
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
    if host.is_empty() || !host.bytes().all(fits) || user.is_some_and(|u| u.contains([':', '/'])) {
        return None;
    }
    let name = match host.strip_prefix('[') {
        Some(inner) => inner.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let is_here = matches!(name, "localhost" | "127.0.0.1" | "::1");
    let url = match (scheme, is_here) {
        ("smtps", _) => format!("smtps://{host}"),
        ("smtp", true) => format!("smtp://{host}"),
        ("smtp", false) => format!("smtp://{host}?tls=required"),
        _ => return None,
    };
    Some(Address { url, user })
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
        let mut builder = SmtpTransport::from_url(&address.url)
            .map_err(|e| e.to_string())?
            .timeout(Some(patience));
        builder = match (address.user, password) {
            (Some(user), Some(password)) => {
                builder.credentials(Credentials::new(user.to_owned(), password.to_owned()))
            }
            (None, None) => builder,
            (Some(_), None) => return Err("the password of the server of mail is missing".into()),
            (None, Some(_)) => return Err("a password without a user".into()),
        };
        Ok(Smtp { transport: builder.build(), from })
    }
}

impl Mailer for Smtp {
    fn send(&self, letter: &Letter) -> Result<(), Unsent> {
        let for_good = |why: &str| Unsent { is_for_good: true, is_sure: true, why: why.to_owned() };
        // One plain address: no name beside it, no list.
        let to: lettre::Address = letter.to.parse().map_err(|_| for_good("address"))?;
        let domain = self.from.email.domain();
        let message = Message::builder()
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
            .map_err(|_| for_good("form"))?;
        self.transport.send(&message).map(|_| ()).map_err(|e| Unsent {
            is_for_good: e.is_permanent(),
            is_sure: e.status().is_some(),
            why: match e.status() {
                Some(code) => code.to_string(),
                None if e.is_timeout() => "timeout".to_owned(),
                None if e.is_tls() => "tls".to_owned(),
                None => "unreachable".to_owned(),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_the_clear_to_this_machine_only() {
        for (text, url, user) in [
            ("smtps://mail.example:465", "smtps://mail.example:465", None),
            ("smtps://netra@mail.example", "smtps://mail.example", Some("netra")),
            (
                "smtp://a@b.example@mail.example:587",
                "smtp://mail.example:587?tls=required",
                Some("a@b.example"),
            ),
            ("smtp://127.0.0.1:2525", "smtp://127.0.0.1:2525", None),
            ("smtp://[::1]:25", "smtp://[::1]:25", None),
            ("smtp://127.0.0.1.evil.example", "smtp://127.0.0.1.evil.example?tls=required", None),
        ] {
            assert_eq!(address(text), Some(Address { url: url.into(), user }), "{text}");
        }
        for text in [
            "",
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://mail.example?tls=none",
            "smtp://mail.example/x",
            "smtp://user:secret@mail.example",
        ] {
            assert_eq!(address(text), None, "{text}");
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
