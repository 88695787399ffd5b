//! The workspaces of a server: one folder each under `DIR/workspaces`, opened when first asked for.
//!
//! Invariant: tenants share no file but `server.db`, which holds nothing of what is in them.
//! Invariant: a name that came from outside becomes part of a path only after [`is_name`].

use super::accounts::Accounts;
use super::second::Whose;
use crate::ServeError;
use netra_kernel::{Error, Id, Result, versions};
use netra_sync::account::{Accept, AccountError, Invited, Secret};
use netra_workspace::files::io_error;
use netra_workspace::key::Choice;
use netra_workspace::{Content, CreateOptions, Host, KeySource, Workspace, folder, schedule};
use rusqlite::OptionalExtension;
use serde_json::Value;
use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A server's folder.
pub struct Tenants {
    root: PathBuf,
    source: KeySource,
    host: Host,
    pub(crate) accounts: Accounts,
    /// Each is opened under a lock of its own: two openings of one folder would be two writers, and
    /// a long one is no business of the others.
    open: Mutex<HashMap<String, Arc<Opened>>>,
    /// One workspace comes in at a time: of two with one code the second finds the first's.
    attaching: Mutex<()>,
}

type Opened = Mutex<Option<Arc<Workspace>>>;

/// A name that can be part of an address and of a path: `a-z`, digits and inner hyphens, 1 to 40.
pub fn is_name(name: &str) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=40).contains(&name.len())
        && name.bytes().all(fits)
        && !name.starts_with('-')
        && !name.ends_with('-')
}

impl Tenants {
    /// Opens a server's folder; makes it when it is not there.
    /// # Errors
    /// Storage errors.
    pub fn open(root: &Path, source: KeySource, host: Host) -> Result<Tenants> {
        let root = std::path::absolute(root).map_err(io_error)?;
        folder::private_folder(&root.join("workspaces"))?;
        folder::private_folder(&root)?;
        let file = root.join("server.db");
        if !file.exists() {
            folder::private_file(&file)?;
        }
        let accounts = Accounts::open(&file, host.clone())?;
        let (open, attaching) = (Mutex::default(), Mutex::default());
        Ok(Tenants { root, source, host, accounts, open, attaching })
    }

    /// Held by the one program that serves this folder. The lock is the system's, so it goes with its
    /// process, however that ends; the file itself stays and says nothing.
    /// # Errors
    /// `serve.served`; storage errors.
    pub(crate) fn serve_alone(&self) -> Result<File> {
        let path = self.root.join("serve.lock");
        let file = File::options().create(true).append(true).open(path).map_err(io_error)?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                Err(ServeError::Served { folder: self.root.display().to_string() }.into())
            }
            Err(TryLockError::Error(e)) => Err(io_error(e)),
        }
    }

    /// Refuses a passphrase that does not open what is here, before anybody is served.
    /// # Errors
    /// `key.passphrase_wrong` and what else is wrong with a key.
    pub(crate) fn try_key(&self) -> Result<()> {
        let first = self.list()?.into_iter().find(|(_, is_ready)| *is_ready);
        match first.map(|(name, _)| self.any_workspace(&name)) {
            // What is wrong with one workspace keeps nobody else out.
            Some(Err(e)) if e.code().starts_with("key.") => Err(e),
            _ => Ok(()),
        }
    }

    pub(crate) fn host(&self) -> &Host {
        &self.host
    }

    /// How this machine keeps keys.
    pub(crate) fn source(&self) -> &KeySource {
        &self.source
    }

    fn folder_of(&self, name: &str) -> PathBuf {
        self.root.join("workspaces").join(name)
    }

    fn new_name(&self, name: &str) -> Result<()> {
        if !is_name(name) {
            return Err(ServeError::WorkspaceName.into());
        }
        if self.accounts.workspace(name)?.is_some() {
            return Err(ServeError::WorkspaceTaken { name: name.to_owned() }.into());
        }
        Ok(())
    }

    /// Makes a workspace with its first owner, and the code by which the owner sets a password.
    /// `firm` is what `workspace.create` takes.
    /// # Errors
    /// `serve.workspace_name`, `serve.workspace_taken`, as [`Workspace::create`].
    pub fn create(&self, name: &str, firm: Value, choice: Choice) -> Result<Invited> {
        self.new_name(name)?;
        let options = CreateOptions { choice, content: Content::Firm(firm) };
        let folder = self.folder_of(name);
        let made = Workspace::create(&folder, &options, &self.source, self.host.clone())?;
        self.accounts.note_workspace(name, true)?;
        self.accounts.code(name, Some(made.owner()?))
    }

    /// Keeps a name for a workspace that is elsewhere, and gives the code to attach it with; another one
    /// while the name still waits.
    /// # Errors
    /// `serve.workspace_name`, `serve.workspace_taken`.
    pub fn reserve(&self, name: &str) -> Result<Invited> {
        if self.accounts.workspace(name)? != Some(false) {
            self.new_name(name)?;
            self.accounts.note_workspace(name, false)?;
        }
        self.accounts.code(name, None)
    }

    /// A code by which somebody sets a password, the first one or a new one.
    /// # Errors
    /// `serve.no_workspace`, `actor.unknown`.
    pub fn invite(&self, name: &str, email: &str) -> Result<Invited> {
        let person = self.any_workspace(name)?.session(Some(email), "en")?.actor;
        self.accounts.code(name, Some(person))
    }

    /// Ends somebody's second factor, for who lost it together with the codes to recover with.
    /// # Errors
    /// `serve.no_workspace`, `actor.unknown`, `account.second_factor_off`.
    pub fn end_second_factor(&self, name: &str, email: &str) -> Result<()> {
        let workspace = self.workspace(name)?;
        let person = workspace.session(Some(email), "en")?.actor;
        self.accounts.end_factor(Whose { workspace: name, person, key: workspace.key() })
    }

    /// The names, and whether each can be used already.
    /// # Errors
    /// Storage errors.
    pub fn list(&self) -> Result<Vec<(String, bool)>> {
        self.accounts.workspaces()
    }

    /// Nobody is heard in a suspended workspace; what is in it stays.
    /// # Errors
    /// `serve.no_workspace`; storage errors.
    pub fn suspend(&self, name: &str, is_suspended: bool) -> Result<()> {
        if self.accounts.workspace(name)?.is_none() {
            return Err(ServeError::NoWorkspace { name: name.to_owned() }.into());
        }
        self.accounts.suspend(name, is_suspended)
    }

    /// Another token of whoever administers this server over HTTP; it is seen this once.
    /// # Errors
    /// Storage errors.
    pub fn new_administrator(&self, label: &str) -> Result<Secret> {
        self.accounts.new_administrator(label)
    }

    /// Ends all of them; gives how many there were.
    /// # Errors
    /// Storage errors.
    pub fn end_administrators(&self) -> Result<usize> {
        self.accounts.end_administrators()
    }

    /// A workspace that serves.
    /// # Errors
    /// `serve.no_workspace`, `account.workspace_suspended`; as [`Workspace::open`].
    pub(crate) fn workspace(&self, name: &str) -> Result<Arc<Workspace>> {
        let workspace = self.any_workspace(name)?;
        match self.accounts.suspended_since(name)? {
            None => Ok(workspace),
            Some(_) => Err(AccountError::WorkspaceSuspended.into()),
        }
    }

    /// The same, suspended or not: for whoever runs the server.
    /// # Errors
    /// `serve.no_workspace`; as [`Workspace::open`].
    pub(crate) fn any_workspace(&self, name: &str) -> Result<Arc<Workspace>> {
        let none = || Error::from(ServeError::NoWorkspace { name: name.to_owned() });
        if !is_name(name) || self.accounts.workspace(name)? != Some(true) {
            return Err(none());
        }
        let opened = {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(open.entry(name.to_owned()).or_default())
        };
        let mut opened = opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = &*opened {
            return Ok(Arc::clone(known));
        }
        let workspace =
            Arc::new(Workspace::open(&self.folder_of(name), &self.source, self.host.clone())?);
        {
            let log = self.host.new_id()?;
            let mut conn = workspace.writer();
            let tx = conn.transaction()?;
            versions::begin(&tx, workspace.engine(), log)?;
            tx.commit()?;
        }
        if let Ok(owner) = workspace.session(None, "en") {
            schedule::keep(&workspace, &owner);
        }
        *opened = Some(Arc::clone(&workspace));
        Ok(workspace)
    }

    /// How many are open.
    pub(crate) fn count_open(&self) -> usize {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let is_open = |opened: &Opened| opened.try_lock().is_ok_and(|opened| opened.is_some());
        open.values().filter(|opened| is_open(opened)).count()
    }

    /// Puts an uploaded workspace in its reserved place, and gives the code for its owner. The name waits
    /// until the owner has set a password by it: until then the upload can be made again, since its
    /// sender may never have heard of this one.
    /// # Errors
    /// `account.invitation`, `server.attached`, what restoring refuses.
    pub(crate) fn attach(
        &self,
        name: &str,
        code: &str,
        file: &Path,
        transfer: &str,
    ) -> Result<Invited> {
        let _one = self.attaching.lock().unwrap_or_else(PoisonError::into_inner);
        self.accounts.may_attach(name, code)?;
        if self.accounts.workspace(name)? != Some(false) {
            return Err(AccountError::Attached.into());
        }
        let folder = self.folder_of(name);
        // What an earlier attempt left; nobody has used it.
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(io_error)?;
        }
        let sent = KeySource { passphrase: Some(transfer.to_owned().into()) };
        let put = netra_workspace::transfer::receive(file, &folder, &sent, &self.source)
            .and_then(|()| self.arrived(name)?.owner())
            .and_then(|owner| self.accounts.code(name, Some(owner)));
        if put.is_err() {
            let _ = fs::remove_dir_all(&folder);
        }
        put
    }

    /// A workspace that was handed over and whose owner has no password yet.
    fn arrived(&self, name: &str) -> Result<Workspace> {
        Workspace::open(&self.folder_of(name), &self.source, self.host.clone())
    }

    /// Sets a password by a one-time code, for whoever has that e-mail address where one is said.
    /// # Errors
    /// `account.invitation`, `account.other_email`, `account.password_short`.
    pub(crate) fn accept(&self, asked: &Accept) -> Result<()> {
        let Accept { workspace: name, code, password, email } = asked;
        let whose = self.accounts.person_of_code(name, code)?;
        let is_arriving = self.accounts.workspace(name)? == Some(false);
        // It is not replaced by another upload meanwhile.
        let _one =
            is_arriving.then(|| self.attaching.lock().unwrap_or_else(PoisonError::into_inner));
        if let Some(email) = email {
            let of = |workspace: &Workspace| workspace.session(Some(email), "en").map(|s| s.actor);
            let named = match is_arriving {
                true => of(&self.arrived(name)?),
                false => of(&*self.any_workspace(name)?),
            };
            if named.ok() != whose {
                return Err(AccountError::OtherEmail.into());
            }
        }
        self.accounts.accept(name, code, password)
    }

    /// A place beside the workspaces for something that is on its way; gone when dropped.
    pub(crate) fn aside(&self) -> Result<Aside> {
        Ok(Aside(self.root.join(format!("incoming-{}", self.host.new_id()?))))
    }

    /// The identity that the workspace itself knows for a device, if it is another person's.
    pub(crate) fn is_anothers(workspace: &Workspace, person: Id, device: Id) -> Result<bool> {
        let known: Option<Id> = workspace
            .writer()
            .query_row("SELECT person FROM sync_devices WHERE id = ?1", [device], |r| r.get(0))
            .optional()?;
        Ok(known.is_some_and(|known| known != person))
    }
}

/// A file that is removed with its owner.
pub(crate) struct Aside(PathBuf);

impl Aside {
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // It may not have been made at all.
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn names_that_may_be_part_of_a_path() {
        for (name, fine) in [
            ("acme", true),
            ("acme-2", true),
            ("a", true),
            ("", false),
            ("-a", false),
            ("a-", false),
            ("..", false),
            ("a/b", false),
            ("a\\b", false),
            ("Acme", false),
            ("a.b", false),
            ("ए", false),
            ("a\0", false),
        ] {
            assert_eq!(is_name(name), fine, "{name:?}");
        }
        assert!(!is_name(&"a".repeat(41)));
    }
}
