//! The sync protocol, as `docs/sync.md` writes it down: what an authority answers and what a
//! replica does with the answer. Functions over two databases; whoever calls them carries the
//! messages.
//!
//! Invariant: no clock, no randomness, no network in here. New ids come from the caller.
//! Invariant: every function is one transaction, so it may be killed anywhere and asked again.
//!
//! Look next at [`wire`] (the messages), [`authority`], [`replica`], [`content`] (the bytes of
//! files), [`account`] (sign-in), [`direct`] (a command without a queue), [`prune`] and [`forget`]
//! (what is forgotten), [`only_here`] (what a replica has that is nowhere else).

pub mod account;
pub mod authority;
pub mod content;
pub mod direct;
pub mod forget;
mod given;
pub mod indexes;
mod intake;
pub mod mutation;
pub mod only_here;
pub mod prune;
pub mod replica;
pub mod sums;
pub mod wire;

use netra_kernel::{Error, Kind, Refusal, errors};

errors! {
    /// What the protocol itself refuses.
    pub enum SyncError {
        /// The session's device is not known here, or is another person's.
        Forbidden "sync.device" Device,
        /// The device is of a schema that this server no longer serves, or never knew.
        Incompatible "sync.schema" Schema { theirs: i32, ours: i32 },
        /// The device is newer than its server.
        Incompatible "sync.server_older" ServerOlder { theirs: i32, ours: i32 },
        /// A message that does not follow the protocol; the sentence has the words for `detail`.
        Invalid "sync.form" Form { detail: &'static str },
        /// One command id, two contents.
        Conflict "sync.id_reused" IdReused,
        /// A refusal that this program has no words for.
        Conflict "sync.other" Other { code: String },
        /// The bytes of a file that a command records never came.
        NotFound "file.missing_content" MissingContent { file: String },
        /// What was uploaded is something else than was said.
        Invalid "file.other_content" OtherContent,
        /// One person uploads more than there is room for at a time.
        NotNow "file.too_many_bytes" TooManyBytes { most_bytes: u64 },
        /// This copy serves nobody.
        NotNow "sync.not_served" NotServed,
    }
}

/// What may be wrong with a field of a message.
pub const FIELD_CODES: &[&str] = &["form.missing", "form.unknown", "form.wrong"];

/// A refusal that came over the wire, as one of our own. A code that this program does not know
/// (the other side may be newer) is said as `sync.other`.
pub fn received(refusal: &Refusal) -> Error {
    let ours = netra_core::catalogue::error_codes();
    let all = ours.iter().chain(SyncError::CODES).chain(account::AccountError::CODES);
    let Some(code) = all.copied().find(|code| *code == refusal.code) else {
        return Error::from(SyncError::Other { code: refusal.code.clone() });
    };
    let mut error = Error::new(refusal.kind, code);
    for (name, value) in &refusal.args {
        error = error.arg(name, value);
    }
    match refusal.fields.first() {
        Some(field) if refusal.kind == Kind::Invalid => error.arg("field", &field.path),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_comes_over_the_wire_as_it_was() {
        let sent = Error::from(SyncError::Schema { theirs: 3, ours: 4 });
        let came = received(&sent.to_refusal());
        assert_eq!((came.kind(), came.code()), (sent.kind(), sent.code()));
        assert_eq!(came.args(), sent.args());
        let newer = Refusal { code: "from.tomorrow".into(), ..sent.to_refusal() };
        assert_eq!(received(&newer).code(), "sync.other");
    }

    #[test]
    fn every_code_has_its_sentence() {
        for locale in ["en", "hi"] {
            for code in SyncError::CODES.iter().chain(account::AccountError::CODES) {
                let e = Error::new(Kind::Invalid, code);
                let text = netra_core::language::error_sentence(locale, &e);
                assert!(!text.contains(code), "{locale}: {code}");
            }
            for code in FIELD_CODES {
                let wrong = Error::field("name", code);
                let text = netra_core::language::field_sentence(locale, &wrong.fields()[0]);
                assert!(!text.contains(code), "{locale}: {code}");
            }
        }
    }
}
