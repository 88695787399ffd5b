//! `project.cancel`: stops for good, and says what is owed either way.

use super::{Moved, check_text};
use crate::permissions;
use crate::projects::acts::may_cancel;
use crate::projects::model::Verb;
use crate::projects::{ProjectId, managed, store};
use netra_kernel::rusqlite::params;
use netra_kernel::{Command, Date, Done, Permission, Reader, Result, Tx, Validation, done};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Cancels a project. It never counts as completed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectCancel {
    pub project: ProjectId,
    pub reason: String,
    /// What the client still owes us, in minor units of the plan's currency.
    pub owed_by_client_minor: i64,
    /// What we owe the client.
    pub owed_to_client_minor: i64,
    /// The day on which the client was told.
    pub client_informed_on: Date,
}

impl Command for ProjectCancel {
    const NAME: &'static str = "project.cancel";
    const TITLE: &'static str = "Cancel a project";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    type Outcome = Moved;

    fn authorize(&self, reader: &Reader<'_>) -> Result<()> {
        managed(reader, self.project).map(|_| ())
    }

    fn run(&self, tx: &Tx<'_>) -> Result<Done<Moved>> {
        let p = managed(tx, self.project)?;
        may_cancel(tx, &p)?;
        let mut v = Validation::new();
        check_text(&mut v, "reason", &self.reason, 2_000);
        v.check(self.owed_by_client_minor < 0, "owed_by_client_minor", "amount.negative");
        v.check(self.owed_to_client_minor < 0, "owed_to_client_minor", "amount.negative");
        v.check(self.client_informed_on > tx.today(), "client_informed_on", "date.in_future");
        v.finish()?;
        let stage = store::advance(tx, &p, Verb::Cancel, self.reason.trim())?;
        tx.write(
            "UPDATE projects SET owed_by_client_minor = ?2, owed_to_client_minor = ?3,
                 client_informed_on = ?4 WHERE id = ?1",
            params![
                p.id,
                self.owed_by_client_minor,
                self.owed_to_client_minor,
                self.client_informed_on
            ],
        )?;
        Ok(done(Moved { stage }).fact("project", p.name).fact("reason", self.reason.trim()))
    }
}
