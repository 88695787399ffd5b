//! Rows as images by column name: what an authority sends and a replica stores.
//!
//! Invariant: table and column names become SQL only if the open database has them.

use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::table::OpenTable;
use crate::value;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// A row: its stored columns in the table's order. As JSON an object by column name; many of one
/// table share the names.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    pub columns: Arc<[String]>,
    pub values: Vec<Sql>,
}

impl Image {
    /// The value of a column.
    pub fn get(&self, column: &str) -> Option<&Sql> {
        let at = self.columns.iter().position(|c| c == column)?;
        self.values.get(at)
    }

    /// Leaves the columns that are wanted.
    pub fn keep(&mut self, is_wanted: impl Fn(&str) -> bool) {
        if self.columns.iter().all(|column| is_wanted(column)) {
            return;
        }
        let columns = Arc::clone(&self.columns);
        let mut names = columns.iter();
        self.values.retain(|_| names.next().is_some_and(|name| is_wanted(name)));
        self.columns = columns.iter().filter(|name| is_wanted(name)).cloned().collect();
    }

    /// About how many bytes it takes on its way.
    pub fn weight(&self) -> usize {
        let weight = |v: &Sql| match v {
            Sql::Null => 5,
            Sql::Integer(_) | Sql::Real(_) => 10,
            Sql::Text(text) => text.len() + 3,
            Sql::Blob(bytes) => bytes.len() * 2 + 10,
        };
        self.values.iter().map(weight).sum()
    }
}

impl Serialize for Image {
    fn serialize<S: Serializer>(&self, s: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(self.values.len()))?;
        for (name, value) in self.columns.iter().zip(&self.values) {
            map.serialize_entry(name, &value::to_json(value))?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Image {
    fn deserialize<D: Deserializer<'de>>(d: D) -> std::result::Result<Image, D::Error> {
        struct Columns;
        impl<'de> Visitor<'de> for Columns {
            type Value = Image;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row by column name")
            }
            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> std::result::Result<Image, A::Error> {
                let (mut columns, mut values) = (Vec::new(), Vec::new());
                while let Some((name, value)) = map.next_entry::<String, Value>()? {
                    columns.push(name);
                    values.push(value::from_json(&value).map_err(de::Error::custom)?);
                }
                Ok(Image { columns: columns.into(), values })
            }
        }
        d.deserialize_map(Columns)
    }
}

fn open<'e>(engine: &'e Engine, table: &str) -> Result<&'e OpenTable> {
    let at = engine.tables.by_name.get(table.as_bytes());
    at.map(|i| &engine.tables.list[*i]).ok_or_else(|| Error::internal("no such synced table"))
}

/// True when this is an image of that row: exactly the columns of a table that there is, and its
/// id.
pub fn fits(engine: &Engine, table: &str, id: Id, image: &Image) -> bool {
    let Ok(table) = open(engine, table) else { return false };
    let (ours, theirs) = (&table.names, &image.columns);
    image.values.len() == ours.len()
        && (Arc::ptr_eq(ours, theirs)
            || ours == theirs
            || (ours.len() == theirs.len() && ours.iter().all(|name| theirs.contains(name))))
        && matches!(image.get("id"), Some(Sql::Blob(bytes)) if *bytes == id.0)
}

/// True when there is such a synced table.
pub fn is_table(engine: &Engine, table: &str) -> bool {
    open(engine, table).is_ok()
}

/// # Errors
/// `internal` when there is no such table; storage errors.
pub fn read(conn: &Connection, engine: &Engine, table: &str, id: Id) -> Result<Option<Image>> {
    let table = open(engine, table)?;
    Ok(conn
        .prepare_cached(&table.read)?
        .query_row([id], |r| {
            let values = (0..table.names.len()).map(|i| r.get::<_, Sql>(i));
            let values = values.collect::<rusqlite::Result<_>>()?;
            Ok(Image { columns: Arc::clone(&table.names), values })
        })
        .optional()?)
}

/// Puts a row there that is not there yet.
/// # Errors
/// `internal` when the image does not fit; storage errors.
pub fn insert(conn: &Connection, engine: &Engine, table: &str, image: &Image) -> Result<()> {
    let table = open(engine, table)?;
    let mut insert = conn.prepare_cached(&table.insert)?;
    if Arc::ptr_eq(&image.columns, &table.names) || image.columns == table.names {
        insert.execute(params_from_iter(&image.values))?;
        return Ok(());
    }
    let values = table.names.iter().map(|name| image.get(name).unwrap_or(&Sql::Null));
    insert.execute(params_from_iter(values))?;
    Ok(())
}

/// Takes a row away, if it is there.
/// # Errors
/// `internal` when there is no such table; storage errors.
pub fn delete(conn: &Connection, engine: &Engine, table: &str, id: Id) -> Result<()> {
    conn.prepare_cached(&open(engine, table)?.delete)?.execute([id])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_written_by_name_and_read_again() {
        let columns: Arc<[String]> = ["id".to_owned(), "name".to_owned()].into();
        let values = vec![Sql::Blob(vec![1; 16]), Sql::Text("क".into())];
        let image = Image { columns, values };
        let text = serde_json::to_string(&image).unwrap();
        assert!(text.starts_with(r#"{"id":{"$x":"0101"#), "{text}");
        let again: Image = serde_json::from_str(&text).unwrap();
        assert_eq!(again, image);
        assert_eq!(again.get("name"), Some(&Sql::Text("क".into())));
        assert_eq!(again.get("nothing"), None);
    }
}
