//! The rules of what is done to a meeting, and the acts that it offers by them.

use super::{
    Meeting, MeetingActionDone, MeetingAddProof, MeetingCancel, MeetingError, MeetingHold,
    MeetingKind, MeetingReschedule, MeetingState, MeetingWriteMom,
};
use crate::acts::{Act, Acts};
use crate::projects::{Project, Stage, need_manager, need_worker};
use netra_kernel::{Reader, Result};

/// What a meeting offers to the asker: first what it lacks until it counts as delivered.
/// # Errors
/// Storage errors.
pub(super) fn acts(
    reader: &Reader<'_>,
    m: &Meeting,
    p: &Project,
    (has_mom, has_proof): (bool, bool),
) -> Result<Vec<Act>> {
    let mut acts = Acts::of(reader);
    let write = || may_write(reader, m, p);
    match m.state {
        MeetingState::Planned => {
            acts = acts.next::<MeetingHold>(|| may_hold(reader, m, p))?;
            acts = acts.when::<MeetingReschedule>(|| may_move(reader, m, p))?;
            acts = acts.when::<MeetingCancel>(|| may_move(reader, m, p))?;
        }
        MeetingState::Held => {
            acts = match (has_mom, has_proof) {
                (false, _) => acts.next::<MeetingWriteMom>(write)?,
                (true, _) => acts.when::<MeetingWriteMom>(write)?,
            };
            acts = match has_proof {
                false => acts.next::<MeetingAddProof>(write)?,
                true => acts.when::<MeetingAddProof>(write)?,
            };
        }
        MeetingState::Cancelled => {}
    }
    Ok(acts.list())
}

/// What an action item offers.
/// # Errors
/// Storage errors.
pub(super) fn acts_of_action(reader: &Reader<'_>, p: &Project, is_done: bool) -> Result<Vec<Act>> {
    Ok(Acts::of(reader).when::<MeetingActionDone>(|| may_tick(reader, p, is_done))?.list())
}

/// The kickoff is the manager's; everybody who works on the project plans the others.
/// # Errors
/// `project.not_manager`, `project.not_yours`.
pub(super) fn need_planner(reader: &Reader<'_>, p: &Project, kind: MeetingKind) -> Result<()> {
    match kind {
        MeetingKind::Kickoff => need_manager(reader, p),
        _ => need_worker(reader, p),
    }
}

/// Planning any meeting but a kickoff.
/// # Errors
/// `project.not_yours`, `project.stage`.
pub(crate) fn may_plan(reader: &Reader<'_>, p: &Project) -> Result<()> {
    may_plan_kind(reader, p, MeetingKind::Consulting)
}

pub(super) fn may_plan_kind(reader: &Reader<'_>, p: &Project, kind: MeetingKind) -> Result<()> {
    need_planner(reader, p, kind)?;
    p.need_stage(Stage::OPEN)
}

/// Another time, or none.
/// # Errors
/// `project.not_yours`, `project.stage`, `meeting.state`.
pub(super) fn may_move(reader: &Reader<'_>, m: &Meeting, p: &Project) -> Result<()> {
    need_worker(reader, p)?;
    p.need_stage(Stage::OPEN)?;
    m.need_state(MeetingState::Planned)
}

/// # Errors
/// As [`may_move`], `meeting.before_project`, `meeting.before_execution`.
pub(super) fn may_hold(reader: &Reader<'_>, m: &Meeting, p: &Project) -> Result<()> {
    may_move(reader, m, p)?;
    // It was held on a day of the project that has come: before the first there is none.
    if reader.today() < p.start_on {
        let (project, first) = (p.name.clone(), p.start_on);
        return Err(MeetingError::BeforeProject { project, first }.into());
    }
    if m.kind != MeetingKind::Kickoff && !p.execution_started() {
        return Err(MeetingError::BeforeExecution { project: p.name.clone() }.into());
    }
    Ok(())
}

/// Minutes and proofs.
/// # Errors
/// `project.not_yours`, `project.stage`, `meeting.state`.
pub(super) fn may_write(reader: &Reader<'_>, m: &Meeting, p: &Project) -> Result<()> {
    need_worker(reader, p)?;
    p.need_stage(Stage::OPEN)?;
    m.need_state(MeetingState::Held)
}

/// # Errors
/// `project.not_yours`, `project.stage`, `meeting.action_done_already`.
pub(super) fn may_tick(reader: &Reader<'_>, p: &Project, is_done: bool) -> Result<()> {
    need_worker(reader, p)?;
    p.need_stage(Stage::OPEN)?;
    if is_done { Err(MeetingError::ActionDone.into()) } else { Ok(()) }
}
