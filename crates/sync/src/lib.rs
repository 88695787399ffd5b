//! The sync protocol, as `docs/sync.md` writes it down: what an authority answers and what a
//! replica does with the answer. Functions over two databases; whoever calls them carries the
//! messages.
//!
//! Invariant: no clock, no randomness, no network in here. New ids come from the caller.
//! Invariant: every function is one transaction, so it may be killed anywhere and asked again.
//!
//! Look next at [`wire`] (the messages), [`authority`], [`replica`].

pub mod authority;
mod intake;
pub mod replica;
pub mod wire;

use netra_kernel::errors;

errors! {
    /// What the protocol itself refuses.
    pub enum SyncError {
        /// The session's device is not known here, or is another person's.
        Forbidden "sync.device" Device,
        /// The two sides have different schema versions.
        Incompatible "sync.schema" Schema { theirs: i32, ours: i32 },
        /// A message that does not follow the protocol.
        Invalid "sync.form" Form { detail: &'static str },
        /// One command id, two contents.
        Conflict "sync.id_reused" IdReused,
        /// This copy serves nobody.
        NotNow "sync.not_served" NotServed,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_code_has_its_sentence() {
        for locale in ["en", "hi"] {
            for code in super::SyncError::CODES {
                let e = netra_kernel::Error::new(netra_kernel::Kind::Invalid, code);
                let text = netra_core::language::error_sentence(locale, &e);
                assert!(!text.contains(code), "{locale}: {code}");
            }
        }
    }
}
