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

/// A command that waits for the authority.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub device_seq: i64,
    pub envelope: Envelope,
    /// The outcome that the authority had given before it forgot. Such a command is not run here
    /// again: the base may have its effects already.
    pub settled: Option<String>,
}

/// Keeps a command until the authority has answered.
pub(crate) fn keep_pending(
    conn: &Connection,
    seq: i64,
    device_seq: i64,
    envelope: &Envelope,
) -> Result<()> {
    let mut envelope = envelope.clone();
    envelope.device_seq = Some(device_seq);
    wait(conn, &Waiting { device_seq, envelope, settled: None }, Some(seq), None)
}

/// Puts a command into the queue: at this place of the journal, or not passing here.
fn wait(
    conn: &Connection,
    waiting: &Waiting,
    seq: Option<i64>,
    refused: Option<&Error>,
) -> Result<()> {
    let refusal = refused.map(|e| serde_json::to_string(&e.to_refusal())).transpose()?;
    conn.prepare_cached(
        "INSERT INTO pending (device_seq, seq, envelope, refusal, settled)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        waiting.device_seq,
        seq,
        serde_json::to_string(&waiting.envelope)?,
        refusal,
        waiting.settled
    ])?;
    Ok(())
}

/// The device sequence of the next command that is issued here.
pub(crate) fn next_device_seq(conn: &Connection, device: Id) -> Result<i64> {
    let last: i64 = conn
        .prepare_cached(
            "SELECT max((SELECT ifnull(max(device_seq), 0) FROM pending),
                        (SELECT ifnull(max(device_seq), 0) FROM journal WHERE device = ?1),
                        (SELECT ifnull(max(cast(value AS INTEGER)), 0) FROM local_facts
                         WHERE name = ?2))",
        )?
        .query_row(params![device, ACKED], |r| r.get(0))?;
    last.checked_add(1).ok_or_else(|| Error::internal("the device has run out of sequence numbers"))
}

/// The local fact that holds the last device sequence whose outcome is known.
pub const ACKED: &str = "sync.acked";

/// The commands that wait for the authority, in order.
/// # Errors
/// Storage errors.
pub fn pending(conn: &Connection) -> Result<Vec<Waiting>> {
    pending_after(conn, 0, usize::MAX)
}

/// So many of them behind a sequence.
/// # Errors
/// Storage errors.
pub fn pending_after(conn: &Connection, last: i64, most: usize) -> Result<Vec<Waiting>> {
    let mut stmt = conn.prepare_cached(
        "SELECT device_seq, envelope, settled FROM pending WHERE device_seq > ?1
         ORDER BY device_seq LIMIT ?2",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = stmt.query_map([last, most], |r| {
        Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?, r.get::<_, Option<String>>(2)?))
    })?;
    rows.map(|row| {
        let (device_seq, text, settled) = row?;
        let mut envelope: Envelope = serde_json::from_str(&text)?;
        envelope.device_seq = Some(device_seq);
        Ok(Waiting { device_seq, envelope, settled })
    })
    .collect()
}

/// Whether this connection checks references; a replica does not, since it may lack what is not in its
/// scopes.
pub(crate) fn checks_references(conn: &Connection) -> Result<bool> {
    Ok(conn.prepare_cached("PRAGMA foreign_keys")?.query_row([], |r| r.get(0))?)
}

/// Puts every touched row back to its base image and forgets the provisional journal. The caller
/// holds the transaction, and keeps the pending commands that [`pending`] gave.
/// # Errors
/// Storage errors.
pub fn restore(conn: &Connection) -> Result<()> {
    let nothing = "SELECT 1 FROM pending UNION ALL SELECT 1 FROM base_images LIMIT 1";
    if !conn.prepare_cached(nothing)?.exists([])? {
        return Ok(());
    }
    // A replica checks no references; telling it to wait with them would have SQLite prepare every
    // statement of this connection anew.
    if checks_references(conn)? {
        conn.pragma_update(None, "defer_foreign_keys", true)?;
    }
    let mut stmt =
        conn.prepare_cached("SELECT tbl, id, image FROM base_images ORDER BY tbl, id")?;
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

/// Runs pending commands again, a savepoint each. Those that do not pass at present keep their
/// place in the queue, since only the authority decides; they are given back with the reason.
/// # Errors
/// Storage errors; refusals are in the answer.
pub fn replay(
    conn: &Connection,
    engine: &Engine,
    pending: &[Waiting],
) -> Result<Vec<(Envelope, Error)>> {
    let mut refused = Vec::new();
    for waiting in pending {
        if waiting.settled.is_some() {
            wait(conn, waiting, None, None)?;
            continue;
        }
        conn.execute_batch("SAVEPOINT replay")?;
        match engine::execute_within(conn, engine, &waiting.envelope, Mode::Replica) {
            Ok(_) => conn.execute_batch("RELEASE replay")?,
            // A full disk may have ended the whole transaction: nothing was refused.
            Err(e) if conn.is_autocommit() => return Err(e),
            Err(e) => {
                conn.execute_batch("ROLLBACK TO replay; RELEASE replay")?;
                wait(conn, waiting, None, Some(&e))?;
                refused.push((waiting.envelope.clone(), e));
            }
        }
    }
    Ok(refused)
}
