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
    /// The table that it follows.
    pub of: &'static str,
    /// What is wrong with it; None when it agrees with its base rows. Runs in a transaction that
    /// is rolled back.
    pub check: fn(&Connection) -> Result<Option<String>>,
    /// Builds it again from its base rows. Runs in a transaction.
    pub rebuild: fn(&Connection) -> Result<()>,
    /// Empties it, and has it follow nothing until `follow` has caught up.
    pub empty: fn(&Connection) -> Result<()>,
    /// Takes in so many more rows; true once it holds all of them.
    pub follow: fn(&Connection, i64) -> Result<bool>,
}

/// Every derived table of the program.
pub const DERIVED: &[Derived] = &[Derived {
    name: "lead_search",
    of: "leads",
    check: |conn| match indexed_to(conn)? {
        i64::MAX => check_search(conn, "lead_search"),
        // A new copy: it is still being built.
        _ => Ok(None),
    },
    rebuild: |conn| {
        // A bulk command that died cannot leave it paused (one transaction), but a hand can.
        conn.execute("UPDATE lead_search_pause SET is_paused = 0, indexed_to = ?1", [i64::MAX])?;
        rebuild_search(conn, "lead_search")
    },
    empty: |conn| {
        set_indexed_to(conn, 0)?;
        conn.execute("INSERT INTO lead_search (lead_search) VALUES ('delete-all')", [])?;
        Ok(())
    },
    follow: |conn, most| {
        let from = indexed_to(conn)?;
        if from == i64::MAX {
            return Ok(true);
        }
        let to: Option<i64> = conn.query_row(
            "SELECT max(rowid) FROM
                 (SELECT rowid FROM leads WHERE rowid > ?1 ORDER BY rowid LIMIT ?2)",
            [from, most],
            |r| r.get(0),
        )?;
        let Some(to) = to else {
            set_indexed_to(conn, i64::MAX)?;
            return Ok(true);
        };
        conn.execute(
            "INSERT INTO lead_search (rowid, name, company_name, city)
             SELECT rowid, name, company_name, city FROM leads
             WHERE rowid > ?1 AND rowid <= ?2 ORDER BY rowid",
            [from, to],
        )?;
        set_indexed_to(conn, to)?;
        Ok(false)
    },
}];

/// The last lead that the search index holds.
fn indexed_to(conn: &Connection) -> Result<i64> {
    Ok(conn.query_row("SELECT indexed_to FROM lead_search_pause", [], |r| r.get(0))?)
}

fn set_indexed_to(conn: &Connection, rowid: i64) -> Result<()> {
    conn.execute("UPDATE lead_search_pause SET indexed_to = ?1", [rowid])?;
    Ok(())
}

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
    fn a_derived_table_catches_up_while_its_rows_change() {
        let mut desk = Desk::staffed();
        let named = |n: usize| serde_json::json!({"name": format!("Asha {n}"), "email": format!("asha{n}@x.in")});
        for n in 0..7 {
            desk.ok("lead.create", named(n));
        }
        let change = |desk: &Desk, sql: &str| desk.conn.execute_batch(sql).unwrap();
        for d in DERIVED {
            (d.empty)(&desk.conn).unwrap();
            assert!(!(d.follow)(&desk.conn, 3).unwrap());
            assert_eq!((d.check)(&desk.conn).unwrap(), None, "{} is not there yet", d.name);
        }
        // Before and behind the place that it has reached.
        let low = "(SELECT min(rowid) FROM leads)";
        let high = "(SELECT max(rowid) FROM leads)";
        change(&desk, &format!("UPDATE leads SET name = 'Bela' WHERE rowid IN ({low}, {high})"));
        change(&desk, &format!("DELETE FROM leads WHERE rowid IN ({low}, {high})"));
        desk.ok("lead.create", named(8));
        for d in DERIVED {
            while !(d.follow)(&desk.conn, 3).unwrap() {}
            assert_eq!((d.check)(&desk.conn).unwrap(), None, "{} caught up", d.name);
        }
        desk.ok("lead.create", named(9));
        change(&desk, &format!("DELETE FROM leads WHERE rowid = {low}"));
        for d in DERIVED {
            assert_eq!((d.check)(&desk.conn).unwrap(), None, "{} follows again", d.name);
        }
        let found: i64 = desk
            .conn
            .query_row("SELECT count(*) FROM lead_search WHERE lead_search MATCH 'asha'", [], |r| {
                r.get(0)
            })
            .unwrap();
        assert_eq!(found, 6);
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
