//! Backups of all workspaces, once a day, and the way back from them.
//!
//! ```text
//! TO/NAME/2026-11-21.netra   a workspace, as `netra backup` writes it
//! TO/server-2026-11-21.db    which workspaces there are, passwords, sign-ins
//! ```
//! Invariant: a backup counts only after it was restored beside itself and opened; older ones are
//! removed only after that, and the newest is never removed.
//! Invariant: what goes wrong with one workspace keeps no other from being backed up.
//! Invariant: a restored `server.db` comes last, so half a restore serves nothing.

use super::api::{Shared, blocking};
use super::tenants::{Tenants, is_name};
use crate::ServeError;
use netra_kernel::{Date, Error, Result, Zone};
use netra_workspace::files::io_error;
use netra_workspace::{KeySource, WorkspaceError, backup, folder, recover};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How often it looks whether a new day has begun.
const LOOK: Duration = Duration::from_secs(300);
const ENDING: &str = "netra";
/// Held by the one backup that is being made.
static TURN: Mutex<()> = Mutex::new(());

/// Where backups go, and how many of each workspace are kept.
#[derive(Clone, Debug)]
pub struct Backups {
    pub to: PathBuf,
    pub keep: usize,
}

impl Backups {
    /// Where a workspace's backup of a day lies.
    fn of(&self, name: &str, day: &str) -> PathBuf {
        self.to.join(name).join(format!("{day}.{ENDING}"))
    }
}

/// Backs up when nobody did today, as long as the server runs.
pub(crate) async fn keep(shared: Arc<Shared>, backups: Backups) {
    let mut failed_rounds = 0;
    loop {
        let (ours, to) = (Arc::clone(&shared), backups.clone());
        let done = blocking(move || run_due(ours.tenants(), &to)).await;
        let now = shared.tenants().host().now();
        let lines = done.unwrap_or_else(|e| vec![json!({ "error": e.code() })]);
        let mut is_all_made = true;
        for line in lines {
            let is_made = line["error"].is_null();
            is_all_made &= is_made;
            shared.watch.count(if is_made { "backups_made" } else { "backups_failed" }, 1);
            let level = if is_made { "info" } else { "error" };
            shared.watch.say(now, level, "backup", line);
        }
        failed_rounds = if is_all_made { 0 } else { failed_rounds + 1 };
        tokio::time::sleep(pause_after(failed_rounds)).await;
    }
}

/// What cannot be backed up is tried again at longer and longer intervals, up to 80 minutes.
pub(super) fn pause_after(failed_rounds: u32) -> Duration {
    LOOK * 2u32.pow(failed_rounds.saturating_sub(1).min(4))
}

/// Backs one workspace up now; takes the place of today's backup. Gives the day (UTC) and what
/// `netra backup` says.
/// # Errors
/// As a backup; then nothing that was there has changed.
pub(super) fn now(tenants: &Tenants, backups: &Backups, name: &str) -> Result<(String, Value)> {
    let day = tenants.host().now().date(Zone::UTC).to_string();
    folder::private_folder(&backups.to)?;
    let made = one(tenants, name, &backups.of(name, &day))?;
    Ok((day, made))
}

/// The day of a workspace's newest backup.
pub(super) fn newest_day(backups: &Backups, name: &str) -> Option<String> {
    let newest = ours(&backups.to.join(name), is_backup).pop()?;
    day_of(&newest, "", ENDING).map(str::to_owned)
}

/// Backs up whatever has no backup of today (UTC); gives a line for each that was due.
/// # Errors
/// When the list of workspaces cannot be read; what goes wrong with one is in its line.
pub fn run_due(tenants: &Tenants, backups: &Backups) -> Result<Vec<Value>> {
    let day = tenants.host().now().date(Zone::UTC).to_string();
    folder::private_folder(&backups.to)?;
    let mut lines = Vec::new();
    for (name, is_ready) in tenants.list()? {
        let file = backups.of(&name, &day);
        if !is_ready || file.exists() {
            continue;
        }
        lines.push(match one(tenants, &name, &file) {
            Ok(made) => {
                let missing = made["missing"].as_array().map_or(0, Vec::len);
                let mut line = json!({ "workspace": name, "bytes": made["bytes"],
                                       "files": made["files"], "missing": missing });
                if missing == 0 {
                    rotate(&backups.to.join(&name), backups.keep, is_backup);
                } else {
                    // An older backup may be the only one that has them: none goes.
                    line["error"] = json!("file.bytes_missing");
                }
                line
            }
            Err(e) => json!({ "workspace": name, "error": e.code() }),
        });
    }
    let copy = backups.to.join(format!("server-{day}.db"));
    if !copy.exists() {
        let made = tenants.accounts.copy_to(&copy);
        lines.push(match made {
            Ok(()) => {
                rotate(&backups.to, backups.keep, |n| day_of(n, "server-", "db").is_some());
                json!({ "server": true })
            }
            Err(e) => json!({ "server": true, "error": e.code() }),
        });
    }
    Ok(lines)
}

fn one(tenants: &Tenants, name: &str, file: &Path) -> Result<Value> {
    let parent = file.parent().ok_or_else(|| Error::internal("a file without a folder"))?;
    folder::private_folder(parent)?;
    // One that is asked for and the daily one would be in each other's way.
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let workspace = tenants.any_workspace(name)?;
    let step = |_, _, _: &str| Ok(());
    let (unproved, probe) = (file.with_extension("unproved"), parent.join("probe"));
    // What was left by one that was killed: nobody else writes here.
    for left in ours(parent, |name| name.contains(".partial-") || name.ends_with(".unproved")) {
        let _ = fs::remove_file(parent.join(left));
    }
    let _ = fs::remove_dir_all(&probe);
    let made = backup::backup_unasked(&workspace, &unproved, tenants.source(), &step)?;
    let restored = recover::restore(&unproved, &probe, tenants.source(), &step);
    let _ = fs::remove_dir_all(&probe);
    let restored = restored.inspect_err(|_| {
        let _ = fs::remove_file(&unproved);
    })?;
    if restored["opens"] != true {
        let _ = fs::remove_file(&unproved);
        return Err(WorkspaceError::BackupDamaged { part: "its key".to_owned() }.into());
    }
    fs::rename(&unproved, file).map_err(io_error)?;
    Ok(made)
}

/// The day in a name such as `server-2026-11-21.db`.
fn day_of<'n>(name: &'n str, before: &str, ending: &str) -> Option<&'n str> {
    let day = name.strip_prefix(before)?.strip_suffix(ending)?.strip_suffix('.')?;
    Date::parse(day).is_some().then_some(day)
}

/// Whether a file of this name is a workspace's backup of some day.
fn is_backup(name: &str) -> bool {
    day_of(name, "", ENDING).is_some()
}

/// The files of a folder that are ours, the oldest first.
fn ours(folder: &Path, is_ours: impl Fn(&str) -> bool) -> Vec<String> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = names
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| is_ours(name))
        .collect();
    names.sort();
    names
}

/// Removes the oldest, so that so many stay.
fn rotate(folder: &Path, keep: usize, is_ours: impl Fn(&str) -> bool) {
    let names = ours(folder, is_ours);
    for name in names.iter().take(names.len().saturating_sub(keep.max(1))) {
        // One that cannot be removed is tried again tomorrow.
        let _ = fs::remove_file(folder.join(name));
    }
}

/// Makes a server's folder anew from backups: of each workspace the newest, or the newest that is
/// not after a day. One of which no backup can be read, or whose key does not open, keeps none of
/// the others: its line says why.
/// # Errors
/// `workspace.folder_taken`, `storage.no_folder`, `backup.not_one`, `serve.no_backup_before`; storage
/// errors.
pub fn restore_all(
    from: &Path,
    root: &Path,
    not_after: Option<&str>,
    source: &KeySource,
) -> Result<Vec<Value>> {
    if fs::read_dir(root).is_ok_and(|mut d| d.next().is_some()) || root.is_file() {
        return Err(WorkspaceError::FolderTaken { folder: root.display().to_string() }.into());
    }
    let newest = |folder: &Path, before: &str, ending: &str| {
        let fits = |name: &str| {
            day_of(name, before, ending).is_some_and(|day| not_after.is_none_or(|n| day <= n))
        };
        ours(folder, fits).pop()
    };
    fs::read_dir(from).map_err(io_error)?;
    let none = || match not_after {
        Some(day) => Error::from(ServeError::NoBackupBefore { day: day.to_owned() }),
        None => WorkspaceError::NotABackup { file: from.display().to_string() }.into(),
    };
    let server = newest(from, "server-", "db").ok_or_else(none)?;
    folder::private_folder(&root.join("workspaces"))?;
    folder::private_folder(root)?;
    let mut lines = Vec::new();
    for entry in fs::read_dir(from).map_err(io_error)? {
        let entry = entry.map_err(io_error)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        if !is_name(&name) || !entry.path().is_dir() {
            continue;
        }
        let Some(file) = newest(&entry.path(), "", ENDING) else { continue };
        let place = root.join("workspaces").join(&name);
        let done = recover::restore(&entry.path().join(&file), &place, source, &|_, _, _| Ok(()));
        lines.push(match done {
            Ok(done) => json!({ "workspace": name, "made_at": done["made_at"],
                                "opens": done["opens"], "reason": done["reason"],
                                "files": done["files"], "missing": done["missing"] }),
            Err(e) => json!({ "workspace": name, "file": file, "opens": false,
                              "reason": e.code(), "files": 0, "missing": [] }),
        });
    }
    if lines.is_empty() {
        return Err(ServeError::NoWorkspace { name: from.display().to_string() }.into());
    }
    let aside = root.join("server.db.new");
    drop(folder::private_file(&aside)?);
    fs::copy(from.join(&server), &aside).map_err(io_error)?;
    fs::rename(&aside, root.join("server.db")).map_err(io_error)?;
    lines.sort_by_key(|line| line["workspace"].as_str().map(str::to_owned));
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_is_tried_less_and_less_often() {
        let minutes = |n| pause_after(n).as_secs() / 60;
        assert_eq!([0, 1, 2, 3, 5, 99].map(minutes), [5, 5, 10, 20, 80, 80]);
    }

    #[test]
    fn only_ones_own_files_are_rotated_and_the_newest_stays() {
        let dir = tempfile::tempdir().unwrap();
        let mut names: Vec<String> = (1..=9).map(|d| format!("2026-11-0{d}.netra")).collect();
        names.extend(["notes.netra", "2026-11-01.txt", "2026-13-01.netra"].map(str::to_owned));
        for name in &names {
            fs::write(dir.path().join(name), "").unwrap();
        }
        let of = |keep| {
            rotate(dir.path(), keep, is_backup);
            let left = |n: &&String| dir.path().join(n).exists();
            names.iter().filter(left).cloned().collect::<Vec<_>>()
        };
        assert_eq!(of(3)[..3], ["2026-11-07.netra", "2026-11-08.netra", "2026-11-09.netra"]);
        assert_eq!(of(3).len(), 6);
        assert_eq!(of(0)[0], "2026-11-09.netra");
        assert_eq!(of(0).len(), 4);
    }
}
