//! Tax on what we sell: India's GST, the United Kingdom's VAT, or none.
//!
//! Invariant: the rules are pure functions; no law's rate is in the code, rates are dated rows
//! (`rates.rs` holds only what a new workspace starts with).
//! Invariant: each component of a tax is rounded by itself, half away from zero.
//!
//! Look next at `supply.rs` (which tax applies), `compute.rs` (how much it is) and `words.rs`.

pub mod commands;
mod compute;
mod place;
pub mod places;
mod rates;
mod supply;
mod words;

pub use compute::{Component, How, Line, LineTotal, Rounding, TaxRow, Totals, compute};
use netra_kernel::errors;
pub use place::{Place, check_place};
pub(crate) use rates::named;
pub use rates::{Rate, RateKind, TaxRates, default_key, in_force, last_known, seed};
pub use supply::{Buyer, Regime, Seller, Supply, Treatment, supply};
pub use words::amount_in_words;

errors! {
    pub enum TaxError {
        Invalid "tax.rate_unknown" RateUnknown { rate: String },
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &["percent.not_valid", "rate_key.not_valid"];
