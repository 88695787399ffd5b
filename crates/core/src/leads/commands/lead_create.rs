//! `lead.create`: a lead that somebody types in.

use crate::leads::clean::{LeadFields, clean};
use crate::leads::store::{self, Origin};
use crate::leads::{LeadId, refuse_duplicate};
use crate::people::PersonId;
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a lead. Who may not share leads out gets it themselves.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadCreate {
    pub name: String,
    #[serde(default)]
    pub company_name: String,
    /// As it is written; without a country code it is of the workspace's country.
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub source: String,
    /// ISO 639 code (`hi`) or the language's English name.
    #[serde(default)]
    pub language: String,
    #[serde(default)]
    pub city: String,
    #[serde(default)]
    pub region: String,
    #[serde(default)]
    pub pin: String,
    #[serde(default)]
    pub campaign: String,
    #[serde(default)]
    pub product_interest: String,
    #[serde(default)]
    pub note: String,
    /// IANA zone, when it is not the workspace's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Adds it even when its number (or, without one, its e-mail) is there already, and links it.
    #[serde(default)]
    pub keep_both: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct LeadCreated {
    pub lead: LeadId,
}

impl LeadCreate {
    fn fields(&self) -> LeadFields {
        LeadFields {
            name: self.name.clone(),
            company_name: self.company_name.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            source: self.source.clone(),
            language: self.language.clone(),
            city: self.city.clone(),
            region: self.region.clone(),
            pin: self.pin.clone(),
            campaign: self.campaign.clone(),
            product_interest: self.product_interest.clone(),
            note: self.note.clone(),
            zone: self.zone.clone(),
        }
    }
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
        let c = clean(&self.fields(), &store::phone_region(tx)?, &mut v);
        v.finish()?;
        let duplicate_of = store::same_as(tx, c.phone_e164.as_deref(), c.email.as_deref())?;
        if let Some(lead) = duplicate_of.filter(|_| !self.keep_both) {
            return refuse_duplicate(tx, lead);
        }
        let lead: LeadId = tx.new_id();
        let shares_out = tx.actor.may(permissions::LEAD_ASSIGN);
        let assigned_to = (!shares_out).then_some(PersonId(tx.actor.id));
        store::insert(tx, lead, &c, Origin { assigned_to, duplicate_of, ..Origin::default() })?;
        Ok(done(LeadCreated { lead }).fact("lead", c.name))
    }
}
