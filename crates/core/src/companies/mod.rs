//! Client organisations and the people in them.
//!
//! Invariant: a tax number is kept only when its check characters are right, once per workspace;
//! an Indian company with a GSTIN is in the GSTIN's State.
//! Invariant: a seller changes their own companies; who may see all sales changes any.
//!
//! Look next at `commands/` (one file per verb) and [`crate::tax::places`].

mod acts;
pub mod commands;
pub mod queries;
mod store;

use crate::language::Phrase;
use crate::permissions;
use netra_kernel::{Id, Reader, Result, errors, typed_id};
pub(crate) use store::{Company, company, contact, insert, insert_contact};
pub use store::{company_name, need_contact_of};

typed_id!(CompanyId);
typed_id!(ContactId);

errors! {
    pub enum CompanyError {
        NotFound "company.not_found" Missing { company: String },
        NotFound "contact.not_found" ContactMissing { contact: String },
        Conflict "company.tax_number_taken" TaxNumberTaken { company: String },
        NotNow "company.archived" Archived { company: String },
        NotNow "company.in_use" InUse { company: String, open: Vec<Phrase> },
        NotNow "company.not_archived" NotArchived { company: String },
        Invalid "contact.of_another_company" OfAnotherCompany { contact: String },
        Forbidden "company.not_yours" NotYours { company: String },
    }
}

/// What keeps a company in the lists.
pub const LABELS: &[&str] = &[
    "company.open_deals",
    "company.open_quotes",
    "company.waiting_agreements",
    "company.open_projects",
];

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &[
    "country.not_valid",
    "gstin.not_valid",
    "vat_number.not_valid",
    "state.unknown",
    "state.not_of_gstin",
    "state.not_in_india",
];

/// # Errors
/// `company.not_found`, `company.not_yours`.
pub(crate) fn need_own(reader: &Reader<'_>, id: CompanyId) -> Result<Company> {
    let company = company(reader, id)?;
    need_changeable(reader, &company)?;
    Ok(company)
}

fn need_changeable(reader: &Reader<'_>, company: &Company) -> Result<()> {
    if company.owner == reader.actor.id || reader.actor.may(permissions::SALES_ALL) {
        return Ok(());
    }
    Err(CompanyError::NotYours { company: company.name.clone() }.into())
}

/// # Errors
/// `company.not_found`, `company.archived`.
pub(crate) fn need_living(reader: &Reader<'_>, id: CompanyId) -> Result<Company> {
    let company = company(reader, id)?;
    acts::may_go_on(&company)?;
    Ok(company)
}

/// Companies and contacts are seen by whoever may read them at all.
pub(crate) fn visible(reader: &Reader<'_>, id: Id) -> Result<Option<bool>> {
    let known = reader.exists(
        "SELECT 1 FROM companies WHERE id = ?1 UNION ALL SELECT 1 FROM contacts WHERE id = ?1",
        [id],
    )?;
    Ok(known.then(|| reader.actor.may(permissions::COMPANY_READ)))
}

#[cfg(test)]
mod tests;
