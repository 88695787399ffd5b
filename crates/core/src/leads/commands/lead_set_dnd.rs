//! `lead.set_dnd`: do not disturb.

use crate::leads::acts::may_set_dnd;
use crate::leads::{LeadId, store};
use crate::people::commands::Nothing;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Marks a lead as not to be disturbed, or takes the mark away (a manager's right).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadSetDnd {
    pub lead: LeadId,
    pub is_dnd: bool,
    pub reason: String,
}

impl Command for LeadSetDnd {
    const NAME: &'static str = "lead.set_dnd";
    const TITLE: &'static str = "Set do-not-disturb";
    const NEEDS: Permission = permissions::LEAD_EDIT;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        may_set_dnd(reader, &store::read(reader, self.lead)?, self.is_dnd)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let mut v = Validation::new();
        v.check(self.reason.trim().is_empty(), "reason", "required");
        v.check(self.reason.chars().count() > 500, "reason", "too_long");
        v.finish()?;
        let name = store::read(tx, self.lead)?.name;
        tx.write(
            "UPDATE leads SET is_dnd = ?2, updated_at = ?3, touched_at = ?3 WHERE id = ?1",
            params![self.lead, self.is_dnd, tx.now],
        )?;
        let state = if self.is_dnd { "on" } else { "off" };
        Ok(done(Nothing {})
            .fact("lead", name)
            .fact("state", state)
            .fact("reason", self.reason.trim()))
    }
}
