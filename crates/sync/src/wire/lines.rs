//! The rows of a page as they travel: the names of tables, columns and scopes once, and each row as
//! an array. Written out row by row, half of a page would be names.
//!
//! `{"tables": [["leads", ["id", "name", …]], …], "scopes": ["leads:…", …],
//!   "lines": [[version, table, scope, [value, …]], [version, table, scope, "id of a row that left"]]}`

use super::Row;
use netra_kernel::rows::Image;
use netra_kernel::{Id, Scope};
use rusqlite::types::Value as Sql;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeTuple};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// What is said of it to whoever reads `openapi.json`.
pub(super) struct Lines;

impl JsonSchema for Lines {
    fn schema_name() -> Cow<'static, str> {
        "Lines".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "required": ["tables", "scopes", "lines"],
            "properties": {
                "tables": {
                    "type": "array",
                    "description": "The name of a table and its columns in order.",
                    "items": {"type": "array"}
                },
                "scopes": {"type": "array", "items": {"type": "string"}},
                "lines": {
                    "type": "array",
                    "description": "[version, place in tables, place in scopes, the row's values \
                                    in order; or the id of a row that left that scope].",
                    "items": {"type": "array"}
                }
            }
        })
    }
}

pub(super) fn serialize<S: Serializer>(rows: &[Row], s: S) -> Result<S::Ok, S::Error> {
    let (mut tables, mut scopes) = (Vec::new(), Vec::new());
    let (mut table_at, mut scope_at) = (HashMap::new(), HashMap::new());
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        // A row that left says nothing of columns, so it has a line of its own for its table.
        let columns = row.image.as_ref().map(|image| &image.columns);
        let table = *table_at.entry((&row.table, columns)).or_insert_with(|| {
            tables.push((&row.table, columns.map_or(&[] as &[String], |c| c)));
            tables.len() - 1
        });
        let scope = *scope_at.entry(&row.scope).or_insert_with(|| {
            scopes.push(&row.scope);
            scopes.len() - 1
        });
        lines.push(Out { row, table, scope });
    }
    let mut map = s.serialize_map(Some(3))?;
    map.serialize_entry("tables", &tables)?;
    map.serialize_entry("scopes", &scopes)?;
    map.serialize_entry("lines", &lines)?;
    map.end()
}

struct Out<'a> {
    row: &'a Row,
    table: usize,
    scope: usize,
}

impl Serialize for Out<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut line = s.serialize_tuple(4)?;
        line.serialize_element(&self.row.version)?;
        line.serialize_element(&self.table)?;
        line.serialize_element(&self.scope)?;
        match &self.row.image {
            Some(image) => line.serialize_element(&Values(&image.values))?,
            None => line.serialize_element(&self.row.id)?,
        }
        line.end()
    }
}

struct Values<'a>(&'a [Sql]);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(self.0.iter().map(OutCell))
    }
}

struct OutCell<'a>(&'a Sql);

impl Serialize for OutCell<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Sql::Null => s.serialize_unit(),
            Sql::Integer(n) => s.serialize_i64(*n),
            Sql::Real(x) => s.serialize_f64(*x),
            Sql::Text(text) => s.serialize_str(text),
            Sql::Blob(bytes) => {
                let mut map = s.serialize_map(Some(1))?;
                match <[u8; 16]>::try_from(bytes.as_slice()) {
                    Ok(id) => {
                        let mut hex = [0; 32];
                        let hex = hex::encode_to_slice(id, &mut hex).ok().map(|()| hex);
                        let hex = hex.as_ref().and_then(|h| std::str::from_utf8(h).ok());
                        map.serialize_entry("$x", hex.unwrap_or_default())?;
                    }
                    Err(_) => map.serialize_entry("$x", &hex::encode(bytes))?,
                }
                map.end()
            }
        }
    }
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<Row>, D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct In {
        tables: Vec<(String, Vec<String>)>,
        scopes: Vec<Scope>,
        lines: Vec<(i64, usize, usize, Content)>,
    }
    let In { tables, scopes, lines } = In::deserialize(d)?;
    let tables: Vec<(String, Arc<[String]>)> =
        tables.into_iter().map(|(name, columns)| (name, columns.into())).collect();
    let mut rows = Vec::with_capacity(lines.len());
    for (version, table, scope, content) in lines {
        let (Some((table, columns)), Some(scope)) = (tables.get(table), scopes.get(scope)) else {
            return Err(de::Error::custom("a row of nothing that was named"));
        };
        let (id, image) = match content {
            Content::Left(id) => (id, None),
            Content::Values(values) => {
                // The id is the first column of every synced table.
                let id = match values.first() {
                    Some(Sql::Blob(bytes)) => bytes.as_slice().try_into().ok().map(Id),
                    _ => None,
                };
                let id = id.filter(|_| values.len() == columns.len());
                let id = id.ok_or_else(|| de::Error::custom("a row without its id"))?;
                (id, Some(Image { columns: Arc::clone(columns), values }))
            }
        };
        rows.push(Row { version, table: table.clone(), id, scope: scope.clone(), image });
    }
    Ok(rows)
}

enum Content {
    Values(Vec<Sql>),
    Left(Id),
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Content, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Content;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a row's values, or its id")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Content, E> {
                Id::parse(text).map(Content::Left).ok_or_else(|| E::custom("this is not an id"))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Content, A::Error> {
                let mut values = Vec::with_capacity(40);
                while let Some(InCell(value)) = seq.next_element()? {
                    values.push(value);
                }
                Ok(Content::Values(values))
            }
        }
        d.deserialize_any(Any)
    }
}

struct InCell(Sql);

impl<'de> Deserialize<'de> for InCell {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<InCell, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = InCell;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a stored value")
            }
            fn visit_unit<E: de::Error>(self) -> Result<InCell, E> {
                Ok(InCell(Sql::Null))
            }
            fn visit_i64<E: de::Error>(self, n: i64) -> Result<InCell, E> {
                Ok(InCell(Sql::Integer(n)))
            }
            fn visit_u64<E: de::Error>(self, n: u64) -> Result<InCell, E> {
                i64::try_from(n).map(|n| InCell(Sql::Integer(n))).map_err(E::custom)
            }
            fn visit_f64<E: de::Error>(self, x: f64) -> Result<InCell, E> {
                Ok(InCell(Sql::Real(x)))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<InCell, E> {
                Ok(InCell(Sql::Text(text.to_owned())))
            }
            fn visit_string<E: de::Error>(self, text: String) -> Result<InCell, E> {
                Ok(InCell(Sql::Text(text)))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<InCell, A::Error> {
                let wrong = || de::Error::custom("an object that is no stored value");
                let (name, Hex(bytes)) = map.next_entry::<Name, Hex>()?.ok_or_else(wrong)?;
                match (name.0, map.next_key::<de::IgnoredAny>()?) {
                    (true, None) => Ok(InCell(Sql::Blob(bytes))),
                    _ => Err(wrong()),
                }
            }
        }
        d.deserialize_any(Any)
    }
}

/// Whether a name is the one that blobs have.
struct Name(bool);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Name, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Name;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Name, E> {
                Ok(Name(text == "$x"))
            }
        }
        d.deserialize_str(Text)
    }
}

struct Hex(Vec<u8>);

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Hex, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Hex;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("hexadecimal digits")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Hex, E> {
                hex::decode(text).map(Hex).map_err(E::custom)
            }
        }
        d.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Cookie, Page};
    use super::*;

    fn page(rows: Vec<Row>) -> Page {
        let cookie = Cookie { log: Id::named("a", "log"), seq: 1, hash: String::new() };
        Page { cookie, scopes: Vec::new(), rows, end: None }
    }

    fn row(version: i64, table: &str, columns: &[&str], values: Option<Vec<Sql>>) -> Row {
        let id = Id::named("a", table);
        let columns: Arc<[String]> = columns.iter().map(|c| (*c).to_owned()).collect();
        let image = values.map(|mut values| {
            values.insert(0, Sql::Blob(id.0.to_vec()));
            Image { columns, values }
        });
        Row { version, table: table.to_owned(), id, scope: Scope::shared("leads"), image }
    }

    #[test]
    fn rows_come_back_in_order_whatever_is_in_them() {
        let odd = [
            Sql::Null,
            Sql::Integer(i64::MIN),
            Sql::Text("\"क्षत्रिय\" \u{0} \\ \n".into()),
            Sql::Blob(vec![0, 255, 7]),
            Sql::Blob(vec![9; 16]),
            Sql::Blob(Vec::new()),
        ];
        let mut rows = Vec::new();
        for (n, value) in (1..).zip(odd) {
            rows.push(row(n, "leads", &["id", "a"], Some(vec![value])));
        }
        rows.push(row(90, "leads", &[], None));
        rows.push(row(91, "people", &["id"], Some(Vec::new())));
        let text = serde_json::to_string(&page(rows.clone())).unwrap();
        assert_eq!(text.matches("\"id\"").count(), 2, "names are said once: {text}");
        let again: Page = serde_json::from_str(&text).unwrap();
        assert_eq!(again.rows.len(), rows.len());
        for (a, b) in again.rows.iter().zip(&rows) {
            assert_eq!((a.version, &a.table, a.id), (b.version, &b.table, b.id));
            assert_eq!((&a.scope, &a.image), (&b.scope, &b.image));
        }
    }

    /// Programs of other versions read this: whoever changes it gives the protocol another number.
    #[test]
    fn a_page_is_written_like_this() {
        let id = Id::named("a", "people");
        let text = Some(vec![Sql::Text("Asha".into()), Sql::Null, Sql::Integer(7)]);
        let rows =
            vec![row(5, "people", &["id", "name", "phone", "n"], text), row(6, "leads", &[], None)];
        let (log, gone) = (Id::named("a", "log"), Id::named("a", "leads"));
        let id = hex::encode(id.0);
        let golden = format!(
            concat!(
                r#"{{"cookie":{{"log":"{}","seq":1,"hash":""}},"scopes":[],"#,
                r#""rows":{{"tables":[["people",["id","name","phone","n"]],["leads",[]]],"#,
                r#""scopes":["leads"],"#,
                r#""lines":[[5,0,0,[{{"$x":"{}"}},"Asha",null,7]],[6,1,0,"{}"]]}},"end":null}}"#
            ),
            log, id, gone
        );
        assert_eq!(serde_json::to_string(&page(rows)).unwrap(), golden);
    }

    #[test]
    fn what_is_no_page_is_refused() {
        let page = |lines: &str| {
            format!(
                r#"{{"cookie": {{"log": "{}", "seq": 1, "hash": ""}}, "scopes": [], "end": null,
                    "rows": {{"tables": [["t", ["id"]]], "scopes": ["leads"], "lines": [{lines}]}}}}"#,
                Id::named("a", "log")
            )
        };
        let id = "00".repeat(16);
        let good = format!(r#"[1, 0, 0, [{{"$x": "{id}"}}]]"#);
        assert!(serde_json::from_str::<Page>(&page(&good)).is_ok());
        for bad in [
            good.replace("[1, 0, 0", "[1, 1, 0"),
            good.replace("[1, 0, 0", "[1, 0, 1"),
            good.replace("$x", "x"),
            good.replace(&id, "zz"),
            good.replace(&id, "00"),
            "[1, 0, 0, []]".to_owned(),
            "[1, 0, 0, \"nobody\"]".to_owned(),
            format!(r#"[1, 0, 0, [{{"$x": "{id}"}}, 1]]"#),
            format!(r#"[1, 0, 0, [{{"$x": "{id}", "y": 1}}]]"#),
        ] {
            assert!(serde_json::from_str::<Page>(&page(&bad)).is_err(), "{bad}");
        }
    }
}
