//! The ground that every feature stands on: typed ids, money, dates, errors, permissions, data
//! scopes, and the engine that runs a command inside the only writing transaction.
//!
//! Invariant: nothing in here knows a feature (no lead, no quote, no project).
//! Invariant: no wall clock, no randomness, no files, no threads: all of that comes in an
//! [`Envelope`] or through the shell that calls us.
//!
//! Look next at [`engine`] (how a command runs), [`tx`] (the only writer) and [`journal`].

pub mod access;
pub mod capture;
pub mod engine;
pub mod error;
pub mod ids;
pub mod journal;
pub mod money;
pub mod operation;
pub mod rebase;
pub mod rows;
pub mod scope;
pub mod table;
pub mod time;
pub mod tx;
pub mod undo;
pub mod value;
pub mod versions;

pub use access::{Actor, Permission};
pub use engine::{Asking, Changes, Engine, Mode, Ran, ask, ask_text, execute};
pub use error::{Error, FieldError, Kind, Refusal, Result, Validation};
pub use ids::Id;
pub use journal::Envelope;
pub use money::{Currency, Money};
pub use operation::{
    Catalogue, Command, CommandEntry, Done, Facts, Query, QueryEntry, Upcast, done,
};
pub use rusqlite;
pub use scope::{Held, Scope};
pub use table::{DataScopeRule, TableSpec};
pub use time::{Date, Timestamp, Zone};
pub use tx::{Reader, Tx};
