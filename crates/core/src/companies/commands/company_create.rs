//! `company.create`: a client organisation.

use super::{Typed, check};
use crate::companies::{CompanyId, store};
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a company; it belongs to whoever adds it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CompanyCreate {
    pub name: String,
    /// GSTIN in India, VAT number in the United Kingdom; checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<String>,
    /// ISO 3166 country; the workspace's own when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// India: the two-digit GST State code; follows from the GSTIN when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_code: Option<String>,
    /// India: in a special economic zone.
    #[serde(default)]
    pub is_sez: bool,
    #[serde(default)]
    pub address: String,
}

#[derive(Serialize, JsonSchema)]
pub struct CompanyCreated {
    pub company: CompanyId,
}

impl Command for CompanyCreate {
    const NAME: &'static str = "company.create";
    const TITLE: &'static str = "Add a company";
    const NEEDS: Permission = permissions::COMPANY_EDIT;
    const UNDOABLE: bool = true;
    type Outcome = CompanyCreated;

    fn authorize(&self, _: &Reader<'_>) -> Result<()> {
        Ok(())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<CompanyCreated>> {
        let clean = check(
            tx,
            &Typed {
                name: &self.name,
                tax_number: self.tax_number.as_deref(),
                country: self.country.as_deref(),
                state_code: self.state_code.as_deref(),
                is_sez: self.is_sez,
                address: &self.address,
            },
            None,
        )?;
        let company: CompanyId = tx.new_id();
        store::insert(tx, company, &clean, tx.actor.id)?;
        Ok(done(CompanyCreated { company }).fact("company", clean.name))
    }
}
