//! Every business rule of Netra, one folder per feature, over SQLite.
//!
//! Invariant: no network, no async, no wall clock, no randomness, no files in here.
//! Invariant: features call one another only through what their `mod.rs` exports.
//!
//! Start at [`catalogue`]: one line per command and query. [`permissions`] says which role may do
//! what to begin with, [`tables`] lists the synced tables with their data scopes.

pub mod acts;
pub mod agreements;
pub mod assignment;
pub mod calls;
pub mod catalogue;
pub mod changes;
pub mod companies;
pub mod deals;
pub mod decimal;
pub mod deliverables;
pub mod derived;
pub mod feedback;
pub mod files;
pub mod history;
pub mod home;
pub mod imports;
pub mod invoices;
pub mod kickoffs;
pub mod language;
pub mod leads;
pub mod meetings;
pub mod milestones;
pub mod numbering;
pub mod packs;
pub mod payments;
pub mod people;
pub mod permissions;
#[cfg(test)]
mod plans;
pub mod projects;
#[cfg(test)]
mod properties;
pub mod queue;
pub mod quotes;
pub mod reminders;
pub mod reports;
pub mod schedule;
pub mod schema;
pub mod scopes;
pub mod settings;
pub mod signoffs;
pub mod sow_items;
pub mod staffing;
pub mod tables;
pub mod tax;
#[cfg(test)]
pub mod testing;
pub mod visible;
mod word_enum;

// The generator of random commands says `netra_core`, because the simulator includes it too.
#[cfg(test)]
extern crate self as netra_core;

pub use netra_kernel as kernel;
