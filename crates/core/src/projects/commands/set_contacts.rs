//! `project.set_contacts`: the client's people on the project.

use crate::people::commands::Nothing;
use crate::permissions;
use crate::projects::acts::may_set_contacts;
use crate::projects::{ProjectId, managed, need_contact};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Id, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Makes the client's people on a project exactly these.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectSetContacts {
    pub project: ProjectId,
    pub contacts: Vec<Id>,
}

impl Command for ProjectSetContacts {
    const NAME: &'static str = "project.set_contacts";
    const TITLE: &'static str = "Choose the client's people";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        managed(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let p = managed(tx, self.project)?;
        may_set_contacts(tx, &p)?;
        let wanted: BTreeSet<Id> = self.contacts.iter().copied().collect();
        for contact in &wanted {
            need_contact(tx, &p, *contact)?;
        }
        let held: Vec<(Id, Id)> = tx.all(
            "SELECT id, contact_id FROM project_contacts WHERE project_id = ?1 ORDER BY id",
            [p.id],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )?;
        for (id, contact) in &held {
            if !wanted.contains(contact) {
                tx.write("DELETE FROM project_contacts WHERE id = ?1", [id])?;
            }
        }
        for contact in wanted.iter().filter(|c| !held.iter().any(|h| h.1 == **c)) {
            tx.write(
                "INSERT INTO project_contacts (id, project_id, contact_id) VALUES (?1, ?2, ?3)",
                params![tx.new_id::<Id>(), p.id, contact],
            )?;
        }
        Ok(done(Nothing {}).fact("project", p.name).fact("n", wanted.len()))
    }
}
