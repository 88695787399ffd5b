//! What the server did not apply: each command with its reason in words, until its author has
//! tried it again or let it go.

use super::RemoteError;
use crate::folder::{Given, Session, Workspace};
use netra_core::language;
use netra_kernel::{Envelope, Id, Result};
use netra_sync::received;
use netra_sync::wire::Outcome;
use rusqlite::{OptionalExtension, params};
use serde_json::{Value, json};

/// The commands that need attention, the oldest first.
/// # Errors
/// Storage errors.
pub fn list(workspace: &Workspace, session: &Session) -> Result<Value> {
    let conn = workspace.writer();
    workspace.may_open(&conn)?;
    let mut stmt = conn.prepare("SELECT envelope, outcome FROM attention ORDER BY command")?;
    let found = stmt
        .query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut rows = Vec::new();
    for (envelope, outcome) in found {
        let envelope: Envelope = serde_json::from_str(&envelope)?;
        let (status, refusal) = match serde_json::from_str(&outcome)? {
            Outcome::Applied { .. } => continue,
            Outcome::Rejected { refusal } => ("rejected", refusal),
            Outcome::Quarantined { refusal } => ("quarantined", refusal),
        };
        let english = workspace.engine().catalogue.command(&envelope.name).map(|c| c.title);
        rows.push(json!({
            "command": envelope.id,
            "what": language::title(&session.locale, &envelope.name, english.unwrap_or(&envelope.name)),
            "at": envelope.at,
            "status": status,
            "reason": language::error_sentence(&session.locale, &received(&refusal)),
            "code": refusal.code,
            "name": envelope.name,
            "args": envelope.args,
        }));
    }
    Ok(json!({ "rows": rows }))
}

/// Lets one go.
/// # Errors
/// `sync.no_attention`.
pub fn discard(workspace: &Workspace, command: Id) -> Result<()> {
    let conn = workspace.writer();
    workspace.may_open(&conn)?;
    match conn.execute("DELETE FROM attention WHERE command = ?1", [command])? {
        0 => Err(RemoteError::NoAttention.into()),
        _ => Ok(()),
    }
}

/// Gives the same again, as a new command of now; `args` are used instead of its own.
/// # Errors
/// `sync.no_attention`; what refuses the command, which then stays where it was.
pub fn retry(
    workspace: &Workspace,
    session: &Session,
    command: Id,
    args: Option<Value>,
) -> Result<Given> {
    let kept: Option<String> = workspace
        .writer()
        .query_row("SELECT envelope FROM attention WHERE command = ?1", params![command], |r| {
            r.get(0)
        })
        .optional()?;
    let envelope: Envelope = serde_json::from_str(&kept.ok_or(RemoteError::NoAttention)?)?;
    let given = workspace.run(session, &envelope.name, args.unwrap_or(envelope.args))?;
    discard(workspace, command)?;
    Ok(given)
}
