//! The rules of what is done to a SOW item, and the acts that it offers by them.

use super::commands::{
    SowItemConsent, SowItemImplement, SowItemPlan, SowItemProgress, SowItemSendBack, SowItemStart,
    SowItemSubmit,
};
use super::{Item, ItemState, SowItemError, Verb, after};
use crate::acts::{Act, Acts};
use crate::projects::{Project, Stage, need_worker};
use netra_kernel::{Reader, Result};

/// What an item offers to the asker.
/// # Errors
/// Storage errors.
pub(super) fn acts(reader: &Reader<'_>, i: &Item, p: &Project) -> Result<Vec<Act>> {
    let step = |verb| move || may_step(reader, i, p, verb);
    let acts = Acts::of(reader);
    let acts = match i.state {
        ItemState::NotStarted => acts.next::<SowItemStart>(step(Verb::Start))?,
        ItemState::InProgress => acts
            .next::<SowItemSubmit>(step(Verb::Submit))?
            .when::<SowItemProgress>(|| may_progress(reader, i, p))?,
        ItemState::ReadyForReview => acts
            .next::<SowItemConsent>(step(Verb::Consent))?
            .when::<SowItemSendBack>(step(Verb::SendBack))?,
        ItemState::Consented => acts.next::<SowItemImplement>(step(Verb::Implement))?,
        ItemState::Implemented | ItemState::Dropped => acts,
    };
    Ok(acts.when::<SowItemPlan>(|| may_plan(reader, p))?.list())
}

/// # Errors
/// `project.not_yours`, `project.stage`.
pub(super) fn may_plan(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_worker(reader, p)?;
    p.need_stage(Stage::OPEN)
}

/// # Errors
/// `project.not_yours`, `project.stage`, `sow_item.state`.
pub(super) fn may_progress(reader: &Reader<'_>, i: &Item, p: &Project) -> Result<()> {
    need_worker(reader, p)?;
    p.need_stage(Stage::RUNNING)?;
    match i.state {
        ItemState::InProgress => Ok(()),
        state => {
            let item = i.title.clone();
            Err(SowItemError::State { item, state: state.word().into() }.into())
        }
    }
}

/// # Errors
/// `project.not_yours`, `project.stage`, `sow_item.state`, `sow_item.not_in_milestone`.
pub(super) fn may_step(reader: &Reader<'_>, i: &Item, p: &Project, verb: Verb) -> Result<()> {
    need_worker(reader, p)?;
    if verb == Verb::Start && i.milestone.is_none() {
        return Err(SowItemError::NotInMilestone { item: i.title.clone() }.into());
    }
    p.need_stage(Stage::RUNNING)?;
    after(i, verb).map(|_| ())
}
