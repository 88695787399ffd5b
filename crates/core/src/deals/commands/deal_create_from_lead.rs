//! `deal.create_from_lead`: an interested lead becomes company + contact + deal in one step.

use crate::companies::commands::{Typed, TypedContact, check, check_contact};
use crate::companies::{self, CompanyId, ContactId};
use crate::deals::acts::may_make_of;
use crate::deals::{DealId, store};
use crate::leads::{self, LeadId};
use crate::{permissions, settings};
use netra_kernel::{Command, Date, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Turns a lead into a deal. Without `company` a new one is made from the lead.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DealCreateFromLead {
    pub lead: LeadId,
    /// The company when it is a client already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyId>,
    /// Name of the new company; the lead's own when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_code: Option<String>,
    /// The deal's title; made from the company's name when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default)]
    pub value_minor: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_close_on: Option<Date>,
}

#[derive(Serialize, JsonSchema)]
pub struct DealOfLead {
    pub deal: DealId,
    pub company: CompanyId,
    pub contact: ContactId,
}

impl Command for DealCreateFromLead {
    const NAME: &'static str = "deal.create_from_lead";
    const TITLE: &'static str = "Make a deal of a lead";
    const NEEDS: Permission = permissions::DEAL_WORK;
    type Outcome = DealOfLead;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        leads::need_seen(reader, self.lead)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<DealOfLead>> {
        let mut v = Validation::new();
        v.check(self.value_minor < 0, "value_minor", "negative");
        v.finish()?;
        let lead = leads::store::read(tx, self.lead)?;
        may_make_of(tx, &lead)?;
        let (company, company_name) = match self.company {
            Some(c) => (c, companies::need_living(tx, c)?.name),
            None => {
                let of_lead = Some(lead.company_name.trim()).filter(|n| !n.is_empty());
                let name = self.company_name.as_deref().or(of_lead).unwrap_or(&lead.name);
                let clean = check(
                    tx,
                    &Typed {
                        name,
                        tax_number: self.tax_number.as_deref(),
                        country: None,
                        state_code: self.state_code.as_deref(),
                        is_sez: false,
                        address: &address_of(&lead),
                    },
                    None,
                )?;
                let id: CompanyId = tx.new_id();
                companies::insert(tx, id, &clean, tx.actor.id)?;
                (id, clean.name)
            }
        };
        let contact: ContactId = tx.new_id();
        let person = check_contact(
            tx,
            &TypedContact {
                name: &lead.name,
                title: "",
                email: lead.email.as_deref(),
                // Where the lead's number is no valid one, its text is of no use to anybody.
                phone: lead.phone_e164.as_deref(),
            },
        )?;
        companies::insert_contact(tx, contact, company, &person)?;
        let made_title;
        let title = match self.title.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
            Some(t) => t,
            None => {
                made_title = match lead.product_interest.trim() {
                    "" => company_name.clone(),
                    interest => format!("{company_name}: {interest}"),
                };
                &made_title
            }
        };
        let deal: DealId = tx.new_id();
        store::insert(
            tx,
            &store::NewDeal {
                id: deal,
                title,
                company,
                contact: Some(contact),
                lead: Some(self.lead.into()),
                owner: tx.actor.id,
                value_minor: self.value_minor,
                currency: settings::currency(tx)?,
                expected_close_on: self.expected_close_on,
            },
        )?;
        leads::store::set_status(tx, self.lead, "converted", Some(company.into()))?;
        Ok(done(DealOfLead { deal, company, contact })
            .fact("lead", lead.name)
            .fact("deal", title)
            .fact("company", company_name))
    }
}

fn address_of(lead: &leads::store::Lead) -> String {
    [&lead.city, &lead.region, &lead.pin]
        .into_iter()
        .map(|s| s.trim())
        .filter(|s| !s.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}
