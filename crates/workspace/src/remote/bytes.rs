//! Carrying files: up before the commands that record them, down for whoever may open them.
//!
//! Invariant: nothing is sent or given a place that is not what its hash says.
//! Invariant: what the server does not have, or does not give, keeps nothing else from coming.

use super::talk::{Step, Synced, Talk};
use crate::folder::{Session, Workspace};
use crate::transfers::Content;
use netra_core::files::FileAdd;
use netra_kernel::{Error, Id, Kind, Result};
use netra_sync::content::{CHUNK, Standing, recorded};
use netra_sync::wire::Push;
use serde_json::{Value, json};
use std::time::Duration;

/// A larger file is fetched only when somebody opens it.
const UNASKED: u64 = 64 << 20;
/// How often somebody who opens a file looks whether the other program has done syncing.
const LOOKS: u32 = 50;
const LOOK: Duration = Duration::from_millis(100);

/// Fetches the bytes of a file that `file.get` told of.
/// # Errors
/// `sync.unreachable`, `account.signed_out`, `file.bytes_missing`, what the server refuses.
pub fn fetch(workspace: &Workspace, view: &Value) -> Result<()> {
    let mut looks = 0;
    let mut talk = loop {
        match Talk::begin(workspace) {
            Err(e) if e.code() == "sync.another_program" && looks < LOOKS => {
                looks += 1;
                std::thread::sleep(LOOK);
            }
            begun => break begun?,
        }
    };
    let file = Wanted::of(view)?;
    if workspace.files().size_of(&file.sha256)?.is_none() {
        talk.fetch(&file, &|| Ok(()))?;
    }
    Ok(())
}

/// A file whose bytes are to come.
struct Wanted {
    id: Id,
    sha256: String,
    size_bytes: u64,
}

impl Wanted {
    fn of(view: &Value) -> Result<Wanted> {
        let text = |name: &str| view[name].as_str().unwrap_or_default();
        let id = Id::parse(text("id")).ok_or_else(|| Error::internal("a file without its id"))?;
        let size_bytes = view["size_bytes"].as_u64().unwrap_or(0);
        Ok(Wanted { id, sha256: text("sha256").to_owned(), size_bytes })
    }

    fn content(&self) -> Content<'_> {
        Content { sha256: &self.sha256, size_bytes: self.size_bytes }
    }
}

/// Whether it may be tried again later, with nothing wrong about the file itself.
fn is_for_later(e: &Error) -> bool {
    e.code().starts_with("storage.") || e.code() == "file.too_many_bytes"
}

/// Whether this content can never be sent from here.
fn is_for_good(e: &Error) -> bool {
    let codes = [
        "file.bytes_missing",
        "file.bytes_changed",
        "file.other_content",
        "server.too_large",
        "sync.form",
        "forbidden",
    ];
    codes.contains(&e.code()) || e.code().starts_with("actor.")
}

/// Whether talking to the server makes no sense any more.
fn is_over(e: &Error) -> bool {
    let is_ours = ["account.", "sync.", "job."].iter().any(|area| e.code().starts_with(area));
    e.kind() == Kind::Offline || (is_ours && e.code() != "sync.form")
}

impl Talk<'_> {
    /// Sends the content of the files that these commands record. Where the server has no room the
    /// push ends before that command; a file that cannot be sent at all is said to be without.
    pub(super) fn send_content(
        &mut self,
        push: &mut Push,
        synced: &mut Synced,
        step: Step<'_>,
    ) -> Result<()> {
        let waiting = push.commands.len() as i64;
        let rows = synced.rows;
        for at in 0..push.commands.len() {
            let handed = &push.commands[at];
            let Some(file) = recorded(&handed.envelope) else { continue };
            if handed.refused_before.is_some() {
                continue;
            }
            match self.send(&file, synced, &|| step(waiting, rows)) {
                Ok(()) => {}
                Err(e) if is_for_later(&e) => {
                    synced.held_back = Some(e.code().to_owned());
                    push.commands.truncate(at);
                    return Ok(());
                }
                Err(e) if is_for_good(&e) => push.commands[at].is_without_content = true,
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    fn send(
        &mut self,
        file: &FileAdd,
        synced: &mut Synced,
        step: &dyn Fn() -> Result<()>,
    ) -> Result<()> {
        let size = u64::try_from(file.size_bytes).unwrap_or(0);
        let workspace = self.workspace;
        let path = format!("/content/{}?size={size}", file.sha256.to_ascii_lowercase());
        let mut is_whole_here = None;
        let mut standing: Standing = self.asking(|server, who| server.get(&path, who))?;
        while !standing.is_whole {
            // A damaged copy of ours is not worth sending.
            if is_whole_here.is_none() {
                is_whole_here =
                    Some(workspace.files().copy_to(&file.sha256, &mut std::io::sink())?);
            }
            step()?;
            // The last one again, if the server was cut off before it had put the file together.
            let chunk = CHUNK as u64;
            let from = (standing.have / chunk * chunk).min((size - 1) / chunk * chunk);
            let bytes = workspace.files().read_at(&file.sha256, from, CHUNK)?;
            let path = format!("{path}&from={from}");
            let had = standing.have;
            standing = self.asking(|server, who| server.put(&path, who, &bytes))?;
            if standing.have > had {
                self.waits = 0;
                synced.bytes_sent += bytes.len() as u64;
            } else if !standing.is_whole {
                self.wait(1)?;
            }
            if standing.is_whole {
                synced.files_sent += 1;
            }
        }
        Ok(())
    }

    /// Fetches what this person may open and is not here, the newest first.
    pub(super) fn fetch_all(&mut self, synced: &mut Synced, step: Step<'_>) -> Result<()> {
        let workspace = self.workspace;
        let Some(actor) = super::person(&workspace.writer())? else { return Ok(()) };
        let session = Session { actor, locale: "en".into() };
        let (waiting, rows) = (0, synced.rows);
        for id in small_files(workspace)? {
            // Whoever may not open it is not asked to keep it.
            let Ok(view) = workspace.ask(&session, "file.get", &json!({ "file": id })) else {
                continue;
            };
            let file = Wanted::of(&view)?;
            if workspace.files().size_of(&file.sha256)?.is_some() {
                continue;
            }
            let content = file.content();
            // What nobody has is not asked for at every hint.
            if workspace.fetched().is_absent(content) {
                synced.files_absent += 1;
                continue;
            }
            match self.fetch(&file, &|| step(waiting, rows)) {
                Ok(came) => {
                    synced.files_fetched += 1;
                    synced.bytes_fetched += came;
                }
                Err(e) if is_over(&e) => return Err(e),
                // No room for a file is no reason to have no rows.
                Err(e) if e.code() == "storage.full" => {
                    synced.held_back = Some(e.code().to_owned());
                    return Ok(());
                }
                Err(e) => {
                    synced.files_absent += 1;
                    if e.code() == "file.bytes_missing" {
                        workspace.fetched().note_absent(content);
                    }
                }
            }
        }
        Ok(())
    }

    /// Gives how many bytes came.
    fn fetch(&mut self, file: &Wanted, step: &dyn Fn() -> Result<()>) -> Result<u64> {
        let content = file.content();
        let transfers = self.workspace.fetched();
        let mut standing = transfers.standing(content)?;
        let (mut came, chunk) = (0, CHUNK as u64);
        while !standing.is_whole {
            step()?;
            let last = file.size_bytes.saturating_sub(1) / chunk * chunk;
            let from = (standing.have / chunk * chunk).min(last);
            let path = format!("/files/{}?from={from}", file.id);
            let bytes = self.asking(|server, who| server.bytes(&path, who))?;
            standing = transfers.put(content, from, &bytes)?;
            came += bytes.len() as u64;
            self.waits = 0;
        }
        Ok(came)
    }
}

/// Files whose bytes are not here and that are small enough to come unasked.
fn small_files(workspace: &Workspace) -> Result<Vec<Id>> {
    let listed = {
        let conn = workspace.writer();
        let mut stmt = conn.prepare_cached(
            "SELECT id, lower(hex(sha256)) FROM files WHERE size_bytes <= ?1
             ORDER BY added_at DESC, id",
        )?;
        let rows = stmt.query_map([UNASKED as i64], |r| Ok((r.get(0)?, r.get::<_, String>(1)?)))?;
        rows.collect::<rusqlite::Result<Vec<(Id, String)>>>()?
    };
    let mut missing = Vec::new();
    for (id, sha256) in listed {
        if workspace.files().size_of(&sha256)?.is_none() {
            missing.push(id);
        }
    }
    Ok(missing)
}
