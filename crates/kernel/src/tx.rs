//! Reading and writing the workspace. A [`Reader`] can only read; a [`Tx`] is the only writer, and
//! exists only while the engine runs a command.

use crate::access::Actor;
use crate::engine::{Engine, NoteCell, Notes};
use crate::error::{Error, Result};
use crate::ids::Id;
use crate::journal::Envelope;
use crate::time::{Date, Timestamp, Zone};
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, Params, Row};
use sha2::{Digest, Sha256};
use std::cell::Cell;
use std::ops::Deref;

/// The local fact that says which indexes a new copy has not built yet.
pub const LATE_INDEXES: &str = "sync.late_indexes";

/// Reads rows as one person sees them, at one moment.
pub struct Reader<'a> {
    conn: &'a Connection,
    pub actor: &'a Actor,
    /// The moment at which the question is asked (a command: when it was issued).
    pub now: Timestamp,
    /// The moment as of which it is asked what somebody may see and do. On an authority it is its
    /// own time, whatever a command says of itself; everywhere else it is `now`.
    pub rights_at: Timestamp,
    /// The workspace's zone, for 'day' arithmetic.
    pub zone: Zone,
    /// The asker's language (`en`, `hi`), for sentences. A command never depends on it.
    pub locale: &'a str,
}

impl<'a> Reader<'a> {
    pub fn new(conn: &'a Connection, actor: &'a Actor, now: Timestamp, zone: Zone) -> Self {
        Reader { conn, actor, now, rights_at: now, zone, locale: "en" }
    }
    pub(crate) fn speaking(mut self, locale: &'a str) -> Self {
        self.locale = locale;
        self
    }
    pub(crate) fn with_rights_at(mut self, at: Timestamp) -> Self {
        self.rights_at = at;
        self
    }

    /// Today in the workspace's zone.
    pub fn today(&self) -> Date {
        self.now.date(self.zone)
    }

    /// The day on which an assignment must not be over yet for its rights to count.
    pub fn rights_day(&self) -> Date {
        self.rights_at.date(self.zone)
    }

    /// Every row, mapped.
    pub fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut stmt = self.prepare(sql)?;
        let rows = stmt.query_map(params, map)?.collect::<rusqlite::Result<Vec<T>>>()?;
        Ok(rows)
    }

    /// The first row, if there is one.
    pub fn maybe<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.prepare(sql)?.query_row(params, map).optional()?)
    }

    /// The one row that must be there (aggregates, rows whose existence was checked).
    pub fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        Ok(self.prepare(sql)?.query_row(params, map)?)
    }

    /// The first column of the first row.
    pub fn value<T: FromSql>(&self, sql: &str, params: impl Params) -> Result<Option<T>> {
        self.maybe(sql, params, |r| r.get(0))
    }

    /// True when the statement finds a row.
    pub fn exists(&self, sql: &str, params: impl Params) -> Result<bool> {
        Ok(self.prepare(sql)?.exists(params)?)
    }

    fn prepare(&self, sql: &str) -> Result<rusqlite::CachedStatement<'_>> {
        let stmt = match self.conn.prepare_cached(sql) {
            // While a new copy's indexes are still built it answers more slowly, but it answers.
            Err(e) if is_about_an_index(&e) && is_built_last(self.conn)? => {
                self.conn.prepare_cached(&without_indexes(sql))?
            }
            prepared => prepared?,
        };
        if !stmt.readonly() {
            return Err(Error::internal("a reader was asked to write"));
        }
        Ok(stmt)
    }
}

fn is_about_an_index(e: &rusqlite::Error) -> bool {
    e.to_string().contains("no such index")
}

/// Whether this is a new copy whose indexes are built when its rows are there.
fn is_built_last(conn: &Connection) -> Result<bool> {
    Ok(conn.prepare_cached("SELECT 1 FROM local_facts WHERE name = ?1")?.exists([LATE_INDEXES])?)
}

/// The same statement, which index leads left open.
fn without_indexes(sql: &str) -> String {
    let mut parts = sql.split("INDEXED BY ");
    let mut open = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        open.push_str(name.map_or("", |end| &part[end..]));
    }
    open
}

/// The writing side of one command. Made by the engine alone.
pub struct Tx<'a> {
    reader: Reader<'a>,
    envelope: &'a Envelope,
    engine: &'a Engine,
    seed: [u8; 32],
    ids: Cell<u32>,
    notes: NoteCell,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(reader: Reader<'a>, envelope: &'a Envelope, engine: &'a Engine) -> Tx<'a> {
        let seed = Sha256::digest(envelope.id.0).into();
        Tx { reader, envelope, engine, seed, ids: Cell::new(0), notes: NoteCell::default() }
    }

    pub fn envelope(&self) -> &Envelope {
        self.envelope
    }

    /// A new id that follows from the envelope: the same command gives the same ids everywhere.
    pub fn new_id<T: From<Id>>(&self) -> T {
        let n = self.ids.get();
        self.ids.set(n + 1);
        let mut unique = [0u8; 6];
        unique.copy_from_slice(&self.seed[..6]);
        Id::v7(self.envelope.at.0, n, unique).into()
    }

    /// Changes rows; gives back how many.
    /// # Errors
    /// Storage errors; `internal` when the statement would not write.
    pub fn write(&self, sql: &str, params: impl Params) -> Result<usize> {
        let mut stmt = self.reader.conn.prepare_cached(sql)?;
        Ok(stmt.execute(params)?)
    }

    /// Tells this command in the history of one more row (bulk commands, mostly).
    pub fn tell_in(&self, id: impl Into<Id>) {
        self.notes.borrow_mut().told_in.push((id.into(), false));
    }

    /// Says that a bulk command changed a row that was there before it: told in its history, and no
    /// earlier command on it is undone. For all others the recorder does it.
    pub fn tell_changed(&self, id: impl Into<Id>) {
        self.notes.borrow_mut().told_in.push((id.into(), true));
    }

    /// Announces a table that a bulk command changed; for all others the recorder does it.
    pub fn announce(&self, table: &'static str) {
        self.notes.borrow_mut().changed.push(table);
    }

    /// Takes back an earlier undoable command by restoring the rows it touched; gives its name.
    /// # Errors
    /// `undo.unknown`, `undo.not_undoable`, `undo.done_already`, `undo.moved_on`.
    pub fn undo(&self, command: Id) -> Result<String> {
        let name = crate::undo::undo(self, self.engine, command)?;
        self.notes.borrow_mut().undoes = Some(command);
        Ok(name)
    }

    pub(crate) fn into_notes(self) -> Notes {
        self.notes.into_inner()
    }

    pub(crate) fn conn(&self) -> &'a Connection {
        self.reader.conn
    }
}

impl<'a> Deref for Tx<'a> {
    type Target = Reader<'a>;
    fn deref(&self) -> &Reader<'a> {
        &self.reader
    }
}

#[cfg(test)]
mod tests {
    use super::without_indexes;

    #[test]
    fn a_statement_that_names_indexes_can_do_without() {
        for (sql, open) in [
            ("SELECT 1 FROM t INDEXED BY t_a WHERE a = 1", "SELECT 1 FROM t  WHERE a = 1"),
            (
                "SELECT (SELECT 1 FROM t INDEXED BY a), 2 FROM u INDEXED BY b",
                "SELECT (SELECT 1 FROM t ), 2 FROM u ",
            ),
            ("SELECT 1", "SELECT 1"),
        ] {
            assert_eq!(without_indexes(sql), open);
        }
    }
}
