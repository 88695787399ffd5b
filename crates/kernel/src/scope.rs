//! Data scopes: the unit of visibility between an authority and its devices. Each row is in
//! exactly one; a person holds some, or whole families of them.
//!
//! Written `costs` (shared), `leads:<id>` (of one holder), `leads:*` (the whole family).

use crate::ids::Id;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// The scope that a row is in.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Scope {
    pub family: String,
    /// None: the family's common part.
    pub holder: Option<Id>,
}

/// What a person may have on a device.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Held {
    One(Scope),
    Family(String),
}

impl Scope {
    pub fn shared(family: &str) -> Scope {
        Scope { family: family.to_owned(), holder: None }
    }
    pub fn of(family: &str, holder: Id) -> Scope {
        Scope { family: family.to_owned(), holder: Some(holder) }
    }
    /// As it is stored: empty for the common part.
    pub fn holder_bytes(&self) -> &[u8] {
        self.holder.as_ref().map_or(&[], |id| &id.0)
    }
    /// From the two columns it is stored in.
    pub fn stored(family: String, holder: &[u8]) -> Scope {
        Scope { family, holder: holder.try_into().ok().map(Id) }
    }
    pub fn parse(text: &str) -> Option<Scope> {
        let (family, holder) = match text.split_once(':') {
            None => (text, None),
            Some((family, holder)) => (family, Some(Id::parse(holder)?)),
        };
        is_word(family).then(|| Scope { family: family.to_owned(), holder })
    }
}

impl Held {
    pub fn covers(&self, scope: &Scope) -> bool {
        match self {
            Held::One(one) => one == scope,
            Held::Family(family) => *family == scope.family,
        }
    }
    pub fn parse(text: &str) -> Option<Held> {
        match text.strip_suffix(":*") {
            Some(family) => is_word(family).then(|| Held::Family(family.to_owned())),
            None => Scope::parse(text).map(Held::One),
        }
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 32
        && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.holder {
            None => f.write_str(&self.family),
            Some(holder) => write!(f, "{}:{holder}", self.family),
        }
    }
}
impl fmt::Display for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Held::One(scope) => scope.fmt(f),
            Held::Family(family) => write!(f, "{family}:*"),
        }
    }
}

macro_rules! as_text {
    ($($t:ident),*) => { $(
        impl JsonSchema for $t {
            fn schema_name() -> Cow<'static, str> {
                stringify!($t).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "description": "A data scope: `costs`, `leads:<id>`, `leads:*`."})
            }
        }
        impl Serialize for $t {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $t {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                <$t>::parse(&text).ok_or_else(|| serde::de::Error::custom("no such data scope"))
            }
        }
    )* };
}
as_text!(Scope, Held);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read() {
        let id = Id::named("test", "person");
        for held in [
            Held::One(Scope::shared("costs")),
            Held::One(Scope::of("leads", id)),
            Held::Family("leads".into()),
        ] {
            assert_eq!(Held::parse(&held.to_string()), Some(held));
        }
        for rubbish in ["", ":", "leads:", "leads:1", "*", ":*", "Leads", "a b", "leads:*:*"] {
            assert_eq!(Held::parse(rubbish), None, "{rubbish}");
        }
    }

    #[test]
    fn a_family_covers_all_of_it_and_nothing_else() {
        let (a, b) = (Id::named("test", "a"), Id::named("test", "b"));
        let rows = [Scope::shared("leads"), Scope::of("leads", a), Scope::of("sales", a)];
        let covered = |held: Held| rows.iter().map(|r| held.covers(r)).collect::<Vec<_>>();
        assert_eq!(covered(Held::Family("leads".into())), [true, true, false]);
        assert_eq!(covered(Held::One(Scope::of("leads", a))), [false, true, false]);
        assert_eq!(covered(Held::One(Scope::of("leads", b))), [false, false, false]);
        assert_eq!(covered(Held::One(Scope::shared("leads"))), [true, false, false]);
    }
}
