//! Exact decimal numbers for quantities, rates and percentages: text in the database, text or a
//! plain number on the wire. Never for money, which is whole minor units.

use netra_kernel::rusqlite;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// A decimal number without trailing zeros (`2.5`, `18`), at most 12 digits before the point and
/// 6 after it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Exact(Decimal);

/// What a number that is none of ours breaks.
const LIMITS: &str = "a number has at most 12 digits before the point and 6 after it";

impl Exact {
    pub const ZERO: Exact = Exact(Decimal::ZERO);
    pub const ONE: Exact = Exact(Decimal::ONE);
    pub const HUNDRED: Exact = Exact(Decimal::ONE_HUNDRED);

    /// None when it is no plain decimal number, or has too many digits.
    pub fn parse(text: &str) -> Option<Exact> {
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b"+-.".contains(&b));
        text.parse::<Decimal>().ok().filter(|_| plain).and_then(Exact::new)
    }
    /// None when it has too many digits.
    pub fn new(number: Decimal) -> Option<Exact> {
        let n = number.normalize();
        (n.scale() <= 6 && n.abs() < Decimal::from(1_000_000_000_000i64)).then_some(Exact(n))
    }
    pub fn get(self) -> Decimal {
        self.0
    }
}
impl From<u32> for Exact {
    fn from(n: u32) -> Exact {
        Exact(Decimal::from(n))
    }
}
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Exact, D::Error> {
        struct Reading;
        impl Visitor<'_> for Reading {
            type Value = Exact;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a decimal number such as \"2.5\"")
            }
            fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Exact, E> {
                Exact::parse(v).ok_or_else(|| match v.parse::<f64>() {
                    Ok(_) => E::custom(LIMITS),
                    Err(_) => E::custom("a decimal number looks like 2.5"),
                })
            }
            fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<Exact, E> {
                Exact::new(v.into()).ok_or_else(|| E::custom(LIMITS))
            }
            fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<Exact, E> {
                Exact::new(v.into()).ok_or_else(|| E::custom(LIMITS))
            }
            /// The shortest text that means this float, which is what the sender had typed.
            fn visit_f64<E: serde::de::Error>(self, v: f64) -> Result<Exact, E> {
                self.visit_str(&v.to_string())
            }
        }
        d.deserialize_any(Reading).map_err(D::Error::custom)
    }
}
impl ToSql for Exact {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}
impl FromSql for Exact {
    fn column_result(v: ValueRef<'_>) -> FromSqlResult<Exact> {
        Exact::parse(v.as_str()?).ok_or_else(|| FromSqlError::Other("not a decimal".into()))
    }
}
impl JsonSchema for Exact {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Exact".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["string", "number"], "description": "An exact decimal number."})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_read_as_they_were_typed() {
        for (wire, text) in [
            (json!("2.50"), "2.5"),
            (json!(0.1), "0.1"),
            (json!(18), "18"),
            (json!("-3"), "-3"),
            (json!("0.000001"), "0.000001"),
        ] {
            let read: Exact = serde_json::from_value(wire).unwrap();
            assert_eq!(read.to_string(), text);
            assert_eq!(serde_json::to_value(read).unwrap(), json!(text));
        }
        for bad in [json!("1e5"), json!("x"), json!(""), json!("0.0000001"), json!(1e13), json!([])]
        {
            assert!(serde_json::from_value::<Exact>(bad.clone()).is_err(), "{bad}");
        }
    }
}
