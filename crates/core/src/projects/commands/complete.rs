//! `project.complete`: the one door to `completed`.

use super::Moved;
use crate::permissions;
use crate::projects::acts::may_complete;
use crate::projects::model::Verb;
use crate::projects::{ProjectId, gate, managed, store};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Completes a project, when everything promised was delivered, accepted and paid.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectComplete {
    pub project: ProjectId,
}

impl Command for ProjectComplete {
    const NAME: &'static str = "project.complete";
    const TITLE: &'static str = "Complete a project";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Moved;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        managed(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Moved>> {
        let p = managed(tx, self.project)?;
        may_complete(tx, &p, &gate::lines(tx, &p)?)?;
        let stage = store::advance(tx, &p, Verb::Complete, "")?;
        tx.write("UPDATE projects SET completed_at = ?2 WHERE id = ?1", params![p.id, tx.now])?;
        Ok(done(Moved { stage }).fact("project", p.name))
    }
}
