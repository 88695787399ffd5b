//! `workspace.create`: the first command of every workspace.

use super::check_person;
use crate::people::{PeopleError, PersonId, store};
use crate::{permissions, settings};
use netra_kernel::{
    Command, Currency, Done, Id, Permission, Reader, Result, Tx, Validation, Zone, done,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Where the firm is taxed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxState {
    /// ISO 3166 country: `IN`, `GB` …
    pub country: String,
    /// India: the two-digit GST State code (`27`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_code: Option<String>,
    /// GSTIN or VAT number, when registered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_number: Option<String>,
}

/// Makes the workspace: the firm, its owner, the built-in roles.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkspaceCreate {
    pub firm_name: String,
    pub owner_name: String,
    pub owner_email: String,
    /// IANA zone, for example `Asia/Kolkata`.
    pub zone: String,
    pub currency: Currency,
    pub tax: TaxState,
}

#[derive(Serialize, JsonSchema)]
pub struct WorkspaceCreated {
    pub owner: PersonId,
}

impl Command for WorkspaceCreate {
    const NAME: &'static str = "workspace.create";
    const TITLE: &'static str = "Create a workspace";
    const NEEDS: Permission = permissions::WORKSPACE_CREATE;
    type Outcome = WorkspaceCreated;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        match reader.exists("SELECT 1 FROM people LIMIT 1", [])? {
            true => Err(PeopleError::WorkspaceExists.into()),
            false => Ok(()),
        }
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<WorkspaceCreated>> {
        let mut v = Validation::new();
        v.check(self.firm_name.trim().is_empty(), "firm_name", "required");
        v.check(self.firm_name.chars().count() > 200, "firm_name", "too_long");
        v.check(Zone::parse(&self.zone).is_none(), "zone", "zone.unknown");
        let typed = &self.tax;
        let (state, number) = (typed.state_code.as_deref(), typed.tax_number.as_deref());
        let place = crate::tax::check_place(&mut v, "tax.", &typed.country, state, number);
        let email = check_person(&mut v, "owner_", &self.owner_name, &self.owner_email);
        v.finish()?;
        // The owner is the one who gave this command: the founder's id becomes theirs.
        let owner = PersonId(tx.actor.id);
        let person = store::NewPerson {
            id: owner,
            name: self.owner_name.trim(),
            email: &email,
            phone_e164: None,
            languages: "",
            at: tx.now,
        };
        store::insert_person(tx, &person)?;
        store::seed_roles(tx)?;
        crate::calls::dispositions::seed(tx)?;
        store::set_roles(tx, owner, &["owner".to_owned()])?;
        crate::deals::seed(tx)?;
        crate::tax::seed(tx)?;
        for (key, value) in [
            ("workspace.id", json!(tx.new_id::<Id>())),
            ("firm.name", json!(self.firm_name.trim())),
            ("firm.zone", json!(self.zone)),
            ("firm.currency", json!(self.currency)),
            ("tax.country", json!(place.country)),
            ("tax.state_code", json!(place.state_code)),
            ("tax.number", json!(place.tax_number)),
        ] {
            settings::put(tx, key, &value)?;
        }
        Ok(done(WorkspaceCreated { owner }).fact("firm", self.firm_name.trim()))
    }
}
