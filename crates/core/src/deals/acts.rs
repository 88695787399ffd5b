//! The rules of what is done to a deal, and the acts that it offers by them.

use super::commands::{DealMove, DealUpdate};
use super::store::Deal;
use super::{DealError, need_changeable};
use crate::acts::{Act, Acts};
use crate::leads::store::Lead;
use crate::quotes::QuoteCreate;
use netra_kernel::{Id, Reader, Result};

/// What a deal that may be seen offers to the asker.
/// # Errors
/// Storage errors.
pub(super) fn acts(reader: &Reader<'_>, deal: &Deal) -> Result<Vec<Act>> {
    let acts = Acts::of(reader)
        .when::<QuoteCreate>(|| {
            need_changeable(reader, deal)?;
            crate::companies::need_living(reader, deal.company).map(|_| ())
        })?
        .when::<DealUpdate>(|| need_changeable(reader, deal))?
        .when::<DealMove>(|| {
            need_changeable(reader, deal)?;
            may_move(deal)
        })?;
    Ok(acts.list())
}

/// # Errors
/// `deal.won_already`.
pub(super) fn may_move(deal: &Deal) -> Result<()> {
    match deal.stage_kind.as_str() {
        "won" => Err(DealError::WonAlready { deal: deal.title.clone() }.into()),
        _ => Ok(()),
    }
}

/// Whether a lead that may be seen can become a deal.
/// # Errors
/// `deal.of_lead_exists`, `deal.lead_not_open`.
pub(crate) fn may_make_of(reader: &Reader<'_>, lead: &Lead) -> Result<()> {
    let name = || lead.name.clone();
    if reader.exists("SELECT 1 FROM deals WHERE lead_id = ?1", [Id::from(lead.id)])? {
        return Err(DealError::OfLeadExists { lead: name() }.into());
    }
    lead.need_open().map_err(|_| DealError::LeadNotOpen { lead: name() }.into())
}
