//! `import.undo`: takes a whole import back, a part at a time, so that no transaction gets huge.
//! Leads that somebody worked on since stay, each with the reason.

use crate::imports::ImportId;
use crate::imports::acts::may_undo;
use crate::imports::store::{self, Before};
use crate::leads::{LeadId, store as leads};
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Id, Permission, Reader, Result, Timestamp, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Leads that one step considers.
const STEP: u32 = 5_000;
/// Kept leads that one step names; `import.kept` lists them all.
const NAMED: usize = 20;

/// Removes the leads of an import that nobody has touched since, and gives back what it changed in
/// others. Run it again while `is_complete` is false.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportUndo {
    pub import: ImportId,
    /// Leads to consider in this step (5,000 when not given, at most that).
    #[serde(default)]
    pub limit: Option<u32>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Undone {
    pub is_complete: bool,
    /// Of the whole import so far.
    pub removed: i64,
    pub kept: i64,
    /// The first leads that this step kept.
    pub kept_leads: Vec<Kept>,
}

/// A lead that an undone import left in place.
#[derive(Serialize, Deserialize, JsonSchema)]
pub struct Kept {
    pub lead: LeadId,
    pub name: String,
    /// `called`, `changed`, `converted`.
    pub why: String,
}

/// Why a lead may not be removed, in SQL over `leads`; NULL: it may.
pub(in crate::imports) const WHY_KEPT: &str = "CASE
    WHEN status IN ('converted', 'won', 'lost') THEN 'converted'
    WHEN attempts > 0 OR EXISTS (SELECT 1 FROM calls c WHERE c.lead_id = leads.id) THEN 'called'
    WHEN touched_at IS NOT NULL THEN 'changed' END";

struct Candidate {
    id: LeadId,
    name: String,
    why: Option<String>,
}

impl Command for ImportUndo {
    const NAME: &'static str = "import.undo";
    const TITLE: &'static str = "Undo an import";
    const NEEDS: Permission = permissions::LEAD_IMPORT;
    const BULK: bool = true;
    type Outcome = Undone;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        store::read(reader, self.import).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Undone>> {
        let import = store::read(tx, self.import)?;
        may_undo(&import)?;
        let (mut removed, mut kept) = (import.removed, import.kept);
        // A step has so many leads, whether they are given back or removed.
        let limit = self.limit.unwrap_or(STEP).clamp(1, STEP);
        let given = give_back(tx, self.import, limit)?;
        kept += given.kept;
        let limit = limit - given.n;
        let found = tx.all(
            &format!(
                "SELECT id, name, {WHY_KEPT} FROM leads INDEXED BY leads_import
                 WHERE import_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3"
            ),
            params![self.import, import.undo_after.unwrap_or(Id([0; 16])), limit],
            |r| Ok(Candidate { id: r.get(0)?, name: r.get(1)?, why: r.get(2)? }),
        )?;
        let is_complete = found.len() < limit as usize;
        let last = found.last().map(|c| Id::from(c.id)).or(import.undo_after);
        let mut kept_leads = Vec::new();
        for c in found {
            match c.why {
                None => {
                    remove(tx, c.id)?;
                    removed += 1;
                }
                Some(why) => {
                    kept += 1;
                    if kept_leads.len() < NAMED {
                        kept_leads.push(Kept { lead: c.id, name: c.name, why });
                    }
                }
            }
        }
        tx.write(
            "UPDATE imports SET state = ?2, removed = ?3, kept = ?4, undo_after = ?5 WHERE id = ?1",
            params![
                self.import,
                if is_complete { "undone" } else { "undoing" },
                removed,
                kept,
                last
            ],
        )?;
        tx.tell_changed(self.import);
        tx.announce("leads");
        tx.announce("imports");
        Ok(done(Undone { is_complete, removed, kept, kept_leads })
            .fact("file", import.file_name)
            .fact("n", removed)
            .fact("kept", kept))
    }
}

fn remove(tx: &Tx<'_>, lead: LeadId) -> Result<()> {
    tx.write("DELETE FROM lead_assignments WHERE lead_id = ?1", [lead])?;
    tx.write("DELETE FROM leads WHERE id = ?1", [lead])?;
    Ok(())
}

/// What one step gave back.
struct Given {
    n: u32,
    /// How many of them could not be, because they were changed again.
    kept: i64,
}

/// Gives leads that were there before what the import replaced, the last change first, up to so
/// many; what was dealt with is forgotten, so that the next step goes on behind it.
fn give_back(tx: &Tx<'_>, import: ImportId, most: u32) -> Result<Given> {
    let changed: Vec<(Id, LeadId, String, Timestamp)> = tx.all(
        "SELECT id, lead_id, before, at FROM import_updates WHERE import_id = ?1
         ORDER BY id DESC LIMIT ?2",
        params![import, most],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
    )?;
    let mut given = Given { n: 0, kept: 0 };
    for (update, lead, before, at) in changed {
        given.n += 1;
        tx.write("DELETE FROM import_updates WHERE id = ?1", [update])?;
        let before: Before = serde_json::from_str(&before)?;
        let now = match leads::read(tx, lead) {
            Ok(l) => l,
            Err(_) => continue,
        };
        if now.touched_at != Some(at) || now.last_call_at.is_some_and(|t| t > at) {
            given.kept += 1;
            continue;
        }
        leads::replace(tx, lead, &before.clean)?;
        tx.write(
            "UPDATE leads SET touched_at = ?2, is_invalid_number = ?3 WHERE id = ?1",
            params![lead, before.touched_at, before.is_invalid_number],
        )?;
        tx.tell_changed(lead);
    }
    Ok(given)
}
