//! The rules of what is done to a company, and the acts that it offers by them.

use super::commands::{CompanyArchive, CompanyRestore, CompanyUpdate, ContactCreate};
use super::{Company, CompanyError, need_changeable};
use crate::acts::{Act, Acts};
use crate::deals::DealCreate;
use netra_kernel::{Reader, Result};

/// What a company offers to the asker. Whether something of it is still open is told when somebody
/// archives it, who may do so anyway.
/// # Errors
/// Storage errors.
pub(super) fn acts(reader: &Reader<'_>, company: &Company) -> Result<Vec<Act>> {
    let acts = Acts::of(reader)
        .when::<CompanyUpdate>(|| need_changeable(reader, company))?
        .when::<ContactCreate>(|| may_go_on(company))?
        .when::<DealCreate>(|| may_go_on(company))?
        .when::<CompanyArchive>(|| {
            need_changeable(reader, company)?;
            may_go_on(company)
        })?
        .when::<CompanyRestore>(|| {
            need_changeable(reader, company)?;
            may_restore(company)
        })?;
    Ok(acts.list())
}

/// Whether something new may be done with a company.
/// # Errors
/// `company.archived`.
pub(super) fn may_go_on(company: &Company) -> Result<()> {
    match company.archived_at {
        None => Ok(()),
        Some(_) => Err(CompanyError::Archived { company: company.name.clone() }.into()),
    }
}

/// # Errors
/// `company.not_archived`.
pub(super) fn may_restore(company: &Company) -> Result<()> {
    match company.archived_at {
        Some(_) => Ok(()),
        None => Err(CompanyError::NotArchived { company: company.name.clone() }.into()),
    }
}
