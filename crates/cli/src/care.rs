//! Taking care of a workspace: backup, restore, doctor.

use crate::args::Cli;
use crate::job::{self, watched};
use crate::open;
use crate::output::Output;
use netra_core::derived::DERIVED;
use netra_kernel::Result;
use netra_workspace::folder::read_manifest;
use netra_workspace::{Protection, doctor, recover};
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

pub fn backup(cli: &Cli, file: &Path, output: &Output) -> Result<()> {
    let (workspace, session) = open::session(cli)?;
    let is_keychain = workspace.manifest().protection == Protection::Keychain;
    let source = open::key_source(is_keychain, is_keychain)?;
    let file = std::path::absolute(file).map_err(|e| open::usage(&e.to_string()))?;
    let args = json!({"file": file, "passphrase": source.passphrase.as_deref()});
    let made = job::run(&Arc::new(workspace), &session, "backup", args, output)?;
    match made["protection"].as_str() {
        Some("keychain") => output.say("backup_of_keychain"),
        Some("none") => output.say("backup_not_encrypted"),
        _ => {}
    }
    let missing = made["missing"].as_array().map_or(0, Vec::len);
    if missing > 0 {
        output.say_with("backup_misses", &json!({ "n": missing }));
    }
    output.result(&made);
    Ok(())
}

pub fn restore(file: &Path, dir: &Path, output: &Output) -> Result<()> {
    let source = open::key_source(false, false)?;
    let restored = watched(output, |ticket| {
        recover::restore(file, dir, &source, &|done, total, doing| ticket.go_on(done, total, doing))
    })?;
    match restored["reason"].as_str() {
        Some("key.passphrase_wrong") => output.say("restored_other_passphrase"),
        Some("key.not_in_keychain" | "key.keychain_unavailable") => {
            output.say("restored_other_keychain")
        }
        _ => {}
    }
    output.result(&restored);
    Ok(())
}

/// Success when healthy; 1 when not.
pub fn doctor(cli: &Cli, repair: bool, output: &Output) -> Result<u8> {
    let root = open::folder(cli)?;
    let wants_passphrase =
        read_manifest(root).is_ok_and(|m| matches!(m.protection, Protection::Passphrase(_)));
    let source = open::key_source(wants_passphrase, false)?;
    let report = watched(output, |ticket| {
        doctor::examine(root, &source, DERIVED, repair, &|done, total, doing| {
            ticket.go_on(done, total, doing)
        })
    })?;
    let report = report.in_words(output.locale());
    output.result(&serde_json::to_value(&report)?);
    Ok(u8::from(!report.healthy))
}
