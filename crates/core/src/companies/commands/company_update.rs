//! `company.update`: what a company is, and whose client.

use super::{Typed, check};
use crate::companies::{CompanyId, need_own, store};
use crate::people::commands::Nothing;
use crate::people::{self, PersonId};
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Changes a company's details; what is not given stays as it is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyUpdate {
    pub company: CompanyId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Empty text takes the number away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_sez: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Whose client it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<PersonId>,
    /// True: payment reminders rest for this client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminders_paused: Option<bool>,
}

impl Command for CompanyUpdate {
    const NAME: &'static str = "company.update";
    const TITLE: &'static str = "Change a company";
    const NEEDS: Permission = permissions::COMPANY_EDIT;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        need_own(reader, self.company).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let now = store::company(tx, self.company)?;
        // The State on record belongs to the number and country on record.
        let moves = self.tax_number.is_some() || self.country.is_some();
        let kept_state = now.state_code.as_deref().filter(|_| !moves);
        let clean = check(
            tx,
            &Typed {
                name: self.name.as_deref().unwrap_or(&now.name),
                tax_number: self.tax_number.as_deref().or(now.tax_number.as_deref()),
                country: self.country.as_deref().or(Some(&now.country)),
                state_code: self.state_code.as_deref().or(kept_state),
                is_sez: self.is_sez.unwrap_or(now.is_sez),
                address: self.address.as_deref().unwrap_or(&now.address),
            },
            Some(self.company),
        )?;
        if let Some(owner) = self.owner {
            people::name_of(tx, owner)?;
        }
        let owner = self.owner.map_or(now.owner, |o| o.0);
        let paused = self.reminders_paused.unwrap_or(now.reminders_paused);
        store::replace(tx, self.company, &clean, owner, paused)?;
        Ok(done(Nothing {}).fact("company", clean.name))
    }
}
