//! A server's order to remove this copy.
//!
//! Invariant: it is heeded by a replica only, as the answer to a request of its own over its
//! connection to its server, and only with the key whose hash was given to this very sign-in.
//! Whatever else comes in its shape removes nothing.

use super::http::{As, Server};
use super::{CERTIFICATES, RemoteError, SERVER, WORKSPACE};
use crate::folder::{Manifest, Workspace};
use crate::waiting::Found;
use crate::wiped::{self, Mark};
use netra_kernel::{Error, Result, Timestamp};
use netra_sync::account::{Secret, Wiped};
use netra_sync::replica::{self, fact};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::path::Path;

/// The hash of the key of this sign-in, as the server gave it.
pub(super) const PROMISE: &str = "sync.wipe_promise";

/// What to say of a refusal; an order to wipe has been followed then.
pub(super) fn heed(workspace: &Workspace, server: &Server, refusal: Error) -> Error {
    if refusal.code() != "sync.wipe" {
        return refusal;
    }
    let key = refusal.args().get("key").and_then(Value::as_str).unwrap_or_default();
    match follow(workspace, server, key) {
        Ok(mark) => wiped::said(&mark),
        Err(e) => e,
    }
}

/// The same for a copy whose database cannot be read, by what is written beside it.
pub(super) fn heed_unread(
    root: &Path,
    manifest: &Manifest,
    found: &Found,
    server: &Server,
    now: Timestamp,
    refusal: Error,
) -> Error {
    let (true, Some(head)) = (refusal.code() == "sync.wipe", &found.head) else { return refusal };
    let key = refusal.args().get("key").and_then(Value::as_str).unwrap_or_default();
    if head.wipe_promise.as_deref() != Some(&hash_of(key)) {
        return RemoteError::WipeForged.into();
    }
    let mut mark = Mark {
        id: manifest.id.clone(),
        server: head.server.clone(),
        workspace: head.workspace.clone(),
        at: now.0,
        unsent: u32::try_from(found.waiting()).unwrap_or(u32::MAX),
        certificates: head.certificates.clone(),
        receipt: Some(key.to_owned()),
    };
    if let Err(e) = wiped::remove_unread(root, manifest, &mark) {
        return e;
    }
    // What is gone is gone; that it is said can wait.
    let _ = report(root, server, &mut mark);
    wiped::said(&mark)
}

fn hash_of(key: &str) -> String {
    hex::encode(Sha256::digest(key.as_bytes()))
}

fn follow(workspace: &Workspace, server: &Server, key: &str) -> Result<Mark> {
    let mut mark = {
        let conn = workspace.writer();
        let promised = fact(&conn, PROMISE)?;
        if replica::identity(&conn)?.is_none() || promised != Some(hash_of(key)) {
            return Err(RemoteError::WipeForged.into());
        }
        Mark {
            id: workspace.manifest().id.clone(),
            server: fact(&conn, SERVER)?.unwrap_or_default(),
            workspace: fact(&conn, WORKSPACE)?.unwrap_or_default(),
            at: workspace.host().now().0,
            unsent: u32::try_from(replica::standing(&conn)?.waiting).unwrap_or(u32::MAX),
            certificates: fact(&conn, CERTIFICATES)?,
            receipt: Some(key.to_owned()),
        }
    };
    workspace.remove_for_good(&mark)?;
    // What is gone is gone; that it is said can wait.
    let _ = report(workspace.root(), server, &mut mark);
    Ok(mark)
}

fn report(root: &Path, server: &Server, mark: &mut Mark) -> Result<()> {
    let Some(receipt) = mark.receipt.clone() else { return Ok(()) };
    let body = Wiped { key: Secret(receipt), unsent: mark.unsent };
    match server.post::<Value>("/wiped", As::default(), &body) {
        Err(e) if e.code() != "account.no_device" => return Err(e),
        _ => mark.receipt = None,
    }
    wiped::keep_mark(root, mark)
}

/// Tells the server that the copy in this folder is gone, if it has not heard that yet.
/// # Errors
/// `sync.unreachable`; storage errors.
pub fn report_wiped(root: &Path) -> Result<()> {
    match wiped::mark(root) {
        Some(mut mark) if mark.receipt.is_some() => {
            let server = Server::new(&mark.server, mark.certificates.as_deref())?;
            report(root, &server, &mut mark)
        }
        _ => Ok(()),
    }
}
