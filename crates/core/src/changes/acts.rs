//! The rules of what is done to a change request, and the acts that it offers by them.

use super::commands::{ChangeApply, ChangeApprove, ChangeDecline, ChangeSubmit, ChangeWithdraw};
use super::{Change, ChangeState, Verb, after, apply};
use crate::acts::{Act, Acts};
use crate::projects::{Project, Stage, need_manager};
use netra_kernel::{Reader, Result};

/// What a change request offers to the asker.
/// # Errors
/// Storage errors.
pub(super) fn acts(reader: &Reader<'_>, c: &Change, p: &Project) -> Result<Vec<Act>> {
    let step = |verb| move || may_step(reader, c, p, verb);
    let acts = Acts::of(reader);
    let acts = match c.state {
        ChangeState::Draft => acts.next::<ChangeSubmit>(step(Verb::Submit))?,
        ChangeState::Submitted => acts
            .next::<ChangeApprove>(step(Verb::Approve))?
            .when::<ChangeDecline>(step(Verb::Decline))?,
        ChangeState::ClientApproved => acts.next::<ChangeApply>(|| may_apply(reader, c, p))?,
        ChangeState::Declined | ChangeState::Applied => acts,
    };
    Ok(acts.when::<ChangeWithdraw>(step(Verb::Withdraw))?.list())
}

/// # Errors
/// `project.not_manager`, `project.stage`.
pub(crate) fn may_draft(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_manager(reader, p)?;
    p.need_stage(Stage::OPEN)
}

/// # Errors
/// `project.not_manager`, `project.stage`, `change.state`.
pub(super) fn may_step(reader: &Reader<'_>, c: &Change, p: &Project, verb: Verb) -> Result<()> {
    may_draft(reader, p)?;
    after(c, verb).map(|_| ())
}

/// The plan may have moved since the client approved.
/// # Errors
/// As [`may_step`], and whatever line cannot be applied any more.
pub(super) fn may_apply(reader: &Reader<'_>, c: &Change, p: &Project) -> Result<()> {
    may_step(reader, c, p, Verb::Apply)?;
    apply::check(reader, p, &c.lines()?).map(|_| ())
}
