//! `person.update`: a person's name, address and languages.

use super::{Nothing, check_person};
use crate::people::{PeopleError, PersonId};
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Changes who a person is; their roles stay.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonUpdate {
    pub person: PersonId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<String>>,
}

impl Command for PersonUpdate {
    const NAME: &'static str = "person.update";
    const TITLE: &'static str = "Change a person";
    const NEEDS: Permission = permissions::PERSON_MANAGE;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        // The address is whom somebody signs in as: an owner's is no small thing.
        super::person_set_roles::may_change(reader, self.person)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let (name, email, languages): (String, String, String) = tx
            .maybe("SELECT name, email, languages FROM people WHERE id = ?1", [self.person], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?))
            })?
            .ok_or_else(|| PeopleError::PersonMissing { person: self.person.to_string() })?;
        let name = self.name.as_deref().unwrap_or(&name).trim();
        let mut v = Validation::new();
        let email = check_person(&mut v, "", name, self.email.as_deref().unwrap_or(&email));
        v.finish()?;
        let languages = self.languages.as_ref().map_or(languages, |l| l.join(","));
        if tx.exists(
            "SELECT 1 FROM people WHERE email = ?1 AND id <> ?2",
            params![email, self.person],
        )? {
            return Err(PeopleError::EmailTaken { email }.into());
        }
        tx.write(
            "UPDATE people SET name = ?2, email = ?3, languages = ?4 WHERE id = ?1",
            params![self.person, name, email, languages],
        )?;
        Ok(done(Nothing {}).fact("person", name))
    }
}
