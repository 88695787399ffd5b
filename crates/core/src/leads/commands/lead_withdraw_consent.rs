//! `lead.withdraw_consent`: the person no longer wants to be contacted; it is never lifted but by
//! undoing a mistake.

use crate::leads::{LeadId, need_own, store};
use crate::people::commands::Nothing;
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Records that a lead withdrew their consent to be contacted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadWithdrawConsent {
    pub lead: LeadId,
    /// How they said so.
    pub reason: String,
}

impl Command for LeadWithdrawConsent {
    const NAME: &'static str = "lead.withdraw_consent";
    const TITLE: &'static str = "Withdraw a lead's consent";
    const NEEDS: Permission = permissions::LEAD_EDIT;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.lead)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let mut v = Validation::new();
        v.check(self.reason.trim().is_empty(), "reason", "required");
        v.check(self.reason.chars().count() > 500, "reason", "too_long");
        v.finish()?;
        let name = store::read(tx, self.lead)?.name;
        tx.write(
            "UPDATE leads SET consent_withdrawn_at = ?2, updated_at = ?2, touched_at = ?2
             WHERE id = ?1 AND consent_withdrawn_at IS NULL",
            params![self.lead, tx.now],
        )?;
        Ok(done(Nothing {}).fact("lead", name).fact("reason", self.reason.trim()))
    }
}
