//! Undo: restores the rows that one command touched, as a command of its own.
//!
//! Invariant: it is refused when any of those rows was touched again since: by what the journal
//! tells of later commands, and by comparing what an update left with what is there; and when
//! something by now refers to a row that it would take away, or it would bring back a reference to
//! what went since. That is looked at here and not left to the commit, which other commands share.

use crate::access::Permission;
use crate::engine::Engine;
use crate::error::{Error, Kind, Result};
use crate::ids::Id;
use crate::journal::{Op, RowChange};
use crate::rebase::checks_references;
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
    // They refer to one another in any order. Whoever comes after this in the same transaction is
    // refused at once again.
    let checks = checks_references(tx.conn())?;
    let defer = |later: bool| match checks {
        true => tx.conn().pragma_update(None, "defer_foreign_keys", later),
        false => Ok(()),
    };
    defer(true)?;
    let restored = rows.iter().rev().try_for_each(|row| put_back(tx, row));
    let is_whole = restored.and_then(|()| refers_to_what_is_there(tx, &rows, checks));
    defer(false)?;
    if !is_whole? {
        return Err(refused(Kind::Conflict, "undo.moved_on"));
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

/// One column that refers to rows of a table.
struct Reference {
    table: String,
    column: String,
    parent: String,
    /// The column of the parent that it names.
    key: String,
}

fn references(tx: &Tx<'_>) -> Result<Vec<Reference>> {
    tx.all(
        "SELECT t.name, f.\"from\", f.\"table\", f.\"to\"
         FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'",
        [],
        |r| {
            let (table, column, parent) = (r.get(0)?, r.get(1)?, r.get(2)?);
            Ok(Reference { table, column, parent, key: r.get(3)? })
        },
    )
}

/// False when a row that was brought back refers to what is not there, or a row refers to one that
/// was taken away. Where not everything is at hand only the second can be known.
fn refers_to_what_is_there(tx: &Tx<'_>, rows: &[RowChange], has_all: bool) -> Result<bool> {
    let references = references(tx)?;
    for row in rows {
        for Reference { table, column, parent, key } in &references {
            let is_left = match row.op {
                Op::Insert if *parent == row.table => {
                    let named = match row.after.get(key) {
                        Some(named) if key != "id" => value::from_json(named)?,
                        _ => Sql::Blob(row.id.0.to_vec()),
                    };
                    tx.exists(&format!("SELECT 1 FROM {table} WHERE {column} = ?1"), [named])?
                }
                Op::Update | Op::Delete if has_all && *table == row.table => tx.exists(
                    &format!(
                        "SELECT 1 FROM {table} t WHERE t.id = ?1 AND t.{column} IS NOT NULL
                         AND NOT EXISTS (SELECT 1 FROM {parent} p WHERE p.{key} = t.{column})"
                    ),
                    [row.id],
                )?,
                _ => false,
            };
            if is_left {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

pub(crate) fn insert_sql(table: &str, names: &[&str]) -> String {
    let marks: Vec<String> = (1..=names.len()).map(|i| format!("?{i}")).collect();
    format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), marks.join(", "))
}
