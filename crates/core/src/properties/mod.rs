//! Properties over *all* commands of the catalogue: what holds whatever anybody does, in any order.
//! A new command takes part by being in the catalogue; nothing is skipped.

mod acts;
mod drawing;
mod engine;
mod gate;
mod generator;
mod matrix;
mod ownership;
mod versions;
