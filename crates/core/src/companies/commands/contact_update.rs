//! `contact.update`: who a contact is and how to reach them.

use super::{TypedContact, check_contact};
use crate::companies::{ContactId, store};
use crate::people::commands::Nothing;
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Changes a contact's details; what is not given stays as it is, empty text takes it away.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactUpdate {
    pub contact: ContactId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

impl Command for ContactUpdate {
    const NAME: &'static str = "contact.update";
    const TITLE: &'static str = "Change a contact";
    const NEEDS: Permission = permissions::CONTACT_EDIT;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        store::contact(reader, self.contact).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let now = store::contact(tx, self.contact)?;
        let clean = check_contact(
            tx,
            &TypedContact {
                name: self.name.as_deref().unwrap_or(&now.name),
                title: self.title.as_deref().unwrap_or(&now.title),
                email: self.email.as_deref().or(now.email.as_deref()),
                phone: self.phone.as_deref().or(now.phone.as_deref()),
            },
        )?;
        store::replace_contact(tx, self.contact, &clean)?;
        Ok(done(Nothing {}).fact("contact", clean.name))
    }
}
