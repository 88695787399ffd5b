//! Undo: restores the rows that one command touched, as a command of its own.
//!
//! Invariant: it is refused when any of those rows was touched again since.

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
        "SELECT seq, name, actor, rows FROM journal WHERE command = ?1",
        [command],
        |r| {
            Ok((
                r.get::<_, i64>(0)?,
                r.get::<_, String>(1)?,
                r.get::<_, Id>(2)?,
                r.get::<_, String>(3)?,
            ))
        },
    )?;
    let (seq, name, actor, rows) = found.ok_or_else(|| refused(Kind::NotFound, "undo.unknown"))?;
    let entry = engine
        .catalogue
        .command(&name)
        .filter(|c| c.undoable)
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
            let set: Vec<String> =
                names.iter().enumerate().map(|(i, n)| format!("{n} = ?{}", i + 1)).collect();
            values.push(Sql::Blob(row.id.0.to_vec()));
            tx.write(
                &format!(
                    "UPDATE {} SET {} WHERE id = ?{}",
                    row.table,
                    set.join(", "),
                    values.len()
                ),
                params_from_iter(values),
            )?
        }
        Op::Delete => tx.write(&insert_sql(&row.table, &names), params_from_iter(values))?,
    };
    if changed == 1 { Ok(()) } else { Err(refused(Kind::Conflict, "undo.moved_on")) }
}

pub(crate) fn insert_sql(table: &str, names: &[&str]) -> String {
    let marks: Vec<String> = (1..=names.len()).map(|i| format!("?{i}")).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), marks.join(", "))
}
