//! The history on a copy: the server has it, the copy has the rows and, of the history, what waits.
//!
//! Invariant: what waits stands above what the server tells, once, and under sequence numbers of
//! its own (negative ones).

use super::talk;
use crate::folder::{Session, Workspace};
use netra_kernel::{Kind, Result};
use serde_json::{Value, json};
use std::collections::HashSet;

/// The questions that only whoever has the history can answer.
const OF_THE_SERVER: [&str; 2] = ["history.of", "history.recent"];

/// Whether the server is to be asked this.
pub(crate) fn is_of_the_server(workspace: &Workspace, name: &str) -> bool {
    OF_THE_SERVER.contains(&name) && workspace.is_replica()
}

/// The history with what waits here above it. Where the server is not reached, what waits alone;
/// where nothing does, that it is not reached.
/// # Errors
/// What the server refuses; `sync.unreachable` …
pub(crate) fn ask(
    workspace: &Workspace,
    session: &Session,
    name: &str,
    args: &Value,
    mut here: Value,
) -> Result<Value> {
    let waiting = here["rows"].as_array_mut().map(std::mem::take).unwrap_or_default();
    let told = match talk::ask_there(workspace, &session.locale, name, args) {
        // A record that was made here and is not there yet.
        Err(e) if !waiting.is_empty() && matches!(e.kind(), Kind::Offline | Kind::NotFound) => {
            json!({ "rows": [] })
        }
        told => told?,
    };
    let there = told["rows"].as_array().cloned().unwrap_or_default();
    let known: HashSet<&str> = there.iter().filter_map(|row| row["command"].as_str()).collect();
    let is_first_page = args["before"].is_null();
    let mut rows: Vec<Value> = waiting
        .into_iter()
        .filter(|row| is_first_page && row["command"].as_str().is_none_or(|c| !known.contains(c)))
        .map(|mut row| {
            row["seq"] = json!(row["seq"].as_i64().map(|seq| -seq));
            row
        })
        .collect();
    rows.extend(there.iter().cloned());
    here["rows"] = json!(rows);
    Ok(here)
}
