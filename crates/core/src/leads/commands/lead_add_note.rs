//! `lead.add_note`: a remark that belongs to no call.

use crate::leads::{LeadId, clean::MAX_NOTE, need_own, store};
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Id, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a note to a lead.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadAddNote {
    pub lead: LeadId,
    pub body: String,
}

#[derive(Serialize, JsonSchema)]
pub struct NoteAdded {
    pub note: Id,
}

impl Command for LeadAddNote {
    const NAME: &'static str = "lead.add_note";
    const TITLE: &'static str = "Add a note to a lead";
    const NEEDS: Permission = permissions::LEAD_EDIT;
    const UNDOABLE: bool = true;
    type Outcome = NoteAdded;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.lead)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<NoteAdded>> {
        let body = self.body.trim();
        let mut v = Validation::new();
        v.check(body.is_empty(), "body", "required");
        v.check(body.chars().count() > MAX_NOTE, "body", "too_long");
        v.finish()?;
        let note: Id = tx.new_id();
        let name = store::read(tx, self.lead)?.name;
        tx.write(
            "INSERT INTO lead_notes (id, lead_id, body, by_id, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![note, self.lead, body, tx.actor.id, tx.now],
        )?;
        tx.write("UPDATE leads SET touched_at = ?2 WHERE id = ?1", params![self.lead, tx.now])?;
        Ok(done(NoteAdded { note }).fact("lead", name))
    }
}
