//! `contact.create`: a person at a client.

use super::{TypedContact, check_contact};
use crate::companies::{CompanyId, ContactId, need_living, store};
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a person to a company.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactCreate {
    pub company: CompanyId,
    pub name: String,
    /// What they do there ("Head of purchasing").
    #[serde(default)]
    pub title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct ContactCreated {
    pub contact: ContactId,
}

impl Command for ContactCreate {
    const NAME: &'static str = "contact.create";
    const TITLE: &'static str = "Add a contact";
    const NEEDS: Permission = permissions::CONTACT_EDIT;
    const UNDOABLE: bool = true;
    type Outcome = ContactCreated;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        store::company(reader, self.company).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<ContactCreated>> {
        let company = need_living(tx, self.company)?;
        let clean = check_contact(
            tx,
            &TypedContact {
                name: &self.name,
                title: &self.title,
                email: self.email.as_deref(),
                phone: self.phone.as_deref(),
            },
        )?;
        let contact: ContactId = tx.new_id();
        store::insert_contact(tx, contact, self.company, &clean)?;
        Ok(done(ContactCreated { contact })
            .fact("contact", clean.name)
            .fact("company", company.name))
    }
}
