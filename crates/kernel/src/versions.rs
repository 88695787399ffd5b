//! An authority's row versions: which row changed when, and in which data scope it is. What the
//! engine writes here is all that a pull needs to know.
//!
//! Invariant: every row of a synced table has exactly one line that is not gone, with the scope
//! that its table's rule gives it now; each change of a row, or of its scope, takes a new version.
//! Invariant: the rules are those of the program that serves: a newer one with others moves the rows
//! when it begins.
//! Invariant: kept only once the workspace is served (a log id is set); then by every command.

use crate::capture::Touched;
use crate::engine::Engine;
use crate::error::Result;
use crate::ids::Id;
use crate::scope::Scope;
use crate::table::Tables;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::collections::VecDeque;

const LOG: &str = "serves.log";
/// The rules of scope by which the lines were written.
const RULES: &str = "serves.rules";
/// Where other rules moved rows: the journal's head of then, and the newest version before.
const RESCOPED: &str = "serves.rescoped";

/// The id of this authority's log; None while it serves nobody.
/// # Errors
/// Storage errors.
pub fn log(conn: &Connection) -> Result<Option<String>> {
    fact(conn, LOG)
}

fn fact(conn: &Connection, name: &str) -> Result<Option<String>> {
    Ok(conn
        .prepare_cached("SELECT value FROM local_facts WHERE name = ?1")?
        .query_row([name], |r| r.get(0))
        .optional()?)
}

fn set_fact(conn: &Connection, name: &str, value: &str) -> Result<()> {
    conn.execute(
        "INSERT INTO local_facts (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        params![name, value],
    )?;
    Ok(())
}

/// Makes this copy one that serves: sets the log id and gives every row its first version. Where it
/// serves already, rows that this program's rules put in another scope than the program before it
/// did are moved there.
/// # Errors
/// Storage errors.
pub fn begin(conn: &Connection, engine: &Engine, id: Id) -> Result<()> {
    let specs = engine.tables.list.iter().map(|t| format!("{}: {:?}\n", t.spec.name, t.spec.scope));
    let rules = hex::encode(Sha256::digest(specs.collect::<String>()));
    if log(conn)?.is_some() {
        if fact(conn, RULES)?.as_ref() == Some(&rules) {
            return Ok(());
        }
        rescope(conn, &engine.tables)?;
        return set_fact(conn, RULES, &rules);
    }
    set_fact(conn, LOG, &id.to_string())?;
    set_fact(conn, RULES, &rules)?;
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

/// Gives every row whose line names another scope than its table's rule does a gone line in the one
/// and a new line in the other: no command moved it, and yet devices must hear of it.
fn rescope(conn: &Connection, tables: &Tables) -> Result<()> {
    let before = newest(conn)?;
    let mut version = before;
    for table in &tables.list {
        let name = table.spec.name;
        let mut stmt = conn.prepare(&format!(
            "WITH now (id, family, holder) AS (SELECT t0.id, {} {})
             SELECT now.id, v.family, v.holder, now.family, now.holder
             FROM now JOIN row_versions v ON v.tbl = '{name}' AND v.id = now.id AND v.is_gone = 0
             WHERE v.family <> now.family OR v.holder <> now.holder ORDER BY now.id",
            table.scope.columns, table.scope.from
        ))?;
        let moved = stmt
            .query_map([], |r| {
                let was = Scope::stored(r.get(1)?, &r.get::<_, Vec<u8>>(2)?);
                Ok((r.get::<_, Id>(0)?, was, Scope::stored(r.get(3)?, &r.get::<_, Vec<u8>>(4)?)))
            })?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for (id, was, is) in moved {
            version += 1;
            leave(conn, version, name, id, &was)?;
            version += 1;
            enter(conn, version, name, id, &is)?;
        }
    }
    let head = crate::journal::head(conn)?.0;
    if version > before && rescoped(conn)?.is_none_or(|(at, _)| at < head) {
        set_fact(conn, RESCOPED, &format!("{head} {before}"))?;
    }
    Ok(())
}

/// Where in the journal other rules of scope last moved rows, and the newest version before: the
/// lines after it are younger than that entry, though no entry tells of them.
/// # Errors
/// Storage errors.
pub fn rescoped(conn: &Connection) -> Result<Option<(i64, i64)>> {
    let text = fact(conn, RESCOPED)?;
    let parts = text.as_deref().and_then(|text| text.split_once(' '));
    Ok(parts.and_then(|(at, before)| Some((at.parse().ok()?, before.parse().ok()?))))
}

/// A row's line in a scope that it is in no longer.
fn leave(conn: &Connection, version: i64, table: &str, id: Id, old: &Scope) -> Result<()> {
    conn.prepare_cached(
        "UPDATE row_versions SET version = ?1, is_gone = 1
         WHERE tbl = ?2 AND id = ?3 AND family = ?4 AND holder = ?5",
    )?
    .execute(params![version, table, id, old.family, old.holder_bytes()])?;
    Ok(())
}

/// A row's line in the scope that it is in.
fn enter(conn: &Connection, version: i64, table: &str, id: Id, new: &Scope) -> Result<()> {
    conn.prepare_cached(
        "INSERT INTO row_versions (version, tbl, id, family, holder, is_gone)
         VALUES (?1, ?2, ?3, ?4, ?5, 0)
         ON CONFLICT (tbl, id, family, holder)
         DO UPDATE SET version = excluded.version, is_gone = 0",
    )?
    .execute(params![version, table, id, new.family, new.holder_bytes()])?;
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
            leave(conn, version, name, id, old)?;
        }
        if let Some(new) = &is {
            version += 1;
            enter(conn, version, name, id, new)?;
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
