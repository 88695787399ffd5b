//! SQLite values as JSON and back, for row images. Blobs (ids, hashes) are `{"$x": "hex"}`.

use crate::error::{Error, Result};
use rusqlite::types::Value as Sql;
use serde_json::{Value, json};

pub fn to_json(v: &Sql) -> Value {
    match v {
        Sql::Null => Value::Null,
        Sql::Integer(n) => json!(n),
        Sql::Real(x) => json!(x),
        Sql::Text(s) => json!(s),
        Sql::Blob(b) => json!({"$x": hex::encode(b)}),
    }
}

/// # Errors
/// `internal` for a value that [`to_json`] never makes.
pub fn from_json(v: &Value) -> Result<Sql> {
    Ok(match v {
        Value::Null => Sql::Null,
        Value::Number(n) => match n.as_i64() {
            Some(i) => Sql::Integer(i),
            None => Sql::Real(n.as_f64().ok_or_else(|| Error::internal("number in row image"))?),
        },
        Value::String(s) => Sql::Text(s.clone()),
        Value::Object(o) => match o.get("$x").and_then(Value::as_str) {
            Some(h) => Sql::Blob(hex::decode(h).map_err(Error::internal)?),
            None => return Err(Error::internal("object in row image")),
        },
        _ => return Err(Error::internal("unknown value in row image")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back() {
        for v in [
            Sql::Null,
            Sql::Integer(i64::MIN),
            Sql::Text("क्षत्रिय \u{0}".into()),
            Sql::Blob(vec![0, 255, 7]),
        ] {
            assert_eq!(from_json(&to_json(&v)).unwrap(), v);
        }
        assert!(from_json(&json!({"y": 1})).is_err());
    }
}
