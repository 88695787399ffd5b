//! A replica's provisional work: the base image of each row that a pending command touched, and
//! the pending commands themselves. Restoring the base and running the pending commands again is
//! how a replica takes in the authority's word.
//!
//! Invariant: restore followed by nothing gives the database as it was before the first pending
//! command; restore followed by replay gives it as it was before the restore.

use crate::capture::Touched;
use crate::engine::{self, Engine, Mode};
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::journal::Envelope;
use crate::undo::insert_sql;
use crate::value;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params, params_from_iter};
use serde_json::{Map, Value};

/// Keeps the rows as they were before the first pending command touched them.
pub(crate) fn keep_base(conn: &Connection, engine: &Engine, touched: &[Touched]) -> Result<()> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO base_images (tbl, id, image) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
    for t in touched {
        let table = &engine.tables.list[t.table];
        let image = match &t.before {
            None => None,
            Some(row) => {
                let columns = table.columns.iter().map(|c| c.1.clone());
                let map: Map<String, Value> = columns.zip(row.iter().map(value::to_json)).collect();
                Some(serde_json::to_string(&map)?)
            }
        };
        insert.execute(params![table.spec.name, t.id, image])?;
    }
    Ok(())
}

/// Keeps a command until the authority has answered.
pub(crate) fn keep_pending(
    conn: &Connection,
    seq: i64,
    device_seq: i64,
    envelope: &Envelope,
) -> Result<()> {
    let mut kept = envelope.clone();
    kept.device_seq = Some(device_seq);
    conn.prepare_cached("INSERT INTO pending (seq, device_seq, envelope) VALUES (?1, ?2, ?3)")?
        .execute(params![seq, device_seq, serde_json::to_string(&kept)?])?;
    Ok(())
}

/// The commands that wait for the authority, in order.
/// # Errors
/// Storage errors.
pub fn pending(conn: &Connection) -> Result<Vec<Envelope>> {
    let mut stmt = conn.prepare_cached("SELECT envelope FROM pending ORDER BY seq")?;
    let texts = stmt.query_map([], |r| r.get::<_, String>(0))?;
    texts.map(|t| Ok(serde_json::from_str(&t?)?)).collect()
}

/// Puts every touched row back to its base image and forgets the provisional journal. The caller
/// holds the transaction, and keeps the pending commands that [`pending`] gave.
/// # Errors
/// Storage errors.
pub fn restore(conn: &Connection) -> Result<()> {
    conn.pragma_update(None, "defer_foreign_keys", true)?;
    let mut stmt = conn.prepare("SELECT tbl, id, image FROM base_images ORDER BY tbl, id")?;
    let images = stmt
        .query_map([], |r| {
            Ok((r.get::<_, String>(0)?, r.get::<_, Id>(1)?, r.get::<_, Option<String>>(2)?))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    // Delete all, then insert: restored rows may exchange UNIQUE values with one another.
    for (table, id, _) in &images {
        conn.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?.execute([id])?;
    }
    for (table, _, image) in &images {
        let Some(image) = image else { continue };
        let image: Map<String, Value> = serde_json::from_str(image)?;
        let names: Vec<&str> = image.keys().map(String::as_str).collect();
        let values = image.values().map(value::from_json).collect::<Result<Vec<Sql>>>()?;
        conn.prepare_cached(&insert_sql(table, &names))?.execute(params_from_iter(values))?;
    }
    let first: Option<i64> = conn.query_row("SELECT min(seq) FROM pending", [], |r| r.get(0))?;
    if let Some(first) = first {
        conn.execute("DELETE FROM journal_index WHERE seq >= ?1", [first])?;
        conn.execute("DELETE FROM journal WHERE seq >= ?1", [first])?;
    }
    conn.execute("DELETE FROM base_images", [])?;
    conn.execute("DELETE FROM pending", [])?;
    Ok(())
}

/// Runs pending commands again, a savepoint each; gives back those that no longer pass.
/// # Errors
/// Storage errors; refusals are in the answer.
pub fn replay(
    conn: &Connection,
    engine: &Engine,
    pending: &[Envelope],
) -> Result<Vec<(Envelope, Error)>> {
    let mut refused = Vec::new();
    for envelope in pending {
        conn.execute_batch("SAVEPOINT replay")?;
        match engine::execute_within(conn, engine, envelope, Mode::Replica) {
            Ok(_) => conn.execute_batch("RELEASE replay")?,
            Err(e) => {
                conn.execute_batch("ROLLBACK TO replay; RELEASE replay")?;
                refused.push((envelope.clone(), e));
            }
        }
    }
    Ok(refused)
}
