//! Whether a command was applied before, by what the journal keeps of it for ever.

use netra_kernel::{Engine, Envelope, Id, Result};
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;
use sha2::{Digest, Sha256};

pub(crate) enum Before {
    Never,
    /// This very command, with its outcome.
    This(Value),
    /// Another command had this id.
    Another,
}

/// Looks for the command: by its id, name, author and arguments as they were sent.
pub(crate) fn before(conn: &Connection, engine: &Engine, envelope: &Envelope) -> Result<Before> {
    let applied: Option<(String, Id, String, String)> = conn
        .prepare_cached("SELECT name, actor, args, outcome FROM journal WHERE command = ?1")?
        .query_row([envelope.id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
        .optional()?;
    let Some((name, actor, kept, outcome)) = applied else { return Ok(Before::Never) };
    let kept: Value = serde_json::from_str(&kept)?;
    let is_bulk = engine.catalogue.command(&name).is_some_and(|entry| entry.bulk);
    let has_args = if is_bulk {
        let digest = Sha256::digest(serde_json::to_string(&envelope.args)?.as_bytes());
        kept["sha256"] == Value::String(hex::encode(digest))
    } else {
        kept == envelope.args
    };
    Ok(if name == envelope.name && actor == envelope.actor && has_args {
        Before::This(serde_json::from_str(&outcome)?)
    } else {
        Before::Another
    })
}
