//! `person.add`: a new member of the workspace.

use super::check_person;
use crate::people::{PeopleError, PersonId, store};
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds a person with their roles.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonAdd {
    pub name: String,
    pub email: String,
    /// Keys of roles: `telecaller`, `project_manager` …
    pub roles: Vec<String>,
    /// Languages spoken, as ISO 639 codes (`en`, `hi`, `mr`).
    #[serde(default)]
    pub languages: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct PersonAdded {
    pub person: PersonId,
}

impl Command for PersonAdd {
    const NAME: &'static str = "person.add";
    const TITLE: &'static str = "Add a person";
    const NEEDS: Permission = permissions::PERSON_MANAGE;
    type Outcome = PersonAdded;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        super::person_set_roles::may_give(reader, &self.roles)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<PersonAdded>> {
        let mut v = Validation::new();
        let email = check_person(&mut v, "", &self.name, &self.email);
        super::check_roles(&mut v, tx, &self.roles)?;
        v.finish()?;
        if tx.exists("SELECT 1 FROM people WHERE email = ?1", [&email])? {
            return Err(PeopleError::EmailTaken { email }.into());
        }
        let person: PersonId = tx.new_id();
        let languages = self.languages.join(",");
        store::insert_person(
            tx,
            &store::NewPerson {
                id: person,
                name: self.name.trim(),
                email: &email,
                phone_e164: None,
                languages: &languages,
                at: tx.now,
            },
        )?;
        store::set_roles(tx, person, &self.roles)?;
        Ok(done(PersonAdded { person }).fact("person", self.name.trim()).fact("roles", &self.roles))
    }
}
