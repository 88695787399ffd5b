//! Connecting: a new copy is made, a stand-alone workspace is handed over, or a replica signs in
//! again.
//!
//! Invariant: nothing here is replaced before the server has said that it has everything.

use super::http::{As, Server, address};
use super::talk::Lock;
use super::{
    CERTIFICATES, EMAIL, ENDED, LABEL, PERSON, RemoteError, SERVER, UPLOADED, WORKSPACE, tokens,
    wipe,
};
use crate::aside;
use crate::backup;
use crate::folder::{Content, CreateOptions, MANIFEST, Workspace, first_owner};
use crate::host::{Host, random};
use crate::key::{self, Choice, KeySource};
use netra_core::schema;
use netra_kernel::{Error, Id, Result, journal};
use netra_sync::SyncError;
use netra_sync::account::{
    Accept, AccountError, Forgot, Hello, Invited, PROTOCOL, Secret, SignIn, SignedIn,
};
use netra_sync::replica::{self, fact, set_fact};
use rusqlite::{Connection, TransactionBehavior};
use serde_json::Value;
use std::fs::{self, File};
use std::path::Path;
use std::sync::atomic::Ordering;

/// What `netra connect` needs to know.
pub struct ConnectOrder {
    /// `https://server/workspace`.
    pub url: String,
    pub email: String,
    pub password: Secret,
    /// Of the second factor; wanted when `account.code_needed` says so.
    pub code: Option<Secret>,
    /// Sets the password first, by this code.
    pub invitation: Option<Secret>,
    /// Hands this stand-alone workspace over, by this code.
    pub attach: Option<Secret>,
    /// What this device is called in the list of devices; what it was called before, or else by
    /// its machine, when not said.
    pub label: Option<String>,
    /// PEM of authorities to trust beside those of the system.
    pub certificates: Option<String>,
}

/// Connects the folder; the workspace is open afterwards, to be filled by `sync`.
/// # Errors
/// `sync.address`, `sync.unreachable`, `sync.protocol`, `sync.schema`, `sync.server_older`,
/// `account.wrong`, `account.code_needed`, `account.code_wrong`,
/// `account.invitation`, `sync.connected`, `sync.needs_code`, `sync.not_yours`; as
/// [`Workspace::create`].
pub fn connect(
    root: &Path,
    order: &ConnectOrder,
    choice: Choice,
    source: &KeySource,
    host: Host,
) -> Result<Workspace> {
    if !root.join(MANIFEST).exists() {
        // An invitation is good once: what may fail here fails before.
        aside::has_place(root)?;
        key::may_create(choice, source)?;
        let to = To::agreed(order, None)?;
        let label = to.label(None);
        let signed_in = to.enter(order.invitation.as_ref(), None, &label)?;
        let options = CreateOptions { choice, content: Content::Nothing };
        let made = Workspace::create(root, &options, source, host)
            .and_then(|made| to.settle(&made, &signed_in, &label, replica::begin).map(|()| made));
        if made.is_err() {
            // Nobody is there who could use it.
            let _ = to.end(&signed_in);
        }
        return made;
    }
    let workspace = Workspace::open(root, source, host)?;
    connect_open(&workspace, order)?;
    Ok(workspace)
}

/// Connects a workspace that is open: hands a stand-alone one over, or signs a replica in again.
/// # Errors
/// As [`connect`]; `sync.owner_only`, `sync.moved_on`.
pub fn connect_open(workspace: &Workspace, order: &ConnectOrder) -> Result<()> {
    let kept = workspace.reading_standing(|conn| fact(conn, CERTIFICATES))?;
    To::agreed(order, kept.as_deref())?.connect(workspace)
}

/// As long as it is held this program gives no command.
struct Still<'w>(&'w Workspace);

impl Still<'_> {
    fn keep(workspace: &Workspace) -> Still<'_> {
        workspace.is_handed_over.store(true, Ordering::SeqCst);
        Still(workspace)
    }
}

impl Drop for Still<'_> {
    fn drop(&mut self) {
        self.0.is_handed_over.store(false, Ordering::SeqCst);
    }
}

/// Whether the server sends letters.
/// # Errors
/// `sync.address`, `sync.unreachable`.
pub fn has_mail(url: &str, certificates: Option<&str>) -> Result<bool> {
    let (base, _) = address(url)?;
    let hello: Hello = Server::new(&base, certificates)?.get("/hello", As::default())?;
    Ok(hello.has_mail)
}

/// Asks for a letter with a code for a new password. The server never says whether it sends one.
/// # Errors
/// `sync.address`, `sync.unreachable`, `account.too_many`, `account.no_mail`.
pub fn forgot(url: &str, email: &str, certificates: Option<&str>) -> Result<()> {
    let (base, workspace) = address(url)?;
    let server = Server::new(&base, certificates)?;
    if !server.get::<Hello>("/hello", As::default())?.has_mail {
        return Err(AccountError::NoMail.into());
    }
    let body = Forgot { workspace, email: email.trim().to_owned() };
    server.post::<Value>("/forgot", As::default(), &body).map(|_| ())
}

/// Whether a server of that schema, which serves devices from `oldest` on, serves this program. The
/// refusals are worded from the server's side, which says `theirs` of a device.
fn served(program: i32, server: i32, oldest: Option<i32>) -> Result<()> {
    let (theirs, ours) = (program, server);
    if theirs > ours {
        return Err(SyncError::ServerOlder { theirs, ours }.into());
    }
    if theirs < oldest.unwrap_or(ours) {
        return Err(SyncError::Schema { theirs, ours }.into());
    }
    Ok(())
}

/// Where an order leads.
pub(super) struct To<'a> {
    order: &'a ConnectOrder,
    /// Of the order, or those that the copy kept.
    certificates: Option<&'a str>,
    base: String,
    name: String,
    pub(super) server: Server,
}

impl<'a> To<'a> {
    /// A server that this program can speak with; `kept` are the certificates that a copy trusts already.
    pub(super) fn agreed(order: &'a ConnectOrder, kept: Option<&'a str>) -> Result<To<'a>> {
        let (base, name) = address(&order.url)?;
        let certificates = order.certificates.as_deref().or(kept);
        let server = Server::new(&base, certificates)?;
        let to = To { order, certificates, base, name, server };
        to.agree()?;
        Ok(to)
    }

    fn connect(&self, workspace: &Workspace) -> Result<()> {
        let _lock = Lock::take_patiently(workspace)?;
        let identity = replica::identity(&workspace.writer())?;
        match (identity, &self.order.attach) {
            (Some(device), None) => self.sign_in_again(workspace, device),
            (Some(_), Some(_)) => Err(self.taken(workspace)?),
            (None, Some(code)) => self.hand_over(workspace, code),
            (None, None) => Err(RemoteError::NeedsCode.into()),
        }
    }

    /// Both sides must speak the same protocol, and the server must know what this program knows.
    fn agree(&self) -> Result<()> {
        let theirs: Hello = self.server.get("/hello", As::default())?;
        if !(theirs.protocol.0..=theirs.protocol.1).contains(&PROTOCOL) {
            let theirs = theirs.protocol.1;
            return Err(RemoteError::Protocol { theirs, ours: PROTOCOL }.into());
        }
        served(schema::newest(), theirs.schema, theirs.oldest_schema)
    }

    fn accept(&self, code: Option<&Secret>) -> Result<()> {
        let Some(code) = code else { return Ok(()) };
        let body = Accept {
            workspace: self.name.clone(),
            code: code.clone(),
            password: self.order.password.clone(),
            email: Some(self.order.email.clone()),
        };
        self.server.post::<Value>("/accept", As::default(), &body).map(|_| ())
    }

    /// `before`: what the device was called until now.
    pub(super) fn label(&self, before: Option<String>) -> String {
        let said = self.order.label.as_deref().map(str::trim).filter(|label| !label.is_empty());
        said.map(str::to_owned).or(before).unwrap_or_else(super::label)
    }

    fn sign_in(&self, device: Option<Id>, label: &str) -> Result<SignedIn> {
        let body = SignIn {
            workspace: self.name.clone(),
            email: self.order.email.clone(),
            password: self.order.password.clone(),
            label: label.to_owned(),
            device,
            code: self.order.code.clone(),
        };
        self.server.post("/sign-in", As::default(), &body)
    }

    /// Sets the password first if there is an invitation. One that an earlier try has used up has
    /// set it already; then what counts is whether it is this one.
    pub(super) fn enter(
        &self,
        code: Option<&Secret>,
        device: Option<Id>,
        label: &str,
    ) -> Result<SignedIn> {
        let refused = match self.accept(code) {
            Ok(()) => None,
            Err(e) if e.code() == "account.invitation" => Some(e),
            Err(e) => return Err(e),
        };
        match (self.sign_in(device, label), refused) {
            (Err(e), Some(refused)) if e.code() == "account.wrong" => Err(refused),
            (signed_in, _) => signed_in,
        }
    }

    pub(super) fn end(&self, signed_in: &SignedIn) -> Result<()> {
        let who = As { access: Some(&signed_in.tokens.access), device: None };
        self.server.post::<Value>("/sign-out", who, &Value::Null).map(|_| ())
    }

    /// Notes where this copy belongs, and what `make` does, in one transaction; then the tokens.
    pub(super) fn settle(
        &self,
        workspace: &Workspace,
        signed_in: &SignedIn,
        label: &str,
        make: impl FnOnce(&Connection, Id) -> Result<()>,
    ) -> Result<()> {
        {
            let mut conn = workspace.writer();
            conn.pragma_update(None, "foreign_keys", false)?;
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            make(&tx, signed_in.device)?;
            set_fact(&tx, SERVER, Some(&self.base))?;
            set_fact(&tx, WORKSPACE, Some(&self.name))?;
            set_fact(&tx, LABEL, Some(label))?;
            set_fact(&tx, EMAIL, Some(self.order.email.trim()))?;
            set_fact(&tx, PERSON, Some(&signed_in.person.to_string()))?;
            set_fact(&tx, wipe::PROMISE, signed_in.wipe_promise.as_deref())?;
            set_fact(&tx, CERTIFICATES, self.certificates)?;
            set_fact(&tx, UPLOADED, None)?;
            set_fact(&tx, ENDED, None)?;
            tx.commit()?;
            workspace.note_waiting(&mut conn);
        }
        tokens::keep(workspace, &signed_in.tokens)?;
        Ok(())
    }

    fn taken(&self, workspace: &Workspace) -> Result<Error> {
        let workspace = fact(&workspace.writer(), WORKSPACE)?.unwrap_or_default();
        Ok(RemoteError::Connected { workspace }.into())
    }

    /// The same person on the same workspace; its server may have moved.
    fn sign_in_again(&self, workspace: &Workspace, device: Id) -> Result<()> {
        if fact(&workspace.writer(), WORKSPACE)?.as_deref() != Some(&self.name) {
            return Err(self.taken(workspace)?);
        }
        let (person, label) = {
            let conn = workspace.writer();
            (super::person(&conn)?, self.label(fact(&conn, LABEL)?))
        };
        let signed_in = self
            .enter(self.order.invitation.as_ref(), Some(device), &label)
            .map_err(|e| wipe::heed(workspace, &self.server, e))?;
        if person != Some(signed_in.person) {
            self.end(&signed_in)?;
            return Err(RemoteError::NotYours.into());
        }
        replica::take_identity(&mut workspace.writer(), workspace.engine(), signed_in.device)?;
        self.settle(workspace, &signed_in, &label, |_, _| Ok(()))
    }

    /// Uploads everything; from then on the server has the last word.
    fn hand_over(&self, workspace: &Workspace, code: &Secret) -> Result<()> {
        // Nothing is uploaded for somebody who cannot sign in afterwards: the server gives the password's
        // code for the first owner and for nobody else.
        self.order.password.may_be_password()?;
        let (_, owner) = first_owner(&workspace.writer())?;
        if !self.order.email.trim().eq_ignore_ascii_case(&owner) {
            return Err(RemoteError::OwnerOnly { email: owner }.into());
        }
        // What another program writes meanwhile is noticed by the head.
        let _still = Still::keep(workspace);
        let head = journal::head(&workspace.writer())?;
        let label = self.label(None);
        let here = format!("{}/{} {}", self.base, self.name, hex::encode(head.1));
        // All of it went up earlier; whether the password was set, too, only the answer to that was lost.
        let was_uploaded = fact(&workspace.writer(), UPLOADED)?.as_ref() == Some(&here);
        let signed_in = match was_uploaded.then(|| self.sign_in(None, &label)) {
            Some(Ok(signed_in)) => signed_in,
            _ => {
                let invited = self.upload(workspace, code)?;
                set_fact(&workspace.writer(), UPLOADED, Some(&here))?;
                self.enter(Some(&invited.code), None, &label)?
            }
        };
        self.settle(workspace, &signed_in, &label, |conn, device| {
            if journal::head(conn)? != head {
                return Err(RemoteError::MovedOn.into());
            }
            replica::hand_over(conn, workspace.engine(), device)
        })
    }

    fn upload(&self, workspace: &Workspace, code: &Secret) -> Result<Invited> {
        let path = format!("/attach/{}", self.name);
        self.server.get::<Value>(&path, As { access: Some(code), device: None })?;
        let mut bytes = [0u8; 32];
        random(&mut bytes)?;
        let once = hex::encode(bytes);
        let aside =
            workspace.root().join(format!("hand-over-{}.netra", workspace.host().new_id()?));
        let uploaded = backup::hand_over(workspace, &aside, &once).and_then(|()| {
            let file = File::open(&aside).map_err(crate::files::io_error)?;
            self.server.upload::<Invited>(&path, code, &once, file)
        });
        // It has done its part, or will be made anew.
        let _ = fs::remove_file(&aside);
        uploaded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_must_be_updated_is_said() {
        let said = |program, server, oldest| {
            served(program, server, oldest).map_err(|e| e.code().to_owned()).err()
        };
        assert_eq!(said(60, 60, Some(50)), None);
        assert_eq!(said(50, 60, Some(50)), None);
        assert_eq!(said(49, 60, Some(50)).unwrap(), "sync.schema");
        assert_eq!(said(61, 60, Some(50)).unwrap(), "sync.server_older");
        // A server from before there was a window serves its own schema alone.
        assert_eq!(said(59, 60, None).unwrap(), "sync.schema");
        assert_eq!(said(60, 60, None), None);
        for rubbish in [i32::MIN, -1, 0] {
            assert_eq!(said(60, rubbish, Some(rubbish)).unwrap(), "sync.server_older");
            assert_eq!(said(60, i32::MAX, Some(i32::MAX)).unwrap(), "sync.schema");
        }
    }
}
