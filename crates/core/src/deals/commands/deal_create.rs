//! `deal.create`: a possible sale to a company.

use crate::companies::{self, CompanyId, ContactId};
use crate::deals::{DealId, store};
use crate::{permissions, settings};
use netra_kernel::{Command, Date, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a deal at the start of the pipeline; it belongs to whoever adds it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DealCreate {
    pub title: String,
    pub company: CompanyId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    /// What it may be worth, in minor units of the workspace's currency.
    #[serde(default)]
    pub value_minor: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_close_on: Option<Date>,
}

#[derive(Serialize, JsonSchema)]
pub struct DealCreated {
    pub deal: DealId,
}

impl Command for DealCreate {
    const NAME: &'static str = "deal.create";
    const TITLE: &'static str = "Add a deal";
    const NEEDS: Permission = permissions::DEAL_WORK;
    const UNDOABLE: bool = true;
    type Outcome = DealCreated;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        companies::company(reader, self.company).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<DealCreated>> {
        let mut v = Validation::new();
        let title = self.title.trim();
        v.check(title.is_empty(), "title", "required");
        v.check(title.chars().count() > 200, "title", "too_long");
        v.check(self.value_minor < 0, "value_minor", "negative");
        v.finish()?;
        let company = companies::need_living(tx, self.company)?;
        if let Some(contact) = self.contact {
            companies::need_contact_of(tx, contact, self.company)?;
        }
        let deal: DealId = tx.new_id();
        store::insert(
            tx,
            &store::NewDeal {
                id: deal,
                title,
                company: self.company,
                contact: self.contact,
                lead: None,
                owner: tx.actor.id,
                value_minor: self.value_minor,
                currency: settings::currency(tx)?,
                expected_close_on: self.expected_close_on,
            },
        )?;
        Ok(done(DealCreated { deal }).fact("deal", title).fact("company", company.name))
    }
}
