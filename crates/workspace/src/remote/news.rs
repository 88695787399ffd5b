//! What others did since this device was last here, or since a moment.
//!
//! Invariant: what was given offline and arrived since counts as new, whenever it was given: the
//! place in the server's journal says what came, not the clock.

use super::attention::page_of;
use super::{LAST, talk};
use crate::folder::{Session, Workspace};
use netra_kernel::{Id, Result, Timestamp};
use netra_sync::replica::{self, fact, set_fact};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// When this device was last here before it was away, and how far it had come.
const AWAY: &str = "sync.away";
/// Ms without the server after which somebody was away.
const ABSENCE: u64 = 4 * 3600 * 1_000;

#[derive(Serialize, Deserialize)]
struct Away {
    at: i64,
    seq: i64,
}

/// Notes where this device was when it was away for long; before it asks again.
/// # Errors
/// Storage errors.
pub(super) fn note_absence(workspace: &Workspace) -> Result<()> {
    let now = workspace.host().now().0;
    let conn = workspace.writer();
    let last: Option<i64> = fact(&conn, LAST)?.and_then(|ms| ms.parse().ok());
    if let Some(at) = last.filter(|at| now.abs_diff(*at) >= ABSENCE)
        && let Some(seq) = replica::reached(&conn)?
    {
        set_fact(&conn, AWAY, Some(&serde_json::to_string(&Away { at, seq })?))?;
    }
    Ok(())
}

/// `{"from"?, "before"?}` → `{from, rows: [entry with href and title], next}`. Without `from`:
/// since this device was last here before it was away; nothing is told where it never was.
/// # Errors
/// What the server or the core refuses; `sync.unreachable` …
pub fn news(workspace: &Workspace, session: &Session, args: &Value) -> Result<Value> {
    let is_replica = workspace.is_replica();
    let away: Option<Away> = workspace
        .reading(|conn| {
            workspace.may_open(conn)?;
            fact(conn, AWAY)
        })?
        .and_then(|text| serde_json::from_str(&text).ok());
    let mut asked = json!({});
    for name in ["from", "before", "limit"] {
        if !args[name].is_null() {
            asked[name] = args[name].clone();
        }
    }
    let mut from = args["from"].clone();
    if from.is_null() {
        let Some(away) = away else {
            return Ok(json!({ "from": null, "rows": [], "next": null }));
        };
        asked["after"] = json!(away.seq);
        from = json!(Timestamp(away.at));
    }
    let mut told = match is_replica {
        true => talk::ask_there(workspace, &session.locale, "history.news", &asked)?,
        false => workspace.ask(session, "history.news", &asked)?,
    };
    for row in told["rows"].as_array_mut().into_iter().flatten() {
        let Some(id) = row["record"].as_str().and_then(Id::parse) else { continue };
        let page = workspace.reading(|conn| page_of(conn, id))?;
        row["page"] = json!(page);
    }
    told["from"] = from;
    Ok(told)
}
