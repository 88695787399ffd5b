//! Rows as images by column name: what an authority sends and a replica stores.
//!
//! Invariant: table and column names become SQL only if the open database has them.

use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::table::OpenTable;
use crate::undo::insert_sql;
use crate::value;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde_json::{Map, Value};

/// A row: its stored columns in the table's order.
pub type Image = Map<String, Value>;

fn open<'e>(engine: &'e Engine, table: &str) -> Result<&'e OpenTable> {
    let at = engine.tables.by_name.get(table.as_bytes());
    at.map(|i| &engine.tables.list[*i]).ok_or_else(|| Error::internal("no such synced table"))
}

/// True when this is an image of that row: exactly the columns of a table that there is, and its
/// id.
pub fn fits(engine: &Engine, table: &str, id: Id, image: &Image) -> bool {
    let Ok(table) = open(engine, table) else { return false };
    table.columns.len() == image.len()
        && table.columns.iter().all(|(_, name)| image.contains_key(name))
        && image.get("id") == Some(&value::to_json(&Sql::Blob(id.0.to_vec())))
        && image.values().all(|v| value::from_json(v).is_ok())
}

/// True when there is such a synced table.
pub fn is_table(engine: &Engine, table: &str) -> bool {
    open(engine, table).is_ok()
}

/// # Errors
/// `internal` when there is no such table; storage errors.
pub fn read(conn: &Connection, engine: &Engine, table: &str, id: Id) -> Result<Option<Image>> {
    let table = open(engine, table)?;
    let names: Vec<&str> = table.columns.iter().map(|c| c.1.as_str()).collect();
    let sql = format!("SELECT {} FROM {} WHERE id = ?1", names.join(", "), table.spec.name);
    Ok(conn
        .prepare_cached(&sql)?
        .query_row([id], |r| {
            let mut image = Map::new();
            for (i, name) in names.iter().enumerate() {
                image.insert((*name).to_owned(), value::to_json(&r.get::<_, Sql>(i)?));
            }
            Ok(image)
        })
        .optional()?)
}

/// Puts a row there that is not there yet.
/// # Errors
/// `internal` when the image does not fit; storage errors.
pub fn insert(conn: &Connection, engine: &Engine, table: &str, image: &Image) -> Result<()> {
    let table = open(engine, table)?;
    let names: Vec<&str> = table.columns.iter().map(|c| c.1.as_str()).collect();
    let values = names
        .iter()
        .map(|n| value::from_json(image.get(*n).unwrap_or(&Value::Null)))
        .collect::<Result<Vec<Sql>>>()?;
    conn.prepare_cached(&insert_sql(table.spec.name, &names))?.execute(params_from_iter(values))?;
    Ok(())
}

/// Takes a row away, if it is there.
/// # Errors
/// `internal` when there is no such table; storage errors.
pub fn delete(conn: &Connection, engine: &Engine, table: &str, id: Id) -> Result<()> {
    let table = open(engine, table)?;
    conn.prepare_cached(&format!("DELETE FROM {} WHERE id = ?1", table.spec.name))?
        .execute([id])?;
    Ok(())
}
