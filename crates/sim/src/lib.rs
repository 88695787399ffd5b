//! Plays a firm's devices and one authority in virtual time: real core, real SQLite, real protocol
//! code, and everything that can go wrong between them, all from one seed. What must hold
//! afterwards is in [`checks`] and in `docs/sync.md`.
//!
//! Invariant: nothing but the seed decides; the same seed gives the same trace.
//!
//! `cargo xtask sim --seeds 1000` plays seeds 0 to 999; `--seed 17` plays one and prints its trace.
// A test program: whatever cannot go on shall stop it, and a loud seed prints its trace.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod act;
pub mod checks;
mod fault;
mod firm;
mod heal;
mod node;
pub mod play;
mod programs;
#[cfg(test)]
mod rights;
mod together;
mod world;

// What the core's own tests play with, so that both play the same.
#[allow(dead_code)]
#[path = "../../core/src/projects/fixture.rs"]
mod fixture;
#[allow(dead_code)]
#[path = "../../core/src/properties/generator.rs"]
mod generator;
#[allow(dead_code)]
#[path = "../../core/src/testing.rs"]
mod testing;

pub use firm::Firm;
pub use play::{Played, play};
pub use together::{All, mutation, on_all_cores, play_all};
