//! `lead.set_follow_up`: a promised call, or none.

use crate::leads::hours::Hours;
use crate::leads::{LeadId, check_follow_up, need_own, store};
use crate::people::commands::Nothing;
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Timestamp, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Promises a call at a time (it rolls into calling hours), or takes the promise away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadSetFollowUp {
    pub lead: LeadId,
    #[serde(default)]
    pub at: Option<Timestamp>,
}

impl Command for LeadSetFollowUp {
    const NAME: &'static str = "lead.set_follow_up";
    const TITLE: &'static str = "Set a follow-up";
    const NEEDS: Permission = permissions::LEAD_EDIT;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.lead)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let lead = store::read(tx, self.lead)?;
        lead.need_open()?;
        let mut v = Validation::new();
        check_follow_up(&mut v, tx, "at", self.at);
        v.finish()?;
        let hours = Hours::of(tx)?;
        let at = self.at.map(|t| hours.roll(t, lead.zone_or(tx.zone)));
        store::set_next_step(tx, self.lead, at.map(|t| ("callback", t)))?;
        Ok(done(Nothing {}).fact("lead", lead.name).fact("at", at))
    }
}
