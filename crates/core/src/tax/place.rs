//! Where somebody is taxed, as it was typed: the same checks for the firm itself and its clients.

use super::places::{clean_gstin, clean_uk_vat, gst_state};
use netra_kernel::Validation;

/// Country, State and registration that fit together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// ISO 3166, in capitals.
    pub country: String,
    /// India: the GST State code, typed or read from the GSTIN.
    pub state_code: Option<String>,
    /// In capitals, without spaces.
    pub tax_number: Option<String>,
}

/// Checks what was typed; wrong fields go to `v` as `country`, `state_code`, `tax_number` under
/// `path` (empty, or ending in a dot).
pub fn check_place(
    v: &mut Validation,
    path: &str,
    country: &str,
    state_code: Option<&str>,
    tax_number: Option<&str>,
) -> Place {
    let at = |name: &str| format!("{path}{name}");
    let typed = |t: Option<&str>| t.map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned);
    let country = country.trim().to_uppercase();
    let is_code = country.len() == 2 && country.bytes().all(|b| b.is_ascii_uppercase());
    v.check(!is_code, &at("country"), "country.not_valid");
    let tax_number = match (country.as_str(), typed(tax_number)) {
        (_, None) => None,
        ("IN", Some(n)) => {
            let clean = clean_gstin(&n);
            v.check(clean.is_none(), &at("tax_number"), "gstin.not_valid");
            clean
        }
        ("GB", Some(n)) => {
            let clean = clean_uk_vat(&n);
            v.check(clean.is_none(), &at("tax_number"), "vat_number.not_valid");
            clean
        }
        (_, Some(n)) => {
            v.check(n.chars().count() > 40, &at("tax_number"), "too_long");
            Some(n.to_uppercase())
        }
    };
    let of_gstin = tax_number.as_deref().filter(|_| country == "IN").map(|n| n[..2].to_owned());
    let typed_state = typed(state_code);
    if let Some(s) = typed_state.as_deref() {
        if country != "IN" {
            v.add(at("state_code"), "state.not_in_india");
        } else if gst_state(s).is_none() {
            v.add(at("state_code"), "state.unknown");
        } else if of_gstin.as_deref().is_some_and(|g| g != s) {
            v.add(at("state_code"), "state.not_of_gstin");
        }
    }
    Place { country, state_code: of_gstin.or(typed_state), tax_number }
}
