//! `person.set_status`: suspends a person, or lets them act again.

use super::Nothing;
use crate::people::{PersonId, store};
use crate::permissions;
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A suspended person keeps their history and can do nothing.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonSetStatus {
    pub person: PersonId,
    pub is_active: bool,
}

impl Command for PersonSetStatus {
    const NAME: &'static str = "person.set_status";
    const TITLE: &'static str = "Suspend or reinstate a person";
    const NEEDS: Permission = permissions::PERSON_MANAGE;
    const UNDOABLE: bool = true;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        super::person_set_roles::may_change(reader, self.person)
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let person = store::name_of(tx, self.person)?;
        let status = if self.is_active { "active" } else { "suspended" };
        tx.write("UPDATE people SET status = ?2 WHERE id = ?1", params![self.person, status])?;
        store::need_owner(tx)?;
        Ok(done(Nothing {}).fact("person", person).fact("status", status))
    }

    fn after_undo(&self, reader: &Reader<'_>) -> Result<()> {
        self.authorize(reader)?;
        store::need_owner(reader)
    }
}
