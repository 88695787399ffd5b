//! Commands that are given to a workspace: the one door by which its records change.
//!
//! Invariant: a command and what belongs to it are one commit; where it waits for a server it is
//! written down a second time right after that (`waiting.rs`).

use crate::WorkspaceError;
use crate::folder::{Given, Session, Workspace};
use crate::remote;
use netra_core::files::FileAdd;
use netra_core::history::Undo;
use netra_kernel::engine::execute_within;
use netra_kernel::{Command, Envelope, Id, Mode, Ran, Result, Timestamp};
use netra_sync::only_here;
use rusqlite::{Connection, TransactionBehavior};
use serde_json::Value;
use std::sync::atomic::Ordering;

impl Workspace {
    /// Runs a command now; on a copy, what only the authority can decide is asked of its server.
    /// # Errors
    /// Whatever refuses it; `sync.take_away`, `sync.undo_away`, as [`remote::sync`].
    pub fn run(&self, session: &Session, name: &str, args: Value) -> Result<Given> {
        let asks = self.engine().catalogue.command(name).is_some_and(|c| c.asks_authority);
        if asks && self.is_replica() {
            return remote::asked(self, session, name, &args);
        }
        let undo = (name == Undo::NAME).then(|| args.clone());
        let ran = self.run_at(session, name, args, self.host().now());
        match (ran, undo) {
            // It was handed in: the server has what the journal told of it.
            (Err(e), Some(args)) if e.code() == "undo.unknown" && self.is_replica() => {
                remote::asked(self, session, name, &args)
            }
            (ran, _) => ran,
        }
    }

    /// Runs a command as of a moment (demo data).
    /// # Errors
    /// Whatever refuses it.
    pub fn run_at(
        &self,
        session: &Session,
        name: &str,
        args: Value,
        at: Timestamp,
    ) -> Result<Given> {
        self.run_and(session, name, args, at, |_, _| Ok(()))
    }

    /// Runs a command and does `also` in the same commit; it hears the command's id.
    /// # Errors
    /// Whatever refuses it, or what `also` says: then nothing is done.
    pub(crate) fn run_and(
        &self,
        session: &Session,
        name: &str,
        args: Value,
        at: Timestamp,
        also: impl FnOnce(&Connection, Id) -> Result<()>,
    ) -> Result<Given> {
        let version = self.engine().catalogue.command(name).map_or(1, |c| c.version);
        let envelope = Envelope {
            id: self.host().new_id()?,
            name: name.to_owned(),
            version,
            actor: session.actor,
            device: self.device,
            device_seq: None,
            at,
            args,
        };
        let ran = self.execute_and(&envelope, |conn| also(conn, envelope.id))?;
        let Ran { outcome, undoable, .. } = ran;
        Ok(Given { command: envelope.id, outcome, undoable, is_by_server: false })
    }

    /// Runs an envelope that the caller made, and announces what changed.
    /// # Errors
    /// Whatever refuses it.
    pub fn execute(&self, envelope: &Envelope) -> Result<Ran> {
        self.execute_and(envelope, |_| Ok(()))
    }

    fn execute_and(
        &self,
        envelope: &Envelope,
        also: impl FnOnce(&Connection) -> Result<()>,
    ) -> Result<Ran> {
        if envelope.name == FileAdd::NAME {
            self.holds_bytes_of(&envelope.args)?;
        }
        let ran = {
            let mut conn = self.writer();
            let (mode, device) = self.may_give(&conn, envelope.actor)?;
            let own = (mode == Mode::Replica).then(|| Envelope { device, ..envelope.clone() });
            let commit = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let ran =
                execute_within(&commit, self.engine(), own.as_ref().unwrap_or(envelope), mode)?;
            also(&commit)?;
            let given = match mode {
                Mode::Replica if !ran.is_repeat => only_here::newest(&commit)?,
                _ => None,
            };
            commit.commit()?;
            if let Some(given) = given {
                self.note_given(&mut conn, &given);
            }
            ran
        };
        if !ran.is_repeat {
            self.announce(&ran.changes);
        }
        Ok(ran)
    }

    /// Whether anybody, and this person, may give commands here at all; and whose word they are.
    pub(crate) fn may_give(&self, conn: &Connection, actor: Id) -> Result<(Mode, Id)> {
        self.may_open(conn)?;
        if self.is_handed_over.load(Ordering::SeqCst) {
            return Err(remote::RemoteError::HandingOver.into());
        }
        let (mode, device) = self.mode(conn)?;
        // The server takes only what the signed-in person gave.
        if mode == Mode::Replica && remote::person(conn)? != Some(actor) {
            return Err(remote::RemoteError::NotYours.into());
        }
        Ok((mode, device))
    }

    /// A row that names bytes which are not here would be evidence of nothing. What is wrong with
    /// the arguments themselves, the command says.
    fn holds_bytes_of(&self, args: &Value) -> Result<()> {
        let Ok(add) = serde_json::from_value::<FileAdd>(args.clone()) else { return Ok(()) };
        let Ok(size) = self.files().size_of(&add.sha256) else { return Ok(()) };
        match size == u64::try_from(add.size_bytes).ok() {
            true => Ok(()),
            false => Err(WorkspaceError::NotStored { file: add.name }.into()),
        }
    }
}
