//! `project.start_execution`: step 9, when the ground is laid.

use super::Moved;
use crate::permissions;
use crate::projects::acts::may_start_execution;
use crate::projects::model::Verb;
use crate::projects::{MoneyState, Project, ProjectId, gate, instalment_lines, managed, store};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Starts execution: the kickoff is recorded, people are assigned, every SOW item is in a
/// milestone, every unpaid instalment has a due rule. From now on the plan is altered by change
/// requests only.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectStartExecution {
    pub project: ProjectId,
}

impl Command for ProjectStartExecution {
    const NAME: &'static str = "project.start_execution";
    const TITLE: &'static str = "Start execution";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Moved;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        managed(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Moved>> {
        let p = managed(tx, self.project)?;
        may_start_execution(tx, &p)?;
        store::advance(tx, &p, Verb::StartExecution, "")?;
        tx.write(
            "UPDATE projects SET execution_started_at = ?2 WHERE id = ?1",
            params![p.id, tx.now],
        )?;
        store::settle(tx, p.id)?;
        let stage = store::project(tx, p.id)?.stage;
        Ok(done(Moved { stage }).fact("project", p.name))
    }
}

/// Labels in the language files.
pub const LABELS: &[&str] =
    &["ready-kickoff_meeting", "ready-consultants", "ready-milestones", "ready-due_rules"];

/// What must happen first, with its label: `kickoff_meeting`, `consultants`, `milestones`,
/// `due_rules`.
pub(in crate::projects) fn not_ready(
    reader: &Reader<'_>,
    p: &Project,
) -> Result<Vec<(&'static str, &'static str)>> {
    let assigned =
        reader.exists("SELECT 1 FROM assignments WHERE project_id = ?1 LIMIT 1", [p.id])?;
    let counts = store::counts(reader, p)?;
    let ruled = instalment_lines(reader, p)?
        .iter()
        .all(|i| i.has_due_rule || matches!(i.state, MoneyState::Paid | MoneyState::Waived));
    let conditions = [
        (gate::kickoff_recorded(reader, p)?, ("kickoff_meeting", LABELS[0])),
        (assigned, ("consultants", LABELS[1])),
        (counts.items_loose == 0 && counts.milestones > 0, ("milestones", LABELS[2])),
        (ruled, ("due_rules", LABELS[3])),
    ];
    Ok(conditions.into_iter().filter(|c| !c.0).map(|c| c.1).collect())
}
