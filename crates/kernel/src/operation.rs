//! The shape of commands and queries, and the catalogue they are listed in. One line in the
//! catalogue gives an operation its dispatch, command line, types, schema, permission test and
//! history wording.
//!
//! Invariant: a command cannot be written without saying who may run it (`NEEDS` and `authorize`
//! have no default).

use crate::access::{Actor, Permission};
use crate::error::{Error, Kind, Result};
use crate::ids::Id;
use crate::table::TableSpec;
use crate::time::Zone;
use crate::time::beyond;
use crate::tx::{Reader, Tx};
use rusqlite::Connection;
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::HashMap;

/// Names and numbers that the history sentence of a command speaks of.
pub type Facts = Map<String, Value>;

/// What a command gives back: its outcome, and the facts for its history sentence.
pub struct Done<T> {
    pub outcome: T,
    pub facts: Facts,
}

/// The end of a command: `Ok(done(outcome).fact("lead", name))`.
pub fn done<T>(outcome: T) -> Done<T> {
    Done { outcome, facts: Facts::new() }
}

impl<T> Done<T> {
    pub fn fact(mut self, name: &str, value: impl Serialize) -> Done<T> {
        self.facts.insert(name.to_owned(), serde_json::to_value(value).unwrap_or(Value::Null));
        self
    }
}

/// Makes arguments of one version of a command into those of the next.
pub type Upcast = fn(&mut Map<String, Value>) -> Result<()>;

/// A request to change something.
pub trait Command: Serialize + DeserializeOwned + JsonSchema + 'static {
    /// `noun.verb`, stable for ever.
    const NAME: &'static str;
    /// For people, in the imperative: "Assign leads".
    const TITLE: &'static str;
    /// One more whenever arguments of before could be read otherwise, or not at all.
    const VERSION: u32 = 1;
    /// What brings arguments of earlier versions up to this one, a step each: the last makes those of
    /// the version before into those of this one. What is older than the first step is refused. A step
    /// stays as long as a device may hand in a command that was given before it (a year at least), and
    /// one of a command that can be undone for ever: the journal keeps what its author sent.
    const UPCASTS: &'static [Upcast] = &[];
    const NEEDS: Permission;
    /// True when the toast's Undo may take it back by restoring the rows it touched.
    const UNDOABLE: bool = false;
    /// True when the arguments are too bulky for the journal, which then keeps their digest, and
    /// the rows it writes are told in the history through another row (an import).
    const BULK: bool = false;
    /// True when it hangs on rows that a device may not have: a copy with a server asks that one and
    /// runs nothing provisionally, since whatever it said by itself would be wrong.
    const ASKS_AUTHORITY: bool = false;
    type Outcome: Serialize + JsonSchema;
    /// The guard beyond the permission: is it theirs? Runs before `run`, on the authority again.
    /// # Errors
    /// `forbidden` or `not_found` when this person may not do it to this object.
    fn authorize(&self, reader: &Reader<'_>) -> Result<()>;
    /// Checks the rules and writes.
    /// # Errors
    /// Whatever rule refuses; then nothing is written.
    fn run(&self, tx: &Tx<'_>) -> Result<Done<Self::Outcome>>;
    /// Checks, when the command was taken back, what its undoing may not break: the reader sees the
    /// rows restored. For rules that span rows which other commands may have changed since.
    /// # Errors
    /// Whatever rule refuses; then nothing is undone.
    fn after_undo(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }
}

/// A question about the data.
pub trait Query: DeserializeOwned + JsonSchema + 'static {
    const NAME: &'static str;
    const TITLE: &'static str;
    const NEEDS: Permission;
    /// The tables that the answer depends on: the window asks again when one of them changes.
    const READS: &'static [&'static str];
    type View: Serialize + JsonSchema;
    /// Answers as this person may see it.
    /// # Errors
    /// `not_found`, `forbidden`, `invalid`.
    fn ask(&self, reader: &Reader<'_>) -> Result<Self::View>;
}

/// One line of the catalogue's commands.
#[derive(Clone, Copy)]
pub struct CommandEntry {
    pub name: &'static str,
    pub title: &'static str,
    pub version: u32,
    pub upcasts: &'static [Upcast],
    pub needs: Permission,
    pub undoable: bool,
    pub bulk: bool,
    pub asks_authority: bool,
    pub run: fn(&Tx<'_>, &Value) -> Result<(Value, Facts)>,
    pub after_undo: fn(&Reader<'_>, &Value) -> Result<()>,
    pub schema: fn(&mut SchemaGenerator) -> (Value, Value),
}

impl CommandEntry {
    pub const fn of<C: Command>() -> CommandEntry {
        const { assert!(C::UPCASTS.len() < C::VERSION as usize) };
        CommandEntry {
            name: C::NAME,
            title: C::TITLE,
            version: C::VERSION,
            upcasts: C::UPCASTS,
            needs: C::NEEDS,
            undoable: C::UNDOABLE,
            bulk: C::BULK,
            asks_authority: C::ASKS_AUTHORITY,
            run: |tx, args| {
                let command: C = arguments(args)?;
                command.authorize(tx)?;
                let done = command.run(tx)?;
                Ok((serde_json::to_value(done.outcome)?, done.facts))
            },
            after_undo: |reader, args| arguments::<C>(args)?.after_undo(reader),
            schema: |g| (g.subschema_for::<C>().into(), g.subschema_for::<C::Outcome>().into()),
        }
    }

    /// Whether arguments of this version are understood.
    pub fn knows(&self, version: u32) -> bool {
        version <= self.version && (self.version - version) as usize <= self.upcasts.len()
    }

    /// Arguments of an earlier version as those of this one. What the author sent is not changed: it
    /// is what the journal keeps, what makes the command the same command, and what its hash is of.
    /// # Errors
    /// `command.version` when that version is not understood; whatever a step refuses.
    pub fn lifted<'a>(&self, version: u32, args: &'a Value) -> Result<Cow<'a, Value>> {
        if !self.knows(version) {
            return Err(Error::new(Kind::Incompatible, "command.version")
                .arg("name", self.name)
                .arg("version", version)
                .arg("expected", self.version));
        }
        let mut lifted = match args {
            _ if version == self.version => return Ok(Cow::Borrowed(args)),
            Value::Object(map) => map.clone(),
            Value::Null => Map::new(),
            // No arguments at all: who reads them will say so.
            _ => return Ok(Cow::Borrowed(args)),
        };
        let first = self.upcasts.len() - (self.version - version) as usize;
        for step in &self.upcasts[first..] {
            step(&mut lifted)?;
        }
        Ok(Cow::Owned(Value::Object(lifted)))
    }
}

/// A command's arguments, whatever version they are of.
/// # Errors
/// `command.version`, `arguments`; whatever a step refuses.
pub fn read<C: Command>(version: u32, args: &Value) -> Result<C> {
    arguments(CommandEntry::of::<C>().lifted(version, args)?.as_ref())
}

const PAGE_BYTES: usize = 32 * 1024;

/// One line of the catalogue's queries.
#[derive(Clone, Copy)]
pub struct QueryEntry {
    pub name: &'static str,
    pub title: &'static str,
    pub needs: Permission,
    pub reads: &'static [&'static str],
    pub ask: fn(&Reader<'_>, &Value) -> Result<Value>,
    /// The same as JSON text, without a tree of values in between: a page of rows costs a fraction.
    pub ask_text: fn(&Reader<'_>, &Value) -> Result<String>,
    pub schema: fn(&mut SchemaGenerator) -> (Value, Value),
}

impl QueryEntry {
    pub const fn of<Q: Query>() -> QueryEntry {
        QueryEntry {
            name: Q::NAME,
            title: Q::TITLE,
            needs: Q::NEEDS,
            reads: Q::READS,
            ask: |reader, args| {
                let query: Q = arguments(args)?;
                Ok(serde_json::to_value(query.ask(reader)?)?)
            },
            ask_text: |reader, args| {
                let query: Q = arguments(args)?;
                // A page of rows is some tens of kilobytes: room for them at once, not by doubling.
                let mut text = Vec::with_capacity(PAGE_BYTES);
                serde_json::to_writer(&mut text, &query.ask(reader)?)?;
                String::from_utf8(text).map_err(Error::internal)
            },
            schema: |g| (g.subschema_for::<Q>().into(), g.subschema_for::<Q::View>().into()),
        }
    }
}

/// Reads arguments with the path of what is wrong. `null` counts as `{}`. An array by position, which
/// serde would take for a struct, is refused: fields are found by their names only.
fn arguments<T: DeserializeOwned>(args: &Value) -> Result<T> {
    let empty = Value::Object(Map::new());
    let args = if args.is_null() { &empty } else { args };
    if !args.is_object() {
        return Err(Error::new(Kind::Invalid, "arguments")
            .arg("path", "")
            .arg("problem", "an object is expected, such as {\"name\": \"value\"}"));
    }
    serde_path_to_error::deserialize(args).map_err(|e| {
        let mut path = e.path().to_string();
        if path == "." {
            path = String::new();
        }
        if let Some(beyond) = at_path(args, e.path()).and_then(Value::as_str).and_then(beyond) {
            return beyond.at(path);
        }
        Error::new(Kind::Invalid, "arguments")
            .arg("path", path)
            .arg("problem", e.inner().to_string())
    })
}

/// The value at which reading stopped.
fn at_path<'v>(args: &'v Value, path: &serde_path_to_error::Path) -> Option<&'v Value> {
    use serde_path_to_error::Segment;
    path.iter().try_fold(args, |value, segment| match segment {
        Segment::Seq { index } => value.get(index),
        Segment::Map { key } => value.get(key),
        _ => None,
    })
}

/// Everything that can be run and asked, and the tables it lives in. Built once by the core.
pub struct Catalogue {
    pub commands: Vec<CommandEntry>,
    pub queries: Vec<QueryEntry>,
    pub tables: &'static [TableSpec],
    /// Reads a person with their permissions.
    pub actor: fn(&Connection, Id) -> Result<Option<Actor>>,
    /// The workspace's zone.
    pub zone: fn(&Connection) -> Result<Zone>,
    by_name: HashMap<&'static str, usize>,
    query_by_name: HashMap<&'static str, usize>,
}

impl Catalogue {
    pub fn new(
        commands: Vec<CommandEntry>,
        queries: Vec<QueryEntry>,
        tables: &'static [TableSpec],
        actor: fn(&Connection, Id) -> Result<Option<Actor>>,
        zone: fn(&Connection) -> Result<Zone>,
    ) -> Catalogue {
        let by_name = commands.iter().enumerate().map(|(i, c)| (c.name, i)).collect();
        let query_by_name = queries.iter().enumerate().map(|(i, q)| (q.name, i)).collect();
        Catalogue { commands, queries, tables, actor, zone, by_name, query_by_name }
    }
    pub fn command(&self, name: &str) -> Option<&CommandEntry> {
        self.by_name.get(name).map(|i| &self.commands[*i])
    }
    pub fn query(&self, name: &str) -> Option<&QueryEntry> {
        self.query_by_name.get(name).map(|i| &self.queries[*i])
    }
}
