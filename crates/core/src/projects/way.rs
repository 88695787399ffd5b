//! `project.way`: by which command a project comes to a stage.

use super::commands::{
    ProjectArchive, ProjectCancel, ProjectComplete, ProjectHold, ProjectResume,
    ProjectStartExecution,
};
use super::queries::READS;
use super::{ProjectError, ProjectId, Stage, acts, gate, readable};
use crate::acts::{Act, Acts};
use crate::permissions;
use netra_kernel::{Permission, Query, Reader, Result};
use schemars::JsonSchema;
use serde::Deserialize;

/// The command that brings a project to a stage, and why not: what is behind a card that is moved on
/// a board. No command leads where a project comes by what is done in it.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProjectWay {
    pub project: ProjectId,
    pub to: Stage,
}

impl Query for ProjectWay {
    const NAME: &'static str = "project.way";
    const TITLE: &'static str = "The way to a stage";
    const NEEDS: Permission = permissions::PROJECT_MANAGE;
    const READS: &'static [&'static str] = READS;
    type View = Act;

    fn ask(&self, reader: &Reader<'_>) -> Result<Act> {
        let p = readable(reader, self.project)?;
        let acts = Acts::of(reader);
        let acts = match self.to {
            Stage::OnHold => acts.told::<ProjectHold>(|| acts::may_hold(reader, &p))?,
            Stage::Completed => {
                let gate = gate::lines(reader, &p)?;
                acts.told::<ProjectComplete>(|| acts::may_complete(reader, &p, &gate))?
            }
            Stage::Cancelled => acts.told::<ProjectCancel>(|| acts::may_cancel(reader, &p))?,
            Stage::Archived => acts.told::<ProjectArchive>(|| acts::may_archive(reader, &p))?,
            // It goes on where it was held, whichever of these that is.
            _ if p.stage == Stage::OnHold => {
                acts.told::<ProjectResume>(|| acts::may_resume(reader, &p))?
            }
            Stage::Executing if p.stage == Stage::Setup => {
                acts.told::<ProjectStartExecution>(|| acts::may_start_execution(reader, &p))?
            }
            Stage::Setup | Stage::Executing | Stage::Closing => acts,
        };
        acts.list().pop().ok_or_else(|| {
            let (project, stage) = (p.name.clone(), self.to.word().to_owned());
            ProjectError::MovesItself { project, stage }.into()
        })
    }
}
