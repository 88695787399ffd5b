//! A copy whose database cannot be read is fetched anew, into the same folder and under the same
//! key; what waited in it is handed in, by the file beside it (`waiting.rs`).
//!
//! Invariant: nothing that was here is removed: the damaged database gets another name.
//! Invariant: the new database has all that waited before it takes the place of the old one. So it
//! can be cut off anywhere and done again: until then the file is as it was.

use super::connect::{ConnectOrder, To};
use super::talk::Lock;
use super::{RemoteError, wipe};
use crate::WorkspaceError;
use crate::aside::Aside;
use crate::doctor;
use crate::files::io_error;
use crate::folder::{
    DATABASE, Manifest, Workspace, connect, create_private, read_manifest, sync_folder,
};
use crate::host::{Host, random_hex};
use crate::key::{self, Key, KeySource};
use crate::waiting::{self, Found, Head};
use crate::wiped;
use netra_core::schema;
use netra_kernel::{Error, Result};
use netra_sync::account::{Secret, SignedIn};
use netra_sync::only_here;
use serde::Serialize;
use std::fs;
use std::path::Path;

/// What `netra recover` needs to know; where the file beside the database can say it, nothing else
/// needs to.
pub struct RecoverOrder {
    /// `https://server/workspace`.
    pub url: Option<String>,
    pub email: Option<String>,
    pub password: Secret,
    /// Of the second factor; wanted when `account.code_needed` says so.
    pub code: Option<Secret>,
    /// PEM of authorities to trust beside those of the system.
    pub certificates: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, Serialize)]
pub struct Recovered {
    /// What the damaged database is called now; null when there was none.
    pub kept_as: Option<String>,
    /// Commands that wait again.
    pub waiting: usize,
    /// Lines of the file that could not be read.
    pub unreadable: usize,
}

/// Makes the copy anew; it is open afterwards, to be filled by `sync`.
/// # Errors
/// `recover.whole`, `recover.unknown`, `workspace.damaged` where there is no file of what waited,
/// as [`super::connect`].
pub fn recover(
    root: &Path,
    order: &RecoverOrder,
    source: &KeySource,
    host: Host,
) -> Result<(Workspace, Recovered)> {
    wiped::refuse(root)?;
    let manifest = read_manifest(root)?;
    let key = key::unlock(&manifest.id, &manifest.protection, source)?;
    let _lock = Lock::in_folder(root)?;
    if doctor::is_sound(root, &key)? {
        return Err(WorkspaceError::CopyWhole.into());
    }
    let found = waiting::read(root, &manifest.id, &key)?
        .ok_or_else(|| Error::from(WorkspaceError::Damaged { file: DATABASE.into() }))?;
    let order = addressed(order, &found)?;
    let to = To::agreed(&order, None)?;
    let label = to.label(None);
    let device = found.head.as_ref().map(|head| head.device);
    let signed_in = to
        .enter(None, device, &label)
        .map_err(|e| wipe::heed_unread(root, &manifest, &found, &to.server, host.now(), e))?;
    let replaced = is_theirs(&found, &signed_in)
        .and_then(|()| make(root, &manifest, &key, &host, &to, &signed_in, &found))
        .and_then(|made| replace(root, made, &found));
    let kept_as = match replaced {
        Ok(kept_as) => kept_as,
        Err(e) => {
            // Nobody is there who could use it.
            let _ = to.end(&signed_in);
            return Err(e);
        }
    };
    let (waiting, unreadable) = (found.waiting(), found.unreadable);
    let workspace = Workspace::reopen(root, manifest, key, host)?;
    Ok((workspace, Recovered { kept_as, waiting, unreadable }))
}

/// The order with what the file says where nobody else did.
fn addressed(order: &RecoverOrder, found: &Found) -> Result<ConnectOrder> {
    let head = found.head.as_ref();
    let unknown = || Error::from(WorkspaceError::WhereUnknown);
    Ok(ConnectOrder {
        url: order.url.clone().or_else(|| head.map(Head::url)).ok_or_else(unknown)?,
        email: order.email.clone().or_else(|| Some(head?.email.clone())).ok_or_else(unknown)?,
        password: order.password.clone(),
        code: order.code.clone(),
        invitation: None,
        attach: None,
        label: head.and_then(|head| head.label.clone()),
        certificates: order.certificates.clone().or_else(|| head?.certificates.clone()),
    })
}

/// The server takes only what the signed-in person gave.
fn is_theirs(found: &Found, signed_in: &SignedIn) -> Result<()> {
    let by_head = found.head.iter().map(|head| head.person);
    let by_commands = found.kept.iter().map(only_here::OnlyHere::actor);
    match by_head.chain(by_commands).all(|person| person == signed_in.person) {
        true => Ok(()),
        false => Err(RemoteError::NotYours.into()),
    }
}

/// The new database, where nobody sees it yet.
fn make(
    root: &Path,
    manifest: &Manifest,
    key: &Key,
    host: &Host,
    to: &To<'_>,
    signed_in: &SignedIn,
    found: &Found,
) -> Result<Aside> {
    let aside = Aside::new(root)?;
    create_private(&aside.path(DATABASE)).map_err(io_error)?;
    let mut conn = connect(&aside.path(DATABASE), key, false)?;
    schema::migrate(&mut conn)?;
    let (manifest, key, host) = (manifest.clone(), key.clone(), host.clone());
    let begun = Workspace::assemble(aside.folder(), manifest, key, host, conn)?;
    to.settle(&begun, signed_in, &to.label(None), |conn, device| {
        let who = (device, signed_in.person);
        only_here::begin_again(conn, begun.engine(), who, &found.kept)
    })?;
    // Closed, so that all of it is in the one file.
    drop(begun);
    Ok(aside)
}

/// Puts the new database in the place of the damaged one.
fn replace(root: &Path, made: Aside, found: &Found) -> Result<Option<String>> {
    let kept_as = waiting::put_aside(root, found, &random_hex(4)?)?;
    fs::rename(made.path(DATABASE), root.join(DATABASE)).map_err(io_error)?;
    sync_folder(&root.join(DATABASE));
    Ok(kept_as)
}
