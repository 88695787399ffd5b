//! A copy that was joined and is given up before anything is in it.
//!
//! Invariant: nothing is removed while anybody still syncs it, and nothing that has anything in it;
//! nor does anybody begin to sync it before it is gone.
//! Invariant: the sign-in ends where the server can be had, without anybody waiting for that.

use super::http::{As, Server};
use super::talk::Lock;
use super::{Beside, CERTIFICATES, SERVER, is_empty_copy, tokens};
use crate::WorkspaceError;
use crate::folder::Workspace;
use crate::waiting;
use netra_kernel::Result;
use netra_sync::account::{Renew, Secret, Tokens};
use netra_sync::replica::fact;
use serde_json::Value;

/// Removes it, with its keys; what keeps it up to date is ended first.
/// # Errors
/// `workspace.folder_taken` when there is something in it; `sync.another_program`; storage errors.
pub(crate) fn give_up(workspace: &Workspace, beside: &Beside) -> Result<()> {
    beside.stop()?;
    let lock = Lock::take_patiently(workspace)?;
    // What came with the last page is somebody's.
    must_be_empty(workspace)?;
    let leaving = Leaving::of(workspace)?;
    workspace.remove_keys()?;
    // Held until nothing is left; only where a file that is open cannot be removed it is let go
    // before the files, which nobody opens as a workspace any more.
    let _held = cfg!(unix).then_some(lock);
    workspace.remove_rest()?;
    // It ends by itself if the server cannot be had.
    let _ = std::thread::Builder::new().name("sign-out".into()).spawn(move || leaving.say());
    Ok(())
}

/// # Errors
/// `workspace.folder_taken` when there is something in it.
pub(crate) fn must_be_empty(workspace: &Workspace) -> Result<()> {
    // What was damaged and put aside may still be of use to somebody.
    let is_empty = workspace.reading_standing(is_empty_copy)?;
    match is_empty && !waiting::has_damaged(workspace.root()) {
        true => Ok(()),
        false => {
            let folder = workspace.root().display().to_string();
            Err(WorkspaceError::FolderTaken { folder }.into())
        }
    }
}

/// What it takes to sign out once the copy is gone.
struct Leaving {
    server: Server,
    kept: Option<tokens::Kept>,
}

impl Leaving {
    fn of(workspace: &Workspace) -> Result<Leaving> {
        let (base, certificates) = workspace
            .reading_standing(|conn| Ok((fact(conn, SERVER)?, fact(conn, CERTIFICATES)?)))?;
        let server = Server::new(&base.unwrap_or_default(), certificates.as_deref())?;
        Ok(Leaving { server, kept: tokens::kept(workspace)? })
    }

    fn say(self) {
        let Some(kept) = self.kept else { return };
        let sign_out = |access: &Secret| {
            let who = As { access: Some(access), device: None };
            self.server.post::<Value>("/sign-out", who, &Value::Null)
        };
        let is_too_old = sign_out(&kept.access).is_err_and(|e| e.code() == "account.signed_out");
        if is_too_old {
            let asked = Renew { refresh: kept.refresh };
            let renewed = self.server.post::<Tokens>("/renew", As::default(), &asked);
            let _ = renewed.and_then(|renewed| sign_out(&renewed.access));
        }
    }
}
