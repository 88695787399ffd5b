//! `person.set_roles`: what a person may do.

use super::Nothing;
use crate::people::{PersonId, store};
use crate::permissions;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Makes a person's roles exactly these.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonSetRoles {
    pub person: PersonId,
    pub roles: Vec<String>,
}

/// Only who may manage roles gives or takes the role `admin`; owners are the owners' own affair.
pub(super) fn may_give(reader: &Reader<'_>, roles: &[String]) -> Result<()> {
    let has = |roles: &[String], role: &str| roles.iter().any(|r| r == role);
    if has(roles, "owner") && !has(&reader.actor.roles, "owner") {
        return Err(netra_kernel::access::forbidden(permissions::ROLE_MANAGE));
    }
    match has(roles, "admin") {
        true => reader.actor.need(permissions::ROLE_MANAGE),
        false => Ok(()),
    }
}

/// The same for whoever holds such a role: their name, address, status and roles.
/// # Errors
/// `person.not_found`, `forbidden`.
pub(super) fn may_change(reader: &Reader<'_>, person: PersonId) -> Result<()> {
    store::name_of(reader, person)?;
    let held: Vec<String> = reader.all(
        "SELECT r.key FROM person_roles pr JOIN roles r ON r.id = pr.role_id
         WHERE pr.person_id = ?1 ORDER BY r.key",
        [person],
        |r| r.get(0),
    )?;
    may_give(reader, &held)
}

impl Command for PersonSetRoles {
    const NAME: &'static str = "person.set_roles";
    const TITLE: &'static str = "Change a person's roles";
    const NEEDS: Permission = permissions::PERSON_MANAGE;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        may_give(reader, &self.roles)?;
        may_change(reader, self.person)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let mut v = Validation::new();
        super::check_roles(&mut v, tx, &self.roles)?;
        v.finish()?;
        let person = store::name_of(tx, self.person)?;
        store::set_roles(tx, self.person, &self.roles)?;
        store::need_owner(tx)?;
        Ok(done(Nothing {}).fact("person", person).fact("roles", &self.roles))
    }

    fn after_undo(&self, reader: &Reader<'_>) -> Result<()> {
        self.authorize(reader)?;
        store::need_owner(reader)
    }
}
