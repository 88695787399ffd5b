//! What only the server can decide is asked of it, and nothing is done here before it answers: taking
//! from what nobody holds, which a device does not see; and taking back what was handed in, since the
//! history of that is with the server.
//!
//! Invariant: what was done here before is handed in first: the server decides about the same as its
//! person sees.
//! Invariant: the request is made under one id, so that it is done once, even if the answer is lost.

use super::RemoteError;
use super::talk::{Talk, sync_patiently};
use crate::folder::{Given, Session, Workspace};
use netra_core::assignment::commands::QueueTake;
use netra_core::history::Undo;
use netra_kernel::{Command, Error, Id, Kind, Result};
use netra_sync::replica;
use serde::Deserialize;
use serde_json::Value;

/// What the server says to a command.
#[derive(Deserialize)]
struct Answer {
    outcome: Value,
    undoable: bool,
}

/// Has the server run a command for whoever is signed in; the rows come with the next sync.
/// # Errors
/// What the server refuses; `sync.undo_away`, `sync.take_away` where it cannot be had; as
/// [`super::sync`].
pub(crate) fn asked(
    workspace: &Workspace,
    session: &Session,
    name: &str,
    args: &Value,
) -> Result<Given> {
    workspace.may_give(&workspace.writer(), session.actor)?;
    let id = workspace.host().new_id()?;
    let answer = hand_in(workspace).and_then(|()| tell(workspace, name, id, args));
    let Answer { outcome, undoable } = answer.map_err(|e| away(name, e))?;
    Ok(Given { command: id, outcome, undoable, is_by_server: true })
}

fn tell(workspace: &Workspace, name: &str, id: Id, args: &Value) -> Result<Answer> {
    let mut talk = Talk::beside(workspace)?.without_waiting();
    talk.asking(|server, who| server.command(name, id, who, args))
}

/// Hands in what waits. What hinders that but the way to the server hinders nobody from asking.
fn hand_in(workspace: &Workspace) -> Result<()> {
    if workspace.reading_standing(replica::standing)?.waiting == 0 {
        return Ok(());
    }
    match sync_patiently(workspace) {
        Err(e) if e.kind() == Kind::Offline => Err(e),
        _ => Ok(()),
    }
}

/// Without the server: what is not possible now, rather than which address does not answer.
fn away(name: &str, e: Error) -> Error {
    let said = match (e.kind(), name) {
        (Kind::Offline, Undo::NAME) => RemoteError::UndoAway,
        (Kind::Offline, QueueTake::NAME) => RemoteError::TakeAway,
        _ => return e,
    };
    Error::from(said).because(e)
}
