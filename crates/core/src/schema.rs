//! The shape of the database: migrations, append-only, embedded in the program.
//!
//! Invariant: a database from a newer program is refused and left untouched.

use crate::tables::SYNCED;
use netra_kernel::rows::Image;
use netra_kernel::rusqlite::{self, Connection};
use netra_kernel::{Error, Kind, Result, errors};
use refinery::Target;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// The oldest schema of a device that a server of this program still serves. Migrations add tables
/// and columns, which such a device is not sent. One that does more, in a table that is synced (a
/// column that goes, or gets another meaning; a check that allows more; a uniqueness that is given
/// up), raises this number to its own: the test below notices most of that.
pub const OLDEST_SERVED: i32 = 50;

refinery::embed_migrations!("../../migrations");

errors! {
    pub enum SchemaError {
        Incompatible "schema.newer" Newer { found: i32, known: i32 },
        Internal "schema.changed" Changed { detail: String },
    }
}

/// Brings the database up to this program's version; gives that version back.
/// # Errors
/// `schema.newer` when a newer program made it, `schema.changed` when a migration that was
/// applied differs from ours.
pub fn migrate(conn: &mut Connection) -> Result<i32> {
    let known = newest();
    let found = version(conn)?;
    if found > known {
        return Err(SchemaError::Newer { found, known }.into());
    }
    migrations::runner().set_abort_missing(true).set_abort_divergent(true).run(conn).map_err(
        |e| match e.kind() {
            refinery::error::Kind::DivergentVersion(..)
            | refinery::error::Kind::MissingVersion(..) => {
                SchemaError::Changed { detail: e.to_string() }.into()
            }
            _ => Error::new(Kind::Internal, "storage.failed").because(e),
        },
    )?;
    Ok(known)
}

/// The newest migration that this program knows.
pub fn newest() -> i32 {
    // Asked with every push and pull; finding it reads them all.
    static NEWEST: LazyLock<i32> = LazyLock::new(|| versions().into_iter().max().unwrap_or(0));
    *NEWEST
}

/// The newest migration in a database; 0 for an empty one. Does not write.
/// # Errors
/// Storage errors, `storage.wrong_key` among them.
pub fn version(conn: &Connection) -> Result<i32> {
    // Asked with every pull, too, so its statements are kept.
    let has: bool = conn
        .prepare_cached(
            "SELECT count(*) FROM sqlite_master WHERE name = 'refinery_schema_history'",
        )?
        .query_row([], |r| r.get(0))?;
    if !has {
        return Ok(0);
    }
    Ok(conn
        .prepare_cached("SELECT ifnull(max(version), 0) FROM refinery_schema_history")?
        .query_row([], |r| r.get(0))?)
}

/// The synced tables, with their stored columns, as programs of one schema know them.
#[derive(Debug, PartialEq, Eq)]
pub struct Shape {
    tables: BTreeMap<String, BTreeSet<String>>,
}

impl Shape {
    fn read(conn: &Connection) -> Result<Shape> {
        let mut tables = BTreeMap::new();
        let mut stmt = conn.prepare("SELECT name FROM pragma_table_xinfo(?1) WHERE hidden = 0")?;
        for table in SYNCED {
            let columns = stmt.query_map([table.name], |r| r.get(0))?;
            let columns = columns.collect::<rusqlite::Result<BTreeSet<String>>>()?;
            if !columns.is_empty() {
                tables.insert(table.name.to_owned(), columns);
            }
        }
        Ok(Shape { tables })
    }

    pub fn has_table(&self, table: &str) -> bool {
        self.tables.contains_key(table)
    }

    /// Leaves the columns that such a program knows.
    pub fn narrow(&self, table: &str, image: &mut Image) {
        image.keep(|column| self.tables.get(table).is_some_and(|known| known.contains(column)));
    }
}

/// What programs of this schema know; None when no program of ours was of it. Found by making an
/// empty database of it, once.
/// # Errors
/// Storage errors.
pub fn shape(version: i32) -> Result<Option<Arc<Shape>>> {
    static KNOWN: Mutex<BTreeMap<i32, Arc<Shape>>> = Mutex::new(BTreeMap::new());
    if !versions().contains(&version) {
        return Ok(None);
    }
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(shape) = known.get(&version) {
        return Ok(Some(Arc::clone(shape)));
    }
    let shape = Arc::new(Shape::read(&made(version)?)?);
    known.insert(version, Arc::clone(&shape));
    Ok(Some(shape))
}

fn versions() -> Vec<i32> {
    let runner = migrations::runner();
    runner.get_migrations().iter().map(refinery::Migration::version).collect()
}

/// An empty database in memory, of this schema.
/// # Errors
/// Storage errors.
pub fn made(version: i32) -> Result<Connection> {
    let mut conn = Connection::open_in_memory()?;
    let runner = migrations::runner().set_target(Target::Version(version));
    runner.run(&mut conn).map_err(Error::internal)?;
    Ok(conn)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(conn: &Connection, sql: &str, about: &str) -> Vec<String> {
        let mut stmt = conn.prepare(sql).unwrap();
        let rows = stmt.query_map([about], |r| r.get(0)).unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap()
    }

    /// Whether `is` is `was` with something put in at one place that begins with one of these
    /// columns, as ADD COLUMN does. A check that allows more is none.
    fn is_added_to(was: &str, is: &str, columns: &[String]) -> bool {
        if was == is {
            return true;
        }
        let before = was.bytes().zip(is.bytes()).take_while(|(a, b)| a == b).count();
        let after = was.bytes().rev().zip(is.bytes().rev()).take_while(|(a, b)| a == b).count();
        let Some(more) = is.len().checked_sub(was.len()) else { return false };
        (was.len().saturating_sub(after)..=before).any(|at| {
            let added = is.get(at..at + more).unwrap_or_default();
            let added = added.trim_start_matches([',', ' ', '\n']);
            columns.iter().any(|c| added.split(' ').next() == Some(c))
        })
    }

    /// What a program of an older schema would stumble over, table by table.
    fn breaks(old: &Connection, new: &Connection) -> Vec<String> {
        const TABLE: &str = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?1";
        const UNIQUE: &str = "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ?1
                              AND sql LIKE 'CREATE UNIQUE%' ORDER BY name";
        const COLUMNS: &str = "SELECT name FROM pragma_table_xinfo(?1)";
        let mut found = Vec::new();
        for table in SYNCED.iter().map(|t| t.name) {
            let Some(was) = column(old, TABLE, table).pop() else { continue };
            let had = column(old, COLUMNS, table);
            let mut fresh = column(new, COLUMNS, table);
            fresh.retain(|c| !had.contains(c));
            match column(new, TABLE, table).pop() {
                Some(is) if is_added_to(&was, &is, &fresh) => {}
                _ => found.push(format!("{table} is not what it was, with columns added")),
            }
            let stay = column(new, UNIQUE, table);
            let gone = column(old, UNIQUE, table).into_iter().filter(|i| !stay.contains(i));
            found.extend(gone.map(|index| format!("{table} is unique no more: {index}")));
        }
        found
    }

    #[test]
    fn whoever_is_served_can_take_what_is_sent() {
        let new = made(newest()).unwrap();
        assert!(versions().contains(&OLDEST_SERVED));
        for version in versions().into_iter().filter(|v| *v >= OLDEST_SERVED) {
            let found = breaks(&made(version).unwrap(), &new);
            assert!(found.is_empty(), "raise OLDEST_SERVED above {version}: {found:?}");
        }
    }

    #[test]
    fn what_would_break_an_older_reader_is_noticed() {
        let old = made(OLDEST_SERVED).unwrap();
        for (change, is_fine) in [
            ("ALTER TABLE leads ADD COLUMN tomorrow TEXT", true),
            ("ALTER TABLE leads ADD COLUMN a TEXT; ALTER TABLE leads ADD COLUMN b INTEGER", true),
            ("CREATE UNIQUE INDEX tomorrow ON leads (name)", true),
            ("ALTER TABLE lead_notes DROP COLUMN body", false),
            ("ALTER TABLE leads RENAME COLUMN city TO town", false),
            ("ALTER TABLE lead_notes RENAME TO remarks", false),
            ("DROP INDEX calls_unfinished", false),
        ] {
            let new = made(newest()).unwrap();
            new.execute_batch(change).unwrap_or_else(|e| panic!("{change}: {e}"));
            assert_eq!(breaks(&old, &new).is_empty(), is_fine, "{change}");
        }
        // Checks that allow more, in a table that is made anew.
        let sql = column(&old, "SELECT sql FROM sqlite_master WHERE name = ?1", "calls").remove(0);
        for (less, more) in [("'busy', ", "'busy', 'tomorrow', "), ("IN (0, 1)", "IN (0, 1, 2)")] {
            let wider = sql.replacen(less, more, 1);
            assert!(wider != sql && !is_added_to(&sql, &wider, &["tomorrow".into()]), "{more}");
        }
    }

    #[test]
    fn a_shape_is_what_was_there_then() {
        let old = shape(51).unwrap().unwrap();
        let new = shape(newest()).unwrap().unwrap();
        let narrowed = |shape: &Shape| {
            let columns = ["id", "tomorrow", "evidence_file_id"].map(str::to_owned);
            let values = (1..=3).map(rusqlite::types::Value::Integer).collect();
            let mut image = Image { columns: columns.into(), values };
            shape.narrow("payments", &mut image);
            let numbers = image.values.into_iter().map(|value| match value {
                rusqlite::types::Value::Integer(n) => n,
                other => panic!("{other:?}"),
            });
            image.columns.iter().cloned().zip(numbers).collect::<Vec<_>>()
        };
        assert_eq!(narrowed(&old), [("id".to_owned(), 1)]);
        assert_eq!(narrowed(&new), [("id".to_owned(), 1), ("evidence_file_id".to_owned(), 3)]);
        assert!(new.has_table("leads") && !new.has_table("journal"));
        assert!(shape(12).unwrap().is_some_and(|s| s.has_table("leads") && !s.has_table("quotes")));
        for unknown in [i32::MIN, -1, 0, 14, 49, newest() + 1, i32::MAX] {
            assert!(shape(unknown).unwrap().is_none(), "{unknown}");
        }
        assert_eq!(shape(50).unwrap(), shape(51).unwrap());
        assert_ne!(shape(51).unwrap(), shape(52).unwrap());
    }
}
