//! `lead.restore`: takes archived leads up again.

use super::Changed;
use crate::leads::{LeadId, check_count, need_own, store};
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Restores one or many archived leads.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadRestore {
    pub leads: Vec<LeadId>,
}

impl Command for LeadRestore {
    const NAME: &'static str = "lead.restore";
    const TITLE: &'static str = "Restore leads";
    const NEEDS: Permission = permissions::LEAD_EDIT;
    const UNDOABLE: bool = true;
    type Outcome = Changed;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        check_count(self.leads.len())?;
        self.leads.iter().try_for_each(|l| need_own(reader, *l))
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Changed>> {
        let mut changed = 0;
        for lead in &self.leads {
            changed += tx.write(
                "UPDATE leads SET archived_at = NULL, updated_at = ?2, touched_at = ?2
                 WHERE id = ?1 AND archived_at IS NOT NULL AND merged_into IS NULL",
                params![lead, tx.now],
            )?;
        }
        let name = store::read(tx, self.leads[0])?.name;
        Ok(done(Changed { changed }).fact("lead", name).fact("n", changed))
    }
}
