//! The rules of what is done to requests and assignments, and the acts that they offer by them.

use super::commands::{StaffingApprove, StaffingAssign, StaffingDecline, StaffingRelease};
use super::{STATES, StaffingError, StaffingState, Verb};
use crate::acts::{Act, Acts};
use crate::permissions;
use crate::projects::{Project, Stage, need_manager};
use crate::word_enum::next;
use netra_kernel::{Reader, Result};

/// What a request offers to the asker.
/// # Errors
/// Storage errors.
pub(super) fn acts(reader: &Reader<'_>, state: StaffingState, p: &Project) -> Result<Vec<Act>> {
    let decide = |verb| move || may_step(p, state, verb);
    let acts = Acts::of(reader);
    let acts = match state {
        StaffingState::Requested => acts.next::<StaffingApprove>(decide(Verb::Approve))?,
        StaffingState::Approved => acts.next::<StaffingAssign>(|| may_assign(reader, state, p))?,
        StaffingState::Declined | StaffingState::Assigned => acts,
    };
    Ok(acts.when::<StaffingDecline>(decide(Verb::Decline))?.list())
}

/// What an assignment offers to the asker.
/// # Errors
/// Storage errors.
pub(super) fn acts_of_assignment(reader: &Reader<'_>, p: &Project) -> Result<Vec<Act>> {
    Ok(Acts::of(reader).when::<StaffingRelease>(|| may_release(reader, p))?.list())
}

/// # Errors
/// `project.not_manager`, `project.stage`.
pub(crate) fn may_request(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_manager(reader, p)?;
    p.need_stage(Stage::OPEN)
}

/// # Errors
/// `staffing.state`.
pub(super) fn after(state: StaffingState, verb: Verb) -> Result<StaffingState> {
    next(STATES, state, verb)
        .ok_or_else(|| StaffingError::State { state: state.word().into() }.into())
}

/// Whoever decides for HR, of every project that they see.
/// # Errors
/// `project.stage`, `staffing.state`.
pub(super) fn may_step(p: &Project, state: StaffingState, verb: Verb) -> Result<()> {
    p.need_stage(Stage::OPEN)?;
    after(state, verb).map(|_| ())
}

/// HR puts anybody on a project, its manager on their own.
/// # Errors
/// `project.not_manager`.
pub(super) fn need_placer(reader: &Reader<'_>, p: &Project) -> Result<()> {
    match reader.actor.may(permissions::STAFFING_DECIDE) {
        true => Ok(()),
        false => need_manager(reader, p),
    }
}

/// # Errors
/// `project.not_manager`, `project.stage`, `staffing.state`.
pub(super) fn may_assign(reader: &Reader<'_>, state: StaffingState, p: &Project) -> Result<()> {
    need_placer(reader, p)?;
    may_step(p, state, Verb::Assign)
}

/// # Errors
/// `project.not_manager`, `project.stage`.
pub(super) fn may_release(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_placer(reader, p)?;
    p.need_stage(Stage::ALIVE)
}
