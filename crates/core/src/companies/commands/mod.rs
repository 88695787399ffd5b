//! One file per verb, and the checks that they share.

mod company_archive;
mod company_create;
mod company_update;
mod contact_create;
mod contact_update;

pub use company_archive::{CompanyArchive, CompanyRestore};
pub use company_create::{CompanyCreate, CompanyCreated};
pub use company_update::CompanyUpdate;
pub use contact_create::{ContactCreate, ContactCreated};
pub use contact_update::ContactUpdate;

use super::store::{self, Clean, CleanContact};
use super::{CompanyError, CompanyId};
use crate::people::clean_email;
use crate::settings;
use crate::tax::{Place, check_place};
use netra_kernel::{Reader, Result, Validation};

/// The fields of a company as they were typed.
pub(crate) struct Typed<'a> {
    pub name: &'a str,
    pub tax_number: Option<&'a str>,
    pub country: Option<&'a str>,
    pub state_code: Option<&'a str>,
    pub is_sez: bool,
    pub address: &'a str,
}

/// Checks what was typed; the State follows from the GSTIN, the country from the workspace.
pub(crate) fn check(reader: &Reader<'_>, t: &Typed<'_>, but: Option<CompanyId>) -> Result<Clean> {
    let mut v = Validation::new();
    let name = t.name.trim();
    v.check(name.is_empty(), "name", "required");
    v.check(name.chars().count() > 200, "name", "too_long");
    v.check(t.address.chars().count() > 2_000, "address", "too_long");
    let country = match t.country.map(str::trim).filter(|c| !c.is_empty()) {
        Some(c) => c.to_owned(),
        None => settings::get::<String>(reader, "tax.country")?,
    };
    let Place { country, state_code, tax_number } =
        check_place(&mut v, "", &country, t.state_code, t.tax_number);
    v.check(t.is_sez && country != "IN", "is_sez", "state.not_in_india");
    v.finish()?;
    if let Some(number) = &tax_number
        && let Some(company) = store::with_tax_number(reader, number, but)?
    {
        return Err(CompanyError::TaxNumberTaken { company }.into());
    }
    Ok(Clean {
        name: name.to_owned(),
        tax_number,
        country,
        state_code,
        is_sez: t.is_sez,
        address: t.address.trim().to_owned(),
    })
}

/// The fields of a contact as they were typed.
pub(crate) struct TypedContact<'a> {
    pub name: &'a str,
    pub title: &'a str,
    pub email: Option<&'a str>,
    pub phone: Option<&'a str>,
}

pub(crate) fn check_contact(reader: &Reader<'_>, t: &TypedContact<'_>) -> Result<CleanContact> {
    let mut v = Validation::new();
    let name = t.name.trim();
    v.check(name.is_empty(), "name", "required");
    v.check(name.chars().count() > 200, "name", "too_long");
    v.check(t.title.chars().count() > 200, "title", "too_long");
    let typed_email = t.email.map(str::trim).filter(|e| !e.is_empty());
    let email = typed_email.and_then(clean_email);
    v.check(typed_email.is_some() && email.is_none(), "email", "email.not_valid");
    let phone = t.phone.map(str::trim).filter(|p| !p.is_empty());
    let region: String = settings::get(reader, "firm.phone_region")?;
    let phone_e164 = phone.and_then(|p| crate::leads::phone::e164(p, &region));
    v.check(phone.is_some() && phone_e164.is_none(), "phone", "phone.not_valid");
    v.finish()?;
    Ok(CleanContact {
        name: name.to_owned(),
        title: t.title.trim().to_owned(),
        email,
        phone: phone.map(str::to_owned),
        phone_e164,
    })
}
