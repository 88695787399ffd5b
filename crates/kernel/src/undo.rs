//! Undo: restores the rows that one command touched, as a command of its own.
//!
//! Invariant: it is refused when any of those rows was touched again since: by what the journal
//! tells of later commands, and by comparing what an update left with what is there.

use crate::access::Permission;
use crate::engine::Engine;
use crate::error::{Error, Kind, Result};
use crate::ids::Id;
use crate::journal::{Op, RowChange};
use crate::tx::Tx;
use crate::value;
use rusqlite::types::Value as Sql;
use rusqlite::{params, params_from_iter};

/// May undo what others did.
pub const UNDO_ANY: Permission = Permission("history.undo_any");

pub(crate) fn undo(tx: &Tx<'_>, engine: &Engine, command: Id) -> Result<String> {
    let found = tx.maybe(
        "SELECT seq, name, actor, rows, args, version FROM journal WHERE command = ?1",
        [command],
        |r| {
            Ok((
                r.get::<_, i64>(0)?,
                r.get::<_, String>(1)?,
                r.get::<_, Id>(2)?,
                r.get::<_, String>(3)?,
                r.get::<_, String>(4)?,
                r.get::<_, u32>(5)?,
            ))
        },
    )?;
    let (seq, name, actor, rows, args, version) =
        found.ok_or_else(|| refused(Kind::NotFound, "undo.unknown"))?;
    let entry = engine
        .catalogue
        .command(&name)
        .filter(|c| c.undoable && c.knows(version))
        .ok_or_else(|| refused(Kind::NotNow, "undo.not_undoable"))?;
    tx.actor.need(entry.needs)?;
    if actor != tx.actor.id {
        tx.actor.need(UNDO_ANY)?;
    }
    if tx.exists("SELECT 1 FROM journal WHERE undoes = ?1", [command])? {
        return Err(refused(Kind::Conflict, "undo.done_already"));
    }
    let rows: Vec<RowChange> = serde_json::from_str(&rows)?;
    for row in &rows {
        if tx.exists(
            "SELECT 1 FROM journal_index WHERE id = ?1 AND seq > ?2 AND is_own = 1",
            params![row.id, seq],
        )? {
            return Err(refused(Kind::Conflict, "undo.moved_on"));
        }
    }
    tx.conn().pragma_update(None, "defer_foreign_keys", true)?;
    for row in rows.iter().rev() {
        put_back(tx, row)?;
    }
    let args: serde_json::Value = serde_json::from_str(&args)?;
    (entry.after_undo)(tx, entry.lifted(version, &args)?.as_ref())?;
    Ok(name)
}

fn refused(kind: Kind, code: &'static str) -> Error {
    Error::new(kind, code)
}

fn put_back(tx: &Tx<'_>, row: &RowChange) -> Result<()> {
    let names: Vec<&str> = row.before.keys().map(String::as_str).collect();
    let mut values = row.before.values().map(value::from_json).collect::<Result<Vec<Sql>>>()?;
    let changed = match row.op {
        Op::Insert => tx.write(&format!("DELETE FROM {} WHERE id = ?1", row.table), [row.id])?,
        Op::Update => {
            let numbered = |from: usize, word: &str, between: &str| {
                let parts = names.iter().zip(from..).map(|(n, i)| format!("{n} {word} ?{i}"));
                parts.collect::<Vec<_>>().join(between)
            };
            let n = names.len();
            let set = numbered(1, "=", ", ");
            let still = numbered(n + 1, "IS", " AND ");
            for name in &names {
                let left = row.after.get(*name).unwrap_or(&serde_json::Value::Null);
                values.push(value::from_json(left)?);
            }
            values.push(Sql::Blob(row.id.0.to_vec()));
            let sql =
                format!("UPDATE {} SET {set} WHERE {still} AND id = ?{}", row.table, 2 * n + 1);
            tx.write(&sql, params_from_iter(values))?
        }
        Op::Delete => tx.write(&insert_sql(&row.table, &names), params_from_iter(values))?,
    };
    if changed == 1 { Ok(()) } else { Err(refused(Kind::Conflict, "undo.moved_on")) }
}

pub(crate) fn insert_sql(table: &str, names: &[&str]) -> String {
    let marks: Vec<String> = (1..=names.len()).map(|i| format!("?{i}")).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), marks.join(", "))
}
