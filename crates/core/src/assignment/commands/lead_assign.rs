//! `lead.assign`: leads by hand to one person, or back to nobody.

use crate::assignment::AssignmentError;
use crate::assignment::store::{Give, How, give, holders};
use crate::leads::commands::Changed;
use crate::leads::{LeadId, check_count, need_seen, store as leads};
use crate::people::{PersonId, name_of};
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Gives one or many leads to a person; to nobody when `to` is not given.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadAssign {
    pub leads: Vec<LeadId>,
    #[serde(default)]
    pub to: Option<PersonId>,
    #[serde(default)]
    pub reason: String,
}

impl Command for LeadAssign {
    const NAME: &'static str = "lead.assign";
    const TITLE: &'static str = "Assign leads";
    const NEEDS: Permission = permissions::LEAD_ASSIGN;
    const UNDOABLE: bool = true;
    type Outcome = Changed;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        check_count(self.leads.len())?;
        self.leads.iter().try_for_each(|l| need_seen(reader, *l))
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Changed>> {
        let person = match self.to {
            Some(to) => {
                let name = name_of(tx, to)?;
                if !holders(tx)?.iter().any(|h| h.id == to) {
                    return Err(AssignmentError::CannotHold { person: name }.into());
                }
                Some(name)
            }
            None => None,
        };
        let reason = match (self.to, self.reason.trim()) {
            (None, "") => "given_back",
            (_, reason) => reason,
        };
        let mut changed = 0;
        for lead in &self.leads {
            let given =
                give(tx, Give { lead: *lead, to: self.to, how: How::Hand, rule: None, reason })?;
            changed += usize::from(given);
        }
        let lead = leads::read(tx, self.leads[0])?.name;
        Ok(done(Changed { changed }).fact("lead", lead).fact("n", changed).fact("person", person))
    }
}
