//! `project.hold`, `project.resume`: a pause, and back to where it was.

use super::{Moved, need_text};
use crate::permissions;
use crate::projects::acts::{may_hold, may_resume};
use crate::projects::model::Stage;
use crate::projects::{ProjectId, managed, store};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Pauses a project that is not over.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectHold {
    pub project: ProjectId,
    pub reason: String,
}

impl Command for ProjectHold {
    const NAME: &'static str = "project.hold";
    const TITLE: &'static str = "Put a project on hold";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Moved;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        managed(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Moved>> {
        let p = managed(tx, self.project)?;
        may_hold(tx, &p)?;
        need_text("reason", &self.reason, 2_000)?;
        tx.write(
            "UPDATE projects SET stage = 'on_hold', stage_before_hold = ?2, stage_reason = ?3,
                 stage_since = ?4 WHERE id = ?1",
            params![p.id, p.stage, self.reason.trim(), tx.now],
        )?;
        Ok(done(Moved { stage: Stage::OnHold })
            .fact("project", p.name)
            .fact("reason", self.reason.trim()))
    }
}

/// Takes a project up again where it was held.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectResume {
    pub project: ProjectId,
}

impl Command for ProjectResume {
    const NAME: &'static str = "project.resume";
    const TITLE: &'static str = "Resume a project";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Moved;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        managed(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Moved>> {
        let p = managed(tx, self.project)?;
        may_resume(tx, &p)?;
        tx.write(
            "UPDATE projects SET stage = stage_before_hold, stage_before_hold = NULL,
                 stage_reason = '', stage_since = ?2 WHERE id = ?1",
            params![p.id, tx.now],
        )?;
        store::settle(tx, p.id)?;
        let stage = store::project(tx, p.id)?.stage;
        Ok(done(Moved { stage }).fact("project", p.name).fact("stage", stage))
    }
}
