//! Ways to the outside, each behind a trait, each with a faithful simulator.
//!
//! Invariant: nothing in here knows a feature of the core; a shell turns what happens outside into
//! commands.
//! Invariant: time is given, never read, so that a simulator plays the same way every time; but for
//! the date on a letter.

#[cfg(feature = "mail")]
pub mod mail;
pub mod simulator;
pub mod telephony;
