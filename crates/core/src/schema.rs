//! The shape of the database: migrations, append-only, embedded in the program.
//!
//! Invariant: a database from a newer program is refused and left untouched.

use netra_kernel::rusqlite::Connection;
use netra_kernel::{Error, Kind, Result, errors};

refinery::embed_migrations!("../../migrations");

errors! {
    pub enum SchemaError {
        Incompatible "schema.newer" Newer { found: i32, known: i32 },
        Internal "schema.changed" Changed { detail: String },
    }
}

/// Brings the database up to this program's version; gives that version back.
/// # Errors
/// `schema.newer` when a newer program made it, `schema.changed` when a migration that was
/// applied differs from ours.
pub fn migrate(conn: &mut Connection) -> Result<i32> {
    let known = newest();
    let found = version(conn)?;
    if found > known {
        return Err(SchemaError::Newer { found, known }.into());
    }
    migrations::runner().set_abort_missing(true).set_abort_divergent(true).run(conn).map_err(
        |e| match e.kind() {
            refinery::error::Kind::DivergentVersion(..)
            | refinery::error::Kind::MissingVersion(..) => {
                SchemaError::Changed { detail: e.to_string() }.into()
            }
            _ => Error::new(Kind::Internal, "storage.failed").because(e),
        },
    )?;
    Ok(known)
}

/// The newest migration that this program knows.
pub fn newest() -> i32 {
    migrations::runner().get_migrations().iter().map(|m| m.version()).max().unwrap_or(0)
}

/// The newest migration in a database; 0 for an empty one. Does not write.
/// # Errors
/// Storage errors, `storage.wrong_key` among them.
pub fn version(conn: &Connection) -> Result<i32> {
    let has: bool = conn.query_row(
        "SELECT count(*) FROM sqlite_master WHERE name = 'refinery_schema_history'",
        [],
        |r| r.get(0),
    )?;
    if !has {
        return Ok(0);
    }
    Ok(conn.query_row("SELECT ifnull(max(version), 0) FROM refinery_schema_history", [], |r| {
        r.get(0)
    })?)
}
