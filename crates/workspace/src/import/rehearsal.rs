//! A dry run: the same commands on a copy of the database, which then goes.
//!
//! Invariant: nobody waits for it: the copy is taken page by page, and what is written is written
//! there. It is encrypted as the workspace is.

use super::job::Desk;
use crate::aside::Aside;
use crate::backup;
use crate::folder::{DATABASE, Session, Workspace, connect};
use crate::jobs::Ticket;
use netra_kernel::engine::execute;
use netra_kernel::{Asking, Envelope, Mode, Result, ask};
use rusqlite::Connection;
use serde_json::Value;
use std::cell::RefCell;

pub(super) struct Rehearsal<'a> {
    workspace: &'a Workspace,
    session: &'a Session,
    /// Closed before its folder goes.
    conn: RefCell<Connection>,
    _aside: Aside,
}

impl<'a> Rehearsal<'a> {
    /// # Errors
    /// Storage errors, `job.cancelled`.
    pub fn new(
        workspace: &'a Workspace,
        session: &'a Session,
        ticket: &Ticket<'_>,
    ) -> Result<Rehearsal<'a>> {
        let aside = Aside::new(workspace.root())?;
        let copy = aside.path(DATABASE);
        let database = workspace.root().join(DATABASE);
        // Its pages are no rows, and nobody asked for them: that it is under way is all to be said.
        let step = |_, _, _: &str| ticket.go_on(0, 0, "copy");
        drop(backup::snapshot(&database, workspace.key(), &copy, &step)?);
        let conn = connect(&copy, workspace.key(), false)?;
        // Nothing of it has to outlive a power cut.
        conn.pragma_update(None, "synchronous", "off")?;
        Ok(Rehearsal { workspace, session, conn: RefCell::new(conn), _aside: aside })
    }
}

impl Desk for Rehearsal<'_> {
    fn run(&self, name: &str, args: Value) -> Result<Value> {
        let (workspace, session) = (self.workspace, self.session);
        let version = workspace.engine().catalogue.command(name).map_or(1, |c| c.version);
        let envelope = Envelope {
            id: workspace.host().new_id()?,
            name: name.to_owned(),
            version,
            actor: session.actor,
            device: workspace.device(),
            device_seq: None,
            at: workspace.host().now(),
            args,
        };
        let mut conn = self.conn.borrow_mut();
        execute(&mut conn, workspace.engine(), &envelope, Mode::Authority).map(|r| r.outcome)
    }
    fn ask(&self, name: &str, args: Value) -> Result<Value> {
        let (workspace, session) = (self.workspace, self.session);
        let asking =
            Asking { actor: session.actor, now: workspace.host().now(), locale: &session.locale };
        ask(&self.conn.borrow(), workspace.engine(), asking, name, &args)
    }
}
