//! The data as it is at one moment, whatever others write meanwhile.
//!
//! Invariant: every question to one [`Moment`] sees the same commits; nothing that is held keeps a
//! writer waiting.

use crate::folder::{Session, Workspace};
use netra_kernel::{Asking, Id, Result, Timestamp, ask, journal};
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

/// A held moment; let go when dropped.
pub struct Moment<'a> {
    workspace: &'a Workspace,
    /// None only while it is dropped.
    conn: Option<Connection>,
    now: Timestamp,
}

impl<'a> Moment<'a> {
    pub(crate) fn of(workspace: &'a Workspace, conn: Connection) -> Result<Moment<'a>> {
        // The first read is what fixes the moment.
        let begin = "BEGIN; SELECT count(*) FROM (SELECT 1 FROM settings LIMIT 1);";
        conn.execute_batch(begin)?;
        Ok(Moment { workspace, conn: Some(conn), now: workspace.host().now() })
    }

    /// Answers a question.
    /// # Errors
    /// Whatever the query refuses.
    pub fn ask(&self, session: &Session, name: &str, args: &Value) -> Result<Value> {
        let engine = self.workspace.engine();
        self.asking(session, |conn, asking| ask(conn, engine, asking, name, args))
    }

    pub(crate) fn asking<T>(
        &self,
        session: &Session,
        ask: impl FnOnce(&Connection, Asking<'_>) -> Result<T>,
    ) -> Result<T> {
        let asking = Asking { actor: session.actor, now: self.now, locale: &session.locale };
        ask(self.conn()?, asking)
    }

    /// Where the journal stands: `seq:hash`, and the time of its last entry.
    /// # Errors
    /// Storage errors.
    pub fn position(&self) -> Result<(String, Timestamp)> {
        let conn = self.conn()?;
        let (seq, hash) = journal::head(conn)?;
        let at = conn
            .query_row("SELECT at FROM journal WHERE seq = ?1", [seq], |r| r.get(0))
            .unwrap_or_default();
        Ok((format!("{seq}:{}", hex::encode(&hash[..8])), at))
    }

    /// The bytes of a stored file; none when no row names it.
    /// # Errors
    /// `file.bytes_missing`, `file.bytes_changed`, storage errors.
    pub(crate) fn file(&self, id: Id) -> Result<Option<Vec<u8>>> {
        let sha256: Option<String> = self
            .conn()?
            .query_row("SELECT lower(hex(sha256)) FROM files WHERE id = ?1", [id], |r| r.get(0))
            .optional()?;
        sha256.map(|s| self.workspace.files().read(&s)).transpose()
    }

    fn conn(&self) -> Result<&Connection> {
        self.conn.as_ref().ok_or_else(|| netra_kernel::Error::internal("the moment has passed"))
    }
}

impl Drop for Moment<'_> {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take()
            && conn.execute_batch("ROLLBACK").is_ok()
        {
            self.workspace.rest(conn);
        }
    }
}
