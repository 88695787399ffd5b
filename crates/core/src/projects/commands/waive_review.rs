//! `project.waive_review`: no mid-project review, for a short project, with a reason.

use super::need_text;
use crate::people::commands::Nothing;
use crate::permissions;
use crate::projects::acts::may_waive_review;
use crate::projects::{ProjectId, managed};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Done, Permission, Reader, Result, Tx, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Waives the mid-project review of a project with a tenure under two months.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectWaiveReview {
    pub project: ProjectId,
    pub reason: String,
}

/// Months of tenure from which on a review cannot be waived.
pub const REVIEW_NEEDED_FROM_MONTHS: i64 = 2;

impl Command for ProjectWaiveReview {
    const NAME: &'static str = "project.waive_review";
    const TITLE: &'static str = "Waive the mid-project review";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Nothing;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        managed(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Nothing>> {
        let p = managed(tx, self.project)?;
        may_waive_review(tx, &p)?;
        need_text("reason", &self.reason, 2_000)?;
        tx.write(
            "UPDATE projects SET review_waived_by = ?2, review_waived_at = ?3,
                 review_waived_reason = ?4 WHERE id = ?1",
            params![p.id, tx.actor.id, tx.now, self.reason.trim()],
        )?;
        Ok(done(Nothing {}).fact("project", p.name).fact("reason", self.reason.trim()))
    }
}
