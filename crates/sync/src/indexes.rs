//! Indexes last: while a new copy is filled its rows go in without them, since a sorted index is
//! built in a fraction of the time that it takes to grow. They come back one by one afterwards, in
//! the order in which they were made, which is that of the first screen; search comes at the end.
//!
//! The statements that bring back what is missing are a local fact; an empty list: search alone.
//!
//! Invariant: what is missing is written down in the transaction that takes it away, and struck out
//! in the one that brings it back.
//! Invariant: UNIQUE indexes stay: they are rules.

use crate::mutation::{self, Mutation};
use crate::replica::{fact, is_usable, set_fact};
use netra_core::derived::DERIVED;
use netra_kernel::tx::LATE_INDEXES as LATE;
use netra_kernel::{Engine, Result};
use rusqlite::{Connection, TransactionBehavior};

/// Rows that go into the search index in one commit.
const TOGETHER: i64 = 5_000;
/// KiB of pages kept while an index is sorted.
const SMALL_CACHE: i64 = -8_192;
/// Fewer rows than these are taken away one by one.
const MANY: usize = 1_000;

/// Takes every index of the synced tables away, until [`next`] has brought all back. Not from a copy
/// that is open already (a newer program brought them back in the midst of filling it): whoever reads
/// it counts on them.
pub(crate) fn set_aside(conn: &Connection, engine: &Engine) -> Result<()> {
    if fact(conn, LATE)?.is_some() || is_usable(conn)? {
        return Ok(());
    }
    let mut late = Vec::new();
    for table in engine.catalogue.tables {
        for (name, sql) in of_table(conn, table.name, INDEXES)? {
            conn.execute_batch(&format!("DROP INDEX {name}"))?;
            late.push(sql);
        }
    }
    for derived in DERIVED {
        (derived.empty)(conn)?;
    }
    set_fact(conn, LATE, Some(&serde_json::to_string(&late)?))
}

/// Indexes that are no rule.
const INDEXES: &str = "CREATE INDEX %";
const TRIGGERS: &str = "CREATE TRIGGER %";

/// Name and statement of each of these on a table, in the order in which they were made.
fn of_table(conn: &Connection, table: &str, made_by: &str) -> Result<Vec<(String, String)>> {
    let mut stmt = conn.prepare_cached(
        "SELECT name, sql FROM sqlite_master WHERE tbl_name = ?1 AND sql LIKE ?2 ORDER BY rowid",
    )?;
    let rows = stmt.query_map([table, made_by], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Brings back the next index, or a part of search; false when nothing was missing.
/// # Errors
/// Storage errors.
pub fn next(conn: &mut Connection) -> Result<bool> {
    if fact(conn, LATE)?.is_none() {
        return Ok(false);
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let Some(text) = fact(&tx, LATE)? else { return Ok(false) };
    let mut late: Vec<String> = serde_json::from_str(&text)?;
    let is_done = if late.is_empty() {
        let mut is_done = true;
        for derived in DERIVED {
            is_done &= (derived.follow)(&tx, TOGETHER)?;
        }
        is_done
    } else {
        let sql = late.remove(0);
        if !mutation::is(Mutation::StrikesUnbuilt) {
            sorted(&tx, &sql)?;
        }
        false
    };
    let left = serde_json::to_string(&late)?;
    set_fact(&tx, LATE, (!is_done).then_some(&left))?;
    tx.commit()?;
    Ok(true)
}

/// Builds an index. What is sorted lies in memory, since nothing may lie on the disk in the clear;
/// kept pages make room for it.
fn sorted(conn: &Connection, sql: &str) -> Result<()> {
    let kept: i64 = conn.query_row("PRAGMA cache_size", [], |r| r.get(0))?;
    conn.pragma_update(None, "cache_size", SMALL_CACHE)?;
    let done = conn.execute_batch(sql);
    conn.pragma_update(None, "cache_size", kept)?;
    Ok(done?)
}

/// Brings all of them back: a newer program's migrations count on them.
/// # Errors
/// Storage errors.
pub fn all(conn: &mut Connection) -> Result<()> {
    while next(conn)? {}
    Ok(())
}

/// Takes all rows of a table away, when these many are all of them and they are many: without its
/// indexes, which come back empty, and without its triggers, with which SQLite would go from row to
/// row instead of giving the pages back. False: nothing was done.
pub(crate) fn empties(conn: &Connection, table: &str, rows: usize) -> Result<bool> {
    if rows < MANY || fact(conn, LATE)?.is_some() {
        return Ok(false);
    }
    let all: i64 = conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))?;
    if usize::try_from(all).ok() != Some(rows) {
        return Ok(false);
    }
    let (indexes, triggers) = (of_table(conn, table, INDEXES)?, of_table(conn, table, TRIGGERS)?);
    for (name, _) in &indexes {
        conn.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    for (name, _) in &triggers {
        conn.execute_batch(&format!("DROP TRIGGER {name}"))?;
    }
    let derived = || DERIVED.iter().filter(|d| d.of == table);
    for derived in derived() {
        (derived.empty)(conn)?;
    }
    conn.execute(&format!("DELETE FROM {table}"), [])?;
    for (_, sql) in indexes.iter().chain(&triggers) {
        conn.execute_batch(sql)?;
    }
    for derived in derived() {
        while !(derived.follow)(conn, TOGETHER)? {}
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use netra_core::schema;
    use netra_kernel::Id;

    fn with_leads(many: usize) -> Connection {
        let conn = schema::made(schema::newest()).unwrap();
        conn.pragma_update(None, "foreign_keys", false).unwrap();
        let sql = "INSERT INTO leads (id, name, scored_at, created_by, created_at, updated_at)
                   VALUES (?1, ?2, 0, ?1, 0, 0)";
        for n in 0..many {
            let name = format!("Asha {n}");
            conn.execute(sql, (Id::named("lead", &name), name)).unwrap();
        }
        conn
    }

    fn count(conn: &Connection, what: &str) -> usize {
        conn.query_row(&format!("SELECT count(*) FROM {what}"), [], |r| r.get::<_, i64>(0)).unwrap()
            as usize
    }

    #[test]
    fn all_rows_of_a_table_go_and_its_indexes_and_search_stand_as_before() {
        let conn = with_leads(MANY);
        let made = || [INDEXES, TRIGGERS].map(|kind| of_table(&conn, "leads", kind).unwrap());
        let before = made();
        assert!(!before[0].is_empty() && !before[1].is_empty());
        assert!(empties(&conn, "leads", MANY).unwrap());
        assert_eq!(count(&conn, "leads"), 0);
        assert_eq!(made(), before);
        for derived in DERIVED {
            assert_eq!((derived.check)(&conn).unwrap(), None, "{}", derived.name);
        }
        let found = "lead_search WHERE lead_search MATCH 'Asha'";
        assert_eq!(count(&conn, found), 0);
    }

    #[test]
    fn where_some_stay_or_there_are_few_nothing_is_done() {
        for (there, lost) in [(MANY + 1, MANY), (MANY - 1, MANY - 1)] {
            let conn = with_leads(there);
            assert!(!empties(&conn, "leads", lost).unwrap());
            assert_eq!(count(&conn, "leads"), there);
        }
    }
}
