//! The rules of what is done to a project as a whole, and the acts that a project offers by them.

use super::commands::{
    ProjectArchive, ProjectCancel, ProjectComplete, ProjectHold, ProjectResume, ProjectSetContacts,
    ProjectStartExecution, ProjectWaiveReview, REVIEW_NEEDED_FROM_MONTHS, not_ready,
};
use super::gate::GateLine;
use super::model::{Stage, Verb};
use super::store::{Project, after};
use super::{ProjectError, need_manager};
use crate::acts::{Act, Acts};
use crate::changes::{self, ChangeDraft};
use crate::deliverables::{self, DeliverableCreate};
use crate::feedback::{self, FeedbackRecord};
use crate::language::Phrase;
use crate::meetings::{self, MeetingPlan};
use crate::milestones::{self, MilestoneDefine};
use crate::reports::{self, ReportDraft};
use crate::signoffs::{self, SignoffGive};
use crate::staffing::{self, StaffingRequest};
use netra_kernel::{Reader, Result};
use serde_json::json;

/// What a project offers to the asker, with what is begun in it; `gate` is its completion check.
/// # Errors
/// Storage errors.
pub(super) fn acts(reader: &Reader<'_>, p: &Project, gate: &[GateLine]) -> Result<Vec<Act>> {
    let mut acts = Acts::of(reader);
    acts = match p.stage {
        Stage::Setup => acts.next::<ProjectStartExecution>(|| may_start_execution(reader, p))?,
        Stage::Executing => acts.offer::<ProjectComplete>(|| may_complete(reader, p, gate))?,
        Stage::Closing => acts.next::<ProjectComplete>(|| may_complete(reader, p, gate))?,
        Stage::OnHold => acts.next::<ProjectResume>(|| may_resume(reader, p))?,
        Stage::Completed | Stage::Cancelled => {
            acts.next::<ProjectArchive>(|| may_archive(reader, p))?
        }
        Stage::Archived => acts,
    };
    if Stage::ALIVE.contains(&p.stage) {
        acts = acts
            .offer::<MeetingPlan>(|| meetings::may_plan(reader, p))?
            .offer::<MilestoneDefine>(|| milestones::may_define(reader, p))?
            .offer::<DeliverableCreate>(|| deliverables::may_create(reader, p))?
            .offer::<ChangeDraft>(|| changes::may_draft(reader, p))?
            .offer::<StaffingRequest>(|| staffing::may_request(reader, p))?
            .offer::<ProjectSetContacts>(|| may_set_contacts(reader, p))?
            .offer::<ReportDraft>(|| reports::may_draft(reader, p))?
            .offer::<SignoffGive>(|| signoffs::may_sign_project(reader, p))?;
    }
    let acts = acts
        .when::<FeedbackRecord>(|| feedback::may_record(reader, p))?
        .when::<ProjectWaiveReview>(|| may_waive_review(reader, p))?
        .when::<ProjectHold>(|| may_hold(reader, p))?
        .when::<ProjectCancel>(|| may_cancel(reader, p))?;
    Ok(acts.list())
}

/// Whether its manager may move a project this way.
fn need_way(reader: &Reader<'_>, p: &Project, verb: Verb) -> Result<()> {
    need_manager(reader, p)?;
    after(p, verb).map(|_| ())
}

/// # Errors
/// `project.not_manager`, `project.stage`, `project.not_ready`.
pub(super) fn may_start_execution(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_manager(reader, p)?;
    p.need_stage(&[Stage::Setup])?;
    let lines = not_ready(reader, p)?;
    if lines.is_empty() {
        return Ok(());
    }
    let missing = lines.iter().map(|l| Phrase::new(l.1, json!({}))).collect();
    let lines = lines.into_iter().map(|l| l.0.to_owned()).collect();
    Err(ProjectError::NotReady { project: p.name.clone(), lines, missing }.into())
}

/// The one gate before `completed`.
/// # Errors
/// `project.not_manager`, `project.not_complete`, `project.stage`.
pub(super) fn may_complete(reader: &Reader<'_>, p: &Project, gate: &[GateLine]) -> Result<()> {
    need_manager(reader, p)?;
    // What is missing helps more than the stage it leaves the project in.
    if Stage::ALIVE.contains(&p.stage) {
        let open: Vec<&GateLine> = gate.iter().filter(|l| !l.met).collect();
        if !open.is_empty() {
            let missing = open.iter().flat_map(|l| l.short.clone()).collect();
            let lines = open.iter().map(|l| l.key.clone()).collect();
            let project = p.name.clone();
            return Err(ProjectError::NotComplete { project, lines, missing }.into());
        }
    }
    need_way(reader, p, Verb::Complete)
}

/// # Errors
/// `project.not_manager`, `project.stage`.
pub(super) fn may_archive(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_way(reader, p, Verb::Archive)
}

/// # Errors
/// `project.not_manager`, `project.stage`.
pub(super) fn may_cancel(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_way(reader, p, Verb::Cancel)
}

/// # Errors
/// `project.not_manager`, `project.stage`.
pub(super) fn may_hold(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_manager(reader, p)?;
    p.need_stage(Stage::OPEN)
}

/// # Errors
/// `project.not_manager`, `project.stage`.
pub(super) fn may_resume(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_manager(reader, p)?;
    p.need_stage(&[Stage::OnHold])
}

/// # Errors
/// `project.not_manager`, `project.stage`.
pub(super) fn may_set_contacts(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_manager(reader, p)?;
    p.need_stage(Stage::ALIVE)
}

/// # Errors
/// `project.not_manager`, `project.stage`, `project.review_not_waivable`, `project.review_waived`.
pub(super) fn may_waive_review(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_manager(reader, p)?;
    p.need_stage(Stage::OPEN)?;
    if p.tenure_months >= REVIEW_NEEDED_FROM_MONTHS {
        return Err(ProjectError::ReviewNotWaivable { months: p.tenure_months }.into());
    }
    if p.review_waived_at.is_some() {
        return Err(ProjectError::ReviewWaived.into());
    }
    Ok(())
}
