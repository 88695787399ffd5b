//! `project.archive`: the end: read-only from now on.

use super::Moved;
use crate::permissions;
use crate::projects::acts::may_archive;
use crate::projects::model::Verb;
use crate::projects::{ProjectId, managed, store};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Puts a completed or cancelled project into the archive.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectArchive {
    pub project: ProjectId,
}

impl Command for ProjectArchive {
    const NAME: &'static str = "project.archive";
    const TITLE: &'static str = "Archive a project";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Moved;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        managed(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Moved>> {
        let p = managed(tx, self.project)?;
        may_archive(tx, &p)?;
        let stage = store::advance(tx, &p, Verb::Archive, &p.stage_reason)?;
        tx.write("UPDATE projects SET archived_at = ?2 WHERE id = ?1", params![p.id, tx.now])?;
        Ok(done(Moved { stage }).fact("project", p.name))
    }
}
