//! The rules of what is done to a lead, and the acts that it offers by them.

use super::commands::{
    LeadAddNote, LeadArchive, LeadMerge, LeadRestore, LeadSetDnd, LeadSetFollowUp, LeadUpdate,
    LeadWithdrawConsent,
};
use super::store::Lead;
use super::{need_changeable, permissions};
use crate::acts::{Act, Acts};
use crate::assignment::LeadAssign;
use crate::deals::{self, DealCreateFromLead};
use netra_kernel::{Id, Reader, Result};

/// What a lead that may be seen offers to the asker.
/// # Errors
/// Storage errors.
pub(super) fn acts(reader: &Reader<'_>, lead: &Lead) -> Result<Vec<Act>> {
    let may_change = || may_change(reader, lead);
    let mut acts = Acts::of(reader);
    if lead.merged_into.is_some() {
        return Ok(acts.list());
    }
    if lead.archived_at.is_some() {
        return Ok(acts.when::<LeadRestore>(may_change)?.list());
    }
    acts = acts
        .when::<LeadUpdate>(may_change)?
        .when::<LeadSetFollowUp>(|| may_change().and_then(|()| lead.need_open()))?
        .when::<LeadAssign>(|| Ok(()))?
        .when::<DealCreateFromLead>(|| deals::may_make_of(reader, lead))?
        .when::<LeadSetDnd>(|| may_set_dnd(reader, lead, !lead.is_dnd))?;
    if lead.consent_withdrawn_at.is_none() {
        acts = acts.when::<LeadWithdrawConsent>(may_change)?;
    }
    let acts = acts
        .when::<LeadAddNote>(may_change)?
        .when::<LeadMerge>(may_change)?
        .when::<LeadArchive>(may_change)?;
    Ok(acts.list())
}

/// # Errors
/// `lead.not_found`, `forbidden`.
fn may_change(reader: &Reader<'_>, lead: &Lead) -> Result<()> {
    need_changeable(reader, lead.id, lead.assigned_to.map(Id::from))
}

/// Whoever talks to the lead may set do-not-disturb; lifting it takes a second pair of eyes.
/// # Errors
/// `lead.not_found`, `forbidden`.
pub(super) fn may_set_dnd(reader: &Reader<'_>, lead: &Lead, is_dnd: bool) -> Result<()> {
    may_change(reader, lead)?;
    if is_dnd { Ok(()) } else { reader.actor.need(permissions::LEAD_EDIT_ALL) }
}
