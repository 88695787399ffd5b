//! Derived tables: search indexes, counters, queue orders. Each is a pure function of base rows,
//! is never synced, and can be thrown away and built again.
//!
//! A feature that keeps one adds a line to [`DERIVED`]; `netra doctor` checks each, and
//! `netra doctor --repair` rebuilds those that do not agree with their base rows.
//! Invariant: neither `check` nor `rebuild` changes a base row.

use netra_kernel::Result;
use netra_kernel::rusqlite::Connection;

/// One derived table.
#[derive(Clone, Copy)]
pub struct Derived {
    /// The table's name, as people may read it.
    pub name: &'static str,
    /// What is wrong with it; None when it agrees with its base rows. Runs in a transaction that
    /// is rolled back.
    pub check: fn(&Connection) -> Result<Option<String>>,
    /// Builds it again from its base rows. Runs in a transaction.
    pub rebuild: fn(&Connection) -> Result<()>,
}

/// Every derived table of the program.
pub const DERIVED: &[Derived] = &[Derived {
    name: "lead_search",
    check: |conn| check_search(conn, "lead_search"),
    rebuild: |conn| {
        // A bulk command that died cannot leave it paused (one transaction), but a hand can.
        conn.execute("UPDATE lead_search_pause SET is_paused = 0", [])?;
        rebuild_search(conn, "lead_search")
    },
}];

/// Checks a full-text index with external content against the table that it indexes.
/// # Errors
/// Storage errors other than the index being out of step.
pub fn check_search(conn: &Connection, table: &str) -> Result<Option<String>> {
    use netra_kernel::rusqlite::ErrorCode::DatabaseCorrupt;
    let sql = format!("INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)");
    match conn.execute(&sql, []) {
        Ok(_) => Ok(None),
        // FTS5 reports an index that is out of step as corruption.
        Err(e) if e.sqlite_error_code() == Some(DatabaseCorrupt) => {
            Ok(Some("the search index does not agree with its rows".into()))
        }
        Err(e) => Err(e.into()),
    }
}

/// Builds a full-text index with external content again.
/// # Errors
/// Storage errors.
pub fn rebuild_search(conn: &Connection, table: &str) -> Result<()> {
    conn.execute(&format!("INSERT INTO {table} ({table}) VALUES ('rebuild')"), [])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Desk;

    #[test]
    fn every_derived_table_agrees_when_fresh_and_after_a_rebuild() {
        let mut desk = Desk::staffed();
        for name in ["Ananya Deshpande", "रोहित शर्मा"] {
            let lead = serde_json::json!({"name": name, "city": "Pune", "email": format!("{}@x.in", name.len())});
            desk.ok("lead.create", lead);
        }
        for d in DERIVED {
            assert_eq!((d.check)(&desk.conn).unwrap(), None, "{}", d.name);
            (d.rebuild)(&desk.conn).unwrap();
            assert_eq!((d.check)(&desk.conn).unwrap(), None, "{} after a rebuild", d.name);
        }
    }

    #[test]
    fn a_search_index_out_of_step_is_noticed_and_mended() {
        let conn = Connection::open_in_memory().unwrap();
        conn.execute_batch(
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
             CREATE VIRTUAL TABLE note_search USING fts5 (text, content='notes', content_rowid='id');
             INSERT INTO notes VALUES (1, 'first call'), (2, 'second call');",
        )
        .unwrap();
        assert!(check_search(&conn, "note_search").unwrap().is_some());
        rebuild_search(&conn, "note_search").unwrap();
        assert_eq!(check_search(&conn, "note_search").unwrap(), None);
        conn.execute("UPDATE notes SET text = 'third visit' WHERE id = 2", []).unwrap();
        assert!(check_search(&conn, "note_search").unwrap().is_some());
    }
}
