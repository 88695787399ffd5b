//! What the engine must know of a synced table: its data scope, and whose history its rows belong
//! to. A feature lists its tables once, as data.
//!
//! Invariant: a synced table is STRICT, has `id BLOB PRIMARY KEY NOT NULL` as its first column, no
//! REAL columns, and every change to it happens through [`crate::tx::Tx`].

use crate::error::{Error, Result};
use crate::undo::insert_sql;
use rusqlite::Connection;
use std::collections::HashMap;
use std::sync::Arc;

/// Which data scope a row of this table is in: the unit of visibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataScopeRule {
    /// All rows in one named scope.
    Fixed(&'static str),
    /// `<prefix>:<id in column>`, or the second scope when the column is null.
    Column { column: &'static str, prefix: &'static str, when_null: &'static str },
    /// The scope of the row that this column refers to.
    Via { column: &'static str, table: &'static str },
}

/// One synced table.
#[derive(Clone, Copy, Debug)]
pub struct TableSpec {
    pub name: &'static str,
    pub scope: DataScopeRule,
    /// Columns that hold the id of a row in whose history a change here is told
    /// (`quote_lines.quote_id`).
    pub told_in: &'static [&'static str],
}

/// The synced tables as they are in an open database: columns by position.
#[derive(Debug, Default)]
pub struct Tables {
    pub(crate) by_name: HashMap<Vec<u8>, usize>,
    pub(crate) list: Vec<OpenTable>,
}

#[derive(Debug)]
pub(crate) struct OpenTable {
    pub spec: TableSpec,
    /// (position, name) of the stored columns; generated ones are left out.
    pub columns: Vec<(i32, String)>,
    /// The same names, shared by all images of rows of this table.
    pub names: Arc<[String]>,
    /// Statements that read, insert and delete one row.
    pub read: String,
    pub insert: String,
    pub delete: String,
    /// Positions within `columns` of the `told_in` columns.
    pub told_in: Vec<usize>,
    pub scope: ScopeSql,
    /// (table, column) of the rows that have their scope through a row of this one.
    pub children: Vec<(usize, &'static str)>,
}

/// How a row's scope is read: `SELECT <columns> <from> WHERE t0.id = ?1` gives family and holder.
#[derive(Debug)]
pub(crate) struct ScopeSql {
    pub columns: String,
    pub from: String,
}

impl ScopeSql {
    fn of(specs: &[TableSpec], spec: &TableSpec) -> Result<ScopeSql> {
        let mut from = format!("FROM {} t0", spec.name);
        let mut at = spec;
        for n in 0..8 {
            match at.scope {
                DataScopeRule::Fixed(family) => {
                    return Ok(ScopeSql { columns: format!("'{family}', x''"), from });
                }
                DataScopeRule::Column { column, prefix, when_null } => {
                    let c = format!("t{n}.{column}");
                    let columns = format!(
                        "CASE WHEN {c} IS NULL THEN '{when_null}' ELSE '{prefix}' END, ifnull({c}, x'')"
                    );
                    return Ok(ScopeSql { columns, from });
                }
                DataScopeRule::Via { column, table } => {
                    let next = n + 1;
                    from.push_str(&format!(
                        " LEFT JOIN {table} t{next} ON t{next}.id = t{n}.{column}"
                    ));
                    at = specs
                        .iter()
                        .find(|s| s.name == table)
                        .ok_or_else(|| Error::internal(format!("no table {table} for a scope")))?;
                }
            }
        }
        Err(Error::internal(format!("the scope of {} goes in a circle", spec.name)))
    }
}

impl Tables {
    /// Reads the columns of every synced table.
    /// # Errors
    /// `internal` when a table is missing or breaks the rules above.
    pub fn open(conn: &Connection, specs: &[TableSpec]) -> Result<Tables> {
        let mut tables = Tables::default();
        for spec in specs {
            let mut stmt = conn.prepare(&format!("PRAGMA table_xinfo({})", spec.name))?;
            let all = stmt
                .query_map([], |r| {
                    let hidden: i64 = r.get("hidden")?;
                    let kind: String = r.get("type")?;
                    Ok((r.get::<_, i32>("cid")?, r.get::<_, String>("name")?, hidden, kind))
                })?
                .collect::<rusqlite::Result<Vec<_>>>()?;
            let wrong = |why: &str| Error::internal(format!("table {}: {why}", spec.name));
            match all.first() {
                Some((0, name, 0, kind)) if name == "id" && kind == "BLOB" => {}
                _ => return Err(wrong("its first column must be id BLOB")),
            }
            if all.iter().any(|c| c.3 == "REAL" || c.3 == "ANY") {
                return Err(wrong("REAL and ANY columns are not allowed"));
            }
            let columns: Vec<_> =
                all.into_iter().filter(|c| c.2 == 0).map(|c| (c.0, c.1)).collect();
            let told_in = spec
                .told_in
                .iter()
                .map(|t| {
                    columns.iter().position(|c| c.1 == *t).ok_or_else(|| wrong("no such column"))
                })
                .collect::<Result<_>>()?;
            tables.by_name.insert(spec.name.as_bytes().to_vec(), tables.list.len());
            let scope = ScopeSql::of(specs, spec)?;
            let names: Arc<[String]> = columns.iter().map(|c| c.1.clone()).collect();
            let list: Vec<&str> = names.iter().map(String::as_str).collect();
            tables.list.push(OpenTable {
                spec: *spec,
                read: format!("SELECT {} FROM {} WHERE id = ?1", list.join(", "), spec.name),
                insert: insert_sql(spec.name, &list),
                delete: format!("DELETE FROM {} WHERE id = ?1", spec.name),
                names,
                columns,
                told_in,
                scope,
                children: Vec::new(),
            });
        }
        for child in 0..tables.list.len() {
            if let DataScopeRule::Via { column, table } = tables.list[child].spec.scope
                && let Some(&parent) = tables.by_name.get(table.as_bytes())
            {
                tables.list[parent].children.push((child, column));
            }
        }
        Ok(tables)
    }
}
