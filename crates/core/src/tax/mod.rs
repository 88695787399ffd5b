//! Tax on what we sell: India's GST, the United Kingdom's VAT, or none. Pure rules; no law's rate
//! is in here, rates are dated rows.

pub mod places;
