//! A workspace on disk, as a program sees it: a folder with an encrypted database and encrypted
//! files, opened with a key, asked and commanded by a person.
//!
//! ```text
//! DIR/workspace.json   what this folder is, how its key is kept (never the key itself)
//! DIR/netra.db         the database (SQLCipher), with -wal and -shm beside it while open
//! DIR/waiting.log       of a connected copy: what waits for its server, a second time
//! DIR/files/ab/cd…     stored files, by a keyed hash of their content
//! DIR/transfers/…      files on their way, in pieces
//! DIR/wiped.json       only where a copy was removed by its server's order: that it was
//! DIR/packs/…          packs that were built without a place of their own, in clear to be sent
//! ```
//! Invariant: no business rule in here; everything goes through the core's commands and queries.
//! Invariant: the clock and random numbers enter the program here ([`host`]) and nowhere below.
//!
//! Look next at [`folder`] (open, run, ask), [`rpc`] (what every shell speaks), [`jobs`], [`remote`]
//! (the server that a workspace is connected to).

pub mod aside;
pub mod backup;
pub mod demo;
pub mod desk;
pub mod dialler;
pub mod doctor;
pub mod drafts;
mod evidence;
pub mod files;
pub mod folder;
mod give;
pub mod heap;
pub mod host;
pub mod import;
pub mod jobs;
pub mod key;
mod lease;
pub mod leave;
mod manifest;
pub mod moment;
pub mod packs;
pub mod press;
pub mod recover;
pub mod remote;
pub mod rpc;
pub mod schedule;
pub mod show;
pub mod transfer;
pub mod transfers;
mod waiting;
pub mod watch;
pub mod wiped;

use netra_kernel::errors;

pub use folder::{Content, CreateOptions, Session, Workspace};
pub use host::Host;
pub use key::{KeySource, Protection};
pub use leave::leave;
pub use moment::Moment;

errors! {
    /// What can go wrong around a workspace's folder.
    pub enum WorkspaceError {
        NotFound "workspace.not_found" NotFound { folder: String },
        Invalid "demo.too_early" DemoTooEarly { first: String },
        Conflict "workspace.folder_taken" FolderTaken { folder: String },
        NotFound "workspace.wiped" Wiped { server: String, workspace: String, unsent: u32 },
        NotNow "workspace.being_removed" BeingRemoved,
        Incompatible "workspace.format" Format { found: u64, known: u64 },
        Invalid "workspace.damaged" Damaged { file: String },
        Invalid "workspace.copy_damaged" CopyDamaged {
            folder: String,
            url: Option<String>,
            email: Option<String>,
            waiting: u32,
            unreadable: u32,
            has_passphrase: bool,
        },
        Conflict "recover.whole" CopyWhole,
        Invalid "recover.unknown" WhereUnknown,
        Invalid "key.passphrase_needed" PassphraseNeeded,
        Invalid "key.passphrase_wrong" PassphraseWrong,
        Invalid "key.passphrase_short" PassphraseShort { least: u64 },
        NotNow "key.keychain_unavailable" KeychainUnavailable { detail: String },
        NotNow "key.not_in_keychain" NotInKeychain,
        NotFound "file.bytes_missing" BytesMissing { file: String },
        Internal "file.bytes_changed" BytesChanged { file: String },
        NotFound "file.not_stored" NotStored { file: String },
        NotFound "file.not_there" NotThere { file: String },
        Invalid "file.not_readable" FileNotReadable { file: String },
        Invalid "rpc.malformed" Malformed { problem: String },
        NotFound "job.unknown" JobUnknown { name: String },
        NotNow "job.cancelled" Cancelled,
        NotFound "document.not_in_pack" NotInPack { document: String },
        NotFound "pack.not_here" PackNotHere,
        NotNow "pack.not_shown" NotShown { folder: String },
        Conflict "backup.file_taken" BackupTaken { file: String },
        Invalid "backup.not_one" NotABackup { file: String },
        Invalid "backup.damaged" BackupDamaged { part: String },
        Incompatible "backup.newer" BackupNewer { found: u64, known: u64 },
    }
}

#[cfg(test)]
mod tests {
    use netra_core::language;
    use netra_kernel::{Error, Kind};

    #[test]
    fn every_error_has_its_sentence_in_every_language() {
        for code in [
            super::WorkspaceError::CODES,
            super::import::ReadError::CODES,
            super::dialler::CODES,
            super::remote::RemoteError::CODES,
        ]
        .concat()
        {
            for locale in language::LANGUAGES {
                let text = language::error_sentence(locale, &Error::new(Kind::Internal, code));
                let english = language::error_sentence("en", &Error::new(Kind::Internal, code));
                assert_ne!(text, code, "{locale}");
                assert!(locale == "en" || text != english, "{locale}: {code} is not translated");
            }
        }
    }
}
