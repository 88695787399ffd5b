//! Typed 16-byte ids (UUIDv7), stored as BLOB, spelled as hyphenated text on the wire.
//!
//! Invariant: an id is never made from a clock or a random source in here; a command derives its
//! ids from its envelope (see [`crate::tx::Tx::new_id`]), so that running it again gives the same.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// An id of anything; the typed ones wrap it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub [u8; 16]);

impl Id {
    /// The id in a UUIDv7's clothes, from a time in ms since 1970, a counter of 26 bits and 48
    /// bits that make it unique among machines.
    pub fn v7(ms: i64, counter: u32, unique: [u8; 6]) -> Id {
        let mut b = [0u8; 16];
        b[..6].copy_from_slice(&ms.to_be_bytes()[2..]);
        let high = (counter >> 14) & 0xfff;
        b[6] = 0x70 | (high >> 8) as u8;
        b[7] = high as u8;
        b[8] = 0x80 | ((counter >> 8) & 0x3f) as u8;
        b[9] = counter as u8;
        b[10..].copy_from_slice(&unique);
        Id(b)
    }

    /// A stable id made from words, for rows that exist once per name (settings, built-in roles).
    pub fn named(space: &str, name: &str) -> Id {
        use sha2::{Digest, Sha256};
        let mut h = Sha256::new();
        h.update(space.as_bytes());
        h.update([0]);
        h.update(name.as_bytes());
        let mut b = [0u8; 16];
        b.copy_from_slice(&h.finalize()[..16]);
        b[6] = 0x80 | (b[6] & 0x0f);
        b[8] = 0x80 | (b[8] & 0x3f);
        Id(b)
    }

    /// Reads the hyphenated (or bare) hexadecimal spelling.
    pub fn parse(s: &str) -> Option<Id> {
        uuid::Uuid::try_parse(s).ok().map(|u| Id(*u.as_bytes()))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(uuid::Uuid::from_bytes(self.0).hyphenated().encode_lower(&mut [0; 36]))
    }
}
impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl Serialize for Id {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(uuid::Uuid::from_bytes(self.0).hyphenated().encode_lower(&mut [0; 36]))
    }
}
impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Id, D::Error> {
        let s = Cow::<'de, str>::deserialize(d)?;
        Id::parse(&s).ok_or_else(|| serde::de::Error::custom("this is not an id"))
    }
}
impl ToSql for Id {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(&self.0)))
    }
}
impl FromSql for Id {
    fn column_result(v: ValueRef<'_>) -> FromSqlResult<Id> {
        let b = v.as_blob()?;
        Ok(Id(b.try_into().map_err(|_| FromSqlError::InvalidBlobSize {
            expected_size: 16,
            blob_size: b.len(),
        })?))
    }
}
impl JsonSchema for Id {
    fn schema_name() -> Cow<'static, str> {
        "Id".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "uuid"})
    }
}

/// Declares a typed id: `typed_id!(LeadId)`. Same spelling and storage as [`Id`].
#[macro_export]
macro_rules! typed_id {
    ($(#[$m:meta])* $name:ident) => {
        $(#[$m])*
        #[derive(
            Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug,
            ::serde::Serialize, ::serde::Deserialize, ::schemars::JsonSchema,
        )]
        #[serde(transparent)]
        #[schemars(inline)]
        pub struct $name(pub $crate::Id);
        impl From<$crate::Id> for $name {
            fn from(id: $crate::Id) -> Self { Self(id) }
        }
        impl From<$name> for $crate::Id {
            fn from(id: $name) -> Self { id.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl $crate::rusqlite::types::ToSql for $name {
            fn to_sql(&self) -> $crate::rusqlite::Result<$crate::rusqlite::types::ToSqlOutput<'_>> {
                self.0.to_sql()
            }
        }
        impl $crate::rusqlite::types::FromSql for $name {
            fn column_result(
                v: $crate::rusqlite::types::ValueRef<'_>,
            ) -> $crate::rusqlite::types::FromSqlResult<Self> {
                <$crate::Id as $crate::rusqlite::types::FromSql>::column_result(v).map(Self)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_version_seven_and_sort_by_time_then_counter() {
        let a = Id::v7(1_000, 0x3ff_ffff, [9; 6]);
        let b = Id::v7(1_001, 0, [0; 6]);
        let c = Id::v7(1_001, 1, [0; 6]);
        assert!(a < b && b < c);
        assert_eq!(uuid::Uuid::from_bytes(a.0).get_version_num(), 7);
        assert_eq!(Id::parse(&a.to_string()), Some(a));
    }

    #[test]
    fn counters_never_collide() {
        let all: std::collections::BTreeSet<_> =
            (0..100_000u32).map(|n| Id::v7(5, n, [1; 6])).collect();
        assert_eq!(all.len(), 100_000);
    }

    #[test]
    fn rubbish_is_not_an_id() {
        for s in ["", "x", "0190", "zz90c8a0-0000-7000-8000-000000000000"] {
            assert_eq!(Id::parse(s), None);
        }
    }
}
