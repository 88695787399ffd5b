//! What happened to a lead, newest first: calls, notes and assignments.

use super::LeadId;
use netra_kernel::rusqlite::params;
use netra_kernel::{Id, Reader, Result, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

/// One thing that happened.
#[derive(Serialize, JsonSchema)]
pub struct Happened {
    pub at: Timestamp,
    /// `call`, `note` or `assignment`.
    pub kind: &'static str,
    pub id: Id,
    /// Who did it.
    pub by: String,
    /// The outcome of a call; how an assignment came about.
    pub what: String,
    /// The note; the reason.
    pub text: String,
    /// Seconds talked, of a call.
    pub duration_s: Option<i64>,
    /// How a call ended: `no_answer`, `busy`, `hung_up` …
    pub cause: Option<String>,
    /// To whom it was assigned.
    pub to: Option<String>,
}

pub(super) fn of(reader: &Reader<'_>, lead: LeadId, limit: u32) -> Result<Vec<Happened>> {
    let mut rows = reader.all(
        "SELECT c.started_at, c.id, ifnull(p.name, '?'), ifnull(c.outcome, c.state), c.note,
                c.duration_s, c.end_cause
         FROM calls c LEFT JOIN people p ON p.id = c.caller_id
         WHERE c.lead_id = ?1 ORDER BY c.started_at DESC, c.id LIMIT ?2",
        params![lead, limit],
        |r| {
            Ok(Happened {
                at: r.get(0)?,
                kind: "call",
                id: r.get(1)?,
                by: r.get(2)?,
                what: r.get(3)?,
                text: r.get(4)?,
                duration_s: r.get(5)?,
                cause: r.get(6)?,
                to: None,
            })
        },
    )?;
    rows.extend(reader.all(
        "SELECT n.at, n.id, ifnull(p.name, '?'), n.body FROM lead_notes n
         LEFT JOIN people p ON p.id = n.by_id
         WHERE n.lead_id = ?1 ORDER BY n.at DESC, n.id LIMIT ?2",
        params![lead, limit],
        |r| {
            Ok(Happened {
                at: r.get(0)?,
                kind: "note",
                id: r.get(1)?,
                by: r.get(2)?,
                what: String::new(),
                text: r.get(3)?,
                duration_s: None,
                cause: None,
                to: None,
            })
        },
    )?);
    rows.extend(reader.all(
        "SELECT a.at, a.id, ifnull(b.name, '?'), a.how, a.reason, p.name FROM lead_assignments a
         LEFT JOIN people b ON b.id = a.by_id LEFT JOIN people p ON p.id = a.person_id
         WHERE a.lead_id = ?1 ORDER BY a.at DESC, a.id LIMIT ?2",
        params![lead, limit],
        |r| {
            Ok(Happened {
                at: r.get(0)?,
                kind: "assignment",
                id: r.get(1)?,
                by: r.get(2)?,
                what: r.get(3)?,
                text: r.get(4)?,
                duration_s: None,
                cause: None,
                to: r.get(5)?,
            })
        },
    )?);
    rows.sort_by_key(|h| std::cmp::Reverse((h.at, h.id)));
    rows.truncate(limit as usize);
    Ok(rows)
}
