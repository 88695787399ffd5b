//! What can go wrong, in two parts: what a person may read (kind, code, arguments, fields) and
//! what only the log keeps (the source).
//!
//! Invariant: `code` is stable and has a sentence in every language (a core test checks it).

use crate::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fmt;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The few kinds of refusal; the command line's exit codes and HTTP's statuses follow from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What was given is not valid; `fields` says where.
    Invalid,
    /// It does not exist, or may not be seen by this person.
    NotFound,
    /// It clashes with what is already there.
    Conflict,
    /// This person may not do it.
    Forbidden,
    /// A rule does not allow it at present.
    NotNow,
    /// It needs the network or the server.
    Offline,
    /// Another version of the program made this.
    Incompatible,
    /// A fault of the program or the machine.
    Internal,
}

/// One field that is wrong: `lines[2].quantity`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldError {
    pub path: String,
    pub code: String,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub args: Map<String, Value>,
}

/// An error as it is stored and sent: code and arguments, for a sentence in any language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Refusal {
    pub kind: Kind,
    pub code: String,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub args: Map<String, Value>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
}

type Source = Box<dyn std::error::Error + Send + Sync>;

struct Inner {
    kind: Kind,
    code: &'static str,
    args: Map<String, Value>,
    fields: Vec<FieldError>,
    source: Option<Source>,
}

/// A refusal or a failure. Small (one pointer), because most results are fine.
pub struct Error(Box<Inner>);

impl Error {
    pub fn new(kind: Kind, code: &'static str) -> Error {
        Error(Box::new(Inner { kind, code, args: Map::new(), fields: Vec::new(), source: None }))
    }

    /// A fault that nobody should see; the source goes to the log.
    pub fn internal(source: impl Into<Source>) -> Error {
        Error::new(Kind::Internal, "internal").because(source)
    }

    /// One wrong field.
    pub fn field(path: impl Into<String>, code: &str) -> Error {
        let mut v = Validation::new();
        v.add(path, code);
        v.into_error()
    }

    pub fn arg(mut self, name: &str, value: impl Serialize) -> Error {
        let value = serde_json::to_value(value).unwrap_or(Value::Null);
        self.0.args.insert(name.to_owned(), value);
        self
    }

    /// Says which field it is about.
    pub fn with(mut self, field: FieldError) -> Error {
        self.0.fields.push(field);
        self
    }

    pub fn because(mut self, source: impl Into<Source>) -> Error {
        self.0.source = Some(source.into());
        self
    }

    pub fn kind(&self) -> Kind {
        self.0.kind
    }
    pub fn code(&self) -> &'static str {
        self.0.code
    }
    pub fn args(&self) -> &Map<String, Value> {
        &self.0.args
    }
    pub fn fields(&self) -> &[FieldError] {
        &self.0.fields
    }
    /// What may leave this machine: everything but the source.
    pub fn to_refusal(&self) -> Refusal {
        Refusal {
            kind: self.kind(),
            code: self.code().to_owned(),
            args: self.args().clone(),
            fields: self.fields().to_vec(),
        }
    }
    /// What only the log may keep.
    pub fn detail(&self) -> Option<String> {
        self.0.source.as_ref().map(|s| {
            let mut text = s.to_string();
            let mut next = s.source();
            while let Some(s) = next {
                text = format!("{text}: {s}");
                next = s.source();
            }
            text
        })
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {}", self.0.kind, self.0.code)?;
        if !self.0.args.is_empty() {
            write!(f, " {}", Value::Object(self.0.args.clone()))?;
        }
        for field in &self.0.fields {
            write!(f, " [{}: {}]", field.path, field.code)?;
        }
        if let Some(d) = self.detail() {
            write!(f, " ({d})")?;
        }
        Ok(())
    }
}
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code)
    }
}
impl std::error::Error for Error {}

/// Collects every wrong field of a request, so that a person mends all of them at once.
#[derive(Default)]
pub struct Validation {
    fields: Vec<FieldError>,
}

impl Validation {
    pub fn new() -> Validation {
        Validation::default()
    }
    pub fn add(&mut self, path: impl Into<String>, code: &str) -> &mut Self {
        self.fields.push(FieldError { path: path.into(), code: code.to_owned(), args: Map::new() });
        self
    }
    pub fn add_with(&mut self, path: impl Into<String>, code: &str, args: Value) -> &mut Self {
        let args = match args {
            Value::Object(m) => m,
            _ => Map::new(),
        };
        self.fields.push(FieldError { path: path.into(), code: code.to_owned(), args });
        self
    }
    /// Adds the field when `wrong` is true.
    pub fn check(&mut self, wrong: bool, path: &str, code: &str) -> &mut Self {
        if wrong {
            self.add(path, code);
        }
        self
    }
    /// A day before the first possible one, which is told.
    pub fn check_from(&mut self, day: Date, path: &str, first: Date) -> &mut Self {
        if day < first {
            self.add_with(path, "date.too_early", serde_json::json!({ "limit": first }));
        }
        self
    }
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }
    pub fn into_fields(self) -> Vec<FieldError> {
        self.fields
    }
    pub(crate) fn into_error(self) -> Error {
        let mut e = Error::new(Kind::Invalid, "invalid");
        e.0.fields = self.fields;
        e
    }
    /// # Errors
    /// `invalid`, with every field collected.
    pub fn finish(self) -> Result<()> {
        if self.fields.is_empty() { Ok(()) } else { Err(self.into_error()) }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Error {
        use rusqlite::ErrorCode as C;
        if let rusqlite::Error::ToSqlConversionFailure(cause) = &e
            && cause.is::<crate::time::DateTooFar>()
        {
            return Error::new(Kind::Invalid, "date.too_far").because(e);
        }
        let (kind, code) = match e.sqlite_error_code() {
            Some(C::DiskFull) => (Kind::NotNow, "storage.full"),
            Some(C::DatabaseBusy | C::DatabaseLocked) => (Kind::NotNow, "storage.busy"),
            Some(C::DatabaseCorrupt) => (Kind::Internal, "storage.corrupt"),
            Some(C::NotADatabase) => (Kind::Invalid, "storage.wrong_key"),
            Some(C::ReadOnly | C::PermissionDenied) => (Kind::NotNow, "storage.read_only"),
            Some(C::SystemIoFailure | C::CannotOpen | C::OutOfMemory) => {
                (Kind::NotNow, "storage.failed")
            }
            Some(C::ConstraintViolation) => (Kind::Conflict, "storage.constraint"),
            Some(C::TooBig) => (Kind::Invalid, "storage.too_big"),
            _ => (Kind::Internal, "internal"),
        };
        Error::new(kind, code).because(e)
    }
}
impl From<serde_json::Error> for Error {
    fn from(e: serde_json::Error) -> Error {
        Error::internal(e)
    }
}

/// The codes that the kernel itself uses; each has a sentence in every language.
pub const CODES: &[&str] = &[
    "internal",
    "invalid",
    "forbidden",
    "command.unknown",
    "query.unknown",
    "command.too_large",
    "command.version",
    "arguments",
    "actor.unknown",
    "actor.suspended",
    "undo.unknown",
    "undo.not_undoable",
    "undo.moved_on",
    "undo.done_already",
    "date.too_far",
    "money.too_large",
    "storage.full",
    "storage.no_folder",
    "storage.busy",
    "storage.corrupt",
    "storage.wrong_key",
    "storage.read_only",
    "storage.failed",
    "storage.constraint",
    "storage.too_big",
];

/// The codes of single wrong fields that the kernel itself finds.
pub const FIELD_CODES: &[&str] = &["date.too_early", "date.too_far"];

/// Declares a feature's errors: kind, stable code, variant, arguments.
/// ```text
/// errors! { pub enum LeadError { NotFound "lead.not_found" Missing { lead: LeadId } } }
/// ```
#[macro_export]
macro_rules! errors {
    ($(#[$m:meta])* $vis:vis enum $name:ident {
        $( $(#[$vm:meta])* $kind:ident $code:literal $variant:ident $( { $($field:ident : $ty:ty),* $(,)? } )? ),* $(,)?
    }) => {
        $(#[$m])*
        #[derive(Debug)]
        $vis enum $name { $( $(#[$vm])* $variant $( { $($field: $ty),* } )? ),* }
        impl $name {
            /// Every code of this feature, for the test that each has its sentences.
            pub const CODES: &'static [&'static str] = &[$($code),*];
        }
        impl From<$name> for $crate::Error {
            fn from(e: $name) -> $crate::Error {
                match e { $( $name::$variant $( { $($field),* } )? => {
                    $crate::Error::new($crate::Kind::$kind, $code)
                        $( $( .arg(stringify!($field), $field) )* )?
                } ),* }
            }
        }
    };
}
