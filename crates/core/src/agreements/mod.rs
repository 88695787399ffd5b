//! Agreements: what was signed, with its pricing plan, instalments and statement of work.
//!
//! Invariant: an agreement is made by an accepted quote and by nothing else.
//! Invariant: an instalment's state is derived from payments, sign-offs and dates, never stored;
//! money is compared as money. TDS withheld settles like money received.
//! Invariant: a seller sees their own agreements, a project manager those handed to them.
//!
//! Look next at `model.rs` (how an instalment stands) and [`crate::payments`].

mod model;
pub mod queries;
mod store;

use crate::deals;
use crate::permissions;
pub use model::{DueRule, Instalment, InstalmentState};
use netra_kernel::{Id, Reader, Result, errors, typed_id};
pub(crate) use store::{Agreement, agreement, instalments_where};
pub use store::{
    NewAgreement, NewInstalment, NewSowItem, agreement_of_plan, create, instalment, instalments,
};

typed_id!(AgreementId);
typed_id!(PlanId);
typed_id!(InstalmentId);
typed_id!(SowId);
typed_id!(SowItemId);

errors! {
    pub enum AgreementError {
        NotFound "agreement.not_found" Missing { agreement: String },
        NotFound "instalment.not_found" InstalmentMissing { instalment: String },
    }
}

/// Whether this person may see an agreement.
pub(crate) fn may_see(reader: &Reader<'_>, agreement: &Agreement) -> Result<bool> {
    if deals::may_see(reader, agreement.owner) {
        return Ok(true);
    }
    store::is_handed_to(reader, agreement.id, reader.actor.id)
}

/// # Errors
/// `agreement.not_found` when it is not there or may not be seen.
pub(crate) fn need_seen(reader: &Reader<'_>, id: AgreementId) -> Result<Agreement> {
    let found = agreement(reader, id)?;
    match may_see(reader, &found)? {
        true => Ok(found),
        false => Err(AgreementError::Missing { agreement: id.to_string() }.into()),
    }
}

pub(crate) fn visible(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    let Some(agreement) = store::agreement_behind(reader, id)? else { return Ok(None) };
    let reads = reader.actor.may(permissions::AGREEMENT_READ);
    Ok(Some(reads && may_see(reader, &self::agreement(reader, agreement)?)?))
}
