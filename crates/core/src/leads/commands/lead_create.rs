//! `lead.create`: a lead that somebody types in.

use crate::leads::clean::{LeadFields, clean};
use crate::leads::store::{self, Origin};
use crate::leads::{LeadError, LeadId};
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a lead. Who may not share leads out gets it themselves.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct LeadCreate {
    #[serde(flatten)]
    pub lead: LeadFields,
    /// Adds it even when its number (or, without one, its e-mail) is there already, and links it.
    #[serde(default)]
    pub keep_both: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct LeadCreated {
    pub lead: LeadId,
}

impl Command for LeadCreate {
    const NAME: &'static str = "lead.create";
    const TITLE: &'static str = "Add a lead";
    const NEEDS: Permission = permissions::LEAD_CREATE;
    const UNDOABLE: bool = true;
    type Outcome = LeadCreated;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<LeadCreated>> {
        let mut v = Validation::new();
        let c = clean(&self.lead, &store::phone_region(tx)?, &mut v);
        v.finish()?;
        let duplicate_of = store::same_as(tx, c.phone_e164.as_deref(), c.email.as_deref())?;
        if let Some(lead) = duplicate_of.filter(|_| !self.keep_both) {
            let name = store::read(tx, lead)?.name;
            return Err(LeadError::Duplicate { name, lead: lead.to_string() }.into());
        }
        let lead: LeadId = tx.new_id();
        let shares_out = tx.actor.may(permissions::LEAD_ASSIGN);
        let assigned_to = (!shares_out).then_some(PersonId(tx.actor.id));
        store::insert(tx, lead, &c, Origin { assigned_to, duplicate_of, import_id: None })?;
        Ok(done(LeadCreated { lead }).fact("lead", c.name))
    }
}
