//! The rules of what is done to a milestone, and the acts that it offers by them.

use super::commands::{MilestoneSendBack, MilestoneSubmit, MilestoneUpdate};
use super::{Milestone, MilestoneError, MilestoneState, Verb, after, need_consented};
use crate::acts::{Act, Acts};
use crate::projects::{Project, Stage, need_manager};
use crate::signoffs::SignoffGive;
use netra_kernel::{Reader, Result};

/// What a milestone offers to the asker.
/// # Errors
/// Storage errors.
pub(super) fn acts(reader: &Reader<'_>, m: &Milestone, p: &Project) -> Result<Vec<Act>> {
    let acts = Acts::of(reader);
    let acts = match m.state {
        MilestoneState::Planned | MilestoneState::InProgress => acts
            .next::<MilestoneSubmit>(|| may_submit(reader, m, p))?
            .when::<MilestoneUpdate>(|| may_update(reader, m, p))?,
        MilestoneState::Submitted => acts
            .next::<SignoffGive>(|| may_sign(reader, m, p))?
            .when::<MilestoneSendBack>(|| may_send_back(reader, m, p))?,
        MilestoneState::SignedOff => acts,
    };
    Ok(acts.list())
}

fn may_plan(reader: &Reader<'_>, p: &Project) -> Result<()> {
    need_manager(reader, p)?;
    p.need_stage(Stage::PLANNABLE)
}

/// # Errors
/// `project.not_manager`, `project.stage`, `milestone.no_item_left`.
pub(crate) fn may_define(reader: &Reader<'_>, p: &Project) -> Result<()> {
    may_plan(reader, p)?;
    let is_left = reader.exists(
        "SELECT 1 FROM sow_items
         WHERE sow_id = ?1 AND milestone_id IS NULL AND state <> 'dropped'",
        [p.sow],
    )?;
    match is_left {
        true => Ok(()),
        false => Err(MilestoneError::NoItemLeft { project: p.name.clone() }.into()),
    }
}

/// # Errors
/// `project.not_manager`, `project.stage`, `milestone.state`.
pub(super) fn may_update(reader: &Reader<'_>, m: &Milestone, p: &Project) -> Result<()> {
    may_plan(reader, p)?;
    match m.state {
        MilestoneState::Planned | MilestoneState::InProgress => Ok(()),
        state => {
            let milestone = m.title.clone();
            Err(MilestoneError::State { milestone, state: state.word().into() }.into())
        }
    }
}

fn may_step(reader: &Reader<'_>, m: &Milestone, p: &Project, verb: Verb) -> Result<()> {
    need_manager(reader, p)?;
    p.need_stage(Stage::RUNNING)?;
    after(m, verb).map(|_| ())
}

/// # Errors
/// `project.not_manager`, `project.stage`, `milestone.state`, `milestone.items_open`.
pub(super) fn may_submit(reader: &Reader<'_>, m: &Milestone, p: &Project) -> Result<()> {
    may_step(reader, m, p, Verb::Submit)?;
    need_consented(reader, m)
}

/// # Errors
/// `project.not_manager`, `project.stage`, `milestone.state`.
pub(super) fn may_send_back(reader: &Reader<'_>, m: &Milestone, p: &Project) -> Result<()> {
    may_step(reader, m, p, Verb::SendBack)
}

/// # Errors
/// `project.not_manager`, `project.stage`, `milestone.state`, `milestone.items_open`.
pub(super) fn may_sign(reader: &Reader<'_>, m: &Milestone, p: &Project) -> Result<()> {
    may_step(reader, m, p, Verb::SignOff)?;
    need_consented(reader, m)
}
