//! The bytes of files, which travel beside the rows: which command wants which content, and what an
//! authority does when its author has not shown it. How bytes are carried and kept is the caller's.
//!
//! Invariant: a command that records a file passes only after its author has shown the content, so
//! that knowing a hash is no way to others' bytes.

use crate::wire::Handed;
use netra_core::files::{FileAdd, MAX_BYTES};
use netra_core::permissions::FILE_ADD;
use netra_kernel::{Command, Engine, Envelope, Id, Result, operation};
use rusqlite::Connection;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Bytes of a chunk; the last one of a file may be shorter. Fewer where the fuzz targets try out what
/// becomes of many.
pub const CHUNK: usize = if cfg!(fuzzing) { 1 << 12 } else { 1 << 20 };

/// How far an upload is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    /// Bytes that are there, from the beginning.
    pub have: u64,
    /// Put together, and of the right length and hash.
    pub is_whole: bool,
}

/// Says whether a person has shown the content that a command records.
pub type Shown<'a> = &'a dyn Fn(Id, &FileAdd) -> Result<bool>;

/// The file that a command records, if it does. One whose arguments make no sense records none:
/// the command itself will say so.
pub fn recorded(envelope: &Envelope) -> Option<FileAdd> {
    if envelope.name != FileAdd::NAME {
        return None;
    }
    let file: FileAdd = operation::read(envelope.version, &envelope.args).ok()?;
    let is_hash = file.sha256.len() == 64 && file.sha256.bytes().all(|b| b.is_ascii_hexdigit());
    (is_hash && (1..=MAX_BYTES).contains(&file.size_bytes)).then_some(file)
}

/// What an authority does with a command before it runs.
pub(crate) enum Ready {
    Yes,
    /// It asks for the content first.
    Ask(FileAdd),
    /// The content cannot be had.
    Never(FileAdd),
}

pub(crate) fn ready(
    conn: &Connection,
    engine: &Engine,
    handed: &Handed,
    shown: Shown<'_>,
) -> Result<Ready> {
    let Some(file) = recorded(&handed.envelope) else { return Ok(Ready::Yes) };
    // Who may not record files is told that, not that something is missing.
    let may = engine.actor(conn, handed.envelope.actor).is_ok_and(|a| a.may(FILE_ADD));
    if !may || shown(handed.envelope.actor, &file)? {
        return Ok(Ready::Yes);
    }
    Ok(if handed.is_without_content { Ready::Never(file) } else { Ready::Ask(file) })
}
