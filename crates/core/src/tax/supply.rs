//! Which tax a supply bears: from where we are and where the client is.
//!
//! India: the place of supply is the State of a registered client, else the State of the address on
//! record, else our own. Same State: CGST + SGST (UTGST in a union territory); another: IGST; a
//! special economic zone is always another State; an export is zero-rated.

use super::places::gst_state;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whose tax law is ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    Gst,
    Vat,
    None,
}

impl Regime {
    pub fn of_country(country: &str) -> Regime {
        match country {
            "IN" => Regime::Gst,
            "GB" => Regime::Vat,
            _ => Regime::None,
        }
    }
}

/// Us.
#[derive(Clone, Debug)]
pub struct Seller<'a> {
    pub country: &'a str,
    pub state_code: Option<&'a str>,
    /// We supply special economic zones under a letter of undertaking: without tax.
    pub has_lut: bool,
}

/// The client.
#[derive(Clone, Debug)]
pub struct Buyer<'a> {
    pub country: &'a str,
    /// India: the State of the GSTIN, else that of the address on record.
    pub state_code: Option<&'a str>,
    pub is_sez: bool,
}

/// How a supply is taxed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// CGST + SGST.
    WithinState,
    /// CGST + UTGST.
    WithinTerritory,
    /// IGST.
    AcrossStates,
    /// Zero-rated: to a special economic zone under a letter of undertaking.
    ZeroRatedSez,
    /// Zero-rated, or outside the scope of VAT: the client is abroad.
    ZeroRatedExport,
    Vat,
    /// No tax is known for our country.
    Untaxed,
}

/// Which tax applies, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Supply {
    pub regime: Regime,
    pub treatment: Treatment,
    /// India: the GST code of the State that the supply is in; None for an export.
    pub place_of_supply: Option<String>,
}

/// Which tax a supply bears.
pub fn supply(seller: &Seller<'_>, buyer: &Buyer<'_>) -> Supply {
    let regime = Regime::of_country(seller.country);
    let is_abroad = buyer.country != seller.country;
    let (treatment, place) = match regime {
        Regime::None => (Treatment::Untaxed, None),
        _ if is_abroad => (Treatment::ZeroRatedExport, None),
        Regime::Vat => (Treatment::Vat, None),
        Regime::Gst => {
            let place = buyer.state_code.or(seller.state_code);
            let treatment = match (buyer.is_sez, place == seller.state_code) {
                (true, _) if seller.has_lut => Treatment::ZeroRatedSez,
                (true, _) | (false, false) => Treatment::AcrossStates,
                (false, true) => match place.and_then(gst_state).is_some_and(|s| s.has_utgst) {
                    true => Treatment::WithinTerritory,
                    false => Treatment::WithinState,
                },
            };
            (treatment, place)
        }
    };
    Supply { regime, treatment, place_of_supply: place.map(str::to_owned) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Treatment::*;

    #[test]
    fn places_of_supply() {
        for (ours, country, state, is_sez, has_lut, treatment, place) in [
            ("27", "IN", Some("27"), false, false, WithinState, Some("27")),
            ("27", "IN", Some("29"), false, false, AcrossStates, Some("29")),
            // No State on record: the supplier's own.
            ("27", "IN", None, false, false, WithinState, Some("27")),
            ("04", "IN", Some("04"), false, false, WithinTerritory, Some("04")),
            // Delhi and Puducherry have legislatures of their own.
            ("07", "IN", Some("07"), false, false, WithinState, Some("07")),
            ("34", "IN", Some("34"), false, false, WithinState, Some("34")),
            ("27", "IN", Some("27"), true, false, AcrossStates, Some("27")),
            ("27", "IN", Some("27"), true, true, ZeroRatedSez, Some("27")),
            ("27", "GB", None, false, false, ZeroRatedExport, None),
        ] {
            let got = supply(
                &Seller { country: "IN", state_code: Some(ours), has_lut },
                &Buyer { country, state_code: state, is_sez },
            );
            assert_eq!((got.treatment, got.place_of_supply.as_deref()), (treatment, place));
            assert_eq!(got.regime, Regime::Gst);
        }
        for (ours, theirs, treatment) in
            [("GB", "GB", Vat), ("GB", "IN", ZeroRatedExport), ("US", "US", Untaxed)]
        {
            let got = supply(
                &Seller { country: ours, state_code: None, has_lut: false },
                &Buyer { country: theirs, state_code: None, is_sez: false },
            );
            assert_eq!(got.treatment, treatment);
        }
    }
}
