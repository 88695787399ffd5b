//! `lead.update`: what is known of a lead changes.

use crate::leads::clean::clean;
use crate::leads::{LeadId, need_own, store};
use crate::people::commands::Nothing;
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Changes the given fields of a lead; the others stay.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadUpdate {
    pub lead: LeadId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product_interest: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// IANA zone; an empty text means the workspace's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

impl Command for LeadUpdate {
    const NAME: &'static str = "lead.update";
    const TITLE: &'static str = "Change a lead";
    const NEEDS: Permission = permissions::LEAD_EDIT;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.lead)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let mut f = store::read(tx, self.lead)?.fields();
        for (given, field) in [
            (&self.name, &mut f.name),
            (&self.company_name, &mut f.company_name),
            (&self.phone, &mut f.phone),
            (&self.email, &mut f.email),
            (&self.source, &mut f.source),
            (&self.language, &mut f.language),
            (&self.city, &mut f.city),
            (&self.region, &mut f.region),
            (&self.pin, &mut f.pin),
            (&self.campaign, &mut f.campaign),
            (&self.product_interest, &mut f.product_interest),
            (&self.note, &mut f.note),
        ] {
            if let Some(text) = given {
                field.clone_from(text);
            }
        }
        if self.zone.is_some() {
            f.zone.clone_from(&self.zone);
        }
        let mut v = Validation::new();
        let c = clean(&f, &store::phone_region(tx)?, &mut v);
        v.finish()?;
        store::replace(tx, self.lead, &c)?;
        Ok(done(Nothing {}).fact("lead", c.name))
    }
}
