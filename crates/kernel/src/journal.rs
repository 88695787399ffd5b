//! The journal: every command that was applied, who gave it, when, and each row it changed, as a
//! hash chain. History, undo and sync all read it.
//!
//! Invariant: an entry's hash covers the hash before it and every stored column.
//! Invariant: only the engine writes it, in the transaction of the command itself.

use crate::capture::Touched;
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::table::Tables;
use crate::time::Timestamp;
use crate::value;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, params};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// A command on its way: all that is not determined by the data is in here.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Envelope {
    /// UUIDv7; the same id is never applied twice.
    pub id: Id,
    pub name: String,
    pub version: u32,
    pub actor: Id,
    pub device: Id,
    /// The device's own count; the engine gives the next one when it is not set.
    pub device_seq: Option<i64>,
    pub at: Timestamp,
    pub args: Value,
}

/// What happened to one row, as the journal keeps it: for an update the changed columns only, for
/// a deletion the whole row, for an insertion nothing (the row is there to be read).
#[derive(Clone, Debug, Serialize, Deserialize, PartialEq)]
pub struct RowChange {
    pub table: String,
    pub id: Id,
    pub op: Op,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub before: Map<String, Value>,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub after: Map<String, Value>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    Insert,
    Update,
    Delete,
}

/// Condenses what the recorder saw.
pub fn row_changes(tables: &Tables, touched: &[Touched]) -> Vec<RowChange> {
    touched
        .iter()
        .map(|t| {
            let table = &tables.list[t.table];
            let mut change = RowChange {
                table: table.spec.name.to_owned(),
                id: t.id,
                op: Op::Insert,
                before: Map::new(),
                after: Map::new(),
            };
            match (&t.before, &t.after) {
                (Some(before), Some(after)) => {
                    change.op = Op::Update;
                    for (i, (_, name)) in table.columns.iter().enumerate() {
                        if before[i] != after[i] {
                            change.before.insert(name.clone(), value::to_json(&before[i]));
                            change.after.insert(name.clone(), value::to_json(&after[i]));
                        }
                    }
                }
                (Some(before), None) => {
                    change.op = Op::Delete;
                    for (i, (_, name)) in table.columns.iter().enumerate() {
                        change.before.insert(name.clone(), value::to_json(&before[i]));
                    }
                }
                (None, _) => {}
            }
            change
        })
        .collect()
}

/// The ids in whose history the touched rows are told: (id, is it the touched row itself).
pub(crate) fn told_in(tables: &Tables, touched: &[Touched]) -> BTreeSet<(Id, bool)> {
    let mut ids = BTreeSet::new();
    for t in touched {
        ids.insert((t.id, true));
        for &column in &tables.list[t.table].told_in {
            for row in [&t.before, &t.after].into_iter().flatten() {
                if let Sql::Blob(b) = &row[column]
                    && let Ok(id) = b.as_slice().try_into()
                {
                    ids.insert((Id(id), false));
                }
            }
        }
    }
    ids
}

/// One entry, as it is stored.
pub(crate) struct Entry<'a> {
    pub envelope: &'a Envelope,
    pub device_seq: i64,
    pub args: &'a str,
    pub outcome: &'a str,
    pub facts: &'a str,
    pub rows: &'a str,
    pub undoes: Option<Id>,
}

/// Appends an entry and gives back its sequence number.
pub(crate) fn append(
    conn: &Connection,
    entry: &Entry<'_>,
    told: &BTreeSet<(Id, bool)>,
) -> Result<i64> {
    let (seq, before) = head(conn)?;
    let seq = seq + 1;
    let e = entry.envelope;
    let hash = entry_hash(
        &before,
        seq,
        (e.id, e.actor, e.device, entry.undoes),
        (i64::from(e.version), entry.device_seq, e.at.0),
        [&e.name, entry.args, entry.outcome, entry.facts, entry.rows],
    );
    conn.prepare_cached(
        "INSERT INTO journal (seq, command, name, version, actor, device, device_seq, at, args,
             outcome, facts, rows, undoes, hash)
         VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)",
    )?
    .execute(params![
        seq,
        e.id,
        e.name,
        e.version,
        e.actor,
        e.device,
        entry.device_seq,
        e.at,
        entry.args,
        entry.outcome,
        entry.facts,
        entry.rows,
        entry.undoes,
        hash.as_slice()
    ])?;
    let mut index = conn.prepare_cached(
        "INSERT INTO journal_index (id, seq, is_own) VALUES (?1, ?2, ?3)
         ON CONFLICT DO UPDATE SET is_own = max(is_own, excluded.is_own)",
    )?;
    for (id, own) in told {
        index.execute(params![id, seq, own])?;
    }
    Ok(seq)
}

/// The last sequence number and hash; zeros when the journal is empty.
pub fn head(conn: &Connection) -> Result<(i64, [u8; 32])> {
    let row = conn
        .prepare_cached("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")?
        .query_row([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, [u8; 32]>(1)?)))
        .optional()?;
    Ok(row.unwrap_or((0, [0; 32])))
}

fn entry_hash(
    before: &[u8; 32],
    seq: i64,
    ids: (Id, Id, Id, Option<Id>),
    numbers: (i64, i64, i64),
    texts: [&str; 5],
) -> [u8; 32] {
    let mut h = Sha256::new();
    h.update(before);
    h.update(seq.to_be_bytes());
    for id in [ids.0, ids.1, ids.2, ids.3.unwrap_or(Id([0; 16]))] {
        h.update(id.0);
    }
    for n in [numbers.0, numbers.1, numbers.2] {
        h.update(n.to_be_bytes());
    }
    for t in texts {
        h.update((t.len() as u64).to_be_bytes());
        h.update(t.as_bytes());
    }
    h.finalize().into()
}

/// Walks the whole chain; gives back the first sequence number that does not fit, if any.
/// # Errors
/// Storage errors.
pub fn first_break(conn: &Connection) -> Result<Option<i64>> {
    let mut stmt = conn.prepare(
        "SELECT seq, command, actor, device, undoes, version, device_seq, at, name, args, outcome,
                facts, rows, hash FROM journal ORDER BY seq",
    )?;
    let mut rows = stmt.query([])?;
    let mut before = [0u8; 32];
    let mut expected = 1i64;
    while let Some(r) = rows.next()? {
        let seq: i64 = r.get(0)?;
        let texts: [String; 5] = [r.get(8)?, r.get(9)?, r.get(10)?, r.get(11)?, r.get(12)?];
        let hash = entry_hash(
            &before,
            seq,
            (r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?),
            (r.get(5)?, r.get(6)?, r.get(7)?),
            texts.each_ref().map(String::as_str),
        );
        let stored: [u8; 32] = r.get(13)?;
        if seq != expected || hash != stored {
            return Ok(Some(seq));
        }
        before = stored;
        expected += 1;
    }
    Ok(None)
}

/// The outcome of a command that was applied before: (name, actor, outcome).
pub(crate) fn outcome_of(conn: &Connection, command: Id) -> Result<Option<(String, Id, Value)>> {
    let row: Option<(String, Id, String)> = conn
        .prepare_cached("SELECT name, actor, outcome FROM journal WHERE command = ?1")?
        .query_row([command], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .optional()?;
    row.map(|(name, actor, text)| Ok((name, actor, serde_json::from_str(&text)?))).transpose()
}

pub(crate) fn next_device_seq(conn: &Connection, device: Id) -> Result<i64> {
    let last: Option<i64> = conn
        .prepare_cached("SELECT max(device_seq) FROM journal WHERE device = ?1")?
        .query_row([device], |r| r.get(0))?;
    last.unwrap_or(0)
        .checked_add(1)
        .ok_or_else(|| Error::internal("the device has run out of sequence numbers"))
}
