//! An authority's row versions: which row changed when, and in which data scope it is. What the
//! engine writes here is all that a pull needs to know.
//!
//! Invariant: every row of a synced table has exactly one line that is not gone, with the scope
//! that its table's rule gives it now; each change of a row, or of its scope, takes a new version.
//! Invariant: kept only once the workspace is served (a log id is set); then by every command.

use crate::capture::Touched;
use crate::engine::Engine;
use crate::error::Result;
use crate::ids::Id;
use crate::scope::Scope;
use crate::table::Tables;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::VecDeque;

const LOG: &str = "serves.log";

/// The id of this authority's log; None while it serves nobody.
/// # Errors
/// Storage errors.
pub fn log(conn: &Connection) -> Result<Option<String>> {
    Ok(conn
        .prepare_cached("SELECT value FROM local_facts WHERE name = ?1")?
        .query_row([LOG], |r| r.get(0))
        .optional()?)
}

/// Makes this copy one that serves: sets the log id and gives every row its first version. Does
/// nothing when it serves already.
/// # Errors
/// Storage errors.
pub fn begin(conn: &Connection, engine: &Engine, id: Id) -> Result<()> {
    if log(conn)?.is_some() {
        return Ok(());
    }
    conn.execute(
        "INSERT INTO local_facts (name, value) VALUES (?1, ?2)",
        params![LOG, id.to_string()],
    )?;
    for table in &engine.tables.list {
        conn.execute(
            &format!(
                "INSERT INTO row_versions (tbl, id, family, holder, is_gone)
                 SELECT '{}', t0.id, {}, 0 {} ORDER BY t0.id",
                table.spec.name, table.scope.columns, table.scope.from
            ),
            [],
        )?;
    }
    Ok(())
}

/// The newest version; 0 when there is none.
/// # Errors
/// Storage errors.
pub fn newest(conn: &Connection) -> Result<i64> {
    Ok(conn
        .prepare_cached("SELECT ifnull(max(version), 0) FROM row_versions")?
        .query_row([], |r| r.get(0))?)
}

/// The scope that a row's table gives it at this moment; None when there is no such row.
/// # Errors
/// Storage errors.
pub fn scope_of(conn: &Connection, engine: &Engine, table: &str, id: Id) -> Result<Option<Scope>> {
    match engine.tables.by_name.get(table.as_bytes()) {
        Some(table) => scope_now(conn, &engine.tables, *table, id),
        None => Ok(None),
    }
}

fn scope_now(conn: &Connection, tables: &Tables, table: usize, id: Id) -> Result<Option<Scope>> {
    let sql = &tables.list[table].scope;
    Ok(conn
        .prepare_cached(&format!("SELECT {} {} WHERE t0.id = ?1", sql.columns, sql.from))?
        .query_row([id], |r| Ok(Scope::stored(r.get(0)?, &r.get::<_, Vec<u8>>(1)?)))
        .optional()?)
}

/// Notes what one command touched, and what changed its scope with it.
pub(crate) fn note(conn: &Connection, tables: &Tables, touched: &[Touched]) -> Result<()> {
    let mut version = newest(conn)?;
    let mut queue: VecDeque<(usize, Id, bool)> =
        touched.iter().map(|t| (t.table, t.id, true)).collect();
    while let Some((table, id, is_touched)) = queue.pop_front() {
        let name = tables.list[table].spec.name;
        let was: Option<Scope> = conn
            .prepare_cached(
                "SELECT family, holder FROM row_versions WHERE tbl = ?1 AND id = ?2 AND is_gone = 0",
            )?
            .query_row(params![name, id], |r| {
                Ok(Scope::stored(r.get(0)?, &r.get::<_, Vec<u8>>(1)?))
            })
            .optional()?;
        let is = scope_now(conn, tables, table, id)?;
        if !is_touched && was == is {
            continue;
        }
        if was != is
            && let Some(old) = &was
        {
            version += 1;
            conn.prepare_cached(
                "UPDATE row_versions SET version = ?1, is_gone = 1
                 WHERE tbl = ?2 AND id = ?3 AND family = ?4 AND holder = ?5",
            )?
            .execute(params![version, name, id, old.family, old.holder_bytes()])?;
        }
        if let Some(new) = &is {
            version += 1;
            conn.prepare_cached(
                "INSERT INTO row_versions (version, tbl, id, family, holder, is_gone)
                 VALUES (?1, ?2, ?3, ?4, ?5, 0)
                 ON CONFLICT (tbl, id, family, holder)
                 DO UPDATE SET version = excluded.version, is_gone = 0",
            )?
            .execute(params![version, name, id, new.family, new.holder_bytes()])?;
        }
        if was.is_some() && is.is_some() && was != is {
            for (child, column) in &tables.list[table].children {
                let sql = format!(
                    "SELECT id FROM {} WHERE {column} = ?1 ORDER BY id",
                    tables.list[*child].spec.name
                );
                let mut stmt = conn.prepare_cached(&sql)?;
                for row in stmt.query_map([id], |r| r.get::<_, Id>(0))? {
                    queue.push_back((*child, row?, false));
                }
            }
        }
    }
    Ok(())
}
