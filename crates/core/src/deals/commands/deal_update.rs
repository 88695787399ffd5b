//! `deal.update`: what a deal is, with whom, and whose.

use crate::companies::{self, ContactId};
use crate::deals::{DealError, DealId, need_own, store};
use crate::people::commands::Nothing;
use crate::people::{self, PersonId};
use crate::permissions;
use netra_kernel::{Command, Date, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Changes a deal; what is not given stays as it is. What a won deal is worth, its quote has said.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DealUpdate {
    pub deal: DealId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// In minor units of the deal's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_minor: Option<i64>,
    /// A person of the same company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_close_on: Option<Date>,
    /// Whose deal it is from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
    /// What to leave empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clear: Vec<Clearable>,
}

/// A detail that a deal can do without.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Clearable {
    Contact,
    ExpectedCloseOn,
}

impl Command for DealUpdate {
    const NAME: &'static str = "deal.update";
    const TITLE: &'static str = "Change a deal";
    const NEEDS: Permission = permissions::DEAL_WORK;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.deal).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let deal = store::deal(tx, self.deal)?;
        let title = self.title.as_deref().map_or(deal.title.as_str(), str::trim);
        let value_minor = self.value_minor.unwrap_or(deal.value_minor);
        let mut v = Validation::new();
        v.check(title.is_empty(), "title", "required");
        v.check(title.chars().count() > 200, "title", "too_long");
        v.check(value_minor < 0, "value_minor", "negative");
        v.finish()?;
        if deal.stage_kind == "won" && value_minor != deal.value_minor {
            return Err(DealError::WonAlready { deal: deal.title }.into());
        }
        if let Some(contact) = self.contact {
            companies::need_contact_of(tx, contact, deal.company)?;
        }
        if let Some(owner) = self.owner {
            people::name_of(tx, owner)?;
        }
        let kept = |what: Clearable| !self.clear.contains(&what);
        store::replace(
            tx,
            self.deal,
            &store::Details {
                title,
                value_minor,
                contact: self.contact.or(deal.contact.filter(|_| kept(Clearable::Contact))),
                expected_close_on: self
                    .expected_close_on
                    .or(deal.expected_close_on.filter(|_| kept(Clearable::ExpectedCloseOn))),
                owner: self.owner.map_or(deal.owner, |o| o.0),
            },
        )?;
        Ok(done(Nothing {}).fact("deal", title).fact("company", deal.company_name))
    }
}
