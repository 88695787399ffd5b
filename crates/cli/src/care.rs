//! Taking care of a workspace: backup, restore, doctor.

use crate::args::Cli;
use crate::interrupt::Interrupt;
use crate::open;
use crate::output::Output;
use netra_core::derived::DERIVED;
use netra_kernel::Result;
use netra_workspace::folder::read_manifest;
use netra_workspace::{Protection, WorkspaceError, backup, doctor, recover};
use std::path::Path;
use std::process::ExitCode;

/// Shows how far the work is, and stops it when the person says so.
fn step<'a>(
    output: &'a Output,
    interrupt: &'a Interrupt,
) -> impl Fn(u64, u64, &str) -> Result<()> + 'a {
    move |done, total, doing| {
        if total > 0 {
            output.progress(&format!("{doing} {} %", done * 100 / total));
        }
        if interrupt.is_asked() { Err(WorkspaceError::Cancelled.into()) } else { Ok(()) }
    }
}

pub fn backup(cli: &Cli, file: &Path, output: &Output) -> Result<()> {
    let interrupt = Interrupt::listen()?;
    let (workspace, session) = open::session(cli)?;
    let is_keychain = workspace.manifest().protection == Protection::Keychain;
    let source = open::key_source(is_keychain, is_keychain)?;
    let made = backup::backup(&workspace, &session, file, &source, &step(output, &interrupt));
    output.progress_done();
    let made = made?;
    match made["protection"].as_str() {
        Some("keychain") => output.note(
            "This backup opens only with the key in this machine's keychain. Set NETRA_PASSPHRASE \
             when backing up to make one that opens on any machine.",
        ),
        Some("none") => output
            .note("This backup is NOT encrypted: whoever can read the file can read the data."),
        _ => {}
    }
    let missing = made["missing"].as_array().map_or(0, Vec::len);
    if missing > 0 {
        output.note(&format!(
            "{missing} stored files were missing or damaged and are not in the backup; \
             netra doctor says which."
        ));
    }
    output.result(&made);
    Ok(())
}

pub fn restore(file: &Path, dir: &Path, output: &Output) -> Result<()> {
    let interrupt = Interrupt::listen()?;
    let source = open::key_source(false, false)?;
    let restored = recover::restore(file, dir, &source, &step(output, &interrupt));
    output.progress_done();
    let restored = restored?;
    match restored["reason"].as_str() {
        Some("key.passphrase_wrong") => output.note(
            "Restored whole, but the passphrase in NETRA_PASSPHRASE is not the one of this backup.",
        ),
        Some("key.not_in_keychain" | "key.keychain_unavailable") => output.note(
            "Restored whole, but its key is in the keychain of the machine where it was made.",
        ),
        _ => {}
    }
    output.result(&restored);
    Ok(())
}

/// Success when healthy; 1 when not.
pub fn doctor(cli: &Cli, repair: bool, output: &Output) -> Result<ExitCode> {
    let interrupt = Interrupt::listen()?;
    let root = open::folder(cli)?;
    let wants_passphrase =
        read_manifest(root).is_ok_and(|m| matches!(m.protection, Protection::Passphrase(_)));
    let source = open::key_source(wants_passphrase, false)?;
    let report = doctor::examine(root, &source, DERIVED, repair, &step(output, &interrupt));
    output.progress_done();
    let report = report?;
    output.result(&serde_json::to_value(&report)?);
    Ok(if report.healthy { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
