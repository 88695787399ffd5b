//! Runs one command: authorize → rule → store → journal, in one transaction.
//!
//! Invariant: a command is applied whole or not at all; the journal entry, the base images and the
//! rows commit together.
//! Invariant: the same envelope is applied once; giving it again gives the stored outcome, to
//! whom it was given the first time.

use crate::access::Actor;
use crate::capture::Recorder;
use crate::error::{Error, Kind, Result};
use crate::ids::Id;
use crate::journal::{self, Envelope};
use crate::operation::{Catalogue, CommandEntry, Facts, QueryEntry};
use crate::rebase;
use crate::table::Tables;
use crate::time::Timestamp;
use crate::tx::{Reader, Tx};
use crate::versions;
use rusqlite::{Connection, TransactionBehavior};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Bytes of arguments that one command may have (a bulk one: 16 times as many).
pub const MAX_ARGS: usize = 256 * 1024;

/// Whose word this copy of the workspace is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// The only copy, or the server's: final.
    Authority,
    /// A laptop's copy: provisional; keeps base images and pending commands.
    Replica,
}

/// What a commit changed, for whoever shows it.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Changes {
    pub tables: Vec<String>,
    pub ids: Vec<Id>,
    /// The command that did it.
    pub origin: Id,
}

/// A command that was applied.
#[derive(Clone, Debug)]
pub struct Ran {
    pub outcome: Value,
    pub changes: Changes,
    pub undoable: bool,
    /// True when the command had been applied before and nothing happened now.
    pub is_repeat: bool,
}

/// The catalogue, bound to the columns of an open database.
pub struct Engine {
    pub catalogue: Catalogue,
    pub(crate) tables: Tables,
}

impl Engine {
    /// # Errors
    /// `internal` when a synced table breaks the rules of [`crate::table`].
    pub fn open(conn: &Connection, catalogue: Catalogue) -> Result<Engine> {
        let tables = Tables::open(conn, catalogue.tables)?;
        Ok(Engine { catalogue, tables })
    }

    /// Reads the acting person and checks that they are a member who may act.
    /// # Errors
    /// `actor.unknown`, `actor.suspended`.
    pub fn actor(&self, conn: &Connection, id: Id) -> Result<Actor> {
        let actor = (self.catalogue.actor)(conn, id)?
            .ok_or_else(|| Error::new(Kind::Forbidden, "actor.unknown"))?;
        if !actor.is_active {
            return Err(Error::new(Kind::Forbidden, "actor.suspended").arg("person", &actor.name));
        }
        Ok(actor)
    }
}

/// Runs a command in a transaction of its own.
/// # Errors
/// Whatever refuses it; then nothing was written.
pub fn execute(
    conn: &mut Connection,
    engine: &Engine,
    envelope: &Envelope,
    mode: Mode,
) -> Result<Ran> {
    let transaction = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let ran = execute_within(&transaction, engine, envelope, mode)?;
    transaction.commit()?;
    Ok(ran)
}

/// Runs a command inside a transaction that the caller holds (rebase, group commit). The caller
/// rolls back to a savepoint when this fails.
/// # Errors
/// Whatever refuses it.
pub fn execute_within(
    conn: &Connection,
    engine: &Engine,
    envelope: &Envelope,
    mode: Mode,
) -> Result<Ran> {
    execute_as_of(conn, engine, envelope, mode, envelope.at)
}

/// The same, with its author's rights as they are at another moment than the one that the envelope
/// names: an authority takes commands from devices, and their clocks give nobody a right.
/// # Errors
/// Whatever refuses it.
pub fn execute_as_of(
    conn: &Connection,
    engine: &Engine,
    envelope: &Envelope,
    mode: Mode,
    rights_at: Timestamp,
) -> Result<Ran> {
    let entry = engine
        .catalogue
        .command(&envelope.name)
        .ok_or_else(|| Error::new(Kind::NotFound, "command.unknown").arg("name", &envelope.name))?;
    if let Some(ran) = repeat(conn, engine, entry, envelope)? {
        return Ok(ran);
    }
    let args = serde_json::to_string(&envelope.args)?;
    let limit = if entry.bulk { MAX_ARGS * 16 } else { MAX_ARGS };
    if args.len() > limit {
        return Err(Error::new(Kind::Invalid, "command.too_large")
            .arg("bytes", args.len())
            .arg("limit", limit));
    }
    let lifted = entry.lifted(envelope.version, &envelope.args)?;
    let actor = engine.actor(conn, envelope.actor)?;
    actor.need(entry.needs)?;
    let reader = Reader::new(conn, &actor, envelope.at, (engine.catalogue.zone)(conn)?)
        .with_rights_at(rights_at);
    let tx = Tx::new(reader, envelope, engine);
    let serves = mode == Mode::Authority && versions::log(conn)?.is_some();
    let records = mode == Mode::Replica || serves || !entry.bulk;
    let recorder = records.then(|| Recorder::start(conn, &engine.tables));
    let ran = (entry.run)(&tx, lifted.as_ref());
    let touched = recorder.map(Recorder::finish).transpose()?.unwrap_or_default();
    let (outcome, facts) = ran?;

    let notes = tx.into_notes();
    let mut told = journal::told_in(&engine.tables, &touched);
    told.extend(notes.told_in.iter().copied());
    let rows = journal::row_changes(&engine.tables, &touched);
    let rows_text = if entry.bulk { "[]".into() } else { serde_json::to_string(&rows)? };
    let args_text = if entry.bulk { digest_of(&args) } else { args };
    let device_seq = match envelope.device_seq {
        Some(n) => n,
        None if mode == Mode::Replica => rebase::next_device_seq(conn, envelope.device)?,
        None => journal::next_device_seq(conn, envelope.device)?,
    };
    let seq = journal::append(
        conn,
        &journal::Entry {
            envelope,
            device_seq,
            args: &args_text,
            outcome: &serde_json::to_string(&outcome)?,
            facts: &facts_text(&facts)?,
            rows: &rows_text,
            undoes: notes.undoes,
        },
        &told,
    )?;
    if serves {
        versions::note(conn, &engine.tables, &touched)?;
    }
    if mode == Mode::Replica {
        rebase::keep_base(conn, engine, &touched)?;
        rebase::keep_pending(conn, seq, device_seq, envelope)?;
    }
    let mut tables: BTreeSet<String> = rows.iter().map(|r| r.table.clone()).collect();
    tables.extend(notes.changed.iter().map(|t| (*t).to_owned()));
    let mut ids: BTreeSet<Id> = rows.iter().map(|r| r.id).collect();
    ids.extend(notes.told_in.iter().map(|(id, _)| *id));
    Ok(Ran {
        outcome,
        changes: Changes {
            tables: tables.into_iter().collect(),
            ids: ids.into_iter().collect(),
            origin: envelope.id,
        },
        undoable: entry.undoable && !rows.is_empty(),
        is_repeat: false,
    })
}

/// What a command says beside its outcome, gathered by the Tx.
#[derive(Default)]
pub(crate) struct Notes {
    /// Rows in whose history the command is told, and whether it changed them itself.
    pub told_in: Vec<(Id, bool)>,
    pub changed: Vec<&'static str>,
    pub undoes: Option<Id>,
}

pub(crate) type NoteCell = RefCell<Notes>;

fn repeat(
    conn: &Connection,
    engine: &Engine,
    entry: &CommandEntry,
    envelope: &Envelope,
) -> Result<Option<Ran>> {
    let Some((name, actor, outcome)) = journal::outcome_of(conn, envelope.id)? else {
        return Ok(None);
    };
    if name != envelope.name || actor != envelope.actor {
        return Err(Error::new(Kind::Conflict, "storage.constraint")
            .because("a command id was used for two different commands"));
    }
    engine.actor(conn, actor)?;
    Ok(Some(Ran {
        outcome,
        changes: Changes { tables: Vec::new(), ids: Vec::new(), origin: envelope.id },
        undoable: entry.undoable,
        is_repeat: true,
    }))
}

fn digest_of(args: &str) -> String {
    json!({ "sha256": hex::encode(Sha256::digest(args.as_bytes())) }).to_string()
}

fn facts_text(facts: &Facts) -> Result<String> {
    Ok(serde_json::to_string(facts)?)
}

/// Who asks, when, and in which language they read.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    pub actor: Id,
    pub now: Timestamp,
    pub locale: &'a str,
}

/// Answers a question as this person may see it.
/// # Errors
/// `query.unknown`, `forbidden`, whatever the query refuses.
pub fn ask(
    conn: &Connection,
    engine: &Engine,
    asking: Asking<'_>,
    name: &str,
    args: &Value,
) -> Result<Value> {
    let entry = asked(engine, name)?;
    let actor = engine.actor(conn, asking.actor)?;
    (entry.ask)(&reader_for(conn, engine, asking, entry, &actor)?, args)
}

/// The same as JSON text, for whoever only hands it on.
/// # Errors
/// As [`ask`].
pub fn ask_text(
    conn: &Connection,
    engine: &Engine,
    asking: Asking<'_>,
    name: &str,
    args: &Value,
) -> Result<String> {
    let entry = asked(engine, name)?;
    let actor = engine.actor(conn, asking.actor)?;
    (entry.ask_text)(&reader_for(conn, engine, asking, entry, &actor)?, args)
}

fn asked<'e>(engine: &'e Engine, name: &str) -> Result<&'e QueryEntry> {
    engine
        .catalogue
        .query(name)
        .ok_or_else(|| Error::new(Kind::NotFound, "query.unknown").arg("name", name))
}

fn reader_for<'a>(
    conn: &'a Connection,
    engine: &Engine,
    asking: Asking<'a>,
    entry: &QueryEntry,
    actor: &'a Actor,
) -> Result<Reader<'a>> {
    actor.need(entry.needs)?;
    let zone = (engine.catalogue.zone)(conn)?;
    Ok(Reader::new(conn, actor, asking.now, zone).speaking(asking.locale))
}
