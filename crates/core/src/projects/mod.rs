//! Projects: an agreement being delivered, from hand-over to archive.
//!
//! Invariant: a project is `completed` only by `project.complete`, and only when each of the eight
//! lines of [`gate`] is met at that moment; from then on nothing it depends on can be changed
//! (every command asks for an open stage, money included: [`need_money_open`]).
//! Invariant: every project has an end.
//!
//! Look next at `model.rs` (stages), `gate.rs` (completion), `access.rs` (who sees and does what).

mod access;
mod acts;
pub mod commands;

pub mod documents;
#[cfg(test)]
pub(crate) mod fixture;
pub mod gate;
pub mod health;
mod model;
mod money;
pub mod queries;
pub mod steps;
mod store;
#[cfg(test)]
mod tests;
pub mod way;

pub(crate) use access::knows_money;
pub(crate) use access::{concerned, is_on_it, need_manager, need_worker, seen};
pub use access::{managed, readable, sees_money, visible, worked_on};

pub use model::{STAGES, Stage, Verb};
pub use money::{InstalmentLine, MoneyState, instalment_lines};
pub use store::{
    Counts, Project, counts, need_contact, need_money_open, of_sow_item, project, say_name, settle,
};
pub(crate) use store::{NewProject, insert};

use crate::language::Phrase;
use netra_kernel::{errors, typed_id};

typed_id!(ProjectId);

errors! {
    pub enum ProjectError {
        NotFound "project.not_found" Missing { project: String },
        Forbidden "project.not_yours" NotYours { project: String },
        Forbidden "project.not_manager" NotManager { project: String, pm: String },
        NotNow "project.stage" Stage { project: String, stage: String },
        NotNow "project.moves_itself" MovesItself { project: String, stage: String },
        NotNow "project.not_started" NotStarted { project: String },
        NotNow "project.not_ready" NotReady {
            project: String,
            lines: Vec<String>,
            missing: Vec<Phrase>,
        },
        NotNow "project.not_complete" NotComplete {
            project: String,
            lines: Vec<String>,
            missing: Vec<Phrase>,
        },
        NotNow "project.review_not_waivable" ReviewNotWaivable { months: i64 },
        Conflict "project.review_waived" ReviewWaived,
        Invalid "project.contact_not_theirs" ContactNotTheirs { contact: String },
        NotNow "project.money_closed" MoneyClosed { project: String, stage: String },
        Invalid "project.document_needs" DocumentNeeds { document: String, field: String },
        NotNow "project.document_not_ready" DocumentNotReady { document: String },
    }
}

/// Codes of single wrong fields.
pub const FIELD_CODES: &[&str] = &["date.in_future", "amount.negative"];
